// What opening does before anything is written: finds where the ledger ends, and who signs it; then
// moves aside what a crash left behind that. Thread-safety: one thread, which holds the directory's
// lock. Ownership: borrows the host.
#ifndef BYLAW_LEDGER_OPENING_H_
#define BYLAW_LEDGER_OPENING_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "recovery.h"

namespace bylaw::ledger {

struct LedgerEnd {
  std::string path;  // of the last segment
  std::unique_ptr<File> file;
  OpenedFile opened;

  const Chain& chain() const { return opened.end.chain; }

  // An error that names the segment, and says that nothing was changed.
  tl::unexpected<Error> Refuse(const Error& error) const;
};

// `signer` is the key that is thought to sign now. kNotFound, kRolledBack; kCorrupt for damage
// before the last segment. Nothing is changed.
Result<LedgerEnd> FindEnd(Host& host, const std::string& directory, const PublicKey& signer,
                          const std::optional<Checkpoint>& expect);

// Refuses what stands behind the end where it is not what a crash left: kRolledBack, kCorrupt.
Result<void> CheckEnd(const LedgerEnd& end, const PublicKey& signer);

// Behind CheckEnd: moves an unfinished commit aside and puts what is kept on disk. The tails that
// no record names.
Result<std::vector<Recovered>> MendEnd(Host& host, const std::string& directory,
                                       const LedgerEnd& end, const PublicKey& signer);

// kInvalidArgument if the root key revoked this key before the record `seq`: read where opening did
// not. Reads all segments before it.
Result<void> CheckNotRevokedBefore(Host& host, const std::string& directory, std::uint64_t seq,
                                   const PublicKey& key);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_OPENING_H_
