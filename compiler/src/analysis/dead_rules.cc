// Warns of rules that can never apply.

#include <optional>
#include <string>

#include "analysis/analysis.h"
#include "analysis/domain.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

const TypedCondition* ConstantlyFalse(const TypedRule& rule, const Tree& tree) {
  for (const TypedCondition& condition : rule.conditions) {
    if (tree.Is(condition.root, NodeKind::kConstant) && !tree.ConstantOf(condition.root).value.b) {
      return &condition;
    }
  }
  return nullptr;
}

}  // namespace

void WarnOfDeadRules(const AnalysedDocument& document, DiagnosticSink& sink) {
  for (size_t i = 0; i < document.rules.size(); ++i) {
    const Rule& rule = document.constitution.rules[i];
    if (const TypedCondition* condition = ConstantlyFalse(document.rules[i], document.tree)) {
      sink.Warning(DiagnosticCode::kRuleNeverApplies, condition->span,
                   Concat({"The rule `", rule.id, "` can never apply: this is never true"}),
                   "Remove the rule or the condition");
      continue;
    }
    for (const auto& [fact, domain] : DomainsOf(document.rules[i], document.tree, document.names)) {
      if (!domain.empty()) continue;
      sink.Warning(DiagnosticCode::kRuleNeverApplies, rule.id_span,
                   Concat({"The rule `", rule.id, "` can never apply: no value of `",
                           document.names[fact].name, "` meets all its conditions"}),
                   "Look at the conditions that read it, and at its declaration");
      break;
    }
  }
}

}  // namespace bylaw::compiler
