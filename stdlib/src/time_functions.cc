#include "time_functions.h"

#include <optional>

#include "bylaw/vm/time.h"
#include "zones.h"

namespace bylaw::stdlib {
namespace {

using vm::CivilTime;
using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

constexpr std::int64_t kSecondsPerDay = 86'400;

// A field of a timestamp, `offset` seconds east of UTC. What the clock shows, and the day of the
// week, need no calendar.
std::int64_t CivilField(const Value& timestamp, std::int32_t offset, TimeField field) {
  const std::int64_t local = vm::FloorSeconds(timestamp) + offset;
  const std::int64_t day = local / kSecondsPerDay - (local % kSecondsPerDay < 0 ? 1 : 0);
  const auto second = static_cast<std::int32_t>(local - day * kSecondsPerDay);
  switch (field) {
    case TimeField::kDayOfWeek:
      return vm::DayOfWeek(static_cast<std::int32_t>(day));
    case TimeField::kHours:
      return second / 3'600;
    case TimeField::kMinutes:
      return second / 60 % 60;
    case TimeField::kSeconds:
      return second % 60;
    default:
      break;
  }
  const CivilTime time = vm::CivilOf(timestamp, offset);
  switch (field) {
    case TimeField::kFullYear:
      return time.year;
    case TimeField::kMonth:
      return time.month - 1;
    case TimeField::kDate:
      return time.day;
    case TimeField::kDayOfMonth:
      return time.day - 1;
    case TimeField::kDayOfYear:
      return time.day_of_year;
    case TimeField::kMilliseconds:
      return time.nanosecond / 1'000'000;
    default:
      return 0;
  }
}

Value DurationField(const Value& duration, TimeField field) {
  constexpr std::int64_t kMicrosPerMilli = 1'000;
  // Rounded towards zero; a fraction below a microsecond brings a negative one nearer to it.
  const std::int64_t micros = duration.i + (duration.i < 0 && duration.exponent > 0 ? 1 : 0);
  const std::int64_t seconds = micros / vm::kMicrosPerSecond;
  switch (field) {
    case TimeField::kHours:
      return Value::Int(seconds / 3'600);
    case TimeField::kMinutes:
      return Value::Int(seconds / 60);
    case TimeField::kSeconds:
      return Value::Int(seconds);
    case TimeField::kMilliseconds:
      return Value::Int(micros % vm::kMicrosPerSecond / kMicrosPerMilli);
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

}  // namespace

Value TimestampOfText(const FunctionCall& call) noexcept {
  return vm::ParseRfc3339(call.arguments[0].string());
}

Value TimestampOfInt(const FunctionCall& call) noexcept {
  return vm::TimestampOfSeconds(call.arguments[0].i);
}

Value TimestampOfAny(const FunctionCall& call) noexcept {
  switch (call.arguments[0].kind) {
    case Kind::kString:
      return TimestampOfText(call);
    case Kind::kInt:
      return TimestampOfInt(call);
    case Kind::kTimestamp:
      return call.arguments[0];
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

Value Date(const FunctionCall& call) noexcept {
  return vm::ParseDate(call.arguments[0].string());
}

Value DurationOfText(const FunctionCall& call) noexcept {
  return vm::ParseDuration(call.arguments[0].string());
}

Value DurationOfAny(const FunctionCall& call) noexcept {
  switch (call.arguments[0].kind) {
    case Kind::kString:
      return DurationOfText(call);
    case Kind::kDuration:
      return call.arguments[0];
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

Value Days(const FunctionCall& call) noexcept {
  std::int64_t seconds = 0;
  if (__builtin_mul_overflow(call.arguments[0].i, kSecondsPerDay, &seconds))
    return Value::Error(ValueError::kOverflow);
  return vm::DurationOfSeconds(seconds);
}

Value FieldOf(const Value& time, TimeField field) noexcept {
  switch (time.kind) {
    case Kind::kTimestamp:
      return Value::Int(CivilField(time, 0, field));
    case Kind::kDuration:
      return DurationField(time, field);
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

Value FieldInZoneOf(const FunctionCall& call, TimeField field) noexcept {
  const Value& time = call.arguments[0];
  std::optional<std::int32_t> offset;
  if (call.prepared != nullptr) {
    offset = static_cast<const Zone*>(call.prepared)->OffsetAt(vm::FloorSeconds(time));
  } else {
    offset = FixedOffset(call.arguments[1].string());
  }
  if (!offset) return Value::Error(ValueError::kBadArgument);
  return Value::Int(CivilField(time, *offset, field));
}

}  // namespace bylaw::stdlib
