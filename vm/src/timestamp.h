// Points in time as text (RFC 3339, UTC) and as microseconds since 1970-01-01T00:00:00Z.

#ifndef BYLAW_VM_TIMESTAMP_H_
#define BYLAW_VM_TIMESTAMP_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace bylaw::vm {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

// Days since 1970-01-01 of a day of the proleptic Gregorian calendar.
constexpr int32_t DayOf(int32_t year, uint32_t month, uint32_t day) noexcept {
  const int32_t y = month <= 2 ? year - 1 : year;
  const int32_t era = (y >= 0 ? y : y - 399) / 400;
  const auto year_of_era = static_cast<uint32_t>(y - era * 400);
  const uint32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const uint32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + static_cast<int32_t>(day_of_era) - 719'468;
}

// The UTC day of a point in time.
constexpr int32_t DayOfMicros(int64_t micros) noexcept {
  const int64_t day = micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
  return static_cast<int32_t>(day);
}

// "2026-04-14T11:42:09Z", with up to six digits of a second's fraction. Years 0001 to 9999; real
// days; no leap second; only `Z`.
std::optional<int64_t> ParseTimestamp(std::string_view text) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_TIMESTAMP_H_
