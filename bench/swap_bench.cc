// Decisions while the module in force is replaced: two threads decide, a third replaces.

#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/current_module.h"
#include "reference.h"

namespace bylaw::bench {
namespace {

std::shared_ptr<const vm::Module> LoadReference() {
  return vm::Module::Load(ReferenceModuleBytes(), stdlib::Functions()).Share();
}

// Replaces the module `per_second` times a second until it is destroyed.
class Replacing {
 public:
  Replacing(vm::CurrentModule& current, int64_t per_second) {
    if (per_second == 0) return;
    thread_ = std::thread([this, &current, per_second] {
      const std::shared_ptr<const vm::Module> modules[] = {LoadReference(), LoadReference()};
      const auto pause = std::chrono::nanoseconds(1'000'000'000 / per_second);
      auto next = std::chrono::steady_clock::now();
      for (size_t i = 0; !over_.load(); ++i) {
        current.Replace(modules[i % 2]);
        std::this_thread::sleep_until(next += pause);
      }
    });
  }
  ~Replacing() {
    over_ = true;
    if (thread_.joinable()) thread_.join();
  }

 private:
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

// The argument: replacements a second. Each thread refreshes before every decision.
void DecideWhileReplaced(benchmark::State& state) {
  static vm::CurrentModule current(LoadReference());
  static std::unique_ptr<Replacing> replacing;
  if (state.thread_index() == 0) replacing = std::make_unique<Replacing>(current, state.range(0));
  vm::CurrentModule::Reader reader(current);
  const std::vector<std::string_view>& actions = ActionSequence();
  size_t next = 0;
  size_t taken_up = 0;
  for (auto _ : state) {
    if (reader.Refresh()) ++taken_up;
    benchmark::DoNotOptimize(reader.context().Decide(actions[next]));
    next = (next + 1) % actions.size();
  }
  state.counters["taken_up"] =
      benchmark::Counter(static_cast<double>(taken_up), benchmark::Counter::kAvgThreadsRate);
  if (state.thread_index() == 0) replacing.reset();
}
BENCHMARK(DecideWhileReplaced)->Arg(0)->Arg(1'000)->Threads(2)->UseRealTime();

}  // namespace
}  // namespace bylaw::bench
