// That a record stands in a ledger, as a text that stands for itself: a C2SP tlog-proof
// (c2sp.org/tlog-proof), which tools made for transparency logs read:
//
//   c2sp.org/tlog-proof@v1\nindex <seq>\n<base64 hash>\n…\n\n<signed checkpoint>
//
// Files are called <something>.tlog-proof. Thread-safety: pure functions. Ownership: value types.
// Limits: kNoteBytesMax for the checkpoint, 63 hashes, an `extra` line of some 1,000 bytes.
#ifndef BYLAW_LEDGER_TLOG_PROOF_H_
#define BYLAW_LEDGER_TLOG_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"

namespace bylaw::ledger {

inline constexpr std::size_t kTlogProofBytesMax = kNoteBytesMax + 4096;  // of its text

struct TlogProof {
  std::uint64_t index = 0;   // the record's seq
  std::vector<Hash> hashes;  // the inclusion proof, from the leaf up
  std::string note;          // the signed checkpoint, with witnesses' signatures if there are any
};

std::string TlogProofText(const TlogProof& proof);

// kBadSignature says what is not as the specification has it. An `extra` line is allowed, and
// ignored: nothing signs it.
Result<TlogProof> ParseTlogProof(std::string_view text);

// Whether the record with this leaf hash stands at the proof's index of the ledger that the key
// signed: the checkpoint, if so; kBadSignature says why not.
Result<Checkpoint> VerifyTlogProof(const TlogProof& proof, const Hash& leaf, const PublicKey& key);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_TLOG_PROOF_H_
