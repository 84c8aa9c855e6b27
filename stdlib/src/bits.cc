// Numbers as 64 bits, in two's complement.
#include <bit>

#include "numbers.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

constexpr int64_t kBits = 64;

bool HasBits(const Value& value) {
  return value.kind == Kind::kInt || value.kind == Kind::kUint;
}

// An int or uint, as `like` is.
Value WithBits(const Value& like, uint64_t bits) {
  return like.kind == Kind::kInt ? Value::Int(std::bit_cast<int64_t>(bits)) : Value::Uint(bits);
}

uint64_t BitsOf(const Value& value) {
  return value.kind == Kind::kInt ? std::bit_cast<uint64_t>(value.i) : value.u;
}

Value Combine(const FunctionCall& call, uint64_t (*operation)(uint64_t, uint64_t)) {
  const Value& a = call.arguments[0];
  const Value& b = call.arguments[1];
  if (!HasBits(a) || a.kind != b.kind) return Value::Error(ValueError::kWrongType);
  return WithBits(a, operation(BitsOf(a), BitsOf(b)));
}

Value Shift(const FunctionCall& call, uint64_t (*operation)(uint64_t, uint64_t)) {
  const Value& value = call.arguments[0];
  const Value& count = call.arguments[1];
  if (!HasBits(value) || count.kind != Kind::kInt) return Value::Error(ValueError::kWrongType);
  if (count.i < 0) return Value::Error(ValueError::kBadArgument);
  if (count.i >= kBits) return WithBits(value, 0);
  return WithBits(value, operation(BitsOf(value), static_cast<uint64_t>(count.i)));
}

}  // namespace

Value MathBitAnd(const FunctionCall& call) noexcept {
  return Combine(call, [](uint64_t a, uint64_t b) { return a & b; });
}

Value MathBitOr(const FunctionCall& call) noexcept {
  return Combine(call, [](uint64_t a, uint64_t b) { return a | b; });
}

Value MathBitXor(const FunctionCall& call) noexcept {
  return Combine(call, [](uint64_t a, uint64_t b) { return a ^ b; });
}

Value MathBitNot(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  if (!HasBits(value)) return Value::Error(ValueError::kWrongType);
  return WithBits(value, ~BitsOf(value));
}

Value MathBitShiftLeft(const FunctionCall& call) noexcept {
  return Shift(call, [](uint64_t bits, uint64_t count) { return bits << count; });
}

Value MathBitShiftRight(const FunctionCall& call) noexcept {
  return Shift(call, [](uint64_t bits, uint64_t count) { return bits >> count; });
}

}  // namespace bylaw::stdlib
