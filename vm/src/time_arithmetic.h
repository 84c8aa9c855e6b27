// Calculating with timestamps and durations: exact to the nanosecond, or an error value.

#ifndef BYLAW_VM_TIME_ARITHMETIC_H_
#define BYLAW_VM_TIME_ARITHMETIC_H_

#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

inline constexpr KindSet kTimeKinds = SetOf(Kind::kTimestamp) | SetOf(Kind::kDuration);

// timestamp + duration (either way round), duration + duration, timestamp - timestamp, timestamp -
// duration, duration - duration. The error kOverflow outside the range of the result
// (bylaw/vm/time.h), and between two timestamps over 2^63 nanoseconds, 292 years, apart, as CEL has
// it; kWrongType for anything else.
Value TimeArithmetic(Arithmetic op, const Value& a, const Value& b) noexcept;

Value NegateDuration(const Value& a) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_TIME_ARITHMETIC_H_
