// timestamp, duration, date, days and the accessors; every value of CEL's cases about time.
#include "bylaw/vm/time.h"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "call.h"

namespace bylaw::stdlib {
namespace {

using vm::Kind;
using vm::Value;

constexpr std::int64_t kIntMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kIntMax = std::numeric_limits<std::int64_t>::max();

// What a row answers; views into the arguments stay good.
Value Answer(std::string_view signature, const std::vector<Value>& arguments,
             const vm::Prepared* prepared = nullptr) {
  const vm::Function* const row = vm::FindFunction(Functions(), signature);
  if (row == nullptr) {
    ADD_FAILURE() << "no function " << signature;
    return {};
  }
  vm::Arena arena(1'024);
  uint32_t steps = 0;
  vm::WorkBudget work(steps, row->cost.budget.steps);
  const Value value = row->call(
      {arguments, prepared, arena, vm::kStringBytesDefault, vm::kListItemsDefault, false, work});
  EXPECT_EQ(arena.used(), 0U) << signature;  // rows of time take no memory
  return value;
}

// "2026-03-01T00:00:00Z", "5.5s", "7" or "bad_argument".
std::string TimeText(const Value& value) {
  vm::TimeBuffer buffer;
  if (value.kind == Kind::kTimestamp) return std::string(vm::FormatTimestamp(value, buffer));
  if (value.kind == Kind::kDuration) return std::string(vm::FormatDuration(value, buffer));
  return Text(value);
}
std::string Time(std::string_view signature, const Value& argument) {
  return TimeText(Answer(signature, {argument}));
}

Value Timestamp(std::string_view text) {
  return Answer("timestamp(string) timestamp", {Value::String(text)});
}
Value Duration(std::string_view text) {
  return Answer("duration(string) duration", {Value::String(text)});
}

TEST(Timestamp, IsMadeOfTextSecondsAndItself) {
  const auto of = [](const char* type, const Value& value) {
    const std::string typed = Time("timestamp(" + std::string(type) + ") timestamp", value);
    EXPECT_EQ(Time("timestamp(dyn) timestamp", value), typed);
    return typed;
  };
  EXPECT_EQ(of("string", Value::String("2009-02-13T23:31:30Z")), "2009-02-13T23:31:30Z");
  EXPECT_EQ(of("string", Value::String("2009-02-13T23:31:30.5+05:45")), "2009-02-13T17:46:30.5Z");
  EXPECT_EQ(of("string", Value::String("9999-12-31T23:59:59.999999999Z")),
            "9999-12-31T23:59:59.999999999Z");
  EXPECT_EQ(of("string", Value::String("2009-02-13")), "bad_argument");
  EXPECT_EQ(of("string", Value::String({})), "bad_argument");
  EXPECT_EQ(of("int", Value::Int(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(of("int", Value::Int(1'234'567'890)), "2009-02-13T23:31:30Z");
  EXPECT_EQ(of("int", Value::Int(-62'135'596'800)), "0001-01-01T00:00:00Z");
  EXPECT_EQ(of("int", Value::Int(253'402'300'799)), "9999-12-31T23:59:59Z");
  for (const std::int64_t seconds : {-62'135'596'801, 253'402'300'800, kIntMin, kIntMax}) {
    EXPECT_EQ(of("int", Value::Int(seconds)), "overflow") << seconds;
  }
  EXPECT_EQ(of("timestamp", Value::Timestamp(1, 2)), "1970-01-01T00:00:00.000001002Z");
}

TEST(Duration, IsMadeOfTextAndItself) {
  const auto of = [](const char* type, const Value& value) {
    const std::string typed = Time("duration(" + std::string(type) + ") duration", value);
    EXPECT_EQ(Time("duration(dyn) duration", value), typed);
    return typed;
  };
  EXPECT_EQ(of("string", Value::String("1h30m5.5s")), "5405.5s");
  EXPECT_EQ(of("string", Value::String("-1.5ms")), "-0.0015s");
  EXPECT_EQ(of("string", Value::String("7d")), "bad_argument");
  EXPECT_EQ(of("string", Value::String("320000000000s")), "bad_argument");
  EXPECT_EQ(of("duration", Value::Duration(100'000'000)), "100s");
}

TEST(Time, IsUndecidableForWhatIsNone) {
  const Value duration = Value::Duration(1);
  const Value timestamp = Value::Timestamp(1);
  for (const Value& value : {Value::Null(), Value::Bool(true), Value::Uint(3), Value::Double(3),
                             Value::SmallDecimal(3, 0), Value::Bytes("1s"), duration}) {
    EXPECT_EQ(Time("timestamp(dyn) timestamp", value), "wrong_type");
  }
  for (const Value& value : {Value::Null(), Value::Int(1), Value::Bytes("1s"), timestamp}) {
    EXPECT_EQ(Time("duration(dyn) duration", value), "wrong_type");
  }
  for (const char* name : {"getHours", "getMinutes", "getSeconds", "getMilliseconds"}) {
    for (const Value& value : {Value::Null(), Value::Int(1), Value::String("1s")}) {
      EXPECT_EQ(Time(std::string(name) + "(dyn) int", value), "wrong_type");
    }
  }
}

TEST(Date, IsMidnightUtc) {
  const auto date = [](std::string_view text) {
    return Time("date(string) timestamp", Value::String(text));
  };
  EXPECT_EQ(date("2026-03-01"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(date("2026-02-29"), "bad_argument");
  EXPECT_EQ(date("2026-03-01T00:00:00Z"), "bad_argument");
}

TEST(Days, AreDaysOf24Hours) {
  const auto days = [](std::int64_t count) {
    return Time("days(int) duration", Value::Int(count));
  };
  EXPECT_EQ(days(0), "0s");
  EXPECT_EQ(days(90), "7776000s");
  EXPECT_EQ(days(-1), "-86400s");
  EXPECT_EQ(days(3'652'500), "315576000000s");
  EXPECT_EQ(days(-3'652'500), "-315576000000s");
  for (const std::int64_t count : {std::int64_t{3'652'501}, std::int64_t{-3'652'501},
                                   std::int64_t{106'751'991'167'301}, kIntMin, kIntMax}) {
    EXPECT_EQ(days(count), "overflow") << count;
  }
}

TEST(Fields, OfATimestampInUtc) {
  const struct {
    const char* time;
    const char* fields;  // Year, month, date, day of month, week and year, hours … milliseconds.
  } cases[] = {
      {"2009-02-13T23:31:30Z", "2009 1 13 12 5 43 23 31 30 0"},
      {"2009-02-13T23:31:20.123456789Z", "2009 1 13 12 5 43 23 31 20 123"},
      {"2024-12-31T00:00:00.999999999Z", "2024 11 31 30 2 365 0 0 0 999"},
      {"2026-03-01T12:34:56Z", "2026 2 1 0 0 59 12 34 56 0"},
      {"1969-12-31T23:59:59.999Z", "1969 11 31 30 3 364 23 59 59 999"},
      {"0001-01-01T00:00:00Z", "1 0 1 0 1 0 0 0 0 0"},
      {"9999-12-31T23:59:59.999999999Z", "9999 11 31 30 5 364 23 59 59 999"},
  };
  for (const auto& c : cases) {
    std::string fields;
    for (const char* name :
         {"getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
          "getHours", "getMinutes", "getSeconds", "getMilliseconds"}) {
      const std::string field = Call(std::string(name) + "(timestamp) int", {Timestamp(c.time)});
      fields += (fields.empty() ? "" : " ") + field;
      EXPECT_EQ(Call(std::string(name) + "(timestamp, string) int",
                     {Timestamp(c.time), Value::String("UTC")}),
                field);
    }
    EXPECT_EQ(fields, c.fields) << c.time;
  }
}

TEST(Fields, OfADurationAreTotals) {
  const struct {
    const char* duration;
    const char* fields;
  } cases[] = {
      {"10000s", "2 166 10000 0"},       {"3730s", "1 62 3730 0"},
      {"123.321456789s", "0 2 123 321"}, {"-5400.5s", "-1 -90 -5400 -500"},
      {"-0.9999999995s", "0 0 0 -999"},  {"-1ns", "0 0 0 0"},
      {"-1.000000001s", "0 0 -1 0"},     {"-0.001s", "0 0 0 -1"},
      {"-0.000999999s", "0 0 0 0"},      {"315576000000s", "87660000 5259600000 315576000000 0"},
  };
  for (const auto& c : cases) {
    std::string fields;
    for (const char* name : {"getHours", "getMinutes", "getSeconds", "getMilliseconds"}) {
      const std::string field = Call(std::string(name) + "(duration) int", {Duration(c.duration)});
      fields += (fields.empty() ? "" : " ") + field;
      EXPECT_EQ(Call(std::string(name) + "(dyn) int", {Duration(c.duration)}), field);
    }
    EXPECT_EQ(fields, c.fields) << c.duration;
  }
}

// A host or a module may bring these.
TEST(Fields, OfWhatIsOutOfRange) {
  for (const std::int64_t micros : {kIntMin, kIntMax}) {
    const std::string year = micros < 0 ? "-290308" : "294247";
    EXPECT_EQ(Call("getFullYear(timestamp) int", {Value::Timestamp(micros)}), year);
    EXPECT_EQ(Call("getFullYear(timestamp, string) int",
                   {Value::Timestamp(micros), Value::String("-23:59")}),
              year);
    EXPECT_EQ(Call("getSeconds(duration) int", {Value::Duration(micros, 999)}),
              micros < 0 ? "-9223372036854" : "9223372036854");
  }
}

// ------------------------------------------------------------------------------------------------
// CEL's cases

// Values of the cases, by their expressions as far as library functions go; what operators then do
// with them: tests/vm/time_test.cc.
class Cases {
 public:
  // The value of "timestamp('…')" and the like; with an accessor behind it, what that gives.
  static Value Evaluate(const std::string& expr) {
    static const std::regex kCall(
        R"(^(timestamp|duration)\((?:'([^']*)'|(-?[0-9]+))\)(?:\.(\w+)\((?:'([^']*)')?\))?$)");
    std::smatch match;
    if (!std::regex_match(expr, match, kCall)) {
      ADD_FAILURE() << expr;
      return {};
    }
    const std::string type = match[1];
    const bool text = match[2].matched;
    const std::string constructor = type + (text ? "(string) " : "(int) ") + type;
    const std::string argument = match[2];
    const Value value =
        Answer(constructor, {text ? Value::String(argument) : Value::Int(std::stoll(match[3]))});
    if (value.is_error() || !match[4].matched) return value;
    if (!match[5].matched) return Answer(match[4].str() + "(" + type + ") int", {value});
    const vm::Function* row =
        vm::FindFunction(Functions(), match[4].str() + "(" + type + ", string) int");
    std::string error;
    const std::string bytes = row->embed(match[5].str(), &error);
    const auto zone = row->prepare(Value::Bytes(bytes), &error);
    EXPECT_NE(zone, nullptr) << error;
    const std::string name = match[5];
    return Answer(row->signature, {value, Value::String(name)}, zone.get());
  }
};

TEST(CelCases, EveryValueOfTimestamps) {
  std::ifstream file(BYLAW_SOURCE_DIR "/tests/vectors/cel/timestamps.json");
  const nlohmann::json json = nlohmann::json::parse(file);
  static const std::regex kOperator(R"(^(\S+\([^)]*\)) (==|!=|<=|>=|<|>|\+|-) (\S+\([^)]*\))$)");
  int whole = 0;
  int parts = 0;
  for (const auto& test : json["tests"]) {
    const std::string expr = test["expr"];
    const std::string section = test["section"];
    SCOPED_TRACE(expr);
    const auto& expect = test["expect"];
    std::smatch match;
    if (std::regex_match(expr, match, kOperator)) {
      // 200,000,000,000 s is over Go's range and within ours; the sum is over both.
      EXPECT_FALSE(Cases::Evaluate(match[1]).is_error());
      EXPECT_FALSE(Cases::Evaluate(match[3]).is_error());
      ++parts;
    } else if (section == "timestamp_arithmetic") {  // a + b == c
      static const std::regex kTimes(R"((timestamp|duration)\('[^']*'\))");
      for (std::sregex_iterator i(expr.begin(), expr.end(), kTimes), end; i != end; ++i) {
        EXPECT_FALSE(Cases::Evaluate(i->str()).is_error());
      }
      ++parts;
    } else if (expr.starts_with("string(")) {
      EXPECT_EQ(TimeText(Cases::Evaluate(expr.substr(7, expr.size() - 8))),
                expect["value"]["string"].get<std::string>());
      ++whole;
    } else if (expr.find("type(") != std::string::npos) {
      const std::size_t begin = expr.find("type(") + 5;
      const Value value = Cases::Evaluate(expr.substr(begin, expr.size() - 1 - begin));
      EXPECT_TRUE(value.kind == Kind::kTimestamp || value.kind == Kind::kDuration);
      ++parts;
    } else {
      const Value value = Cases::Evaluate(expr);
      if (expect.contains("error")) {
        EXPECT_TRUE(value.is_error());
      } else {
        EXPECT_EQ(Text(value), expect["value"]["int"].get<std::string>());
      }
      ++whole;
    }
  }
  EXPECT_EQ(whole + parts, static_cast<int>(json["tests"].size()));
  EXPECT_GT(whole, parts / 2);
}

}  // namespace
}  // namespace bylaw::stdlib
