// `bylaw disasm`: the listing of a module.

#include "bylaw/vm/disassembler.h"
#include "command.h"
#include "document.h"
#include "output.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string file;
};

int Disasm(const Options& options) {
  const auto module = LoadModuleFile(options.file);
  if (!module) return Complain(module.error(), module.error().io ? kExitUsage : kExitFailed);
  Output output;
  output << vm::Disassemble(**module);
  return output.Finish(kExitOk);
}

}  // namespace

void AddDisasm(CLI::App& app, Run& run) {
  const auto [command, options] = AddCommand(
      app, run, "disasm", "List a module: its code, source lines and proved costs", Disasm);
  command->add_option("MODULE", options->file, "The module; - for standard input")->required();
  command->footer(
      "Exit codes: 0 listed, 1 the verifier rejects the module, 2 usage or I/O.\n"
      "Example:\n"
      "  bylaw disasm lending.bylaw | less");
}

}  // namespace bylaw::cli
