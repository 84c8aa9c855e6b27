#include "line_source.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "interrupt.h"

namespace bylaw::cli {

namespace {
constexpr size_t kReadBytes = size_t{256} << 10;
}  // namespace

LineSource::LineSource(int fd, size_t line_bytes_max, Split split,
                       std::function<bool()> before_wait)
    : fd_(fd),
      line_bytes_max_(line_bytes_max),
      split_(split),
      before_wait_(std::move(before_wait)),
      buffer_(line_bytes_max + 1 + kReadBytes) {}

// The newline that ends the line, or nullptr if there is none yet.
const char* LineSource::FindNewline(size_t from) const {
  if (split_ == Split::kNot) return nullptr;
  return static_cast<const char*>(std::memchr(buffer_.data() + from, '\n', end_ - from));
}

// Reads more behind what is there; moves that to the front if there is no room.
LineSource::State LineSource::Fill() {
  if (at_end_) return State::kEnd;
  if (buffer_.size() - end_ < kReadBytes) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    scanned_ -= begin_;
    begin_ = 0;
  }
  while (true) {
    if (InterruptGuard::Interrupted()) return State::kInterrupted;
    if (!before_wait_()) return State::kEnd;
    const ssize_t n = ::read(fd_, buffer_.data() + end_, kReadBytes);
    if (n > 0) {
      end_ += static_cast<size_t>(n);
      return State::kLine;
    }
    if (n == 0) {
      at_end_ = true;
      return State::kEnd;
    }
    if (errno == EINTR) continue;
    error_ = errno;
    return State::kFailed;
  }
}

LineSource::State LineSource::Next(InputLine& line) {
  if (InterruptGuard::Interrupted()) return State::kInterrupted;
  line = {};
  while (true) {
    if (const char* const newline = FindNewline(scanned_)) {
      const auto at = static_cast<size_t>(newline - buffer_.data());
      line.text = {buffer_.data() + begin_, at - begin_};
      begin_ = scanned_ = at + 1;
      return State::kLine;
    }
    scanned_ = end_;
    if (end_ - begin_ > line_bytes_max_) return SkipOversized(line);
    const State filled = Fill();
    if (filled == State::kLine) continue;
    if (filled != State::kEnd || !at_end_ || begin_ == end_) return filled;
    line.text = {buffer_.data() + begin_, end_ - begin_};
    begin_ = scanned_ = end_;
    return State::kLine;
  }
}

LineSource::State LineSource::SkipOversized(InputLine& line) {
  ledger::Sha256 hash;
  uint64_t bytes = 0;
  const auto take = [&](size_t until) {
    hash.Update({buffer_.data() + begin_, until - begin_});
    bytes += until - begin_;
    begin_ = scanned_ = until;
  };
  while (true) {
    if (const char* const newline = FindNewline(begin_)) {
      take(static_cast<size_t>(newline - buffer_.data()));
      ++begin_;
      scanned_ = begin_;
      break;
    }
    take(end_);
    const State filled = Fill();
    if (filled == State::kLine) continue;
    if (filled != State::kEnd || !at_end_) return filled;
    break;
  }
  line.oversized_bytes = bytes;
  line.oversized_sha256 = hash.Finish();
  return State::kLine;
}

}  // namespace bylaw::cli
