// Ledgers whose key changed: each key signs its own range of records, and what another key signs
// there is found and named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "appending_threads.h"
#include "bylaw/ledger/prove.h"
#include "bylaw/ledger/receipt.h"
#include "chain.h"
#include "fixtures.h"
#include "signed_by.h"

namespace bylaw::ledger {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class KeyChangeTest : public testing::TestWithParam<SigningMode> {
 protected:
  // genesis, opened, 2 evaluations, key, 2 evaluations, closed.
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_, Durability::kCommit, GetParam()));
    auto ledger = OpenOn(host_);
    ASSERT_TRUE(ledger);
    Append(*ledger, 2);
    const auto done = ledger->ChangeKey(OtherKey(), "yearly");
    ASSERT_TRUE(done) << done.error().message;
    Append(*ledger, 2);
    ASSERT_TRUE(ledger->Close());
    lines_ = LinesOf(SegmentOn(host_));
  }

  void Append(Ledger& ledger, int count) {
    for (int i = 0; i < count; ++i) {
      host_.Advance(1'000);
      ASSERT_TRUE(ledger.Append(Evaluation(ledger.ReadClock().time)));
    }
  }

  // The place of the record with this seq among the lines.
  std::size_t LineOf(std::uint64_t seq) const {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto record = RecordView::Parse(lines_[i]);
      if (record && record->number(Field::seq) == seq) return i;
    }
    ADD_FAILURE() << "no record " << seq;
    return 0;
  }

  VerifyReport VerifyLines(const std::vector<std::string>& lines) {
    host_.Write(SegmentPath(kDirectory), JoinLines(lines));
    return VerifyOn(host_);
  }

  static constexpr std::uint64_t kChange = 4;

  FakeHost host_;
  std::vector<std::string> lines_;
};

class RecordKeyChangeTest : public KeyChangeTest {};

TEST_P(KeyChangeTest, TheLedgerGoesOnUnderTheNewKeyAndVerifiesWithTheFirst) {
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->line << report.bad->why;
  EXPECT_EQ(report.records, 8U);
  const auto change = RecordView::Parse(lines_[LineOf(kChange)]);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->text(Field::kind), "key");
  EXPECT_EQ(change->text(Field::key), OtherKey().public_key().Line());
  EXPECT_EQ(change->text(Field::reason), "yearly");

  const auto old = OpenOn(host_);
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code, ErrorCode::kKeyMismatch);
  EXPECT_THAT(old.error().message, HasSubstr(OtherKey().public_key().Label()));
  auto ledger = OpenOn(host_, std::nullopt, kSegmentBytes, OtherKey());
  ASSERT_TRUE(ledger) << ledger.error().message;
  Append(*ledger, 1);
  const auto same = ledger->ChangeKey(OtherKey(), "");
  ASSERT_FALSE(same);
  EXPECT_EQ(same.error().code, ErrorCode::kInvalidArgument);
  ASSERT_TRUE(ledger->ChangeKey(FixedKey(), "back"));
  ASSERT_TRUE(ledger->Close());
  EXPECT_TRUE(VerifyOn(host_).good());
  EXPECT_TRUE(OpenOn(host_));
}

TEST_P(KeyChangeTest, TheSecondKeyIsNotTheFirst) {
  VerifyOptions options;
  options.read.host = &host_;
  const auto report = Verify(kDirectory, OtherKey().public_key(), options);
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->good());
  EXPECT_THAT(report->bad->why, HasSubstr("was made with key"));
}

TEST_P(KeyChangeTest, EveryByte) {
  const std::string good = JoinLines(lines_);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ (1 << at % 8));
    host_.Write(SegmentPath(kDirectory), changed);
    ASSERT_FALSE(VerifyOn(host_).good()) << at;
  }
}

TEST_P(KeyChangeTest, ProofsAndKeysAreOfTheKeyThatSigned) {
  const ReadOptions options{.progress = {}, .host = &host_};
  const auto keys = KeysOf(kDirectory, FixedKey().public_key(), options);
  ASSERT_TRUE(keys) << keys.error().message;
  EXPECT_THAT(*keys, ElementsAre(FixedKey().public_key(), OtherKey().public_key()));
  for (std::uint64_t seq = 0; seq < 8; ++seq) {
    const auto proven = ProveRecord(kDirectory, FixedKey().public_key(), seq, options);
    ASSERT_TRUE(proven) << proven.error().message;
    std::string body;
    RecordView::Parse(proven->line)->AppendBody(body);
    EXPECT_TRUE(VerifyTlogProof(proven->proof, LeafHash(body), OtherKey().public_key()));
  }
  const auto growth = ProveGrowth(kDirectory, FixedKey().public_key(), 3, options);
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->key, OtherKey().public_key());
}

TEST_P(KeyChangeTest, ACheckpointKeptElsewhereMayBeOfAnyOfItsKeys) {
  const std::vector<PublicKey> keys{FixedKey().public_key(), OtherKey().public_key()};
  for (const std::string& line : lines_) {
    Chain chain;
    chain.origin = RecordView::Parse(lines_.front())->text(Field::origin);
    chain.key = OtherKey().public_key();
    const auto note = ValidCheckpoint(line, chain, FixedKey().public_key());
    if (!note) continue;
    const auto expect = OpenCheckpoint(*note, keys);
    ASSERT_TRUE(expect);
    EXPECT_TRUE(VerifyOn(host_, *expect).good());
    EXPECT_TRUE(OpenOn(*host_.Clone(), *expect, kSegmentBytes, OtherKey()));
  }
}

TEST_P(KeyChangeTest, SegmentsBehindTheChangeOpenFast) {
  {
    auto ledger = OpenOn(host_, std::nullopt, 1, OtherKey());
    ASSERT_TRUE(ledger) << ledger.error().message;
    ASSERT_TRUE(ledger->WriteCheckpoint());
    Append(*ledger, 1);
    ASSERT_TRUE(ledger->Close());
  }
  ASSERT_GE(ListSegments(host_, kDirectory)->size(), 2U);
  ASSERT_TRUE(OpenOn(host_, std::nullopt, kSegmentBytes, OtherKey())) << "reads all, and keeps it";
  const std::string first = SegmentOn(host_);
  std::string damaged = first;
  damaged[first.find(lines_[LineOf(2)]) + 50] ^= 1;
  host_.Write(SegmentPath(kDirectory), damaged);
  EXPECT_TRUE(OpenOn(*host_.Clone(), std::nullopt, kSegmentBytes, OtherKey()));
  EXPECT_FALSE(OpenOn(*host_.Clone())) << "the old key does not sign any more";
  host_.Write(SegmentPath(kDirectory), first);
  EXPECT_TRUE(VerifyOn(host_).good());
}

// The change is the last record of a segment: the key that signed it opened the ledger, and took
// what the new one had signed for torn.
TEST_P(KeyChangeTest, TheOldKeyDoesNotOpenASegmentThatTheNewOneBegan) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host, Durability::kCommit, GetParam()));
  {
    auto ledger = OpenOn(host, std::nullopt, 1);
    ASSERT_TRUE(ledger);
    ASSERT_TRUE(ledger->ChangeKey(OtherKey(), ""));
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  }
  const std::string before = LedgerOn(host);
  const auto old = OpenOn(host);
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code, ErrorCode::kKeyMismatch) << old.error().message;
  EXPECT_EQ(LedgerOn(host), before) << "nothing was changed";
  EXPECT_TRUE(OpenOn(host, std::nullopt, 1, OtherKey()));
}

// A power cut behind the record, before its checkpoint and before the new key signed anything.
TEST_P(KeyChangeTest, ATornChangeIsMadeOrNotMade) {
  auto lines = lines_;
  lines.resize(LineOf(kChange) + 1);
  host_.Write(SegmentPath(kDirectory), JoinLines(lines));
  const bool made = GetParam() == SigningMode::kRecord;  // else nothing signs it yet
  const auto now = made ? &OtherKey() : &FixedKey();
  const auto before = made ? &FixedKey() : &OtherKey();
  EXPECT_FALSE(OpenOn(*host_.Clone(), std::nullopt, kSegmentBytes, *before));
  auto ledger = OpenOn(host_, std::nullopt, kSegmentBytes, *now);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_EQ(ledger->recovered().size(), made ? 0U : 1U);
  ASSERT_TRUE(ledger->Close());
  EXPECT_TRUE(VerifyOn(host_).good());
}

// The damaged line is the very one that names the new key: what that signed since was moved aside
// when the ledger was opened with the old key, which cannot tell what the new one signed.
TEST_P(KeyChangeTest, DamageOfTheChangeBeforeLaterCommitsIsRefused) {
  auto lines = lines_;
  lines[LineOf(kChange)][40] ^= 1;
  host_.Write(SegmentPath(kDirectory), JoinLines(lines));
  for (const SecretKey* const key : {&FixedKey(), &OtherKey()}) {
    const auto ledger = OpenOn(*host_.Clone(), std::nullopt, kSegmentBytes, *key);
    ASSERT_FALSE(ledger);
    EXPECT_TRUE(ledger.error().code == ErrorCode::kCorrupt ||
                ledger.error().code == ErrorCode::kKeyMismatch)
        << ledger.error().message;
  }
}

TEST_P(RecordKeyChangeTest, AnOldKeyAfterTheChangeAndANewOneBeforeItAreNamed) {
  for (const auto& [seq, key] :
       {std::pair{kChange + 1, &FixedKey()}, std::pair{kChange + 3, &FixedKey()},
        std::pair{kChange, &OtherKey()}, std::pair{kChange - 1, &OtherKey()}}) {
    auto lines = lines_;
    lines[LineOf(seq)] = SignedBy(*key, lines[LineOf(seq)]);
    const VerifyReport report = VerifyLines(lines);
    ASSERT_FALSE(report.good()) << seq;
    EXPECT_EQ(report.bad->line, LineOf(seq) + 1);
    const SecretKey& due = seq <= kChange ? FixedKey() : OtherKey();
    EXPECT_THAT(report.bad->why, HasSubstr(due.public_key().Label()));
  }
}

// By it everything behind is signed, in a range that begins there, too.
TEST_P(RecordKeyChangeTest, AForgedChangeIsNamedThoughItsSignatureIsNotAskedFor) {
  auto lines = lines_;
  lines[LineOf(kChange)] = SignedBy(OtherKey(), lines[LineOf(kChange)]);
  host_.Write(SegmentPath(kDirectory), JoinLines(lines));
  const VerifyReport report = VerifyOn(host_, std::nullopt, kChange + 1);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, LineOf(kChange) + 1);
  EXPECT_FALSE(KeysOf(kDirectory, FixedKey().public_key(), {.progress = {}, .host = &host_})
                   .value_or(std::vector<PublicKey>{})
                   .size() > 1);
}

TEST_P(KeyChangeTest, ACheckpointByTheKeyThatWasReplacedIsNamed) {
  auto lines = lines_;
  const auto last = OpenCheckpoint(*ValidCheckpoint(
                                       lines.back(),
                                       [&] {
                                         Chain chain;
                                         chain.origin =
                                             RecordView::Parse(lines.front())->text(Field::origin);
                                         return chain;
                                       }(),
                                       OtherKey().public_key()),
                                   OtherKey().public_key());
  ASSERT_TRUE(last);
  lines.back().clear();
  AppendCheckpointLine(*SignCheckpoint(*last, FixedKey()), lines.back());
  const VerifyReport report = VerifyLines(lines);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, lines.size());
  EXPECT_THAT(report.bad->why, HasSubstr(OtherKey().public_key().name()));
}

// Whoever names a key that is not theirs cannot prove that they have it.
TEST_P(RecordKeyChangeTest, AKeyWithoutItsProofIsRefused) {
  auto lines = lines_;
  std::string& change = lines[LineOf(kChange)];
  const std::string proof = "\"key_proof\":\"ed25519:";
  const std::size_t at = change.find(proof) + proof.size();
  std::string wrong;
  for (const std::uint8_t byte : OtherKey().Sign("bylaw-key\nanother\n4\n")) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    wrong += kDigits[byte >> 4];
    wrong += kDigits[byte & 15];
  }
  change.replace(at, wrong.size(), wrong);
  change = SignedBy(FixedKey(), change);
  const VerifyReport report = VerifyLines(lines);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, LineOf(kChange) + 1);
  EXPECT_THAT(report.bad->why, HasSubstr("key_proof is not by the new key"));
}

TEST_P(KeyChangeTest, TheKeyChangesWhileOthersAppend) {
  auto ledger = OpenOn(host_, std::nullopt, kSegmentBytes, OtherKey());
  ASSERT_TRUE(ledger);
  AppendingThreads threads(*ledger);
  for (const SecretKey* const key : {&FixedKey(), &OtherKey(), &FixedKey()}) {
    const std::lock_guard<std::mutex> lock(threads.order());
    EXPECT_TRUE(ledger->ChangeKey(*key, ""));
  }
  threads.Stop();
  ASSERT_TRUE(ledger->Close());
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
  EXPECT_TRUE(OpenOn(host_));
}

INSTANTIATE_TEST_SUITE_P(Record, RecordKeyChangeTest, testing::Values(SigningMode::kRecord));
INSTANTIATE_TEST_SUITE_P(Modes, KeyChangeTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& mode) { return std::string(SigningModeText(mode.param)); });

}  // namespace
}  // namespace bylaw::ledger
