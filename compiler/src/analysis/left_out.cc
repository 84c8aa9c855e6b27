// Advises of prohibitions and escalations that an agent avoids by leaving a parameter out: of has()
// beside what reads the same, and of `orValue` with a value that the rule does not apply to.
// Without either, what is left out is undecidable, and the rule has its say.

#include <algorithm>
#include <string>

#include "analysis/domain.h"
#include "analysis/leniency.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

class LeftOut {
 public:
  LeftOut(const AnalysedDocument& document, DiagnosticSink& sink)
      : document_(document), tree_(document.tree), sink_(sink) {}

  void Visit(const TruthPart& part) {
    if (part.lenient_when_true) return VisitNegated(part);
    if (tree_.Is(part.id, NodeKind::kAnd)) return VisitAnd(part);
    const std::optional<NodeId> used = OptionalIn(part.id);
    if (!used) return;
    if (const std::optional<bool> holds = HoldsWithDefault(part.id); holds && !*holds)
      SayOrValue(part, *used);
  }

 private:
  // The optional and what stands in for it: `optional.orValue(other)`.
  struct OrValue {
    NodeId optional;
    NodeId other;
  };
  std::optional<OrValue> OrValueAt(NodeId id) const {
    id = Untyped(tree_, id);
    if (!tree_.Is(id, NodeKind::kLet)) return std::nullopt;
    const NodeId choice = tree_.Operands(id)[1];
    if (!tree_.Is(choice, NodeKind::kTernary)) return std::nullopt;
    const std::span<const NodeId> parts = tree_.Operands(choice);
    const bool asks = tree_.Is(parts[0], NodeKind::kCall) &&
                      tree_.CallOf(parts[0]).signature.starts_with("hasValue");
    const NodeId other = Untyped(tree_, parts[2]);
    if (!asks || !tree_.Is(other, NodeKind::kConstant)) return std::nullopt;
    return OrValue{tree_.Operands(id)[0], other};
  }

  // The optional of the part, or of what it compares, if an agent gives it.
  std::optional<NodeId> OptionalIn(NodeId id) const {
    std::optional<OrValue> found = OrValueAt(id);
    const bool compares = tree_.Is(id, NodeKind::kCompare) || tree_.Is(id, NodeKind::kIn) ||
                          tree_.Is(id, NodeKind::kCall);
    if (!found && compares && !tree_.Operands(id).empty()) found = OrValueAt(tree_.Operands(id)[0]);
    if (!found || !IsFromParams(found->optional)) return std::nullopt;
    return found->optional;
  }

  bool IsFromParams(NodeId id) const {
    const std::optional<FactId> root = RootFact(tree_, id);
    return root && document_.names[*root].source == vm::Source::kParams;
  }

  // Whether the part is true with what stands in, where that is plain.
  std::optional<bool> HoldsWithDefault(NodeId id) const {
    if (const std::optional<OrValue> own = OrValueAt(id)) {
      const vm::Value& value = tree_.ConstantOf(own->other).value;
      return value.kind == vm::Kind::kBool ? std::optional(value.b) : std::nullopt;
    }
    const std::span<const NodeId> operands = tree_.Operands(id);
    if (operands.size() != 2) return std::nullopt;
    const NodeId right = Untyped(tree_, operands[1]);
    const std::optional<OrValue> left = OrValueAt(operands[0]);
    if (!left || !tree_.Is(right, NodeKind::kConstant)) return std::nullopt;
    const vm::Value& a = tree_.ConstantOf(left->other).value;
    const vm::Value& b = tree_.ConstantOf(right).value;
    switch (tree_[id].kind) {
      case NodeKind::kCompare:
        return Compare(a, tree_[id].relation, b);
      case NodeKind::kIn:
        return IsIn(a, b);
      case NodeKind::kCall:
        return CallHolds(tree_.CallOf(id).signature, a, b);
      default:
        return std::nullopt;
    }
  }

  static std::optional<bool> Compare(const vm::Value& a, vm::Relation relation,
                                     const vm::Value& b) {
    if (a.kind == vm::Kind::kString && b.kind == vm::Kind::kString)
      return Holds(a.string().compare(b.string()), relation);
    const std::optional<vm::Decimal> x = NumberOf(a);
    const std::optional<vm::Decimal> y = NumberOf(b);
    if (!x || !y) return std::nullopt;
    return Holds(*x < *y ? -1 : *x > *y ? 1 : 0, relation);
  }

  static bool Holds(int order, vm::Relation relation) {
    switch (relation) {
      case vm::Relation::kLess:
        return order < 0;
      case vm::Relation::kLessOrEqual:
        return order <= 0;
      case vm::Relation::kGreater:
        return order > 0;
      case vm::Relation::kGreaterOrEqual:
        return order >= 0;
      case vm::Relation::kEqual:
        return order == 0;
      case vm::Relation::kNotEqual:
        break;
    }
    return order != 0;
  }

  static std::optional<bool> IsIn(const vm::Value& item, const vm::Value& list) {
    if (list.kind != vm::Kind::kList) return std::nullopt;
    for (uint32_t i = 0; i < list.size; ++i) {
      const std::optional<bool> same = Compare(item, vm::Relation::kEqual, list.items[i]);
      if (!same || *same) return same;
    }
    return false;
  }

  static std::optional<bool> CallHolds(std::string_view signature, const vm::Value& a,
                                       const vm::Value& b) {
    if (a.kind != vm::Kind::kString || b.kind != vm::Kind::kString) return std::nullopt;
    if (signature.starts_with("contains")) return a.string().find(b.string()) != std::string::npos;
    if (signature.starts_with("startsWith")) return a.string().starts_with(b.string());
    if (signature.starts_with("endsWith")) return a.string().ends_with(b.string());
    return std::nullopt;
  }

  // `!(…)` in the rule: what stands in makes it false where the part is true.
  void VisitNegated(const TruthPart& part) {
    const std::optional<NodeId> used = OptionalIn(part.id);
    if (!used) return;
    if (const std::optional<bool> holds = HoldsWithDefault(part.id); holds && *holds)
      SayOrValue(part, *used);
  }

  void SayOrValue(const TruthPart& part, NodeId optional) {
    const std::string name = WrittenAs(document_, optional);
    sink_.Advice(DiagnosticCode::kAbsenceWeakens, tree_[part.id].span,
                 Concat({"Who leaves `", name, "` out avoids the ", KindOfRule(part.rule), " `",
                         part.rule.id, "`, which does not apply to what `orValue` gives then"}),
                 Concat({"Read `", name,
                         "` itself, which is undecidable where it is left out, or write "
                         "`has(",
                         name, ") ? ... : false` if leaving it out is fine"}));
  }

  // has(x) and, beside it, something that reads x.
  void VisitAnd(const TruthPart& part) {
    const std::span<const NodeId> operands = tree_.Operands(part.id);
    for (const NodeId asked : operands) {
      if (!tree_.Is(asked, NodeKind::kHasFact)) continue;
      const FactInfo& fact = document_.names[tree_.FactOf(asked)];
      if (fact.source != vm::Source::kParams) continue;
      const bool read = std::any_of(operands.begin(), operands.end(), [&](NodeId other) {
        return other != asked && Reads(other, fact);
      });
      if (!read) continue;
      sink_.Advice(DiagnosticCode::kAbsenceWeakens, tree_[asked].span,
                   Concat({"Who leaves `", fact.name, "` out avoids the ", KindOfRule(part.rule),
                           " `", part.rule.id, "`, which would else be undecidable"}),
                   Concat({"Leave `has` away, or write `has(", fact.name,
                           ") ? ... : false` if leaving it out is fine"}));
    }
  }

  // The fact, or a path below it.
  bool Reads(NodeId id, const FactInfo& fact) const {
    if (tree_.Is(id, NodeKind::kFact)) {
      const FactInfo& read = document_.names[tree_.FactOf(id)];
      return read.source == fact.source && read.path.size() >= fact.path.size() &&
             std::equal(fact.path.begin(), fact.path.end(), read.path.begin());
    }
    const std::span<const NodeId> operands = tree_.Operands(id);
    return std::any_of(operands.begin(), operands.end(),
                       [&](NodeId operand) { return Reads(operand, fact); });
  }

  const AnalysedDocument& document_;
  const Tree& tree_;
  DiagnosticSink& sink_;
};

}  // namespace

void AdviseOfLeftOutParameters(const AnalysedDocument& document, DiagnosticSink& sink) {
  LeftOut left_out(document, sink);
  VisitTruths(document, {Section::kProhibited, Section::kEscalate},
              [&](const TruthPart& part) { left_out.Visit(part); });
}

}  // namespace bylaw::compiler
