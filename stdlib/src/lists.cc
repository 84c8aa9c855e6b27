// Parts and orders of lists that compare nothing.
#include "lists.h"

#include "results.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

// Adds the items of `list`, and in the place of lists among them their items, `depth` levels deep;
// false where the work is too much. Values are no deeper than requests and conditions are.
bool AddFlat(const Value& list, int64_t depth, ListResult& result, vm::WorkBudget& work) {
  for (uint32_t i = 0; i < list.size && result.fits(); ++i) {
    const Value& item = list.items[i];
    if (!work.Spend(1)) return false;
    if (item.kind != Kind::kList || depth == 0) {
      result.Add(item);
    } else if (!AddFlat(item, depth - 1, result, work)) {
      return false;
    }
  }
  return true;
}

// How many ints are written for one step.
constexpr int64_t kIntsPerStep = 4;

}  // namespace

Value Flatten(const FunctionCall& call) noexcept {
  const int64_t depth = call.arguments.size() > 1 ? call.arguments[1].i : 1;
  if (depth < 0) return Value::Error(ValueError::kBadArgument);
  ListResult result(call);
  if (!AddFlat(call.arguments[0], depth, result, call.work)) {
    return Value::Error(ValueError::kLimit);
  }
  return result.Finish();
}

Value Slice(const FunctionCall& call) noexcept {
  const Value& list = call.arguments[0];
  const int64_t from = call.arguments[1].i;
  const int64_t to = call.arguments[2].i;
  if (from < 0 || from > to || to > int64_t{list.size}) return Value::Error(ValueError::kBadIndex);
  if (from == to) return Value::List(nullptr, 0);
  return Value::List(list.items + from, static_cast<uint32_t>(to - from));
}

Value ReverseList(const FunctionCall& call) noexcept {
  const Value& list = call.arguments[0];
  ListResult result(call);
  for (uint32_t i = list.size; i > 0 && result.fits(); --i) result.Add(list.items[i - 1]);
  return result.Finish();
}

Value First(const FunctionCall& call) noexcept {
  const Value& list = call.arguments[0];
  return Value::Optional(list.size == 0 ? nullptr : list.items);
}

Value Last(const FunctionCall& call) noexcept {
  const Value& list = call.arguments[0];
  return Value::Optional(list.size == 0 ? nullptr : list.items + list.size - 1);
}

Value ListsRange(const FunctionCall& call) noexcept {
  const int64_t count = call.arguments[0].i;
  if (count < 0) return Value::Error(ValueError::kBadArgument);
  if (count > int64_t{call.list_items_max} ||
      !call.work.Spend(static_cast<uint32_t>(count / kIntsPerStep))) {
    return Value::Error(ValueError::kLimit);
  }
  ListResult result(call);
  for (int64_t i = 0; i < count; ++i) result.Add(Value::Int(i));
  return result.Finish();
}

}  // namespace bylaw::stdlib
