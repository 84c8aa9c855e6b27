// Generated constitutions: no decision takes more steps than was proved of its module, whatever the
// input, and where no condition loops some input takes a tenth of that. Inputs are searched for:
// the largest that the limits admit, and those that take more.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
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
// How often inputs are searched for, from other ones on, before that is given up.
constexpr int kClimbsMax = 200;

struct Limits {
  uint32_t string_bytes;
  uint32_t list_items;
  uint32_t map_items;
  uint32_t length_max;  // Of the facts s, in code points.
};

// A constitution for the action `do`, and the facts that it reads. A fact's first letter says what
// it is: `s` and `s12` are strings. Of p and q nothing is declared.
struct Document {
  Limits limits;
  std::string text;
  std::vector<std::string> facts;
};

constexpr std::string_view kDeclaredFacts = "abcijxystle";
constexpr std::string_view kUndeclaredFacts = "pq";

bool FromParams(char fact) {
  return std::string_view("cixslpq").find(fact) != std::string_view::npos;
}

std::string Declaration(const std::string& fact, const Limits& limits) {
  const auto type = [&]() -> std::string {
    switch (fact[0]) {
      case 'a':
      case 'b':
      case 'c':
        return "bool";
      case 'i':
      case 'j':
        return "int";
      case 'x':
      case 'y':
        return "decimal";
      case 's':
        return Joined({"string, max_length: ", std::to_string(limits.length_max)});
      case 't':
        return "string";
      case 'l':
        return "list, max_items: 4";
      default:
        return "enum, values: [k1, k2, k3, k4, k5, k6, k7, k8, k9]";
    }
  };
  return Joined({"    ", fact, ": {type: ", type(),
                 ", from: ", FromParams(fact[0]) ? "params" : "context", "}\n"});
}

// Gives each place of a condition that reads a fact a fact of its own: what one place reads then
// never decides what another one comes to, and every part of a condition is reached by some input.
class FactNames {
 public:
  std::string Renamed(const std::string& condition) {
    std::string text;
    for (size_t at = 0; at < condition.size();) {
      size_t end = at + 1;
      if (condition[at] == '\'') {
        end = condition.find('\'', end) + 1;
        text += condition.substr(at, end - at);
      } else if (IsLetter(condition[at])) {
        while (end < condition.size() && IsLetter(condition[end])) ++end;
        text += Name(condition.substr(at, end - at), text);
      } else {
        text += condition[at];
      }
      at = end;
    }
    return text;
  }

  const std::vector<std::string>& names() const { return names_; }

 private:
  static bool IsLetter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

  // The word, or, if it is a fact, the next name.
  std::string Name(const std::string& word, std::string_view before) {
    const bool member = before.ends_with("params.") || before.ends_with("params.?");
    const bool other_member = before.ends_with(".") && !member;
    if (word.size() != 1 || other_member) return word;
    if ((member ? kUndeclaredFacts : kDeclaredFacts).find(word) == std::string_view::npos)
      return word;
    return names_.emplace_back(Joined({word, std::to_string(names_.size())}));
  }

  std::vector<std::string> names_;
};

std::string Rule(Generator& random, FactNames* own, std::vector<std::string>& parts) {
  std::string text =
      Joined({"    - action: ", random.Pick(8) == 0 ? "\"d*\"" : "do",
              random.Pick(8) == 0 ? "\n      targets: [a1, a2, a3]" : "", "\n      conditions:\n"});
  const size_t conditions = 1 + random.Pick(3);
  for (size_t i = 0; i < conditions; ++i) {
    if (parts.empty() || random.Pick(4) != 0) {
      const std::string part = random.Bool(1 + static_cast<int>(random.Pick(3)));
      parts.push_back(own == nullptr ? part : own->Renamed(part));
    }
    text +=
        Joined({"        - |-\n          ",
                parts[parts.size() - 1 - random.Pick(std::min(parts.size(), size_t{2}))], "\n"});
  }
  return text;
}

Document MakeDocument(Generator& random, bool loops) {
  constexpr std::array<uint32_t, 4> kStrings = {64, 256, 1'024, 4'096};
  constexpr std::array<uint32_t, 3> kItems = {4, 16, 64};
  random.set_vocabulary(loops ? Vocabulary::kWhole : Vocabulary::kLoopFree);
  Document made;
  made.limits.string_bytes = kStrings[random.Pick(kStrings.size())];
  made.limits.list_items = kItems[random.Pick(kItems.size())];
  made.limits.map_items = kItems[random.Pick(kItems.size())];
  made.limits.length_max = random.Pick(2) == 0 ? 12 : made.limits.string_bytes / 4;
  FactNames own;
  std::string rules;
  std::vector<std::string> parts;
  for (const char* section : {"permitted", "prohibited"}) {
    rules += Joined({"  ", section, ":\n"});
    const size_t count = 1 + random.Pick(4);
    for (size_t i = 0; i < count; ++i) rules += Rule(random, loops ? nullptr : &own, parts);
  }
  made.facts = own.names();
  if (!loops) made.facts.emplace_back("a");  // `facts` is never empty.
  if (loops) {
    for (const char fact : Joined({std::string(kDeclaredFacts), std::string(kUndeclaredFacts)}))
      made.facts.emplace_back(1, fact);
  }
  // `params.?q` reads all of `params`, which is a map too.
  const auto members = static_cast<uint32_t>(made.facts.size());
  made.limits.map_items = std::max(made.limits.map_items, members);
  made.text = Joined({"constitution:\n  id: bounds\n  limits: {string_bytes: ",
                      std::to_string(made.limits.string_bytes),
                      ", list_items: ", std::to_string(made.limits.list_items),
                      ", map_items: ", std::to_string(made.limits.map_items), "}\n  facts:\n"});
  for (const std::string& fact : made.facts) {
    if (kUndeclaredFacts.find(fact[0]) == std::string_view::npos)
      made.text += Declaration(fact, made.limits);
  }
  made.text += rules;
  return made;
}

// ---------------------------------------------------------------- inputs

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

// The list with one item more.
std::string Longer(const std::string& list, const std::string& item) {
  return Joined({list.substr(0, list.size() - 1), ",", item, "]"});
}

std::string MapOf(const std::string& first, const std::string& value, size_t count) {
  std::string text = Joined({"{\"k\":", first});
  for (size_t i = 1; i < count; ++i) text += Joined({",\"m", std::to_string(i), "\":", value});
  return text + "}";
}

// What a fact of a letter may be, as JSON (empty: absent): small values that decide conditions, and
// the largest that the limits admit, alike in front. The largest stand last.
constexpr char kTargets = '@';
using Values = std::map<char, std::vector<std::string>>;
Values MakeValues(const Limits& limits) {
  const std::string long_u = Quoted(Repeated("u", limits.string_bytes));
  const std::string long_v = Quoted(Repeated("u", limits.string_bytes - 1) + "v");
  const std::string most_s = Quoted(Repeated("\xf0\x9f\x9c\x81", limits.length_max));
  const std::string most_u = Quoted(Repeated("u", limits.length_max));
  // Each piece replaced by the whole, these are as long as a string may be.
  const auto root = static_cast<uint32_t>(std::sqrt(limits.string_bytes));
  const std::string root_s = Quoted(Repeated("u", std::min(root, limits.length_max)));
  const std::string root_u = Quoted(Repeated("u", root));
  const std::string root_uv = Quoted(Repeated("uv", root * 7 / 10));
  // As many pieces as a list may have.
  const uint32_t pieces = limits.list_items - 1;
  const std::string commas = Quoted(Repeated(",", pieces));
  const std::string commas_s = Quoted(Repeated(",", std::min(pieces, limits.length_max)));
  const std::string half = Quoted(Repeated("u", limits.string_bytes / 2));
  const std::string texts = ListOf(long_u, limits.list_items);
  const std::string small = ListOf("3", limits.list_items);
  const std::string map = MapOf("3", "3", limits.map_items);
  const std::string holder = MapOf(most_u, "3", 2);
  const std::string maps = ListOf(map, std::min(limits.list_items, 16U));
  const std::string lists = ListOf(small, std::min(limits.list_items, 16U));
  std::string deep = small;  // As much as one comparison may cost.
  for (uint32_t items = limits.list_items; items < vm::kStructuralSteps; items *= 4)
    deep = ListOf(deep, 4);
  const std::string two = Joined({"[\"u\",", long_u, "]"});
  const std::string three = ListOf(deep, 3);
  const std::string three_u = Longer(three, "\"u\"");
  const std::string three_1 = Longer(three, "1");
  const size_t targets = std::min(limits.list_items, 32U);
  const std::vector<std::string> truths = {"true", "false", ""};
  const std::vector<std::string> numbers = {"0", "3", "4", "-7", "1", "2.5", "12", ""};
  const std::vector<std::string> wholes = {"0", "3", "4", "-7", "1", "10", ""};
  const std::vector<std::string> any = {
      "\"\"", "\"u\"",           "true", "3",   "4",   "",    "[]",    long_v,  long_u, two,
      holder, ListOf(holder, 1), map,    small, texts, lists, three_u, three_1, deep,   maps};
  return {{'a', truths},
          {'b', truths},
          {'c', truths},
          {'i', wholes},
          {'j', wholes},
          {'x', numbers},
          {'y', numbers},
          {'s', {"\"\"", "\"u\"", "\"uv\"", "", "\",\"", root_s, commas_s, most_u, most_s}},
          {'t', {"\"\"", "\"u\"", "\"v\"", "", commas, root_u, root_uv, half, long_v, long_u}},
          {'l',
           {"", "[]", "[\"u\",3]", ListOf("3", 4), ListOf(long_u, 4), ListOf(map, 4),
            ListOf(lists, 4), three, three_u, deep}},
          {'e', {"\"k1\"", "\"k2\"", "\"k3\"", "\"k9\"", ""}},
          {'p', any},
          {'q', any},
          {kTargets,
           {"", R"(,"targets":["a1"])", Joined({R"(,"targets":)", ListOf("\"a3\"", targets)}),
            Joined({R"(,"targets":)", ListOf("\"a4\"", targets)})}}};
}

// Made once for all documents of these limits.
const Values& ValuesFor(const Limits& limits) {
  static std::map<std::array<uint32_t, 4>, Values> known;
  Values& values =
      known[{limits.string_bytes, limits.list_items, limits.map_items, limits.length_max}];
  if (values.empty()) values = MakeValues(limits);
  return values;
}

using Input = std::vector<size_t>;  // Of every fact, which value; then which targets.

class Decider {
 public:
  Decider(const vm::Module& module, const Document& document)
      : module_(module),
        context_(module),
        facts_(document.facts),
        values_(ValuesFor(document.limits)) {}

  bool within_bound() const { return within_bound_; }
  size_t slots() const { return facts_.size() + 1; }
  const std::vector<std::string>& ValuesOf(size_t slot) const {
    return values_.at(slot < facts_.size() ? facts_[slot][0] : kTargets);
  }
  Input Largest() const {
    Input input;
    for (size_t slot = 0; slot < slots(); ++slot) input.push_back(ValuesOf(slot).size() - 1);
    return input;
  }
  // Small values rather than large ones: too many of these use up the memory of a decision.
  Input Chosen(Generator& random) const {
    Input input;
    for (size_t slot = 0; slot < slots(); ++slot) {
      const size_t count = ValuesOf(slot).size();
      const size_t one = random.Pick(count);
      input.push_back(std::min(one, random.Pick(count)));
    }
    return input;
  }

  // The steps that it takes; the bound holds.
  uint32_t Steps(const Input& input) {
    std::string params;
    std::string context;
    for (size_t slot = 0; slot < facts_.size(); ++slot) {
      const std::string& value = ValuesOf(slot)[input[slot]];
      std::string& to = FromParams(facts_[slot][0]) ? params : context;
      if (!value.empty())
        to.append(to.empty() ? "\"" : ",\"").append(facts_[slot]).append("\":") += value;
    }
    const std::string json =
        Joined({R"({"agent_id":"a","action":"do","params":{)", params, R"(},"context":{)", context,
                "}", ValuesOf(facts_.size())[input.back()], "}"});
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
  std::vector<std::string> facts_;
  const Values& values_;
  bool within_bound_ = true;
};

// The input at hand, and the steps that it takes.
struct Found {
  Input input;
  uint32_t steps;
};

// Takes `input` if it takes more; or, at random, if as much. Whether it takes more.
bool Take(Decider& decider, Generator& random, const Input& input, Found& best) {
  const uint32_t steps = decider.Steps(input);
  const bool more = steps > best.steps;
  if (more || (steps == best.steps && random.Pick(2) == 0)) best = {input, steps};
  return more;
}

// From `best` on, with another value of one slot after the other, as long as that takes more. Ends
// at `enough`.
void Climb(Decider& decider, Generator& random, Found& best, uint32_t enough) {
  for (bool better = true; better;) {
    better = false;
    for (size_t slot = 0; slot < decider.slots(); ++slot) {
      Input input = best.input;
      for (input[slot] = 0; input[slot] < decider.ValuesOf(slot).size(); ++input[slot]) {
        if (best.steps >= enough) return;
        better |= Take(decider, random, input, best);
      }
    }
  }
}

// The most steps that were found, from the largest input and some at random; the search ends at
// `enough`.
uint32_t WorstFound(Decider& decider, Generator& random, uint32_t enough) {
  Found most{decider.Largest(), decider.Steps(decider.Largest())};
  for (int i = 0; i < 3; ++i) Take(decider, random, decider.Chosen(random), most);
  Climb(decider, random, most, enough);
  for (int i = 0; i < kClimbsMax && most.steps < enough; ++i) {
    Found best{decider.Chosen(random), 0};
    Climb(decider, random, best, enough);
    if (best.steps > most.steps) most = best;
  }
  return most.steps;
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
  Generator search(20'261'127);
  int refused = 0;
  int loop_free = 0;
  for (int i = 0; i < kConstitutions;) {
    const bool loops = random.Pick(3) == 0;
    const Document document = MakeDocument(random, loops);
    const std::shared_ptr<const vm::Module> module = Load(document.text);
    if (module == nullptr) {
      ASSERT_LE(++refused, 100 + kConstitutions / 3);
      continue;
    }
    ++i;
    Decider decider(*module, document);
    const uint32_t enough = loops ? 0 : (module->steps_max() + kSlackMax - 1) / kSlackMax;
    const uint32_t found = WorstFound(decider, search, enough);
    ASSERT_TRUE(decider.within_bound()) << document.text;
    loop_free += loops ? 0 : 1;
    EXPECT_GE(found, enough) << "of " << module->steps_max() << ":\n" << document.text;
  }
  EXPECT_GE(2 * loop_free, kConstitutions);
}

}  // namespace
}  // namespace bylaw::compiler
