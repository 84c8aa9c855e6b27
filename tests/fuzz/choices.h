// Decisions taken from the bytes of an input, so that a changed byte is a changed decision. Behind
// the last byte they go on by chance, which depends on all of the bytes.

#ifndef BYLAW_TESTS_FUZZ_CHOICES_H_
#define BYLAW_TESTS_FUZZ_CHOICES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bylaw::fuzz {

class Choices {
 public:
  explicit Choices(std::string_view bytes, uint64_t seed = 0)
      : bytes_(bytes), state_((seed + 1) * 0x9e3779b97f4a7c15u) {
    for (const char c : bytes) state_ = (state_ ^ static_cast<uint8_t>(c)) * 0x100000001b3u;
    state_ |= 1;  // Xorshift never leaves zero.
    for (int i = 0; i < 4; ++i) Chance();
  }

  // 0 to `count` - 1; 0 where there is nothing to choose from.
  uint32_t Below(size_t count) {
    if (count <= 1) return 0;
    return static_cast<uint32_t>(Next(count > 256 ? 4 : 1) % count);
  }
  // Once in `count` times.
  bool OneIn(uint32_t count) { return Below(count) == count - 1; }
  uint64_t Bits() { return Next(8); }

  template <typename List>
  const auto& Pick(const List& list) {
    return list.begin()[Below(list.size())];
  }
  template <typename T, size_t kSize>
  const T& Pick(const T (&list)[kSize]) {
    return list[Below(kSize)];
  }

 private:
  uint64_t Next(size_t bytes) {
    if (bytes_.size() < bytes) return Chance();
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<uint8_t>(bytes_[i]);
    bytes_.remove_prefix(bytes);
    return value;
  }
  uint64_t Chance() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ >> 8;
  }

  std::string_view bytes_;
  uint64_t state_;
};

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_CHOICES_H_
