// Retention: the records of old segments are archived, to a folder, or dropped, for good. In the
// ledger their leaf hashes stay: all that follows opens and verifies as before, every checkpoint
// that was ever kept is still held against the tree, and an archived record can still be proved.
//
// What need not be kept is stated in a signed record before anything is taken out. Whole segments
// only, and never the last two, which opening reads. A crash at any point loses nothing that is not
// copied, and the same call again finishes the work. Thread-safety: takes the ledger's write lock;
// readers go on, and may have to start again. Ownership: everything is borrowed for the call.
#ifndef BYLAW_LEDGER_RETENTION_H_
#define BYLAW_LEDGER_RETENTION_H_

#include <cstdint>
#include <limits>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/ledger.h"
#include "bylaw/ledger/read_options.h"

namespace bylaw::ledger {

struct RetentionOptions {
  // Segments all of whose records are below both.
  std::uint64_t before_seq = std::numeric_limits<std::uint64_t>::max();
  Timestamp before_time{std::numeric_limits<std::int64_t>::max()};
  // Where they are copied to, with their blobs: a directory whose parent exists. Empty: nowhere.
  std::string to{};      // NOLINT(readability-redundant-member-init)
  std::string reason{};  // NOLINT(readability-redundant-member-init): for the record
  OpenOptions open{};
  // Of the verification; its host is not used, that of `open` is.
  ReadOptions read{};
};

struct Retired {
  std::uint64_t minimum_index = 0;  // the first record that is whole; 0: all are
  std::uint64_t segments = 0;       // that were copied and reduced by this call
  std::uint64_t bytes = 0;          // that the ledger is smaller by
  std::uint64_t blobs = 0;          // that were removed: no record names them
};

// The records before the minimum index are verified first: kCorrupt if they do not hold. kExists:
// `to` has another file of that name; kLocked: it is the ledger itself. Whatever the error, what is
// not copied is still there.
Result<Retired> Retire(const std::string& directory, const Signer& signer,
                       const RetentionOptions& options);

// From this seq on all records are here; of those below some are archived or dropped. 0: all are
// here. kNotFound: the directory is no ledger.
Result<std::uint64_t> WholeFrom(const std::string& directory, const ReadOptions& options = {});

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_RETENTION_H_
