// `permitted`, `prohibited` and `escalate`: the rules.

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "source/concat.h"
#include "source/document_keys.h"
#include "source/parts.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

void ReadId(NodeReader& reader, YamlId node, Rule& into) {
  std::optional<Text> id = reader.ReadId(node, "an id");
  if (!id.has_value()) return;
  into.id = std::move(id->value);
  into.id_span = id->span;
  into.id_given = true;
}

void ReadTargets(NodeReader& reader, YamlId node, Rule& into) {
  into.targets = reader.ReadTexts(node, ListKind::kDistinct);
  for (const Text& target : into.targets) {
    if (target.value.find('*') == std::string::npos) continue;
    reader.Error(DiagnosticCode::kTargetPattern, target.span,
                 Concat({"targets are compared as they are; ", Named(target.value),
                         " would match nothing else"}),
                 "name the targets one by one, or write a condition on `targets`");
  }
}

void ReadRouteTo(NodeReader& reader, YamlId node, Rule& into) {
  if (into.section == Section::kEscalate) {
    into.route_to = reader.ReadIds(node, ListKind::kDistinct);
    return;
  }
  reader.Error(DiagnosticCode::kMisplacedKey, reader.key_span(),
               "only the rules under `escalate` are routed to someone",
               "move the rule there, or remove `route_to`");
}

void ReadPriority(NodeReader& reader, YamlId node, Rule& into) {
  const auto priority = reader.ReadInteger(node, -kPriorityMax, kPriorityMax);
  if (priority.has_value()) into.priority = static_cast<int32_t>(priority->value);
}

void ReadOverrides(NodeReader& reader, YamlId node, Rule& into) {
  if (into.section == Section::kProhibited) {
    reader.Error(
        DiagnosticCode::kBadOverride, reader.key_span(), "a prohibition overrides no rule",
        "name this rule in `overrides` of the permission or escalation that is the exception");
    return;
  }
  for (Text& id : reader.ReadIds(node, ListKind::kDistinct)) {
    into.overrides.push_back({std::move(id), RuleIndex{0}});
  }
}

void ReadOnError(NodeReader& reader, YamlId node, Rule& into) {
  if (into.section != Section::kPermitted) {
    into.on_error = reader.ReadEnum<OnError>(node, kOnErrorNames);
    return;
  }
  reader.Error(DiagnosticCode::kMisplacedKey, reader.key_span(),
               "a permission that cannot be decided never applies: `on_error` changes nothing here",
               "remove it");
}

constexpr KeyEntry<Rule> kRuleKeys[] = {
    {"id", ReadId},
    {"action",
     [](NodeReader& r, YamlId v, Rule& rule) { rule.actions = r.ReadIds(v, ListKind::kDistinct); }},
    {"conditions",
     [](NodeReader& r, YamlId v, Rule& rule) { rule.conditions = r.ReadConditions(v); }},
    {"unless", [](NodeReader& r, YamlId v, Rule& rule) { rule.unless = r.ReadConditions(v); }},
    {"targets", ReadTargets},
    {"reason", ReadReason},
    {"route_to", ReadRouteTo},
    {"priority", ReadPriority},
    {"overrides", ReadOverrides},
    {"valid_from", [](NodeReader& r, YamlId v, Rule& rule) { rule.valid_from = r.ReadDate(v); }},
    {"valid_until", [](NodeReader& r, YamlId v, Rule& rule) { rule.valid_until = r.ReadDate(v); }},
    {"on_error", ReadOnError},
    {"disclose", [](NodeReader& r, YamlId v,
                    Rule& rule) { rule.disclose = r.ReadEnum<Disclose>(v, kDiscloseNames); }},
    {"because", [](NodeReader& r, YamlId v, Rule& rule) { rule.because = r.ReadText(v); }},
    {"controls", [](NodeReader& r, YamlId v,
                    Rule& rule) { rule.controls = r.ReadTexts(v, ListKind::kDistinct); }},
    {"ask", [](NodeReader& r, YamlId v, Rule& rule) { rule.ask = r.ReadText(v); }},
};
static_assert(HasKeysOf(Owner::kRule, kRuleKeys));

// What the rule lacks, and what contradicts itself in it.
void CheckRule(NodeReader& reader, const KeySet& present, const Rule& rule) {
  if (!present.Has("action")) {
    reader.Error(DiagnosticCode::kMissingKey, rule.id_span, "this rule names no `action`",
                 "write the action that it is for, a list of actions, or a pattern");
  }
  if (rule.section == Section::kEscalate && !present.Has("route_to")) {
    reader.Error(DiagnosticCode::kMissingKey, rule.id_span, "this escalation has no `route_to`",
                 "name the route whose reviewers decide");
  }
  if (rule.valid_from.has_value() && rule.valid_until.has_value() &&
      rule.valid_from->value > rule.valid_until->value) {
    reader.Error(DiagnosticCode::kBadOrder, rule.valid_from->span,
                 "this rule begins after it has ended", "swap `valid_from` and `valid_until`");
  }
}

Rule ReadRule(NodeReader& reader, YamlId node, Section section, size_t place) {
  const size_t trouble = reader.trouble();
  const std::string_view section_name = kSectionNames[static_cast<size_t>(section)];
  Rule rule;
  rule.section = section;
  rule.id = Concat({section_name, "[", std::to_string(place), "]"});
  rule.span = reader.document().span(node);
  const auto members = reader.document().Members(node);
  rule.id_span = members.empty() ? rule.span : reader.document().span(members.front().key);
  const std::optional<KeySet> present = reader.ReadMembers(node, "a rule", kRuleKeys, rule);
  if (present.has_value()) CheckRule(reader, *present, rule);
  rule.broken = reader.trouble() != trouble;
  return rule;
}

// The rules by their id; those that come later under the same id are reported.
std::unordered_map<std::string_view, RuleIndex> IndexRules(NodeReader& reader,
                                                           const Constitution& constitution) {
  std::unordered_map<std::string_view, RuleIndex> rules;
  rules.reserve(constitution.rules.size());
  for (uint32_t i = 0; i < constitution.rules.size(); ++i) {
    const Rule& rule = constitution.rules[i];
    if (rules.emplace(rule.id, RuleIndex{i}).second) continue;
    reader.Error(DiagnosticCode::kDuplicateRuleId, rule.id_span,
                 Concat({"another rule has the id ", Named(rule.id)}), "give each rule its own id");
  }
  return rules;
}

void CheckRoutesOf(NodeReader& reader, const Constitution& constitution,
                   const std::unordered_set<std::string_view>& routes, const Rule& rule) {
  for (const Text& name : rule.route_to) {
    if (routes.count(name.value) != 0) continue;
    const auto names = NamesOf(constitution.routes);
    reader.Error(DiagnosticCode::kUnknownRoute, name.span,
                 Concat({"there is no route ", Named(name.value)}),
                 reader.DidYouMean(name.value, names, "declare it under `routes`"));
  }
}

void ResolveOverride(NodeReader& reader, const Constitution& constitution,
                     const std::unordered_map<std::string_view, RuleIndex>& rules, const Rule& rule,
                     Override& named) {
  const auto found = rules.find(named.id.value);
  if (found == rules.end()) {
    std::vector<std::string_view> ids;
    ids.reserve(constitution.rules.size());
    for (const Rule& other : constitution.rules) ids.push_back(other.id);
    reader.Error(DiagnosticCode::kBadOverride, named.id.span,
                 Concat({"there is no rule ", Named(named.id.value)}),
                 reader.DidYouMean(named.id.value, ids, "name the id of a rule"));
    return;
  }
  named.rule = found->second;
  const Section over = constitution.rules[static_cast<size_t>(found->second)].section;
  const bool allowed = over == Section::kProhibited ||
                       (over == Section::kEscalate && rule.section == Section::kPermitted);
  if (allowed) return;
  reader.Error(DiagnosticCode::kBadOverride, named.id.span,
               Concat({Named(named.id.value), " is one of the rules under `",
                       kSectionNames[static_cast<size_t>(over)], "`"}),
               rule.section == Section::kPermitted
                   ? "a permission overrides prohibitions and escalations"
                   : "an escalation overrides prohibitions");
}

}  // namespace

void ReadRules(NodeReader& reader, YamlId node, Section section, Constitution& into) {
  if (reader.document().kind(node) != YamlKind::kSequence) {
    return reader.Expected(node, "a list of rules");
  }
  if (reader.document().node(node).count == 0) {
    reader.Error(DiagnosticCode::kEmptyValue, reader.document().span(node),
                 Concat({Named(reader.key()), " is an empty list"}),
                 "write a rule, or remove the key");
  }
  size_t place = 0;
  for (const YamlId item : reader.document().Items(node)) {
    into.rules.push_back(ReadRule(reader, item, section, place++));
  }
}

void CheckRules(NodeReader& reader, Constitution& constitution) {
  const auto rules = IndexRules(reader, constitution);
  std::unordered_set<std::string_view> routes;
  for (const Route& route : constitution.routes) routes.insert(route.name.value);
  for (Rule& rule : constitution.rules) {
    if (reader.full()) return;
    const size_t trouble = reader.trouble();
    if (constitution.has_routes) CheckRoutesOf(reader, constitution, routes, rule);
    for (Override& named : rule.overrides) {
      ResolveOverride(reader, constitution, rules, rule, named);
    }
    if (reader.trouble() != trouble) rule.broken = true;
  }
}

}  // namespace bylaw::compiler
