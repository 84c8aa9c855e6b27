// Scalars as text, the way that CEL's string() and the %s of format() write them.
//
// Thread-safety: reentrant. No locale, no allocation.
#ifndef BYLAW_STDLIB_SRC_SCALAR_TEXT_H_
#define BYLAW_STDLIB_SRC_SCALAR_TEXT_H_

#include <array>
#include <optional>
#include <string_view>

#include "bylaw/vm/value.h"

namespace bylaw::stdlib {

// Room for the text of any number or time; no more than a result of FunctionMemory::kValue.
using ScalarBuffer = std::array<char, 64>;

// A double with the fewest digits that read back as it: digits[0].digits[1]... x 10^exponent.
struct ShortestDigits {
  std::array<char, 17> digits;
  int count;     // 1 to 17
  int exponent;  // of the first digit
  bool negative;
};
ShortestDigits DigitsOf(double finite) noexcept;

// The text of a bool, number, string, time, address, version or URL, and of bytes that are UTF-8:
// a view into the value or into `buffer`. Nothing for other kinds, and times outside the years 1 to
// 9999.
std::optional<std::string_view> ScalarText(const vm::Value& value, ScalarBuffer& buffer) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_SCALAR_TEXT_H_
