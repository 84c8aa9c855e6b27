#include "html.h"

#include <array>
#include <cstdio>

#include "bylaw/vm/disturbing.h"
#include "bylaw/vm/utf8.h"

namespace bylaw::report {
namespace {

std::string CodePointText(char32_t code) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "&lt;U+%04X&gt;", static_cast<unsigned>(code));
  return text.data();
}

std::string ByteText(char byte) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "&lt;%02X&gt;", static_cast<unsigned char>(byte));
  return text.data();
}

// U+FFFE and U+FFFF, which no XML may hold; surrogates are no UTF-8.
bool IsNoXml(char32_t code) {
  return (code & 0xfffe) == 0xfffe;
}

void AppendEscaped(std::string_view sequence, std::string& out) {
  switch (sequence.front()) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += sequence;
  }
}

std::string Escaped(std::string_view text, std::size_t chars_max, bool lines) {
  std::string out;
  for (std::size_t chars = 0; !text.empty(); ++chars) {
    if (chars == chars_max) return out + "…";
    const std::size_t bytes = vm::Utf8SequenceLength(text);
    if (bytes == 0) {
      out += ByteText(text.front());
      text.remove_prefix(1);
      continue;
    }
    const std::string_view sequence = text.substr(0, bytes);
    const char32_t code = vm::DecodeUtf8(sequence);
    const bool line = lines && (code == '\n' || code == '\t');
    if (!line && (vm::IsDisturbing(code) || IsNoXml(code))) {
      out += CodePointText(code);
    } else {
      AppendEscaped(sequence, out);
    }
    text.remove_prefix(bytes);
  }
  return out;
}

// Colours hold their contrast on light and dark ground; PERMIT is plain, DENY striped and ESCALATE
// dotted, so that none is told by its colour alone. Wide tables scroll; on paper all is dark on
// white.
constexpr char kStyle[] = R"(
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --ground: #fff;
  --permit: #1a7f4b; --deny: #c2293b; --escalate: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b1; --line: #3d444d;
  --ground: #11151a; --permit: #3fb27f; --deny: #f0707c; --escalate: #d9a528; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .3rem 1.2rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; } .n { text-align: right; white-space: nowrap; }
svg { width: 100%; height: auto; } svg text { fill: var(--soft); font-size: 11px; }
.permit { fill: var(--permit); } .deny { fill: url(#deny); } .escalate { fill: url(#escalate); }
.paint-deny { fill: var(--deny); } .paint-escalate { fill: var(--escalate); } .paint-ground { fill: var(--ground); }
.axis { stroke: var(--line); } .defs { position: absolute; width: 0; height: 0; }
.note { border-left: 4px solid var(--escalate); padding: .3rem .8rem; }
pre { overflow-x: auto; border: 1px solid var(--line); padding: .6rem; font-size: .85rem; }
@media print { :root { --ink: #000; --soft: #333; --line: #999; --ground: #fff; --permit: #1a7f4b;
  --deny: #c2293b; --escalate: #9a6700; } @page { size: A4; margin: 16mm; }
  body { margin: 0; max-width: none; font-size: 10pt; } svg, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; } pre { white-space: pre-wrap; } }
)";

}  // namespace

Markup Markup::Text(std::string_view text, std::size_t chars_max) {
  Markup markup;
  markup.html_ = Escaped(text, chars_max, false);
  return markup;
}

Markup Markup::WholeText(std::string_view text) {
  Markup markup;
  markup.html_ = Escaped(text, std::string_view::npos, true);
  return markup;
}

Markup Markup::Number(std::uint64_t number) {
  Markup markup;
  markup.html_ = std::to_string(number);
  for (std::size_t at = markup.html_.size(); at > 3;) markup.html_.insert(at -= 3, 1, ',');
  return markup;
}

Markup Markup::Length(double length) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", length);
  Markup markup;
  markup.html_ = text.data();
  return markup;
}

Markup Element(const Markup& name, const Markup& attributes, const Markup& content) {
  return Markup("<") + name + attributes + ">" + content + "</" + name + ">";
}

Markup Element(const Markup& name, const Markup& content) {
  return Element(name, Markup(), content);
}

Markup Table::Html() const {
  const auto row = [&](const Markup& cell, const Markup& scope, const std::vector<Markup>& cells) {
    Markup html;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Markup right = i >= numbers_from ? Markup(" class=\"n\"") : Markup();
      html += Element(cell, scope + right, cells[i]);
    }
    return Element("tr", html) + "\n";
  };
  Markup body;
  for (const std::vector<Markup>& cells : rows) body += row("td", "", cells);
  return Element("table", Element("thead", row("th", " scope=\"col\"", heads)) + "\n" +
                              Element("tbody", "\n" + body)) +
         "\n";
}

Markup Facts(const std::vector<std::pair<Markup, Markup>>& facts) {
  Markup list("\n");
  for (const auto& [term, what] : facts) list += Element("dt", term) + Element("dd", what) + "\n";
  return Element("dl", list) + "\n";
}

std::string Page(const Markup& title, const Markup& body) {
  const Markup head =
      Markup(
          "<meta charset=\"utf-8\"/>\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'\"/>\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n") +
      Element("title", title) + "\n" + Element("style", kStyle) + "\n";
  const Markup page =
      Element("html", " lang=\"en\"",
              "\n" + Element("head", "\n" + head) + "\n" +
                  Element("body", "\n" + Element("h1", title) + "\n" + body) + "\n");
  return "<!DOCTYPE html>\n" + page.html() + "\n";
}

}  // namespace bylaw::report
