// Reads a ledger's lines, of one file or of all, in flat memory.
//
// A line ends with a newline. Blank lines are the space kept ready for writing and stand at the end
// only: the reader skips them and tells if something stands behind them. Thread-safety: one thread.
// Ownership: borrows what it reads; a line is valid until the next call.
#ifndef BYLAW_LEDGER_LINE_READER_H_
#define BYLAW_LEDGER_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/host.h"

namespace bylaw::ledger {

// Longer lines are cut to this: long enough to be seen as too long for a record.
inline constexpr std::size_t kLineBytesMax = 65'536;

// How the line of a checkpoint begins.
inline constexpr std::string_view kCheckpointStart = "{\"checkpoint\":";

// How a line begins that stands for an archived or dropped record: its leaf hash, a JSON string of
// 64 hexadecimal digits.
inline constexpr std::string_view kHashStart = "\"";

// The hash in such a line; nullopt: it has another form.
std::optional<Hash> ParseHashLine(std::string_view line);

struct Line {
  std::string_view text;     // without the newline
  std::uint64_t number = 0;  // from 1
  std::uint64_t offset = 0;  // of its first byte in the file
  std::uint64_t end = 0;     // behind its newline
  bool ended = true;         // by a newline; false only for what stands at the end of the file
  bool after_blank = false;  // a blank line stands before it: kept space in the middle
};

class LineReader {
 public:
  // Starts at a line's beginning; `number` is that line's number.
  explicit LineReader(Readable& file, std::uint64_t offset = 0, std::uint64_t number = 1);

  // The next line that is not blank; nullopt at the end of the file.
  Result<std::optional<Line>> Next();

 private:
  Result<bool> Fill();

  Readable& file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;    // of what is not yet given out
  std::size_t end_ = 0;      // of what was read
  std::uint64_t buffer_at_;  // the file's offset of buffer_[0]
  std::uint64_t number_;
  bool after_blank_ = false;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_LINE_READER_H_
