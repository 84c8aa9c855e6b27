// What makes a module costly: the bound that the verifier proves of decisions, by its parts. For
// who writes the constitution; decisions do not need it.
//
// Thread-safety: a function without state. Ownership: the result owns what it holds.

#ifndef BYLAW_VM_COSTS_H_
#define BYLAW_VM_COSTS_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bylaw/vm/function.h"

namespace bylaw::vm {

struct Costs {
  // Rows of the blocks whose rules the costliest decision evaluates together: that of an action,
  // and those of the patterns that match it.
  std::vector<uint32_t> blocks;
  // The most steps that each row of the conditions can take.
  std::vector<uint64_t> condition_steps;
};

// Of a module that would be sound for a host without limits; of another one, nothing.
std::optional<Costs> MeasureCosts(std::string_view bytes, FunctionTable functions);

}  // namespace bylaw::vm

#endif  // BYLAW_VM_COSTS_H_
