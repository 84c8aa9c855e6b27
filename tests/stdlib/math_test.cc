// Numbers: what CEL's own cases (vectors_test.cc) leave open, decimals, and the edges.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

using vm::Decimal;
using vm::Value;

constexpr int64_t kIntMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kIntMax = std::numeric_limits<int64_t>::max();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// "9999.995" and the like; wide ones live as long as the test program.
Value DecimalOf(std::string_view text) {
  const Decimal decimal = Decimal::Parse(text).value();
  static vm::Arena arena(1 << 16);
  return arena.MakeDecimal(decimal);
}

std::string Greatest(const std::vector<Value>& items) {
  return Result("math.greatest(list) dyn", {ListOf(items)});
}

std::string Least(const std::vector<Value>& items) {
  return Result("math.least(list) dyn", {ListOf(items)});
}

TEST(Extremes, CompareKindsByValueExactly) {
  // 2^63 as a double is one more than the greatest int; rounded to double they would be equal.
  EXPECT_EQ(Greatest({Value::Int(kIntMax), Value::Double(0x1p63)}), Written(Value::Double(0x1p63)));
  EXPECT_EQ(Least({Value::Double(0x1p63), Value::Int(kIntMax)}), "9223372036854775807");
  EXPECT_EQ(Greatest({Value::Int((1LL << 53) + 1), Value::Double(0x1p53)}), "9007199254740993");
  EXPECT_EQ(Greatest({Value::Uint(UINT64_MAX), Value::Int(-1)}), "18446744073709551615u");
  EXPECT_EQ(Least({Value::Uint(0), Value::Int(-1)}), "-1");
  EXPECT_EQ(Greatest({Value::Double(-kInfinity), Value::Int(kIntMin)}), "-9223372036854775808");
  EXPECT_EQ(Greatest({DecimalOf("0.30"), Value::Int(0), Value::Uint(1)}), "1u");
  EXPECT_EQ(Least({DecimalOf("-12345678901234567890.5"), Value::Int(kIntMin)}),
            "-12345678901234567890.5d");
}

TEST(Extremes, TakeTheFirstOfEquals) {
  EXPECT_EQ(Greatest({Value::Double(1), Value::Int(1), Value::Uint(1)}), "1.0");
  EXPECT_EQ(Least({Value::Uint(1), Value::Double(1)}), "1u");
}

TEST(Extremes, RefuseWhatHasNone) {
  EXPECT_EQ(Greatest({}), "bad_argument");
  EXPECT_EQ(Least({Value::Int(1), Value::String("0")}), "wrong_type");
  EXPECT_EQ(Least({Value::String("0")}), "wrong_type");
  EXPECT_EQ(Greatest({Value::Null()}), "wrong_type");
  // A NaN anywhere: "not greater than the limit" must not be had with one.
  EXPECT_EQ(Greatest({Value::Double(kNan)}), "unordered");
  EXPECT_EQ(Greatest({Value::Int(1), Value::Double(kNan)}), "unordered");
  EXPECT_EQ(Least({Value::Double(kNan), Value::Int(1)}), "unordered");
  EXPECT_EQ(Least({DecimalOf("0.1"), Value::Double(0.1)}), "not_comparable");
}

TEST(Extremes, TakeANumberAlone) {
  EXPECT_EQ(Result("math.greatest(dyn) dyn", {Value::Int(-5)}), "-5");
  EXPECT_EQ(Result("math.least(dyn) dyn", {DecimalOf("1.5")}), "1.5d");
  EXPECT_EQ(Result("math.least(dyn) dyn", {Value::Bool(true)}), "wrong_type");
  const std::vector<Value> items = {Value::Int(2), Value::Int(1)};
  EXPECT_EQ(Result("math.least(dyn) dyn", {ListOf(items)}), "1");
}

TEST(WholeNumbers, OfDoubles) {
  struct Case {
    double value;
    const char *ceil, *floor, *round, *trunc;
  };
  const Case cases[] = {
      {0.5, "1.0", "0.0", "1.0", "0.0"},
      {-0.5, "-0.0", "-1.0", "-1.0", "-0.0"},
      {2.5, "3.0", "2.0", "3.0", "2.0"},
      {-2.5, "-2.0", "-3.0", "-3.0", "-2.0"},
      {0.49999999999999994, "1.0", "0.0", "0.0", "0.0"},
      {kInfinity, "inf", "inf", "inf", "inf"},
      {kNan, "nan", "nan", "nan", "nan"},
  };
  for (const Case& c : cases) {
    const std::vector<Value> argument = {Value::Double(c.value)};
    for (const char* row : {"(double) double", "(dyn) dyn"}) {
      EXPECT_EQ(Result(std::string("math.ceil") + row, argument), c.ceil) << c.value;
      EXPECT_EQ(Result(std::string("math.floor") + row, argument), c.floor) << c.value;
      EXPECT_EQ(Result(std::string("math.round") + row, argument), c.round) << c.value;
      EXPECT_EQ(Result(std::string("math.trunc") + row, argument), c.trunc) << c.value;
    }
  }
}

TEST(WholeNumbers, OfDecimals) {
  struct Case {
    const char *value, *ceil, *floor, *round, *trunc;
  };
  const Case cases[] = {
      {"0.5", "1d", "0d", "1d", "0d"},
      {"-0.5", "0d", "-1d", "-1d", "0d"},
      {"2.500", "3d", "2d", "3d", "2d"},
      {"-2.4999999999999999999999999999", "-2d", "-3d", "-2d", "-2d"},
      {"12345678901234567890.5", "12345678901234567891d", "12345678901234567890d",
       "12345678901234567891d", "12345678901234567890d"},
      {"1e40", "1e+40d", "1e+40d", "1e+40d", "1e+40d"},
  };
  for (const Case& c : cases) {
    const std::vector<Value> argument = {DecimalOf(c.value)};
    EXPECT_EQ(Result("math.ceil(decimal) decimal", argument), c.ceil) << c.value;
    EXPECT_EQ(Result("math.floor(decimal) decimal", argument), c.floor) << c.value;
    EXPECT_EQ(Result("math.round(dyn) dyn", argument), c.round) << c.value;
    EXPECT_EQ(Result("math.trunc(decimal) decimal", argument), c.trunc) << c.value;
  }
}

TEST(Abs, IsExactOrAnOverflow) {
  EXPECT_EQ(Result("math.abs(int) int", {Value::Int(-kIntMax)}), "9223372036854775807");
  EXPECT_EQ(Result("math.abs(int) int", {Value::Int(kIntMin)}), "overflow");
  EXPECT_EQ(Result("math.abs(dyn) dyn", {Value::Int(kIntMin)}), "overflow");
  EXPECT_EQ(Result("math.abs(double) double", {Value::Double(-0.0)}), "0.0");
  EXPECT_EQ(Result("math.abs(dyn) dyn", {Value::Double(kNan)}), "nan");
  EXPECT_EQ(Result("abs(decimal) decimal", {DecimalOf("-0.01")}), "0.01d");
  EXPECT_EQ(Result("abs(decimal) decimal", {DecimalOf("12")}), "12d");
  // A coefficient over 64 bits only without its sign.
  EXPECT_EQ(Result("math.abs(decimal) decimal", {DecimalOf("-9223372036854775808")}),
            "9223372036854775808d");
  EXPECT_EQ(Result("math.abs(dyn) dyn", {Value::String("-1")}), "wrong_type");
}

TEST(Sign, IsOfTheKindOfTheNumber) {
  EXPECT_EQ(Result("math.sign(int) int", {Value::Int(kIntMin)}), "-1");
  EXPECT_EQ(Result("math.sign(int) int", {Value::Int(0)}), "0");
  EXPECT_EQ(Result("math.sign(uint) uint", {Value::Uint(0)}), "0u");
  EXPECT_EQ(Result("math.sign(double) double", {Value::Double(-kInfinity)}), "-1.0");
  EXPECT_EQ(Result("math.sign(double) double", {Value::Double(kNan)}), "nan");
  EXPECT_EQ(Result("math.sign(decimal) decimal", {DecimalOf("-0.001")}), "-1d");
  EXPECT_EQ(Result("math.sign(dyn) dyn", {DecimalOf("0.00")}), "0d");
}

TEST(Sqrt, IsThatOfTheNearestDouble) {
  EXPECT_EQ(Result("math.sqrt(double) double", {Value::Double(2)}), "1.4142135623730951");
  EXPECT_EQ(Result("math.sqrt(int) double", {Value::Int(81)}), "9.0");
  EXPECT_EQ(Result("math.sqrt(uint) double", {Value::Uint(0)}), "0.0");
  EXPECT_THAT(Result("math.sqrt(dyn) double", {Value::Int(-1)}), ::testing::HasSubstr("nan"));
  EXPECT_EQ(Result("math.sqrt(dyn) double", {DecimalOf("4")}), "wrong_type");
}

TEST(Classes, OfDoublesAndDecimals) {
  EXPECT_EQ(Result("math.isNaN(double) bool", {Value::Double(kNan)}), "true");
  EXPECT_EQ(Result("math.isInf(double) bool", {Value::Double(-kInfinity)}), "true");
  EXPECT_EQ(Result("math.isFinite(double) bool", {Value::Double(0x1.fffffffffffffp1023)}), "true");
  EXPECT_EQ(Result("math.isNaN(dyn) bool", {DecimalOf("1e400")}), "false");
  EXPECT_EQ(Result("math.isInf(dyn) bool", {DecimalOf("1e400")}), "false");
  EXPECT_EQ(Result("math.isFinite(dyn) bool", {DecimalOf("1e400")}), "true");
  EXPECT_EQ(Result("math.isFinite(dyn) bool", {Value::Int(1)}), "wrong_type");
}

TEST(Bits, AtTheEdges) {
  constexpr std::string_view kLeft = "math.bitShiftLeft(int, int) int";
  constexpr std::string_view kRight = "math.bitShiftRight(int, int) int";
  EXPECT_EQ(Result(kLeft, {Value::Int(1), Value::Int(63)}), "-9223372036854775808");
  EXPECT_EQ(Result(kLeft, {Value::Int(-1), Value::Int(64)}), "0");
  EXPECT_EQ(Result(kLeft, {Value::Int(1), Value::Int(kIntMin)}), "bad_argument");
  EXPECT_EQ(Result(kRight, {Value::Int(-1), Value::Int(63)}), "1");
  EXPECT_EQ(Result(kRight, {Value::Int(-1), Value::Int(0)}), "-1");
  EXPECT_EQ(Result(kRight, {Value::Int(-1), Value::Int(kIntMax)}), "0");
  EXPECT_EQ(Result("math.bitShiftLeft(dyn, dyn) dyn", {Value::Uint(1), Value::Uint(1)}),
            "wrong_type");
  EXPECT_EQ(Result("math.bitAnd(dyn, dyn) dyn", {Value::Uint(1), Value::Int(1)}), "wrong_type");
  EXPECT_EQ(Result("math.bitOr(dyn, dyn) dyn", {DecimalOf("1"), Value::Int(1)}), "wrong_type");
  EXPECT_EQ(Result("math.bitNot(dyn) dyn", {Value::Int(kIntMin)}), "9223372036854775807");
  EXPECT_EQ(Result("math.bitNot(dyn) dyn", {Value::Double(0)}), "wrong_type");
}

constexpr std::string_view kRound = "round(decimal, int, string) decimal";

std::string Round(std::string_view value, int64_t places, std::string_view mode) {
  return Result(kRound, {DecimalOf(value), Value::Int(places), Value::String(mode)});
}

TEST(RoundDecimal, InEveryMode) {
  struct Case {
    const char* value;
    int64_t places;
    const char *half_even, *half_up, *down, *up, *floor, *ceiling;
  };
  const Case cases[] = {
      {"2.345", 2, "2.34d", "2.35d", "2.34d", "2.35d", "2.34d", "2.35d"},
      {"-2.345", 2, "-2.34d", "-2.35d", "-2.34d", "-2.35d", "-2.35d", "-2.34d"},
      {"2.355", 2, "2.36d", "2.36d", "2.35d", "2.36d", "2.35d", "2.36d"},
      {"2.34500000000000000000000000001", 2, "2.35d", "2.35d", "2.34d", "2.35d", "2.34d", "2.35d"},
      {"0.001", 2, "0d", "0d", "0d", "0.01d", "0d", "0.01d"},
      {"-0.001", 2, "0d", "0d", "0d", "-0.01d", "-0.01d", "0d"},
      {"1250", -2, "1200d", "1300d", "1200d", "1300d", "1200d", "1300d"},
      {"7", 2, "7d", "7d", "7d", "7d", "7d", "7d"},
      {"9.995", 2, "10d", "10d", "9.99d", "10d", "9.99d", "10d"},
      {"0", 0, "0d", "0d", "0d", "0d", "0d", "0d"},
      {"1.5", kIntMax, "1.5d", "1.5d", "1.5d", "1.5d", "1.5d", "1.5d"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Round(c.value, c.places, "half_even"), c.half_even) << c.value;
    EXPECT_EQ(Round(c.value, c.places, "half_up"), c.half_up) << c.value;
    EXPECT_EQ(Round(c.value, c.places, "down"), c.down) << c.value;
    EXPECT_EQ(Round(c.value, c.places, "up"), c.up) << c.value;
    EXPECT_EQ(Round(c.value, c.places, "floor"), c.floor) << c.value;
    EXPECT_EQ(Round(c.value, c.places, "ceiling"), c.ceiling) << c.value;
  }
}

TEST(RoundDecimal, AtTheEdges) {
  EXPECT_EQ(Round("1.5", kIntMin, "half_even"), "0d");
  EXPECT_EQ(Round("1.5", kIntMin, "up"), "overflow");
  EXPECT_EQ(Round("99999999999999999999999999999999999999", -38, "up"), "1e+38d");
  for (const std::string_view mode : {"", "half", "HALF_UP", "half_up ", "ceil"}) {
    EXPECT_EQ(Round("1.5", 0, mode), "bad_argument") << mode;
  }
}

TEST(RoundDecimal, TakesAConstantModeAsPrepared) {
  const vm::Function* const row = vm::FindFunction(Functions(), kRound);
  std::string error;
  const std::unique_ptr<vm::Prepared> prepared = row->prepare(Value::String("ceiling"), &error);
  ASSERT_NE(prepared, nullptr) << error;
  CallLimits limits;
  limits.prepared = prepared.get();
  EXPECT_EQ(Result(kRound, {DecimalOf("1.1"), Value::Int(0), Value::String("ceiling")}, limits),
            "2d");
  EXPECT_EQ(row->prepare(Value::String("bankers"), &error), nullptr);
  EXPECT_EQ(error, "the rounding is none of half_even, half_up, down, up, floor, ceiling");
}

}  // namespace
}  // namespace bylaw::stdlib
