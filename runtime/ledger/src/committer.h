// Commits: chains, hashes and signs records, writes them with one write and one sync, and only then
// answers.
//
// Begin, Add for each record, Commit. Until Commit nothing is written and the chain is as it was;
// Begin drops what was added. Thread-safety: one thread. Ownership: borrows key and host.
#ifndef BYLAW_LEDGER_COMMITTER_H_
#define BYLAW_LEDGER_COMMITTER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
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

  void Append(Timestamp time, std::string& out);

 private:
  static constexpr std::size_t kRandomBytes = 8;

  Host& host_;
  std::array<std::uint8_t, 128 * kRandomBytes> pool_{};  // one call of the system for 128 records
  std::size_t used_;
};

class Committer {
 public:
  Committer(const SecretKey& key, Host& host, Chain chain, SegmentWriter segment)
      : key_(key), ids_(host), chain_(std::move(chain)), segment_(std::move(segment)) {}

  enum class Checkpointing : std::uint8_t { kWhenDue, kNow };

  void Begin();
  Result<void> Add(const Record& record);
  Result<void> Commit(Checkpointing checkpointing);

  // Of the records since Begin. Valid until the next Begin.
  std::span<const Receipt> receipts() const { return receipts_; }

  const Chain& chain() const { return chain_; }

  // The signed note of the last checkpoint written here; empty before the first.
  const std::string& note() const { return note_; }

  Result<void> Cut() { return segment_.Cut(); }

 private:
  struct Added {
    Hash leaf;
    Timestamp time;
    std::size_t begin;  // of the line in lines_
    std::size_t end;
    std::size_t id_begin;  // of the event_id in ids_text_
  };

  void AppendCheckpoint();
  void MakeReceipts();

  const SecretKey& key_;
  EventIds ids_;
  Chain chain_;
  SegmentWriter segment_;
  RecordWriter writer_;
  std::string lines_;
  std::string ids_text_;
  std::vector<Added> added_;
  std::vector<Receipt> receipts_;
  std::string note_;
  // The commit that is not yet on disk; between commits nullopt.
  std::optional<std::uint64_t> running_commit_;
  Timestamp commit_begun_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_COMMITTER_H_
