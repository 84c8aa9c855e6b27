#include "fold.h"

#include <algorithm>
#include <set>

namespace bylaw::vm {
namespace {

size_t RouteCount(const RuleTable& table) {
  std::set<uint32_t> routes;
  for (const RuleRow& rule : table.rules) {
    const std::span<const uint32_t> ids = table.Indices(rule.routes);
    routes.insert(ids.begin(), ids.end());
  }
  return routes.size();
}

constexpr uint32_t Bit(Section section) {
  return 1u << static_cast<uint32_t>(section);
}
constexpr bool IsOneSection(uint32_t sections) {
  return (sections & (sections - 1)) == 0;
}

}  // namespace

Fold::Fold(const RuleTable& table) : table_(table) {
  const size_t routes = RouteCount(table) + 1;  // And `default`.
  routes_.reserve(routes);
  other_routes_.reserve(routes);
  if (table.any_overrides) marks_.assign(table.rules.size(), 0);
}

void Fold::MarkOverriddenBy(uint32_t rule) noexcept {
  for (const uint32_t loser : table_.Indices(Rule(rule).overrides)) marks_[loser] = mark_;
}

void Fold::MarkOverridden(std::span<const Emitted> applies, uint32_t also) noexcept {
  if (!table_.any_overrides) return;
  if (++mark_ == 0) {
    std::fill(marks_.begin(), marks_.end(), 0u);
    mark_ = 1;
  }
  for (const Emitted& emitted : applies) MarkOverriddenBy(emitted.rule);
  if (also != kNone) MarkOverriddenBy(also);
}

void Fold::AddRoutes(uint32_t rule, Routes& routes) const noexcept {
  for (const uint32_t route : table_.Indices(Rule(rule).routes)) {
    const auto at = std::lower_bound(routes.begin(), routes.end(), route);
    if (at == routes.end() || *at != route) routes.insert(at, route);
  }
}

Section Fold::WinnerOf(uint32_t sections) const noexcept {
  for (const Section section : table_.policy->precedence) {
    if ((sections & Bit(section)) != 0) return section;
  }
  return Section::kProhibited;
}

Fold::Result Fold::FoldApplying(std::span<const Emitted> applies, uint32_t also,
                                Routes& routes) noexcept {
  MarkOverridden(applies, also);
  routes.clear();
  int32_t priority = 0;
  uint32_t sections = 0;  // Of the rules with the highest priority so far.
  const auto weigh = [&](uint32_t rule) {
    if (IsOverridden(rule)) return;
    const RuleRow& row = Rule(rule);
    if (sections != 0 && row.priority < priority) return;
    if (sections == 0 || row.priority > priority) {
      priority = row.priority;
      sections = 0;
    }
    sections |= Bit(row.section);
  };
  for (const Emitted& emitted : applies) weigh(emitted.rule);
  if (also != kNone) weigh(also);
  if (sections == 0) return {};

  const bool ordered = (table_.policy->flags & kPolicyPrecedence) != 0 || IsOneSection(sections);
  const Section winner = WinnerOf(sections);
  const uint32_t deciding = ordered ? Bit(winner) : sections;
  uint32_t least = kNone;  // Rules are sorted by id: the least index has the least id.
  const auto collect = [&](uint32_t rule) {
    const RuleRow& row = Rule(rule);
    if (row.priority != priority || (deciding & Bit(row.section)) == 0 || IsOverridden(rule))
      return;
    least = std::min(least, rule);
    AddRoutes(rule, routes);
  };
  for (const Emitted& emitted : applies) collect(emitted.rule);
  if (also != kNone) collect(also);
  if (ordered) return {DecisionOf(winner), Code::kMatched, least};
  if (routes.empty() && table_.policy->default_route != kNone)
    routes.push_back(table_.policy->default_route);
  return {Decision::kEscalate, Code::kConflict, least};
}

// Whether the verdict or the routes would change if the undecidable `rule` applied. Leaves its
// routes in other_routes_.
bool Fold::Matters(std::span<const Emitted> applies, uint32_t rule, const Result& before) noexcept {
  const Result after = FoldApplying(applies, rule, other_routes_);
  return after.decision != before.decision || other_routes_ != routes_;
}

Fold::Result Fold::FoldAll(std::span<const Emitted> applies,
                           std::span<const Emitted> undecidable) noexcept {
  const Result result = FoldApplying(applies, kNone, routes_);
  bool any = false;
  bool matters = false;
  bool deny = false;
  uint32_t least = kNone;
  for (const Emitted& emitted : undecidable) {
    const RuleRow& row = Rule(emitted.rule);
    if (row.section == Section::kPermitted) continue;
    any = true;
    deny = deny || row.on_error == OnError::kDeny;
    least = std::min(least, emitted.rule);
    matters = matters || applies.empty() || Matters(applies, emitted.rule, result);
  }
  if (!any || !matters) return result;
  if (result.decision == Decision::kDeny && result.code == Code::kMatched) return result;
  if (deny) {
    routes_.clear();
    return {Decision::kDeny, Code::kUndecidable, least};
  }
  if (result.decision != Decision::kEscalate) routes_.clear();
  for (const Emitted& emitted : undecidable) AddRoutes(emitted.rule, routes_);
  if (routes_.empty() && table_.policy->default_route != kNone)
    routes_.push_back(table_.policy->default_route);
  return {Decision::kEscalate, Code::kUndecidable, least};
}

}  // namespace bylaw::vm
