// A log in the serving layout of transparency logs (c2sp.org/tlog-tiles), which any web server can
// serve as it is: `checkpoint`, `tile/<level>/<n>` with 256 hashes each, `tile/entries/<n>` with
// 256 entries. Of a ledger, an entry is the body of a record.
//
// Thread-safety: pure functions. Ownership: everything is borrowed for the call. Limits: an entry
// is at most 65,535 bytes, as the layout and a record have it. Memory is flat.
#ifndef BYLAW_LEDGER_TILES_H_
#define BYLAW_LEDGER_TILES_H_

#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/read_options.h"

namespace bylaw::ledger {

// Writes what the last checkpoint of a ledger signs to a directory that is empty or not there yet;
// its parent must be. `checkpoint` is written last. kExists if there is something in it;
// kNotFound if a record is archived or dropped; what SignedRecords says of the ledger.
Result<Checkpoint> ExportTiles(const std::string& ledger_directory, const PublicKey& key,
                               const std::string& to, const ReadOptions& options = {});

// Verifies a log in this layout, whoever wrote it: the checkpoint's signature by the key, and each
// tile and entry that it signs. kNotFound: there is no checkpoint; kBadSignature; kCorrupt names
// the file that is missing or is not what the entries make it.
Result<Checkpoint> VerifyTiles(const std::string& directory, const PublicKey& key,
                               const ReadOptions& options = {});

// The same under another checkpoint than the one in the directory.
Result<Checkpoint> VerifyTiles(const std::string& directory, std::string_view note,
                               const PublicKey& key, const ReadOptions& options = {});

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_TILES_H_
