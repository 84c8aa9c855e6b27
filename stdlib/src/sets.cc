// Lists as sets. Every item is compared with every other, by the rules of ==: quadratic work, one
// step for each comparison, from the budget of the call. Rejected: hashing, which numbers of
// different kinds that are equal, and lists that hold them, make no simpler.
#include "bylaw/vm/equal.h"
#include "lists.h"
#include "results.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Value;
using vm::ValueError;

// Whether one of the items equals `item`; if none does, the error of those that could not be
// compared with it.
Value IsAmong(const Value& item, const Value* items, uint32_t count, const FunctionCall& call) {
  Value result = Value::Bool(false);
  for (uint32_t i = 0; i < count; ++i) {
    if (!call.work.Spend(1)) return Value::Error(ValueError::kLimit);
    const Value equal = vm::EqualValues(item, items[i], call.loose, call.work);
    if (equal.is_true()) return equal;
    if (equal.is_error()) result = equal;
    if (equal.is_error() && equal.error() == ValueError::kLimit) return equal;
  }
  return result;
}

// Whether `wanted` is what IsAmong says of any item of `part`; if it is of none, the last error, or
// the opposite.
Value AnyIs(bool wanted, const Value& part, const Value& whole, const FunctionCall& call) {
  Value result = Value::Bool(false);
  for (uint32_t i = 0; i < part.size; ++i) {
    const Value among = IsAmong(part.items[i], whole.items, whole.size, call);
    if (!among.is_error() && among.b == wanted) return Value::Bool(true);
    if (among.is_error()) result = among;
    if (among.is_error() && among.error() == ValueError::kLimit) return among;
  }
  return result;
}

Value ContainsAll(const Value& whole, const Value& part, const FunctionCall& call) {
  const Value lacking = AnyIs(false, part, whole, call);
  return lacking.is_error() ? lacking : Value::Bool(!lacking.b);
}

}  // namespace

Value Distinct(const FunctionCall& call) noexcept {
  const Value& list = call.arguments[0];
  ArenaArray<Value> items(call.arena, std::min(list.size, call.list_items_max));
  for (uint32_t i = 0; i < list.size; ++i) {
    const Value among = IsAmong(list.items[i], items.data(), items.size(), call);
    if (among.is_error()) return among;
    if (!among.b && !items.Add(list.items[i])) return Value::Error(ValueError::kLimit);
  }
  items.Finish();
  return Value::List(items.data(), items.size());
}

Value SetsContains(const FunctionCall& call) noexcept {
  return ContainsAll(call.arguments[0], call.arguments[1], call);
}

Value SetsEquivalent(const FunctionCall& call) noexcept {
  const Value one = ContainsAll(call.arguments[0], call.arguments[1], call);
  if (one.is_false() || (one.is_error() && one.error() == ValueError::kLimit)) return one;
  const Value other = ContainsAll(call.arguments[1], call.arguments[0], call);
  return other.is_true() ? one : other;
}

Value SetsIntersects(const FunctionCall& call) noexcept {
  return AnyIs(true, call.arguments[0], call.arguments[1], call);
}

}  // namespace bylaw::stdlib
