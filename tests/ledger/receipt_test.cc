// Receipts: good for their own request, ledger, key and time, and for nothing else.
#include "bylaw/ledger/receipt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixtures.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

constexpr std::string_view kRequest =
    R"({"request_id":"r-1","agent_id":"lending-agent-v2","action":"initiate_payment","session_id":"s-81",)"
    R"("params":{"amount":15000,"destination":"external-account"},)"
    R"("context":{"identity_verified":true,"account_status":"active"}})";

class ReceiptTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_));
    ledger_.emplace(*OpenOn(host_));
    line_ = Append([](Record&) {});
  }

  // The line of a decision on kRequest, but for what `change` does.
  template <typename Change>
  std::string Append(const Change& change) {
    Record record = Evaluation(ledger_->ReadClock().time);
    record.request_id = "r-1";
    change(record);
    const auto receipt = ledger_->Append(record);
    EXPECT_TRUE(receipt) << receipt.error().message;
    return std::string(receipt->line);
  }

  // "ESCALATE", or why not.
  std::string Check(std::string_view line, std::string_view request = kRequest) {
    return Check(line, FixedKey().public_key(), request, ledger_->origin(), 0);
  }
  std::string Check(std::string_view line, const PublicKey& key, std::string_view request,
                    const std::string& origin, std::int64_t later_us) {
    const auto good = CheckReceipt({line, {}}, key,
                                   {.request = request,
                                    .origin = origin,
                                    .now = Timestamp{host_.wall_us + later_us},
                                    .age_us_max = 60'000'000});
    if (good) return good->decision;
    EXPECT_EQ(good.error().code, ErrorCode::kBadReceipt);
    return good.error().message;
  }

  FakeHost host_;
  std::optional<Ledger> ledger_;
  std::string line_;
};

std::string With(std::string_view from, std::string_view to) {
  std::string request(kRequest);
  const std::size_t at = request.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return request.replace(at, from.size(), to);
}

TEST_F(ReceiptTest, IsGoodForItsOwnRequestHoweverThatIsSpelt) {
  EXPECT_EQ(Check(line_), "ESCALATE");
  EXPECT_EQ(Check(line_, With("15000", "1.5e4")), "ESCALATE");
  EXPECT_EQ(Check(line_, With("\"agent_id\":", " \"agent\\u005fid\" : ")), "ESCALATE");
}

TEST_F(ReceiptTest, IsOfNoOtherRequest) {
  const struct {
    std::string request;
    const char* why;
  } cases[] = {
      {With("15000", "15001"), "params is {\"amount\":15000,"},
      {With("external-account", "elsewhere"), "params"},
      {With("r-1", "r-2"), "request_id is \"r-1\", the request's \"r-2\""},
      {With("lending-agent-v2", "lending-agent-v3"), "agent_id"},
      {With("initiate_payment", "close_account"), "action is \"initiate_payment\""},
      {With("s-81", "s-82"), "session_id"},
      {With(",\"session_id\":\"s-81\"", ""), "session_id is \"s-81\", the request's none"},
      {With("\"active\"", "\"frozen\""), "context"},
      {With("\"params\":", "\"target\":\"x\",\"params\":"), "target is none"},
      {With("\"params\":", "\"targets\":[\"x\"],\"params\":"), "targets is none"},
      {With("\"params\":", "\"time\":\"2026-04-14T11:42:09Z\",\"params\":"), "time"},
      {With("\"request_id\":\"r-1\",", ""), "no request_id"},
      {With("\"params\":", "\"params\":{},\"params\":"), "no JSON"},
      {"", "no JSON"},
      {"[]", "no JSON object"},
      {"{}", "no request_id"},
  };
  for (const auto& c : cases) EXPECT_THAT(Check(line_, c.request), HasSubstr(c.why)) << c.request;
}

TEST_F(ReceiptTest, IsOfTheActionAsTheRequestCalledIt) {
  const std::string line = Append([](Record& record) { record.action_alias = "pay"; });
  EXPECT_EQ(Check(line, With("initiate_payment", "pay")), "ESCALATE");
  EXPECT_THAT(Check(line), HasSubstr("action"));
}

TEST_F(ReceiptTest, IsOfItsTargets) {
  static constexpr std::array<std::string_view, 2> kTargets{"a", "b"};
  const std::string line = Append([](Record& record) { record.targets = kTargets; });
  EXPECT_EQ(Check(line, With("\"params\":", "\"targets\":[\"a\",\"b\"],\"params\":")), "ESCALATE");
  EXPECT_THAT(Check(line, With("\"params\":", "\"targets\":[\"b\",\"a\"],\"params\":")),
              HasSubstr("targets"));
  EXPECT_THAT(Check(line), HasSubstr("targets"));
}

TEST_F(ReceiptTest, IsOfOneLedgerAndKeyAndOfNow) {
  const PublicKey& key = FixedKey().public_key();
  const std::string& origin = ledger_->origin();
  EXPECT_THAT(Check(line_, key, kRequest, "bylaw/ledger-0123456789abcdef", 0), HasSubstr(origin));
  std::array<std::uint8_t, 32> seed{};
  const auto stranger = SecretKey::FromSeed("test-ledger", seed);
  EXPECT_THAT(Check(line_, stranger->public_key(), kRequest, origin, 0), HasSubstr("signature"));
  EXPECT_EQ(Check(line_, key, kRequest, origin, 60'000'000), "ESCALATE");
  EXPECT_THAT(Check(line_, key, kRequest, origin, 60'000'001), HasSubstr("now it is"));
  EXPECT_THAT(Check(line_, key, kRequest, origin, -60'000'001), HasSubstr("now it is"));
}

TEST_F(ReceiptTest, NoByteOfItCanChange) {
  for (std::size_t i = 0; i < line_.size(); ++i) {
    std::string changed = line_;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_NE(Check(changed), "ESCALATE") << i;
  }
}

TEST_F(ReceiptTest, IsADecision) {
  const std::string genesis = LinesOf(SegmentOn(host_)).front();
  EXPECT_THAT(Check(genesis), HasSubstr("of kind genesis"));
  EXPECT_THAT(Check("{}"), HasSubstr("not a record"));
}

}  // namespace
}  // namespace bylaw::ledger
