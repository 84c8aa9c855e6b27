// Block style: mappings and lists by indentation.

#include <string>
#include <string_view>
#include <utility>

#include "source/concat.h"
#include "source/yaml_mistakes.h"
#include "source/yaml_parser.h"

namespace bylaw::compiler {

YamlId YamlParser::ReadBlockNode(int32_t parent_column) {
  if (cursor_.AtIndicator('-')) return ReadBlockSequence();
  if (!AtKey()) return ReadInline(parent_column);
  YamlCursor ahead = cursor_;
  const bool quoted = ahead.Peek() == '"' || ahead.Peek() == '\'';
  const std::string_view key = quoted ? std::string_view{} : Slice(ScanPlainLine(ahead, false));
  if (key.find(" ? ") == std::string_view::npos) return ReadBlockMapping();
  const YamlId mistake =
      Mistake(DiagnosticCode::kYamlMapInText, MeantText(cursor_.bytes, cursor_.pos, false),
              Concat({"YAML reads this as a map with the key ", Named(key)}));
  SkipDeeper(parent_column);
  return mistake;
}

YamlId YamlParser::ReadBlockSequence() {
  const YamlId sequence = New(YamlKind::kSequence, {cursor_.pos, cursor_.pos});
  if (!Enter()) return sequence;
  const int32_t column = cursor_.Column();
  YamlId last{0};
  do {
    // A key at the column of the list: the mapping around it goes on.
    if (!cursor_.AtIndicator('-')) break;
    const Span dash = {cursor_.pos, cursor_.pos + 1};
    ++cursor_.pos;
    Append(sequence, ReadValue(column, dash, false), &last);
    ++node(sequence).count;
  } while (NextEntry(column));
  --depth_;
  return sequence;
}

YamlId YamlParser::ReadBlockMapping() {
  const YamlId mapping = New(YamlKind::kMapping, {cursor_.pos, cursor_.pos});
  if (!Enter()) return mapping;
  const int32_t column = cursor_.Column();
  YamlId last{0};
  do {
    if (!ReadBlockMember(mapping, &last)) SkipDeeper(column);
  } while (NextEntry(column));
  CheckKeys(mapping);
  --depth_;
  return mapping;
}

bool YamlParser::ReadBlockMember(YamlId mapping, YamlId* last) {
  const int32_t column = cursor_.Column();
  const auto meant = [this] { return MeantText(cursor_.bytes, cursor_.pos, false); };
  if (cursor_.AtIndicator('-')) {
    Error(DiagnosticCode::kYamlIndentation, meant(), "a list item stands where a key is expected",
          "indent it as the list it belongs to");
    return false;
  }
  if (cursor_.AtIndicator('?')) {
    Error(DiagnosticCode::kYamlKey, meant(), "a key that begins with `? ` is not read here",
          "write `key: value`");
    return false;
  }
  if (!AtKey()) {
    Error(DiagnosticCode::kYamlSyntax, meant(), Named(Slice(meant())) + " is no `key: value`",
          "write a key, a colon, a space and a value; text over several lines is indented");
    return false;
  }
  const YamlId key = ReadKey(false);
  const Span owner = node(key).span;
  cursor_.SkipBlanks();
  ++cursor_.pos;  // The colon.
  const YamlId value = ReadValue(column, owner, true);
  if (node(key).kind == YamlKind::kInvalid) return true;
  Append(mapping, key, last);
  Append(mapping, value, last);
  ++node(mapping).count;
  return true;
}

bool YamlParser::AtKey() const {
  constexpr std::string_view kNeverAKey = "[]{},#&*!|>%@`";
  YamlCursor ahead = cursor_;
  const char first = ahead.Peek();
  if (first == '"' || first == '\'') {
    for (++ahead.pos; ahead.Peek() != first; ++ahead.pos) {
      if (ahead.AtLineEnd()) return false;
      if (first == '"' && ahead.Peek() == '\\' && !YamlCursor::IsLineEnd(ahead.Peek(1)))
        ++ahead.pos;
    }
    ++ahead.pos;
  } else if (kNeverAKey.find(first) != std::string_view::npos || ahead.AtIndicator('?')) {
    return false;
  } else {
    ScanPlainLine(ahead, false);
  }
  ahead.SkipBlanks();
  return ahead.AtIndicator(':');
}

YamlId YamlParser::ReadKey(bool in_flow) {
  const bool quoted = cursor_.Peek() == '"' || cursor_.Peek() == '\'';
  const uint32_t begin = cursor_.pos;
  YamlScalar plain;
  if (!quoted) plain.span = ScanPlainLine(cursor_, in_flow), plain.verbatim = true;
  const YamlId key = quoted ? ReadQuoted(-1) : Add(std::move(plain));
  Span span = node(key).span;
  if (node(key).kind == YamlKind::kInvalid) return key;
  const std::string_view text = document_.ScalarText(key);
  if (text.empty()) {
    span.end = begin + (quoted ? 2 : 1);
    Error(DiagnosticCode::kYamlNull, span, "a name is missing here", "write it before the colon");
  } else if (text.size() > kYamlKeyBytesMax) {
    Error(DiagnosticCode::kYamlKey, span, "this key is longer than 1,024 bytes", "shorten it");
  } else if (text == "<<" && !quoted) {
    Error(DiagnosticCode::kYamlMergeKey, span, "`<<` would merge another map into this one",
          "write the keys out");
  } else {
    return key;
  }
  node(key).kind = YamlKind::kInvalid;
  return key;
}

YamlId YamlParser::ReadValue(int32_t parent_column, Span owner, bool in_mapping) {
  cursor_.SkipBlanks();
  const bool commented = cursor_.AtComment();
  if (!cursor_.AtLineEnd() && !commented) {
    const bool nested = !in_mapping && (cursor_.AtIndicator('-') || AtKey());
    return nested ? ReadBlockNode(parent_column) : ReadInline(parent_column);
  }

  SkipToContent();
  const int32_t column = cursor_.Column();
  const bool beside = in_mapping && column == parent_column && cursor_.AtIndicator('-');
  if (!stopped_ && !cursor_.AtEnd() && (column > parent_column || beside)) {
    return ReadBlockNode(parent_column);
  }
  if (stopped_) return Invalid(owner);
  const std::string name = in_mapping ? Named(Slice(owner)) : "this list item";
  if (commented) {
    Error(DiagnosticCode::kYamlNull, owner, name + " has no value: all that follows is a comment",
          "write a value before the `#`, or in quotes; without a value, remove the line");
  } else {
    Error(DiagnosticCode::kYamlNull, owner, name + " has no value",
          "write one, or remove the line");
  }
  return Invalid(owner);
}

YamlId YamlParser::ReadInline(int32_t parent_column) {
  constexpr std::string_view kReserved = "&*!%@`,]}#";
  const uint32_t begin = cursor_.pos;
  const char first = cursor_.Peek();
  if (first == '|' || first == '>') return ReadBlockText(parent_column);
  if (first == '[' || first == '{') {
    const YamlId flow = ReadFlow(parent_column);
    return FinishLine(flow, begin, parent_column);
  }
  if (first == '"' || first == '\'') {
    const YamlId quoted = ReadQuoted(parent_column);
    return FinishLine(quoted, begin, parent_column);
  }
  if (cursor_.AtIndicator('-')) {
    const Span meant = MeantText(cursor_.bytes, begin, false);
    Error(DiagnosticCode::kYamlIndicator, meant, "a list does not begin on the line of its key",
          "begin it on the next line; a text that begins with `- ` stands in quotes");
    SkipDeeper(parent_column);
    return Invalid(meant);
  }
  const bool indicator = cursor_.AtIndicator('?') || cursor_.AtIndicator(':');
  if (indicator || kReserved.find(first) != std::string_view::npos) {
    const YamlId mistake = Indicator(MeantText(cursor_.bytes, begin, false));
    SkipDeeper(parent_column);
    return mistake;
  }
  return ReadPlainInBlock(parent_column);
}

YamlId YamlParser::ReadBlockText(int32_t parent_column) {
  const uint32_t begin = cursor_.pos;
  YamlCursor header = cursor_;
  while (!header.AtLineEnd() && !IsBlank(header.Peek())) ++header.pos;
  header.SkipBlanks();
  if (header.AtComment()) SkipComment(header);
  YamlScalar scalar = ReadBlockScalar(cursor_, parent_column, sink_);
  const bool text_in_header =
      !scalar.valid && cursor_.pos != cursor_.line_begin && !cursor_.AtFileEnd();
  if (!text_in_header) return Add(std::move(scalar));
  const YamlId mistake = Indicator(MeantText(cursor_.bytes, begin, false));
  SkipDeeper(parent_column);
  return mistake;
}

YamlId YamlParser::ReadPlainInBlock(int32_t parent_column) {
  const uint32_t begin = cursor_.pos;
  YamlScalar scalar = ReadPlain(cursor_, parent_column, false);
  const Span span = scalar.span;
  YamlCursor ahead = cursor_;
  ahead.SkipBlanks();
  const bool several_lines = cursor_.line_begin > begin;
  if (several_lines && ahead.AtIndicator(':')) {
    uint32_t key_begin = cursor_.line_begin;
    while (cursor_.bytes[key_begin] == ' ') ++key_begin;
    const Span key = {key_begin, span.end};
    Error(DiagnosticCode::kYamlIndentation, key,
          Named(Slice(key)) + " is indented so that YAML takes it for more of the text above",
          "indent it as much as the key that it stands beside");
    SkipDeeper(parent_column);
    return Invalid(span);
  }
  const bool cut = ahead.AtComment() && LooksCut(Slice(span));
  if (cut) {
    const YamlId mistake =
        Mistake(DiagnosticCode::kYamlCutText, MeantText(cursor_.bytes, begin, false),
                "the text ends in the middle: ` #` begins a comment");
    SkipDeeper(parent_column);
    return mistake;
  }
  return FinishLine(Add(std::move(scalar)), begin, parent_column);
}

YamlId YamlParser::FinishLine(YamlId value, uint32_t begin, int32_t parent_column) {
  if (stopped_ || resynchronise_) return value;
  cursor_.SkipBlanks();
  if (cursor_.AtLineEnd() || cursor_.AtComment()) return value;
  Span meant = MeantText(cursor_.bytes, begin, false);
  if (meant.end < cursor_.pos) meant.end = MeantText(cursor_.bytes, cursor_.pos, false).end;
  const bool map = cursor_.AtIndicator(':');
  const YamlId mistake = map ? Mistake(DiagnosticCode::kYamlMapInText, meant,
                                       "YAML reads the `: ` in this text as the end of a key")
                             : Mistake(DiagnosticCode::kYamlTextAfterValue, meant,
                                       Concat({"YAML reads ", Named(Slice(node(value).span)),
                                               " as the whole value, but more text follows"}));
  SkipDeeper(parent_column);
  return mistake;
}

}  // namespace bylaw::compiler
