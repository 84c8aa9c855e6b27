// Writes at the end of the ledger's file. The file is kept filled with newlines ahead of that end:
// overwriting blocks that are on disk syncs in two thirds of the time that growing a file takes,
// and readers of JSON Lines see blank lines only. A large commit grows the file: to fill it first
// would take longer than it saves. Thread-safety: one thread. Ownership: owns the
// file.
#ifndef BYLAW_LEDGER_SEGMENT_WRITER_H_
#define BYLAW_LEDGER_SEGMENT_WRITER_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/host.h"

namespace bylaw::ledger {

inline constexpr std::uint64_t kFillBytes = 262'144;       // the file is filled ahead by this much
inline constexpr std::uint64_t kFillForBytesMax = 49'152;  // for commits of up to this much

// Writes all of `bytes`, in as many pieces as the file takes them.
Result<void> WriteAll(File& file, std::uint64_t offset, std::string_view bytes);

class SegmentWriter {
 public:
  // `end` is where the next line goes; what stands behind it in the file is newlines only.
  SegmentWriter(std::unique_ptr<File> file, std::uint64_t end, std::uint64_t size, bool fill)
      : file_(std::move(file)), end_(end), size_(size), fill_(fill) {}

  Result<void> Append(std::string_view lines);
  Result<void> Sync() { return file_->Sync(); }

  // Cuts the file behind the last line and syncs.
  Result<void> Cut();

 private:
  Result<void> FillUpTo(std::uint64_t end);

  std::unique_ptr<File> file_;
  std::uint64_t end_;
  std::uint64_t size_;
  bool fill_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_SEGMENT_WRITER_H_
