#include "collection.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/merkle.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/query/filter.h"
#include "tree_listing.h"
#include "verified_reading.h"

namespace bylaw::report {

using ledger::Error;
using ledger::Field;
using ledger::RecordView;

namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} << 10;

tl::unexpected<Error> Changed(const std::string& directory) {
  return ledger::Fail(ledger::ErrorCode::kCorrupt, directory + " was changed while it was read");
}

class Collector {
 public:
  Collector(const Outline& outline, const Period& period,
            const std::vector<std::uint64_t>& anchor_sizes)
      : outline_(outline), period_(period), summarizer_(period), listing_(outline, anchor_sizes) {}

  void Add(const ReadLine& line) {
    if (line.begin >= outline_.begin_byte && line.end <= outline_.end_byte)
      AddLine(range_, line.text);
    if (!line.leaf || tree_.size() == outline_.size) return;
    const std::uint64_t seq = tree_.size();
    tree_.Append(*line.leaf);
    listing_.Add(*line.leaf);
    if (!line.record || seq > outline_.last) return;
    if (seq >= outline_.first) NoteWhatIsElsewhere(*line.record);
    summarizer_.Add(*line.record);
    NoteModule(*line.record, seq);
    if (!IsException(*line.record, period_)) return;
    AddLine(exceptions_, line.text);
    const bool decision = line.record->text(Field::kind) == "evaluation";
    ++collection_.exceptional[line.record->text(decision ? Field::code : Field::kind)];
  }

  bool IsWhole() const { return tree_.size() == outline_.size && tree_.Root() == outline_.root; }

  Collection Finish() && {
    collection_.summary = summarizer_.summary();
    collection_.tree = listing_.Text();
    collection_.range = range_.Finish();
    collection_.exceptions = exceptions_.Finish();
    auto& blobs = collection_.blobs;
    std::sort(blobs.begin(), blobs.end(), [](const ledger::Blob& left, const ledger::Blob& right) {
      return left.sha256 < right.sha256;
    });
    blobs.erase(std::unique(blobs.begin(), blobs.end()), blobs.end());
    return std::move(collection_);
  }

 private:
  static void AddLine(ledger::Sha256& hash, std::string_view line) {
    hash.Update(line);
    hash.Update("\n");
  }

  void NoteWhatIsElsewhere(const RecordView& record) {
    for (const ledger::BlobMember& member : ledger::kBlobMembers) {
      if (const auto blob = ledger::BlobOf(record, member)) collection_.blobs.push_back(*blob);
    }
    if (record.has(Field::personal)) ++collection_.personal;
  }

  // Before the period only the last one counts: it was in force when the period began.
  void NoteModule(const RecordView& record, std::uint64_t seq) {
    if (!record.has(Field::constitution_digest)) return;
    const bool refused =
        record.text(Field::kind) == "constitution" && record.text(Field::code) != "loaded";
    const ledger::Timestamp time = record.time(Field::timestamp);
    if (refused || (period_.to && time >= *period_.to)) return;
    auto& modules = collection_.modules;
    const ledger::Hash digest = record.digest(Field::constitution_digest);
    const bool known = std::any_of(modules.begin(), modules.end(),
                                   [&](const auto& module) { return module.first == digest; });
    if (known) return;
    if (period_.from && time < *period_.from) modules.clear();
    modules.emplace_back(digest, seq);
  }

  const Outline& outline_;
  const Period& period_;
  Collection collection_;
  Summarizer summarizer_;
  TreeListing listing_;
  ledger::MerkleTree tree_;
  ledger::Sha256 range_;
  ledger::Sha256 exceptions_;
};

// What a producer gives, and an error instead of its end if it was something else.
Producer Expecting(Producer producer, const ledger::Hash& expected, std::string directory) {
  return [producer = std::move(producer), expected, directory = std::move(directory),
          hash = std::make_shared<ledger::Sha256>()]() -> Result<std::string> {
    auto piece = producer();
    if (!piece) return piece;
    hash->Update(*piece);
    if (piece->empty() && hash->Finish() != expected) return Changed(directory);
    return piece;
  };
}

// The segments as one, for a producer to keep.
Result<std::shared_ptr<ledger::Segments>> OpenShared(const std::string& directory,
                                                     const ledger::ReadOptions& options) {
  auto segments = ledger::Segments::Open(*options.host, directory);
  if (!segments) return tl::unexpected<Error>(segments.error());
  return std::make_shared<ledger::Segments>(std::move(*segments));
}

}  // namespace

bool IsException(const RecordView& record, const Period& period) {
  if (!period.Holds(record.time(Field::timestamp))) return false;
  const std::string kind = record.text(Field::kind);
  if (kind == "evaluation") {
    const auto agent = query::TextOf(record, Field::agent_id);
    const bool meant = !period.agent || !agent || agent == period.agent;
    return meant && record.text(Field::decision) == "DENY";
  }
  if (kind == "constitution") return record.text(Field::code) != "loaded";
  return kind == "recovery" || kind == "clock" || kind == "admin";
}

Result<Collection> Collect(const std::string& directory, const Outline& outline,
                           const Period& period, const std::vector<std::uint64_t>& anchor_sizes,
                           const ledger::ReadOptions& options) {
  auto segments = ledger::Segments::Open(*options.host, directory);
  if (!segments) return tl::unexpected<Error>(segments.error());
  Collector collector(outline, period, anchor_sizes);
  const auto read =
      ReadLines(*segments, options, [&](const ReadLine& line) { collector.Add(line); });
  if (!read) return tl::unexpected<Error>(read.error());
  if (!collector.IsWhole()) return Changed(directory);
  return std::move(collector).Finish();
}

Result<Producer> RangeLines(const std::string& directory, const Outline& outline,
                            const Collection& collection, const ledger::ReadOptions& options) {
  const auto segments = OpenShared(directory, options);
  if (!segments) return tl::unexpected<Error>(segments.error());
  const auto progress = std::make_shared<ledger::Progress>(options);
  const auto next = [segments = *segments, progress, at = outline.begin_byte,
                     first = outline.begin_byte,
                     end = outline.end_byte]() mutable -> Result<std::string> {
    if (!progress->Reached(at - first, end - first))
      return ledger::Fail(ledger::ErrorCode::kClosed, "writing the bundle was stopped");
    std::string piece(std::min<std::uint64_t>(kPieceBytes, end - at), '\0');
    const auto n = segments->ReadAt(at, piece);
    if (!n) return tl::unexpected<Error>(n.error());
    piece.resize(*n);
    at += *n;
    return piece;
  };
  return Expecting(next, collection.range, directory);
}

Result<Producer> ExceptionLines(const std::string& directory, const Outline& outline,
                                const Collection& collection, const Period& period,
                                const ledger::ReadOptions& options) {
  const auto segments = OpenShared(directory, options);
  if (!segments) return tl::unexpected<Error>(segments.error());
  const auto reader = std::make_shared<ledger::LineReader>(**segments, outline.begin_byte);
  const auto next = [segments = *segments, reader, &period,
                     end = outline.end_byte]() -> Result<std::string> {
    std::string piece;
    while (piece.size() < kPieceBytes) {
      const auto line = reader->Next();
      if (!line) return tl::unexpected<Error>(line.error());
      if (!*line || (*line)->end > end) break;
      if ((*line)->text.starts_with(ledger::kCheckpointStart)) continue;
      const auto record = RecordView::Parse((*line)->text);
      if (!record) return tl::unexpected<Error>(record.error());
      if (IsException(*record, period)) piece.append((*line)->text).append("\n");
    }
    return piece;
  };
  return Expecting(next, collection.exceptions, directory);
}

}  // namespace bylaw::report
