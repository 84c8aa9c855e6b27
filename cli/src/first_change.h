// The first lines in which two texts differ, for a person to see.
//
// Thread-safety: a function without state. Limits: of a long change the first lines are shown.

#ifndef BYLAW_CLI_FIRST_CHANGE_H_
#define BYLAW_CLI_FIRST_CHANGE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace bylaw::cli {

struct FirstChange {
  size_t line = 0;  // Of the old text, from 1.
  // Lines of the old text behind `- `, then those of the new one behind `+ `. Blanks at the end of
  // a line are shown as `·`, and so is a line break that is missing at the end of the text.
  std::string lines;
};

// The texts are not equal.
FirstChange FindFirstChange(std::string_view before, std::string_view after, bool color);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_FIRST_CHANGE_H_
