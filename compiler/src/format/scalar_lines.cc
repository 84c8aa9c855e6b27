#include "format/scalar_lines.h"

#include <algorithm>

#include "source/characters.h"

namespace bylaw::compiler {
namespace {

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (end == std::string_view::npos) {
      lines.push_back(line);
      return lines;
    }
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(end + 1);
  }
}

// Whether the byte behind `text` is escaped: an odd number of backslashes before it.
bool EndsWithEscape(std::string_view text) {
  const size_t last = text.find_last_not_of('\\');
  const size_t backslashes = last == std::string_view::npos ? text.size() : text.size() - last - 1;
  return backslashes % 2 == 1;
}

std::string_view TrimLeft(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line;
}

// An escaped blank is no blank.
std::string_view TrimRight(std::string_view line, ScalarStyle style) {
  const size_t last = line.find_last_not_of(" \t");
  const std::string_view trimmed = line.substr(0, last == std::string_view::npos ? 0 : last + 1);
  const bool escaped = style == ScalarStyle::kDoubleQuoted && trimmed.size() < line.size() &&
                       EndsWithEscape(trimmed);
  return escaped ? line.substr(0, trimmed.size() + 1) : trimmed;
}

size_t CountSpaces(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// The digit of a block's header, or 0.
int32_t GivenIndent(std::string_view header) {
  const std::string_view indicators = header.substr(0, header.find_first_of(" \t"));
  const auto digit = std::find_if(indicators.begin(), indicators.end(), IsDigit);
  return digit == indicators.end() ? 0 : *digit - '0';
}

}  // namespace

std::vector<std::string_view> SplitScalar(std::string_view written, ScalarStyle style) {
  std::vector<std::string_view> lines = Lines(written);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) lines[i] = TrimLeft(lines[i]);
    if (i + 1 < lines.size()) lines[i] = TrimRight(lines[i], style);
  }
  return lines;
}

std::optional<std::string> JoinScalar(const std::vector<std::string_view>& lines,
                                      ScalarStyle style) {
  std::string joined;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool last = i + 1 == lines.size();
    const bool break_escaped =
        !last && style == ScalarStyle::kDoubleQuoted && EndsWithEscape(lines[i]);
    if (lines[i].empty() || break_escaped) return std::nullopt;
    if (i > 0) joined += ' ';
    joined += lines[i];
  }
  return joined;
}

BlockText SplitBlockScalar(std::string_view written, int32_t parent_column) {
  BlockText text;
  text.lines = Lines(written);
  const int32_t given = GivenIndent(text.lines.front());
  text.lines.erase(text.lines.begin());
  const auto first = std::find_if(text.lines.begin(), text.lines.end(), [](std::string_view line) {
    return CountSpaces(line) < line.size();
  });
  if (first == text.lines.end()) return text;
  const size_t indent =
      given > 0 ? static_cast<size_t>(parent_column + given) : CountSpaces(*first);
  for (std::string_view& line : text.lines) {
    line.remove_prefix(std::min(indent, CountSpaces(line)));
  }
  text.begins_indented = first->starts_with(' ');
  return text;
}

}  // namespace bylaw::compiler
