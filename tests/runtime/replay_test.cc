// Replay: what was decided is decided again; what was changed is seen; what cannot be replayed says
// why.
#include "bylaw/runtime/replay.h"

#include <gmock/gmock.h>

#include <cstring>

#include "machine.h"

namespace bylaw::runtime {
namespace {

using testing::HasSubstr;

class ReplayTest : public testing::Test {
 protected:
  // Every kind of decision.
  void DecideAll() {
    machine_.Decide(Request("pay", R"({"amount":2500})", R"({"verified":true})"));
    machine_.Decide(Request("transfer_money", R"({"b":1,"amount":15000})", "{}",
                            R"(,"request_id":"r-1","session_id":"s-1","targets":["x","y"])"));
    machine_.Decide(Request("pay", R"({"amount":"many"})", R"({"verified":true})"));
    machine_.Decide(Request("quote", R"({"note":"x","amount":2})"));
    machine_.Decide(Request("audit"));
    machine_.Decide(R"({"agent_id":"agent-1","action":"look","target":"x"})");
    machine_.Decide(Request("nothing_of_the_kind"));
    machine_.Decide(Request("share", "{}", "{}", R"(,"targets":["press","own_team"])"));
  }
  ReplayReport Run(const ReplayOptions& more = {}) {
    ReplayOptions options = more;
    options.read.host = &machine_.host;
    seen_.clear();
    const auto report = Replay(ledger::kDirectory, options, [&](const ReplayedRecord& record) {
      seen_.push_back(record);
      return true;
    });
    EXPECT_TRUE(report) << report.error().message;
    return report.value_or(ReplayReport{});
  }

  Machine machine_;
  std::vector<ReplayedRecord> seen_;
};

TEST_F(ReplayTest, EveryDecisionIsMadeAgain) {
  DecideAll();
  const ReplayReport report = Run();
  EXPECT_EQ(report.same, 8U);
  EXPECT_EQ(report.different, 0U);
  EXPECT_EQ(report.not_replayable, 0U);
  EXPECT_TRUE(seen_.empty());
}

TEST_F(ReplayTest, WhatStandsInABlobIsReadAndChecked) {
  const std::string note = std::string(70'000, 'x');
  machine_.Decide(Request("pay", R"({"amount":15000,"note":")" + note + "\"}", "{}"));
  EXPECT_EQ(Run().same, 1U);
  const std::string path = "/audit/blobs/" + machine_.host.List("/audit/blobs")->front();
  machine_.host.Write(path, R"({"amount":1})");
  EXPECT_EQ(Run().not_replayable, 1U);
  ASSERT_EQ(seen_.size(), 1U);
  EXPECT_THAT(seen_[0].what, HasSubstr(path + " holds other bytes"));
  ASSERT_TRUE(machine_.host.Rename(path, "/audit/away"));
  EXPECT_EQ(Run().not_replayable, 1U);
  EXPECT_THAT(seen_[0].what, HasSubstr("there is no " + path));
}

TEST_F(ReplayTest, WhatARecordSaysOtherwiseIsSeen) {
  DecideAll();
  const std::string path = ledger::SegmentPath(ledger::kDirectory);
  const std::string text = machine_.host.Read(path);
  const struct {
    const char* from;
    const char* to;
    const char* what;
  } cases[] = {
      {"\"amount\":2500", "\"amount\":9999999", "decision was \"PERMIT\", is \"ESCALATE\""},
      {"\"amount\":15000", "\"amount\":15", "decision was \"ESCALATE\", is \"DENY\""},
      {"\"outcome\":\"applies\"", "\"outcome\":\"undecidable\"", "rules was"},
      {"x for 2 of", "x for 3 of", "reason was"},
      {"\"route_to\":[\"alpha\",\"zeta\"]", "\"route_to\":[\"alpha\"]",
       "route_to was [\"alpha\"], is"},
  };
  for (const auto& c : cases) {
    std::string changed = text;
    const std::size_t at = changed.find(c.from);
    ASSERT_NE(at, std::string::npos) << c.from;
    machine_.host.Write(path, changed.replace(at, std::strlen(c.from), c.to));
    const ReplayReport report = Run();
    EXPECT_EQ(report.different, 1U) << c.from;
    ASSERT_EQ(seen_.size(), 1U) << c.from;
    EXPECT_THAT(seen_[0].what, HasSubstr(c.what));
  }
}

TEST_F(ReplayTest, AnotherConstitutionIsTriedOnWhatHappened) {
  DecideAll();
  std::string stricter = kPayments;
  const std::string limit = "amount < 10000";
  stricter.replace(stricter.find(limit), limit.size(), "amount < 1000");
  const ReplayReport report = Run({.under = CompileForTest(stricter)});
  EXPECT_EQ(report.different, 1U);
  EXPECT_EQ(report.same, 7U);
  ASSERT_EQ(seen_.size(), 1U);
  EXPECT_THAT(seen_[0].what, HasSubstr("decision was \"PERMIT\", is \"DENY\""));
}

TEST_F(ReplayTest, WhatCannotBeReplayedSaysWhy) {
  machine_.Decide("nonsense");
  machine_.Decide(Request("look"));
  ReplayReport report = Run();
  EXPECT_EQ(report.not_replayable, 1U);
  EXPECT_EQ(report.same, 1U);
  EXPECT_THAT(seen_.at(0).what, HasSubstr("invalid_request"));

  const std::string module =
      "/audit/modules/" + std::string(machine_.engine->digest().substr(7)) + ".bylaw";
  machine_.host.Write(module, "other bytes");
  report = Run();
  EXPECT_EQ(report.not_replayable, 2U);
  EXPECT_THAT(seen_.at(1).what, HasSubstr("other bytes than its name says"));
}

TEST_F(ReplayTest, ARangeIsReplayedAndCanBeStopped) {
  DecideAll();
  const auto records = machine_.Records();
  const uint64_t first = records.at(2)["seq"];
  EXPECT_EQ(Run({.first_seq = first, .last_seq = first + 1}).same, 2U);
  machine_.Decide("nonsense");
  ReplayOptions options;
  options.read.host = &machine_.host;
  const auto stopped =
      Replay(ledger::kDirectory, options, [](const ReplayedRecord&) { return false; });
  EXPECT_EQ(stopped.error().code, ledger::ErrorCode::kClosed);
  EXPECT_EQ(Replay("/nowhere", options, [](const ReplayedRecord&) { return true; }).error().code,
            ledger::ErrorCode::kNotFound);
}

}  // namespace
}  // namespace bylaw::runtime
