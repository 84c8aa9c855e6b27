#include "compare.h"

#include <cmath>

#include "bylaw/vm/equal.h"
#include "bylaw/vm/limits.h"
#include "cost.h"

namespace bylaw::vm {
namespace {

// What comparing for equality came to.
enum class Equality : uint8_t { kEqual, kUnequal, kNotComparable, kLimit };

Equality EqualityOf(int order) {
  return order == 0 ? Equality::kEqual : Equality::kUnequal;
}

constexpr KindSet kContainers = SetOf(Kind::kList) | SetOf(Kind::kMap) | SetOf(Kind::kOptional);
constexpr uint32_t kComparedDepthMax = 2 * kRequestDepthMax;

constexpr KindSet kNumbers =
    SetOf(Kind::kInt) | SetOf(Kind::kUint) | SetOf(Kind::kDouble) | SetOf(Kind::kDecimal);

bool IsNumber(const Value& value) {
  return (SetOf(value.kind) & kNumbers) != 0;
}

bool IsLiteral(const Value& value) {
  return (value.detail & Value::kLiteral) != 0;
}

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
bool OrderWithDouble(const Value& a, double d, bool loose, int& order) {
  switch (a.kind) {
    case Kind::kInt:
      // CEL's own order rounds the int.
      order = loose ? Order(static_cast<double>(a.i), d) : OrderOfIntAndDouble(a.i, d);
      return true;
    case Kind::kUint:
      order = OrderOfUintAndDouble(a.u, d);
      return true;
    case Kind::kDouble:
      order = Order(a.d, d);
      return true;
    default:
      order = Order(a.decimal().ToDouble(), d);
      return IsLiteral(a) || loose;
  }
}

bool OrderOfNumbers(const Value& a, const Value& b, bool loose, int& order) {
  if (b.kind == Kind::kDouble) return OrderWithDouble(a, b.d, loose, order);
  if (a.kind == Kind::kDouble) {
    const bool comparable = OrderWithDouble(b, a.d, loose, order);
    if (order != 2) order = -order;
    return comparable;
  }
  if (a.kind == Kind::kInt && b.kind == Kind::kInt) {
    order = Order(a.i, b.i);
  } else if (a.kind == Kind::kDecimal && b.kind == Kind::kDecimal) {
    order = OrderOfDecimals(a, b);
  } else {
    order = Order(WholeOrDecimal(a), WholeOrDecimal(b));
  }
  return true;
}

// The order of two scalars of one kind of kinds; false if they have none.
bool OrderOfScalars(const Value& a, const Value& b, bool loose, int& order) {
  if (IsNumber(a) && IsNumber(b)) return OrderOfNumbers(a, b, loose, order);
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

// What comparing items of lists and maps takes with it.
struct Comparison {
  bool loose;
  WorkBudget& work;
  uint32_t depth = 0;

  Equality Equal(const Value& a, const Value& b);
  Equality EqualLists(const Value& a, const Value& b);
  Equality EqualMaps(const Value& a, const Value& b);
  Equality EqualNull(const Value& a, const Value& b) const;
};

// Unequal parts decide, then parts that cannot be compared.
Equality Both(Equality sofar, Equality next) {
  if (sofar == Equality::kLimit || next == Equality::kLimit) return Equality::kLimit;
  if (sofar == Equality::kUnequal || next == Equality::kUnequal) return Equality::kUnequal;
  return sofar == Equality::kEqual ? next : sofar;
}

Equality Comparison::EqualLists(const Value& a, const Value& b) {
  if (a.size != b.size) return Equality::kUnequal;
  Equality result = Equality::kEqual;
  for (uint32_t i = 0; i < a.size && result != Equality::kUnequal && result != Equality::kLimit;
       ++i) {
    if (!work.Spend(1)) return Equality::kLimit;
    result = Both(result, Equal(a.items[i], b.items[i]));
  }
  return result;
}

Equality Comparison::EqualMaps(const Value& a, const Value& b) {
  if (a.size != b.size) return Equality::kUnequal;
  Equality result = Equality::kEqual;
  for (uint32_t i = 0; i < a.size && result != Equality::kUnequal && result != Equality::kLimit;
       ++i) {
    if (!work.Spend(1 + MemberSteps(b.size))) return Equality::kLimit;
    const Value* other = FindMember(b, a.members[i].key);
    result =
        Both(result, other == nullptr ? Equality::kUnequal : Equal(a.members[i].value, *other));
  }
  return result;
}

Equality Comparison::EqualNull(const Value& a, const Value& b) const {
  // Two absent customers are not the same customer: null compares only with the literal.
  const bool literal =
      (a.kind == Kind::kNull && IsLiteral(a)) || (b.kind == Kind::kNull && IsLiteral(b));
  if (!literal && !loose) return Equality::kNotComparable;
  return a.kind == b.kind ? Equality::kEqual : Equality::kUnequal;
}

Equality Comparison::Equal(const Value& a, const Value& b) {
  if (a.kind == Kind::kNull || b.kind == Kind::kNull) return EqualNull(a, b);
  if (a.kind == b.kind && (SetOf(a.kind) & kContainers) != 0) {
    // Code can nest what it makes deeper than any request, as deep as the arena is large.
    if (depth == kComparedDepthMax) return Equality::kLimit;
    ++depth;
    const Equality equal = a.kind == Kind::kMap ? EqualMaps(a, b) : EqualLists(a, b);
    --depth;
    return equal;
  }
  if (a.kind == b.kind && (SetOf(a.kind) & kTextKinds) != 0) {
    if (!work.Spend(TextSteps(std::min(a.size, b.size)))) return Equality::kLimit;
    return EqualText(a.string(), b.string()) ? Equality::kEqual : Equality::kUnequal;
  }
  int order = 0;
  if (!OrderOfScalars(a, b, loose, order)) {
    return loose ? Equality::kUnequal : Equality::kNotComparable;
  }
  return EqualityOf(order);
}

Value ValueOf(Equality equality) {
  switch (equality) {
    case Equality::kEqual:
      return Value::Bool(true);
    case Equality::kUnequal:
      return Value::Bool(false);
    case Equality::kNotComparable:
      return Value::Error(ValueError::kNotComparable);
    default:
      return Value::Error(ValueError::kLimit);
  }
}

}  // namespace

Value EqualValues(const Value& a, const Value& b, bool loose, WorkBudget& work) noexcept {
  return ValueOf(Comparison{loose, work}.Equal(a, b));
}

Value OrderValues(const Value& a, const Value& b, bool loose, WorkBudget& work) noexcept {
  int order = 0;
  if (!OrderOfScalars(a, b, loose, order)) return Value::Error(ValueError::kNotComparable);
  if (!work.Spend(StepsOfScalars(a, b))) return Value::Error(ValueError::kLimit);
  return order == 2 ? Value::Error(ValueError::kUnordered) : Value::Int(order);
}

Value CompareAny(const Value& a, const Value& b, uint8_t relation, bool loose,
                 uint32_t& steps) noexcept {
  WorkBudget work(steps, kStructuralSteps);
  const bool equality = relation == static_cast<uint8_t>(Relation::kEqual) ||
                        relation == static_cast<uint8_t>(Relation::kNotEqual);
  if (equality) {
    const Value equal = EqualValues(a, b, loose, work);
    if (equal.is_error()) return equal;
    return Value::Bool(equal.b == (relation == static_cast<uint8_t>(Relation::kEqual)));
  }
  int order = 0;
  if (!OrderOfScalars(a, b, loose, order)) return Value::Error(ValueError::kNotComparable);
  if (!work.Spend(StepsOfScalars(a, b))) return Value::Error(ValueError::kLimit);
  if (order == 2) return loose ? Value::Bool(false) : Value::Error(ValueError::kUnordered);
  return Value::Bool(Holds(relation, order));
}

namespace {

// `item in container`, which is sorted. What is no text is compared with one of the texts: with all
// of them it would come to the same.
Value InSorted(const Value& item, const Value& container, bool loose, WorkBudget& work) {
  const bool map = container.kind == Kind::kMap;
  const auto text_at = [&](uint32_t i) {
    return (map ? container.members[i].key : container.items[i]).string();
  };
  if (container.size == 0) return Value::Bool(false);
  if (item.kind != Kind::kString) {
    if (!map) return EqualValues(item, container.items[0], loose, work);
    return loose ? Value::Bool(false) : Value::Error(ValueError::kNotComparable);
  }
  uint32_t steps = 0;
  const bool found = FindSorted(item.string(), container.size, text_at, steps) < container.size;
  return work.Spend(steps) ? Value::Bool(found) : Value::Error(ValueError::kLimit);
}

}  // namespace

Value In(const Value& item, const Value& container, bool loose, uint32_t& steps) noexcept {
  WorkBudget work(steps, kStructuralSteps);
  const KindSet containers = SetOf(Kind::kList) | SetOf(Kind::kMap);
  if ((SetOf(container.kind) & containers) != 0 && (container.detail & Value::kSorted) != 0)
    return InSorted(item, container, loose, work);
  if (container.kind == Kind::kMap) {
    if (!work.Spend(MemberSteps(container.size))) return Value::Error(ValueError::kLimit);
    if (FindMember(container, item) != nullptr) return Value::Bool(true);
    const bool text = item.kind == Kind::kString;
    const bool of_text = container.size == 0 || container.members[0].key.kind == Kind::kString;
    return text == of_text || loose ? Value::Bool(false) : Value::Error(ValueError::kNotComparable);
  }
  if (container.kind != Kind::kList) return Value::Error(ValueError::kWrongType);
  Comparison comparison{loose, work};
  Equality worst = Equality::kUnequal;
  for (uint32_t i = 0; i < container.size; ++i) {
    const Equality equal =
        work.Spend(1) ? comparison.Equal(item, container.items[i]) : Equality::kLimit;
    if (equal == Equality::kEqual) return Value::Bool(true);
    if (equal == Equality::kLimit) return ValueOf(equal);
    worst = std::max(worst, equal);
  }
  return ValueOf(worst);
}

const Value* FindMember(const Value& map, const Value& key) noexcept {
  if (key.kind == Kind::kString) return FindMember(map, key.string());
  for (uint32_t i = 0; i < map.size; ++i) {
    const Value& own = map.members[i].key;
    int order = 1;
    if (own.kind != Kind::kString && OrderOfScalars(own, key, true, order) && order == 0) {
      return &map.members[i].value;
    }
  }
  return nullptr;
}

const Value* FindSortedMember(const Value& map, std::string_view key, uint32_t& steps) noexcept {
  const uint32_t at =
      FindSorted(key, map.size, [&](uint32_t i) { return map.members[i].key.string(); }, steps);
  return at == map.size ? nullptr : &map.members[at].value;
}

const Value* FindMember(const Value& map, std::string_view key) noexcept {
  for (uint32_t i = 0; i < map.size; ++i) {
    const Value& own = map.members[i].key;
    if (own.kind == Kind::kString && EqualText(own.string(), key)) return &map.members[i].value;
  }
  return nullptr;
}

}  // namespace bylaw::vm
