#include "source/yaml_mistakes.h"

#include <algorithm>

#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// Characters of a text that a message repeats at most.
constexpr size_t kNamedBytesMax = 60;
constexpr size_t kQuoteHelpBytesMax = 160;

// From a quote to behind its partner on the same line. False, and nothing passed, without one: an
// apostrophe.
bool SkipQuotedText(YamlCursor& cursor) {
  YamlCursor ahead = cursor;
  const char quote = ahead.Peek();
  for (++ahead.pos; !ahead.AtLineEnd(); ++ahead.pos) {
    if (ahead.Peek() == '\\' && quote == '"' && !YamlCursor::IsLineEnd(ahead.Peek(1))) {
      ++ahead.pos;
    } else if (ahead.Peek() == quote) {
      cursor.pos = ahead.pos + 1;
      return true;
    }
  }
  return false;
}

// The prefix of at most `bytes_max` bytes that ends with a whole code point.
std::string_view Prefix(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80)
    --bytes_max;
  return text.substr(0, bytes_max);
}

}  // namespace

Span MeantText(std::string_view bytes, uint32_t begin, bool in_flow) {
  YamlCursor cursor{bytes, begin, begin};
  int depth = 0;
  bool single_pairs = true;  // Until a quote without partner: those after it have none either.
  bool double_pairs = true;
  while (!cursor.AtLineEnd() && (cursor.pos == begin || !cursor.AtComment())) {
    const char c = cursor.Peek();
    bool& pairs = c == '"' ? double_pairs : single_pairs;
    if ((c == '"' || c == '\'') && pairs) {
      pairs = SkipQuotedText(cursor);
      if (pairs) continue;
    }
    if (in_flow && depth <= 0 && (c == ',' || c == ']' || c == '}') && cursor.pos > begin) break;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    ++cursor.pos;
  }
  while (cursor.pos > begin && IsBlank(bytes[cursor.pos - 1])) --cursor.pos;
  return {begin, cursor.pos};
}

std::string Quoted(std::string_view text) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const bool needs_escapes = text.find_first_of("\"\\") != std::string_view::npos;
  if (has_single && !needs_escapes) return '"' + std::string(text) + '"';
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

std::string QuoteHelp(std::string_view text) {
  const bool fits = text.size() <= kQuoteHelpBytesMax && text.find('\n') == std::string_view::npos;
  return fits ? Concat({"write it in quotes: ", Quoted(text)}) : "write the whole text in quotes";
}

std::string Named(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::string_view prefix = Prefix(line, kNamedBytesMax);
  return Concat({"`", prefix, prefix.size() < text.size() ? "…`" : "`"});
}

bool LooksCut(std::string_view text) {
  const auto count = [text](char c) { return std::count(text.begin(), text.end(), c); };
  return count('(') > count(')') || count('"') % 2 != 0;
}

void ReportIndicator(Span meant, std::string_view bytes, DiagnosticSink& sink) {
  const std::string_view text = bytes.substr(meant.begin, meant.end - meant.begin);
  const std::string named = Named(text);
  switch (text.empty() ? '\0' : text.front()) {
    case '!':
      sink.Error(DiagnosticCode::kYamlTag, meant,
                 Concat({"YAML reads ", named, " as a tag, not as text"}), QuoteHelp(text));
      return;
    case '&':
      sink.Error(DiagnosticCode::kYamlAnchor, meant,
                 Concat({"YAML reads ", named, " as an anchor; a constitution has none"}),
                 QuoteHelp(text));
      return;
    case '*':
      sink.Error(DiagnosticCode::kYamlAlias, meant,
                 Concat({"YAML reads ", named, " as an alias; a constitution has none"}),
                 QuoteHelp(text));
      return;
    default:
      sink.Error(DiagnosticCode::kYamlIndicator, meant,
                 Concat({"unquoted text cannot begin with `", text.substr(0, 1), "` in YAML"}),
                 QuoteHelp(text));
  }
}

}  // namespace bylaw::compiler
