// Asking a witness to cosign a ledger's last checkpoint (c2sp.org/tlog-witness, add-checkpoint).
//
// A witness keeps, of each ledger that it was told of, the last checkpoint that it cosigned, and
// cosigns only what continues it. Thread-safety: pure functions. Ownership: everything is borrowed
// for the call.
#ifndef BYLAW_ANCHOR_WITNESS_H_
#define BYLAW_ANCHOR_WITNESS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "bylaw/anchor/http.h"
#include "bylaw/anchor/witness_key.h"
#include "bylaw/ledger/error.h"
#include "bylaw/ledger/prove.h"

namespace bylaw::anchor {

// The ledger's last checkpoint with the proof that it grew from that size (growth.h).
using Grow = std::function<Result<ledger::GrowthProof>(std::uint64_t old_size)>;

// Posts to <url>/add-checkpoint, from `known_size`, which the witness is thought to have cosigned
// last (0: not known); where it answers with another size, once more from that one. Gives the
// signed note with the witness's cosignature attached and verified.
//
// Errors name the URL and what to do. kRolledBack: the witness has seen another history of this
// ledger, or a longer one; kBadSignature, kNotFound: the answer holds no cosignature by this key
// that fits; kIo: the network, or a status that is none of the protocol's; kInvalidArgument: the
// witness does not know the ledger or its key; and what `grow` gives.
Result<std::string> Cosign(Http& http, const std::string& url, const WitnessKey& key,
                           std::uint64_t known_size, const Grow& grow);

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_WITNESS_H_
