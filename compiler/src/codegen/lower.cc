// See lower.h.

#include "codegen/lower.h"

#include <utility>

#include "bylaw/vm/limits.h"

namespace bylaw::compiler {
namespace {

class Lowering {
 public:
  explicit Lowering(Tree& tree) : tree_(tree) {}

  // `node`, or its negation.
  NodeId Run(NodeId id, bool negate) {
    const Node node = tree_[id];
    switch (node.kind) {
      case NodeKind::kNot:
        return Run(tree_.Operands(id)[0], !negate);
      case NodeKind::kAnd:
      case NodeKind::kOr:
        return Logical(id, negate);
      case NodeKind::kTernary:
        return Ternary(id, negate);
      case NodeKind::kCompare:
        return Compare(id, negate);
      case NodeKind::kConstant:
        return negate ? tree_.AddBool(!tree_.ConstantOf(id).value.b, node.span) : id;
      default:
        return Leaf(id, negate);
    }
  }

 private:
  std::vector<NodeId> OperandsOf(NodeId id) const {
    const std::span<const NodeId> operands = tree_.Operands(id);
    return {operands.begin(), operands.end()};
  }

  NodeId Logical(NodeId id, bool negate) {
    Node node = tree_[id];
    std::vector<NodeId> operands = OperandsOf(id);
    for (NodeId& operand : operands) operand = Run(operand, negate);
    if (negate) node.kind = node.kind == NodeKind::kAnd ? NodeKind::kOr : NodeKind::kAnd;
    return tree_.Add(node, operands);
  }

  NodeId Ternary(NodeId id, bool negate) {
    const std::vector<NodeId> parts = OperandsOf(id);
    const NodeId lowered[] = {Run(parts[0], false), Run(parts[1], negate), Run(parts[2], negate)};
    return tree_.Add(tree_[id], lowered);
  }

  NodeId Compare(NodeId id, bool negate) {
    Node node = tree_[id];
    const std::vector<NodeId> sides = OperandsOf(id);
    NodeId left = Run(sides[0], false);
    NodeId right = Run(sides[1], false);
    if (negate) node.relation = Negated(node.relation);
    if (tree_.Is(left, NodeKind::kConstant) && !tree_.Is(right, NodeKind::kConstant)) {
      std::swap(left, right);
      node.relation = Mirrored(node.relation);
    }
    const bool equality =
        node.relation == vm::Relation::kEqual || node.relation == vm::Relation::kNotEqual;
    const Type boolean = Type::Of(vm::Kind::kBool);
    if (equality && tree_[left].type == boolean && tree_[right].type == boolean &&
        tree_.Is(right, NodeKind::kConstant)) {
      const bool holds_when_true =
          tree_.ConstantOf(right).value.b == (node.relation == vm::Relation::kEqual);
      return holds_when_true ? left : Run(left, true);
    }
    const NodeId lowered[] = {left, right};
    return tree_.Add(node, lowered);
  }

  NodeId Leaf(NodeId id, bool negate) {
    std::vector<NodeId> operands = OperandsOf(id);
    bool changed = false;
    for (NodeId& operand : operands) {
      const NodeId lowered = Run(operand, false);
      changed = changed || lowered != operand;
      operand = lowered;
    }
    if (changed) id = tree_.Add(tree_[id], operands);
    if (!negate) return id;
    Node negation;
    negation.kind = NodeKind::kNot;
    negation.type = Type::Of(vm::Kind::kBool);
    negation.span = tree_[id].span;
    return tree_.Add(negation, std::span(&id, 1));
  }

  Tree& tree_;
};

}  // namespace

void LowerRules(std::vector<TypedRule>& rules, Tree& tree, DiagnosticSink& sink) {
  // Definitions make small documents large: each use is lowered, and later emitted, by itself.
  constexpr size_t kNodesMax = vm::kModuleBytesMax / sizeof(vm::Instruction);
  const auto lower = [&](NodeId& root, Span span) {
    if (tree.size() > kNodesMax) {
      sink.Error(DiagnosticCode::kModuleTooLarge, span,
                 "Up to here the conditions, with their definitions put in, are more than a "
                 "module may hold",
                 "Use large definitions less often, or split the document");
      return false;
    }
    root = Lower(tree, root);
    return true;
  };
  for (TypedRule& rule : rules) {
    for (TypedCondition& condition : rule.conditions) {
      if (!lower(condition.root, condition.span)) return;
    }
    for (TypedReasonPart& part : rule.reason) {
      if (part.value && !lower(*part.value, part.span)) return;
    }
  }
}

NodeId Lower(Tree& tree, NodeId root) {
  return Lowering(tree).Run(root, false);
}

vm::Relation Negated(vm::Relation relation) {
  switch (relation) {
    case vm::Relation::kLess:
      return vm::Relation::kGreaterOrEqual;
    case vm::Relation::kLessOrEqual:
      return vm::Relation::kGreater;
    case vm::Relation::kGreater:
      return vm::Relation::kLessOrEqual;
    case vm::Relation::kGreaterOrEqual:
      return vm::Relation::kLess;
    case vm::Relation::kEqual:
      return vm::Relation::kNotEqual;
    case vm::Relation::kNotEqual:
      break;
  }
  return vm::Relation::kEqual;
}

vm::Relation Mirrored(vm::Relation relation) {
  switch (relation) {
    case vm::Relation::kLess:
      return vm::Relation::kGreater;
    case vm::Relation::kLessOrEqual:
      return vm::Relation::kGreaterOrEqual;
    case vm::Relation::kGreater:
      return vm::Relation::kLess;
    case vm::Relation::kGreaterOrEqual:
      return vm::Relation::kLessOrEqual;
    case vm::Relation::kEqual:
    case vm::Relation::kNotEqual:
      break;
  }
  return relation;
}

}  // namespace bylaw::compiler
