#include "compiled_expression.h"

#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/compiler/expression.h"
#include "bylaw/stdlib/functions.h"

namespace bylaw::cli {

Result<CompiledExpression> CompiledExpression::Make(const std::string& text,
                                                    const std::vector<std::string>& variables) {
  compiler::ExpressionOptions options;
  options.functions = stdlib::Functions();
  for (const std::string& name : variables) options.variables.push_back({name, "dyn"});
  const compiler::SourceFile source("expression", text);
  compiler::DiagnosticSink sink;
  const compiler::ExpressionResult compiled = compiler::CompileExpression(source, options, sink);
  if (!compiled.module)
    return tl::unexpected<std::string>(compiler::RenderText(source, sink.Sorted()));
  vm::HostLimits limits;
  limits.loose = true;
  limits.steps_max = compiler::kExpressionStepsMax;
  const vm::LoadResult module = vm::Module::Load(*compiled.module, options.functions, limits);
  if (!module) return tl::unexpected<std::string>("bylaw: " + module.error().Message() + "\n");
  return CompiledExpression(module.Share(), compiled.type);
}

void CompiledExpression::Bind(vm::Expression& expression, const std::string& variable,
                              const nlohmann::ordered_json& value, JsonValues& values) const {
  const vm::FactId fact = module_->fact(variable);  // Only those that are read have one.
  if (fact != vm::kNoFact) expression.Bind(fact, values.From(value));
}

}  // namespace bylaw::cli
