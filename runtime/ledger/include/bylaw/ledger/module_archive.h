// The archive of a ledger: `modules/<digest>.bylaw`, every module that decided. Thread-safety: pure
// functions.
#ifndef BYLAW_LEDGER_MODULE_ARCHIVE_H_
#define BYLAW_LEDGER_MODULE_ARCHIVE_H_

#include <cstdint>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/host.h"

namespace bylaw::ledger {

inline constexpr std::uint64_t kArchivedBytesMax = 64u << 20;  // no module is larger

std::string ModuleFolder(const std::string& directory);
std::string ModulePath(const std::string& directory, const Hash& digest);

// The module with that SHA-256. kNotFound, or kCorrupt: the file holds other bytes.
Result<std::string> ReadModule(Host& host, const std::string& directory, const Hash& digest);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_MODULE_ARCHIVE_H_
