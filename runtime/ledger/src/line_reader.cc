#include "bylaw/ledger/line_reader.h"

#include <algorithm>
#include <cstring>

#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::size_t kBufferBytes = 4 * kLineBytesMax;

}  // namespace

std::optional<Hash> ParseHashLine(std::string_view line) {
  Hash leaf;
  if (line.size() != 2 + 2 * leaf.size() || !line.starts_with('"') || !line.ends_with('"') ||
      !ParseHex(line.substr(1, 2 * leaf.size()), leaf)) {
    return std::nullopt;
  }
  return leaf;
}

LineReader::LineReader(Readable& file, std::uint64_t offset, std::uint64_t number)
    : file_(file), buffer_(kBufferBytes), buffer_at_(offset), number_(number) {}

// Moves what is left to the front and reads on. False when the file has no more.
Result<bool> LineReader::Fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  buffer_at_ += begin_;
  end_ -= begin_;
  begin_ = 0;
  const auto n = file_.ReadAt(buffer_at_ + end_, std::span(buffer_).subspan(end_));
  if (!n) return tl::unexpected<Error>(n.error());
  end_ += *n;
  return *n > 0;
}

Result<std::optional<Line>> LineReader::Next() {
  std::size_t length = 0;     // of the line's text, as far as it is known
  std::uint64_t dropped = 0;  // bytes of a line too long to keep
  while (true) {
    const std::string_view there(buffer_.data() + begin_, end_ - begin_);
    const std::size_t newline = there.find('\n', length);
    const bool ended = newline != std::string_view::npos;
    length = ended ? newline : there.size();
    if (!ended) {
      if (length > kLineBytesMax) {  // keep the front, forget the rest as it comes
        dropped += length - kLineBytesMax;
        end_ = begin_ + kLineBytesMax;
        buffer_at_ += length - kLineBytesMax;
        length = kLineBytesMax;
      }
      const auto more = Fill();
      if (!more) return tl::unexpected<Error>(more.error());
      if (*more) continue;
      if (length == 0) return std::optional<Line>();
    }
    const std::uint64_t offset = buffer_at_ + begin_ - dropped;
    const Line line{
        .text = std::string_view(buffer_.data() + begin_, std::min(length, kLineBytesMax)),
        .number = number_++,
        .offset = offset,
        .end = offset + length + dropped + (ended ? 1 : 0),
        .ended = ended,
        .after_blank = after_blank_};
    begin_ += length + (ended ? 1 : 0);
    if (length > 0) return std::optional<Line>(line);
    after_blank_ = true;
    length = 0;
  }
}

}  // namespace bylaw::ledger
