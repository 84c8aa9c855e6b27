// Generated conditions and requests: the compiled module decides what the reference evaluator says.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "bylaw/assembly/image_of.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "fixture.h"
#include "generator.h"
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

// Nothing where a decision could take more steps than a document may have; every other document of
// the generator compiles.
std::optional<vm::LoadResult> Load(const std::string& text, bool fold_constants) {
  CompileOptions options{.functions = stdlib::Functions()};
  options.fold_constants = fold_constants;
  DiagnosticSink sink;
  const CompileResult compiled = Compile(SourceFile("generated.yaml", text), options, sink);
  if (!compiled.module) {
    for (const Diagnostic& diagnostic : sink.Sorted()) {
      if (diagnostic.severity != Severity::kError) continue;
      EXPECT_EQ(CodeText(diagnostic.code), "E0507") << diagnostic.message << "\n" << text;
    }
    return std::nullopt;
  }
  return vm::Module::Load(*compiled.module, stdlib::Functions());
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

// A constitution of one permission for each condition.
std::string OnePermissionEach(const std::vector<std::string>& conditions) {
  std::string text = std::string(kHead) + "  permitted:\n";
  for (size_t i = 0; i < conditions.size(); ++i) {
    text += Joined({"    - action: do", std::to_string(i), "\n      conditions:\n        - |-\n",
                    "          ", conditions[i], "\n"});
  }
  return text;
}

TEST(Reference, CompiledConditionsDecideWhatTheEvaluatorSays) {
  constexpr int kDocuments = 240;
  constexpr size_t kConditions = 10;
  constexpr int kRequests = 90;  // 216,000 comparisons, with constants folded and without.
  Generator random(20'260'301);
  ConditionParser parser;
  int truths = 0;
  int over_limit = 0;
  for (int document = 0; document < kDocuments;) {
    std::vector<std::string> conditions(kConditions);
    for (std::string& condition : conditions)
      condition = random.Bool(1 + static_cast<int>(random.Pick(4)));
    const std::string text = OnePermissionEach(conditions);
    const std::optional<vm::LoadResult> folded = Load(text, true);
    const std::optional<vm::LoadResult> as_written = Load(text, false);
    if (!folded || !as_written) {
      ASSERT_LE(++over_limit, kDocuments / 20);
      continue;
    }
    ASSERT_TRUE(*folded && *as_written) << text;
    ++document;
    vm::Context folded_context(**folded);
    vm::Context context(**as_written);
    for (size_t i = 0; i < kConditions; ++i) {
      const ParseResult parsed = parser.Parse(conditions[i]);
      for (int request = 0; request < kRequests; ++request) {
        ReferenceFacts facts;
        const std::string json = Joined({R"({"agent_id":"a","action":"do)", std::to_string(i),
                                         "\",", RandomRequest(random, facts)});
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

// Eight prohibitions of one action, each of two conditions out of a few parts.
struct SharingDocument {
  std::string text;
  std::vector<std::vector<ParseResult>> rules;
};

SharingDocument ShareParts(Generator& random, ConditionParser& parser) {
  constexpr size_t kRules = 8;
  std::vector<std::string> parts(4);
  for (std::string& part : parts) part = random.Bool(1 + static_cast<int>(random.Pick(3)));
  SharingDocument document{std::string(kHead) + "  prohibited:\n", {}};
  document.rules.resize(kRules);
  for (std::vector<ParseResult>& rule : document.rules) {
    document.text += "    - action: do\n      conditions:\n";
    for (size_t condition = 0; condition < 2; ++condition) {
      const std::string part = parts[random.Pick(parts.size())];
      const std::string with[] = {part, Joined({"!(", part, ") || ", random.Bool(1)}),
                                  Joined({part, " && (", parts[random.Pick(parts.size())], ")"})};
      const std::string written = with[random.Pick(std::size(with))];
      document.text += Joined({"        - |-\n          ", written, "\n"});
      rule.push_back(parser.Parse(written));
    }
  }
  return document;
}

// What the rules of one action share is computed once for all of them: each has its outcome still.
TEST(Reference, RulesThatShareConditionsApplyWhereTheEvaluatorSays) {
  constexpr int kDocuments = 60;
  constexpr int kRequests = 60;
  Generator random(20'261'123);
  ConditionParser parser;
  size_t recalled = 0;
  int over_limit = 0;
  for (int document = 0; document < kDocuments;) {
    const SharingDocument made = ShareParts(random, parser);
    const std::optional<vm::LoadResult> loaded = Load(made.text, true);
    if (!loaded) {
      ASSERT_LE(++over_limit, kDocuments / 10);
      continue;
    }
    const vm::LoadResult& module = *loaded;
    ASSERT_TRUE(module) << made.text;
    ++document;
    for (const vm::Instruction& in : assembly::ImageOf(module->bytes()).code)
      recalled += in.op == vm::Opcode::kRecall ? 1 : 0;
    vm::Context context(*module);
    for (int request = 0; request < kRequests; ++request) {
      ReferenceFacts facts;
      const std::string json =
          Joined({R"({"agent_id":"a","action":"do",)", RandomRequest(random, facts)});
      context.DecideRequest(json, 0);
      std::map<std::string_view, vm::Truth> found;
      for (const vm::Emitted& rule : context.applies())
        found[module->rule_id(vm::RuleId{rule.rule})] = vm::Truth::kTrue;
      for (const vm::Emitted& rule : context.undecidable())
        found[module->rule_id(vm::RuleId{rule.rule})] = vm::Truth::kUndecidable;
      for (size_t i = 0; i < made.rules.size(); ++i) {
        vm::Truth right = vm::Truth::kTrue;
        for (const ParseResult& condition : made.rules[i])
          right = std::min(right, TruthOf(Evaluate(condition.ast, condition.ast.root(), facts)),
                           FalseThenUndecidableThenTrue);
        const auto outcome = found.find("prohibited[" + std::to_string(i) + "]");
        ASSERT_EQ(outcome == found.end() ? vm::Truth::kFalse : outcome->second, right)
            << i << "\n"
            << made.text << json;
      }
    }
  }
  EXPECT_GT(recalled, 400U);  // Or the generator no longer makes what is shared.
}

}  // namespace
}  // namespace bylaw::compiler
