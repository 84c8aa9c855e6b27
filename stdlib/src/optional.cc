// Optional values: a pointer to the value, or none.
#include "optional.h"

#include "results.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

// What CEL takes for "nothing there".
bool IsZero(const Value& value) {
  switch (value.kind) {
    case Kind::kNull:
      return true;
    case Kind::kBool:
      return !value.b;
    case Kind::kInt:
    case Kind::kUint:
      return value.u == 0;
    case Kind::kDouble:
      return value.d == 0;
    case Kind::kDecimal:
      return value.decimal() == vm::Decimal();
    case Kind::kTimestamp:
    case Kind::kDuration:
      return value.i == 0 && value.exponent == 0;
    default:
      return value.size == 0;
  }
}

Value Hold(const FunctionCall& call) {
  Value* const held = call.arena.Make<Value>(1);
  if (held == nullptr) return Value::Error(ValueError::kLimit);
  *held = call.arguments[0];
  return Value::Optional(held);
}

}  // namespace

Value OptionalOf(const FunctionCall& call) noexcept {
  return Hold(call);
}

Value OptionalOfNonZero(const FunctionCall& call) noexcept {
  return IsZero(call.arguments[0]) ? Value::Optional(nullptr) : Hold(call);
}

Value OptionalNone(const FunctionCall& /*call*/) noexcept {
  return Value::Optional(nullptr);
}

Value OptionalUnwrap(const FunctionCall& call) noexcept {
  ListResult result(call);
  const Value& list = call.arguments[0];
  for (uint32_t i = 0; i < list.size; ++i) {
    const Value& item = list.items[i];
    if (item.kind != Kind::kOptional) return Value::Error(ValueError::kBadArgument);
    if (item.size > 0) result.Add(item.items[0]);
  }
  return result.Finish();
}

Value HasValue(const FunctionCall& call) noexcept {
  return Value::Bool(call.arguments[0].size > 0);
}

Value OptionalValue(const FunctionCall& call) noexcept {
  const Value& optional = call.arguments[0];
  return optional.size > 0 ? optional.items[0] : Value::Error(ValueError::kNoValue);
}

Value TypeOf(const FunctionCall& call) noexcept {
  return Value::Text(Kind::kType, vm::TypeName(call.arguments[0].kind));
}

}  // namespace bylaw::stdlib
