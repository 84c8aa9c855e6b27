// See expression.h: a constitution of one rule whose one condition is the expression, and which is
// never asked for a decision.

#include "bylaw/compiler/expression.h"

#include <utility>

#include "bylaw/vm/image.h"
#include "bylaw/vm/module.h"
#include "codegen/emit.h"
#include "codegen/facts.h"
#include "codegen/lower.h"
#include "codegen/policy.h"
#include "sema/check.h"
#include "sema/conditions.h"
#include "sema/names.h"
#include "sema/resolve.h"

namespace bylaw::compiler {
namespace {

Text WholeText(const SourceFile& source) {
  Text text;
  text.value = source.bytes();
  text.span = {0, static_cast<uint32_t>(text.value.size())};
  text.map.Append(0, text.span);
  return text;
}

// "list(string)" is a list: what it holds is not followed.
Type TypeNamed(std::string_view name) {
  name = name.substr(0, name.find('('));
  for (uint32_t kind = 1; kind < vm::kKindCount; ++kind) {
    const auto of = static_cast<vm::Kind>(kind);
    if (vm::KindText(of) == name || vm::TypeName(of) == name) return Type::Of(of);
  }
  return Type::Dyn();
}

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

void EndBlock(const std::string& text, vm::ModuleImage& image) {
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

ExpressionResult CompileExpression(const SourceFile& source, const ExpressionOptions& options,
                                   DiagnosticSink& sink) {
  const Dialect dialect{true, options.typed, options.container};
  Constitution constitution;
  constitution.id.value = "expression";
  Rule rule;
  rule.conditions.push_back(WholeText(source));
  constitution.rules.push_back(std::move(rule));
  Conditions conditions = ParseConditions(constitution, sink);
  Names names(constitution, sink);
  for (const ExpressionVariable& variable : options.variables)
    names.Declare(variable.name, options.typed ? TypeNamed(variable.type) : Type::Dyn());
  Resolve(options.functions, conditions, names, sink, dialect);
  Tree tree;
  ExpressionResult result;
  const std::optional<NodeId> root =
      CheckExpression(constitution, conditions, options.functions, names, dialect, tree, sink);
  if (!root || sink.has_errors()) return result;
  result.type = tree[*root].type.text();

  vm::ModuleImage image;
  SetPolicy(constitution, ModuleLimits(constitution.limits), false, image);
  image.policy.flags |= vm::kPolicyLoose;
  image.policy.steps_limit = kExpressionStepsMax;
  AddRule(image);
  FactRows facts(names, options.functions, ModuleLimits(constitution.limits), image, sink);
  if (!ConditionEmitter(tree, facts, image).EmitValue(*root)) {
    sink.Error(DiagnosticCode::kTooComplex, {0, 0}, "The expression needs too many values at once",
               "Split it");
    return result;
  }
  EndBlock(std::string(source.bytes()), image);
  image.source = source.bytes();
  result.module = vm::Encode(image, options.functions);
  return result;
}

}  // namespace bylaw::compiler
