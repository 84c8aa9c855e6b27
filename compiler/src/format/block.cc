// The document as a whole, its comments, and block style.

#include <algorithm>

#include "format/formatter.h"
#include "format/scalar_lines.h"
#include "source/characters.h"

namespace bylaw::compiler {
namespace {

constexpr int32_t kIndent = 2;

}  // namespace

std::string Formatter::Run() {
  const YamlId root = document_.root();
  const Span span = node(root).span;
  WriteMarkers(LineBeginOf(bytes_, 0), span.begin);
  if (IsBlockCollection(node(root))) {
    WriteBlock(root, 0, false);
  } else {
    WriteComments(span.begin);
    lines_.Begin(0, IsAfterBlankLine(bytes_, span.begin));
    WriteInline(root, {-1, -1});
  }
  const auto size = static_cast<uint32_t>(bytes_.size());
  const size_t line_end = bytes_.find('\n', span.end);
  if (line_end != std::string_view::npos) {
    WriteMarkers(static_cast<uint32_t>(line_end + 1), size);
  }
  WriteComments(size);
  return lines_.Take();
}

void Formatter::WriteMarkers(uint32_t begin, uint32_t end) {
  while (begin < end) {
    const std::string_view line = bytes_.substr(begin, bytes_.find('\n', begin) - begin);
    const bool directive = line.starts_with('%');
    if (directive || line.starts_with("---") || line.starts_with("...")) {
      WriteComments(begin);
      lines_.Begin(0, IsAfterBlankLine(bytes_, begin));
      lines_.Append(directive ? line.substr(0, line.find_last_not_of(" \t\r") + 1)
                              : line.substr(0, 3));
    }
    begin += static_cast<uint32_t>(line.size() + 1);
  }
}

// ---------------------------------------------------------------- comments

void Formatter::WriteComments(uint32_t offset) {
  const size_t here = depth_ - 1;
  size_t deepest = blocks_.size() - 1;
  while (comments_.HasBefore(offset)) {
    const SourceComments::Comment comment = comments_.Take();
    if (!comment.own_line && lines_.AddComment(comment.text)) continue;
    const auto column = static_cast<int32_t>(comment.column);
    if (column <= blocks_[here].source) deepest = here;
    while (deepest > here && blocks_[deepest].source > column) --deepest;
    lines_.Begin(static_cast<size_t>(blocks_[deepest].written), comment.after_blank);
    lines_.Append(comment.text);
  }
}

bool Formatter::WriteCommentsAt(uint32_t offset, size_t column) {
  if (!comments_.HasBefore(offset)) return false;
  while (comments_.HasBefore(offset)) {
    const SourceComments::Comment comment = comments_.Take();
    if (!comment.own_line && lines_.AddComment(comment.text)) continue;
    lines_.Begin(column);
    lines_.Append(comment.text);
  }
  return true;
}

// ---------------------------------------------------------------- collections

bool Formatter::IsBlockCollection(const YamlDocument::Node& node) const {
  const char first = bytes_[node.span.begin];
  return node.kind != YamlKind::kScalar && first != '[' && first != '{';
}

void Formatter::WriteBlock(YamlId id, size_t written, bool on_line) {
  const Columns at = {static_cast<int32_t>(ColumnOf(bytes_, node(id).span.begin)),
                      static_cast<int32_t>(written)};
  blocks_.resize(depth_);
  blocks_.push_back(at);
  ++depth_;
  if (node(id).kind == YamlKind::kMapping) {
    WriteMapping(id, at, on_line);
  } else {
    WriteSequence(id, at, on_line);
  }
  --depth_;
}

void Formatter::BeginEntry(uint32_t offset, const Columns& at, bool on_line) {
  if (!on_line) {
    WriteComments(offset);
    lines_.Begin(static_cast<size_t>(at.written), IsAfterBlankLine(bytes_, offset));
  }
  blocks_.resize(depth_);
}

void Formatter::WriteMapping(YamlId mapping, const Columns& at, bool on_line) {
  for (const auto& [key, value] : document_.Members(mapping)) {
    BeginEntry(node(key).span.begin, at, on_line);
    on_line = false;
    lines_.Append(Slice(node(key).span));
    lines_.Append(":");
    WriteValue(value, at, true);
  }
}

void Formatter::WriteSequence(YamlId sequence, const Columns& at, bool on_line) {
  uint32_t dash = node(sequence).span.begin;
  for (const YamlId item : document_.Items(sequence)) {
    BeginEntry(dash, at, on_line);
    on_line = false;
    lines_.Append("-");
    WriteValue(item, at, false);
    dash = FindDash(node(item).span.end);
  }
}

// The first line behind `after` that is neither blank nor a comment begins with the next dash.
uint32_t Formatter::FindDash(uint32_t after) const {
  size_t at = bytes_.find('\n', after);
  while (at != std::string_view::npos) {
    const size_t text = bytes_.find_first_not_of(" \t\r\n", at);
    if (text == std::string_view::npos) break;
    if (bytes_[text] != '#') return static_cast<uint32_t>(text);
    at = bytes_.find('\n', text);
  }
  return static_cast<uint32_t>(bytes_.size());
}

void Formatter::WriteValue(YamlId value, const Columns& owner, bool in_mapping) {
  const uint32_t begin = node(value).span.begin;
  const auto column = static_cast<size_t>(owner.written + kIndent);
  const bool collection = IsBlockCollection(node(value));
  const bool commented = comments_.HasBefore(begin);
  if (collection && (in_mapping || commented)) {
    lines_.NoBlankBeforeNext();
    WriteBlock(value, column, false);
    return;
  }
  if (commented) {
    WriteCommentsAt(begin, column);
    lines_.Begin(column);
  } else {
    lines_.Append(" ");
  }
  if (collection) {
    WriteBlock(value, column, true);
  } else {
    WriteInline(value, owner);
  }
}

// ---------------------------------------------------------------- scalars

void Formatter::WriteInline(YamlId id, const Columns& owner) {
  const ScalarStyle style = node(id).style;
  if (node(id).kind != YamlKind::kScalar) {
    WriteFlow(id, 0, 0);
  } else if (style == ScalarStyle::kLiteral || style == ScalarStyle::kFolded) {
    WriteBlockScalar(id, owner);
  } else {
    WriteScalar(id, static_cast<size_t>(owner.written + kIndent));
  }
}

void Formatter::WriteBlockScalar(YamlId id, const Columns& owner) {
  const Span span = node(id).span;
  const BlockText text = SplitBlockScalar(Slice(span), owner.source);
  const std::string_view value = document_.ScalarText(id);
  const size_t breaks = value.size() - (value.find_last_not_of('\n') + 1);
  std::string header(1, bytes_[span.begin]);
  if (text.begins_indented) header += static_cast<char>('0' + kIndent);
  if (breaks != 1) header += breaks == 0 ? '-' : '+';
  lines_.Append(header);
  WriteCommentsAt(span.end, 0);  // At most one, behind the header.
  const auto column = static_cast<size_t>(owner.written + kIndent);
  for (const std::string_view line : text.lines) {
    lines_.Begin(line.empty() ? 0 : column);
    lines_.Append(line);
  }
  for (size_t i = 1; i < breaks; ++i) lines_.Begin(0);
}

}  // namespace bylaw::compiler
