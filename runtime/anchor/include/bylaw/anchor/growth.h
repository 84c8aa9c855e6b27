// That a ledger continues what an earlier checkpoint of it signed: to be checked before that
// checkpoint is left behind for a newer one.
//
// Both functions read the ledger twice, as ledger::ProveGrowth does, and give its errors.
// Thread-safety: pure functions. Ownership: everything is borrowed for the call.
#ifndef BYLAW_ANCHOR_GROWTH_H_
#define BYLAW_ANCHOR_GROWTH_H_

#include <cstdint>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/prove.h"
#include "bylaw/ledger/read_options.h"

namespace bylaw::anchor {

using ledger::Result;

// The ledger's last checkpoint and the proof that it grew from that size; from 0 there is nothing
// to prove, and no hash. kRolledBack: the ledger is shorter.
Result<ledger::GrowthProof> GrowthFrom(const std::string& directory, const ledger::PublicKey& key,
                                       std::uint64_t old_size,
                                       const ledger::ReadOptions& options = {});

// The same from a checkpoint that was kept elsewhere. kRolledBack says how the ledger does not
// continue it: it is shorter, has another root at that size, or is another ledger.
Result<ledger::GrowthProof> GrowthFrom(const std::string& directory, const ledger::PublicKey& key,
                                       const ledger::Checkpoint& old,
                                       const ledger::ReadOptions& options = {});

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_GROWTH_H_
