// See actions.h.

#include "codegen/actions.h"

#include <vector>

#include "bylaw/vm/limits.h"
#include "bylaw/vm/pattern_index.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// What is known of a name: its catalogue entry, if any, and whether it is one of its aliases.
struct Name {
  const Action* entry = nullptr;
  bool alias = false;
};

using Parameters = std::map<std::string_view, vm::FieldRow>;

// A fact that is a whole parameter says what kind of value that must be: whether it is in range is
// for the rules that read it. Of a fact further down only its first member is known, which must be
// a map.
void AddFactParameter(const Fact& fact, Parameters& parameters, TypeRows& types,
                      vm::ModuleImage& image) {
  const auto [at, added] = parameters.try_emplace(fact.path.front());
  if (fact.path.size() == 1) {
    at->second.type = image.AddType(types.KindOf(fact.type));
  } else if (added) {
    FactType map;
    map.kind = FactKind::kMap;
    at->second.type = image.AddType(types.KindOf(map));
  }
}

vm::Range AddParameters(const Constitution& constitution, const Action& action, TypeRows& types,
                        vm::ModuleImage& image) {
  Parameters parameters;
  for (const Field& field : action.params) {
    vm::FieldRow& row = parameters[field.name.value];
    row.type = types.Add(field.type, field.name.value);
    if (field.required) row.flags |= vm::kFieldRequired;
  }
  for (const Text& name : action.fact_params) {
    for (const Fact& fact : constitution.facts) {
      if (fact.name.value == name.value) AddFactParameter(fact, parameters, types, image);
    }
  }
  std::vector<vm::FieldRow> rows;
  for (auto& [name, row] : parameters) {
    row.name = image.Intern(name);
    rows.push_back(row);
  }
  return image.AddFields(std::move(rows));
}

std::map<std::string_view, Name> AllNames(const Constitution& constitution,
                                          const std::map<std::string_view, uint32_t>& blocks) {
  std::map<std::string_view, Name> names;
  for (const auto& [name, block] : blocks) names[name];
  // Also names whose rules are all in blocks of patterns.
  for (const Rule& rule : constitution.rules) {
    for (const Text& action : rule.actions) {
      if (action.value.find('*') == std::string::npos) names[action.value];
    }
  }
  for (const Action& action : constitution.actions) {
    names[action.name.value] = {&action, false};
    for (const Text& alias : action.aliases) names[alias.value] = {&action, true};
  }
  return names;
}

// Which patterns of the image match a name. Has their text: the image's moves as more is added.
class PatternsOfImage {
 public:
  explicit PatternsOfImage(const vm::ModuleImage& image) {
    for (const vm::PatternRow& row : image.patterns) texts_.push_back(image.strings[row.pattern]);
    index_ = vm::PatternIndex({texts_.begin(), texts_.end()});
  }

  std::vector<uint32_t> Matching(std::string_view name) const {
    std::vector<uint32_t> matching;
    index_.ForEachMatch(name, [&](uint32_t id) { matching.push_back(id); });
    return matching;
  }

 private:
  std::vector<std::string> texts_;
  vm::PatternIndex index_;
};

}  // namespace

void AddActions(const Constitution& constitution,
                const std::map<std::string_view, uint32_t>& blocks, TypeRows& types,
                vm::ModuleImage& image, DiagnosticSink& sink) {
  const std::map<std::string_view, Name> names = AllNames(constitution, blocks);
  if (names.size() > vm::kActionsMax) {
    sink.Error(
        DiagnosticCode::kTooManyActions, constitution.key_span,
        Concat({"The document names ", std::to_string(names.size()), " actions, more than the ",
                std::to_string(vm::kActionsMax), " that one may have"}),
        "Use patterns");
    return;
  }
  const PatternsOfImage patterns(image);
  std::map<std::string_view, uint32_t> rows;
  for (const auto& [name, known] : names) rows.emplace(name, static_cast<uint32_t>(rows.size()));
  for (const auto& [name, known] : names) {
    vm::ActionRow row{};
    row.name = image.Intern(name);
    row.block = vm::kNone;
    row.canonical = rows.at(known.alias ? std::string_view(known.entry->name.value) : name);
    if (!known.alias) {  // An alias is nothing but another name.
      if (const auto block = blocks.find(name); block != blocks.end()) row.block = block->second;
      row.patterns = image.AddIndices(patterns.Matching(name));
      if (known.entry != nullptr) {
        row.parameters = AddParameters(constitution, *known.entry, types, image);
        if (known.entry->closed) row.flags |= vm::kActionClosed;
        if (known.entry->irreversible) row.flags |= vm::kActionIrreversible;
      }
    }
    image.actions.push_back(row);
  }
}

}  // namespace bylaw::compiler
