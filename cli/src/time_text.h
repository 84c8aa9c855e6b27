// Times as people write them on a command line.

#ifndef BYLAW_CLI_TIME_TEXT_H_
#define BYLAW_CLI_TIME_TEXT_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "bylaw/ledger/record.h"

namespace bylaw::cli {

// `--from` and `--to`: the first time that is meant, and the first that no longer is.
void AddTimeRange(CLI::App& command, std::optional<ledger::Timestamp>& from,
                  std::optional<ledger::Timestamp>& to);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_TIME_TEXT_H_
