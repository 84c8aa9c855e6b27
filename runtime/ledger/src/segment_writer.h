// Writes at the end of a ledger's last segment, seals it when it is full, and begins the next. The
// file is kept filled with newlines ahead of its end: overwriting blocks that are on disk syncs in
// two thirds of the time that growing a file takes, and readers of JSON Lines see blank lines only.
// Who writes little fills little, and who writes much does it seldom. A large commit grows the
// file: to fill it first would take longer than it saves. Thread-safety: one thread. Ownership:
// owns the file, borrows the host.
#ifndef BYLAW_LEDGER_SEGMENT_WRITER_H_
#define BYLAW_LEDGER_SEGMENT_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/merkle.h"

namespace bylaw::ledger {

// The file is filled ahead by as much as its writer has written to it, within these.
inline constexpr std::uint64_t kFillBytesMin = 65'536;
inline constexpr std::uint64_t kFillBytesMax = 1'048'576;
inline constexpr std::uint64_t kFillForBytesMax = 49'152;  // for commits of up to this much

// Writes all of `bytes`, in as many pieces as the file takes them.
Result<void> WriteAll(File& file, std::uint64_t offset, std::string_view bytes);

class SegmentWriter {
 public:
  struct Options {
    std::string directory;
    bool fill = true;
    std::uint64_t bytes_max = 0;  // a segment of so many bytes is full
  };

  // `end` is where the next line goes; what stands behind it in the file is newlines only.
  SegmentWriter(Host& host, Options options, std::unique_ptr<File> file, std::uint64_t end,
                std::uint64_t size)
      : host_(host), options_(std::move(options)), file_(std::move(file)), end_(end), size_(size) {}

  // `first_seq` is of the first record in `lines`.
  Result<void> Append(std::string_view lines, std::uint64_t first_seq);
  Result<void> Sync() { return file_ == nullptr ? Result<void>() : file_->Sync(); }

  // Cuts the file behind the last line and syncs.
  Result<void> Cut();

  bool full() const { return end_ >= options_.bytes_max; }

  // Behind a checkpoint that was synced: cuts the file; what is appended from now on goes to a new
  // segment.
  Result<void> End();

  // The same, and keeps the tree up to the last record, without that, and its hash for the next
  // opening.
  Result<void> Seal(const MerkleTree& before_last, const Hash& last_leaf);

 private:
  Result<void> Begin(std::uint64_t first_seq);
  Result<void> FillUpTo(std::uint64_t end);

  Host& host_;
  Options options_;
  std::unique_ptr<File> file_;  // none between the end of a segment and the beginning of the next
  std::uint64_t end_;
  std::uint64_t size_;
  std::uint64_t written_ = 0;  // By this writer, to this file.
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_SEGMENT_WRITER_H_
