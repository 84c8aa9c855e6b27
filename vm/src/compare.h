// Comparing values: three-way orders of typed operands, and the rules for operands of any kind
// (docs/conditions.md, "Comparison").

#ifndef BYLAW_VM_COMPARE_H_
#define BYLAW_VM_COMPARE_H_

#include <algorithm>
#include <cstdint>

#include "bylaw/vm/limits.h"
#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"
#include "hot.h"
#include "text.h"

namespace bylaw::vm {

// Orders are -1, 0, 1, or 2 for unordered: what Holds() takes.
template <typename T>
int Order(const T& a, const T& b) noexcept {
  return a < b ? -1 : a == b ? 0 : a > b ? 1 : 2;
}

// Whether a <relation> b: the order of both without a branch, as no predictor learns which is less.
inline bool HoldsOfInts(uint8_t relation, int64_t a, int64_t b) noexcept {
  return Holds(relation, static_cast<int>(a >= b) + static_cast<int>(a > b) - 1);
}

inline int OrderOfText(std::string_view a, std::string_view b) noexcept {
  return Order(a.compare(b), 0);  // Bytes as unsigned: the order of code points. Not memcmp: empty
                                  // text may have no address.
}

inline constexpr int64_t kPowers[] = {1,       10,        100,        1'000,      10'000,
                                      100'000, 1'000'000, 10'000'000, 100'000'000};
inline constexpr int kPowerMax = static_cast<int>(std::size(kPowers)) - 1;

// Whether a <relation> b; equality needs no order.
inline bool HoldsText(uint8_t relation, std::string_view a, std::string_view b) noexcept {
  if (relation == static_cast<uint8_t>(Relation::kEqual)) return EqualText(a, b);
  if (relation == static_cast<uint8_t>(Relation::kNotEqual)) return !EqualText(a, b);
  return Holds(relation, OrderOfText(a, b));
}

// Coefficients over 64 bits, or exponents far apart.
BYLAW_OUTLINE inline int OrderOfAnyDecimals(const Value& a, const Value& b) noexcept {
  return Order(a.decimal(), b.decimal());
}

// The coefficients of two decimals, neither of them wide, at the lesser of their exponents. Money
// is on the hot path: exponents seldom differ by much, and then the coefficients seldom leave 64
// bits; false where they do.
inline bool ToOneExponent(const Value& a, const Value& b, int64_t& x, int64_t& y) noexcept {
  const int shift = a.exponent - b.exponent;
  x = a.i;
  y = b.i;
  if (shift == 0) return true;
  if (shift > 0) return shift <= kPowerMax && !__builtin_mul_overflow(x, kPowers[shift], &x);
  return -shift <= kPowerMax && !__builtin_mul_overflow(y, kPowers[-shift], &y);
}

inline int OrderOfDecimals(const Value& a, const Value& b) noexcept {
  int64_t x = 0;
  int64_t y = 0;
  const bool wide = ((a.detail | b.detail) & Value::kWide) != 0;
  if (wide || !ToOneExponent(a, b, x, y)) [[unlikely]]
    return OrderOfAnyDecimals(a, b);
  return Order(x, y);
}

// a <relation> b as a bool, or an error: kNotComparable across kinds, kUnordered for an order with
// NaN, kLimit where lists or maps are too much work. `loose`: across kinds unequal, and no order
// with NaN, as in CEL. Adds the work to `steps`, at most kStructuralSteps.
Value CompareAny(const Value& a, const Value& b, uint8_t relation, bool loose,
                 uint32_t& steps) noexcept;

// Whether `item` is an element of the list, or a key of the map, `container`; an error if no
// element equals it and one could not be compared. Adds the work to `steps`, at most
// kStructuralSteps.
Value In(const Value& item, const Value& container, bool loose, uint32_t& steps) noexcept;

// The place of `text` among `count` texts that ascend, `text_at(i)` each; or `count`. Adds a step
// and those of the text for every one that was compared: at most SortedSteps.
template <typename TextAt>
uint32_t FindSorted(std::string_view text, uint32_t count, const TextAt& text_at,
                    uint32_t& steps) noexcept {
  uint32_t begin = 0;
  for (uint32_t end = count; begin < end;) {
    const uint32_t middle = begin + (end - begin) / 2;
    const std::string_view other = text_at(middle);
    steps += 1 + static_cast<uint32_t>(std::min(text.size(), other.size())) / kBytesPerStep;
    const int order = OrderOfText(text, other);
    if (order == 0) return middle;
    if (order < 0) {
      end = middle;
    } else {
      begin = middle + 1;
    }
  }
  return count;
}

// The member of a map that is sorted, or nullptr; adds steps as FindSorted does.
const Value* FindSortedMember(const Value& map, std::string_view key, uint32_t& steps) noexcept;

// The member of a map, or nullptr. Keys that are numbers are found by value.
const Value* FindMember(const Value& map, std::string_view key) noexcept;
const Value* FindMember(const Value& map, const Value& key) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_COMPARE_H_
