// How a ledger begins: it is made, opened, or opened by the key that the root key puts in another's
// place.
#include <filesystem>
#include <utility>

#include "bylaw/ledger/segments.h"
#include "ledger_state.h"
#include "opening.h"
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

// The first commit: the genesis record, and what signs it.
Result<std::string> GenesisLines(const Signer& key, const InitOptions& options) {
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
  if (options.root_key && options.root_key->bytes() == key.public_key().bytes()) {
    return Fail(ErrorCode::kInvalidArgument,
                "key " + key.public_key().Label() + " cannot be both the root key and the one " +
                    "that signs: the root key is for the day when that one is stolen");
  }
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
  const auto draft = writer.Draft(record);
  if (!draft) return tl::unexpected<Error>(draft.error());
  const auto line = writer.AppendUnsigned(*draft, fields, options.mode, lines);
  if (!line) return tl::unexpected<Error>(line.error());
  lines += '\n';
  const auto note = SignCheckpoint({origin, 1, line->leaf}, key);
  if (!note) return tl::unexpected<Error>(note.error());
  AppendCheckpointLine(*note, lines);
  return lines.append("\n");
}

}  // namespace

Result<void> Ledger::Init(const std::string& directory, const Signer& key,
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

// Goes on where the ledger ends; the directory is locked.
Result<std::unique_ptr<Ledger::State>> Ledger::Start(const std::string& directory,
                                                     const Signer& signer, LedgerEnd found,
                                                     std::unique_ptr<Lock> lock,
                                                     const OpenOptions& options,
                                                     const std::optional<Record>& revocation) {
  Host& host = *options.host;
  const auto pass = [](Error error) { return tl::unexpected<Error>(std::move(error)); };
  const auto tails = MendEnd(host, directory, found, signer.public_key());
  if (!tails) return pass(tails.error());
  const auto size = found.file->Size();
  if (!size) return pass(size.error());
  Position& end = found.opened.end;
  SegmentWriter segment(
      host, {.directory = directory, .fill = !end.chain.async, .bytes_max = options.segment_bytes},
      std::move(found.file), end.offset, *size);
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
                .revoked_before = end.chain.root_key ? found.opened.first_seq : 0,
                .recovered = std::move(recovered),
                .directory_lock = std::move(lock),
                .committer = Committer(signer, host, std::move(end.chain), std::move(segment)),
                .clock = ClockGuard(ReadClocks(host), last)});
  if (revocation) {
    if (auto done = state->Revoke(*revocation, signer); !done) return pass(done.error());
  }
  if (auto done = state->AppendOpening(*tails); !done) return pass(done.error());
  return state;
}

Result<Ledger> Ledger::Open(const std::string& directory, const Signer& signer,
                            const OpenOptions& options) {
  Host& host = *options.host;
  auto lock = host.LockDirectory(directory);
  if (!lock) return tl::unexpected<Error>(lock.error());
  const PublicKey& key = signer.public_key();
  auto end = FindEnd(host, directory, key, options.expect);
  if (!end) return tl::unexpected<Error>(std::move(end.error()));
  const std::optional<PublicKey>& signs = end->chain().signer();
  if (signs && *signs != key) {
    return end->Refuse({ErrorCode::kKeyMismatch, "the ledger is signed by key " + signs->Label() +
                                                     ", not by " + key.Label()});
  }
  if (auto done = CheckEnd(*end, key); !done) return tl::unexpected<Error>(std::move(done.error()));
  auto state = Start(directory, signer, *std::move(end), *std::move(lock), options, std::nullopt);
  if (!state) return tl::unexpected<Error>(std::move(state.error()));
  return Ledger(*std::move(state));
}

Result<Revocation> Ledger::DraftRevocation(const std::string& directory, const PublicKey& new_key,
                                           const OpenOptions& options) {
  Host& host = *options.host;
  const auto lock = host.LockDirectory(directory);
  if (!lock) return tl::unexpected<Error>(lock.error());
  const auto end = FindEnd(host, directory, new_key, options.expect);
  if (!end) return tl::unexpected<Error>(end.error());
  if (auto done = CheckEnd(*end, new_key); !done) {
    return tl::unexpected<Error>(std::move(done.error()));
  }
  if (!end->chain().root_key) {
    return end->Refuse({ErrorCode::kInvalidArgument,
                        "the genesis record names no root key: nobody can revoke the ledger's"});
  }
  if (auto done = end->chain().CheckMayFollow(new_key); !done) return end->Refuse(done.error());
  return RevocationBehind(end->chain(), new_key);
}

Result<Ledger> Ledger::OpenRevoking(const std::string& directory, const Signer& signer,
                                    const RevocationStatement& statement, std::string_view reason,
                                    const OpenOptions& options) {
  Host& host = *options.host;
  const auto pass = [](Error error) { return tl::unexpected<Error>(std::move(error)); };
  auto lock = host.LockDirectory(directory);
  if (!lock) return pass(lock.error());
  auto end = FindEnd(host, directory, statement.revocation.old_key, options.expect);
  if (!end) return pass(std::move(end.error()));
  const PublicKey& key = signer.public_key();
  if (auto done = CheckEnd(*end, key); !done) return pass(std::move(done.error()));
  const Chain& chain = end->chain();
  const auto refuse = [&](std::string why) {
    return end->Refuse({ErrorCode::kInvalidArgument, std::move(why)});
  };
  if (!chain.root_key) return refuse("the genesis record names no root key");
  if (key != statement.revocation.new_key) {
    return refuse("the statement puts key " + statement.revocation.new_key.Label() +
                  " in the old one's place, not " + key.Label());
  }
  if (auto done = chain.CheckMayFollow(key); !done) return end->Refuse(done.error());
  if (statement.revocation != RevocationBehind(chain, key)) {
    return refuse("the statement is for record " + std::to_string(statement.revocation.seq) +
                  " of ledger " + statement.revocation.origin + " and key " +
                  statement.revocation.old_key.Label() + "; the next is record " +
                  std::to_string(chain.seq()) + " of " + chain.origin + " behind " +
                  DigestText(chain.prev_hash) + ", signed by key " + chain.signer()->Label());
  }
  const auto proof = RootProof(statement, *chain.root_key);
  if (!proof) return end->Refuse(proof.error());
  if (const std::uint64_t from = end->opened.first_seq; from > 0) {
    if (auto done = CheckNotRevokedBefore(host, directory, from, key); !done) {
      return end->Refuse(done.error());
    }
  }
  const std::string line = key.Line();
  Record record;
  record.key = line;
  record.root_proof = *proof;
  if (!reason.empty()) record.reason = reason;
  auto state = Start(directory, signer, *std::move(end), *std::move(lock), options, record);
  if (!state) return pass(std::move(state.error()));
  return Ledger(*std::move(state));
}

}  // namespace bylaw::ledger
