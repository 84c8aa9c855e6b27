// Verification: is a ledger whole, in order, unchanged and signed? Needs the public key from
// elsewhere, never from the ledger; reads only, takes no lock, keeps its memory flat whatever the
// ledger's size.
//
// Found without a checkpoint: any changed bit, any line removed, repeated, moved or put in,
// anywhere but the loss of the last lines. That, and a history rewritten by whoever holds the key,
// is found with a checkpoint that was kept elsewhere (`expect`) and only up to its size. A torn
// last line is not good: opening the ledger recovers it. Thread-safety: pure functions. Ownership:
// everything is borrowed for the call. About 50 µs a record and core, most of it the signature.
#ifndef BYLAW_LEDGER_VERIFY_H_
#define BYLAW_LEDGER_VERIFY_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/revocation.h"

namespace bylaw::ledger {

struct VerifyOptions {
  // The records whose own signatures are checked: first_seq to last_seq, both included. Records
  // before them are checked in all but the signature, which the chain and the signed records behind
  // them stand for. Reading stops behind last_seq, or behind the size of `expect` if that is
  // larger, and in SigningMode::kCheckpoint behind the checkpoint that signs that record.
  std::uint64_t first_seq = 0;
  std::uint64_t last_seq = std::numeric_limits<std::uint64_t>::max();
  std::optional<Checkpoint> expect;
  // That the ledger's key was revoked, as its root key states: whoever stole it could go on without
  // the ledger's own record of that, or from an earlier place. Reading goes on up to its seq.
  std::optional<RevocationStatement> revoked;
  // A file that says how far an earlier verification came: what stands before that is not read
  // again. It is written when this one ends well or is stopped. Where it is not there, and where
  // the ledger does not have its checkpoint in that place any more, or `expect` is older, all is
  // read, and held against both. It is believed: keep it where the ledger's host cannot change it.
  // Empty: none; not with a range.
  std::string resume{};  // NOLINT(readability-redundant-member-init)
  // How many check signatures, this one included; 0: one for each core.
  unsigned threads = 0;
  ReadOptions read{};
};

struct BadPlace {
  std::string file;
  std::uint64_t line = 0;  // from 1; the line behind the last where lines are missing
  std::string why;
};

struct VerifyReport {
  std::optional<BadPlace> bad;        // the first; absent if all is good
  std::string origin;                 // empty if not even the first record is good
  std::uint64_t records = 0;          // good, from seq 0
  std::uint64_t resumed_at = 0;       // of these, verified before and not read again
  std::uint64_t signatures = 0;       // of records that have their own, checked and good
  std::uint64_t checkpoints = 0;      // good
  std::uint64_t modules = 0;          // of the archive, that decided here, and are as they were
  std::uint64_t blobs = 0;            // that records name, and that are as they were
  std::uint64_t retired = 0;          // of `records`, those of which only the hash is here
  std::uint64_t minimum_index = 0;    // records below need not be here, as a record says
  std::uint64_t recoveries = 0;       // times that opening moved an unfinished commit aside
  std::uint64_t revocations = 0;      // keys that the root key revoked
  std::uint64_t checkpoint_size = 0;  // of the last checkpoint line
  Timestamp first_time;               // of the records read
  Timestamp last_time;

  bool good() const { return !bad.has_value(); }
};

// An error means that nothing could be said: no such directory (kNotFound), unreadable (kIo), a
// range beyond the ledger, a file to resume by that is none of it (kInvalidArgument). A ledger that
// is not good is a report.
Result<VerifyReport> Verify(const std::string& directory, const PublicKey& key,
                            const VerifyOptions& options = {});

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_VERIFY_H_
