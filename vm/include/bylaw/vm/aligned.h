// Memory that rows and values are read and made in: at a multiple of 16, also where `new` gives
// less (WebAssembly: 8).

#ifndef BYLAW_VM_ALIGNED_H_
#define BYLAW_VM_ALIGNED_H_

#include <cstddef>
#include <memory>

namespace bylaw::vm {

class AlignedBytes {
 public:
  static constexpr size_t kAlignment = 16;

  AlignedBytes() = default;
  // At least so many, uninitialised.
  explicit AlignedBytes(size_t bytes) : blocks_(new Block[bytes / kAlignment + 1]) {}

  std::byte* get() const noexcept { return reinterpret_cast<std::byte*>(blocks_.get()); }

 private:
  struct alignas(kAlignment) Block {
    std::byte bytes[kAlignment];
  };
  std::unique_ptr<Block[]> blocks_;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ALIGNED_H_
