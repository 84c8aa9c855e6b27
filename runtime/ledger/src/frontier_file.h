// What opening needs of the segments before the last one, so that it need not read them: the tree.
//
// `tree/<seq, 20 digits>.frontier` is written when the segment before that seq is sealed, a digest
// in hexadecimal a line: the complete subtrees of the tree without the segment's last record, from
// the left, then that record's leaf hash. Nothing in it has to be believed. Together they make the
// root that the checkpoint at the segment's end signs, and the leaf hash is that of the record
// before that checkpoint; what does not fit is as if it were not there. Thread-safety: pure
// functions. Ownership: borrows everything.
#ifndef BYLAW_LEDGER_FRONTIER_FILE_H_
#define BYLAW_LEDGER_FRONTIER_FILE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/merkle.h"
#include "chain.h"

namespace bylaw::ledger {

// On disk when it returns.
Result<void> WriteFrontier(Host& host, const std::string& directory, const MerkleTree& before_last,
                           const Hash& last_leaf);

// The key that the genesis record states: only a beginning, it has yet to hold. nullopt: there is
// no such record to be read.
std::optional<PublicKey> GenesisKey(Host& host, const std::string& directory);

// Of the genesis record, and that which signs now, as far as whoever opens the ledger knows.
struct Keys {
  PublicKey first;
  PublicKey now;
};

// The chain where the segment of `first_seq` begins, behind the segment of `previous`; nullopt if
// it cannot be told without reading all that stands before.
std::optional<Chain> ChainAtSegment(Host& host, const std::string& directory, const Keys& keys,
                                    std::uint64_t previous, std::uint64_t first_seq);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_FRONTIER_FILE_H_
