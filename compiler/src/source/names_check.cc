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
  explicit NameTable(NodeReader& reader) : reader_(reader) {
    for (const std::string_view name : kBuiltInNames) owners_[name] = "a built-in";
  }

  void Add(const Text& name, std::string_view owner) {
    if (!IsIdentifier(name.value)) {
      const std::string_view help = IsTakenWord(name.value)
                                        ? "it is a reserved word of conditions; choose another name"
                                        : "write letters, digits and `_`, the first not a digit";
      reader_.Error(DiagnosticCode::kBadName, name.span,
                    Concat({Named(name.value), " cannot be used as a name in conditions"}),
                    std::string(help));
      return;
    }
    const auto [taken, added] = owners_.emplace(name.value, owner);
    // A second one of the same map is a duplicate key, which has been reported.
    if (added || taken->second == owner) return;
    reader_.Error(DiagnosticCode::kNameClash, name.span,
                  Concat({Named(name.value), " is already the name of ", taken->second}),
                  "choose another name");
  }

  void CheckEnumValue(const Text& value) {
    const auto taken = owners_.find(value.value);
    if (taken == owners_.end()) return;
    reader_.Error(
        DiagnosticCode::kNameClash, value.span,
        Concat({"the enum value ", Named(value.value), " is also the name of ", taken->second}),
        "choose another name: in a condition nobody could tell them apart");
  }

 private:
  NodeReader& reader_;
  std::unordered_map<std::string_view, std::string_view> owners_;
};

void CheckEnumValues(NameTable& names, const FactType& type) {
  for (const Text& value : type.values) names.CheckEnumValue(value);
  for (const FactType& item : type.items) CheckEnumValues(names, item);
  for (const Field& field : type.fields) CheckEnumValues(names, field.type);
}

}  // namespace

void CheckNames(NodeReader& reader, const Constitution& constitution) {
  NameTable names(reader);
  for (const Fact& fact : constitution.facts) names.Add(fact.name, "a fact");
  for (const Constant& constant : constitution.constants) names.Add(constant.name, "a constant");
  for (const Definition& definition : constitution.definitions) {
    names.Add(definition.name, "a definition");
  }
  for (const Fact& fact : constitution.facts) CheckEnumValues(names, fact.type);
}

}  // namespace bylaw::compiler
