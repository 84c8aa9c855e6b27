// Doubles from and to text, as std::from_chars and std::to_chars have it. libc++ 13, which Debian's
// Emscripten comes with, has neither for doubles; there the C library does, whose conversions are
// rounded correctly as well, and which knows no locale but "C" where this is used.
//
// Thread-safety: pure.

#ifndef BYLAW_VM_DOUBLE_TEXT_H_
#define BYLAW_VM_DOUBLE_TEXT_H_

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string_view>

#include "bylaw/vm/decimal.h"

namespace bylaw::vm {

using DoubleBuffer = std::array<char, 32>;

// By the C library alone; tests hold it against the standard library.
namespace c_library {

// Makes the number that ends before `end` greater by one in its last digit. False, with nothing
// changed, where every digit is a 9.
inline bool Increment(char* begin, char* end) noexcept {
  char* at = end;
  while (at != begin && (at[-1] == '9' || at[-1] == '.')) --at;
  if (at == begin || at[-1] == '-') return false;
  ++at[-1];
  for (; at != end; ++at)
    if (*at == '9') *at = '0';
  return true;
}

inline bool Reads(const char* text, double value) noexcept {
  return std::strtod(text, nullptr) == value;
}

// Takes the zeros from the end of the digits: "1.50e+01" becomes "1.5e+01", ended by a zero as
// before.
inline std::string_view WithoutZeros(char* begin, size_t size) noexcept {
  char* const e = static_cast<char*>(std::memchr(begin, 'e', size));
  if (e == nullptr || std::memchr(begin, '.', size) == nullptr) return {begin, size};
  char* end = e;
  while (end[-1] == '0') --end;
  if (end[-1] == '.') --end;
  const size_t exponent_size = size - static_cast<size_t>(e - begin);
  std::memmove(end, e, exponent_size + 1);
  return {begin, static_cast<size_t>(end - begin) + exponent_size};
}

// The least number of digits that is read back as the value. Fifteen are kept by every double but
// the subnormal ones, so fewer are the fifteen without their zeros. The nearest number of so many
// digits may be too far below a power of two where the next one above is not: doubles are closer
// together below.
inline std::string_view ShortestScientific(double value, DoubleBuffer& buffer) noexcept {
  using Limits = std::numeric_limits<double>;
  char* const begin = buffer.data();
  int exponent = 0;
  const bool power_of_two = std::abs(std::frexp(value, &exponent)) == 0.5;
  for (int digits = std::isnormal(value) ? Limits::digits10 : 1;; ++digits) {
    const int written = std::snprintf(begin, buffer.size(), "%.*e", digits - 1, value);
    const auto size = static_cast<size_t>(written);
    if (digits == Limits::max_digits10 || Reads(begin, value) ||
        (power_of_two && Increment(begin, std::strchr(begin, 'e')) && Reads(begin, value))) {
      return WithoutZeros(begin, size);
    }
  }
}

// Without an exponent where that is no longer.
inline std::string_view ShortestText(double value, DoubleBuffer& buffer) noexcept {
  const std::string_view scientific = ShortestScientific(value, buffer);
  const size_t e = scientific.find('e');
  if (e == std::string_view::npos) return scientific;  // Infinite or no number.
  const int exponent = std::atoi(scientific.data() + e + 1);
  const int sign = scientific.front() == '-' ? 1 : 0;
  const int point = static_cast<int>(e) > sign + 1 ? 1 : 0;
  const int digits = static_cast<int>(e) - sign - point;
  const int behind_point = std::max(digits - 1 - exponent, 0);
  const int before_point = std::max(exponent + 1, 1);
  const int size = sign + before_point + (behind_point > 0 ? 1 + behind_point : 0);
  if (size > static_cast<int>(scientific.size())) return scientific;
  std::snprintf(buffer.data(), buffer.size(), "%.*f", behind_point, value);
  return {buffer.data(), static_cast<size_t>(size)};
}

// The double nearest to what Decimal::Format wrote: what is too great or too small is infinite or
// zero, with its sign.
inline double Nearest(std::string_view text) noexcept {
  std::array<char, Decimal::kCharsMax + 1> ended{};
  text.copy(ended.data(), Decimal::kCharsMax);
  return std::strtod(ended.data(), nullptr);
}

}  // namespace c_library

// The shortest text that is read back as the value, with an exponent: "1.5e+01".
inline std::string_view ShortestScientific(double value, DoubleBuffer& buffer) noexcept {
#ifdef __cpp_lib_to_chars
  const char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                        std::chars_format::scientific)
                              .ptr;
  return {buffer.data(), static_cast<size_t>(end - buffer.data())};
#else
  return c_library::ShortestScientific(value, buffer);
#endif
}

// With or without an exponent, what is shorter: "15". A large whole number without one is written
// out in full.
inline std::string_view ShortestText(double value, DoubleBuffer& buffer) noexcept {
#ifdef __cpp_lib_to_chars
  const char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), static_cast<size_t>(end - buffer.data())};
#else
  return c_library::ShortestText(value, buffer);
#endif
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_DOUBLE_TEXT_H_
