// `actions`: the catalogue of what agents may ask for.

#include <algorithm>
#include <unordered_map>

#include "source/concat.h"
#include "source/document_keys.h"
#include "source/file_reference.h"
#include "source/parts.h"
#include "source/schema_reader.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kSchemaKey = "schema";

// An action itself, not a pattern of several.
void CheckExactName(NodeReader& reader, const Text& name) {
  if (!IsId(name.value)) {
    reader.Error(DiagnosticCode::kBadName, name.span,
                 Concat({Named(name.value), " cannot be the name of an action"}),
                 "write 1 to 256 printable ASCII characters without a space");
  } else if (name.value.find('*') != std::string::npos) {
    reader.Error(DiagnosticCode::kBadName, name.span,
                 Concat({Named(name.value), " is a pattern; the catalogue names single actions"}),
                 "list the actions one by one; patterns belong in rules");
  }
}

bool IsKindName(std::string_view name) {
  return std::find(kFactKindNames.begin(), kFactKindNames.end(), name) != kFactKindNames.end();
}

// `{schema: file.json}`, unless `schema` is a parameter with a type.
bool IsSchemaReference(const NodeReader& reader, YamlId node) {
  const YamlDocument& document = reader.document();
  const auto members = document.Members(node);
  return NamesFile(reader, node, kSchemaKey) &&
         std::none_of(members.begin(), members.end(), [&](const auto& member) {
           return document.ScalarText(member.key) == kSchemaKey &&
                  (document.kind(member.value) != YamlKind::kScalar ||
                   IsKindName(document.ScalarText(member.value)));
         });
}

// A schema may close the action; the document cannot open it again.
void ReadSchemaParams(NodeReader& reader, YamlId node, Action& into) {
  const Files::File* const file = ReadFileReference(reader, node, kSchemaKey, into.schema);
  if (file == nullptr) return;
  const Text& path = *into.schema.path;
  SchemaParams schema = ReadSchema(path.value, file->bytes, path.span);
  if (!schema.mistake.empty()) {
    reader.Error(DiagnosticCode::kBadFile, path.span, std::move(schema.mistake),
                 std::move(schema.help));
    return;
  }
  into.params = std::move(schema.params);
  into.closed = into.closed || schema.closed;
}

void ReadParams(NodeReader& reader, YamlId node, Action& into) {
  if (reader.document().kind(node) != YamlKind::kMapping) {
    into.fact_params = reader.ReadTexts(node, ListKind::kDistinct);
    return;
  }
  if (IsSchemaReference(reader, node)) return ReadSchemaParams(reader, node, into);
  reader.ReadNamed(node, "a map of parameters", [&](YamlId key, YamlId value) {
    Text name = reader.document().ReadText(key);
    if (IsKindName(name.value) || reader.document().ScalarText(value) != name.value) {
      into.params.push_back({std::move(name), ReadType(reader, value)});
    } else {  // `{amount: amount}`: as the fact of that name is declared.
      into.fact_params.push_back(reader.document().ReadText(value));
    }
  });
}

constexpr KeyEntry<Action> kActionKeys[] = {
    {"params", ReadParams},
    {"closed", [](NodeReader& r, YamlId v, Action& a) { a.closed = r.ReadBool(v) || a.closed; }},
    {"aliases",
     [](NodeReader& r, YamlId v, Action& a) { a.aliases = r.ReadIds(v, ListKind::kDistinct); }},
    {"irreversible", [](NodeReader& r, YamlId v, Action& a) { a.irreversible = r.ReadBool(v); }},
};
static_assert(HasKeysOf(Owner::kAction, kActionKeys));

using FactIndex = std::unordered_map<std::string_view, const Fact*>;

void CheckParams(NodeReader& reader, const Constitution& constitution, const FactIndex& facts,
                 const Action& action) {
  for (const Text& param : action.fact_params) {
    const auto found = facts.find(param.value);
    if (found == facts.end()) {
      const auto names = NamesOf(constitution.facts);
      reader.Error(DiagnosticCode::kUnknownFact, param.span,
                   Concat({"there is no fact ", Named(param.value)}),
                   reader.DidYouMean(param.value, names,
                                     "declare it under `facts`, or write {name: type} here"));
    } else if (found->second->source == FactSource::kContext) {
      reader.Error(DiagnosticCode::kUnknownFact, param.span,
                   Concat({Named(param.value), " comes from context: it is no parameter"}),
                   "remove it, or declare the fact with `from: params`");
    }
  }
}

}  // namespace

void ReadActions(NodeReader& reader, YamlId node, Constitution& into) {
  reader.ReadNamed(node, "a map of actions", [&](YamlId key, YamlId value) {
    Action action;
    action.name = reader.document().ReadText(key);
    action.span = reader.document().span(value);
    CheckExactName(reader, action.name);
    reader.ReadMembers(value, "an action", kActionKeys, action);
    for (const Text& alias : action.aliases) CheckExactName(reader, alias);
    into.actions.push_back(std::move(action));
  });
}

void CheckActions(NodeReader& reader, const Constitution& constitution) {
  std::unordered_map<std::string_view, std::string_view> actions;  // Names and aliases → action.
  for (const Action& action : constitution.actions) actions[action.name.value] = action.name.value;
  FactIndex facts;
  for (const Fact& fact : constitution.facts) facts.emplace(fact.name.value, &fact);
  for (const Action& action : constitution.actions) {
    if (reader.full()) return;
    CheckParams(reader, constitution, facts, action);
    for (const Text& alias : action.aliases) {
      const auto [taken, added] = actions.emplace(alias.value, action.name.value);
      if (added) continue;
      const bool is_action = taken->second == alias.value;
      reader.Error(DiagnosticCode::kBadAlias, alias.span,
                   is_action
                       ? Concat({Named(alias.value), " is an action itself"})
                       : Concat({Named(alias.value), " already stands for ", Named(taken->second)}),
                   "an alias stands for one action; remove it here or there");
    }
  }
  for (const Rule& rule : constitution.rules) {
    for (const Text& name : rule.actions) {
      const auto found = actions.find(name.value);
      if (found == actions.end() || found->second == name.value) continue;
      reader.Error(DiagnosticCode::kBadAlias, name.span,
                   Concat({Named(name.value), " is an alias: rules never see it"}),
                   Concat({"write the action that it stands for: ", found->second}));
    }
  }
}

}  // namespace bylaw::compiler
