// The ledger's writer: makes, opens, appends to and closes a ledger. docs/ledger.md specifies what
// it writes.
//
// A ledger is a directory with one process that writes; the lock lies on the directory. With
// Durability::kCommit a record that was waited for is on disk. Records of many threads go to disk
// with one write and one sync (group commit): while one commit is on its way, the next gathers. A
// write or sync that fails is never tried again: the ledger is closed from then on, and every later
// call returns the same error until it is opened anew.
//
// Thread-safety: every method but the destructor and moving may be called from any thread. Time
// must not run back from record to record: threads that share a ledger hold a lock of theirs from
// ReadClock() to the Submit() of the record, and wait without it. Ownership: the key and the host
// are borrowed and must outlive the Ledger. Destroying a Ledger without Close leaves it as a crash
// would: nothing acknowledged is lost.
#ifndef BYLAW_LEDGER_LEDGER_H_
#define BYLAW_LEDGER_LEDGER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/commit_proof.h"
#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/revocation.h"

namespace bylaw::ledger {

struct LedgerEnd;

enum class Durability : std::uint8_t {
  kCommit,  // on disk before Append returns
  kAsync,   // on disk with the next checkpoint: a power loss, and in SigningMode::kCheckpoint the
            // end of the process, can take up to kAsyncCommitRecords records or those of about a
            // second. The genesis record says so
};

inline constexpr std::uint64_t kCheckpointRecords =
    256;  // a checkpoint is due after so many records
inline constexpr std::int64_t kCheckpointIntervalUs = 1'000'000;  // or so much time
inline constexpr std::uint64_t kAsyncCommitRecords =
    4096;  // an async commit ends after so many records

struct InitOptions {
  std::string name = "bylaw/ledger";  // the origin is this, `-` and 64 random bits in hexadecimal
  std::string software = "bylaw";     // name and version of the program, for the record
  SigningMode mode = SigningMode::kRecord;
  Durability durability = Durability::kCommit;
  std::optional<PublicKey> root_key;  // the offline root key, if there is one: revocation.h
  Host* host = &Host::System();
};

// A segment that has this many bytes ends behind the next checkpoint.
inline constexpr std::uint64_t kSegmentBytes = 64 << 20;

struct OpenOptions {
  std::string software = "bylaw";
  std::uint64_t segment_bytes = kSegmentBytes;
  std::optional<Checkpoint>
      expect;  // a checkpoint that was kept elsewhere; kRolledBack if the ledger falls short
  Host* host = &Host::System();
};

// `evt_` and 32 hexadecimal digits.
struct EventId {
  std::array<char, 36> text{};

  std::string_view view() const { return {text.data(), text.size()}; }
};

// A record that has its place in the ledger, and is not yet acknowledged.
struct Ticket {
  std::uint64_t batch = 0;
  std::uint64_t seq = 0;
  EventId event_id;
  Hash leaf_hash{};

  RecordReference record() const { return {seq, leaf_hash}; }
};

// A record that is acknowledged.
struct Receipt {
  std::uint64_t seq = 0;
  EventId event_id;
  std::string line;  // the whole record, without a newline

  // In SigningMode::kCheckpoint, what signs the record; with Durability::kAsync not yet, and
  // absent: ProveRecord (prove.h) gives the proof once a checkpoint stands behind the record.
  std::shared_ptr<const CommitProof> commit;
};

struct Now {
  Timestamp time;  // for the evaluation and its record; never earlier than the last record's
  // False while the host's clock has jumped forward and nobody has accepted it: whatever is decided
  // at this time must not be PERMIT.
  bool trusted = true;
};

class Ledger {
 public:
  // Makes a ledger with its genesis record, on disk when it returns. The directory may exist if it
  // is empty; its parent must exist. kExists if there is something in it.
  static Result<void> Init(const std::string& directory, const Signer& key,
                           const InitOptions& options = {});

  // Opens for writing: takes the lock, checks the last segment's chain and the tree before it,
  // moves an unfinished commit aside (to `recovered/`, with a `recovery` record) and appends an
  // `opened` record. `key` is the one that signs now. kLocked, kNotFound, kKeyMismatch,
  // kRolledBack; kCorrupt names the line, and nothing was changed.
  static Result<Ledger> Open(const std::string& directory, const Signer& signer,
                             const OpenOptions& options = {});

  // What the root key has to sign so that `new_key` takes the place of the one that signs now.
  // Reads and checks as Open does, and changes no record. kInvalidArgument: the ledger names no
  // root key, or that key may not sign it.
  static Result<Revocation> DraftRevocation(const std::string& directory, const PublicKey& new_key,
                                            const OpenOptions& options = {});

  // Opens as Open does, but for a ledger whose key was stolen or lost: what is kept of it is what
  // the statement says, and the first record behind it is that of the revocation, which `signer`
  // signs, the new key. kInvalidArgument or kBadSignature, and nothing was changed, where the
  // statement is not for just this ledger as it ends now, or not by its root key. After a crash in
  // between the same statement does, or the revocation stands.
  static Result<Ledger> OpenRevoking(const std::string& directory, const Signer& signer,
                                     const RevocationStatement& statement, std::string_view reason,
                                     const OpenOptions& options = {});

  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  // The time for the next evaluation. Costs two clock readings.
  Now ReadClock();

  // Gives a record its place. It is written when somebody waits for it, or for one behind it. A
  // record without a timestamp has that of its place, so that threads need not take turns: for
  // decisions that no time went into; kClockJumped while ReadClock is not trusted. This,
  // kRecordTooLong, kInvalidArgument, kInvalidJson and kTimeRunsBack leave the ledger as it was,
  // ready for another record.
  Result<Ticket> Submit(const Record& record);

  // Gives several their places, one behind the other: all or none. The last one's ticket.
  Result<Ticket> Submit(std::span<const Record> records);

  // Returns when a submitted record is acknowledged: on disk, with Durability::kCommit. An error
  // closes the ledger.
  Result<void> Wait(const Ticket& ticket);

  // Both.
  Result<Receipt> Append(const Record& record);

  // Appends several in one commit: all or none.
  Result<std::vector<Receipt>> AppendBatch(std::span<const Record> records);

  // Believes the host's clock again after a jump forward, and records that with the reason (an
  // `admin` record).
  Result<void> AcceptClock(std::string_view reason);

  // Says in an `admin` record that those below this seq need not be kept as they are any more; on
  // disk, with a checkpoint behind it, when it returns. Nothing is removed: see Retire
  // (retention.h). kInvalidArgument if the ledger has fewer records.
  Result<void> StateRetention(std::uint64_t minimum_index, std::string_view reason);

  // Signs records in this way from now on, and says so in a `mode` record, the last of its commit.
  // Its time is now: threads that share a ledger hold their lock for this, too.
  // kInvalidArgument if they are signed so already.
  Result<void> ChangeMode(SigningMode mode, std::string_view reason);

  // Signs with another key from now on, which is borrowed as the first was, and says so in a `key`
  // record, the last of its commit, signed by the key before it; at a time as ChangeMode.
  // kInvalidArgument if it signs already, is the root key, or was revoked; where opening did not
  // read all segments, those are read for that.
  Result<void> ChangeKey(const Signer& key, std::string_view reason);

  // Keeps a module as `modules/<digest>.bylaw`, on disk when it returns. The digest names the
  // content; a module that is there already stays as it is, and a file under that name that holds
  // other bytes is kCorrupt. A failure does not close the ledger.
  Result<void> ArchiveModule(const Hash& digest, std::string_view bytes);

  // Keeps the canonical text of an object that is too long for a record as a blob (blobs.h), on
  // disk when it returns: before the record that names it is submitted. One that is there already
  // stays as it is; a file under its name that holds other bytes is kCorrupt. A failure does not
  // close the ledger. kInvalidArgument: more than kBlobBytesMax.
  Result<Blob> KeepBlob(std::string_view text);

  // Ends the running commit with a checkpoint, if a record stands behind the last one, and gives
  // the signed note: what is to be kept elsewhere.
  Result<std::string> WriteCheckpoint();

  // Appends `closed` and a checkpoint, cuts the file to its size and lets go of the lock. What was
  // submitted before is written too. Whatever it returns, the ledger is closed.
  Result<void> Close();

  const std::string& origin() const;
  std::uint64_t size() const;  // records, all kinds, those submitted among them
  Durability durability() const;
  SigningMode mode() const;

  // Files that opening moved aside, below the directory.
  const std::vector<std::string>& recovered() const;

 private:
  struct State;
  explicit Ledger(std::unique_ptr<State> state);
  static Result<std::unique_ptr<State>> Start(const std::string& directory, const Signer& signer,
                                              LedgerEnd found, std::unique_ptr<Lock> lock,
                                              const OpenOptions& options,
                                              const std::optional<Record>& revocation);

  std::unique_ptr<State> state_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_LEDGER_H_
