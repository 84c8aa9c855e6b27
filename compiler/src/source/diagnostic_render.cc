#include "bylaw/compiler/diagnostic_render.h"

#include <algorithm>
#include <string_view>

#include "bylaw/vm/utf8.h"
#include "source/characters.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kBlue = "\x1b[1;34m";

// Code points of a source line shown at most, and how many of them stand before the place.
constexpr size_t kLineShownMax = 160;
constexpr size_t kLineShownBefore = 60;

// One code point as it is shown: a terminal must not be steered by what stands in a document.
std::string Shown(std::string_view text, size_t offset, CodePoint c) {
  if (c.size_bytes == 0) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(text[offset]);
    return std::string("<") + kHex[byte >> 4] + kHex[byte & 15] + ">";
  }
  if (c.value == '\t') return "    ";
  if (c.value == '\r' || IsControl(c.value) || IsInvisible(c.value)) {
    return Concat({"<", CodePointName(c.value), ">"});
  }
  return std::string(text.substr(offset, c.size_bytes));
}

size_t ShownWidth(std::string_view shown) {
  return vm::CodePoints(shown);
}

struct MarkedLine {
  std::string text;
  size_t marks_begin = 0;
  size_t marks = 1;
};

// The line as shown, and where [begin, end) (bytes of the line) comes to stand in it.
MarkedLine ShowLine(std::string_view line, size_t begin, size_t end) {
  MarkedLine result;
  size_t first =
      begin > kLineShownBefore && line.size() > kLineShownMax ? begin - kLineShownBefore : 0;
  first = std::min(first, line.size());
  while (first > 0 && first < line.size() && vm::IsUtf8Continuation(line[first])) --first;
  size_t width = 0;
  size_t marks_end = 0;
  const auto put = [&](const std::string& shown) {
    result.text += shown;
    width += ShownWidth(shown);
  };
  if (first > 0) put("…");
  for (size_t at = first; at < line.size();) {
    if (width >= kLineShownMax) {
      put("…");
      break;
    }
    const CodePoint c = DecodeUtf8(line, at);
    if (at <= begin) result.marks_begin = width;
    put(Shown(line, at, c));
    if (at < end) marks_end = width;
    at += std::max<size_t>(c.size_bytes, 1);
  }
  if (begin >= line.size()) result.marks_begin = width;
  if (marks_end > result.marks_begin) result.marks = marks_end - result.marks_begin;
  return result;
}

class TextRenderer {
 public:
  TextRenderer(const SourceFile& document, bool color) : document_(document), color_(color) {}

  void Render(const Diagnostic& diagnostic) {
    const bool error = diagnostic.severity == Severity::kError;
    const std::string_view tint = error ? kRed : kYellow;
    Paint(tint, std::string(error ? "error" : "warning") + "[" +
                    std::string(CodeText(diagnostic.code)) + "]");
    Paint(kBold, Concat({": ", Printable(diagnostic.message)}));
    out += '\n';

    const SourceFile& source = diagnostic.FileOr(document_);
    const Position position = source.PositionOf(diagnostic.span.begin);
    const std::string number = std::to_string(position.line);
    const std::string margin(number.size(), ' ');
    Paint(kBlue, margin + "--> ");
    out += source.name() + ":" + number + ":" + std::to_string(position.column) + "\n";
    RenderLine(source, diagnostic.span, position.line, number, tint);
    if (diagnostic.help.empty()) return;
    Paint(kBlue, margin + " = ");
    Paint(kBold, "help");
    out += Concat({": ", Printable(diagnostic.help), "\n"});
  }

  std::string out;

 private:
  void RenderLine(const SourceFile& source, Span span, uint32_t line, const std::string& number,
                  std::string_view tint) {
    const std::string_view text = source.Line(line);
    const uint32_t line_begin = source.LineBegin(line);
    const MarkedLine marked =
        ShowLine(text, span.begin - line_begin, std::max(span.end, span.begin) - line_begin);
    const std::string margin(number.size(), ' ');
    Paint(kBlue, margin + " |\n" + number + " | ");
    out += marked.text + "\n";
    Paint(kBlue, margin + " | ");
    out += std::string(marked.marks_begin, ' ');
    Paint(tint, std::string(marked.marks, '^'));
    out += '\n';
  }

  // Messages quote the document; their line breaks are ours.
  static std::string Printable(std::string_view text) {
    std::string shown;
    for (size_t at = 0; at < text.size();) {
      const CodePoint c = DecodeUtf8(text, at);
      shown += c.value == '\n' ? std::string(" ") : Shown(text, at, c);
      at += std::max<size_t>(c.size_bytes, 1);
    }
    return shown;
  }

  void Paint(std::string_view tint, std::string_view text) {
    if (color_) out += tint;
    out += text;
    if (color_) out += kReset;
  }

  const SourceFile& document_;
  const bool color_;
};

void AppendJsonString(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeUtf8(text, at);
    if (c.size_bytes == 0) {
      out += "\\ufffd";
    } else if (c.value == '"' || c.value == '\\') {
      out += '\\';
      out += text[at];
    } else if (c.value < 0x20) {
      out += "\\u00";
      out += kHex[c.value >> 4];
      out += kHex[c.value & 15];
    } else {
      out += text.substr(at, c.size_bytes);
    }
    at += std::max<size_t>(c.size_bytes, 1);
  }
  out += '"';
}

}  // namespace

std::string RenderText(const SourceFile& document, const std::vector<Diagnostic>& diagnostics,
                       const RenderOptions& options) {
  TextRenderer renderer(document, options.color);
  const size_t shown = std::min(diagnostics.size(), options.shown_max);
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) renderer.out += '\n';
    renderer.Render(diagnostics[i]);
  }
  if (shown < diagnostics.size()) {
    renderer.out += Concat({"\n", std::to_string(diagnostics.size() - shown), " more\n"});
  }
  return renderer.out;
}

std::string RenderJson(const SourceFile& document, const std::vector<Diagnostic>& diagnostics) {
  std::string out = "[";
  const auto text = [&out](std::string_view name, std::string_view value) {
    out += name;
    AppendJsonString(out, value);
  };
  const auto number = [&out](std::string_view name, uint32_t value) {
    out += name;
    out += std::to_string(value);
  };
  for (const Diagnostic& diagnostic : diagnostics) {
    if (out.size() > 1) out += ",\n ";
    const SourceFile& source = diagnostic.FileOr(document);
    const Position begin = source.PositionOf(diagnostic.span.begin);
    const Position end = source.PositionOf(std::max(diagnostic.span.begin, diagnostic.span.end));
    text("{\"code\":", CodeText(diagnostic.code));
    text(",\"severity\":", diagnostic.severity == Severity::kError ? "error" : "warning");
    text(",\"file\":", source.name());
    number(",\"line\":", begin.line);
    number(",\"column\":", begin.column);
    number(",\"end_line\":", end.line);
    number(",\"end_column\":", end.column);
    text(",\"message\":", diagnostic.message);
    if (!diagnostic.help.empty()) text(",\"help\":", diagnostic.help);
    out += "}";
  }
  return out + "]\n";
}

}  // namespace bylaw::compiler
