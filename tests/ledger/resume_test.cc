// Verification that goes on where another one ended: what stands behind is judged as if all had
// been read, what stands before is not read, and nothing that does not fit is gone on from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chain.h"
#include "fixtures.h"
#include "reduced_segment.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t kBytes = 6'000;
const std::string kFile = "/auditor/verified";

class ResumeTest : public testing::TestWithParam<SigningMode> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_, Durability::kCommit, GetParam()));
    host_.Write("/auditor/other", "");
    AppendSession(host_, 30, kBytes);
  }

  static Result<VerifyReport> Resume(FakeHost& host,
                                     std::optional<Checkpoint> expect = std::nullopt) {
    VerifyOptions options;
    options.resume = kFile;
    options.expect = std::move(expect);
    options.read.host = &host;
    return Verify(kDirectory, FixedKey().public_key(), options);
  }
  static void ExpectSame(const VerifyReport& resumed, const VerifyReport& whole) {
    ASSERT_EQ(resumed.good(), whole.good()) << (resumed.good() ? whole : resumed).bad->why;
    EXPECT_EQ(resumed.records, whole.records);
    EXPECT_EQ(resumed.origin, whole.origin);
    EXPECT_EQ(resumed.last_time, whole.last_time);
    EXPECT_EQ(resumed.checkpoint_size, whole.checkpoint_size);
    if (resumed.good()) return;
    EXPECT_EQ(resumed.bad->file, whole.bad->file);
    EXPECT_EQ(resumed.bad->line, whole.bad->line);
    EXPECT_EQ(resumed.bad->why, whole.bad->why);
  }

  FakeHost host_;
};

TEST_P(ResumeTest, OnlyWhatIsNewIsRead) {
  const auto first = Resume(host_);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->resumed_at, 0U);
  ExpectSame(*first, VerifyOn(host_));
  const std::string kept = host_.Read(kFile);

  const auto again = Resume(host_);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->resumed_at, first->records);
  EXPECT_EQ(again->signatures + again->checkpoints, 0U);
  ExpectSame(*again, VerifyOn(host_));
  EXPECT_EQ(host_.Read(kFile), kept);

  AppendSession(host_, 40, kBytes);
  // What is not read again is not seen.
  std::string damaged = SegmentOn(host_);
  damaged[100] = static_cast<char>(damaged[100] ^ 1);
  const std::string whole = SegmentOn(host_);
  host_.Write(SegmentPath(kDirectory), damaged);
  const auto more = Resume(host_);
  ASSERT_TRUE(more);
  ASSERT_TRUE(more->good()) << more->bad->why;
  EXPECT_EQ(more->resumed_at, first->records);
  EXPECT_EQ(more->records, first->records + 42);
  host_.Write(SegmentPath(kDirectory), whole);
  ExpectSame(*more, VerifyOn(host_));
  EXPECT_EQ(Resume(host_)->resumed_at, more->records);
}

// Behind each checkpoint there ever was, among them those at which key and mode change.
TEST_P(ResumeTest, GoesOnBehindAnyCheckpoint) {
  {
    auto ledger = OpenOn(host_);
    const SigningMode other =
        GetParam() == SigningMode::kRecord ? SigningMode::kCheckpoint : SigningMode::kRecord;
    ASSERT_TRUE(ledger->ChangeKey(OtherKey(), ""));
    ASSERT_TRUE(ledger->ChangeMode(other, ""));
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
    ASSERT_TRUE(ledger->Close());
  }
  const std::vector<std::uint64_t> segments = ListSegments(host_, kDirectory).value();
  ASSERT_GE(segments.size(), 3U);
  int places = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::vector<std::string> lines = LinesOf(SegmentOn(host_, segments[i]));
    for (std::size_t count = 1; count <= lines.size(); ++count) {
      if (!lines[count - 1].starts_with(kCheckpointStart)) continue;
      const auto host = host_.Clone();
      for (std::size_t later = i + 1; later < segments.size(); ++later) {
        ASSERT_TRUE(host->Remove(SegmentPath(kDirectory, segments[later])));
      }
      host->Write(SegmentPath(kDirectory, segments[i]),
                  JoinLines({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(count)}));
      const auto before = Resume(*host);
      ASSERT_TRUE(before && before->good());
      const auto grown = host_.Clone();
      grown->Write(kFile, host->Read(kFile));
      const auto resumed = Resume(*grown);
      ASSERT_TRUE(resumed) << resumed.error().message;
      EXPECT_EQ(resumed->resumed_at, before->records);
      ExpectSame(*resumed, VerifyOn(host_));
      ++places;
    }
  }
  EXPECT_GE(places, 8);
}

TEST_P(ResumeTest, DamageBehindIsNamedAsIfAllHadBeenRead) {
  ASSERT_TRUE(Resume(host_));
  const std::string kept = host_.Read(kFile);
  AppendSession(host_, 20, kBytes);
  const std::uint64_t before = Resume(*host_.Clone())->resumed_at;
  const auto segments = ListSegments(host_, kDirectory).value();
  for (const std::uint64_t segment : segments) {
    const std::string text = SegmentOn(host_, segment);
    const std::vector<std::string> lines = LinesOf(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto record = RecordView::Parse(lines[i]);
      if (!record || record->number(Field::seq) < before) continue;
      for (const std::size_t at : {lines[i].size() / 3, lines[i].find("ed25519:") + 9}) {
        if (at >= lines[i].size()) continue;
        auto damaged = lines;
        damaged[i][at] = damaged[i][at] == '0' ? '1' : '0';
        host_.Write(SegmentPath(kDirectory, segment), JoinLines(damaged));
        const auto resumed = Resume(host_);
        ASSERT_TRUE(resumed) << resumed.error().message;
        ExpectSame(*resumed, VerifyOn(host_));
        EXPECT_TRUE(resumed->good() || host_.Read(kFile) == kept) << "nobody goes on from there";
      }
      host_.Write(SegmentPath(kDirectory, segment), text);
      host_.Write(kFile, kept);
    }
  }
}

TEST_P(ResumeTest, ALedgerThatFallsShortIsHeldAgainstWhatWasVerified) {
  const auto old = host_.Clone();
  AppendSession(host_, 5, kBytes);
  ASSERT_TRUE(Resume(host_)->good());
  const std::string kept = host_.Read(kFile);
  old->Write(kFile, kept);
  const auto rolled_back = Resume(*old);
  ASSERT_TRUE(rolled_back);
  ASSERT_FALSE(rolled_back->good());
  EXPECT_THAT(rolled_back->bad->why, HasSubstr("the expected checkpoint states"));
  EXPECT_EQ(old->Read(kFile), kept);

  FakeHost other;
  other.random_state = 77;
  ASSERT_TRUE(InitOn(other, Durability::kCommit, GetParam()));
  AppendSession(other, 40, kBytes);
  other.Write(kFile, kept);
  const auto another = Resume(other);
  ASSERT_FALSE(another->good());
  EXPECT_THAT(another->bad->why, HasSubstr("this is ledger"));
}

TEST_P(ResumeTest, WhereTheCheckpointWentAllIsReadAndHeldAgainstIt) {
  const auto segments = ListSegments(host_, kDirectory).value();
  const auto host = host_.Clone();
  for (std::size_t i = 1; i < segments.size(); ++i) {
    ASSERT_TRUE(host->Remove(SegmentPath(kDirectory, segments[i])));
  }
  ASSERT_TRUE(Resume(*host)->good());
  host_.Write(kFile, host->Read(kFile));
  {
    auto ledger = OpenOn(host_);
    ASSERT_TRUE(ledger->StateRetention(segments[1], ""));
    ASSERT_TRUE(ledger->Close());
  }
  const std::string path = SegmentPath(kDirectory);
  host_.Write(path, Reduced(host_, path).value());
  const auto report = Resume(host_);
  ASSERT_TRUE(report->good()) << report->bad->why;
  EXPECT_EQ(report->resumed_at, 0U);
  EXPECT_GT(report->retired, 0U);
}

TEST_P(ResumeTest, AnOlderCheckpointIsHeldAgainstAll) {
  const std::string line = [&] {
    for (const std::string& each : LinesOf(SegmentOn(host_))) {
      if (each.starts_with(kCheckpointStart)) return each;
    }
    return std::string();
  }();
  Chain chain;
  chain.origin = VerifyOn(host_).origin;
  const PublicKey& key = FixedKey().public_key();
  Checkpoint expect = OpenCheckpoint(*ValidCheckpoint(line, chain, key), key).value();
  ASSERT_TRUE(Resume(host_)->good());
  EXPECT_EQ(Resume(host_, expect)->resumed_at, 0U);
  EXPECT_TRUE(Resume(host_, expect)->good());
  expect.root[0] ^= 1;
  EXPECT_FALSE(Resume(host_, expect)->good());
  expect.root[0] ^= 1;
  expect.size = 10'000;
  EXPECT_FALSE(Resume(host_, expect)->good()) << "a newer one";
}

TEST_P(ResumeTest, AFileThatIsNoneIsRefusedAndStays) {
  ASSERT_TRUE(Resume(host_)->good());
  const std::string kept = host_.Read(kFile);
  std::vector<std::string> texts = {"", "nonsense", kept + "x", kept.substr(0, kept.size() - 9)};
  for (std::size_t at = kept.find('\n'); at != std::string::npos; at = kept.find('\n', at + 1)) {
    texts.push_back(kept.substr(0, at));
    if (at + 1 < kept.size()) texts.push_back(kept.substr(0, at) + kept.substr(at + 1));
  }
  for (const std::string& text : texts) {
    host_.Write(kFile, text);
    const auto report = Resume(host_);
    ASSERT_FALSE(report) << text;
    EXPECT_EQ(report.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(report.error().message, HasSubstr(kFile));
    EXPECT_EQ(host_.Read(kFile), text);
  }
  host_.Write(kFile, kept);
  VerifyOptions options;
  options.resume = kFile;
  options.read.host = &host_;
  const auto other = Verify(kDirectory, OtherKey().public_key(), options);
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("was verified with key"));
  options.first_seq = 3;
  EXPECT_EQ(Verify(kDirectory, FixedKey().public_key(), options).error().code,
            ErrorCode::kInvalidArgument);
}

TEST_P(ResumeTest, OneThatIsStoppedIsGoneOnFrom) {
  {
    auto ledger = OpenOn(host_);
    for (int i = 0; i < 5; ++i) {
      host_.Advance(2'000'000);
      ASSERT_TRUE(
          ledger->AppendBatch(std::vector<Record>(400, Evaluation(ledger->ReadClock().time))));
    }
    ASSERT_TRUE(ledger->Close());
  }
  VerifyOptions options;
  options.resume = kFile;
  options.read.host = &host_;
  options.read.progress = [](std::uint64_t, std::uint64_t) { return false; };
  const auto stopped = Verify(kDirectory, FixedKey().public_key(), options);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kClosed);
  const auto resumed = Resume(host_);
  ASSERT_TRUE(resumed) << resumed.error().message;
  EXPECT_GT(resumed->resumed_at, 100U);
  EXPECT_LT(resumed->resumed_at, resumed->records);
  ExpectSame(*resumed, VerifyOn(host_));
}

INSTANTIATE_TEST_SUITE_P(Modes, ResumeTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& mode) { return std::string(SigningModeText(mode.param)); });

}  // namespace
}  // namespace bylaw::ledger
