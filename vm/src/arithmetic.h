// Arithmetic: exact, or an error value. Doubles follow IEEE 754.

#ifndef BYLAW_VM_ARITHMETIC_H_
#define BYLAW_VM_ARITHMETIC_H_

#include "bylaw/vm/arena.h"
#include "bylaw/vm/format.h"
#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

Value IntArithmetic(Arithmetic op, int64_t a, int64_t b) noexcept;
Value UintArithmetic(Arithmetic op, uint64_t a, uint64_t b) noexcept;
Value DoubleArithmetic(Arithmetic op, double a,
                       double b) noexcept;  // No kModulo: the error kWrongType.
Value DecimalArithmetic(Arithmetic op, const Value& a, const Value& b, Arena& arena) noexcept;

Value NegateInt(int64_t a) noexcept;

// a + b of two strings, or two bytes; the error kLimit over `bytes_max`. Adds the work to `steps`.
Value Concatenate(const Value& a, const Value& b, uint32_t bytes_max, Arena& arena,
                  uint32_t& steps) noexcept;

// Operands of whatever kinds: those that the typed forms take; an int or uint with a decimal is a
// decimal; a literal reads as its opposite's type; times as in time_arithmetic.h. Else the error
// kWrongType.
Value ArithmeticAny(Arithmetic op, const Value& a, const Value& b, const PolicyRow& limits,
                    Arena& arena, uint32_t& steps) noexcept;
// The items of both lists; the error kLimit over `items_max`. Adds the work to `steps`.
Value JoinLists(const Value& a, const Value& b, uint32_t items_max, Arena& arena,
                uint32_t& steps) noexcept;
Value NegateAny(const Value& a, Arena& arena) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ARITHMETIC_H_
