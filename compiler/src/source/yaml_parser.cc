// The text as a whole, what stands between the values, and the tree. Block style is in
// yaml_block.cc, flow style in yaml_flow.cc.

#include "source/yaml_parser.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "source/characters.h"
#include "source/concat.h"
#include "source/scalar_builder.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string HexByte(char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("0x") + kHex[byte >> 4] + kHex[byte & 15];
}

}  // namespace

YamlParser::YamlParser(std::string_view bytes, DiagnosticSink& sink) : sink_(sink) {
  cursor_.bytes = bytes;
  document_.bytes_ = bytes;
}

std::optional<YamlDocument> YamlParser::Parse() {
  if (!CheckCharacters()) return std::nullopt;
  if (cursor_.bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    cursor_.pos = cursor_.line_begin = static_cast<uint32_t>(kByteOrderMark.size());
  }
  ReadDirectives();
  if (!stopped_ && cursor_.AtEnd()) {
    Error(DiagnosticCode::kYamlEmptyDocument, {cursor_.pos, cursor_.pos}, "the document is empty",
          "begin it with `constitution:`");
    stopped_ = true;
  }
  if (!stopped_) {
    const YamlId root = ReadBlockNode(-1);
    if (root != document_.root()) node(document_.root()) = node(root);
    CheckEnd();
  }
  if (stopped_) return std::nullopt;
  return std::move(document_);
}

// ---------------------------------------------------------------- the text as a whole

bool YamlParser::CheckCharacters() {
  const std::string_view bytes = cursor_.bytes;
  if (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF") {
    Error(DiagnosticCode::kYamlNotUtf8, {0, 2}, "the document is UTF-16", "save it as UTF-8");
    return false;
  }
  for (uint32_t at = 0; at < bytes.size();) {
    const char byte = bytes[at];
    if ((byte >= ' ' && byte < 0x7F) || byte == '\n' || byte == '\t') {
      ++at;
      continue;
    }
    const CodePoint c = DecodeUtf8(bytes, at);
    if (c.size_bytes == 0) {
      Error(DiagnosticCode::kYamlNotUtf8, {at, at + 1},
            Concat({"the byte ", HexByte(byte), " (byte ", std::to_string(at + 1),
                    " of the file) is not UTF-8"}),
            "save the document as UTF-8");
      return false;
    }
    const bool lone_return = byte == '\r' && bytes.substr(at + 1, 1) != "\n";
    if (lone_return || IsControl(c.value)) {
      Error(DiagnosticCode::kYamlControlCharacter, {at, at + c.size_bytes},
            Concat({"the control character ", CodePointName(c.value), " stands here"}),
            "remove it");
      return false;
    }
    if (at > 0 && IsInvisible(c.value)) invisible_.push_back(at);
    if (at == 0 && IsInvisible(c.value) && c.value != 0xFEFF) invisible_.push_back(at);
    at += c.size_bytes;
  }
  return true;
}

void YamlParser::ReadDirectives() {
  SkipToContent();
  while (!stopped_ && cursor_.pos == cursor_.line_begin && cursor_.Peek() == '%') {
    const uint32_t begin = cursor_.pos;
    cursor_.SkipToLineEnd();
    Span span = {begin, cursor_.pos};
    while (IsBlank(cursor_.bytes[span.end - 1])) --span.end;
    if (Slice(span) != "%YAML 1.2") {
      Error(DiagnosticCode::kYamlDirective, span,
            Named(Slice(span)) + " is a YAML directive; only `%YAML 1.2` may stand here",
            "remove the line");
    }
    SkipToContent();
  }
  if (stopped_ || !cursor_.AtDocumentMarker() || cursor_.Peek() != '-') return;
  cursor_.pos += 3;
  cursor_.SkipBlanks();
  if (!cursor_.AtLineEnd() && !cursor_.AtComment()) {
    Error(DiagnosticCode::kYamlSyntax, MeantText(cursor_.bytes, cursor_.pos, false),
          "text stands behind `---`", "begin the document on the next line");
    stopped_ = true;
    return;
  }
  SkipToContent();
}

void YamlParser::CheckEnd() {
  if (stopped_) return;
  SkipToContent();
  if (cursor_.AtDocumentMarker() && cursor_.Peek() == '.') {
    cursor_.pos += 3;
    SkipToContent();
  }
  if (cursor_.AtDocumentMarker()) {
    Error(DiagnosticCode::kYamlSeveralDocuments, {cursor_.pos, cursor_.pos + 3},
          "a second document begins here", "keep one constitution in a file");
  } else if (!cursor_.AtFileEnd() && !stopped_) {
    Error(DiagnosticCode::kYamlSyntax, MeantText(cursor_.bytes, cursor_.pos, false),
          "this does not belong to the document above", "indent it, or remove it");
  }
  ReportInvisibleBefore(static_cast<uint32_t>(cursor_.bytes.size()));
}

// ---------------------------------------------------------------- between the values

void YamlParser::SkipToContent() {
  bool fresh_line = cursor_.pos == cursor_.line_begin;
  while (true) {
    cursor_.SkipBlanks();
    if (cursor_.AtComment()) SkipComment(cursor_);
    if (!cursor_.AtLineEnd() || cursor_.AtFileEnd()) break;
    cursor_.NextLine();
    fresh_line = true;
  }
  if (cursor_.AtFileEnd() || !fresh_line) return;
  const std::string_view indentation = Slice({cursor_.line_begin, cursor_.pos});
  if (indentation.find('\t') != std::string_view::npos) {
    Error(DiagnosticCode::kYamlIndentation, {cursor_.line_begin, cursor_.pos},
          "this line is indented with a tab", "indent with spaces");
    stopped_ = true;
  }
}

void YamlParser::SkipComment(YamlCursor& cursor) {
  ReportInvisibleBefore(cursor.pos);
  const uint32_t begin = cursor.pos;
  cursor.SkipToLineEnd();
  document_.comments_.push_back({begin, TrimEnd(cursor.bytes, begin, cursor.pos)});
  while (next_invisible_ < invisible_.size() && invisible_[next_invisible_] < cursor.pos) {
    ++next_invisible_;
  }
}

void YamlParser::ReportInvisibleBefore(uint32_t offset) {
  for (; next_invisible_ < invisible_.size() && invisible_[next_invisible_] < offset;
       ++next_invisible_) {
    const uint32_t at = invisible_[next_invisible_];
    const CodePoint c = DecodeUtf8(cursor_.bytes, at);
    Error(DiagnosticCode::kYamlInvisibleCharacter, {at, at + c.size_bytes},
          Concat({"the invisible character ", CodePointName(c.value), " stands here"}),
          "remove it");
  }
}

void YamlParser::SkipDeeper(int32_t column) {
  cursor_.SkipToLineEnd();
  while (!cursor_.AtFileEnd()) {
    YamlCursor ahead = cursor_;
    ahead.NextLine();
    cursor_ = ahead;
    ahead.SkipSpaces();
    if (!ahead.AtLineEnd() && (ahead.AtEnd() || ahead.Column() <= column)) return;
    cursor_.SkipToLineEnd();
  }
}

bool YamlParser::NextEntry(int32_t column) {
  resynchronise_ = false;
  while (!stopped_) {
    SkipToContent();
    if (stopped_ || cursor_.AtEnd() || cursor_.Column() < column) return false;
    if (cursor_.Column() == column) return true;
    Error(DiagnosticCode::kYamlIndentation, MeantText(cursor_.bytes, cursor_.pos, false),
          "this line is indented more than those that it stands with",
          Concat({"indent it by ", std::to_string(column), " spaces"}));
    SkipDeeper(column);
  }
  return false;
}

// ---------------------------------------------------------------- scalars and the tree

YamlId YamlParser::ReadQuoted(int32_t parent_column) {
  return Add(cursor_.Peek() == '"' ? ReadDoubleQuoted(cursor_, parent_column, sink_)
                                   : ReadSingleQuoted(cursor_, parent_column, sink_));
}

YamlId YamlParser::Add(YamlScalar&& scalar) {
  const YamlId id = New(scalar.valid ? YamlKind::kScalar : YamlKind::kInvalid, scalar.span);
  node(id).style = scalar.style;
  if (!scalar.closed) resynchronise_ = true;
  if (!scalar.verbatim) {
    document_.decoded_.push_back({std::move(scalar.value), std::move(scalar.map)});
    node(id).decoded = static_cast<uint32_t>(document_.decoded_.size());
  }
  if (IsNull(node(id))) {
    Error(DiagnosticCode::kYamlNull, scalar.span,
          Named(Slice(scalar.span)) + " is no value: it says that there is none",
          "write a value, or remove the key; the word itself stands in quotes");
    node(id).kind = YamlKind::kInvalid;
  }
  return id;
}

bool YamlParser::IsNull(const Node& scalar) const {
  if (scalar.kind != YamlKind::kScalar || scalar.style != ScalarStyle::kPlain) return false;
  const std::string_view text = Slice(scalar.span);
  return text == "null" || text == "~" || text == "Null" || text == "NULL";
}

YamlId YamlParser::New(YamlKind kind, Span span) {
  const YamlId id{static_cast<uint32_t>(document_.nodes_.size())};
  document_.nodes_.push_back(Node{.span = span, .kind = kind});
  return id;
}

void YamlParser::Append(YamlId parent, YamlId child, YamlId* last) {
  const auto index = static_cast<uint32_t>(child);
  if (*last == YamlId{0}) {
    node(parent).first_child = index;
  } else {
    node(*last).next = index;
  }
  *last = child;
  node(parent).span.end = std::max(node(parent).span.end, node(child).span.end);
}

YamlId YamlParser::Mistake(DiagnosticCode code, Span meant, const std::string& message) {
  Error(code, meant, message, QuoteHelp(Slice(meant)));
  return Invalid(meant);
}

YamlId YamlParser::Indicator(Span meant) {
  ReportIndicator(meant, cursor_.bytes, sink_);
  return Invalid(meant);
}

void YamlParser::CheckKeys(YamlId mapping) {
  std::unordered_set<std::string_view> keys;
  keys.reserve(node(mapping).count);
  for (const YamlDocument::Member& member : document_.Members(mapping)) {
    if (keys.insert(document_.ScalarText(member.key)).second) continue;
    Error(DiagnosticCode::kYamlDuplicateKey, node(member.key).span,
          Named(Slice(node(member.key).span)) + " stands here for the second time",
          "keep one of the two");
  }
}

bool YamlParser::Enter() {
  if (++depth_ <= kYamlDepthMax) return true;
  Error(DiagnosticCode::kYamlDepth, {cursor_.pos, cursor_.pos + 1},
        Concat({"more than ", std::to_string(kYamlDepthMax), " levels of lists and maps"}),
        "a constitution needs about ten");
  stopped_ = true;
  return false;
}

}  // namespace bylaw::compiler
