#include "time_arithmetic.h"

#include <limits>

#include "bylaw/vm/time.h"

namespace bylaw::vm {
namespace {

constexpr int kNanosPerMicro = 1'000;

// a + b as a value of `kind`.
Value Sum(Kind kind, const Value& a, const Value& b) {
  Value sum = kind == Kind::kTimestamp ? Value::Timestamp(0) : Value::Duration(0);
  const int nanos = a.exponent + b.exponent;
  const int carry = nanos >= kNanosPerMicro ? 1 : 0;
  if (__builtin_add_overflow(a.i, b.i, &sum.i) || __builtin_add_overflow(sum.i, carry, &sum.i))
    return Value::Error(ValueError::kOverflow);
  sum.exponent = static_cast<int16_t>(nanos - carry * kNanosPerMicro);
  return IsTimeInRange(sum) ? sum : Value::Error(ValueError::kOverflow);
}

// a - b as a value of `kind`.
Value Difference(Kind kind, const Value& a, const Value& b) {
  Value difference = kind == Kind::kTimestamp ? Value::Timestamp(0) : Value::Duration(0);
  const int nanos = a.exponent - b.exponent;
  const int borrow = nanos < 0 ? 1 : 0;
  if (__builtin_sub_overflow(a.i, b.i, &difference.i) ||
      __builtin_sub_overflow(difference.i, borrow, &difference.i)) {
    return Value::Error(ValueError::kOverflow);
  }
  difference.exponent = static_cast<int16_t>(nanos + borrow * kNanosPerMicro);
  return IsTimeInRange(difference) ? difference : Value::Error(ValueError::kOverflow);
}

bool FitsNanoseconds(const Value& duration) {
  const Int128 nanos = Int128{duration.i} * kNanosPerMicro + duration.exponent;
  return nanos >= std::numeric_limits<int64_t>::min() &&
         nanos <= std::numeric_limits<int64_t>::max();
}

}  // namespace

Value TimeArithmetic(Arithmetic op, const Value& a, const Value& b) noexcept {
  const bool durations = a.kind == Kind::kDuration && b.kind == Kind::kDuration;
  const bool timestamps = a.kind == Kind::kTimestamp && b.kind == Kind::kTimestamp;
  const bool mixed = ((SetOf(a.kind) | SetOf(b.kind)) == kTimeKinds);
  if (op == Arithmetic::kAdd) {
    if (durations) return Sum(Kind::kDuration, a, b);
    if (mixed) return Sum(Kind::kTimestamp, a, b);
  } else if (op == Arithmetic::kSubtract) {
    if (durations) return Difference(Kind::kDuration, a, b);
    if (mixed && a.kind == Kind::kTimestamp) return Difference(Kind::kTimestamp, a, b);
    if (timestamps) {
      const Value between = Difference(Kind::kDuration, a, b);
      if (between.is_error() || FitsNanoseconds(between)) return between;
      return Value::Error(ValueError::kOverflow);
    }
  }
  return Value::Error(ValueError::kWrongType);
}

Value NegateDuration(const Value& a) noexcept {
  return Difference(Kind::kDuration, Value::Duration(0), a);
}

}  // namespace bylaw::vm
