// A ledger made by eval: verified, shown, tampered with, found.

#include <csignal>

#include "command.h"

namespace bylaw::test {
namespace {

const std::string kLending = Example("fintech-lending.strict.yaml");

class LedgerCommandTest : public testing::Test {
 protected:
  LedgerCommandTest() : key_(MakeKey(directory_)) {}

  RunResult Eval(const std::string& request) {
    return Bylaw({"eval", kLending, "--ledger", audit_, "--key", key_, "--json"}, {.in = request});
  }
  RunResult Verify(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"ledger", "verify", audit_, "--pub", key_ + ".pub"});
    return Bylaw(more);
  }
  std::string Segment() const { return audit_ + "/00000000000000000000.jsonl"; }

  TemporaryDirectory directory_;
  std::string key_;
  std::string audit_ = directory_ / "audit";
};

TEST_F(LedgerCommandTest, EvalMakesItRecordsAndVerifies) {
  const RunResult first = Eval(kPayment15000);
  EXPECT_EQ(first.exit_code, 11) << first.err;
  const std::string event = Json::parse(first.out)["event_id"];
  EXPECT_TRUE(event.starts_with("evt_"));
  EXPECT_EQ(Eval(kPayment2500).exit_code, 0);
  EXPECT_EQ(Eval("nonsense").exit_code, 10);

  const RunResult good = Verify({"--json"});
  EXPECT_EQ(good.exit_code, 0) << good.out << good.err;
  const Json report = Json::parse(good.out);
  EXPECT_TRUE(report["good"]);
  EXPECT_EQ(report["records"], 13)
      << "genesis, and opened, constitution, evaluation, closed three times";
  EXPECT_NE(Verify().out.find(" is good: 13 records"), std::string::npos);

  const RunResult shown = Bylaw({"ledger", "show", audit_});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_NE(shown.out.find("ESCALATE  initiate_payment lending-agent-v2: amount >= 10000"),
            std::string::npos)
      << shown.out;
  const RunResult record = Bylaw({"ledger", "show", audit_, "--seq", "3", "--json"});
  EXPECT_EQ(Json::parse(record.out)["event_id"], event);
  EXPECT_EQ(SplitLines(Bylaw({"ledger", "show", audit_, "--last", "2"}).out).size(), 2U);
  EXPECT_NE(Bylaw({"ledger", "show", audit_, "--seq", "3"}).out.find("\n  \"event_id\": \"evt_"),
            std::string::npos);
  EXPECT_EQ(Bylaw({"ledger", "show", audit_, "--seq", "99"}).exit_code, 1);
}

TEST_F(LedgerCommandTest, VerificationGoesOnWhereItEnded) {
  const std::string file = directory_ / "audit.verified";
  Eval(kPayment15000);
  EXPECT_EQ(Verify({"--resume", file}).exit_code, 0);
  Eval(kPayment2500);
  const RunResult more = Verify({"--resume", file});
  EXPECT_EQ(more.exit_code, 0) << more.err;
  EXPECT_NE(more.out.find("good: 9 records, 4 signatures"), std::string::npos) << more.out;
  EXPECT_NE(more.out.find("5 records were verified before"), std::string::npos) << more.out;
  EXPECT_EQ(Json::parse(Verify({"--resume", file, "--json"}).out)["resumed_at"], 9);
  EXPECT_EQ(Verify({"--resume", file, "--from", "3"}).exit_code, 2);
  EXPECT_EQ(Verify({"--resume", key_ + ".pub"}).exit_code, 2) << "it is no such file, and stays";
  EXPECT_EQ(Verify().exit_code, 0);
}

TEST_F(LedgerCommandTest, ProvesARecordAndGrowth) {
  Eval(kPayment15000);
  const auto prove = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"ledger", "proof", audit_, "--pub", key_ + ".pub"});
    return Bylaw(more);
  };
  const RunResult printed = prove({"--seq", "3"});
  EXPECT_EQ(printed.exit_code, 0) << printed.err;
  EXPECT_TRUE(printed.out.starts_with("c2sp.org/tlog-proof@v1\nindex 3\n")) << printed.out;
  const std::string proof = directory_ / "3.tlog-proof";
  const std::string record = directory_ / "3.json";
  EXPECT_EQ(prove({"--seq", "3", "--record", record, "-o", proof}).exit_code, 0);
  EXPECT_EQ(ReadAll(proof), printed.out);
  EXPECT_EQ(ReadAll(record), Bylaw({"ledger", "show", audit_, "--seq", "3", "--json"}).out);
  EXPECT_TRUE(prove({"--grown-from", "2"}).out.starts_with("old 2\n"));

  const RunResult none = prove({"--seq", "99"});
  EXPECT_EQ(none.exit_code, 1);
  ExpectOneSentence(none.err);
  EXPECT_EQ(prove({}).exit_code, 2);
  EXPECT_EQ(prove({"--seq", "1", "--grown-from", "1"}).exit_code, 2);
  EXPECT_EQ(prove({"--grown-from", "1", "--record", record}).exit_code, 2);
  const RunResult no_key = Bylaw({"ledger", "proof", audit_, "--pub", "/nowhere", "--seq", "1"});
  EXPECT_EQ(no_key.exit_code, 2);
}

TEST_F(LedgerCommandTest, AReceiptIsCheckedAgainstItsRequest) {
  Json request = Json::parse(kPayment15000);
  request["request_id"] = "r-1";
  Eval(request.dump());
  const Json record = Json::parse(Bylaw({"ledger", "show", audit_, "--seq", "3", "--json"}).out);
  const std::string origin = record["origin"];
  const std::string receipt =
      directory_.Write("3.json", Bylaw({"ledger", "show", audit_, "--seq", "3", "--json"}).out);
  const auto check = [&](const Json& asked, const std::vector<std::string>& more = {}) {
    std::vector<std::string> command = {
        "receipt",  "verify", receipt, "--request",  directory_.Write("request.json", asked.dump()),
        "--origin", origin,   "--pub", key_ + ".pub"};
    command.insert(command.end(), more.begin(), more.end());
    return Bylaw(command);
  };
  const RunResult good = check(request);
  EXPECT_EQ(good.exit_code, 11) << good.err;
  EXPECT_TRUE(good.out.starts_with("ESCALATE: ")) << good.out;
  Json other = request;
  other["params"]["amount"] = 15001;
  const RunResult bad = check(other);
  EXPECT_EQ(bad.exit_code, 1);
  ExpectOneSentence(bad.err);
  EXPECT_EQ(check(request, {"--now", "2036-01-01T00:00:00.000000Z"}).exit_code, 1);
  EXPECT_EQ(check(request, {"--now", "tomorrow"}).exit_code, 2);
  EXPECT_EQ(check(request, {"--max-age", "-1"}).exit_code, 2);
}

TEST_F(LedgerCommandTest, CheckpointsCanSignInPlaceOfRecords) {
  const auto mode = [&](const char* to) {
    return Bylaw({"ledger", "mode", audit_, to, "--key", key_, "--reason", "more agents"});
  };
  ASSERT_EQ(Bylaw({"ledger", "init", audit_, "--key", key_, "--mode", "checkpoint"}).exit_code, 0);
  Json request = Json::parse(kPayment15000);
  request["request_id"] = "r-1";
  EXPECT_EQ(Eval(request.dump()).exit_code, 11);
  const RunResult good = Verify();
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_NE(good.out.find(" 5 records, 0 signatures, 5 checkpoints"), std::string::npos)
      << good.out;

  const std::string proof = directory_ / "3.tlog-proof";
  const std::string record = directory_ / "3.json";
  EXPECT_EQ(Bylaw({"ledger", "proof", audit_, "--pub", key_ + ".pub", "--seq", "3", "--record",
                   record, "-o", proof})
                .exit_code,
            0);
  std::vector<std::string> check = {"receipt",
                                    "verify",
                                    record,
                                    "--request",
                                    directory_.Write("request.json", request.dump()),
                                    "--pub",
                                    key_ + ".pub"};
  check.insert(check.end(), {"--origin", Json::parse(ReadAll(record))["origin"]});
  const RunResult without = Bylaw(check);
  EXPECT_EQ(without.exit_code, 1);
  ExpectOneSentence(without.err);
  check.insert(check.end(), {"--proof", proof});
  EXPECT_EQ(Bylaw(check).exit_code, 11);

  EXPECT_EQ(mode("record").exit_code, 0);
  EXPECT_EQ(Eval(kPayment2500).exit_code, 0);
  EXPECT_EQ(Verify().exit_code, 0);
  EXPECT_NE(Bylaw({"ledger", "show", audit_}).out.find("mode      record more agents"),
            std::string::npos);
  const RunResult again = mode("record");
  EXPECT_EQ(again.exit_code, 1);
  ExpectOneSentence(again.err);
  EXPECT_EQ(mode("none").exit_code, 2);
}

TEST_F(LedgerCommandTest, AnotherKeySignsFromNowOn) {
  ASSERT_EQ(Eval(kPayment15000).exit_code, 11);
  const std::string next = directory_ / "next.key";
  ASSERT_EQ(Bylaw({"keygen", "-o", next, "--name", "next", "--no-passphrase"}).exit_code, 0);
  const auto rekey = [&](const std::string& from, const std::string& to) {
    return Bylaw({"ledger", "rekey", audit_, "--key", from, "--new-key", to, "--reason", "yearly"});
  };
  const RunResult changed = rekey(key_, next);
  ASSERT_EQ(changed.exit_code, 0) << changed.err;
  const std::string checkpoint = directory_.Write("kept", [&] {
    const auto lines = SplitLines(ReadAll(Segment()));
    return Json::parse(lines.back())["checkpoint"].get<std::string>();
  }());
  const RunResult old = Eval(kPayment2500);
  EXPECT_EQ(old.exit_code, 1);
  ExpectOneSentence(old.err);
  EXPECT_EQ(
      Bylaw({"eval", kLending, "--ledger", audit_, "--key", next}, {.in = kPayment2500}).exit_code,
      0);
  EXPECT_EQ(Verify({"--expect", checkpoint}).exit_code, 0)
      << "the first key, and a checkpoint by the second";
  EXPECT_EQ(Bylaw({"ledger", "verify", audit_, "--pub", next + ".pub"}).exit_code, 1);
  EXPECT_NE(Bylaw({"ledger", "show", audit_}).out.find("key       yearly"), std::string::npos);
  const RunResult same = rekey(next, next);
  EXPECT_EQ(same.exit_code, 1);
  ExpectOneSentence(same.err);
}

TEST_F(LedgerCommandTest, IsExportedAsATransparencyLogThatVerifies) {
  Eval(kPayment15000);
  const std::string log = directory_ / "public";
  const std::vector<std::string> exported = {"ledger",      "export",  audit_, "--pub",
                                             key_ + ".pub", "--tiles", log};
  const RunResult first = Bylaw(exported);
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(first.out.find("5 records"), std::string::npos) << first.out;
  const RunResult again = Bylaw(exported);
  EXPECT_EQ(again.exit_code, 1);
  ExpectOneSentence(again.err);

  const std::vector<std::string> verify = {"ledger", "verify", log, "--pub", key_ + ".pub"};
  const RunResult good = Bylaw(verify);
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_NE(good.out.find("5 entries of the transparency log bylaw/ledger-"), std::string::npos);
  std::vector<std::string> ranged = verify;
  ranged.insert(ranged.end(), {"--from", "1"});
  EXPECT_EQ(Bylaw(ranged).exit_code, 2);
  WriteAll(log + "/tile/0/000.p/5", "short");
  const RunResult bad = Bylaw(verify);
  EXPECT_EQ(bad.exit_code, 1);
  ExpectOneSentence(bad.err);
  std::vector<std::string> json = verify;
  json.emplace_back("--json");
  EXPECT_FALSE(Json::parse(Bylaw(json).out)["good"]);
}

TEST_F(LedgerCommandTest, IsReplayed) {
  Eval(kPayment15000);
  Eval(kPayment2500);
  Eval("nonsense");
  const RunResult same = Bylaw({"ledger", "replay", audit_});
  EXPECT_EQ(same.exit_code, 0) << same.err << same.out;
  EXPECT_NE(same.out.find("3 evaluations, 2 decided the same, 0 different, 1 not replayable"),
            std::string::npos)
      << same.out;
  std::string other = ReadAll(kLending);
  for (size_t at = other.find("10000"); at != std::string::npos; at = other.find("10000", at))
    other.replace(at, 5, "2000");
  const std::string yaml = directory_.Write("other.yaml", other);
  const std::string module = directory_ / "other.bylaw";
  ASSERT_EQ(Bylaw({"compile", yaml, "-o", module}).exit_code, 0);
  const RunResult different = Bylaw({"ledger", "replay", audit_, "--under", module, "--json"});
  EXPECT_EQ(different.exit_code, 1) << different.err;
  const auto lines = SplitLines(different.out);
  ASSERT_EQ(lines.size(), 3U) << different.out;
  EXPECT_EQ(Json::parse(lines[0])["outcome"], "different");
  EXPECT_EQ(Json::parse(lines[2])["different"], 1);
  EXPECT_EQ(Bylaw({"ledger", "replay", "/nowhere"}).exit_code, 2);
  EXPECT_EQ(Bylaw({"ledger", "replay", audit_, "--under", yaml}).exit_code, 2);
}

TEST_F(LedgerCommandTest, OneChangedByteIsFoundAndItsLineNamed) {
  Eval(kPayment15000);
  std::string text = ReadAll(Segment());
  const size_t at = text.find("\"amount\":15000") + 9;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(at), '\n');
  text[at] = '2';
  WriteAll(Segment(), text);
  const RunResult bad = Verify();
  EXPECT_EQ(bad.exit_code, 1);
  ExpectOneSentence(bad.err);
  EXPECT_NE(bad.err.find(Segment() + ", line " + std::to_string(line)), std::string::npos)
      << bad.err;
  const Json report = Json::parse(Verify({"--json"}).out);
  EXPECT_FALSE(report["good"]);
  EXPECT_EQ(report["bad"]["line"], line);
}

TEST_F(LedgerCommandTest, ACutTailIsFoundWithACheckpointKeptElsewhere) {
  Eval(kPayment15000);
  const std::string text = ReadAll(Segment());
  const auto lines = SplitLines(text);
  const std::string note = Json::parse(lines.back())["checkpoint"];
  const std::string kept = directory_.Write("kept.checkpoint", note);
  EXPECT_EQ(Verify({"--expect", kept}).exit_code, 0);
  std::string cut;
  for (size_t i = 0; i + 3 < lines.size(); ++i) cut += lines[i] + "\n";
  WriteAll(Segment(), cut);
  EXPECT_EQ(Verify().exit_code, 0) << "by itself a shorter ledger is whole";
  EXPECT_EQ(Verify({"--expect", kept}).exit_code, 1);
}

TEST_F(LedgerCommandTest, AnotherKeyDoesNotVerify) {
  Eval(kPayment15000);
  const std::string other = MakeKey(directory_, "other");
  EXPECT_EQ(Bylaw({"ledger", "verify", audit_, "--pub", other + ".pub"}).exit_code, 1);
  const RunResult eval =
      Bylaw({"eval", kLending, "--ledger", audit_, "--key", other}, {.in = kPayment2500});
  EXPECT_EQ(eval.exit_code, 1);
  ExpectOneSentence(eval.err);
  EXPECT_EQ(eval.out, "");
}

TEST_F(LedgerCommandTest, WhatCannotBeVerifiedIsNotCalledBad) {
  EXPECT_EQ(Verify().exit_code, 2) << "there is no ledger";
  Eval(kPayment15000);
  EXPECT_EQ(Bylaw({"ledger", "verify", audit_, "--pub", directory_ / "none.pub"}).exit_code, 2);
  EXPECT_EQ(Bylaw({"ledger", "verify", audit_}).exit_code, 2);
  EXPECT_EQ(Verify({"--expect", directory_ / "none"}).exit_code, 2);
  EXPECT_EQ(Verify({"--from", "1000"}).exit_code, 2);
}

TEST_F(LedgerCommandTest, InitIsForEmptyPlaces) {
  const std::vector<std::string> init = {
      "ledger",       "init", audit_, "--key", key_, "--name", "example.org/lending",
      "--durability", "async"};
  EXPECT_EQ(Bylaw(init).exit_code, 0);
  EXPECT_NE(Verify().out.find("origin  example.org/lending-"), std::string::npos);
  const RunResult again = Bylaw(init);
  EXPECT_EQ(again.exit_code, 1);
  ExpectOneSentence(again.err);
  const RunResult other =
      Bylaw({"eval", kLending, "--ledger", audit_, "--key", key_, "--durability", "commit"},
            {.in = kPayment2500});
  EXPECT_EQ(other.exit_code, 1);
  ExpectOneSentence(other.err);
  EXPECT_EQ(Eval(kPayment2500).exit_code, 0);
}

TEST_F(LedgerCommandTest, TheModuleIsKeptByItsDigest) {
  const Json decision = Json::parse(Eval(kPayment2500).out);
  const std::string digest = decision["constitution_digest"];
  const std::string module = audit_ + "/modules/" + digest.substr(7) + ".bylaw";
  EXPECT_EQ(Bylaw({"verify", module}).exit_code, 0);
  const RunResult replay = Bylaw({"eval", module, "--json"}, {.in = kPayment2500});
  EXPECT_EQ(Json::parse(replay.out)["constitution_digest"], digest);
}

// Threat 32: the disk is full in the middle of a stream.
TEST_F(LedgerCommandTest, AFullDiskDeniesFromThereOn) {
  std::string requests;
  for (int i = 0; i < 3'000; ++i) requests += kPayment2500 + "\n";
  const std::string file = directory_.Write("many.jsonl", requests);
  const RunResult result = Bylaw({"eval", kLending, "--ledger", audit_, "--key", key_,
                                  "--durability", "async", "--requests", file},
                                 {.file_bytes_max = 1'000'000});
  EXPECT_EQ(result.exit_code, 1);
  ExpectOneSentence(result.err);
  const auto lines = SplitLines(result.out);
  ASSERT_EQ(lines.size(), 3'000U);
  const std::string text = ReadAll(Segment());
  bool failed = false;
  for (const std::string& line : lines) {
    const Json decision = Json::parse(line);
    if (decision["decision"] == "PERMIT") {
      ASSERT_FALSE(failed);
      ASSERT_NE(text.find(decision["event_id"].get<std::string>()), std::string::npos);
    } else {
      ASSERT_EQ(decision["code"], "unavailable");
      failed = true;
    }
  }
  EXPECT_TRUE(failed);
  EXPECT_EQ(Eval(kPayment2500).exit_code, 0) << "with room again it opens";
  EXPECT_EQ(Verify().exit_code, 0);
}

TEST_F(LedgerCommandTest, CtrlCClosesInGoodOrder) {
  std::string requests;
  for (int i = 0; i < 100'000; ++i) requests += kPayment2500 + "\n";
  const RunResult result =
      Bylaw({"eval", kLending, "--ledger", audit_, "--key", key_, "--durability", "async",
             "--requests", directory_.Write("many.jsonl", requests)},
            {.kill_after = 1, .kill_signal = SIGINT});
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_EQ(result.err, "");
  const Json report = Json::parse(Verify({"--json"}).out);
  EXPECT_TRUE(report["good"]);
  EXPECT_EQ(report["checkpoint_size"], report["records"]) << "closed";
  EXPECT_EQ(SplitLines(result.out).size() + 4, report["records"]);
}

}  // namespace
}  // namespace bylaw::test
