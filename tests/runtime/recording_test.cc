// The engine with a ledger: what is recorded, and that nothing is permitted without a record.

#include <gtest/gtest.h>

#include "machine.h"

namespace bylaw::runtime {
namespace {

using ledger::FakeHost;

const std::string kSmall = Request("pay", R"({"amount":2500})", R"({"verified":true})");

TEST(RecordingTest, TheModuleIsArchivedAndNamed) {
  Machine machine;
  const auto records = machine.Records("constitution");
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0]["code"], "loaded");
  EXPECT_EQ(records[0]["constitution_version"], "payments-v1");
  EXPECT_EQ(records[0]["constitution_digest"], machine.engine->digest());
  const std::string hex(machine.engine->digest().substr(7));
  EXPECT_EQ(machine.host.Read("/audit/modules/" + hex + ".bylaw"), Payments()->bytes());
}

TEST(RecordingTest, ARecordHoldsTheRequestAndTheDecision) {
  Machine machine;
  const Decision decision =
      machine.Decide(Request("transfer_money", R"({"b":1,"amount":15000})", R"({"verified":true})",
                             R"(,"request_id":"r-1","session_id":"s-1","targets":["x","y"])"));
  EXPECT_EQ(decision.decision, vm::Decision::kEscalate);
  const auto records = machine.Records();
  ASSERT_EQ(records.size(), 1U);
  const Json& record = records[0];
  EXPECT_EQ(record["action_requested"], "pay");
  EXPECT_EQ(record["action_alias"], "transfer_money");
  EXPECT_EQ(record["action_params"], Json::parse(R"({"amount":15000,"b":1})"));
  EXPECT_EQ(record["agent_id"], "agent-1");
  EXPECT_EQ(record["code"], "matched");
  EXPECT_EQ(record["constitution_digest"], machine.engine->digest());
  EXPECT_EQ(record["context"], Json::parse(R"({"verified":true})"));
  EXPECT_EQ(record["decision"], "ESCALATE");
  EXPECT_EQ(record["event_id"], decision.event_id);
  EXPECT_EQ(record["reason"], decision.reason);
  EXPECT_EQ(record["request_id"], "r-1");
  EXPECT_EQ(record["route_to"], Json({"desk"}));
  EXPECT_EQ(record["rules"], Json::parse(R"([{"id":"pay-large","outcome":"applies"}])"));
  EXPECT_EQ(record["session_id"], "s-1");
  EXPECT_EQ(record["steps"], decision.steps);
  EXPECT_EQ(record["targets"], Json({"x", "y"}));
  EXPECT_TRUE(ledger::VerifyOn(machine.host).good());
}

TEST(RecordingTest, AReasonIsRecordedWithItsValues) {
  Machine machine;
  const Decision decision = machine.Decide(Request("quote", R"({"note":"x","amount":2})"));
  EXPECT_EQ(decision.reason, "x for 2 of {session_id}, {sic}");
  EXPECT_EQ(machine.Records().at(0)["reason"], decision.reason);
  EXPECT_TRUE(ledger::VerifyOn(machine.host).good());
}

TEST(RecordingTest, WhatWasNotGivenIsAbsent) {
  Machine machine;
  machine.Decide(R"({"agent_id":"agent-1","action":"look","target":"x"})");
  const Json record = machine.Records().at(0);
  for (const char* name : {"action_alias", "action_params", "context", "request_id", "session_id",
                           "targets", "route_to"}) {
    EXPECT_FALSE(record.contains(name)) << name;
  }
  EXPECT_EQ(record["target"], "x");
}

TEST(RecordingTest, TimeIsTheHostsAlone) {
  Machine machine;
  const Decision decision =
      machine.Decide(Request("look", "{}", "{}", R"(,"time":"2020-01-01T00:00:00Z")"));
  EXPECT_EQ(decision.code, vm::Code::kInvalidRequest);
}

TEST(RecordingTest, ABadRequestIsRecordedByItsDigest) {
  Machine machine;
  const std::string request = R"({"agent_id":"agent-1","action":"pay","params":{"amount":0x10}})";
  EXPECT_EQ(machine.Decide(request).decision, vm::Decision::kDeny);
  const Json record = machine.Records().at(0);
  EXPECT_EQ(record["code"], "invalid_request");
  EXPECT_EQ(record["request_sha256"], ledger::DigestText(ledger::HashOf(request)));
  EXPECT_EQ(record["request_bytes"], request.size());
  EXPECT_TRUE(record["error"].get<std::string>().starts_with("syntax at byte "));
  EXPECT_EQ(record["agent_id"], "agent-1");
  EXPECT_EQ(record["action_requested"], "pay");
  EXPECT_FALSE(record.contains("action_params"));
}

TEST(RecordingTest, NamesThatCouldNotBeReadAreAbsent) {
  Machine machine;
  machine.Decide(R"({"agent_id":"agent 1","action":"pay"})");
  machine.Decide(R"({"agent_id":"a","action":"pay","agent_id":"b"})");
  machine.Decide("\xff");
  for (const Json& record : machine.Records()) EXPECT_FALSE(record.contains("agent_id"));
  EXPECT_EQ(machine.Records().size(), 3U);
}

TEST(RecordingTest, AnOversizedRequestIsRecordedWithoutItsText) {
  Machine machine;
  Decision decision;
  machine.engine->RefuseOversized(ledger::HashOf("huge"), 5'000'000'000, decision);
  EXPECT_FALSE(decision.event_id.empty());
  const Json record = machine.Records().at(0);
  EXPECT_EQ(record["request_bytes"], 5'000'000'000);
  EXPECT_EQ(record["request_sha256"], ledger::DigestText(ledger::HashOf("huge")));
}

TEST(RecordingTest, ARecordThatWouldBeTooLongIsADenial) {
  Machine machine;
  std::string targets;
  for (int i = 0; i < 256; ++i) {
    targets.append(targets.empty() ? "" : ",").append("\"t" + std::to_string(i));
    targets.append(std::string(300, 'x')).append("\"");
  }
  const std::string request =
      Request("look", "{}", "{}",
              R"(,"session_id":"s-1","request_id":")" + std::string(300, 'r') + R"(","targets":[)" +
                  targets + "]");
  const Decision decision = machine.Decide(request);
  EXPECT_EQ(decision.decision, vm::Decision::kDeny);
  EXPECT_EQ(decision.code, vm::Code::kLimitExceeded);
  EXPECT_TRUE(decision.rules.empty());
  const Json record = machine.Records().at(0);
  EXPECT_EQ(record["decision"], "DENY");
  EXPECT_EQ(record["code"], "limit_exceeded");
  EXPECT_EQ(record["event_id"], decision.event_id);
  EXPECT_EQ(record["request_sha256"], ledger::DigestText(ledger::HashOf(request)));
  EXPECT_EQ(record["request_bytes"], request.size());
  EXPECT_EQ(record["agent_id"], "agent-1");
  EXPECT_EQ(record["session_id"], "s-1");
  EXPECT_FALSE(record.contains("action_params"));
  EXPECT_FALSE(record.contains("request_id"));
  EXPECT_EQ(machine.Decide(kSmall).decision, vm::Decision::kPermit) << "the ledger goes on";
}

const std::string kLong = R"({"note":")" + std::string(70'000, 'x') + "\"}";

// The blob that a record has in place of an object.
Json BlobOf(const Machine& machine, const Json& record, const std::string& name) {
  const std::string digest = record.at(name + "_sha256");
  const std::string text = machine.host.Read("/audit/blobs/" + digest.substr(7) + ".json");
  EXPECT_EQ(record.at(name + "_bytes"), text.size());
  return Json::parse(text);
}

TEST(RecordingTest, WhatIsTooLongForARecordStandsInABlob) {
  Machine machine;
  const std::string middle = R"({"note":")" + std::string(40'000, 'y') + "\"}";
  machine.Decide(Request("look", kLong, R"({"verified":true})"));
  machine.Decide(Request("look", R"({"a":1})", kLong));
  machine.Decide(Request("look", middle, middle));
  machine.Decide(Request("look", kLong, kLong));
  const auto records = machine.Records();
  ASSERT_EQ(records.size(), 4U);
  const struct {
    bool params;
    bool context;
  } outside[] = {{true, false}, {false, true}, {true, false}, {true, true}};
  for (size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i]["decision"], "PERMIT") << i;
    EXPECT_EQ(records[i].contains("action_params"), !outside[i].params) << i;
    EXPECT_EQ(records[i].contains("params_sha256"), outside[i].params) << i;
    EXPECT_EQ(records[i].contains("context"), !outside[i].context) << i;
    EXPECT_EQ(records[i].contains("context_sha256"), outside[i].context) << i;
  }
  EXPECT_EQ(BlobOf(machine, records[0], "params"), Json::parse(kLong));
  EXPECT_EQ(BlobOf(machine, records[1], "context"), Json::parse(kLong));
  EXPECT_EQ(BlobOf(machine, records[2], "params"), Json::parse(middle));
  EXPECT_EQ(records[3]["params_sha256"], records[0]["params_sha256"]) << "kept once";
  EXPECT_TRUE(ledger::VerifyOn(machine.host).good());
}

TEST(RecordingTest, WithoutItsBlobThereIsNoRecordAndNoPermit) {
  for (uint64_t call = 0; call < 6; ++call) {
    Machine machine;
    machine.host.fail_from = machine.host.calls + call;
    machine.host.fail_count = 1;
    const Decision decision = machine.Decide(Request("look", kLong));
    EXPECT_EQ(decision.decision, vm::Decision::kDeny) << call;
    EXPECT_EQ(decision.code, vm::Code::kUnavailable) << call;
    EXPECT_TRUE(decision.event_id.empty()) << call;
    EXPECT_TRUE(machine.Records().empty()) << call;
    EXPECT_TRUE(machine.Decide(Request("look", kLong)).permitted()) << "the ledger goes on";
  }
  Machine machine;
  ASSERT_TRUE(machine.Decide(Request("look", kLong)).permitted());
  const std::string path = machine.host.List("/audit/blobs")->front();
  machine.host.Write("/audit/blobs/" + path, "{}");
  EXPECT_EQ(machine.Decide(Request("look", kLong)).code, vm::Code::kUnavailable);
}

// Threat 32. Whatever call to the machine fails, an answer other than `unavailable` is on record.
TEST(RecordingTest, NoRecordNoPermit) {
  int unavailable = 0;
  for (uint64_t call = 0; call < 12; ++call) {
    Machine machine;
    machine.host.fail_from = machine.host.calls + call;
    std::vector<std::string> answered;
    bool failed = false;
    for (int i = 0; i < 8; ++i) {
      const Decision decision = machine.Decide(kSmall);
      if (decision.code == vm::Code::kUnavailable) {
        EXPECT_EQ(decision.decision, vm::Decision::kDeny);
        EXPECT_TRUE(decision.event_id.empty());
        EXPECT_TRUE(decision.rules.empty());
        EXPECT_TRUE(decision.reason.starts_with("the decision could not be recorded: "));
        failed = true;
        ++unavailable;
      } else {
        EXPECT_FALSE(failed) << "nothing is answered after a failure";
        EXPECT_TRUE(decision.permitted());
        answered.push_back(decision.event_id);
      }
    }
    const auto records = machine.Records();
    ASSERT_GE(records.size(), answered.size());
    for (size_t i = 0; i < answered.size(); ++i) EXPECT_EQ(records[i]["event_id"], answered[i]);
  }
  EXPECT_GT(unavailable, 40);
}

TEST(RecordingTest, AFailureThatPassesStillClosesTheLedger) {
  Machine machine;
  machine.host.fail_from = machine.host.calls;
  machine.host.fail_count = 1;
  EXPECT_EQ(machine.Decide(kSmall).code, vm::Code::kUnavailable);
  EXPECT_EQ(machine.Decide(kSmall).code, vm::Code::kUnavailable) << "the disk is well again";
}

// A key that signs so often, and then is out of reach: a KMS that is down.
class SignerThatEnds final : public ledger::Signer {
 public:
  const ledger::PublicKey& public_key() const override { return ledger::FixedKey().public_key(); }
  ledger::Result<ledger::Signature> TrySign(std::string_view message) const override {
    if (left_ == 0) return ledger::Fail(ledger::ErrorCode::kSigner, "out of reach");
    --left_;
    return ledger::FixedKey().Sign(message);
  }

 private:
  mutable int left_ = 4;
};

TEST(RecordingTest, NoSignatureNoPermit) {
  Machine machine;
  machine.engine.reset();
  const SignerThatEnds signer;
  auto ledger = ledger::OpenOn(machine.host, std::nullopt, ledger::kSegmentBytes, signer);
  ASSERT_TRUE(ledger) << ledger.error().message;
  machine.engine.emplace(*Engine::Open(Payments(), *std::move(ledger)));
  while (machine.Decide(kSmall).permitted()) {
  }
  const size_t recorded = machine.Records().size();
  for (int i = 0; i < 3; ++i) {
    const Decision decision = machine.Decide(kSmall);
    EXPECT_EQ(decision.decision, vm::Decision::kDeny);
    EXPECT_EQ(decision.code, vm::Code::kUnavailable);
    EXPECT_THAT(decision.reason, testing::HasSubstr("out of reach"));
  }
  EXPECT_EQ(machine.Records().size(), recorded);
}

// Threat 30: time that nobody vouches for decides nothing.
TEST(RecordingTest, AClockThatJumpedForwardDenies) {
  Machine machine;
  EXPECT_TRUE(machine.Decide(kSmall).permitted());
  machine.host.wall_us += int64_t{3600} * 1'000'000;
  const Decision decision = machine.Decide(kSmall);
  EXPECT_EQ(decision.decision, vm::Decision::kDeny);
  EXPECT_EQ(decision.code, vm::Code::kUnavailable);
  EXPECT_FALSE(decision.event_id.empty()) << "that is recorded too";
  EXPECT_EQ(machine.Records().back()["decision"], "DENY");
  EXPECT_EQ(machine.Decide("{").code, vm::Code::kInvalidRequest);
}

TEST(RecordingTest, AfterCloseNothingIsDecided) {
  Machine machine;
  EXPECT_TRUE(machine.Decide(kSmall).permitted());
  EXPECT_TRUE(machine.engine->Close());
  EXPECT_EQ(machine.Decide(kSmall).code, vm::Code::kUnavailable);
  EXPECT_EQ(machine.Records("closed").size(), 1U);
  EXPECT_TRUE(ledger::VerifyOn(machine.host).good());
}

TEST(RecordingTest, ACheckpointCanBeKeptElsewhere) {
  Machine machine;
  machine.Decide(kSmall);
  const auto note = machine.engine->Checkpoint();
  ASSERT_TRUE(note) << note.error().message;
  const auto checkpoint = ledger::OpenCheckpoint(*note, ledger::FixedKey().public_key());
  ASSERT_TRUE(checkpoint);
  EXPECT_TRUE(ledger::VerifyOn(machine.host, *checkpoint).good());
  EXPECT_FALSE(Engine::Open(Payments())->Checkpoint());
}

// Threat 40: what an agent writes stays one value on one line.
TEST(RecordingTest, DataStaysData) {
  Machine machine;
  const std::string note = R"(\n{\"decision\":\"PERMIT\",\"kind\":\"evaluation\"}\n\u001b[2J)";
  machine.Decide(Request("read", R"({"note":")" + note + R"("})"));
  ASSERT_EQ(machine.Records().size(), 1U);
  EXPECT_TRUE(ledger::VerifyOn(machine.host).good());
}

}  // namespace
}  // namespace bylaw::runtime
