// Group commit: whatever threads have added is chained, hashed and signed, then written with one
// write and one sync, and only then are they answered.
//
// There are two batches. Records are added to the open one, which is when they get their place in
// the chain. A thread that waits, and finds nobody at it, commits the open batch itself: it closes
// it (the other becomes the open one), signs, writes, syncs, and wakes those who wait. Meanwhile
// the next batch fills, and threads that wait for it sign its records, so that signing takes as
// many cores as there are. There is no thread of its own and no timer: a lone caller pays one
// signature, one write and one sync. In SigningMode::kCheckpoint records are checked only where
// they would be signed, and the checkpoint that ends the commit signs them all.
//
// Thread-safety: one lock, the owner's, which is held at every call; Wait lets go of it while it
// signs and writes. Ownership: borrows key and host.
#ifndef BYLAW_LEDGER_COMMITTER_H_
#define BYLAW_LEDGER_COMMITTER_H_

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/ledger/ledger.h"
#include "chain.h"
#include "record_writer.h"
#include "segment_writer.h"

namespace bylaw::ledger {

// Identifiers that sort by time and are unique: `evt_`, the time, 64 random bits.
class EventIds {
 public:
  explicit EventIds(Host& host) : host_(host), used_(pool_.size()) {}

  EventId Make(Timestamp time);

 private:
  static constexpr std::size_t kRandomBytes = 8;

  Host& host_;
  std::array<std::uint8_t, 128 * kRandomBytes> pool_{};  // one call of the system for 128 records
  std::size_t used_;
};

class Committer {
 public:
  using Lock = std::unique_lock<std::mutex>;

  Committer(const SecretKey& key, Host& host, Chain chain, SegmentWriter segment)
      : key_(key), ids_(host), chain_(std::move(chain)), segment_(std::move(segment)) {}

  // Chains a record in the open batch. If it cannot be written, nothing is changed. `receipt`,
  // where it is given, is filled in once the record is written, if it is; someone must be waiting
  // then.
  Result<Ticket> Add(const Record& record, Receipt* receipt = nullptr);

  // Adds the record that changes the mode, as the last of its commit, which is committed when this
  // returns.
  Result<void> ChangeMode(const Record& record, SigningMode to, Lock& lock);

  // Where the open batch ends, to go back to before the lock is let go of.
  struct Mark {
    Chain chain;
    std::size_t records;
    std::size_t bytes;
  };
  Mark End() const { return {chain_, Open().records.size(), Open().lines.size()}; }
  void GoBack(Mark mark);

  // The open batch will end with a checkpoint, if a record stands behind the last one.
  void DemandCheckpoint() { Open().checkpoint_demanded = true; }
  std::uint64_t open_batch() const { return open_; }

  // Returns when a batch is committed; commits it if nobody else does.
  Result<void> Wait(std::uint64_t batch, Lock& lock);

  // The first failure of a write, behind which nothing more is written.
  const std::optional<Error>& failure() const { return failure_; }

  // Up to the last record added.
  const Chain& chain() const { return chain_; }

  // The signed note of the last checkpoint written here; empty before the first.
  const std::string& note() const { return note_; }

  // Cuts the file behind its last line. Nobody waits, and nothing was added since.
  Result<void> Cut() { return segment_.Cut(); }

 private:
  struct Added {
    Hash leaf;
    std::size_t begin;  // of the line in `lines`
    std::size_t end;
    std::size_t signature_at;
    Receipt* receipt;
  };

  struct Batch {
    std::string lines;  // Signatures have their room, and are filled in as they are made.
    SigningMode mode = SigningMode::kRecord;
    MerkleTree before;  // Of the records before it.
    std::vector<Added> records;
    std::size_t claimed = 0;     // records that somebody signs or has signed
    std::size_t unfinished = 0;  // of these, those that are not yet signed
    bool checkpoint_demanded = false;
    // Known when it is closed.
    std::optional<Checkpoint> checkpoint;
    std::string note;  // the checkpoint, signed
    bool synced = false;
    std::condition_variable answered;  // who waits for the batch: it is committed, or to commit it
    std::condition_variable all_signed;

    void Clear();
  };

  Batch& At(std::uint64_t batch) { return batches_[batch % batches_.size()]; }
  Batch& Open() { return At(open_); }
  const Batch& Open() const { return batches_[open_ % batches_.size()]; }

  void CommitOpen(Lock& lock);
  void CloseOpen();
  bool SignNext(Batch& batch, Lock& lock);
  Result<void> Write(Batch& batch);
  static void FillReceipts(const Batch& batch);

  const SecretKey& key_;
  EventIds ids_;
  Chain chain_;
  SegmentWriter segment_;
  RecordWriter writer_;
  std::array<Batch, 2> batches_;
  std::uint64_t open_ = 0;  // The batch that is open; those before it were closed.
  std::uint64_t done_ = 0;  // The first that is not committed: the open one or that before it.
  std::optional<Error> failure_;
  std::string note_;
  // The commit of the records that are added now, if it has begun: of a batch, or with
  // Durability::kAsync of several.
  std::optional<std::uint64_t> running_commit_;
  Timestamp commit_begun_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_COMMITTER_H_
