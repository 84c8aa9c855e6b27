// One CEL expression as a module of its own: for `bylaw expr`, for the conformance cases, and for
// tests. Its value is what vm::Expression evaluates; it decides nothing.
//
// Thread-safety: reentrant. Limits: those of conditions (syntax.h) and of modules (vm/limits.h).

#ifndef BYLAW_COMPILER_EXPRESSION_H_
#define BYLAW_COMPILER_EXPRESSION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/source.h"
#include "bylaw/vm/function.h"

namespace bylaw::compiler {

// What an expression may take at most. A decision may take less: this bounds tools, no agent waits.
inline constexpr uint32_t kExpressionStepsMax = 100'000'000;

struct ExpressionVariable {
  std::string name;  // May have dots.
  std::string type;  // "int", "list(string)", "dyn" and the like; an unknown one is dyn.
};

struct ExpressionOptions {
  vm::FunctionTable functions;
  std::vector<ExpressionVariable> variables;
  std::string container;
  bool typed = true;  // Without, nothing is known of types until run time.
};

struct ExpressionResult {
  // The module, unless the expression has an error. Load it with HostLimits::loose
  // and kExpressionStepsMax.
  std::optional<std::string> module;
  std::string type;  // "list", "dyn" and the like.
};

// Compiles the text of `source`, all of it, as CEL: its own equality, types and names. Every error
// goes to `sink`.
ExpressionResult CompileExpression(const SourceFile& source, const ExpressionOptions& options,
                                   DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_EXPRESSION_H_
