// What a correct document may still get wrong: rules that conflict without an order, that never
// apply, that permit everything, that are more lenient than they read, escalations that nobody
// could decide; and what `--strict` asks.
//
// Everything here errs on the side of silence: what is reported is certain, but for conflicts,
// where what is not reported is certain.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_ANALYSIS_ANALYSIS_H_
#define BYLAW_COMPILER_ANALYSIS_ANALYSIS_H_

#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "sema/names.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// A checked and lowered document, which may still have errors.
struct AnalysedDocument {
  const Constitution& constitution;
  const Names& names;
  const Tree& tree;
  const std::vector<TypedRule>& rules;  // As many as the constitution has.
  bool strict;
};

void Analyse(const AnalysedDocument& document, DiagnosticSink& sink);

// The parts of Analyse.
void WarnOfConflicts(const AnalysedDocument& document, DiagnosticSink& sink);
void WarnOfDeadRules(const AnalysedDocument& document, DiagnosticSink& sink);
void WarnOfWildcards(const AnalysedDocument& document, DiagnosticSink& sink);
void WarnOfMissingRoutes(const AnalysedDocument& document, DiagnosticSink& sink);
void WarnOfEmptyLists(const AnalysedDocument& document, DiagnosticSink& sink);
void WarnOfOpenPatterns(const AnalysedDocument& document, DiagnosticSink& sink);
void AdviseOfLeftOutParameters(const AnalysedDocument& document, DiagnosticSink& sink);
void CheckStrict(const AnalysedDocument& document, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_ANALYSIS_ANALYSIS_H_
