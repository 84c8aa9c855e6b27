// Calling a library function from a test as the VM does.
#ifndef BYLAW_TESTS_STDLIB_CALL_H_
#define BYLAW_TESTS_STDLIB_CALL_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/arena.h"
#include "bylaw/vm/limits.h"

namespace bylaw::stdlib {

// "true", "7" or "wrong_type": what a call came to, for comparison.
inline std::string Text(const vm::Value& value) {
  switch (value.kind) {
    case vm::Kind::kBool:
      return value.b ? "true" : "false";
    case vm::Kind::kInt:
      return std::to_string(value.i);
    case vm::Kind::kError:
      return std::string(vm::ErrorText(value.error()));
    default:
      return "a value of another kind";
  }
}

// Calls the row; `prepared` is what its Prepare made, if the argument is constant.
inline std::string Call(std::string_view signature, const std::vector<vm::Value>& arguments,
                        const vm::Prepared* prepared = nullptr) {
  const vm::Function* const row = vm::FindFunction(Functions(), signature);
  if (row == nullptr) return "no such function";
  vm::Arena arena(vm::kArenaBytes);
  uint32_t steps = 0;
  vm::WorkBudget work(steps, row->cost.budget.steps);
  return Text(row->call(
      {arguments, prepared, arena, vm::kStringBytesDefault, vm::kListItemsDefault, false, work}));
}

}  // namespace bylaw::stdlib

#endif  // BYLAW_TESTS_STDLIB_CALL_H_
