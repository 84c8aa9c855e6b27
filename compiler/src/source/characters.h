// Code points: reading them from UTF-8, writing them, and those that have no place in a
// constitution.
//
// Thread-safety: functions without state.

#ifndef BYLAW_COMPILER_SOURCE_CHARACTERS_H_
#define BYLAW_COMPILER_SOURCE_CHARACTERS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace bylaw::compiler {

struct CodePoint {
  char32_t value = 0;
  uint32_t size_bytes = 0;  // 0: not UTF-8 (overlong, surrogate, above U+10FFFF or cut short).
};

// The code point at `offset`, which must be inside the text (RFC 3629).
CodePoint DecodeUtf8(std::string_view text, size_t offset);

void AppendUtf8(std::string& out, char32_t code_point);

// Control characters (C0 but tab, line feed and carriage return; DEL; C1), the line separators that
// only some readers take for line breaks (U+0085, U+2028, U+2029), and noncharacters.
bool IsControl(char32_t code_point);

// Characters that show nothing, or change the order in which others are shown.
bool IsInvisible(char32_t code_point);

// "U+200B".
std::string CodePointName(char32_t code_point);

inline bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
inline bool IsBlank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_CHARACTERS_H_
