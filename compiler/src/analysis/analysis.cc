// See analysis.h.

#include "analysis/analysis.h"

#include <algorithm>
#include <string>

#include "source/concat.h"

namespace bylaw::compiler {

void Analyse(const AnalysedDocument& document, DiagnosticSink& sink) {
  WarnOfConflicts(document, sink);
  WarnOfDeadRules(document, sink);
  WarnOfWildcards(document, sink);
  WarnOfMissingRoutes(document, sink);
  WarnOfEmptyLists(document, sink);
  WarnOfOpenPatterns(document, sink);
  AdviseOfLeftOutParameters(document, sink);
  if (document.strict) CheckStrict(document, sink);
}

void WarnOfWildcards(const AnalysedDocument& document, DiagnosticSink& sink) {
  for (const Rule& rule : document.constitution.rules) {
    if (rule.section != Section::kPermitted) continue;
    for (const Text& action : rule.actions) {
      if (action.value.find('*') == std::string::npos) continue;
      if (action.value.find_first_not_of('*') != std::string::npos) {
        sink.Advice(DiagnosticCode::kPermitsPattern, action.span,
                    Concat({"The permission `", rule.id, "` is for every action called `",
                            action.value, "`, also for those that come later"}),
                    "Name the actions where they are known");
        continue;
      }
      sink.Warning(DiagnosticCode::kPermitsEverything, action.span,
                   Concat({"The permission `", rule.id,
                           "` is for every action, also for those that "
                           "nobody has thought of"}),
                   "Name the actions, or begin the pattern with what they have in common");
    }
  }
}

// An undecidable prohibition has no route of its own, and neither has an overdue review.
void WarnOfMissingRoutes(const AnalysedDocument& document, DiagnosticSink& sink) {
  const Constitution& constitution = document.constitution;
  const auto is_default = [](const Route& route) { return route.name.value == "default"; };
  if (std::any_of(constitution.routes.begin(), constitution.routes.end(), is_default)) return;
  const std::string help = "Add a route `default`, which decides what has no other";
  if (constitution.when_overdue == WhenOverdue::kEscalate) {
    sink.Warning(DiagnosticCode::kUnroutedEscalation, constitution.key_span,
                 "`when_overdue: escalate` has no route to escalate to", help);
  }
  bool said = false;  // Of the document's own `on_error`: once is enough.
  for (const Rule& rule : constitution.rules) {
    if (rule.section != Section::kProhibited) continue;
    const bool can_be_undecidable =
        !rule.conditions.empty() || !rule.unless.empty() || !rule.targets.empty();
    const OnError on_error = rule.on_error ? rule.on_error->value : constitution.on_error;
    if (on_error != OnError::kEscalate || !can_be_undecidable || (!rule.on_error && said)) continue;
    said = said || !rule.on_error;
    sink.Warning(DiagnosticCode::kUnroutedEscalation,
                 rule.on_error ? rule.on_error->span : rule.id_span,
                 Concat({"Where the prohibition `", rule.id,
                         "` is undecidable, `on_error: escalate` has no route to escalate to"}),
                 help);
  }
}

}  // namespace bylaw::compiler
