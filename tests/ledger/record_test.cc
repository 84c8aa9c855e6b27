// Records: the table, timestamps, and what a line must be to be a record.
#include "bylaw/ledger/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "bylaw/ledger/canonical_json.h"
#include "fixtures.h"
#include "record_text.h"
#include "record_writer.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

TEST(RecordTest, TheTableIsInCanonicalOrder) {
  EXPECT_TRUE(std::is_sorted(kFieldNames.begin(), kFieldNames.end()));
  EXPECT_EQ(std::adjacent_find(kFieldNames.begin(), kFieldNames.end()), kFieldNames.end());
}

// Who verifies by hand cuts the last `"signature":"…",` out of a line; no object may stand behind
// it.
TEST(RecordTest, NoObjectStandsBehindTheSignature) {
  const std::vector<std::pair<std::string_view, std::string_view>> table{
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) {#name, #type},
#include "bylaw/ledger/record_fields.def"
  };
  for (const auto& [name, type] : table) {
    if (name <= "signature") continue;
    EXPECT_NE(type, "Json") << name;
    EXPECT_NE(type, "Rules") << name;
  }
}

TEST(RecordTest, Timestamps) {
  const std::vector<std::pair<std::int64_t, const char*>> cases{
      {0, "1970-01-01T00:00:00.000000Z"},
      {1, "1970-01-01T00:00:00.000001Z"},
      {951'782'400'000'000, "2000-02-29T00:00:00.000000Z"},
      {1'776'166'929'123'456, "2026-04-14T11:42:09.123456Z"},
      {kTimestampUsMax, "9999-12-31T23:59:59.999999Z"},
  };
  for (const auto& [us, text] : cases) {
    EXPECT_EQ(TimestampText({us}), text);
    EXPECT_EQ(ParseTimestamp(text), Timestamp{us});
  }
  for (const char* bad :
       {"", "2026-04-14T11:42:09Z", "2026-04-14T11:42:09.123Z", "2026-04-14t11:42:09.123456Z",
        "2026-04-14T11:42:09.123456+00:00", "2026-04-14 11:42:09.123456Z",
        "2026-02-29T00:00:00.000000Z", "2026-13-01T00:00:00.000000Z", "2026-00-01T00:00:00.000000Z",
        "2026-04-14T24:00:00.000000Z", "2026-04-14T23:60:00.000000Z", "2026-04-14T23:59:60.000000Z",
        "1969-12-31T23:59:59.999999Z", "2026-04-14T11:42:09.12345xZ",
        "2026-04-14T11:42:09.123456Z ", "-026-04-14T11:42:09.123456Z"}) {
    EXPECT_FALSE(ParseTimestamp(bad)) << bad;
  }
}

std::string GoodLine() {
  Record record = Evaluation({1'776'166'929'123'456});
  record.action_params = JsonObject{R"({"signature":"ed25519:00","a":{"b":[1,"}"]}})"};
  record.reason = R"(he said "signature":"ed25519:ff", twice)";
  static constexpr std::array<std::string_view, 2> kTargets{"a\"b", "c,d"};
  record.targets = kTargets;
  LedgerFields fields;
  fields.commit = 3;
  fields.event_id = "evt_0123456789abcdef0123456789abcdef";
  fields.origin = "bylaw/ledger-0123456789abcdef";
  fields.prev_hash = HashOf("before");
  fields.seq = 3;
  fields.v = 1;
  std::string line;
  EXPECT_TRUE(RecordWriter().AppendSigned(record, fields, FixedKey(), line));
  return line;
}

TEST(RecordTest, WhatIsWrittenIsReadBack) {
  const std::string line = GoodLine();
  const auto record = RecordView::Parse(line);
  ASSERT_TRUE(record) << record.error().message;
  EXPECT_EQ(record->text(Field::decision), "ESCALATE");
  EXPECT_EQ(record->text(Field::reason), R"(he said "signature":"ed25519:ff", twice)");
  EXPECT_EQ(record->raw(Field::action_params), R"({"a":{"b":[1,"}"]},"signature":"ed25519:00"})");
  EXPECT_EQ(record->raw(Field::targets), R"(["a\"b","c,d"])");
  EXPECT_EQ(record->number(Field::steps), 17U);
  EXPECT_EQ(record->digest(Field::prev_hash), HashOf("before"));
  EXPECT_EQ(record->time(Field::timestamp).us, 1'776'166'929'123'456);
  EXPECT_FALSE(record->has(Field::target));
  std::string body;
  record->AppendBody(body);
  EXPECT_TRUE(IsCanonical(body));
  EXPECT_EQ(body.size() + kSignatureMemberBytes, line.size());
  EXPECT_TRUE(FixedKey().public_key().Verifies(body, record->signature()));
}

TEST(RecordTest, NotARecord) {
  const std::string good = GoodLine();
  struct Change {
    std::string from;
    std::string to;
    const char* why;
  };
  const std::vector<Change> changes{
      {"{\"action_params", " {\"action_params", "not a JSON object"},
      {"\"seq\":3", "\"seq\": 3", "not canonical"},
      {"\"seq\":3", "\"seq\":3.0", "not canonical"},
      {"\"seq\":3", "\"seq\":\"3\"", "seq is malformed"},
      {"\"seq\":3", "\"seq\":-3", "seq is malformed"},
      {"\"seq\":3", "\"seq\":9007199254740992", "seq is malformed"},
      {"\"seq\":3,", "", "no seq"},
      {"\"seq\":3,", "\"sequence\":3,", "no member \"sequence\""},
      {",\"v\":1}", ",\"v\":1,\"w\":1}", "no member \"w\""},
      {"\"v\":1}", "\"v\":2}", "version"},
      {"\"timestamp\":\"2026-04-14T11:42:09.123456Z\"", "\"timestamp\":\"2026-04-14T11:42:09Z\"",
       "timestamp is malformed"},
      {"\"kind\":\"evaluation\"", "\"kind\":\"guess\"", "unknown"},
      {"\"kind\":\"evaluation\"", "\"kind\":\"vote\"", "later version"},
      {"\"decision\":\"ESCALATE\"", "\"decision\":\"MAYBE\"", "PERMIT"},
      {"\"code\":\"matched\",", "", "needs code"},
      {"\"steps\":17,", "\"software\":\"x\",\"steps\":17,", "evaluation has no software"},
      {"\"steps\":17,", "\"steps\":17,\"tail_bytes\":1,", "evaluation has no tail_bytes"},
      {"\"event_id\":", "\"error\":\"x\",\"event_id\":", "evaluation has no error"},
      {"[{\"id\":\"escalate[0]\",\"outcome\":\"applies\"}]", "[{\"id\":\"escalate[0]\"}]",
       "rules is malformed"},
      {"\"outcome\":\"applies\"}]", "\"outcome\":\"applies\",\"x\":1}]", "rules is malformed"},
      {"\"outcome\":\"applies\"}]", "\"outcome\":\"applies\"},1]", "rules is malformed"},
      {"[\"senior_ops\"]", "[\"senior_ops\",1]", "route_to is malformed"},
      {"[\"senior_ops\"]", "\"senior_ops\"", "route_to is malformed"},
      {"\"context\":{", "\"context\":1,\"contextx\":{", "context is malformed"},
      {"\"signature\":\"ed25519:", "\"signature\":\"ed25519:0", "signature is malformed"},
      {"\"prev_hash\":\"sha256:", "\"prev_hash\":\"sha512:", "prev_hash is malformed"},
  };
  for (const Change& change : changes) {
    std::string line = good;
    // The last occurrence: params and reason hold look-alikes before it.
    const std::size_t at = line.rfind(change.from);
    ASSERT_NE(at, std::string::npos) << change.from;
    line.replace(at, change.from.size(), change.to);
    const auto record = RecordView::Parse(line);
    ASSERT_FALSE(record) << change.to;
    EXPECT_THAT(record.error().message, HasSubstr(change.why)) << change.to;
  }
  for (const char* text : {"", "{}", "[]", "1", "{\"checkpoint\":\"x\"}", "null"}) {
    EXPECT_FALSE(RecordView::Parse(text)) << text;
  }
  EXPECT_FALSE(RecordView::Parse(std::string(kRecordBytesMax + 1, ' ')));
}

// A record about another names it by seq and leaf hash, and stands behind it.
TEST(RecordTest, Outcomes) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  const auto outcome = [&](const char* text) {
    Record record;
    record.kind = "outcome";
    record.timestamp = ledger->ReadClock().time;
    record.about = 1;
    record.about_hash = HashOf("x");
    record.outcome = text;
    return record;
  };
  for (const char* text : {"executed", "failed", "abandoned"}) {
    EXPECT_TRUE(ledger->Append(outcome(text))) << text;
  }
  for (const char* text : {"", "done", "Executed", "executed "}) {
    const auto refused = ledger->Append(outcome(text));
    ASSERT_FALSE(refused) << text;
    EXPECT_THAT(refused.error().message, HasSubstr("none of executed, failed, abandoned"));
  }
  Record lacking = outcome("executed");
  lacking.about_hash.reset();
  EXPECT_THAT(ledger->Append(lacking).error().message, HasSubstr("needs about_hash"));
  Record evaluation = Evaluation(ledger->ReadClock().time);
  evaluation.about = 1;
  EXPECT_THAT(ledger->Append(evaluation).error().message, HasSubstr("evaluation has no about"));

  EXPECT_TRUE(VerifyOn(host).good());
  Record ahead = outcome("executed");
  ahead.about = ledger->size();
  ASSERT_TRUE(ledger->Append(ahead));
  EXPECT_THAT(VerifyOn(host).bad->why, HasSubstr("does not stand before it"));
}

}  // namespace
}  // namespace bylaw::ledger
