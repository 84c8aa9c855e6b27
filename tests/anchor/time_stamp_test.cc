// Time stamps made by openssl: the right one is taken, and no other.
#include "bylaw/anchor/time_stamp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "anchor_fixtures.h"
#include "test_tsa.h"

namespace bylaw::anchor {
namespace {

using testing::HasSubstr;

constexpr const char* kUrl = "http://tsa.example/tsr";

class TimeStampTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { tsa_ = std::make_unique<TestTsa>(); }
  static void TearDownTestSuite() { tsa_.reset(); }

  // Asks an authority that answers a query so.
  static Result<std::string> Ask(const std::function<std::string(const std::string&)>& answer) {
    FakeHttp http([&](const FakeHttp::Posted& posted) {
      EXPECT_EQ(posted.url, kUrl);
      EXPECT_EQ(posted.content_type, "application/timestamp-query");
      return HttpAnswer{200, "application/timestamp-reply", answer(posted.body)};
    });
    return RequestTimeStamp(http, kUrl, SomeNote(), tsa_->Roots());
  }
  static std::string Good() {
    const auto response = Ask([](const std::string& query) { return tsa_->Reply(query); });
    if (!response) ADD_FAILURE() << response.error().message;
    return response ? *response : "";
  }
  static void ExpectRefused(const Result<std::string>& asked, const std::string& why) {
    ASSERT_FALSE(asked) << why;
    EXPECT_EQ(asked.error().code, ErrorCode::kBadSignature);
    EXPECT_THAT(asked.error().message, HasSubstr(why));
    EXPECT_THAT(asked.error().message, HasSubstr(kUrl));
  }
  static std::string Text() {
    const std::string note = SomeNote();
    return note.substr(0, note.rfind("\n\n") + 1);
  }

  static std::unique_ptr<TestTsa> tsa_;
};
std::unique_ptr<TestTsa> TimeStampTest::tsa_;

TEST_F(TimeStampTest, IsVerifiedKeptAndVerifiedAgain) {
  const std::string response = Good();
  const auto stamp = VerifyTimeStamp(response, SomeNote(), tsa_->Roots());
  ASSERT_TRUE(stamp) << stamp.error().message;
  EXPECT_EQ(stamp->authority, "CN=Test TSA,O=Test");
  const std::int64_t now = ledger::Host::System().WallUs();
  EXPECT_LT(std::abs(stamp->time.us - now), 600'000'000);
  const TestWitness witness;
  const std::string cosigned = SomeNote() + witness.Cosign(SomeNote());
  EXPECT_TRUE(VerifyTimeStamp(response, cosigned, tsa_->Roots()))
      << "signature lines that come later change nothing";
}

TEST_F(TimeStampTest, OpensslAsksTheSame) {
  EXPECT_TRUE(VerifyTimeStamp(tsa_->Reply(tsa_->Query(Text())), SomeNote(), tsa_->Roots()));
}

TEST_F(TimeStampTest, NoncesAreRandom) {
  std::vector<std::string> queries;
  for (int i = 0; i < 2; ++i) {
    ExpectRefused(Ask([&](const std::string& query) {
                    queries.push_back(query);
                    return "";
                  }),
                  "not a time stamp response");
  }
  EXPECT_NE(queries[0], queries[1]);
  EXPECT_LT(queries[0].size(), 100U);
}

TEST_F(TimeStampTest, OfAnotherTextIsRefused) {
  ExpectRefused(Ask([](const std::string&) { return tsa_->Reply(tsa_->Query("other")); }),
                "message imprint mismatch");
  EXPECT_FALSE(VerifyTimeStamp(Good(), SomeNote(4), tsa_->Roots()));
  EXPECT_FALSE(VerifyTimeStamp(Good(), "no note", tsa_->Roots()));
}

TEST_F(TimeStampTest, WithAnotherNonceOrNoneIsRefused) {
  ExpectRefused(Ask([](const std::string&) { return tsa_->Reply(tsa_->Query(Text())); }),
                "nonce mismatch");
  ExpectRefused(
      Ask([](const std::string&) { return tsa_->Reply(tsa_->Query(Text(), "-cert -no_nonce")); }),
      "nonce not returned");
}

TEST_F(TimeStampTest, ByAnotherAuthorityIsRefused) {
  const TestTsa other;
  ExpectRefused(Ask([&](const std::string& query) { return other.Reply(query); }),
                "certificate verify error");
  EXPECT_FALSE(VerifyTimeStamp(Good(), SomeNote(), other.Roots()));
}

TEST_F(TimeStampTest, ARejectionIsSaid) {
  ExpectRefused(Ask([](const std::string& query) { return tsa_->Reply(query, "reject.cnf"); }),
                "rejection");
}

TEST_F(TimeStampTest, GarbageIsRefused) {
  const std::string good = Good();
  for (const std::string& bytes :
       {std::string(), std::string("<html>"), good.substr(0, good.size() - 1), good + "x",
        std::string(65'536, '\x30')}) {
    ExpectRefused(Ask([&](const std::string&) { return bytes; }), "not a time stamp response");
  }
}

TEST_F(TimeStampTest, NoBitOfWhatIsSignedCanChange) {
  const std::string good = Good();
  const std::size_t at = good.find(std::string(ledger::AsText(ledger::HashOf(Text()))));
  ASSERT_NE(at, std::string::npos);
  for (std::size_t i = at - 40; i < at + 100; ++i) {
    std::string changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(VerifyTimeStamp(changed, SomeNote(), tsa_->Roots())) << i - at;
  }
}

TEST_F(TimeStampTest, AnErrorOfTheServerIsSaid) {
  FakeHttp http([](const FakeHttp::Posted&) { return HttpAnswer{503, "", "closed\n"}; });
  const auto asked = RequestTimeStamp(http, kUrl, SomeNote(), tsa_->Roots());
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, ErrorCode::kIo);
  EXPECT_THAT(asked.error().message, HasSubstr("HTTP status 503, \"closed\""));
  FakeHttp down([](const FakeHttp::Posted&) -> Result<HttpAnswer> {
    return ledger::Fail(ErrorCode::kIo, "down");
  });
  EXPECT_EQ(RequestTimeStamp(down, kUrl, SomeNote(), tsa_->Roots()).error().message, "down");
}

TEST_F(TimeStampTest, RootsAreCertificatesInPem) {
  EXPECT_TRUE(TsaRoots::Load(tsa_->At("ca.pem")));
  EXPECT_EQ(TsaRoots::Load(tsa_->At("ca.key")).error().code, ErrorCode::kBadKey);
  EXPECT_EQ(TsaRoots::Load("/nowhere").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace bylaw::anchor
