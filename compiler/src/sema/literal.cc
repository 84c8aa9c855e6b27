// See literal.h.

#include "sema/literal.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

namespace bylaw::compiler {
namespace {

void ReadWhole(NumberLiteral& literal) {
  if (!literal.as_decimal) return;
  literal.as_int = literal.as_decimal->ToInt64();
  literal.as_uint = literal.as_decimal->ToUint64();
}

}  // namespace

NumberLiteral LiteralOf(const Expr& expr) {
  NumberLiteral literal;
  literal.text = expr.text;
  switch (expr.kind) {
    case ExprKind::kInt:
      literal.kind = vm::Kind::kInt;
      // The text may be hexadecimal, which a decimal does not read.
      literal.as_decimal = expr.overflows ? vm::Decimal::ParseLiteral(expr.text)
                                          : vm::Decimal::FromInt64(expr.int_value);
      literal.as_double = static_cast<double>(expr.int_value);
      break;
    case ExprKind::kUint:
      literal.kind = vm::Kind::kUint;
      literal.as_decimal = expr.overflows ? vm::Decimal::ParseLiteral(expr.text)
                                          : vm::Decimal::FromUint64(expr.uint_value);
      literal.as_double = static_cast<double>(expr.uint_value);
      break;
    default:
      literal.kind = vm::Kind::kDouble;
      literal.as_decimal = vm::Decimal::ParseLiteral(expr.text);
      literal.as_double =
          expr.overflows ? std::numeric_limits<double>::infinity() : expr.double_value;
      break;
  }
  ReadWhole(literal);
  return literal;
}

NumberLiteral LiteralOf(std::string_view text) {
  NumberLiteral literal;
  literal.text = text;
  literal.as_decimal = vm::Decimal::Parse(text);
  literal.as_double = std::strtod(literal.text.c_str(), nullptr);
  ReadWhole(literal);
  literal.kind = literal.as_int ? vm::Kind::kInt : vm::Kind::kDouble;
  return literal;
}

NumberLiteral Negated(const NumberLiteral& literal) {
  NumberLiteral negated = literal;
  negated.text = literal.text.starts_with('-') ? literal.text.substr(1)
                                               : std::string("-").append(literal.text);
  if (literal.as_decimal) negated.as_decimal = -*literal.as_decimal;
  negated.as_int.reset();
  negated.as_uint.reset();
  ReadWhole(negated);
  negated.as_double = -literal.as_double;
  return negated;
}

std::optional<vm::Value> OwnValue(const NumberLiteral& literal) {
  switch (literal.kind) {
    case vm::Kind::kInt:
      if (literal.as_int) return vm::Value::Int(*literal.as_int);
      break;
    case vm::Kind::kUint:
      if (literal.as_uint) return vm::Value::Uint(*literal.as_uint);
      break;
    default:
      if (std::isfinite(literal.as_double)) return vm::Value::Double(literal.as_double);
      break;
  }
  return std::nullopt;
}

}  // namespace bylaw::compiler
