// Comparing values: three-way orders of typed operands, and the rules for operands of any kind
// (docs/conditions.md, "Comparison").

#ifndef BYLAW_VM_COMPARE_H_
#define BYLAW_VM_COMPARE_H_

#include <cstdint>

#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

// Orders are -1, 0, 1, or 2 for unordered: what Holds() takes.
template <typename T>
int Order(const T& a, const T& b) noexcept {
  return a < b ? -1 : a == b ? 0 : a > b ? 1 : 2;
}

inline int OrderOfText(std::string_view a, std::string_view b) noexcept {
  return Order(a.compare(b), 0);  // Bytes as unsigned: the order of code points. Not memcmp: empty
                                  // text may have no address.
}

// Money compared with a limit is on the hot path: exponents seldom differ by much, and then 128
// bits hold both.
inline int OrderOfDecimals(const Value& a, const Value& b) noexcept {
  constexpr int64_t kPowers[] = {1,       10,        100,        1'000,      10'000,
                                 100'000, 1'000'000, 10'000'000, 100'000'000};
  constexpr int kPowerMax = static_cast<int>(std::size(kPowers)) - 1;
  const int shift = a.exponent - b.exponent;
  if (((a.detail | b.detail) & Value::kWide) != 0 || shift < -kPowerMax || shift > kPowerMax) {
    return Order(a.decimal(), b.decimal());
  }
  if (shift == 0) return Order(a.i, b.i);
  return shift < 0 ? Order(Int128{a.i}, Int128{b.i} * kPowers[-shift])
                   : Order(Int128{a.i} * kPowers[shift], Int128{b.i});
}

// a <relation> b as a bool, or an error: kNotComparable across kinds, kUnordered for an order with
// NaN, kLimit where lists or maps are too much work. Adds the work to `steps`, at most
// kStructuralSteps.
Value CompareAny(const Value& a, const Value& b, uint8_t relation, uint32_t& steps) noexcept;

// Whether `item` is an element of the list, or a key of the map, `container`; an error if no
// element equals it and one could not be compared. Adds the work to `steps`, at most
// kStructuralSteps.
Value In(const Value& item, const Value& container, uint32_t& steps) noexcept;

// The member of a map, or nullptr.
const Value* FindMember(const Value& map, std::string_view key) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_COMPARE_H_
