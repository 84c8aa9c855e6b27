// Bytes as text: the form of bytes constants in a module, whose strings are UTF-8. Two lower-case
// hexadecimal digits a byte, and no other form.

#ifndef BYLAW_VM_HEX_H_
#define BYLAW_VM_HEX_H_

#include <string>
#include <string_view>

namespace bylaw::vm {

inline std::string EncodeHex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(byte) >> 4]);
    text.push_back(kDigits[static_cast<unsigned char>(byte) & 15]);
  }
  return text;
}

inline bool IsHex(std::string_view text) {
  return text.size() % 2 == 0 &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Of text that IsHex.
inline std::string DecodeHex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (size_t i = 0; i + 1 < text.size(); i += 2)
    bytes.push_back(static_cast<char>(digit(text[i]) << 4 | digit(text[i + 1])));
  return bytes;
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_HEX_H_
