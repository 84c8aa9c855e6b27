// Executions against decisions: each kind of mismatch, and lists that are none.

#include "bylaw/query/reconcile.h"

#include "small_ledger.h"

namespace bylaw::query {
namespace {

class ReconcileTest : public testing::Test {
 protected:
  ReconcileTest() {
    ledger_.Append({{.request = "ok"},                             // seq 2
                    {.decision = "DENY", .request = "denied"},     // seq 3
                    {.decision = "ESCALATE", .request = "asked"},  // seq 4
                    {.request = "mixed"},                          // seq 5
                    {.decision = "DENY", .request = "mixed"},      // seq 6
                    {.request = "it,s"}});                         // seq 7
  }

  ledger::Result<Reconciliation> Run(const std::string& csv, std::string_view column = "id") {
    auto query = LedgerQuery::Open(ledger_.path());
    EXPECT_TRUE(query);
    findings_.clear();
    return Reconcile(*query, csv, column, [&](const Finding& finding) {
      findings_.push_back(finding);
      return true;
    });
  }

  SmallLedger ledger_;
  std::vector<Finding> findings_;
};

TEST_F(ReconcileTest, AllInOrder) {
  const auto sums = Run("amount,id\n1,ok\n2,\"it,s\"\n");
  ASSERT_TRUE(sums) << sums.error().message;
  EXPECT_TRUE(sums->good());
  EXPECT_EQ(sums->in_order, 2U);
  EXPECT_TRUE(findings_.empty());
}

TEST_F(ReconcileTest, EachMismatchNamesItsLineAndRecord) {
  const auto sums = Run("id\nok\ndenied\nunknown\nasked\nok\nmixed\n\"\"\n");
  ASSERT_TRUE(sums) << sums.error().message;
  EXPECT_FALSE(sums->good());
  EXPECT_EQ(sums->in_order, 1U);
  EXPECT_EQ(sums->undecided, 2U);
  EXPECT_EQ(sums->not_permitted, 3U);
  EXPECT_EQ(sums->repeated, 1U);
  struct Expected {
    Mismatch mismatch;
    std::uint64_t line;
    std::optional<std::uint64_t> seq;
    std::string decision;
  };
  const std::vector<Expected> expected = {
      {Mismatch::kNotPermitted, 3, 3, "DENY"},     {Mismatch::kUndecided, 4, std::nullopt, ""},
      {Mismatch::kNotPermitted, 5, 4, "ESCALATE"}, {Mismatch::kRepeated, 6, 2, "PERMIT"},
      {Mismatch::kNotPermitted, 7, 6, "DENY"},     {Mismatch::kUndecided, 8, std::nullopt, ""}};
  ASSERT_EQ(findings_.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(findings_[i].mismatch, expected[i].mismatch) << i;
    EXPECT_EQ(findings_[i].line, expected[i].line) << i;
    EXPECT_EQ(findings_[i].seq, expected[i].seq) << i;
    EXPECT_EQ(findings_[i].decision, expected[i].decision) << i;
  }
  EXPECT_EQ(findings_[3].first_line, 2U);
}

TEST_F(ReconcileTest, RefusesListsThatAreNone) {
  for (const char* csv : {"", "other\nok\n", "id,id\nok,ok\n", "id\nok,more\n", "id\n\"ok\n"}) {
    const auto sums = Run(csv);
    ASSERT_FALSE(sums) << csv;
    EXPECT_EQ(sums.error().code, ledger::ErrorCode::kInvalidArgument) << csv;
  }
}

}  // namespace
}  // namespace bylaw::query
