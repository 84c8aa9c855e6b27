// See expression.h.

#include "bylaw/compiler/expression.h"

#include <utility>

#include "bylaw/vm/image.h"
#include "bylaw/vm/module.h"
#include "codegen/expression_module.h"
#include "codegen/facts.h"
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
  Names names(constitution);
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
  TypeRows types(options.functions, ModuleLimits(constitution.limits), image, sink);
  FactRows facts(names, types, image);
  if (!WriteExpression(tree, *root, source.bytes(), facts, image)) {
    sink.Error(DiagnosticCode::kTooComplex, {0, 0}, "The expression needs too many values at once",
               "Split it");
    return result;
  }
  result.module = vm::Encode(image, options.functions);
  return result;
}

}  // namespace bylaw::compiler
