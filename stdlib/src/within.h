// within(time, zone, schedule, holidays): whether the clock on the wall of a time zone is within a
// schedule. Where the zone and the schedule are constant they are prepared together, and a module
// carries the encoding of the zone (zones.h) and behind it that of the schedule (schedule.h).
//
// Summer time: what counts is what the clock shows. An hour that is left out cannot be within, one
// that comes twice is within twice.
//
// Thread-safety: reentrant. Errors: kBadArgument for a zone that is known only at the call and no
// fixed offset, for a schedule or a holiday that is none; kWrongType for a holiday that is no text.
#ifndef BYLAW_STDLIB_SRC_WITHIN_H_
#define BYLAW_STDLIB_SRC_WITHIN_H_

#include <memory>
#include <string>
#include <string_view>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

vm::Value Within(const vm::FunctionCall& call) noexcept;

// The columns of time.def. The zone's is EmbedZone.
std::string EmbedSchedule(std::string_view constant, std::string* error);
std::unique_ptr<vm::Prepared> PrepareWithin(const vm::Value& constant, std::string* error);
bool CheckHolidays(int argument, const vm::Value& constant, std::string* error);

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_WITHIN_H_
