#include "admission.h"

#include <algorithm>
#include <cstring>

#include "bylaw/vm/base64.h"
#include "bylaw/vm/time.h"
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

// One value against one type; what is inside a value is admitted by a Gate of its own type.
class Gate {
 public:
  Gate(const LoadedModule& module, const TypeRow& type, Arena& arena)
      : module_(module), type_(type), arena_(arena) {}

  Value Admit(const Value& value) const noexcept;

 private:
  Value AsNumber(const Value& value) const noexcept;
  Value AsTimestamp(const Value& value) const noexcept;
  Value AsDuration(const Value& value) const noexcept;
  Value AsBytes(const Value& value) const noexcept;
  Value AsEnumValue(const Value& value) const noexcept;
  Value AsString(const Value& value) const noexcept;
  Value AsList(const Value& value) const noexcept;
  Value AsMap(const Value& value) const noexcept;
  Value WithinRange(const Value& value) const noexcept;
  Value WithinLength(const Value& value, uint32_t length) const noexcept;
  bool Matches(uint32_t call, const Value& value) const noexcept;
  // The value as `type` has it.
  Value AdmitInside(uint32_t type, const Value& value) const noexcept {
    return Gate(module_, module_.view.types[type], arena_).Admit(value);
  }

  const LoadedModule& module_;
  const TypeRow& type_;
  Arena& arena_;
};

Value Gate::AsNumber(const Value& value) const noexcept {
  const bool as_text = type_.encoding == Encoding::kText;
  if (value.kind != (as_text ? Kind::kString : Kind::kDecimal)) return WrongType();
  if (as_text) {
    const std::optional<Decimal> decimal = Decimal::Parse(value.string());
    return decimal ? arena_.MakeDecimal(*decimal) : WrongType();
  }
  if (type_.kind == Kind::kDecimal) return value;
  const Decimal decimal = value.decimal();
  if (type_.kind == Kind::kDouble) return Value::Double(decimal.ToDouble());
  if (!decimal.IsIntegral()) return WrongType();
  if (type_.kind == Kind::kInt) {
    const std::optional<int64_t> whole = decimal.ToInt64();
    return whole ? Value::Int(*whole) : OutOfRange();
  }
  const std::optional<uint64_t> whole = decimal.ToUint64();
  return whole ? Value::Uint(*whole) : OutOfRange();
}

Value Gate::AsTimestamp(const Value& value) const noexcept {
  if (value.kind == Kind::kTimestamp) return value;  // A host's own.
  if (type_.encoding == Encoding::kUnix)
    return value.kind == Kind::kDecimal ? TimestampOfDecimal(value.decimal()) : WrongType();
  if (value.kind != Kind::kString) return WrongType();
  const Value time =
      type_.encoding == Encoding::kDay ? ParseDate(value.string()) : ParseRfc3339(value.string());
  return time.is_error() ? WrongType() : time;
}

Value Gate::AsDuration(const Value& value) const noexcept {
  if (value.kind == Kind::kDuration) return value;  // A host's own.
  if (value.kind != Kind::kString) return WrongType();
  const Value duration = ParseDuration(value.string());
  return duration.is_error() ? WrongType() : duration;
}

Value Gate::AsBytes(const Value& value) const noexcept {
  if (value.kind == Kind::kBytes) return WithinLength(value, value.size);  // A host's own.
  if (value.kind != Kind::kString) return WrongType();
  const uint32_t most = Base64BytesMax(value.size);
  if (most > module_.view.policy->string_bytes) return Value::Error(ValueError::kLimit);
  char* const bytes = arena_.Make<char>(most);
  if (bytes == nullptr) return Value::Error(ValueError::kLimit);
  uint32_t size = 0;
  if (!DecodeBase64(value.string(), [&](char c) { bytes[size++] = c; })) return WrongType();
  return WithinLength(Value::Bytes({bytes, size}), size);
}

Value Gate::WithinRange(const Value& value) const noexcept {
  if (value.is_error()) return value;
  uint32_t steps = 0;  // Admission is no part of the decision's steps.
  const auto holds = [&](uint32_t bound, Relation relation) {
    return bound == kNone ||
           CompareAny(value, module_.constants[bound], static_cast<uint8_t>(relation), false, steps)
               .is_true();
  };
  const bool within = holds(type_.minimum, Relation::kGreaterOrEqual) &&
                      holds(type_.maximum, Relation::kLessOrEqual);
  return within ? value : OutOfRange();
}

// By f(string) or by f(string, prepared).
bool Gate::Matches(uint32_t call, const Value& value) const noexcept {
  const uint32_t prepared = module_.view.calls[call].prepared;
  const Value arguments[2] = {value, prepared == kNone ? Value() : module_.constants[prepared]};
  const size_t count = prepared == kNone ? 1 : 2;
  uint32_t steps = 0;
  return CallFunction(module_.calls[call], std::span(arguments, count), module_, arena_, steps)
      .is_true();
}

// An enum's value is the module's own text: equal values are then the same pointer.
Value Gate::AsEnumValue(const Value& value) const noexcept {
  const Value& values = module_.constants[type_.values];
  for (uint32_t i = 0; i < values.size; ++i) {
    if (values.items[i].string() == value.string()) return values.items[i];
  }
  return Value::Error(ValueError::kNotInEnum);
}

Value Gate::WithinLength(const Value& value, uint32_t length) const noexcept {
  return length >= type_.length_min && length <= type_.length_max
             ? value
             : Value::Error(ValueError::kLength);
}

Value Gate::AsString(const Value& value) const noexcept {
  if (value.kind != Kind::kString) return WrongType();
  if (type_.values != kNone) return AsEnumValue(value);
  if (value.size > module_.view.policy->string_bytes) return Value::Error(ValueError::kLimit);
  const bool bounded = type_.length_min > 0 || type_.length_max < value.size;
  if (bounded && WithinLength(value, CodePoints(value.string())).is_error())
    return Value::Error(ValueError::kLength);
  for (const uint32_t call : {type_.pattern, type_.format}) {
    if (call != kNone && !Matches(call, value)) return Value::Error(ValueError::kPattern);
  }
  return value;
}

bool IsSame(const Value& a, const Value& b) {
  static_assert(sizeof(Value) == 16, "no padding between the members");
  return std::memcmp(&a, &b, sizeof a) == 0;  // NOLINT(bugprone-suspicious-memory-comparison)
}

// Copied only where an item becomes another value.
Value Gate::AsList(const Value& value) const noexcept {
  if (value.kind != Kind::kList) return WrongType();
  const Value sized = WithinLength(value, value.size);
  if (sized.is_error() || type_.items == kNone) return sized;
  Value* copy = nullptr;
  for (uint32_t i = 0; i < value.size; ++i) {
    const Value item = AdmitInside(type_.items, value.items[i]);
    if (item.is_error()) return item;
    if (copy == nullptr && !IsSame(item, value.items[i])) {
      copy = arena_.Make<Value>(value.size);
      if (copy == nullptr) return Value::Error(ValueError::kLimit);
      std::copy(value.items, value.items + i, copy);
    }
    if (copy != nullptr) copy[i] = item;
  }
  return copy == nullptr ? value : Value::List(copy, value.size);
}

Value Gate::AsMap(const Value& value) const noexcept {
  if (value.kind != Kind::kMap) return WrongType();
  const Value sized = WithinLength(value, value.size);
  const std::span<const FieldRow> fields = ModuleView::Rows(module_.view.fields, type_.fields);
  const bool closed = (type_.flags & kTypeClosed) != 0;
  if (sized.is_error() || (fields.empty() && !closed)) return sized;
  auto required = std::count_if(fields.begin(), fields.end(), [](const FieldRow& field) {
    return (field.flags & kFieldRequired) != 0;
  });
  Member* copy = nullptr;
  for (uint32_t i = 0; i < value.size; ++i) {
    const Member& member = value.members[i];
    const FieldRow* const field = FindField(module_.view, type_.fields, member.key.string());
    if (field == nullptr) {
      if (closed) return WrongType();
      if (copy != nullptr) copy[i] = member;
      continue;
    }
    if ((field->flags & kFieldRequired) != 0) --required;
    const Value admitted = AdmitInside(field->type, member.value);
    if (admitted.is_error()) return admitted;
    if (copy == nullptr && !IsSame(admitted, member.value)) {
      copy = arena_.Make<Member>(value.size);
      if (copy == nullptr) return Value::Error(ValueError::kLimit);
      std::copy(value.members, value.members + i, copy);
    }
    if (copy != nullptr) copy[i] = {member.key, admitted};
  }
  if (required > 0) return WrongType();
  return copy == nullptr ? value : Value::Map(copy, value.size);
}

// Containers come with their items counted (json_scanner.h); a string is bounded wherever it
// stands.
Value AdmitAny(const LoadedModule& module, const Value& value) {
  const bool too_long =
      value.kind == Kind::kString && value.size > module.view.policy->string_bytes;
  return too_long ? Value::Error(ValueError::kLimit) : value;
}

Value Gate::Admit(const Value& value) const noexcept {
  if (value.is_error()) return value;
  switch (type_.kind) {
    case Kind::kError:  // dyn
      return AdmitAny(module_, value);
    case Kind::kBool:
      return value.kind == Kind::kBool ? value : WrongType();
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDouble:
    case Kind::kDecimal:
      return WithinRange(AsNumber(value));
    case Kind::kTimestamp:
      return WithinRange(AsTimestamp(value));
    case Kind::kDuration:
      return WithinRange(AsDuration(value));
    case Kind::kString:
      return AsString(value);
    case Kind::kBytes:
      return AsBytes(value);
    case Kind::kList:
      return AsList(value);
    case Kind::kMap:
      return AsMap(value);
    default:
      return WrongType();
  }
}

}  // namespace

const FieldRow* FindField(const ModuleView& view, Range fields, std::string_view name) noexcept {
  const std::span<const FieldRow> rows = ModuleView::Rows(view.fields, fields);
  const auto at = std::lower_bound(
      rows.begin(), rows.end(), name,
      [&](const FieldRow& row, std::string_view wanted) { return view.string(row.name) < wanted; });
  return at != rows.end() && view.string(at->name) == name ? &*at : nullptr;
}

Value Admit(const LoadedModule& module, const TypeRow& type, const Value& value,
            Arena& arena) noexcept {
  return Gate(module, type, arena).Admit(value);
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
