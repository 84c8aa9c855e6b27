// See leniency.h.

#include "analysis/leniency.h"

#include <algorithm>

namespace bylaw::compiler {
namespace {

class Walk {
 public:
  Walk(const AnalysedDocument& document, const Rule& rule, const TypedRule& typed,
       const std::function<void(const TruthPart&)>& visit)
      : tree_(document.tree), rule_(rule), typed_(typed), visit_(visit) {}

  void Visit(NodeId id, bool lenient_when_true) {
    visit_({rule_, typed_, id, lenient_when_true, around_});
    const std::span<const NodeId> operands = tree_.Operands(id);
    around_.push_back(id);
    switch (tree_[id].kind) {
      case NodeKind::kNot:
        Visit(operands[0], !lenient_when_true);
        break;
      case NodeKind::kAnd:
      case NodeKind::kOr:
        for (const NodeId operand : operands) Visit(operand, lenient_when_true);
        break;
      case NodeKind::kTernary:
        for (const NodeId choice : operands.subspan(1)) Visit(choice, lenient_when_true);
        break;
      case NodeKind::kLet:
      case NodeKind::kExpect:
        Visit(operands.back(), lenient_when_true);
        break;
      case NodeKind::kLoop:
        if (tree_.LoopOf(id).kind == LoopKind::kAll || tree_.LoopOf(id).kind == LoopKind::kExists)
          Visit(operands.back(), lenient_when_true);
        break;
      default:
        break;
    }
    around_.pop_back();
  }

 private:
  const Tree& tree_;
  const Rule& rule_;
  const TypedRule& typed_;
  const std::function<void(const TruthPart&)>& visit_;
  std::vector<NodeId> around_;
};

}  // namespace

void VisitTruths(const AnalysedDocument& document, std::initializer_list<Section> sections,
                 const std::function<void(const TruthPart&)>& visit) {
  for (size_t i = 0; i < document.rules.size(); ++i) {
    const Rule& rule = document.constitution.rules[i];
    if (rule.broken || std::find(sections.begin(), sections.end(), rule.section) == sections.end())
      continue;
    Walk walk(document, rule, document.rules[i], visit);
    for (const TypedCondition& condition : document.rules[i].conditions)
      walk.Visit(condition.root, rule.section == Section::kPermitted);
  }
}

std::string_view KindOfRule(const Rule& rule) {
  switch (rule.section) {
    case Section::kPermitted:
      return "permission";
    case Section::kProhibited:
      return "prohibition";
    default:
      return "escalation";
  }
}

NodeId Untyped(const Tree& tree, NodeId id) {
  while (tree.Is(id, NodeKind::kExpect) || tree.Is(id, NodeKind::kDyn)) id = tree.Operands(id)[0];
  return id;
}

bool SameValue(const Tree& tree, NodeId a, NodeId b) {
  a = Untyped(tree, a);
  b = Untyped(tree, b);
  if (a == b) return true;
  if (tree[a].kind != tree[b].kind) return false;
  if (tree.Is(a, NodeKind::kFact)) return tree.FactOf(a) == tree.FactOf(b);
  return tree.Is(a, NodeKind::kSelect) && tree.NameOf(a) == tree.NameOf(b) &&
         SameValue(tree, tree.Operands(a)[0], tree.Operands(b)[0]);
}

std::optional<FactId> RootFact(const Tree& tree, NodeId id) {
  id = Untyped(tree, id);
  while (tree.Is(id, NodeKind::kSelect) || tree.Is(id, NodeKind::kSelectOptional))
    id = Untyped(tree, tree.Operands(id)[0]);
  return tree.Is(id, NodeKind::kFact) ? std::optional(tree.FactOf(id)) : std::nullopt;
}

std::string WrittenAs(const AnalysedDocument& document, NodeId id) {
  const Tree& tree = document.tree;
  id = Untyped(tree, id);
  if (tree.Is(id, NodeKind::kFact) || tree.Is(id, NodeKind::kHasFact))
    return document.names[tree.FactOf(id)].name;
  if (tree.Is(id, NodeKind::kSelect) || tree.Is(id, NodeKind::kSelectOptional))
    return WrittenAs(document, tree.Operands(id)[0]) + "." + tree.NameOf(id);
  return "it";
}

}  // namespace bylaw::compiler
