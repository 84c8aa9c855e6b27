// Objects that are too long for a record: on disk before the record that names them, missed when
// they are gone or changed, and good for their own request only.
#include "bylaw/ledger/blobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bylaw/ledger/receipt.h"
#include "fixtures.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

const std::string kParams = R"({"note":")" + std::string(70'000, 'x') + R"("})";

// A decision on params that stand in a blob, once that is kept.
Result<Receipt> AppendWithBlob(Ledger& ledger, const std::string& params = kParams) {
  const auto blob = ledger.KeepBlob(params);
  if (!blob) return tl::unexpected<Error>(blob.error());
  Record record = Evaluation(ledger.ReadClock().time);
  record.request_id = "r-1";
  record.action_params.reset();
  record.params_bytes = blob->bytes;
  record.params_sha256 = blob->sha256;
  return ledger.Append(record);
}

class BlobsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_));
    ledger_.emplace(*OpenOn(host_));
  }

  FakeHost host_;
  std::optional<Ledger> ledger_;
  const std::string path_ = BlobPath(kDirectory, HashOf(kParams));
};

TEST_F(BlobsTest, AreFilesCalledByTheirContentEachOnce) {
  ASSERT_TRUE(AppendWithBlob(*ledger_));
  EXPECT_EQ(host_.Read(path_), kParams);
  const std::uint64_t calls = host_.calls;
  ASSERT_TRUE(ledger_->KeepBlob(kParams));
  EXPECT_EQ(host_.calls, calls + 2) << "nothing is written again: folders are synced";
  ASSERT_TRUE(AppendWithBlob(*ledger_));
  EXPECT_EQ(host_.List(BlobFolder(kDirectory))->size(), 1U);
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good());
  EXPECT_EQ(report.blobs, 2U) << "of two records";
}

TEST_F(BlobsTest, AFileWithOtherBytesIsNotTakenForOne) {
  host_.Write(path_, "{}");
  const auto kept = ledger_->KeepBlob(kParams);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(kept.error().message, HasSubstr(path_));
  EXPECT_EQ(host_.Read(path_), "{}");
  EXPECT_TRUE(ledger_->Append(Evaluation(ledger_->ReadClock().time))) << "the ledger goes on";
}

TEST_F(BlobsTest, HaveALongestLength) {
  const std::string longest(kBlobBytesMax, 'x');
  EXPECT_TRUE(ledger_->KeepBlob(longest));
  EXPECT_EQ(ledger_->KeepBlob(longest + "x").error().code, ErrorCode::kInvalidArgument);
}

TEST_F(BlobsTest, OneThatIsGoneOrChangedIsNamedWhereItIsMeantFirst) {
  ASSERT_TRUE(AppendWithBlob(*ledger_, R"({"other":1})"));
  ASSERT_TRUE(AppendWithBlob(*ledger_));
  ASSERT_TRUE(AppendWithBlob(*ledger_));
  std::string changed = kParams;
  changed[500] = 'y';
  host_.Write(path_, changed);
  VerifyReport report = VerifyOn(host_);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, 4U);
  EXPECT_THAT(report.bad->why, HasSubstr(path_ + " holds other bytes"));
  EXPECT_EQ(report.records, 5U) << "the records are good";
  ASSERT_TRUE(host_.Rename(path_, path_ + ".away"));
  report = VerifyOn(host_);
  ASSERT_FALSE(report.good());
  EXPECT_THAT(report.bad->why, HasSubstr("there is no " + path_));
}

TEST_F(BlobsTest, ARecordThatStatesAnotherLengthIsNamed) {
  const auto blob = ledger_->KeepBlob(kParams);
  ASSERT_TRUE(blob);
  Record record = Evaluation(ledger_->ReadClock().time);
  record.context.reset();
  record.context_sha256 = blob->sha256;
  record.context_bytes = blob->bytes + 1;
  ASSERT_TRUE(ledger_->Append(record));
  const VerifyReport report = VerifyOn(host_);
  ASSERT_FALSE(report.good());
  EXPECT_THAT(report.bad->why, HasSubstr("has 70011 bytes; the record states 70012"));
}

TEST_F(BlobsTest, OneThatIsNoCanonicalObjectIsNamed) {
  for (const char* const text : {"[1]", R"({"a": 1})", ""}) {
    FakeHost host;
    ASSERT_TRUE(InitOn(host));
    auto ledger = OpenOn(host);
    ASSERT_TRUE(ledger);
    ASSERT_TRUE(AppendWithBlob(*ledger, text));
    EXPECT_THAT(VerifyOn(host).bad->why, HasSubstr("not a canonical JSON object")) << text;
  }
}

TEST_F(BlobsTest, ARecordHasTheObjectOrBothMembersOfItsBlob) {
  const auto submit = [&](const auto& change) {
    Record record = Evaluation(ledger_->ReadClock().time);
    change(record);
    const auto ticket = ledger_->Submit(record);
    return ticket ? std::string() : ticket.error().message;
  };
  const char* const either = "either both members of a blob";
  EXPECT_THAT(submit([](Record& r) { r.params_bytes = 1; }), HasSubstr(either));
  EXPECT_THAT(submit([](Record& r) { r.params_bytes = 1, r.params_sha256 = Hash{}; }),
              HasSubstr(either));
  EXPECT_THAT(submit([](Record& r) { r.context.reset(), r.context_sha256 = Hash{}; }),
              HasSubstr(either));
  EXPECT_THAT(submit([](Record& r) { r.kind = "opened"; }), HasSubstr("opened"));
  EXPECT_EQ(
      submit([](Record& r) { r.context.reset(), r.context_bytes = 1, r.context_sha256 = Hash{}; }),
      "");
}

TEST_F(BlobsTest, AReceiptIsGoodForTheRequestWhoseDigestItHas) {
  const auto receipt = AppendWithBlob(*ledger_);
  ASSERT_TRUE(receipt);
  const auto check = [&](const std::string& params) {
    const std::string request =
        R"({"action":"initiate_payment","agent_id":"lending-agent-v2","request_id":"r-1",)"
        R"("session_id":"s-81","context":{"account_status":"active","identity_verified":true})" +
        params + "}";
    const auto good = CheckReceipt({receipt->line, {}}, FixedKey().public_key(),
                                   {.request = request,
                                    .origin = ledger_->origin(),
                                    .now = Timestamp{host_.wall_us},
                                    .age_us_max = 60'000'000});
    return good ? good->decision : good.error().message;
  };
  EXPECT_EQ(check(",\"params\": " + kParams), "ESCALATE") << "however it is spelt";
  EXPECT_THAT(check(""), HasSubstr("params is 70011 bytes with sha256:"));
  EXPECT_THAT(check(R"(,"params":{"note":"x"})"), HasSubstr("the request's 12 bytes with sha256:"));
}

// Whatever is on disk afterwards: each record that is kept has its blob.
TEST(BlobsCrashTest, NoRecordStandsWithoutItsBlobWhereverThePowerGoes) {
  bool finished = false;
  for (std::uint64_t cut = 0; !finished; ++cut) {
    FakeHost host;
    ASSERT_TRUE(InitOn(host));
    host.cut_at = host.calls + cut;
    try {
      auto ledger = OpenOn(host);
      ASSERT_TRUE(ledger);
      ASSERT_TRUE(AppendWithBlob(*ledger));
      ASSERT_TRUE(AppendWithBlob(*ledger, R"({"other":1})"));
      finished = true;
    } catch (const PowerCut&) {
    }
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      const auto after = host.Restart(seed == 0 ? Survival::kSyncedOnly : Survival::kSomeSectors,
                                      seed * 1000 + cut);
      auto ledger = OpenOn(*after);
      ASSERT_TRUE(ledger) << ledger.error().message;
      ASSERT_TRUE(AppendWithBlob(*ledger)) << "what is left of it is no hindrance";
      const VerifyReport report = VerifyOn(*after);
      EXPECT_TRUE(report.good()) << "cut " << cut << ": " << report.bad->why;
    }
  }
}

}  // namespace
}  // namespace bylaw::ledger
