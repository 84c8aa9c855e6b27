// The page of a report. Its golden is written by `BYLAW_REBASE=1 report_test`: read the difference,
// and look at the page.

#include "bylaw/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "peers.h"
#include "reported_ledger.h"
#include "temporary_directory.h"

namespace bylaw::report {
namespace {

using testing::HasSubstr;
using testing::Not;

class ReportTest : public testing::Test {
 protected:
  std::string Page(const Period& period = {}) {
    auto page = MakeReport(ledger::kDirectory, ledger::FixedKey().public_key(),
                           {.period = period, .trusted = {}, .read = ledger_.read()});
    if (!page) ADD_FAILURE() << page.error().message;
    return page.value_or("");
  }

  ReportedLedger ledger_;
};

TEST_F(ReportTest, Golden) {
  ledger_.FillThreeDays();
  const std::string page = Page({.zone = *Zone::Load("Europe/Berlin")});
  const std::string golden = std::string(BYLAW_SOURCE_DIR) + "/tests/report/golden/report.html";
  if (std::getenv("BYLAW_REBASE") != nullptr) test::WriteAll(golden, page);
  EXPECT_EQ(page, test::ReadAll(golden)) << "run with BYLAW_REBASE=1, and read it";
  ExpectInertXml(page);
}

TEST_F(ReportTest, CountsThePeriodAndTheAgentThatAreMeant) {
  ledger_.FillThreeDays();
  const std::string page = Page({.from = Zone().Parse("2026-04-15"),
                                 .to = Zone().Parse("2026-04-16"),
                                 .agent = "other-agent"});
  EXPECT_THAT(page, HasSubstr("<td>Decisions</td><td class=\"n\">0</td><td class=\"n\">1</td>"
                              "<td class=\"n\">0</td><td class=\"n\">1</td>"));
  EXPECT_THAT(page, Not(HasSubstr("senior_ops")));
}

TEST_F(ReportTest, AnEmptyLedgerHasAPageToo) {
  ExpectInertXml(Page());
}

TEST_F(ReportTest, SaysThatTheLedgerIsNotAnchored) {
  EXPECT_THAT(Page(), HasSubstr("<strong>NOT ANCHORED</strong>"));
}

// Whoever asks for decisions chooses the names, and would choose these.
TEST_F(ReportTest, NamesOfAttackersStayText) {
  ledger_.Open();
  const std::string long_name(60'000, 'x');
  for (const std::string& name :
       {std::string("</td><script>alert(1)</script>"), std::string("\" onload=\"x"),
        std::string("&amp;]]>--><!--"), std::string("\u202egnp.exe"), long_name}) {
    ledger_.Decide({.agent = name.substr(0, 100),
                    .action = name,
                    .decision = "DENY",
                    .rule = name.substr(0, 100),
                    .route = name.substr(0, 100)});
  }
  ledger_.Close();
  const std::string page = Page();
  ExpectInertXml(page);
  EXPECT_THAT(page, Not(HasSubstr("\u202e")));
  EXPECT_THAT(page, Not(HasSubstr(long_name.substr(0, 1'000))));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
}

TEST(ReportNames, TenThousandAreTheMostFrequentAndTheOthers) {
  // Quick to sign.
  ReportedLedger many(ledger::SigningMode::kCheckpoint);
  many.Open();
  std::vector<ledger::Record> records;
  std::vector<std::string> names;
  for (int i = 0; i < 10'000; ++i) names.push_back("action-" + std::to_string(i));
  for (const std::string& name : names) {
    ledger::Record record;
    record.kind = "evaluation";
    record.timestamp = many.open().ReadClock().time;
    record.agent_id = "a";
    record.action_requested = name;
    record.code = "no_rule";
    record.decision = "DENY";
    records.push_back(record);
  }
  ASSERT_TRUE(many.open().AppendBatch(records));
  many.Decide({.action = "often"});
  many.Decide({.action = "often"});
  many.Close();
  const auto made = MakeReport(ledger::kDirectory, ledger::FixedKey().public_key(),
                               {.period = {}, .trusted = {}, .read = many.read()});
  ASSERT_TRUE(made) << made.error().message;
  const std::string& page = *made;
  EXPECT_LT(page.size(), 60'000U);
  EXPECT_THAT(page, HasSubstr("<td><bdi>often</bdi></td><td class=\"n\">2</td>"));
  EXPECT_THAT(page, HasSubstr("<td><i>(all others)</i></td><td class=\"n\">0</td>"
                              "<td class=\"n\">9,981</td>"));
}

TEST_F(ReportTest, OfALedgerThatIsNotGoodThereIsNoPage) {
  ledger_.FillThreeDays();
  const std::string path = ledger::SegmentPath(ledger::kDirectory);
  const std::string good = ledger_.host().Read(path);
  const auto refused = [&](const std::string& changed, const std::string& why) {
    ledger_.host().Write(path, changed);
    const auto page =
        MakeReport(ledger::kDirectory, ledger::FixedKey().public_key(), {.read = ledger_.read()});
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, ledger::ErrorCode::kCorrupt);
    EXPECT_THAT(page.error().message, HasSubstr(why));
  };
  std::string permitted = good;
  permitted.replace(permitted.find("\"DENY\""), 6, "\"PERM\"");
  refused(permitted, "line 11: ");
  std::string torn = good;
  torn.insert(torn.find('\n'), "x");
  refused(torn, "line 1: ");
  refused(good.substr(0, good.size() - 3), "the line does not end");
}

TEST(Tally, NamesBeyondTheLimitAreCountedTogether) {
  Tally tally;
  for (std::size_t i = 0; i < Tally::kNamesMax + 5; ++i) tally.Add(std::to_string(i), "DENY");
  tally.Add("0", "PERMIT");
  tally.Add(std::string(Tally::kNameBytesMax + 1, 'x'), "ESCALATE");
  EXPECT_EQ(tally.names().size(), Tally::kNamesMax);
  EXPECT_EQ(tally.others(), (DecisionCounts{.permit = 0, .deny = 5, .escalate = 1}));
  EXPECT_EQ(tally.Sorted().front().first, "0");
}

}  // namespace
}  // namespace bylaw::report
