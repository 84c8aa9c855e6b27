// What `--strict` asks beyond having no warnings.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "bylaw/vm/pattern.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

void Missing(std::string what, Span place, std::string help, DiagnosticSink& sink) {
  sink.Error(DiagnosticCode::kStrictMissing, place,
             Concat({"A strict document needs ", std::move(what)}), std::move(help));
}

void CheckKeys(const Constitution& constitution, DiagnosticSink& sink) {
  const Span place = constitution.key_span;
  std::vector<std::string> missing;
  if (!constitution.reviewed_by) missing.emplace_back("`reviewed_by`");
  if (!constitution.review_date) missing.emplace_back("`review_date`");
  if (constitution.precedence.empty()) missing.emplace_back("`precedence`");
  if (!missing.empty()) {
    std::string all;
    for (const std::string& key : missing) {
      all += Concat({(all.empty() ? "" : &key == &missing.back() ? " and " : ", "), key});
    }
    Missing(all, place, Concat({"Add ", all, " under `constitution`"}), sink);
  }
  for (const Rule& rule : constitution.rules) {
    if (!rule.id_given) {
      Missing(Concat({"an `id` for every rule, and `", rule.id, "` has none"}), rule.id_span,
              "Give the rule an `id`, which stays when rules move", sink);
    }
  }
}

// The document alone says what is compiled.
void CheckFile(const FileReference& file, const Constitution& constitution, DiagnosticSink& sink) {
  if (!file.path || file.digest_given) return;
  const auto read = std::find_if(constitution.files.begin(), constitution.files.end(),
                                 [&](const auto& f) { return f.path == file.path->value; });
  if (read == constitution.files.end()) return;
  Missing(Concat({"the `digest` of every file, and `", read->path, "` has none"}), file.path->span,
          Concat({"Add `digest: \"sha256:", read->sha256, "\"`"}), sink);
}

void CheckFiles(const Constitution& constitution, DiagnosticSink& sink) {
  for (const Constant& constant : constitution.constants)
    CheckFile(constant.file, constitution, sink);
  for (const Action& action : constitution.actions) CheckFile(action.schema, constitution, sink);
}

// The facts that a rule reads, and those that it asks has() of.
struct Reads {
  std::vector<NodeId> nodes;
  std::set<FactId> asked;
};

void Collect(const Tree& tree, NodeId id, Reads& reads) {
  if (tree.Is(id, NodeKind::kFact)) reads.nodes.push_back(id);
  if (tree.Is(id, NodeKind::kHasFact)) reads.asked.insert(tree.FactOf(id));
  for (const NodeId operand : tree.Operands(id)) Collect(tree, operand, reads);
}

Reads ReadsOf(const TypedRule& rule, const Tree& tree) {
  Reads reads;
  for (const TypedCondition& condition : rule.conditions) Collect(tree, condition.root, reads);
  return reads;
}

std::set<std::string_view> ParametersOf(const Action& action, const Constitution& constitution) {
  std::set<std::string_view> names;
  for (const Field& field : action.params) names.insert(field.name.value);
  for (const Text& name : action.fact_params) {
    for (const Fact& fact : constitution.facts) {
      if (fact.name.value == name.value) names.insert(fact.path.front());
    }
  }
  return names;
}

// A catalogued action has every fact that its rules read from params.
void CheckParameters(const AnalysedDocument& document, DiagnosticSink& sink) {
  const Constitution& constitution = document.constitution;
  std::vector<Reads> reads;
  for (const TypedRule& rule : document.rules) reads.push_back(ReadsOf(rule, document.tree));
  for (const Action& action : constitution.actions) {
    const std::set<std::string_view> parameters = ParametersOf(action, constitution);
    if (parameters.empty()) continue;
    for (size_t i = 0; i < reads.size(); ++i) {
      const std::vector<Text>& patterns = constitution.rules[i].actions;
      const bool governs = std::any_of(patterns.begin(), patterns.end(), [&](const Text& pattern) {
        return vm::MatchesPattern(pattern.value, action.name.value);
      });
      if (!governs) continue;
      for (const NodeId node : reads[i].nodes) {
        const FactId id = document.tree.FactOf(node);
        const FactInfo& fact = document.names[id];
        const bool optional =
            reads[i].asked.contains(id) ||
            (fact.declaration != nullptr && fact.declaration->default_value.has_value());
        if (fact.source != vm::Source::kParams || fact.path.empty() || optional ||
            parameters.contains(fact.path.front())) {
          continue;
        }
        sink.Error(DiagnosticCode::kStrictParameter, document.tree[node].span,
                   Concat({"`", fact.name, "` is read for the action `", action.name.value,
                           "`, whose `params` do not have `", fact.path.front(), "`"}),
                   Concat({"Add it to the action's `params`, or ask has(", fact.name, ") first"}));
      }
    }
  }
}

}  // namespace

void CheckStrict(const AnalysedDocument& document, DiagnosticSink& sink) {
  CheckKeys(document.constitution, sink);
  CheckFiles(document.constitution, sink);
  CheckParameters(document, sink);
}

}  // namespace bylaw::compiler
