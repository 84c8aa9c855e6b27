// See constant_folding.h.

#include "codegen/constant_folding.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "bylaw/vm/error.h"
#include "bylaw/vm/expression.h"
#include "bylaw/vm/image.h"
#include "bylaw/vm/module.h"
#include "codegen/expression_module.h"
#include "codegen/needs.h"
#include "codegen/policy.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// A list that a fold makes is in the module whole: not longer than somebody would write.
constexpr uint32_t kFoldedItemsMax = 1'024;
// What folding may take of a compilation, in nodes evaluated: parts in parts are evaluated again
// where the whole has no value.
constexpr size_t kFoldedNodesMax = 1'000'000;

class Folding {
 public:
  Folding(const Constitution& constitution, const Names& names, vm::FunctionTable functions,
          Tree& tree, DiagnosticSink& sink)
      : names_(names), functions_(functions), tree_(tree), sink_(sink), needs_(tree) {
    bare_.id.value = "constant";
    bare_.limits = constitution.limits;
  }

  NodeId Fold(NodeId id) {
    if (const auto known = folded_.find(id); known != folded_.end()) return known->second;
    return folded_[id] = FoldNew(id);
  }

 private:
  NodeId FoldNew(NodeId id) {
    if (tree_.Is(id, NodeKind::kConstant)) return id;
    if (needs_.Of(id).constant()) {
      bool fails = false;
      if (const std::optional<NodeId> value = Evaluate(id, fails)) return *value;
      if (fails) return id;
    }
    switch (tree_[id].kind) {
      case NodeKind::kAnd:
        return Logical(id, true);
      case NodeKind::kOr:
        return Logical(id, false);
      case NodeKind::kTernary:
        return Ternary(id);
      default:
        return WithFoldedOperands(id);
    }
  }

  std::vector<NodeId> FoldedOperands(NodeId id) {
    const std::span<const NodeId> operands = tree_.Operands(id);
    std::vector<NodeId> folded(operands.begin(), operands.end());
    for (NodeId& operand : folded) operand = Fold(operand);
    return folded;
  }

  NodeId WithOperands(NodeId id, const std::vector<NodeId>& operands) {
    const std::span<const NodeId> before = tree_.Operands(id);
    if (std::equal(before.begin(), before.end(), operands.begin(), operands.end())) return id;
    return tree_.Add(tree_[id], operands);
  }
  NodeId WithFoldedOperands(NodeId id) { return WithOperands(id, FoldedOperands(id)); }

  bool IsBool(NodeId id, bool value) const {
    return tree_.Is(id, NodeKind::kConstant) && tree_.ConstantOf(id).value.b == value;
  }

  // A side that decides does so whatever the others are, errors too; one that does not says
  // nothing.
  NodeId Logical(NodeId id, bool both) {
    std::vector<NodeId> operands = FoldedOperands(id);
    const auto decides = [&](NodeId operand) { return IsBool(operand, !both); };
    const auto idle = [&](NodeId operand) { return IsBool(operand, both); };
    if (std::any_of(operands.begin(), operands.end(), decides))
      return tree_.AddBool(!both, tree_[id].span);
    operands.erase(std::remove_if(operands.begin(), operands.end(), idle), operands.end());
    if (operands.empty()) return tree_.AddBool(both, tree_[id].span);
    if (operands.size() == 1) return operands[0];
    return WithOperands(id, operands);
  }

  NodeId Ternary(NodeId id) {
    const std::vector<NodeId> parts = FoldedOperands(id);
    if (tree_.Is(parts[0], NodeKind::kConstant)) return parts[IsBool(parts[0], true) ? 1 : 2];
    return WithOperands(id, parts);
  }

  // The value as a node. `fails`: there is none, because the part is undecidable.
  std::optional<NodeId> Evaluate(NodeId id, bool& fails) {
    if (evaluated_ > kFoldedNodesMax) return std::nullopt;
    evaluated_ += tree_[id].size;
    const ModuleLimits limits(bare_.limits);
    vm::ModuleImage image;
    SetPolicy(bare_, limits, false, image);
    TypeRows types(functions_, limits, image, sink_);
    FactRows facts(names_, types, image);
    if (!WriteExpression(tree_, id, "constant", facts, image)) return std::nullopt;
    const vm::LoadResult module = vm::Module::Load(vm::Encode(image, functions_), functions_);
    if (!module) return std::nullopt;  // Over a limit that the whole document may say more of.
    vm::Expression expression(*module);
    const vm::Value value = expression.Evaluate();
    if (!value.is_error()) return AddValue(value, tree_[id]);
    fails = true;
    sink_.Warning(DiagnosticCode::kNeverDecidable, tree_[id].span,
                  Concat({"This has no value, whatever is asked: ", vm::ErrorText(value.error())}),
                  "Correct it: a permission that reads it never applies, and a prohibition or "
                  "escalation is undecidable");
    return std::nullopt;
  }

  std::optional<NodeId> AddValue(const vm::Value& value, const Node& node) {
    const std::optional<vm::Value> kept = Keep(value);
    if (kept) return tree_.AddConstant({*kept, {}, false}, node.type, node.span);
    if (value.kind == vm::Kind::kMap) return AddTable(value, node);
    const bool short_list = value.kind == vm::Kind::kList && value.size <= kFoldedItemsMax;
    if (!short_list) return std::nullopt;
    std::vector<vm::Value> items;
    for (uint32_t i = 0; i < value.size; ++i) {
      const std::optional<vm::Value> item = Keep(value.items[i]);
      if (!item) return std::nullopt;
      items.push_back(*item);
    }
    return tree_.AddConstantList(std::move(items), node.span);
  }

  // A constant map is sorted: one that is written in another order stays, because its order shows
  // in what macros make of it.
  std::optional<NodeId> AddTable(const vm::Value& map, const Node& node) {
    if (map.size == 0 || map.size > kFoldedItemsMax) return std::nullopt;
    std::vector<vm::Member> members;
    for (uint32_t i = 0; i < map.size; ++i) {
      const std::optional<vm::Value> key = Keep(map.members[i].key);
      const std::optional<vm::Value> value = Keep(map.members[i].value);
      if (!key || !value || key->kind != vm::Kind::kString) return std::nullopt;
      if (i > 0 && members.back().key.string() >= key->string()) return std::nullopt;
      members.push_back({*key, *value});
    }
    return tree_.AddConstantMap(std::move(members), node.span);
  }

  // The scalar in the tree's own memory; nothing for what a module's constant cannot be.
  std::optional<vm::Value> Keep(const vm::Value& value) {
    vm::Value kept = value;
    switch (value.kind) {
      case vm::Kind::kNull:
      case vm::Kind::kBool:
      case vm::Kind::kInt:
      case vm::Kind::kUint:
      case vm::Kind::kDouble:
      case vm::Kind::kTimestamp:
      case vm::Kind::kDuration:
        return kept;
      case vm::Kind::kDecimal:
        kept = tree_.Decimal(value.decimal());
        kept.detail |= value.detail & vm::Value::kLiteral;
        return kept;
      case vm::Kind::kString:
        return tree_.String(value.string());
      case vm::Kind::kBytes:
        return tree_.Bytes(value.string());
      default:
        return std::nullopt;
    }
  }

  Constitution bare_;  // The document's limits, and nothing else of it.
  const Names& names_;
  vm::FunctionTable functions_;
  Tree& tree_;
  DiagnosticSink& sink_;
  std::map<NodeId, NodeId> folded_;
  NeedsOfParts needs_;
  size_t evaluated_ = 0;
};

}  // namespace

void FoldConstants(std::vector<TypedRule>& rules, const Constitution& constitution,
                   const Names& names, vm::FunctionTable functions, Tree& tree,
                   DiagnosticSink& sink) {
  Folding folding(constitution, names, functions, tree, sink);
  for (TypedRule& rule : rules) {
    for (TypedCondition& condition : rule.conditions) condition.root = folding.Fold(condition.root);
    for (TypedReasonPart& part : rule.reason) {
      if (part.value) part.value = folding.Fold(*part.value);
    }
  }
}

}  // namespace bylaw::compiler
