// See tree.h.

#include "sema/tree.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace bylaw::compiler {

namespace {

struct Extent {
  uint64_t size = 1;
  uint32_t depth = 1;
};

Extent Over(const Tree& tree, std::span<const NodeId> operands) {
  Extent extent;
  for (const NodeId operand : operands) {
    extent.size += tree[operand].size;
    extent.depth = std::max(extent.depth, tree[operand].depth + 1);
  }
  return extent;
}

}  // namespace

bool Tree::Fits(std::span<const NodeId> operands) const {
  const Extent extent = Over(*this, operands);
  return extent.size <= kNodesMax && extent.depth <= kDepthMax;
}

NodeId Tree::Add(Node node, std::span<const NodeId> operands) {
  const Extent extent = Over(*this, operands);
  node.size = static_cast<uint32_t>(std::min<uint64_t>(extent.size, UINT32_MAX));
  node.depth = extent.depth;
  // `operands` may be a view of operands_ itself, which growing would leave dangling.
  const std::vector<NodeId> own(operands.begin(), operands.end());
  node.first_operand = static_cast<uint32_t>(operands_.size());
  node.operand_count = static_cast<uint32_t>(own.size());
  operands_.insert(operands_.end(), own.begin(), own.end());
  nodes_.push_back(node);
  return NodeId{static_cast<uint32_t>(nodes_.size() - 1)};
}

NodeId Tree::AddConstant(TreeConstant constant, Type type, Span span) {
  Node node;
  node.kind = NodeKind::kConstant;
  node.type = type;
  node.index = static_cast<uint32_t>(constants_.size());
  node.span = span;
  constants_.push_back(std::move(constant));
  return Add(node);
}

NodeId Tree::AddBool(bool value, Span span) {
  return AddConstant({vm::Value::Bool(value), {}, false}, Type::Of(vm::Kind::kBool), span);
}

NodeId Tree::AddConstantList(std::vector<vm::Value> items, Span span) {
  const std::vector<vm::Value>& kept = lists_.emplace_back(std::move(items));
  const vm::Value list = vm::Value::List(kept.data(), static_cast<uint32_t>(kept.size()));
  return AddConstant({list, {}, false}, Type::Of(vm::Kind::kList), span);
}

NodeId Tree::AddSortedList(std::vector<vm::Value> items, Span span) {
  const NodeId list = AddConstantList(std::move(items), span);
  constants_[(*this)[list].index].value.detail |= vm::Value::kSorted;
  return list;
}

NodeId Tree::AddConstantMap(std::vector<vm::Member> members, Span span) {
  const std::vector<vm::Member>& kept = maps_.emplace_back(std::move(members));
  vm::Value map = vm::Value::Map(kept.data(), static_cast<uint32_t>(kept.size()));
  map.detail |= vm::Value::kSorted;
  return AddConstant({map, {}, false}, Type::Of(vm::Kind::kMap), span);
}

vm::Value Tree::String(std::string_view text) {
  return vm::Value::String(text_.emplace_back(text));
}

vm::Value Tree::Bytes(std::string_view bytes) {
  return vm::Value::Bytes(text_.emplace_back(bytes));
}

// In the one form that a module may hold: without zeros at the end, wide only where it must be.
vm::Value Tree::Decimal(const vm::Decimal& decimal) {
  const vm::Decimal normal = decimal.Normalized();
  if (normal.fits_int64()) {
    return vm::Value::SmallDecimal(normal.coefficient64(), static_cast<int16_t>(normal.exponent()));
  }
  return vm::Value::WideDecimal(&decimals_.emplace_back(normal));
}

uint32_t Tree::AddName(std::string_view name) {
  text_.emplace_back(name);
  return static_cast<uint32_t>(text_.size() - 1);
}

uint32_t Tree::AddLoop(const TreeLoop& loop) {
  loops_.push_back(loop);
  return static_cast<uint32_t>(loops_.size() - 1);
}

uint32_t Tree::AddOptionals(std::vector<bool> optionals) {
  optionals_.push_back(std::move(optionals));
  return static_cast<uint32_t>(optionals_.size() - 1);
}

uint32_t Tree::AddCall(TreeCall call) {
  calls_.push_back(std::move(call));
  return static_cast<uint32_t>(calls_.size() - 1);
}

}  // namespace bylaw::compiler
