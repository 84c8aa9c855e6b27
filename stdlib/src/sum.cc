// sum(). Whether ints overflow depends on the sum alone, not on the order of the items: 128 bits
// hold what fewer than 2^32 numbers of 64 bits add up to.
#include <limits>

#include "bylaw/vm/decimal.h"
#include "lists.h"

namespace bylaw::stdlib {
namespace {

using vm::Decimal;
using vm::FunctionCall;
using vm::Int128;
using vm::Kind;
using vm::KindSet;
using vm::SetOf;
using vm::Value;
using vm::ValueError;

constexpr KindSet kInt = SetOf(Kind::kInt);
constexpr KindSet kUint = SetOf(Kind::kUint);
constexpr KindSet kDouble = SetOf(Kind::kDouble);
constexpr KindSet kDecimal = SetOf(Kind::kDecimal);

KindSet KindsOf(const Value& list) {
  KindSet kinds = 0;
  for (uint32_t i = 0; i < list.size; ++i) kinds |= SetOf(list.items[i].kind);
  return kinds;
}

Int128 SumOfWhole(const Value& list) {
  Int128 sum = 0;
  for (uint32_t i = 0; i < list.size; ++i) {
    const Value& item = list.items[i];
    sum += item.kind == Kind::kInt ? Int128{item.i} : Int128{item.u};
  }
  return sum;
}

Value SumOfDoubles(const Value& list) {
  double sum = 0;
  for (uint32_t i = 0; i < list.size; ++i) sum += list.items[i].d;
  return Value::Double(sum);
}

Decimal DecimalOf(const Value& item) {
  switch (item.kind) {
    case Kind::kInt:
      return Decimal::FromInt64(item.i);
    case Kind::kUint:
      return Decimal::FromUint64(item.u);
    default:
      return item.decimal();
  }
}

Value SumOfDecimals(const Value& list, vm::Arena& arena) {
  Decimal sum;
  for (uint32_t i = 0; i < list.size; ++i) {
    const vm::DecimalResult next = vm::Add(sum, DecimalOf(list.items[i]));
    if (!next.ok()) return Value::Error(ValueError::kOverflow);
    sum = next.value;
  }
  return arena.MakeDecimal(sum);
}

template <typename T>
bool Fits(Int128 sum) {
  return sum >= std::numeric_limits<T>::min() && sum <= std::numeric_limits<T>::max();
}

}  // namespace

Value Sum(const FunctionCall& call) noexcept {
  const Value& list = call.arguments[0];
  const KindSet kinds = KindsOf(list);
  if ((kinds & ~(kInt | kUint | kDouble | kDecimal)) != 0) {
    return Value::Error(ValueError::kWrongType);
  }
  if (kinds == kDouble) return SumOfDoubles(list);
  if ((kinds & kDecimal) != 0 && (kinds & kDouble) == 0) return SumOfDecimals(list, call.arena);
  if (kinds != 0 && kinds != kInt && kinds != kUint) {
    return Value::Error(ValueError::kNotComparable);
  }
  const Int128 sum = SumOfWhole(list);
  if (!(kinds == kUint ? Fits<uint64_t>(sum) : Fits<int64_t>(sum))) {
    return Value::Error(ValueError::kOverflow);
  }
  return kinds == kUint ? Value::Uint(static_cast<uint64_t>(sum))
                        : Value::Int(static_cast<int64_t>(sum));
}

}  // namespace bylaw::stdlib
