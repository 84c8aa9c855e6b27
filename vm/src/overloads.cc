#include "overloads.h"

#include <algorithm>
#include <charconv>

namespace bylaw::vm {
namespace {

void Widen(Function& merged, const Function& row) {
  for (uint32_t i = 0; i < row.arity; ++i) merged.arguments[i] |= row.arguments[i];
  merged.result |= row.result;
  merged.cost.base = std::max(merged.cost.base, row.cost.base);
  merged.cost.per_unit.steps = std::max(merged.cost.per_unit.steps, row.cost.per_unit.steps);
  merged.cost.per_unit.arguments |= row.cost.per_unit.arguments;
  merged.cost.budget.of_result = merged.cost.budget.of_result && row.cost.budget.of_result;
  merged.cost.budget.steps = std::max(merged.cost.budget.steps, row.cost.budget.steps);
  const bool both = merged.memory != row.memory && merged.memory >= FunctionMemory::kCopy &&
                    row.memory >= FunctionMemory::kCopy;
  merged.memory = both ? FunctionMemory::kItemsAndText : std::max(merged.memory, row.memory);
}

}  // namespace

const Function* Overloads::Choose(std::span<const Value> arguments) const noexcept {
  for (const Function* row : rows) {
    bool takes = true;
    for (size_t i = 0; i < arguments.size() && takes; ++i)
      takes = (SetOf(arguments[i].kind) & row->arguments[i]) != 0;
    if (takes) return row;
  }
  return nullptr;
}

Overloads FindOverloads(FunctionTable table, std::string_view import) {
  Overloads found;
  const size_t slash = import.rfind('/');
  if (slash == std::string_view::npos) {
    if (const Function* const row = FindFunction(table, import)) {
      found.rows.push_back(row);
      found.merged = *row;
    }
    return found;
  }
  uint32_t arity = 0;
  const char* const end = import.data() + import.size();
  if (std::from_chars(import.data() + slash + 1, end, arity).ptr != end) return found;
  for (const Function& row : table) {
    if (row.name == import.substr(0, slash) && row.arity == arity) found.rows.push_back(&row);
  }
  if (found.rows.empty()) return found;
  found.merged = *found.rows.front();
  found.merged.signature = import;
  found.merged.call = nullptr;
  found.merged.prepared_argument = -1;
  for (const Function* row : found.rows) Widen(found.merged, *row);
  // Arguments of any kinds, as the caller knows no better; what no row takes is an error value.
  for (uint32_t i = 0; i < arity; ++i) found.merged.arguments[i] = kAnyKind;
  return found;
}

}  // namespace bylaw::vm
