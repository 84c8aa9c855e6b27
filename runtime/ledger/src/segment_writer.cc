#include "segment_writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "bylaw/ledger/segments.h"
#include "frontier_file.h"

namespace bylaw::ledger {

Result<void> WriteAll(File& file, std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = file.WriteAt(offset, bytes);
    if (!written) return tl::unexpected<Error>(written.error());
    offset += *written;
    bytes.remove_prefix(*written);
  }
  return {};
}

Result<void> SegmentWriter::Append(std::string_view lines, std::uint64_t first_seq) {
  if (lines.empty()) return {};
  if (file_ == nullptr) {
    if (auto done = Begin(first_seq); !done) return done;
  }
  const std::uint64_t end = end_ + lines.size();
  if (options_.fill && end > size_ && lines.size() <= kFillForBytesMax) {
    if (auto done = FillUpTo(end + std::clamp(written_, kFillBytesMin, kFillBytesMax)); !done)
      return done;
  }
  auto done = WriteAll(*file_, end_, lines);
  if (!done) return done;
  end_ = end;
  written_ += lines.size();
  size_ = std::max(size_, end_);
  return done;
}

// The file is on disk, empty, before anything is written to it.
Result<void> SegmentWriter::Begin(std::uint64_t first_seq) {
  auto file = host_.Open(SegmentPath(options_.directory, first_seq), OpenMode::kCreate);
  if (!file) return tl::unexpected<Error>(std::move(file.error()));
  file_ = std::move(*file);
  end_ = 0;
  size_ = 0;
  written_ = 0;
  return host_.SyncDirectory(options_.directory);
}

Result<void> SegmentWriter::FillUpTo(std::uint64_t end) {
  static const std::string newlines(kFillBytesMin, '\n');
  while (size_ < end) {
    const std::uint64_t bytes = std::min(end - size_, kFillBytesMin);
    auto done = WriteAll(*file_, size_, std::string_view(newlines).substr(0, bytes));
    if (!done) return done;
    size_ += bytes;
  }
  return file_->Sync();
}

Result<void> SegmentWriter::End() {
  auto done = Cut();
  if (done) file_.reset();
  return done;
}

Result<void> SegmentWriter::Seal(const MerkleTree& before_last, const Hash& last_leaf) {
  if (auto done = End(); !done) return done;
  return WriteFrontier(host_, options_.directory, before_last, last_leaf);
}

Result<void> SegmentWriter::Cut() {
  if (file_ == nullptr) return {};
  if (size_ > end_) {
    if (auto done = file_->Truncate(end_); !done) return done;
    size_ = end_;
  }
  return file_->Sync();
}

}  // namespace bylaw::ledger
