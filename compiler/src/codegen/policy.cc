// See policy.h.

#include "codegen/policy.h"

#include <algorithm>
#include <string>

#include "source/concat.h"

namespace bylaw::compiler {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;

// Whole days, rounded down, because a review may only come due earlier than written; at least one.
uint32_t ReviewDays(const Constitution& constitution) {
  if (!constitution.review_every) return 0;
  return static_cast<uint32_t>(
      std::max<int64_t>(1, constitution.review_every->value.value / kSecondsPerDay));
}

std::string VersionText(const Version& version) {
  return Concat({std::to_string(version.major), ".", std::to_string(version.minor), ".",
                 std::to_string(version.patch)});
}

uint32_t DefaultRoute(const Constitution& constitution, vm::ModuleImage& image) {
  for (const Route& route : constitution.routes) {
    if (route.name.value == "default") return image.Intern(route.name.value);
  }
  return vm::kNone;
}

std::vector<uint32_t> Ascending(std::vector<uint32_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

// What the reason says where no value is put in.
std::string ReasonText(const Rule& rule) {
  std::string text;
  for (const ReasonPart& part : rule.reason_parts) text += part.text;
  return text;
}

vm::RuleRow RowOf(const Rule& rule, const Constitution& constitution,
                  const std::vector<uint32_t>& row_of_rule, vm::ModuleImage& image) {
  vm::RuleRow row{};
  row.id = image.Intern(rule.id);
  row.section = rule.section;
  row.on_error = rule.on_error ? rule.on_error->value : constitution.on_error;
  row.disclose = rule.disclose ? rule.disclose->value : constitution.disclose;
  row.priority = rule.priority;
  row.valid_from_day = rule.valid_from ? rule.valid_from->value.days_since_epoch : vm::kDayMin;
  row.valid_until_day = rule.valid_until ? rule.valid_until->value.days_since_epoch : vm::kDayMax;
  row.reason = rule.reason ? image.Intern(ReasonText(rule)) : vm::kNone;
  std::vector<uint32_t> routes;
  for (const Text& route : rule.route_to) routes.push_back(image.Intern(route.value));
  row.routes = image.AddIndices(Ascending(std::move(routes)));
  std::vector<uint32_t> overrides;
  for (const Override& override : rule.overrides) {
    overrides.push_back(row_of_rule[static_cast<uint32_t>(override.rule)]);
  }
  row.overrides = image.AddIndices(Ascending(std::move(overrides)));
  row.span_begin = rule.span.begin;
  row.span_end = rule.span.end;
  return row;
}

}  // namespace

void SetPolicy(const Constitution& constitution, const ModuleLimits& limits, bool strict,
               vm::ModuleImage& image) {
  vm::PolicyRow& policy = image.policy;
  policy.id = image.Intern(constitution.id.value);
  policy.version =
      constitution.version ? image.Intern(VersionText(constitution.version->value)) : vm::kNone;
  if (strict) policy.flags |= vm::kPolicyStrict;
  if (!constitution.precedence.empty()) policy.flags |= vm::kPolicyPrecedence;
  for (uint32_t i = 0; i < vm::kSectionKinds; ++i) {
    policy.precedence[i] =
        constitution.precedence.empty() ? static_cast<vm::Section>(i) : constitution.precedence[i];
  }
  policy.when_overdue = constitution.when_overdue;
  policy.review_day =
      constitution.review_date ? constitution.review_date->value.days_since_epoch : vm::kDayMin;
  policy.review_every_days = ReviewDays(constitution);
  policy.agents = AddStrings(constitution.agents, image);
  policy.default_route = DefaultRoute(constitution, image);
  policy.steps_limit = limits.steps;
  policy.request_bytes = limits.request_bytes;
  policy.string_bytes = limits.string_bytes;
  policy.list_items = limits.list_items;
  policy.map_items = limits.map_items;
  policy.disclose = constitution.disclose;
}

void AddRules(const Constitution& constitution, const std::vector<RuleIndex>& order,
              vm::ModuleImage& image) {
  std::vector<uint32_t> row_of_rule(order.size());
  for (uint32_t row = 0; row < order.size(); ++row) {
    row_of_rule[static_cast<uint32_t>(order[row])] = row;
  }
  image.rules.reserve(order.size());
  for (const RuleIndex rule : order) {
    image.rules.push_back(
        RowOf(constitution.rules[static_cast<uint32_t>(rule)], constitution, row_of_rule, image));
  }
}

}  // namespace bylaw::compiler
