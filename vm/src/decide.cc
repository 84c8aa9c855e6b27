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
    : dated(loaded.dated),
      action_fact(loaded.bindings.built_in(Source::kAction)),
      entries(loaded.actions.entries()),
      fold(TableOf(loaded)),
      machine(loaded),
      wide(loaded.view.facts.size()) {}

BYLAW_OUTLINE PackedVerdict Context::State::Deny(Code code, uint32_t steps) noexcept {
  machine.applies.Clear();
  machine.undecidable.Clear();
  evaluated = false;
  return PackedVerdict::Of(Decision::kDeny, code, kNone, steps);
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

BYLAW_OUTLINE PackedVerdict Context::State::Tighten(PackedVerdict packed) noexcept {
  overdue = false;
  if (view().policy->when_overdue == WhenOverdue::kWarn || !Overdue()) return packed;
  const Verdict verdict = packed;
  if (view().policy->when_overdue == WhenOverdue::kDeny) return Deny(Code::kOverdue, verdict.steps);
  if (!verdict.permitted()) return packed;
  overdue = true;
  return PackedVerdict::Of(Decision::kEscalate, Code::kOverdue, static_cast<uint32_t>(verdict.rule),
                           verdict.steps);
}

std::span<const uint32_t> Context::State::Routes() const noexcept {
  if (!evaluated) return {};
  if (!overdue) return fold.routes();
  const uint32_t& route = view().policy->default_route;
  return {&route, route == kNone ? 0u : 1u};
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
    if (bounded(emitted)) machine.undecidable.Add(emitted.rule, emitted.block_rule);
  }
  drop(machine.applies, bounded);
}

BYLAW_INLINE void Context::State::RunAction(const ActionEntry& action) noexcept {
  if (action.code != nullptr) RunBlock(machine, view().blocks[action.block], action.code);
  if (action.patterns.count != 0) [[unlikely]]
    RunPatterns(action.patterns);
}

BYLAW_OUTLINE void Context::State::RunPatterns(Range patterns) noexcept {
  for (const uint32_t pattern : view().Indices(patterns)) {
    RunBlock(machine, view().blocks[view().patterns[pattern].block]);
  }
}

BYLAW_OUTLINE void Context::State::RunPatterns(std::string_view action) noexcept {
  module().patterns.ForEachMatch(action, [&](uint32_t pattern) {
    RunBlock(machine, view().blocks[view().patterns[pattern].block]);
  });
}

BYLAW_INLINE void Context::State::Begin() noexcept {
  machine.arena.Rewind(bound_bytes);
  machine.steps = 0;
  machine.applies.Clear();
  machine.undecidable.Clear();
  evaluated = true;
}

BYLAW_INLINE PackedVerdict Context::State::Conclude() noexcept {
  if (dated) [[unlikely]]
    DropRulesNotInForce();
  const PackedVerdict verdict =
      fold.Run(machine.applies.rows(), machine.undecidable.rows(), machine.steps);
  if (dated) [[unlikely]]
    return Tighten(verdict);
  return verdict;
}

BYLAW_INLINE PackedVerdict Context::State::DecideAction(std::string_view action,
                                                        const ActionEntry* found) noexcept {
  entry = found;
  if (found == nullptr) [[unlikely]]
    return DecideUnlisted(action);
  if (!in_scope) [[unlikely]]
    return Deny(Code::kOutOfScope);
  Begin();
  RunAction(*found);
  return Conclude();
}

BYLAW_OUTLINE PackedVerdict Context::State::DecideUnlisted(std::string_view action) noexcept {
  unlisted_action = action;
  if (!IsName(action)) return Deny(Code::kInvalidRequest);
  if (!in_scope) return Deny(Code::kOutOfScope);
  Begin();
  RunPatterns(action);
  return Conclude();
}

BYLAW_INLINE PackedVerdict Context::State::DecideBound(std::string_view action,
                                                       const ActionEntry* found) noexcept {
  if (action_fact != kNone) [[unlikely]]
    machine.slots[action_fact] =
        AdmitText(module(), found == nullptr ? action : module().NameOf(*found));
  return DecideAction(action, found);
}

Verdict Context::Decide(std::string_view action) noexcept {
  if (state_->from_request) [[unlikely]]
    Clear();
  return state_->DecideBound(action, state_->module().actions.Find(action));
}

Verdict Context::Decide(ActionId action) noexcept {
  if (state_->from_request) [[unlikely]]
    Clear();
  return state_->DecideBound({}, state_->entries.Find(action));
}

Verdict Context::DecideRequest(std::string_view json, int64_t now_micros,
                               bool allow_time) noexcept {
  State& state = *state_;
  const ActionEntry* const found =
      ReadRequest(json, now_micros, allow_time, state.machine, state.reader, state.request);
  state.from_request = true;
  state.bound_bytes = state.machine.arena.used();
  state.now_micros = state.request.time_micros.value_or(now_micros);
  if (state.request.error != RequestError::kValid) {
    state.entry = nullptr;
    state.unlisted_action = state.request.action;
    Clear();
    return state.Deny(Code::kInvalidRequest);
  }
  state.in_scope = state.InScope(state.request.agent_id);
  return state.DecideAction(state.request.action, found);
}

}  // namespace bylaw::vm
