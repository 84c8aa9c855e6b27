// What is known of registers without running the code: the kinds that each may hold, and how large
// what it holds can be.

#ifndef BYLAW_VM_REGISTERS_H_
#define BYLAW_VM_REGISTERS_H_

#include <algorithm>
#include <array>
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

// What is known of each register before an instruction.
struct Registers {
  std::array<KindSet, kRegisters> kinds{};  // Those that it may hold; none: it may be unwritten.
  std::array<Extent, kRegisters> extents{};
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_REGISTERS_H_
