#include "within.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "bylaw/vm/time.h"
#include "schedule.h"
#include "zones.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kDaysOfWeek = 7;
constexpr std::int64_t kEpochDayOfWeek = 4;  // 1970-01-01 was a Thursday.
constexpr int kHolidays = 3;                 // The argument.

struct ZonedSchedule final : vm::Prepared {
  std::unique_ptr<Zone> zone;
  Schedule schedule;
};

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b < 0 ? 1 : 0);
}

// What the clock shows.
struct LocalTime {
  std::int64_t day = 0;  // Since 1970-01-01.
  std::uint32_t minute = 0;

  std::uint32_t DayOfWeek(std::int64_t of_day) const noexcept {
    const std::int64_t days = of_day + kEpochDayOfWeek;
    return static_cast<std::uint32_t>(days - FloorDivide(days, kDaysOfWeek) * kDaysOfWeek);
  }
};

LocalTime LocalAt(std::int64_t seconds, std::int32_t offset) noexcept {
  seconds += offset;
  const std::int64_t day = FloorDivide(seconds, kSecondsPerDay);
  return {day, static_cast<std::uint32_t>((seconds - day * kSecondsPerDay) / 60)};
}

// Days since 1970-01-01 of a holiday, or the error.
Value DayOf(const Value& holiday) noexcept {
  if (holiday.kind != Kind::kString) return Value::Error(ValueError::kWrongType);
  const Value midnight = vm::ParseDate(holiday.string());
  if (midnight.is_error()) return midnight;
  return Value::Int(FloorDivide(vm::FloorSeconds(midnight), kSecondsPerDay));
}

bool IsWithin(const LocalTime& time, const Schedule& schedule, bool began_on_holiday) noexcept {
  const std::uint32_t today = time.DayOfWeek(time.day);
  const std::uint32_t yesterday = time.DayOfWeek(time.day - 1);
  return std::ranges::any_of(schedule.windows(), [&](const ScheduleWindow& window) {
    const bool since_today = window.BeginsOn(today) && time.minute >= window.begin &&
                             (window.over_midnight() || time.minute < window.end);
    const bool since_yesterday = window.over_midnight() && window.BeginsOn(yesterday) &&
                                 time.minute < window.end && !began_on_holiday;
    return since_today || since_yesterday;
  });
}

}  // namespace

Value Within(const FunctionCall& call) noexcept {
  Schedule written;
  const Schedule* schedule = &written;
  std::optional<std::int32_t> offset;
  const std::int64_t seconds = vm::FloorSeconds(call.arguments[0]);
  if (call.prepared != nullptr) {
    const auto* const prepared = static_cast<const ZonedSchedule*>(call.prepared);
    offset = prepared->zone->OffsetAt(seconds);
    schedule = &prepared->schedule;
  } else {
    offset = FixedOffset(call.arguments[1].string());
    if (!written.Parse(call.arguments[2].string()).empty())
      return Value::Error(ValueError::kBadArgument);
  }
  if (!offset) return Value::Error(ValueError::kBadArgument);
  const LocalTime time = LocalAt(seconds, *offset);
  bool holiday = false;
  bool began_on_holiday = false;
  if (call.arguments.size() > kHolidays) {
    const Value& holidays = call.arguments[kHolidays];
    for (std::uint32_t i = 0; i < holidays.size; ++i) {
      const Value day = DayOf(holidays.items[i]);
      if (day.is_error()) return day;
      holiday = holiday || day.i == time.day;
      began_on_holiday = began_on_holiday || day.i == time.day - 1;
    }
  }
  return Value::Bool(!holiday && IsWithin(time, *schedule, began_on_holiday));
}

std::string EmbedSchedule(std::string_view constant, std::string* error) {
  Schedule schedule;
  const std::string_view mistake = schedule.Parse(constant);
  if (mistake.empty()) return schedule.Encode();
  *error = mistake;
  return {};
}

std::unique_ptr<vm::Prepared> PrepareWithin(const Value& constant, std::string* error) {
  if (constant.kind != Kind::kBytes) {
    *error = "the time zone and the schedule are not in the form that modules carry";
    return nullptr;
  }
  const std::string_view bytes = constant.string();
  const std::size_t zone_bytes = std::min(Zone::EncodedBytes(bytes), bytes.size());
  auto prepared = std::make_unique<ZonedSchedule>();
  prepared->zone = Zone::Read(bytes.substr(0, zone_bytes), error);
  if (prepared->zone == nullptr) return nullptr;
  if (!prepared->schedule.Read(bytes.substr(zone_bytes))) {
    *error = "the schedule is not one of those that are written";
    return nullptr;
  }
  return prepared;
}

bool CheckHolidays(int argument, const Value& constant, std::string* error) {
  if (argument != kHolidays || constant.kind != Kind::kList) return true;
  for (std::uint32_t i = 0; i < constant.size; ++i) {
    if (!DayOf(constant.items[i]).is_error()) continue;
    *error = "holidays are days of the calendar, in quotes, as in [\"2026-12-25\"]";
    return false;
  }
  return true;
}

}  // namespace bylaw::stdlib
