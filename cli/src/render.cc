#include "render.h"

#include "terminal.h"

namespace bylaw::cli {
namespace {

constexpr size_t kLabelColumns = 9;
constexpr size_t kConditionColumns = 32;

Color ColorOf(vm::Decision decision) {
  switch (decision) {
    case vm::Decision::kPermit:
      return Color::kGreen;
    case vm::Decision::kEscalate:
      return Color::kYellow;
    case vm::Decision::kDeny:
      return Color::kRed;
  }
  return Color::kRed;
}

std::string_view OutcomeWords(vm::Outcome outcome) {
  switch (outcome) {
    case vm::Outcome::kApplies:
      return "applies";
    case vm::Outcome::kDoesNotApply:
      return "does not apply";
    case vm::Outcome::kUndecidable:
      return "cannot be decided";
    case vm::Outcome::kNotInForce:
      return "is not in force";
  }
  return {};
}

std::string Mark(vm::Truth truth, bool color) {
  switch (truth) {
    case vm::Truth::kTrue:
      return Paint("✓", Color::kGreen, color);
    case vm::Truth::kFalse:
      return Paint("✗", Color::kRed, color);
    case vm::Truth::kUndecidable:
      return Paint("?", Color::kYellow, color);
  }
  return "?";
}

std::string FactText(const runtime::ExplainedFact& fact) {
  // What AppendValueJson writes for a fact that has no value.
  constexpr std::string_view kErrorStart = "{\"error\":\"";
  const std::string text = Shown(fact.name);
  if (fact.json.starts_with(kErrorStart)) {
    const size_t end = fact.json.find('"', kErrorStart.size());
    return text + ": " + fact.json.substr(kErrorStart.size(), end - kErrorStart.size());
  }
  return text + " = " + Shown(fact.json) + (fact.personal ? " (personal)" : "");
}

std::string RenderCondition(const runtime::ExplainedCondition& condition, bool color) {
  std::string facts;
  for (const runtime::ExplainedFact& fact : condition.facts) {
    facts += (facts.empty() ? "" : ", ") + FactText(fact);
  }
  std::string line = Mark(condition.value, color) + " ";
  line += facts.empty() ? Shown(condition.text) : Padded(Shown(condition.text), kConditionColumns);
  return line + (facts.empty() ? "" : "  " + Paint(facts, Color::kDim, color));
}

}  // namespace

std::string RenderExplanation(const runtime::Explanation& explanation, bool color,
                              const std::string& indent) {
  std::string text;
  for (const runtime::ExplainedRule& rule : explanation.rules) {
    text += indent + Paint(Shown(rule.id), Color::kBold, color) + " (" +
            std::string(runtime::SectionText(rule.section)) + ") ";
    text.append(OutcomeWords(rule.outcome)).append("\n");
    for (const runtime::ExplainedCondition& condition : rule.conditions) {
      text += indent + "  " + RenderCondition(condition, color) + "\n";
    }
  }
  return text;
}

std::string RenderDecision(const runtime::Decision& decision,
                           const runtime::Explanation* explanation, bool color) {
  std::string text = Paint(vm::DecisionText(decision.decision), ColorOf(decision.decision), color);
  text.append(" (").append(vm::CodeText(decision.code)).append(")\n");
  const auto line = [&](std::string_view label, const std::string& value) {
    text += "  " + Padded(label, kLabelColumns) + value + "\n";
  };
  line("reason", Shown(decision.reason));
  for (const std::string_view route : decision.route_to) line("route to", Shown(route));
  if (decision.decision == vm::Decision::kEscalate && decision.route_to.empty()) {
    line("route to", "nobody: it can only be denied");
  }
  if (explanation == nullptr) {
    for (const runtime::RuleOutcome& rule : decision.rules) {
      line("rule", Shown(rule.id) + " " + std::string(OutcomeWords(rule.outcome)));
    }
  }
  line("under", Shown(decision.constitution_version) + " " +
                    Paint(decision.constitution_digest, Color::kDim, color));
  line("steps", std::to_string(decision.steps));
  if (!decision.event_id.empty()) line("event", decision.event_id);
  if (explanation != nullptr && !explanation->rules.empty()) {
    text += "\n" + RenderExplanation(*explanation, color);
  }
  return text;
}

}  // namespace bylaw::cli
