// Deciding: a Context binds the facts of one request, runs the rules of its action, and folds their
// outcomes into a verdict.
//
// Two ways in. DecideRequest reads a request as strict JSON and binds its facts. A host with values
// at hand binds them by handle and calls Decide:
//
//   const vm::LoadResult module = vm::Module::Load(bytes);
//   vm::Context context(*module);
//   const vm::FactId amount = module->fact("amount");
//   context.SetAgent("lending-agent-v2");
//   context.Bind(amount, 15000);
//   const vm::Verdict verdict = context.Decide("initiate_payment");
//
// Thread-safety: a context belongs to one thread at a time; many can share a module. Ownership: the
// module, the text of a request and text that was bound must outlive their use here; what a context
// hands out is valid until its next Decide, Bind or Clear. Limits and memory: everything is
// allocated by the constructor (about 2 MiB, most of it never touched); deciding allocates nothing
// and never throws. Whatever goes wrong, the verdict is not PERMIT.

#ifndef BYLAW_VM_CONTEXT_H_
#define BYLAW_VM_CONTEXT_H_

#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/vm/decimal.h"
#include "bylaw/vm/module.h"
#include "bylaw/vm/request.h"
#include "bylaw/vm/verdict.h"

namespace bylaw::vm {

// How one condition came out.
enum class Truth : uint8_t { kFalse, kTrue, kUndecidable };
std::string_view TruthText(Truth truth) noexcept;

// How one rule came out. kNotInForce: its validity does not include today.
enum class Outcome : uint8_t { kDoesNotApply, kApplies, kUndecidable, kNotInForce };
std::string_view OutcomeText(Outcome outcome) noexcept;

struct ConditionExplanation {
  std::string_view text;  // As written; `unless: x` reads `!(x)`.
  Truth value = Truth::kUndecidable;
  ValueError error = ValueError::kMissing;  // Why it is undecidable.
  std::vector<FactId> facts;                // Those that it reads, each once, in order.
};

struct RuleExplanation {
  RuleId rule = kNoRuleId;
  Outcome outcome = Outcome::kDoesNotApply;
  std::vector<ConditionExplanation> conditions;
};

// A rule that applies or is undecidable, and the place of its code.
struct Emitted {
  uint32_t rule;        // RuleId.
  uint32_t block_rule;  // Row of the module's block rules.
};

class Context {
 public:
  explicit Context(const Module& module);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  // ---- Binding by handle. A value that breaks its fact's declaration makes the fact undecidable,
  // and the answer is false; so is
  // ---- kNoFact. Nothing is coerced but whole numbers, which are also decimals, ints, uints and
  // doubles where they are exact.

  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  bool Bind(FactId fact, T value) noexcept {
    if constexpr (std::unsigned_integral<T>) {
      return BindDecimal(fact, Decimal::FromUint64(value));
    } else {
      return BindDecimal(fact, Decimal::FromInt64(value));
    }
  }
  bool Bind(FactId fact, bool value) noexcept;
  bool Bind(FactId fact, const Decimal& value) noexcept { return BindDecimal(fact, value); }
  // For a decimal fact: the number that JSON writes for this double (9999.99 is 9999.99).
  bool Bind(FactId fact, double value) noexcept;
  // UTF-8, or it is no text; it must outlive the decisions that read it.
  bool Bind(FactId fact, std::string_view value) noexcept;
  bool Bind(FactId fact, const char* value) noexcept { return Bind(fact, std::string_view(value)); }
  // Timestamps and durations; as text too, by Bind, as requests write them.
  bool BindTimestamp(FactId fact, int64_t micros_since_1970) noexcept;
  bool BindDuration(FactId fact, int64_t micros) noexcept;
  // The bytes themselves, not base64; they must outlive the decisions that read them.
  bool BindBytes(FactId fact, std::string_view bytes) noexcept;

  // A list of strings; list and texts must outlive the decisions that read them.
  bool BindStrings(FactId fact, std::span<const Value> strings) noexcept;

  // Makes every fact missing, and forgets agent, targets and time. So does binding after a
  // DecideRequest: requests and handles do not mix.
  void Clear() noexcept;
  // The agent that asks. Without one, a constitution that names its agents denies everything.
  void SetAgent(std::string_view agent_id) noexcept;
  // The time that `now`, validity and review dates read: microseconds since 1970-01-01T00:00:00Z.
  // Without one they are undecidable.
  void SetNow(int64_t micros) noexcept;
  // The targets; a list of views that must outlive the decisions.
  void SetTargets(std::span<const std::string_view> targets) noexcept;

  // Decides on what is bound.
  Verdict Decide(std::string_view action) noexcept;
  // The same by handle, for hosts that keep it: the name is not looked up. kNoAction is DENY
  // invalid_request.
  Verdict Decide(ActionId action) noexcept;

  // ---- From JSON.

  // Reads the request and decides it. `now_micros` as SetNow; a `time` in the request replaces it
  // where `allow_time`, and is refused otherwise. A bad request is DENY invalid_request: see
  // request().error.
  Verdict DecideRequest(std::string_view json, int64_t now_micros,
                        bool allow_time = false) noexcept;

  // The request that DecideRequest read last.
  const Request& request() const noexcept;

  // ---- About the last decision.

  // StringIds of the routes of an ESCALATE, each once; empty: unrouted, it can only be denied.
  std::span<const uint32_t> routes() const noexcept;
  // The rules that apply and are in force, and those that are undecidable; a rule may stand twice
  // if two patterns led to it.
  std::span<const Emitted> applies() const noexcept;
  std::span<const Emitted> undecidable() const noexcept;
  // The name after an alias has become its action.
  std::string_view canonical_action() const noexcept;
  // The value of a fact, or an error saying why there is none.
  const Value& value(FactId fact) const noexcept;

  // Every rule for the action with the outcome of each of its conditions; evaluates again, changes
  // nothing. May allocate.
  std::vector<RuleExplanation> Explain();

  // Appends the author's reason of a rule, with the values that its {expressions} have for the last
  // decision: decimals as 15000, text as it is (control characters as \x0a), points in time in
  // RFC 3339, lists with commas, each cut to kReasonValueBytesMax. What has no value stands as it
  // is written, in its braces. Evaluates, changes nothing. May allocate.
  void AppendReason(RuleId rule, std::string& out);

  const Module& module() const noexcept { return module_; }

 private:
  struct State;

  bool BindDecimal(FactId fact, const Decimal& value) noexcept;
  bool BindValue(FactId fact, const Value& value) noexcept;

  const Module& module_;
  std::unique_ptr<State> state_;
};

// The facts that a condition reads, each once, in order of their first use.
std::vector<FactId> FactsOf(const Module& module, ConditionId condition);

// A value as a person reads it: "15000", "\"active\"", "[1, 2]"; for an error its text ("missing").
// At most about `chars_max` characters of it, then "…".
void AppendValue(const Value& value, std::string& out, size_t chars_max = 120);

}  // namespace bylaw::vm

#endif  // BYLAW_VM_CONTEXT_H_
