// A text read from a source file that remembers where each of its bytes came from, through quotes,
// escapes and folded lines.
//
// Thread-safety: values. Ownership: owns its characters; offsets are into the SourceFile that it
// was read from.

#ifndef BYLAW_COMPILER_TEXT_H_
#define BYLAW_COMPILER_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "bylaw/compiler/source.h"

namespace bylaw::compiler {

// Maps offsets of a decoded text to offsets of the file. A text is a row of runs. In a verbatim run
// (as many file bytes as text bytes) offsets advance together; any other run stands for its piece
// of the file as a whole: an escape, or a line break with the indentation after it that became one
// space.
class OffsetMap {
 public:
  // Appends a run that starts at `text_begin`, which must not be less than the last one's.
  void Append(uint32_t text_begin, Span file);

  // Every place in the file is so many bytes further.
  void Move(uint32_t bytes);

  // The bytes of the file that decoded [begin, end) of a text of `text_size` bytes. An empty range
  // gives an empty span: where its first byte is, or behind the last byte of the text.
  Span ToFile(uint32_t begin, uint32_t end, uint32_t text_size) const;

  // The map of [begin, end) of the text as a text of its own.
  OffsetMap Slice(uint32_t begin, uint32_t end, uint32_t text_size) const;

 private:
  struct Run {
    uint32_t text_begin;
    Span file;
  };
  const Run& RunOf(uint32_t text_offset) const;
  uint32_t RunTextEnd(const Run& run, uint32_t text_size) const;

  std::vector<Run> runs_;  // Never empty once a text has been read.
};

// How a scalar was written. Only a plain one can be a number, `true`, `false` or nothing.
enum class ScalarStyle : uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral, kFolded };

struct Text {
  std::string value;
  Span span;  // As written, with its quotes.
  OffsetMap map;
  ScalarStyle style = ScalarStyle::kPlain;

  // The place in the file of [part.begin, part.end) of `value`.
  Span ToFile(Span part) const {
    return map.ToFile(part.begin, part.end, static_cast<uint32_t>(value.size()));
  }

  // [part.begin, part.end) of `value` as a text of its own.
  Text Slice(Span part) const {
    return {value.substr(part.begin, part.end - part.begin), ToFile(part),
            map.Slice(part.begin, part.end, static_cast<uint32_t>(value.size())), style};
  }
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_TEXT_H_
