// The options that `bylaw ledger report` and `bylaw ledger evidence` have in common.

#ifndef BYLAW_CLI_REPORT_OPTIONS_H_
#define BYLAW_CLI_REPORT_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/anchor/verify.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/report/summary.h"

namespace bylaw::cli {

struct ReportingOptions {
  std::string directory;
  std::string pub;
  std::string from;
  std::string to;
  std::string zone = "UTC";
  std::string agent;
  std::vector<std::string> witness_keys;
  std::string tsa_ca;
  std::string out;
};

// `file` is what `-o` writes, FILE.html, and `what` says more of it.
void AddReportingOptions(CLI::App& command, ReportingOptions& options, const char* file,
                         const char* what);

// What the options name, read.
struct Reporting {
  ledger::PublicKey key;
  report::Period period;
  anchor::Trusted trusted;
};

// An error is a matter of usage: no such key, zone or time.
ledger::Result<Reporting> LoadReporting(const ReportingOptions& options);

// The exit code of an error: 2 where there is no ledger, else 1.
int ComplainOfReporting(const ledger::Error& error);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_REPORT_OPTIONS_H_
