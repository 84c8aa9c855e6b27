// How a command reads a ledger that may be long: with a progress bar, until it is interrupted.

#ifndef BYLAW_CLI_LEDGER_READING_H_
#define BYLAW_CLI_LEDGER_READING_H_

#include <string>

#include "bylaw/ledger/read_options.h"
#include "interrupt.h"
#include "terminal.h"

namespace bylaw::cli {

// Borrows the bar.
inline ledger::ReadOptions ReadingWith(ProgressBar& bar) {
  ledger::ReadOptions options;
  options.progress = [&bar](uint64_t done, uint64_t all) {
    bar.Show(done, all);
    return !InterruptGuard::Interrupted();
  };
  return options;
}

// Says on standard error which records are not here, to whoever reads those that are.
void SayRetired(const std::string& directory);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_LEDGER_READING_H_
