// Cosignatures of checkpoints by witnesses (c2sp.org/tlog-cosignature, Ed25519).
//
// A cosignature is a line of the checkpoint's note, `— <name> <base64(key id ‖ time ‖ signature)>`:
// the time is 8 bytes, big-endian seconds since 1970, and the signature Ed25519 over
// "cosignature/v1\ntime <seconds>\n" and the note's text up to the blank line. It says that by then
// the witness had seen no other history of this ledger, and none longer. Thread-safety: pure
// functions. Ownership: nothing is kept of what is passed in. Limits: notes of
// ledger::kNoteBytesMax; times up to the year 9999.
#ifndef BYLAW_ANCHOR_COSIGNATURE_H_
#define BYLAW_ANCHOR_COSIGNATURE_H_

#include <string>
#include <string_view>

#include "bylaw/anchor/witness_key.h"
#include "bylaw/ledger/error.h"
#include "bylaw/ledger/record.h"

namespace bylaw::anchor {

// When the witness cosigned this note. kNotFound: it has no line of this key; kBadSignature: it is
// no signed note, or the line does not hold. Lines of other keys are not looked at; of several of
// this key the first counts.
Result<ledger::Timestamp> VerifyCosignature(std::string_view note, const WitnessKey& key);

// The note with one more line: the one of this key among `lines` (what a witness answered), once
// it has been verified. Errors as VerifyCosignature.
Result<std::string> AttachCosignature(std::string_view note, std::string_view lines,
                                      const WitnessKey& key);

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_COSIGNATURE_H_
