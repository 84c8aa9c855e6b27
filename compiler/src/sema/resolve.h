// Says of every name in every condition what it refers to: a fact, a constant, a definition, or a
// symbol (a bare word that stands for its own spelling).
//
// An undeclared bare name is a symbol on the right of `==` and `!=` opposite a fact, and in the
// list of `in`; elsewhere it is an undeclared fact. Paths below params and context become facts of
// their own, so that a request binds them like any other.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_SEMA_RESOLVE_H_
#define BYLAW_COMPILER_SEMA_RESOLVE_H_

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/vm/function.h"
#include "sema/conditions.h"
#include "sema/dialect.h"
#include "sema/names.h"

namespace bylaw::compiler {

// Fills the references of `conditions`; adds undeclared names and paths to `names`. Reports what
// this version of the language does not have (that needs `functions`, which knows what there is),
// and words that are used both as symbols and as names.
void Resolve(vm::FunctionTable functions, Conditions& conditions, Names& names,
             DiagnosticSink& sink, const Dialect& dialect = {});

// Whether the condition language has this function, but not this version of it.
bool IsUnsupportedFunction(std::string_view name);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_RESOLVE_H_
