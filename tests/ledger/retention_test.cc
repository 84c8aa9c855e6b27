// Records that are archived or dropped: their hashes stay, so that all that was ever signed still
// verifies and proves; nothing goes that was not stated, verified and, if asked for, copied.
#include "bylaw/ledger/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bylaw/ledger/prove.h"
#include "bylaw/ledger/roots.h"
#include "bylaw/ledger/tiles.h"
#include "chain.h"
#include "reduced_segment.h"
#include "retention_fixture.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;
using testing::Not;

class RetentionTest : public RetentionFixture {};

TEST_P(RetentionTest, SegmentsAreCopiedAndTheirHashesStay) {
  const std::uint64_t records = VerifyOn(host_).records;
  const auto retired = RetireOn(host_);
  ASSERT_TRUE(retired) << retired.error().message;
  EXPECT_EQ(retired->minimum_index, minimum_);
  EXPECT_EQ(retired->segments, first_seqs_.size() - 2);
  EXPECT_EQ(WholeFrom(kDirectory, Reading(host_)).value(), minimum_);
  for (std::size_t i = 0; i + 2 < first_seqs_.size(); ++i) {
    EXPECT_EQ(host_.Read(SegmentPath(kArchive, first_seqs_[i])), whole_[i]);
    const std::string left = SegmentOn(host_, first_seqs_[i]);
    EXPECT_LT(left.size(), whole_[i].size());
    EXPECT_THAT(left, Not(HasSubstr("lending-agent-v2")));
    EXPECT_TRUE(IsReduced(host_, SegmentPath(kDirectory, first_seqs_[i])).value());
    EXPECT_EQ(Reduced(host_, SegmentPath(kDirectory, first_seqs_[i])).value(), left);
  }
  const VerifyReport report = VerifyOn(host_);
  ASSERT_TRUE(report.good()) << report.bad->file << report.bad->line << report.bad->why;
  EXPECT_EQ(report.records, records + 3) << "opened, retention, closed";
  EXPECT_EQ(report.minimum_index, minimum_);
  EXPECT_EQ(report.retired, minimum_ - 4) << "genesis, a key and two modes stay";
  EXPECT_THAT(LedgerOn(host_), HasSubstr("\"admin\":\"retention\""));

  Append(host_, 30);
  EXPECT_TRUE(VerifyOn(host_).good()) << "the ledger goes on";
  const auto kept = host_.List("/audit/tree");
  ASSERT_TRUE(kept);
  for (const std::string& name : *kept) host_.Write("/audit/tree/" + name, "");
  EXPECT_TRUE(Open(host_)) << "and opens by what is left";
}

TEST_P(RetentionTest, WhatWasEverSignedStillVerifiesAndProves) {
  std::vector<Checkpoint> signed_before;
  Chain chain;
  chain.origin = Open(*host_.Clone())->origin();
  chain.key = OtherKey().public_key();
  for (const std::string& line : LinesOf(LedgerOn(host_))) {
    const auto note = ValidCheckpoint(line, chain, FixedKey().public_key());
    if (!note) continue;
    const std::array keys{FixedKey().public_key(), OtherKey().public_key()};
    signed_before.push_back(OpenCheckpoint(*note, keys).value());
  }
  ASSERT_GE(signed_before.size(), 5U);
  ASSERT_TRUE(RetireOn(host_));
  const PublicKey& key = FixedKey().public_key();
  for (Checkpoint expect : signed_before) {
    EXPECT_TRUE(VerifyOn(host_, expect).good());
    EXPECT_TRUE(ProveGrowth(kDirectory, key, expect.size, Reading(host_)));
    EXPECT_TRUE(OpenOn(*host_.Clone(), expect, kRetentionBytes, OtherKey()));
    expect.root[0] ^= 1;
    EXPECT_FALSE(VerifyOn(host_, expect).good()) << "another history";
  }
  for (std::uint64_t seq = 0; seq < minimum_ + 2; ++seq) {
    const auto proven = ProveRecord(kDirectory, key, seq, Reading(host_));
    ASSERT_TRUE(proven) << proven.error().message;
    const auto archived = ProveRecord(kDirectory, key, seq, Reading(host_, kArchive));
    ASSERT_TRUE(archived) << archived.error().message;
    EXPECT_EQ(RecordView::Parse(archived->line)->number(Field::seq), seq);
    EXPECT_EQ(archived->proof.hashes, proven->proof.hashes);
    EXPECT_TRUE(proven->line.empty() || proven->line == archived->line);
    EXPECT_TRUE(seq < minimum_ || !proven->line.empty());
  }
  const auto log = ExportTiles(kDirectory, key, "/log", Reading(host_));
  ASSERT_FALSE(log) << "a log has its entries";
  EXPECT_EQ(log.error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(ExportTiles(kDirectory, key, "/log2", Reading(host_, kArchive)));
}

TEST_P(RetentionTest, AnArchiveVerifiesInItsPlaceAndPutBack) {
  ASSERT_TRUE(RetireOn(host_));
  const VerifyReport with = VerifyWith(host_, kArchive);
  ASSERT_TRUE(with.good()) << with.bad->why;
  EXPECT_EQ(with.retired, 0U);

  const std::string path = SegmentPath(kArchive, first_seqs_[1]);
  const std::string copy = host_.Read(path);
  std::string damaged = copy;
  damaged[copy.find("15000")] = '2';
  host_.Write(path, damaged);
  const VerifyReport bad = VerifyWith(host_, kArchive);
  ASSERT_FALSE(bad.good());
  EXPECT_EQ(bad.bad->file, path);
  host_.Write(path, copy);

  for (std::size_t i = 0; i + 2 < first_seqs_.size(); ++i) {
    host_.Write(SegmentPath(kDirectory, first_seqs_[i]), whole_[i]);
    const VerifyReport report = VerifyOn(host_);
    EXPECT_TRUE(report.good()) << report.bad->why;
  }
  EXPECT_EQ(VerifyOn(host_).retired, 0U);
}

TEST_P(RetentionTest, TheSameCallAgainChangesNothing) {
  ASSERT_TRUE(RetireOn(host_));
  const std::uint64_t calls = host_.calls;
  const auto again = RetireOn(host_, kArchive, minimum_);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->segments, 0U);
  EXPECT_EQ(again->minimum_index, minimum_);
  EXPECT_EQ(host_.calls, calls);
}

TEST_P(RetentionTest, WholeSegmentsGoThatAreOldEnough) {
  const auto minimum = [&](std::uint64_t before_seq, Timestamp before_time) {
    const auto host = host_.Clone();
    const auto retired = RetireOn(*host, "", before_seq, before_time);
    EXPECT_TRUE(VerifyOn(*host).good());
    return retired ? retired->minimum_index : 1;
  };
  const auto time_of = [&](std::uint64_t seq) {
    const std::vector<std::string> lines = LinesOf(LedgerOn(host_));
    for (const std::string& line : lines) {
      const auto record = RecordView::Parse(line);
      if (record && record->number(Field::seq) == seq) return record->time(Field::timestamp);
    }
    return Timestamp{};
  };
  const Timestamp later{INT64_MAX};
  EXPECT_EQ(minimum(0, later), 0U);
  EXPECT_EQ(minimum(first_seqs_[1] - 1, later), 0U);
  EXPECT_EQ(minimum(first_seqs_[1], later), first_seqs_[1]);
  EXPECT_EQ(minimum(first_seqs_[2] + 1, later), first_seqs_[2]);
  EXPECT_EQ(minimum(UINT64_MAX, later), minimum_) << "the last two are opened by";
  const Timestamp last = time_of(first_seqs_[2] - 1);
  EXPECT_EQ(minimum(UINT64_MAX, last), first_seqs_[1]);
  EXPECT_EQ(minimum(UINT64_MAX, {last.us + 1}), first_seqs_[2]);
  EXPECT_EQ(minimum(UINT64_MAX, {0}), 0U);
}

// In two steps: what went first is no hindrance, and is stated by the later record too.
TEST_P(RetentionTest, MoreGoesLater) {
  ASSERT_TRUE(RetireOn(host_, kArchive, first_seqs_[1]));
  EXPECT_TRUE(VerifyOn(host_).good());
  const auto more = RetireOn(host_);
  ASSERT_TRUE(more) << more.error().message;
  EXPECT_GE(more->minimum_index, minimum_);
  EXPECT_TRUE(VerifyOn(host_).good());
  EXPECT_TRUE(VerifyWith(host_, kArchive).good());
  ExpectNothingLost(host_);
}

TEST_P(RetentionTest, AnAdminRecordStatesWhatItIsAbout) {
  auto ledger = Open(host_);
  ASSERT_TRUE(ledger);
  const auto submit = [&](std::string_view about, std::optional<std::uint64_t> minimum,
                          std::optional<Timestamp> clock) {
    Record record;
    record.kind = "admin";
    record.timestamp = ledger->ReadClock().time;
    record.admin = about;
    record.minimum_index = minimum;
    record.clock_timestamp = clock;
    const auto ticket = ledger->Submit(record);
    return ticket ? std::string() : ticket.error().message;
  };
  EXPECT_EQ(submit("retention", 1, {}), "");
  EXPECT_EQ(submit("clock", {}, Timestamp{1}), "");
  EXPECT_THAT(submit("retention", {}, {}), HasSubstr("needs minimum_index"));
  EXPECT_THAT(submit("retention", 1, Timestamp{1}), HasSubstr("has no clock_timestamp"));
  EXPECT_THAT(submit("clock", 1, Timestamp{1}), HasSubstr("has no minimum_index"));
  EXPECT_THAT(submit("weather", {}, {}), HasSubstr("is about"));
  EXPECT_EQ(ledger->StateRetention(ledger->size() + 1, "").error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_TRUE(ledger->StateRetention(ledger->size(), ""));
  EXPECT_TRUE(VerifyOn(host_).good()) << "what is stated need not be done";
}

// A record is missing without a word: that is damage, as it always was.
TEST_P(RetentionTest, WhatNoRecordStatesIsDamage) {
  const auto reduce = [](FakeHost& host, std::uint64_t seq) {
    const std::string path = SegmentPath(kDirectory, seq);
    host.Write(path, Reduced(host, path).value());
  };
  const auto unstated = host_.Clone();
  reduce(*unstated, 0);
  const VerifyReport report = VerifyOn(*unstated);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->file, SegmentPath(kDirectory));
  EXPECT_THAT(report.bad->why, HasSubstr("no retention record"));
  VerifyOptions range;
  range.read.host = unstated.get();
  range.last_seq = 3;
  EXPECT_FALSE(Verify(kDirectory, FixedKey().public_key(), range)->good()) << "in a range, too";

  ASSERT_TRUE(RetireOn(host_, "", first_seqs_[1]));
  range.read.host = &host_;
  EXPECT_TRUE(Verify(kDirectory, FixedKey().public_key(), range)->good());
  const auto beyond = host_.Clone();
  reduce(*beyond, first_seqs_[1]);
  EXPECT_FALSE(VerifyOn(*beyond).good());
  const auto gone = host_.Clone();
  ASSERT_TRUE(gone->Remove(SegmentPath(kDirectory)));
  EXPECT_FALSE(VerifyOn(*gone).good());
}

TEST_P(RetentionTest, AChangedLineOfWhatIsLeftIsFound) {
  ASSERT_TRUE(RetireOn(host_));
  for (const std::uint64_t seq : {first_seqs_[0], first_seqs_[1]}) {
    const std::string path = SegmentPath(kDirectory, seq);
    const std::string left = host_.Read(path);
    const std::vector<std::string> lines = LinesOf(left);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::vector<std::string> changed = lines;
      changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
      host_.Write(path, JoinLines(changed));
      EXPECT_FALSE(VerifyOn(host_).good()) << "without " << lines[i];
      changed = lines;
      char& digit = changed[i][changed[i].size() / 2];
      digit = digit == '0' ? '1' : '0';
      host_.Write(path, JoinLines(changed));
      EXPECT_FALSE(VerifyOn(host_).good()) << "changed: " << lines[i];
      changed = lines;
      changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
      host_.Write(path, JoinLines(changed));
      EXPECT_FALSE(VerifyOn(host_).good()) << "twice: " << lines[i];
    }
    host_.Write(path, left);
  }
  EXPECT_TRUE(VerifyOn(host_).good());
}

// A hash stands for a record only where a checkpoint behind it is sure to sign it.
TEST_P(RetentionTest, NoHashStandsInTheLastSegment) {
  const std::string path = SegmentPath(kDirectory, first_seqs_.back());
  std::vector<std::string> lines = LinesOf(host_.Read(path));
  std::string hash;
  AppendHashLine(LeafHash("a record"), hash);
  lines.push_back(hash);
  host_.Write(path, JoinLines(lines));
  const VerifyReport report = VerifyOn(host_);
  ASSERT_FALSE(report.good());
  EXPECT_THAT(report.bad->why, HasSubstr("not a record"));
}

TEST_P(RetentionTest, WhatDoesNotHoldIsNotTakenOut) {
  std::string damaged = whole_[1];
  damaged[damaged.find("15000")] = '2';
  host_.Write(SegmentPath(kDirectory, first_seqs_[1]), damaged);
  const auto retired = RetireOn(host_);
  ASSERT_FALSE(retired);
  EXPECT_EQ(retired.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(retired.error().message, HasSubstr("nothing was changed"));
  EXPECT_EQ(SegmentOn(host_), whole_[0]);
  EXPECT_EQ(SegmentOn(host_, first_seqs_[1]), damaged);
}

TEST_P(RetentionTest, AnArchiveIsAPlaceOfItsOwn) {
  const auto to_itself = RetireOn(host_, kDirectory);
  ASSERT_FALSE(to_itself);
  EXPECT_EQ(to_itself.error().code, ErrorCode::kLocked);
  ExpectUnchanged(host_);
  host_.Write(SegmentPath(kArchive, first_seqs_[1]), "another ledger's\n");
  const auto taken = RetireOn(host_);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::kExists);
  ExpectUnchanged(host_);
  EXPECT_EQ(host_.Read(SegmentPath(kArchive, first_seqs_[1])), "another ledger's\n");
}

TEST_P(RetentionTest, ReadersOfASingleRecordAndItsRootsGoOn) {
  ASSERT_TRUE(RetireOn(host_));
  const std::array<std::uint64_t, 2> sizes{3, minimum_};
  const auto roots = RootsAt(kDirectory, FixedKey().public_key(), sizes, Reading(host_));
  ASSERT_TRUE(roots) << roots.error().message;
  EXPECT_EQ(roots->roots.size(), 2U);
  EXPECT_EQ(KeysOf(kDirectory, FixedKey().public_key(), Reading(host_))->size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Modes, RetentionTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& mode) { return std::string(SigningModeText(mode.param)); });

}  // namespace
}  // namespace bylaw::ledger
