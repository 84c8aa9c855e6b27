#include "outline.h"

#include <algorithm>
#include <utility>

#include "bylaw/ledger/merkle.h"

namespace bylaw::report {

using ledger::Field;

namespace {

struct Place {
  std::uint64_t seq = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  ledger::Timestamp time;
  std::uint64_t absent = 0;  // records before it that are not here
};

class Finder {
 public:
  explicit Finder(const Period& period) : period_(period) {}

  void Add(const ReadLine& line) {
    if (line.record) {
      AddRecord(line);
    } else if (line.leaf) {
      AddAbsent(*line.leaf);
    } else {
      AddCheckpoint(line);
    }
  }

  Result<Outline> Finish() && {
    if (outline_.size == 0) {
      return ledger::Fail(ledger::ErrorCode::kNotFound,
                          "no checkpoint signs a record yet; one follows within 256 records or at "
                          "a clean close");
    }
    // What stands behind the last checkpoint is not in reach of it.
    const Place first = first_ && first_->seq < outline_.size ? *first_ : signed_end_;
    const Place last = last_ && last_->seq < outline_.size ? *last_ : signed_end_;
    // Nobody can see what times they have: some may be of the period.
    if (first.absent != last.absent) {
      return ledger::Fail(ledger::ErrorCode::kNotFound,
                          std::to_string(last.absent - first.absent) +
                              " records that may be of this period are archived or dropped: put "
                              "the archive's files back into the ledger, or ask for a period that "
                              "begins later than " +
                              ledger::TimestampText(whole_from_));
    }
    outline_.first = first.seq;
    outline_.last = last.seq;
    outline_.begin_byte = first.begin;
    outline_.end_byte = last.end;
    outline_.earlier = period_.from && first.time < *period_.from;
    outline_.later = period_.to && last.time >= *period_.to;
    outline_.left_out = in_period_ - in_period_signed_;
    KeepCheckpoint(before_);
    KeepCheckpoint(behind_);
    KeepCheckpoint(newest_);
    auto& kept = outline_.checkpoints;
    std::sort(kept.begin(), kept.end(),
              [](const CheckpointLine& left, const CheckpointLine& right) {
                return left.size < right.size;
              });
    return std::move(outline_);
  }

 private:
  void AddRecord(const ReadLine& line) {
    const ledger::RecordView& record = *line.record;
    const Place place{record.number(Field::seq), line.begin, line.end,
                      record.time(Field::timestamp), absent_};
    tree_.Append(*line.leaf);
    if (std::exchange(behind_absent_, false)) whole_from_ = place.time;
    // The neighbour before the range is the last record that is earlier; the one behind it the
    // first that is later, and times never run back.
    if (!first_ || (period_.from && place.time < *period_.from)) {
      first_ = place;
      before_ = newest_;
    }
    const bool later = period_.to && place.time >= *period_.to;
    if (!last_ || !is_later_) last_ = place;
    is_later_ = is_later_ || later;
    if (period_.Holds(place.time)) ++in_period_;
    const std::string kind = record.text(Field::kind);
    behind_landmark_ = kind == "genesis" || kind == "key" || kind == "mode";
    if (behind_landmark_) outline_.landmarks.push_back({place.seq, std::string(line.text)});
    end_ = place;
  }

  void AddAbsent(const ledger::Hash& leaf) {
    tree_.Append(leaf);
    ++absent_;
    behind_absent_ = true;
    behind_landmark_ = false;
  }

  void AddCheckpoint(const ReadLine& line) {
    newest_ = {tree_.size(), std::string(line.text)};
    outline_.size = tree_.size();
    outline_.root = tree_.Root();
    signed_end_ = end_;
    in_period_signed_ = in_period_;
    if (std::exchange(behind_landmark_, false)) outline_.checkpoints.push_back(newest_);
    if (is_later_ && behind_.size == 0) behind_ = newest_;
  }

  // Unless it is kept already; nothing where there is none.
  void KeepCheckpoint(const CheckpointLine& checkpoint) {
    auto& kept = outline_.checkpoints;
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const CheckpointLine& other) {
      return other.size == checkpoint.size;
    });
    if (checkpoint.size > 0 && !known) kept.push_back(checkpoint);
  }

  const Period& period_;
  Outline outline_;
  ledger::MerkleTree tree_;
  std::optional<Place> first_;
  std::optional<Place> last_;
  Place end_;         // the last record so far
  Place signed_end_;  // the last that a checkpoint signs
  std::uint64_t absent_ = 0;
  ledger::Timestamp whole_from_;  // of the first record behind the last that is not here
  bool behind_absent_ = false;
  bool is_later_ = false;
  bool behind_landmark_ = false;
  std::uint64_t in_period_ = 0;
  std::uint64_t in_period_signed_ = 0;
  CheckpointLine before_;
  CheckpointLine behind_;
  CheckpointLine newest_;
};

}  // namespace

Result<Outline> FindOutline(const std::string& directory, const ledger::PublicKey& key,
                            const Period& period, const ledger::ReadOptions& options) {
  Finder finder(period);
  auto verified =
      ReadVerified(directory, key, options, [&](const ReadLine& line) { finder.Add(line); });
  if (!verified) return tl::unexpected<ledger::Error>(verified.error());
  auto outline = std::move(finder).Finish();
  if (outline) outline->verified = std::move(*verified);
  return outline;
}

}  // namespace bylaw::report
