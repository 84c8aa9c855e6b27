// Points in time and durations: what they may be, as text, as dates of the calendar.
//
// They are Values of kind kTimestamp and kDuration, exact to the nanosecond. Nothing here knows the
// time, or a time zone: an offset from UTC is a number of seconds.
//
// Thread-safety: reentrant. Ownership: nothing is allocated. Values of any payload are taken, also
// those outside the ranges below: a module or a host may bring one.

#ifndef BYLAW_VM_TIME_H_
#define BYLAW_VM_TIME_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "bylaw/vm/value.h"

namespace bylaw::vm {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;

// CEL's range of timestamps: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
inline constexpr int64_t kTimestampSecondsMin = -62'135'596'800;
inline constexpr int64_t kTimestampSecondsMax = 253'402'300'799;
// And of durations, in both directions: 10,000 years of 365.25 days.
inline constexpr int64_t kDurationSecondsMax = 315'576'000'000;

// Whether a timestamp or duration is in its range.
bool IsTimeInRange(const Value& time) noexcept;

// Of whole seconds, since 1970-01-01T00:00:00Z or long; the error kOverflow outside the range.
Value TimestampOfSeconds(int64_t seconds) noexcept;
Value DurationOfSeconds(int64_t seconds) noexcept;
// Of seconds with a fraction; the error kWrongType where nanoseconds do not tell it
// exactly, kOutOfRange outside the range.
Value TimestampOfDecimal(const Decimal& seconds) noexcept;

// Whole seconds of a timestamp or duration, rounded down.
int64_t FloorSeconds(const Value& time) noexcept;

// RFC 3339 with `T` and either `Z` or an offset: "2026-04-14T11:42:09.5+02:00", one to nine digits
// of fraction, offsets to 23:59, no leap second. Else, and outside the range, the error
// kBadArgument.
Value ParseRfc3339(std::string_view text) noexcept;

// Midnight UTC of a day, "2026-03-01"; else the error kBadArgument.
Value ParseDate(std::string_view text) noexcept;

// Over it the error kLimit: every duration has a text of less than a third of this.
inline constexpr uint32_t kDurationBytesMax = 128;

// What Go's time.ParseDuration takes: a sign or none, then numbers with a unit each, "1h30m5.5s",
// or "0". Units: h, m, s, ms, us (or µs), ns. Of each number what is below a nanosecond is dropped.
// Else, and outside the range, the error kBadArgument.
Value ParseDuration(std::string_view text) noexcept;

using TimeBuffer = std::array<char, 40>;

// RFC 3339 in UTC, no zeros at the end of the fraction: "2026-04-14T11:42:09.5Z". Beyond the years
// 0000 to 9999 the year has a sign and as many digits as it takes.
std::string_view FormatTimestamp(const Value& timestamp, TimeBuffer& buffer) noexcept;

// As CEL's string(duration): seconds, "5.5s", "-0.000000001s", "5400s".
std::string_view FormatDuration(const Value& duration, TimeBuffer& buffer) noexcept;

// A point in time as calendar and clock show it: the proleptic Gregorian calendar, no leap seconds.
struct CivilTime {
  int32_t year;
  int32_t month;        // 1 to 12
  int32_t day;          // 1 to 31
  int32_t day_of_week;  // 0 (Sunday) to 6
  int32_t day_of_year;  // 0 to 365
  int32_t hour;
  int32_t minute;
  int32_t second;
  int32_t nanosecond;
};

// 0 (Sunday) to 6, of days since 1970-01-01.
constexpr int32_t DayOfWeek(int32_t day) noexcept {
  constexpr int32_t kThursday = 4;  // 1970-01-01
  return (day % 7 + 7 + kThursday) % 7;
}

// `offset_seconds` east of UTC, less than a year.
CivilTime CivilOf(const Value& timestamp, int32_t offset_seconds = 0) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_TIME_H_
