// Generated conditions and requests: the compiled module decides what the reference evaluator says.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "bylaw/vm/disassembler.h"
#include "fixture.h"
#include "reference_evaluator.h"

namespace bylaw::compiler {
namespace {

constexpr char kHead[] = R"(constitution:
  id: generated
  limits: {string_bytes: 64}
  facts:
    a: {type: bool, from: context}
    b: {type: bool, from: context}
    c: {type: bool, from: params}
    i: {type: int, from: params}
    j: {type: int, from: context}
    x: {type: decimal, from: params}
    y: {type: decimal, from: context}
    s: {type: string, from: params}
    t: {type: string, from: context}
    l: {type: list, from: params, max_items: 4}
)";

// Writes well-typed conditions. A decimal expression always has a decimal fact in it, so that its
// literals are read as decimals, and no int stands where its type would make it a decimal: the
// evaluator knows no types.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  size_t Pick(size_t count) { return random_() % count; }
  template <size_t N>
  std::string One(const char* const (&of)[N]) {
    return of[Pick(N)];
  }

  std::string Bool(int depth) {
    if (depth == 0) {
      return One({"a", "b", "c", "true", "false", "has(i)", "has(s)", "params.p",
                  "params.p == true", "params.p > 3", "params.p == 'u'", "x < 2.5", "i >= 3",
                  "s == 'u'", "t in ['u', 'v']", "!(i in [1, 2, 3])", "10 > y"});
    }
    const auto relation = [&] { return One({" < ", " <= ", " > ", " >= ", " == ", " != "}); };
    switch (Pick(13)) {
      case 11:
      case 12:
        return Loop(depth - 1);
      case 0:
        return "!(" + Bool(depth - 1) + ")";
      case 1:
      case 2:
        return "(" + Bool(depth - 1) + " && " + Bool(depth - 1) +
               (Pick(3) == 0 ? " && " + Bool(0) : "") + ")";
      case 3:
      case 4:
        return "(" + Bool(depth - 1) + " || " + Bool(depth - 1) +
               (Pick(3) == 0 ? " || " + Bool(0) : "") + ")";
      case 5:
        return "(" + Bool(depth - 1) + " ? " + Bool(depth - 1) + " : " + Bool(depth - 1) + ")";
      case 6:
        return Int(depth - 1) + relation() + Int(depth - 1);
      case 7:
        return Decimal(depth - 1) + relation() +
               (Pick(2) == 0 ? Int(depth - 1) : Decimal(depth - 1));
      case 8:
        return String(depth - 1) + relation() + String(depth - 1);
      case 9:
        return "(" + Bool(depth - 1) + ") == (" + Bool(depth - 1) + ")";
      default:
        return Pick(2) == 0 ? String(depth - 1) + ".contains(" + String(depth - 1) + ")"
                            : Decimal(depth - 1) + " in [1, 2.5, " + Decimal(0) + "]";
    }
  }

 private:
  // Over the list `l`, whose items may be of any kind.
  std::string Loop(int depth) {
    const std::string variable = "v" + std::to_string(loop_depth_++);
    std::string predicate = Predicate(variable, depth > 1 ? 1 : 0);
    if (loop_depth_ < 3 && depth > 0 && Pick(4) == 0) {
      predicate = "(" + predicate + One({" && ", " || "}) + Loop(depth - 1) + ")";
    }
    --loop_depth_;
    const std::string call = "(" + variable + ", " + predicate + ")";
    if (Pick(4) == 0) return "size(l.filter" + call + ")" + One({" > 1", " == 0", " < i"});
    return std::string("l.") + One({"all", "exists", "exists_one"}) + call;
  }

  std::string Predicate(const std::string& variable, int depth) {
    if (depth > 0) {
      return "(" + Predicate(variable, 0) + One({" && ", " || "}) +
             (Pick(2) == 0 ? Predicate(variable, 0) : Bool(0)) + ")";
    }
    const std::string text = One({"? == 3", "? > 2.5", "? != 'u'", "? == true", "? < x",
                                  "? in [3, 2.5]", "!(? == s)", "? + 1 > 3", "i >= ?", "a"});
    const size_t at = text.find('?');
    return at == std::string::npos ? text : text.substr(0, at) + variable + text.substr(at + 1);
  }

  std::string Int(int depth) {
    if (depth == 0) return One({"i", "j", "3", "0", "-2", "9223372036854775807", "size(s)"});
    switch (Pick(4)) {
      case 0:
        return "-(" + Int(depth - 1) + ")";
      case 1:
        return "(" + Bool(depth - 1) + " ? " + Int(depth - 1) + " : " + Int(depth - 1) + ")";
      default:
        return "(" + Int(depth - 1) + One({" + ", " - ", " * ", " / ", " % "}) + Int(depth - 1) +
               ")";
    }
  }

  std::string Decimal(int depth) {
    if (depth == 0) return One({"x", "y"});
    switch (Pick(4)) {
      case 0:
        return "(" + Decimal(depth - 1) + One({" * ", " / ", " + "}) + One({"0.1", "4", "2.50"}) +
               ")";
      case 1:
        return "(" + Bool(depth - 1) + " ? " + Decimal(depth - 1) +
               One({" : 1.5", " : x", " : (i + y)"}) + ")";
      case 2:
        return "(" + Int(depth - 1) + One({" - ", " * "}) + Decimal(depth - 1) + ")";
      default:
        return "(" + Decimal(depth - 1) + One({" + ", " - ", " * ", " / "}) + Decimal(depth - 1) +
               ")";
    }
  }

  std::string String(int depth) {
    if (depth == 0) return One({"s", "t", "'u'", "'uv'", "''"});
    return Pick(2) == 0 ? "(" + String(depth - 1) + " + " + String(depth - 1) + ")" : String(0);
  }

  std::mt19937 random_;
  int loop_depth_ = 0;
};

// One value of a request: as JSON, and as the evaluator has it.
struct Given {
  std::string json;  // Empty: absent.
  ReferenceValue value;
};

Given ChooseList(Generator& random) {
  const Given items[] = {{"3", *vm::Decimal::Parse("3")},
                         {"2.5", *vm::Decimal::Parse("2.5")},
                         {"1", *vm::Decimal::Parse("1")},
                         {R"("u")", std::string("u")},
                         {"true", true}};
  const size_t kinds = random.Pick(3) == 0 ? std::size(items) : 3;  // Mostly numbers only.
  const size_t size = random.Pick(7);
  if (size == 6) return {"", Absent{}};
  ReferenceList list;
  std::string json = "[";
  for (size_t i = 0; i < size; ++i) {
    const Given& item = items[random.Pick(kinds)];
    json += (i == 0 ? "" : ",") + item.json;
    list.items.push_back(item.value);
  }
  // Five are more than the fact admits.
  if (size == 5) return {json + "]", Broken{}};
  return {json + "]", std::make_shared<const ReferenceList>(std::move(list))};
}

Given Choose(Generator& random, const std::string& name) {
  const auto decimal = [](const char* text) { return Given{text, *vm::Decimal::Parse(text)}; };
  const Given absent{"", Absent{}};
  const Given broken{"{}", Broken{}};
  switch (name.back()) {
    case 'a':
    case 'b':
    case 'c': {
      const Given all[] = {{"true", true},   {"false", false}, {"true", true},
                           {"false", false}, absent,           broken};
      return all[random.Pick(std::size(all))];
    }
    case 'i':
    case 'j': {
      const Given all[] = {{"0", int64_t{0}},
                           {"3", int64_t{3}},
                           {"-7", int64_t{-7}},
                           {"4", int64_t{4}},
                           absent,
                           broken};
      return all[random.Pick(std::size(all))];
    }
    case 'x':
    case 'y': {
      const Given all[] = {decimal("0"),  decimal("2.5"), decimal("1.2"),
                           decimal("10"), absent,         broken};
      return all[random.Pick(std::size(all))];
    }
    case 'l':
      return ChooseList(random);
    case 'p': {
      // An undeclared path: any kind of value is one.
      const Given all[] = {{"true", true},
                           {"false", false},
                           decimal("3"),
                           decimal("3.5"),
                           {R"("u")", std::string("u")},
                           absent};
      return all[random.Pick(std::size(all))];
    }
    default: {
      const Given all[] = {{R"("")", std::string()},
                           {R"("u")", std::string("u")},
                           {R"("uv")", std::string("uv")},
                           absent,
                           broken};
      return all[random.Pick(std::size(all))];
    }
  }
}

std::string RandomRequest(Generator& random, ReferenceFacts& facts) {
  std::string params;
  std::string context;
  for (const char* name : {"a", "b", "c", "i", "j", "x", "y", "s", "t", "l", "params.p"}) {
    const Given given = Choose(random, name);
    facts[name] = given.value;
    const std::string key(1, std::string(name).back());
    const bool from_params = std::string("cixspl").find(key) != std::string::npos;
    std::string& to = from_params ? params : context;
    if (!given.json.empty()) to += (to.empty() ? "\"" : ",\"") + key + "\":" + given.json;
  }
  return R"("params":{)" + params + R"(},"context":{)" + context + "}}";
}

vm::LoadResult Load(const std::string& text, bool fold_constants) {
  CompileOptions options{.functions = stdlib::Functions()};
  options.fold_constants = fold_constants;
  DiagnosticSink sink;
  const CompileResult compiled = Compile(SourceFile("generated.yaml", text), options, sink);
  for (const Diagnostic& diagnostic : sink.Sorted())
    EXPECT_TRUE(compiled.module) << diagnostic.message << "\n" << text;
  return vm::Module::Load(compiled.module.value_or(""), stdlib::Functions());
}

// An undecidable condition and a false one are told apart by the explanation alone.
vm::Truth TruthOf(vm::Context& context, const std::string& request) {
  const vm::Verdict verdict = context.DecideRequest(request, 0);
  const vm::Truth truth = context.Explain().at(0).conditions.at(0).value;
  EXPECT_EQ(verdict.permitted(), truth == vm::Truth::kTrue) << request;
  return truth;
}

vm::Truth TruthOf(const ReferenceValue& value) {
  if (!std::holds_alternative<bool>(value)) return vm::Truth::kUndecidable;
  return std::get<bool>(value) ? vm::Truth::kTrue : vm::Truth::kFalse;
}

bool FalseThenUndecidableThenTrue(vm::Truth a, vm::Truth b) {
  const auto rank = [](vm::Truth truth) {
    return truth == vm::Truth::kFalse ? 0 : truth == vm::Truth::kUndecidable ? 1 : 2;
  };
  return rank(a) < rank(b);
}

TEST(Reference, CompiledConditionsDecideWhatTheEvaluatorSays) {
  constexpr int kDocuments = 240;
  constexpr size_t kConditions = 10;
  constexpr int kRequests = 90;  // 216,000 comparisons, with constants folded and without.
  Generator random(20'260'301);
  ConditionParser parser;
  int truths = 0;
  for (int document = 0; document < kDocuments; ++document) {
    std::vector<std::string> conditions;
    std::string text = std::string(kHead) + "  permitted:\n";
    for (size_t i = 0; i < kConditions; ++i) {
      conditions.push_back(random.Bool(1 + static_cast<int>(random.Pick(4))));
      text += "    - action: do" + std::to_string(i) + "\n      conditions:\n        - |-\n" +
              "          " + conditions.back() + "\n";
    }
    const vm::LoadResult folded = Load(text, true);
    const vm::LoadResult as_written = Load(text, false);
    ASSERT_TRUE(folded && as_written) << text;
    vm::Context folded_context(*folded);
    vm::Context context(*as_written);
    for (size_t i = 0; i < kConditions; ++i) {
      const ParseResult parsed = parser.Parse(conditions[i]);
      for (int request = 0; request < kRequests; ++request) {
        ReferenceFacts facts;
        const std::string json = R"({"agent_id":"a","action":"do)" + std::to_string(i) + "\"," +
                                 RandomRequest(random, facts);
        const vm::Truth right = TruthOf(Evaluate(parsed.ast, parsed.ast.root(), facts));
        ASSERT_EQ(TruthOf(context, json), right) << conditions[i] << "\n" << json;
        ASSERT_EQ(TruthOf(folded_context, json), right) << "folded: " << conditions[i] << "\n"
                                                        << json;
        truths += right == vm::Truth::kTrue ? 1 : 0;
      }
    }
  }
  EXPECT_GT(truths, 40'000);  // The generator is of use only while both outcomes are common.
  EXPECT_LT(truths, 180'000);
}

// What the rules of one action share is computed once for all of them: each has its outcome still.
TEST(Reference, RulesThatShareConditionsApplyWhereTheEvaluatorSays) {
  constexpr int kDocuments = 60;
  constexpr size_t kRules = 8;
  constexpr int kRequests = 60;
  Generator random(20'261'123);
  ConditionParser parser;
  size_t recalled = 0;
  for (int document = 0; document < kDocuments; ++document) {
    std::vector<std::string> parts(4);
    for (std::string& part : parts) part = random.Bool(1 + static_cast<int>(random.Pick(3)));
    std::vector<std::vector<ParseResult>> rules(kRules);
    std::string text = std::string(kHead) + "  prohibited:\n";
    for (std::vector<ParseResult>& rule : rules) {
      text += "    - action: do\n      conditions:\n";
      for (size_t condition = 0; condition < 2; ++condition) {
        const std::string part = parts[random.Pick(parts.size())];
        const std::string with[] = {part, "!(" + part + ") || " + random.Bool(1),
                                    part + " && (" + parts[random.Pick(parts.size())] + ")"};
        const std::string written = with[random.Pick(std::size(with))];
        text += "        - |-\n          " + written + "\n";
        rule.push_back(parser.Parse(written));
      }
    }
    const vm::LoadResult module = Load(text, true);
    ASSERT_TRUE(module) << text;
    const std::string listing = vm::Disassemble(*module);
    for (size_t at = 0; (at = listing.find(" recall ", at)) != std::string::npos; ++at) ++recalled;
    vm::Context context(*module);
    for (int request = 0; request < kRequests; ++request) {
      ReferenceFacts facts;
      const std::string json = R"({"agent_id":"a","action":"do",)" + RandomRequest(random, facts);
      context.DecideRequest(json, 0);
      std::map<std::string_view, vm::Truth> found;
      for (const vm::Emitted& rule : context.applies())
        found[module->rule_id(vm::RuleId{rule.rule})] = vm::Truth::kTrue;
      for (const vm::Emitted& rule : context.undecidable())
        found[module->rule_id(vm::RuleId{rule.rule})] = vm::Truth::kUndecidable;
      for (size_t i = 0; i < kRules; ++i) {
        vm::Truth right = vm::Truth::kTrue;
        for (const ParseResult& condition : rules[i])
          right = std::min(right, TruthOf(Evaluate(condition.ast, condition.ast.root(), facts)),
                           FalseThenUndecidableThenTrue);
        const auto outcome = found.find("prohibited[" + std::to_string(i) + "]");
        ASSERT_EQ(outcome == found.end() ? vm::Truth::kFalse : outcome->second, right)
            << i << "\n"
            << text << json;
      }
    }
  }
  EXPECT_GT(recalled, 400U);  // Or the generator no longer makes what is shared.
}

}  // namespace
}  // namespace bylaw::compiler
