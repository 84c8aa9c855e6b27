// Bounds and defaults of facts: whether they are values of the fact's type.

#include "bylaw/vm/base64.h"
#include "bylaw/vm/decimal.h"
#include "bylaw/vm/utf8.h"
#include "source/concat.h"
#include "source/parts.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

bool IsInRange(std::string_view text, FactKind kind) {
  const std::optional<vm::Decimal> value = vm::Decimal::Parse(text);
  if (!value.has_value()) return false;
  switch (kind) {
    case FactKind::kInt:
      return ParseInteger(text, INT64_MIN, INT64_MAX).has_value();
    case FactKind::kUint:
      return value->IsIntegral() && *value >= vm::Decimal::FromInt64(0) &&
             *value <= vm::Decimal::FromUint64(UINT64_MAX);
    default:
      return true;
  }
}

std::string_view Example(FactKind kind) {
  switch (kind) {
    case FactKind::kBool:
      return "true or false";
    case FactKind::kInt:
      return "a whole number";
    case FactKind::kUint:
      return "a whole number from 0";
    case FactKind::kDouble:
    case FactKind::kDecimal:
      return "a number of at most 38 digits, without quotes";
    case FactKind::kDate:
      return "a day as in 2026-03-01";
    case FactKind::kTimestamp:
      return "a time as in 2026-03-01T12:00:00Z";
    case FactKind::kDuration:
      return "a duration as in 90d, 4h, 30m or 15s";
    case FactKind::kEnum:
      return "one of the fact's values";
    case FactKind::kBytes:
      return "bytes in base64";
    case FactKind::kList:
      return "a list";
    case FactKind::kMap:
      return "nothing: a map has no default";
    default:
      return "a text";
  }
}

// Whether a value is written as one of this kind; ranges, lengths and enum values aside.
bool IsOfKind(const Value& value, FactKind kind) {
  const bool string = value.kind == Value::Kind::kString;
  switch (kind) {
    case FactKind::kBool:
      return value.kind == Value::Kind::kBool;
    case FactKind::kInt:
    case FactKind::kUint:
    case FactKind::kDouble:
    case FactKind::kDecimal:
      return value.kind == Value::Kind::kNumber && IsInRange(value.text, kind);
    case FactKind::kDate:
      return string && ParseDate(value.text).has_value();
    case FactKind::kTimestamp:
      return string && IsTimestamp(value.text);
    case FactKind::kDuration:
      return string && ParseSeconds(value.text).has_value();
    case FactKind::kString:
    case FactKind::kEnum:
      return string;
    case FactKind::kBytes:
      return string && vm::DecodeBase64(value.text, [](char) {});
    case FactKind::kList:
      return value.kind == Value::Kind::kList;
    case FactKind::kMap:
    case FactKind::kInvalid:
      return false;
  }
  return false;
}

// Whether a <= b, for two values of an ordered kind. Times with zones are compared where the zone
// is the same.
bool IsAtMost(const Value& a, const Value& b, FactKind kind) {
  switch (kind) {
    case FactKind::kDate:
      return *ParseDate(a.text) <= *ParseDate(b.text);
    case FactKind::kDuration:
      return *ParseSeconds(a.text) <= *ParseSeconds(b.text);
    case FactKind::kTimestamp:
      return a.text.back() != 'Z' || b.text.back() != 'Z' || a.text <= b.text;
    default:
      return *vm::Decimal::Parse(a.text) <= *vm::Decimal::Parse(b.text);
  }
}

bool IsOrdered(FactKind kind) {
  switch (kind) {
    case FactKind::kInt:
    case FactKind::kUint:
    case FactKind::kDouble:
    case FactKind::kDecimal:
    case FactKind::kDate:
    case FactKind::kTimestamp:
    case FactKind::kDuration:
      return true;
    default:
      return false;
  }
}

// Drops (reported) a bound that is no value of the type.
void CheckBound(NodeReader& reader, std::string_view key, FactKind kind,
                std::optional<Value>& bound) {
  if (!bound.has_value()) return;
  // A key that means nothing for the type has been reported.
  if (bound->kind == Value::Kind::kInvalid || !IsOrdered(kind)) return bound.reset();
  if (IsOfKind(*bound, kind)) return;
  reader.Error(DiagnosticCode::kOutOfRange, bound->span,
               Concat({Named(key), " is not a value of the type ",
                       kFactKindNames[static_cast<size_t>(kind)]}),
               Concat({"write ", Example(kind)}));
  bound.reset();
}

void ReportOrder(NodeReader& reader, Span span, std::string_view lower, std::string_view upper,
                 std::string_view name) {
  reader.Error(DiagnosticCode::kBadOrder, span,
               Concat({Named(lower), " of ", Named(name), " is above ", Named(upper)}),
               "no value could fit; swap them");
}

// The first thing about `value` that the type does not allow, or nothing.
std::string Misfit(const Value& value, const FactType& type) {
  if (!IsOfKind(value, type.kind)) return Concat({"write ", Example(type.kind)});
  if (type.kind == FactKind::kEnum) {
    for (const Text& allowed : type.values) {
      if (allowed.value == value.text) return {};
    }
    return "write one of the fact's values";
  }
  if (type.min.has_value() && !IsAtMost(*type.min, value, type.kind)) {
    return Concat({"write at least ", type.min->text});
  }
  if (type.max.has_value() && !IsAtMost(value, *type.max, type.kind)) {
    return Concat({"write at most ", type.max->text});
  }
  const bool bytes = type.kind == FactKind::kBytes;
  uint64_t length = bytes ? 0 : vm::CodePoints(value.text);
  if (bytes) vm::DecodeBase64(value.text, [&length](char) { ++length; });
  if (type.min_length.has_value() && length < type.min_length->value) return "write a longer text";
  if (type.max_length.has_value() && length > type.max_length->value) return "write a shorter text";
  if (type.min_items.has_value() && value.items.size() < type.min_items->value) {
    return "write more items";
  }
  if (type.max_items.has_value() && value.items.size() > type.max_items->value) {
    return "write fewer items";
  }
  if (type.items.empty() || type.items.front().kind == FactKind::kInvalid) return {};
  for (const Value& item : value.items) {
    const std::string misfit = Misfit(item, type.items.front());
    if (!misfit.empty()) return Concat({"for each item, ", misfit});
  }
  return {};
}

}  // namespace

void CheckBounds(NodeReader& reader, std::string_view name, FactType& type) {
  if (type.kind == FactKind::kInvalid) return;
  CheckBound(reader, "min", type.kind, type.min);
  CheckBound(reader, "max", type.kind, type.max);
  if (type.min.has_value() && type.max.has_value() && !IsAtMost(*type.min, *type.max, type.kind)) {
    ReportOrder(reader, type.min->span, "min", "max", name);
  }
  const auto check = [&](const auto& lower, const auto& upper, std::string_view lower_key,
                         std::string_view upper_key) {
    if (!lower.has_value() || !upper.has_value() || lower->value <= upper->value) return;
    ReportOrder(reader, lower->span, lower_key, upper_key, name);
  };
  check(type.min_length, type.max_length, "min_length", "max_length");
  check(type.min_items, type.max_items, "min_items", "max_items");
}

void CheckDefault(NodeReader& reader, const Fact& fact) {
  const Value& value = *fact.default_value;
  if (fact.source == FactSource::kContext) {
    reader.Error(DiagnosticCode::kBadDefault, value.span,
                 Concat({Named(fact.name.value), " comes from context, and so has no default"}),
                 "remove `default`: what the host does not know must not be made up");
    return;
  }
  if (fact.type.kind == FactKind::kInvalid || value.kind == Value::Kind::kInvalid) return;
  std::string misfit = Misfit(value, fact.type);
  if (misfit.empty()) return;
  reader.Error(DiagnosticCode::kBadDefault, value.span,
               Concat({"this default is no value that ", Named(fact.name.value), " may have"}),
               std::move(misfit));
}

}  // namespace bylaw::compiler
