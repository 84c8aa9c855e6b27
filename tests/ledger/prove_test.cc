// Proofs of records and of growth, out of ledgers in memory: right ones hold, all else is refused.
#include "bylaw/ledger/prove.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bylaw/ledger/merkle.h"
#include "fixtures.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

// A ledger of 603 records: a checkpoint behind every four or five of them, and one at its end.
class ProveTest : public testing::Test {
 protected:
  void SetUp() override { FillLedger(host_, 600); }

  Result<ProvenRecord> Record(std::uint64_t seq) {
    return ProveRecord(kDirectory, FixedKey().public_key(), seq, {.progress = {}, .host = &host_});
  }
  Result<GrowthProof> Growth(std::uint64_t old_size) {
    return ProveGrowth(kDirectory, FixedKey().public_key(), old_size,
                       {.progress = {}, .host = &host_});
  }
  // The leaf hash of a line.
  static Hash LeafOf(std::string_view line) {
    std::string body;
    RecordView::Parse(line)->AppendBody(body);
    return LeafHash(body);
  }
  // Of the first so many records.
  Hash RootOf(std::uint64_t size) {
    MerkleTree tree;
    for (const std::string& line : LinesOf(SegmentOn(host_))) {
      if (tree.size() < size && !line.starts_with(kCheckpointStart)) tree.Append(LeafOf(line));
    }
    return tree.Root();
  }

  FakeHost host_;
};

TEST_F(ProveTest, EveryRecordHasAProofThatHolds) {
  const std::uint64_t size = VerifyOn(host_).records;
  for (std::uint64_t seq = 0; seq < size; seq += 1 + seq % 37) {
    const auto proven = Record(seq);
    ASSERT_TRUE(proven) << proven.error().message;
    EXPECT_EQ(RecordView::Parse(proven->line)->number(Field::seq), seq);
    const auto read = ParseTlogProof(TlogProofText(proven->proof));
    ASSERT_TRUE(read) << read.error().message;
    const auto checkpoint = VerifyTlogProof(*read, LeafOf(proven->line), FixedKey().public_key());
    ASSERT_TRUE(checkpoint) << checkpoint.error().message;
    EXPECT_EQ(checkpoint->size, size);
  }
  EXPECT_TRUE(Record(size - 1));
}

TEST_F(ProveTest, AProofIsOfOneRecordAtOnePlaceUnderOneKey) {
  const auto proven = Record(300);
  ASSERT_TRUE(proven);
  const Hash leaf = LeafOf(proven->line);
  const PublicKey& key = FixedKey().public_key();
  TlogProof other = proven->proof;
  other.index = 301;
  EXPECT_FALSE(VerifyTlogProof(other, leaf, key));
  EXPECT_FALSE(VerifyTlogProof(proven->proof, LeafHash("other"), key));
  other = proven->proof;
  other.hashes[2] = leaf;
  EXPECT_FALSE(VerifyTlogProof(other, leaf, key));
  other = proven->proof;
  other.hashes.pop_back();
  EXPECT_FALSE(VerifyTlogProof(other, leaf, key));
  std::array<std::uint8_t, 32> seed{};
  const auto stranger = SecretKey::FromSeed("test-ledger", seed);
  EXPECT_FALSE(VerifyTlogProof(proven->proof, leaf, stranger->public_key()));
}

// Every changed byte of the text is noticed by whoever parses or verifies it; the line `extra` is
// the format's own exception.
TEST_F(ProveTest, NoByteOfAProofCanChange) {
  const auto proven = Record(77);
  ASSERT_TRUE(proven);
  const Hash leaf = LeafOf(proven->line);
  const std::string text = TlogProofText(proven->proof);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto read = ParseTlogProof(changed);
    EXPECT_FALSE(read && VerifyTlogProof(*read, leaf, FixedKey().public_key())) << i;
  }
}

TEST_F(ProveTest, EveryEarlierStateIsShownToContinue) {
  const Hash root = RootOf(603);
  for (const std::uint64_t old_size : {1U, 2U, 4U, 255U, 256U, 257U, 511U, 602U, 603U}) {
    const auto proof = Growth(old_size);
    ASSERT_TRUE(proof) << proof.error().message;
    const auto checkpoint = OpenCheckpoint(proof->note, FixedKey().public_key());
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->root, root);
    EXPECT_TRUE(IsConsistent(old_size, checkpoint->size, RootOf(old_size), root, proof->hashes));
    EXPECT_THAT(GrowthProofText(*proof), testing::StartsWith("old " + std::to_string(old_size)));
  }
  EXPECT_EQ(Growth(0).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(Growth(604).error().code, ErrorCode::kNotFound);
}

TEST_F(ProveTest, ARecordThatIsNotThereIsNamed) {
  const auto none = Record(603);
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(none.error().message, HasSubstr("603 records"));
  const auto nowhere =
      ProveRecord("/nowhere", FixedKey().public_key(), 0, {.progress = {}, .host = &host_});
  EXPECT_EQ(nowhere.error().code, ErrorCode::kNotFound);
}

TEST_F(ProveTest, ARecordBehindTheLastCheckpointIsNotProvenYet) {
  auto ledger = OpenOn(host_);
  ASSERT_TRUE(ledger);
  ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  const auto early = Record(604);
  ASSERT_FALSE(early);
  EXPECT_THAT(early.error().message, HasSubstr("no checkpoint signs the first 605 records yet"));
  ASSERT_TRUE(ledger->WriteCheckpoint());
  EXPECT_TRUE(Record(604));
}

// What is damaged behind the checkpoint does not matter to what it signs; what is damaged before
// it is named.
TEST_F(ProveTest, DamageIsNamedWhereItMatters) {
  const std::vector<std::string> lines = LinesOf(SegmentOn(host_));
  std::vector<std::string> damaged = lines;
  damaged[10][0] = 'x';
  host_.Write(SegmentPath(kDirectory), JoinLines(damaged));
  const auto behind = Record(400);
  ASSERT_FALSE(behind);
  EXPECT_EQ(behind.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(behind.error().message, HasSubstr("line 11"));
  EXPECT_TRUE(Record(2)) << "the first checkpoint stands before the damage";
}

TEST_F(ProveTest, StopsWhenAsked) {
  FakeHost host;
  FillLedger(host, 4'000);  // Some MiB.
  int calls = 0;
  const auto stopped = ProveRecord(kDirectory, FixedKey().public_key(), 0,
                                   {.progress =
                                        [&](std::uint64_t done, std::uint64_t all) {
                                          EXPECT_LE(done, all);
                                          return ++calls < 3;
                                        },
                                    .host = &host});
  EXPECT_EQ(stopped.error().code, ErrorCode::kClosed);
  EXPECT_EQ(calls, 3);
}

TEST(TlogProof, OthersAreRefusedWithWhatIsWrong) {
  const std::string hash(43, 'A');
  const struct {
    std::string text;
    const char* why;
  } cases[] = {
      {"", "first line"},
      {"c2sp.org/tlog-proof@v2\nindex 1\n\nnote\n", "first line"},
      {"c2sp.org/tlog-proof@v1\n", "index"},
      {"c2sp.org/tlog-proof@v1\nindex \n\nnote\n", "index"},
      {"c2sp.org/tlog-proof@v1\nindex 01\n\nnote\n", "index"},
      {"c2sp.org/tlog-proof@v1\nindex -1\n\nnote\n", "index"},
      {"c2sp.org/tlog-proof@v1\nextra !\nindex 1\n\nnote\n", "extra"},
      {"c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nnote\n", "hash"},
      {"c2sp.org/tlog-proof@v1\nindex 1\n" + hash + "B\n\nnote\n", "hash"},
      {"c2sp.org/tlog-proof@v1\nindex 1\n" + hash + "=\n", "empty line"},
      {"c2sp.org/tlog-proof@v1\nindex 1\n\n", "checkpoint"},
      {"c2sp.org/tlog-proof@v1\nindex 1\n\n" + std::string(kNoteBytesMax + 1, 'n'), "checkpoint"},
  };
  for (const auto& c : cases) {
    const auto read = ParseTlogProof(c.text);
    ASSERT_FALSE(read) << c.text;
    EXPECT_THAT(read.error().message, HasSubstr(c.why)) << c.text;
  }
  std::string deep = "c2sp.org/tlog-proof@v1\nindex 1\n";
  for (int i = 0; i < 64; ++i) deep.append(hash).append("=\n");
  EXPECT_THAT(ParseTlogProof(deep + "\nnote\n").error().message, HasSubstr("levels"));
  EXPECT_TRUE(
      ParseTlogProof("c2sp.org/tlog-proof@v1\nextra QQ==\nindex 1\n" + hash + "=\n\nnote\n"));
}

}  // namespace
}  // namespace bylaw::ledger
