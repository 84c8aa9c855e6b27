#include "action_table.h"

#include <algorithm>

#include "module_data.h"

namespace bylaw::vm {

uint32_t ActionTable::Fill(const ModuleView& view) {
  view_ = &view;
  hash_ = view.hash;
  entries_.resize(std::max(hash_.row.slot_count, 1u));
  // By action, not by slot: the rows and names of one stand behind those of another.
  for (uint32_t id = 0; id < view.actions.size(); ++id) {
    const ActionRow& named = view.actions[id];
    const std::string_view name = view.string(named.name);
    const NameKey key(name);
    const uint32_t slot = hash_.Slot(HashName(name, key, hash_.row.seed));
    if (hash_.slots[slot] != id) return id;
    const ActionRow& row = view.actions[named.canonical];
    ActionEntry& entry = entries_[slot];
    entry.key = key;
    entry.patterns = row.patterns;
    entry.block = row.block;
    entry.action = named.canonical;
    if (row.block != kNone) entry.code = &view.code[view.blocks[row.block].code.begin];
  }
  return kNone;
}

std::string_view ActionTable::NameOf(const ActionEntry& entry) const noexcept {
  const uint32_t id = hash_.slots[&entry - entries_.data()];
  return view_->string(view_->actions[id].name);
}

}  // namespace bylaw::vm
