// `facts` and `define`: names that conditions may use.

#include <algorithm>
#include <iterator>

#include "bylaw/vm/limits.h"
#include "sema/string_format.h"
#include "source/concat.h"
#include "source/document_keys.h"
#include "source/parts.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

// The kinds of facts for which a key means something, one bit each.
constexpr uint32_t Kinds(std::initializer_list<FactKind> kinds) {
  uint32_t bits = 0;
  for (const FactKind kind : kinds) bits |= uint32_t{1} << static_cast<uint32_t>(kind);
  return bits;
}
constexpr bool Has(uint32_t kinds, FactKind kind) {
  return (kinds >> static_cast<uint32_t>(kind) & 1U) != 0;
}

constexpr uint32_t kOrdered =
    Kinds({FactKind::kInt, FactKind::kUint, FactKind::kDouble, FactKind::kDecimal,
           FactKind::kTimestamp, FactKind::kDuration, FactKind::kDate});
constexpr uint32_t kWithLength = Kinds({FactKind::kString, FactKind::kBytes});
constexpr uint32_t kWithItems = Kinds({FactKind::kList, FactKind::kMap});

struct KeyKinds {
  std::string_view key;
  uint32_t kinds;
};
constexpr KeyKinds kKeyKinds[] = {
    {"values", Kinds({FactKind::kEnum})},
    {"min", kOrdered},
    {"max", kOrdered},
    {"min_length", kWithLength},
    {"max_length", kWithLength},
    {"min_items", kWithItems},
    {"max_items", kWithItems},
    {"pattern", Kinds({FactKind::kString})},
    {"format", Kinds({FactKind::kString})},
    {"items", Kinds({FactKind::kList})},
    {"fields", Kinds({FactKind::kMap})},
    {"encoding", Kinds({FactKind::kDecimal, FactKind::kTimestamp})},
};

// What is being read: a type and, where it is the type of a fact itself, that fact.
struct Declaration {
  FactType type;
  Fact* fact = nullptr;

  std::vector<std::pair<std::string_view, Span>> keys;  // Those of kKeyKinds that were given.
};

std::optional<Located<uint32_t>> ReadSize(NodeReader& reader, YamlId node) {
  return reader.ReadCount(node, 0, kSizeMax);
}

void ReadKind(NodeReader& reader, YamlId node, Declaration& into) {
  const std::optional<Located<FactKind>> kind = reader.ReadEnum<FactKind>(node, kFactKindNames);
  if (kind.has_value()) into.type.kind = kind->value;
}

// `params`, `context`, or a path below one of them.
void ReadSource(NodeReader& reader, YamlId node, Declaration& into) {
  if (into.fact == nullptr) {
    reader.Error(DiagnosticCode::kMisplacedKey, reader.key_span(),
                 "only a fact itself says where it comes from", "remove `from`");
    return;
  }
  const std::optional<Text> text = reader.ReadText(node, "`params`, `context` or a path below");
  if (!text.has_value()) return;
  std::vector<std::string> parts;
  for (std::string_view rest = text->value;;) {
    const size_t dot = rest.find('.');
    parts.emplace_back(rest.substr(0, dot));
    if (dot == rest.npos) break;
    rest.remove_prefix(dot + 1);
  }
  const bool names = std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    return IsIdentifier(part) || IsTakenWord(part);
  });
  if (!names || (parts[0] != "params" && parts[0] != "context")) {
    reader.Error(DiagnosticCode::kUnknownWord, text->span,
                 Concat({Named(text->value), " does not say where the fact comes from"}),
                 reader.DidYouMean(text->value, {"params", "context"},
                                   "write `params` for what the agent says, `context` for what the "
                                   "host knows, or a path such as `params.payee.country`"));
    return;
  }
  into.fact->source = parts[0] == "params" ? FactSource::kParams : FactSource::kContext;
  parts.erase(parts.begin());
  if (!parts.empty()) into.fact->path = std::move(parts);
}

void ReadDefault(NodeReader& reader, YamlId node, Declaration& into) {
  if (into.fact == nullptr) {
    reader.Error(DiagnosticCode::kMisplacedKey, reader.key_span(),
                 "only a fact itself has a default", "remove `default`");
    return;
  }
  into.fact->default_value = reader.ReadValue(node);
}

// Enum values are text; a bare number or bool among them would not equal the text that requests
// carry.
void ReadEnumValues(NodeReader& reader, YamlId node, Declaration& into) {
  into.type.values = reader.ReadTexts(node, ListKind::kDistinct);
  for (const Text& value : into.type.values) {
    const bool plain = value.style == ScalarStyle::kPlain;
    if (!plain || (!IsNumber(value.value) && value.value != "true" && value.value != "false"))
      continue;
    reader.Error(DiagnosticCode::kWrongShape, value.span,
                 Concat({"the values of an enum are text, but ", Named(value.value), " is not"}),
                 QuoteHelp(value.value));
  }
}

void ReadFields(NodeReader& reader, YamlId node, std::vector<Field>& into, std::string_view what) {
  reader.ReadNamed(node, what, [&](YamlId key, YamlId value) {
    Field field;
    field.name = reader.document().ReadText(key);
    field.type = ReadType(reader, value);
    into.push_back(std::move(field));
  });
  if (into.size() <= vm::kFieldsMax) return;
  reader.Error(DiagnosticCode::kOutOfRange, reader.document().span(node),
               Concat({"a map has at most ", std::to_string(vm::kFieldsMax), " declared fields"}),
               "leave out those that no rule reads");
}

void ReadFormat(NodeReader& reader, YamlId node, Declaration& into) {
  std::vector<std::string_view> names;
  for (const StringFormat& format : kStringFormats) names.push_back(format.name);
  if (reader.ReadWord(node, names).has_value()) into.type.format = reader.document().ReadText(node);
}

// Which word is right depends on the type: CheckKeys.

void ReadEncoding(NodeReader& reader, YamlId node, Declaration& into) {
  if (reader.ReadWord(node, kEncodingNames).has_value()) {
    into.type.encoding = reader.document().ReadText(node);
  }
}

// Remembers where a key was given, for CheckKeys.
template <void (*read)(NodeReader&, YamlId, Declaration&)>
void Noted(NodeReader& reader, YamlId node, Declaration& into) {
  into.keys.emplace_back(reader.key(), reader.key_span());
  read(reader, node, into);
}

constexpr KeyEntry<Declaration> kTypeKeys[] = {
    {"type", ReadKind},
    {"from", ReadSource},
    {"values", Noted<ReadEnumValues>},
    {"min", Noted<[](NodeReader& r, YamlId v, Declaration& d) { d.type.min = r.ReadValue(v); }>},
    {"max", Noted<[](NodeReader& r, YamlId v, Declaration& d) { d.type.max = r.ReadValue(v); }>},
    {"min_length",
     Noted<[](NodeReader& r, YamlId v, Declaration& d) { d.type.min_length = ReadSize(r, v); }>},
    {"max_length",
     Noted<[](NodeReader& r, YamlId v, Declaration& d) { d.type.max_length = ReadSize(r, v); }>},
    {"min_items",
     Noted<[](NodeReader& r, YamlId v, Declaration& d) { d.type.min_items = ReadSize(r, v); }>},
    {"max_items",
     Noted<[](NodeReader& r, YamlId v, Declaration& d) { d.type.max_items = ReadSize(r, v); }>},
    {"pattern",
     Noted<[](NodeReader& r, YamlId v, Declaration& d) { d.type.pattern = r.ReadText(v); }>},
    {"format", Noted<ReadFormat>},
    {"items",
     Noted<[](NodeReader& r, YamlId v, Declaration& d) { d.type.items = {ReadType(r, v)}; }>},
    {"fields", Noted<[](NodeReader& r, YamlId v, Declaration& d) {
       ReadFields(r, v, d.type.fields, "a map of names and types");
     }>},
    {"encoding", Noted<ReadEncoding>},
    {"default", ReadDefault},
    {"personal", [](NodeReader& r, YamlId v, Declaration& d) { d.type.personal = r.ReadBool(v); }},
    {"unit", [](NodeReader& r, YamlId v, Declaration& d) { d.type.unit = r.ReadText(v); }},
    {"doc", [](NodeReader& r, YamlId v, Declaration& d) { d.type.doc = r.ReadText(v); }},
};
static_assert(HasKeysOf(Owner::kType, kTypeKeys));

// Keys that mean nothing for the type, and those that it lacks.
void CheckKeys(NodeReader& reader, const Declaration& declaration, const KeySet& present,
               std::string_view name, Span name_span) {
  const FactType& type = declaration.type;
  if (!present.Has("type")) {
    reader.Error(DiagnosticCode::kMissingKey, name_span, Concat({Named(name), " has no `type`"}),
                 "write one, as in `type: decimal`");
  }
  if (declaration.fact != nullptr && !present.Has("from")) {
    reader.Error(
        DiagnosticCode::kMissingKey, name_span,
        Concat({Named(name), " does not say where it comes from"}),
        "write `from: params` for what the agent says, `from: context` for what the host knows");
  }
  if (type.kind == FactKind::kInvalid) return;
  for (const auto& [key, span] : declaration.keys) {
    const auto* const entry = std::find_if(std::begin(kKeyKinds), std::end(kKeyKinds),
                                           [&](const KeyKinds& k) { return k.key == key; });
    if (Has(entry->kinds, type.kind)) continue;
    std::string kinds;
    for (size_t i = 0; i < kFactKindNames.size(); ++i) {
      if (!Has(entry->kinds, static_cast<FactKind>(i))) continue;
      kinds += Concat({kinds.empty() ? "" : ", ", kFactKindNames[i]});
    }
    reader.Error(DiagnosticCode::kMisplacedKey, span,
                 Concat({Named(key), " means nothing for the type ",
                         kFactKindNames[static_cast<size_t>(type.kind)]}),
                 Concat({"it is for ", kinds}));
  }
  const std::string_view fits = type.kind == FactKind::kDecimal ? "string" : "unix";
  if (type.encoding && type.encoding->value != fits &&
      (type.kind == FactKind::kDecimal || type.kind == FactKind::kTimestamp)) {
    reader.Error(DiagnosticCode::kUnknownWord, type.encoding->span,
                 Concat({"no ", kFactKindNames[static_cast<size_t>(type.kind)],
                         " is written with the encoding ", Named(type.encoding->value)}),
                 Concat({"write ", fits, ", or leave `encoding` out"}));
  }
  if (type.kind == FactKind::kEnum && !present.Has("values")) {
    reader.Error(DiagnosticCode::kMissingKey, name_span, Concat({Named(name), " has no `values`"}),
                 "list the values of the enum");
  }
}

// Reads a mapping that declares a type; the type is kInvalid if anything in it was wrong.
void ReadDeclaration(NodeReader& reader, YamlId node, Declaration& declaration) {
  const size_t trouble = reader.trouble();
  const std::string_view name = reader.key();
  const Span name_span = reader.key_span();
  declaration.type.span = reader.document().span(node);
  const std::string_view what = declaration.fact != nullptr ? "a fact" : "a type";
  const std::optional<KeySet> present = reader.ReadMembers(node, what, kTypeKeys, declaration);
  if (present.has_value()) {
    CheckKeys(reader, declaration, *present, name, name_span);
    CheckBounds(reader, name, declaration.type);
  }
  if (reader.trouble() != trouble) declaration.type.kind = FactKind::kInvalid;
}

}  // namespace

FactType ReadType(NodeReader& reader, YamlId node) {
  Declaration declaration;
  if (reader.document().kind(node) == YamlKind::kScalar) {
    ReadKind(reader, node, declaration);
    declaration.type.span = reader.document().span(node);
    if (declaration.type.kind != FactKind::kEnum) return std::move(declaration.type);
    reader.Error(DiagnosticCode::kMissingKey, declaration.type.span, "this enum has no `values`",
                 "write {type: enum, values: [a, b]}");
    declaration.type.kind = FactKind::kInvalid;
  } else {
    ReadDeclaration(reader, node, declaration);
  }
  return std::move(declaration.type);
}

void ReadFacts(NodeReader& reader, YamlId node, Constitution& into) {
  reader.ReadNamed(node, "a map of facts", [&](YamlId key, YamlId value) {
    Fact fact;
    fact.name = reader.document().ReadText(key);
    fact.path = {fact.name.value};
    fact.span = reader.document().span(value);
    Declaration declaration;
    declaration.fact = &fact;
    ReadDeclaration(reader, value, declaration);
    fact.type = std::move(declaration.type);
    if (fact.default_value.has_value()) CheckDefault(reader, fact);
    into.facts.push_back(std::move(fact));
  });
}

void ReadDefinitions(NodeReader& reader, YamlId node, Constitution& into) {
  reader.ReadNamed(node, "a map of definitions", [&](YamlId key, YamlId value) {
    Definition definition;
    definition.name = reader.document().ReadText(key);
    std::optional<Text> expression = reader.ReadCondition(value);
    // An empty expression stands for one that was reported: the name is known all the same.
    if (expression.has_value()) definition.expression = *std::move(expression);
    into.definitions.push_back(std::move(definition));
  });
}

}  // namespace bylaw::compiler
