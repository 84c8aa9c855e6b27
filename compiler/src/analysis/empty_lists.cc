// Warns of `all` over a list that may be empty, where that makes a rule lenient: `all` of nothing
// is true.
//
// What the rule comes to with an empty list is worked out as far as its conditions say so plainly:
// where it does not depend on the `all`, or is not lenient, there is nothing to warn of.

#include <string>

#include "analysis/leniency.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// Outcomes that a truth may have, as bits.
using Outcomes = uint8_t;
constexpr Outcomes kTrue = 1;
constexpr Outcomes kFalse = 2;
constexpr Outcomes kUndecidable = 4;
constexpr Outcomes kAnyOutcome = kTrue | kFalse | kUndecidable;

Outcomes OfBool(bool value) {
  return value ? kTrue : kFalse;
}

Outcomes Negation(Outcomes of) {
  return static_cast<Outcomes>((of & kUndecidable) | ((of & kTrue) != 0 ? kFalse : 0) |
                               ((of & kFalse) != 0 ? kTrue : 0));
}

Outcomes Both(Outcomes a, Outcomes b) {
  if (a == kFalse || b == kFalse) return kFalse;
  return static_cast<Outcomes>((a & b & kTrue) | ((a | b) & kFalse) | ((a | b) & kUndecidable));
}

// Truths with the list `range` empty, and the loop `all` over it as if it came to `outcome`.
class WithEmptyList {
 public:
  WithEmptyList(const Tree& tree, NodeId range, NodeId all, Outcomes outcome)
      : tree_(tree), range_(range), all_(all), outcome_(outcome) {}

  Outcomes OfRule(const TypedRule& rule) const {
    Outcomes all = kTrue;
    for (const TypedCondition& condition : rule.conditions) all = Both(all, Of(condition.root));
    return all;
  }

 private:
  Outcomes Of(NodeId id) const {
    if (id == all_) return outcome_;
    const std::span<const NodeId> operands = tree_.Operands(id);
    switch (tree_[id].kind) {
      case NodeKind::kConstant:
        return OfBool(tree_.ConstantOf(id).value.b);
      case NodeKind::kNot:
        return Negation(Of(operands[0]));
      case NodeKind::kAnd:
      case NodeKind::kOr:
        return OfLogical(operands, tree_.Is(id, NodeKind::kOr));
      case NodeKind::kTernary: {
        const Outcomes test = Of(operands[0]);
        return static_cast<Outcomes>((test & kUndecidable) |
                                     ((test & kTrue) != 0 ? Of(operands[1]) : 0) |
                                     ((test & kFalse) != 0 ? Of(operands[2]) : 0));
      }
      case NodeKind::kLet:
        return Of(operands[1]);
      case NodeKind::kLoop:
        return OfLoop(id);
      case NodeKind::kCompare:
        return OfComparison(id);
      case NodeKind::kIn:
        return SameValue(tree_, operands[1], range_) ? kFalse : OfOther(id);
      default:
        return OfOther(id);
    }
  }

  // `a || b` is !(!a && !b).
  Outcomes OfLogical(std::span<const NodeId> operands, bool either) const {
    Outcomes all = kTrue;
    for (const NodeId operand : operands)
      all = Both(all, either ? Negation(Of(operand)) : Of(operand));
    return either ? Negation(all) : all;
  }

  Outcomes OfLoop(NodeId id) const {
    if (!SameValue(tree_, tree_.Operands(id)[0], range_)) return kAnyOutcome;
    switch (tree_.LoopOf(id).kind) {
      case LoopKind::kAll:
        return kTrue;
      case LoopKind::kExists:
      case LoopKind::kExistsOne:
        return kFalse;
      default:
        return kAnyOutcome;
    }
  }

  // size(range) against a constant, which is on the right; or the list against another.
  Outcomes OfComparison(NodeId id) const {
    const NodeId left = Untyped(tree_, tree_.Operands(id)[0]);
    const NodeId right = Untyped(tree_, tree_.Operands(id)[1]);
    const bool equal = tree_[id].relation == vm::Relation::kEqual;
    if (tree_.Is(right, NodeKind::kList) && SameValue(tree_, left, range_))
      return OfBool(tree_.Operands(right).empty() == equal);
    if (!tree_.Is(right, NodeKind::kConstant)) return OfOther(id);
    const vm::Value& constant = tree_.ConstantOf(right).value;
    if (SameValue(tree_, left, range_) && constant.kind == vm::Kind::kList)
      return OfBool((constant.size == 0) == equal);
    const bool size = tree_.Is(left, NodeKind::kCall) &&
                      tree_.CallOf(left).signature.starts_with("size") &&
                      SameValue(tree_, tree_.Operands(left)[0], range_);
    if (!size || constant.kind != vm::Kind::kInt) return OfOther(id);
    switch (tree_[id].relation) {
      case vm::Relation::kEqual:
        return OfBool(constant.i == 0);
      case vm::Relation::kNotEqual:
        return OfBool(constant.i != 0);
      case vm::Relation::kLess:
        return OfBool(0 < constant.i);
      case vm::Relation::kLessOrEqual:
        return OfBool(0 <= constant.i);
      case vm::Relation::kGreater:
        return OfBool(0 > constant.i);
      case vm::Relation::kGreaterOrEqual:
        return OfBool(0 >= constant.i);
    }
    return kAnyOutcome;
  }

  // Whatever reads an item of an empty list cannot be decided.
  Outcomes OfOther(NodeId id) const { return ReadsItem(id) ? kUndecidable : kAnyOutcome; }

  bool ReadsItem(NodeId id) const {
    switch (tree_[id].kind) {
      case NodeKind::kAnd:
      case NodeKind::kOr:
      case NodeKind::kTernary:
      case NodeKind::kLoop:
        return false;  // It may be absorbed, or not come to it.
      case NodeKind::kIndex:
        if (SameValue(tree_, tree_.Operands(id)[0], range_)) return true;
        break;
      default:
        break;
    }
    for (const NodeId operand : tree_.Operands(id)) {
      if (ReadsItem(operand)) return true;
    }
    return false;
  }

  const Tree& tree_;
  NodeId range_;
  NodeId all_;
  Outcomes outcome_;
};

// Whether the list is declared never to be empty, or is nothing that a request gives.
bool IsNeverEmpty(const AnalysedDocument& document, NodeId range) {
  const std::optional<FactId> root = RootFact(document.tree, range);
  if (!root) return true;
  const FactInfo& fact = document.names[*root];
  // Without a target, `targets` is undecidable.
  if (fact.source == vm::Source::kTargets) return true;
  return document.tree.Is(range, NodeKind::kFact) && fact.declaration != nullptr &&
         fact.declaration->type.min_items && fact.declaration->type.min_items->value > 0;
}

// Whether what is around says what holds where the list is not given at all: `!has(cc) ||
// cc.all(…)` means an empty one too.
bool AbsenceIsMeant(const Tree& tree, const TruthPart& part, NodeId range) {
  if (!tree.Is(range, NodeKind::kFact)) return false;
  const auto asks = [&](NodeId id) {
    if (tree.Is(id, NodeKind::kNot)) id = tree.Operands(id)[0];
    return tree.Is(id, NodeKind::kHasFact) && tree.FactOf(id) == tree.FactOf(range);
  };
  for (const NodeId outer : part.around) {
    const NodeKind wanted =
        part.rule.section == Section::kPermitted ? NodeKind::kOr : NodeKind::kAnd;
    if (!tree.Is(outer, wanted)) continue;
    for (const NodeId operand : tree.Operands(outer)) {
      if (asks(operand)) return true;
    }
  }
  return false;
}

}  // namespace

void WarnOfEmptyLists(const AnalysedDocument& document, DiagnosticSink& sink) {
  const Tree& tree = document.tree;
  VisitTruths(
      document, {Section::kPermitted, Section::kProhibited, Section::kEscalate},
      [&](const TruthPart& part) {
        if (!part.lenient_when_true || !tree.Is(part.id, NodeKind::kLoop) ||
            tree.LoopOf(part.id).kind != LoopKind::kAll) {
          return;
        }
        const NodeId range = Untyped(tree, tree.Operands(part.id)[0]);
        if (IsNeverEmpty(document, range) || AbsenceIsMeant(tree, part, range)) return;
        const Outcomes empty = WithEmptyList(tree, range, part.id, kTrue).OfRule(part.typed);
        const Outcomes otherwise = WithEmptyList(tree, range, part.id, kFalse).OfRule(part.typed);
        const bool permission = part.rule.section == Section::kPermitted;
        if ((empty & (permission ? kTrue : kFalse)) == 0 || empty == otherwise) return;
        const std::string list = WrittenAs(document, range);
        sink.Warning(
            DiagnosticCode::kEmptyListHolds, tree[part.id].span,
            Concat({"`", list, "` may be empty, and `all` is then true: the ",
                    KindOfRule(part.rule), " `", part.rule.id,
                    permission ? "` applies without an item to look at" : "` does not apply then"}),
            Concat({"Write `", list, ".size() > 0 && ", list, ".all(...)`, or `", list,
                    ".size() == 0 || ...` where an empty list is meant"}));
      });
}

}  // namespace bylaw::compiler
