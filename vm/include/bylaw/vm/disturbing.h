// What a reader does not see, or sees in another place than it stands.

#ifndef BYLAW_VM_DISTURBING_H_
#define BYLAW_VM_DISTURBING_H_

namespace bylaw::vm {

// Whether a code point is a control, has no picture of its own, or turns the direction of the
// text: where people read, it is shown by its number.
constexpr bool IsDisturbing(char32_t code) noexcept {
  struct Interval {
    char32_t first;
    char32_t last;
  };
  constexpr Interval kDisturbing[] = {
      {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x34f, 0x34f},    {0x61c, 0x61c},
      {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f},  {0x2028, 0x202e},
      {0x2060, 0x206f}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xe0000, 0xe0fff}};
  for (const Interval& interval : kDisturbing) {
    if (code >= interval.first && code <= interval.last) return true;
  }
  return false;
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_DISTURBING_H_
