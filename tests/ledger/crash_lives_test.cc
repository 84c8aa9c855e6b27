// Ledgers that live by chance and crash again and again: the power goes, or the process, at any
// call to the system, and the next life begins with what is found on disk. BYLAW_CRASH_POINTS says
// how many crashes; scripts/crash has many.
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <random>

#include "case_count.h"
#include "fixtures.h"
#include "sanitized.h"

namespace bylaw::ledger {
namespace {

class CrashingLedger {
 public:
  explicit CrashingLedger(std::uint64_t seed)
      : random_(seed),
        durability_(Pick(4) == 0 ? Durability::kAsync : Durability::kCommit),
        mode_(Pick(2) == 0 ? SigningMode::kCheckpoint : SigningMode::kRecord),
        segment_bytes_(Pick(2) == 0 ? 4'000 : kSegmentBytes),
        host_(std::make_unique<FakeHost>()) {}

  // Works until it crashes, and looks at what is left.
  void LiveAndCrash() {
    host_->cut_at = Pick(60);
    try {
      Live();
    } catch (const PowerCut&) {
    }
    if (testing::Test::HasFatalFailure()) return;
    const auto survival = static_cast<Survival>(Pick(3));
    host_ = host_->Restart(survival, random_());
    unsynced_.clear();
    SCOPED_TRACE("survival " + std::to_string(static_cast<int>(survival)));
    ExpectWhole();
  }

 private:
  std::uint64_t Pick(std::uint64_t below) { return random_() % below; }

  // Sessions that end well or by a killed process, until the power goes.
  void Live() {
    if (!host_->Exists(SegmentPath(kDirectory))) {
      ASSERT_TRUE(InitBareOn(*host_, durability_, mode_, RootKey().public_key()));
    }
    while (true) {
      auto ledger = Pick(16) == 0 ? Revoke() : Open(*host_);
      ASSERT_TRUE(ledger) << ledger.error().message;
      ASSERT_TRUE(ledger->ArchiveModule(HashOf(kModule), kModule));
      while (Pick(12) != 0) {
        Work(*ledger);
        if (testing::Test::HasFatalFailure()) return;
      }
      if (Pick(3) == 0) {
        // Killed: records that wait for the checkpoint that is to sign them go with the process.
        if (ledger->mode() == SigningMode::kCheckpoint) unsynced_.clear();
        continue;
      }
      ASSERT_TRUE(ledger->Close());
      Synced();
    }
  }

  // With the key that signs it: the power may have gone while that changed.
  Result<Ledger> Open(FakeHost& host) const {
    auto ledger = OpenOn(host, kept_, segment_bytes_, *keys_.back());
    for (std::size_t i = keys_.size() - 1; i-- > 0;) {
      if (ledger || ledger.error().code != ErrorCode::kKeyMismatch) return ledger;
      ledger = OpenOn(host, kept_, segment_bytes_, *keys_[i]);
    }
    return ledger;
  }

  // The key that signs is stolen: a new one takes its place, and one is left that may follow.
  Result<Ledger> Revoke() {
    const auto options = OpenOptionsOn(*host_, kept_, segment_bytes_);
    const auto number = static_cast<std::uint8_t>(keys_.size());
    const SecretKey& key = made_.emplace_back(KeyOfByte("key-" + std::to_string(number), number));
    keys_.push_back(&key);
    const auto draft = Ledger::DraftRevocation(kDirectory, key.public_key(), options);
    if (!draft) return tl::unexpected<Error>(draft.error());
    const auto statement = SignRevocation(*draft, RootKey());
    auto ledger = Ledger::OpenRevoking(kDirectory, key, *statement, "stolen", options);
    if (ledger) revoked_ = *statement;
    return ledger;
  }

  std::vector<PublicKey> PublicKeys() const {
    std::vector<PublicKey> keys;
    for (const SecretKey* const key : keys_) keys.push_back(key->public_key());
    return keys;
  }

  // To one of its keys that may, or an error.
  Result<void> ChangeKey(Ledger& ledger) const {
    auto done = ledger.ChangeKey(*keys_.back(), "");
    for (std::size_t i = keys_.size() - 1; i-- > 0 && !done;) {
      done = ledger.ChangeKey(*keys_[i], "");
    }
    return done;
  }

  void Work(Ledger& ledger) {
    host_->Advance(static_cast<std::int64_t>(Pick(700'000)));
    if (Pick(8) == 0) {
      const auto note = ledger.WriteCheckpoint();
      ASSERT_TRUE(note) << note.error().message;
      const auto checkpoint = OpenCheckpoint(*note, PublicKeys());
      ASSERT_TRUE(checkpoint);
      kept_ = *checkpoint;
      Synced();
      return;
    }
    if (Pick(20) == 0) {
      const auto done = ChangeKey(ledger);
      ASSERT_TRUE(done) << done.error().message;
      Synced();
      return;
    }
    if (Pick(20) == 0) {
      const bool signs = ledger.mode() == SigningMode::kRecord;
      const auto done =
          ledger.ChangeMode(signs ? SigningMode::kCheckpoint : SigningMode::kRecord, "");
      ASSERT_TRUE(done) << done.error().message;
      Synced();
      return;
    }
    const std::string reason(Pick(1'500), 'r');  // over the borders of sectors in any way
    Record record = Evaluation(ledger.ReadClock().time);
    record.reason = reason;
    const std::vector<Record> batch(1 + Pick(4), record);
    const auto receipts = ledger.AppendBatch(batch);
    ASSERT_TRUE(receipts) << receipts.error().message;
    for (const Receipt& receipt : *receipts) unsynced_.emplace_back(receipt.line);
    if (durability_ == Durability::kCommit) Synced();
  }

  void Synced() {
    acknowledged_.insert(acknowledged_.end(), std::make_move_iterator(unsynced_.begin()),
                         std::make_move_iterator(unsynced_.end()));
    unsynced_.clear();
  }

  // The ledger opens under the last checkpoint that was handed out, goes on, verifies, and has
  // every acknowledged record in its order. Looked at in a copy: the next life opens for itself.
  void ExpectWhole() const {
    const auto host = host_->Clone();
    if (!host->Exists(SegmentPath(kDirectory))) {
      ASSERT_TRUE(acknowledged_.empty());
      return;
    }
    auto ledger = Open(*host);
    ASSERT_TRUE(ledger) << ledger.error().message;
    ASSERT_TRUE(ledger->ArchiveModule(HashOf(kModule), kModule));
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
    ASSERT_TRUE(ledger->Close());
    const VerifyReport report = VerifyOn(*host, kept_, 0, revoked_);
    ASSERT_TRUE(report.good()) << report.bad->line << ": " << report.bad->why;
    ExpectInOrder(*host, acknowledged_);
  }

  std::mt19937_64 random_;
  Durability durability_;
  SigningMode mode_;  // at first
  std::uint64_t segment_bytes_;
  std::unique_ptr<FakeHost> host_;
  std::vector<std::string> acknowledged_;       // on disk, we were told
  std::vector<std::string> unsynced_;           // of an async commit that has not ended
  std::optional<Checkpoint> kept_;              // the last one handed out
  std::optional<RevocationStatement> revoked_;  // the last that was certainly made
  std::deque<SecretKey> made_;
  // All that ever signed, or could; those that were revoked among them.
  std::vector<const SecretKey*> keys_{&FixedKey(), &OtherKey()};
};

TEST(CrashLivesTest, WhateverItDidAndWhereverItCrashes) {
  const int points = test::CaseCount("BYLAW_CRASH_POINTS", kSanitized ? 100 : 1'000);
  constexpr int kLives = 4;
  for (int seed = 0; seed * kLives < points; ++seed) {
    CrashingLedger ledger(static_cast<std::uint64_t>(seed));
    for (int life = 0; life < kLives; ++life) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", life " + std::to_string(life));
      ledger.LiveAndCrash();
      if (HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace bylaw::ledger
