// Equality and order of values of any kinds, for functions that compare items (docs/conditions.md,
// "Comparison").
//
// Thread-safety: reentrant. Limits: recursion is as deep as the values, which a request or a
// condition bounds; work is charged to the budget.

#ifndef BYLAW_VM_EQUAL_H_
#define BYLAW_VM_EQUAL_H_

#include "bylaw/vm/function.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

// a == b as a bool. Numbers are compared by value; lists and maps by what they hold. Values of
// different kinds, and null with anything but a literal null, are the error kNotComparable;
// `loose`: they are unequal, and null equals null. kLimit where the budget is spent.
Value EqualValues(const Value& a, const Value& b, bool loose, WorkBudget& work) noexcept;

// The order of a and b as an int: -1, 0 or 1. Numbers are ordered by value, text by code point.
// kNotComparable for kinds that have no order, together or at all; kUnordered for NaN. `loose`: a
// decimal has an order with a double.
Value OrderValues(const Value& a, const Value& b, bool loose, WorkBudget& work) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_EQUAL_H_
