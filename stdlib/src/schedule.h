// Schedules: the windows of a week in which something may happen, as text.
//
//   "Tue-Thu 22:00-04:00"
//   "Mon-Fri 08:00-12:00,13:00-17:00; Sat 09:00-12:00"
//   "22:00-04:00"                                           every day
//
// Entries are separated by `;`. An entry is days (Mon to Sun, ranges of them, lists), if it is not
// of every day, and windows from a minute to a minute, which is no longer within. A window whose
// end is not after its begin ends on the next day, and belongs to the day on which it begins.
// 24:00 is the end of a day.
//
// What a module holds, little-endian: "BSC1", the count of windows (4), and of each the days (1, a
// bit each from Sunday on), the minutes of the day of its begin (2) and of its end (2).
//
// Thread-safety: values. Limits: kScheduleWindowsMax windows. Nothing is allocated.
#ifndef BYLAW_STDLIB_SRC_SCHEDULE_H_
#define BYLAW_STDLIB_SRC_SCHEDULE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bylaw::stdlib {

inline constexpr std::size_t kScheduleWindowsMax = 64;
inline constexpr std::uint16_t kMinutesOfDay = 24 * 60;

struct ScheduleWindow {
  std::uint8_t days = 0;    // On which it begins, a bit each, Sunday's the lowest.
  std::uint16_t begin = 0;  // Minutes of the day, 0 to 1439.
  std::uint16_t end = 0;    // 1 to 1440; less than `begin`: of the next day. Never equal to it.

  bool over_midnight() const noexcept { return end < begin; }
  bool BeginsOn(std::uint32_t day_of_week) const noexcept { return (days >> day_of_week & 1) != 0; }
};

class Schedule {
 public:
  // Takes a schedule as written. What is wrong with it, in one sentence; empty: nothing.
  std::string_view Parse(std::string_view text) noexcept;
  // Takes a module's bytes. False if they are not exactly an encoding as above.
  bool Read(std::string_view bytes) noexcept;
  std::string Encode() const;

  std::span<const ScheduleWindow> windows() const noexcept { return {windows_.data(), count_}; }

 private:
  std::array<ScheduleWindow, kScheduleWindowsMax> windows_{};
  std::size_t count_ = 0;
};

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_SCHEDULE_H_
