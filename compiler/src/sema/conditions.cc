// See conditions.h.

#include "sema/conditions.h"

#include <utility>

#include "sema/type_names.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

Condition ParseOne(ConditionParser& parser, const Text& text, bool negated, DiagnosticSink& sink) {
  Condition condition;
  condition.text = &text;
  condition.negated = negated;
  ParseResult result = parser.Parse(text.value);
  for (SyntaxError& error : result.errors) {
    sink.Error(error.code, text.ToFile(error.span), std::move(error.message),
               std::move(error.help));
  }
  condition.parsed = result.ok();
  condition.ast = std::move(result.ast);
  if (condition.parsed) condition.references.resize(condition.ast.size());
  return condition;
}

}  // namespace

CalledFunction CalledBy(const Condition& condition, ExprId call) {
  const Expr& expr = condition.ast[call];
  const std::span<const ExprId> operands = condition.ast.Operands(call);
  if (!expr.has_receiver || condition.reference(operands[0]).kind != Reference::Kind::kNamespace) {
    return {std::string(expr.text), expr.has_receiver, operands};
  }
  const std::string space = QualifiedName(condition.ast, operands[0]);
  return {Concat({space, ".", expr.text}), false, operands.subspan(1)};
}

Conditions ParseConditions(const Constitution& constitution, DiagnosticSink& sink) {
  ConditionParser parser;
  Conditions all;
  all.rules.reserve(constitution.rules.size());
  for (const Rule& rule : constitution.rules) {
    std::vector<Condition>& parsed = all.rules.emplace_back();
    parsed.reserve(rule.conditions.size() + rule.unless.size());
    for (const Text& text : rule.conditions) {
      parsed.push_back(ParseOne(parser, text, false, sink));
    }
    for (const Text& text : rule.unless) parsed.push_back(ParseOne(parser, text, true, sink));
    std::vector<Condition>& reason = all.reasons.emplace_back();
    for (const ReasonPart& part : rule.reason_parts) {
      if (part.expression) reason.push_back(ParseOne(parser, *part.expression, false, sink));
    }
  }
  all.definitions.reserve(constitution.definitions.size());
  for (const Definition& definition : constitution.definitions) {
    all.definitions.push_back(ParseOne(parser, definition.expression, false, sink));
  }
  return all;
}

}  // namespace bylaw::compiler
