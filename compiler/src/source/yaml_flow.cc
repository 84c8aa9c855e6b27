// Flow style: `[a, b]` and `{a: b}`.

#include <algorithm>
#include <string>

#include "source/concat.h"
#include "source/yaml_mistakes.h"
#include "source/yaml_parser.h"

namespace bylaw::compiler {
namespace {

// Characters with which no unquoted text may begin.
constexpr std::string_view kReserved = "&*!%@`|>#";

// `-`, `?` or `:` standing alone.
bool AtLoneIndicator(const YamlCursor& cursor) {
  const char c = cursor.Peek();
  if (c != '-' && c != '?' && c != ':') return false;
  return cursor.AtIndicator(c) || YamlCursor::IsFlowIndicator(cursor.Peek(1));
}

bool IsItemEnd(const YamlCursor& cursor) {
  const char c = cursor.Peek();
  return c == ',' || c == ']' || c == '}' || cursor.AtLineEnd() || cursor.AtComment();
}

// A colon that ends a key: before a blank or a flow indicator, and anywhere behind a quoted key (as
// in JSON).
bool AtKeyColon(const YamlCursor& cursor, bool quoted_before) {
  if (cursor.Peek() != ':') return false;
  return quoted_before || cursor.AtIndicator(':') || YamlCursor::IsFlowIndicator(cursor.Peek(1));
}

}  // namespace

YamlId YamlParser::ReadFlow(int32_t parent_column) {
  const bool mapping = cursor_.Peek() == '{';
  const YamlId collection =
      New(mapping ? YamlKind::kMapping : YamlKind::kSequence, {cursor_.pos, cursor_.pos + 1});
  if (!Enter()) return collection;
  ++cursor_.pos;
  ReadFlowEntries(collection, parent_column);
  if (mapping) CheckKeys(collection);
  if (resynchronise_) node(collection).kind = YamlKind::kInvalid;
  --depth_;
  return collection;
}

void YamlParser::ReadFlowEntries(YamlId collection, int32_t parent_column) {
  const Span opening = node(collection).span;
  const bool mapping = node(collection).kind == YamlKind::kMapping;
  const char closing = mapping ? '}' : ']';
  YamlId last{0};
  bool entry_expected = true;
  while (SkipToFlowContent(opening, parent_column)) {
    const char c = cursor_.Peek();
    const Span here = {cursor_.pos, cursor_.pos + 1};
    if (c == closing) {
      node(collection).span.end = ++cursor_.pos;
      return;
    }
    if (c == ']' || c == '}') {
      Error(DiagnosticCode::kYamlUnclosed, here,
            std::string("`") + c + "` cannot close what `" + cursor_.bytes[opening.begin] +
                "` opened",
            std::string("close it with `") + closing + "`");
      stopped_ = true;
      return;
    }
    if (c == ',') {
      if (entry_expected) {
        Error(DiagnosticCode::kYamlNull, here, "nothing stands before this comma",
              "write an item, or remove the comma");
      }
      entry_expected = true;
      ++cursor_.pos;
      continue;
    }
    if (!entry_expected) {
      Error(DiagnosticCode::kYamlSyntax, MeantText(cursor_.bytes, cursor_.pos, true),
            "a comma is missing before this", "separate the items with commas");
    }
    entry_expected = false;
    if (mapping) {
      ReadFlowMember(collection, &last, parent_column);
    } else {
      Append(collection, ReadFlowItem(parent_column), &last);
      ++node(collection).count;
    }
    if (stopped_ || resynchronise_) return;
  }
}

void YamlParser::ReadFlowMember(YamlId mapping, YamlId* last, int32_t parent_column) {
  const uint32_t begin = cursor_.pos;
  const auto meant = [&] { return MeantText(cursor_.bytes, begin, true); };
  const char first = cursor_.Peek();
  const bool quoted = first == '"' || first == '\'';
  if (first == '[' || first == '{' || cursor_.AtIndicator('?')) {
    Error(DiagnosticCode::kYamlKey, meant(), "a key is a name, not a list or a map",
          "write `{key: value}`");
    cursor_.pos = meant().end;
    return;
  }
  if (cursor_.AtIndicator('-') || kReserved.find(first) != std::string_view::npos) {
    Indicator(meant());
    cursor_.pos = meant().end;
    return;
  }
  const YamlId key = ReadKey(true);
  if (stopped_ || resynchronise_) return;
  cursor_.SkipBlanks();
  if (!AtKeyColon(cursor_, quoted)) {
    if (IsItemEnd(cursor_)) {
      Error(DiagnosticCode::kYamlNull, node(key).span,
            Named(Slice(node(key).span)) + " has no value", "write `key: value`");
    } else {
      Mistake(DiagnosticCode::kYamlTextAfterValue, meant(), "this is no `key: value`");
      cursor_.pos = std::max(cursor_.pos + 1, meant().end);
    }
    return;
  }
  ++cursor_.pos;
  if (!SkipToFlowContent(node(mapping).span, parent_column)) return;
  YamlId value = YamlId{0};
  if (IsItemEnd(cursor_)) {
    Error(DiagnosticCode::kYamlNull, node(key).span, Named(Slice(node(key).span)) + " has no value",
          "write one, or remove the key");
    value = Invalid(node(key).span);
  } else {
    value = ReadFlowItem(parent_column);
  }
  if (node(key).kind == YamlKind::kInvalid) return;
  Append(mapping, key, last);
  Append(mapping, value, last);
  ++node(mapping).count;
}

YamlId YamlParser::ReadFlowItem(int32_t parent_column) {
  const uint32_t begin = cursor_.pos;
  const char first = cursor_.Peek();
  if (AtLoneIndicator(cursor_) || kReserved.find(first) != std::string_view::npos) {
    const Span meant = MeantText(cursor_.bytes, begin, true);
    cursor_.pos = meant.end;
    return Indicator(meant);
  }
  if (first == '[' || first == '{') {
    const YamlId flow = ReadFlow(parent_column);
    return CheckFlowItem(flow, begin);
  }
  if (first == '"' || first == '\'') {
    const YamlId quoted = ReadQuoted(parent_column);
    return CheckFlowItem(quoted, begin);
  }
  const YamlId plain = Add(ReadPlain(cursor_, parent_column, true));
  return CheckFlowItem(plain, begin);
}

YamlId YamlParser::CheckFlowItem(YamlId item, uint32_t begin) {
  if (stopped_ || resynchronise_) return item;
  cursor_.SkipBlanks();
  const Span span = node(item).span;
  const bool plain =
      node(item).style == ScalarStyle::kPlain && node(item).kind == YamlKind::kScalar;
  const bool cut = plain && LooksCut(Slice(span)) && (cursor_.Peek() == ',' || cursor_.AtComment());
  if (IsItemEnd(cursor_) && !cut) return item;
  Span meant = MeantText(cursor_.bytes, begin, true);
  if (meant.end < cursor_.pos) meant.end = MeantText(cursor_.bytes, cursor_.pos, true).end;
  // Parentheses that stay open: not a text that was cut here.
  if (cut && meant.end <= span.end) return item;
  const bool map = AtKeyColon(cursor_, !plain);
  cursor_.pos = std::max(cursor_.pos, meant.end);
  if (cut) {
    return Mistake(DiagnosticCode::kYamlCutText, meant,
                   Concat({"YAML ends this item after ", Named(Slice(span))}));
  }
  if (map) {
    return Mistake(DiagnosticCode::kYamlMapInText, meant,
                   Concat({"YAML reads this as a map with the key ", Named(Slice(span))}));
  }
  return Mistake(
      DiagnosticCode::kYamlTextAfterValue, meant,
      Concat({"YAML reads ", Named(Slice(span)), " as the whole item, but no comma follows"}));
}

bool YamlParser::SkipToFlowContent(Span opening, int32_t parent_column) {
  const uint32_t line_before = cursor_.line_begin;
  SkipToContent();
  if (stopped_) return false;
  const bool new_line = cursor_.line_begin != line_before;
  if (!cursor_.AtEnd() && (!new_line || cursor_.Column() > parent_column)) return true;
  const bool closing = cursor_.Peek() == ']' || cursor_.Peek() == '}';
  if (closing && cursor_.Column() == parent_column) {
    // Many readers take it; YAML 1.2 does not.
    Error(DiagnosticCode::kYamlIndentation, {cursor_.pos, cursor_.pos + 1},
          "this bracket stands at the column of its key", "indent it by one space more");
    return true;
  }
  Error(DiagnosticCode::kYamlUnclosed, {opening.begin, opening.begin + 1},
        std::string("this `") + cursor_.bytes[opening.begin] + "` is not closed",
        "close it; if it goes over several lines, indent them");
  resynchronise_ = true;
  return false;
}

}  // namespace bylaw::compiler
