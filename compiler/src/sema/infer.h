// Infers the types of undeclared names from how the whole document uses them.
//
// Every undeclared name and every definition is a variable; uses give evidence (a bool, a number, a
// string), and comparing two variables makes them one. A name used as a bool, or opposite a symbol,
// is read from context only: what an agent says cannot stand in for it. A name without evidence is
// dyn.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_SEMA_INFER_H_
#define BYLAW_COMPILER_SEMA_INFER_H_

#include <vector>

#include "bylaw/compiler/compile.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/vm/function.h"
#include "sema/conditions.h"
#include "sema/names.h"

namespace bylaw::compiler {

// Sets type and source of every undeclared fact in `names` and gives the list of them, by place.
// Warns of each; reports uses that contradict each other.
std::vector<InferredName> InferNames(const Constitution& constitution, const Conditions& conditions,
                                     vm::FunctionTable functions, Names& names,
                                     DiagnosticSink& sink, const SourceFile& source);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_INFER_H_
