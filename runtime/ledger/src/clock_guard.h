// Watches the host's clock, so that time in the ledger never runs back and never jumps forward
// unseen.
//
// The wall clock is held against a clock that no one sets. The wall clock set back: time stands
// still until it has caught up with the last record, and the jump is to be recorded. Jumped
// forward: time goes on by the steady clock, and nothing is to be permitted until someone accepts
// the new time. A difference is a jump from kClockSlackUs plus a thousandth of the time since it
// was last looked at, more than a disciplined clock drifts. Thread-safety: one thread at a time.
// Limits: a jump while no process runs shows only backwards, against the last record.
#ifndef BYLAW_LEDGER_CLOCK_GUARD_H_
#define BYLAW_LEDGER_CLOCK_GUARD_H_

#include <cstdint>
#include <optional>

#include "bylaw/ledger/record.h"

namespace bylaw::ledger {

inline constexpr std::int64_t kClockSlackUs = 10'000'000;

// What both clocks say at one moment, in microseconds.
struct ClockReading {
  std::int64_t wall_us = 0;
  std::int64_t steady_us = 0;
};

class ClockGuard {
 public:
  // `last` is the timestamp of the last record.
  ClockGuard(ClockReading now, Timestamp last);

  // The time to use now: never earlier than one that was given before.
  Timestamp Now(ClockReading now);

  // Set while the clock is ahead and not accepted: what the wall clock said when that was seen
  // last.
  std::optional<Timestamp> ahead() const { return ahead_; }

  // Set once for every jump back, until it is taken: what the wall clock said.
  std::optional<Timestamp> TakeSetBack();

  // From now on the wall clock is believed again.
  void Accept(ClockReading now);

 private:
  ClockReading trusted_;  // the wall clock as believed, and the steady clock then
  Timestamp last_;        // the latest time given out
  std::optional<Timestamp> set_back_;
  std::optional<Timestamp> ahead_;
  bool waiting_ = false;  // the wall clock has not yet caught up with last_
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_CLOCK_GUARD_H_
