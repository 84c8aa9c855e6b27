// std::bit_cast, which libc++ has only from version 14 on, and Debian's Emscripten comes with 13.

#ifndef BYLAW_VM_BIT_CAST_H_
#define BYLAW_VM_BIT_CAST_H_

#include <type_traits>

namespace bylaw::vm {

template <typename To, typename From>
constexpr To BitCast(const From& from) noexcept {
  static_assert(std::is_trivially_copyable_v<To> && std::is_trivially_copyable_v<From>);
  return __builtin_bit_cast(To, from);  // Which checks the sizes.
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_BIT_CAST_H_
