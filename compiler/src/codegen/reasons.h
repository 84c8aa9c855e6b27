// The code of the {expressions} in reasons, behind that of all blocks.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_REASONS_H_
#define BYLAW_COMPILER_CODEGEN_REASONS_H_

#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/vm/image.h"
#include "codegen/facts.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// Adds the parts of every reason that shows a value, rules in `order`. False when a limit was
// passed, which has been reported.
bool WriteReasons(const std::vector<RuleIndex>& order, const std::vector<TypedRule>& rules,
                  const Tree& tree, FactRows& facts, vm::ModuleImage& image, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_REASONS_H_
