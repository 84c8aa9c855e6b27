// Lines of a file or pipe, in flat memory: a line that is longer than a request may be is not kept,
// only hashed and counted.
//
// Thread-safety: none. Ownership: borrows the descriptor; a line's text is valid until the next
// call.

#ifndef BYLAW_CLI_LINE_SOURCE_H_
#define BYLAW_CLI_LINE_SOURCE_H_

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "bylaw/ledger/hash.h"
#include "files.h"

namespace bylaw::cli {

struct InputLine {
  std::string_view text;            // Without its newline; empty if it was too long.
  uint64_t oversized_bytes = 0;     // The length of a line that was too long, else 0.
  ledger::Hash oversized_sha256{};  // And its digest.
};

class LineSource {
 public:
  enum class State { kLine, kEnd, kInterrupted, kFailed };
  enum class Split { kLines, kNot };  // kNot: the whole input is one line, newlines and all.

  // `before_wait` is called before every read, which may have to wait for more input: what was
  // answered so far should be on its way by then. False from it ends the input.
  LineSource(int fd, size_t line_bytes_max, Split split, std::function<bool()> before_wait);

  // The next line. The last one need not end with a newline; nothing behind the last newline is no
  // line.
  State Next(InputLine& line);

  int error() const { return error_; }  // errno, for kFailed.

 private:
  const char* FindNewline(size_t from) const;
  State Fill();
  State SkipOversized(InputLine& line);

  int fd_;
  size_t line_bytes_max_;
  Split split_;
  std::function<bool()> before_wait_;
  std::vector<char> buffer_;
  size_t begin_ = 0;    // What is not yet given out …
  size_t scanned_ = 0;  // … has no newline before this …
  size_t end_ = 0;      // … and ends here.
  bool at_end_ = false;
  int error_ = 0;
};

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_LINE_SOURCE_H_
