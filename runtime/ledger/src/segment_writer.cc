#include "segment_writer.h"

#include <algorithm>
#include <string>

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

Result<void> SegmentWriter::Append(std::string_view lines) {
  const std::uint64_t end = end_ + lines.size();
  if (fill_ && end > size_ && lines.size() <= kFillForBytesMax) {
    if (auto done = FillUpTo(end + kFillBytes); !done) return done;
  }
  auto done = WriteAll(*file_, end_, lines);
  if (!done) return done;
  end_ = end;
  size_ = std::max(size_, end_);
  return done;
}

Result<void> SegmentWriter::FillUpTo(std::uint64_t end) {
  static const std::string newlines(kFillBytes, '\n');
  while (size_ < end) {
    const std::uint64_t bytes = std::min(end - size_, kFillBytes);
    auto done = WriteAll(*file_, size_, std::string_view(newlines).substr(0, bytes));
    if (!done) return done;
    size_ += bytes;
  }
  return file_->Sync();
}

Result<void> SegmentWriter::Cut() {
  if (size_ > end_) {
    if (auto done = file_->Truncate(end_); !done) return done;
    size_ = end_;
  }
  return file_->Sync();
}

}  // namespace bylaw::ledger
