// See types.h.

#include "codegen/types.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "bylaw/vm/base64.h"
#include "bylaw/vm/limits.h"
#include "bylaw/vm/time.h"
#include "sema/literal.h"
#include "sema/string_format.h"
#include "sema/type.h"
#include "source/concat.h"
#include "source/values.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kMatches = "matches(string, string) bool";

// A day, or a point in time.
vm::Value TimestampOf(std::string_view text) {
  constexpr size_t kDateChars = 10;
  return text.size() == kDateChars ? vm::ParseDate(text) : vm::ParseRfc3339(text);
}

// A scalar of the document as a value of `kind`. Text is a view of `value` or of `owned`, a wide
// decimal is `wide`.
struct Scalar {
  vm::Value value;
  vm::Decimal wide;
  std::string owned;

  Scalar(const Value& from, vm::Kind kind) {
    switch (kind) {
      case vm::Kind::kBool:
        value = vm::Value::Bool(from.text == "true");
        return;
      case vm::Kind::kString:
        value = vm::Value::String(from.text);
        return;
      case vm::Kind::kInt:
        value = vm::Value::Int(LiteralOf(from.text).as_int.value_or(0));
        return;
      case vm::Kind::kUint:
        value = vm::Value::Uint(LiteralOf(from.text).as_uint.value_or(0));
        return;
      case vm::Kind::kDouble:
        value = vm::Value::Double(LiteralOf(from.text).as_double);
        return;
      case vm::Kind::kBytes:
        vm::DecodeBase64(from.text, [this](char c) { owned.push_back(c); });
        value = vm::Value::Bytes(owned);
        return;
      case vm::Kind::kTimestamp:
        value = TimestampOf(from.text);
        return;
      case vm::Kind::kDuration:
        value = vm::DurationOfSeconds(ParseSeconds(from.text).value_or(Seconds{}).value);
        return;
      default:
        break;
    }
    wide = LiteralOf(from.text).as_decimal.value_or(vm::Decimal()).Normalized();
    value = wide.fits_int64() ? vm::Value::SmallDecimal(wide.coefficient64(),
                                                        static_cast<int16_t>(wide.exponent()))
                              : vm::Value::WideDecimal(&wide);
  }
  Scalar(const Scalar&) = delete;  // `value` points into it.
  Scalar& operator=(const Scalar&) = delete;
};

// What a value of the document is where nothing declares it.
vm::Kind NaturalKind(const Value& value) {
  switch (value.kind) {
    case Value::Kind::kBool:
      return vm::Kind::kBool;
    case Value::Kind::kString:
      return vm::Kind::kString;
    default:
      return vm::Kind::kDecimal;
  }
}

vm::Encoding EncodingOf(const FactType& type) {
  if (type.kind == FactKind::kDate) return vm::Encoding::kDay;
  if (!type.encoding) return vm::Encoding::kNatural;
  return type.kind == FactKind::kDecimal ? vm::Encoding::kText : vm::Encoding::kUnix;
}

}  // namespace

ModuleLimits::ModuleLimits(const Limits& limits)
    : steps(limits.steps ? limits.steps->value : vm::kStepsMax),
      request_bytes(limits.request_bytes ? limits.request_bytes->value : vm::kRequestBytesMax),
      string_bytes(limits.string_bytes ? limits.string_bytes->value : vm::kStringBytesDefault),
      list_items(limits.list_items ? limits.list_items->value : vm::kListItemsDefault),
      map_items(limits.map_items ? limits.map_items->value : vm::kMapItemsDefault) {}

vm::TypeRow TypeRows::OfKind(vm::Kind kind) const {
  vm::TypeRow row{};
  row.kind = kind;
  row.minimum = row.maximum = row.values = vm::kNone;
  row.pattern = row.format = row.items = vm::kNone;
  row.length_max = kind == vm::Kind::kList  ? limits_.list_items
                   : kind == vm::Kind::kMap ? limits_.map_items
                                            : limits_.string_bytes;
  return row;
}

vm::TypeRow TypeRows::KindOf(const FactType& type) {
  vm::TypeRow row = OfKind(Type::OfFact(type.kind).kind());
  row.encoding = EncodingOf(type);
  row.length_max = vm::kNone;
  if (!type.values.empty()) row.values = AddWords(type.values, image_);
  return row;
}

vm::TypeRow TypeRows::Of(const FactType& type, std::string_view name) {
  vm::TypeRow row = OfKind(Type::OfFact(type.kind).kind());
  row.encoding = EncodingOf(type);
  if (type.min) row.minimum = AddDocumentConstant(*type.min, type, image_);
  if (type.max) row.maximum = AddDocumentConstant(*type.max, type, image_);
  if (!type.values.empty()) row.values = AddWords(type.values, image_);
  SetLengths(type, name, row);
  if (type.pattern) row.pattern = Pattern(type.pattern->value, type.pattern->span);
  if (type.format) row.format = Format(*type.format);
  for (const FactType& item : type.items) row.items = Add(item, Concat({"each item of ", name}));
  std::vector<vm::FieldRow> fields;
  for (const Field& field : type.fields) {
    const uint32_t id = Add(field.type, Concat({name, ".", field.name.value}));
    fields.push_back(
        {image_.Intern(field.name.value), id, field.required ? vm::kFieldRequired : 0u});
  }
  row.fields = image_.AddFields(std::move(fields));
  if (type.closed) row.flags |= vm::kTypeClosed;
  return row;
}

void TypeRows::SetLengths(const FactType& type, std::string_view name, vm::TypeRow& row) {
  const bool text = row.kind == vm::Kind::kString || row.kind == vm::Kind::kBytes;
  const auto& least = text ? type.min_length : type.min_items;
  const auto& most = text ? type.max_length : type.max_items;
  if (least) row.length_min = least->value;
  if (most) row.length_max = std::min(row.length_max, most->value);
  if (row.length_min <= row.length_max) return;
  sink_.Error(DiagnosticCode::kLengthOverLimit, least->span,
              Concat({"`", name, "` needs a length of at least ", std::to_string(row.length_min),
                      ", and the document's limit is ", std::to_string(row.length_max)}),
              "Raise the limit under `limits`, or lower this");
}

// matches() on the whole value.
uint32_t TypeRows::Pattern(std::string_view pattern, Span span) {
  const vm::Function* matches = vm::FindFunction(functions_, kMatches);
  if (matches == nullptr || matches->prepare == nullptr) {
    sink_.Error(DiagnosticCode::kNotSupported, span,
                "`pattern` is not supported by this build, which has no regular expressions");
    return vm::kNone;
  }
  std::string why;
  // As written first: `a)(b` would only become a pattern by what is put around it.
  const std::string whole = Concat({"^(?:", pattern, ")$"});
  if (matches->prepare(vm::Value::String(pattern), &why) == nullptr ||
      matches->prepare(vm::Value::String(whole), &why) == nullptr) {
    sink_.Error(DiagnosticCode::kBadArgument, span, Concat({"This pattern cannot be used: ", why}));
    return vm::kNone;
  }
  return image_.AddCall(image_.Import(kMatches), image_.AddConstant(vm::Value::String(whole)));
}

uint32_t TypeRows::Format(const Text& format) {
  const StringFormat* const known = FindFormat(format.value);
  if (known == nullptr) return vm::kNone;  // The reader has refused it.
  if (!known->pattern.empty()) return Pattern(known->pattern, format.span);
  if (vm::FindFunction(functions_, known->function) != nullptr)
    return image_.AddCall(image_.Import(known->function), vm::kNone);
  sink_.Error(DiagnosticCode::kNotSupported, format.span,
              Concat({"the format `", format.value, "` is not supported by this build"}));
  return vm::kNone;
}

uint32_t AddDocumentConstant(const Value& value, const FactType& type, vm::ModuleImage& image) {
  if (value.kind != Value::Kind::kList)
    return image.AddConstant(Scalar(value, Type::OfFact(type.kind).kind()).value);
  std::vector<std::unique_ptr<Scalar>> scalars;
  std::vector<vm::Value> items;
  for (const Value& item : value.items) {
    const vm::Kind kind =
        type.items.empty() ? NaturalKind(item) : Type::OfFact(type.items.front().kind).kind();
    items.push_back(scalars.emplace_back(std::make_unique<Scalar>(item, kind))->value);
  }
  return image.AddConstantList(items);
}

uint32_t AddWords(const std::vector<Text>& words, vm::ModuleImage& image) {
  std::vector<vm::Value> items;
  items.reserve(words.size());
  for (const Text& word : words) items.push_back(vm::Value::String(word.value));
  return image.AddConstantList(items);
}

uint32_t AddWordSet(const std::vector<Text>& words, vm::ModuleImage& image) {
  std::set<std::string_view> sorted;
  for (const Text& word : words) sorted.insert(word.value);
  std::vector<vm::Value> items;
  items.reserve(sorted.size());
  for (const std::string_view word : sorted) items.push_back(vm::Value::String(word));
  return image.AddConstantList(items, true);
}

vm::Range AddStrings(const std::vector<Text>& strings, vm::ModuleImage& image) {
  std::vector<uint32_t> ids;
  ids.reserve(strings.size());
  for (const Text& string : strings) ids.push_back(image.Intern(string.value));
  return image.AddIndices(ids);
}

}  // namespace bylaw::compiler
