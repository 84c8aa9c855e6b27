// How far plain JSON text goes: what a string holds without '"', '\', control characters and
// anything beyond ASCII. Sixteen bytes at a time, which is all of most strings.

#ifndef BYLAW_VM_PLAIN_TEXT_H_
#define BYLAW_VM_PLAIN_TEXT_H_

#include <bit>
#include <cstdint>

#include "text.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bylaw::vm {

// How many of the 16 bytes at `at` are plain before the first that is not; in words of eight, for
// any machine.
inline uint32_t PlainPrefixByWords(const char* at) noexcept {
  const auto not_plain = [](uint64_t bytes) {
    return (BytesBelow(bytes, 0x20) | BytesBelow(bytes ^ BytesOf('"'), 1) |
            BytesBelow(bytes ^ BytesOf('\\'), 1) | bytes) &
           BytesOf(0x80);
  };
  const uint64_t low = not_plain(Load8(at));
  if (low != 0) return static_cast<uint32_t>(std::countr_zero(low)) / 8;
  return 8 + static_cast<uint32_t>(std::countr_zero(not_plain(Load8(at + 8)))) / 8;
}

#if defined(__SSE2__)
inline uint32_t PlainPrefix(const char* at) noexcept {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  // As signed numbers, control characters and all beyond ASCII are below the space.
  const __m128i stops = _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')),
                                     _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
  const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(stops));
  return static_cast<uint32_t>(std::countr_zero(mask | 0x10000));
}
#else
inline uint32_t PlainPrefix(const char* at) noexcept {
  return PlainPrefixByWords(at);
}
#endif

}  // namespace bylaw::vm

#endif  // BYLAW_VM_PLAIN_TEXT_H_
