// math.greatest and math.least.
#include "bylaw/vm/equal.h"
#include "numbers.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

constexpr vm::KindSet kNumbers = vm::SetOf(Kind::kInt) | vm::SetOf(Kind::kUint) |
                                 vm::SetOf(Kind::kDouble) | vm::SetOf(Kind::kDecimal);

bool IsNumber(const Value& value) {
  return (vm::SetOf(value.kind) & kNumbers) != 0;
}

// The first item that no other is beyond, on the side of `sign`.
Value Extreme(const FunctionCall& call, int sign) {
  const Value& argument = call.arguments[0];
  const Value* const items = argument.kind == Kind::kList ? argument.items : &argument;
  const uint32_t count = argument.kind == Kind::kList ? argument.size : 1;
  if (count == 0) return Value::Error(ValueError::kBadArgument);
  const Value* best = items;
  for (const Value* item = items; item != items + count; ++item) {
    if (!IsNumber(*item)) return Value::Error(ValueError::kWrongType);
    const Value order = vm::OrderValues(*item, *best, call.loose, call.work);
    if (order.is_error()) return order;  // The first item too is compared: with itself, for NaN.
    if (order.i == sign) best = item;
  }
  return *best;
}

}  // namespace

Value MathGreatest(const FunctionCall& call) noexcept {
  return Extreme(call, 1);
}

Value MathLeast(const FunctionCall& call) noexcept {
  return Extreme(call, -1);
}

}  // namespace bylaw::stdlib
