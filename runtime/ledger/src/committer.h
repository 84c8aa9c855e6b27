// Group commit: whatever threads have added is chained, hashed and signed, then written with one
// write and one sync, and only then are they answered.
//
// There are two batches. Records are added to the open one, which is when they get their place in
// the chain. A thread that waits, and finds nobody at it, commits: it closes the open batch (the
// other becomes the open one), signs, writes, syncs, and wakes those who wait. Meanwhile the next
// batch fills, and threads that wait sign its records, so that signing takes as many cores as there
// are. There is no timer, and a lone caller pays one signature, one write and one sync.
//
// In SigningMode::kCheckpoint records are checked only where they would be signed, and the
// checkpoint that ends the commit signs them all. The disk is what threads wait for then: where
// some wait for the next batch when one is done, a thread of the committer's own goes on for as
// long as somebody does, so that the disk does not wait for one of them to wake. It is started when
// it is first needed.
//
// Thread-safety: two locks. The owner's, "the order", is over the chain and the open batch: it is
// held at every call but Wait, note and failure, which are called without it. The committer's own
// is over what is closed and committed; so who adds records does not hold up who commits. Where
// both are taken, the order comes first. Ownership: borrows key, host and the order.
#ifndef BYLAW_LEDGER_COMMITTER_H_
#define BYLAW_LEDGER_COMMITTER_H_

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
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
  Committer(const Signer& key, Host& host, Chain chain, SegmentWriter segment)
      : ids_(host), key_(&key), chain_(std::move(chain)), segment_(std::move(segment)) {}
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // What is to be held while records are added: over the chain and the open batch, and whatever
  // else the owner wants in order with them.
  std::mutex& order() { return order_; }

  // Chains a record in the open batch; at this time, if one is given. If it cannot be written,
  // nothing is changed. `receipt`, where it is given, is filled in once the record is written, if
  // it is; someone must be waiting then.
  Result<Ticket> Add(const RecordDraft& draft, std::optional<Timestamp> at = {},
                     Receipt* receipt = nullptr);
  Result<Ticket> Add(const Record& record);

  // Where the open batch ends, to go back to before the order is let go of.
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

  // Add the record that changes the mode or the key, as the last of its commit; at the time of the
  // record before, if that is later. Let go of the order, and return when it is committed.
  // ChangeKey sets the record's key_proof; it begins with the signer's next record, or, with a
  // root_proof, was made with that signer and adds its first.
  Result<void> ChangeMode(Record record, SigningMode to, std::unique_lock<std::mutex> order);
  Result<void> ChangeKey(Record record, const Signer& to, std::unique_lock<std::mutex> order);

  // Up to the last record added.
  const Chain& chain() const { return chain_; }

  // Returns when a batch is committed; commits it if nobody else does.
  Result<void> Wait(std::uint64_t batch);

  // The first failure of a write, behind which nothing more is written.
  std::optional<Error> failure() const;

  // The signed note of the last checkpoint written here; empty before the first.
  std::string note() const;

  // Cuts the file behind its last line. Nobody waits, and nothing was added since.
  Result<void> Cut() { return segment_.Cut(); }

 private:
  using Lock = std::unique_lock<std::mutex>;

  struct Added {
    Hash leaf;
    std::size_t begin;  // of the line in `lines`
    std::size_t end;
    std::size_t signature_at;
    Receipt* receipt;
  };

  using Signed =
      std::vector<std::pair<std::size_t, Signature>>;  // which record of a batch, and its

  struct Batch {
    // While it is open, of the order; then of who commits it.
    std::string lines;
    const Signer* key = nullptr;
    SigningMode mode = SigningMode::kRecord;
    MerkleTree before;  // Of the records before it.
    std::vector<Added> records;
    std::size_t claimed = 0;  // records that somebody signs or has signed
    bool checkpoint_demanded = false;
    // Known when it is closed.
    std::optional<Checkpoint> checkpoint;
    std::string note;  // the checkpoint, signed
    bool synced = false;

    // Of the committer's lock, whether it is open or closed.
    Signed signatures;
    std::size_t finished = 0;          // records that are signed, or checked where they are not
    unsigned waiting = 0;              // threads
    std::condition_variable answered;  // It is committed, or somebody is to commit it.
    std::condition_variable all_finished;

    void Clear();
  };

  // Records of a batch that a thread has taken to sign or to check.
  struct Claim {
    std::size_t first;
    std::vector<Added> records;
    std::string lines;
    const Signer* key;
    SigningMode mode;
  };

  Batch& At(std::uint64_t batch) { return batches_[batch % batches_.size()]; }
  Batch& Open() { return At(open_); }
  const Batch& Open() const { return batches_[open_ % batches_.size()]; }

  template <typename Change>
  Result<void> AddAsLast(Record record, Lock order, const Change& change);
  void CloseWith(Error error);
  void CloseIfNobodyCommits();
  void Close();
  void Commit(Lock& lock);
  bool SomebodyWaits() { return !failure_ && !committing_ && At(done_).waiting > 0; }
  void HandOn(Lock& lock);
  void GoOn();
  static std::optional<Claim> Take(Batch& batch);
  static Result<Signed> Sign(const Claim& claim);
  void Finish(Batch& batch, const Claim& claim, Result<Signed> done);
  bool SignNext(Batch& closed, Lock& lock);
  bool SignAhead();
  Result<void> Write(Batch& batch);
  static void FillReceipts(const Batch& batch);

  EventIds ids_;
  RecordWriter writer_;
  std::mutex order_;
  const Signer* key_;  // That signs what is added now.
  Chain chain_;
  std::uint64_t open_ = 0;  // The batch that is open; those before it were closed.
  // The commit of the records that are added now, if it has begun: of a batch, or with
  // Durability::kAsync of several.
  std::optional<std::uint64_t> running_commit_;
  Timestamp commit_begun_;

  std::array<Batch, 2> batches_;
  SegmentWriter segment_;  // Of who commits.

  mutable std::mutex commits_;
  std::uint64_t closed_ = 0;  // Batches that were closed; open_, as this lock knows it.
  std::uint64_t done_ = 0;    // Batches that are committed.
  bool committing_ = false;   // Somebody is at batch done_, which is closed.
  std::optional<Error> failure_;
  std::string note_;
  std::thread thread_;  // That goes on; none until it was needed.
  bool ending_ = false;
  std::condition_variable wanted_;  // The thread: somebody waits, or it is ending.
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_COMMITTER_H_
