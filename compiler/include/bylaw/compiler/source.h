// A source file in memory: its name, its bytes, and where its lines begin.
//
// Offsets are bytes from the start; lines and columns count from 1, columns in Unicode code points,
// as editors show them.
//
// Thread-safety: immutable after construction. Ownership: holds its own copy of the bytes; views
// are into it. Limits: line numbers are known for texts up to kSourceBytesMax; a longer one is
// refused by every reader of this library.

#ifndef BYLAW_COMPILER_SOURCE_H_
#define BYLAW_COMPILER_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bylaw::compiler {

// The longest document that is read. Whoever loads a file need not read past this many bytes plus
// one.
inline constexpr size_t kSourceBytesMax = size_t{64} << 20;

// A half-open range of bytes, [begin, end), of a source text.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

struct Position {
  uint32_t line = 1;
  uint32_t column = 1;

  friend bool operator==(const Position&, const Position&) = default;
};

class SourceFile {
 public:
  // `name` is shown in diagnostics, as the user wrote it; nothing is opened.
  SourceFile(std::string name, std::string bytes);

  const std::string& name() const { return name_; }
  std::string_view bytes() const { return bytes_; }
  std::string_view Slice(Span span) const;

  // The place of a byte; one past the end is allowed, further offsets are taken as the end. A byte
  // inside a code point has the column of that code point.
  Position PositionOf(uint32_t offset) const;

  // The text of a line without its line break, and its first byte. Lines past the last one are
  // empty.
  std::string_view Line(uint32_t line) const;
  uint32_t LineBegin(uint32_t line) const;
  uint32_t line_count() const { return static_cast<uint32_t>(line_begins_.size()); }

 private:
  std::string name_;
  std::string bytes_;
  std::vector<uint32_t> line_begins_;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_H_
