// Doubles from and to text: what the C library makes of them, where that is all there is, is what
// the standard library makes of them here.

#include "double_text.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace bylaw::vm {
namespace {

#ifndef __cpp_lib_to_chars
#error "There is nothing to compare with."
#endif

void ExpectSameText(double value) {
  DoubleBuffer buffer;
  DoubleBuffer other;
  EXPECT_EQ(c_library::ShortestScientific(value, buffer), ShortestScientific(value, other));
  EXPECT_EQ(c_library::ShortestText(value, buffer), ShortestText(value, other));
}

TEST(DoubleText, IsTheShortest) {
  DoubleBuffer buffer;
  EXPECT_EQ(ShortestScientific(9999.99, buffer), "9.99999e+03");
  EXPECT_EQ(ShortestText(9999.99, buffer), "9999.99");
  EXPECT_EQ(ShortestText(1e22, buffer), "1e+22");
  EXPECT_EQ(ShortestText(-0.0, buffer), "-0");
  EXPECT_EQ(c_library::ShortestText(123456789012345680000.0, buffer), "123456789012345683968");
  EXPECT_EQ(c_library::ShortestText(-0.001, buffer), "-0.001");  // As long as with an exponent.
  EXPECT_EQ(c_library::ShortestText(-0.0001, buffer), "-1e-04");
}

// Where doubles begin to be twice as far apart, the nearest number is not always the shortest.
TEST(DoubleText, IsTheSameAroundPowersOfTwo) {
  for (int exponent = -1'074; exponent < 1'024; ++exponent) {
    const double power = std::ldexp(1.0, exponent);
    for (const double value :
         {power, std::nextafter(power, 0.0), std::nextafter(power, HUGE_VAL)}) {
      ExpectSameText(value);
      ExpectSameText(-value);
    }
  }
}

TEST(DoubleText, IsTheSameForAnyNumber) {
  std::mt19937_64 random(20261127);
  for (int i = 0; i < 20'000; ++i) {
    const uint64_t bits = random();
    ExpectSameText(std::bit_cast<double>(bits));
    ExpectSameText(static_cast<double>(bits >> (bits & 63)) / 1'000);
  }
  for (const double value :
       {0.0, -0.0, std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    ExpectSameText(value);
  }
}

TEST(DoubleText, IsReadAsTheNearestDouble) {
  std::mt19937_64 random(20261127);
  std::vector<Decimal> decimals;
  for (int i = 0; i < 20'000; ++i) {
    const auto coefficient =
        static_cast<Int128>((Uint128{random() >> 8} << 64 | random()) >> (i % 100));
    const int exponent = static_cast<int>(random() % 700) - 370;  // On both sides out of range.
    if (const auto decimal = Decimal::FromParts(coefficient, exponent))
      decimals.push_back(*decimal);
  }
  EXPECT_GT(decimals.size(), 10'000u);
  for (const Decimal& decimal : decimals) {
    for (const Decimal& value : {decimal, -decimal}) {
      Decimal::Buffer buffer;
      const std::string_view text = value.Format(buffer);
      EXPECT_EQ(std::bit_cast<uint64_t>(c_library::Nearest(text)),
                std::bit_cast<uint64_t>(value.ToDouble()))
          << text;
    }
  }
}

}  // namespace
}  // namespace bylaw::vm
