// What came of a permit is recorded, and of nothing but a permit.

#include <gmock/gmock.h>

#include "machine.h"

namespace bylaw::runtime {
namespace {

using ledger::ErrorCode;

const std::string kPermitted = Request("look");

TEST(OutcomeTest, NamesThePermitThatItIsAbout) {
  Machine machine;
  const std::pair<ActionOutcome, const char*> cases[] = {{ActionOutcome::kExecuted, "executed"},
                                                         {ActionOutcome::kFailed, "failed"},
                                                         {ActionOutcome::kAbandoned, "abandoned"}};
  std::vector<Decision> decisions;
  decisions.reserve(std::size(cases));
  for (size_t i = 0; i < std::size(cases); ++i) decisions.push_back(machine.Decide(kPermitted));
  for (size_t i = 0; i < std::size(cases); ++i) {
    ASSERT_TRUE(decisions[i].permitted());
    const std::string reason = i == 0 ? "" : "the bank \"said\" so";
    const auto done = machine.engine->Report(decisions[i], cases[i].first, reason);
    ASSERT_TRUE(done) << done.error().message;
    const Json outcome = machine.Records("outcome").back();
    const Json permit = machine.Records().at(i);
    EXPECT_EQ(outcome["outcome"], cases[i].second);
    EXPECT_EQ(outcome.value("reason", ""), reason);
    EXPECT_EQ(outcome["about"], permit["seq"]);
    // What the next record states as the hash of the one before it.
    const std::string line =
        ledger::LinesOf(ledger::SegmentOn(machine.host)).at(decisions[i].record->seq + 1);
    EXPECT_EQ(outcome["about_hash"], Json::parse(line)["prev_hash"]);
  }
  EXPECT_TRUE(ledger::VerifyOn(machine.host).good());
}

TEST(OutcomeTest, ThereIsNoneOfWhatWasNotPermitted) {
  Machine machine;
  const Decision denied = machine.Decide(Request("unheard of"));
  EXPECT_EQ(machine.engine->Report(denied, ActionOutcome::kExecuted).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_FALSE(machine.engine->Report(Decision(), ActionOutcome::kExecuted));
  auto unrecorded = Engine::Open(Payments());
  Decision permitted;
  unrecorded->Evaluate(kPermitted, permitted);
  ASSERT_TRUE(permitted.permitted());
  EXPECT_FALSE(unrecorded->Report(permitted, ActionOutcome::kExecuted));
  EXPECT_FALSE(machine.engine->Report(permitted, ActionOutcome::kExecuted));
  EXPECT_TRUE(machine.Records("outcome").empty());
}

TEST(OutcomeTest, WhatCannotBeRecordedIsAnError) {
  Machine machine;
  const Decision permit = machine.Decide(kPermitted);
  const auto too_long =
      machine.engine->Report(permit, ActionOutcome::kFailed, std::string(70'000, 'x'));
  ASSERT_FALSE(too_long);
  EXPECT_EQ(too_long.error().code, ErrorCode::kRecordTooLong);
  EXPECT_TRUE(machine.engine->Report(permit, ActionOutcome::kFailed)) << "the ledger goes on";
  machine.host.fail_from = machine.host.calls;
  EXPECT_FALSE(machine.engine->Report(permit, ActionOutcome::kExecuted));
  machine.host.fail_from.reset();
  EXPECT_FALSE(machine.engine->Report(permit, ActionOutcome::kExecuted)) << "it is closed";
  EXPECT_FALSE(machine.Decide(kPermitted).permitted());
}

}  // namespace
}  // namespace bylaw::runtime
