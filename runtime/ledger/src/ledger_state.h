// What an open ledger is: its committer, its clock, and how records of its own are added.
// Thread-safety: the committer's order is held at every call that says nothing else. Ownership:
// borrows the host and the signer.
#ifndef BYLAW_LEDGER_LEDGER_STATE_H_
#define BYLAW_LEDGER_LEDGER_STATE_H_

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bylaw/ledger/ledger.h"
#include "clock_guard.h"
#include "committer.h"
#include "content_file.h"
#include "recovery.h"

namespace bylaw::ledger {

inline ClockReading ReadClocks(Host& host) {
  return {host.WallUs(), host.SteadyUs()};
}

inline constexpr const char* kClockJumped =
    "the host's clock has jumped forward and nobody has accepted its time";

struct Ledger::State {
  Host& host;
  const std::string directory;
  const std::string software;
  const std::string origin;
  const Durability durability;
  // Up to this seq keys may have been revoked, and opening did not read it; 0: it knows all.
  const std::uint64_t revoked_before;
  const std::vector<std::string> recovered;
  std::unique_ptr<Lock> directory_lock;
  // NOLINTBEGIN(readability-redundant-member-init): what is made by naming members wants them.
  Committer committer;  // Its order is over all that follows, too.
  ClockGuard clock;
  std::optional<Error> closed{};  // Why nothing can be submitted any more.
  std::mutex archive{};           // One module or blob at a time; records go on meanwhile.
  // NOLINTEND(readability-redundant-member-init)

  Result<void> CheckOpen() const {
    if (closed) return tl::unexpected<Error>(*closed);
    if (auto failure = committer.failure()) return tl::unexpected<Error>(*std::move(failure));
    return {};
  }

  Now ReadClock() {
    const Timestamp time = clock.Now(ReadClocks(host));
    return {std::max(time, committer.chain().timestamp), !clock.ahead().has_value()};
  }

  Record Make(std::string_view kind) {
    Record record;
    record.kind = kind;
    record.timestamp = ReadClock().time;
    return record;
  }

  // The jump back that was seen, if there was one, as a record of its own.
  Result<void> AddClockRecord() {
    if (auto done = CheckOpen(); !done) return done;
    const auto set_back = clock.TakeSetBack();
    if (!set_back) return {};
    Record record;
    record.kind = "clock";
    record.timestamp = committer.chain().timestamp;
    record.clock_timestamp = std::max(*set_back, Timestamp{0});
    const auto added = committer.Add(record);
    return added ? Result<void>() : tl::unexpected<Error>(added.error());
  }

  Result<Ticket> Add(const Record& record) {
    if (auto done = AddClockRecord(); !done) return tl::unexpected<Error>(std::move(done.error()));
    return committer.Add(record);
  }

  // All or none, with a receipt for each or without; the last one's ticket.
  Result<Ticket> AddAll(std::span<const RecordDraft> drafts, std::span<Receipt> receipts) {
    if (drafts.empty()) return Fail(ErrorCode::kInvalidArgument, "an empty batch");
    std::optional<Timestamp> now;
    if (!std::all_of(drafts.begin(), drafts.end(), [](const auto& d) { return d.timestamp; })) {
      const Now read = ReadClock();
      if (!read.trusted) return Fail(ErrorCode::kClockJumped, kClockJumped);
      now = read.time;
    }
    if (auto done = AddClockRecord(); !done) return tl::unexpected<Error>(std::move(done.error()));
    std::optional<Committer::Mark> before;
    if (drafts.size() > 1) before = committer.End();
    Ticket last;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      Receipt* const receipt = receipts.empty() ? nullptr : &receipts[i];
      auto ticket = committer.Add(drafts[i], drafts[i].timestamp ? std::nullopt : now, receipt);
      if (!ticket) {
        if (before) committer.GoBack(*std::move(before));
        return ticket;
      }
      last = *ticket;
      if (receipt == nullptr) continue;
      receipt->seq = last.seq;
      receipt->event_id = last.event_id;
    }
    return last;
  }

  // A file that is called by its content.
  Result<void> Keep(const std::string& folder, const std::string& path, std::string_view bytes) {
    {
      const std::lock_guard<std::mutex> lock(committer.order());
      if (auto done = CheckOpen(); !done) return done;
    }
    const std::lock_guard<std::mutex> lock(archive);
    return KeepContent(host, directory, folder, path, bytes);
  }

  // A record of the ledger's own, waited for.
  Result<void> Append(const Record& record, std::unique_lock<std::mutex> lock) {
    const auto ticket = Add(record);
    lock.unlock();
    if (!ticket) return tl::unexpected<Error>(ticket.error());
    return committer.Wait(ticket->batch);
  }

  // The first record by the key that the root key put in another's place, before that of a clock.
  Result<void> Revoke(const Record& given, const Signer& signer) {
    std::unique_lock<std::mutex> lock(committer.order());
    Record record = given;
    record.kind = "key";
    record.timestamp = ReadClock().time;
    return committer.ChangeKey(record, signer, std::move(lock));
  }

  // The records that stand at the beginning of a session, in one commit.
  Result<void> AppendOpening(const std::vector<Recovered>& tails) {
    std::unique_lock<std::mutex> lock(committer.order());
    // Read before the recovery records are made, so that the clock's record stands first.
    Record opened = Make("opened");
    opened.software = software;
    for (const Recovered& tail : tails) {
      Record record;
      record.kind = "recovery";
      record.timestamp = opened.timestamp;
      record.tail_bytes = tail.tail.bytes;
      record.tail_sha256 = tail.tail.sha256;
      if (tail.tail.checkpoint) record.discarded_checkpoint = *tail.tail.checkpoint;
      if (auto ticket = Add(record); !ticket) return tl::unexpected<Error>(ticket.error());
    }
    return Append(opened, std::move(lock));
  }
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_LEDGER_STATE_H_
