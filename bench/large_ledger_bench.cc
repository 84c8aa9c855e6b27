// A ledger of many records, in mode `checkpoint`: what opening it takes, and verifying it.
// BYLAW_BENCH_RECORDS says how many (10,000,000 need 9 GB of disk and a minute); 200,000 without
// it.

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "bylaw/ledger/ledger.h"
#include "bylaw/ledger/verify.h"
#include "recorded_decisions.h"
#include "reference.h"
#include "temporary_ledger.h"

namespace bylaw::bench {
namespace {

size_t Records() {
  const char* const given = std::getenv("BYLAW_BENCH_RECORDS");
  return given == nullptr ? 200'000 : std::strtoull(given, nullptr, 10);
}

// The greatest that this process had, in MiB.
double PeakMemory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

const TemporaryLedger& LargeLedger() {
  static const std::unique_ptr<const TemporaryLedger> made = [] {
    constexpr size_t kAtOnce = 1'024;
    auto temporary = std::make_unique<const TemporaryLedger>(ledger::Durability::kCommit,
                                                             ledger::SigningMode::kCheckpoint);
    ledger::Ledger ledger = temporary->Open();
    const std::string module = ReferenceModuleBytes();
    if (!ledger.ArchiveModule(ledger::HashOf(module), module)) std::abort();
    for (size_t written = 0; written < Records(); written += kAtOnce) {
      const auto decided = RecordedDecisions().subspan(written % kRecordedDecisions, kAtOnce);
      const auto last = ledger.Submit(decided);
      if (!last || !ledger.Wait(*last)) std::abort();
    }
    if (!ledger.Close()) std::abort();
    return temporary;
  }();
  return *made;
}

void OpenLarge(benchmark::State& state) {
  const TemporaryLedger& temporary = LargeLedger();
  const double before = PeakMemory();
  for (auto _ : state) benchmark::DoNotOptimize(temporary.Open().size());
  state.counters["records"] = static_cast<double>(Records());
  state.counters["MiB"] = PeakMemory();
  state.counters["MiB_more"] = PeakMemory() - before;
}
BENCHMARK(OpenLarge)->UseRealTime()->Unit(benchmark::kMillisecond);

void VerifyLarge(benchmark::State& state) {
  const TemporaryLedger& temporary = LargeLedger();
  const double before = PeakMemory();
  for (auto _ : state) {
    const auto report = ledger::Verify(temporary.path(), temporary.key());
    if (!report || !report->good()) return state.SkipWithError("the ledger is not good");
  }
  state.counters["MiB_more"] = PeakMemory() - before;
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(Records()));
}
BENCHMARK(VerifyLarge)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace bylaw::bench
