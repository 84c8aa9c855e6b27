// sort(): each item goes to its place among those before it, found by halving. Stable, in place,
// and the same on every machine. Rejected: std::sort, whose order of equal items (1 and 1.0) is
// that of its implementation; std::stable_sort, which allocates.
#include <algorithm>

#include "bylaw/vm/equal.h"
#include "lists.h"
#include "results.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::KindSet;
using vm::SetOf;
using vm::Value;
using vm::ValueError;

// Kinds that have an order together.
constexpr KindSet kOrdered[] = {
    SetOf(Kind::kInt) | SetOf(Kind::kUint) | SetOf(Kind::kDecimal),
    SetOf(Kind::kInt) | SetOf(Kind::kUint) | SetOf(Kind::kDouble),
    SetOf(Kind::kBool),
    SetOf(Kind::kString),
    SetOf(Kind::kBytes),
    SetOf(Kind::kTimestamp),
    SetOf(Kind::kDuration),
};

bool HaveOrder(const Value& list) {
  KindSet kinds = 0;
  for (uint32_t i = 0; i < list.size; ++i) kinds |= SetOf(list.items[i].kind);
  return std::ranges::any_of(kOrdered, [&](KindSet set) { return (kinds & ~set) == 0; });
}

// Items that are moved up for one step: 1 KiB.
constexpr uint32_t kItemsPerStep = 64;

// Puts `item` behind those of the `count` sorted ones that are not greater; the error, or true.
Value Insert(const Value& item, Value* sorted, uint32_t count, const FunctionCall& call) {
  uint32_t low = 0;
  for (uint32_t high = count; low < high;) {
    const uint32_t middle = low + (high - low) / 2;
    if (!call.work.Spend(1)) return Value::Error(ValueError::kLimit);
    const Value order = vm::OrderValues(item, sorted[middle], call.loose, call.work);
    if (order.is_error()) return order;
    if (order.i < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  if (!call.work.Spend((count - low) / kItemsPerStep)) return Value::Error(ValueError::kLimit);
  std::copy_backward(sorted + low, sorted + count, sorted + count + 1);
  sorted[low] = item;
  return Value::Bool(true);
}

}  // namespace

Value Sort(const FunctionCall& call) noexcept {
  const Value& list = call.arguments[0];
  if (list.size > call.list_items_max) return Value::Error(ValueError::kLimit);
  if (!HaveOrder(list)) return Value::Error(ValueError::kNotComparable);
  auto* const sorted = call.arena.Make<Value>(list.size);
  if (sorted == nullptr) return Value::Error(ValueError::kLimit);
  for (uint32_t i = 0; i < list.size; ++i) {
    // NaN has no order with itself, and may be alone.
    const Value self = vm::OrderValues(list.items[i], list.items[i], call.loose, call.work);
    if (self.is_error()) return self;
    const Value inserted = Insert(list.items[i], sorted, i, call);
    if (inserted.is_error()) return inserted;
  }
  return Value::List(sorted, list.size);
}

}  // namespace bylaw::stdlib
