// Expressions of their own: what compiles can be loaded and has a value.

#include "bylaw/compiler/expression.h"

#include <gtest/gtest.h>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/expression.h"

namespace bylaw::compiler {
namespace {

// Without types a name that nobody declared is an error at run time: it was a fact for each use, of
// which a module may have one only.
TEST(Expression, WithoutTypesAnUnknownNameMayStandTwice) {
  const SourceFile source("test.cel", "x == x || true");
  DiagnosticSink sink;
  const ExpressionResult compiled = CompileExpression(
      source, {.functions = stdlib::Functions(), .variables = {}, .container = "", .typed = false},
      sink);
  ASSERT_TRUE(compiled.module);
  vm::HostLimits limits;
  limits.loose = true;
  limits.steps_max = kExpressionStepsMax;
  const vm::LoadResult module = vm::Module::Load(*compiled.module, stdlib::Functions(), limits);
  ASSERT_TRUE(module) << module.error().Message();
  EXPECT_TRUE(vm::Expression(*module).Evaluate().is_true());
}

}  // namespace
}  // namespace bylaw::compiler
