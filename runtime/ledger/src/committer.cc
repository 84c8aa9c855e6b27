#include "committer.h"

#include <algorithm>
#include <utility>

#include "record_text.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

// How many records one thread takes at a time, so that the lock is taken seldom: to check them,
// some 30 µs of work; to sign them, where there are enough of them for others too.
constexpr std::size_t kCheckedAtOnce = 32;
constexpr std::size_t kSignedAtOnce = 4;

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
  signatures.clear();
  finished = 0;
  waiting = 0;
}

Committer::~Committer() {
  {
    const Lock lock(commits_);
    ending_ = true;
  }
  wanted_.notify_one();
  if (thread_.joinable()) thread_.join();
}

Result<Ticket> Committer::Add(const Record& record) {
  const auto draft = writer_.Draft(record);
  if (!draft) return tl::unexpected<Error>(draft.error());
  return Add(*draft);
}

Result<Ticket> Committer::Add(const RecordDraft& draft, std::optional<Timestamp> at,
                              Receipt* receipt) {
  const Timestamp time = at ? *at : draft.timestamp.value_or(chain_.timestamp);
  if (time < chain_.timestamp) {
    return Fail(ErrorCode::kTimeRunsBack, "the record is of " + TimestampText(time) +
                                              ", the one before of " +
                                              TimestampText(chain_.timestamp));
  }
  const std::uint64_t seq = chain_.seq();
  const std::uint64_t commit = running_commit_.value_or(seq);
  const EventId id = ids_.Make(time);

  LedgerFields fields;
  fields.timestamp = time;
  fields.commit = commit;
  fields.event_id = id.view();
  fields.origin = chain_.origin;
  fields.prev_hash = chain_.prev_hash;
  fields.seq = seq;
  fields.v = kRecordVersion;
  if (chain_.after_checkpoint) fields.checkpoint_size = chain_.checkpoint_size;

  Batch& batch = Open();
  const std::size_t begin = batch.lines.size();
  const auto written = writer_.AppendUnsigned(draft, fields, chain_.mode, batch.lines);
  if (!written) return tl::unexpected<Error>(written.error());
  if (batch.records.empty()) {
    batch.key = key_;
    batch.mode = chain_.mode;
    batch.before = chain_.tree;
  }
  batch.records.push_back(
      {written->leaf, begin, batch.lines.size(), written->signature_at, receipt});
  batch.lines += '\n';
  if (!running_commit_) commit_begun_ = time;
  running_commit_ = commit;
  chain_.AddRecord(written->leaf, commit, time);
  return Ticket{open_, seq, id, written->leaf};
}

void Committer::GoBack(Mark mark) {
  Batch& batch = Open();
  if (batch.records.size() == mark.records) return;
  if (running_commit_ >= mark.chain.seq()) running_commit_.reset();
  chain_ = std::move(mark.chain);
  batch.records.resize(mark.records);
  batch.lines.resize(mark.bytes);
}

Result<void> Committer::Wait(std::uint64_t batch) {
  Lock lock(commits_);
  if (done_ <= batch) ++At(batch).waiting;
  bool ahead = true;  // There may be something to sign ahead.
  while (true) {
    if (done_ > batch) return {};
    if (failure_) return tl::unexpected<Error>(*failure_);
    if (!committing_ && closed_ > done_) {
      Commit(lock);
      HandOn(lock);
    } else if (!committing_) {
      lock.unlock();
      CloseIfNobodyCommits();
      lock.lock();
    } else if (SignNext(At(done_), lock)) {
      // There may be more.
    } else if (ahead) {
      lock.unlock();
      ahead = SignAhead();
      lock.lock();
    } else {
      At(batch).answered.wait(lock);
      ahead = true;
    }
  }
}

// Commits the closed batch.
void Committer::Commit(Lock& lock) {
  committing_ = true;
  Batch& batch = At(done_);
  while (SignNext(batch, lock)) {
  }
  batch.all_finished.wait(lock, [&] { return batch.finished == batch.claimed; });
  if (!failure_) {
    lock.unlock();
    auto done = Write(batch);
    lock.lock();
    if (!done) CloseWith(std::move(done.error()));
  }
  committing_ = false;
  if (failure_) return;
  if (batch.checkpoint) note_ = batch.note;
  FillReceipts(batch);
  batch.Clear();
  ++done_;
  batch.answered.notify_all();
}

// Has the next batch committed, if somebody waits for it: in mode record by one of those, who have
// its records to sign; else by the committer's thread.
void Committer::HandOn(Lock& lock) {
  if (!SomebodyWaits()) return;
  // Closed here, so that what is added until that thread is awake goes to the batch behind it.
  lock.unlock();
  CloseIfNobodyCommits();
  lock.lock();
  if (committing_ || closed_ == done_) return;  // Somebody was here first.
  if (At(done_).mode == SigningMode::kRecord) {
    At(done_).answered.notify_one();
    return;
  }
  if (!thread_.joinable()) thread_ = std::thread([this] { GoOn(); });
  wanted_.notify_one();
}

// The thread: commits for as long as somebody waits.
void Committer::GoOn() {
  Lock lock(commits_);
  while (true) {
    wanted_.wait(lock, [&] { return ending_ || SomebodyWaits(); });
    if (ending_) return;
    lock.unlock();
    CloseIfNobodyCommits();
    lock.lock();
    if (!committing_ && closed_ > done_) Commit(lock);
  }
}

void Committer::CloseWith(Error error) {
  if (failure_) return;
  error.message += "; the ledger is closed until it is opened again";
  failure_ = std::move(error);
  for (Batch& each : batches_) each.answered.notify_all();
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

// Waits until nothing is being committed, so that the record can be the last of the open batch;
// `change` makes it ready to be added, and is told then that it was.
template <typename Change>
Result<void> Committer::AddAsLast(Record record, Lock order, const Change& change) {
  while (true) {
    {
      const Lock lock(commits_);
      if (failure_) return tl::unexpected<Error>(*failure_);
      if (done_ == open_) break;
    }
    const std::uint64_t before = open_ - 1;
    order.unlock();
    if (auto done = Wait(before); !done) return done;
    order.lock();
  }
  record.timestamp = std::max(*record.timestamp, chain_.timestamp);
  if (auto done = change.Prepare(record); !done) return done;
  const auto ticket = Add(record);
  if (!ticket) return tl::unexpected<Error>(ticket.error());
  DemandCheckpoint();
  {
    const Lock lock(commits_);
    Close();
  }
  change.Added();
  order.unlock();
  return Wait(ticket->batch);
}

Result<void> Committer::ChangeMode(Record record, SigningMode to, Lock order) {
  struct {
    Chain& chain;
    SigningMode to;
    Result<void> Prepare(Record&) const { return {}; }
    void Added() const { chain.ChangeMode(to); }
  } const change{chain_, to};
  return AddAsLast(record, std::move(order), change);
}

Result<void> Committer::ChangeKey(Record record, const Signer& to, Lock order) {
  struct {
    Chain& chain;
    const Signer*& key;
    const Signer& to;
    Result<void> Prepare(Record& made) const {
      const PublicKey& next = to.public_key();
      if (auto done = chain.CheckMayFollow(next); !done) return done;
      const auto proof = to.TrySign(KeyProofText(chain.origin, chain.seq()));
      if (!proof) return tl::unexpected<Error>(proof.error());
      made.key_proof = *proof;
      if (made.root_proof) chain.Revoke(next);
      return {};
    }
    void Added() const {
      chain.key = to.public_key();
      chain.next_key.reset();
      key = &to;
    }
  } const change{chain_, key_, to};
  return AddAsLast(record, std::move(order), change);
}

void Committer::CloseIfNobodyCommits() {
  const Lock order(order_);
  const Lock lock(commits_);
  if (!failure_ && !committing_ && closed_ == done_) Close();
}

// Decides how the open batch ends, and opens the next. Under both locks.
void Committer::Close() {
  Batch& batch = Open();
  if (batch.records.empty()) batch.key = key_;
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
  closed_ = ++open_;
}

// What of a batch nobody has taken yet, a record or, where records are not signed, some of them;
// nullopt if there is nothing. Copies: what is added meanwhile can move the batch's.
std::optional<Committer::Claim> Committer::Take(Batch& batch) {
  const std::size_t left = batch.records.size() - batch.claimed;
  if (left == 0) return std::nullopt;
  const std::size_t at_once = batch.mode == SigningMode::kRecord
                                  ? std::clamp<std::size_t>(left / 4, 1, kSignedAtOnce)
                                  : kCheckedAtOnce;
  const std::size_t count = std::min(left, at_once);
  const auto taken = std::span(batch.records).subspan(batch.claimed, count);
  const std::size_t begin = taken.front().begin;
  Claim claim{batch.claimed,
              {taken.begin(), taken.end()},
              batch.lines.substr(begin, taken.back().end - begin),
              batch.key,
              batch.mode};
  batch.claimed += count;
  return claim;
}

// The leaf hash that was chained is made once more from the bytes that will be written: a
// signature, of a record or of a checkpoint, is not put under bytes that memory has changed.
Result<Committer::Signed> Committer::Sign(const Claim& claim) {
  const auto changed = [] {
    return Fail(ErrorCode::kCorrupt, "a record changed in memory before it was signed");
  };
  Signed done;
  std::string body;
  for (std::size_t i = 0; i < claim.records.size(); ++i) {
    const Added& added = claim.records[i];
    const auto line =
        std::string_view(claim.lines)
            .substr(added.begin - claim.records.front().begin, added.end - added.begin);
    if (claim.mode == SigningMode::kCheckpoint) {
      if (LeafHash(line) != added.leaf) return changed();
      continue;
    }
    body.clear();
    AppendBodyOf(line, added.signature_at - added.begin, body);
    if (LeafHash(body) != added.leaf) return changed();
    const auto signature = claim.key->TrySign(body);
    if (!signature) return tl::unexpected<Error>(signature.error());
    done.emplace_back(claim.first + i, *signature);
  }
  return done;
}

void Committer::Finish(Batch& batch, const Claim& claim, Result<Signed> done) {
  if (done) {
    batch.signatures.insert(batch.signatures.end(), done->begin(), done->end());
  } else {
    CloseWith(std::move(done.error()));
  }
  batch.finished += claim.records.size();
  batch.all_finished.notify_one();
}

// Signs something of the closed batch; false if nothing is left.
bool Committer::SignNext(Batch& closed, Lock& lock) {
  if (failure_) return false;
  const auto claim = Take(closed);
  if (!claim) return false;
  lock.unlock();
  auto done = Sign(*claim);
  lock.lock();
  Finish(closed, *claim, std::move(done));
  return true;
}

// Signs something of the open batch; false if there is nothing.
bool Committer::SignAhead() {
  Lock order(order_);
  Batch& batch = Open();
  const auto claim = Take(batch);
  order.unlock();
  if (!claim) return false;
  auto done = Sign(*claim);
  const Lock lock(commits_);
  Finish(batch, *claim, std::move(done));
  return true;
}

Result<void> Committer::Write(Batch& batch) {
  for (const auto& [record, signature] : batch.signatures) {
    RecordWriter::WriteSignature(
        signature,
        std::span(batch.lines).subspan(batch.records[record].signature_at, kSignatureMemberBytes));
  }
  if (batch.checkpoint) {
    auto note = SignCheckpoint(*batch.checkpoint, *batch.key);
    if (!note) return tl::unexpected<Error>(std::move(note.error()));
    batch.note = *std::move(note);
    AppendCheckpointLine(batch.note, batch.lines);
    batch.lines += '\n';
  }
  if (auto done = segment_.Append(batch.lines, batch.before.size()); !done) return done;
  if (!batch.synced) return {};
  if (auto done = segment_.Sync(); !done) return done;
  if (!batch.checkpoint || batch.records.empty() || !segment_.full()) return {};
  MerkleTree tree = batch.before;
  for (const Added& added : std::span(batch.records).first(batch.records.size() - 1)) {
    tree.Append(added.leaf);
  }
  return segment_.Seal(tree, batch.records.back().leaf);
}

std::optional<Error> Committer::failure() const {
  const Lock lock(commits_);
  return failure_;
}

std::string Committer::note() const {
  const Lock lock(commits_);
  return note_;
}

}  // namespace bylaw::ledger
