// `recall` and `keep`: parts of conditions that a block computes once.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "builder.h"
#include "context_state.h"
#include "module_builder.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

using enum Opcode;

constexpr int64_t kNow = 1'776'166'929'000'000;

// `e == 1`, kept as `memo`; `recall` goes behind the `keep`.
Condition IsOne(uint32_t fact, uint32_t one, uint32_t memo) {
  return Code({Op(kRecall, 0, 0, 0, memo, 0, 5), Op(kLoadFact, 1, 0, 0, fact),
               Op(kLoadConst, 2, 0, 0, one), Op(kCompareAny, 0, 1, 2, 2), Op(kKeep, 0, 0, 0, memo),
               Op(kRequire, 0, 0, 0, 0, 0, kToFails)},
              {{1, 4, 4, 0}, {5, 6, kToEnd, kEdgeUndecidable}});
}

struct MemoModule {
  ModuleBuilder m;
  uint32_t e = m.Fact("e", Source::kParams, Kind::kError, 0);
  uint32_t one = m.Const(Value::Int(1));
};

VerifyError Refusal(const std::function<void(Condition&)>& change) {
  MemoModule module;
  Condition condition = IsOne(module.e, module.one, 0);
  change(condition);
  module.m.Prohibit("r", {"pay"}, {condition});
  const LoadResult result = Module::Load(module.m.Bytes(TestFunctions()), TestFunctions());
  return result ? VerifyError::kSound : result.error().code;
}

TEST(Memo, IsRefusedWhereItIsNotWellFormed) {
  const struct {
    const char* about;
    VerifyError error;
    std::function<void(Condition&)> change;
  } cases[] = {
      {"as it is", VerifyError::kSound, [](Condition&) {}},
      {"the last memo", VerifyError::kSound,
       [](Condition& c) { c.code[0].x = c.code[4].x = kMemosMax - 1; }},
      {"keeps another memo than it recalls", VerifyError::kMemo,
       [](Condition& c) { c.code[4].x = 1; }},
      {"keeps nothing", VerifyError::kMemo, [](Condition& c) { c.code[4] = Op(kMove, 0, 0); }},
      {"keeps without recalling", VerifyError::kMemo,
       [](Condition& c) { c.code[0] = Op(kLoadConst, 0, 0, 0, c.code[2].x); }},
      {"goes behind another instruction than the one that keeps", VerifyError::kMemo,
       [](Condition& c) { c.code[0].z = 4; }},
      {"jumps out of the part", VerifyError::kMemo,
       [](Condition& c) { c.code[2] = Op(kRecall, 2, 0, 0, 1, 0, 5); }},
      {"an error leads out of the part", VerifyError::kMemo,
       [](Condition& c) { c.edges[0] = {1, 4, kToEnd, kEdgeUndecidable}; }},
      {"keeps where no memo is", VerifyError::kOperand,
       [](Condition& c) { c.code[4].x = kMemosMax; }},
      {"recalls where no memo is", VerifyError::kOperand,
       [](Condition& c) { c.code[0].x = kMemosMax; }},
      {"keeps what was never written", VerifyError::kUnwritten,
       [](Condition& c) { c.code[4].b = 9; }},
      {"keeps an int", VerifyError::kType, [](Condition& c) { c.code[3] = Op(kMove, 0, 2); }},
      {"goes back", VerifyError::kMemo, [](Condition& c) { c.code[0].z = 0; }},
      {"another register than the one computed", VerifyError::kUnwritten,
       [](Condition& c) { c.code[0].a = 3; }},
  };
  for (const auto& c : cases) EXPECT_EQ(Refusal(c.change), c.error) << c.about;
}

// Neither has kept anything when the inner one begins, so both would run where one was counted.
TEST(Memo, IsRefusedInsideOfItself) {
  const auto nest = [](uint32_t inner) {
    return [inner](Condition& c) {
      const std::vector<Instruction> part(c.code.begin() + 1, c.code.begin() + 4);
      c.code = {Op(kRecall, 0, 0, 0, 0, 0, 7), Op(kRecall, 0, 0, 0, inner, 0, 6)};
      c.code.insert(c.code.end(), part.begin(), part.end());
      c.code.push_back(Op(kKeep, 0, 0, 0, inner));
      c.code.push_back(Op(kKeep, 0, 0, 0, 0));
      c.code.push_back(Op(kRequire, 0, 0, 0, 0, 0, kToFails));
      c.edges = {{2, 5, 5, 0}, {7, 8, kToEnd, kEdgeUndecidable}};
    };
  };
  EXPECT_EQ(Refusal(nest(0)), VerifyError::kMemo);
  EXPECT_EQ(Refusal(nest(1)), VerifyError::kSound);
}

// Both rules have the same condition: the second recalls what the first found, errors too.
TEST(Memo, IsComputedOnceABlock) {
  MemoModule module;
  module.m.Prohibit("first", {"pay"}, {IsOne(module.e, module.one, 7)});
  module.m.Prohibit("second", {"pay"}, {IsOne(module.e, module.one, 7)});
  const auto loaded = module.m.Load(TestFunctions());
  Context context(*loaded);
  const struct {
    const char* e;
    const char* outcome;
    uint32_t
        steps;  // Six or, over the edge, five; then two; and `applies` or `fails` twice, `end`.
  } cases[] = {
      {R"("e":1)", "applies", 6 + 2 + 3},
      {R"("e":2)", "does_not_apply", 6 + 2 + 3},
      {R"("e":"x")", "undecidable", 6 + 2 + 3},
      {"", "undecidable", 6 + 2 + 3 - 2},
  };
  for (const auto& c : cases) {
    const std::string request =
        std::string(R"({"agent_id":"a","action":"pay","params":{)") + c.e + "}}";
    const Verdict verdict = context.DecideRequest(request, kNow);
    EXPECT_EQ(verdict.steps, c.steps) << c.e;
    EXPECT_LE(verdict.steps, loaded->steps_max());
    const std::vector<RuleExplanation> rules = context.Explain();
    ASSERT_EQ(rules.size(), 2U);
    for (const RuleExplanation& rule : rules) EXPECT_EQ(OutcomeText(rule.outcome), c.outcome);
  }
}

// What one request left is nothing to the next, and each condition explains itself.
TEST(Memo, IsForgottenWithTheDecision) {
  MemoModule module;
  module.m.Prohibit("first", {"pay"}, {IsOne(module.e, module.one, 0)});
  const auto loaded = module.m.Load(TestFunctions());
  Context context(*loaded);
  for (const char* e : {"1", "2", "1"}) {
    const std::string request =
        std::string(R"({"agent_id":"a","action":"pay","params":{"e":)") + e + "}}";
    context.DecideRequest(request, kNow);
    EXPECT_EQ(OutcomeText(context.Explain()[0].outcome), *e == '1' ? "applies" : "does_not_apply");
  }
}

}  // namespace
}  // namespace bylaw::vm
