// Retention cut short: by the power, by whatever can fail; and what goes with the records.
#include "bylaw/ledger/blobs.h"
#include "retention_fixture.h"

namespace bylaw::ledger {
namespace {

class RetentionCrashTest : public RetentionFixture {};

// Blobs go with the last record that names them.
TEST_P(RetentionCrashTest, BlobsAreArchivedAndGoWithTheirRecords) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host, Durability::kCommit, GetParam()));
  std::vector<std::string> paths;
  {
    auto ledger = OpenOn(host, std::nullopt, kRetentionBytes);
    ASSERT_TRUE(ledger);
    const auto append = [&](const std::string& params) {
      const Blob blob = ledger->KeepBlob(params).value();
      paths.push_back(BlobPath(kDirectory, blob.sha256));
      Record record = Evaluation(ledger->ReadClock().time);
      record.action_params.reset();
      record.params_bytes = blob.bytes;
      record.params_sha256 = blob.sha256;
      ASSERT_TRUE(ledger->Append(record));
    };
    append(R"({"old":1})");
    append(R"({"both":1})");
    for (int i = 0; i < 30; ++i) {
      host.Advance(250'000);
      ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
    }
    append(R"({"both":1})");
    ASSERT_TRUE(ledger->KeepBlob(R"({"of no record":1})"));
    ASSERT_TRUE(ledger->Close());
  }
  RetentionOptions options;
  options.to = kArchive;
  options.open = {
      .software = "bylaw test", .segment_bytes = kRetentionBytes, .expect = {}, .host = &host};
  const auto retired = Retire(kDirectory, FixedKey(), options);
  ASSERT_TRUE(retired) << retired.error().message;
  EXPECT_EQ(retired->blobs, 2U);
  EXPECT_FALSE(host.Exists(paths[0]));
  EXPECT_TRUE(host.Exists(paths[1])) << "a record that is still here names it";
  EXPECT_TRUE(VerifyOn(host).good());
  EXPECT_EQ(host.Read(BlobPath(kArchive, HashOf(R"({"old":1})"))), R"({"old":1})");
  const VerifyReport with = VerifyWith(host, kArchive);
  ASSERT_TRUE(with.good()) << with.bad->why;
  EXPECT_EQ(with.blobs, 3U);
}

TEST_P(RetentionCrashTest, NothingIsLostWhereverThePowerGoes) {
  bool finished = false;
  for (std::uint64_t cut = 0; !finished; ++cut) {
    const auto host = host_.Clone();
    host->cut_at = cut;
    try {
      ASSERT_TRUE(RetireOn(*host));
      finished = true;
    } catch (const PowerCut&) {
    }
    for (const auto& [survival, seed] : {std::pair{Survival::kSyncedOnly, std::uint64_t{0}},
                                         std::pair{Survival::kSomeSectors, cut}}) {
      SCOPED_TRACE("cut at call " + std::to_string(cut) + ", seed " + std::to_string(seed));
      const auto after = host->Restart(survival, seed);
      ExpectNothingLost(*after);
      const auto again = RetireOn(*after);
      ASSERT_TRUE(again) << again.error().message;
      EXPECT_GE(again->minimum_index, minimum_);
      ExpectNothingLost(*after);
      ASSERT_TRUE(Open(*after)) << "what was torn is moved aside";
      const VerifyReport report = VerifyOn(*after);
      ASSERT_TRUE(report.good()) << report.bad->file << report.bad->line << report.bad->why;
      ASSERT_TRUE(VerifyWith(*after, kArchive).good());
    }
  }
}

TEST_P(RetentionCrashTest, NothingIsLostWhateverFails) {
  for (std::uint64_t call = 0;; ++call) {
    const auto host = host_.Clone();
    host->fail_from = call;
    host->fail_count = 1;
    const bool done = RetireOn(*host).has_value();
    ExpectNothingLost(*host);
    if (done) break;
    const auto again = RetireOn(*host);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(VerifyOn(*host).good());
  }
}

INSTANTIATE_TEST_SUITE_P(Modes, RetentionCrashTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& mode) { return std::string(SigningModeText(mode.param)); });

}  // namespace
}  // namespace bylaw::ledger
