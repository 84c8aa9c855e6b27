// The key of a name in the action table: what a name of up to 32 bytes is, word for word, so that
// finding one takes no loop and no branch on its length.

#ifndef BYLAW_VM_NAME_KEY_H_
#define BYLAW_VM_NAME_KEY_H_

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "hot.h"
#include "text.h"

namespace bylaw::vm {

// The first sixteen and the last sixteen bytes, which overlap in a name of less than 32.
struct NameKey {
  static constexpr size_t kWholeBytes = 32;  // Up to here the key is the name.

  uint64_t words[4] = {};
  uint64_t bytes = 0;

  // What the key of no name is equal to.
  static constexpr NameKey OfNoName() noexcept {
    NameKey key;
    key.bytes = UINT64_MAX;
    return key;
  }

  constexpr NameKey() = default;
  explicit NameKey(std::string_view name) noexcept : bytes(name.size()) {
    if (name.size() < sizeof(uint64_t)) {
      words[0] = LoadShort(name);
      return;
    }
    const char* const begin = name.data();
    const size_t last = name.size() - sizeof(uint64_t);
    const size_t second = std::min(last, sizeof(uint64_t));
    words[0] = Load8(begin);
    words[1] = Load8(begin + second);
    words[2] = Load8(begin + last - second);
    words[3] = Load8(begin + last);
  }

  // Whether the keys are equal; two names of more than kWholeBytes may still differ.
  bool operator==(const NameKey& other) const noexcept {
    return ((words[0] ^ other.words[0]) | (words[1] ^ other.words[1]) |
            (words[2] ^ other.words[2]) | (words[3] ^ other.words[3]) | (bytes ^ other.bytes)) == 0;
  }
};

// The 128-bit product, folded: every bit of it depends on all of both.
inline uint64_t MultiplyFold(uint64_t a, uint64_t b) noexcept {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

BYLAW_OUTLINE inline uint64_t HashLongName(std::string_view name) noexcept {
  return XXH3_64bits(name.data(), name.size());
}

// A hash of the name: of its key, which is all of a short name, and of the whole of a longer one by
// XXH3. Multilinear ("Strongly universal string hashing is fast", Lemire and Kaser): four products
// that do not wait for one another; then times the seed, which is odd. The constants are digits of
// pi, made odd: nothing up the sleeve.
BYLAW_INLINE uint64_t HashName(std::string_view name, const NameKey& key, uint64_t seed) noexcept {
  uint64_t sum = key.words[0] * 0x243f6a8885a308d3u + key.words[1] * 0x13198a2e03707345u +
                 key.words[2] * 0xa4093822299f31d1u + key.words[3] * 0x082efa98ec4e6c89u +
                 key.bytes;
  if (key.bytes > NameKey::kWholeBytes) [[unlikely]]
    sum ^= HashLongName(name);
  return MultiplyFold(sum, seed);
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_NAME_KEY_H_
