// The comments of a document in their order, and what surrounds a place in its text.
//
// Thread-safety: belongs to one formatting. Ownership: views the document and its source.

#ifndef BYLAW_COMPILER_FORMAT_SOURCE_COMMENTS_H_
#define BYLAW_COMPILER_FORMAT_SOURCE_COMMENTS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bylaw/compiler/yaml.h"

namespace bylaw::compiler {

// Where the line of `offset` begins; on the first line behind a byte order mark.
uint32_t LineBeginOf(std::string_view bytes, uint32_t offset);

// Bytes, from 0.
uint32_t ColumnOf(std::string_view bytes, uint32_t offset);

// Nothing but blanks stands before it on its line.
bool IsFirstOnLine(std::string_view bytes, uint32_t offset);

// It is the first on its line, and the line before is blank.
bool IsAfterBlankLine(std::string_view bytes, uint32_t offset);

class SourceComments {
 public:
  struct Comment {
    std::string_view text;
    uint32_t column;
    bool own_line;  // Else something stands before it on its line.
    bool after_blank;
  };

  SourceComments(std::string_view bytes, const YamlDocument& document)
      : bytes_(bytes), comments_(document.comments()) {}

  // Whether a comment that was not taken yet begins before `offset`.
  bool HasBefore(uint32_t offset) const {
    return next_ < comments_.size() && comments_[next_].begin < offset;
  }
  Comment Take();

 private:
  std::string_view bytes_;
  const std::vector<Span>& comments_;
  size_t next_ = 0;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_FORMAT_SOURCE_COMMENTS_H_
