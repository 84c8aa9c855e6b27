#include "action_table.h"

#include <algorithm>

#include "module_data.h"

namespace bylaw::vm {

ActionTable::ActionTable(const ModuleView& view)
    : hash_(view.hash), entries_(std::max(view.hash.row.slot_count, 1u)) {
  for (uint32_t slot = 0; slot < view.hash.row.slot_count; ++slot) {
    const uint32_t id = view.hash.slots[slot];
    if (id == kNone) continue;
    const ActionRow& row = view.actions[view.actions[id].canonical];
    ActionEntry& entry = entries_[slot];
    entry.name = view.string(view.actions[id].name);
    entry.key = NameKey(entry.name);
    entry.canonical = view.string(row.name);
    entry.action = &row;
    entry.patterns = row.patterns;
    if (row.block == kNone) continue;
    entry.block = &view.blocks[row.block];
    entry.code = &view.code[entry.block->code.begin];
  }
}

}  // namespace bylaw::vm
