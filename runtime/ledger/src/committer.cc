#include "committer.h"

#include "bylaw/ledger/canonical_json.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::size_t kEventIdBytes = 36;

std::string CheckpointLine(std::string_view note) {
  std::string line(kCheckpointStart);
  AppendJsonString(note, line);
  return line.append("}\n");
}

}  // namespace

void EventIds::Append(Timestamp time, std::string& out) {
  if (used_ == pool_.size()) {
    host_.Random(pool_);
    used_ = 0;
  }
  out += "evt_";
  std::array<std::uint8_t, 8> time_bytes;
  auto rest = static_cast<std::uint64_t>(time.us);
  for (std::size_t i = time_bytes.size(); i-- > 0; rest >>= 8) {
    time_bytes[i] = static_cast<std::uint8_t>(rest);
  }
  AppendHex(time_bytes, out);
  AppendHex(std::span(pool_).subspan(used_, kRandomBytes), out);
  used_ += kRandomBytes;
}

void Committer::Begin() {
  lines_.clear();
  ids_text_.clear();
  added_.clear();
  receipts_.clear();
}

Result<void> Committer::Add(const Record& record) {
  const Timestamp before = added_.empty() ? chain_.timestamp : added_.back().time;
  if (record.timestamp && *record.timestamp < before) {
    return Fail(ErrorCode::kTimeRunsBack, "the record is of " + TimestampText(*record.timestamp) +
                                              ", the one before of " + TimestampText(before));
  }
  const std::uint64_t first = chain_.seq();
  const std::size_t id_begin = ids_text_.size();
  ids_.Append(record.timestamp.value_or(before), ids_text_);

  LedgerFields fields;
  fields.commit = running_commit_.value_or(first);
  fields.event_id = std::string_view(ids_text_).substr(id_begin);
  fields.origin = chain_.origin;
  fields.prev_hash = added_.empty() ? chain_.prev_hash : added_.back().leaf;
  fields.seq = first + added_.size();
  fields.v = kRecordVersion;
  if (added_.empty() && chain_.after_checkpoint) fields.checkpoint_size = chain_.checkpoint_size;

  const std::size_t begin = lines_.size();
  const auto leaf = writer_.AppendLine(record, fields, key_, lines_);
  if (!leaf) {
    ids_text_.resize(id_begin);
    return tl::unexpected<Error>(leaf.error());
  }
  added_.push_back({*leaf, *record.timestamp, begin, lines_.size(), id_begin});
  lines_ += '\n';
  return {};
}

Result<void> Committer::Commit(Checkpointing checkpointing) {
  if (!added_.empty() && !running_commit_) {
    running_commit_ = chain_.seq();
    commit_begun_ = added_.front().time;
  }
  for (const Added& added : added_) chain_.AddRecord(added.leaf, *running_commit_, added.time);

  const bool now = checkpointing == Checkpointing::kNow;
  const auto passed = [&](Timestamp since) {
    return chain_.timestamp.us - since.us >= kCheckpointIntervalUs;
  };
  const bool ends = now || !chain_.async || passed(commit_begun_) ||
                    chain_.seq() - running_commit_.value_or(chain_.seq()) >= kAsyncCommitRecords;
  if (ends && !chain_.after_checkpoint &&
      (now || passed(chain_.checkpoint_timestamp) ||
       chain_.seq() - chain_.checkpoint_size >= kCheckpointRecords)) {
    AppendCheckpoint();
  }
  if (auto done = segment_.Append(lines_); !done) return done;
  if (ends) {
    if (auto done = segment_.Sync(); !done) return done;
    running_commit_.reset();
  }
  MakeReceipts();
  return {};
}

void Committer::AppendCheckpoint() {
  note_ = SignCheckpoint(chain_.ToCheckpoint(), key_);
  lines_ += CheckpointLine(note_);
  chain_.AddCheckpoint();
}

void Committer::MakeReceipts() {
  const std::uint64_t first = chain_.seq() - added_.size();
  for (std::size_t i = 0; i < added_.size(); ++i) {
    const Added& added = added_[i];
    receipts_.push_back(
        {.seq = first + i,
         .event_id = std::string_view(ids_text_).substr(added.id_begin, kEventIdBytes),
         .line = std::string_view(lines_).substr(added.begin, added.end - added.begin)});
  }
}

}  // namespace bylaw::ledger
