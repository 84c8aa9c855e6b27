// Base64 of RFC 4648, section 4. Decoding is strict: no white space or other foreign characters,
// padding whole or absent, and no bits that stand for nothing. So the text of some bytes is one of
// two, and what tells them apart is in sight.
//
// Thread-safety: reentrant. Nothing is allocated.

#ifndef BYLAW_VM_BASE64_H_
#define BYLAW_VM_BASE64_H_

#include <array>
#include <cstdint>
#include <string_view>

namespace bylaw::vm {

inline constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

inline constexpr uint8_t kNoBase64Digit = 64;
// What each character stands for.
inline constexpr auto kBase64Values = [] {
  std::array<uint8_t, 256> values{};
  values.fill(kNoBase64Digit);
  for (size_t i = 0; i < kBase64Digits.size(); ++i)
    values[static_cast<uint8_t>(kBase64Digits[i])] = static_cast<uint8_t>(i);
  return values;
}();

// The most bytes that a text of this length stands for.
constexpr uint32_t Base64BytesMax(uint32_t text_bytes) noexcept {
  return text_bytes / 4 * 3 + text_bytes % 4;
}

// Hands the bytes that `text` stands for to `add(char)`, at most Base64BytesMax of them. False,
// after any number of bytes, where it is no base64.
template <typename Add>
bool DecodeBase64(std::string_view text, Add add) noexcept {
  if (text.size() % 4 == 0) {
    if (text.ends_with('=')) text.remove_suffix(1);
    if (text.size() % 4 == 3 && text.ends_with('=')) text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) return false;
  uint32_t bits = 0;  // Not yet handed out: the low `count`.
  uint32_t count = 0;
  for (const char c : text) {
    const uint8_t value = kBase64Values[static_cast<uint8_t>(c)];
    if (value == kNoBase64Digit) return false;
    bits = bits << 6 | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    add(static_cast<char>(static_cast<uint8_t>(bits >> count)));
    bits &= (1u << count) - 1;
  }
  return bits == 0;
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_BASE64_H_
