// Files that are called by the SHA-256 of what they hold: modules, and params that are too long for
// a record. Thread-safety: pure functions; two must not keep the same file at once.
#ifndef BYLAW_LEDGER_CONTENT_FILE_H_
#define BYLAW_LEDGER_CONTENT_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/host.h"

namespace bylaw::ledger {

// Keeps `bytes` as `path` in `folder`, a directory of the ledger's, on disk when it returns. A file
// that is there and holds them stays; one that holds other bytes is kCorrupt.
Result<void> KeepContent(Host& host, const std::string& directory, const std::string& folder,
                         const std::string& path, std::string_view bytes);

// What `path` holds, which has this digest. kNotFound, or kCorrupt: it holds other bytes.
Result<std::string> ReadContent(Host& host, const std::string& path, const Hash& digest,
                                std::uint64_t bytes_max);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_CONTENT_FILE_H_
