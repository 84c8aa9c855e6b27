// One record of a ledger, as it stands.

#ifndef BYLAW_CLI_FIND_RECORD_H_
#define BYLAW_CLI_FIND_RECORD_H_

#include <cstdint>
#include <string>

#include "bylaw/ledger/error.h"

namespace bylaw::cli {

// The line of record `seq`, without its newline. kNotFound if there is none; kClosed after Ctrl-C
// (InterruptGuard).
ledger::Result<std::string> FindRecord(const std::string& directory, uint64_t seq);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_FIND_RECORD_H_
