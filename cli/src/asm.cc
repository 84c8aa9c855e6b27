// `bylaw asm`: from assembly to a module; the way back from `bylaw disasm`.

#include "bylaw/assembly/assemble.h"
#include "bylaw/runtime/load.h"
#include "bylaw/stdlib/functions.h"
#include "command.h"
#include "files.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string file;
  std::string out;
  bool unverified = false;
};

int Write(const Options& options, std::string_view bytes, const std::string& report) {
  if (options.out == "-") {
    Output output;
    output << bytes;
    if (const int done = output.Finish(kExitOk); done != kExitOk) return kExitUsage;
    Say(report);
    return kExitOk;
  }
  if (const auto done = WriteFile(options.out, bytes); !done)
    return Complain(done.error(), kExitUsage);
  Output output;
  output << report;
  return output.Finish(kExitOk);
}

int Asm(const Options& options) {
  const auto text = ReadFile(options.file, assembly::kAssemblyBytesMax);
  if (!text) return Complain(text.error(), kExitUsage);
  const assembly::Assembled assembled = assembly::Assemble(*text, stdlib::Functions());
  if (!assembled) return Complain(options.file + ":" + assembled.error.Message(), kExitFailed);
  const std::string wrote =
      "wrote " + Shown(options.out) + " (" + Grouped(assembled.bytes->size()) + " bytes, ";
  const vm::LoadResult module = runtime::LoadModule(*assembled.bytes);
  if (module)
    return Write(options, module->bytes(), wrote + runtime::ModuleDigest(*module) + ")\n");
  if (!options.unverified) {
    return Complain("the verifier refuses the module, and it is not written: " +
                        module.error().Message() + "; --unverified writes it",
                    kExitFailed);
  }
  return Write(options, *assembled.bytes, wrote + "refused: " + module.error().Message() + ")\n");
}

}  // namespace

void AddAsm(CLI::App& app, Run& run) {
  const auto [command, options] =
      AddCommand(app, run, "asm", "Assemble a module from its listing", Asm);
  command->add_option("FILE", options->file, "The assembly; - for standard input")->required();
  command->add_option("-o,--output", options->out, "The module; - for standard output")->required();
  command->add_flag("--unverified", options->unverified,
                    "Write the module even if the verifier refuses it: for tests of other tools");
  command->footer(
      "Exit codes: 0 written, 1 the text has an error or the verifier refuses the module (nothing "
      "is written), 2 usage or I/O.\n"
      "Examples:\n"
      "  bylaw disasm lending.bylaw > lending.s\n"
      "  bylaw asm lending.s -o again.bylaw && cmp lending.bylaw again.bylaw");
}

}  // namespace bylaw::cli
