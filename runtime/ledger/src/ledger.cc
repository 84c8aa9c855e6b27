#include "bylaw/ledger/ledger.h"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <utility>

#include "bylaw/ledger/module_archive.h"
#include "bylaw/ledger/segments.h"
#include "clock_guard.h"
#include "committer.h"
#include "content_file.h"
#include "frontier_file.h"
#include "record_text.h"
#include "recovery.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::size_t kOriginRandomBytes = 8;

std::string ParentOf(const std::string& directory) {
  auto path = std::filesystem::path(directory).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // "audit/" names "audit"
  const std::string parent = path.parent_path().string();
  return parent.empty() ? "." : parent;
}

ClockReading ReadClocks(Host& host) {
  return {host.WallUs(), host.SteadyUs()};
}

// The first commit: the genesis record, and what signs it.
Result<std::string> GenesisLines(const SecretKey& key, const InitOptions& options) {
  std::array<std::uint8_t, kOriginRandomBytes> random;
  options.host->Random(random);
  std::string origin = options.name + "-";
  AppendHex(random, origin);
  if (!IsOrigin(origin)) {
    return Fail(ErrorCode::kInvalidArgument,
                "a ledger's name is up to 111 printable ASCII "
                "characters without space, not beginning with {");
  }
  const std::string key_line = key.public_key().Line();
  const std::string root_key_line = options.root_key ? options.root_key->Line() : "";
  Record record;
  record.kind = "genesis";
  record.timestamp = Timestamp{options.host->WallUs()};
  record.software = options.software;
  record.mode = SigningModeText(options.mode);
  record.durability =
      options.durability == Durability::kAsync ? kDurabilityAsync : kDurabilityCommit;
  record.key = key_line;
  if (options.root_key) record.root_key = root_key_line;

  const EventId id = EventIds(*options.host).Make(*record.timestamp);
  LedgerFields fields;
  fields.commit = 0;
  fields.event_id = id.view();
  fields.origin = origin;
  fields.prev_hash = Hash{};
  fields.seq = 0;
  fields.v = kRecordVersion;
  std::string lines;
  RecordWriter writer;
  if (options.mode == SigningMode::kRecord) {
    const auto leaf = writer.AppendSigned(record, fields, key, lines);
    if (!leaf) return tl::unexpected<Error>(leaf.error());
    return lines.append("\n");
  }
  const auto line = writer.AppendUnsigned(record, fields, options.mode, lines);
  if (!line) return tl::unexpected<Error>(line.error());
  lines += '\n';
  AppendCheckpointLine(SignCheckpoint({origin, 1, line->leaf}, key), lines);
  return lines.append("\n");
}

}  // namespace

struct Ledger::State {
  Host& host;
  const std::string directory;
  const std::string software;
  const std::string origin;
  const Durability durability;
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

  Record Make(std::string_view kind) {
    Record record;
    record.kind = kind;
    record.timestamp = std::max(clock.Now(ReadClocks(host)), committer.chain().timestamp);
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

  Result<Ticket> Add(const Record& record, Receipt* receipt = nullptr) {
    if (auto done = AddClockRecord(); !done) return tl::unexpected<Error>(std::move(done.error()));
    return committer.Add(record, receipt);
  }

  // All or none, with a receipt for each or without; the last one's ticket.
  Result<Ticket> AddAll(std::span<const Record> records, std::span<Receipt> receipts) {
    if (records.empty()) return Fail(ErrorCode::kInvalidArgument, "an empty batch");
    if (auto done = AddClockRecord(); !done) return tl::unexpected<Error>(std::move(done.error()));
    Committer::Mark before = committer.End();
    Ticket last;
    for (std::size_t i = 0; i < records.size(); ++i) {
      Receipt* const receipt = receipts.empty() ? nullptr : &receipts[i];
      auto ticket = Add(records[i], receipt);
      if (!ticket) {
        committer.GoBack(std::move(before));
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

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<void> Ledger::Init(const std::string& directory, const SecretKey& key,
                          const InitOptions& options) {
  Host& host = *options.host;
  const auto genesis = GenesisLines(key, options);
  if (!genesis) return tl::unexpected<Error>(genesis.error());
  if (auto done = host.CreateDirectory(directory); !done) return done;
  if (auto done = host.SyncDirectory(ParentOf(directory)); !done) return done;
  const auto lock = host.LockDirectory(directory);
  if (!lock) return tl::unexpected<Error>(lock.error());
  const std::string segment = SegmentPath(directory);
  const std::string unfinished = std::filesystem::path(segment + ".tmp").filename().string();
  const auto names = host.List(directory);
  if (!names) return tl::unexpected<Error>(names.error());
  for (const std::string& name : *names) {
    if (name == unfinished) continue;  // of an Init that was cut short
    std::string message = directory;
    message.append(" is not empty (it holds ").append(name);
    return Fail(ErrorCode::kExists,
                message.append("); a ledger is made in a directory of its own"));
  }
  return WriteWhole(host, segment, *genesis);
}

Result<Ledger> Ledger::Open(const std::string& directory, const SecretKey& key,
                            const OpenOptions& options) {
  Host& host = *options.host;
  const auto pass = [](Error error) { return tl::unexpected<Error>(std::move(error)); };
  auto lock = host.LockDirectory(directory);
  if (!lock) return pass(lock.error());
  const auto segments = ListSegments(host, directory);
  if (!segments) {
    if (segments.error().code != ErrorCode::kNotFound) return pass(segments.error());
    return Fail(ErrorCode::kNotFound,
                directory + " is not a ledger; make one with `bylaw ledger init`");
  }
  const PublicKey& public_key = key.public_key();
  const PublicKey first_key = GenesisKey(host, directory).value_or(public_key);
  const auto start =
      ChainAtLastSegment(host, directory, *segments, {first_key, public_key}, options.expect);
  if (!start) return pass(start.error());
  const std::string path = SegmentPath(directory, segments->back());
  auto file = host.Open(path, OpenMode::kWrite);
  if (!file) return pass(file.error());
  auto opened = ReadToEnd(**file, *start, first_key, options.expect);
  if (!opened) return pass(opened.error());
  const auto refuse = [&](const Error& error) {
    return Fail(error.code, path + ": " + error.message + "; nothing was changed");
  };
  Position& end = opened->end;
  const std::optional<PublicKey>& signer = end.chain.signer();
  if (signer && *signer != public_key) {
    return refuse({ErrorCode::kKeyMismatch, "the ledger is signed by key " + signer->Label() +
                                                ", not by " + public_key.Label()});
  }
  if (opened->bad) {
    const bool torn = opened->bad->error.code == ErrorCode::kCorrupt && end.chain.seq() > 0;
    if (!torn) {
      return refuse({opened->bad->error.code, "line " + std::to_string(opened->bad->line) + ": " +
                                                  opened->bad->error.message});
    }
    if (auto done = CheckTorn(**file, end, public_key); !done) return refuse(done.error());
    const auto tail = DescribeTail(**file, end, public_key);
    if (!tail) return pass(tail.error());
    if (auto done = MoveTailAside(host, directory, **file, end, *tail); !done) {
      return pass(done.error());
    }
  }
  // Lines that a killed process wrote may not be on disk yet; no later commit may overtake them.
  if (auto done = (*file)->Sync(); !done) return pass(done.error());
  const auto tails = Unrecorded(host, directory, *opened, public_key);
  if (!tails) return pass(tails.error());
  const auto size = (*file)->Size();
  if (!size) return pass(size.error());

  SegmentWriter segment(
      host, {.directory = directory, .fill = !end.chain.async, .bytes_max = options.segment_bytes},
      std::move(*file), end.offset, *size);
  if (segment.full() && end.chain.after_checkpoint) {
    if (auto done = segment.End(); !done) return pass(done.error());
  }
  const Timestamp last = end.chain.timestamp;
  std::vector<std::string> recovered;
  for (const Recovered& tail : *tails) recovered.push_back(tail.name);
  std::unique_ptr<State> state(
      new State{.host = host,
                .directory = directory,
                .software = options.software,
                .origin = end.chain.origin,
                .durability = end.chain.async ? Durability::kAsync : Durability::kCommit,
                .recovered = std::move(recovered),
                .directory_lock = std::move(*lock),
                .committer = Committer(key, host, std::move(end.chain), std::move(segment)),
                .clock = ClockGuard(ReadClocks(host), last)});
  if (auto done = state->AppendOpening(*tails); !done) return pass(done.error());
  return Ledger(std::move(state));
}

Now Ledger::ReadClock() {
  State& s = *state_;
  const std::lock_guard<std::mutex> lock(s.committer.order());
  const Timestamp time = s.clock.Now(ReadClocks(s.host));
  return {std::max(time, s.committer.chain().timestamp), !s.clock.ahead().has_value()};
}

Result<Ticket> Ledger::Submit(const Record& record) {
  const std::lock_guard<std::mutex> lock(state_->committer.order());
  return state_->Add(record);
}

Result<Ticket> Ledger::Submit(std::span<const Record> records) {
  const std::lock_guard<std::mutex> lock(state_->committer.order());
  return state_->AddAll(records, {});
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
  std::vector<Receipt> receipts(records.size());
  std::unique_lock<std::mutex> lock(s.committer.order());
  const auto last = s.AddAll(records, receipts);
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

Result<void> Ledger::ChangeKey(const SecretKey& key, std::string_view reason) {
  State& s = *state_;
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
