// See names.h.

#include "sema/names.h"

#include <algorithm>
#include <utility>

#include "bylaw/compiler/syntax.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

bool IsIdentifier(std::string_view text) {
  const auto letter = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || digit(c); });
}

// "params.creditor.iban"; members that are no identifiers in brackets, so that distinct paths have
// distinct names.
std::string PathName(vm::Source source, const std::vector<std::string>& path) {
  std::string name = source == vm::Source::kParams ? "params" : "context";
  for (const std::string& member : path) {
    name += IsIdentifier(member) ? Concat({".", member}) : Concat({"[", QuoteString(member), "]"});
  }
  return name;
}

struct BuiltIn {
  std::string_view name;
  vm::Source source;
  vm::Kind kind;
};
constexpr BuiltIn kBuiltIns[] = {
    {"action", vm::Source::kAction, vm::Kind::kString},
    {"agent_id", vm::Source::kAgent, vm::Kind::kString},
    {"session_id", vm::Source::kSession, vm::Kind::kString},
    {"params", vm::Source::kParams, vm::Kind::kMap},
    {"context", vm::Source::kContext, vm::Kind::kMap},
    {"target", vm::Source::kTarget, vm::Kind::kString},
    {"targets", vm::Source::kTargets, vm::Kind::kList},
    {"now", vm::Source::kNow, vm::Kind::kTimestamp},
};
static_assert(std::size(kBuiltIns) == kBuiltInNames.size());

// Targets are strings.
const FactType& TargetsType() {
  static const FactType kType = [] {
    FactType type;
    type.kind = FactKind::kList;
    type.items.emplace_back().kind = FactKind::kString;
    return type;
  }();
  return kType;
}

}  // namespace

Names::Names(const Constitution& constitution) {
  AddBuiltIns();
  AddDeclared(constitution);
}

void Names::Declare(const std::string& name, Type type) {
  FactInfo fact;
  fact.name = name;
  fact.source = vm::Source::kContext;
  fact.path = {name};
  fact.type = type;
  declared_[name] = {Reference::Kind::kFact, static_cast<uint32_t>(Add(std::move(fact)))};
}

void Names::AddBuiltIns() {
  for (const BuiltIn& built_in : kBuiltIns) {
    FactInfo fact;
    fact.name = built_in.name;
    fact.source = built_in.source;
    fact.type = built_in.source == vm::Source::kTargets ? Type::Declared(TargetsType())
                                                        : Type::Of(built_in.kind);
    const FactId id = Add(std::move(fact));
    declared_[std::string(built_in.name)] = {Reference::Kind::kFact, static_cast<uint32_t>(id)};
    if (built_in.kind == vm::Kind::kMap) paths_.emplace(built_in.name, id);
  }
}

void Names::AddEnumValues(const FactType& type, const Fact& fact) {
  for (const Text& value : type.values) enum_values_.try_emplace(value.value, &fact);
  for (const FactType& item : type.items) AddEnumValues(item, fact);
  for (const Field& field : type.fields) AddEnumValues(field.type, fact);
}

void Names::AddDeclared(const Constitution& constitution) {
  for (const Fact& declaration : constitution.facts) {
    FactInfo fact;
    fact.name = declaration.name.value;
    fact.source =
        declaration.source == FactSource::kParams ? vm::Source::kParams : vm::Source::kContext;
    fact.path = declaration.path;
    fact.declaration = &declaration;
    fact.type = Type::Declared(declaration.type);
    AddEnumValues(declaration.type, declaration);
    const FactId id = Add(std::move(fact));
    declared_.try_emplace(declaration.name.value,
                          Reference{Reference::Kind::kFact, static_cast<uint32_t>(id)});
  }
  for (uint32_t i = 0; i < constitution.constants.size(); ++i) {
    declared_.try_emplace(constitution.constants[i].name.value,
                          Reference{Reference::Kind::kConstant, i});
  }
  for (uint32_t i = 0; i < constitution.definitions.size(); ++i) {
    declared_.try_emplace(constitution.definitions[i].name.value,
                          Reference{Reference::Kind::kDefinition, i});
  }
}

Reference Names::Find(std::string_view name) const {
  const auto at = declared_.find(std::string(name));
  if (at == declared_.end()) return {};
  // The reader has refused a name that is also an enum value: who uses it says nothing more.
  return enum_values_.contains(name) ? Reference{Reference::Kind::kInvalid, 0} : at->second;
}

FactId Names::Undeclared(std::string_view name, Span use) {
  const auto at = undeclared_.find(std::string(name));
  if (at != undeclared_.end()) {
    FactInfo& known = (*this)[at->second];
    if (use.begin < known.first_use.begin) known.first_use = use;
    return at->second;
  }
  FactInfo fact;
  fact.name = name;
  fact.path = {std::string(name)};
  fact.undeclared = true;
  fact.first_use = use;
  const FactId id = Add(std::move(fact));
  undeclared_.emplace(name, id);
  return id;
}

FactId Names::Path(vm::Source source, const std::vector<std::string>& path) {
  std::string name = PathName(source, path);
  if (const auto at = paths_.find(name); at != paths_.end()) return at->second;
  FactInfo fact;
  fact.name = name;
  fact.source = source;
  fact.path = path;
  fact.type = Type::Dyn();
  const FactId id = Add(std::move(fact));
  paths_.emplace(std::move(name), id);
  return id;
}

const Fact* Names::EnumWithValue(std::string_view value) const {
  const auto at = enum_values_.find(value);
  return at == enum_values_.end() ? nullptr : at->second;
}

std::vector<std::string_view> Names::Declared() const {
  std::vector<std::string_view> names;
  names.reserve(declared_.size());
  for (const auto& [name, reference] : declared_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

FactId Names::Add(FactInfo fact) {
  facts_.push_back(std::move(fact));
  return FactId{fact_count() - 1};
}

}  // namespace bylaw::compiler
