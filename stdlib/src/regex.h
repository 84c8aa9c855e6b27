// Limits of regular expressions. RE2 matches in time linear in the text whatever the pattern, and
// never backtracks; what is left to bound is the pattern itself, and the memory for its automata.
#ifndef BYLAW_STDLIB_SRC_REGEX_H_
#define BYLAW_STDLIB_SRC_REGEX_H_

#include <cstdint>

namespace bylaw::stdlib {

// A constant pattern, whose author is that of the constitution: memory for its program and states,
// held while the module is loaded. Enough for "\p{L}{1,60}"; RE2's own default is four times that.
inline constexpr std::int64_t kConstantPatternMemory = 2 << 20;

// A pattern that is not known before the request: its length in bytes, and its memory during the
// call.
inline constexpr std::uint32_t kDynamicPatternBytesMax = 1024;
inline constexpr std::int64_t kDynamicPatternMemory = 256 << 10;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_REGEX_H_
