#include "source/yaml_scalars.h"

#include <optional>
#include <string_view>

#include "source/characters.h"
#include "source/concat.h"
#include "source/scalar_builder.h"

namespace bylaw::compiler {
namespace {

// From the end of a line to the next text of a scalar. Returns the line breaks passed, or nothing
// (and the cursor at the beginning of a line's text) where that text cannot belong to the scalar.
std::optional<size_t> NextFlowLine(YamlCursor& cursor, int32_t parent_column) {
  size_t breaks = 0;
  while (!cursor.AtFileEnd()) {
    cursor.NextLine();
    ++breaks;
    cursor.SkipSpaces();
    const int32_t column = cursor.Column();
    cursor.SkipBlanks();
    if (cursor.AtLineEnd() && !cursor.AtFileEnd()) continue;
    if (cursor.AtEnd() || column <= parent_column) return std::nullopt;
    return breaks;
  }
  return std::nullopt;
}

void ReportUnclosedQuote(YamlScalar& scalar, char quote, DiagnosticSink& sink) {
  const Span opening = {scalar.span.begin, scalar.span.begin + 1};
  sink.Error(
      DiagnosticCode::kYamlUnclosed, opening,
      std::string("the text that begins with this ") + quote + " does not end",
      std::string("close it with ") + quote + "; if it goes over several lines, indent them");
  scalar.valid = false;
  scalar.closed = false;
}

// The fold between two lines of a quoted scalar: blanks around the break do not count. `text_end`
// is where the line's text ends. Returns false where the scalar is not closed.
bool FoldQuotedLine(YamlCursor& cursor, int32_t parent_column, uint32_t text_end,
                    ScalarBuilder& builder) {
  const std::optional<size_t> breaks = NextFlowLine(cursor, parent_column);
  if (!breaks.has_value()) return false;
  builder.Replaced(Folded(*breaks), {text_end, cursor.pos});
  return true;
}

struct Escape {
  char letter;
  char32_t value;
};
constexpr Escape kEscapes[] = {
    {'0', 0x00}, {'a', 0x07},  {'b', 0x08}, {'t', 0x09}, {'\t', 0x09},  {'n', 0x0A},
    {'v', 0x0B}, {'f', 0x0C},  {'r', 0x0D}, {'e', 0x1B}, {' ', 0x20},   {'"', 0x22},
    {'/', 0x2F}, {'\\', 0x5C}, {'N', 0x85}, {'_', 0xA0}, {'L', 0x2028}, {'P', 0x2029},
};

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code point of the escape at the cursor's backslash; passes it. Nothing where it is none.
std::optional<char32_t> ReadEscape(YamlCursor& cursor) {
  const char letter = cursor.Peek(1);
  cursor.pos += cursor.AtFileEnd() || YamlCursor::IsLineEnd(letter) ? 1U : 2U;
  for (const Escape& escape : kEscapes) {
    if (escape.letter == letter) return escape.value;
  }
  const uint32_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  if (digits == 0) return std::nullopt;
  char32_t value = 0;
  for (uint32_t i = 0; i < digits; ++i) {
    const int digit = HexValue(cursor.Peek());
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
    ++cursor.pos;
  }
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
  return value;
}

// One escape that is not a line break.
void AppendEscape(YamlCursor& cursor, ScalarBuilder& builder, YamlScalar& scalar,
                  DiagnosticSink& sink) {
  const uint32_t begin = cursor.pos;
  const std::optional<char32_t> value = ReadEscape(cursor);
  const Span span = {begin, cursor.pos};
  if (!value.has_value()) {
    sink.Error(DiagnosticCode::kYamlEscape, span, "this is not an escape of double-quoted text",
               "write the text in single quotes, where a backslash is just a backslash, or double "
               "the backslash");
    scalar.valid = false;
    return;
  }
  if (IsControl(*value) || *value == '\r') {
    sink.Error(DiagnosticCode::kYamlControlCharacter, span,
               Concat({"this escape stands for the control character ", CodePointName(*value)}),
               "remove it");
    scalar.valid = false;
  } else if (IsInvisible(*value)) {
    sink.Error(DiagnosticCode::kYamlInvisibleCharacter, span,
               Concat({"this escape stands for the invisible character ", CodePointName(*value)}),
               "remove it; in a condition, write it as an escape of the condition's own string");
    scalar.valid = false;
  }
  std::string text;
  AppendUtf8(text, *value);
  builder.Replaced(text, span);
}

// Letters, digits and others that mean nothing to YAML: most of any text.
bool IsOrdinary(char c) {
  return c >= '0' && c != ':' && c != '[' && c != ']' && c < '{';
}

}  // namespace

Span ScanPlainLine(YamlCursor& cursor, bool in_flow) {
  const uint32_t begin = cursor.pos;
  for (; !cursor.AtLineEnd() && !cursor.AtComment(); ++cursor.pos) {
    const char c = cursor.Peek();
    if (IsOrdinary(c)) continue;
    if (in_flow && YamlCursor::IsFlowIndicator(c)) break;
    if (cursor.AtIndicator(':')) break;
    if (c == ':' && in_flow && YamlCursor::IsFlowIndicator(cursor.Peek(1))) break;
  }
  cursor.pos = TrimEnd(cursor.bytes, begin, cursor.pos);
  return {begin, cursor.pos};
}

YamlScalar ReadPlain(YamlCursor& cursor, int32_t parent_column, bool in_flow) {
  YamlScalar scalar;
  ScalarBuilder builder(cursor);
  scalar.span = ScanPlainLine(cursor, in_flow);
  builder.Verbatim(scalar.span);
  while (true) {
    YamlCursor ahead = cursor;
    ahead.SkipBlanks();
    if (!ahead.AtLineEnd()) break;
    const std::optional<size_t> breaks = NextFlowLine(ahead, parent_column);
    if (!breaks.has_value() || ahead.AtComment()) break;
    const uint32_t text_end = cursor.pos;
    const Span line = ScanPlainLine(ahead, in_flow);
    if (line.begin == line.end) break;
    builder.Replaced(Folded(*breaks), {text_end, line.begin});
    builder.Verbatim(line);
    cursor = ahead;
    scalar.span.end = line.end;
  }
  builder.Finish(scalar.span, scalar);
  return scalar;
}

YamlScalar ReadSingleQuoted(YamlCursor& cursor, int32_t parent_column, DiagnosticSink& sink) {
  YamlScalar scalar;
  scalar.style = ScalarStyle::kSingleQuoted;
  scalar.span = {cursor.pos, cursor.pos + 1};
  ScalarBuilder builder(cursor);
  uint32_t text_begin = ++cursor.pos;
  while (true) {
    if (cursor.AtLineEnd()) {
      const uint32_t text_end = TrimEnd(cursor.bytes, text_begin, cursor.pos);
      builder.Verbatim({text_begin, text_end});
      if (!FoldQuotedLine(cursor, parent_column, text_end, builder)) {
        ReportUnclosedQuote(scalar, '\'', sink);
        return scalar;
      }
      text_begin = cursor.pos;
    } else if (cursor.Peek() != '\'') {
      ++cursor.pos;
    } else if (cursor.Peek(1) == '\'') {
      builder.Verbatim({text_begin, cursor.pos});
      builder.Replaced("'", {cursor.pos, cursor.pos + 2});
      cursor.pos += 2;
      text_begin = cursor.pos;
    } else {
      break;
    }
  }
  builder.Verbatim({text_begin, cursor.pos});
  builder.Finish({scalar.span.begin + 1, cursor.pos}, scalar);
  scalar.span.end = ++cursor.pos;
  return scalar;
}

YamlScalar ReadDoubleQuoted(YamlCursor& cursor, int32_t parent_column, DiagnosticSink& sink) {
  YamlScalar scalar;
  scalar.style = ScalarStyle::kDoubleQuoted;
  scalar.span = {cursor.pos, cursor.pos + 1};
  ScalarBuilder builder(cursor);
  uint32_t text_begin = ++cursor.pos;
  while (cursor.Peek() != '"') {
    const bool escaped_break = cursor.Peek() == '\\' && YamlCursor::IsLineEnd(cursor.Peek(1));
    if (escaped_break || cursor.AtLineEnd()) {
      // A backslash at the end of the line takes the break away and keeps the blanks before it.
      const uint32_t text_end =
          escaped_break ? cursor.pos : TrimEnd(cursor.bytes, text_begin, cursor.pos);
      builder.Verbatim({text_begin, text_end});
      if (escaped_break) ++cursor.pos;
      const std::optional<size_t> breaks = NextFlowLine(cursor, parent_column);
      if (!breaks.has_value()) {
        ReportUnclosedQuote(scalar, '"', sink);
        return scalar;
      }
      builder.Replaced(escaped_break ? std::string(*breaks - 1, '\n') : Folded(*breaks),
                       {text_end, cursor.pos});
      text_begin = cursor.pos;
    } else if (cursor.Peek() == '\\') {
      builder.Verbatim({text_begin, cursor.pos});
      AppendEscape(cursor, builder, scalar, sink);
      text_begin = cursor.pos;
    } else {
      ++cursor.pos;
    }
  }
  builder.Verbatim({text_begin, cursor.pos});
  builder.Finish({scalar.span.begin + 1, cursor.pos}, scalar);
  scalar.span.end = ++cursor.pos;
  return scalar;
}

}  // namespace bylaw::compiler
