// `bylaw disasm`: the listing of a module, which `bylaw asm` reads.

#include "bylaw/assembly/disassemble.h"
#include "bylaw/stdlib/functions.h"
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
  output << assembly::Disassemble(**module, stdlib::Functions());
  return output.Finish(kExitOk);
}

}  // namespace

void AddDisasm(CLI::App& app, Run& run) {
  const auto [command, options] = AddCommand(
      app, run, "disasm", "List a module: its code, source lines and proved costs", Disasm);
  command->add_option("MODULE", options->file, "The module; - for standard input")->required();
  command->footer(
      "The listing is assembly: `bylaw asm` makes the same bytes of it.\n"
      "Exit codes: 0 listed, 1 the verifier rejects the module, 2 usage or I/O.\n"
      "Examples:\n"
      "  bylaw disasm lending.bylaw | less\n"
      "  bylaw disasm lending.bylaw > lending.s");
}

}  // namespace bylaw::cli
