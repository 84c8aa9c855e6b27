// A place in a YAML text, and the few questions that every part of the YAML reader asks about it.
//
// Columns count bytes from 0 here, as indentation is made of spaces. Thread-safety: belongs to one
// reader.

#ifndef BYLAW_COMPILER_SOURCE_YAML_CURSOR_H_
#define BYLAW_COMPILER_SOURCE_YAML_CURSOR_H_

#include <cstdint>
#include <string_view>

#include "source/characters.h"

namespace bylaw::compiler {

struct YamlCursor {
  std::string_view bytes;
  uint32_t pos = 0;
  uint32_t line_begin = 0;

  bool AtFileEnd() const { return pos >= bytes.size(); }
  // The byte `ahead` of the place; '\0', which no text has, past the end.
  char Peek(uint32_t ahead = 0) const {
    return size_t{pos} + ahead < bytes.size() ? bytes[pos + ahead] : '\0';
  }
  bool AtLineEnd() const { return IsLineEnd(Peek()); }
  int32_t Column() const { return static_cast<int32_t>(pos - line_begin); }

  // Whether a `#` here begins a comment: only at the beginning of a line and after a blank.
  bool AtComment() const { return Peek() == '#' && (pos == line_begin || IsBlank(bytes[pos - 1])); }

  // An indicator such as `- ` counts only before a blank or the end of the line.
  bool AtIndicator(char indicator) const {
    return Peek() == indicator && (IsBlank(Peek(1)) || IsLineEnd(Peek(1)));
  }

  // `---` or `...` at the beginning of a line.
  bool AtDocumentMarker() const {
    if (pos != line_begin) return false;
    const std::string_view marker = bytes.substr(pos, 3);
    return (marker == "---" || marker == "...") && (IsBlank(Peek(3)) || IsLineEnd(Peek(3)));
  }
  // Nothing more belongs to this document.
  bool AtEnd() const { return AtFileEnd() || AtDocumentMarker(); }

  void SkipSpaces() {
    while (Peek() == ' ') ++pos;
  }
  void SkipBlanks() {
    while (IsBlank(Peek())) ++pos;
  }
  void SkipToLineEnd() {
    while (!AtLineEnd()) ++pos;
  }
  // From the end of a line to the beginning of the next.
  void NextLine() {
    if (Peek() == '\r') ++pos;
    if (Peek() == '\n') ++pos;
    line_begin = pos;
  }

  // A carriage return stands only before a line feed: the text has been checked.
  static bool IsLineEnd(char c) { return c == '\n' || c == '\r' || c == '\0'; }
  static bool IsFlowIndicator(char c) {
    return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
  }
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_YAML_CURSOR_H_
