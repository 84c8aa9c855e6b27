// Decisions of the reference constitution as they are given to a ledger to be recorded.

#ifndef BYLAW_BENCH_RECORDED_DECISIONS_H_
#define BYLAW_BENCH_RECORDED_DECISIONS_H_

#include <cstddef>
#include <span>

#include "bylaw/ledger/record.h"

namespace bylaw::bench {

inline constexpr size_t kRecordedDecisions = 4'096;

// So many evaluations, with times of no meaning. Made once, by the engine: of a ledger that it
// wrote, every member that the engine set, in the form in which the engine set it.
std::span<const ledger::Record> RecordedDecisions();

}  // namespace bylaw::bench

#endif  // BYLAW_BENCH_RECORDED_DECISIONS_H_
