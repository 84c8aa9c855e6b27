// ledger query, export --jsonl and --csv, reconcile: the commands over a ledger made by eval.

#include <filesystem>

#include "command.h"

namespace bylaw::test {
namespace {

class LedgerQueryCommandTest : public testing::Test {
 protected:
  LedgerQueryCommandTest() : key_(MakeKey(directory_)) {
    Eval(kPayment15000, "=r-1");
    Eval(kPayment2500, "r-2");
    Eval("nonsense", "");
  }

  void Eval(const std::string& request, const std::string& id) {
    Json json = Json::parse(request, nullptr, false);
    if (json.is_object()) json["request_id"] = id;
    Bylaw({"eval", Example("fintech-lending.strict.yaml"), "--ledger", audit_, "--key", key_},
          {.in = json.is_object() ? json.dump() : request});
  }
  RunResult Ledger(const std::string& command, std::vector<std::string> more) {
    more.insert(more.begin(), {"ledger", command, audit_});
    return Bylaw(more);
  }

  TemporaryDirectory directory_;
  std::string key_;
  std::string audit_ = directory_ / "audit";
};

TEST_F(LedgerQueryCommandTest, ShowsATableOrRecordsAsTheyStand) {
  const RunResult table = Ledger("query", {"--decision", "ESCALATE"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  const auto lines = SplitLines(table.out);
  ASSERT_EQ(lines.size(), 2U) << table.out;
  EXPECT_TRUE(lines[0].starts_with("time ")) << lines[0];
  EXPECT_NE(lines[1].find("  3    lending-agent-v2  initiate_payment  ESCALATE"), std::string::npos)
      << lines[1];
  const RunResult json = Ledger("query", {"--decision", "ESCALATE", "--json"});
  EXPECT_EQ(json.out, Ledger("show", {"--seq", "3", "--json"}).out);
  EXPECT_EQ(Ledger("query", {"--agent", "nobody"}).out, "no record matches\n");
}

TEST_F(LedgerQueryCommandTest, PagesSayHowToGoOn) {
  const RunResult first = Ledger("query", {"--kind", "evaluation", "--limit", "2"});
  EXPECT_NE(first.out.find("--after 7\n"), std::string::npos) << first.out;
  const RunResult second = Ledger("query", {"--kind", "evaluation", "--after", "7", "--json"});
  EXPECT_EQ(Json::parse(second.out)["seq"], 11);
  EXPECT_EQ(second.err, "");
}

TEST_F(LedgerQueryCommandTest, AConditionIsCel) {
  const RunResult large = Ledger("query", {"--where", "action_params.amount > 10000", "--json"});
  EXPECT_EQ(large.exit_code, 0) << large.err;
  ASSERT_EQ(SplitLines(large.out).size(), 1U) << large.out;
  EXPECT_EQ(Json::parse(large.out)["seq"], 3);
  EXPECT_NE(large.err.find("left out: 11 records"), std::string::npos) << large.err;
  EXPECT_EQ(Ledger("query", {"--where", "amount >"}).exit_code, 2);
}

TEST_F(LedgerQueryCommandTest, ASampleIsDrawnAgain) {
  const std::vector<std::string> sample = {"--sample", "4", "--seed", "7", "--json"};
  const RunResult first = Ledger("query", sample);
  EXPECT_EQ(SplitLines(first.out).size(), 4U);
  EXPECT_EQ(Ledger("query", sample).out, first.out);
  EXPECT_EQ(Ledger("query", {"--sample", "4"}).exit_code, 2);
  EXPECT_EQ(Ledger("query", {"--sample", "4", "--seed", "7", "--limit", "3"}).exit_code, 2);
}

TEST_F(LedgerQueryCommandTest, TimesAreFromAndBefore) {
  const std::string time = Json::parse(Ledger("show", {"--seq", "3", "--json"}).out)["timestamp"];
  const RunResult from = Ledger("query", {"--from", time, "--kind", "evaluation", "--json"});
  EXPECT_EQ(SplitLines(from.out).size(), 3U);
  EXPECT_EQ(Ledger("query", {"--to", time, "--kind", "evaluation", "--json"}).out, "");
  EXPECT_EQ(Ledger("query", {"--to", "2020-01-01"}).out, "no record matches\n");
  const RunResult bad = Ledger("query", {"--from", "yesterday"});
  EXPECT_EQ(bad.exit_code, 2);
  ExpectOneSentence(bad.err);
  EXPECT_EQ(Bylaw({"ledger", "query", "/nowhere"}).exit_code, 1);
}

TEST_F(LedgerQueryCommandTest, AReadOnlyLedgerIsQueried) {
  namespace fs = std::filesystem;
  const auto all = fs::perms::owner_all | fs::perms::group_all | fs::perms::others_all;
  fs::permissions(directory_.path(), all);
  fs::permissions(audit_, fs::perms(0555));
  fs::permissions(audit_ + "/00000000000000000000.jsonl", fs::perms(0444));
  const RunResult found = Bylaw({"ledger", "query", audit_, "--decision", "ESCALATE", "--json"},
                                {.no_privileges = true});
  EXPECT_EQ(found.exit_code, 0) << found.err;
  EXPECT_EQ(SplitLines(found.out).size(), 1U);
  EXPECT_FALSE(fs::exists(audit_ + "/query.sqlite"));
  fs::permissions(audit_, fs::perms(0750));
}

TEST_F(LedgerQueryCommandTest, IsExportedForProgramsAndSpreadsheets) {
  const std::string jsonl = directory_ / "audit.jsonl";
  EXPECT_EQ(Ledger("export", {"--jsonl", jsonl}).exit_code, 0);
  EXPECT_EQ(ReadAll(jsonl), Ledger("query", {"--json"}).out);
  const std::string csv = directory_ / "audit.csv";
  EXPECT_EQ(Ledger("export", {"--csv", csv}).exit_code, 0);
  const std::string table = ReadAll(csv);
  EXPECT_TRUE(table.starts_with("seq,timestamp,")) << table;
  EXPECT_NE(table.find(",'=r-1,"), std::string::npos) << "no formula";
  EXPECT_EQ(SplitLines(table).size(), 14U);
  EXPECT_EQ(Ledger("export", {"--csv", csv, "--to", "2020-01-01"}).exit_code, 0);
  EXPECT_EQ(SplitLines(ReadAll(csv)).size(), 1U);
  EXPECT_EQ(Ledger("export", {"--csv", csv, "--jsonl", jsonl}).exit_code, 2);
  EXPECT_EQ(Ledger("export", {}).exit_code, 2);
  EXPECT_EQ(Ledger("export", {"--tiles", directory_ / "tiles"}).exit_code, 2) << "no key";
  EXPECT_EQ(Bylaw({"ledger", "export", "/nowhere", "--csv", csv}).exit_code, 1);
  EXPECT_EQ(SplitLines(ReadAll(csv)).size(), 1U) << "as it was";
}

TEST_F(LedgerQueryCommandTest, ExecutionsAreReconciled) {
  const std::string list = directory_.Write("paid.csv", "id,amount\nr-2,2500\n");
  const RunResult good = Ledger("reconcile", {"--against", list, "--key", "id"});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_EQ(good.out, "1 in order, 0 without a decision, 0 not permitted, 0 repeated\n");
  WriteAll(list, "id,amount\nr-2,2500\n=r-1,15000\nr-3,1\nr-2,2500\n");
  const RunResult bad = Ledger("reconcile", {"--against", list, "--key", "id"});
  EXPECT_EQ(bad.exit_code, 1) << bad.err;
  EXPECT_NE(bad.out.find("paid.csv:3: =r-1 executed though record 3 says ESCALATE\n"),
            std::string::npos)
      << bad.out;
  const RunResult json = Ledger("reconcile", {"--against", list, "--key", "id", "--json"});
  const auto lines = SplitLines(json.out);
  ASSERT_EQ(lines.size(), 4U) << json.out;
  EXPECT_EQ(Json::parse(lines[1])["mismatch"], "undecided");
  EXPECT_EQ(Json::parse(lines[2])["first_line"], 2);
  EXPECT_EQ(Json::parse(lines[3])["in_order"], 1);
  const RunResult none = Ledger("reconcile", {"--against", list, "--key", "other"});
  EXPECT_EQ(none.exit_code, 2);
  ExpectOneSentence(none.err);
}

}  // namespace
}  // namespace bylaw::test
