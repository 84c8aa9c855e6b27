// Names that conditions use: valid, each used once, none spelt like the value of an enum.

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "source/concat.h"
#include "source/parts.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

class NameTable {
 public:
  NameTable(NodeReader& reader, const Places& places) : reader_(reader), places_(places) {
    for (const std::string_view name : kBuiltInNames) owners_[name] = {"a built-in", {}};
  }

  void Add(const Text& name, std::string_view kind) {
    if (!IsIdentifier(name.value)) {
      const std::string_view help = IsTakenWord(name.value)
                                        ? "it is a reserved word of conditions; choose another name"
                                        : "write letters, digits and `_`, the first not a digit";
      reader_.Error(DiagnosticCode::kBadName, name.span,
                    Concat({Named(name.value), " cannot be used as a name in conditions"}),
                    std::string(help));
      return;
    }
    const Owner owner = {kind, name.span};
    const auto [taken, added] = owners_.emplace(name.value, owner);
    if (added) return;
    const Owner& other = taken->second;
    if (other.name == Span{} || places_.SameFile(other.name, name.span)) {
      // A second one of the same map is a duplicate key, which has been reported.
      if (other.kind == kind) return;
      reader_.Error(DiagnosticCode::kNameClash, name.span,
                    Concat({Named(name.value), " is already the name of ", other.kind}),
                    "choose another name");
      return;
    }
    // Between two files: at the one that is nearer to the author.
    const bool here = name.span.begin < other.name.begin;
    const Span at = here ? name.span : other.name;
    const Owner& further = here ? other : owner;
    reader_.Error(DiagnosticCode::kNameClash, at,
                  Concat({Named(name.value), " is also the name of ", further.kind, ", in ",
                          places_.Line(further.name, at)}),
                  "choose another name: what is imported shares one set of names with the "
                  "document");
  }

  void CheckEnumValue(const Text& value) {
    const auto taken = owners_.find(value.value);
    if (taken == owners_.end()) return;
    const Owner& other = taken->second;
    const bool far = other.name != Span{} && !places_.SameFile(other.name, value.span);
    const std::string where =
        far ? Concat({", in ", places_.Line(other.name, value.span)}) : std::string();
    reader_.Error(
        DiagnosticCode::kNameClash, value.span,
        Concat({"the enum value ", Named(value.value), " is also the name of ", other.kind, where}),
        "choose another name: in a condition nobody could tell them apart");
  }

 private:
  struct Owner {
    std::string_view kind;
    Span name;  // Empty: of a built-in.
  };

  NodeReader& reader_;
  const Places& places_;
  std::unordered_map<std::string_view, Owner> owners_;
};

void CheckEnumValues(NameTable& names, const FactType& type) {
  for (const Text& value : type.values) names.CheckEnumValue(value);
  for (const FactType& item : type.items) CheckEnumValues(names, item);
  for (const Field& field : type.fields) CheckEnumValues(names, field.type);
}

}  // namespace

void CheckNames(NodeReader& reader, const Places& places, const Constitution& constitution) {
  NameTable names(reader, places);
  for (const Fact& fact : constitution.facts) names.Add(fact.name, "a fact");
  for (const Constant& constant : constitution.constants) names.Add(constant.name, "a constant");
  for (const Definition& definition : constitution.definitions) {
    names.Add(definition.name, "a definition");
  }
  for (const Fact& fact : constitution.facts) CheckEnumValues(names, fact.type);
}

}  // namespace bylaw::compiler
