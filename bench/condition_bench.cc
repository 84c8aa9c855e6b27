// Conditions of each kind, as whole decisions, beside the same condition by hand in C++: pairs
// `Condition/<what>` and `ByHand/<what>`. Neither side looks the action up by its name: that is in
// `BoundDecision`. `Condition/Nothing` is a rule without a condition: what it takes (the fold, the
// verdict) is in every other decision too, and in none by hand.
//
// Both sides read the same values in the same order, one that no branch predictor learns
// (docs/adr/0010-benchmarks-in-an-unlearnable-order.md). By hand the condition is called through a
// pointer, on values that the compiler does not know.

#include <benchmark/benchmark.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "bylaw/compiler/compile.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"

#ifdef __DEC128_MAX__  // GCC's, on some machines.
#include <decimal/decimal>
#endif

namespace bylaw::bench {
namespace {

// What the conditions read. Every other set makes them false.
struct Values {
  int64_t quantity;
  int64_t fee_cents;
  int64_t amount_cents;
  std::string name;
  std::vector<std::string_view> recipients;
  int64_t now_micros;
#ifdef __DEC128_MAX__
  std::decimal::decimal128 fee{};
  std::decimal::decimal128 amount{};
#endif
};

constexpr size_t kSets = 16;
constexpr size_t kRecipientsMax = 1'000;
constexpr size_t kDecisions = 65'536;

// Names of several lengths, each with a place of its own in memory, as in a request.
const std::vector<std::string>& Mailboxes() {
  static const std::vector<std::string> mailboxes = [] {
    std::vector<std::string> made;
    for (size_t i = 0; i < kRecipientsMax; ++i)
      made.push_back("person" + std::to_string(i * i) + "@corp.example");
    return made;
  }();
  return mailboxes;
}

// Which set each decision is on, for lists a part of the sequence that takes as long.
const std::vector<uint8_t>& Sequence() {
  static const std::vector<uint8_t> sequence = [] {
    std::mt19937 random(20260414);
    std::vector<uint8_t> made(kDecisions);
    for (uint8_t& set : made) set = static_cast<uint8_t>(random() % kSets);
    return made;
  }();
  return sequence;
}

std::vector<Values> MakeValues(size_t recipients) {
  std::vector<Values> sets;
  const std::span mailboxes = std::span(Mailboxes()).first(recipients);
  for (size_t i = 0; i < kSets; ++i) {
    const bool holds = i % 2 == 0;
    const auto n = static_cast<int64_t>(i);
    const int64_t fee = holds ? 1'000 + n : n;
    const int64_t amount = 10'000 + 7 * n;
    Values v{.quantity = holds ? 40 + n : 400 + n,
             .fee_cents = fee,
             .amount_cents = amount,
             .name = holds ? "acct-main-204117-eu" : "acct-main-204117-ch",
             .recipients = {mailboxes.begin(), mailboxes.end()},
             .now_micros = 1'776'166'929'000'000 + (holds ? 0 : 12) * 3'600'000'000 + n};
#ifdef __DEC128_MAX__
    v.fee = std::decimal::make_decimal128(static_cast<long long>(fee), -2);
    v.amount = std::decimal::make_decimal128(static_cast<long long>(amount), -2);
#endif
    if (!holds && recipients > 0) v.recipients.back() = "jane.doe@other.example";
    sets.push_back(std::move(v));
  }
  return sets;
}

struct Case {
  const char* name;
  const char* condition;
  size_t recipients;
  bool (*by_hand)(const Values&);
};

// Checked like the condition: what overflows does not hold.
bool ArithmeticByHand(const Values& v) {
  int64_t total = 0;
  int64_t difference = 0;
  int64_t product = 0;
  if (__builtin_mul_overflow(v.quantity, 3, &total) || __builtin_add_overflow(total, 12, &total))
    return false;
  if (__builtin_sub_overflow(v.quantity, 10, &difference)) return false;
  if (__builtin_mul_overflow(v.quantity, v.quantity, &product)) return false;
  return total < 1'000 && difference >= 0 && product / 7 != 100 && v.quantity % 97 != 96;
}

bool StringsByHand(const Values& v) {
  return v.name.starts_with("acct-") && v.name.ends_with("-eu") &&
         v.name.find("main") != std::string::npos && v.name != "acct-main-000000-eu";
}

bool RecipientsByHand(const Values& v) {
  return std::all_of(v.recipients.begin(), v.recipients.end(),
                     [](std::string_view r) { return r.ends_with("@corp.example"); });
}

bool PatternByHand(const Values& v) {
  static const RE2 pattern("^acct-[a-z]+-[0-9]{6}-(eu|us)$");
  return RE2::PartialMatch(v.name, pattern);
}

// In 100,000ths: exact, and checked like the condition.
bool DecimalByHand(const Values& v) {
  int64_t charge = 0;
  int64_t allowed = 0;
  if (__builtin_mul_overflow(v.amount_cents, 29, &charge) ||
      __builtin_add_overflow(charge, 30'000, &charge) ||
      __builtin_mul_overflow(v.fee_cents, 1'000, &allowed) ||
      __builtin_add_overflow(allowed, 125'000, &allowed)) {
    return false;
  }
  return charge <= allowed;
}

#ifdef __DEC128_MAX__
// With a decimal type, as by a programmer who does not know the scales. It rounds where the
// condition is an error: to 34 digits.
bool DecimalAnyScaleByHand(const Values& v) {
  static const std::decimal::decimal128 rate = std::decimal::make_decimal128(29LL, -3);
  static const std::decimal::decimal128 base = std::decimal::make_decimal128(30LL, -2);
  static const std::decimal::decimal128 allowance = std::decimal::make_decimal128(125LL, -2);
  return v.amount * rate + base <= v.fee + allowance;
}
#endif

// With the C library, for one zone: what a program without a time zone library would do.
bool DateByHand(const Values& v) {
  static const bool zone = [] {
    setenv("TZ", "Europe/Zurich", 1);
    tzset();
    return true;
  }();
  benchmark::DoNotOptimize(zone);
  const std::time_t seconds = v.now_micros / 1'000'000;
  std::tm local{};
  localtime_r(&seconds, &local);
  return local.tm_wday >= 1 && local.tm_wday <= 5 && local.tm_hour >= 8 && local.tm_hour < 18;
}

const Case kCases[] = {
    {"Nothing", "", 0, [](const Values&) { return true; }},
    {"Arithmetic",
     "quantity * 3 + 12 < 1000 && quantity - 10 >= 0 && quantity * quantity / 7 != 100 && "
     "quantity % 97 != 96",
     0, ArithmeticByHand},
    {"Strings",
     "name.startsWith('acct-') && name.endsWith('-eu') && name.contains('main') && "
     "name != 'acct-main-000000-eu'",
     0, StringsByHand},
    {"Recipients10", "recipients.all(r, r.endsWith('@corp.example'))", 10, RecipientsByHand},
    {"Recipients1000", "recipients.all(r, r.endsWith('@corp.example'))", 1'000, RecipientsByHand},
    {"Pattern", "name.matches('^acct-[a-z]+-[0-9]{6}-(eu|us)$')", 0, PatternByHand},
    {"Decimal", "amount * 0.029 + 0.30 <= fee + 1.25", 0, DecimalByHand},
#ifdef __DEC128_MAX__
    {"DecimalAnyScale", "amount * 0.029 + 0.30 <= fee + 1.25", 0, DecimalAnyScaleByHand},
#endif
    {"Date",
     "now.getDayOfWeek('Europe/Zurich') in [1, 2, 3, 4, 5] && "
     "now.getHours('Europe/Zurich') >= 8 && now.getHours('Europe/Zurich') < 18",
     0, DateByHand},
};

vm::LoadResult Compile(const Case& c) {
  std::string text = R"(constitution:
  id: conditions
  limits: {list_items: 1000, steps: 100000}
  facts:
    quantity: {type: int, from: params}
    amount: {type: decimal, from: params}
    fee: {type: decimal, from: params}
    name: {type: string, from: params}
    recipients: {type: list, from: params}
  permitted:
    - action: do
)";
  if (*c.condition != '\0')
    text += "      conditions:\n        - >-\n          " + std::string(c.condition) + "\n";
  compiler::DiagnosticSink sink;
  const compiler::CompileResult compiled = compiler::Compile(
      compiler::SourceFile("conditions.yaml", text), {.functions = stdlib::Functions()}, sink);
  for (const compiler::Diagnostic& diagnostic : sink.Sorted()) {
    if (!compiled.module) std::fprintf(stderr, "%s: %s\n", c.name, diagnostic.message.c_str());
  }
  if (!compiled.module) std::abort();
  return vm::Module::Load(*compiled.module, stdlib::Functions());
}

// The condition on one set of values.
class Bound {
 public:
  Bound(const vm::Module& module, const Values& v)
      : context_(module), action_(module.action("do")) {
    for (const std::string_view recipient : v.recipients)
      recipients_.push_back(vm::Value::String(recipient));
    context_.SetAgent("agent");
    context_.SetNow(v.now_micros);
    context_.Bind(module.fact("quantity"), v.quantity);
    context_.Bind(module.fact("amount"), vm::Decimal(v.amount_cents, -2));
    context_.Bind(module.fact("fee"), vm::Decimal(v.fee_cents, -2));
    context_.Bind(module.fact("name"), std::string_view(v.name));
    context_.BindStrings(module.fact("recipients"), recipients_);
  }
  vm::Verdict Decide() { return context_.Decide(action_); }

 private:
  vm::Context context_;
  vm::ActionId action_;
  std::vector<vm::Value> recipients_;
};

// Times `decide` of a set's number over the sequence; over a part of it where one takes long.
template <typename Decide>
void OverSequence(benchmark::State& state, const Case& c, const Decide& decide) {
  const size_t decisions = kDecisions / (c.recipients + 1);
  const std::span sequence = std::span(Sequence()).first(decisions);
  for (auto _ : state) {
    for (const uint8_t set : sequence) benchmark::DoNotOptimize(decide(set));
  }
  state.counters["ns"] = benchmark::Counter(
      static_cast<double>(decisions) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

// What is bound stays: what is timed is the decision.
void Condition(benchmark::State& state, const Case& c) {
  const vm::LoadResult module = Compile(c);
  if (!module) std::abort();
  const std::vector<Values> sets = MakeValues(c.recipients);
  std::array<std::optional<Bound>, kSets> bound;  // In place, as the sets are by hand.
  for (size_t i = 0; i < kSets; ++i) {
    bound[i].emplace(*module, sets[i]);
    // Both must decide the same, or comparing their speed says nothing.
    if (bound[i]->Decide().permitted() != c.by_hand(sets[i])) std::abort();
  }
  OverSequence(state, c, [&](uint8_t set) { return bound[set]->Decide(); });
}

void ByHand(benchmark::State& state, const Case& c) {
  const std::vector<Values> sets = MakeValues(c.recipients);
  OverSequence(state, c, [&](uint8_t set) { return c.by_hand(sets[set]); });
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const Case& c : kCases) {
    benchmark::RegisterBenchmark(("ByHand/" + std::string(c.name)).c_str(), ByHand, c);
    benchmark::RegisterBenchmark(("Condition/" + std::string(c.name)).c_str(), Condition, c);
  }
  return true;
}();

}  // namespace
}  // namespace bylaw::bench
