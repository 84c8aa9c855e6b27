// Literal (`|`) and folded (`>`) blocks.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "source/scalar_builder.h"
#include "source/yaml_scalars.h"

namespace bylaw::compiler {
namespace {

enum class Chomp : uint8_t { kClip, kStrip, kKeep };

struct BlockHeader {
  Chomp chomp = Chomp::kClip;
  int32_t indent = 0;  // Relative to the parent; 0: the first line of text shows it.
};

// `|` or `>` with at most one digit and one of `+-`; passes them.
BlockHeader ReadBlockHeader(YamlCursor& cursor) {
  BlockHeader header;
  ++cursor.pos;
  for (int i = 0; i < 2; ++i) {
    const char c = cursor.Peek();
    if ((c == '+' || c == '-') && header.chomp == Chomp::kClip) {
      header.chomp = c == '+' ? Chomp::kKeep : Chomp::kStrip;
    } else if (c >= '1' && c <= '9' && header.indent == 0) {
      header.indent = c - '0';
    } else {
      break;
    }
    ++cursor.pos;
  }
  return header;
}

struct BlockLine {
  Span text;  // Without the indentation; empty for a blank line.
  bool ends_file = false;

  bool blank() const { return text.begin == text.end; }
};

// The indentation that the first line of text shows, or 0 where there is none above the parent's.
int32_t DetectIndent(YamlCursor ahead, int32_t parent_column) {
  while (!ahead.AtFileEnd()) {
    ahead.SkipSpaces();
    if (!ahead.AtLineEnd()) {
      return ahead.AtDocumentMarker() || ahead.Column() <= parent_column ? 0 : ahead.Column();
    }
    ahead.NextLine();
  }
  return 0;
}

// The lines of the block, the blank ones behind its text included; the cursor ends at the beginning
// of the line after.
std::vector<BlockLine> ReadBlockLines(YamlCursor& cursor, int32_t indent) {
  std::vector<BlockLine> lines;
  while (!cursor.AtFileEnd()) {
    YamlCursor ahead = cursor;
    while (ahead.Peek() == ' ' && ahead.Column() < indent) ++ahead.pos;
    if (ahead.Column() < indent && !ahead.AtLineEnd()) break;
    if (ahead.Column() == 0 && ahead.AtDocumentMarker()) break;
    const uint32_t begin = ahead.pos;
    ahead.SkipToLineEnd();
    lines.push_back({{begin, ahead.pos}, ahead.AtFileEnd()});
    ahead.NextLine();
    cursor = ahead;
  }
  return lines;
}

// Blanks beyond the indentation are text, which nobody sees; and before the first line of text
// readers disagree about them.
bool CheckBlankLines(std::string_view bytes, const std::vector<BlockLine>& lines,
                     DiagnosticSink& sink) {
  for (const BlockLine& line : lines) {
    if (line.blank() || TrimEnd(bytes, line.text.begin, line.text.end) > line.text.begin) continue;
    sink.Error(DiagnosticCode::kYamlIndentation, line.text,
               "this line of a block of text has nothing but blanks, more than its indentation",
               "remove the blanks");
    return false;
  }
  return true;
}

class BlockBuilder {
 public:
  BlockBuilder(const YamlCursor& cursor, ScalarStyle style, uint32_t begin)
      : bytes_(cursor.bytes),
        builder_(cursor),
        folded_(style == ScalarStyle::kFolded),
        end_(begin) {}

  void Append(const std::vector<BlockLine>& lines, Chomp chomp) {
    size_t blanks = 0;
    for (const BlockLine& line : lines) {
      if (line.blank()) {
        ++blanks;
      } else {
        builder_.Replaced(Break(line, blanks), {end_, line.text.begin});
        builder_.Verbatim(line.text);
        end_ = line.text.end;
        spaced_ = IsSpaced(line), has_text_ = true;
        blanks = 0;
      }
    }
    if (lines.empty()) return;
    const bool final_break = has_text_ && !(blanks == 0 && lines.back().ends_file);
    size_t kept = final_break && chomp != Chomp::kStrip ? 1 : 0;
    if (chomp == Chomp::kKeep) kept += blanks;
    builder_.Replaced(std::string(kept, '\n'), {end_, lines.back().text.end});
  }

  void Finish(YamlScalar& scalar) {
    builder_.Finish({end_, end_}, scalar);
    scalar.verbatim = false;
    scalar.span.end = end_;
  }

 private:
  bool IsSpaced(const BlockLine& line) const { return IsBlank(bytes_[line.text.begin]); }

  // What stands between the text so far and `line`.
  std::string Break(const BlockLine& line, size_t blanks) const {
    if (!has_text_) return std::string(blanks, '\n');
    const bool folds = folded_ && !spaced_ && !IsSpaced(line);
    if (folds) return Folded(blanks + 1);
    return std::string(blanks + 1, '\n');
  }

  std::string_view bytes_;
  ScalarBuilder builder_;
  const bool folded_;
  bool spaced_ = false;
  bool has_text_ = false;
  uint32_t end_;
};

}  // namespace

YamlScalar ReadBlockScalar(YamlCursor& cursor, int32_t parent_column, DiagnosticSink& sink) {
  YamlScalar scalar;
  scalar.style = cursor.Peek() == '|' ? ScalarStyle::kLiteral : ScalarStyle::kFolded;
  scalar.span = {cursor.pos, cursor.pos + 1};
  const BlockHeader header = ReadBlockHeader(cursor);
  scalar.span.end = cursor.pos;
  cursor.SkipBlanks();
  if (!cursor.AtLineEnd() && !cursor.AtComment()) {
    scalar.valid = false;
    return scalar;
  }
  cursor.SkipToLineEnd();
  const uint32_t header_end = cursor.pos;
  cursor.NextLine();
  const int32_t indent =
      header.indent > 0 ? parent_column + header.indent : DetectIndent(cursor, parent_column);
  std::vector<BlockLine> lines;
  if (indent > 0) lines = ReadBlockLines(cursor, indent);
  if (std::all_of(lines.begin(), lines.end(), [](const BlockLine& l) { return l.blank(); })) {
    sink.Error(DiagnosticCode::kYamlNull, scalar.span, "no text follows this",
               "write it on the next lines, indented");
    scalar.valid = false;
    return scalar;
  }
  scalar.valid = CheckBlankLines(cursor.bytes, lines, sink);
  BlockBuilder builder(cursor, scalar.style, header_end);
  builder.Append(lines, header.chomp);
  builder.Finish(scalar);
  return scalar;
}

}  // namespace bylaw::compiler
