#include "terminal.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "output.h"

namespace bylaw::cli {
namespace {

struct Decoded {
  uint32_t code_point = 0;
  size_t bytes = 0;  // 0: not UTF-8.
};

// Strict UTF-8: no overlong forms, no surrogates.
Decoded Decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length == 0 || lead > 0xf4 || text.size() < length) return {};
  uint32_t code = lead & (0xffU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3fU);
  }
  constexpr std::array<uint32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (code < kLeast[length] || code > 0x10ffff || surrogate) return {};
  return {code, length};
}

// Controls, and what has no picture of its own or turns the direction of the text.
bool IsDisturbing(uint32_t code) {
  struct Interval {
    uint32_t first;
    uint32_t last;
  };
  constexpr std::array<Interval, 14> kDisturbing{{{0x00, 0x1f},
                                                  {0x7f, 0x9f},
                                                  {0xad, 0xad},
                                                  {0x34f, 0x34f},
                                                  {0x61c, 0x61c},
                                                  {0x115f, 0x1160},
                                                  {0x17b4, 0x17b5},
                                                  {0x180b, 0x180f},
                                                  {0x200b, 0x200f},
                                                  {0x2028, 0x202e},
                                                  {0x2060, 0x206f},
                                                  {0xfe00, 0xfe0f},
                                                  {0xfeff, 0xfeff},
                                                  {0xe0000, 0xe0fff}}};
  return std::any_of(kDisturbing.begin(), kDisturbing.end(),
                     [&](Interval i) { return code >= i.first && code <= i.last; });
}

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
    const Decoded c = Decode(text);
    if (c.bytes == 0) {
      shown.append("<").append(Hex(static_cast<uint8_t>(text[0]), 2)).append(">");
    } else if (IsDisturbing(c.code_point)) {
      shown.append("<U+").append(Hex(c.code_point, 4)).append(">");
    } else {
      shown.append(text.substr(0, c.bytes));
    }
    text.remove_prefix(std::max<size_t>(c.bytes, 1));
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
