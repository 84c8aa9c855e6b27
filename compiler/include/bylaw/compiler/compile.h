// The compiler: from the text of a constitution to the bytes of a module.
//
// Deterministic: the same text, files and options give the same bytes on every machine, whatever
// the day; the clock is never read. Whether a review is overdue is decided at run time.
//
// Thread-safety: reentrant. Ownership: results own everything. Limits: those of the document
// (source.h), of conditions (syntax.h) and of modules (vm/limits.h). No exceptions leave here.

#ifndef BYLAW_COMPILER_COMPILE_H_
#define BYLAW_COMPILER_COMPILE_H_

#include <optional>
#include <string>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/files.h"
#include "bylaw/compiler/source.h"
#include "bylaw/vm/function.h"

namespace bylaw::compiler {

struct CompileOptions {
  // Everything must be said: names declared, rules identified, conflicts ordered. Warnings become
  // errors, and the module is marked as strict.
  bool strict = false;
  // What conditions may call; the module imports those that it uses, by signature.
  vm::FunctionTable functions;
  // Values that no request changes are computed now. Off for tests that compare: decisions are the
  // same.
  bool fold_constants = true;
  // Reads the files that the document names; without it such a document does not compile.
  ReadFile read_file = nullptr;
};

// What was assumed of a name that conditions use and `facts` does not declare.
struct InferredName {
  std::string name;
  std::string type;    // "bool", "decimal", "string" or "dyn".
  std::string source;  // "context", or "context or params".
  Span span;           // Its first use.
};

struct CompileResult {
  // The module, unless the document has an error. Verify it like any other: vm::Module::Load.
  std::optional<std::string> module;
  // In the order of their first use; also of a document with errors.
  std::vector<InferredName> inferred;
};

// Compiles `source`. Every error and warning of the document goes to `sink`, each once.
CompileResult Compile(const SourceFile& source, const CompileOptions& options,
                      DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_COMPILE_H_
