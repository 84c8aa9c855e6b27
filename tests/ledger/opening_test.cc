// What opening keeps, what it moves aside, and what it refuses to touch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chain.h"
#include "fixtures.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

class OpeningTest : public testing::Test {
 protected:
  void SetUp() override {
    FillLedger(host_, 5);
    lines_ = LinesOf(SegmentOn(host_));
  }

  void Replace(const std::string& text) { host_.Write(SegmentPath(kDirectory), text); }

  void ExpectRefused(const std::string& text, std::size_t line) {
    Replace(text);
    const auto ledger = OpenOn(host_);
    ASSERT_FALSE(ledger);
    EXPECT_EQ(ledger.error().code, ErrorCode::kCorrupt) << ledger.error().message;
    EXPECT_THAT(ledger.error().message, HasSubstr("line " + std::to_string(line) + ":"));
    EXPECT_THAT(ledger.error().message, HasSubstr("nothing was changed"));
    EXPECT_EQ(SegmentOn(host_), text);
    EXPECT_FALSE(host_.Exists("/audit/recovered"));
  }

  // Opens over a torn tail, and shows what the recovery record says of it.
  void ExpectRecovered(const std::string& kept, const std::string& tail, const char* also = "") {
    const auto host = host_.Clone();
    host->Write(SegmentPath(kDirectory), kept + tail);
    auto ledger = OpenOn(*host);
    ASSERT_TRUE(ledger) << ledger.error().message;
    ASSERT_EQ(ledger->recovered().size(), 1U);
    const std::string end = tail.substr(0, tail.find_last_not_of('\n') + 1);
    EXPECT_EQ(host->Read("/audit/" + ledger->recovered()[0]), end);
    const std::string segment = SegmentOn(*host);
    EXPECT_EQ(segment.substr(0, kept.size()), kept);
    EXPECT_THAT(segment, HasSubstr("\"kind\":\"recovery\""));
    EXPECT_THAT(segment, HasSubstr("\"tail_bytes\":" + std::to_string(end.size()) +
                                   ",\"tail_sha256\":\"" + DigestText(HashOf(end)) + "\""));
    EXPECT_THAT(segment, HasSubstr(also));
    EXPECT_TRUE(VerifyOn(*host).good());
    EXPECT_EQ(VerifyOn(*host).recoveries, 1U);
    EXPECT_TRUE(ledger->Close());
    const auto again = OpenOn(*host);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(again->recovered().empty()) << "recorded once";
  }

  // The lines before `count`.
  std::string First(std::size_t count) const {
    return JoinLines({lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(count)});
  }

  FakeHost host_;
  std::vector<std::string>
      lines_;  // genesis, opened, 4 evaluations, checkpoint, evaluation, closed, checkpoint
};

TEST_F(OpeningTest, AWholeLedgerGoesOn) {
  auto ledger = OpenOn(host_);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_TRUE(ledger->recovered().empty());
  EXPECT_EQ(ledger->size(), 9U);
  EXPECT_THAT(LinesOf(SegmentOn(host_)).back(), HasSubstr("\"checkpoint_size\":8"));
}

TEST_F(OpeningTest, ATornLastRecordIsMovedAside) {
  ExpectRecovered(First(7), lines_[7].substr(0, 100));
  ExpectRecovered(First(7), lines_[7]);  // whole but for the newline: never acknowledged
  ExpectRecovered(First(7), lines_[7].substr(0, 100) + std::string(5'000, '\n'));
  ExpectRecovered(First(7), "\n\n\nnoise\n\n");
  ExpectRecovered(First(2), std::string(300'000, 'x'));
  ExpectRecovered(First(2), std::string("\0\0\0", 3));
}

TEST_F(OpeningTest, TheSameBytesTornOffTwiceAreRecordedTwice) {
  for (int round = 0; round < 2; ++round) {
    auto ledger = OpenOn(host_);
    ASSERT_TRUE(ledger->Close());
    Replace(SegmentOn(host_) + "torn");
    ledger = OpenOn(host_);
    ASSERT_TRUE(ledger) << ledger.error().message;
    EXPECT_EQ(ledger->recovered().size(), 1U);
    ASSERT_TRUE(ledger->Close());
  }
  EXPECT_EQ(VerifyOn(host_).recoveries, 2U);
}

TEST_F(OpeningTest, EveryCutOfTheFileOpens) {
  const std::string all = JoinLines(lines_);
  for (std::size_t size = lines_[0].size() + 1; size < all.size(); size += 13) {
    const auto host = host_.Clone();
    host->Write(SegmentPath(kDirectory), all.substr(0, size));
    ASSERT_TRUE(OpenOn(*host)) << size;
    ASSERT_TRUE(VerifyOn(*host).good()) << size;
  }
}

TEST_F(OpeningTest, ADiscardedCheckpointIsNamed) {
  std::string damaged = lines_[7];
  damaged[30] = '?';
  std::string closed = lines_[8];
  closed.resize(30);
  // The note is spelt as a string inside the record, as it was inside the checkpoint line.
  const std::string note = lines_[9].substr(kCheckpointStart.size());
  ExpectRecovered(First(7), damaged + "\n" + closed + "\n" + lines_[9] + "\n",
                  ("\"discarded_checkpoint\":" + note.substr(0, note.size() - 1)).c_str());
}

TEST_F(OpeningTest, TheRestOfATornCommitGoesWithIt) {
  // One commit of three records; the first is damaged, the others are valid records of the same
  // commit.
  Replace(First(7));
  auto ledger = OpenOn(host_);
  ASSERT_TRUE(ledger);
  const std::vector<Record> batch(3, Evaluation(ledger->ReadClock().time));
  ASSERT_TRUE(ledger->AppendBatch(batch));
  const std::vector<std::string> lines = LinesOf(SegmentOn(host_));
  const std::vector<std::string> kept(lines.begin(), lines.end() - 3);
  {
    const Ledger gone = std::move(*ledger);
  }
  std::string damaged = lines[lines.size() - 3];
  damaged[50] = '?';
  ExpectRecovered(JoinLines(kept),
                  damaged + "\n" + lines[lines.size() - 2] + "\n" + lines.back() + "\n");
}

TEST_F(OpeningTest, DamageBeforeAValidLaterCommitIsRefused) {
  for (std::size_t i = 0; i + 2 < lines_.size(); ++i) {
    if (lines_[i].starts_with(kCheckpointStart)) continue;
    auto changed = lines_;
    changed[i][40] = static_cast<char>(changed[i][40] ^ 1);
    ExpectRefused(JoinLines(changed), i + 1);
    changed = lines_;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    ExpectRefused(JoinLines(changed), i + 1);
  }
}

TEST_F(OpeningTest, ADamagedCheckpointBeforeALaterCommitIsRefused) {
  auto changed = lines_;
  changed[6][40] ^= 1;
  ExpectRefused(JoinLines(changed), 7);
  changed.erase(changed.begin() + 6);
  ExpectRefused(JoinLines(changed), 7);
}

TEST_F(OpeningTest, TwoCheckpointsBehindDamageAreRefused) {
  std::vector<std::string> changed(lines_.begin(), lines_.begin() + 3);
  changed.push_back("noise");
  changed.push_back(lines_[6]);
  changed.push_back(lines_[9]);
  ExpectRefused(JoinLines(changed), 4);
}

TEST_F(OpeningTest, ADamagedGenesisIsRefused) {
  ExpectRefused("", 1);
  ExpectRefused("{}\n", 1);
  ExpectRefused(lines_[0].substr(0, 100), 1);
  ExpectRefused(lines_[1] + "\n", 1);
}

// A record that no checkpoint signs must be signed by itself; one that a checkpoint signs is kept.
TEST_F(OpeningTest, SignaturesBehindTheLastCheckpointAreChecked) {
  const std::string changed = [&] {
    std::string line = lines_[7];
    char& digit = line[line.find("ed25519:") + 20];
    digit = digit == '0' ? '1' : '0';
    return line;
  }();
  ExpectRecovered(First(7), changed + "\n");
}

TEST_F(OpeningTest, ARollbackIsRefused) {
  const auto note = [&] {
    auto ledger = OpenOn(host_);
    return *ledger->WriteCheckpoint();
  }();
  const auto checkpoint = OpenCheckpoint(note, FixedKey().public_key());
  ASSERT_TRUE(checkpoint);
  EXPECT_TRUE(OpenOn(host_, *checkpoint));
  const std::string older = JoinLines(lines_);
  for (const std::string& text : {older, older + "torn", First(3)}) {
    Replace(text);
    const auto ledger = OpenOn(host_, *checkpoint);
    ASSERT_FALSE(ledger);
    EXPECT_EQ(ledger.error().code, ErrorCode::kRolledBack) << ledger.error().message;
    EXPECT_EQ(SegmentOn(host_), text) << "nothing was changed";
  }
}

}  // namespace
}  // namespace bylaw::ledger
