// What is kept of anchors: nothing is lost, whatever happens while it is written.
#include "bylaw/anchor/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "anchor_fixtures.h"

namespace bylaw::anchor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class StoreTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(ledger::InitOn(host_)); }

  Result<std::string> Keep(std::string_view note) { return KeepOn(host_, note); }
  static Result<std::string> KeepOn(FakeHost& host, std::string_view note) {
    return KeepNote(host, kDirectory, std::span(&FixedKey().public_key(), 1), note);
  }

  FakeHost host_;
  TestWitness one_{"w.example/1", 1};
  TestWitness two_{"w.example/2", 2};
  std::string note_ = SomeNote();
  std::string path_ = "/audit/anchors/00000000000000000003.note";
};

TEST_F(StoreTest, CosignaturesOfSeveralWitnessesStandInOneNote) {
  const auto kept = Keep(note_ + one_.Cosign(note_));
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(*kept, path_);
  ASSERT_TRUE(Keep(note_ + two_.Cosign(note_)));
  const std::string both = note_ + one_.Cosign(note_) + two_.Cosign(note_);
  EXPECT_EQ(host_.Read(path_), both);
  const std::uint64_t calls = host_.calls;
  ASSERT_TRUE(Keep(note_));
  ASSERT_TRUE(Keep(note_ + one_.Cosign(note_, kNoon + 60)));
  EXPECT_EQ(host_.Read(path_), both) << "the first cosignature of a witness stays";
  EXPECT_EQ(host_.calls, calls + 2) << "only the directory is synced";
}

TEST_F(StoreTest, AnotherCheckpointOfTheSameSizeIsRefused) {
  ASSERT_TRUE(Keep(note_ + one_.Cosign(note_)));
  const auto fork = Keep(SomeNote(3, "other root"));
  ASSERT_FALSE(fork);
  EXPECT_EQ(fork.error().code, ErrorCode::kRolledBack);
  EXPECT_THAT(fork.error().message, HasSubstr(path_));
  EXPECT_EQ(host_.Read(path_), note_ + one_.Cosign(note_));
}

TEST_F(StoreTest, WhatIsNotTheLedgersIsNotKeptAndWhatIsDamagedNotReplaced) {
  const auto stranger = ledger::SecretKey::Generate("stranger");
  EXPECT_EQ(Keep(*ledger::SignCheckpoint({"test-1", 3, {}}, *stranger)).error().code,
            ErrorCode::kBadSignature);
  EXPECT_FALSE(host_.Exists(path_));
  host_.Write(path_, "damaged");
  EXPECT_EQ(Keep(note_).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(host_.Read(path_), "damaged");
  std::string full = note_;
  while (full.size() < ledger::kNoteBytesMax - 100) {
    const TestWitness witness(std::string(100, 'w') + std::to_string(full.size()), 3);
    full += witness.Cosign(note_);
  }
  host_.Write(path_, full);
  EXPECT_THAT(Keep(note_ + one_.Cosign(note_) + two_.Cosign(note_)).error().message,
              HasSubstr("no room"));
}

TEST_F(StoreTest, AnotherWriterIsWaitedForByTryingAgain) {
  ASSERT_TRUE(Keep(note_));
  {
    const auto lock = host_.LockDirectory("/audit/anchors");
    ASSERT_TRUE(lock);
    const auto second = Keep(note_ + one_.Cosign(note_));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kLocked);
    EXPECT_EQ(KeepTimeStamp(host_, kDirectory, 3, "stamp").error().code, ErrorCode::kLocked);
  }
  EXPECT_TRUE(Keep(note_ + one_.Cosign(note_)));
}

TEST_F(StoreTest, AnchorsAreListedBySize) {
  EXPECT_TRUE(KeptAnchors(host_, kDirectory)->empty()) << "no folder yet";
  ASSERT_TRUE(Keep(SomeNote(1000)));
  ASSERT_TRUE(Keep(note_));
  const auto stamp = KeepTimeStamp(host_, kDirectory, 3, "stamp");
  ASSERT_TRUE(stamp) << stamp.error().message;
  EXPECT_EQ(*stamp, "/audit/anchors/00000000000000000003-" +
                        ledger::DigestText(ledger::HashOf("stamp")).substr(7) + ".tsr");
  const auto other = KeepTimeStamp(host_, kDirectory, 3, "another");
  for (const char* const name :
       {"00000000000000000003.note.tmp", "3.note", "notes", "99999999999999999999.note", "",
        "0000000000000000000x.note", "00000000000000000004.tsr", "00000000000000000004-.tsr.tmp"}) {
    host_.Write(std::string("/audit/anchors/") + name, "");
  }
  const auto kept = KeptAnchors(host_, kDirectory);
  ASSERT_TRUE(kept) << kept.error().message;
  ASSERT_EQ(kept->size(), 2U);
  EXPECT_EQ(kept->at(0).size, 3U);
  EXPECT_EQ(kept->at(0).note, path_);
  EXPECT_THAT(kept->at(0).stamps, testing::UnorderedElementsAre(*stamp, *other));
  EXPECT_EQ(kept->at(1).size, 1000U);
  EXPECT_TRUE(kept->at(1).stamps.empty());
}

// The power goes at every call that changes something; whatever the disk kept, the note is the old
// one or the new one.
TEST_F(StoreTest, APowerCutLeavesTheOldNoteOrTheNew) {
  ASSERT_TRUE(Keep(note_ + one_.Cosign(note_)));
  const std::string before = host_.Read(path_);
  const std::string after = before + two_.Cosign(note_);
  int old_ones = 0;
  int cuts = 0;
  for (std::uint64_t call = 0;; ++call) {
    const auto host = host_.Clone();
    host->cut_at = call;
    bool cut = false;
    try {
      ASSERT_TRUE(KeepOn(*host, note_ + two_.Cosign(note_)));
    } catch (const ledger::PowerCut&) {
      cut = true;
    }
    for (const auto survival : {ledger::Survival::kEverything, ledger::Survival::kSyncedOnly,
                                ledger::Survival::kSomeSectors}) {
      const auto restarted = host->Restart(survival, call);
      const std::string found = restarted->Read(path_);
      ASSERT_TRUE(found == before || found == after) << call << "\n" << found;
      old_ones += found == before ? 1 : 0;
      ASSERT_TRUE(KeepOn(*restarted, note_ + two_.Cosign(note_))) << "it is simply done again";
      EXPECT_EQ(restarted->Read(path_), after);
    }
    if (!cut) break;
    ++cuts;
  }
  EXPECT_GE(cuts, 5) << "directory, create, write, sync, rename, directory";
  EXPECT_GT(old_ones, 5);
}

TEST_F(StoreTest, AFailingDiskIsSaidAndTheOldNoteStays) {
  ASSERT_TRUE(Keep(note_ + one_.Cosign(note_)));
  const std::string before = host_.Read(path_);
  for (std::uint64_t call = 0; call < 4; ++call) {
    const auto host = host_.Clone();
    host->fail_from = call;
    const auto failed = KeepOn(*host, note_ + two_.Cosign(note_));
    ASSERT_FALSE(failed) << call;
    EXPECT_EQ(failed.error().code, ErrorCode::kIo);
    EXPECT_EQ(host->Read(path_), before);
  }
}

}  // namespace
}  // namespace bylaw::anchor
