// Ledgers of several files: where one ends, that all readers see them as one, and that opening
// reads the last one only, where it can believe what was kept of the others.
#include "bylaw/ledger/segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/prove.h"
#include "bylaw/ledger/tiles.h"
#include "chain.h"
#include "fixtures.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::uint64_t kBytes = 8'000;

class SegmentsTest : public testing::TestWithParam<SigningMode> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_, Durability::kCommit, GetParam()));
    Append(60);
    first_seqs_ = ListSegments(host_, kDirectory).value();
    ASSERT_GE(first_seqs_.size(), 4U);
  }

  void Append(int evaluations) { AppendSession(host_, evaluations, kBytes); }

  std::string Path(std::size_t segment) const {
    return SegmentPath(kDirectory, first_seqs_[segment]);
  }
  std::string FrontierPath(std::size_t segment) const {
    std::string path = Path(segment);
    path.replace(path.rfind('/'), 1, "/tree/");
    return path.replace(path.rfind(".jsonl"), 6, ".frontier");
  }
  void Damage(const std::string& path, std::size_t at) {
    std::string text = host_.Read(path);
    text[at] = static_cast<char>(text[at] ^ 1);
    host_.Write(path, text);
  }
  std::size_t LastRecordAt(std::size_t segment) const {
    const std::string text = host_.Read(Path(segment));
    const std::size_t checkpoint = text.rfind('\n', text.size() - 2);
    return text.rfind('\n', checkpoint - 1) + 1;
  }

  FakeHost host_;
  std::vector<std::uint64_t> first_seqs_;
};

TEST_P(SegmentsTest, EachEndsBehindACheckpointAndIsCalledByItsFirstRecord) {
  for (std::size_t i = 0; i < first_seqs_.size(); ++i) {
    const std::string text = host_.Read(Path(i));
    const std::vector<std::string> lines = LinesOf(text);
    const auto first = RecordView::Parse(lines.front());
    ASSERT_TRUE(first);
    EXPECT_EQ(first->number(Field::seq), first_seqs_[i]);
    if (i + 1 == first_seqs_.size()) continue;
    EXPECT_GE(text.size(), kBytes);
    EXPECT_THAT(lines.back(), StartsWith(kCheckpointStart));
    EXPECT_FALSE(text.ends_with("\n\n")) << "cut to its size";
  }
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->file << report.bad->line << report.bad->why;
  EXPECT_EQ(report.records, 63U);
}

TEST_P(SegmentsTest, ReadersSeeOneLedger) {
  auto segments = Segments::Open(host_, kDirectory);
  ASSERT_TRUE(segments);
  const std::string all = LedgerOn(host_);
  EXPECT_EQ(segments->Size().value(), all.size());
  std::string read(all.size() + 10, '?');
  EXPECT_EQ(segments->ReadAt(0, read).value(), all.size());
  EXPECT_EQ(read.substr(0, all.size()), all);
  for (const std::size_t begin : {std::size_t{1}, all.size() / 3, all.size() - 5, all.size()}) {
    std::string piece(9'000, '?');
    const std::size_t size = segments->ReadAt(begin, piece).value();
    EXPECT_EQ(piece.substr(0, size), all.substr(begin, 9'000));
  }

  const ReadOptions options{.progress = {}, .host = &host_};
  const PublicKey& key = FixedKey().public_key();
  for (const std::uint64_t seq : first_seqs_) {
    const auto proven = ProveRecord(kDirectory, key, seq, options);
    ASSERT_TRUE(proven) << proven.error().message;
    EXPECT_EQ(RecordView::Parse(proven->line)->number(Field::seq), seq);
  }
  EXPECT_TRUE(ExportTiles(kDirectory, key, "/log", options));
  EXPECT_TRUE(VerifyTiles("/log", key, options));
}

TEST_P(SegmentsTest, DamageIsNamedByItsFileAndLine) {
  for (std::size_t i = 0; i < first_seqs_.size(); ++i) {
    const std::string whole = host_.Read(Path(i));
    Damage(Path(i), whole.find('\n') + 40);
    const VerifyReport report = VerifyOn(host_);
    ASSERT_FALSE(report.good());
    EXPECT_EQ(report.bad->file, Path(i));
    EXPECT_EQ(report.bad->line, 2U);
    host_.Write(Path(i), whole);
  }
  EXPECT_TRUE(VerifyOn(host_).good());
}

TEST_P(SegmentsTest, AMissingOneIsNamedWhereItBelongs) {
  for (std::size_t i = 0; i + 1 < first_seqs_.size(); ++i) {
    const auto host = host_.Clone();
    ASSERT_TRUE(host->Rename(Path(i), "/audit/away"));
    const VerifyReport report = VerifyOn(*host);
    ASSERT_FALSE(report.good());
    EXPECT_EQ(report.bad->file, Path(i + 1));
    EXPECT_EQ(report.bad->line, 1U);
  }
}

TEST_P(SegmentsTest, ANameThatIsNotItsFirstRecordIsNamed) {
  const std::string other = SegmentPath(kDirectory, first_seqs_[1] + 1);
  ASSERT_TRUE(host_.Rename(Path(1), other));
  const VerifyReport report = VerifyOn(host_);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->file, other);
  EXPECT_THAT(report.bad->why, HasSubstr("stands where"));
}

TEST_P(SegmentsTest, OneWithoutARecordIsTheLastAndCalledByTheNext) {
  const auto with = [&](std::uint64_t first_seq, const char* text) {
    const auto host = host_.Clone();
    host->Write(SegmentPath(kDirectory, first_seq), text);
    return VerifyOn(*host).good();
  };
  const std::uint64_t next = VerifyOn(host_).records;
  EXPECT_TRUE(with(next, ""));
  EXPECT_TRUE(with(next, "\n\n"));
  EXPECT_FALSE(with(next + 1, ""));
  EXPECT_FALSE(with(next + 1, "\n\n"));
  EXPECT_FALSE(with(first_seqs_[1] - 1, ""));
  EXPECT_FALSE(with(first_seqs_[1] + 1, ""));
}

TEST_P(SegmentsTest, OneThatDoesNotEndWithACheckpointIsNamed) {
  // The second's first record goes to the end of the first, so that the chain is whole.
  const std::string second = host_.Read(Path(1));
  const std::size_t cut = second.find('\n') + 1;
  host_.Write(Path(0), host_.Read(Path(0)) + second.substr(0, cut));
  host_.Write(SegmentPath(kDirectory, first_seqs_[1] + 1), second.substr(cut));
  ASSERT_TRUE(host_.Rename(Path(1), "/audit/away"));
  const VerifyReport report = VerifyOn(host_);
  ASSERT_FALSE(report.good());
  EXPECT_THAT(report.bad->why, HasSubstr("no checkpoint stands at the end of the segment before"));
}

// A ledger that is opened for a few records at a time had all of them in one file: each session
// ended with the checkpoint behind which a new one was to begin.
TEST_P(SegmentsTest, AFullOneEndsThoughEverySessionIsShort) {
  for (int session = 0; session < 40; ++session) Append(1);
  EXPECT_GE(ListSegments(host_, kDirectory)->size(), first_seqs_.size() + 4);
  EXPECT_TRUE(VerifyOn(host_).good());
}

// The space kept ready in a full one that a killed process left goes before the next begins.
TEST_P(SegmentsTest, AFullOneOfAKilledProcessIsCutBeforeTheNextBegins) {
  const std::string last = Path(first_seqs_.size() - 1);
  host_.Write(last, host_.Read(last) + std::string(kBytes, '\n'));
  {
    auto ledger = OpenOn(host_, std::nullopt, 1);
    ASSERT_TRUE(ledger) << ledger.error().message;
  }
  EXPECT_FALSE(host_.Read(last).ends_with("\n\n"));
  EXPECT_EQ(ListSegments(host_, kDirectory)->size(), first_seqs_.size() + 1);
  EXPECT_TRUE(VerifyOn(host_).good());
}

// What was kept does, and it is all that is read: damage in older segments is verify's to find.
TEST_P(SegmentsTest, OpeningReadsTheLastOneOnly) {
  Damage(Path(1), 100);
  Append(1);
  const VerifyReport report = VerifyOn(host_);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->file, Path(1));
}

TEST_P(SegmentsTest, WithoutWhatWasKeptOpeningReadsAll) {
  const std::size_t last = first_seqs_.size() - 1;
  const std::string kept = host_.Read(FrontierPath(last));
  ASSERT_FALSE(kept.empty());
  for (const std::string& instead :
       {std::string(), std::string("nonsense\n"), kept + kept, kept.substr(65),
        std::string(64, '0') + kept.substr(64),
        kept.substr(0, kept.size() - 65) + std::string(64, 'f') + "\n"}) {
    const auto host = host_.Clone();
    host->Write(FrontierPath(last), instead);
    ASSERT_TRUE(OpenOn(*host)) << instead;
    EXPECT_EQ(host->Read(FrontierPath(last)), kept) << "and keeps it again";

    const auto damaged = host_.Clone();
    std::string text = damaged->Read(Path(1));
    text[100] = static_cast<char>(text[100] ^ 1);
    damaged->Write(Path(1), text);
    damaged->Write(FrontierPath(last), instead);
    const auto ledger = OpenOn(*damaged);
    ASSERT_FALSE(ledger) << instead;
    EXPECT_EQ(ledger.error().code, ErrorCode::kCorrupt);
    EXPECT_THAT(ledger.error().message, HasSubstr(Path(1) + ", line "));
  }
}

TEST_P(SegmentsTest, TheLastRecordBeforeTheLastOneIsChecked) {
  const std::size_t before = first_seqs_.size() - 2;
  Damage(Path(before), LastRecordAt(before) + 40);
  const auto ledger = OpenOn(host_);
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(ledger.error().message, HasSubstr(Path(before)));
}

TEST_P(SegmentsTest, AnExpectedCheckpointOfAnySizeIsHeldAgainstTheLedger) {
  const PublicKey& key = FixedKey().public_key();
  int seen = 0;
  Chain chain;
  chain.origin = OpenOn(*host_.Clone())->origin();
  for (const std::string& line : LinesOf(LedgerOn(host_))) {
    const auto note = ValidCheckpoint(line, chain, key);
    if (!note) continue;
    ++seen;
    Checkpoint expect = *OpenCheckpoint(*note, key);
    EXPECT_TRUE(OpenOn(*host_.Clone(), expect));
    expect.root[3] ^= 1;
    const auto other = OpenOn(*host_.Clone(), expect);
    ASSERT_FALSE(other) << expect.size;
    EXPECT_EQ(other.error().code, ErrorCode::kRolledBack);
  }
  EXPECT_GE(seen, 4);
}

// The newest segments are gone, or only the last one's records are.
TEST_P(SegmentsTest, ARollbackByWholeSegmentsIsRefused) {
  const PublicKey& key = FixedKey().public_key();
  const auto ledger_checkpoint = [&] {
    auto ledger = OpenOn(host_);
    return *OpenCheckpoint(*ledger->WriteCheckpoint(), key);
  }();
  const auto host = host_.Clone();
  ASSERT_TRUE(host->Rename(Path(first_seqs_.size() - 1), "/audit/away"));
  EXPECT_TRUE(OpenOn(*host->Clone())) << "nobody can tell without a checkpoint kept elsewhere";
  for (const char* const left : {"nothing", "an empty file"}) {
    if (left[0] == 'a') host->Write(Path(first_seqs_.size() - 1), "");
    const auto ledger = OpenOn(*host->Clone(), ledger_checkpoint);
    ASSERT_FALSE(ledger) << left;
    EXPECT_EQ(ledger.error().code, ErrorCode::kRolledBack) << left;
  }
}

// It was recorded in a segment that opening does not read any more.
TEST_P(SegmentsTest, WhatWasTornOffBeforeIsNotRecordedAgain) {
  const std::string last = Path(first_seqs_.size() - 1);
  host_.Write(last, host_.Read(last) + "torn");
  Append(40);
  ASSERT_NE(ListSegments(host_, kDirectory)->back(), first_seqs_.back());
  const auto ledger = OpenOn(host_);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_TRUE(ledger->recovered().empty());
  EXPECT_EQ(VerifyOn(host_).recoveries, 1U);
}

// The mode of the next record is told by the last record of the segment before.
TEST_P(SegmentsTest, TheModeIsKnownBehindASegmentThatEndsWithItsChange) {
  const SigningMode other =
      GetParam() == SigningMode::kRecord ? SigningMode::kCheckpoint : SigningMode::kRecord;
  {
    auto ledger = OpenOn(host_, std::nullopt, 1);
    ASSERT_TRUE(ledger);
    ASSERT_TRUE(ledger->ChangeMode(other, ""));
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  }
  const auto ledger = OpenOn(host_);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_EQ(ledger->mode(), other);
  EXPECT_TRUE(VerifyOn(host_).good());
}

INSTANTIATE_TEST_SUITE_P(Modes, SegmentsTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& mode) { return std::string(SigningModeText(mode.param)); });

}  // namespace
}  // namespace bylaw::ledger
