// The implementations that lists.def names. Lists hold what they held: no item is copied but for
// its 16 bytes.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM.
#ifndef BYLAW_STDLIB_SRC_LISTS_H_
#define BYLAW_STDLIB_SRC_LISTS_H_

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

// lists.cc
vm::Value Flatten(const vm::FunctionCall& call) noexcept;  // kBadArgument for a depth below zero
vm::Value Slice(const vm::FunctionCall& call) noexcept;    // kBadIndex for what is not in the list
vm::Value ReverseList(const vm::FunctionCall& call) noexcept;
vm::Value First(const vm::FunctionCall& call) noexcept;
vm::Value Last(const vm::FunctionCall& call) noexcept;
vm::Value ListsRange(const vm::FunctionCall& call) noexcept;  // kBadArgument below zero

// sets.cc. An item that equals none and cannot be compared with one is kNotComparable, unless
// another decides.
vm::Value Distinct(const vm::FunctionCall& call) noexcept;
vm::Value SetsContains(const vm::FunctionCall& call) noexcept;
vm::Value SetsEquivalent(const vm::FunctionCall& call) noexcept;
vm::Value SetsIntersects(const vm::FunctionCall& call) noexcept;

// sort.cc. kNotComparable unless all are of one kind that has an order, or numbers (decimals and
// doubles not together); kUnordered for NaN.
vm::Value Sort(const vm::FunctionCall& call) noexcept;

// sum.cc. kWrongType for what is no number; kNotComparable for kinds that do not add up: ints and
// uints mix with decimals alone. kOverflow.
vm::Value Sum(const vm::FunctionCall& call) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_LISTS_H_
