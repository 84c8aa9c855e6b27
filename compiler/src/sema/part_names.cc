// See part_names.h.

#include "sema/part_names.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// Of Constitution::parts, or the document.
using Owner = std::optional<uint32_t>;

class PartNames {
 public:
  PartNames(const Constitution& constitution, const Names& names, DiagnosticSink& sink)
      : constitution_(constitution), names_(names), sink_(sink) {
    for (uint32_t i = 0; i < constitution.parts.size(); ++i) {
      parts_.emplace(constitution.parts[i].text.begin, i);
    }
  }

  void CheckDefinition(const Condition& definition, const Text& name) {
    const Owner user = OwnerOf(name.span);
    for (uint32_t i = 0; i < definition.references.size(); ++i) {
      const Reference& reference = definition.references[i];
      const std::optional<Owner> owner = OwnerOf(reference);
      if (owner) uses_.emplace(user, *owner);
      if (!user || IsBuiltIn(reference)) continue;
      if (!owner || !Brings(*user, *owner)) Foreign(definition.SpanOf(ExprId{i}), reference);
    }
  }

  void AddUses(const Condition& condition) {
    for (const Reference& reference : condition.references) {
      if (const std::optional<Owner> owner = OwnerOf(reference)) uses_.emplace(Owner(), *owner);
    }
  }

  // Names in other places than conditions.
  void AddUsesByName() {
    std::map<std::string_view, Owner> owners;
    const auto add = [&](const auto& things) {
      for (const auto& thing : things) owners.emplace(thing.name.value, OwnerOf(thing.name.span));
    };
    add(constitution_.facts);
    add(constitution_.constants);
    add(constitution_.definitions);
    const auto use = [&](const Text& name) {
      const auto owner = owners.find(name.value);
      if (owner != owners.end()) uses_.emplace(Owner(), owner->second);
    };
    for (const Action& action : constitution_.actions) {
      for (const Text& fact : action.fact_params) use(fact);
    }
    for (const Route& route : constitution_.routes) {
      for (const Text& fact : route.exclude) use(fact);
    }
    for (const Rule& rule : constitution_.rules) {
      if (!rule.reason || rule.reason->value.find('{') == std::string::npos) continue;
      for (const auto& [name, owner] : owners) {
        if (rule.reason->value.find(name) != std::string::npos) uses_.emplace(Owner(), owner);
      }
    }
  }

  void WarnOfUnused() {
    for (const Import& import : constitution_.imports) {
      if (!import.part) continue;
      const uint32_t part = *import.part;
      const bool used = std::any_of(uses_.begin(), uses_.end(), [&](const auto& use) {
        const auto& [user, owner] = use;
        return !Brings(part, user) && Brings(part, owner);
      });
      if (used) continue;
      sink_.Warning(DiagnosticCode::kUnusedImport, import.name.span,
                    Concat({"Nothing of `", constitution_.parts[part].name, "` is used"}),
                    "Remove the import");
    }
  }

 private:
  // Where a name is declared.
  Owner OwnerOf(Span name) const {
    const auto next = parts_.upper_bound(name.begin);
    return next == parts_.begin() ? Owner() : Owner(std::prev(next)->second);
  }

  // Nothing for what nobody declares.
  std::optional<Owner> OwnerOf(const Reference& reference) const {
    switch (reference.kind) {
      case Reference::Kind::kFact: {
        const Fact* const declaration = names_[reference.fact()].declaration;
        return declaration == nullptr ? std::nullopt
                                      : std::optional(OwnerOf(declaration->name.span));
      }
      case Reference::Kind::kConstant:
        return OwnerOf(constitution_.constants[reference.index].name.span);
      case Reference::Kind::kDefinition:
        return OwnerOf(constitution_.definitions[reference.index].name.span);
      default:
        return std::nullopt;
    }
  }

  // What is not declared, and need not be.
  bool IsBuiltIn(const Reference& reference) const {
    switch (reference.kind) {
      case Reference::Kind::kFact: {
        const FactInfo& fact = names_[reference.fact()];
        return fact.declaration == nullptr && !fact.undeclared;
      }
      case Reference::Kind::kConstant:
      case Reference::Kind::kDefinition:
        return false;
      default:
        return true;
    }
  }

  // Whether `owner` is the part or one of those that it imports.
  bool Brings(uint32_t part, Owner owner) const {
    if (!owner) return false;
    const std::vector<uint32_t>& imports = constitution_.parts[part].imports;
    return *owner == part || std::binary_search(imports.begin(), imports.end(), *owner);
  }

  void Foreign(Span span, const Reference& reference) {
    const std::string_view name = reference.kind == Reference::Kind::kFact
                                      ? std::string_view(names_[reference.fact()].name)
                                  : reference.kind == Reference::Kind::kConstant
                                      ? constitution_.constants[reference.index].name.value
                                      : constitution_.definitions[reference.index].name.value;
    sink_.Error(
        DiagnosticCode::kForeignToPart, span,
        Concat({"`", name, "` is declared neither in this part nor in one that it imports"}),
        "Declare it here, or import the part that has it");
  }

  const Constitution& constitution_;
  const Names& names_;
  DiagnosticSink& sink_;
  std::map<uint32_t, uint32_t> parts_;      // By the offset of their first byte.
  std::set<std::pair<Owner, Owner>> uses_;  // Who uses what whom declares.
};

}  // namespace

void CheckPartNames(const Constitution& constitution, const Conditions& conditions,
                    const Names& names, DiagnosticSink& sink) {
  if (constitution.imports.empty()) return;
  PartNames parts(constitution, names, sink);
  for (size_t i = 0; i < conditions.definitions.size(); ++i) {
    parts.CheckDefinition(conditions.definitions[i], constitution.definitions[i].name);
  }
  for (const std::vector<Condition>& rule : conditions.rules) {
    for (const Condition& condition : rule) parts.AddUses(condition);
  }
  parts.AddUsesByName();
  // What a condition that cannot be read would use is not known.
  if (!sink.has_errors()) parts.WarnOfUnused();
}

}  // namespace bylaw::compiler
