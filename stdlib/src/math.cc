// Functions of one number. Doubles: operations that IEEE 754 rounds correctly, so that every
// machine gives the same. Decimals: exact.
#include <cmath>
#include <limits>

#include "bylaw/vm/decimal.h"
#include "numbers.h"

namespace bylaw::stdlib {
namespace {

using vm::Decimal;
using vm::FunctionCall;
using vm::Kind;
using vm::RoundingMode;
using vm::Value;
using vm::ValueError;

Value WrongType() {
  return Value::Error(ValueError::kWrongType);
}

// A whole number, by the operation on doubles and the mode that does the same to decimals.
Value ToWhole(const FunctionCall& call, double (*operation)(double), RoundingMode mode) {
  const Value& value = call.arguments[0];
  if (value.kind == Kind::kDouble) return Value::Double(operation(value.d));
  if (value.kind != Kind::kDecimal) return WrongType();
  const vm::DecimalResult rounded = vm::Round(value.decimal(), 0, mode);
  return rounded.ok() ? call.arena.MakeDecimal(rounded.value) : Value::Error(ValueError::kOverflow);
}

double SignOf(double d) {
  if (std::isnan(d) || d == 0) return d;
  return d < 0 ? -1.0 : 1.0;
}

// What `test` says of a double, `decimal` of any decimal.
Value Classify(const Value& value, bool (*test)(double), bool decimal) {
  if (value.kind == Kind::kDouble) return Value::Bool(test(value.d));
  return value.kind == Kind::kDecimal ? Value::Bool(decimal) : WrongType();
}

}  // namespace

Value MathCeil(const FunctionCall& call) noexcept {
  return ToWhole(call, std::ceil, RoundingMode::kCeiling);
}

Value MathFloor(const FunctionCall& call) noexcept {
  return ToWhole(call, std::floor, RoundingMode::kFloor);
}

Value MathRound(const FunctionCall& call) noexcept {
  return ToWhole(call, std::round, RoundingMode::kHalfUp);
}

Value MathTrunc(const FunctionCall& call) noexcept {
  return ToWhole(call, std::trunc, RoundingMode::kDown);
}

Value MathAbs(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  switch (value.kind) {
    case Kind::kInt:
      if (value.i == std::numeric_limits<int64_t>::min()) {
        return Value::Error(ValueError::kOverflow);
      }
      return Value::Int(value.i < 0 ? -value.i : value.i);
    case Kind::kUint:
      return value;
    case Kind::kDouble:
      return Value::Double(std::fabs(value.d));
    case Kind::kDecimal: {
      const Decimal decimal = value.decimal();
      return decimal.is_negative() ? call.arena.MakeDecimal(-decimal) : value;
    }
    default:
      return WrongType();
  }
}

Value MathSign(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  switch (value.kind) {
    case Kind::kInt:
      return Value::Int(value.i < 0 ? -1 : value.i > 0 ? 1 : 0);
    case Kind::kUint:
      return Value::Uint(value.u > 0 ? 1 : 0);
    case Kind::kDouble:
      return Value::Double(SignOf(value.d));
    case Kind::kDecimal: {
      const Decimal decimal = value.decimal();
      return Value::SmallDecimal(decimal.is_zero() ? 0 : decimal.is_negative() ? -1 : 1, 0);
    }
    default:
      return WrongType();
  }
}

Value MathSqrt(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  switch (value.kind) {
    case Kind::kInt:
      return Value::Double(std::sqrt(static_cast<double>(value.i)));
    case Kind::kUint:
      return Value::Double(std::sqrt(static_cast<double>(value.u)));
    case Kind::kDouble:
      return Value::Double(std::sqrt(value.d));
    default:
      return WrongType();
  }
}

Value MathIsNan(const FunctionCall& call) noexcept {
  return Classify(call.arguments[0], std::isnan, false);
}

Value MathIsInf(const FunctionCall& call) noexcept {
  return Classify(call.arguments[0], std::isinf, false);
}

Value MathIsFinite(const FunctionCall& call) noexcept {
  return Classify(call.arguments[0], std::isfinite, true);
}

}  // namespace bylaw::stdlib
