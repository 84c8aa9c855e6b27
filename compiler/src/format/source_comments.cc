#include "format/source_comments.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsBlankText(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

uint32_t LineBeginOf(std::string_view bytes, uint32_t offset) {
  if (offset > 0) {
    const size_t line_feed = bytes.rfind('\n', offset - 1);
    if (line_feed != std::string_view::npos) return static_cast<uint32_t>(line_feed + 1);
  }
  return bytes.starts_with(kByteOrderMark) ? static_cast<uint32_t>(kByteOrderMark.size()) : 0;
}

uint32_t ColumnOf(std::string_view bytes, uint32_t offset) {
  return offset - LineBeginOf(bytes, offset);
}

bool IsFirstOnLine(std::string_view bytes, uint32_t offset) {
  const uint32_t begin = LineBeginOf(bytes, offset);
  return IsBlankText(bytes.substr(begin, offset - begin));
}

bool IsAfterBlankLine(std::string_view bytes, uint32_t offset) {
  const uint32_t begin = LineBeginOf(bytes, offset);
  if (begin == 0 || bytes[begin - 1] != '\n' || !IsFirstOnLine(bytes, offset)) return false;
  const uint32_t before = LineBeginOf(bytes, begin - 1);
  return IsBlankText(bytes.substr(before, begin - 1 - before));
}

SourceComments::Comment SourceComments::Take() {
  const Span span = comments_[next_++];
  return {bytes_.substr(span.begin, span.end - span.begin), ColumnOf(bytes_, span.begin),
          IsFirstOnLine(bytes_, span.begin), IsAfterBlankLine(bytes_, span.begin)};
}

}  // namespace bylaw::compiler
