#include "binding.h"

#include <algorithm>

#include "interpreter.h"
#include "module_data.h"
#include "text.h"

namespace bylaw::vm {
namespace {

bool Before(const BindingTree::Child& child, std::string_view key) noexcept {
  return child.key.size() != key.size() ? child.key.size() < key.size() : child.key < key;
}

// What the slot of a fact holds before its request is read.
Value EmptySlot(const FactRow& fact) {
  if (fact.source == Source::kTarget || fact.source == Source::kTargets) {
    return Value::Error(ValueError::kNoTarget);
  }
  const bool declared = (fact.flags & kFactDeclared) != 0;
  return Value::Error(ValueError::kMissing, fact.path.count > 1 && !declared ? kParentMissing : 0);
}

}  // namespace

BindingTree::BindingTree(const ModuleView& view) : nodes_(2) {
  std::fill(std::begin(built_ins_), std::end(built_ins_), kNone);
  const auto fact_count = static_cast<uint32_t>(view.facts.size());
  for (uint32_t id = 0; id < fact_count; ++id) {
    const FactRow& fact = view.facts[id];
    empty_slots_.push_back(EmptySlot(fact));
    if ((fact.flags & kFactMark) != 0) continue;
    if (fact.fallback != kNone) fallbacks_.push_back(id);
    if (fact.source >= Source::kAction) {
      built_ins_[static_cast<uint32_t>(fact.source)] = id;
      continue;
    }
    Add(view, fact.source == Source::kParams ? kParams : kContext, fact.path, {id, id});
    if (fact.source == Source::kContextUndeclared || fact.source == Source::kEither) {
      const auto slot = fact_count + static_cast<uint32_t>(shadows_.size());
      shadows_.push_back({id, slot});
      Add(view, kParams, fact.path, {slot, id});
    }
  }
  empty_slots_.resize(fact_count + shadows_.size());
  for (Node& node : nodes_) {
    for (const Child& child : node.children) {
      for (const Target& target : nodes_[child.node].targets) {
        if (empty_slots_[target.slot].size == kParentMissing) node.opened.push_back(target.slot);
      }
    }
  }
}

void BindingTree::Add(const ModuleView& view, uint32_t root, Range path, Target target) {
  uint32_t node = root;
  for (const uint32_t string_id : view.Indices(path)) {
    const std::string_view key = view.string(string_id);
    std::vector<Child>& children = nodes_[node].children;
    auto at = std::lower_bound(children.begin(), children.end(), key, Before);
    if (at == children.end() || at->key != key) {
      at = children.insert(at, {key, static_cast<uint32_t>(nodes_.size())});
      node = at->node;
      nodes_.emplace_back();  // May move the nodes: `children` is not used any more.
    } else {
      node = at->node;
    }
  }
  nodes_[node].targets.push_back(target);
}

const BindingTree::Node* BindingTree::Find(const Node& parent,
                                           std::string_view key) const noexcept {
  constexpr size_t kLinearChildren = 8;
  if (parent.children.size() <= kLinearChildren) {
    for (const Child& child : parent.children) {
      if (EqualText(child.key, key)) return &nodes_[child.node];
    }
    return nullptr;
  }
  const auto at = std::lower_bound(parent.children.begin(), parent.children.end(), key, Before);
  return at != parent.children.end() && at->key == key ? &nodes_[at->node] : nullptr;
}

}  // namespace bylaw::vm
