// What every subcommand has in common: how it is added to the command line, and what it answers.
//
// A subcommand is one file with one Add… function. It declares its options and says what to run;
// main runs it after the whole command line has been read. docs: `bylaw --help`.

#ifndef BYLAW_CLI_COMMAND_H_
#define BYLAW_CLI_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

namespace bylaw::cli {

// Exit codes. What a code means for one subcommand stands in its help.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;  // The answer is no, or there is none.
inline constexpr int kExitUsage =
    2;  // Wrong arguments; for most subcommands also unreadable files.
inline constexpr int kExitDeny = 10;
inline constexpr int kExitEscalate = 11;
inline constexpr int kExitInterrupted = 130;  // As a shell says of SIGINT.

// Set by the subcommand that was chosen.
using Run = std::function<int()>;

void AddAsm(CLI::App& app, Run& run);
void AddBench(CLI::App& app, Run& run);
void AddCheck(CLI::App& app, Run& run);
void AddCompile(CLI::App& app, Run& run);
void AddCompletion(CLI::App& app, Run& run);
void AddDisasm(CLI::App& app, Run& run);
void AddEval(CLI::App& app, Run& run);
void AddExpr(CLI::App& app, Run& run);
void AddFmt(CLI::App& app, Run& run);
void AddKey(CLI::App& key, Run& run);
void AddKeyRevoke(CLI::App& key, Run& run);
void AddKeygen(CLI::App& app, Run& run);
void AddLedgerAnchor(CLI::App& ledger, Run& run);
void AddLedgerArchive(CLI::App& ledger, Run& run);
void AddLedgerDrop(CLI::App& ledger, Run& run);
void AddLedgerEvidence(CLI::App& ledger, Run& run);
void AddLedgerExport(CLI::App& ledger, Run& run);
void AddLedgerInit(CLI::App& ledger, Run& run);
void AddLedgerMode(CLI::App& ledger, Run& run);
void AddLedgerProof(CLI::App& ledger, Run& run);
void AddLedgerQuery(CLI::App& ledger, Run& run);
void AddLedgerReconcile(CLI::App& ledger, Run& run);
void AddLedgerRedact(CLI::App& ledger, Run& run);
void AddLedgerRekey(CLI::App& ledger, Run& run);
void AddLedgerReplay(CLI::App& ledger, Run& run);
void AddLedgerReport(CLI::App& ledger, Run& run);
void AddLedgerReveal(CLI::App& ledger, Run& run);
void AddLedgerRevoke(CLI::App& ledger, Run& run);
void AddLedgerShow(CLI::App& ledger, Run& run);
void AddLedgerVerify(CLI::App& ledger, Run& run);
void AddReceiptVerify(CLI::App& receipt, Run& run);
void AddSchema(CLI::App& app, Run& run);
void AddTest(CLI::App& app, Run& run);
void AddVerify(CLI::App& app, Run& run);

// Declares a subcommand whose options live in `Options` and whose work is `execute(options)`.
// Returns the subcommand and its options, to be filled in.
template <typename Options>
std::pair<CLI::App*, std::shared_ptr<Options>> AddCommand(CLI::App& app, Run& run,
                                                          const std::string& name,
                                                          const std::string& summary,
                                                          int (*execute)(const Options&)) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(name, summary);
  command->callback(
      [&run, options, execute] { run = [options, execute] { return execute(*options); }; });
  return {command, options};
}

// `--json` and `--sarif` of a command that reports diagnostics; not both.
template <typename Options>
void AddReportFlags(CLI::App& command, Options& options) {
  CLI::Option* const json =
      command.add_flag("--json", options.json, "Report as one JSON object on standard output");
  command
      .add_flag("--sarif", options.sarif,
                "Report as SARIF 2.1.0 on standard output, for code-scanning services")
      ->excludes(json);
}

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_COMMAND_H_
