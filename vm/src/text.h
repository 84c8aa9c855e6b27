// Comparing short text: names, keys, enum values. Calls into the C library cost more than the
// comparison.

#ifndef BYLAW_VM_TEXT_H_
#define BYLAW_VM_TEXT_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bylaw::vm {

// The eight (or four) bytes at `at`, whatever its alignment.
inline uint64_t Load8(const char* at) noexcept {
  uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}
inline uint32_t Load4(const char* at) noexcept {
  uint32_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// A text of less than eight bytes, zeros behind it. Bytes that are loaded twice fall on themselves;
// copied to memory they would make the load of the word wait.
inline uint64_t LoadShort(std::string_view text) noexcept {
  const size_t size = text.size();
  const char* const at = text.data();
  if (size >= 4) return Load4(at) | uint64_t{Load4(at + size - 4)} << 8 * (size - 4);
  const auto byte = [at](size_t i) { return uint64_t{static_cast<uint8_t>(at[i])} << 8 * i; };
  return size == 0 ? 0 : byte(0) | byte(size / 2) | byte(size - 1);
}

// Eight bytes at once, as arithmetic on one word ("Bit Twiddling Hacks", S. E. Anderson).
constexpr uint64_t BytesOf(uint8_t byte) noexcept {
  return 0x0101010101010101u * byte;
}
// Bit 7 of a byte is set if it is below `limit` (at most 0x80); the lowest that is set is exact,
// and so is that none is.
constexpr uint64_t BytesBelow(uint64_t bytes, uint8_t limit) noexcept {
  return (bytes - BytesOf(limit)) & ~bytes & BytesOf(0x80);
}

// a == b, by words of eight bytes; the last one overlaps the one before.
inline bool EqualText(std::string_view a, std::string_view b) noexcept {
  const size_t size = a.size();
  if (size != b.size()) return false;
  const char* const x = a.data();
  const char* const y = b.data();
  if (size >= 8) {
    for (size_t i = 0; i < size - 8; i += 8) {
      if (Load8(x + i) != Load8(y + i)) return false;
    }
    return Load8(x + size - 8) == Load8(y + size - 8);
  }
  if (size >= 4) return Load4(x) == Load4(y) && Load4(x + size - 4) == Load4(y + size - 4);
  for (size_t i = 0; i < size; ++i) {
    if (x[i] != y[i]) return false;
  }
  return true;
}

// a < b, byte by byte, by words of eight.
inline bool LessText(std::string_view a, std::string_view b) noexcept {
  const size_t size = std::min(a.size(), b.size());
  const auto less = [](uint64_t x, uint64_t y) {
    return __builtin_bswap64(x) < __builtin_bswap64(y);
  };
  uint64_t x = 0;
  uint64_t y = 0;
  if (size < 8) {
    x = LoadShort(a.substr(0, size));
    y = LoadShort(b.substr(0, size));
  } else {
    for (size_t i = 0; i < size - 8; i += 8) {
      x = Load8(a.data() + i);
      y = Load8(b.data() + i);
      if (x != y) return less(x, y);
    }
    x = Load8(a.data() + size - 8);
    y = Load8(b.data() + size - 8);
  }
  return x != y ? less(x, y) : a.size() < b.size();
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_TEXT_H_
