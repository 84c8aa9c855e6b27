// Where the members of a request go: the paths of all facts as one tree, so that a request is read
// and bound in one pass.

#ifndef BYLAW_VM_BINDING_H_
#define BYLAW_VM_BINDING_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bylaw/vm/format.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

struct ModuleView;

// Slots are numbered as facts. An undeclared name has a second one behind them, for what params
// says of it: see `Shadow`.
class BindingTree {
 public:
  struct Target {
    uint32_t slot;
    uint32_t fact;
  };
  struct Child {
    std::string_view key;
    uint32_t node;
  };
  struct Node {
    std::vector<Child> children;  // By length, then bytes, of the key.
    std::vector<Target> targets;  // The slots that the value itself fills.
    // Slots of children that hold kParentMissing until a request has this object.
    std::vector<uint32_t> opened;
  };
  // An undeclared name, which params could give beside the context.
  struct Shadow {
    uint32_t fact;
    uint32_t slot;
  };

  static constexpr uint32_t kParams = 0;
  static constexpr uint32_t kContext = 1;

  BindingTree() = default;
  explicit BindingTree(const ModuleView& view);

  const Node& node(uint32_t id) const noexcept { return nodes_[id]; }
  // The node of a member, or nullptr: no fact reads it.
  const Node* Find(const Node& parent, std::string_view key) const noexcept;

  // What every slot holds before a request is read. A path below an object that the request may not
  // have is missing with the place kParentMissing, until that object is seen.
  std::span<const Value> empty_slots() const noexcept { return empty_slots_; }
  std::span<const Shadow> shadows() const noexcept { return shadows_; }
  // Facts with a default, and the FactId of each built-in or kNone.
  std::span<const uint32_t> fallbacks() const noexcept { return fallbacks_; }
  uint32_t built_in(Source source) const noexcept {
    return built_ins_[static_cast<uint32_t>(source)];
  }

 private:
  void Add(const ModuleView& view, uint32_t root, Range path, Target target);

  std::vector<Node> nodes_;
  std::vector<Value> empty_slots_;
  std::vector<Shadow> shadows_;
  std::vector<uint32_t> fallbacks_;
  uint32_t built_ins_[kSourceCount];
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_BINDING_H_
