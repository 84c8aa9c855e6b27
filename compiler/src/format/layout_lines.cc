#include "format/layout_lines.h"

#include <algorithm>
#include <utility>

#include "bylaw/compiler/format.h"

namespace bylaw::compiler {
namespace {

constexpr size_t kGap = 2;

// Behind the indentation and the dashes of list items.
size_t BlockColumn(std::string_view line) {
  size_t column = std::min(line.find_first_not_of(' '), line.size());
  while (line.substr(column, 2) == "- ") column += 2;
  return column;
}

}  // namespace

size_t CountColumns(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

void LayoutLines::Begin(size_t column, bool blank_before) {
  const bool after_blank = begun_ && line_.empty();
  FinishLine();
  if (blank_before && !no_blank_ && !after_blank) {
    FinishGroup();
    out_ += '\n';
  }
  line_.assign(column, ' ');
  columns_ = column;
  begun_ = true;
  no_blank_ = false;
}

void LayoutLines::Append(std::string_view text) {
  line_ += text;
  columns_ += CountColumns(text);
}

bool LayoutLines::AddComment(std::string_view comment) {
  if (!begun_ || !comment_.empty()) return false;
  comment_ = comment;
  return true;
}

void LayoutLines::FinishLine() {
  if (!begun_) return;
  if (comment_.empty()) {
    FinishGroup();
    out_.append(line_).append("\n");
  } else {
    const size_t block = BlockColumn(line_);
    if (!group_.empty() && group_.back().block != block) FinishGroup();
    group_.push_back({std::move(line_), std::exchange(comment_, {}), columns_, block});
  }
  line_.clear();
  begun_ = false;
}

void LayoutLines::FinishGroup() {
  size_t common = 0;
  for (const Commented& line : group_) common = std::max(common, line.columns);
  const bool too_far = std::any_of(group_.begin(), group_.end(), [common](const Commented& line) {
    const size_t behind = kGap + CountColumns(line.comment);
    return common + behind > kFormatColumns && line.columns + behind <= kFormatColumns;
  });
  for (const Commented& line : group_) {
    const size_t gap = kGap + (too_far ? 0 : common - line.columns);
    out_.append(line.text).append(gap, ' ').append(line.comment).append("\n");
  }
  group_.clear();
}

std::string LayoutLines::Take() {
  FinishLine();
  FinishGroup();
  return std::move(out_);
}

}  // namespace bylaw::compiler
