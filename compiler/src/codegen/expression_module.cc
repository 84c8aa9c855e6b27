// See expression_module.h.

#include "codegen/expression_module.h"

#include "codegen/emit.h"

namespace bylaw::compiler {
namespace {

// The rule that the condition stands in.
void AddRule(vm::ModuleImage& image) {
  vm::RuleRow rule{};
  rule.id = image.Intern("expression");
  rule.section = vm::Section::kPermitted;
  rule.valid_from_day = vm::kDayMin;
  rule.valid_until_day = vm::kDayMax;
  rule.reason = vm::kNone;
  image.rules.push_back(rule);
  vm::BlockRow block{};
  block.rules = {0, 1};
  image.blocks.push_back(block);
}

void EndBlock(std::string_view text, vm::ModuleImage& image) {
  const auto count = static_cast<uint32_t>(image.code.size());
  image.conditions.push_back(
      {{0, count}, image.Intern(text), 0, static_cast<uint32_t>(text.size())});
  image.block_rules.push_back({0, {0, 1}});
  vm::Instruction applies{};
  applies.op = vm::Opcode::kApplies;
  applies.z = count + 1;
  image.code.push_back(applies);
  vm::Instruction end{};
  end.op = vm::Opcode::kEnd;
  image.code.push_back(end);
  image.blocks[0].code = {0, count + 2};
  image.blocks[0].edges = {0, static_cast<uint32_t>(image.edges.size())};
  vm::ActionRow action{};
  action.name = image.Intern("evaluate");
  image.actions.push_back(action);
}

}  // namespace

bool WriteExpression(const Tree& tree, NodeId root, std::string_view text, FactRows& facts,
                     vm::ModuleImage& image) {
  AddRule(image);
  if (!ConditionEmitter(tree, facts, image).EmitValue(root)) return false;
  EndBlock(text, image);
  image.source = text;
  return true;
}

}  // namespace bylaw::compiler
