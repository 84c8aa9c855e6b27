#include "first_change.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "terminal.h"

namespace bylaw::cli {
namespace {

constexpr size_t kShownLines = 5;
// Lines of either text that are searched for a place where the texts meet again.
constexpr size_t kSearchedLines = 60;

// With their line breaks, at most `lines_max`.
std::vector<std::string_view> Lines(std::string_view text, size_t lines_max) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < lines_max) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

using LineList = std::vector<std::string_view>;

// Two lines, or both texts to their ends.
bool Meet(const LineList& before, size_t i, const LineList& after, size_t j) {
  const size_t left = before.size() - i;
  if (left != after.size() - j && (left < 2 || after.size() - j < 2)) return false;
  const size_t compared = std::min<size_t>(left, 2);
  return std::equal(before.begin() + static_cast<std::ptrdiff_t>(i),
                    before.begin() + static_cast<std::ptrdiff_t>(i + compared),
                    after.begin() + static_cast<std::ptrdiff_t>(j));
}

// How many lines of each make the change.
std::pair<size_t, size_t> ChangeSize(const LineList& before, const LineList& after) {
  for (size_t sum = 1; sum <= before.size() + after.size(); ++sum) {
    for (size_t i = sum > after.size() ? sum - after.size() : 0; i <= std::min(sum, before.size());
         ++i) {
      if (Meet(before, i, after, sum - i)) return {i, sum - i};
    }
  }
  return {before.size(), after.size()};
}

std::string ShownLine(std::string_view line) {
  const bool broken = line.ends_with('\n');
  if (broken) line.remove_suffix(1);
  const size_t text = line.find_last_not_of(" \t") + 1;
  std::string shown = Shown(line.substr(0, text));
  for (size_t i = text; i < line.size(); ++i) shown += "·";
  return broken ? shown : shown + "·";
}

void AppendLines(const LineList& lines, size_t count, std::string_view mark, Color color, bool on,
                 std::string& out) {
  for (size_t i = 0; i < std::min(count, kShownLines); ++i) {
    out += Paint(std::string(mark) + ShownLine(lines[i]), color, on) + "\n";
  }
  if (count > kShownLines) out += Paint(std::string(mark) + "…", color, on) + "\n";
}

}  // namespace

FirstChange FindFirstChange(std::string_view before, std::string_view after, bool color) {
  FirstChange change;
  const auto differs = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  const auto same = static_cast<size_t>(differs.first - before.begin());
  const size_t line_feed = same == 0 ? std::string_view::npos : before.rfind('\n', same - 1);
  const size_t begin = line_feed == std::string_view::npos ? 0 : line_feed + 1;
  change.line = 1 + static_cast<size_t>(std::count(
                        before.begin(), before.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
  const LineList old_lines = Lines(before.substr(begin), kSearchedLines);
  const LineList new_lines = Lines(after.substr(begin), kSearchedLines);
  const auto [removed, added] = ChangeSize(old_lines, new_lines);
  AppendLines(old_lines, removed, "- ", Color::kRed, color, change.lines);
  AppendLines(new_lines, added, "+ ", Color::kGreen, color, change.lines);
  return change;
}

}  // namespace bylaw::cli
