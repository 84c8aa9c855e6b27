// Decisions on bound values and from JSON text, beside their floors: the same policy by hand, and a
// DOM parse of the same text.

#include <benchmark/benchmark.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "reference.h"

namespace bylaw::bench {
namespace {

constexpr int64_t kNow = 1'776'000'000'000'000;  // 2026-04-12, microseconds.

const vm::Module& ReferenceModule() {
  static const vm::LoadResult module =
      vm::Module::Load(ReferenceModuleBytes(), stdlib::Functions());
  if (!module) std::abort();
  return *module;
}

// Handles, looked up once.
struct Handles {
  vm::FactId identity_verified = ReferenceModule().fact("identity_verified");
  vm::FactId account_status = ReferenceModule().fact("account_status");
  vm::FactId amount = ReferenceModule().fact("amount");
};

void Bind(const Handles& handles, const Facts& facts, vm::Context& context) {
  context.Bind(handles.identity_verified, facts.identity_verified);
  context.Bind(handles.account_status, StatusText(facts.account_status));
  context.Bind(handles.amount, vm::Decimal(facts.amount_cents, -2));
  const std::array<std::string_view, 1> targets = {facts.target};
  context.SetTargets(facts.target.empty() ? std::span<const std::string_view>() : targets);
}

// Decisions on values that lie ready: each set of facts, then kActionsPerFacts actions.
template <typename Bind, typename Decide>
void ForEachDecision(benchmark::State& state, const Bind& bind, const Decide& decide) {
  const std::vector<Facts>& facts = AllFacts();
  const std::vector<std::string_view>& actions = ActionSequence();
  for (auto _ : state) {
    size_t next = 0;
    for (const Facts& set : facts) {
      bind(set);
      for (size_t i = 0; i < kActionsPerFacts; ++i)
        benchmark::DoNotOptimize(decide(actions[next++], set));
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(actions.size()));
}

void HandWritten(benchmark::State& state) {
  ForEachDecision(
      state, [](const Facts&) {},
      [](std::string_view action, const Facts& facts) { return DecideByHand(action, facts); });
}
BENCHMARK(HandWritten);

vm::Context& NewContext(std::unique_ptr<vm::Context>& context) {
  context = std::make_unique<vm::Context>(ReferenceModule());
  context->SetAgent("lending-agent-v2");
  context->SetNow(kNow);
  return *context;
}

// Both must decide the same, or comparing their speed says nothing.
void CheckAgreement() {
  const Handles handles;
  std::unique_ptr<vm::Context> context;
  NewContext(context);
  for (const Request& request : Requests()) {
    const Facts& facts = AllFacts()[request.facts];
    Bind(handles, facts, *context);
    const auto by_vm = static_cast<int>(context->Decide(request.action).decision);
    if (by_vm != static_cast<int>(DecideByHand(request.action, facts).answer)) std::abort();
  }
}

void BoundDecision(benchmark::State& state) {
  CheckAgreement();
  const Handles handles;
  std::unique_ptr<vm::Context> owner;
  vm::Context& context = NewContext(owner);
  ForEachDecision(
      state, [&](const Facts& facts) { Bind(handles, facts, context); },
      [&](std::string_view action, const Facts&) { return context.Decide(action); });
}
BENCHMARK(BoundDecision);

void BindAndDecide(benchmark::State& state) {
  const Handles handles;
  std::unique_ptr<vm::Context> owner;
  vm::Context& context = NewContext(owner);
  const std::vector<Request>& requests = Requests();
  for (auto _ : state) {
    for (const Request& request : requests) {
      Bind(handles, AllFacts()[request.facts], context);
      benchmark::DoNotOptimize(context.Decide(request.action));
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(requests.size()));
}
BENCHMARK(BindAndDecide);

void JsonDomParse(benchmark::State& state) {
  const std::vector<Request>& requests = Requests();
  for (auto _ : state) {
    for (const Request& request : requests) {
      benchmark::DoNotOptimize(nlohmann::json::parse(request.json));
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(requests.size()));
}
BENCHMARK(JsonDomParse);

void DecisionFromJson(benchmark::State& state) {
  vm::Context context(ReferenceModule());
  const std::vector<Request>& requests = Requests();
  for (auto _ : state) {
    for (const Request& request : requests) {
      benchmark::DoNotOptimize(context.DecideRequest(request.json, kNow));
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(requests.size()));
}
BENCHMARK(DecisionFromJson);

}  // namespace
}  // namespace bylaw::bench
