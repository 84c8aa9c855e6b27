#include "chain.h"

#include <algorithm>
#include <utility>

#include "bylaw/ledger/canonical_json.h"
#include "json_text.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

tl::unexpected<Error> Bad(std::string why) {
  return Fail(ErrorCode::kCorrupt, std::move(why));
}

std::string Number(std::uint64_t number) {
  return std::to_string(number);
}

// The note in `{"checkpoint":"…"}`.
std::optional<std::string> NoteOf(std::string_view line) {
  if (!IsCanonical(line) || !line.starts_with(kCheckpointStart)) return std::nullopt;
  const std::string_view rest = line.substr(kCheckpointStart.size());
  const std::string_view value = rest.substr(0, ValueLength(rest));
  if (!value.starts_with('"') || rest.substr(value.size()) != "}") return std::nullopt;
  return DecodeString(value);
}

// Of a member's value as it is spelt.
bool IsEventId(std::string_view id) {
  constexpr std::string_view kStart = "\"evt_";
  constexpr std::size_t kDigits = 32;
  return id.size() == kStart.size() + kDigits + 1 && id.starts_with(kStart) &&
         IsHex(id.substr(kStart.size(), kDigits));
}

bool IsOfOrigin(const RecordView& record, std::string_view origin) {
  const bool escaped = origin.find_first_of("\"\\") != std::string_view::npos;
  return escaped ? record.text(Field::origin) == origin : record.Is(Field::origin, origin);
}

// Whether `holds` for the key, or for one of the chain's.
template <typename Holds>
bool ForAnyKey(const PublicKey& key, const Chain& chain, const Holds& holds) {
  return holds(key) || (chain.key && holds(*chain.key)) ||
         (chain.next_key && holds(*chain.next_key));
}

}  // namespace

void Chain::AddRecord(const Hash& leaf, std::uint64_t record_commit, Timestamp time) {
  if (tree.size() == 0) checkpoint_timestamp = time;  // the first checkpoint is due from here
  tree.Append(leaf);
  prev_hash = leaf;
  commit = record_commit;
  timestamp = time;
  after_checkpoint = false;
  commit_ended = false;
  after_hash = false;
  if (mode == SigningMode::kCheckpoint) checkpoint_owed = true;
}

void Chain::AddHash(const Hash& leaf) {
  AddRecord(leaf, commit, timestamp);
  if (next_key) key = std::exchange(next_key, std::nullopt);
  after_hash = true;
  hashes_owed = true;
  hashes_end = tree.size();
}

void Chain::AddCheckpoint() {
  checkpoint_size = tree.size();
  checkpoint_timestamp = timestamp;
  after_checkpoint = true;
  commit_ended = true;
  checkpoint_owed = false;
  after_hash = false;
  hashes_owed = false;
}

void Chain::ChangeMode(SigningMode to) {
  mode = to;
  commit_ended = true;
}

void Chain::ChangeKey(PublicKey to) {
  next_key = std::move(to);
  commit_ended = true;
}

void Chain::Revoke(PublicKey to) {
  revoked.push_back(*signer());
  next_key.reset();
  key = std::move(to);
}

Result<void> Chain::CheckMayFollow(const PublicKey& next) const {
  const auto refuse = [&](const char* why) {
    return Fail(ErrorCode::kInvalidArgument, "key " + next.Label() + why);
  };
  const auto is = [&](const PublicKey& other) { return other.bytes() == next.bytes(); };
  if (signer() && is(*signer())) return refuse(" signs the ledger already");
  if (root_key && is(*root_key)) return refuse(" is the root key, which signs no ledger");
  if (std::any_of(revoked.begin(), revoked.end(), is)) {
    return refuse(" was revoked: it may not sign any more");
  }
  return {};
}

std::string KeyProofText(std::string_view origin, std::uint64_t seq) {
  return std::string("bylaw-key\n").append(origin).append("\n" + Number(seq) + "\n");
}

Revocation RevocationBehind(const Chain& chain, const PublicKey& next) {
  return {chain.origin, chain.seq(), chain.prev_hash, *chain.signer(), next};
}

Result<void> LineChecker::Check(std::string_view line, Signatures signatures) {
  record_.reset();
  if (line.starts_with(kCheckpointStart)) return CheckCheckpoint(line);
  const auto record = RecordView::Parse(line);
  if (!record) return Bad("not a record: " + record.error().message);
  return CheckRecord(*record, signatures);
}

Result<void> LineChecker::CheckHash(std::string_view line) {
  record_.reset();
  const auto leaf = ParseHashLine(line);
  if (!leaf) return Bad("neither a record nor the leaf hash of one");
  if (chain_.origin.empty()) return Bad("the genesis record is not here, only its hash");
  // Or whoever names a key of theirs would sign for all that stands before it.
  if (chain_.checkpoint_owed && !chain_.after_hash) {
    return Bad("no checkpoint stands behind record " + Number(chain_.seq() - 1) +
               ", which has no signature");
  }
  chain_.AddHash(*leaf);
  return {};
}

Result<void> LineChecker::CheckCheckpoint(std::string_view line) {
  auto note = NoteOf(line);
  if (!note) return Bad("not a canonical checkpoint line");
  const auto checkpoint = OpenPlainCheckpoint(*note, key());
  if (!checkpoint) return Bad(checkpoint.error().message);
  if (checkpoint->origin != chain_.origin) {
    return Bad("checkpoint of another ledger, " + checkpoint->origin);
  }
  if (checkpoint->size != chain_.tree.size()) {
    return Bad("checkpoint of " + Number(checkpoint->size) + " records stands behind " +
               Number(chain_.tree.size()));
  }
  if (checkpoint->size <= chain_.checkpoint_size) {
    return Bad("checkpoint of " + Number(checkpoint->size) + " records, as the one before it");
  }
  if (checkpoint->root != chain_.tree.Root()) {
    return Bad("checkpoint signs other records than those before it");
  }
  chain_.AddCheckpoint();
  note_ = *std::move(note);
  return {};
}

Result<void> LineChecker::CheckRecord(const RecordView& record, Signatures signatures) {
  const Timestamp time = record.time(Field::timestamp);
  if (auto done = CheckPlace(record, time); !done) return done;
  const bool genesis = chain_.origin.empty();
  if (genesis) {
    if (auto done = CheckGenesis(record); !done) return done;
  }
  // A genesis record states the mode, and a mode record another one.
  const SigningMode stated = record.has(Field::mode)
                                 ? ParseSigningMode(record.text(Field::mode)).value_or(chain_.mode)
                                 : chain_.mode;
  const bool changes_mode = !genesis && record.has(Field::mode);
  if (changes_mode && stated == chain_.mode) {
    return Bad("a mode record that does not change the mode");
  }
  body_.clear();
  if (record.is_signed()) record.AppendBody(body_);
  const std::string_view body = record.is_signed() ? body_ : record.line();
  std::optional<PublicKey> next_key;
  if (record.Is(Field::kind, "key")) {
    auto named = CheckNamedKey(record);
    if (!named) return tl::unexpected<Error>(std::move(named.error()));
    next_key = *std::move(named);
  }
  const bool revokes = record.has(Field::root_proof);
  const PublicKey& signer = revokes ? *next_key : chain_.signer() ? *chain_.signer() : key_;
  if (auto done = CheckSignature(record, body, genesis ? stated : chain_.mode, signer, signatures);
      !done) {
    return done;
  }
  if (next_key) {
    if (auto done = CheckProofs(record, *next_key); !done) return done;
  }
  if (revokes) {
    chain_.Revoke(*next_key);
  } else if (chain_.next_key) {
    chain_.key = std::exchange(chain_.next_key, std::nullopt);
  }
  if (genesis) {
    chain_.key = key_;
    if (record.has(Field::root_key))
      chain_.root_key = *PublicKey::Parse(record.text(Field::root_key));
    chain_.origin = record.text(Field::origin);
    chain_.async = record.text(Field::durability) == kDurabilityAsync;
    chain_.mode = stated;
  }
  chain_.AddRecord(LeafHash(body), record.number(Field::commit), time);
  if (record.has(Field::minimum_index)) {
    chain_.minimum_index = std::max(chain_.minimum_index, record.number(Field::minimum_index));
  }
  if (changes_mode) chain_.ChangeMode(stated);
  if (revokes) {
    chain_.EndCommit();
  } else if (next_key) {
    chain_.ChangeKey(*std::move(next_key));
  }
  record_ = record;
  return {};
}

Result<void> LineChecker::CheckSignature(const RecordView& record, std::string_view body,
                                         SigningMode mode, const PublicKey& key,
                                         Signatures signatures) const {
  const auto bad = [&](const char* what) {
    return Bad("record " + Number(record.number(Field::seq)) + what);
  };
  if (mode == SigningMode::kCheckpoint) {
    if (record.is_signed()) return bad(" carries a signature, in mode checkpoint");
    if (signatures == Signatures::kTrust) return {};
    return bad(" is signed by no checkpoint");
  }
  if (!record.is_signed()) return bad(" has no signature");
  // By this one all that follows is signed: whoever trusts it trusts the key that it names.
  const bool trusted = signatures == Signatures::kTrust && !record.Is(Field::kind, "key");
  if (trusted || key.Verifies(body, record.signature())) return {};
  return Bad("the signature does not fit the record (seq " + Number(record.number(Field::seq)) +
             ") and key " + key.Label());
}

// The key that a `key` record names, if it may follow the one that signs.
Result<PublicKey> LineChecker::CheckNamedKey(const RecordView& record) const {
  auto next = PublicKey::Parse(record.text(Field::key));
  if (!next) return Bad("the new key is none: " + next.error().message);
  if (auto done = chain_.CheckMayFollow(*next); !done) {
    return Bad("the new key: " + done.error().message);
  }
  return next;
}

// That it is in the hands of whoever named it, and of a revocation that the root key wants it.
Result<void> LineChecker::CheckProofs(const RecordView& record, const PublicKey& next) const {
  const std::string text = KeyProofText(chain_.origin, record.number(Field::seq));
  if (!next.Verifies(text, record.signature(Field::key_proof))) {
    return Bad("key_proof is not by the new key, " + next.Label());
  }
  if (!record.has(Field::root_proof)) return {};
  if (!chain_.root_key) return Bad("a revocation, in a ledger that names no root key");
  if (!chain_.root_key->Verifies(RevocationText(RevocationBehind(chain_, next)),
                                 record.signature(Field::root_proof))) {
    return Bad("root_proof is not by the root key, " + chain_.root_key->Label() +
               ", for this key at this place");
  }
  if (record.number(Field::commit) != record.number(Field::seq)) {
    return Bad("a revocation that does not begin a commit");
  }
  return {};
}

Result<void> LineChecker::CheckPlace(const RecordView& record, Timestamp time) const {
  const std::uint64_t seq = record.number(Field::seq);
  const std::uint64_t commit = record.number(Field::commit);
  const bool genesis = chain_.origin.empty();
  if (seq != chain_.seq()) {
    return Bad("record " + Number(seq) + " stands where " + Number(chain_.seq()) + " belongs");
  }
  if (record.digest(Field::prev_hash) != chain_.prev_hash) {
    return Bad("prev_hash is not the hash of the record before (seq " + Number(seq) + ")");
  }
  if (genesis != record.Is(Field::kind, "genesis")) {
    return Bad(genesis ? "the first record is not a genesis record" : "a second genesis record");
  }
  if (!genesis && !IsOfOrigin(record, chain_.origin)) {
    return Bad("record of another ledger, " + record.text(Field::origin));
  }
  if (record.has(Field::minimum_index) && record.number(Field::minimum_index) > seq) {
    return Bad("records that are not there yet need not be kept");
  }
  if (record.has(Field::about) && record.number(Field::about) >= seq) {
    return Bad("about a record that does not stand before it");
  }
  if (time < chain_.timestamp) {
    return Bad("timestamp earlier than the record before");
  }
  if (!IsEventId(record.raw(Field::event_id))) return Bad("event_id is malformed");
  // What commit the record before belongs to, and whether a checkpoint stood here, is not known.
  if (chain_.after_hash) {
    const bool names_size = record.has(Field::checkpoint_size);
    if (commit <= seq && (!names_size || record.number(Field::checkpoint_size) == seq)) return {};
    return Bad("commit or checkpoint_size lies ahead of the record");
  }
  if (commit != seq && (commit != chain_.commit || chain_.commit_ended)) {
    return Bad("commit " + Number(commit) + " is neither the running one nor a new one");
  }
  if (commit == seq && chain_.checkpoint_owed) {
    return Bad("the commit before this record does not end with a checkpoint, in mode checkpoint");
  }
  if (record.has(Field::checkpoint_size) != chain_.after_checkpoint ||
      (chain_.after_checkpoint &&
       record.number(Field::checkpoint_size) != chain_.checkpoint_size)) {
    return Bad("the checkpoint line before this record is not the one that it names");
  }
  return {};
}

Result<void> LineChecker::CheckGenesis(const RecordView& record) const {
  if (!IsOrigin(record.text(Field::origin))) return Bad("origin is malformed");
  if (record.text(Field::key) != key_.Line()) {
    return Fail(ErrorCode::kKeyMismatch, "the ledger was made with key " + record.text(Field::key) +
                                             ", not with " + key_.Line());
  }
  if (record.has(Field::root_key)) {
    const auto root = PublicKey::Parse(record.text(Field::root_key));
    if (!root) return Bad("root_key is none: " + root.error().message);
    if (root->bytes() == key_.bytes()) return Bad("the root key is the key that signs");
  }
  if (!ParseSigningMode(record.text(Field::mode))) {
    return Bad("mode is neither \"record\" nor \"checkpoint\"");
  }
  const std::string durability = record.text(Field::durability);
  if (durability != kDurabilityCommit && durability != kDurabilityAsync) {
    return Bad("durability is neither \"commit\" nor \"async\"");
  }
  return {};
}

void AppendHashLine(const Hash& leaf, std::string& out) {
  out += '"';
  AppendHex(leaf, out);
  out += '"';
}

void AppendCheckpointLine(std::string_view note, std::string& out) {
  out += kCheckpointStart;
  AppendJsonString(note, out);
  out += '}';
}

std::optional<std::uint64_t> CommitOfRecord(std::string_view line, const Chain& chain) {
  const auto record = RecordView::Parse(line);
  if (!record || record->text(Field::origin) != chain.origin) return std::nullopt;
  return record->number(Field::commit);
}

std::optional<std::string> ValidCheckpoint(std::string_view line, const Chain& chain,
                                           const PublicKey& key) {
  auto note = NoteOf(line);
  if (!note) return std::nullopt;
  const auto signs = [&](const PublicKey& by) {
    const auto checkpoint = OpenPlainCheckpoint(*note, by);
    return checkpoint && checkpoint->origin == chain.origin;
  };
  if (!ForAnyKey(key, chain, signs)) return std::nullopt;
  return note;
}

}  // namespace bylaw::ledger
