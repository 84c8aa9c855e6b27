// bylaw.hpp: the C ABI with owners and exceptions.

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "bylaw.hpp"
#include "module.h"

namespace bylaw::sdk {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;

TEST(CppFacade, DecidesOnBoundValues) {
  const std::string bytes = LendingModule();
  const bylaw::Module module = bylaw::Module::Load(bytes);
  EXPECT_EQ(module.id(), "fintech-lending-agent-v3");
  EXPECT_GT(module.steps_max(), 0u);
  bylaw::Context context(module);
  context.SetAgent("agent");
  const bylaw::Fact amount = module.fact("amount");
  EXPECT_TRUE(context.Bind(module.fact("identity_verified"), true));
  EXPECT_TRUE(context.Bind(module.fact("account_status"), "active"));
  EXPECT_TRUE(context.Bind(amount, 9999.99));
  EXPECT_TRUE(context.Decide("initiate_payment").permitted());
  for (const bool bound : {context.Bind(amount, 15000), context.Bind(amount, 15000u),
                           context.BindDecimal(amount, "15000.0")}) {
    EXPECT_TRUE(bound);
  }
  const bylaw::Verdict verdict = context.Decide("initiate_payment");
  EXPECT_TRUE(verdict.escalated());
  EXPECT_EQ(verdict.code_text(), "matched");
  EXPECT_EQ(module.rule_id(verdict.rule), "escalate[0]");
  EXPECT_EQ(context.Routes(), std::vector<std::string>{"senior_ops"});
  EXPECT_EQ(context.Explain().substr(0, 20), "applies escalate[0]\n");
  EXPECT_TRUE(context.Decide(module.action("initiate_payment")).escalated());
  EXPECT_FALSE(context.Decide(bylaw::Action::kNone).permitted());
  EXPECT_FALSE(context.Bind(bylaw::Fact::kNone, 1));
  EXPECT_EQ(context.Reason(context.Decide("modify_credit_limit").rule),
            "requires_underwriting_review");
}

TEST(CppFacade, DecidesRequests) {
  bylaw::Context context(bylaw::Module::Load(LendingModule()));  // It keeps its module.
  EXPECT_EQ(context.DecideRequest("{}", kNow).decision_text(), "DENY");
  const bylaw::Verdict verdict = context.DecideRequest(
      R"({"agent_id":"a","action":"display_account_balance","params":{},"context":{"identity_verified":true}})",
      kNow);
  EXPECT_TRUE(verdict.permitted()) << verdict.code_sentence();
}

TEST(CppFacade, OpeningFailsLoudly) {
  try {
    bylaw::Module::Load(std::string(1'000, 'x'));
    FAIL() << "it was loaded";
  } catch (const bylaw::LoadError& error) {
    EXPECT_EQ(error.code(), "V003");
    EXPECT_NE(std::string(error.what()).find("compile the constitution"), std::string::npos);
  }
  EXPECT_THROW(bylaw::Module::Load({}), bylaw::LoadError);
}

TEST(CppFacade, WhatWasMovedFromDenies) {
  bylaw::Module module = bylaw::Module::Load(LendingModule());
  bylaw::Context context(module);
  const bylaw::Context taken = std::move(context);
  // NOLINTNEXTLINE(bugprone-use-after-move): that is the question.
  EXPECT_FALSE(context.Decide("display_account_balance").permitted());
  const bylaw::Module kept = std::move(module);
  // NOLINTNEXTLINE(bugprone-use-after-move): likewise.
  EXPECT_THROW(bylaw::Context{module}, std::invalid_argument);
}

}  // namespace
}  // namespace bylaw::sdk
