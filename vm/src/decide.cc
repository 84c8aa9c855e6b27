// From bound facts to a verdict: scope, rules, validity, fold, overdue review.

#include <algorithm>

#include "admission.h"
#include "bylaw/vm/pattern.h"
#include "context_state.h"
#include "hot.h"
#include "timestamp.h"

namespace bylaw::vm {
namespace {

RuleTable TableOf(const LoadedModule& module) {
  return {module.view.policy, module.view.rules, module.view.indices, module.any_overrides};
}

bool IsUnbounded(const RuleRow& rule) {
  return rule.valid_from_day == kDayMin && rule.valid_until_day == kDayMax;
}

}  // namespace

Context::State::State(const LoadedModule& loaded)
    : machine(loaded), fold(TableOf(loaded)), wide(loaded.view.facts.size()) {}

BYLAW_OUTLINE Verdict Context::State::Deny(Code code) noexcept {
  machine.applies.Clear();
  machine.undecidable.Clear();
  routes = {};
  evaluated = false;
  Verdict verdict;
  verdict.code = code;
  return verdict;
}

bool Context::State::InScope(std::string_view agent) const noexcept {
  const std::span<const uint32_t> patterns = view().Indices(view().policy->agents);
  if (patterns.empty()) return true;
  return !agent.empty() && std::any_of(patterns.begin(), patterns.end(), [&](uint32_t pattern) {
    return MatchesPattern(view().string(pattern), agent);
  });
}

// A constitution is overdue when its review is too long ago, or in the future; unknown time is no
// excuse.
bool Context::State::Overdue() const noexcept {
  const PolicyRow& policy = *view().policy;
  if (policy.review_day == kDayMin) return policy.review_every_days > 0;
  if (!now_micros) return true;
  const int64_t today = DayOfMicros(*now_micros);
  return policy.review_day > today ||
         (policy.review_every_days > 0 &&
          today > int64_t{policy.review_day} + policy.review_every_days);
}

BYLAW_OUTLINE Verdict Context::State::Tighten(Verdict verdict) noexcept {
  if (!Overdue()) return verdict;
  if (view().policy->when_overdue == WhenOverdue::kDeny) {
    const uint32_t steps = verdict.steps;
    verdict = Deny(Code::kOverdue);
    verdict.steps = steps;
  } else if (verdict.permitted()) {
    verdict.decision = Decision::kEscalate;
    verdict.code = Code::kOverdue;
    const bool routed = view().policy->default_route != kNone;
    routes = std::span<const uint32_t>(&view().policy->default_route, routed ? 1 : 0);
  }
  return verdict;
}

bool Context::State::InForce(const RuleRow& rule) const noexcept {
  const int32_t today = DayOfMicros(*now_micros);
  return today >= rule.valid_from_day && today <= rule.valid_until_day;
}

// Without a time, a rule with a validity may or may not be in force: it is undecidable.
BYLAW_OUTLINE void Context::State::DropRulesNotInForce() noexcept {
  const auto bounded = [&](const Emitted& emitted) {
    return !IsUnbounded(view().rules[emitted.rule]);
  };
  const auto drop = [](EmittedList& from, const auto& what) {
    const std::span<Emitted> rows = from.rows();
    from.Resize(
        static_cast<uint32_t>(std::remove_if(rows.begin(), rows.end(), what) - rows.begin()));
  };
  if (now_micros) {
    const auto over = [&](const Emitted& e) {
      return bounded(e) && !InForce(view().rules[e.rule]);
    };
    drop(machine.applies, over);
    drop(machine.undecidable, over);
    return;
  }
  for (const Emitted& emitted : machine.applies.rows()) {
    if (bounded(emitted)) machine.undecidable.Add(emitted);
  }
  drop(machine.applies, bounded);
}

BYLAW_INLINE void Context::State::RunAction(const ActionEntry& action) noexcept {
  if (action.block != nullptr) RunBlock(machine, *action.block, action.code);
  for (const uint32_t pattern : view().Indices(action.patterns)) {
    RunBlock(machine, view().blocks[view().patterns[pattern].block]);
  }
}

BYLAW_OUTLINE void Context::State::RunPatterns(std::string_view action) noexcept {
  module().patterns.ForEachMatch(action, [&](uint32_t pattern) {
    RunBlock(machine, view().blocks[view().patterns[pattern].block]);
  });
}

BYLAW_INLINE Verdict Context::State::DecideAction(std::string_view action,
                                                  const ActionEntry* entry) noexcept {
  machine.steps = 0;
  if (entry == nullptr) {
    canonical_action = action;
    if (!IsName(action)) return Deny(Code::kInvalidRequest);
  } else {
    canonical_action = entry->canonical;
  }
  if (!in_scope) return Deny(Code::kOutOfScope);
  machine.applies.Clear();
  machine.undecidable.Clear();
  evaluated = true;
  bound_bytes = machine.arena.used();
  if (entry == nullptr) {
    RunPatterns(action);
  } else {
    RunAction(*entry);
  }
  if (module().any_validity) DropRulesNotInForce();
  const Fold::Result folded = fold.Run(machine.applies.rows(), machine.undecidable.rows());
  routes = fold.routes();
  const Verdict verdict = Verdict::Make(folded.decision, folded.code, folded.rule, machine.steps);
  return view().policy->when_overdue == WhenOverdue::kWarn ? verdict : Tighten(verdict);
}

Verdict Context::Decide(std::string_view action) noexcept {
  State& state = *state_;
  if (state.from_request) Clear();
  const ActionEntry* const entry = state.module().actions.Find(action);
  const uint32_t fact = state.module().bindings.built_in(Source::kAction);
  if (fact != kNone) {
    state.machine.slots[fact] =
        AdmitText(state.module(), entry == nullptr ? action : entry->canonical);
  }
  state.machine.arena.Rewind(0);
  return state.DecideAction(action, entry);
}

Verdict Context::DecideRequest(std::string_view json, int64_t now_micros,
                               bool allow_time) noexcept {
  State& state = *state_;
  const ActionEntry* const entry =
      ReadRequest(json, now_micros, allow_time, state.machine, state.reader, state.request);
  state.from_request = true;
  state.now_micros = state.request.time_micros.value_or(now_micros);
  state.canonical_action = state.request.action;
  if (state.request.error != RequestError::kValid) {
    Clear();
    return state.Deny(Code::kInvalidRequest);
  }
  state.in_scope = state.InScope(state.request.agent_id);
  return state.DecideAction(state.request.action, entry);
}

}  // namespace bylaw::vm
