// int(), uint(), double(), decimal(), bool(), bytes() and string(). What they take of text is what
// Go's strconv takes, as in CEL, but no hexadecimal doubles.
#include "conversions.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "bylaw/vm/decimal.h"
#include "bylaw/vm/time.h"
#include "results.h"
#include "scalar_text.h"

namespace bylaw::stdlib {
namespace {

using vm::Decimal;
using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

constexpr bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// The number that all of `text` writes in decimal digits, after a minus if `Integer` has one.
template <typename Integer>
Value ReadInteger(std::string_view text, Value (*make)(Integer) noexcept) {
  const char* const end = text.data() + text.size();
  Integer number = 0;
  const auto [at, status] = std::from_chars(text.data(), end, number);
  if (at != end || status == std::errc::invalid_argument)
    return Value::Error(ValueError::kBadArgument);
  return status == std::errc() ? make(number) : Value::Error(ValueError::kOverflow);
}

Value IntOfText(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && IsDigit(text[1])) text.remove_prefix(1);
  return ReadInteger(text, &Value::Int);
}

template <typename Number>
Value FitOr(std::optional<Number> number, Value (*make)(Number) noexcept) {
  return number ? make(*number) : Value::Error(ValueError::kOverflow);
}

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

// A number without its sign, as far as it tells whether it is one, and its size.
struct NumberText {
  bool valid = false;
  bool large = false;  // at least 1
};

// Digits with at most one point among or beside them, then perhaps an exponent.
NumberText ReadNumberText(std::string_view text) {
  constexpr int64_t kExponentMax = 1 << 24;  // beyond any length of text
  std::size_t at = 0;
  bool digits = false;
  bool point = false;
  int64_t exponent = 0;  // of the first digit that is not 0, by its place
  bool nonzero = false;
  for (; at < text.size() && (IsDigit(text[at]) || (text[at] == '.' && !point)); ++at) {
    if (text[at] == '.') {
      point = true;
      continue;
    }
    digits = true;
    if (nonzero && !point) ++exponent;
    if (!nonzero && point) --exponent;
    nonzero = nonzero || text[at] != '0';
  }
  if (!digits) return {};
  if (at == text.size()) return {true, exponent >= 0};
  if (text[at] != 'e' && text[at] != 'E') return {};
  ++at;
  const bool negative = at < text.size() && text[at] == '-';
  if (negative || (at < text.size() && text[at] == '+')) ++at;
  if (at == text.size()) return {};
  int64_t written = 0;
  for (; at < text.size(); ++at) {
    if (!IsDigit(text[at])) return {};
    written = std::min(written * 10 + (text[at] - '0'), kExponentMax);
  }
  return {true, exponent + (negative ? -written : written) >= 0};
}

Value DoubleOfText(std::string_view text, const FunctionCall& call) {
  if (EqualsIgnoringCase(text, "nan"))
    return Value::Double(std::numeric_limits<double>::quiet_NaN());
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const double sign = negative ? -1.0 : 1.0;
  if (EqualsIgnoringCase(text, "inf") || EqualsIgnoringCase(text, "infinity"))
    return Value::Double(sign * std::numeric_limits<double>::infinity());
  const NumberText number = ReadNumberText(text);
  if (!number.valid) return Value::Error(ValueError::kBadArgument);
  // Rounding takes arithmetic on all digits that count, at most 768.
  constexpr std::size_t kDigitsMax = 768;
  if (!call.work.Spend(static_cast<uint32_t>(std::min(text.size(), kDigitsMax) / 8)))
    return Value::Error(ValueError::kLimit);
  double size = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (status == std::errc::result_out_of_range) size = number.large ? HUGE_VAL : 0;
  if (std::isinf(size)) return Value::Error(ValueError::kOverflow);
  return Value::Double(sign * size);
}

Value DecimalOfText(std::string_view text, const FunctionCall& call) {
  const std::optional<Decimal> number = Decimal::Parse(text);
  return number ? call.arena.MakeDecimal(*number) : Value::Error(ValueError::kBadArgument);
}

Value DecimalOfDouble(double number, const FunctionCall& call) {
  if (!std::isfinite(number)) return Value::Error(ValueError::kInexact);
  const ShortestDigits shortest = DigitsOf(number);
  int64_t coefficient = 0;
  for (int i = 0; i < shortest.count; ++i)
    coefficient = coefficient * 10 + (shortest.digits[static_cast<std::size_t>(i)] - '0');
  if (shortest.negative) coefficient = -coefficient;
  return call.arena.MakeDecimal(Decimal(coefficient, shortest.exponent - shortest.count + 1));
}

Value BoolOfText(std::string_view text) {
  for (const std::string_view spelling : {"1", "t", "T", "true", "True", "TRUE"}) {
    if (text == spelling) return Value::Bool(true);
  }
  for (const std::string_view spelling : {"0", "f", "F", "false", "False", "FALSE"}) {
    if (text == spelling) return Value::Bool(false);
  }
  return Value::Error(ValueError::kBadArgument);
}

}  // namespace

Value ToInt(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  switch (value.kind) {
    case Kind::kInt:
      return Value::Int(value.i);
    case Kind::kUint:
      return value.u > uint64_t{std::numeric_limits<int64_t>::max()}
                 ? Value::Error(ValueError::kOverflow)
                 : Value::Int(static_cast<int64_t>(value.u));
    case Kind::kDouble:
      // Without -2^63, which is as near to numbers that do not fit: as CEL has it.
      if (!(value.d > -kTwoTo63 && value.d < kTwoTo63)) return Value::Error(ValueError::kOverflow);
      return Value::Int(static_cast<int64_t>(value.d));
    case Kind::kDecimal:
      return FitOr(value.decimal().ToInt64(), &Value::Int);
    case Kind::kString:
      return IntOfText(value.string());
    case Kind::kTimestamp:
      return Value::Int(vm::FloorSeconds(value));
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

Value ToUint(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  switch (value.kind) {
    case Kind::kUint:
      return Value::Uint(value.u);
    case Kind::kInt:
      return value.i < 0 ? Value::Error(ValueError::kOverflow)
                         : Value::Uint(static_cast<uint64_t>(value.i));
    case Kind::kDouble:
      if (!(value.d >= 0 && value.d < kTwoTo64)) return Value::Error(ValueError::kOverflow);
      return Value::Uint(static_cast<uint64_t>(value.d));
    case Kind::kDecimal:
      return FitOr(value.decimal().ToUint64(), &Value::Uint);
    case Kind::kString:
      return ReadInteger(value.string(), &Value::Uint);
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

Value ToDouble(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  switch (value.kind) {
    case Kind::kDouble:
      return Value::Double(value.d);
    case Kind::kInt:
      return Value::Double(static_cast<double>(value.i));
    case Kind::kUint:
      return Value::Double(static_cast<double>(value.u));
    case Kind::kDecimal: {
      const double nearest = value.decimal().ToDouble();
      return std::isinf(nearest) ? Value::Error(ValueError::kOverflow) : Value::Double(nearest);
    }
    case Kind::kString:
      return DoubleOfText(value.string(), call);
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

Value ToDecimal(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  switch (value.kind) {
    case Kind::kDecimal: {
      Value number = value;
      number.detail &= Value::kWide;  // What was converted is no literal any more.
      return number;
    }
    case Kind::kInt:
      return Value::SmallDecimal(value.i, 0);
    case Kind::kUint:
      return call.arena.MakeDecimal(Decimal::FromUint64(value.u));
    case Kind::kDouble:
      return DecimalOfDouble(value.d, call);
    case Kind::kString:
      return DecimalOfText(value.string(), call);
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

Value ToBool(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  if (value.kind == Kind::kBool) return Value::Bool(value.b);
  if (value.kind == Kind::kString) return BoolOfText(value.string());
  return Value::Error(ValueError::kWrongType);
}

Value ToBytes(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  if (value.kind != Kind::kBytes && value.kind != Kind::kString)
    return Value::Error(ValueError::kWrongType);
  return Value::Bytes(value.string());
}

Value ToString(const FunctionCall& call) noexcept {
  constexpr vm::KindSet kScalars =
      vm::SetOf(Kind::kBool) | vm::SetOf(Kind::kInt) | vm::SetOf(Kind::kUint) |
      vm::SetOf(Kind::kDouble) | vm::SetOf(Kind::kDecimal) | vm::SetOf(Kind::kTimestamp) |
      vm::SetOf(Kind::kDuration) | (vm::kTextKinds & ~vm::SetOf(Kind::kType));
  const Value& value = call.arguments[0];
  if ((vm::SetOf(value.kind) & kScalars) == 0) return Value::Error(ValueError::kWrongType);
  ScalarBuffer buffer;
  const std::optional<std::string_view> text = ScalarText(value, buffer);
  if (!text) return Value::Error(ValueError::kBadArgument);
  // What stands in the buffer goes with it; the rest is in the value, or a constant.
  const bool moves = text->data() == buffer.data();
  if (!moves) return Value::String(*text);
  TextResult result(call, static_cast<uint32_t>(text->size()));
  result.Add(*text);
  return result.Finish();
}

}  // namespace bylaw::stdlib
