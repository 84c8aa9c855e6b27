// The roots that a ledger's tree had at earlier sizes, to be held against checkpoints that were
// kept elsewhere.
//
// Reads the file twice, however many sizes are asked for; takes no lock, keeps memory flat. Checked
// is what ProveGrowth checks (prove.h). Thread-safety: pure functions. Ownership: everything is
// borrowed for the call.
#ifndef BYLAW_LEDGER_ROOTS_H_
#define BYLAW_LEDGER_ROOTS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/read_options.h"

namespace bylaw::ledger {

struct EarlierRoots {
  Checkpoint last;              // the last checkpoint in the ledger
  std::vector<PublicKey> keys;  // of all its checkpoints up to that one (KeysOf, prove.h)
  std::vector<Hash>
      roots;  // at each size asked for, up to that of `last`; shorter if one is beyond
};

// `sizes` rise. kNotFound: no ledger, or none with a checkpoint.
Result<EarlierRoots> RootsAt(const std::string& directory, const PublicKey& key,
                             std::span<const std::uint64_t> sizes, const ReadOptions& options = {});

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_ROOTS_H_
