// libcurl against a server that answers as none should.
#include "bylaw/anchor/http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "anchor_fixtures.h"
#include "peer_server.h"

namespace bylaw::anchor {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;

constexpr milliseconds kLong{20'000};

class HttpTest : public testing::Test {
 protected:
  Result<HttpAnswer> Post(const std::string& path, milliseconds timeout = kLong) {
    return CurlHttp(timeout)->Post(server_.Url(path), "text/plain", "body");
  }

  test::PeerServer server_{{"/usr/bin/python3", BYLAW_ANCHOR_PEERS "/broken.py"}};
};

TEST_F(HttpTest, GivesStatusTypeAndBody) {
  const auto http = CurlHttp(kLong);
  for (int round = 0; round < 2; ++round) {
    const auto answer = http->Post(server_.Url("/status/503"), "text/plain", "body");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 503);
    EXPECT_TRUE(answer->Is("text/plain")) << answer->content_type;
    EXPECT_FALSE(answer->Is("text/plai"));
    EXPECT_EQ(answer->body, "\33[31mno\nsecond line\n");
    EXPECT_EQ(answer->Summary(), "HTTP status 503, \"\33[31mno\"");
  }
}

TEST_F(HttpTest, AnAnswerThatIsTooLongIsRefused) {
  const auto answer = Post("/big");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kIo);
  EXPECT_THAT(answer.error().message, HasSubstr("longer than 65536 bytes"));
}

TEST_F(HttpTest, AServerThatHangsOrNeverEndsIsLeft) {
  for (const char* const path : {"/hang", "/trickle"}) {
    const auto begin = steady_clock::now();
    const auto answer = Post(path, milliseconds(200));
    ASSERT_FALSE(answer) << path;
    EXPECT_THAT(answer.error().message, HasSubstr("timed out"));
    EXPECT_LT(steady_clock::now() - begin, kLong);
  }
}

TEST_F(HttpTest, RedirectsAreNotFollowed) {
  const auto answer = Post("/redirect");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 307);
  EXPECT_EQ(answer->body, "");
}

TEST(Http, OtherSchemesAndNobodyAreErrorsThatNameTheUrl) {
  std::string url;
  {
    const test::PeerServer gone({"/usr/bin/python3", BYLAW_ANCHOR_PEERS "/broken.py"});
    url = gone.Url("/status/200");
  }
  for (const std::string& to : {url, std::string("file:///etc/hostname"),
                                std::string("ftp://127.0.0.1/"), std::string("http://")}) {
    const auto answer = CurlHttp(kLong)->Post(to, "text/plain", "");
    ASSERT_FALSE(answer) << to;
    EXPECT_EQ(answer.error().code, ErrorCode::kIo);
    EXPECT_THAT(answer.error().message, HasSubstr(to));
  }
}

}  // namespace
}  // namespace bylaw::anchor
