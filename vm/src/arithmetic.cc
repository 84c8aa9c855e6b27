#include "arithmetic.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>

#include "cost.h"
#include "time_arithmetic.h"

namespace bylaw::vm {
namespace {

Value Overflow() {
  return Value::Error(ValueError::kOverflow);
}
Value DivideByZero() {
  return Value::Error(ValueError::kDivideByZero);
}

Value FromStatus(const DecimalResult& result, Arena& arena) {
  switch (result.status) {
    case DecimalStatus::kOk:
      return arena.MakeDecimal(result.value);
    case DecimalStatus::kOverflow:
      return Overflow();
    case DecimalStatus::kInexact:
      return Value::Error(ValueError::kInexact);
    case DecimalStatus::kDivideByZero:
      return DivideByZero();
  }
  return Overflow();
}

// A literal (a decimal) as the kind of its opposite, where it has that value; else the decimal.
Value ReadAs(Kind kind, const Value& literal) {
  const Decimal decimal = literal.decimal();
  if (kind == Kind::kInt) {
    if (const auto whole = decimal.ToInt64()) return Value::Int(*whole);
  } else if (kind == Kind::kUint) {
    if (const auto whole = decimal.ToUint64()) return Value::Uint(*whole);
  } else if (kind == Kind::kDouble) {
    return Value::Double(decimal.ToDouble());
  }
  return literal;
}

bool IsLiteralDecimal(const Value& value) {
  return value.kind == Kind::kDecimal && (value.detail & Value::kLiteral) != 0;
}

std::optional<Decimal> AsDecimal(const Value& value) {
  switch (value.kind) {
    case Kind::kInt:
      return Decimal::FromInt64(value.i);
    case Kind::kUint:
      return Decimal::FromUint64(value.u);
    case Kind::kDecimal:
      return value.decimal();
    default:
      return std::nullopt;
  }
}

Value OfDecimals(Arithmetic op, const Decimal& a, const Decimal& b, Arena& arena) noexcept {
  switch (op) {
    case Arithmetic::kAdd:
      return FromStatus(Add(a, b), arena);
    case Arithmetic::kSubtract:
      return FromStatus(Subtract(a, b), arena);
    case Arithmetic::kMultiply:
      return FromStatus(Multiply(a, b), arena);
    case Arithmetic::kDivide:
      return FromStatus(Divide(a, b), arena);
    case Arithmetic::kModulo:
      break;
  }
  return Value::Error(ValueError::kWrongType);
}

}  // namespace

Value NegateInt(int64_t a) noexcept {
  return a == std::numeric_limits<int64_t>::min() ? Overflow() : Value::Int(-a);
}

Value AnyDecimalArithmetic(Arithmetic op, const Value& a, const Value& b, Arena& arena) noexcept {
  return OfDecimals(op, a.decimal(), b.decimal(), arena);
}

Value Concatenate(const Value& a, const Value& b, uint32_t bytes_max, Arena& arena,
                  uint32_t& steps) noexcept {
  const uint64_t size = uint64_t{a.size} + b.size;
  if (size > bytes_max) return Value::Error(ValueError::kLimit);
  steps += TextSteps(static_cast<uint32_t>(size));
  char* text = arena.Make<char>(static_cast<uint32_t>(size));
  if (text == nullptr) return Value::Error(ValueError::kLimit);
  if (a.size > 0) std::memcpy(text, a.text, a.size);
  if (b.size > 0) std::memcpy(text + a.size, b.text, b.size);
  const std::string_view both(text, static_cast<size_t>(size));
  return a.kind == Kind::kString ? Value::String(both) : Value::Bytes(both);
}

Value JoinLists(const Value& a, const Value& b, uint32_t items_max, Arena& arena,
                uint32_t& steps) noexcept {
  const uint64_t size = uint64_t{a.size} + b.size;
  if (size > items_max) return Value::Error(ValueError::kLimit);
  Value* const items = arena.Make<Value>(static_cast<uint32_t>(size));
  if (items == nullptr) return Value::Error(ValueError::kLimit);
  steps += TextSteps(static_cast<uint32_t>(size * sizeof(Value)));
  std::copy_n(a.items, a.size, items);
  std::copy_n(b.items, b.size, items + a.size);
  return Value::List(items, static_cast<uint32_t>(size));
}

Value ArithmeticAny(Arithmetic op, const Value& a, const Value& b, const PolicyRow& limits,
                    Arena& arena, uint32_t& steps) noexcept {
  const Value left = IsLiteralDecimal(a) ? ReadAs(b.kind, a) : a;
  const Value right = IsLiteralDecimal(b) ? ReadAs(a.kind, b) : b;
  if (left.kind == right.kind) {
    switch (left.kind) {
      case Kind::kInt:
        return IntArithmetic(op, left.i, right.i);
      case Kind::kUint:
        return UintArithmetic(op, left.u, right.u);
      case Kind::kDouble:
        return DoubleArithmetic(op, left.d, right.d);
      case Kind::kString:
      case Kind::kBytes:
        if (op == Arithmetic::kAdd)
          return Concatenate(left, right, limits.string_bytes, arena, steps);
        break;
      case Kind::kList:
        if (op == Arithmetic::kAdd) return JoinLists(left, right, limits.list_items, arena, steps);
        break;
      default:
        break;
    }
  }
  if (((SetOf(left.kind) | SetOf(right.kind)) & kTimeKinds) != 0)
    return TimeArithmetic(op, left, right);
  const bool decimal = left.kind == Kind::kDecimal || right.kind == Kind::kDecimal;
  const std::optional<Decimal> x = AsDecimal(left);
  const std::optional<Decimal> y = AsDecimal(right);
  if (!decimal || !x || !y) return Value::Error(ValueError::kWrongType);
  return OfDecimals(op, *x, *y, arena);
}

Value NegateAny(const Value& a, Arena& arena) noexcept {
  switch (a.kind) {
    case Kind::kInt:
      return NegateInt(a.i);
    case Kind::kDouble:
      return Value::Double(-a.d);
    case Kind::kDecimal:
      return arena.MakeDecimal(-a.decimal());
    case Kind::kDuration:
      return NegateDuration(a);
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

}  // namespace bylaw::vm
