// The engine without a ledger: verdicts, routes, rules, limits, time.

#include "bylaw/runtime/engine.h"

#include <gtest/gtest.h>

#include "compile_for_test.h"

namespace bylaw::runtime {
namespace {

using testing::Test;

std::string RulesText(const Decision& decision) {
  std::string text;
  for (const RuleOutcome& rule : decision.rules) {
    text += (text.empty() ? "" : " ") + std::string(rule.id) + ":" +
            std::string(vm::OutcomeText(rule.outcome));
  }
  return text;
}

TEST(EngineTest, DigestIsThatOfTheModulesBytes) {
  auto engine = Engine::Open(Payments());
  EXPECT_EQ(engine->digest(), ledger::DigestText(ledger::HashOf(Payments()->bytes())));
  Decision decision;
  engine->Evaluate(Request("look"), decision);
  EXPECT_EQ(decision.constitution_digest, engine->digest());
  EXPECT_EQ(decision.constitution_version, "payments-v1");
  EXPECT_TRUE(decision.event_id.empty());
  EXPECT_FALSE(engine->has_ledger());
}

TEST(EngineTest, NoModuleNoEngine) {
  EXPECT_FALSE(Engine::Open(nullptr));
}

TEST(EngineTest, RoutesAreSortedAndRulesStandOnce) {
  auto engine = Engine::Open(Payments());
  Decision decision;
  engine->Evaluate(Request("audit"), decision);
  EXPECT_EQ(decision.decision, vm::Decision::kEscalate);
  EXPECT_EQ(decision.route_to, (std::vector<std::string_view>{"alpha", "zeta"}));
  EXPECT_EQ(RulesText(decision), "two-desks:applies");
  engine->Evaluate(Request("pay", R"({"amount":true})", R"({"verified":true})"), decision);
  EXPECT_EQ(decision.decision, vm::Decision::kDeny);
  EXPECT_EQ(RulesText(decision), "pay-large:undecidable pay-small:undecidable");
  EXPECT_TRUE(decision.route_to.empty());
}

TEST(EngineTest, ARuleThatTwoPatternsLeadToStandsOnce) {
  auto engine = Engine::Open(CompileForTest(R"(
constitution:
  id: patterns
  permitted:
    - {id: both, action: ["stock.*", "*.read"]}
)"));
  Decision decision;
  Explanation explanation;
  engine->Evaluate(Request("stock.read"), decision, &explanation);
  EXPECT_EQ(RulesText(decision), "both:applies");
  EXPECT_EQ(explanation.rules.size(), 1U);
}

TEST(EngineTest, ADecisionCanBeUsedAgain) {
  auto engine = Engine::Open(Payments());
  Decision decision;
  engine->Evaluate(Request("audit"), decision);
  engine->Evaluate("not json", decision);
  EXPECT_EQ(decision.decision, vm::Decision::kDeny);
  EXPECT_EQ(decision.code, vm::Code::kInvalidRequest);
  EXPECT_TRUE(decision.route_to.empty());
  EXPECT_TRUE(decision.rules.empty());
  EXPECT_EQ(decision.steps, 0U);
}

TEST(EngineTest, TimeIsTakenOnlyWhereAllowed) {
  const std::string request = Request("look", "{}", "{}", R"(,"time":"2026-01-01T00:00:00Z")");
  Decision decision;
  Engine::Open(Payments())->Evaluate(request, decision);
  EXPECT_EQ(decision.code, vm::Code::kInvalidRequest);
  Engine::Open(Payments(), {.allow_time = true})->Evaluate(request, decision);
  EXPECT_TRUE(decision.permitted());
}

TEST(EngineTest, ARequestThatIsTooLongIsRefusedAlikeKeptOrNot) {
  auto engine = Engine::Open(Payments());
  const std::string request = Request("look", R"({"note":")" + std::string(1 << 20, 'x') + "\"}");
  Decision kept;
  engine->Evaluate(request, kept);
  Decision not_kept;
  engine->RefuseOversized(ledger::HashOf(request), request.size(), not_kept);
  EXPECT_EQ(kept.code, vm::Code::kInvalidRequest);
  EXPECT_EQ(not_kept.code, kept.code);
  EXPECT_EQ(not_kept.decision, kept.decision);
  EXPECT_EQ(not_kept.reason, kept.reason);
}

TEST(EngineTest, ExplanationListsEveryRuleForTheAction) {
  auto engine = Engine::Open(Payments());
  Decision decision;
  Explanation explanation;
  engine->Evaluate(Request("transfer_money", R"({"amount":15000})"), decision, &explanation);
  ASSERT_EQ(explanation.rules.size(), 2U);
  EXPECT_EQ(explanation.rules[0].id, "pay-large");
  EXPECT_EQ(explanation.rules[0].outcome, vm::Outcome::kApplies);
  EXPECT_EQ(explanation.rules[0].section, vm::Section::kEscalate);
  const ExplainedRule& small = explanation.rules[1];
  EXPECT_EQ(small.id, "pay-small");
  EXPECT_EQ(small.outcome, vm::Outcome::kDoesNotApply);
  ASSERT_EQ(small.conditions.size(), 2U);
  EXPECT_EQ(small.conditions[0].value, vm::Truth::kUndecidable);
  EXPECT_EQ(small.conditions[0].facts[0].json, R"({"error":"missing"})");
  EXPECT_EQ(small.conditions[1].value, vm::Truth::kFalse);
  EXPECT_EQ(small.conditions[1].facts[0].json, "15000");
}

TEST(EngineTest, NothingIsExplainedWhereNoRuleRan) {
  auto engine = Engine::Open(Payments());
  Decision decision;
  Explanation explanation;
  engine->Evaluate(Request("audit"), decision, &explanation);
  EXPECT_FALSE(explanation.rules.empty());
  engine->Evaluate("[]", decision, &explanation);
  EXPECT_TRUE(explanation.rules.empty());
}

TEST(EngineTest, AReviewThatIsOverdueTightens) {
  auto engine = Engine::Open(CompileForTest(R"(
constitution:
  id: overdue
  reviewed_by: someone
  review_date: 2020-01-01
  review_every: 30d
  when_overdue: escalate
  permitted:
    - {id: look, action: look}
  routes:
    default: {reviewers: ["role:desk"], quorum: 1, expires_in: 1h}
)"));
  Decision decision;
  engine->Evaluate(Request("look"), decision);
  EXPECT_EQ(decision.decision, vm::Decision::kEscalate);
  EXPECT_EQ(decision.code, vm::Code::kOverdue);
  EXPECT_EQ(decision.route_to, (std::vector<std::string_view>{"default"}));
  EXPECT_EQ(decision.reason, "the review of the constitution is overdue");
}

}  // namespace
}  // namespace bylaw::runtime
