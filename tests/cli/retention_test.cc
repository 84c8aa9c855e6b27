// ledger archive and drop: a ledger whose old segments went, and what the other commands say of it.

#include <filesystem>
#include <fstream>

#include "command.h"

namespace bylaw::test {
namespace {

class RetentionCommandTest : public testing::Test {
 protected:
  // Four sessions, each with one decision; each session is a segment.
  RetentionCommandTest() : key_(MakeKey(directory_)) {
    for (int i = 0; i < 4; ++i) {
      Json request = Json::parse(kPayment2500);
      request["request_id"] = "r-" + std::to_string(i);
      Bylaw({"eval", Example("fintech-lending.strict.yaml"), "--ledger", audit_, "--key", key_},
            {.in = request.dump()});
    }
    std::string segment;
    uint64_t seq = 0;
    uint64_t first = 0;
    for (const std::string& line : SplitLines(ReadAll(Segment(0)))) {
      segment += line + "\n";
      if (!line.starts_with("{\"checkpoint\":")) {
        closed_ = line.find("\"kind\":\"closed\"") != std::string::npos;
        ++seq;
      } else if (closed_) {
        std::ofstream(Segment(first), std::ios::binary) << segment;
        segment.clear();
        first = seq;
      }
    }
  }

  std::string Segment(uint64_t first) const {
    const std::string digits = std::to_string(first);
    return audit_ + "/" + std::string(20 - digits.size(), '0') + digits + ".jsonl";
  }
  RunResult Ledger(const std::string& command, std::vector<std::string> more) {
    more.insert(more.begin(), {"ledger", command, audit_});
    return Bylaw(more);
  }
  RunResult Verify(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--pub", key_ + ".pub"});
    return Ledger("verify", more);
  }

  bool closed_ = false;
  TemporaryDirectory directory_;
  std::string key_;
  std::string audit_ = directory_ / "audit";
  std::string archive_ = directory_ / "archive";
};

TEST_F(RetentionCommandTest, OldRecordsGoToAFolderAndEveryCommandSaysSo) {
  ASSERT_EQ(Verify().exit_code, 0) << Verify().err;
  const std::string whole = ReadAll(Segment(0));
  EXPECT_EQ(Ledger("query", {"--kind", "evaluation"}).err, "");
  const RunResult archived =
      Ledger("archive", {"--before", "2999-01-01", "--to", archive_, "--key", key_});
  ASSERT_EQ(archived.exit_code, 0) << archived.err;
  EXPECT_NE(archived.out.find("archived 2 segments to "), std::string::npos) << archived.out;
  EXPECT_NE(archived.out.find("records from 9 on are whole"), std::string::npos) << archived.out;
  EXPECT_EQ(ReadAll(archive_ + "/00000000000000000000.jsonl"), whole);
  EXPECT_FALSE(std::filesystem::exists(audit_ + "/query.sqlite")) << "it holds what was said";

  const RunResult good = Verify();
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_NE(good.out.find("8 records before 9 are archived or dropped"), std::string::npos)
      << good.out;
  const Json report = Json::parse(Verify({"--json"}).out);
  EXPECT_EQ(report["retired"], 8);
  EXPECT_EQ(report["minimum_index"], 9);
  EXPECT_EQ(Json::parse(Verify({"--json", "--archive", archive_}).out)["retired"], 0);

  const std::string note = "records before 9 are archived or dropped";
  const std::string list = directory_ / "list.csv";
  std::ofstream(list) << "id\nr-0\nr-3\n";
  const std::string out = directory_ / "out";
  for (const auto& [command, more] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"query", {"--kind", "evaluation"}},
           {"show", {}},
           {"replay", {}},
           {"export", {"--jsonl", out}},
           {"reconcile", {"--against", list, "--key", "id"}}}) {
    const RunResult run = Ledger(command, more);
    EXPECT_NE(run.err.find(note), std::string::npos) << command << run.err;
    EXPECT_LE(run.exit_code, 1) << command;
  }
  EXPECT_EQ(Ledger("replay", {"--archive", archive_}).err, "");
  const RunResult gone = Ledger("show", {"--seq", "3"});
  EXPECT_EQ(gone.exit_code, 1);
  EXPECT_NE(gone.err.find("record 3 is archived or dropped"), std::string::npos) << gone.err;

  const std::vector<std::string> prove = {"--pub", key_ + ".pub", "--seq", "3"};
  const RunResult proof = Ledger("proof", prove);
  EXPECT_EQ(proof.exit_code, 0) << proof.err;
  std::vector<std::string> with_record = prove;
  with_record.insert(with_record.end(), {"--record", out});
  EXPECT_EQ(Ledger("proof", with_record).exit_code, 1);
  with_record.insert(with_record.end(), {"--archive", archive_});
  EXPECT_EQ(Ledger("proof", with_record).out, proof.out);
  EXPECT_EQ(Json::parse(ReadAll(out))["seq"], 3);

  std::filesystem::copy_file(archive_ + "/00000000000000000000.jsonl", Segment(0),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Verify().exit_code, 0) << "put back";
}

TEST_F(RetentionCommandTest, DroppingAsksFirst) {
  const std::string whole = ReadAll(Segment(0));
  const std::vector<std::string> drop = {"--before", "6", "--key", key_};
  EXPECT_EQ(Ledger("drop", drop).exit_code, 2);
  EXPECT_EQ(ReadAll(Segment(0)), whole);
  std::vector<std::string> yes = drop;
  yes.emplace_back("--yes");
  const RunResult dropped = Ledger("drop", yes);
  ASSERT_EQ(dropped.exit_code, 0) << dropped.err;
  EXPECT_NE(dropped.out.find("dropped 1 segment;"), std::string::npos) << dropped.out;
  EXPECT_EQ(Verify().exit_code, 0);
  const RunResult again = Ledger("drop", yes);
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_NE(again.out.find("no more segments are that old"), std::string::npos) << again.out;
  EXPECT_EQ(Ledger("drop", {"--before", "yesterday", "--yes", "--key", key_}).exit_code, 2);
}

}  // namespace
}  // namespace bylaw::test
