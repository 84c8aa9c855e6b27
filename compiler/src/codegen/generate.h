// Code generation: from checked rules to the image of a module.
//
// Thread-safety: reentrant. Deterministic: the image depends on its arguments alone.

#ifndef BYLAW_COMPILER_CODEGEN_GENERATE_H_
#define BYLAW_COMPILER_CODEGEN_GENERATE_H_

#include <optional>
#include <vector>

#include "bylaw/compiler/compile.h"
#include "bylaw/vm/image.h"
#include "sema/names.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// A document without errors, checked and lowered.
struct CheckedDocument {
  const SourceFile& source;
  const Constitution& constitution;
  const Names& names;
  const Tree& tree;
  const std::vector<TypedRule>& rules;
};

// The image; nothing if a limit was passed, which has been reported.
std::optional<vm::ModuleImage> Generate(const CheckedDocument& document,
                                        const CompileOptions& options, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_GENERATE_H_
