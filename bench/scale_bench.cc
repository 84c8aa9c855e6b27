// From ten rules to a hundred thousand: compiling, loading with verification, memory, and deciding.
// Each action has two rules; a document of many also has patterns.

#include <benchmark/benchmark.h>
#include <malloc.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <chrono>
#include <cstring>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "bylaw/compiler/compile.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/aligned.h"
#include "bylaw/vm/context.h"
#include "bylaw/vm/format.h"

namespace bylaw::bench {
namespace {

constexpr uint32_t kRulesAnAction = 2;

std::string ActionName(uint32_t action) {
  return "crm.account_" + std::to_string(action) + ".update";
}

// `rules` rules, for half as many actions, that ask for different amounts; and `patterns` for names
// that none of them has.
std::string DocumentOf(uint32_t rules, uint32_t patterns) {
  std::string permitted = "  permitted:\n";
  std::string escalate = "  escalate:\n";
  for (uint32_t action = 0; action < rules / kRulesAnAction; ++action) {
    const std::string name = ActionName(action);
    permitted += "    - action: " + name + "\n      conditions: [verified, status == active]\n";
    escalate += "    - action: " + name +
                "\n      conditions: [amount >= " + std::to_string(1'000 + action) +
                "]\n      route_to: senior\n";
  }
  for (uint32_t i = 0; i < patterns; ++i)
    permitted +=
        "    - action: \"team_" + std::to_string(i) + ".*\"\n      conditions: [verified]\n";
  return "constitution:\n  id: scale\n"
         "  facts:\n"
         "    amount: {type: decimal, from: params}\n"
         "    verified: {type: bool, from: context}\n"
         "    status: {type: enum, values: [active, frozen, closed], from: context}\n"
         "  routes:\n"
         "    senior: {reviewers: [\"role:senior\"]}\n" +
         permitted + escalate;
}

std::string CompileOrAbort(const std::string& text) {
  compiler::DiagnosticSink sink;
  const compiler::CompileResult compiled = compiler::Compile(
      compiler::SourceFile("scale.yaml", text), {.functions = stdlib::Functions()}, sink);
  if (!compiled.module) std::abort();
  return *compiled.module;
}

// Compiled once for all benchmarks that need it.
const std::string& ModuleOf(uint32_t rules, uint32_t patterns = 0) {
  static std::map<std::pair<uint32_t, uint32_t>, std::string> modules;
  std::string& bytes = modules[{rules, patterns}];
  if (bytes.empty()) bytes = CompileOrAbort(DocumentOf(rules, patterns));
  return bytes;
}

std::shared_ptr<const vm::Module> LoadOrAbort(const std::string& bytes) {
  vm::LoadResult loaded = vm::Module::Load(bytes, stdlib::Functions());
  if (!loaded) std::abort();
  return loaded.Share();
}

uint32_t InstructionsOf(const std::string& module_bytes) {
  vm::Header header;
  std::memcpy(&header, module_bytes.data(), sizeof header);
  return header.sections[static_cast<uint32_t>(vm::SectionKind::kCode)].bytes /
         static_cast<uint32_t>(sizeof(vm::Instruction));
}

benchmark::Counter PerInstruction(const std::string& module_bytes) {
  return {InstructionsOf(module_bytes) * 1e-9,
          benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
}

uint32_t RulesOf(const benchmark::State& state) {
  return static_cast<uint32_t>(state.range(0));
}

void ScaleCompile(benchmark::State& state) {
  const std::string text = DocumentOf(RulesOf(state), 0);
  for (auto _ : state) benchmark::DoNotOptimize(CompileOrAbort(text));
  state.counters["text_bytes"] = static_cast<double>(text.size());
}

// By malloc, in the whole program.
size_t HeldBytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Copies, verifies and binds; `times_file` is the memory that the module then holds.
void ScaleLoad(benchmark::State& state) {
  const std::string& bytes = ModuleOf(RulesOf(state));
  size_t held = 0;
  for (auto _ : state) {
    const size_t before = HeldBytes();
    const std::shared_ptr<const vm::Module> module = LoadOrAbort(bytes);
    held = HeldBytes() - before;
  }
  state.counters["file_bytes"] = static_cast<double>(bytes.size());
  state.counters["instructions"] = InstructionsOf(bytes);
  state.counters["ns_instruction"] = PerInstruction(bytes);
  state.counters["times_file"] = static_cast<double>(held) / static_cast<double>(bytes.size());
}

// The same of a buffer that is given away, as who reads a file does: from bytes in memory to a
// module that decides. Filling the buffer, and letting the module go, is not measured.
void ScaleAdopt(benchmark::State& state) {
  const std::string& bytes = ModuleOf(RulesOf(state));
  size_t held = 0;
  for (auto _ : state) {
    const size_t before = HeldBytes();
    std::string buffer = bytes;
    const auto begin = std::chrono::steady_clock::now();
    const vm::LoadResult module = vm::Module::Adopt(std::move(buffer), stdlib::Functions());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (!module) std::abort();
    held = HeldBytes() - before;
    state.SetIterationTime(taken.count());
  }
  state.counters["ns_instruction"] = PerInstruction(bytes);
  state.counters["times_file"] = static_cast<double>(held) / static_cast<double>(bytes.size());
}

// The floor of ScaleLoad: a copy of the same bytes, and the checksum over it. Nothing is verified.
void ScaleLoadFloor(benchmark::State& state) {
  const std::string& bytes = ModuleOf(RulesOf(state));
  for (auto _ : state) {
    const vm::AlignedBytes copy(bytes.size());
    std::memcpy(copy.get(), bytes.data(), bytes.size());
    benchmark::DoNotOptimize(XXH3_128bits(copy.get(), bytes.size()));
  }
  state.counters["ns_instruction"] = PerInstruction(bytes);
}

// That of ScaleAdopt: the checksum alone.
void ScaleAdoptFloor(benchmark::State& state) {
  const std::string& bytes = ModuleOf(RulesOf(state));
  for (auto _ : state) benchmark::DoNotOptimize(XXH3_128bits(bytes.data(), bytes.size()));
  state.counters["ns_instruction"] = PerInstruction(bytes);
}

// Bound decisions on names in an order that nothing learns.
void Decide(benchmark::State& state, const std::string& module_bytes,
            const std::vector<std::string>& names) {
  const std::shared_ptr<const vm::Module> module = LoadOrAbort(module_bytes);
  vm::Context context(*module);
  context.Bind(module->fact("amount"), vm::Decimal(50'000, -2));
  context.Bind(module->fact("verified"), true);
  context.Bind(module->fact("status"), "active");
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(context.Decide(names[next]));
    next = (next + 1) % names.size();
  }
}

// Names in random order, each that of a number below `count`.
template <typename NameOf>
std::vector<std::string> RandomNames(uint32_t count, const NameOf& name_of) {
  constexpr size_t kNames = 65'536;
  std::mt19937 random(7);
  std::vector<std::string> names;
  for (size_t i = 0; i < kNames; ++i)
    names.push_back(name_of(static_cast<uint32_t>(random() % count)));
  return names;
}

// Of all actions, each as often as any other: at 100,000 rules, no two decisions share memory.
void ScaleDecideAnyAction(benchmark::State& state) {
  const uint32_t actions = RulesOf(state) / kRulesAnAction;
  Decide(state, ModuleOf(RulesOf(state)), RandomNames(actions, ActionName));
}

// Of five actions out of all, as an agent's day has it.
void ScaleDecideFiveActions(benchmark::State& state) {
  const uint32_t actions = RulesOf(state) / kRulesAnAction;
  const auto name_of = [&](uint32_t i) { return ActionName(i * (actions / 5)); };
  Decide(state, ModuleOf(RulesOf(state)), RandomNames(5, name_of));
}

// Names that only patterns match, of so many.
void ScaleDecideByPattern(benchmark::State& state) {
  const auto patterns = static_cast<uint32_t>(state.range(0));
  const auto name_of = [](uint32_t i) { return "team_" + std::to_string(i) + ".read"; };
  Decide(state, ModuleOf(10, patterns), RandomNames(patterns, name_of));
}

BENCHMARK(ScaleCompile)->RangeMultiplier(10)->Range(10, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(ScaleLoadFloor)->RangeMultiplier(10)->Range(10, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(ScaleLoad)->RangeMultiplier(10)->Range(10, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(ScaleAdoptFloor)->RangeMultiplier(10)->Range(10, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(ScaleAdopt)
    ->RangeMultiplier(10)
    ->Range(10, 100'000)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime();
BENCHMARK(ScaleDecideAnyAction)->RangeMultiplier(10)->Range(10, 100'000);
BENCHMARK(ScaleDecideFiveActions)->RangeMultiplier(10)->Range(10, 100'000);
BENCHMARK(ScaleDecideByPattern)->Arg(10)->Arg(100)->Arg(1'000);

}  // namespace
}  // namespace bylaw::bench
