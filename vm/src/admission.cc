#include "admission.h"

#include "bylaw/vm/utf8.h"
#include "compare.h"

namespace bylaw::vm {
namespace {

Value WrongType() {
  return Value::Error(ValueError::kWrongType);
}
Value OutOfRange() {
  return Value::Error(ValueError::kOutOfRange);
}

// A number as the fact's numeric kind.
Value AsNumber(const FactRow& fact, const Value& value, Arena& arena) {
  const bool as_text = (fact.flags & kFactDecimalString) != 0;
  if (value.kind != (as_text ? Kind::kString : Kind::kDecimal)) return WrongType();
  if (as_text) {
    const std::optional<Decimal> decimal = Decimal::Parse(value.string());
    return decimal ? arena.MakeDecimal(*decimal) : WrongType();
  }
  if (fact.kind == Kind::kDecimal) return value;
  const Decimal decimal = value.decimal();
  if (fact.kind == Kind::kDouble) return Value::Double(decimal.ToDouble());
  if (!decimal.IsIntegral()) return WrongType();
  if (fact.kind == Kind::kInt) {
    const std::optional<int64_t> whole = decimal.ToInt64();
    return whole ? Value::Int(*whole) : OutOfRange();
  }
  const std::optional<uint64_t> whole = decimal.ToUint64();
  return whole ? Value::Uint(*whole) : OutOfRange();
}

Value WithinRange(const LoadedModule& module, const FactRow& fact, const Value& value) {
  constexpr auto kAtLeast = static_cast<uint8_t>(Relation::kGreaterOrEqual);
  constexpr auto kAtMost = static_cast<uint8_t>(Relation::kLessOrEqual);
  uint32_t steps = 0;
  if (fact.minimum != kNone &&
      !CompareAny(value, module.constants[fact.minimum], kAtLeast, false, steps).is_true()) {
    return OutOfRange();
  }
  if (fact.maximum != kNone &&
      !CompareAny(value, module.constants[fact.maximum], kAtMost, false, steps).is_true()) {
    return OutOfRange();
  }
  return value;
}

bool MatchesDeclaredPattern(const LoadedModule& module, const FactRow& fact, const Value& value,
                            Arena& arena) {
  const BoundCall& call = module.calls[fact.pattern];
  const Value arguments[2] = {value, module.constants[module.view.calls[fact.pattern].prepared]};
  uint32_t steps = 0;  // Admission is no part of the decision's steps.
  return CallFunction(call, arguments, module, arena, steps).is_true();
}

// An enum's value is the module's own text: equal values are then the same pointer.
Value AsEnumValue(const LoadedModule& module, const FactRow& fact, const Value& value) {
  const Value& values = module.constants[fact.values];
  for (uint32_t i = 0; i < values.size; ++i) {
    if (values.items[i].string() == value.string()) return values.items[i];
  }
  return Value::Error(ValueError::kNotInEnum);
}

Value WithinLength(const FactRow& fact, const Value& value, uint32_t length) {
  return length >= fact.length_min && length <= fact.length_max ? value
                                                                : Value::Error(ValueError::kLength);
}

Value AdmitString(const LoadedModule& module, const FactRow& fact, const Value& value,
                  Arena& arena) {
  if (value.kind != Kind::kString) return WrongType();
  if (fact.values != kNone) return AsEnumValue(module, fact, value);
  if (value.size > module.view.policy->string_bytes) return Value::Error(ValueError::kLimit);
  const bool bounded = fact.length_min > 0 || fact.length_max < value.size;
  if (bounded && WithinLength(fact, value, CodePoints(value.string())).is_error()) {
    return Value::Error(ValueError::kLength);
  }
  if (fact.pattern != kNone && !MatchesDeclaredPattern(module, fact, value, arena)) {
    return Value::Error(ValueError::kPattern);
  }
  return value;
}

// Containers come with their items counted (json_scanner.h); a string is bounded wherever it
// stands.
Value AdmitAny(const LoadedModule& module, const Value& value) {
  const bool too_long =
      value.kind == Kind::kString && value.size > module.view.policy->string_bytes;
  return too_long ? Value::Error(ValueError::kLimit) : value;
}

}  // namespace

Value Admit(const LoadedModule& module, const FactRow& fact, const Value& value,
            Arena& arena) noexcept {
  if (value.is_error()) return value;
  switch (fact.kind) {
    case Kind::kError:  // dyn
      return AdmitAny(module, value);
    case Kind::kBool:
      return value.kind == Kind::kBool ? value : WrongType();
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDouble:
    case Kind::kDecimal: {
      const Value number = AsNumber(fact, value, arena);
      return number.is_error() ? number : WithinRange(module, fact, number);
    }
    case Kind::kString:
      return AdmitString(module, fact, value, arena);
    case Kind::kList:
    case Kind::kMap:
      return value.kind == fact.kind ? WithinLength(fact, value, value.size) : WrongType();
    default:
      return WrongType();
  }
}

Value AdmitText(const LoadedModule& module, std::string_view text) noexcept {
  return text.size() > module.view.policy->string_bytes ? Value::Error(ValueError::kLimit)
                                                        : Value::String(text);
}

Value AdmitTargets(const LoadedModule& module, const Value& targets) noexcept {
  const PolicyRow& policy = *module.view.policy;
  bool sound = targets.size <= policy.list_items;
  for (uint32_t i = 0; i < targets.size; ++i)
    sound = sound && targets.items[i].size <= policy.string_bytes;
  return sound ? targets : Value::Error(ValueError::kLimit);
}

}  // namespace bylaw::vm
