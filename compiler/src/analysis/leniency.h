// Where the outcome of a part of a condition makes its rule lenient: a permission is lenient where
// it applies, a prohibition or an escalation where it does not.
//
// Thread-safety: values. Ownership: points into the document that is analysed.

#ifndef BYLAW_COMPILER_ANALYSIS_LENIENCY_H_
#define BYLAW_COMPILER_ANALYSIS_LENIENCY_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.h"

namespace bylaw::compiler {

// A part that is a truth, its rule, and the `&&`, `||` and the like that it is inside, the
// outermost first.
struct TruthPart {
  const Rule& rule;
  const TypedRule& typed;
  NodeId id;
  bool lenient_when_true;
  const std::vector<NodeId>& around;
};

// Visits the parts of every rule of `sections`, those of definitions where they are used. Silent
// about what only decides between two others: the test of a ternary, an operand of `==`.
void VisitTruths(const AnalysedDocument& document, std::initializer_list<Section> sections,
                 const std::function<void(const TruthPart&)>& visit);

// "permission" and the like.
std::string_view KindOfRule(const Rule& rule);

// What `id` is, whatever its type is taken for.
NodeId Untyped(const Tree& tree, NodeId id);
// Whether the two are the same value: a fact, or the same member of the same.
bool SameValue(const Tree& tree, NodeId a, NodeId b);
// The fact of which `id` is, or is a member.
std::optional<FactId> RootFact(const Tree& tree, NodeId id);
// "params.lines", as conditions write it.
std::string WrittenAs(const AnalysedDocument& document, NodeId id);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_ANALYSIS_LENIENCY_H_
