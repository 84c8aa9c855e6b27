// The terminal: whether there is one, colours, text that cannot steer it, a progress bar.
//
// Thread-safety: pure functions, but for the bar, which belongs to one thread.

#ifndef BYLAW_CLI_TERMINAL_H_
#define BYLAW_CLI_TERMINAL_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace bylaw::cli {

bool IsTerminal(int fd);

// A terminal, and neither NO_COLOR (no-color.org) nor TERM=dumb asks for plain text.
bool HasColor(int fd);

enum class Color { kBold, kDim, kGreen, kRed, kYellow };

// The text, in a colour if `on`.
std::string Paint(std::string_view text, Color color, bool on);

// Text from outside as it may be shown: control, invisible and bidirectional characters become
// <U+202E>, bytes that are not UTF-8 <FF>. Newlines too: data stays data.
std::string Shown(std::string_view text);

// Pads with spaces to `columns` code points.
std::string Padded(std::string_view text, size_t columns);

// "1,234,567".
std::string Grouped(uint64_t number);

// A bar on standard error, where that is a terminal; nothing otherwise. Removed when it is
// destroyed.
class ProgressBar {
 public:
  explicit ProgressBar(std::string_view what);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Show(uint64_t done, uint64_t all);

 private:
  std::string what_;
  bool on_;
  int shown_percent_ = -1;
};

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_TERMINAL_H_
