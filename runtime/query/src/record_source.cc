#include "bylaw/query/record_source.h"

#include <array>
#include <utility>

namespace bylaw::query {

using ledger::ErrorCode;
using ledger::Result;

RecordSource::RecordSource(ledger::Segments segments)
    : segments_(std::make_unique<ledger::Segments>(std::move(segments))) {
  Seek(0);
}

Result<RecordSource> RecordSource::Open(ledger::Host& host, const std::string& directory,
                                        const std::string& archive) {
  auto segments = ledger::Segments::Open(host, directory, archive);
  if (!segments) return tl::unexpected<ledger::Error>(std::move(segments.error()));
  return RecordSource(std::move(*segments));
}

void RecordSource::Seek(std::uint64_t offset) {
  reader_ = std::make_unique<ledger::LineReader>(*segments_, offset);
}

// What is no record at the end is being written, or was torn; elsewhere it is damage.
Result<std::optional<SourceRecord>> RecordSource::TornOrCorrupt(std::uint64_t offset) {
  const auto behind = reader_->Next();
  if (!behind) return tl::unexpected<ledger::Error>(behind.error());
  if (!*behind) return std::nullopt;
  const auto& segment = segments_->Holding(offset);
  return ledger::Fail(ErrorCode::kCorrupt, segment.path + ": the line at byte " +
                                               std::to_string(offset - segment.begin) +
                                               " is not a record; `bylaw ledger verify` says more");
}

Result<std::optional<SourceRecord>> RecordSource::Next() {
  while (true) {
    const auto line = reader_->Next();
    if (!line) return tl::unexpected<ledger::Error>(line.error());
    if (!*line || !(*line)->ended) return std::nullopt;
    if ((*line)->text.starts_with(ledger::kCheckpointStart) ||
        (*line)->text.starts_with(ledger::kHashStart)) {
      continue;
    }
    line_ = (*line)->text;
    const std::uint64_t offset = (*line)->offset;
    const std::uint64_t end = (*line)->end;
    const auto record = ledger::RecordView::Parse(line_);
    if (!record) return TornOrCorrupt(offset);
    return SourceRecord{*record, offset, end};
  }
}

Result<std::optional<SourceRecord>> RecordSource::At(std::uint64_t offset) {
  // Most records are far shorter than the longest: a little is read first.
  constexpr std::size_t kFirstBytes = 4096;
  for (std::size_t bytes = kFirstBytes;; bytes = ledger::kLineBytesMax) {
    line_.resize(bytes);
    const auto n = segments_->ReadAt(offset, line_);
    if (!n) return tl::unexpected<ledger::Error>(n.error());
    line_.resize(*n);
    const std::size_t length = line_.find('\n');
    if (length == std::string::npos) {
      if (*n == kFirstBytes && bytes == kFirstBytes) continue;
      return std::nullopt;
    }
    line_.resize(length);
    const auto record = ledger::RecordView::Parse(line_);
    if (!record) return std::nullopt;
    return SourceRecord{*record, offset, offset + length + 1};
  }
}

}  // namespace bylaw::query
