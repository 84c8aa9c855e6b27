// A time zone by its IANA name: what "March" and "the 14th" mean to those who read.
//
// Records keep their times in UTC; a zone only says where days begin and how a time is shown. The
// tables are the system's (tzdata). Thread-safety: immutable. Ownership: a value type.
#ifndef BYLAW_REPORT_ZONE_H_
#define BYLAW_REPORT_ZONE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/record.h"

namespace bylaw::report {

using ledger::Result;

enum class CalendarUnit : std::uint8_t { kHour, kDay, kMonth };

class Zone {
 public:
  // UTC.
  Zone();

  // "Europe/Berlin". kInvalidArgument: the system knows no such zone.
  static Result<Zone> Load(const std::string& name);

  const std::string& name() const { return name_; }

  // Where a month (2026-03) or a day (2026-03-14) begins in this zone; or a UTC time as
  // 2026-03-14T11:42:09Z, with up to six digits of a second. nullopt: it is none of these.
  std::optional<ledger::Timestamp> Parse(std::string text) const;

  // Where the hour, the day or the month that holds this time begins, and where the next one does.
  ledger::Timestamp Begin(ledger::Timestamp time, CalendarUnit unit) const;
  ledger::Timestamp Next(ledger::Timestamp time, CalendarUnit unit) const;

  // "2026-03-14 11:00 +01:00", "2026-03-14" or "2026-03".
  std::string Text(ledger::Timestamp time, CalendarUnit unit) const;

 private:
  struct State;

  std::string name_;
  std::shared_ptr<const State> state_;
};

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_ZONE_H_
