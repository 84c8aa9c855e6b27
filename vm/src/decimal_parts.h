// What the two halves of Decimal share: arithmetic (decimal.cc) and text (decimal_text.cc).
//
// Magnitudes are unsigned 128-bit, so that the sum of two coefficients (below 2 x 10^38) still
// fits. Thread-safety: pure functions and constants.
#ifndef BYLAW_VM_SRC_DECIMAL_PARTS_H_
#define BYLAW_VM_SRC_DECIMAL_PARTS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "bylaw/vm/decimal.h"

namespace bylaw::vm::internal {

// 10^0 to 10^38.
inline constexpr std::array<Uint128, Decimal::kDigitsMax + 1> kPowersOfTen = [] {
  std::array<Uint128, Decimal::kDigitsMax + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

// 10^exponent, for an exponent from 0 to 38.
constexpr Uint128 PowerOfTen(int exponent) {
  return kPowersOfTen[static_cast<std::size_t>(exponent)];
}

// Coefficients are smaller than this in magnitude: 10^38.
inline constexpr Uint128 kCoefficientLimit = kPowersOfTen.back();

constexpr Uint128 Magnitude(const Decimal& a) {
  return static_cast<Uint128>(a.is_negative() ? -a.coefficient() : a.coefficient());
}

// The decimal ±magnitude x 10^exponent, rewritten with fewer or more zeros where only that brings
// it inside the limits; kOverflow where nothing does.
DecimalResult Fit(bool negative, Uint128 magnitude, std::int64_t exponent) noexcept;

}  // namespace bylaw::vm::internal

#endif  // BYLAW_VM_SRC_DECIMAL_PARTS_H_
