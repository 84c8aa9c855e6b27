// What is known of registers without running the code: the kinds that each may hold, and how large
// what it holds can be.

#ifndef BYLAW_VM_REGISTERS_H_
#define BYLAW_VM_REGISTERS_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "bylaw/vm/limits.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

// How large a value can be. An optional counts as a list of at most one item.
struct Extent {
  uint32_t text = 0;    // Bytes of any text that it is, or that it holds at any depth.
  uint32_t items = 0;   // Of the list or map that it is.
  uint32_t nested = 0;  // Of any list or map that it holds, at any depth.

  // Of an item or member.
  Extent Inside() const { return {text, nested, nested}; }
  Extent InOptional() const { return {text, 1, std::max(items, nested)}; }
  // It holds this too.
  void Hold(const Extent& part) {
    text = std::max(text, part.text);
    nested = std::max({nested, part.items, part.nested});
  }
  void Join(const Extent& other) {
    text = std::max(text, other.text);
    items = std::max(items, other.items);
    nested = std::max(nested, other.nested);
  }
  bool Within(const Extent& most) const {
    return text <= most.text && items <= most.items && nested <= most.nested;
  }
};

// What is known of each register before an instruction. Most code uses few of them, and only those
// are copied and joined.
class Registers {
 public:
  Registers() = default;
  Registers(const Registers& other) noexcept { *this = other; }
  Registers& operator=(const Registers& other) noexcept {
    used_ = other.used_;
    ForEachUsed([&](uint32_t r) { known_[r] = other.known_[r]; });
    return *this;
  }

  // The kinds that it may hold; none: it may be unwritten.
  KindSet kinds(uint32_t reg) const { return IsUsed(reg) ? known_[reg].kinds : KindSet{0}; }
  // How large.
  Extent extent(uint32_t reg) const { return IsUsed(reg) ? known_[reg].extent() : Extent{}; }
  void Set(uint32_t reg, KindSet kinds, const Extent& extent) {
    used_ |= uint64_t{1} << reg;
    known_[reg] = {kinds, extent.text, extent.items, extent.nested};
  }
  void SetKinds(uint32_t reg, KindSet kinds) { Set(reg, kinds, extent(reg)); }
  void SetExtent(uint32_t reg, const Extent& extent) { Set(reg, kinds(reg), extent); }
  // Those from `reg` up hold nothing.
  void ClearFrom(uint32_t reg) { used_ &= (uint64_t{1} << reg) - 1; }

  // What is known where two ways meet.
  void Join(const Registers& other) {
    used_ &= other.used_;
    ForEachUsed([&](uint32_t r) {
      const bool written = known_[r].kinds != 0 && other.known_[r].kinds != 0;
      Extent extent = known_[r].extent();
      extent.Join(other.known_[r].extent());
      Set(r, written ? known_[r].kinds | other.known_[r].kinds : KindSet{0}, extent);
    });
  }

 private:
  struct Known {  // Not initialised by being there.
    KindSet kinds;
    uint32_t text, items, nested;
    Extent extent() const { return {text, items, nested}; }
  };

  bool IsUsed(uint32_t reg) const { return (used_ >> reg & 1) != 0; }
  template <typename F>
  void ForEachUsed(const F& f) const {
    for (uint64_t left = used_; left != 0; left &= left - 1)
      f(static_cast<uint32_t>(std::countr_zero(left)));
  }

  uint64_t used_ = 0;  // A bit for each register; of the others, nothing is said below.
  std::array<Known, kRegisters> known_;
  static_assert(kRegisters <= 64);
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_REGISTERS_H_
