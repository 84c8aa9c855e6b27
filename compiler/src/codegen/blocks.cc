// See blocks.h.

#include "codegen/blocks.h"

#include <algorithm>
#include <optional>

#include "bylaw/vm/limits.h"
#include "bylaw/vm/pattern.h"
#include "codegen/emit.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// A module of kModuleBytesMax has no room for more.
constexpr size_t kInstructionsMax = vm::kModuleBytesMax / sizeof(vm::Instruction);

bool IsPattern(std::string_view action) {
  return action.find('*') != std::string_view::npos;
}

}  // namespace

std::vector<RuleIndex> OrderRules(const Constitution& constitution) {
  std::vector<RuleIndex> order(constitution.rules.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = RuleIndex{i};
  std::sort(order.begin(), order.end(), [&](RuleIndex a, RuleIndex b) {
    return constitution.rules[static_cast<uint32_t>(a)].id <
           constitution.rules[static_cast<uint32_t>(b)].id;
  });
  return order;
}

BlockPlan PlanBlocks(const Constitution& constitution, const std::vector<RuleIndex>& order) {
  BlockPlan plan;
  for (uint32_t row = 0; row < order.size(); ++row) {
    const std::vector<Text>& actions =
        constitution.rules[static_cast<uint32_t>(order[row])].actions;
    std::vector<std::string_view> patterns;
    for (const Text& action : actions) {
      if (IsPattern(action.value)) patterns.push_back(action.value);
    }
    for (const std::string_view pattern : patterns) plan.patterns[pattern].push_back(row);
    for (const Text& action : actions) {
      const auto covers = [&](std::string_view pattern) {
        return vm::MatchesPattern(pattern, action.value);
      };
      if (IsPattern(action.value) || std::any_of(patterns.begin(), patterns.end(), covers)) {
        continue;
      }
      plan.exact[action.value].push_back(row);
    }
  }
  return plan;
}

std::optional<uint32_t> BlockWriter::Write(const std::vector<uint32_t>& rules, Span place) {
  if (rules.size() > vm::kRulesPerBlockMax) {
    sink_.Error(DiagnosticCode::kTooManyRules, place,
                Concat({"This action has ", std::to_string(rules.size()), " rules, more than the ",
                        std::to_string(vm::kRulesPerBlockMax), " that one action may have"}),
                "Join rules, for instance with a list after `in`");
    return std::nullopt;
  }
  const auto size = [](const auto& rows) { return static_cast<uint32_t>(rows.size()); };
  vm::BlockRow block{};
  block.rules = {size(image_.block_rules), size(rules)};
  block.code.begin = size(image_.code);
  block.edges.begin = size(image_.edges);
  const SharedParts shared(tree_, ConditionsOf(rules), image_);
  for (uint32_t local = 0; local < rules.size(); ++local) {
    if (!WriteRule(local, rules[local], shared)) return std::nullopt;
  }
  vm::Instruction end{};
  end.op = vm::Opcode::kEnd;
  image_.code.push_back(end);
  block.code.count = size(image_.code) - block.code.begin;
  block.edges.count = size(image_.edges) - block.edges.begin;
  image_.blocks.push_back(block);
  return size(image_.blocks) - 1;
}

std::vector<NodeId> BlockWriter::ConditionsOf(const std::vector<uint32_t>& rules) const {
  std::vector<NodeId> conditions;
  for (const uint32_t row : rules) {
    for (const TypedCondition& condition : rules_[static_cast<uint32_t>(order_[row])].conditions)
      conditions.push_back(condition.root);
  }
  return conditions;
}

bool BlockWriter::WriteRule(uint32_t local, uint32_t row, const SharedParts& shared) {
  const auto index = static_cast<uint32_t>(order_[row]);
  const Rule& rule = constitution_.rules[index];
  const auto conditions_begin = static_cast<uint32_t>(image_.conditions.size());
  std::vector<uint32_t> fails;
  if (!rule.targets.empty()) WriteTargets(rule, fails);
  for (const TypedCondition& condition : rules_[index].conditions) {
    if (!WriteCondition(condition, shared, fails)) return false;
  }
  image_.block_rules.push_back(
      {row,
       {conditions_begin, static_cast<uint32_t>(image_.conditions.size()) - conditions_begin}});
  vm::Instruction applies{};
  applies.op = vm::Opcode::kApplies;
  applies.x = local;
  image_.code.push_back(applies);
  const auto at = static_cast<uint32_t>(image_.code.size());
  for (const uint32_t jump : fails) image_.code[jump].z = at;
  if (!fails.empty()) {
    vm::Instruction fail{};
    fail.op = vm::Opcode::kFails;
    fail.x = local;
    image_.code.push_back(fail);
  }
  image_.code[at - 1].z = static_cast<uint32_t>(image_.code.size());
  return true;
}

bool BlockWriter::WriteCondition(const TypedCondition& condition, const SharedParts& shared,
                                 std::vector<uint32_t>& fails) {
  const auto begin = static_cast<uint32_t>(image_.code.size());
  ConditionEmitter emitter(tree_, facts_, image_, &shared);
  if (!emitter.Emit(condition.root, fails)) {
    sink_.Error(DiagnosticCode::kTooComplex, condition.span,
                Concat({"This condition needs more than ", std::to_string(vm::kRegisters),
                        " values at once"}),
                "Split it into several conditions; a part of it in `define` would not help, "
                "because definitions are put in where they are used");
    return false;
  }
  if (image_.code.size() > kInstructionsMax) {
    sink_.Error(DiagnosticCode::kModuleTooLarge, condition.span,
                "Up to here the module has more code than a module may hold",
                "Name fewer actions in one rule, or split the document");
    return false;
  }
  AddConditionRow(begin, condition.text, condition.span);
  return true;
}

// A permission needs every target among those listed; a prohibition or escalation any.
void BlockWriter::WriteTargets(const Rule& rule, std::vector<uint32_t>& fails) {
  const auto begin = static_cast<uint32_t>(image_.code.size());
  const bool any = rule.section != Section::kPermitted;
  ConditionEmitter(tree_, facts_, image_).EmitTargets(any, AddWordSet(rule.targets, image_), fails);
  std::string text = any ? "any target in [" : "every target in [";
  for (const Text& target : rule.targets) {
    text += Concat({(&target == &rule.targets.front() ? "" : ", "), target.value});
  }
  AddConditionRow(begin, Concat({text, "]"}),
                  {rule.targets.front().span.begin, rule.targets.back().span.end});
}

void BlockWriter::AddConditionRow(uint32_t begin, const std::string& text, Span span) {
  const auto end = static_cast<uint32_t>(image_.code.size());
  image_.conditions.push_back({{begin, end - begin}, image_.Intern(text), span.begin, span.end});
}

}  // namespace bylaw::compiler
