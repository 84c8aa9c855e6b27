// Reading requests: strict JSON, members, names, numbers, limits. What facts get out of it:
// binding_test.cc.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "module_builder.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;  // 2026-04-14T11:42:09Z

std::string Text(const Value& value) {
  std::string text;
  AppendValue(value, text, 1'000);
  return text;
}

// Permits "pay" whatever the parameters: every DENY of a request for it is about its form.
class RequestReaderTest : public testing::Test {
 protected:
  RequestReaderTest() {
    n_ = builder_.Fact("n", Source::kParams, Kind::kError);
    builder_.Permit("pay", {"pay"});
    module_ = builder_.Load();
    context_ = std::make_unique<Context>(*module_);
  }

  RequestError Read(std::string_view json, bool allow_time = false) {
    text_ = json;
    const Verdict verdict = context_->DecideRequest(text_, kNow, allow_time);
    const RequestError error = context_->request().error;
    const bool valid = error == RequestError::kValid;
    EXPECT_EQ(verdict.permitted(), valid);
    EXPECT_EQ(verdict.code == Code::kInvalidRequest, !valid);
    return error;
  }

  // The request for "pay" with these further members.
  static std::string With(const std::string& members) {
    return R"({"agent_id":"a","action":"pay",)" + members + "}";
  }
  // The error of a request where "n" is `value`.
  RequestError ReadParam(const std::string& value) {
    return Read(With(R"("params":{"n":)" + value + "}"));
  }
  // As that, but nothing reads the value.
  RequestError ReadUnread(const std::string& value) {
    return Read(With(R"("params":{"m":)" + value + "}"));
  }

  ModuleBuilder builder_;
  uint32_t n_ = 0;
  std::shared_ptr<const Module> module_;
  std::unique_ptr<Context> context_;
  std::string text_;  // Values are views into it.
};

struct ErrorCase {
  std::string json;
  RequestError error;
};

using enum RequestError;

TEST_F(RequestReaderTest, TakesARequestWithEveryMember) {
  EXPECT_EQ(
      Read(R"( {"request_id":"r-1","agent_id":"lending-agent-v2","session_id":"s-81","action":"pay",
                     "params":{"amount":15000,"to":{"iban":["x"]}},"context":{"ok":true},"targets":["a","b"],
                     "time":"2026-04-14T11:42:09.5Z"} )",
           true),
      kValid);
  const Request& request = context_->request();
  EXPECT_EQ(request.request_id, "r-1");
  EXPECT_EQ(request.agent_id, "lending-agent-v2");
  EXPECT_EQ(request.session_id, "s-81");
  EXPECT_EQ(request.action, "pay");
  EXPECT_EQ(request.params, R"({"amount":15000,"to":{"iban":["x"]}})");
  EXPECT_EQ(request.context, R"({"ok":true})");
  EXPECT_EQ(Text(request.targets), R"(["a", "b"])");
  EXPECT_EQ(request.time_micros, kNow + 500'000);
  EXPECT_TRUE(request.has_request_id && request.has_session_id && !request.single_target);
}

TEST_F(RequestReaderTest, TellsAbsentFromEmpty) {
  EXPECT_EQ(Read(R"({"agent_id":"a","action":"pay","session_id":""})"), kValid);
  EXPECT_FALSE(context_->request().has_request_id);
  EXPECT_TRUE(context_->request().has_session_id);
  EXPECT_EQ(Text(context_->request().targets), "no_target");
  EXPECT_FALSE(context_->request().time_micros);
}

TEST_F(RequestReaderTest, RefusesWithTheErrorThatSaysWhy) {
  const ErrorCase cases[] = {
      // Not a request.
      {"", kSyntax},
      {" \n", kSyntax},
      {std::string(1, '\0'), kSyntax},
      {"\xef\xbb\xbf{}", kSyntax},  // A byte order mark.
      {"[]", kNotObject},
      {"\"pay\"", kNotObject},
      {"7", kNotObject},
      {"null", kNotObject},
      {R"({"agent_id":"a","action":"pay"}{})", kTrailing},
      {R"({"agent_id":"a","action":"pay"} x)", kTrailing},
      {R"({"agent_id":"a","action":"pay"})" + std::string(1, '\0'), kTrailing},
      // Syntax.
      {"{", kSyntax},
      {R"({"agent_id":"a","action":"pay")", kSyntax},
      {R"({"agent_id":"a","action":"pay",})", kSyntax},
      {R"({"agent_id":"a" "action":"pay"})", kSyntax},
      {R"({,"agent_id":"a","action":"pay"})", kSyntax},
      {R"({agent_id:"a","action":"pay"})", kSyntax},
      {R"({'agent_id':"a","action":"pay"})", kSyntax},
      {R"({"agent_id":"a","action":"pay"/**/})", kSyntax},
      {R"({"agent_id":"a","action":"pay)", kSyntax},
      // Members.
      {R"({"agent_id":"a","action":"pay","user":"x"})", kUnknownMember},
      {R"({"agent_id":"a","action":"pay","Action":"x"})", kUnknownMember},
      {R"({"agent_id":"a","action":"pay","":1})", kUnknownMember},
      {R"({"action":"pay"})", kMissingAgent},
      {R"({"agent_id":"a"})", kMissingAction},
      {"{}", kMissingAgent},
      {R"({"agent_id":1,"action":"pay"})", kMemberType},
      {R"({"agent_id":null,"action":"pay"})", kMemberType},
      {R"({"agent_id":"a","action":["pay"]})", kMemberType},
      {With(R"("params":[])"), kMemberType},
      {With(R"("params":null)"), kMemberType},
      {With(R"("context":"x")"), kMemberType},
      {With(R"("session_id":7)"), kMemberType},
      {With(R"("request_id":{})"), kMemberType},
      // Targets.
      {With(R"("target":["a"])"), kMemberType},
      {With(R"("targets":"a")"), kTargets},
      {With(R"("targets":{"a":1})"), kTargets},
      {With(R"("targets":["a",1])"), kTargets},
      {With(R"("targets":["a",])"), kTargets},
      {With(R"("targets":[,])"), kTargets},
      {With(R"("targets":["a" "b"])"), kSyntax},
      {With(R"("targets":["a"})"), kSyntax},
      {With(R"("target":"a","targets":["a"])"), kTargets},
      {With(R"("targets":null)"), kTargets},
      // Time.
      {With(R"("time":"2026-04-14T11:42:09Z")"), kTime},
  };
  for (const ErrorCase& c : cases)
    EXPECT_EQ(RequestErrorText(Read(c.json)), RequestErrorText(c.error)) << c.json;
}

TEST_F(RequestReaderTest, TakesTimeOnlyWhereItIsAllowed) {
  const std::string request = With(R"("time":"2026-04-14T00:00:00Z")");
  EXPECT_EQ(Read(request, true), kValid);
  EXPECT_EQ(Read(request, false), kTime);
  for (const char* bad : {R"("2026-04-14T00:00:00+00:00")", R"("2026-04-14")", R"("")",
                          R"("2026-02-30T00:00:00Z")"}) {
    EXPECT_EQ(Read(With(std::string(R"("time":)") + bad), true), kTime) << bad;
  }
  EXPECT_EQ(Read(With(R"("time":0)"), true), kMemberType);
}

TEST_F(RequestReaderTest, TakesTargetsUpToTheLimit) {
  EXPECT_EQ(Read(With(R"("target":"a")")), kValid);
  EXPECT_TRUE(context_->request().single_target);
  EXPECT_EQ(Read(With(R"("targets":[])")), kValid);
  EXPECT_EQ(Text(context_->request().targets), "[]");
  std::string many;
  for (uint32_t i = 0; i < kTargetsMax; ++i)
    many += (i == 0 ? "\"t" : ",\"t") + std::to_string(i) + '"';
  EXPECT_EQ(Read(With("\"targets\":[" + many + "]")), kValid);
  EXPECT_EQ(Read(With("\"targets\":[" + many + ",\"x\"]")), kTargets);
}

// Threats 12, 13, 44: names match byte for byte; what cannot be printed is no name.
TEST_F(RequestReaderTest, TakesOnlyPlainNames) {
  const auto action = [&](const std::string& name) {
    context_->DecideRequest(R"({"agent_id":"a","action":")" + name + "\"}", kNow);
    return context_->request().error;
  };
  for (const char* name : {"Initiate_Payment", "x", "a.b/c:d-e#~!", "\\\"quoted\\\\"}) {
    EXPECT_EQ(action(name), kValid) << name;
  }
  EXPECT_EQ(action(std::string(kNameBytesMax, 'x')), kValid);
  for (const char* name :
       {"", " ", "pay ", " pay", "pay\\u0000", "pay\\u200b", "pay\xe2\x80\x8b", "p\xd0\xb0y",
        "\xef\xbd\x90\xef\xbd\x81\xef\xbd\x99", "pay\\t", "pay\\u007f", "a b"}) {
    EXPECT_EQ(action(name), kName) << name;
  }
  EXPECT_EQ(action(std::string(kNameBytesMax + 1, 'x')), kName);
  EXPECT_EQ(Read(R"({"agent_id":"a ","action":"pay"})"), kName);
  EXPECT_EQ(Read(R"({"agent_id":"","action":"pay"})"), kName);
}

TEST_F(RequestReaderTest, MatchesActionsByteForByte) {
  for (const char* name : {"Pay", "PAY", "pay1", "pa", "payy"}) {
    const Verdict verdict =
        context_->DecideRequest(std::string(R"({"agent_id":"a","action":")") + name + "\"}", kNow);
    EXPECT_EQ(verdict.decision, Decision::kDeny) << name;
    EXPECT_EQ(verdict.code, Code::kNoRule) << name;
  }
  EXPECT_TRUE(context_->DecideRequest(R"({"agent_id":"a","action":"\u0070ay"})", kNow).permitted());
}

// Threat 11.
TEST_F(RequestReaderTest, RefusesDuplicateMembersAtAnyDepth) {
  const std::string cases[] = {
      R"({"agent_id":"a","action":"pay","action":"pay"})",
      R"({"agent_id":"a","action":"deny","\u0061ction":"pay"})",
      With(R"("params":{"n":1,"n":2})"),
      With(R"("params":{"n":1,"\u006e":2})"),
      With(R"("params":{"\u006e":1,"n":2})"),
      With(R"("params":{"a/b":1,"a\/b":2})"),
      With(R"("params":{"":1,"":2})"),
      With(R"("params":{"n":{"b":{"c":1,"d":2,"c":3}}})"),
      With(R"("params":{"other":{"b":{"c":1,"d":2,"c":3}}})"),
      With(R"("params":{"n":[[{"c":1,"c":1}]]})"),
      With(R"("context":{"x":[0,{"c":null,"\u0063":null}]})"),
      With(R"("params":{},"params":{})"),
  };
  for (const std::string& json : cases) EXPECT_EQ(Read(json), kDuplicate) << json;
  EXPECT_EQ(Read(With(R"("params":{"n":{"n":{"n":1}},"m":{"n":1}},"context":{"n":1})")), kValid);
}

TEST_F(RequestReaderTest, FindsTheOneDuplicateInALargeObject) {
  for (const uint32_t members : {2u, 11u, 12u, 13u, 14u, 30u, 300u}) {
    for (uint32_t first = 0; first < members; first += members < 20 ? 1 : 29) {
      for (uint32_t second = first + 1; second < members; second += members < 20 ? 1 : 31) {
        std::string object = "{";
        std::string distinct = "{";
        for (uint32_t i = 0; i < members; ++i) {
          const std::string comma = i == 0 ? "" : ",";
          const bool twin = i == second;
          object +=
              comma + (twin ? "\"\\u006b" : "\"k") + std::to_string(twin ? first : i) + "\":1";
          distinct += comma + (twin ? "\"\\u006b" : "\"k") + std::to_string(i) + "\":{\"k0\":1}";
        }
        ASSERT_EQ(ReadParam(object + "}"), kDuplicate) << members << " " << first << " " << second;
        ASSERT_EQ(ReadUnread(object + "}"), kDuplicate) << members << " " << first << " " << second;
        ASSERT_EQ(ReadParam(distinct + "}"), kValid) << members << " " << first << " " << second;
      }
    }
  }
}

// ------------------------------------------------------------------------------------------------
// numbers

struct NumberCase {
  const char* json;
  const char* value;  // nullptr: refused as a number. "": refused as no JSON.
};

TEST_F(RequestReaderTest, TakesNumbersThatSurviveCanonicalJson) {
  const NumberCase cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"-0.0", "0"},
      {"0e99999", "0"},
      {"-0E-99999", "0"},
      {"1e4", "10000"},
      {"1E+4", "10000"},
      {"1.0E4", "10000"},
      {"10000.0", "10000"},
      {"1000000e-2", "10000"},
      {"9999.99", "9999.99"},
      {"0.1", "0.1"},
      {"-15000", "-15000"},
      {"0.30000000000000004", "0.30000000000000004"},
      {"0.3000000000000000444", nullptr},
      {"9999.999999999999999", nullptr},
      {"9007199254740991", "9007199254740991"},
      {"9007199254740993", nullptr},  // 2^53 + 1.
      {"12345678901234567890", nullptr},
      {"12345678901234567000",
       "12345678901234567000"},  // As JavaScript writes the double nearest to it.
      {"12345678901234567e3", "12345678901234567000"},
      {"12345678901234567168", nullptr},  // That double, exactly.
      {"9223372036854776000", "9223372036854776000"},
      {"9223372036854775808", nullptr},
      {"123456789012345680000", "123456789012345680000"},
      {"100000000000000000000", "100000000000000000000"},
      {"1000000000000000000000", "1e+21"},
      {"18446744073709552000", "18446744073709552000"},
      {"18446744073709551615", nullptr},
      {"5e-324", "5e-324"},
      {"4e-324", nullptr},
      {"4.9406564584124654e-324", nullptr},
      {"2.2250738585072014e-308", "2.2250738585072014e-308"},
      {"1.7976931348623157e308", "1.7976931348623157e+308"},
      {"1.7976931348623159e308", nullptr},
      {"1e308", "1e+308"},
      {"1e309", nullptr},
      {"1e400", nullptr},
      {"-1e400", nullptr},
      {"1e-400", nullptr},
      {"1e99999999999999999999", nullptr},
      {"1e-99999999999999999999", nullptr},
      {"1e290", "1e+290"},
      {"1e291", "1e+291"},
      {"1e-290", "1e-290"},
      {"1e-291", "1e-291"},
      {"999999999999999e290", "9.99999999999999e+304"},
      {"0.000000000000000000000000000001", "1e-30"},
      {"1.000000000000000000000000000000", "1"},
      {"123456789012345", "123456789012345"},
      {"1234567890123456", "1234567890123456"},
      {"999999999999999", "999999999999999"},
      {"1000000000000000", "1000000000000000"},
      {"9999999999999999", nullptr},
      {"18446744073709551617", nullptr},  // 2^64 + 1: one, in 64 bits.
      {"184467440737095516.17", nullptr},
      {"0.0000000000000000001", "1e-19"},
      {"0.00000000000000000001", "1e-20"},
      // Not JSON.
      {"01", ""},
      {"-01", ""},
      {"00", ""},
      {"+1", ""},
      {".5", ""},
      {"1.", ""},
      {"1.e1", ""},
      {"1e", ""},
      {"1e+", ""},
      {"-", ""},
      {"--1", ""},
      {"0x10", ""},
      {"1_000", ""},
      {"1,5", ""},
      {"NaN", ""},
      {"nan", ""},
      {"Infinity", ""},
      {"-Infinity", ""},
      {"-inf", ""},
      {"1d", ""},
      {"1e1.5", ""},
      {"\xd9\xa1", ""},  // An Arabic digit.
  };
  for (const NumberCase& c : cases) {
    SCOPED_TRACE(c.json);
    const RequestError expected = c.value == nullptr ? kNumber
                                  : *c.value == '\0' ? kSyntax
                                                     : kValid;
    EXPECT_EQ(RequestErrorText(ReadUnread(c.json)), RequestErrorText(expected));
    EXPECT_EQ(RequestErrorText(ReadParam(c.json)), RequestErrorText(expected));
    if (expected != kValid) continue;
    const Value& value = context_->value(FactId{n_});
    EXPECT_EQ(value.kind, Kind::kDecimal);
    EXPECT_EQ(Text(value), c.value);
  }
}

// However long a text is, and however near to the end of the request, which has no byte behind it.
TEST_F(RequestReaderTest, ReadsTextsOfAnyLengthAnywhere) {
  for (size_t length = 0; length < 70; ++length) {
    const std::string text(length, 'x');
    for (size_t behind = 0; behind < 40; ++behind) {
      const std::string json = With(R"("params":{"n":")" + text + "\"}") + std::string(behind, ' ');
      const std::vector<char> exact(json.begin(), json.end());
      const Verdict verdict = context_->DecideRequest({exact.data(), exact.size()}, kNow);
      ASSERT_TRUE(verdict.permitted()) << length << " " << behind;
      ASSERT_EQ(context_->value(FactId{n_}).string(), text);
      for (size_t cut = 1; cut < length + 4; ++cut) {
        const std::vector<char> part(json.begin(), json.end() - static_cast<int64_t>(behind + cut));
        ASSERT_FALSE(context_->DecideRequest({part.data(), part.size()}, kNow).permitted());
      }
    }
    EXPECT_EQ(ReadUnread("{\"" + text + "\":1,\"" + text + "\":2}"), kDuplicate) << length;
    EXPECT_EQ(ReadUnread("{\"" + text + "\":1,\"y" + text + "\":2}"), kValid) << length;
    EXPECT_EQ(ReadParam("\"" + text + "\x01\""), kSyntax) << length;
    EXPECT_EQ(ReadParam("\"" + text + "\xff\""), kUtf8) << length;
  }
}

TEST_F(RequestReaderTest, ReadsNumbersOfAnyLengthInLinearTime) {
  const std::string zeros(500'000, '0');
  EXPECT_EQ(ReadParam("1." + zeros), kValid);
  EXPECT_EQ(ReadParam("0." + zeros + "1"), kNumber);
  EXPECT_EQ(ReadParam("1" + zeros), kNumber);
  EXPECT_EQ(ReadParam("1" + zeros + "e-500000"), kValid);
  EXPECT_EQ(Text(context_->value(FactId{n_})), "1");
  EXPECT_EQ(ReadParam("0." + zeros + "15e500002"), kValid);
  EXPECT_EQ(Text(context_->value(FactId{n_})), "15");
  EXPECT_EQ(ReadParam("1e" + zeros + "2"), kValid);
  EXPECT_EQ(Text(context_->value(FactId{n_})), "100");
  EXPECT_EQ(ReadParam(std::string(500'000, '9')), kNumber);
}

// ------------------------------------------------------------------------------------------------
// strings

TEST_F(RequestReaderTest, DecodesStrings) {
  const std::pair<const char*, std::string> cases[] = {
      {R"("")", ""},
      {R"("abcdefghijklmnop")", "abcdefghijklmnop"},
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("\u0041\u00e9\u20ac\ud83d\ude00")", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
      {"\"A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
      {R"("\u0000")", std::string(1, '\0')},
      {R"("\uFFFF\uffff\uD7FF\uE000")", "\xef\xbf\xbf\xef\xbf\xbf\xed\x9f\xbf\xee\x80\x80"},
      {R"("\uDBFF\uDFFF")", "\xf4\x8f\xbf\xbf"},
      {R"("1234567\n")", "1234567\n"},
      {R"("12345678\n9")", "12345678\n9"},
      {"\"\x7f\"", "\x7f"},
  };
  for (const auto& [json, text] : cases) {
    EXPECT_EQ(ReadParam(json), kValid) << json;
    EXPECT_EQ(context_->value(FactId{n_}).string(), text) << json;
    EXPECT_EQ(ReadUnread(json), kValid) << json;
  }
}

TEST_F(RequestReaderTest, RefusesBadStrings) {
  const ErrorCase cases[] = {
      {R"("\ud800")", kSurrogate},
      {R"("\udc00")", kSurrogate},
      {R"("\udc00\ud800")", kSurrogate},
      {R"("\ud800\ud800")", kSurrogate},
      {R"("\ud800x")", kSurrogate},
      {R"("\ud800\n")", kSurrogate},
      {R"("\ud800\u0041")", kSurrogate},
      {R"("\u12")", kSyntax},
      {R"("\u12g4")", kSyntax},
      {R"("\u-123")", kSyntax},
      {R"("\u+123")", kSyntax},
      {R"("\u 123")", kSyntax},
      {R"("\U0041")", kSyntax},
      {R"("\x41")", kSyntax},
      {R"("\'")", kSyntax},
      {R"("\)", kSyntax},
      {std::string("\"\\\0\"", 4), kSyntax},
      {"\"a\nb\"", kSyntax},
      {"\"\t\"", kSyntax},
      {std::string("\"\0\"", 3), kSyntax},
      {"\"\x1f\"", kSyntax},
      {"\"1234567\x01\"", kSyntax},
      {"\"12345678\x01\"", kSyntax},
      {"\"\\n\x01\"", kSyntax},
      {"\"\xff\"", kUtf8},
      {"\"\x80\"", kUtf8},
      {"\"1234567\x80\"", kUtf8},
      {"\"\xc0\xaf\"", kUtf8},          // Overlong.
      {"\"\xe0\x80\xaf\"", kUtf8},      // Overlong.
      {"\"\xf0\x80\x80\xaf\"", kUtf8},  // Overlong.
      {"\"\xed\xa0\x80\"", kUtf8},      // A surrogate.
      {"\"\xf4\x90\x80\x80\"", kUtf8},  // Above U+10FFFF.
      {"\"\xe2\x82\"", kUtf8},          // Cut off.
      {"\"\\n\xe2\x82\"", kUtf8},
      {"\"\xc3\"", kUtf8},
  };
  for (const ErrorCase& c : cases) {
    EXPECT_EQ(RequestErrorText(ReadParam(c.json)), RequestErrorText(c.error)) << c.json;
    EXPECT_EQ(RequestErrorText(ReadUnread(c.json)), RequestErrorText(c.error)) << c.json;
    const std::string as_name = With("\"params\":{" + c.json + ":1}");
    EXPECT_EQ(RequestErrorText(Read(as_name)), RequestErrorText(c.error)) << as_name;
  }
}

TEST_F(RequestReaderTest, RefusesWhatOnlyLooksLikeJson) {
  for (const char* value : {"",
                            "tru",
                            "True",
                            "TRUE",
                            "nul",
                            "none",
                            "undefined",
                            "[1,]",
                            "[,1]",
                            "[1 2]",
                            "[1",
                            "]",
                            "{\"a\"}",
                            "{\"a\":}",
                            "{\"a\":1,}",
                            "{1:2}",
                            "{\"a\":1 \"b\":2}",
                            "{\"a\",1}",
                            "'a'",
                            "\"a\" \"b\"",
                            "[1}",
                            "truex",
                            "nullnull",
                            "\f1",
                            "\v1",
                            "\xc2\xa0"
                            "1",
                            "//\n1"}) {
    EXPECT_EQ(RequestErrorText(ReadParam(value)), "syntax") << value;
    EXPECT_EQ(RequestErrorText(ReadUnread(value)), "syntax") << value;
  }
}

// ------------------------------------------------------------------------------------------------
// limits (threat 36)

std::string Nested(uint32_t levels, char open, char close, const std::string& name = "") {
  std::string text;
  for (uint32_t i = 0; i < levels; ++i) text += std::string(1, open) + (i + 1 < levels ? name : "");
  return text + std::string(levels, close);
}

TEST_F(RequestReaderTest, BoundsDepth) {
  constexpr uint32_t kInside = kRequestDepthMax - 2;  // The request and params are two levels.
  EXPECT_EQ(ReadParam(Nested(kInside, '[', ']')), kValid);
  EXPECT_EQ(ReadParam(Nested(kInside + 1, '[', ']')), kDepth);
  EXPECT_EQ(ReadUnread(Nested(kInside, '{', '}', "\"x\":")), kValid);
  EXPECT_EQ(ReadUnread(Nested(kInside + 1, '{', '}', "\"x\":")), kDepth);
  EXPECT_EQ(ReadParam(std::string(500'000, '[')), kDepth);
  EXPECT_EQ(Read(std::string(1'000'000, '[')), kDepth);
  EXPECT_EQ(Read(std::string(1'000'000, '{')), kSyntax);
}

TEST_F(RequestReaderTest, BoundsSize) {
  const std::string around = With(R"("request_id":"")");
  EXPECT_EQ(
      Read(With("\"request_id\":\"" + std::string(kRequestBytesMax - around.size(), 'x') + '"')),
      kValid);
  EXPECT_EQ(Read(With("\"request_id\":\"" + std::string(kRequestBytesMax - around.size() + 1, 'x') +
                      '"')),
            kSize);
  EXPECT_EQ(Read(With("\"request_id\":\"" + std::string(10u << 20, 'x') + '"')), kSize);
}

TEST_F(RequestReaderTest, BoundsValues) {
  const auto list = [](uint32_t items) {
    std::string text = "[0";
    for (uint32_t i = 1; i < items; ++i) text += ",0";
    return text + "]";
  };
  constexpr uint32_t kOthers = 4;  // agent_id, action, params, its member.
  EXPECT_EQ(ReadUnread(list(kRequestValuesMax - kOthers)), kValid);
  EXPECT_EQ(ReadUnread(list(kRequestValuesMax - kOthers + 1)), kCount);
  EXPECT_EQ(ReadParam(list(kRequestValuesMax - kOthers + 1)), kCount);
  std::string lists;  // Every value nested one deeper in small lists.
  for (uint32_t i = 0; i < kRequestValuesMax / 2; ++i) lists += i == 0 ? "[0]" : ",[0]";
  EXPECT_EQ(ReadParam("[" + lists + "]"), kCount);
}

TEST_F(RequestReaderTest, TakesEscapesThatFillTheRequest) {
  std::string escapes;
  while (escapes.size() < 900'000) escapes += "\\n";
  EXPECT_EQ(ReadUnread('"' + escapes + '"'), kValid);
  std::string names;
  for (int i = 0; i < 60'000; ++i)
    names += (i == 0 ? "\"\\t" : ",\"\\t") + std::to_string(i) + "\":0";
  EXPECT_EQ(ReadUnread("{" + names + "}"), kValid);
}

TEST_F(RequestReaderTest, TakesFewMillisecondsForTheWorstNames) {
  std::string same_hash = "{";  // Long common prefixes, reverse order, all but equal.
  for (int i = 0; i < 4'000; ++i) {
    same_hash +=
        (i == 0 ? "\"" : ",\"") + std::string(200, 'A') + std::to_string(9'999 - i) + "\":0";
  }
  std::string short_names = "{\"0\":0";
  for (int i = 1; i < 60'000; ++i) short_names += ",\"" + std::to_string(i) + "\":0";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(ReadUnread(same_hash + "}"), kValid);
  EXPECT_EQ(ReadUnread(short_names + "}"), kValid);
  EXPECT_EQ(ReadUnread(short_names + ",\"777\":0}"), kDuplicate);
  EXPECT_LT(std::chrono::steady_clock::now() - begin,
            std::chrono::seconds(2));  // Sanitizers and a busy machine included.
}

TEST_F(RequestReaderTest, KeepsNothingOfTheRequestBefore) {
  EXPECT_EQ(Read(With(R"("params":{"n":1},"session_id":"s","targets":["t"])")), kValid);
  EXPECT_EQ(Text(context_->value(FactId{n_})), "1");
  EXPECT_EQ(Read(R"({"agent_id":"a","action":"pay"})"), kValid);
  EXPECT_EQ(Text(context_->value(FactId{n_})), "missing");
  EXPECT_FALSE(context_->request().has_session_id);
  EXPECT_TRUE(context_->request().targets.is_error());
  EXPECT_EQ(Read(With(R"("params":{"n":1},"x":1)")), kUnknownMember);
  EXPECT_EQ(Text(context_->value(FactId{n_})), "missing");
}

TEST_F(RequestReaderTest, SaysWhereItStopped) {
  EXPECT_EQ(Read(R"({"agent_id":"a","action":"pay","x":1})"), kUnknownMember);
  EXPECT_EQ(context_->request().error_offset, 35u);
  EXPECT_EQ(Read(R"({"agent_id":"a","action":"pay"} x)"), kTrailing);
  EXPECT_EQ(context_->request().error_offset, 32u);
}

}  // namespace
}  // namespace bylaw::vm
