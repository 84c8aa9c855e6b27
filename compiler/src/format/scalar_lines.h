// A scalar as it was written, line by line, without the indentation that depends on its place.
//
// Thread-safety: functions without state. Ownership: the lines view the source.

#ifndef BYLAW_COMPILER_FORMAT_SCALAR_LINES_H_
#define BYLAW_COMPILER_FORMAT_SCALAR_LINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/text.h"

namespace bylaw::compiler {

// A plain or quoted scalar from its first to its last byte: the blanks around its line breaks,
// which mean nothing, are gone; a blank line is empty.
std::vector<std::string_view> SplitScalar(std::string_view written, ScalarStyle style);

// The same on one line, where that says the same: nothing if a line is blank, or if a break is
// escaped.
std::optional<std::string> JoinScalar(const std::vector<std::string_view>& lines,
                                      ScalarStyle style);

// The text of a literal or folded block.
struct BlockText {
  std::vector<std::string_view> lines;  // Up to the last one that is not blank.
  bool begins_indented = false;         // Its first text begins with a space: the header says so.
};

// `written` from the `|` or `>` to the last byte of text; `parent_column` as for the YAML reader.
BlockText SplitBlockScalar(std::string_view written, int32_t parent_column);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_FORMAT_SCALAR_LINES_H_
