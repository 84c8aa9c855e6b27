// `bylaw fmt`: a constitution in canonical layout.

#include <unistd.h>

#include "bylaw/compiler/format.h"
#include "command.h"
#include "document.h"
#include "files.h"
#include "first_change.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string file;
  bool check = false;
};

int ReportChange(const Options& options, const compiler::SourceFile& source,
                 std::string_view formatted) {
  const FirstChange change = FindFirstChange(source.bytes(), formatted, HasColor(STDOUT_FILENO));
  Output output;
  output << Shown(source.name()) << ":" << std::to_string(change.line)
         << ": not in canonical layout; the first change:\n"
         << change.lines;
  if (options.file != "-") output << "`bylaw fmt " << Shown(options.file) << "` makes it\n";
  return output.Finish(kExitFailed);
}

int Fmt(const Options& options) {
  const auto source = ReadDocument(options.file);
  if (!source) return Complain(source.error(), kExitUsage);
  compiler::DiagnosticSink sink;
  const std::optional<std::string> formatted = compiler::Format(*source, sink);
  if (!formatted) {
    SayDiagnostics(*source, sink.Sorted());
    return kExitFailed;
  }
  const bool changes = *formatted != source->bytes();
  if (options.check && changes) return ReportChange(options, *source, *formatted);
  Output output;
  if (options.file == "-" && !options.check) {
    output << *formatted;
    return output.Finish(kExitOk);
  }
  if (changes) {
    if (const auto written = RewriteFile(options.file, *formatted); !written) {
      return Complain(written.error(), kExitUsage);
    }
  }
  output << Shown(source->name()) << (changes ? ": formatted\n" : ": nothing to change\n");
  return output.Finish(kExitOk);
}

}  // namespace

void AddFmt(CLI::App& app, Run& run) {
  const auto [command, options] =
      AddCommand(app, run, "fmt", "Bring a constitution into canonical layout; keep comments", Fmt);
  command
      ->add_option("FILE", options->file,
                   "The constitution (YAML), rewritten in place; - for standard input to output")
      ->required();
  command->add_flag("--check", options->check,
                    "Write nothing; show the first change, and fail if there is one");
  command->footer(
      "Only layout changes: the result is read again, and must say the same with the same\n"
      "comments. A file that needs no change is not touched, and a text that is not valid YAML\n"
      "neither; whether it compiles does not matter.\n"
      "Exit codes: 0 formatted or nothing to change, 1 not valid YAML, or --check and it would\n"
      "change, 2 usage or I/O.\n"
      "Examples:\n"
      "  bylaw fmt lending.yaml\n"
      "  bylaw fmt --check lending.yaml\n"
      "  bylaw fmt - < lending.yaml | diff lending.yaml -");
}

}  // namespace bylaw::cli
