#include "instructions.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <type_traits>

#include "builder.h"
#include "compare.h"
#include "cost.h"
#include "hot.h"
#include "text_part.h"

namespace bylaw::vm {
namespace {

// What an optional has, however deep; none, if that is what it comes to. Other values themselves.
const Value& Held(const Value& value) noexcept {
  const Value* held = &value;
  while (held->kind == Kind::kOptional && held->size > 0) held = held->items;
  return *held;
}

std::optional<int64_t> WholeIndex(const Value& index) noexcept {
  switch (index.kind) {
    case Kind::kInt:
      return index.i;
    case Kind::kUint:
      return index.u <= kRequestValuesMax ? std::optional<int64_t>(static_cast<int64_t>(index.u))
                                          : std::nullopt;
    case Kind::kDecimal:
      return index.decimal().ToInt64();
    case Kind::kDouble:
      return index.d == std::trunc(index.d) && std::abs(index.d) <= kRequestValuesMax
                 ? std::optional<int64_t>(static_cast<int64_t>(index.d))
                 : std::nullopt;
    default:
      return std::nullopt;
  }
}

// The item or member, or nullptr and why not.
const Value* Find(const Value& of, const Value& index, uint32_t& steps, ValueError& why) noexcept {
  if (of.kind == Kind::kMap) {
    steps += MemberSteps(of.size);
    why = ValueError::kNoSuchKey;
    return FindMember(of, index);
  }
  why = ValueError::kWrongType;
  if (of.kind != Kind::kList) return nullptr;
  why = ValueError::kBadIndex;
  const std::optional<int64_t> at = WholeIndex(index);
  return !at || *at < 0 || *at >= of.size ? nullptr : &of.items[*at];
}

// Building: true, or the error why not.
Value Done(ValueError why) noexcept {
  return why == ValueError::kMissing ? Value::Bool(true) : Value::Error(why);
}

// `test` of the items, as the quantifier says. The first that decides does; else the first error.
template <typename Test>
BYLAW_INLINE Value Quantified(const Value& list, uint8_t quantifier, const Test& test,
                              uint32_t& steps) noexcept {
  const bool any = (quantifier & Quantifier::kAny) != 0;
  const bool decides = any != ((quantifier & Quantifier::kNegated) != 0);
  Value otherwise = Value::Bool(!any);
  for (uint32_t i = 0; i < list.size; ++i) {
    ++steps;
    const Value held = test(list.items[i], steps);
    if (held.is_error()) [[unlikely]] {
      if (!otherwise.is_error()) otherwise = held;
    } else if (held.b == decides) {
      return Value::Bool(any);
    }
  }
  return otherwise;
}

template <typename Test>
BYLAW_INLINE Value TestItems(Machine& m, const Instruction& in, const Test& test) noexcept {
  const Value& list = m.slots[in.x];
  if (list.is_error()) return list;
  if (list.kind != Kind::kList) return Value::Error(ValueError::kWrongType);
  if (list.size > TestedItemsMax(m.module.view, in.x)) return Value::Error(ValueError::kLimit);
  if (list.size == 0 && (in.a & Quantifier::kNotEmpty) != 0)
    return Value::Error(ValueError::kNoTarget);
  uint32_t steps = 0;  // Its own: what is stored to m.steps could be the size of an item.
  const Value held = Quantified(list, in.a, test, steps);
  m.steps += steps;
  return held;
}

}  // namespace

Value HasFact(const Value& slot) noexcept {
  if (!slot.is_error()) return Value::Bool(true);
  if (slot.size == kParentMissing) return slot;
  return Value::Bool(slot.error() != ValueError::kMissing && slot.error() != ValueError::kNoTarget);
}

Value SelectOptional(const Value& of, std::string_view name, uint32_t& steps) noexcept {
  const Value& held = Held(of);
  if (held.kind == Kind::kOptional) return held;
  if (held.kind != Kind::kMap) return Value::Error(ValueError::kWrongType);
  steps += MemberSteps(held.size);
  return Value::Optional(FindMember(held, name));
}

Value Select(const Value& of, std::string_view name, uint32_t& steps) noexcept {
  if (of.kind == Kind::kOptional) return SelectOptional(of, name, steps);
  if (of.kind != Kind::kMap) return Value::Error(ValueError::kWrongType);
  steps += MemberSteps(of.size);
  const Value* member = FindMember(of, name);
  return member == nullptr ? Value::Error(ValueError::kNoSuchKey) : *member;
}

Value HasMember(const Value& of, std::string_view name, uint32_t& steps) noexcept {
  const Value& held = Held(of);
  if (held.kind == Kind::kOptional) return Value::Bool(false);
  if (held.kind != Kind::kMap) return Value::Error(ValueError::kWrongType);
  steps += MemberSteps(held.size);
  return Value::Bool(FindMember(held, name) != nullptr);
}

Value IndexOptional(const Value& of, const Value& index, uint32_t& steps) noexcept {
  const Value& held = Held(of);
  if (held.kind == Kind::kOptional) return held;
  ValueError why = ValueError::kMissing;
  const Value* const found = Find(held, index, steps, why);
  return why == ValueError::kWrongType ? Value::Error(why) : Value::Optional(found);
}

Value Index(const Value& of, const Value& index, uint32_t& steps) noexcept {
  if (of.kind == Kind::kOptional) return IndexOptional(of, index, steps);
  ValueError why = ValueError::kMissing;
  const Value* const found = Find(of, index, steps, why);
  return found == nullptr ? Value::Error(why) : *found;
}

Value IndexConstant(const Value& map, const Value& key, uint32_t& steps) noexcept {
  const Value* const found =
      key.kind == Kind::kString ? FindSortedMember(map, key.string(), steps) : nullptr;
  return found == nullptr ? Value::Error(ValueError::kNoSuchKey) : *found;
}

Value BuilderFor(bool map, const Value& of, Arena& arena) noexcept {
  if (of.kind != Kind::kList && of.kind != Kind::kMap) return Value::Error(ValueError::kWrongType);
  return map ? MapBuilder::New(arena, of.size) : ListBuilder::New(arena, of.size);
}

Value Add(Value& list, const Value& item) noexcept {
  return Done(ListBuilder::Add(list, item) ? ValueError::kMissing : ValueError::kLimit);
}

Value AddIf(Value& list, const Value& optional) noexcept {
  if (optional.kind != Kind::kOptional) return Value::Error(ValueError::kWrongType);
  const bool added = optional.size == 0 || ListBuilder::Add(list, optional.items[0]);
  return Done(added ? ValueError::kMissing : ValueError::kLimit);
}

Value Put(Value& map, const Value& key, const Value& value, uint32_t& steps) noexcept {
  steps += MemberSteps(map.size);
  return Done(MapBuilder::Put(map, key, value));
}

Value PutIf(Value& map, const Value& key, const Value& optional, uint32_t& steps) noexcept {
  if (optional.kind != Kind::kOptional) return Value::Error(ValueError::kWrongType);
  return optional.size == 0 ? Done(ValueError::kMissing) : Put(map, key, optional.items[0], steps);
}

Value Merge(Value& map, const Value& from, uint32_t& steps) noexcept {
  if (from.kind != Kind::kMap) return Value::Error(ValueError::kWrongType);
  for (uint32_t i = 0; i < from.size; ++i) {
    ++steps;
    const Value put = Put(map, from.members[i].key, from.members[i].value, steps);
    if (put.is_error()) return put;
  }
  return Value::Bool(true);
}

Value MakeList(Machine& m, const Instruction& in) noexcept {
  m.steps += in.c;
  Value* items = m.arena.Make<Value>(in.c);
  if (items == nullptr) return Value::Error(ValueError::kLimit);
  std::copy_n(m.registers + in.b, in.c, items);
  return Value::List(items, in.c);
}

Value Call(Machine& m, const Instruction& in) noexcept {
  const BoundCall& call = m.module.calls[in.x];
  const std::span<const Value> arguments(m.registers + in.b, in.c);
  uint32_t units = 0;
  const FunctionCost cost = call.overloads.merged.cost;
  for (uint32_t i = 0; cost.per_unit.steps > 0 && i < arguments.size(); ++i) {
    if (CountsUnits(cost, i)) units += UnitsOf(arguments[i]);
  }
  m.steps += static_cast<uint32_t>(FunctionSteps(cost, units));
  return CallFunction(call, arguments, m.module, m.arena, m.steps);
}

Value ToDecimal(const Value& whole, Arena& arena) noexcept {
  return arena.MakeDecimal(whole.kind == Kind::kInt ? Decimal::FromInt64(whole.i)
                                                    : Decimal::FromUint64(whole.u));
}

// Comparisons that are more than a few machine instructions.
bool TextHolds(uint8_t relation, const Value& a, const Value& b, uint32_t& steps) noexcept {
  steps += TextSteps(std::min(a.size, b.size));
  return HoldsText(relation, a.string(), b.string());
}
Value FactIn(Machine& m, const Value& fact, const Value& list, bool negate) noexcept {
  const Value in = fact.is_error() ? fact : In(fact, list, m.module.loose, m.steps);
  return in.is_error() ? in : Value::Bool(in.b != negate);
}
Value CompareFact(Machine& m, const Value& fact, const Value& constant, uint8_t relation) noexcept {
  return fact.is_error() ? fact : CompareAny(fact, constant, relation, m.module.loose, m.steps);
}

Value TestItemsPart(Machine& m, const Instruction& in) noexcept {
  const Value& part = m.module.constants[in.y];
  const auto test_where = [&](auto where) {
    return TestItems(m, in, [&](const Value& item, uint32_t& steps) {
      if (item.kind != Kind::kString) [[unlikely]]
        return Value::Error(ValueError::kWrongType);
      return Value::Bool(HoldsPart(where, item, part, steps));
    });
  };
  switch (static_cast<TextPart>(in.b)) {  // Once, not for each item.
    case TextPart::kBegin:
      return test_where(std::integral_constant<TextPart, TextPart::kBegin>());
    case TextPart::kEnd:
      return test_where(std::integral_constant<TextPart, TextPart::kEnd>());
    default:
      return test_where(std::integral_constant<TextPart, TextPart::kAnywhere>());
  }
}
Value TestItemsCompare(Machine& m, const Instruction& in) noexcept {
  return TestItems(m, in, [&](const Value& item, uint32_t& steps) {
    return CompareAny(item, m.module.constants[in.y], in.b, m.module.loose, steps);
  });
}
Value TestItemsIn(Machine& m, const Instruction& in) noexcept {
  return TestItems(m, in, [&](const Value& item, uint32_t& steps) {
    return In(item, m.module.constants[in.y], m.module.loose, steps);
  });
}

}  // namespace bylaw::vm
