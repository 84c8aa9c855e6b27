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

// A name and the action that it means: its own, or that which it is an alias of. One cache line is
// what finding it and deciding it take.
struct alignas(64) ActionEntry {
  NameKey key = NameKey::OfNoName();
  const Instruction* code = nullptr;  // Of the block, or nullptr where there is none.
  Range patterns{};                   // PatternIds in kIndices.
  uint32_t block = kNone;             // BlockId of the rules that name it, or kNone.
  uint32_t action = kNone;            // Row of kActions, never that of an alias.
};
static_assert(sizeof(ActionEntry) == 64);

// The entries by handle.
class ActionEntries {
 public:
  ActionEntries(const ActionEntry* begin, uint32_t count) : begin_(begin), count_(count) {}

  // The entry of a handle, or nullptr.
  const ActionEntry* Find(ActionId id) const noexcept {
    const auto slot = static_cast<uint32_t>(id);
    return slot < count_ && begin_[slot].action != kNone ? begin_ + slot : nullptr;
  }

 private:
  const ActionEntry* begin_;
  uint32_t count_;
};

class ActionTable {
 public:
  ActionTable() = default;
  // Of a module whose rows and code are verified but for whether its hash finds every action; the
  // first that it does not find is returned, else kNone. `view` must live as long.
  uint32_t Fill(const ModuleView& view);

  // The entry of a name, or nullptr.
  BYLAW_INLINE const ActionEntry* Find(std::string_view name) const noexcept {
    const NameKey key(name);
    const ActionEntry& entry = entries_[hash_.Slot(HashName(name, key, hash_.row.seed))];
    if (!(entry.key == key)) return nullptr;
    if (name.size() <= NameKey::kWholeBytes) [[likely]]
      return &entry;
    return NameOf(entry) == name ? &entry : nullptr;
  }

  // The handle of a name, or kNoAction.
  ActionId IdOf(std::string_view name) const noexcept {
    const ActionEntry* const entry = Find(name);
    return entry == nullptr ? kNoAction : ActionId(static_cast<uint32_t>(entry - entries_.data()));
  }
  ActionEntries entries() const noexcept { return {entries_.data(), hash_.row.slot_count}; }

 private:
  // The name itself, of which the key of a long one is a part.
  std::string_view NameOf(const ActionEntry& entry) const noexcept;

  const ModuleView* view_ = nullptr;
  PerfectHashView hash_;
  // One a slot of the hash, and one where there are none; those of empty slots have no name.
  std::vector<ActionEntry> entries_ = std::vector<ActionEntry>(1);
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ACTION_TABLE_H_
