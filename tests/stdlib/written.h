// Calling a library function from a test, with results of any kind as text; every call is held to
// the memory that its row admits.
#ifndef BYLAW_TESTS_STDLIB_WRITTEN_H_
#define BYLAW_TESTS_STDLIB_WRITTEN_H_

#include <gtest/gtest.h>

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/arena.h"
#include "bylaw/vm/limits.h"

namespace bylaw::stdlib {

// 7, 7u, 7.5 (a double), 7.5d (a decimal), 'text', ip(::1), [1, 2], {'a': 1}, some(1), none, or
// the text of an error.
inline std::string Written(const vm::Value& value) {
  const std::string text =
      (vm::SetOf(value.kind) & vm::kTextKinds) != 0 ? std::string(value.string()) : "";
  switch (value.kind) {
    case vm::Kind::kError:
      return std::string(vm::ErrorText(value.error()));
    case vm::Kind::kNull:
      return "null";
    case vm::Kind::kBool:
      return value.b ? "true" : "false";
    case vm::Kind::kInt:
      return std::to_string(value.i);
    case vm::Kind::kUint:
      return std::to_string(value.u) + "u";
    case vm::Kind::kDouble: {
      char digits[64];
      const auto end = std::to_chars(digits, digits + sizeof digits, value.d);
      const std::string number(digits, end.ptr);
      return number.find_first_not_of("-0123456789") == std::string::npos ? number + ".0" : number;
    }
    case vm::Kind::kDecimal: {
      vm::Decimal::Buffer buffer;
      return std::string(value.decimal().Format(buffer)) + "d";
    }
    case vm::Kind::kString:
      return "'" + text + "'";
    case vm::Kind::kList: {
      std::string items;
      for (uint32_t i = 0; i < value.size; ++i) {
        items += (i == 0 ? "" : ", ") + Written(value.items[i]);
      }
      return "[" + items + "]";
    }
    case vm::Kind::kMap: {
      std::string members;
      for (uint32_t i = 0; i < value.size; ++i) {
        members += (i == 0 ? "" : ", ") + Written(value.members[i].key) + ": " +
                   Written(value.members[i].value);
      }
      return "{" + members + "}";
    }
    case vm::Kind::kOptional:
      return value.size == 0 ? "none" : "some(" + Written(*value.items) + ")";
    default:
      return std::string(vm::KindText(value.kind)) + "(" + text + ")";
  }
}

// The longest text of the arguments, or in them.
inline uint32_t LongestText(std::span<const vm::Value> values) {
  uint32_t longest = 0;
  for (const vm::Value& value : values) {
    if ((vm::SetOf(value.kind) & vm::kTextKinds) != 0) longest = std::max(longest, value.size);
    if (value.kind == vm::Kind::kList || value.kind == vm::Kind::kOptional)
      longest = std::max(longest, LongestText({value.items, value.size}));
    for (uint32_t i = 0; value.kind == vm::Kind::kMap && i < value.size; ++i)
      longest = std::max({longest, LongestText({&value.members[i].key, 1}),
                          LongestText({&value.members[i].value, 1})});
  }
  return longest;
}

inline uint64_t BytesAdmitted(vm::FunctionMemory memory, uint32_t string_bytes, uint32_t items,
                              uint32_t longest) {
  const uint64_t text = vm::Arena::BytesOf(string_bytes);
  const uint64_t list = vm::Arena::BytesOf(items * sizeof(vm::Value));
  switch (memory) {
    case vm::FunctionMemory::kNothing:
      return 0;
    case vm::FunctionMemory::kValue:
      return vm::kFunctionValueBytes;
    case vm::FunctionMemory::kCopy:
      return vm::Arena::BytesOf(longest);
    case vm::FunctionMemory::kText:
      return text;
    case vm::FunctionMemory::kItems:
      return list;
    case vm::FunctionMemory::kItemsAndText:
      return text + list;
  }
  return 0;
}

struct CallLimits {
  uint32_t string_bytes = vm::kStringBytesDefault;
  uint32_t list_items = vm::kListItemsDefault;
  bool loose = false;
  const vm::Prepared* prepared = nullptr;
};

inline std::string Result(std::string_view signature, const std::vector<vm::Value>& arguments,
                          const CallLimits& limits = {}) {
  const vm::Function* const row = vm::FindFunction(Functions(), signature);
  if (row == nullptr) return "no such function";
  vm::Arena arena(vm::kArenaBytes);
  uint32_t steps = 0;
  vm::WorkBudget work(steps, row->cost.budget.steps);
  const vm::Value result = row->call({arguments, limits.prepared, arena, limits.string_bytes,
                                      limits.list_items, limits.loose, work});
  const uint32_t longest = LongestText(arguments);
  EXPECT_LE(arena.used(),
            BytesAdmitted(row->memory, limits.string_bytes, limits.list_items, longest))
      << signature;
  if (row->cost.budget.of_result) {
    EXPECT_LE(steps, limits.string_bytes / vm::kBytesPerStep) << signature;
  }
  if (!result.is_error()) {
    EXPECT_NE(vm::SetOf(result.kind) & row->result, 0u) << signature;
    // What the verifier relies on: docs/bytecode.md, "Steps and memory".
    const bool makes_text = row->memory == vm::FunctionMemory::kText ||
                            row->memory == vm::FunctionMemory::kItemsAndText;
    EXPECT_LE(LongestText({&result, 1}),
              makes_text ? limits.string_bytes : std::max(longest, vm::kFunctionValueBytes))
        << signature;
  }
  return Written(result);
}

// Calls a row that takes strings.
inline std::string ResultOfText(std::string_view signature,
                                const std::vector<std::string_view>& texts,
                                const CallLimits& limits = {}) {
  std::vector<vm::Value> arguments;
  arguments.reserve(texts.size());
  for (const std::string_view text : texts) arguments.push_back(vm::Value::String(text));
  return Result(signature, arguments, limits);
}

inline vm::Value ListOf(const std::vector<vm::Value>& items) {
  return vm::Value::List(items.data(), static_cast<uint32_t>(items.size()));
}

}  // namespace bylaw::stdlib

#endif  // BYLAW_TESTS_STDLIB_WRITTEN_H_
