#include "clock_guard.h"

#include <algorithm>
#include <utility>

namespace bylaw::ledger {
namespace {

constexpr std::int64_t kDriftDivisor = 1000;

}  // namespace

ClockGuard::ClockGuard(ClockReading now, Timestamp last) : trusted_(now), last_(last) {}

Timestamp ClockGuard::Now(ClockReading now) {
  const std::int64_t elapsed_us = std::max<std::int64_t>(0, now.steady_us - trusted_.steady_us);
  const std::int64_t expected_us = trusted_.wall_us + elapsed_us;
  const std::int64_t slack_us = kClockSlackUs + elapsed_us / kDriftDivisor;
  if (now.wall_us > expected_us + slack_us) {
    ahead_ = Timestamp{now.wall_us};
    // The steady clock goes on from what was believed, so that the slack does not grow with
    // waiting.
    trusted_ = {expected_us, now.steady_us};
    last_ = std::max(last_, Timestamp{expected_us});
    return last_;
  }
  ahead_.reset();
  const bool behind = Timestamp{now.wall_us} < last_;
  if (now.wall_us < expected_us - slack_us || (behind && !waiting_)) {
    set_back_ = Timestamp{now.wall_us};
  }
  waiting_ = behind;
  trusted_ = now;
  last_ = std::max(last_, Timestamp{now.wall_us});
  return last_;
}

std::optional<Timestamp> ClockGuard::TakeSetBack() {
  return std::exchange(set_back_, std::nullopt);
}

void ClockGuard::Accept(ClockReading now) {
  trusted_ = now;
  ahead_.reset();
}

}  // namespace bylaw::ledger
