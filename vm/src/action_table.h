// Actions by name: what a decision needs of each, where the perfect hash finds it.

#ifndef BYLAW_VM_ACTION_TABLE_H_
#define BYLAW_VM_ACTION_TABLE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "bylaw/vm/format.h"
#include "bylaw/vm/module.h"
#include "bylaw/vm/opcode.h"
#include "hot.h"
#include "perfect_hash.h"

namespace bylaw::vm {

struct ModuleView;

// A name and the action that it means: its own, or that which it is an alias of. The first cache
// line is what finding it takes, the second what deciding it takes.
struct alignas(64) ActionEntry {
  NameKey key = NameKey::OfNoName();
  std::string_view name;
  alignas(64) const ActionRow* action = nullptr;
  const BlockRow* block = nullptr;    // Of the rules that name it, or nullptr.
  const Instruction* code = nullptr;  // The block's.
  Range patterns{};                   // PatternIds in kIndices.
  std::string_view canonical;
};

// The entries by handle.
class ActionEntries {
 public:
  ActionEntries(const ActionEntry* begin, uint32_t count) : begin_(begin), count_(count) {}

  // The entry of a handle, or nullptr.
  const ActionEntry* Find(ActionId id) const noexcept {
    const auto slot = static_cast<uint32_t>(id);
    return slot < count_ && begin_[slot].action != nullptr ? begin_ + slot : nullptr;
  }

 private:
  const ActionEntry* begin_;
  uint32_t count_;
};

class ActionTable {
 public:
  ActionTable() = default;
  explicit ActionTable(const ModuleView& view);

  // The entry of a name, or nullptr.
  BYLAW_INLINE const ActionEntry* Find(std::string_view name) const noexcept {
    const NameKey key(name);
    const ActionEntry& entry = entries_[hash_.Slot(HashName(name, key, hash_.row.seed))];
    if (!(entry.key == key)) return nullptr;
    if (name.size() <= NameKey::kWholeBytes) [[likely]]
      return &entry;
    return entry.name == name ? &entry : nullptr;
  }

  // The handle of a name, or kNoAction.
  ActionId IdOf(std::string_view name) const noexcept {
    const ActionEntry* const entry = Find(name);
    return entry == nullptr ? kNoAction : ActionId(static_cast<uint32_t>(entry - entries_.data()));
  }
  ActionEntries entries() const noexcept { return {entries_.data(), hash_.row.slot_count}; }

 private:
  PerfectHashView hash_;
  // One a slot of the hash, and one where there are none; those of empty slots have no name.
  std::vector<ActionEntry> entries_ = std::vector<ActionEntry>(1);
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ACTION_TABLE_H_
