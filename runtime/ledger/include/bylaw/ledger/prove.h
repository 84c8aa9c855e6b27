// Proofs out of a ledger's directory, under the last checkpoint that it holds: that a record stands
// in it, and that it continues what an earlier checkpoint signed. A proof is checked before it is
// given out. Whoever gets it needs the public key, and nothing of the ledger.
//
// Reads the file twice, takes no lock, keeps memory flat. The chain and every checkpoint up to the
// last are checked, the signatures of single records are not: the checkpoint signs them. `key` is
// that of the genesis record; a proof needs the one that signs the last checkpoint. Thread-safety:
// pure functions. Ownership: everything is borrowed for the call.
#ifndef BYLAW_LEDGER_PROVE_H_
#define BYLAW_LEDGER_PROVE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/ledger/tlog_proof.h"

namespace bylaw::ledger {

struct ProvenRecord {
  std::string line;  // the record as it stands, without a newline; empty if only its hash is here
  TlogProof proof;
};

// kNotFound: there is no such record, or no checkpoint behind it yet. kCorrupt names the line that
// does not hold, if it stands before the first checkpoint that could prove the record.
Result<ProvenRecord> ProveRecord(const std::string& directory, const PublicKey& key,
                                 std::uint64_t seq, const ReadOptions& options = {});

struct GrowthProof {
  std::uint64_t old_size = 0;
  std::vector<Hash> hashes;  // RFC 6962, section 2.1.2
  std::string note;          // the signed checkpoint of the grown ledger
  PublicKey key;             // that signed it
};

// That the ledger begins with the `old_size` records (1 or more) of an earlier state.
Result<GrowthProof> ProveGrowth(const std::string& directory, const PublicKey& key,
                                std::uint64_t old_size, const ReadOptions& options = {});

// The keys that have signed the ledger up to its last checkpoint, `key`, that of its genesis
// record, first: each but the first is named by a record that the one before it signed.
Result<std::vector<PublicKey>> KeysOf(const std::string& directory, const PublicKey& key,
                                      const ReadOptions& options = {});

// As witnesses take it (c2sp.org/tlog-witness, add-checkpoint):
// `old <size>\n<base64 hash>\n…\n\n<signed checkpoint>`.
std::string GrowthProofText(const GrowthProof& proof);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_PROVE_H_
