// Ledgers whose records are signed by the checkpoint that ends their commit: what stands in them,
// what verification finds, what opening keeps, and the change from one mode to the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "appending_threads.h"
#include "bylaw/ledger/prove.h"
#include "bylaw/ledger/receipt.h"
#include "chain.h"
#include "fixtures.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;
using testing::Not;

class CheckpointModeTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_, Durability::kCommit, SigningMode::kCheckpoint));
    Open();
  }

  void Open() {
    auto ledger = OpenOn(host_);
    ASSERT_TRUE(ledger) << ledger.error().message;
    ledger_.emplace(std::move(*ledger));
  }

  std::vector<Receipt> Append(std::size_t count) {
    host_.Advance(1'000);
    const std::vector<Record> batch(count, Evaluation(ledger_->ReadClock().time));
    auto receipts = ledger_->AppendBatch(batch);
    EXPECT_TRUE(receipts) << receipts.error().message;
    return *std::move(receipts);
  }

  // genesis, opened, three evaluations, one evaluation, closed: five commits, a checkpoint behind
  // each.
  std::vector<std::string> Fill() {
    Append(3);
    Append(1);
    EXPECT_TRUE(ledger_->Close());
    ledger_.reset();
    return Lines();
  }

  std::vector<std::string> Lines() const { return LinesOf(SegmentOn(host_)); }

  VerifyReport VerifyLines(const std::vector<std::string>& lines) {
    host_.Write(SegmentPath(kDirectory), JoinLines(lines));
    return VerifyOn(host_);
  }

  FakeHost host_;
  std::optional<Ledger> ledger_;
};

// The shape of a file: a letter for each line.
std::string Shape(const std::vector<std::string>& lines) {
  std::string shape;
  for (const std::string& line : lines) {
    const bool record = !line.starts_with(kCheckpointStart);
    shape += !record ? 'c' : line.find("\"signature\":") == std::string::npos ? 'r' : 'S';
  }
  return shape;
}

TEST_F(CheckpointModeTest, EveryCommitEndsWithACheckpointAndNoRecordIsSigned) {
  EXPECT_EQ(Shape(Fill()), "rcrcrrrcrcrc");
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
  EXPECT_EQ(report.records, 7U);
  EXPECT_EQ(report.signatures, 0U);
  EXPECT_EQ(report.checkpoints, 5U);
  EXPECT_EQ(report.checkpoint_size, 7U);
}

TEST_F(CheckpointModeTest, EveryBit) {
  const std::vector<std::string> lines = Fill();
  const std::string good = JoinLines(lines);
  for (std::size_t at = 0; at < good.size(); ++at) {
    const std::size_t bit = at % 8;
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
    host_.Write(SegmentPath(kDirectory), changed);
    ASSERT_FALSE(VerifyOn(host_).good()) << "bit " << bit << " of byte " << at;
  }
}

TEST_F(CheckpointModeTest, LinesRemovedRepeatedAndSwapped) {
  const std::vector<std::string> lines = Fill();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto changed = lines;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(VerifyLines(changed).good()) << "without line " << i + 1;
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), 2, lines[i]);
    EXPECT_FALSE(VerifyLines(changed).good()) << "line " << i + 1 << " twice";
    for (std::size_t j = 0; j < i; ++j) {
      changed = lines;
      std::swap(changed[i], changed[j]);
      EXPECT_FALSE(VerifyLines(changed).good()) << "lines " << j + 1 << " and " << i + 1;
    }
  }
}

TEST_F(CheckpointModeTest, RecordsThatNoCheckpointSignsAreNamed) {
  auto lines = Fill();
  lines.pop_back();
  const VerifyReport report = VerifyLines(lines);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, lines.size() + 1);
  EXPECT_THAT(report.bad->why, HasSubstr("signed by none"));
}

TEST_F(CheckpointModeTest, ASignatureOfItsOwnHasNoPlace) {
  auto lines = Fill();
  const std::string signature =
      "\"signature\":\"ed25519:" + std::string(128, '0') + "\",\"software\":";
  lines[2].replace(lines[2].find("\"software\":"), 11, signature);
  const VerifyReport report = VerifyLines(lines);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, 3U);
  EXPECT_THAT(report.bad->why, HasSubstr("carries a signature, in mode checkpoint"));
}

// Only a record of the ledger changes the mode: a signature that was cut out is missed.
TEST_F(CheckpointModeTest, AStrippedSignatureInModeRecordIsNamed) {
  FakeHost host;
  FillLedger(host, 3);
  auto lines = LinesOf(SegmentOn(host));
  std::string body;
  RecordView::Parse(lines[2])->AppendBody(body);
  lines[2] = body;
  host.Write(SegmentPath(kDirectory), JoinLines(lines));
  const VerifyReport report = VerifyOn(host);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, 3U);
  EXPECT_THAT(report.bad->why, HasSubstr("record 2 has no signature"));
}

TEST_F(CheckpointModeTest, AReceiptCarriesItsProof) {
  for (const std::size_t count : {1U, 3U, 8U, 33U}) {
    for (const Receipt& receipt : Append(count)) {
      ASSERT_NE(receipt.commit, nullptr);
      const TlogProof proof = receipt.commit->Of(receipt.seq);
      const auto checkpoint =
          VerifyTlogProof(proof, LeafHash(receipt.line), FixedKey().public_key());
      ASSERT_TRUE(checkpoint) << checkpoint.error().message;
      EXPECT_EQ(checkpoint->origin, ledger_->origin());
      EXPECT_FALSE(VerifyTlogProof(receipt.commit->Of(receipt.seq - 1), LeafHash(receipt.line),
                                   FixedKey().public_key()));
    }
  }
}

TEST_F(CheckpointModeTest, AReceiptIsGoodWithItsProofOnly) {
  Record record = Evaluation(ledger_->ReadClock().time);
  record.request_id = "r-1";
  const auto receipt = ledger_->Append(record);
  ASSERT_TRUE(receipt);
  const std::string proof = TlogProofText(receipt->commit->Of(receipt->seq));
  const ReceiptExpectation expected{
      .request =
          R"({"request_id":"r-1","agent_id":"lending-agent-v2","action":"initiate_payment",)"
          R"("session_id":"s-81","params":{"amount":15000,"destination":"external-account"},)"
          R"("context":{"identity_verified":true,"account_status":"active"}})",
      .origin = ledger_->origin(),
      .now = *record.timestamp};
  const PublicKey& key = FixedKey().public_key();
  const auto good = CheckReceipt({receipt->line, proof}, key, expected);
  ASSERT_TRUE(good) << good.error().message;
  EXPECT_EQ(good->decision, "ESCALATE");

  const auto without = CheckReceipt({receipt->line, {}}, key, expected);
  ASSERT_FALSE(without);
  EXPECT_THAT(without.error().message, HasSubstr("needs its proof"));
  const std::string of_another = TlogProofText(Append(1).front().commit->Of(receipt->seq + 1));
  EXPECT_FALSE(CheckReceipt({receipt->line, of_another}, key, expected));
  std::string changed = receipt->line;
  changed.replace(changed.find("ESCALATE"), 8, "PERMIT");
  EXPECT_FALSE(CheckReceipt({changed, proof}, key, expected));
  const auto other = SecretKey::Generate("other");
  EXPECT_FALSE(CheckReceipt({receipt->line, proof}, other->public_key(), expected));
}

TEST_F(CheckpointModeTest, EveryRecordCanBeProvenLater) {
  Fill();
  const ReadOptions options{.progress = {}, .host = &host_};
  for (std::uint64_t seq = 0; seq < 7; ++seq) {
    const auto proven = ProveRecord(kDirectory, FixedKey().public_key(), seq, options);
    ASSERT_TRUE(proven) << proven.error().message;
    EXPECT_TRUE(VerifyTlogProof(proven->proof, LeafHash(proven->line), FixedKey().public_key()));
  }
}

TEST_F(CheckpointModeTest, AnAsyncCommitRunsUntilItsCheckpoint) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host, Durability::kAsync, SigningMode::kCheckpoint));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  for (int i = 0; i < 3; ++i) {
    const auto receipt = ledger->Append(Evaluation(ledger->ReadClock().time));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->commit, nullptr) << "not signed yet";
  }
  EXPECT_EQ(Shape(LinesOf(SegmentOn(host))), "rcrrrr");
  ASSERT_TRUE(ledger->WriteCheckpoint());
  EXPECT_EQ(Shape(LinesOf(SegmentOn(host))), "rcrrrrc");
  host.Advance(2'000'000);
  const auto late = ledger->Append(Evaluation(ledger->ReadClock().time));
  ASSERT_TRUE(late);
  EXPECT_EQ(late->commit, nullptr) << "the commit begins with it";
  ASSERT_TRUE(ledger->Close());
  EXPECT_EQ(Shape(LinesOf(SegmentOn(host))), "rcrrrrcrrc");
  EXPECT_TRUE(VerifyOn(host).good());
}

TEST_F(CheckpointModeTest, ThreadsShareCommits) {
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  std::mutex in_order;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < kEach; ++j) {
        std::unique_lock<std::mutex> lock(in_order);
        const auto ticket = ledger_->Submit(Evaluation(ledger_->ReadClock().time));
        lock.unlock();
        ASSERT_TRUE(ticket && ledger_->Wait(*ticket));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(ledger_->Close());
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
  EXPECT_EQ(report.records, 3U + kThreads * kEach);
}

TEST_F(CheckpointModeTest, AnUnfinishedCommitGoesAsAWhole) {
  const std::vector<std::string> lines = Fill();  // rc rc rrrc rc rc
  for (std::size_t kept = 5; kept < 7; ++kept) {
    FakeHost host;
    host.Write(SegmentPath(kDirectory),
               JoinLines({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept)}));
    host.Write(ModulePath(kDirectory, HashOf(kModule)), std::string(kModule));
    auto ledger = OpenOn(host);
    ASSERT_TRUE(ledger) << ledger.error().message;
    EXPECT_EQ(ledger->recovered().size(), 1U);
    EXPECT_EQ(ledger->size(), 4U) << "genesis, opened, recovery, opened";
    ASSERT_TRUE(ledger->Close());
    EXPECT_TRUE(VerifyOn(host).good());
  }
}

TEST_F(CheckpointModeTest, EveryCutOfTheFileOpens) {
  const std::vector<std::string> lines = Fill();
  const std::string all = JoinLines(lines);
  for (std::size_t size = lines[0].size() + lines[1].size() + 2; size < all.size(); size += 13) {
    const auto host = host_.Clone();
    host->Write(SegmentPath(kDirectory), all.substr(0, size));
    ASSERT_TRUE(OpenOn(*host)) << size;
    ASSERT_TRUE(VerifyOn(*host).good()) << size;
  }
}

TEST_F(CheckpointModeTest, DamageBeforeALaterCommitIsRefused) {
  const std::vector<std::string> lines = Fill();  // rc rc rrrc rc rc
  for (std::size_t i = 0; i + 2 < lines.size(); ++i) {
    auto changed = lines;
    changed[i][40] = static_cast<char>(changed[i][40] ^ 1);
    const std::string text = JoinLines(changed);
    host_.Write(SegmentPath(kDirectory), text);
    const auto ledger = OpenOn(host_);
    ASSERT_FALSE(ledger) << "line " << i + 1;
    EXPECT_EQ(ledger.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(SegmentOn(host_), text) << "nothing was changed";
  }
}

// What is left of a later commit is a record that nothing signs any more: still, it was there.
TEST_F(CheckpointModeTest, ALaterCommitWithoutItsCheckpointIsStillSeen) {
  auto lines = Fill();
  lines[4][40] = static_cast<char>(lines[4][40] ^ 1);
  lines.resize(9);  // rc rc rrrc r
  host_.Write(SegmentPath(kDirectory), JoinLines(lines));
  const auto ledger = OpenOn(host_);
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(ledger.error().message, HasSubstr("a later commit"));
}

TEST_F(CheckpointModeTest, TheModeChangesByARecordAndBack) {
  Append(2);
  ASSERT_TRUE(ledger_->ChangeMode(SigningMode::kRecord, "an auditor asked for it"));
  EXPECT_EQ(ledger_->mode(), SigningMode::kRecord);
  Append(2);
  ASSERT_TRUE(ledger_->ChangeMode(SigningMode::kCheckpoint, ""));
  Append(2);
  ASSERT_TRUE(ledger_->Close());
  EXPECT_EQ(Shape(Lines()), "rcrcrrcrcSSScrrcrc");
  EXPECT_THAT(SegmentOn(host_), HasSubstr(R"("reason":"an auditor asked for it")"));
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
  EXPECT_EQ(report.signatures, 3U);
  Open();
  EXPECT_EQ(ledger_->mode(), SigningMode::kCheckpoint) << "and stays so";
}

TEST_F(CheckpointModeTest, TheSameModeIsNoChange) {
  const auto done = ledger_->ChangeMode(SigningMode::kCheckpoint, "");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(SegmentOn(host_), Not(HasSubstr(R"("kind":"mode")")));
  Append(1);
}

// What was submitted and not waited for is of the mode that it was submitted in.
TEST_F(CheckpointModeTest, TheModeChangesBehindWhatWasSubmitted) {
  const auto before = ledger_->Submit(Evaluation(ledger_->ReadClock().time));
  ASSERT_TRUE(before);
  ASSERT_TRUE(ledger_->ChangeMode(SigningMode::kRecord, ""));
  EXPECT_TRUE(ledger_->Wait(*before));
  Append(1);
  ASSERT_TRUE(ledger_->Close());
  EXPECT_EQ(Shape(Lines()), "rcrcrrcSSc");
  EXPECT_TRUE(VerifyOn(host_).good());
}

TEST_F(CheckpointModeTest, TheModeChangesWhileOthersAppend) {
  AppendingThreads threads(*ledger_);
  for (const SigningMode mode : {SigningMode::kRecord, SigningMode::kCheckpoint,
                                 SigningMode::kRecord, SigningMode::kCheckpoint}) {
    const std::lock_guard<std::mutex> lock(threads.order());
    EXPECT_TRUE(ledger_->ChangeMode(mode, ""));
  }
  threads.Stop();
  ASSERT_TRUE(ledger_->Close());
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
}

// A power cut between the record that changes the mode and the checkpoint behind it.
TEST_F(CheckpointModeTest, AModeRecordThatIsSignedCountsWithoutItsCheckpoint) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  {
    auto ledger = OpenOn(host);
    ASSERT_TRUE(ledger);
    ASSERT_TRUE(ledger->ChangeMode(SigningMode::kCheckpoint, ""));
    ASSERT_TRUE(ledger->Close());
  }
  auto lines = LinesOf(SegmentOn(host));
  ASSERT_EQ(Shape(lines), "SSScrc");
  lines.resize(3);
  host.Write(SegmentPath(kDirectory), JoinLines(lines));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_EQ(ledger->mode(), SigningMode::kCheckpoint);
  ASSERT_TRUE(ledger->Close());
  EXPECT_EQ(Shape(LinesOf(SegmentOn(host))), "SSSrcrc");
  EXPECT_TRUE(VerifyOn(host).good());
}

}  // namespace
}  // namespace bylaw::ledger
