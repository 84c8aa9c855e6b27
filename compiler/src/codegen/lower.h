// Brings conditions into the form that code is made from: negation stands at leaves only, and a
// comparison with a constant has the constant on its right.
//
// None of this changes what a condition comes to, errors included: `!(a && b)` is `!a || !b` also
// where one side is undecidable, and a relation and its negation are undecidable for the same
// values (an order with NaN is undecidable, not false).
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_LOWER_H_
#define BYLAW_COMPILER_CODEGEN_LOWER_H_

#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// Lowers every condition, and every value in a reason, in place. Reports when the document grows
// beyond what one module may hold.
void LowerRules(std::vector<TypedRule>& rules, Tree& tree, DiagnosticSink& sink);

// The same value as `root` in lowered form; new nodes go to `tree`.
NodeId Lower(Tree& tree, NodeId root);

// The relation that holds where `relation` does not, and the one that holds of (b, a) where it
// holds of (a, b).
vm::Relation Negated(vm::Relation relation);
vm::Relation Mirrored(vm::Relation relation);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_LOWER_H_
