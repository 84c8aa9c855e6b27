// The implementations that time.def names (a header "time.h" in an include directory would be taken
// for the C library's). Arguments are of the kinds in their signatures.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM. Text that
// is not exactly what a function takes is kBadArgument; what is out of range is kOverflow.
#ifndef BYLAW_STDLIB_SRC_TIME_FUNCTIONS_H_
#define BYLAW_STDLIB_SRC_TIME_FUNCTIONS_H_

#include <cstdint>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

vm::Value TimestampOfText(const vm::FunctionCall& call) noexcept;
vm::Value TimestampOfInt(const vm::FunctionCall& call) noexcept;
vm::Value TimestampOfAny(const vm::FunctionCall& call) noexcept;
vm::Value Date(const vm::FunctionCall& call) noexcept;
vm::Value DurationOfText(const vm::FunctionCall& call) noexcept;
vm::Value DurationOfAny(const vm::FunctionCall& call) noexcept;
vm::Value Days(const vm::FunctionCall& call) noexcept;

enum class TimeField : std::uint8_t {
  kFullYear,
  kMonth,
  kDate,
  kDayOfMonth,
  kDayOfWeek,
  kDayOfYear,
  kHours,
  kMinutes,
  kSeconds,
  kMilliseconds,
};

// Of a timestamp, in UTC, or of a duration, which has hours and what is below; else kWrongType.
vm::Value FieldOf(const vm::Value& time, TimeField field) noexcept;
// Of a timestamp in the zone of the second argument: prepared where it is constant, else a fixed
// offset.
vm::Value FieldInZoneOf(const vm::FunctionCall& call, TimeField field) noexcept;

template <TimeField field>
vm::Value Field(const vm::FunctionCall& call) noexcept {
  return FieldOf(call.arguments[0], field);
}
template <TimeField field>
vm::Value FieldInZone(const vm::FunctionCall& call) noexcept {
  return FieldInZoneOf(call, field);
}

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_TIME_FUNCTIONS_H_
