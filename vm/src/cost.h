// What work costs, in steps. The interpreter charges with these formulas for what it met; the
// verifier takes them at the largest input that the module's limits admit. Charges beyond the one
// step of each instruction.

#ifndef BYLAW_VM_COST_H_
#define BYLAW_VM_COST_H_

#include <algorithm>
#include <bit>
#include <cstdint>

#include "bylaw/vm/function.h"
#include "bylaw/vm/limits.h"

namespace bylaw::vm {

// Comparing or copying `bytes` of text.
constexpr uint32_t TextSteps(uint32_t bytes) noexcept {
  return bytes / kBytesPerStep;
}

// Looking for a member of a map.
constexpr uint32_t MemberSteps(uint32_t members) noexcept {
  return members / 8;
}

// Looking for a text among `count` sorted ones of at most `bytes` bytes each: halving, and a
// comparison each time.
constexpr uint32_t SortedSteps(uint32_t count, uint32_t bytes) noexcept {
  return static_cast<uint32_t>(std::bit_width(count)) * (1 + TextSteps(bytes));
}

constexpr bool CountsUnits(FunctionCost cost, uint32_t argument) noexcept {
  return (cost.per_unit.arguments >> argument & 1) != 0;
}

// A call, by the units of the arguments that count; without what it spends of its budget.
constexpr uint64_t FunctionSteps(FunctionCost cost, uint64_t units) noexcept {
  return cost.base + cost.per_unit.steps * units;
}

// The units of one argument: 64 bytes of text (begun), or an item of a list or map.
constexpr uint32_t UnitsOfText(uint32_t bytes) noexcept {
  return bytes / kBytesPerStep + 1;
}
inline uint32_t UnitsOf(const Value& value) noexcept {
  if ((SetOf(value.kind) & kTextKinds) != 0) return UnitsOfText(value.size);
  return value.kind == Kind::kList || value.kind == Kind::kMap ? value.size : 0;
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_COST_H_
