// A constitution as commands take it: the YAML document, compiled on the fly, or a module.
//
// Thread-safety: values. Limits: 64 MiB for either; of a longer file no more is read.

#ifndef BYLAW_CLI_DOCUMENT_H_
#define BYLAW_CLI_DOCUMENT_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/compiler/compile.h"
#include "bylaw/compiler/source.h"
#include "bylaw/vm/module.h"
#include "files.h"

namespace bylaw::cli {

// A document and everything that its compilation gave.
struct Compiled {
  compiler::SourceFile source;
  std::vector<compiler::Diagnostic> diagnostics;
  compiler::CompileResult result;

  size_t errors() const;
  size_t warnings() const { return diagnostics.size() - errors(); }
};

// Reads a document, without looking into it. An error if that cannot be done, or if it is a module.
Result<compiler::SourceFile> ReadDocument(const std::string& path);

// Reads and compiles. An error only if the file cannot be read.
Result<Compiled> CompileFile(const std::string& path, bool strict);

// All diagnostics on standard error, and a last line that counts them.
void SayDiagnostics(const compiler::SourceFile& source,
                    const std::vector<compiler::Diagnostic>& diagnostics);
void SayDiagnostics(const Compiled& compiled);

// What a command that executes a constitution says when it gets none.
struct LoadFailure {
  std::string message;  // Empty: diagnostics were already shown.
  bool io = false;      // The file could not be read at all.
};

using LoadedModule = tl::expected<std::shared_ptr<const vm::Module>, LoadFailure>;

// Loads a module, or compiles a document. Errors of a document go to standard error; its warnings
// are counted there in one line.
LoadedModule LoadConstitution(const std::string& path);

// Loads a module only.
LoadedModule LoadModuleFile(const std::string& path);

// Complains of a failure, unless that was done; gives the exit code for it.
int Complain(const LoadFailure& failure, int exit_code);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_DOCUMENT_H_
