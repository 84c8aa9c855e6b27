// `bylaw ledger evidence`: the auditor's bundle.

#include "bylaw/report/evidence.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "report_options.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

void Tell(const ReportingOptions& options, const report::EvidenceReport& evidence, Output& output) {
  output << "wrote " << Shown(options.out) << ": " << Grouped(evidence.records)
         << " records of the period, " << Grouped(evidence.first) << " to "
         << Grouped(evidence.last) << " with their neighbours\n";
  if (evidence.left_out > 0) {
    output << "  note    " << Grouped(evidence.left_out)
           << " records behind the last checkpoint are left out: close the ledger and repeat\n";
  }
  if (evidence.different > 0) {
    output << "  note    " << Grouped(evidence.different)
           << " decisions are made in another way when replayed; see replay.json\n";
  }
  if (!evidence.anchored) output << "  note    NOT ANCHORED under the keys that were given\n";
}

int Evidence(const ReportingOptions& options) {
  auto reporting = LoadReporting(options);
  if (!reporting) return Complain(reporting.error().message, kExitUsage);
  if (options.out == "-") return Complain("a bundle needs a file: -o FILE.zip", kExitUsage);
  const InterruptGuard guard;
  report::EvidenceReport evidence;
  std::optional<ledger::Error> error;
  const auto written = WriteFileBy(options.out, [&](int fd) -> Result<void> {
    ProgressBar bar("collecting");
    auto made = report::WriteEvidence(options.directory, reporting->key,
                                      {.period = reporting->period,
                                       .trusted = reporting->trusted,
                                       .software = "bylaw " BYLAW_VERSION,
                                       .read = ReadingWith(bar)},
                                      fd);
    if (made) {
      evidence = *made;
      return {};
    }
    error = made.error();
    return tl::unexpected<std::string>(error->message);
  });
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (error) return ComplainOfReporting(*error);
  if (!written) return Complain(written.error(), kExitFailed);
  Output output;
  Tell(options, evidence, output);
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerEvidence(CLI::App& ledger, Run& run) {
  const auto [command, options] = AddCommand(
      ledger, run, "evidence", "The auditor's bundle: records of a period, with proofs", Evidence);
  AddReportingOptions(*command, *options, "FILE.zip",
                      "The bundle, a regular file; replaced when it is whole");
  command->footer(
      "The ledger is verified first. In the bundle are README.html, the records of the period\n"
      "with a neighbour on either side, what proves them, and verify.py, which checks all of it\n"
      "with Python 3 and openssl. --agent narrows what is counted and listed, not the records.\n"
      "Exit codes: 0 written, 1 not written (the ledger or an anchor is not good: the first bad\n"
      "line), 2 usage, no key, no ledger, no checkpoint in it yet, or records that may be of the\n"
      "period are archived or dropped.\n"
      "Examples:\n"
      "  bylaw ledger evidence audit --pub ledger.key.pub --from 2026-03 --to 2026-04 "
      "--zone Europe/Berlin -o march.zip\n"
      "  unzip march.zip verify.py && python3 verify.py march.zip ledger.key.pub");
}

}  // namespace bylaw::cli
