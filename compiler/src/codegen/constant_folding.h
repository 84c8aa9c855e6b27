// Replaces what no request can change by its value: `days(30)`, `5 * 1000 < limit` of constants,
// `false && x`.
//
// The value is what the VM says: a part without facts is compiled as a module of its own and run,
// so that there is no second arithmetic to differ from the first. A part that comes to an error, or
// to a value that a module cannot hold as a constant, stays as it is.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_CONSTANT_FOLDING_H_
#define BYLAW_COMPILER_CODEGEN_CONSTANT_FOLDING_H_

#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/vm/function.h"
#include "sema/names.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// Folds every condition in place. What a condition comes to does not change, errors included.
// `tree` must be free of errors. Warns of parts that are undecidable whatever is asked.
void FoldConstants(std::vector<TypedRule>& rules, const Constitution& constitution,
                   const Names& names, vm::FunctionTable functions, Tree& tree,
                   DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_CONSTANT_FOLDING_H_
