// Arithmetic, ordering and conversions of decimals. See decimal.h for limits and thread-safety.
//
// Every loop removes or adds a digit or a prime factor of a 128-bit number, and so is bounded by
// 38 digits, 127 twos or 54 fives.
#include "bylaw/vm/decimal.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "bylaw/vm/bit_cast.h"
#include "decimal_parts.h"

namespace bylaw::vm {
namespace {

using internal::Fit;
using internal::kCoefficientLimit;
using internal::kPowersOfTen;
using internal::Magnitude;
using internal::PowerOfTen;

constexpr DecimalResult Error(DecimalStatus status) {
  return {Decimal(), status};
}

// How many digits `magnitude` has; 0 has none.
int DigitCount(Uint128 magnitude) {
  const auto* const above = std::upper_bound(kPowersOfTen.begin(), kPowersOfTen.end(), magnitude);
  return static_cast<int>(above - kPowersOfTen.begin());
}

// Multiplies a coefficient by a prime `count` times; false once it passes the limit.
bool MultiplyBy(Uint128& magnitude, unsigned prime, int count) {
  const Uint128 magnitude_max = (kCoefficientLimit - 1) / prime;
  for (; count > 0; --count) {
    if (magnitude > magnitude_max) return false;
    magnitude *= prime;
  }
  return true;
}

// A magnitude as rest x 2^twos x 5^fives, with the rest a multiple of neither. In this form a
// product or quotient of decimals has its zeros and its length in plain sight, with no wider
// integers.
struct Factors {
  Uint128 rest;
  int twos = 0;
  int fives = 0;

  // Takes any magnitude but zero.
  explicit Factors(Uint128 magnitude) : rest(magnitude) {
    for (; rest % 2 == 0; rest /= 2) ++twos;
    for (; rest % 5 == 0; rest /= 5) ++fives;
  }
};

// ±rest x 2^twos x 5^fives x 10^exponent, where the powers may be negative. `too_long` is what to
// report when that takes more than 38 digits.
DecimalResult FromFactors(bool negative, const Factors& factors, int exponent,
                          DecimalStatus too_long) {
  const int tens = std::min(factors.twos, factors.fives);
  Uint128 magnitude = factors.rest;
  if (!MultiplyBy(magnitude, 2, factors.twos - tens) ||
      !MultiplyBy(magnitude, 5, factors.fives - tens)) {
    return Error(too_long);
  }
  return Fit(negative, magnitude, exponent + tens);
}

// The magnitude of a whole number up to 2^64 - 1; nothing for others.
std::optional<std::uint64_t> WholeMagnitude(const Decimal& a) {
  if (a.is_zero()) return 0;
  Uint128 magnitude = Magnitude(a);
  if (a.exponent() > 0) {
    // No product of a number and 10^20 is that small, and 2^64 x 10^19 still fits 128 bits.
    if (a.exponent() > 19 || magnitude > std::numeric_limits<std::uint64_t>::max()) {
      return std::nullopt;
    }
    magnitude *= PowerOfTen(a.exponent());
  } else {
    if (!a.IsIntegral()) return std::nullopt;
    magnitude /= PowerOfTen(-a.exponent());
  }
  if (magnitude > std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
  return static_cast<std::uint64_t>(magnitude);
}

// Whether the mode moves a quotient away from zero, given the part that was cut off compared with a
// half.
bool RoundsAway(RoundingMode mode, bool negative, bool odd, std::weak_ordering cut_to_half) {
  switch (mode) {
    case RoundingMode::kHalfEven:
      return cut_to_half > 0 || (cut_to_half == 0 && odd);
    case RoundingMode::kHalfUp:
      return cut_to_half >= 0;
    case RoundingMode::kDown:
      return false;
    case RoundingMode::kUp:
      return true;
    case RoundingMode::kFloor:
      return negative;
    case RoundingMode::kCeiling:
      return !negative;
  }
  return false;
}

std::weak_ordering Order(Uint128 a, Uint128 b) {
  if (a == b) return std::weak_ordering::equivalent;
  return a < b ? std::weak_ordering::less : std::weak_ordering::greater;
}

}  // namespace

DecimalResult internal::Fit(bool negative, Uint128 magnitude, std::int64_t exponent) noexcept {
  if (magnitude == 0) return {};
  while (magnitude >= kCoefficientLimit || exponent < Decimal::kExponentMin) {
    if (magnitude % 10 != 0) return Error(DecimalStatus::kOverflow);
    magnitude /= 10;
    ++exponent;
  }
  for (; exponent > Decimal::kExponentMax; --exponent) {
    if (magnitude >= kCoefficientLimit / 10) return Error(DecimalStatus::kOverflow);
    magnitude *= 10;
  }
  const auto coefficient = static_cast<Int128>(magnitude);
  return {Decimal(negative ? -coefficient : coefficient, static_cast<int>(exponent))};
}

std::weak_ordering Decimal::CompareSlow(const Decimal& a, const Decimal& b) noexcept {
  if (a.is_zero() || b.is_zero() || a.is_negative() != b.is_negative()) {
    const auto sign = [](const Decimal& x) { return x.is_zero() ? 0 : x.is_negative() ? -1 : 1; };
    return sign(a) <=> sign(b);
  }
  const Decimal& small = a.is_negative() ? b : a;  // the smaller magnitude, if a < b
  const Decimal& great = a.is_negative() ? a : b;
  Uint128 left = Magnitude(small);
  Uint128 right = Magnitude(great);
  const int left_digits = DigitCount(left);
  const int right_digits = DigitCount(right);
  const int left_end = left_digits + small.exponent();
  const int right_end = right_digits + great.exponent();
  if (left_end != right_end) return left_end <=> right_end;
  // The first digits have the same place: as many digits for both, at most 38.
  if (left_digits < right_digits) left *= PowerOfTen(right_digits - left_digits);
  if (right_digits < left_digits) right *= PowerOfTen(left_digits - right_digits);
  return Order(left, right);
}

Decimal Decimal::Normalized() const noexcept {
  if (is_zero()) return {};
  Decimal result = *this;
  while (result.coefficient_ % 10 == 0 && result.exponent_ < kExponentMax) {
    result.coefficient_ /= 10;
    ++result.exponent_;
  }
  return result;
}

bool Decimal::IsIntegral() const noexcept {
  if (is_zero() || exponent_ >= 0) return true;
  return -exponent_ < kDigitsMax && Magnitude(*this) % PowerOfTen(-exponent_) == 0;
}

std::optional<std::int64_t> Decimal::ToInt64() const noexcept {
  constexpr std::uint64_t kMaxMagnitude = std::numeric_limits<std::int64_t>::max();
  const std::optional<std::uint64_t> magnitude = WholeMagnitude(*this);
  if (!magnitude || *magnitude > kMaxMagnitude + (is_negative() ? 1 : 0)) return std::nullopt;
  return static_cast<std::int64_t>(is_negative() ? -*magnitude : *magnitude);
}

std::optional<std::uint64_t> Decimal::ToUint64() const noexcept {
  if (is_negative()) return std::nullopt;
  return WholeMagnitude(*this);
}

std::optional<Decimal> Decimal::FromDouble(double value) noexcept {
  static_assert(std::numeric_limits<double>::is_iec559 && sizeof(double) == 8);
  constexpr int kFractionBits = 52;
  constexpr int kBias = 1075;  // 1023 for the exponent, 52 to make the fraction a whole number
  const auto bits = BitCast<std::uint64_t>(value);
  const int exponent_field = static_cast<int>(bits >> kFractionBits & 0x7ff);
  std::uint64_t fraction = bits & ((std::uint64_t{1} << kFractionBits) - 1);
  if (exponent_field == 0x7ff) return std::nullopt;
  if (exponent_field != 0) fraction |= std::uint64_t{1} << kFractionBits;
  if (fraction == 0) return Decimal();
  Factors factors(fraction);
  factors.twos += std::max(exponent_field, 1) - kBias;
  const DecimalResult result = FromFactors(bits >> 63 != 0, factors, 0, DecimalStatus::kInexact);
  return result.ok() ? std::optional(result.value) : std::nullopt;
}

DecimalResult Add(const Decimal& a, const Decimal& b) noexcept {
  if (a.is_zero()) return {b};
  if (b.is_zero()) return {a};
  // With the zeros at their ends taken off, the sum of two ends where the finer one does: what is
  // too long then has no shorter form. Where the sum surely fits, or the ends are the same, they
  // stay.
  const int distance = std::abs(a.exponent() - b.exponent());
  const bool near = distance == 0 || (distance <= 18 && a.fits_int64() && b.fits_int64());
  const Decimal x = near ? a : a.Normalized();
  const Decimal y = near ? b : b.Normalized();
  const Decimal& coarse = x.exponent() >= y.exponent() ? x : y;
  const Decimal& fine = x.exponent() >= y.exponent() ? y : x;
  const int shift = coarse.exponent() - fine.exponent();
  // A difference below 10^38 can come from a minuend up to twice that.
  if (shift > Decimal::kDigitsMax ||
      Magnitude(coarse) > 2 * kCoefficientLimit / PowerOfTen(shift)) {
    return Error(DecimalStatus::kOverflow);
  }
  const Uint128 left = Magnitude(coarse) * PowerOfTen(shift);
  const Uint128 right = Magnitude(fine);
  if (coarse.is_negative() == fine.is_negative()) {
    return Fit(coarse.is_negative(), left + right, fine.exponent());
  }
  return left >= right ? Fit(coarse.is_negative(), left - right, fine.exponent())
                       : Fit(fine.is_negative(), right - left, fine.exponent());
}

DecimalResult Subtract(const Decimal& a, const Decimal& b) noexcept {
  return Add(a, -b);
}

DecimalResult Multiply(const Decimal& a, const Decimal& b) noexcept {
  if (a.is_zero() || b.is_zero()) return {};
  const bool negative = a.is_negative() != b.is_negative();
  const int exponent = a.exponent() + b.exponent();
  if (a.fits_int64() && b.fits_int64()) {  // at most 2^126, below 10^38
    return Fit(negative, Magnitude(a) * Magnitude(b), exponent);
  }
  Factors product(Magnitude(a));
  const Factors other(Magnitude(b));
  // The rests have no factor of ten between them: their product cannot be shortened.
  if (product.rest > (kCoefficientLimit - 1) / other.rest) return Error(DecimalStatus::kOverflow);
  product.rest *= other.rest;
  product.twos += other.twos;
  product.fives += other.fives;
  return FromFactors(negative, product, exponent, DecimalStatus::kOverflow);
}

DecimalResult Divide(const Decimal& a, const Decimal& b) noexcept {
  if (b.is_zero()) return Error(DecimalStatus::kDivideByZero);
  if (a.is_zero()) return {};
  Factors quotient(Magnitude(a));
  const Factors divisor(Magnitude(b));
  // Any other prime left in the divisor makes the decimals go on for ever.
  if (quotient.rest % divisor.rest != 0) return Error(DecimalStatus::kInexact);
  quotient.rest /= divisor.rest;
  quotient.twos -= divisor.twos;
  quotient.fives -= divisor.fives;
  return FromFactors(a.is_negative() != b.is_negative(), quotient, a.exponent() - b.exponent(),
                     DecimalStatus::kInexact);
}

DecimalResult Round(const Decimal& a, int digits, RoundingMode mode) noexcept {
  const std::int64_t exponent = -std::int64_t{digits};  // of the last digit that stays
  const std::int64_t cut_digits = exponent - a.exponent();
  if (a.is_zero() || cut_digits <= 0) return {a};
  const Uint128 magnitude = Magnitude(a);
  Uint128 quotient = 0;
  std::weak_ordering cut_to_half = std::weak_ordering::less;
  if (cut_digits <= Decimal::kDigitsMax) {  // beyond, all of it is less than a tenth of one unit
    const Uint128 unit = PowerOfTen(static_cast<int>(cut_digits));
    quotient = magnitude / unit;
    const Uint128 cut = magnitude % unit;
    if (cut == 0) return {a};
    cut_to_half = Order(cut, unit / 2);
  }
  if (RoundsAway(mode, a.is_negative(), quotient % 2 != 0, cut_to_half)) ++quotient;
  return Fit(a.is_negative(), quotient, exponent);
}

}  // namespace bylaw::vm
