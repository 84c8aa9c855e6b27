#include "format_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "bylaw/vm/decimal.h"
#include "format.h"
#include "scalar_text.h"

namespace bylaw::stdlib {
namespace {

using vm::Decimal;
using vm::DecimalResult;
using vm::Int128;
using vm::Kind;
using vm::Uint128;
using vm::Value;
using vm::ValueError;

// The digits of a coefficient, which has at most 38.
class CoefficientText {
 public:
  explicit CoefficientText(Int128 coefficient) {
    auto rest = static_cast<Uint128>(coefficient < 0 ? -coefficient : coefficient);
    do {
      digits_[--begin_] = static_cast<char>('0' + static_cast<int>(rest % 10));
      rest /= 10;
    } while (rest != 0);
  }
  std::string_view text() const { return {digits_.data() + begin_, digits_.size() - begin_}; }

 private:
  std::array<char, 40> digits_;
  std::size_t begin_ = digits_.size();
};

// A whole number or decimal as a decimal; nothing for other kinds.
std::optional<Decimal> ExactOf(const Value& value) {
  if (value.kind == Kind::kInt) return Decimal::FromInt64(value.i);
  if (value.kind == Kind::kUint) return Decimal::FromUint64(value.u);
  if (value.kind == Kind::kDecimal) return value.decimal();
  return std::nullopt;
}

// "NaN" and the infinities; nothing for numbers.
std::string_view SpecialText(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  return {};
}

// digits x 10^exponent, with at least `places` digits after the point.
void WritePlaces(bool negative, std::string_view digits, int exponent, int places,
                 FormatOutput& out) {
  if (negative) out.Add('-');
  const int count = static_cast<int>(digits.size());
  const int whole = count + exponent;  // digits before the point
  if (whole <= 0) {
    out.Add('0');
  } else {
    out.Add(digits.substr(0, static_cast<std::size_t>(std::min(whole, count))));
    out.AddZeros(whole - count);
  }
  if (exponent < 0 || places > 0) out.Add('.');
  if (exponent < 0) {
    out.AddZeros(-whole);
    out.Add(digits.substr(static_cast<std::size_t>(std::max(whole, 0))));
  }
  out.AddZeros(places + std::min(exponent, 0));
}

void WritePlainDecimal(const Decimal& decimal, int places, FormatOutput& out) {
  const Decimal normal = decimal.Normalized();
  const CoefficientText digits(normal.coefficient());
  WritePlaces(normal.is_negative(), digits.text(), normal.exponent(), places, out);
}

// The exponent of the first digit; 0 for zero.
int FirstExponent(const Decimal& normal) {
  if (normal.is_zero()) return 0;
  return normal.exponent() + static_cast<int>(CoefficientText(normal.coefficient()).text().size()) -
         1;
}

void WriteScientificDecimal(const Decimal& decimal, int precision, FormatOutput& out) {
  const DecimalResult rounded = vm::Round(decimal, precision - FirstExponent(decimal.Normalized()),
                                          vm::RoundingMode::kHalfEven);
  if (!rounded.ok()) return out.Fail(ValueError::kOverflow);
  const Decimal normal = rounded.value.Normalized();
  const int exponent = FirstExponent(normal);  // One more where all digits were nines.
  const CoefficientText digits(normal.coefficient());
  const int written = 1 - static_cast<int>(digits.text().size());
  WritePlaces(normal.is_negative(), digits.text(), written, precision, out);
  out.Add(exponent < 0 ? "e-" : "e+");
  if (std::abs(exponent) < 10) out.Add('0');
  out.Add(CoefficientText(exponent).text());
}

// Exactly, as C's printf does.
void WriteDouble(double number, std::chars_format format, uint32_t precision, FormatOutput& out) {
  if (const std::string_view special = SpecialText(number); !special.empty())
    return out.Add(special);
  out.Spend(8);                                      // Arithmetic on hundreds of digits.
  std::array<char, 320 + kFormatPrecisionMax> text;  // DBL_MAX has 309 digits.
  const auto result = std::to_chars(text.data(), text.data() + text.size(), number, format,
                                    static_cast<int>(precision));
  out.Add({text.data(), static_cast<std::size_t>(result.ptr - text.data())});
}

template <typename Number>
void WriteInBase(Number number, int base, bool upper, FormatOutput& out) {
  std::array<char, 65> text;
  char* const end = std::to_chars(text.data(), text.data() + text.size(), number, base).ptr;
  for (char* c = text.data(); upper && c != end; ++c) {
    if (*c >= 'a') *c = static_cast<char>(*c - 'a' + 'A');
  }
  out.Add({text.data(), static_cast<std::size_t>(end - text.data())});
}

void WriteWhole(const Value& value, int base, bool upper, FormatOutput& out) {
  if (value.kind == Kind::kInt) return WriteInBase(value.i, base, upper, out);
  if (value.kind == Kind::kUint) return WriteInBase(value.u, base, upper, out);
  // A number of a request may be a decimal for want of a declaration.
  if (value.kind != Kind::kDecimal || !value.decimal().IsIntegral())
    return out.Fail(ValueError::kWrongType);
  if (const auto number = value.decimal().ToInt64()) return WriteInBase(*number, base, upper, out);
  if (const auto number = value.decimal().ToUint64()) return WriteInBase(*number, base, upper, out);
  out.Fail(ValueError::kOverflow);
}

}  // namespace

void WritePlain(double number, FormatOutput& out) noexcept {
  if (const std::string_view special = SpecialText(number); !special.empty())
    return out.Add(special);
  const ShortestDigits shortest = DigitsOf(number);
  const std::string_view digits(shortest.digits.data(), static_cast<std::size_t>(shortest.count));
  WritePlaces(shortest.negative, digits, shortest.exponent - shortest.count + 1, 0, out);
}

void WriteDecimal(const Value& value, FormatOutput& out) noexcept {
  if (value.kind == Kind::kDouble) return WritePlain(value.d, out);
  const std::optional<Decimal> exact = ExactOf(value);
  if (!exact) return out.Fail(ValueError::kWrongType);
  WritePlainDecimal(*exact, 0, out);
}

void WriteFixed(const Value& value, uint32_t precision, FormatOutput& out) noexcept {
  if (value.kind == Kind::kDouble)
    return WriteDouble(value.d, std::chars_format::fixed, precision, out);
  const std::optional<Decimal> exact = ExactOf(value);
  if (!exact) return out.Fail(ValueError::kWrongType);
  const int places = static_cast<int>(precision);
  const DecimalResult rounded = vm::Round(*exact, places, vm::RoundingMode::kHalfEven);
  if (!rounded.ok()) return out.Fail(ValueError::kOverflow);
  WritePlainDecimal(rounded.value, places, out);
}

void WriteScientific(const Value& value, uint32_t precision, FormatOutput& out) noexcept {
  if (value.kind == Kind::kDouble)
    return WriteDouble(value.d, std::chars_format::scientific, precision, out);
  const std::optional<Decimal> exact = ExactOf(value);
  if (!exact) return out.Fail(ValueError::kWrongType);
  WriteScientificDecimal(*exact, static_cast<int>(precision), out);
}

void WriteBinary(const Value& value, FormatOutput& out) noexcept {
  if (value.kind == Kind::kBool) return out.Add(value.b ? '1' : '0');
  WriteWhole(value, 2, false, out);
}

void WriteOctal(const Value& value, FormatOutput& out) noexcept {
  WriteWhole(value, 8, false, out);
}

void WriteHex(const Value& value, bool upper, FormatOutput& out) noexcept {
  if (value.kind != Kind::kString && value.kind != Kind::kBytes)
    return WriteWhole(value, 16, upper, out);
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  constexpr std::size_t kBytes = 32;  // so many at once
  out.Spend(value.size / kBytes);     // It is slower than copying.
  for (std::string_view rest = value.string(); !rest.empty() && out.ok();) {
    const std::string_view bytes = rest.substr(0, kBytes);
    rest.remove_prefix(bytes.size());
    std::array<char, 2 * kBytes> text;
    std::size_t size = 0;
    for (const char c : bytes) {
      text[size++] = digits[static_cast<uint8_t>(c) >> 4];
      text[size++] = digits[static_cast<uint8_t>(c) & 15];
    }
    out.Add({text.data(), size});
  }
}

}  // namespace bylaw::stdlib
