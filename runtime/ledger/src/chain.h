// The chain: what the next line of a ledger depends on, and the check of one line against it.
// Writer, opening and verification share it, so that what is written is what is accepted.
//
// Thread-safety: one thread at a time. Ownership: Chain is a value (2 KiB, copyable); a LineChecker
// borrows the key.
#ifndef BYLAW_LEDGER_CHAIN_H_
#define BYLAW_LEDGER_CHAIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/merkle.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/revocation.h"

namespace bylaw::ledger {

inline constexpr std::string_view kDurabilityCommit = "commit";
inline constexpr std::string_view kDurabilityAsync = "async";

struct Chain {
  std::string origin;                       // empty before the genesis record
  bool async = false;                       // the genesis record's durability
  SigningMode mode = SigningMode::kRecord;  // of the next record
  std::optional<PublicKey> key;             // that signs; none before the genesis record
  std::optional<PublicKey> next_key;        // that signs from the next record on, if another does
  std::optional<PublicKey> root_key;        // that the genesis record names, if it does
  std::vector<PublicKey> revoked;           // since where this chain was read from
  MerkleTree tree;                          // its size is the next seq
  Hash prev_hash{};                         // leaf hash of the last record
  std::uint64_t commit = 0;                 // of the last record
  Timestamp timestamp;                      // of the last record
  std::uint64_t checkpoint_size = 0;        // of the last checkpoint; 0 before the first
  Timestamp
      checkpoint_timestamp;  // of the last record that it covers; before the first, of the genesis
  bool after_checkpoint = false;    // the last line is a checkpoint
  bool commit_ended = false;        // the last line is a checkpoint, or a `mode` or `key` record
  bool checkpoint_owed = false;     // records without a signature stand behind the last checkpoint
  bool after_hash = false;          // the last line is the leaf hash of a record that is not here
  bool hashes_owed = false;         // such lines stand behind the last checkpoint, which signs them
  std::uint64_t hashes_end = 0;     // behind the last record that is not here
  std::uint64_t minimum_index = 0;  // the highest that a retention record states

  std::uint64_t seq() const { return tree.size(); }
  // That signs the next record; none before the genesis record.
  const std::optional<PublicKey>& signer() const { return next_key ? next_key : key; }
  Checkpoint ToCheckpoint() const { return {origin, tree.size(), tree.Root()}; }

  void AddRecord(const Hash& leaf, std::uint64_t record_commit, Timestamp time);
  void AddCheckpoint();
  // Of a record that is not here: what else it said is not known.
  void AddHash(const Hash& leaf);
  // Behind a `mode` record, and behind a `key` record.
  void ChangeMode(SigningMode to);
  void ChangeKey(PublicKey to);
  // Before the record of a revocation, which the new key signs already; behind it, EndCommit.
  void Revoke(PublicKey to);
  void EndCommit() { commit_ended = true; }

  // May the key be named as the one that signs next? kInvalidArgument: it signs already, is the
  // root key, or was revoked.
  Result<void> CheckMayFollow(const PublicKey& next) const;
};

enum class Signatures : std::uint8_t {
  kCheck,  // of every line: a record without a signature of its own does not hold
  kTrust,  // of checkpoints only, one that stands behind a record signs it too; and of changes of
           // the key
};

// What a new key signs, to show that whoever names it has it: not a record, nor a checkpoint of any
// ledger, whose size would have to be its origin.
std::string KeyProofText(std::string_view origin, std::uint64_t seq);

// What a record of a revocation by `next` is behind this chain.
Revocation RevocationBehind(const Chain& chain, const PublicKey& next);

class LineChecker {
 public:
  // `key` is that of the genesis record, where the chain begins before it.
  LineChecker(const PublicKey& key, Chain chain) : key_(key), chain_(std::move(chain)) {}

  // Takes the next line. On an error, which says why the line cannot stand here, the chain is as it
  // was; a record's error starts with what the line is as far as that can be told.
  Result<void> Check(std::string_view line, Signatures signatures);

  const Chain& chain() const { return chain_; }

  // Takes a line that stands for a record that is archived or dropped. Whether it may be, a
  // retention record says, which can stand behind it: see Chain::minimum_index.
  Result<void> CheckHash(std::string_view line);

  // The last line was a checkpoint.
  bool at_checkpoint() const { return chain_.after_checkpoint; }

  // The record checked last; nullopt if the last line was none.
  const std::optional<RecordView>& record() const { return record_; }

  // The body of the record checked last: what is hashed and signed.
  std::string_view body() const { return record_->is_signed() ? body_ : record_->line(); }

  // That signs the last line.
  const PublicKey& key() const { return chain_.key ? *chain_.key : key_; }

  // The signed note of the last checkpoint; empty before the first.
  const std::string& note() const { return note_; }

 private:
  Result<void> CheckCheckpoint(std::string_view line);
  Result<void> CheckRecord(const RecordView& record, Signatures signatures);
  Result<void> CheckPlace(const RecordView& record, Timestamp time) const;
  Result<void> CheckGenesis(const RecordView& record) const;
  Result<void> CheckSignature(const RecordView& record, std::string_view body, SigningMode mode,
                              const PublicKey& key, Signatures signatures) const;
  Result<PublicKey> CheckNamedKey(const RecordView& record) const;
  Result<void> CheckProofs(const RecordView& record, const PublicKey& next) const;

  const PublicKey& key_;
  Chain chain_;
  std::optional<RecordView> record_;
  std::string note_;
  std::string body_;  // Of a record that carries a signature; else it is the line.
};

// The line of a record that is not here, behind the end of `out`.
void AppendHashLine(const Hash& leaf, std::string& out);

// `{"checkpoint":"<note>"}`, behind the end of `out`.
void AppendCheckpointLine(std::string_view note, std::string& out);

// Is the line a record of this ledger, wherever it stands and whoever signed it? Its commit, if so.
std::optional<std::uint64_t> CommitOfRecord(std::string_view line, const Chain& chain);

// Is the line a checkpoint of this ledger with a good signature by one of these keys? Its note, if
// so.
std::optional<std::string> ValidCheckpoint(std::string_view line, const Chain& chain,
                                           const PublicKey& key);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_CHAIN_H_
