// See needs.h.

#include "codegen/needs.h"

#include <set>
#include <utility>

namespace bylaw::compiler {

const Needs& NeedsOfParts::Of(NodeId id) {
  if (const auto known = known_.find(id); known != known_.end()) return known->second;
  const Node node = tree_[id];
  Needs needs;
  needs.facts = node.kind == NodeKind::kFact || node.kind == NodeKind::kHasFact;
  std::set<uint32_t> variables;
  if (node.kind == NodeKind::kVariable) variables.insert(node.index);
  for (const NodeId operand : tree_.Operands(id)) {
    const Needs& of = Of(operand);
    needs.facts = needs.facts || of.facts;
    variables.insert(of.variables.begin(), of.variables.end());
  }
  // A variable is bound by one node of the tree: below no other one is it free.
  if (node.kind == NodeKind::kLet) variables.erase(node.index);
  if (node.kind == NodeKind::kLoop) {
    variables.erase(tree_.LoopOf(id).first);
    variables.erase(tree_.LoopOf(id).second);  // The first, where there is one only.
  }
  needs.variables.assign(variables.begin(), variables.end());
  return known_[id] = std::move(needs);
}

}  // namespace bylaw::compiler
