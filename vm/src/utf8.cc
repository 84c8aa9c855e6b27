#include "bylaw/vm/utf8.h"

#include "text.h"

namespace bylaw::vm {

uint32_t Utf8SequenceLength(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto lead = static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return 1;
  const uint32_t length = lead >= 0xc2 && lead < 0xe0   ? 2
                          : lead >= 0xe0 && lead < 0xf0 ? 3
                          : lead >= 0xf0 && lead < 0xf5 ? 4
                                                        : 0;
  if (length == 0 || text.size() < length) return 0;
  for (uint32_t i = 1; i < length; ++i) {
    if (!IsUtf8Continuation(text[i])) return 0;
  }
  const auto second = static_cast<uint8_t>(text[1]);
  if (lead == 0xe0 && second < 0xa0) return 0;   // Overlong.
  if (lead == 0xed && second >= 0xa0) return 0;  // Surrogates.
  if (lead == 0xf0 && second < 0x90) return 0;   // Overlong.
  if (lead == 0xf4 && second >= 0x90) return 0;  // Above U+10FFFF.
  return length;
}

namespace {

// Long texts are looked at by so many bytes: most of them are ASCII.
constexpr size_t kBlockBytes = 64;

bool BeginsWithAsciiBlock(std::string_view text) noexcept {
  if (text.size() < kBlockBytes) return false;
  uint64_t all = 0;
  for (size_t i = 0; i < kBlockBytes; i += 8) all |= Load8(text.data() + i);
  return (all & BytesOf(0x80)) == 0;
}

// Most short texts. Eight bytes at a time, and the last eight again.
bool IsAscii(std::string_view text) noexcept {
  if (text.size() < 8) return (LoadShort(text) & BytesOf(0x80)) == 0;
  uint64_t all = Load8(text.data() + text.size() - 8);
  for (size_t at = 0; at + 8 < text.size(); at += 8) all |= Load8(text.data() + at);
  return (all & BytesOf(0x80)) == 0;
}

}  // namespace

bool IsUtf8(std::string_view text) noexcept {
  for (;;) {
    while (BeginsWithAsciiBlock(text)) text.remove_prefix(kBlockBytes);
    if (text.size() < kBlockBytes && IsAscii(text)) return true;
    // Through what is not, and on by blocks.
    for (size_t seen = 0; seen < kBlockBytes && !text.empty();) {
      const uint32_t length = Utf8SequenceLength(text);
      if (length == 0) return false;
      text.remove_prefix(length);
      seen += length;
    }
  }
}

char32_t DecodeUtf8(std::string_view sequence) noexcept {
  constexpr char32_t kLeadBits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};  // By the length.
  char32_t code_point = static_cast<uint8_t>(sequence[0]) & kLeadBits[sequence.size()];
  for (const char byte : sequence.substr(1))
    code_point = (code_point << 6) | (static_cast<uint8_t>(byte) & 0x3f);
  return code_point;
}

std::string_view Utf8Prefix(std::string_view text, size_t bytes_max) noexcept {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && IsUtf8Continuation(text[bytes_max])) --bytes_max;
  return text.substr(0, bytes_max);
}

uint32_t CodePoints(std::string_view text) noexcept {
  uint32_t count = 0;
  for (const char c : text) count += IsUtf8Continuation(c) ? 0u : 1u;
  return count;
}

uint32_t EncodeUtf8(uint32_t code_point, char* out) noexcept {
  const auto put = [out](uint32_t at, uint32_t bits) { out[at] = static_cast<char>(bits); };
  if (code_point < 0x80) {
    put(0, code_point);
    return 1;
  }
  if (code_point < 0x800) {
    put(0, 0xc0 | (code_point >> 6));
    put(1, 0x80 | (code_point & 0x3f));
    return 2;
  }
  if (code_point < 0x10000) {
    put(0, 0xe0 | (code_point >> 12));
    put(1, 0x80 | ((code_point >> 6) & 0x3f));
    put(2, 0x80 | (code_point & 0x3f));
    return 3;
  }
  put(0, 0xf0 | (code_point >> 18));
  put(1, 0x80 | ((code_point >> 12) & 0x3f));
  put(2, 0x80 | ((code_point >> 6) & 0x3f));
  put(3, 0x80 | (code_point & 0x3f));
  return 4;
}

}  // namespace bylaw::vm
