// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.

#ifndef BYLAW_VM_UTF8_H_
#define BYLAW_VM_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bylaw::vm {

// The length in bytes of the well-formed sequence that `text` begins with; 0 if it begins with
// none.
uint32_t Utf8SequenceLength(std::string_view text) noexcept;

bool IsUtf8(std::string_view text) noexcept;

// The code point of a well-formed sequence.
char32_t DecodeUtf8(std::string_view sequence) noexcept;

// Whether the byte is not the first of its sequence.
constexpr bool IsUtf8Continuation(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// The longest part of well-formed text that begins it, ends with a whole code point and has at most
// `bytes_max` bytes.
std::string_view Utf8Prefix(std::string_view text, size_t bytes_max) noexcept;

// Code points in well-formed text.
uint32_t CodePoints(std::string_view text) noexcept;

// Writes the code point (not a surrogate, at most U+10FFFF) and returns its length, 1 to 4.
uint32_t EncodeUtf8(uint32_t code_point, char* out) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_UTF8_H_
