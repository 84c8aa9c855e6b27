// Asking a witness: what is posted, and what is made of each answer.
#include "bylaw/anchor/witness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "anchor_fixtures.h"
#include "bylaw/anchor/cosignature.h"
#include "bylaw/anchor/growth.h"

namespace bylaw::anchor {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kUrl = "https://w.example/prefix";

HttpAnswer Other(const std::string& size) {
  return {409, "text/x.tlog.size", size};
}

class WitnessTest : public testing::Test {
 protected:
  void SetUp() override {
    ledger::FillLedger(host_, 6);
    note_ = LastNote(host_);
  }

  Result<std::string> Ask(FakeHttp& http, std::uint64_t known_size = 0) {
    return Cosign(http, kUrl, witness_.key(), known_size, [&](std::uint64_t size) {
      return GrowthFrom(kDirectory, FixedKey().public_key(), size,
                        {.progress = {}, .host = &host_});
    });
  }
  // Asks a witness that always answers so.
  ledger::Error Refusal(const HttpAnswer& answer) {
    FakeHttp http([&](const FakeHttp::Posted&) { return answer; });
    const auto asked = Ask(http);
    if (!asked) return asked.error();
    ADD_FAILURE() << "taken: " << answer.body;
    return {};
  }
  HttpAnswer Good() const { return {200, "text/plain", witness_.Cosign(note_)}; }

  FakeHost host_;
  std::string note_;
  TestWitness witness_;
};

TEST_F(WitnessTest, CosignsWhatItHasNotSeenBefore) {
  FakeHttp http([&](const FakeHttp::Posted&) { return Good(); });
  const auto cosigned = Ask(http);
  ASSERT_TRUE(cosigned) << cosigned.error().message;
  EXPECT_EQ(*cosigned, note_ + witness_.Cosign(note_));
  ASSERT_EQ(http.posted.size(), 1U);
  EXPECT_EQ(http.posted[0].url, "https://w.example/prefix/add-checkpoint");
  EXPECT_EQ(http.posted[0].body, "old 0\n\n" + note_);
}

TEST_F(WitnessTest, IsProvenGrowthFromTheSizeThatItStates) {
  FakeHttp http([&](const FakeHttp::Posted& posted) {
    return posted.body.starts_with("old 5\n") ? Good() : Other("5\n");
  });
  ASSERT_TRUE(Ask(http));
  ASSERT_EQ(http.posted.size(), 2U);
  EXPECT_THAT(http.posted[0].body, StartsWith("old 0\n\n"));
  const auto proof =
      ledger::ProveGrowth(kDirectory, FixedKey().public_key(), 5, {.progress = {}, .host = &host_});
  EXPECT_EQ(http.posted[1].body, ledger::GrowthProofText(*proof));
  ASSERT_TRUE(Ask(http, 5));
  EXPECT_EQ(http.posted.size(), 3U) << "known sizes are not asked for";
}

TEST_F(WitnessTest, IsAskedOnceMoreAndNoMore) {
  FakeHttp http([](const FakeHttp::Posted& posted) {
    return Other(posted.body.starts_with("old 5\n") ? "6\n" : "5\n");
  });
  const auto asked = Ask(http);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, ErrorCode::kRolledBack);
  EXPECT_EQ(http.posted.size(), 2U);
}

TEST_F(WitnessTest, ThatHasSeenMoreShowsARollback) {
  const ledger::Error error = Refusal(Other("1000\n"));
  EXPECT_EQ(error.code, ErrorCode::kRolledBack);
  EXPECT_THAT(error.message, HasSubstr("has cosigned 1000 records"));
  EXPECT_THAT(error.message, HasSubstr("was cut back"));
}

TEST_F(WitnessTest, WhatItStatesMustBeASize) {
  for (const HttpAnswer& answer :
       {Other("5"), Other("05\n"), Other("-1\n"), Other("\n"), Other("18446744073709551616\n"),
        Other("5\n\n"), HttpAnswer{409, "text/plain", "5\n"},
        HttpAnswer{400, "text/x.tlog.size", "5\n"}}) {
    FakeHttp http([&](const FakeHttp::Posted&) { return answer; });
    EXPECT_FALSE(Ask(http)) << answer.body;
    EXPECT_EQ(http.posted.size(), 1U) << answer.body;
  }
  EXPECT_TRUE((HttpAnswer{409, "text/x.tlog.size; charset=utf-8", ""}.Is("text/x.tlog.size")));
}

TEST_F(WitnessTest, OtherStatusesSayWhatToDo) {
  const struct {
    int status;
    ErrorCode code;
    const char* what;
  } cases[] = {
      {403, ErrorCode::kInvalidArgument, "under another key"},
      {404, ErrorCode::kInvalidArgument, "does not know the ledger"},
      {409, ErrorCode::kRolledBack, "another checkpoint of this size"},
      {422, ErrorCode::kRolledBack, "rewritten"},
      {307, ErrorCode::kIo, "HTTP status 307"},
      {500, ErrorCode::kIo, "try again later"},
  };
  for (const auto& c : cases) {
    const ledger::Error error = Refusal({c.status, "text/plain", "words\nmore"});
    EXPECT_EQ(error.code, c.code) << c.status;
    EXPECT_THAT(error.message, HasSubstr(c.what));
    EXPECT_THAT(error.message, HasSubstr("\"words\""));
    EXPECT_THAT(error.message, HasSubstr(kUrl));
  }
}

TEST_F(WitnessTest, ThatLiesIsNotBelieved) {
  EXPECT_EQ(Refusal({200, "", witness_.Cosign(SomeNote())}).code, ErrorCode::kBadSignature);
  EXPECT_EQ(Refusal({200, "", TestWitness("w.example/2", 3).Cosign(note_)}).code,
            ErrorCode::kNotFound);
  EXPECT_EQ(Refusal({200, "", ""}).code, ErrorCode::kBadSignature);
  EXPECT_EQ(Refusal({200, "", "<html>garbage"}).code, ErrorCode::kBadSignature);
}

TEST_F(WitnessTest, WithoutALedgerOrANetworkNothingIsCosigned) {
  FakeHttp down([](const FakeHttp::Posted&) -> Result<HttpAnswer> {
    return ledger::Fail(ErrorCode::kIo, "down");
  });
  EXPECT_EQ(Ask(down).error().message, "down");
  EXPECT_EQ(Ask(down, 1000).error().code, ErrorCode::kRolledBack);
  EXPECT_EQ(down.posted.size(), 1U) << "nothing is posted of a ledger that was cut back";
}

}  // namespace
}  // namespace bylaw::anchor
