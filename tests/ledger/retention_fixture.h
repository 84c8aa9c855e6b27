// A ledger of several segments whose old ones can go, and what must hold of it whatever happens.
#ifndef BYLAW_TESTS_LEDGER_RETENTION_FIXTURE_H_
#define BYLAW_TESTS_LEDGER_RETENTION_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bylaw/ledger/retention.h"
#include "fixtures.h"

namespace bylaw::ledger {

inline constexpr std::uint64_t kRetentionBytes = 3'500;
inline const std::string kArchive = "/archive";

// Five segments or more; the mode and the key change in the first.
class RetentionFixture : public testing::TestWithParam<SigningMode> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_, Durability::kCommit, GetParam()));
    {
      auto ledger = OpenOn(host_, std::nullopt, kRetentionBytes);
      ASSERT_TRUE(ledger);
      const SigningMode other =
          GetParam() == SigningMode::kRecord ? SigningMode::kCheckpoint : SigningMode::kRecord;
      ASSERT_TRUE(ledger->ChangeMode(other, ""));
      ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
      ASSERT_TRUE(ledger->ChangeKey(OtherKey(), ""));
      ASSERT_TRUE(ledger->ChangeMode(GetParam(), ""));
      ASSERT_TRUE(ledger->Close());
    }
    Append(host_, 16);
    first_seqs_ = ListSegments(host_, kDirectory).value();
    ASSERT_GE(first_seqs_.size(), 5U);
    for (const std::uint64_t seq : first_seqs_) whole_.push_back(SegmentOn(host_, seq));
    minimum_ = first_seqs_[first_seqs_.size() - 2];
  }

  static Result<Ledger> Open(FakeHost& host) {
    return OpenOn(host, std::nullopt, kRetentionBytes, OtherKey());
  }
  static void Append(FakeHost& host, int evaluations) {
    auto ledger = Open(host);
    ASSERT_TRUE(ledger) << ledger.error().message;
    for (int i = 0; i < evaluations; ++i) {
      host.Advance(250'000);
      ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
    }
    ASSERT_TRUE(ledger->Close());
  }

  static Result<Retired> RetireOn(FakeHost& host, const std::string& to = kArchive,
                                  std::uint64_t before_seq = UINT64_MAX,
                                  Timestamp before_time = {INT64_MAX}) {
    RetentionOptions options;
    options.before_seq = before_seq;
    options.before_time = before_time;
    options.to = to;
    options.reason = "seven years are over";
    options.open = {
        .software = "bylaw test", .segment_bytes = kRetentionBytes, .expect = {}, .host = &host};
    return Retire(kDirectory, OtherKey(), options);
  }
  static ReadOptions Reading(FakeHost& host, const std::string& archive = "") {
    return {.progress = {}, .host = &host, .archive = archive};
  }
  static VerifyReport VerifyWith(FakeHost& host, const std::string& archive) {
    VerifyOptions options;
    options.read = Reading(host, archive);
    return Verify(kDirectory, FixedKey().public_key(), options).value();
  }

  // Each segment of the beginning is whole in one of the two places.
  void ExpectNothingLost(FakeHost& host) const {
    for (std::size_t i = 0; i + 1 < first_seqs_.size(); ++i) {
      const std::string archived = SegmentPath(kArchive, first_seqs_[i]);
      EXPECT_TRUE(SegmentOn(host, first_seqs_[i]) == whole_[i] ||
                  (host.Exists(archived) && host.Read(archived) == whole_[i]))
          << first_seqs_[i];
    }
  }
  void ExpectUnchanged(FakeHost& host) const {
    for (std::size_t i = 0; i + 1 < first_seqs_.size(); ++i) {
      EXPECT_EQ(SegmentOn(host, first_seqs_[i]), whole_[i]);
    }
  }

  FakeHost host_;
  std::vector<std::uint64_t> first_seqs_;
  std::vector<std::string> whole_;
  std::uint64_t minimum_ = 0;  // All that can go.
};

}  // namespace bylaw::ledger

#endif  // BYLAW_TESTS_LEDGER_RETENTION_FIXTURE_H_
