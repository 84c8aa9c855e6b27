// The memory of one decision: a fixed block, handed out front to back, taken back all at once.
//
// Thread-safety: none; it belongs to a Context. Sizes are metered the same way on every machine, so
// that what is exhausted here is exhausted everywhere. Nothing is destroyed: only trivially
// destructible things live in it.

#ifndef BYLAW_VM_ARENA_H_
#define BYLAW_VM_ARENA_H_

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>

#include "bylaw/vm/aligned.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

class Arena {
 public:
  static constexpr uint32_t kAlignment = AlignedBytes::kAlignment;

  // Allocates the block: the only allocation that it ever makes.
  explicit Arena(uint32_t bytes) : block_(bytes), capacity_(bytes) {}

  // What `bytes` take of the block.
  static constexpr uint64_t BytesOf(uint64_t bytes) noexcept {
    return (bytes + kAlignment - 1) & ~uint64_t{kAlignment - 1};
  }

  // `count` elements, uninitialised, 16-byte aligned; nullptr when what is left is too little.
  template <typename T>
  T* Make(uint32_t count) noexcept {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= kAlignment);
    const uint64_t bytes = BytesOf(uint64_t{count} * sizeof(T));
    if (bytes > capacity_ - used_) return nullptr;
    std::byte* at = block_.get() + used_;
    used_ += static_cast<uint32_t>(bytes);
    return reinterpret_cast<T*>(at);
  }

  // The decimal as a value; the error kLimit when a wide one finds no room.
  Value MakeDecimal(const Decimal& decimal) noexcept {
    if (decimal.fits_int64())
      return Value::SmallDecimal(decimal.coefficient64(), static_cast<int16_t>(decimal.exponent()));
    Decimal* wide = Make<Decimal>(1);
    return wide == nullptr ? Value::Error(ValueError::kLimit)
                           : Value::WideDecimal(new (wide) Decimal(decimal));
  }

  uint32_t used() const noexcept { return used_; }
  // Takes back everything that was handed out since `used()` was `used`; 0 takes back all.
  void Rewind(uint32_t used) noexcept { used_ = used; }

 private:
  AlignedBytes block_;
  uint32_t capacity_;
  uint32_t used_ = 0;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ARENA_H_
