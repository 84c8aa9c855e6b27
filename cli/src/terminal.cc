#include "terminal.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "bylaw/vm/disturbing.h"
#include "bylaw/vm/utf8.h"
#include "output.h"

namespace bylaw::cli {
namespace {

std::string Hex(uint32_t number, size_t digits_min) {
  std::string text;
  for (; number > 0 || text.size() < digits_min; number >>= 4) {
    text.insert(text.begin(), "0123456789ABCDEF"[number & 15]);
  }
  return text;
}

}  // namespace

bool IsTerminal(int fd) {
  return ::isatty(fd) == 1;
}

bool HasColor(int fd) {
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const term = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  return IsTerminal(fd) && term != nullptr && std::string_view(term) != "dumb";
}

std::string Paint(std::string_view text, Color color, bool on) {
  if (!on) return std::string(text);
  constexpr std::array<std::string_view, 5> kCodes{"1", "2", "1;32", "1;31", "1;33"};
  std::string painted = "\x1b[";
  painted.append(kCodes[static_cast<size_t>(color)]).append("m");
  return painted.append(text).append("\x1b[0m");
}

std::string Shown(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const size_t bytes = vm::Utf8SequenceLength(text);
    const char32_t code = bytes == 0 ? 0 : vm::DecodeUtf8(text.substr(0, bytes));
    if (bytes == 0) {
      shown.append("<").append(Hex(static_cast<uint8_t>(text[0]), 2)).append(">");
    } else if (vm::IsDisturbing(code)) {
      shown.append("<U+").append(Hex(code, 4)).append(">");
    } else {
      shown.append(text.substr(0, bytes));
    }
    text.remove_prefix(std::max<size_t>(bytes, 1));
  }
  return shown;
}

std::string Padded(std::string_view text, size_t columns) {
  const auto width = static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
  std::string padded(text);
  if (width < columns) padded.append(columns - width, ' ');
  return padded;
}

std::string Grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

ProgressBar::ProgressBar(std::string_view what) : what_(what), on_(IsTerminal(STDERR_FILENO)) {}

ProgressBar::~ProgressBar() {
  if (on_ && shown_percent_ >= 0) Say("\r\x1b[K");
}

void ProgressBar::Show(uint64_t done, uint64_t all) {
  constexpr int kCells = 40;
  const int percent = all == 0 ? 100
                               : static_cast<int>(100 * (static_cast<double>(std::min(done, all)) /
                                                         static_cast<double>(all)));
  if (!on_ || percent == shown_percent_) return;
  shown_percent_ = percent;
  const auto full = static_cast<size_t>(percent * kCells / 100);
  Say("\r" + what_ + " [" + std::string(full, '#') + std::string(kCells - full, ' ') + "] " +
      std::to_string(percent) + " %");
}

}  // namespace bylaw::cli
