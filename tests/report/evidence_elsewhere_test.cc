// Evidence of records of which something stands elsewhere: in blobs, in a vault, in an archive.
#include <gmock/gmock.h>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/retention.h"
#include "bylaw/report/report.h"
#include "evidence_fixture.h"
#include "peers.h"

namespace bylaw::report {
namespace {

using testing::HasSubstr;
using testing::Not;

using EvidenceOfBlobsTest = EvidenceTest;

TEST_P(EvidenceOfBlobsTest, TheyComeWithTheRecordsThatNameThem) {
  const std::string params = R"({"amount":5,"note":")" + std::string(70'000, 'x') + "\"}";
  const std::string request = runtime::Request("pay", params);
  ledger_.DecideOn(100, /*close=*/true, {request, request});
  ledger_.host().Advance(kDay);
  ledger_.Decide(100);
  const std::string name =
      ledger::BlobPath("", ledger::HashOf(params)).substr(1);  // blobs/<digest>.json
  Good("all.zip");
  EXPECT_EQ(FileIn("all.zip", name), params);
  EXPECT_THAT(FileIn("all.zip", "README.html"), HasSubstr("<code>blobs/</code> has"));
  EXPECT_THAT(Verify("all.zip").out, HasSubstr("blobs      1 params and contexts"));
  EXPECT_EQ(Peer("good", {"all.zip"}), "1 good\n");
  EXPECT_THAT(Peer("damaged", {"all.zip"}), HasSubstr(" found\n"));
  const std::vector<ledger::Timestamp> times = ledger_.Times();
  Good("without.zip", {.from = times.back()});
  EXPECT_THAT(Verify("without.zip").out, Not(HasSubstr("blobs ")));
}

INSTANTIATE_TEST_SUITE_P(Modes, EvidenceOfBlobsTest, BothModes(), ModeName);

using EvidenceOfPeopleTest = EvidenceTest;

TEST_P(EvidenceOfPeopleTest, WhatTheirDigestsStandForIsNotThere) {
  ledger_.Change([&](ledger::Ledger& ledger) -> ledger::Result<void> {
    const std::string params =
        R"({"iban":")" + ledger::DigestText(ledger::HashOf("salted")) + "\"}";
    static constexpr std::array<std::string_view, 1> kPlaces{"/action_params/iban"};
    ledger::Record record = ledger::Evaluation(ledger.ReadClock().time);
    record.action_params = ledger::JsonObject{params};
    record.personal = kPlaces;
    const auto done = ledger.Append(record);
    if (!done) return tl::unexpected<ledger::Error>(done.error());
    return {};
  });
  Good("all.zip");
  EXPECT_THAT(FileIn("all.zip", "README.html"), HasSubstr("What the personal values of 1 records"));
  EXPECT_THAT(Verify("all.zip").out, HasSubstr("personal   1 records have digests"));
  EXPECT_EQ(Peer("good", {"all.zip"}), "1 good\n");
}

INSTANTIATE_TEST_SUITE_P(Modes, EvidenceOfPeopleTest, BothModes(), ModeName);

class EvidenceBehindAnArchiveTest : public EvidenceTest {
 protected:
  static constexpr std::uint64_t kSegmentBytes = 3'500;

  EvidenceBehindAnArchiveTest() : EvidenceTest(std::nullopt, kSegmentBytes) {}

  // Days with decisions, a change of the key among them; of the first ones the hashes are here.
  void FillAndArchive() {
    for (int day = 0; day < 6; ++day) {
      ledger_.Decide(100);
      if (day == 1) ledger_.ChangeKey(ledger::OtherKey());
      ledger_.host().Advance(kDay);
    }
    ledger::RetentionOptions options;
    options.to = "/archive";
    options.open = ledger::OpenOptionsOn(ledger_.host(), std::nullopt, kSegmentBytes);
    const auto retired = ledger::Retire(ledger::kDirectory, ledger::OtherKey(), options);
    ASSERT_TRUE(retired) << retired.error().message;
    ASSERT_GT(retired->segments, 2U);
    whole_from_ = retired->minimum_index;
  }

  // The times of records that are here, behind those that are not.
  std::vector<ledger::Timestamp> TimesBehind() {
    std::vector<ledger::Timestamp> times;
    for (const std::string& line : ledger::LinesOf(ledger::LedgerOn(ledger_.host()))) {
      const auto record = ledger::RecordView::Parse(line);
      if (record && record->number(ledger::Field::seq) >= whole_from_)
        times.push_back(record->time(ledger::Field::timestamp));
    }
    return times;
  }

  std::uint64_t whole_from_ = 0;
};

TEST_P(EvidenceBehindAnArchiveTest, WhatIsHereIsProved) {
  ASSERT_NO_FATAL_FAILURE(FillAndArchive());
  const std::vector<ledger::Timestamp> times = TimesBehind();
  const Period rest{.from = ledger::Timestamp{times.front().us + 1}};
  EXPECT_GE(Good("rest.zip", rest).first, whole_from_);
  Good("part.zip", {.from = times[4], .to = times[6]});
  EXPECT_EQ(Peer("good", {"rest.zip", "part.zip"}), "2 good\n");
  EXPECT_THAT(Peer("damaged", {"part.zip"}), HasSubstr(" found\n"));
  const std::string page = FileIn("rest.zip", "README.html");
  ExpectInertXml(page);
  EXPECT_THAT(page, HasSubstr("<dt>Archived or dropped</dt>"));
  EXPECT_THAT(page, HasSubstr("all before record " + std::to_string(whole_from_)));
}

TEST_P(EvidenceBehindAnArchiveTest, AReportCountsWhatIsHere) {
  ASSERT_NO_FATAL_FAILURE(FillAndArchive());
  const auto page = MakeReport(ledger::kDirectory, ledger::FixedKey().public_key(),
                               {.period = {}, .trusted = {}, .read = ledger_.read()});
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_THAT(*page, HasSubstr("<dt>Archived or dropped</dt>"));
}

TEST_P(EvidenceBehindAnArchiveTest, WhatMayBeOfThePeriodAndIsNotHereIsSaid) {
  const std::vector<ledger::Timestamp> before = ledger_.Times();
  ASSERT_NO_FATAL_FAILURE(FillAndArchive());
  const std::vector<ledger::Timestamp> times = TimesBehind();
  for (const Period& period : {Period{}, Period{.from = times.front()}, Period{.to = times[3]},
                               Period{.from = before.front(), .to = times.front()}}) {
    const auto report = Write("not.zip", period);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ledger::ErrorCode::kNotFound);
    EXPECT_THAT(report.error().message, HasSubstr("are archived or dropped"));
    EXPECT_THAT(report.error().message,
                HasSubstr("later than " + ledger::TimestampText(times.front())));
  }
  EXPECT_EQ(Good("genesis.zip", {.to = before.front()}).records, 0U) << "nothing was before it";
  const auto archived = ledger::ListSegments(ledger_.host(), "/archive");
  ASSERT_TRUE(archived);
  for (const std::uint64_t file : *archived) {
    ledger_.host().Write(ledger::SegmentPath(ledger::kDirectory, file),
                         ledger_.host().Read(ledger::SegmentPath("/archive", file)));
  }
  Good("put-back.zip");
  EXPECT_EQ(Peer("good", {"put-back.zip"}), "1 good\n");
}

INSTANTIATE_TEST_SUITE_P(Modes, EvidenceBehindAnArchiveTest, BothModes(), ModeName);

}  // namespace
}  // namespace bylaw::report
