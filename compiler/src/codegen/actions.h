// The actions of a module: every name that rules or the catalogue use, and every alias.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_ACTIONS_H_
#define BYLAW_COMPILER_CODEGEN_ACTIONS_H_

#include <map>
#include <string_view>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/vm/image.h"
#include "codegen/types.h"

namespace bylaw::compiler {

// Adds the rows of actions and their parameters. `blocks`: those of the exact names that have
// rules. The image has its patterns already.
void AddActions(const Constitution& constitution,
                const std::map<std::string_view, uint32_t>& blocks, TypeRows& types,
                vm::ModuleImage& image, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_ACTIONS_H_
