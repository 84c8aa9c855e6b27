// A ledger held against its anchors: what its key's holder rewrote, cut or replaced is found.
#include "bylaw/anchor/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "anchor_fixtures.h"
#include "bylaw/anchor/store.h"
#include "test_tsa.h"

namespace bylaw::anchor {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class VerifyAnchorsTest : public testing::Test {
 protected:
  void SetUp() override {
    ledger::FillLedger(host_, 6);
    first_ = LastNote(host_);
    ledger::AppendSession(host_, 4);
    second_ = LastNote(host_);
    Keep(first_ + one_.Cosign(first_));
    Keep(second_ + one_.Cosign(second_, kNoon + 60) + two_.Cosign(second_));
  }

  void Keep(const std::string& note) {
    const auto kept = KeepNote(host_, kDirectory, std::span(&FixedKey().public_key(), 1), note);
    ASSERT_TRUE(kept) << kept.error().message;
  }
  static std::uint64_t SizeOf(const std::string& note) {
    return ledger::OpenCheckpoint(note, FixedKey().public_key())->size;
  }
  static std::string PathOf(const std::string& note) { return NotePath(kDirectory, SizeOf(note)); }
  AnchorReport Verify(const Trusted& trusted) {
    const auto report = VerifyAnchors(kDirectory, FixedKey().public_key(), trusted,
                                      {.progress = {}, .host = &host_});
    if (!report) ADD_FAILURE() << report.error().message;
    return report ? *report : AnchorReport();
  }
  Trusted One() const { return {{one_.key()}, {}}; }

  // Takes another ledger of the same key in place of this one's records.
  void Replace(const FakeHost& other) {
    host_.Write(ledger::SegmentPath(kDirectory), ledger::SegmentOn(other));
  }

  FakeHost host_;
  std::string first_;
  std::string second_;
  TestWitness one_{"w.example/1", 1};
  TestWitness two_{"w.example/2", 2};
};

TEST_F(VerifyAnchorsTest, SaysWhoSignedWhatAndWhen) {
  ledger::AppendSession(host_, 1);
  const AnchorReport report = Verify({{one_.key(), two_.key()}, {}});
  EXPECT_THAT(report.bad, SizeIs(0));
  ASSERT_THAT(report.good, SizeIs(3));
  EXPECT_EQ(report.good[0].size, SizeOf(first_));
  EXPECT_EQ(report.good[0].by, "w.example/1");
  EXPECT_EQ(report.good[0].file, PathOf(first_));
  EXPECT_EQ(ledger::TimestampText(report.good[1].time), "2026-04-14T12:01:00.000000Z");
  EXPECT_EQ(report.good[2].by, "w.example/2");
  EXPECT_EQ(report.size(), SizeOf(second_));
  EXPECT_THAT(Verify({{two_.key()}, {}}).good, SizeIs(1));
}

TEST_F(VerifyAnchorsTest, UnderOtherKeysNothingIsAnchored) {
  const AnchorReport report = Verify({{TestWitness("w.example/3", 3).key()}, {}});
  EXPECT_EQ(report.size(), 0U);
  EXPECT_THAT(report.bad, SizeIs(0));
  FakeHost bare;
  ledger::FillLedger(bare, 3);
  Replace(bare);
  const auto none =
      VerifyAnchors(kDirectory, FixedKey().public_key(), One(), {.progress = {}, .host = &bare});
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_EQ(none->size(), 0U);
}

TEST_F(VerifyAnchorsTest, WhatTheKeysHolderRewroteIsFound) {
  auto other = host_.Clone();
  std::vector<std::string> lines = ledger::LinesOf(ledger::SegmentOn(host_));
  while (SizeOf(LastNote(*other)) > SizeOf(first_)) {
    lines.pop_back();
    other->Write(ledger::SegmentPath(kDirectory), ledger::JoinLines(lines));
  }
  other->Advance(7'000'000);
  ledger::AppendSession(*other, 20);  // Grown again from the first anchor, otherwise.
  Replace(*other);
  const AnchorReport report = Verify(One());
  ASSERT_THAT(report.bad, SizeIs(1));
  EXPECT_EQ(report.bad[0].file, PathOf(second_));
  EXPECT_THAT(report.bad[0].why, HasSubstr("was rewritten"));
  EXPECT_EQ(report.size(), SizeOf(first_)) << "up to the first anchor it is what it was";
}

TEST_F(VerifyAnchorsTest, WhatWasCutIsFound) {
  std::vector<std::string> lines = ledger::LinesOf(ledger::SegmentOn(host_));
  while (SizeOf(LastNote(host_)) > SizeOf(first_)) {
    lines.pop_back();
    host_.Write(ledger::SegmentPath(kDirectory), ledger::JoinLines(lines));
  }
  const AnchorReport report = Verify(One());
  ASSERT_THAT(report.bad, SizeIs(1));
  EXPECT_THAT(report.bad[0].why, HasSubstr("was cut back"));
}

TEST_F(VerifyAnchorsTest, AnchorsOfAnotherLedgerAreFound) {
  FakeHost other;
  other.random_state = 99;  // Another origin.
  ledger::FillLedger(other, 30);
  Replace(other);
  const AnchorReport report = Verify(One());
  EXPECT_THAT(report.good, SizeIs(0));
  ASSERT_THAT(report.bad, SizeIs(2));
  EXPECT_THAT(report.bad[0].why, HasSubstr("it is of the ledger"));
}

TEST_F(VerifyAnchorsTest, NotesThatWereChangedAreFound) {
  const std::string good = host_.Read(PathOf(first_));
  const struct {
    std::string note;
    const char* why;
  } cases[] = {
      {"", "not a signed note"},
      {first_ + one_.Cosign(second_), "does not fit the checkpoint"},
      {second_ + one_.Cosign(second_), "another size"},
      {good.substr(0, good.size() - 1), ""},
  };
  for (const auto& c : cases) {
    host_.Write(PathOf(first_), c.note);
    const AnchorReport report = Verify(One());
    ASSERT_THAT(report.bad, SizeIs(1)) << c.note;
    EXPECT_EQ(report.bad[0].file, PathOf(first_));
    EXPECT_THAT(report.bad[0].why, HasSubstr(c.why));
    EXPECT_THAT(report.good, SizeIs(1)) << "the other is good all the same";
  }
}

TEST_F(VerifyAnchorsTest, TimeStampsAreVerifiedUnderTheirRoots) {
  const TestTsa tsa;
  const std::string text = first_.substr(0, first_.rfind("\n\n") + 1);
  const std::string stamp = tsa.Reply(tsa.Query(text));
  const auto path = KeepTimeStamp(host_, kDirectory, SizeOf(first_), stamp);
  ASSERT_TRUE(path);
  EXPECT_THAT(Verify(One()).good, SizeIs(2)) << "without roots stamps are not looked at";
  const Trusted authority{{}, tsa.Roots()};
  const AnchorReport report = Verify(authority);
  ASSERT_THAT(report.good, SizeIs(1));
  EXPECT_EQ(report.good[0].by, "CN=Test TSA,O=Test");
  EXPECT_EQ(report.good[0].file, *path);
  EXPECT_EQ(report.size(), SizeOf(first_));

  const auto misplaced = KeepTimeStamp(host_, kDirectory, SizeOf(second_), stamp);
  ASSERT_TRUE(misplaced);
  const AnchorReport mixed = Verify(authority);
  EXPECT_THAT(mixed.good, SizeIs(1));
  ASSERT_THAT(mixed.bad, SizeIs(1));
  EXPECT_EQ(mixed.bad[0].file, *misplaced);
  EXPECT_THAT(mixed.bad[0].why, HasSubstr("imprint mismatch"));
  EXPECT_THAT(Verify({{}, TestTsa().Roots()}).bad, SizeIs(2));
}

TEST_F(VerifyAnchorsTest, AStampWithoutItsNoteIsBad) {
  ASSERT_TRUE(KeepTimeStamp(host_, kDirectory, 2, "stamp"));
  const AnchorReport report = Verify(One());
  ASSERT_THAT(report.bad, SizeIs(1));
  EXPECT_EQ(report.bad[0].file, NotePath(kDirectory, 2));
}

TEST_F(VerifyAnchorsTest, AWitnessIsAskedFromTheLastThatItCosigned) {
  const auto last = [&](const TestWitness& witness) {
    return LastCosigned(host_, kDirectory, std::span(&FixedKey().public_key(), 1), witness.key());
  };
  ASSERT_TRUE(*last(one_));
  EXPECT_EQ((*last(one_))->size, SizeOf(second_));
  EXPECT_FALSE(*last(TestWitness("w.example/3", 3)));
  host_.Write(PathOf(second_), "damaged");
  EXPECT_EQ((*last(one_))->size, SizeOf(first_));
  EXPECT_FALSE(*last(two_));
}

}  // namespace
}  // namespace bylaw::anchor
