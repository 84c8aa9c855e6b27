// Calling a library function under limits of the test's choice, with its whole result as text.
#ifndef BYLAW_TESTS_STDLIB_EVALUATE_H_
#define BYLAW_TESTS_STDLIB_EVALUATE_H_

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/arena.h"
#include "bylaw/vm/limits.h"

namespace bylaw::stdlib {

struct Limits {
  uint32_t arena_bytes = vm::kArenaBytes;
  uint32_t string_bytes = vm::kStringBytesDefault;
  uint32_t list_items = vm::kListItemsDefault;
};

// "12u", "1.5", "1.5m", "\"text\"", "b\"bytes\"", "[1, 2]", or "wrong_type".
inline std::string Show(const vm::Value& value) {
  switch (value.kind) {
    case vm::Kind::kBool:
      return value.b ? "true" : "false";
    case vm::Kind::kInt:
      return std::to_string(value.i);
    case vm::Kind::kUint:
      return std::to_string(value.u) + "u";
    case vm::Kind::kDouble: {
      char text[32];  // The fewest digits that read back as the same double.
      return {text, std::to_chars(text, text + sizeof text, value.d).ptr};
    }
    case vm::Kind::kDecimal: {
      vm::Decimal::Buffer buffer;
      return std::string(value.decimal().Format(buffer)) + "m";
    }
    case vm::Kind::kString:
      return '"' + std::string(value.string()) + '"';
    case vm::Kind::kBytes:
      return "b\"" + std::string(value.string()) + '"';
    case vm::Kind::kList: {
      std::string text;
      for (uint32_t i = 0; i < value.size; ++i)
        text += (text.empty() ? "" : ", ") + Show(value.items[i]);
      return '[' + text + ']';
    }
    case vm::Kind::kError:
      return std::string(vm::ErrorText(value.error()));
    default:
      return "a value of another kind";
  }
}

// What the row's memory class lets a call take.
inline uint64_t MemoryOf(vm::FunctionMemory memory, const Limits& limits) {
  const uint64_t text = vm::Arena::BytesOf(limits.string_bytes);
  const uint64_t items = uint64_t{limits.list_items} * sizeof(vm::Value);
  switch (memory) {
    case vm::FunctionMemory::kNothing:
      return 0;
    case vm::FunctionMemory::kValue:
      return vm::kFunctionValueBytes;
    case vm::FunctionMemory::kText:
      return text;
    case vm::FunctionMemory::kItems:
      return items;
    default:
      return text + items;
  }
}

inline std::string Evaluate(std::string_view signature, const std::vector<vm::Value>& arguments,
                            const Limits& limits = {}) {
  const vm::Function* const row = vm::FindFunction(Functions(), signature);
  if (row == nullptr) return "no such function";
  vm::Arena arena(limits.arena_bytes);
  uint32_t steps = 0;
  vm::WorkBudget work(steps, row->cost.budget.steps);
  const vm::Value result =
      row->call({arguments, nullptr, arena, limits.string_bytes, limits.list_items, false, work});
  if (!result.is_error() && (row->result & vm::SetOf(result.kind)) == 0)
    return "a result of a kind that the row does not have";
  if (arena.used() > MemoryOf(row->memory, limits)) return "more memory than the row says";
  return Show(result);
}

}  // namespace bylaw::stdlib

#endif  // BYLAW_TESTS_STDLIB_EVALUATE_H_
