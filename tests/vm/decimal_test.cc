// Decimals: what each function promises, as tables. Algebra on generated operands, and the answers
// of another implementation, are in decimal_property_test.cc.
#include "bylaw/vm/decimal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

namespace bylaw::vm {
namespace {

static_assert(std::is_trivially_copyable_v<Decimal>);
static_assert(Decimal(15, 1) == Decimal(150, 0) && Decimal(-1, 0) < Decimal(1, -3));

const std::string kNines(38, '9');

std::string Text(const Decimal& value) {
  Decimal::Buffer buffer;
  return std::string(value.Format(buffer));
}

Decimal D(std::string_view text) {
  const std::optional<Decimal> value = Decimal::ParseLiteral(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Decimal());
}

std::string Text(const DecimalResult& result) {
  switch (result.status) {
    case DecimalStatus::kOk:
      return Text(result.value);
    case DecimalStatus::kOverflow:
      return "overflow";
    case DecimalStatus::kInexact:
      return "inexact";
    case DecimalStatus::kDivideByZero:
      return "divide_by_zero";
  }
  return "?";
}

TEST(Decimal, ReadsAndWritesText) {
  struct Case {
    std::string text, canonical;
  };
  const Case cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"-0.00e5", "0"},
      {"0e99999", "0"},
      {"0e-99999999999999999999999999", "0"},
      {"15000", "15000"},
      {"-12.50", "-12.5"},
      {"9999.99", "9999.99"},
      {"0.1", "0.1"},
      {"1e4", "10000"},
      {"1E+4", "10000"},
      {"1.0E-3", "0.001"},
      {"0.000001", "0.000001"},
      {"0.0000001", "1e-7"},
      {"0.00000015", "1.5e-7"},
      {"100000000000000000000", "100000000000000000000"},
      {"1000000000000000000000", "1e+21"},
      {"-1234567890123456789012", "-1.234567890123456789012e+21"},
      {"123456789012345678901.25", "123456789012345678901.25"},
      {kNines, "9." + kNines.substr(1) + "e+37"},
      {"-0.00000" + kNines, "-0.00000" + kNines},
      {"-0.000000" + kNines, "-9." + kNines.substr(1) + "e-7"},
      {"1e6111", "1e+6111"},
      {"1e6148", "1e+6148"},  // 10^37 x 10^6111
      {"-" + kNines + "e6111", "-9." + kNines.substr(1) + "e+6148"},
      {"-" + kNines + "e-6176", "-9." + kNines.substr(1) + "e-6139"},
      {"1e-6176", "1e-6176"},
      {"1000e-6179", "1e-6176"},
      {"1" + std::string(5000, '0'), "1e+5000"},
      {"0." + std::string(5000, '0') + "1e5001", "1"},
      {"1" + std::string(9000, '0') + "e-9000", "1"},
      {"12.5" + std::string(9000, '0'), "12.5"},
  };
  for (const Case& c : cases) {
    const std::optional<Decimal> value = Decimal::Parse(c.text);
    ASSERT_TRUE(value) << c.text;
    EXPECT_EQ(Text(*value), c.canonical);
    EXPECT_EQ(Decimal::Parse(c.canonical), value) << c.canonical;
    EXPECT_EQ(Decimal::ParseLiteral(c.text), value) << c.text;
  }
}

TEST(Decimal, RefusesWhatIsNoNumberOrHasNoExactValue) {
  const std::string texts[] = {
      "",
      "-",
      "+1",
      ".",
      "1.",
      "-.",
      "1e",
      "1e+",
      "1e1.5",
      "--1",
      " 1",
      "1 ",
      "1,5",
      "0x10",
      "Infinity",
      "NaN",
      "1_000",
      "1e--1",
      "1.2.3",
      "e5",
      ".e5",
      "1.e5",
      "١",
      "1u",
      std::string("1\0", 2),             // a NUL is no end
      kNines + "1",                      // 39 digits
      "1" + std::string(37, '0') + "1",  // 39 digits again
      "0.1" + std::string(40, '0') + "1",
      "1e6149",
      kNines + "e6112",
      "1e-6177",
      "15e-6177",
      "1e99999999999999999999999999",
      "1e-99999999999999999999999999",
  };
  for (const std::string& text : texts) {
    EXPECT_FALSE(Decimal::Parse(text)) << text;
    EXPECT_FALSE(Decimal::ParseLiteral(text)) << text;
  }
}

TEST(Decimal, LiteralsOfConditionsAreWiderThanJson) {
  for (const auto& [text, value] : {std::pair{".5", "0.5"}, {"-.5e1", "-5"}, {"007.50", "7.5"}}) {
    EXPECT_FALSE(Decimal::Parse(text)) << text;
    ASSERT_TRUE(Decimal::ParseLiteral(text)) << text;
    EXPECT_EQ(Text(*Decimal::ParseLiteral(text)), value);
  }
}

TEST(Decimal, TakesPartsWithinTheLimitsOnly) {
  const Int128 most = D(kNines).coefficient();
  for (const Int128 coefficient : {most, -most, Int128{0}}) {
    for (const int exponent : {Decimal::kExponentMin, 0, Decimal::kExponentMax}) {
      const std::optional<Decimal> value = Decimal::FromParts(coefficient, exponent);
      ASSERT_TRUE(value);
      EXPECT_TRUE(value->coefficient() == coefficient);
      EXPECT_EQ(value->exponent(), exponent);
    }
    EXPECT_FALSE(Decimal::FromParts(coefficient, Decimal::kExponentMin - 1));
    EXPECT_FALSE(Decimal::FromParts(coefficient, Decimal::kExponentMax + 1));
    EXPECT_FALSE(Decimal::FromParts(coefficient, std::numeric_limits<int>::max()));
    EXPECT_FALSE(Decimal::FromParts(coefficient, std::numeric_limits<int>::min()));
  }
  EXPECT_FALSE(Decimal::FromParts(most + 1, 0));
  EXPECT_FALSE(Decimal::FromParts(-most - 1, 0));
  EXPECT_FALSE(Decimal::FromParts(static_cast<Int128>(Uint128{1} << 127), 0));
}

TEST(Decimal, KnowsWhichCoefficientsFit64Bits) {
  for (const char* text : {"0", "-1", "9223372036854775807", "-9223372036854775808", "0.01"}) {
    const Decimal value = D(text);
    EXPECT_TRUE(value.fits_int64()) << text;
    EXPECT_EQ(Decimal(value.coefficient64(), value.exponent()), value) << text;
  }
  for (const std::string& text :
       {std::string("9223372036854775808"), std::string("-9223372036854775809"),
        std::string("18446744073709551615"), std::string("18446744073709551616"), kNines}) {
    EXPECT_FALSE(D(text).fits_int64()) << text;
  }
}

TEST(Decimal, ConvertsWholeNumbers) {
  struct Case {
    std::string text;
    std::optional<std::int64_t> as_int;
    std::optional<std::uint64_t> as_uint;
  };
  const Case cases[] = {
      {"0", 0, 0},
      {"0e6111", 0, 0},
      {"42.000", 42, 42},
      {"-42", -42, std::nullopt},
      {"1e18", 1'000'000'000'000'000'000, 1'000'000'000'000'000'000},
      {"1e19", std::nullopt, 10'000'000'000'000'000'000U},
      {"1e20", std::nullopt, std::nullopt},
      {"1e6111", std::nullopt, std::nullopt},
      {"9223372036854775807", std::numeric_limits<std::int64_t>::max(), 9223372036854775807U},
      {"9223372036854775808", std::nullopt, 9223372036854775808U},
      {"-9223372036854775808.0", std::numeric_limits<std::int64_t>::min(), std::nullopt},
      {"-9223372036854775809", std::nullopt, std::nullopt},
      {"18446744073709551615", std::nullopt, std::numeric_limits<std::uint64_t>::max()},
      {"18446744073709551616", std::nullopt, std::nullopt},
      {"18446744073709551615e19", std::nullopt, std::nullopt},
      {"0.5", std::nullopt, std::nullopt},
      {"1e-38", std::nullopt, std::nullopt},
      {"1e-6176", std::nullopt, std::nullopt},
      {kNines, std::nullopt, std::nullopt},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(D(c.text).ToInt64(), c.as_int) << c.text;
    EXPECT_EQ(D(c.text).ToUint64(), c.as_uint) << c.text;
    if (c.as_int) {
      EXPECT_EQ(Decimal::FromInt64(*c.as_int), D(c.text));
    }
    if (c.as_uint) {
      EXPECT_EQ(Decimal::FromUint64(*c.as_uint), D(c.text));
    }
  }
  for (const char* text : {"0", "1e6111", "-3", "2.50e1", "0e-6176"}) {
    EXPECT_TRUE(D(text).IsIntegral()) << text;
  }
  for (const char* text : {"0.5", "-2.501e2", "1e-38", "1e-39", "1e-6176"}) {
    EXPECT_FALSE(D(text).IsIntegral()) << text;
  }
}

TEST(Decimal, TakesExactDoublesOnly) {
  for (const auto& [value, text] : {std::pair{0.0, "0"},
                                    {-0.0, "0"},
                                    {0.5, "0.5"},
                                    {-15000.25, "-15000.25"},
                                    {1e22, "1e+22"},
                                    {9007199254740993.0, "9007199254740992"},
                                    {0x1p-20, "9.5367431640625e-7"},
                                    {0x1p-53, "1.1102230246251565404236316680908203125e-16"},
                                    {0x1p126, "8.5070591730234615865843651857942052864e+37"}}) {
    const std::optional<Decimal> decimal = Decimal::FromDouble(value);
    ASSERT_TRUE(decimal) << text;
    EXPECT_EQ(Text(*decimal), text);
    EXPECT_EQ(decimal->ToDouble(), value);
  }
  for (const double value : {0.1, 0x1p-55, 0x1p127, 1e300, 5e-324, HUGE_VAL, -HUGE_VAL, double{NAN},
                             std::numeric_limits<double>::max()}) {
    EXPECT_FALSE(Decimal::FromDouble(value)) << value;
  }
}

TEST(Decimal, BecomesTheNearestDouble) {
  for (const auto& [text, value] : {std::pair{"0.1", 0.1},
                                    {"9007199254740993", 9007199254740992.0},  // ties to even
                                    {"9007199254740993.00000000000000000001", 9007199254740994.0},
                                    {"1.7976931348623157e308", std::numeric_limits<double>::max()},
                                    {"1.8e308", HUGE_VAL},
                                    {"-1e6111", -HUGE_VAL},
                                    {"5e-324", 5e-324},
                                    {"2e-324", 0.0},
                                    {"1e-6176", 0.0}}) {
    EXPECT_EQ(D(text).ToDouble(), value) << text;
  }
  EXPECT_TRUE(std::signbit(D("-1e-400").ToDouble()));
}

TEST(Decimal, EqualValuesHaveEqualNormalParts) {
  for (const auto& [a, b] : {std::pair{"1.5", "1.50"},
                             {"0", "-0.00e9"},
                             {"1e30", "10e29"},
                             {"10e6111", "1000e6109"},
                             {"1e-6176", "10e-6177"}}) {
    const Decimal x = D(a).Normalized();
    const Decimal y = D(b).Normalized();
    EXPECT_TRUE(x.coefficient() == y.coefficient() && x.exponent() == y.exponent()) << a;
    EXPECT_EQ(x, D(a));
  }
  EXPECT_EQ(Decimal(0, 77).Normalized().exponent(), 0);
}

TEST(Decimal, OrdersByValue) {
  // Each is smaller than the next; every pair is compared.
  const std::string ascending[] = {"-" + kNines + "e6111",
                                   "-1e40",
                                   "-1e39",
                                   "-" + kNines,
                                   "-1e20",
                                   "-10000.11",
                                   "-10000.1",
                                   "-1",
                                   "-1e-6176",
                                   "0",
                                   "1e-6176",
                                   "1e-19",
                                   "0.1",
                                   "0.10000000000000000000000000000000000001",
                                   "1",
                                   "9999.99",
                                   "10000",
                                   "10000.1",
                                   "9223372036854775807",
                                   "9223372036854775808",
                                   kNines,
                                   "1e38",
                                   "1e39",
                                   "1e6148"};
  const int count = static_cast<int>(std::size(ascending));
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < count; ++j) {
      EXPECT_TRUE((D(ascending[i]) <=> D(ascending[j])) == (i <=> j))
          << ascending[i] << " and " << ascending[j];
    }
  }
  EXPECT_EQ(Decimal(0, Decimal::kExponentMin), Decimal(0, Decimal::kExponentMax));
  EXPECT_EQ(Decimal(1, 18), Decimal(1'000'000'000'000'000'000, 0));
  EXPECT_EQ(D("1e37"), D("1" + std::string(37, '0')));
}

struct Operation {
  std::string a, sign, b, result;
};

TEST(Decimal, ComputesExactlyOrFails) {
  const Operation cases[] = {
      {"0.1", "+", "0.2", "0.3"},
      {"0.1", "-", "0.3", "-0.2"},
      {"1e6111", "+", "0", "1e+6111"},
      {"0", "-", "1e-6176", "-1e-6176"},
      {"1e37", "+", "1", "1.0000000000000000000000000000000000001e+37"},
      {"1e38", "+", "1", "overflow"},
      {"1e38", "-", "1", "9." + kNines.substr(1) + "e+37"},
      {"2e38", "-", kNines, "overflow"},  // 10^38 + 1
      {"1e6111", "+", "1e-6176", "overflow"},
      {kNines, "+", "1", "1e+38"},
      {kNines, "+", kNines, "overflow"},
      {kNines + "e6111", "+", "1e6111", "overflow"},  // 10^38 x 10^6111
      {kNines + "e6110", "+", "1e6110", "1e+6148"},
      {"1.05", "*", "-200", "-210"},
      {"-9223372036854775808", "*", "-9223372036854775808",
       "8.5070591730234615865843651857942052864e+37"},
      {kNines, "*", "1", "9." + kNines.substr(1) + "e+37"},
      {kNines, "*", "11", "overflow"},
      {"95367431640625e30", "*", "1048576e30", "1e+80"},
      {"1e-6176", "*", "0.1", "overflow"},
      {"2e-6176", "*", "0.5", "1e-6176"},
      {"1e6000", "*", "1e148", "1e+6148"},
      {"1e6000", "*", "1e149", "overflow"},
      {"0", "*", "1e6111", "0"},
      {"10", "/", "4", "2.5"},
      {"-1", "/", "8", "-0.125"},
      {"1", "/", "3", "inexact"},
      {"0.6", "/", "0.3", "2"},
      {"1", "/", "0", "divide_by_zero"},
      {"0", "/", "0", "divide_by_zero"},
      {"0", "/", "-7", "0"},
      {"1", "/", "8.5070591730234615865843651857942052864e+37", "inexact"},
      {"1", "/", "18014398509481984", "5.5511151231257827021181583404541015625e-17"},  // 5^54
      {"1", "/", "36028797018963968", "inexact"},
      {"1e-6176", "/", "10", "overflow"},
      {"1e6111", "/", "1e-6176", "overflow"},
      {"20e-6176", "/", "2", "1e-6175"},
  };
  for (const Operation& c : cases) {
    const Decimal a = D(c.a);
    const Decimal b = D(c.b);
    const DecimalResult result = c.sign == "+"   ? Add(a, b)
                                 : c.sign == "-" ? Subtract(a, b)
                                 : c.sign == "*" ? Multiply(a, b)
                                                 : Divide(a, b);
    EXPECT_EQ(Text(result), c.result) << c.a << " " << c.sign << " " << c.b;
  }
}

TEST(Decimal, RoundsAsAsked) {
  struct Case {
    std::string value;
    int digits;
    // In the order of RoundingMode.
    std::string half_even, half_up, down, up, floor, ceiling;
  };
  const Case cases[] = {
      {"2.5", 0, "2", "3", "2", "3", "2", "3"},
      {"3.5", 0, "4", "4", "3", "4", "3", "4"},
      {"-2.5", 0, "-2", "-3", "-2", "-3", "-3", "-2"},
      {"2.51", 0, "3", "3", "2", "3", "2", "3"},
      {"-0.004", 2, "0", "0", "0", "-0.01", "-0.01", "0"},
      {"1.005", 2, "1", "1.01", "1", "1.01", "1", "1.01"},
      {"1.25", 3, "1.25", "1.25", "1.25", "1.25", "1.25", "1.25"},
      {"7.00", 1, "7", "7", "7", "7", "7", "7"},
      {"15000", -4, "20000", "20000", "10000", "20000", "10000", "20000"},
      {"0", -2'000'000'000, "0", "0", "0", "0", "0", "0"},
      {kNines, -38, "1e+38", "1e+38", "0", "1e+38", "0", "1e+38"},
      {kNines, -39, "0", "0", "0", "1e+39", "0", "1e+39"},
      {"1e-6176", 6175, "0", "0", "0", "1e-6175", "0", "1e-6175"},
      {"-1", -6149, "0", "0", "0", "overflow", "overflow", "0"},
      {"1", std::numeric_limits<int>::min(), "0", "0", "0", "overflow", "0", "overflow"},
      {"1.5", std::numeric_limits<int>::max(), "1.5", "1.5", "1.5", "1.5", "1.5", "1.5"},
      {kNines + "e6111", -6112, "overflow", "overflow", "9." + kNines.substr(1, 36) + "e+6148",
       "overflow", "9." + kNines.substr(1, 36) + "e+6148", "overflow"},
  };
  for (const Case& c : cases) {
    const std::string* expected = &c.half_even;
    for (const RoundingMode mode :
         {RoundingMode::kHalfEven, RoundingMode::kHalfUp, RoundingMode::kDown, RoundingMode::kUp,
          RoundingMode::kFloor, RoundingMode::kCeiling}) {
      EXPECT_EQ(Text(Round(D(c.value), c.digits, mode)), *expected++)
          << c.value << " at " << c.digits << ", mode " << static_cast<int>(mode);
    }
  }
}

}  // namespace
}  // namespace bylaw::vm
