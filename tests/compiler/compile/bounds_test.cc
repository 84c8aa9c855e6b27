// Generated constitutions: no decision takes more steps than was proved of its module, whatever the
// input, and where no condition loops some input takes a tenth of that. Inputs are searched for:
// the largest that the limits admit, and those that take more.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "bylaw/vm/limits.h"
#include "fixture.h"
#include "generator.h"
#include "sanitized.h"

namespace bylaw::compiler {
namespace {

constexpr int kConstitutions = kSanitized ? 500 : 10'000;

// The proof is no more than so many times what some input takes.
constexpr uint32_t kSlackMax = 10;
// Of so many constitutions one may have more of a proof: where operands decide by themselves
// (`s != s`, `[i, x][3]`), what lies behind is proved, but no input comes there.
constexpr int kOneLooseOf = 200;
// How often inputs are searched for, from other ones on, before that is given up.
constexpr int kClimbsMax = 40;

struct Limits {
  uint32_t string_bytes;
  uint32_t list_items;
  uint32_t map_items;
  uint32_t length_max;  // Of the fact s, in code points.
};

// A constitution for the action `do`.
struct Document {
  Limits limits;
  std::string text;
};

std::string Rule(Generator& random, std::vector<std::string>& parts) {
  std::string text =
      Joined({"    - action: ", random.Pick(8) == 0 ? "\"d*\"" : "do",
              random.Pick(8) == 0 ? "\n      targets: [a1, a2, a3]" : "", "\n      conditions:\n"});
  const size_t conditions = 1 + random.Pick(3);
  for (size_t i = 0; i < conditions; ++i) {
    if (parts.empty() || random.Pick(4) != 0)
      parts.push_back(random.Bool(1 + static_cast<int>(random.Pick(3))));
    text +=
        Joined({"        - |-\n          ",
                parts[parts.size() - 1 - random.Pick(std::min(parts.size(), size_t{2}))], "\n"});
  }
  return text;
}

Document MakeDocument(Generator& random) {
  constexpr std::array<uint32_t, 4> kStrings = {64, 256, 1'024, 4'096};
  constexpr std::array<uint32_t, 3> kItems = {4, 16, 64};
  Document made;
  made.limits.string_bytes = kStrings[random.Pick(kStrings.size())];
  made.limits.list_items = kItems[random.Pick(kItems.size())];
  made.limits.map_items = kItems[random.Pick(kItems.size())];
  made.limits.length_max = random.Pick(2) == 0 ? 12 : made.limits.string_bytes / 4;
  made.text = Joined({"constitution:\n  id: bounds\n  limits: {string_bytes: ",
                      std::to_string(made.limits.string_bytes),
                      ", list_items: ", std::to_string(made.limits.list_items),
                      ", map_items: ", std::to_string(made.limits.map_items), R"(}
  facts:
    a: {type: bool, from: context}
    b: {type: bool, from: context}
    c: {type: bool, from: params}
    i: {type: int, from: params}
    j: {type: int, from: context}
    x: {type: decimal, from: params}
    y: {type: decimal, from: context}
    s: {type: string, from: params, max_length: )",
                      std::to_string(made.limits.length_max), R"(}
    t: {type: string, from: context}
    l: {type: list, from: params, max_items: 4}
    e: {type: enum, values: [k1, k2, k3, k4, k5, k6, k7, k8, k9], from: context}
)"});
  std::vector<std::string> parts;
  for (const char* section : {"permitted", "prohibited"}) {
    made.text += Joined({"  ", section, ":\n"});
    const size_t rules = 1 + random.Pick(4);
    for (size_t i = 0; i < rules; ++i) made.text += Rule(random, parts);
  }
  return made;
}

// ---------------------------------------------------------------- inputs

struct Slot {
  const char* name;
  bool from_params;
  std::vector<std::string> values;  // JSON; empty: absent.
};

std::string Repeated(const std::string& piece, size_t count, const char* between = "") {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += (i == 0 ? "" : between) + piece;
  return text;
}

std::string Quoted(const std::string& text) {
  return Joined({"\"", text, "\""});
}

std::string ListOf(const std::string& item, size_t count) {
  return Joined({"[", Repeated(item, count, ","), "]"});
}

std::string MapOf(const std::string& first, const std::string& value, size_t count) {
  std::string text = Joined({"{\"k\":", first});
  for (size_t i = 1; i < count; ++i) text += Joined({",\"m", std::to_string(i), "\":", value});
  return text + "}";
}

// The values that every input is made of: small ones that decide conditions, and the largest that
// the limits admit, alike in front. The largest stand last.
std::vector<Slot> SlotsOf(const Limits& limits) {
  const std::string long_u = Quoted(Repeated("u", limits.string_bytes));
  const std::string long_v = Quoted(Repeated("u", limits.string_bytes - 1) + "v");
  const std::string most_s = Quoted(Repeated("\xf0\x9f\x9c\x81", limits.length_max));
  const std::string most_u = Quoted(Repeated("u", limits.length_max));
  const std::string commas = Quoted(Repeated(",", limits.list_items - 1));
  const std::string half = Quoted(Repeated("u", limits.string_bytes / 2));
  const std::string texts = ListOf(long_u, limits.list_items);
  const std::string small = ListOf("3", limits.list_items);
  const std::string map = MapOf("3", "3", limits.map_items);
  const std::string maps = ListOf(map, std::min(limits.list_items, 16U));
  const std::string lists = ListOf(small, std::min(limits.list_items, 16U));
  std::string deep = small;  // As much as one comparison may cost.
  for (uint32_t items = limits.list_items; items < vm::kStructuralSteps; items *= 4)
    deep = ListOf(deep, 4);
  const std::vector<std::string> truths = {"true", "false", ""};
  const std::vector<std::string> numbers = {"0", "3", "4", "-7", "1", "2.5", "12", ""};
  const std::vector<std::string> wholes = {"0", "3", "4", "-7", "1", "10", ""};
  const std::vector<std::string> any = {"\"\"", "\"u\"",         "true", "3",   "4",   "",
                                        long_v, long_u,          map,    small, texts, lists,
                                        deep,   ListOf(deep, 4), maps};
  return {{"a", false, truths},
          {"b", false, truths},
          {"c", true, truths},
          {"i", true, wholes},
          {"j", false, wholes},
          {"x", true, numbers},
          {"y", false, numbers},
          {"s", true, {"\"\"", "\"u\"", "\"uv\"", "", "\",\"", most_u, most_s}},
          {"t", false, {"\"\"", "\"u\"", "\"v\"", "", commas, half, long_v, long_u}},
          {"l",
           true,
           {"", "[]", "[\"u\",3]", ListOf("3", 4), ListOf(long_u, 4), ListOf(map, 4),
            ListOf(lists, 4), ListOf(deep, 3), ListOf(deep, 4)}},
          {"e", false, {"\"k1\"", "\"k2\"", "\"k3\"", "\"k9\"", ""}},
          {"p", true, any},
          {"q", true, any}};
}

using Input = std::vector<size_t>;  // Of every slot, which value; then which targets.

class Decider {
 public:
  Decider(const vm::Module& module, const Limits& limits)
      : module_(module), context_(module), slots_(SlotsOf(limits)) {
    const size_t most = std::min(limits.list_items, 32U);
    targets_ = {"", R"(,"targets":["a1"])", Joined({R"(,"targets":)", ListOf("\"a3\"", most)}),
                Joined({R"(,"targets":)", ListOf("\"a4\"", most)})};
  }

  bool within_bound() const { return within_bound_; }
  size_t slots() const { return slots_.size() + 1; }
  size_t ValuesOf(size_t slot) const {
    return slot < slots_.size() ? slots_[slot].values.size() : targets_.size();
  }
  Input Largest() const {
    Input input;
    for (size_t slot = 0; slot < slots(); ++slot) input.push_back(ValuesOf(slot) - 1);
    return input;
  }
  Input Chosen(Generator& random) const {
    Input input;
    for (size_t slot = 0; slot < slots(); ++slot) input.push_back(random.Pick(ValuesOf(slot)));
    return input;
  }

  // The steps that it takes; the bound holds.
  uint32_t Steps(const Input& input) {
    std::string params;
    std::string context;
    for (size_t slot = 0; slot < slots_.size(); ++slot) {
      const std::string& value = slots_[slot].values[input[slot]];
      std::string& to = slots_[slot].from_params ? params : context;
      if (!value.empty())
        to += Joined({to.empty() ? "\"" : ",\"", slots_[slot].name, "\":", value});
    }
    const std::string json =
        Joined({R"({"agent_id":"a","action":"do","params":{)", params, R"(},"context":{)", context,
                "}", targets_[input.back()], "}"});
    const vm::Verdict verdict = context_.DecideRequest(json, 0);
    if (verdict.steps > module_.steps_max()) {
      within_bound_ = false;
      ADD_FAILURE() << verdict.steps << " of " << module_.steps_max() << " steps: " << json;
    }
    return verdict.steps;
  }

 private:
  const vm::Module& module_;
  vm::Context context_;
  std::vector<Slot> slots_;
  std::vector<std::string> targets_;
  bool within_bound_ = true;
};

// From an input on, one value at a time, as long as that takes more; of those that take as much,
// any. Ends at `enough`.
uint32_t Climb(Decider& decider, Generator& random, Input best, uint32_t enough) {
  uint32_t most = decider.Steps(best);
  for (bool better = true; better && most < enough;) {
    better = false;
    for (size_t slot = 0; slot < decider.slots(); ++slot) {
      Input input = best;
      for (input[slot] = 0; input[slot] < decider.ValuesOf(slot) && most < enough; ++input[slot]) {
        const uint32_t taken = decider.Steps(input);
        better = better || taken > most;
        if (taken < most || (taken == most && random.Pick(2) == 0)) continue;
        most = taken;
        best = input;
      }
    }
  }
  return most;
}

// The most that was found, with some inputs at random; the search ends at `enough`.
uint32_t WorstFound(Decider& decider, Generator& random, uint32_t enough) {
  uint32_t most = decider.Steps(decider.Largest());
  for (int i = 0; i < 3; ++i) most = std::max(most, decider.Steps(decider.Chosen(random)));
  if (most < enough) most = std::max(most, Climb(decider, random, decider.Largest(), enough));
  for (int i = 0; i < kClimbsMax && most < enough; ++i)
    most = std::max(most, Climb(decider, random, decider.Chosen(random), enough));
  return most;
}

// ---------------------------------------------------------------- the property

// The module; nothing for what a document may not be: a decision of too many steps, or too much
// memory.
std::shared_ptr<const vm::Module> Load(const std::string& text) {
  DiagnosticSink sink;
  const CompileResult compiled =
      Compile(SourceFile("bounds.yaml", text), {.functions = stdlib::Functions()}, sink);
  if (compiled.module) return vm::Module::Load(*compiled.module, stdlib::Functions()).Share();
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    const std::string_view code = CodeText(diagnostic.code);
    EXPECT_TRUE(diagnostic.severity != Severity::kError || code == "E0507" || code == "E0508")
        << diagnostic.message << "\n"
        << text;
  }
  return nullptr;
}

TEST(Bounds, NoInputTakesMoreThanWasProvedAndSomeTakesATenth) {
  Generator random(20'270'411);
  int refused = 0;
  int loop_free = 0;
  int loose = 0;
  for (int i = 0; i < kConstitutions;) {
    const bool loops = random.Pick(3) == 0;
    random.set_vocabulary(loops ? Vocabulary::kWhole : Vocabulary::kLoopFree);
    const Document document = MakeDocument(random);
    const std::shared_ptr<const vm::Module> module = Load(document.text);
    if (module == nullptr) {
      ASSERT_LE(++refused, 100 + kConstitutions / 3);
      continue;
    }
    ++i;
    Decider decider(*module, document.limits);
    const uint32_t enough = loops ? 0 : (module->steps_max() + kSlackMax - 1) / kSlackMax;
    const uint32_t found = WorstFound(decider, random, enough);
    ASSERT_TRUE(decider.within_bound()) << document.text;
    loop_free += loops ? 0 : 1;
    loose += found < enough ? 1 : 0;
  }
  EXPECT_LE(loose * kOneLooseOf, loop_free) << loose << " of " << loop_free;
}

}  // namespace
}  // namespace bylaw::compiler
