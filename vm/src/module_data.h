// What the VM reads of a loaded module: the sections in place, and what is derived from them once,
// at load.

#ifndef BYLAW_VM_MODULE_DATA_H_
#define BYLAW_VM_MODULE_DATA_H_

#include <algorithm>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "action_table.h"
#include "binding.h"
#include "bylaw/vm/aligned.h"
#include "bylaw/vm/format.h"
#include "bylaw/vm/limits.h"
#include "bylaw/vm/module.h"
#include "bylaw/vm/pattern_index.h"
#include "overloads.h"
#include "perfect_hash.h"
#include "state_check.h"

namespace bylaw::vm {

// The sections of a module as arrays. Valid only over bytes whose layout was checked (verifier.h).
struct ModuleView {
  const Header* header = nullptr;
  const PolicyRow* policy = nullptr;
  std::span<const StringRow> strings;
  std::string_view text;
  std::span<const ConstantRow> constants;
  std::span<const WideRow> wide;
  std::span<const uint32_t> indices;
  std::span<const TypeRow> types;
  std::span<const FieldRow> fields;
  std::span<const FactRow> facts;
  std::span<const ActionRow> actions;
  PerfectHashView hash;
  std::span<const PatternRow> patterns;
  std::span<const RuleRow> rules;
  std::span<const BlockRow> blocks;
  std::span<const BlockRuleRow> block_rules;
  std::span<const ConditionRow> conditions;
  std::span<const ReasonPartRow> reason_parts;
  std::span<const Instruction> code;
  std::span<const EdgeRow> edges;
  std::span<const ImportRow> imports;
  std::span<const CallRow> calls;
  std::string_view about;
  std::string_view source;

  std::string_view string(uint32_t id) const noexcept {
    if (id == kNone) return {};
    return {text.data() + strings[id].offset, strings[id].bytes};
  }
  // Rows of `all` that `range` names.
  template <typename T>
  static std::span<const T> Rows(std::span<const T> all, Range range) noexcept {
    return all.subspan(range.begin, range.count);
  }
  std::span<const uint32_t> Indices(Range range) const noexcept { return Rows(indices, range); }
  // An index of all patterns, ids as in `patterns`. Valid as long as the view.
  PatternIndex IndexPatterns() const {
    std::vector<std::string_view> texts;
    for (const PatternRow& row : patterns) texts.push_back(string(row.pattern));
    return PatternIndex(std::move(texts));
  }
};

// The most items that a test of each item of the fact takes: those that its declaration admits.
inline uint32_t TestedItemsMax(const ModuleView& view, uint32_t fact) noexcept {
  const FactRow& row = view.facts[fact];
  const uint32_t most = view.policy->list_items;
  if (row.source == Source::kTargets) return std::min(most, kTargetsMax);
  return row.type.kind == Kind::kList ? std::min(most, row.type.length_max) : most;
}

// A call site, ready: its functions and what was made of its constant argument.
struct BoundCall {
  Overloads overloads;
  std::unique_ptr<Prepared> prepared;
};

struct LoadedModule {
  std::string_view bytes;  // In one of these two, where sections can be read in place.
  AlignedBytes copy;
  std::string adopted;
  ModuleView view;

  std::vector<Value> constants;  // As values; text and lists point into this struct.
  std::vector<Decimal> wide;     // Coefficients of wide constants.
  std::vector<Member> members;   // Of constant maps.
  std::deque<std::string> byte_constants;
  std::vector<BoundCall> calls;
  std::vector<uint32_t> facts_by_name;  // FactIds in ascending order of names.
  BindingTree bindings;                 // Where members of a request go.
  uint32_t rules_per_decision_max = 0;  // Rules that one decision can run, patterns included.
  ActionTable actions;
  PatternIndex patterns;  // For names that no action has.
  bool loose = false;     // kPolicyLoose.
  bool any_overrides = false;
  // What day it is matters: some rule is in force on certain days only, or a constitution that is
  // overdue decides less.
  bool dated = false;
  ProvedStates states;

  // What the action is called that it means.
  std::string_view NameOf(const ActionEntry& action) const noexcept {
    return view.string(view.actions[action.action].name);
  }
};

inline Value CallFunction(const BoundCall& call, std::span<const Value> arguments,
                          const LoadedModule& module, Arena& arena, uint32_t& steps) noexcept {
  const Function* const function = call.overloads.rows.size() == 1
                                       ? call.overloads.rows.front()
                                       : call.overloads.Choose(arguments);
  if (function == nullptr) return Value::Error(ValueError::kWrongType);
  const PolicyRow& policy = *module.view.policy;
  WorkBudget work(steps, function->cost.budget.steps);
  return function->call({arguments, call.prepared.get(), arena, policy.string_bytes,
                         policy.list_items, module.loose, work});
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_MODULE_DATA_H_
