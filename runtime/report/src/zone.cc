#include "bylaw/report/zone.h"

#include <absl/strings/string_view.h>
#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <utility>

namespace bylaw::report {

using ledger::Timestamp;

struct Zone::State {
  absl::TimeZone zone;
};

namespace {

constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;

absl::Time TimeOf(Timestamp time) {
  return absl::FromUnixMicros(time.us);
}

Timestamp StampOf(absl::Time time) {
  return Timestamp{absl::ToUnixMicros(time)};
}

// 2026-03-14T11:42:09Z with up to six digits of a second.
std::optional<Timestamp> ParseUtc(std::string text) {
  constexpr std::size_t kSecondsChars = 19;
  constexpr std::size_t kMicrosecondsChars = 26;
  text.pop_back();
  if (text.size() == kSecondsChars) text += ".0";
  if (text.size() < kMicrosecondsChars) text.append(kMicrosecondsChars - text.size(), '0');
  return ledger::ParseTimestamp(text + "Z");
}

}  // namespace

Zone::Zone() : name_("UTC"), state_(std::make_shared<const State>(State{absl::UTCTimeZone()})) {}

Result<Zone> Zone::Load(const std::string& name) {
  absl::TimeZone found;
  if (name.empty() || !absl::LoadTimeZone(name, &found)) {
    return ledger::Fail(ledger::ErrorCode::kInvalidArgument,
                        "there is no time zone " + name +
                            "; name one of the IANA database, as Europe/Berlin or UTC");
  }
  Zone zone;
  zone.name_ = name;
  zone.state_ = std::make_shared<const State>(State{found});
  return zone;
}

std::optional<Timestamp> Zone::Parse(std::string text) const {
  constexpr std::size_t kMonthChars = 7;
  constexpr std::size_t kDayChars = 10;
  if (text.ends_with('Z')) return ParseUtc(std::move(text));
  if (text.size() == kMonthChars) text += "-01";
  // The strict reader of timestamps knows which days there are.
  if (text.size() != kDayChars || !ledger::ParseTimestamp(text + "T00:00:00.000000Z"))
    return std::nullopt;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) return std::nullopt;
  return StampOf(absl::FromCivil(day, state_->zone));
}

Timestamp Zone::Begin(Timestamp time, CalendarUnit unit) const {
  const absl::TimeZone::CivilInfo info = state_->zone.At(TimeOf(time));
  if (unit == CalendarUnit::kMonth)
    return StampOf(absl::FromCivil(absl::CivilMonth(info.cs), state_->zone));
  if (unit == CalendarUnit::kDay)
    return StampOf(absl::FromCivil(absl::CivilDay(info.cs), state_->zone));
  // By its distance, not by its name: where clocks are set back one hour comes twice.
  const std::int64_t into_hour =
      (info.cs.minute() * 60 + info.cs.second()) * kMicrosecondsPerSecond +
      absl::ToInt64Microseconds(info.subsecond);
  return Timestamp{time.us - into_hour};
}

Timestamp Zone::Next(Timestamp time, CalendarUnit unit) const {
  const absl::CivilSecond civil = state_->zone.At(TimeOf(time)).cs;
  if (unit == CalendarUnit::kMonth)
    return StampOf(absl::FromCivil(absl::CivilMonth(civil) + 1, state_->zone));
  if (unit == CalendarUnit::kDay)
    return StampOf(absl::FromCivil(absl::CivilDay(civil) + 1, state_->zone));
  return Timestamp{Begin(time, unit).us + 3600 * kMicrosecondsPerSecond};
}

std::string Zone::Text(Timestamp time, CalendarUnit unit) const {
  const char* const format = unit == CalendarUnit::kMonth ? "%Y-%m"
                             : unit == CalendarUnit::kDay ? "%Y-%m-%d"
                                                          : "%Y-%m-%d %H:%M %Ez";
  return absl::FormatTime(format, TimeOf(time), state_->zone);
}

}  // namespace bylaw::report
