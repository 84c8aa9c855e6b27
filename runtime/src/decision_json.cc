#include "bylaw/runtime/decision_json.h"

#include <charconv>

#include "bylaw/ledger/canonical_json.h"

namespace bylaw::runtime {
namespace {

// Texts come from modules and requests whose UTF-8 was verified: the false of AppendJsonString
// cannot be.
void AppendString(std::string_view text, std::string& out) {
  if (!ledger::AppendJsonString(text, out)) out.append("\"\"");
}

void AppendRoutes(const Decision& decision, std::string& out) {
  if (decision.route_to.empty()) return;
  out.append(",\"route_to\":");
  if (decision.route_to.size() == 1) return AppendString(decision.route_to.front(), out);
  char separator = '[';
  for (const std::string_view route : decision.route_to) {
    out.push_back(separator);
    AppendString(route, out);
    separator = ',';
  }
  out.push_back(']');
}

void AppendRules(const Decision& decision, std::string& out) {
  std::string_view separator;
  for (const RuleOutcome& rule : decision.rules) {
    out.append(separator).append("{\"id\":");
    AppendString(rule.id, out);
    out.append(",\"outcome\":\"").append(vm::OutcomeText(rule.outcome)).append("\"}");
    separator = ",";
  }
}

// Which of the facts are personal, so that whoever passes the explanation on can leave them out.
void AppendPersonal(const ExplainedCondition& condition, std::string& out) {
  std::string_view separator = ",\"personal\":[";
  for (const ExplainedFact& fact : condition.facts) {
    if (!fact.personal) continue;
    out.append(separator);
    AppendString(fact.name, out);
    separator = ",";
  }
  if (separator == ",") out.push_back(']');
}

void AppendConditions(const ExplainedRule& rule, std::string& out) {
  std::string_view separator;
  for (const ExplainedCondition& condition : rule.conditions) {
    out.append(separator).append("{\"text\":");
    AppendString(condition.text, out);
    out.append(",\"value\":\"").append(vm::TruthText(condition.value)).append("\",\"facts\":{");
    std::string_view between;
    for (const ExplainedFact& fact : condition.facts) {
      out.append(between);
      AppendString(fact.name, out);
      out.append(":").append(fact.json);
      between = ",";
    }
    out.push_back('}');
    AppendPersonal(condition, out);
    out.push_back('}');
    separator = ",";
  }
}

void AppendRules(const Explanation& explanation, std::string& out) {
  std::string_view separator;
  for (const ExplainedRule& rule : explanation.rules) {
    out.append(separator).append("{\"id\":");
    AppendString(rule.id, out);
    out.append(",\"outcome\":\"").append(vm::OutcomeText(rule.outcome));
    out.append("\",\"conditions\":[");
    AppendConditions(rule, out);
    out.append("]}");
    separator = ",";
  }
}

}  // namespace

void AppendDecisionJson(const Decision& decision, const Explanation* explanation,
                        std::string& out) {
  out.append("{\"decision\":\"").append(vm::DecisionText(decision.decision));
  out.append("\",\"code\":\"").append(vm::CodeText(decision.code));
  out.append("\",\"reason\":");
  AppendString(decision.reason, out);
  AppendRoutes(decision, out);
  out.append(",\"rules\":[");
  if (explanation != nullptr) {
    AppendRules(*explanation, out);
  } else {
    AppendRules(decision, out);
  }
  out.append("],\"constitution_version\":");
  AppendString(decision.constitution_version, out);
  out.append(",\"constitution_digest\":\"").append(decision.constitution_digest);
  out.append("\",\"steps\":");
  char digits[16];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, decision.steps).ptr);
  if (!decision.event_id.empty()) {
    out.append(",\"event_id\":\"").append(decision.event_id).append("\"");
  }
  out.push_back('}');
}

}  // namespace bylaw::runtime
