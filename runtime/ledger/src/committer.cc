#include "committer.h"

#include <algorithm>
#include <utility>

#include "record_text.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

// How many records one thread takes at a time to check them, some 30 µs of work; a signature is as
// much by itself.
constexpr std::size_t kCheckedAtOnce = 32;

}  // namespace

EventId EventIds::Make(Timestamp time) {
  if (used_ == pool_.size()) {
    host_.Random(pool_);
    used_ = 0;
  }
  std::array<std::uint8_t, 8 + kRandomBytes> bytes;
  auto rest = static_cast<std::uint64_t>(time.us);
  for (std::size_t i = 8; i-- > 0; rest >>= 8) bytes[i] = static_cast<std::uint8_t>(rest);
  std::copy_n(pool_.begin() + static_cast<std::ptrdiff_t>(used_), kRandomBytes, bytes.begin() + 8);
  used_ += kRandomBytes;

  static constexpr std::string_view kStart = "evt_";
  EventId id;
  std::copy(kStart.begin(), kStart.end(), id.text.begin());
  WriteHex(bytes, std::span(id.text).subspan(kStart.size()));
  return id;
}

void Committer::Batch::Clear() {
  lines.clear();
  records.clear();
  claimed = 0;
  checkpoint_demanded = false;
  checkpoint.reset();
}

Result<Ticket> Committer::Add(const Record& record, Receipt* receipt) {
  if (record.timestamp && *record.timestamp < chain_.timestamp) {
    return Fail(ErrorCode::kTimeRunsBack, "the record is of " + TimestampText(*record.timestamp) +
                                              ", the one before of " +
                                              TimestampText(chain_.timestamp));
  }
  const std::uint64_t seq = chain_.seq();
  const std::uint64_t commit = running_commit_.value_or(seq);
  const EventId id = ids_.Make(record.timestamp.value_or(chain_.timestamp));

  LedgerFields fields;
  fields.commit = commit;
  fields.event_id = id.view();
  fields.origin = chain_.origin;
  fields.prev_hash = chain_.prev_hash;
  fields.seq = seq;
  fields.v = kRecordVersion;
  if (chain_.after_checkpoint) fields.checkpoint_size = chain_.checkpoint_size;

  Batch& batch = Open();
  const std::size_t begin = batch.lines.size();
  const auto written = writer_.AppendUnsigned(record, fields, chain_.mode, batch.lines);
  if (!written) return tl::unexpected<Error>(written.error());
  if (batch.records.empty()) {
    batch.mode = chain_.mode;
    batch.before = chain_.tree;
  }
  batch.records.push_back(
      {written->leaf, begin, batch.lines.size(), written->signature_at, receipt});
  batch.lines += '\n';
  if (!running_commit_) commit_begun_ = *record.timestamp;
  running_commit_ = commit;
  chain_.AddRecord(written->leaf, commit, *record.timestamp);
  return Ticket{open_, seq, id};
}

void Committer::GoBack(Mark mark) {
  Batch& batch = Open();
  if (batch.records.size() == mark.records) return;
  if (running_commit_ >= mark.chain.seq()) running_commit_.reset();
  chain_ = std::move(mark.chain);
  batch.records.resize(mark.records);
  batch.lines.resize(mark.bytes);
}

Result<void> Committer::Wait(std::uint64_t batch, Lock& lock) {
  while (true) {
    if (done_ > batch) return {};
    if (failure_) return tl::unexpected<Error>(*failure_);
    if (done_ == open_) {
      CommitOpen(lock);
    } else if (!SignNext(At(done_), lock) && !SignNext(Open(), lock)) {
      At(batch).answered.wait(lock);
    }
  }
}

void Committer::CommitOpen(Lock& lock) {
  Batch& batch = Open();
  CloseOpen();
  while (SignNext(batch, lock)) {
  }
  batch.all_signed.wait(lock, [&] { return batch.unfinished == 0; });
  if (!failure_) {
    lock.unlock();
    auto done = Write(batch);
    lock.lock();
    if (!done) failure_ = std::move(done.error());
  }
  if (failure_) {
    failure_->message += "; the ledger is closed until it is opened again";
    for (Batch& each : batches_) each.answered.notify_all();
    return;
  }
  if (batch.checkpoint) note_ = batch.note;
  FillReceipts(batch);
  batch.Clear();
  ++done_;
  batch.answered.notify_all();
  Open().answered.notify_one();
}

void Committer::FillReceipts(const Batch& batch) {
  std::shared_ptr<const CommitProof> proof;
  for (const Added& added : batch.records) {
    if (added.receipt == nullptr) continue;
    added.receipt->line.assign(batch.lines, added.begin, added.end - added.begin);
    if (batch.mode == SigningMode::kRecord || !batch.checkpoint) continue;
    if (proof == nullptr) {
      std::vector<Hash> leaves;
      leaves.reserve(batch.records.size());
      for (const Added& each : batch.records) leaves.push_back(each.leaf);
      proof = std::make_shared<CommitProof>(batch.before, std::move(leaves), batch.note);
    }
    added.receipt->commit = proof;
  }
}

Result<void> Committer::ChangeMode(const Record& record, SigningMode to, Lock& lock) {
  while (done_ != open_) {
    if (auto done = Wait(open_ - 1, lock); !done) return done;
  }
  const auto ticket = Add(record);
  if (!ticket) return tl::unexpected<Error>(ticket.error());
  chain_.ChangeMode(to);
  DemandCheckpoint();
  return Wait(ticket->batch, lock);
}

// Decides how the open batch ends, and opens the next.
void Committer::CloseOpen() {
  Batch& batch = Open();
  const bool now = batch.checkpoint_demanded;
  const auto passed = [&](Timestamp since) {
    return chain_.timestamp.us - since.us >= kCheckpointIntervalUs;
  };
  batch.synced = now || !chain_.async || passed(commit_begun_) ||
                 chain_.seq() - running_commit_.value_or(chain_.seq()) >= kAsyncCommitRecords;
  if (batch.synced) running_commit_.reset();
  if (batch.synced && !chain_.after_checkpoint &&
      (now || chain_.checkpoint_owed || passed(chain_.checkpoint_timestamp) ||
       chain_.seq() - chain_.checkpoint_size >= kCheckpointRecords)) {
    batch.checkpoint = chain_.ToCheckpoint();
    chain_.AddCheckpoint();
  }
  ++open_;
}

// Signs what nobody has claimed, a record or, where records are not signed, some of them; false if
// there is nothing. The leaf hash that was chained is made once more from the bytes that will be
// written: a signature, of a record or of a checkpoint, is not put under bytes that memory has
// changed.
bool Committer::SignNext(Batch& batch, Lock& lock) {
  if (batch.claimed == batch.records.size() || failure_) return false;
  const bool sign = batch.mode == SigningMode::kRecord;
  const std::span<const Added> left = std::span(batch.records).subspan(batch.claimed);
  const std::span<const Added> taken = left.first(sign ? 1 : std::min(left.size(), kCheckedAtOnce));
  // Copies: what is added meanwhile can move the batch's.
  const std::vector<Added> claimed(taken.begin(), taken.end());
  const std::size_t begin = claimed.front().begin;
  const std::string lines(batch.lines, begin, claimed.back().end - begin);
  batch.claimed += claimed.size();
  ++batch.unfinished;
  lock.unlock();
  Signature signature{};
  bool whole = true;
  for (const Added& added : claimed) {
    const auto line = std::string_view(lines).substr(added.begin - begin, added.end - added.begin);
    if (!sign) {
      whole &= LeafHash(line) == added.leaf;
      continue;
    }
    std::string body;
    AppendBodyOf(line, added.signature_at - added.begin, body);
    whole = LeafHash(body) == added.leaf;
    if (whole) signature = key_.Sign(body);
  }
  lock.lock();
  if (!whole) {
    if (!failure_) {
      failure_ = Error{ErrorCode::kCorrupt, "a record changed in memory before it was signed"};
    }
  } else if (sign) {
    RecordWriter::WriteSignature(
        signature,
        std::span(batch.lines).subspan(claimed.front().signature_at, kSignatureMemberBytes));
  }
  if (--batch.unfinished == 0) batch.all_signed.notify_all();
  return true;
}

// Without the lock: of a closed batch that is signed, only its committer uses this.
Result<void> Committer::Write(Batch& batch) {
  if (batch.checkpoint) {
    batch.note = SignCheckpoint(*batch.checkpoint, key_);
    AppendCheckpointLine(batch.note, batch.lines);
    batch.lines += '\n';
  }
  if (auto done = segment_.Append(batch.lines); !done) return done;
  return batch.synced ? segment_.Sync() : Result<void>();
}

}  // namespace bylaw::ledger
