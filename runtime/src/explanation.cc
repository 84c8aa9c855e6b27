#include "bylaw/runtime/explanation.h"

#include <algorithm>
#include <charconv>

#include "bylaw/ledger/canonical_json.h"
#include "bylaw/vm/time.h"

namespace bylaw::runtime {
namespace {

template <typename Number>
void AppendNumber(Number number, std::string& out) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

void AppendList(const vm::Value& list, std::string& out) {
  out.push_back('[');
  for (uint32_t i = 0; i < list.size; ++i) {
    if (i > 0) out.push_back(',');
    AppendValueJson(list.items[i], out);
  }
  out.push_back(']');
}

void AppendMap(const vm::Value& map, std::string& out) {
  out.push_back('{');
  for (uint32_t i = 0; i < map.size; ++i) {
    if (i > 0) out.push_back(',');
    ledger::AppendJsonString(map.members[i].key.string(), out);
    out.push_back(':');
    AppendValueJson(map.members[i].value, out);
  }
  out.push_back('}');
}

ExplainedCondition Render(const vm::Context& context, const vm::ConditionExplanation& condition) {
  ExplainedCondition rendered{condition.text, condition.value, condition.error, {}};
  for (const vm::FactId fact : condition.facts) {
    ExplainedFact& to = rendered.facts.emplace_back();
    to.name = context.module().fact_name(fact);
    to.personal = (context.module().fact_row(fact).flags & vm::kFactPersonal) != 0;
    AppendValueJson(context.value(fact), to.json);
  }
  return rendered;
}

}  // namespace

std::string_view SectionText(vm::Section section) {
  switch (section) {
    case vm::Section::kPermitted:
      return "permitted";
    case vm::Section::kProhibited:
      return "prohibited";
    case vm::Section::kEscalate:
      return "escalate";
  }
  return "prohibited";
}

void AppendValueJson(const vm::Value& value, std::string& out) {
  switch (value.kind) {
    case vm::Kind::kError:
      out.append("{\"error\":\"").append(vm::ErrorText(value.error())).append("\"}");
      return;
    case vm::Kind::kNull:
      out.append("null");
      return;
    case vm::Kind::kBool:
      out.append(value.b ? "true" : "false");
      return;
    case vm::Kind::kInt:
      return AppendNumber(value.i, out);
    case vm::Kind::kUint:
      return AppendNumber(value.u, out);
    case vm::Kind::kDouble:
      if (!ledger::AppendJsonNumber(value.d, out)) out.append("{\"error\":\"unordered\"}");
      return;
    case vm::Kind::kDecimal: {
      vm::Decimal::Buffer buffer;
      out.append(value.decimal().Format(buffer));
      return;
    }
    case vm::Kind::kTimestamp: {
      vm::TimeBuffer buffer;
      out.append("\"").append(vm::FormatTimestamp(value, buffer)).append("\"");
      return;
    }
    case vm::Kind::kDuration: {
      vm::TimeBuffer buffer;
      out.append("\"").append(vm::FormatDuration(value, buffer)).append("\"");
      return;
    }
    case vm::Kind::kString:
      ledger::AppendJsonString(value.string(), out);
      return;
    case vm::Kind::kBytes:
    case vm::Kind::kType:
    case vm::Kind::kOptional:
    case vm::Kind::kIp:
    case vm::Kind::kCidr:
    case vm::Kind::kSemver:
    case vm::Kind::kUrl:
      // No request holds these: JSON has none.
      out.append("{\"error\":\"wrong_type\"}");
      return;
    case vm::Kind::kList:
      return AppendList(value, out);
    case vm::Kind::kMap:
      return AppendMap(value, out);
  }
}

Explanation Explain(vm::Context& context) {
  std::vector<vm::RuleExplanation> rules = context.Explain();
  // Rows of rules stand in the byte order of their ids. A rule that two patterns led to stands
  // twice, with the same outcome.
  std::sort(rules.begin(), rules.end(),
            [](const auto& a, const auto& b) { return a.rule < b.rule; });
  const auto twice = std::unique(rules.begin(), rules.end(),
                                 [](const auto& a, const auto& b) { return a.rule == b.rule; });
  rules.erase(twice, rules.end());

  const vm::Module& module = context.module();
  Explanation explanation;
  for (const vm::RuleExplanation& rule : rules) {
    ExplainedRule& to = explanation.rules.emplace_back();
    to.id = module.rule_id(rule.rule);
    to.section = module.rule(rule.rule).section;
    to.outcome = rule.outcome;
    for (const auto& condition : rule.conditions) {
      to.conditions.push_back(Render(context, condition));
    }
  }
  return explanation;
}

}  // namespace bylaw::runtime
