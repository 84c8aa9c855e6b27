#include "scalar_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "bylaw/vm/decimal.h"
#include "bylaw/vm/time.h"
#include "bylaw/vm/utf8.h"

namespace bylaw::stdlib {
namespace {

using vm::Kind;
using vm::Value;

// Appends to a buffer that has the room.
class Writer {
 public:
  explicit Writer(ScalarBuffer& buffer) : buffer_(buffer) {}

  void Add(char c) { buffer_[size_++] = c; }
  void Add(std::string_view text) {
    for (const char c : text) Add(c);
  }
  template <typename Number>
  void AddNumber(Number number) {
    char* const end = buffer_.data() + buffer_.size();
    size_ = static_cast<std::size_t>(std::to_chars(buffer_.data() + size_, end, number).ptr -
                                     buffer_.data());
  }
  // With zeros before it to make `digits` digits.
  void AddPadded(int64_t number, int digits) {
    int64_t unit = 1;
    for (int i = 1; i < digits; ++i) unit *= 10;
    for (; unit > 0; unit /= 10) Add(static_cast<char>('0' + number / unit % 10));
  }
  std::string_view text() const { return {buffer_.data(), size_}; }

 private:
  ScalarBuffer& buffer_;
  std::size_t size_ = 0;
};

// What Go's %g writes, and with it CEL.
std::string_view DoubleText(double number, ScalarBuffer& buffer) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Inf" : "+Inf";
  const ShortestDigits shortest = DigitsOf(number);
  const std::string_view digits(shortest.digits.data(), static_cast<std::size_t>(shortest.count));
  Writer out(buffer);
  if (shortest.negative) out.Add('-');
  if (shortest.exponent < -4 || shortest.exponent >= 6) {
    out.Add(digits[0]);
    if (digits.size() > 1) out.Add('.');
    out.Add(digits.substr(1));
    out.Add(shortest.exponent < 0 ? "e-" : "e+");
    const int size = std::abs(shortest.exponent);
    out.AddPadded(size, size < 100 ? 2 : 3);
    return out.text();
  }
  if (shortest.exponent < 0) {
    out.Add("0.");
    for (int i = -1; i > shortest.exponent; --i) out.Add('0');
    out.Add(digits);
    return out.text();
  }
  const int whole = shortest.exponent + 1;
  for (int i = 0; i < std::max(whole, shortest.count); ++i) {
    if (i == whole) out.Add('.');
    out.Add(i < shortest.count ? digits[static_cast<std::size_t>(i)] : '0');
  }
  return out.text();
}

std::optional<std::string_view> TimestampText(const Value& time, ScalarBuffer& buffer) {
  if (!vm::IsTimeInRange(time)) return std::nullopt;
  vm::TimeBuffer text;
  Writer out(buffer);
  out.Add(vm::FormatTimestamp(time, text));
  return out.text();
}

std::string_view DurationText(const Value& duration, ScalarBuffer& buffer) {
  vm::TimeBuffer text;
  Writer out(buffer);
  out.Add(vm::FormatDuration(duration, text));
  return out.text();
}

std::string_view DecimalText(const vm::Decimal& decimal, ScalarBuffer& buffer) {
  vm::Decimal::Buffer digits;
  Writer out(buffer);
  out.Add(decimal.Format(digits));
  return out.text();
}

template <typename Number>
std::string_view IntegerText(Number number, ScalarBuffer& buffer) {
  Writer out(buffer);
  out.AddNumber(number);
  return out.text();
}

}  // namespace

ShortestDigits DigitsOf(double finite) noexcept {
  std::array<char, 32> text;  // "-1.2345678901234567e-308"
  const char* const end =
      std::to_chars(text.data(), text.data() + text.size(), finite, std::chars_format::scientific)
          .ptr;
  ShortestDigits shortest{{}, 0, 0, text[0] == '-'};
  const char* at = text.data() + (shortest.negative ? 1 : 0);
  for (; *at != 'e'; ++at) {
    if (*at != '.') shortest.digits[static_cast<std::size_t>(shortest.count++)] = *at;
  }
  ++at;
  std::from_chars(*at == '+' ? at + 1 : at, end, shortest.exponent);
  return shortest;
}

std::optional<std::string_view> ScalarText(const Value& value, ScalarBuffer& buffer) noexcept {
  switch (value.kind) {
    case Kind::kBool:
      return value.b ? "true" : "false";
    case Kind::kInt:
      return IntegerText(value.i, buffer);
    case Kind::kUint:
      return IntegerText(value.u, buffer);
    case Kind::kDouble:
      return DoubleText(value.d, buffer);
    case Kind::kDecimal:
      return DecimalText(value.decimal(), buffer);
    case Kind::kTimestamp:
      return TimestampText(value, buffer);
    case Kind::kDuration:
      return DurationText(value, buffer);
    case Kind::kBytes:
      if (!vm::IsUtf8(value.string())) return std::nullopt;
      return value.string();
    case Kind::kString:
    case Kind::kIp:
    case Kind::kCidr:
    case Kind::kSemver:
    case Kind::kUrl:
      return value.string();
    default:
      return std::nullopt;
  }
}

}  // namespace bylaw::stdlib
