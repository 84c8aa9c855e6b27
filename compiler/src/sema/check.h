// The type checker: from conditions whose names are resolved and inferred to typed trees.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_SEMA_CHECK_H_
#define BYLAW_COMPILER_SEMA_CHECK_H_

#include <optional>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/vm/function.h"
#include "sema/conditions.h"
#include "sema/dialect.h"
#include "sema/names.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// The conditions and the reason of every rule, in the order of the document, built in `tree`. What
// is wrong goes to `sink`, and its condition is left out: the result may be compiled only without
// errors.
std::vector<TypedRule> CheckRules(const Constitution& constitution, const Conditions& conditions,
                                  vm::FunctionTable functions, const Names& names, Tree& tree,
                                  DiagnosticSink& sink);

// The value of the only condition of the only rule, in CEL; nothing if it has an error.
std::optional<NodeId> CheckExpression(const Constitution& constitution,
                                      const Conditions& conditions, vm::FunctionTable functions,
                                      const Names& names, const Dialect& dialect, Tree& tree,
                                      DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_CHECK_H_
