// The `bylaw` command: the table of its subcommands.
//
// Results go to standard output, diagnostics to standard error. Exit codes are documented with each
// subcommand and in docs/cli.md.

#include <csignal>
#include <cstdio>
#include <exception>

#include "command.h"
#include "output.h"

namespace bylaw::cli {
namespace {

// A subcommand that has subcommands.
CLI::App& AddGroup(CLI::App& app, const std::string& name, const std::string& summary) {
  CLI::App* const group = app.add_subcommand(name, summary);
  group->require_subcommand(1);
  return *group;
}

void AddCommands(CLI::App& app, Run& run) {
  AddCompile(app, run);
  AddCheck(app, run);
  AddFmt(app, run);
  AddEval(app, run);
  AddTest(app, run);
  AddExpr(app, run);
  AddBench(app, run);
  AddVerify(app, run);
  AddDisasm(app, run);
  AddAsm(app, run);
  AddKeygen(app, run);
  CLI::App& key = AddGroup(app, "key", "Look at keys, take over those of agents, revoke them");
  AddKey(key, run);
  AddKeyRevoke(key, run);
  CLI::App& ledger = AddGroup(app, "ledger", "Make, verify and read a ledger");
  AddLedgerInit(ledger, run);
  AddLedgerMode(ledger, run);
  AddLedgerRekey(ledger, run);
  AddLedgerRevoke(ledger, run);
  AddLedgerVerify(ledger, run);
  AddLedgerShow(ledger, run);
  AddLedgerQuery(ledger, run);
  AddLedgerProof(ledger, run);
  AddLedgerExport(ledger, run);
  AddLedgerAnchor(ledger, run);
  AddLedgerRedact(ledger, run);
  AddLedgerReveal(ledger, run);
  AddLedgerReplay(ledger, run);
  AddLedgerArchive(ledger, run);
  AddLedgerDrop(ledger, run);
  AddLedgerReconcile(ledger, run);
  AddLedgerReport(ledger, run);
  AddLedgerEvidence(ledger, run);
  AddReceiptVerify(AddGroup(app, "receipt", "Check decisions before they are executed"), run);
  AddSchema(app, run);
  AddCompletion(app, run);
}

// Wrong arguments are exit code 2; --help and --version are not wrong.
int ExitOf(const CLI::App& app, const CLI::ParseError& error) {
  Output output;
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    std::ostringstream text;
    app.exit(error, text, text);
    output << text.str();
    return output.Finish(kExitOk);
  }
  return Complain(std::string(error.what()) + "; `bylaw --help` lists what there is", kExitUsage);
}

int Main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // A reader that went away is seen when writing.
  std::signal(SIGXFSZ, SIG_IGN);  // And so is a limit on the size of files.
  CLI::App app("Bylaw: runtime rules for AI agents", "bylaw");
  app.set_version_flag("--version", "bylaw " BYLAW_VERSION);
  app.require_subcommand(1);
  app.footer(
      "`bylaw COMMAND --help` shows options, exit codes and examples.\n"
      "Example:\n"
      "  bylaw compile lending.yaml && bylaw eval lending.bylaw --request payment.json");
  Run run;
  AddCommands(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitOf(app, error);
  }
  return run();
}

}  // namespace
}  // namespace bylaw::cli

int main(int argc, char** argv) {
  try {
    return bylaw::cli::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bylaw: %s\n", error.what());
    return bylaw::cli::kExitFailed;
  }
}
