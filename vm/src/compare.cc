#include "compare.h"

#include <cmath>

#include "bylaw/vm/limits.h"
#include "cost.h"

namespace bylaw::vm {
namespace {

// What comparing for equality came to.
enum class Equality : uint8_t { kEqual, kUnequal, kNotComparable, kLimit };

Equality EqualityOf(int order) {
  return order == 0 ? Equality::kEqual : Equality::kUnequal;
}

constexpr KindSet kNumbers =
    SetOf(Kind::kInt) | SetOf(Kind::kUint) | SetOf(Kind::kDouble) | SetOf(Kind::kDecimal);

bool IsNumber(const Value& value) {
  return (SetOf(value.kind) & kNumbers) != 0;
}

bool IsLiteral(const Value& value) {
  return (value.detail & Value::kLiteral) != 0;
}

// Counts work up to kStructuralSteps.
class Budget {
 public:
  explicit Budget(uint32_t& steps) : steps_(steps) {}
  // Whether there is room for `steps` more.
  bool Spend(uint32_t steps) {
    if (steps > left_) {
      steps_ += left_;
      left_ = 0;
      return false;
    }
    left_ -= steps;
    steps_ += steps;
    return true;
  }

 private:
  uint32_t& steps_;
  uint32_t left_ = kStructuralSteps;
};

int OrderOfIntAndDouble(int64_t i, double d) {
  if (std::isnan(d)) return 2;
  if (d >= 0x1p63) return -1;
  if (d < -0x1p63) return 1;
  const auto whole = static_cast<int64_t>(d);  // Towards zero; exact for the range above.
  return i != whole ? Order(i, whole) : Order(0.0, d - static_cast<double>(whole));
}

int OrderOfUintAndDouble(uint64_t u, double d) {
  if (std::isnan(d)) return 2;
  if (d >= 0x1p64) return -1;
  if (d < 0) return 1;
  const auto whole = static_cast<uint64_t>(d);
  return u != whole ? Order(u, whole) : Order(0.0, d - static_cast<double>(whole));
}

Decimal WholeOrDecimal(const Value& value) {
  switch (value.kind) {
    case Kind::kInt:
      return Decimal::FromInt64(value.i);
    case Kind::kUint:
      return Decimal::FromUint64(value.u);
    default:
      return value.decimal();
  }
}

// The order of a number and a double, or nothing: a decimal is compared with a double only where it
// is a literal.
bool OrderWithDouble(const Value& a, double d, int& order) {
  switch (a.kind) {
    case Kind::kInt:
      order = OrderOfIntAndDouble(a.i, d);
      return true;
    case Kind::kUint:
      order = OrderOfUintAndDouble(a.u, d);
      return true;
    case Kind::kDouble:
      order = Order(a.d, d);
      return true;
    default:
      order = Order(a.decimal().ToDouble(), d);
      return IsLiteral(a);
  }
}

bool OrderOfNumbers(const Value& a, const Value& b, int& order) {
  if (b.kind == Kind::kDouble) return OrderWithDouble(a, b.d, order);
  if (a.kind == Kind::kDouble) {
    const bool comparable = OrderWithDouble(b, a.d, order);
    if (order != 2) order = -order;
    return comparable;
  }
  order = Order(WholeOrDecimal(a), WholeOrDecimal(b));
  return true;
}

// The order of two scalars of one kind of kinds; false if they have none.
bool OrderOfScalars(const Value& a, const Value& b, int& order) {
  if (IsNumber(a) && IsNumber(b)) return OrderOfNumbers(a, b, order);
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Kind::kBool:
      order = Order(a.b, b.b);
      return true;
    case Kind::kString:
    case Kind::kBytes:
      order = OrderOfText(a.string(), b.string());
      return true;
    case Kind::kTimestamp:
    case Kind::kDuration:
      order = a.i != b.i ? Order(a.i, b.i) : Order(a.exponent, b.exponent);
      return true;
    default:
      return false;
  }
}

uint32_t StepsOfScalars(const Value& a, const Value& b) {
  const bool text = a.kind == b.kind && (a.kind == Kind::kString || a.kind == Kind::kBytes);
  return text ? TextSteps(std::min(a.size, b.size)) : 0;
}

Equality Equal(const Value& a, const Value& b, Budget& budget);

// Unequal parts decide, then parts that cannot be compared.
Equality Both(Equality sofar, Equality next) {
  if (sofar == Equality::kLimit || next == Equality::kLimit) return Equality::kLimit;
  if (sofar == Equality::kUnequal || next == Equality::kUnequal) return Equality::kUnequal;
  return sofar == Equality::kEqual ? next : sofar;
}

Equality EqualLists(const Value& a, const Value& b, Budget& budget) {
  if (a.size != b.size) return Equality::kUnequal;
  Equality result = Equality::kEqual;
  for (uint32_t i = 0; i < a.size && result != Equality::kUnequal && result != Equality::kLimit;
       ++i) {
    if (!budget.Spend(1)) return Equality::kLimit;
    result = Both(result, Equal(a.items[i], b.items[i], budget));
  }
  return result;
}

Equality EqualMaps(const Value& a, const Value& b, Budget& budget) {
  if (a.size != b.size) return Equality::kUnequal;
  Equality result = Equality::kEqual;
  for (uint32_t i = 0; i < a.size && result != Equality::kUnequal && result != Equality::kLimit;
       ++i) {
    if (!budget.Spend(1 + MemberSteps(b.size))) return Equality::kLimit;
    const Value* other = FindMember(b, a.members[i].key.string());
    result = Both(
        result, other == nullptr ? Equality::kUnequal : Equal(a.members[i].value, *other, budget));
  }
  return result;
}

Equality Equal(const Value& a, const Value& b, Budget& budget) {
  if (a.kind == Kind::kNull || b.kind == Kind::kNull) {
    // Two absent customers are not the same customer: null compares only with the literal.
    const bool literal =
        (a.kind == Kind::kNull && IsLiteral(a)) || (b.kind == Kind::kNull && IsLiteral(b));
    if (!literal) return Equality::kNotComparable;
    return a.kind == b.kind ? Equality::kEqual : Equality::kUnequal;
  }
  if (a.kind == Kind::kList && b.kind == Kind::kList) return EqualLists(a, b, budget);
  if (a.kind == Kind::kMap && b.kind == Kind::kMap) return EqualMaps(a, b, budget);
  int order = 0;
  if (!OrderOfScalars(a, b, order)) return Equality::kNotComparable;
  if (!budget.Spend(StepsOfScalars(a, b))) return Equality::kLimit;
  return EqualityOf(order);
}

Value ErrorOf(Equality equality) {
  return Value::Error(equality == Equality::kLimit ? ValueError::kLimit
                                                   : ValueError::kNotComparable);
}

}  // namespace

Value CompareAny(const Value& a, const Value& b, uint8_t relation, uint32_t& steps) noexcept {
  Budget budget(steps);
  const bool equality = relation == static_cast<uint8_t>(Relation::kEqual) ||
                        relation == static_cast<uint8_t>(Relation::kNotEqual);
  if (equality) {
    const Equality equal = Equal(a, b, budget);
    if (equal >= Equality::kNotComparable) return ErrorOf(equal);
    return Value::Bool((equal == Equality::kEqual) ==
                       (relation == static_cast<uint8_t>(Relation::kEqual)));
  }
  int order = 0;
  if (!OrderOfScalars(a, b, order)) return Value::Error(ValueError::kNotComparable);
  if (!budget.Spend(StepsOfScalars(a, b))) return Value::Error(ValueError::kLimit);
  if (order == 2) return Value::Error(ValueError::kUnordered);
  return Value::Bool(Holds(relation, order));
}

Value In(const Value& item, const Value& container, uint32_t& steps) noexcept {
  Budget budget(steps);
  if (container.kind == Kind::kMap) {
    if (item.kind != Kind::kString) return Value::Error(ValueError::kNotComparable);
    if (!budget.Spend(MemberSteps(container.size))) return Value::Error(ValueError::kLimit);
    return Value::Bool(FindMember(container, item.string()) != nullptr);
  }
  if (container.kind != Kind::kList) return Value::Error(ValueError::kWrongType);
  Equality worst = Equality::kUnequal;
  for (uint32_t i = 0; i < container.size; ++i) {
    const Equality equal =
        budget.Spend(1) ? Equal(item, container.items[i], budget) : Equality::kLimit;
    if (equal == Equality::kEqual) return Value::Bool(true);
    if (equal == Equality::kLimit) return ErrorOf(equal);
    worst = std::max(worst, equal);
  }
  return worst == Equality::kUnequal ? Value::Bool(false) : ErrorOf(worst);
}

const Value* FindMember(const Value& map, std::string_view key) noexcept {
  for (uint32_t i = 0; i < map.size; ++i) {
    if (map.members[i].key.string() == key) return &map.members[i].value;
  }
  return nullptr;
}

}  // namespace bylaw::vm
