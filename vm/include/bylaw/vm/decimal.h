// Exact base-10 numbers: amounts of money, rates, JSON numbers.
//
// A Decimal is a value, coefficient x 10^exponent, with at most 38 significant digits. Arithmetic
// gives the exact result or an error and never rounds; Round() is the one place where digits are
// dropped. Rejected: IEEE 754 decimal128, which rounds silently and has NaN, infinities and a
// negative zero.
//
// Thread-safety: a plain value, trivially copyable; const use is safe from any thread.
// Ownership: owns nothing, allocates nothing; every function is noexcept and deterministic.
// Limits: |coefficient| < 10^38, exponent in [-6176, 6111] (that of decimal128). Every operation
// takes a bounded number of steps whatever its operands; Parse() is linear in its text.
#ifndef BYLAW_VM_DECIMAL_H_
#define BYLAW_VM_DECIMAL_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bylaw::vm {

// The 128-bit integers of GCC and Clang, under names that -Wpedantic accepts.
__extension__ typedef __int128 Int128;            // NOLINT(modernize-use-using)
__extension__ typedef unsigned __int128 Uint128;  // NOLINT(modernize-use-using)

// What an operation on decimals came to.
enum class DecimalStatus : std::uint8_t {
  kOk,
  kOverflow,      // the exact result needs more than 38 digits, or an exponent outside the limits
  kInexact,       // the quotient has no exact decimal of 38 digits (1 / 3)
  kDivideByZero,  // the divisor is zero
};

// Which neighbour Round() takes for a value between two.
enum class RoundingMode : std::uint8_t {
  kHalfEven,  // the nearer; half-way, the one with an even last digit
  kHalfUp,    // the nearer; half-way, the one farther from zero
  kDown,      // the one nearer to zero
  kUp,        // the one farther from zero
  kFloor,     // the smaller
  kCeiling,   // the greater
};

struct DecimalResult;

class Decimal {
 public:
  static constexpr int kDigitsMax = 38;
  static constexpr int kExponentMin = -6176;
  static constexpr int kExponentMax = 6111;
  // Bytes that Format() writes at most, without a terminating zero.
  static constexpr int kCharsMax = 48;
  using Buffer = std::array<char, kCharsMax>;

  // Zero.
  constexpr Decimal() noexcept = default;

  // coefficient x 10^exponent, from 64-bit or 128-bit parts. The caller vouches that they are
  // within the limits: for parts of another Decimal. Parts from outside go through FromParts().
  constexpr Decimal(Int128 coefficient, int exponent) noexcept
      : coefficient_(coefficient), exponent_(static_cast<std::int16_t>(exponent)) {}

  // coefficient x 10^exponent, exactly as given; nothing if a part is outside the limits.
  static constexpr std::optional<Decimal> FromParts(Int128 coefficient, int exponent) noexcept;

  static constexpr Decimal FromInt64(std::int64_t value) noexcept { return {value, 0}; }
  static constexpr Decimal FromUint64(std::uint64_t value) noexcept { return {value, 0}; }

  // The exact value of a double; nothing for NaN, infinities, and values of more than 38 digits
  // (0.5 has a decimal; the double that 0.1 stands for has 55 digits and none). -0.0 gives zero.
  static std::optional<Decimal> FromDouble(double value) noexcept;

  // The value of a JSON number (RFC 8259 section 6): "-12.50", "1e4". The whole text must be one,
  // and exact: nothing for more than 38 significant digits (zeros before and after do not count) or
  // an exponent outside the limits. "-0" is zero, and so is "0e99999".
  static std::optional<Decimal> Parse(std::string_view text) noexcept;

  // The same for a decimal literal of CEL, which may also begin with "." or with extra zeros: ".5",
  // "007.5".
  static std::optional<Decimal> ParseLiteral(std::string_view text) noexcept;

  // The parts as stored; equal values may have different parts (1.5 and 1.50), see Normalized().
  constexpr Int128 coefficient() const noexcept { return coefficient_; }
  constexpr int exponent() const noexcept { return exponent_; }

  // Whether the coefficient fits 64 bits, so that {coefficient64(), exponent()} is the whole value.
  constexpr bool fits_int64() const noexcept { return coefficient_ == coefficient64(); }
  // The low 64 bits of the coefficient; all of it if fits_int64().
  constexpr std::int64_t coefficient64() const noexcept {
    return static_cast<std::int64_t>(coefficient_);
  }

  constexpr bool is_zero() const noexcept { return coefficient_ == 0; }
  constexpr bool is_negative() const noexcept { return coefficient_ < 0; }
  // Whether the value is a whole number, of any size.
  bool IsIntegral() const noexcept;

  // The same value with no zeros at the end of the coefficient (as far as the exponent reaches);
  // zero is 0 x 10^0. Equal values have equal normal parts: hash these.
  Decimal Normalized() const noexcept;

  // The value as a whole number; nothing if it has a fraction or does not fit.
  std::optional<std::int64_t> ToInt64() const noexcept;
  std::optional<std::uint64_t> ToUint64() const noexcept;

  // The nearest double, ties to even; beyond the range of double an infinity, below it zero.
  double ToDouble() const noexcept;

  // Writes the shortest text that Parse() reads back as this value and returns the part of `buffer`
  // written. Form of RFC 8785 (ECMAScript's Number::toString) with all digits: "15000", "9999.99",
  // "1e+21", "1.5e-7". Equal values give equal text.
  std::string_view Format(Buffer& buffer) const noexcept;

  // By value, for any two: a total order. Inline where money is compared with a limit.
  friend constexpr std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept;
  friend constexpr bool operator==(const Decimal& a, const Decimal& b) noexcept {
    return (a <=> b) == 0;
  }

  // Never fails: the limits are symmetric.
  friend constexpr Decimal operator-(const Decimal& a) noexcept {
    return Decimal(-a.coefficient_, a.exponent_);
  }

 private:
  // Coefficients that a 64-bit one can be scaled by without leaving 128 bits: 10^0 to 10^18.
  static constexpr int kFastShiftMax = 18;
  static const std::array<std::int64_t, kFastShiftMax + 1> kFastPowers;

  static std::weak_ordering CompareSlow(const Decimal& a, const Decimal& b) noexcept;

  Int128 coefficient_ = 0;
  std::int16_t exponent_ = 0;
};

// `value` is the exact result if `status` is kOk, else zero and not to be used.
struct DecimalResult {
  Decimal value;
  DecimalStatus status = DecimalStatus::kOk;

  constexpr bool ok() const noexcept { return status == DecimalStatus::kOk; }
};

// Exact or an error; whether it is one depends on the values alone, not on how they are written.
DecimalResult Add(const Decimal& a, const Decimal& b) noexcept;
DecimalResult Subtract(const Decimal& a, const Decimal& b) noexcept;
DecimalResult Multiply(const Decimal& a, const Decimal& b) noexcept;
DecimalResult Divide(const Decimal& a, const Decimal& b) noexcept;

// `a` at `digits` places after the point (before it, if negative). Fails with kOverflow only, where
// the rounded value passes the limits.
DecimalResult Round(const Decimal& a, int digits, RoundingMode mode) noexcept;

// ---- inline parts ----

inline constexpr std::array<std::int64_t, Decimal::kFastShiftMax + 1> Decimal::kFastPowers = [] {
  std::array<std::int64_t, kFastShiftMax + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

constexpr std::optional<Decimal> Decimal::FromParts(Int128 coefficient, int exponent) noexcept {
  constexpr Int128 kLimit = Int128{10'000'000'000'000'000'000U} * 10'000'000'000'000'000'000U;
  if (coefficient <= -kLimit || coefficient >= kLimit) return std::nullopt;
  if (exponent < kExponentMin || exponent > kExponentMax) return std::nullopt;
  return Decimal(coefficient, exponent);
}

constexpr std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept {
  const int shift = a.exponent_ - b.exponent_;
  Int128 left = a.coefficient_;
  Int128 right = b.coefficient_;
  if (shift != 0) {
    const bool near = shift >= -Decimal::kFastShiftMax && shift <= Decimal::kFastShiftMax;
    if (!near || !a.fits_int64() || !b.fits_int64()) return Decimal::CompareSlow(a, b);
    if (shift > 0) {
      left *= Decimal::kFastPowers[static_cast<std::size_t>(shift)];
    } else {
      right *= Decimal::kFastPowers[static_cast<std::size_t>(-shift)];
    }
  }
  return left < right   ? std::weak_ordering::less
         : left > right ? std::weak_ordering::greater
                        : std::weak_ordering::equivalent;
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_DECIMAL_H_
