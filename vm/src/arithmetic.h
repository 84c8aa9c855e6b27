// Arithmetic: exact, or an error value. Doubles follow IEEE 754.

#ifndef BYLAW_VM_ARITHMETIC_H_
#define BYLAW_VM_ARITHMETIC_H_

#include "bylaw/vm/arena.h"
#include "bylaw/vm/format.h"
#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"
#include "compare.h"
#include "hot.h"

namespace bylaw::vm {

// Inline: below.
Value IntArithmetic(Arithmetic op, int64_t a, int64_t b) noexcept;
Value UintArithmetic(Arithmetic op, uint64_t a, uint64_t b) noexcept;
Value DoubleArithmetic(Arithmetic op, double a,
                       double b) noexcept;  // No kModulo: the error kWrongType.

Value DecimalArithmetic(Arithmetic op, const Value& a, const Value& b, Arena& arena) noexcept;
// The same, whatever their size.
Value AnyDecimalArithmetic(Arithmetic op, const Value& a, const Value& b, Arena& arena) noexcept;

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

// ---- inline parts: a few instructions of the machine each, once `op` is known ----

// The result of a <op> b; false where there is none: IntError says why.
BYLAW_INLINE bool OfInts(Arithmetic op, int64_t a, int64_t b, int64_t& result) noexcept {
  switch (op) {
    case Arithmetic::kAdd:
      if (__builtin_add_overflow(a, b, &result)) [[unlikely]]
        return false;
      return true;
    case Arithmetic::kSubtract:
      if (__builtin_sub_overflow(a, b, &result)) [[unlikely]]
        return false;
      return true;
    case Arithmetic::kMultiply:
      if (__builtin_mul_overflow(a, b, &result)) [[unlikely]]
        return false;
      return true;
    case Arithmetic::kDivide:
      if (b == -1) [[unlikely]]  // The one that can overflow.
        return !__builtin_sub_overflow(0, a, &result);
      if (b == 0) [[unlikely]]
        return false;
      result = a / b;
      return true;
    case Arithmetic::kModulo:
      if (b == 0) [[unlikely]]
        return false;
      result = b == -1 ? 0 : a % b;
      return true;
  }
  return false;
}
BYLAW_INLINE ValueError IntError(Arithmetic op, int64_t b) noexcept {
  const bool divides = op == Arithmetic::kDivide || op == Arithmetic::kModulo;
  return divides && b == 0 ? ValueError::kDivideByZero : ValueError::kOverflow;
}

BYLAW_INLINE Value IntArithmetic(Arithmetic op, int64_t a, int64_t b) noexcept {
  int64_t result = 0;
  return OfInts(op, a, b, result) ? Value::Int(result) : Value::Error(IntError(op, b));
}

BYLAW_INLINE Value UintArithmetic(Arithmetic op, uint64_t a, uint64_t b) noexcept {
  const Value overflow = Value::Error(ValueError::kOverflow);
  const Value by_zero = Value::Error(ValueError::kDivideByZero);
  uint64_t result = 0;
  switch (op) {
    case Arithmetic::kAdd:
      if (__builtin_add_overflow(a, b, &result)) [[unlikely]]
        return overflow;
      return Value::Uint(result);
    case Arithmetic::kSubtract:
      if (__builtin_sub_overflow(a, b, &result)) [[unlikely]]
        return overflow;
      return Value::Uint(result);
    case Arithmetic::kMultiply:
      if (__builtin_mul_overflow(a, b, &result)) [[unlikely]]
        return overflow;
      return Value::Uint(result);
    case Arithmetic::kDivide:
      return b == 0 ? by_zero : Value::Uint(a / b);
    case Arithmetic::kModulo:
      return b == 0 ? by_zero : Value::Uint(a % b);
  }
  return overflow;
}

BYLAW_INLINE Value DoubleArithmetic(Arithmetic op, double a, double b) noexcept {
  switch (op) {
    case Arithmetic::kAdd:
      return Value::Double(a + b);
    case Arithmetic::kSubtract:
      return Value::Double(a - b);
    case Arithmetic::kMultiply:
      return Value::Double(a * b);
    case Arithmetic::kDivide:
      return Value::Double(a / b);
    case Arithmetic::kModulo:
      break;
  }
  return Value::Error(ValueError::kWrongType);
}

// Money is seldom more than 64 bits, before or after. What is, zero (whose exponent could grow
// without end) and quotients are for Decimal.
BYLAW_INLINE bool OfSmallDecimals(Arithmetic op, const Value& a, const Value& b,
                                  Value& result) noexcept {
  if (((a.detail | b.detail) & Value::kWide) != 0) return false;
  int64_t coefficient = 0;
  int exponent = a.exponent + b.exponent;
  if (op == Arithmetic::kMultiply) {
    if (__builtin_mul_overflow(a.i, b.i, &coefficient) || exponent < Decimal::kExponentMin ||
        exponent > Decimal::kExponentMax) {
      return false;
    }
  } else if (op == Arithmetic::kAdd || op == Arithmetic::kSubtract) {
    int64_t x = 0;
    int64_t y = 0;
    if (!ToOneExponent(a, b, x, y)) return false;
    exponent = std::min<int>(a.exponent, b.exponent);
    if (op == Arithmetic::kAdd ? __builtin_add_overflow(x, y, &coefficient)
                               : __builtin_sub_overflow(x, y, &coefficient)) {
      return false;
    }
  }
  if (coefficient == 0) return false;
  result = Value::SmallDecimal(coefficient, static_cast<int16_t>(exponent));
  return true;
}

BYLAW_INLINE Value DecimalArithmetic(Arithmetic op, const Value& a, const Value& b,
                                     Arena& arena) noexcept {
  Value result;
  return OfSmallDecimals(op, a, b, result) ? result : AnyDecimalArithmetic(op, a, b, arena);
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ARITHMETIC_H_
