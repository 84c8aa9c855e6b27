#include "document.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/runtime/load.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/limits.h"
#include "folder.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

// Also of a damaged module, so that the verifier can say what is wrong with it.
constexpr std::string_view kModuleStart = "BYLAW";
static_assert(vm::kModuleBytesMax <= compiler::kSourceBytesMax);

bool IsModule(std::string_view bytes) {
  return bytes.starts_with(kModuleStart);
}

std::string Count(size_t number, std::string_view what) {
  return std::to_string(number) + " " + std::string(what) + (number == 1 ? "" : "s");
}

compiler::SourceFile SourceOf(const std::string& path, std::string bytes) {
  return {path == "-" ? "<standard input>" : path, std::move(bytes)};
}

size_t CountErrors(const std::vector<compiler::Diagnostic>& diagnostics) {
  return static_cast<size_t>(
      std::count_if(diagnostics.begin(), diagnostics.end(),
                    [](const auto& d) { return d.severity == compiler::Severity::kError; }));
}

// `path`: where the document is, and the files that it names.
Compiled CompileSource(const std::string& path, compiler::SourceFile source, bool strict) {
  Compiled compiled{std::move(source), {}, {}};
  compiler::DiagnosticSink sink;
  compiled.result = compiler::Compile(
      compiled.source,
      {.strict = strict, .functions = stdlib::Functions(), .read_file = FilesBeside(path)}, sink);
  compiled.diagnostics = sink.Sorted();
  return compiled;
}

LoadedModule Load(const std::string& path, std::string bytes) {
  const vm::LoadResult loaded = runtime::AdoptModule(std::move(bytes));
  if (loaded) return loaded.Share();
  return tl::unexpected<LoadFailure>({path + " is refused: " + loaded.error().Message(), false});
}

tl::unexpected<LoadFailure> Unreadable(std::string message) {
  return tl::unexpected<LoadFailure>({std::move(message), true});
}

}  // namespace

size_t Compiled::errors() const {
  return CountErrors(diagnostics);
}

Result<compiler::SourceFile> ReadDocument(const std::string& path) {
  auto bytes = ReadFile(path, compiler::kSourceBytesMax);
  if (!bytes) return tl::unexpected<std::string>(std::move(bytes.error()));
  if (IsModule(*bytes)) {
    return tl::unexpected<std::string>(
        path + " is a module already; name the document that it was compiled from");
  }
  return SourceOf(path, std::move(*bytes));
}

Result<Compiled> CompileFile(const std::string& path, bool strict) {
  auto source = ReadDocument(path);
  if (!source) return tl::unexpected<std::string>(std::move(source.error()));
  return CompileSource(path, std::move(*source), strict);
}

void SayDiagnostics(const compiler::SourceFile& source,
                    const std::vector<compiler::Diagnostic>& diagnostics) {
  if (diagnostics.empty()) return;
  std::string text = compiler::RenderText(source, diagnostics, {.color = HasColor(STDERR_FILENO)});
  if (!text.ends_with('\n')) text.push_back('\n');
  const size_t errors = CountErrors(diagnostics);
  text.append("\n").append(Count(errors, "error")).append(", ");
  Say(text.append(Count(diagnostics.size() - errors, "warning")).append("\n"));
}

void SayDiagnostics(const Compiled& compiled) {
  SayDiagnostics(compiled.source, compiled.diagnostics);
}

LoadedModule LoadConstitution(const std::string& path) {
  auto bytes = ReadFile(path, compiler::kSourceBytesMax);
  if (!bytes) return Unreadable(std::move(bytes.error()));
  if (IsModule(*bytes)) return Load(path, std::move(*bytes));
  Compiled compiled = CompileSource(path, SourceOf(path, std::move(*bytes)), false);
  if (!compiled.result.module) {
    SayDiagnostics(compiled);
    return tl::unexpected<LoadFailure>(LoadFailure{});
  }
  if (compiled.warnings() > 0) {
    Say("bylaw: " + Count(compiled.warnings(), "warning") + " about " + Shown(path) +
        "; `bylaw check` shows them\n");
  }
  return Load(path, std::move(*compiled.result.module));
}

LoadedModule LoadModuleFile(const std::string& path) {
  auto bytes = ReadFile(path, vm::kModuleBytesMax);
  if (!bytes) return Unreadable(std::move(bytes.error()));
  return Load(path, std::move(*bytes));
}

int Complain(const LoadFailure& failure, int exit_code) {
  if (!failure.message.empty()) Complain(failure.message);
  return exit_code;
}

}  // namespace bylaw::cli
