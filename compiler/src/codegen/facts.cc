// See facts.h.

#include "codegen/facts.h"

#include <algorithm>
#include <memory>
#include <string>

#include "bylaw/vm/limits.h"
#include "sema/literal.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kMatches = "matches(string, string) bool";

// The scalar as a value of `kind`; text is a view of `value`. A wide decimal needs `wide` to stay.
vm::Value ScalarOf(const Value& value, vm::Kind kind, vm::Decimal& wide) {
  switch (kind) {
    case vm::Kind::kBool:
      return vm::Value::Bool(value.text == "true");
    case vm::Kind::kString:
      return vm::Value::String(value.text);
    case vm::Kind::kInt:
      return vm::Value::Int(LiteralOf(value.text).as_int.value_or(0));
    case vm::Kind::kUint:
      return vm::Value::Uint(LiteralOf(value.text).as_uint.value_or(0));
    case vm::Kind::kDouble:
      return vm::Value::Double(LiteralOf(value.text).as_double);
    default:
      break;
  }
  wide = LiteralOf(value.text).as_decimal.value_or(vm::Decimal()).Normalized();
  return wide.fits_int64()
             ? vm::Value::SmallDecimal(wide.coefficient64(), static_cast<int16_t>(wide.exponent()))
             : vm::Value::WideDecimal(&wide);
}

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

}  // namespace

ModuleLimits::ModuleLimits(const Limits& limits)
    : steps(limits.steps ? limits.steps->value : vm::kStepsMax),
      request_bytes(limits.request_bytes ? limits.request_bytes->value : vm::kRequestBytesMax),
      string_bytes(limits.string_bytes ? limits.string_bytes->value : vm::kStringBytesDefault),
      list_items(limits.list_items ? limits.list_items->value : vm::kListItemsDefault),
      map_items(limits.map_items ? limits.map_items->value : vm::kMapItemsDefault) {}

FactRows::FactRows(const Names& names, vm::FunctionTable functions, const ModuleLimits& limits,
                   vm::ModuleImage& image, DiagnosticSink& sink)
    : names_(names),
      functions_(functions),
      limits_(limits),
      image_(image),
      sink_(sink),
      rows_(names.fact_count(), vm::kNone) {}

uint32_t FactRows::RowOf(FactId fact) {
  uint32_t& row = rows_[static_cast<uint32_t>(fact)];
  if (row == vm::kNone) {
    const vm::FactRow made = Make(names_[fact]);
    row = static_cast<uint32_t>(image_.facts.size());
    image_.facts.push_back(made);
  }
  return row;
}

uint32_t FactRows::Targets() {
  return RowOf(names_.Find("targets").fact());
}

vm::FactRow FactRows::Make(const FactInfo& info) {
  vm::FactRow row{};
  row.name = image_.Intern(info.name);
  row.source = info.source;
  row.kind = info.type.kind();
  std::vector<uint32_t> path;
  for (const std::string& member : info.path) path.push_back(image_.Intern(member));
  row.path = image_.AddIndices(path);
  row.minimum = row.maximum = row.values = row.fallback = row.pattern = vm::kNone;
  row.length_max = info.type.Is(vm::Kind::kList)  ? limits_.list_items
                   : info.type.Is(vm::Kind::kMap) ? limits_.map_items
                                                  : limits_.string_bytes;
  if (info.declaration != nullptr) Declare(*info.declaration, row);
  if (info.personal) row.flags |= vm::kFactPersonal;
  return row;
}

void FactRows::Declare(const Fact& declaration, vm::FactRow& row) {
  const FactType& type = declaration.type;
  row.flags = vm::kFactDeclared;
  if (type.encoding) row.flags |= vm::kFactDecimalString;
  if (type.min) row.minimum = AddDocumentConstant(*type.min, row.kind, image_);
  if (type.max) row.maximum = AddDocumentConstant(*type.max, row.kind, image_);
  if (!type.values.empty()) row.values = AddWords(type.values, image_);
  if (declaration.default_value) {
    row.fallback = AddDocumentConstant(*declaration.default_value, row.kind, image_);
  }
  const auto& least = row.kind == vm::Kind::kString ? type.min_length : type.min_items;
  const auto& most = row.kind == vm::Kind::kString ? type.max_length : type.max_items;
  if (least) row.length_min = least->value;
  if (most) row.length_max = std::min(row.length_max, most->value);
  if (row.length_min > row.length_max) {
    sink_.Error(DiagnosticCode::kLengthOverLimit, least->span,
                Concat({"The fact `", declaration.name.value, "` needs a length of at least ",
                        std::to_string(row.length_min), ", and the document's limit is ",
                        std::to_string(row.length_max)}),
                "Raise the limit under `limits`, or lower this");
  }
  if (type.pattern) row.pattern = Pattern(*type.pattern);
}

// A call of matches() on the whole value.
uint32_t FactRows::Pattern(const Text& pattern) {
  const vm::Function* matches = vm::FindFunction(functions_, kMatches);
  if (matches == nullptr || matches->prepare == nullptr) {
    sink_.Error(DiagnosticCode::kNotSupported, pattern.span,
                "`pattern` is not supported by this build, which has no regular expressions");
    return vm::kNone;
  }
  std::string why;
  // As written first: `a)(b` would only become a pattern by what is put around it.
  const std::string whole = Concat({"^(?:", pattern.value, ")$"});
  if (matches->prepare(vm::Value::String(pattern.value), &why) == nullptr ||
      matches->prepare(vm::Value::String(whole), &why) == nullptr) {
    sink_.Error(DiagnosticCode::kBadArgument, pattern.span,
                Concat({"This pattern cannot be used: ", why}));
    return vm::kNone;
  }
  return image_.AddCall(image_.Import(kMatches), image_.AddConstant(vm::Value::String(whole)));
}

uint32_t AddDocumentConstant(const Value& value, vm::Kind kind, vm::ModuleImage& image) {
  vm::Decimal wide;
  if (kind != vm::Kind::kList) return image.AddConstant(ScalarOf(value, kind, wide));
  std::vector<vm::Decimal> decimals(value.items.size());
  std::vector<vm::Value> items;
  for (size_t i = 0; i < value.items.size(); ++i) {
    items.push_back(ScalarOf(value.items[i], NaturalKind(value.items[i]), decimals[i]));
  }
  return image.AddConstantList(items);
}

uint32_t AddWords(const std::vector<Text>& words, vm::ModuleImage& image) {
  std::vector<vm::Value> items;
  items.reserve(words.size());
  for (const Text& word : words) items.push_back(vm::Value::String(word.value));
  return image.AddConstantList(items);
}

vm::Range AddStrings(const std::vector<Text>& strings, vm::ModuleImage& image) {
  std::vector<uint32_t> ids;
  ids.reserve(strings.size());
  for (const Text& string : strings) ids.push_back(image.Intern(string.value));
  return image.AddIndices(ids);
}

}  // namespace bylaw::compiler
