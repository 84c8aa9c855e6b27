#include "bylaw/ledger/ledger.h"

#include <filesystem>
#include <utility>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/module_archive.h"
#include "clock_guard.h"
#include "committer.h"
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

// A file under its final name is whole: written and synced under another, then renamed.
Result<void> WriteWhole(Host& host, const std::string& folder, const std::string& path,
                        std::string_view bytes) {
  const std::string unfinished = path + ".tmp";
  {
    auto file = host.Open(unfinished, OpenMode::kCreate);
    if (!file) return tl::unexpected<Error>(std::move(file.error()));
    if (auto done = WriteAll(**file, 0, bytes); !done) return done;
    if (auto done = (*file)->Sync(); !done) return done;
  }
  if (auto done = host.Rename(unfinished, path); !done) return done;
  return host.SyncDirectory(folder);
}

Result<std::string> GenesisLine(const SecretKey& key, const InitOptions& options) {
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
  record.mode = kModeRecord;
  record.durability =
      options.durability == Durability::kAsync ? kDurabilityAsync : kDurabilityCommit;
  record.key = key_line;
  if (options.root_key) record.root_key = root_key_line;

  std::string id;
  EventIds(*options.host).Append(*record.timestamp, id);
  LedgerFields fields;
  fields.commit = 0;
  fields.event_id = id;
  fields.origin = origin;
  fields.prev_hash = Hash{};
  fields.seq = 0;
  fields.v = kRecordVersion;
  std::string line;
  if (auto leaf = RecordWriter().AppendLine(record, fields, key, line); !leaf) {
    return tl::unexpected<Error>(std::move(leaf.error()));
  }
  return line.append("\n");
}

}  // namespace

struct Ledger::State {
  Host& host;
  std::string directory;
  std::string software;
  std::unique_ptr<Lock> lock;
  Committer committer;
  ClockGuard clock;
  std::vector<std::string> recovered;
  std::optional<Error> failure;  // set once; every later call returns it

  // Keeps the error of an operation behind which the file's state is unknown.
  Result<void> Guard(Result<void> done) {
    if (!done) {
      done.error().message += "; the ledger is closed until it is opened again";
      failure = done.error();
    }
    return done;
  }

  Record Make(std::string_view kind) {
    Record record;
    record.kind = kind;
    record.timestamp = std::max(clock.Now(ReadClocks(host)), committer.chain().timestamp);
    return record;
  }

  // The jump back that was seen, if there was one, as a record of its own.
  Result<void> AddClockRecord() {
    const auto set_back = clock.TakeSetBack();
    if (!set_back) return {};
    Record record;
    record.kind = "clock";
    record.timestamp = committer.chain().timestamp;
    record.clock_timestamp = std::max(*set_back, Timestamp{0});
    return committer.Add(record);
  }

  Result<void> AppendOwn(const Record& record, Committer::Checkpointing checkpointing) {
    if (failure) return tl::unexpected<Error>(*failure);
    committer.Begin();
    if (auto done = AddClockRecord(); !done) return done;
    if (auto done = committer.Add(record); !done) return done;
    return Guard(committer.Commit(checkpointing));
  }

  // The records that stand at the beginning of a session, in one commit.
  Result<void> AppendOpening(const std::vector<Recovered>& tails) {
    committer.Begin();
    // Read before the recovery records are made, so that the clock's record stands first.
    Record opened = Make("opened");
    opened.software = software;
    if (auto done = AddClockRecord(); !done) return done;
    for (const Recovered& tail : tails) {
      Record record;
      record.kind = "recovery";
      record.timestamp = opened.timestamp;
      record.tail_bytes = tail.tail.bytes;
      record.tail_sha256 = tail.tail.sha256;
      if (tail.tail.checkpoint) record.discarded_checkpoint = *tail.tail.checkpoint;
      if (auto done = committer.Add(record); !done) return done;
      recovered.push_back(tail.name);
    }
    if (auto done = committer.Add(opened); !done) return done;
    return Guard(committer.Commit(Committer::Checkpointing::kWhenDue));
  }
};

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<void> Ledger::Init(const std::string& directory, const SecretKey& key,
                          const InitOptions& options) {
  Host& host = *options.host;
  const auto genesis = GenesisLine(key, options);
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
  return WriteWhole(host, directory, segment, *genesis);
}

Result<Ledger> Ledger::Open(const std::string& directory, const SecretKey& key,
                            const OpenOptions& options) {
  Host& host = *options.host;
  const auto pass = [](Error error) { return tl::unexpected<Error>(std::move(error)); };
  auto lock = host.LockDirectory(directory);
  if (!lock) return pass(lock.error());
  const std::string path = SegmentPath(directory);
  auto file = host.Open(path, OpenMode::kWrite);
  if (!file) {
    if (file.error().code != ErrorCode::kNotFound) return pass(file.error());
    return Fail(ErrorCode::kNotFound,
                directory + " is not a ledger; make one with `bylaw ledger init`");
  }
  const PublicKey& public_key = key.public_key();
  auto opened = ReadToEnd(**file, public_key, options.expect);
  if (!opened) return pass(opened.error());
  const auto refuse = [&](const Error& error) {
    return Fail(error.code, path + ": " + error.message + "; nothing was changed");
  };
  Position& end = opened->end;
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

  const bool fill = !end.chain.async;
  const Timestamp last = end.chain.timestamp;
  auto state = std::make_unique<State>(
      State{.host = host,
            .directory = directory,
            .software = options.software,
            .lock = std::move(*lock),
            .committer = Committer(key, host, std::move(end.chain),
                                   SegmentWriter(std::move(*file), end.offset, *size, fill)),
            .clock = ClockGuard(ReadClocks(host), last),
            .recovered = {},
            .failure = {}});
  if (auto done = state->AppendOpening(*tails); !done) return pass(done.error());
  return Ledger(std::move(state));
}

Now Ledger::ReadClock() {
  State& s = *state_;
  const Timestamp time = s.clock.Now(ReadClocks(s.host));
  return {std::max(time, s.committer.chain().timestamp), !s.clock.ahead().has_value()};
}

Result<Receipt> Ledger::Append(const Record& record) {
  const auto receipts = AppendBatch(std::span(&record, 1));
  if (!receipts) return tl::unexpected<Error>(receipts.error());
  return receipts->front();
}

Result<std::span<const Receipt>> Ledger::AppendBatch(std::span<const Record> records) {
  State& s = *state_;
  const auto pass = [](Error error) { return tl::unexpected<Error>(std::move(error)); };
  if (s.failure) return pass(*s.failure);
  if (records.empty()) return Fail(ErrorCode::kInvalidArgument, "an empty batch");
  s.committer.Begin();
  if (auto done = s.AddClockRecord(); !done) return pass(done.error());
  for (const Record& record : records) {
    if (auto done = s.committer.Add(record); !done) return pass(done.error());
  }
  if (auto done = s.Guard(s.committer.Commit(Committer::Checkpointing::kWhenDue)); !done) {
    return pass(done.error());
  }
  return s.committer.receipts().last(records.size());
}

Result<void> Ledger::AcceptClock(std::string_view reason) {
  State& s = *state_;
  const ClockReading now = ReadClocks(s.host);
  s.clock.Accept(now);
  Record record = s.Make("admin");
  record.admin = "clock";
  record.clock_timestamp = Timestamp{now.wall_us};
  record.reason = reason;
  return s.AppendOwn(record, Committer::Checkpointing::kWhenDue);
}

Result<void> Ledger::ArchiveModule(const Hash& digest, std::string_view bytes) {
  State& s = *state_;
  if (s.failure) return tl::unexpected<Error>(*s.failure);
  const std::string folder = ModuleFolder(s.directory);
  if (auto done = s.host.CreateDirectory(folder); !done) return done;
  if (auto done = s.host.SyncDirectory(s.directory); !done) return done;
  const std::string path = ModulePath(s.directory, digest);
  const auto there = ReadWhole(s.host, path, bytes.size());
  if (there) {
    if (*there == bytes) return {};
    return Fail(ErrorCode::kCorrupt, path + " does not hold the module of that digest: move it " +
                                         "away, and find out who has changed it");
  }
  if (there.error().code != ErrorCode::kNotFound) return tl::unexpected<Error>(there.error());
  return WriteWhole(s.host, folder, path, bytes);
}

Result<std::string> Ledger::WriteCheckpoint() {
  State& s = *state_;
  if (s.failure) return tl::unexpected<Error>(*s.failure);
  s.committer.Begin();
  if (auto done = s.Guard(s.committer.Commit(Committer::Checkpointing::kNow)); !done) {
    return tl::unexpected<Error>(std::move(done.error()));
  }
  return s.committer.note();
}

Result<void> Ledger::Close() {
  State& s = *state_;
  if (s.failure) return tl::unexpected<Error>(*s.failure);
  Record record = s.Make("closed");
  record.software = s.software;
  auto done = s.AppendOwn(record, Committer::Checkpointing::kNow);
  if (done) done = s.committer.Cut();
  s.failure = Error{ErrorCode::kClosed, "the ledger was closed"};
  s.lock.reset();
  return done;
}

const std::string& Ledger::origin() const {
  return state_->committer.chain().origin;
}

std::uint64_t Ledger::size() const {
  return state_->committer.chain().seq();
}

Durability Ledger::durability() const {
  return state_->committer.chain().async ? Durability::kAsync : Durability::kCommit;
}

const std::vector<std::string>& Ledger::recovered() const {
  return state_->recovered;
}

}  // namespace bylaw::ledger
