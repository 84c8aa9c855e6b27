#include "text_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace bylaw::report {
namespace {

using Lines = std::vector<std::string_view>;

Lines LinesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

struct Marked {
  char mark;
  std::string_view line;
};

// By the longest common subsequence of lines.
std::vector<Marked> Compare(const Lines& before, const Lines& after) {
  const std::size_t columns = after.size() + 1;
  // Of the rests from [i] and [j] on.
  std::vector<std::uint32_t> common((before.size() + 1) * columns);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
    return common[i * columns + j];
  };
  for (std::size_t i = before.size(); i-- > 0;) {
    for (std::size_t j = after.size(); j-- > 0;) {
      at(i, j) =
          before[i] == after[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
  }
  std::vector<Marked> marked;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() || j < after.size()) {
    if (i < before.size() && j < after.size() && before[i] == after[j]) {
      marked.push_back({' ', before[i++]});
      ++j;
    } else if (j == after.size() || (i < before.size() && at(i + 1, j) >= at(i, j + 1))) {
      marked.push_back({'-', before[i++]});
    } else {
      marked.push_back({'+', after[j++]});
    }
  }
  return marked;
}

}  // namespace

std::optional<std::string> LineDiff(std::string_view before, std::string_view after) {
  constexpr std::size_t kCellsMax = std::size_t{4} << 20;
  constexpr std::size_t kContext = 2;
  const Lines old_lines = LinesOf(before);
  const Lines new_lines = LinesOf(after);
  if (before == after) return "";
  if ((old_lines.size() + 1) * (new_lines.size() + 1) > kCellsMax) return std::nullopt;
  const std::vector<Marked> marked = Compare(old_lines, new_lines);
  std::vector<bool> shown(marked.size());
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (marked[i].mark == ' ') continue;
    const std::size_t last = std::min(i + kContext, marked.size() - 1);
    for (std::size_t near = i - std::min(i, kContext); near <= last; ++near) shown[near] = true;
  }
  std::string text;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (shown[i]) {
      text.append(1, marked[i].mark).append(marked[i].line).append("\n");
    } else if (i == 0 || shown[i - 1]) {
      text += "@\n";
    }
  }
  return text;
}

}  // namespace bylaw::report
