// Whether a ledger continues an earlier checkpoint.
#include "bylaw/anchor/growth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "anchor_fixtures.h"

namespace bylaw::anchor {
namespace {

using testing::HasSubstr;

class GrowthTest : public testing::Test {
 protected:
  void SetUp() override {
    ledger::FillLedger(host_, 6);
    old_ = Open(LastNote(host_));
    earlier_ = host_.Clone();
    ledger::AppendSession(host_, 4);
  }

  static ledger::Checkpoint Open(const std::string& note) {
    return *ledger::OpenCheckpoint(note, FixedKey().public_key());
  }
  template <typename Old>
  static Result<ledger::GrowthProof> From(FakeHost& host, const Old& old) {
    return GrowthFrom(kDirectory, FixedKey().public_key(), old, {.progress = {}, .host = &host});
  }

  FakeHost host_;
  std::unique_ptr<FakeHost> earlier_;
  ledger::Checkpoint old_;
};

TEST_F(GrowthTest, FromAnEarlierCheckpointOrFromNothing) {
  const auto grown = From(host_, old_);
  ASSERT_TRUE(grown) << grown.error().message;
  EXPECT_EQ(grown->old_size, old_.size);
  EXPECT_GT(Open(grown->note).size, old_.size);
  const auto same = From(host_, Open(grown->note));
  ASSERT_TRUE(same) << same.error().message;
  EXPECT_TRUE(same->hashes.empty());
  const auto first = From(host_, std::uint64_t{0});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(ledger::GrowthProofText(*first), "old 0\n\n" + grown->note);
}

TEST_F(GrowthTest, ALedgerThatWasCutBackIsNamedSo) {
  const auto cut = From(*earlier_, Open(LastNote(host_)));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::kRolledBack);
  EXPECT_THAT(cut.error().message, HasSubstr("was cut back"));
}

TEST_F(GrowthTest, ALedgerThatWasRewrittenIsNamedSo) {
  ledger::AppendSession(*earlier_, 5);  // At another time, and one more.
  const auto forked = From(*earlier_, Open(LastNote(host_)));
  ASSERT_FALSE(forked);
  EXPECT_EQ(forked.error().code, ErrorCode::kRolledBack);
  EXPECT_THAT(forked.error().message, HasSubstr("was rewritten"));
  ledger::Checkpoint same_size = Open(LastNote(host_));
  same_size.root[0] ^= 1;
  EXPECT_EQ(From(host_, same_size).error().code, ErrorCode::kRolledBack);
}

TEST_F(GrowthTest, AnotherLedgerIsNamedSo) {
  ledger::Checkpoint other = old_;
  other.origin = "other-1";
  const auto refused = From(host_, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kRolledBack);
  EXPECT_THAT(refused.error().message, HasSubstr("other-1"));
}

TEST_F(GrowthTest, WithoutALedgerThereIsNothingToProve) {
  const auto none = GrowthFrom("/nowhere", FixedKey().public_key(), std::uint64_t{0},
                               {.progress = {}, .host = &host_});
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace bylaw::anchor
