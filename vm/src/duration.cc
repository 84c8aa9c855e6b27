// Durations as text.
#include <charconv>
#include <cstdint>
#include <string_view>

#include "bylaw/vm/time.h"
#include "timestamp.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kNanosPerMicro = 1'000;
constexpr int64_t kNanosPerSecond = 1'000'000'000;
// More nanoseconds than any duration has, and so few that a digit more fits Uint128.
constexpr Uint128 kTooMany = Uint128{kDurationSecondsMax + 1} * kNanosPerSecond;

Value BadArgument() {
  return Value::Error(ValueError::kBadArgument);
}

// The digits that begin `text`, taken off it.
std::string_view TakeDigits(std::string_view& text) {
  size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

// The nanoseconds of the unit that begins `text`, taken off it; 0 if none does. A unit ends where a
// digit or a point begins the next number.
uint64_t TakeUnit(std::string_view& text) {
  constexpr struct {
    std::string_view name;
    int64_t nanos;
  } kUnits[] = {
      {"h", 3'600 * kNanosPerSecond},
      {"m", 60 * kNanosPerSecond},
      {"s", kNanosPerSecond},
      {"ms", 1'000 * kNanosPerMicro},
      {"us", kNanosPerMicro},
      {"\u00b5s", kNanosPerMicro},  // micro sign
      {"\u03bcs", kNanosPerMicro},  // Greek mu
      {"ns", 1},
  };
  const std::string_view name = text.substr(0, text.find_first_of(".0123456789"));
  text.remove_prefix(name.size());
  for (const auto& unit : kUnits) {
    if (name == unit.name) return static_cast<uint64_t>(unit.nanos);
  }
  return 0;
}

// digits * unit, or kTooMany if it is more.
Uint128 Whole(std::string_view digits, uint64_t unit) {
  Uint128 number = 0;
  for (const char c : digits) {
    number = number * 10 + static_cast<unsigned>(c - '0');
    if (number >= kTooMany) return kTooMany;
  }
  return number * unit;  // Below 2^69 * 2^42.
}

// 0.digits * unit, rounded down. From the last digit: rounding down after each gives the same as
// rounding once, since what is added before the next is whole.
uint64_t Fraction(std::string_view digits, uint64_t unit) {
  uint64_t nanos = 0;
  for (size_t i = digits.size(); i-- > 0;) {
    nanos = (nanos + static_cast<unsigned>(digits[i] - '0') * unit) / 10;
  }
  return nanos;
}

}  // namespace

Value DurationOfSeconds(int64_t seconds) noexcept {
  if (seconds < -kDurationSecondsMax || seconds > kDurationSecondsMax)
    return Value::Error(ValueError::kOverflow);
  return Value::Duration(seconds * kMicrosPerSecond);
}

Value ParseDuration(std::string_view text) noexcept {
  if (text.size() > kDurationBytesMax) return Value::Error(ValueError::kLimit);
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  if (text == "0") return Value::Duration(0);
  if (text.empty()) return BadArgument();
  Uint128 sum = 0;
  while (!text.empty()) {
    const std::string_view whole = TakeDigits(text);
    std::string_view fraction;
    if (!text.empty() && text[0] == '.') {
      text.remove_prefix(1);
      fraction = TakeDigits(text);
    }
    const uint64_t unit = TakeUnit(text);
    if (unit == 0 || (whole.empty() && fraction.empty())) return BadArgument();
    sum += Whole(whole, unit) + Fraction(fraction, unit);
    if (sum >= kTooMany) return BadArgument();
  }
  const Int128 nanos = negative ? -static_cast<Int128>(sum) : static_cast<Int128>(sum);
  auto micros = static_cast<int64_t>(nanos / kNanosPerMicro);
  auto rest = static_cast<int16_t>(nanos % kNanosPerMicro);
  if (rest < 0) {
    micros -= 1;
    rest = static_cast<int16_t>(rest + kNanosPerMicro);
  }
  const Value duration = Value::Duration(micros, rest);
  return IsTimeInRange(duration) ? duration : BadArgument();
}

std::string_view FormatDuration(const Value& duration, TimeBuffer& buffer) noexcept {
  const bool negative = duration.i < 0;
  // The magnitude: where it rounds down, away from zero, the nanoseconds bring it back.
  uint64_t micros = static_cast<uint64_t>(duration.i);
  auto nanos = static_cast<uint64_t>(duration.exponent);
  if (negative) {
    micros = -micros - (nanos > 0 ? 1 : 0);
    nanos = nanos > 0 ? kNanosPerMicro - nanos : 0;
  }
  char* out = buffer.data();
  if (negative) *out++ = '-';
  out = std::to_chars(out, buffer.data() + buffer.size(), micros / kMicrosPerSecond).ptr;
  uint64_t fraction = micros % kMicrosPerSecond * kNanosPerMicro + nanos;
  if (fraction > 0) {
    *out++ = '.';
    for (uint64_t place = kNanosPerSecond / 10; fraction > 0; place /= 10) {
      *out++ = static_cast<char>('0' + fraction / place);
      fraction %= place;
    }
  }
  *out++ = 's';
  return {buffer.data(), static_cast<size_t>(out - buffer.data())};
}

}  // namespace bylaw::vm
