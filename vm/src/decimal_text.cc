// Decimals from and to text. See decimal.h for the accepted forms, limits and thread-safety.
#include <charconv>
#include <limits>
#include <system_error>

#include "bylaw/vm/decimal.h"
#include "decimal_parts.h"
#include "double_text.h"

namespace bylaw::vm {
namespace {

using internal::Fit;
using internal::kCoefficientLimit;
using internal::Magnitude;

// Takes `c` from the front of `text` if it stands there.
bool Take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// Takes the digits from the front of `text`, perhaps none.
std::string_view TakeDigits(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && text[size] >= '0' && text[size] <= '9') ++size;
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

// The parts of a number's text: ±whole.fraction x 10^exponent.
struct NumberText {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

// Takes the exponent after an "e". One that no text in memory is long enough to compensate stays at
// a number out of reach.
bool TakeExponent(std::string_view& text, std::int64_t& exponent) {
  constexpr std::int64_t kOutOfReach = 100'000'000'000'000'000;
  const bool negative = Take(text, '-');
  if (!negative) Take(text, '+');
  const std::string_view digits = TakeDigits(text);
  for (const char c : digits) {
    if (exponent < kOutOfReach) exponent = exponent * 10 + (c - '0');
  }
  if (negative) exponent = -exponent;
  return !digits.empty();
}

// Splits a number in the widest syntax: [-]digits[.digits][e[±]digits], the first digits optional
// before a point.
bool Split(std::string_view text, NumberText& number) {
  number.negative = Take(text, '-');
  number.whole = TakeDigits(text);
  if (Take(text, '.')) {
    number.fraction = TakeDigits(text);
    if (number.fraction.empty()) return false;
  } else if (number.whole.empty()) {
    return false;
  }
  if ((Take(text, 'e') || Take(text, 'E')) && !TakeExponent(text, number.exponent)) return false;
  return text.empty();
}

// Appends digits to a magnitude. Where it is full only zeros can follow: `zeros` counts them.
bool Append(std::string_view digits, Uint128& magnitude, std::int64_t& zeros) {
  for (const char c : digits) {
    if (magnitude < kCoefficientLimit / 10) {
      magnitude = magnitude * 10 + static_cast<unsigned>(c - '0');
    } else if (c == '0') {
      ++zeros;
    } else {
      return false;
    }
  }
  return true;
}

std::optional<Decimal> ToDecimal(const NumberText& number) {
  Uint128 magnitude = 0;
  std::int64_t zeros = 0;
  if (!Append(number.whole, magnitude, zeros)) return std::nullopt;
  if (!Append(number.fraction, magnitude, zeros)) return std::nullopt;
  const auto fraction_digits = static_cast<std::int64_t>(number.fraction.size());
  const DecimalResult result =
      Fit(number.negative, magnitude, number.exponent - fraction_digits + zeros);
  return result.ok() ? std::optional(result.value) : std::nullopt;
}

// Appends to a buffer that Decimal::kCharsMax has made long enough.
class Writer {
 public:
  explicit Writer(Decimal::Buffer& buffer) : buffer_(buffer) {}

  void Put(char c) { buffer_[size_++] = c; }
  void Put(std::string_view text) {
    for (const char c : text) Put(c);
  }
  void PutZeros(int count) {
    for (; count > 0; --count) Put('0');
  }
  std::string_view written() const { return {buffer_.data(), size_}; }

 private:
  Decimal::Buffer& buffer_;
  std::size_t size_ = 0;
};

// The digits of a magnitude, written at the end of `space`.
std::string_view DigitsOf(Uint128 magnitude, std::array<char, Decimal::kDigitsMax>& space) {
  std::size_t begin = space.size();
  for (; magnitude != 0; magnitude /= 10) {
    space[--begin] = static_cast<char>('0' + static_cast<int>(magnitude % 10));
  }
  return {space.data() + begin, space.size() - begin};
}

// The value 0.digits x 10^point, as ECMAScript places the point (Number::toString, steps 6 to 10).
void PutPlaced(std::string_view digits, int point, Writer& out) {
  constexpr int kPlainMax = 21;  // digits before the point in a text without exponent
  constexpr int kPlainMin = -6;  // more zeros than that after the point take an exponent
  const int count = static_cast<int>(digits.size());
  if (count <= point && point <= kPlainMax) {
    out.Put(digits);
    out.PutZeros(point - count);
  } else if (0 < point && point <= kPlainMax) {
    const std::string_view whole = digits.substr(0, static_cast<std::size_t>(point));
    out.Put(whole);
    out.Put('.');
    digits.remove_prefix(whole.size());
    out.Put(digits);
  } else if (kPlainMin < point && point <= 0) {
    out.Put("0.");
    out.PutZeros(-point);
    out.Put(digits);
  } else {
    out.Put(digits.front());
    digits.remove_prefix(1);
    if (!digits.empty()) out.Put('.');
    out.Put(digits);
    const int exponent = point - 1;
    std::array<char, Decimal::kDigitsMax> space;
    out.Put(exponent < 0 ? "e-" : "e+");
    out.Put(DigitsOf(static_cast<unsigned>(exponent < 0 ? -exponent : exponent), space));
  }
}

}  // namespace

std::optional<Decimal> Decimal::ParseLiteral(std::string_view text) noexcept {
  NumberText number;
  if (!Split(text, number)) return std::nullopt;
  return ToDecimal(number);
}

std::optional<Decimal> Decimal::Parse(std::string_view text) noexcept {
  NumberText number;
  if (!Split(text, number) || number.whole.empty()) return std::nullopt;
  if (number.whole.size() > 1 && number.whole.front() == '0') return std::nullopt;
  return ToDecimal(number);
}

std::string_view Decimal::Format(Buffer& buffer) const noexcept {
  Writer out(buffer);
  if (is_zero()) {
    out.Put('0');
    return out.written();
  }
  std::array<char, kDigitsMax> space;
  std::string_view digits = DigitsOf(Magnitude(*this), space);
  const int point = static_cast<int>(digits.size()) + exponent_;
  digits.remove_suffix(digits.size() - 1 - digits.find_last_not_of('0'));
  if (is_negative()) out.Put('-');
  PutPlaced(digits, point, out);
  return out.written();
}

double Decimal::ToDouble() const noexcept {
  Buffer buffer;
  const std::string_view text = Format(buffer);
#ifdef __cpp_lib_to_chars
  double result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error != std::errc::result_out_of_range) return result;
  // The library does not say on which side: only magnitudes above 1 can be too great.
  const bool too_great = *this > Decimal(1, 0) || *this < Decimal(-1, 0);
  const double magnitude = too_great ? std::numeric_limits<double>::infinity() : 0.0;
  return is_negative() ? -magnitude : magnitude;
#else
  return c_library::Nearest(text);
#endif
}

}  // namespace bylaw::vm
