// See sharing.h.

#include "codegen/sharing.h"

#include <algorithm>
#include <iterator>

#include "bylaw/vm/limits.h"
#include "codegen/fused.h"

namespace bylaw::compiler {
namespace {

// Fewer nodes than this are computed as fast as recalled, calls and loops aside; so are calls that
// are one instruction.
constexpr uint32_t kWorthwhileSize = 8;

}  // namespace

SharedParts::SharedParts(const Tree& tree, const std::vector<NodeId>& conditions,
                         vm::ModuleImage& image)
    : tree_(tree), image_(image), needs_(tree) {
  for (const NodeId condition : conditions) Count(condition);
}

std::optional<uint32_t> SharedParts::MemoOf(NodeId id) const {
  const auto identity = identity_of_.find(id);
  if (identity == identity_of_.end()) return std::nullopt;
  const auto memo = memos_.find(identity->second);
  return memo == memos_.end() ? std::nullopt : std::optional(memo->second);
}

// What is inside a part that was met before is shared as the part is.
void SharedParts::Count(NodeId id) {
  if (tree_[id].type.Is(vm::Kind::kBool) && needs_.Of(id).closed() && Worthwhile(id)) {
    std::vector<uint32_t> binders;
    const uint32_t identity = IdentityOf(id, binders);
    if (++uses_[identity] > 1) {
      if (memos_.size() < vm::kMemosMax)
        memos_.emplace(identity, static_cast<uint32_t>(memos_.size()));
      return;
    }
  }
  for (const NodeId operand : tree_.Operands(id)) Count(operand);
}

bool SharedParts::Worthwhile(NodeId id) const {
  const NodeKind kind = tree_[id].kind;
  if (kind == NodeKind::kCall && AsTextPart(tree_, id)) return tree_[id].size >= kWorthwhileSize;
  return kind == NodeKind::kCall || kind == NodeKind::kLoop ||
         (kind != NodeKind::kConstant && tree_[id].size >= kWorthwhileSize);
}

uint32_t SharedParts::IdentityOf(NodeId id, std::vector<uint32_t>& binders) {
  const bool closed = needs_.Of(id).closed();
  if (const auto known = identity_of_.find(id); closed && known != identity_of_.end())
    return known->second;
  const std::string description = Describe(id, binders);
  const auto next = static_cast<uint32_t>(identities_.size());
  const uint32_t identity = identities_.emplace(description, next).first->second;
  if (closed) identity_of_[id] = identity;
  return identity;
}

std::string SharedParts::Describe(NodeId id, std::vector<uint32_t>& binders) {
  const Node& node = tree_[id];
  std::string out;
  const auto add = [&](auto number) { out += std::to_string(static_cast<int64_t>(number)) + ' '; };
  add(node.kind);
  add(node.type.kind());
  add(node.relation);
  add(node.arithmetic);
  size_t bound = 0;  // Variables that the operands but the first see.
  switch (node.kind) {
    case NodeKind::kConstant:
      add(AddTreeConstant(tree_.ConstantOf(id), image_));
      break;
    case NodeKind::kFact:
    case NodeKind::kHasFact:
      add(node.index);
      break;
    case NodeKind::kSelect:
    case NodeKind::kHasMember:
    case NodeKind::kSelectOptional:
      out += tree_.NameOf(id);
      break;
    case NodeKind::kCall: {
      const TreeCall& call = tree_.CallOf(id);
      out += call.signature + ' ';
      add(call.prepared ? AddTreeConstant(tree_.constant(*call.prepared), image_) : vm::kNone);
      break;
    }
    case NodeKind::kList:
    case NodeKind::kMap:
      for (const bool optional : tree_.OptionalsOf(id)) add(optional);
      break;
    case NodeKind::kVariable:  // By how far out it is bound: what it is called does not matter.
      add(std::find(binders.rbegin(), binders.rend(), node.index) - binders.rbegin());
      break;
    case NodeKind::kLet:
      bound = 1;
      binders.push_back(node.index);
      break;
    case NodeKind::kLoop: {
      const TreeLoop& loop = tree_.LoopOf(id);
      add(loop.kind);
      add(loop.pairs);
      add(loop.maps);
      add(loop.trips_max);
      bound = 2;
      binders.insert(binders.end(), {loop.first, loop.second});
      break;
    }
    default:
      break;
  }
  out += '(';
  std::vector<uint32_t> outside(binders.begin(), binders.end() - static_cast<int64_t>(bound));
  const std::span<const NodeId> operands = tree_.Operands(id);
  for (size_t i = 0; i < operands.size(); ++i)
    add(IdentityOf(operands[i], i == 0 ? outside : binders));
  binders.resize(outside.size());
  return out;
}

}  // namespace bylaw::compiler
