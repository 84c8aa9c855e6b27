#include "bylaw/ledger/ledger.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "bylaw/ledger/module_archive.h"
#include "ledger_state.h"
#include "opening.h"
#include "record_text.h"

namespace bylaw::ledger {
namespace {

// Before the order is taken: other threads need not wait for it.
Result<std::vector<RecordDraft>> DraftAll(std::span<const Record> records) {
  RecordWriter writer;
  std::vector<RecordDraft> drafts;
  drafts.reserve(records.size());
  for (const Record& record : records) {
    auto draft = writer.Draft(record);
    if (!draft) return tl::unexpected<Error>(std::move(draft.error()));
    drafts.push_back(*std::move(draft));
  }
  return drafts;
}

}  // namespace

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Now Ledger::ReadClock() {
  const std::lock_guard<std::mutex> lock(state_->committer.order());
  return state_->ReadClock();
}

Result<Ticket> Ledger::Submit(const Record& record) {
  return Submit(std::span(&record, 1));
}

Result<Ticket> Ledger::Submit(std::span<const Record> records) {
  const auto drafts = DraftAll(records);
  if (!drafts) return tl::unexpected<Error>(drafts.error());
  const std::lock_guard<std::mutex> lock(state_->committer.order());
  return state_->AddAll(*drafts, {});
}

Result<void> Ledger::Wait(const Ticket& ticket) {
  return state_->committer.Wait(ticket.batch);
}

Result<Receipt> Ledger::Append(const Record& record) {
  auto receipts = AppendBatch(std::span(&record, 1));
  if (!receipts) return tl::unexpected<Error>(std::move(receipts.error()));
  return std::move(receipts->front());
}

Result<std::vector<Receipt>> Ledger::AppendBatch(std::span<const Record> records) {
  State& s = *state_;
  const auto drafts = DraftAll(records);
  if (!drafts) return tl::unexpected<Error>(drafts.error());
  std::vector<Receipt> receipts(records.size());
  std::unique_lock<std::mutex> lock(s.committer.order());
  const auto last = s.AddAll(*drafts, receipts);
  lock.unlock();
  if (!last) return tl::unexpected<Error>(last.error());
  if (auto done = s.committer.Wait(last->batch); !done) {
    return tl::unexpected<Error>(std::move(done.error()));
  }
  return receipts;
}

Result<void> Ledger::AcceptClock(std::string_view reason) {
  State& s = *state_;
  std::unique_lock<std::mutex> lock(s.committer.order());
  const ClockReading now = ReadClocks(s.host);
  s.clock.Accept(now);
  Record record = s.Make("admin");
  record.admin = kAdminClock;
  record.clock_timestamp = Timestamp{now.wall_us};
  record.reason = reason;
  return s.Append(record, std::move(lock));
}

Result<void> Ledger::StateRetention(std::uint64_t minimum_index, std::string_view reason) {
  State& s = *state_;
  std::unique_lock<std::mutex> lock(s.committer.order());
  Record record = s.Make("admin");
  record.admin = kAdminRetention;
  record.minimum_index = minimum_index;
  if (!reason.empty()) record.reason = reason;
  if (minimum_index > s.committer.chain().seq()) {
    return Fail(ErrorCode::kInvalidArgument, "records that are not there yet need not be kept");
  }
  if (auto done = s.Append(record, std::move(lock)); !done) return done;
  const auto note = WriteCheckpoint();
  return note ? Result<void>() : tl::unexpected<Error>(note.error());
}

Result<void> Ledger::ChangeMode(SigningMode mode, std::string_view reason) {
  State& s = *state_;
  std::unique_lock<std::mutex> lock(s.committer.order());
  if (mode == s.committer.chain().mode) {
    return Fail(ErrorCode::kInvalidArgument,
                "the ledger is in mode " + std::string(SigningModeText(mode)) + " already");
  }
  Record record = s.Make("mode");
  record.mode = SigningModeText(mode);
  if (!reason.empty()) record.reason = reason;
  if (auto done = s.AddClockRecord(); !done) return done;
  return s.committer.ChangeMode(record, mode, std::move(lock));
}

Result<void> Ledger::ChangeKey(const Signer& key, std::string_view reason) {
  State& s = *state_;
  if (s.revoked_before > 0) {
    auto done = CheckNotRevokedBefore(s.host, s.directory, s.revoked_before, key.public_key());
    if (!done) return done;
  }
  std::unique_lock<std::mutex> lock(s.committer.order());
  const std::string line = key.public_key().Line();
  Record record = s.Make("key");
  record.key = line;
  if (!reason.empty()) record.reason = reason;
  if (auto done = s.AddClockRecord(); !done) return done;
  return s.committer.ChangeKey(record, key, std::move(lock));
}

Result<void> Ledger::ArchiveModule(const Hash& digest, std::string_view bytes) {
  const std::string& directory = state_->directory;
  return state_->Keep(ModuleFolder(directory), ModulePath(directory, digest), bytes);
}

Result<Blob> Ledger::KeepBlob(std::string_view text) {
  if (text.size() > kBlobBytesMax) {
    return Fail(ErrorCode::kInvalidArgument, "a blob of " + std::to_string(text.size()) +
                                                 " bytes; at most " +
                                                 std::to_string(kBlobBytesMax) + " are kept");
  }
  const std::string& directory = state_->directory;
  const Blob blob{HashOf(text), text.size()};
  auto done = state_->Keep(BlobFolder(directory), BlobPath(directory, blob.sha256), text);
  if (!done) return tl::unexpected<Error>(std::move(done.error()));
  return blob;
}

Result<std::string> Ledger::WriteCheckpoint() {
  State& s = *state_;
  std::unique_lock<std::mutex> lock(s.committer.order());
  if (auto done = s.CheckOpen(); !done) return tl::unexpected<Error>(std::move(done.error()));
  s.committer.DemandCheckpoint();
  const std::uint64_t batch = s.committer.open_batch();
  lock.unlock();
  if (auto done = s.committer.Wait(batch); !done) {
    return tl::unexpected<Error>(std::move(done.error()));
  }
  return s.committer.note();
}

Result<void> Ledger::Close() {
  State& s = *state_;
  std::unique_lock<std::mutex> lock(s.committer.order());
  Record record = s.Make("closed");
  record.software = s.software;
  const auto ticket = s.Add(record);
  if (!ticket) return tl::unexpected<Error>(ticket.error());
  s.committer.DemandCheckpoint();
  s.closed = Error{ErrorCode::kClosed, "the ledger was closed"};
  lock.unlock();
  auto done = s.committer.Wait(ticket->batch);
  if (done) done = s.committer.Cut();
  s.directory_lock.reset();
  return done;
}

const std::string& Ledger::origin() const {
  return state_->origin;
}

std::uint64_t Ledger::size() const {
  const std::lock_guard<std::mutex> lock(state_->committer.order());
  return state_->committer.chain().seq();
}

Durability Ledger::durability() const {
  return state_->durability;
}

SigningMode Ledger::mode() const {
  const std::lock_guard<std::mutex> lock(state_->committer.order());
  return state_->committer.chain().mode;
}

const std::vector<std::string>& Ledger::recovered() const {
  return state_->recovered;
}

}  // namespace bylaw::ledger
