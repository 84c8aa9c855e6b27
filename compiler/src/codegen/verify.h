// The last step: the verifier's proof of what was generated.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_VERIFY_H_
#define BYLAW_COMPILER_CODEGEN_VERIFY_H_

#include <string_view>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/vm/function.h"
#include "bylaw/vm/image.h"

namespace bylaw::compiler {

// Whether every host with the default limits would load the module that was made of `image`, and no
// decision takes more steps than the document allows. Reports why not.
bool VerifyModule(std::string_view bytes, const vm::ModuleImage& image,
                  const Constitution& constitution, vm::FunctionTable functions,
                  DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_VERIFY_H_
