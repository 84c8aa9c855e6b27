// The records that a ledger's last checkpoint signs, read twice: once to find that checkpoint and
// check all that leads to it, once for what is made of them. Thread-safety: one thread. Ownership:
// borrows key and options.
#ifndef BYLAW_LEDGER_SIGNED_RECORDS_H_
#define BYLAW_LEDGER_SIGNED_RECORDS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/ledger/segments.h"

namespace bylaw::ledger {

struct SignedState {
  Checkpoint checkpoint;
  std::string note;
  std::vector<PublicKey> keys;  // of all checkpoints up to this one, the last one's last
};

class SignedRecords {
 public:
  static Result<SignedRecords> Open(const std::string& directory, const PublicKey& key,
                                    const ReadOptions& options);

  // The last checkpoint, which must sign that many records or more. kNotFound: there are not so
  // many, or none signs them yet; kCorrupt names the line that does not hold before one that would.
  // The signatures of single records are not checked: the checkpoint signs them.
  Result<SignedState> LastCheckpoint(std::uint64_t records);

  // A record: what is signed of it, the hash of that, and the whole line. Of one that is archived
  // or dropped there is only the hash.
  struct Read {
    std::string_view body;
    Hash leaf;
    std::string_view line;
  };

  // Reads the first so many records again, in order; `each` may refuse to go on.
  Result<void> ForEach(std::uint64_t records, const std::function<Result<void>(const Read&)>& each);

  // The error where the second reading does not give what the first did.
  tl::unexpected<Error> Changed() const;

 private:
  SignedRecords(Segments segments, std::string directory, const PublicKey& key,
                const ReadOptions& options);

  Segments segments_;
  std::string directory_;
  const PublicKey& key_;
  Progress progress_;
  std::uint64_t first_reading_ = 0;  // Bytes.
  std::uint64_t all_bytes_ = 0;      // Of both readings.
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_SIGNED_RECORDS_H_
