// Times: RFC 3339 and durations as text, the calendar, and calculating with them.
#include "bylaw/vm/time.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "arithmetic.h"
#include "compare.h"
#include "evaluate.h"
#include "timestamp.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

std::string TimestampText(const Value& value) {
  TimeBuffer buffer;
  return value.is_error() ? std::string(ErrorText(value.error()))
                          : std::string(FormatTimestamp(value, buffer));
}
std::string DurationText(const Value& value) {
  TimeBuffer buffer;
  return value.is_error() ? std::string(ErrorText(value.error()))
                          : std::string(FormatDuration(value, buffer));
}
std::string Reread(std::string_view rfc3339) {
  return TimestampText(ParseRfc3339(rfc3339));
}
std::string RereadDuration(std::string_view text) {
  return DurationText(ParseDuration(text));
}

TEST(Rfc3339, IsReadAndWrittenInUtc) {
  const struct {
    const char *text, *utc;
  } cases[] = {
      {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
      {"2009-02-13T23:31:30Z", "2009-02-13T23:31:30Z"},
      {"2026-04-14T11:42:09.5Z", "2026-04-14T11:42:09.5Z"},
      {"2026-04-14T11:42:09.500000000Z", "2026-04-14T11:42:09.5Z"},
      {"2026-04-14T11:42:09.000000000Z", "2026-04-14T11:42:09Z"},
      {"2026-04-14T11:42:09.000000001Z", "2026-04-14T11:42:09.000000001Z"},
      {"2026-04-14T11:42:09.120Z", "2026-04-14T11:42:09.12Z"},
      {"1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"},
      {"2000-02-29T12:00:00+00:00", "2000-02-29T12:00:00Z"},
      {"2000-02-29T12:00:00-00:00", "2000-02-29T12:00:00Z"},
      {"1972-01-01T10:00:20.021-05:00", "1972-01-01T15:00:20.021Z"},
      {"2026-03-01T00:15:00+05:45", "2026-02-28T18:30:00Z"},
      {"2026-12-31T23:59:59-23:59", "2027-01-01T23:58:59Z"},
      {"2026-01-01T00:00:00+23:59", "2025-12-31T00:01:00Z"},
      {"0000-12-31T23:30:00-01:00", "0001-01-01T00:30:00Z"},
  };
  for (const auto& c : cases) EXPECT_EQ(Reread(c.text), c.utc) << c.text;
}

TEST(Rfc3339, IsStrict) {
  for (const char* text : {
           "",
           "Z",
           "2026-04-14",
           "2026-04-14T11:42:09",
           "2026-04-14T11:42Z",
           "2026-04-14T11:42:09z",
           "2026-04-14t11:42:09Z",
           "2026-04-14 11:42:09Z",
           "2026-04-14T11:42:09Z ",
           " 2026-04-14T11:42:09Z",
           "2026-04-14T11:42:09ZZ",
           "2026-04-14T11:42:09.Z",
           "2026-04-14T11:42:09,5Z",
           "2026-04-14T11:42:09.0000000000Z",
           "2026-04-14T11:42:09.1234567891Z",
           "2026-04-14T11:42:09.-5Z",
           "2026-04-14T11:42:09.5",
           "2026-04-14T11:42:09+02",
           "2026-04-14T11:42:09+0200",
           "2026-04-14T11:42:09+2:00",
           "2026-04-14T11:42:09 02:00",
           "2026-04-14T11:42:09+24:00",
           "2026-04-14T11:42:09+02:60",
           "2026-04-14T11:42:09+02:00Z",
           "2026-04-14T11:42:09Z+02:00",
           "2026-04-14T11:42:09+-1:00",
           "2026-04-14T24:00:00Z",
           "2026-04-14T11:60:00Z",
           "2026-06-30T23:59:60Z",
           "2026-02-29T00:00:00Z",
           "1900-02-29T00:00:00Z",
           "2026-04-31T00:00:00Z",
           "2026-00-14T00:00:00Z",
           "2026-13-14T00:00:00Z",
           "2026-04-00T00:00:00Z",
           "2026-4-14T11:42:009Z",
           "20260414T114209Z",
           "2026-04-14T11-42-09Z",
           "+026-04-14T11:42:09Z",
           "0000-01-01T00:00:00Z",
           "0000-12-31T23:59:59.999999999Z",
           "0001-01-01T00:00:00+00:01",
           "9999-12-31T23:59:59-00:01",
           "10000-01-01T00:00:00Z",
       }) {
    EXPECT_EQ(Reread(text), "bad_argument") << text;
  }
}

TEST(Rfc3339, RequestsAreStricter) {
  EXPECT_EQ(ParseTimestamp("2026-04-14T11:42:09.123456Z"), 1'776'166'929'123'456);
  EXPECT_EQ(ParseTimestamp("2026-04-14T11:42:09.1234567Z"), std::nullopt);
  EXPECT_EQ(ParseTimestamp("2026-04-14T11:42:09+00:00"), std::nullopt);
  EXPECT_EQ(ParseTimestamp("2026-04-14T13:42:09+02:00"), std::nullopt);
}

TEST(Rfc3339, RoundTrips) {
  std::mt19937_64 random(20260414);
  std::uniform_int_distribution<int64_t> seconds(kTimestampSecondsMin, kTimestampSecondsMax);
  std::uniform_int_distribution<int> micros(0, 999'999);
  std::uniform_int_distribution<int> nanos(0, 999);
  for (int i = 0; i < 20'000; ++i) {
    const Value time = Value::Timestamp(seconds(random) * kMicrosPerSecond + micros(random),
                                        static_cast<int16_t>(nanos(random)));
    const std::string text = TimestampText(time);
    const Value again = ParseRfc3339(text);
    ASSERT_EQ(again.kind, Kind::kTimestamp) << text;
    ASSERT_EQ(again.i, time.i) << text;
    ASSERT_EQ(again.exponent, time.exponent) << text;
  }
}

// A host or a module may bring these; there is a text for each.
TEST(Rfc3339, WritesWhatIsOutOfRange) {
  EXPECT_EQ(TimestampText(Value::Timestamp(kTimestampSecondsMin * kMicrosPerSecond - 1, 999)),
            "0000-12-31T23:59:59.999999999Z");
  EXPECT_EQ(TimestampText(Value::Timestamp((kTimestampSecondsMax + 1) * kMicrosPerSecond)),
            "+10000-01-01T00:00:00Z");
  EXPECT_EQ(TimestampText(Value::Timestamp(kMin)), "-290308-12-21T19:59:05.224192Z");
  EXPECT_EQ(TimestampText(Value::Timestamp(kMax, 999)), "+294247-01-10T04:00:54.775807999Z");
}

TEST(Date, IsMidnightUtc) {
  EXPECT_EQ(TimestampText(ParseDate("2026-03-01")), "2026-03-01T00:00:00Z");
  EXPECT_EQ(TimestampText(ParseDate("0001-01-01")), "0001-01-01T00:00:00Z");
  EXPECT_EQ(TimestampText(ParseDate("9999-12-31")), "9999-12-31T00:00:00Z");
  EXPECT_EQ(TimestampText(ParseDate("2024-02-29")), "2024-02-29T00:00:00Z");
  for (const char* text : {"", "2026-03-1", "2026-3-01", "26-03-01", "2026-02-29", "2026-03-32",
                           "2026-03-01 ", "2026-03-01T00:00:00Z", "20260301", "2026/03/01",
                           "0000-12-31", "-026-03-01", "2026-03-\n1"}) {
    EXPECT_EQ(TimestampText(ParseDate(text)), "bad_argument") << text;
  }
}

TEST(Calendar, IsThatOfTheStandardLibrary) {
  namespace chrono = std::chrono;
  std::mt19937_64 random(7);
  std::uniform_int_distribution<int64_t> seconds(kTimestampSecondsMin, kTimestampSecondsMax);
  std::uniform_int_distribution<int32_t> offsets(-93'600, 93'600);
  for (int i = 0; i < 50'000; ++i) {
    const int64_t second = seconds(random);
    const int32_t offset = offsets(random);
    const chrono::sys_seconds local{chrono::seconds{second + offset}};
    const auto day = chrono::floor<chrono::days>(local);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss clock{local - day};
    const CivilTime civil = CivilOf(Value::Timestamp(second * kMicrosPerSecond + 7, 9), offset);
    ASSERT_EQ(civil.year, int{date.year()}) << second;
    ASSERT_EQ(civil.month, int(unsigned{date.month()})) << second;
    ASSERT_EQ(civil.day, int(unsigned{date.day()})) << second;
    ASSERT_EQ(civil.day_of_week, int(chrono::weekday{day}.c_encoding())) << second;
    ASSERT_EQ(civil.day_of_year, (day - chrono::sys_days{date.year() / 1 / 1}).count()) << second;
    ASSERT_EQ(civil.hour, clock.hours().count()) << second;
    ASSERT_EQ(civil.minute, clock.minutes().count()) << second;
    ASSERT_EQ(civil.second, clock.seconds().count()) << second;
    ASSERT_EQ(civil.nanosecond, 7'009) << second;
  }
}

TEST(Calendar, CountsEveryDay) {
  const int32_t end = DayOf(2801, 1, 1);
  for (int32_t day = DayOf(-401, 12, 31); day < end; ++day) {
    const CivilDay date = CivilDayOf(day);
    ASSERT_EQ(DayOf(date.year, static_cast<uint32_t>(date.month), static_cast<uint32_t>(date.day)),
              day);
  }
}

TEST(Duration, IsReadAsGoReadsIt) {
  const struct {
    std::string_view text;
    const char* seconds;
  } cases[] = {
      // Those of Go's own test of ParseDuration.
      {"0", "0s"},
      {"5s", "5s"},
      {"30s", "30s"},
      {"1478s", "1478s"},
      {"-5s", "-5s"},
      {"+5s", "5s"},
      {"-0", "0s"},
      {"+0", "0s"},
      {"5.0s", "5s"},
      {"5.6s", "5.6s"},
      {"5.s", "5s"},
      {".5s", "0.5s"},
      {"1.0s", "1s"},
      {"1.00s", "1s"},
      {"1.004s", "1.004s"},
      {"1.0040s", "1.004s"},
      {"100.00100s", "100.001s"},
      {"10ns", "0.00000001s"},
      {"11us", "0.000011s"},
      {"12\u00b5s", "0.000012s"},
      {"12\u03bcs", "0.000012s"},
      {"13ms", "0.013s"},
      {"14s", "14s"},
      {"15m", "900s"},
      {"16h", "57600s"},
      {"3h30m", "12600s"},
      {"10.5s4m", "250.5s"},
      {"-2m3.4s", "-123.4s"},
      {"1h2m3s4ms5us6ns", "3723.004005006s"},
      {"39h9m14.425s", "140954.425s"},
      {"52763797000ns", "52.763797s"},
      {"0.3333333333333333333h", "1199.999999999s"},  // Go rounds to a double: 1200.
      {"9007199254740993ns", "9007199.254740993s"},
      {"9223372036854775807ns", "9223372036.854775807s"},
      {"9223372036854775.807us", "9223372036.854775807s"},
      {"9223372036s854ms775us807ns", "9223372036.854775807s"},
      {"-9223372036854775808ns", "-9223372036.854775808s"},
      {"0.100000000000000000000h", "360s"},
      {"0.830103483285477580700h", "2988.372539827s"},
      // CEL's range.
      {"315576000000s", "315576000000s"},
      {"-315576000000s", "-315576000000s"},
      {"87660000h", "315576000000s"},
      {"315575999999.999999999s", "315575999999.999999999s"},
      {"-315575999999.999999999s", "-315575999999.999999999s"},
      {"315576000000000000000ns", "315576000000s"},
      // What is below a nanosecond is dropped, of each number.
      {"1.9999999999s", "1.999999999s"},
      {"-1.9999999999s", "-1.999999999s"},
      {"0.9ns0.9ns", "0s"},
      {"-0.9ns", "0s"},
      // 1/36 h is 100 s; just below, and just above after many digits.
      {"0.02777777777777777777777777777777777777777h", "99.999999999s"},
      {"0.02777777777777777777777777777777777777778h", "100s"},
  };
  for (const auto& c : cases) EXPECT_EQ(RereadDuration(c.text), c.seconds) << c.text;
  EXPECT_EQ(RereadDuration(std::string(kDurationBytesMax - 2, '0') + "1s"), "1s");
  EXPECT_EQ(RereadDuration("1." + std::string(kDurationBytesMax - 3, '9') + "s"), "1.999999999s");
}

TEST(Duration, IsStrict) {
  for (const char* text : {
           "",
           "3",
           "-",
           "s",
           ".",
           "-.",
           ".s",
           "+.s",
           "1d",
           "1w",
           "\x85\x85",
           "hello",
           "5 s",
           " 5s",
           "5s ",
           "5S",
           "5H",
           "--5s",
           "+-5s",
           "5s-3s",
           "5s+3s",
           "1.2.3s",
           "1..2s",
           "1,5s",
           "1e3s",
           "0x1s",
           "00",
           "0.0",
           "5",
           "5s3",
           "5sm",
           "\u00b5s",
           "1\u00b5",
           "5mss",
           "1min",
           "inf",
           "P1D",
           "1h 30m",
           "1h30",
           "٣s",
           "1\xc2s",
           "-0-0",
           // Out of range.
           "315576000001s",
           "315576000000.000000001s",
           "-315576000000.000000001s",
           "320000000000s",
           "-320000000000s",
           "87660001h",
           "315576000000s1ns",
           "99999999999999999999999999999999999999999999h",
           "315576000000s315576000000s",
       }) {
    EXPECT_EQ(RereadDuration(text), "bad_argument") << text;
  }
  EXPECT_EQ(RereadDuration(std::string(kDurationBytesMax - 2, '9') + "ns"), "bad_argument");
  EXPECT_EQ(RereadDuration(std::string(kDurationBytesMax, '0') + "s"), "limit_exceeded");
  EXPECT_EQ(RereadDuration(std::string_view("5s\0", 3)), "bad_argument");
}

TEST(Duration, RoundTrips) {
  std::mt19937_64 random(31);
  constexpr int64_t kMost = kDurationSecondsMax * kMicrosPerSecond - 1;
  std::uniform_int_distribution<int64_t> micros(-kMost, kMost);
  std::uniform_int_distribution<int> scale(0, 17);
  std::uniform_int_distribution<int> nanos(0, 999);
  for (int i = 0; i < 20'000; ++i) {
    int64_t some = micros(random);
    for (int k = scale(random); k > 0; --k) some /= 10;
    const Value duration = Value::Duration(some, static_cast<int16_t>(nanos(random)));
    const std::string text = DurationText(duration);
    const Value again = ParseDuration(text);
    ASSERT_EQ(again.kind, Kind::kDuration) << text;
    ASSERT_EQ(again.i, duration.i) << text;
    ASSERT_EQ(again.exponent, duration.exponent) << text;
  }
}

TEST(Duration, IsWrittenInSeconds) {
  const struct {
    Value duration;
    const char* text;
  } cases[] = {
      {Value::Duration(0), "0s"},
      {Value::Duration(5'500'000), "5.5s"},
      {Value::Duration(0, 1), "0.000000001s"},
      {Value::Duration(-1), "-0.000001s"},
      {Value::Duration(-1, 999), "-0.000000001s"},
      {Value::Duration(-1'000'000, 1), "-0.999999999s"},
      {Value::Duration(-1'000'001, 999), "-1.000000001s"},
      {Value::Duration(kMin), "-9223372036854.775808s"},
      {Value::Duration(kMax, 999), "9223372036854.775807999s"},
  };
  for (const auto& c : cases) EXPECT_EQ(DurationText(c.duration), c.text);
}

TEST(Seconds, OutOfRangeAreOverflow) {
  EXPECT_EQ(TimestampText(TimestampOfSeconds(kTimestampSecondsMin)), "0001-01-01T00:00:00Z");
  EXPECT_EQ(TimestampText(TimestampOfSeconds(kTimestampSecondsMax)), "9999-12-31T23:59:59Z");
  EXPECT_EQ(DurationText(DurationOfSeconds(-kDurationSecondsMax)), "-315576000000s");
  for (const int64_t seconds : {kMin, kTimestampSecondsMin - 1, kTimestampSecondsMax + 1, kMax}) {
    EXPECT_EQ(TimestampText(TimestampOfSeconds(seconds)), "overflow");
  }
  for (const int64_t seconds : {kMin, -kDurationSecondsMax - 1, kDurationSecondsMax + 1, kMax}) {
    EXPECT_EQ(DurationText(DurationOfSeconds(seconds)), "overflow");
  }
  EXPECT_EQ(FloorSeconds(Value::Timestamp(-1)), -1);
  EXPECT_EQ(FloorSeconds(Value::Timestamp(-1'000'000, 999)), -1);
  EXPECT_EQ(FloorSeconds(Value::Timestamp(999'999)), 0);
}

// ------------------------------------------------------------------------------------------------
// arithmetic

// "T…" is a timestamp, "D…" a duration, else an int; errors by name.
Value Of(std::string_view text) {
  if (text[0] == 'T') return ParseRfc3339(text.substr(1));
  if (text[0] == 'D') return ParseDuration(text.substr(1));
  return Value::Int(1);
}
std::string Text(const Value& value) {
  if (value.kind == Kind::kTimestamp) return "T" + TimestampText(value);
  return value.kind == Kind::kDuration ? "D" + DurationText(value)
                                       : std::string(ErrorText(value.error()));
}
std::string Calculate(const Value& a, char op, const Value& b) {
  Arena arena(1'024);
  uint32_t steps = 0;
  const Arithmetic arithmetic = op == '+'   ? Arithmetic::kAdd
                                : op == '-' ? Arithmetic::kSubtract
                                : op == '*' ? Arithmetic::kMultiply
                                : op == '/' ? Arithmetic::kDivide
                                            : Arithmetic::kModulo;
  return Text(ArithmeticAny(arithmetic, a, b, PolicyRow{}, arena, steps));
}

TEST(TimeArithmetic, IsExact) {
  const struct {
    const char* a;
    char op;
    const char *b, *result;
  } cases[] = {
      {"T2009-02-13T23:00:00Z", '+', "D240s", "T2009-02-13T23:04:00Z"},
      {"D120s", '+', "T2009-02-13T23:01:00Z", "T2009-02-13T23:03:00Z"},
      {"T0001-01-01T00:00:01.000000001Z", '+', "D-999999999ns", "T0001-01-01T00:00:00.000000002Z"},
      {"T0001-01-01T00:00:01.999999999Z", '+', "D999999999ns", "T0001-01-01T00:00:02.999999998Z"},
      {"T2009-02-13T23:10:00Z", '-', "D600s", "T2009-02-13T23:00:00Z"},
      {"T2009-02-13T23:31:00Z", '-', "T2009-02-13T23:29:00Z", "D120s"},
      {"T2009-02-13T23:29:00Z", '-', "T2009-02-13T23:31:00.000000001Z", "D-120.000000001s"},
      {"D900s", '-', "D42s", "D858s"},
      {"D1.5s", '+', "D-2.000000001s", "D-0.500000001s"},
      {"D1ns", '-', "D2ns", "D-0.000000001s"},
      {"T1970-01-01T00:00:00Z", '-', "D1ns", "T1969-12-31T23:59:59.999999999Z"},
      // The ends of the ranges, and one beyond.
      {"T9999-12-31T23:59:59.999999998Z", '+', "D1ns", "T9999-12-31T23:59:59.999999999Z"},
      {"T9999-12-31T23:59:59.999999999Z", '+', "D1ns", "overflow"},
      {"T0001-01-01T00:00:00.000000001Z", '-', "D1ns", "T0001-01-01T00:00:00Z"},
      {"T0001-01-01T00:00:00Z", '+', "D-1ns", "overflow"},
      {"T0001-01-01T00:00:00Z", '+', "D-1s", "overflow"},
      {"D315576000000s", '+', "D0s", "D315576000000s"},
      {"D315576000000s", '+', "D1ns", "overflow"},
      {"D-315576000000s", '-', "D1ns", "overflow"},
      {"D-200000000000s", '+', "D-200000000000s", "overflow"},
      {"D200000000000s", '-', "D-200000000000s", "overflow"},
      {"T0001-01-01T00:00:00Z", '+', "D315537897599.999999999s", "T9999-12-31T23:59:59.999999999Z"},
      // Two timestamps are at most 2^63 nanoseconds apart.
      {"T9999-12-31T23:59:59Z", '-', "T0001-01-01T00:00:00Z", "overflow"},
      {"T2262-04-11T23:47:16.854775807Z", '-', "T1970-01-01T00:00:00Z", "D9223372036.854775807s"},
      {"T2262-04-11T23:47:16.854775808Z", '-', "T1970-01-01T00:00:00Z", "overflow"},
      {"T1677-09-21T00:12:43.145224192Z", '-', "T1970-01-01T00:00:00Z", "D-9223372036.854775808s"},
      {"T1677-09-21T00:12:43.145224191Z", '-', "T1970-01-01T00:00:00Z", "overflow"},
      // There is no sum of two points in time, and no product.
      {"T1970-01-01T00:00:00Z", '+', "T1970-01-01T00:00:00Z", "wrong_type"},
      {"D1s", '-', "T1970-01-01T00:00:00Z", "wrong_type"},
      {"D1s", '*', "D1s", "wrong_type"},
      {"D1s", '/', "D1s", "wrong_type"},
      {"D1s", '%', "D1s", "wrong_type"},
      {"D1s", '*', "1", "wrong_type"},
      {"D1s", '+', "1", "wrong_type"},
      {"1", '+', "T1970-01-01T00:00:00Z", "wrong_type"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Calculate(Of(c.a), c.op, Of(c.b)), c.result) << c.a << c.op << c.b;
  }
}

TEST(TimeArithmetic, TakesWhatIsOutOfRange) {
  for (const Value& time : {Value::Timestamp(kMin), Value::Timestamp(kMax, 999)}) {
    for (const Value& duration : {Value::Duration(kMin), Value::Duration(kMax, 999)}) {
      for (const char op : {'+', '-'}) {
        EXPECT_EQ(Calculate(duration, op, duration), op == '-' ? "D0s" : "overflow");
        const bool back = (op == '-') == (time.i == duration.i);
        EXPECT_EQ(Calculate(time, op, duration), op == '-' && back ? "T1970-01-01T00:00:00Z"
                                                 : op == '+' && back
                                                     ? "T1969-12-31T23:59:59.999999999Z"
                                                     : "overflow");
      }
    }
  }
}

TEST(TimeArithmetic, Negates) {
  Arena arena(64);
  const auto negate = [&](const Value& value) { return Text(NegateAny(value, arena)); };
  EXPECT_EQ(negate(Value::Duration(0)), "D0s");
  EXPECT_EQ(negate(ParseDuration("5.5s")), "D-5.5s");
  EXPECT_EQ(negate(ParseDuration("-1ns")), "D0.000000001s");
  EXPECT_EQ(negate(ParseDuration("315576000000s")), "D-315576000000s");
  EXPECT_EQ(negate(Value::Duration(kMin)), "overflow");
  EXPECT_EQ(negate(Value::Timestamp(0)), "wrong_type");
}

// Against 128-bit nanoseconds.
TEST(TimeArithmetic, AgreesWithWholeNanoseconds) {
  std::mt19937_64 random(99);
  std::uniform_int_distribution<int64_t> micros(-kDurationSecondsMax * kMicrosPerSecond,
                                                kDurationSecondsMax * kMicrosPerSecond - 1);
  std::uniform_int_distribution<int> nanos(0, 999);
  const auto whole = [](const Value& v) { return Int128{v.i} * 1'000 + v.exponent; };
  constexpr Int128 kMost = Int128{kDurationSecondsMax} * 1'000'000'000;
  Arena arena(64);
  uint32_t steps = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Value a = Value::Duration(micros(random), static_cast<int16_t>(nanos(random)));
    const Value b = Value::Duration(micros(random), static_cast<int16_t>(nanos(random)));
    for (const Arithmetic op : {Arithmetic::kAdd, Arithmetic::kSubtract}) {
      const Int128 exact = op == Arithmetic::kAdd ? whole(a) + whole(b) : whole(a) - whole(b);
      const Value result = ArithmeticAny(op, a, b, PolicyRow{}, arena, steps);
      ASSERT_EQ(result.is_error(), exact > kMost || exact < -kMost);
      if (result.is_error()) continue;
      ASSERT_EQ(result.kind, Kind::kDuration);
      ASSERT_TRUE(whole(result) == exact);
      ASSERT_TRUE(result.exponent >= 0 && result.exponent <= 999);
    }
  }
}

// Those of CEL's cases that are of operators: "a + b == c", "a < b", and "a + b" that is an error.
TEST(TimeArithmetic, AnswersAsCelDoes) {
  static const std::regex kToken(R"((timestamp|duration)\('([^']*)'\)|(==|!=|<=|>=|<|>|\+|-) )");
  static const std::map<std::string, Relation> kRelations = {
      {"==", Relation::kEqual},  {"!=", Relation::kNotEqual},
      {"<", Relation::kLess},    {"<=", Relation::kLessOrEqual},
      {">", Relation::kGreater}, {">=", Relation::kGreaterOrEqual}};
  std::ifstream file(BYLAW_SOURCE_DIR "/tests/vectors/cel/timestamps.json");
  const nlohmann::json json = nlohmann::json::parse(file);
  Arena arena(1'024);
  uint32_t steps = 0;
  int cases = 0;
  for (const auto& test : json["tests"]) {
    const std::string expr = test["expr"];
    SCOPED_TRACE(expr);
    std::vector<Value> values;
    std::vector<std::string> operators;
    size_t length = 0;
    for (std::sregex_iterator i(expr.begin(), expr.end(), kToken), end; i != end; ++i) {
      length += static_cast<size_t>(i->length());
      if ((*i)[3].matched) {
        operators.push_back((*i)[3]);
      } else {
        const std::string text = (*i)[2];
        values.push_back((*i)[1] == "timestamp" ? ParseRfc3339(text) : ParseDuration(text));
        ++length;  // the space behind
      }
    }
    // Not only values and operators: functions and types.
    if (length != expr.size() + 1 || operators.empty()) continue;
    ++cases;
    ASSERT_EQ(values.size(), operators.size() + 1);
    Value result = values[0];
    for (size_t i = 0; i < operators.size() && !result.is_error(); ++i) {
      const auto relation = kRelations.find(operators[i]);
      const Value& next = values[i + 1];
      result = relation != kRelations.end()
                   ? CompareAny(result, next, static_cast<uint8_t>(relation->second), false, steps)
                   : ArithmeticAny(operators[i] == "+" ? Arithmetic::kAdd : Arithmetic::kSubtract,
                                   result, next, PolicyRow{}, arena, steps);
    }
    const auto& expect = test["expect"];
    if (expect.contains("error")) {
      EXPECT_EQ(result.error(), ValueError::kOverflow);
      EXPECT_TRUE(result.is_error());
    } else {
      ASSERT_EQ(result.kind, Kind::kBool);
      EXPECT_EQ(result.b, expect["value"]["bool"].get<bool>());
    }
  }
  EXPECT_EQ(cases, 29);
}

TEST(TimeArithmetic, RunsInModules) {
  const auto add = static_cast<uint32_t>(Arithmetic::kAdd);
  EXPECT_EQ(Evaluate(Opcode::kArithmeticAny, ParseRfc3339("2026-03-01T00:00:00Z"),
                     ParseDuration("36h0.5s"), add),
            "2026-03-02T12:00:00.5Z timestamp");
  EXPECT_EQ(Evaluate(Opcode::kArithmeticAny, ParseDuration("-1ns"), ParseDuration("1s"), add),
            "0.999999999s duration");
  EXPECT_EQ(Evaluate(Opcode::kNegAny, ParseDuration("90m")), "-5400s duration");
}

}  // namespace
}  // namespace bylaw::vm
