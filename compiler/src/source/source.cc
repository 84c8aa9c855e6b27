#include "bylaw/compiler/source.h"

#include <algorithm>
#include <utility>

namespace bylaw::compiler {

SourceFile::SourceFile(std::string name, std::string bytes)
    : name_(std::move(name)), bytes_(std::move(bytes)), line_begins_{0} {
  if (bytes_.size() > kSourceBytesMax) return;
  for (size_t at = bytes_.find('\n'); at != std::string::npos; at = bytes_.find('\n', at + 1)) {
    line_begins_.push_back(static_cast<uint32_t>(at + 1));
  }
}

std::string_view SourceFile::Slice(Span span) const {
  const std::string_view all = bytes_;
  const size_t begin = std::min<size_t>(span.begin, all.size());
  return all.substr(begin, std::max(span.begin, span.end) - span.begin);
}

Position SourceFile::PositionOf(uint32_t offset) const {
  offset = static_cast<uint32_t>(std::min<size_t>(offset, bytes_.size()));
  const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
  Position position;
  position.line = static_cast<uint32_t>(next - line_begins_.begin());
  // Every byte that begins a code point, up to and with the one at `offset`, is a column; at the
  // end of the text there is none.
  for (uint32_t at = *std::prev(next); at < offset; ++at) {
    if ((static_cast<unsigned char>(bytes_[at]) & 0xC0U) != 0x80) ++position.column;
  }
  const bool inside = offset < bytes_.size() && position.column > 1 &&
                      (static_cast<unsigned char>(bytes_[offset]) & 0xC0U) == 0x80;
  if (inside) --position.column;
  return position;
}

std::string_view SourceFile::Line(uint32_t line) const {
  if (line == 0 || line > line_count()) return {};
  const std::string_view rest = std::string_view(bytes_).substr(LineBegin(line));
  std::string_view text = rest.substr(0, rest.find('\n'));
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

uint32_t SourceFile::LineBegin(uint32_t line) const {
  if (line == 0 || line > line_count()) return static_cast<uint32_t>(bytes_.size());
  return line_begins_[line - 1];
}

}  // namespace bylaw::compiler
