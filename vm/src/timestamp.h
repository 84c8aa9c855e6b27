// Days of the calendar, and points in time as requests write them.

#ifndef BYLAW_VM_TIMESTAMP_H_
#define BYLAW_VM_TIMESTAMP_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "bylaw/vm/time.h"

namespace bylaw::vm {

inline constexpr int64_t kSecondsPerDay = 86'400;
inline constexpr int64_t kMicrosPerDay = kSecondsPerDay * kMicrosPerSecond;

// number / unit, rounded down; `unit` is positive.
constexpr int64_t FloorDivide(int64_t number, int64_t unit) noexcept {
  return number / unit - (number % unit < 0 ? 1 : 0);
}

// Days since 1970-01-01 of a day of the proleptic Gregorian calendar.
constexpr int32_t DayOf(int32_t year, uint32_t month, uint32_t day) noexcept {
  const int32_t y = month <= 2 ? year - 1 : year;
  const int32_t era = (y >= 0 ? y : y - 399) / 400;
  const auto year_of_era = static_cast<uint32_t>(y - era * 400);
  const uint32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const uint32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + static_cast<int32_t>(day_of_era) - 719'468;
}

struct CivilDay {
  int32_t year;
  int32_t month;  // 1 to 12
  int32_t day;    // 1 to 31
};

// The inverse of DayOf. Years are counted from March, so that the leap day is the last of its year.
constexpr CivilDay CivilDayOf(int32_t days) noexcept {
  const int32_t shifted = days + 719'468;
  const int32_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const int32_t day_of_era = shifted - era * 146'097;
  const int32_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int32_t month_from_march = (5 * day_of_year + 2) / 153;
  const int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

// The UTC day of a point in time.
constexpr int32_t DayOfMicros(int64_t micros) noexcept {
  return static_cast<int32_t>(FloorDivide(micros, kMicrosPerDay));
}

// Microseconds since 1970-01-01T00:00:00Z of "2026-04-14T11:42:09Z", with up to six digits of a
// second's fraction. Years 0001 to 9999; real days; no leap second; only `Z`.
std::optional<int64_t> ParseTimestamp(std::string_view text) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_TIMESTAMP_H_
