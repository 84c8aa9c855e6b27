// `bylaw ledger report`: one page with charts on what a ledger records.

#include "bylaw/report/report.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "report_options.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

int Report(const ReportingOptions& options) {
  auto reporting = LoadReporting(options);
  if (!reporting) return Complain(reporting.error().message, kExitUsage);
  const InterruptGuard guard;
  const auto page = [&] {
    ProgressBar bar("verifying");
    return report::MakeReport(
        options.directory, reporting->key,
        {.period = reporting->period, .trusted = reporting->trusted, .read = ReadingWith(bar)});
  }();
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!page) return ComplainOfReporting(page.error());
  if (options.out == "-") {
    Output output;
    output << *page;
    return output.Finish(kExitOk);
  }
  const auto written = WriteFile(options.out, *page);
  if (!written) return Complain(written.error(), kExitFailed);
  Output output;
  output << "wrote " << Shown(options.out) << "\n";
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerReport(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "report", "One page with charts on what is recorded", Report);
  AddReportingOptions(*command, *options, "FILE.html",
                      "The page; replaced when it is whole; - for standard output");
  command->footer(
      "The ledger is verified first; the page says how far it is anchored, or NOT ANCHORED.\n"
      "Exit codes: 0 written, 1 not written (the ledger or an anchor is not good: the first bad\n"
      "line), 2 usage, no key, no ledger.\n"
      "Examples:\n"
      "  bylaw ledger report audit --pub ledger.key.pub -o audit.html\n"
      "  bylaw ledger report audit --pub ledger.key.pub --from 2026-03 --to 2026-04 "
      "--zone Europe/Berlin -o march.html");
}

}  // namespace bylaw::cli
