// A rule's `reason`: text in which {expressions} stand, and `{{` and `}}` for braces.

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "bylaw/vm/limits.h"
#include "source/concat.h"
#include "source/parts.h"

namespace bylaw::compiler {
namespace {

// Where a string of the condition language ends whose quote stands at `at`: behind its last quote,
// or at the end of the line or the text, which its parser will report.
size_t EndOfString(std::string_view text, size_t at) {
  const char quote = text[at];
  size_t word = at;
  while (word > 0 && std::isalnum(static_cast<unsigned char>(text[word - 1])) != 0) --word;
  const std::string_view prefix = text.substr(word, at - word);
  const bool raw = prefix.size() <= 2 && prefix.find_first_of("rR") != std::string_view::npos &&
                   prefix.find_first_not_of("rRbB") == std::string_view::npos;
  const std::string three(3, quote);
  const bool tripled = text.substr(at, 3) == three;
  for (size_t i = at + (tripled ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && !raw) {
      ++i;
    } else if (tripled ? text.substr(i, 3) == three : text[i] == quote) {
      return i + (tripled ? 3 : 1);
    } else if (text[i] == '\n' && !tripled) {
      return i;
    }
  }
  return text.size();
}

// Where the brace is closed that stands at `at`; npos if it is not.
size_t ClosingBrace(std::string_view text, size_t at) {
  size_t depth = 0;
  for (size_t i = at; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = EndOfString(text, i);
      continue;
    }
    if (text.substr(i, 2) == "//") {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (c == '{') ++depth;
    if (c == '}' && --depth == 0) return i;
    ++i;
  }
  return std::string_view::npos;
}

class Splitter {
 public:
  Splitter(NodeReader& reader, const Text& reason) : reader_(reader), reason_(reason) {}

  std::vector<ReasonPart> Run() {
    const std::string_view text = reason_.value;
    while (at_ < text.size()) {
      const char c = text[at_];
      if ((c == '{' || c == '}') && text.substr(at_ + 1, 1) == text.substr(at_, 1)) {
        literal_ += c;
        at_ += 2;
      } else if (c == '{') {
        Expression();
      } else if (c == '}') {
        Refuse(at_, at_ + 1, "this `}` closes nothing", "write }} for a brace that is text");
      } else {
        literal_ += c;
        ++at_;
      }
    }
    EndLiteral();
    if (parts_.size() > vm::kReasonPartsMax) {
      reader_.Error(
          DiagnosticCode::kBadReason, reason_.span,
          Concat({"this reason is made of ", std::to_string(parts_.size()),
                  " texts and expressions, more than the ", std::to_string(vm::kReasonPartsMax),
                  " that one may have"}),
          "name fewer values: the explanation of a decision shows all that conditions read");
      parts_.clear();
    }
    return std::move(parts_);
  }

 private:
  static Span Part(size_t begin, size_t end) {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  // Reports what is wrong with [begin, end), and goes on behind it.
  void Refuse(size_t begin, size_t end, std::string_view message, std::string_view help) {
    reader_.Error(DiagnosticCode::kBadReason, reason_.ToFile(Part(begin, end)),
                  std::string(message), std::string(help));
    at_ = end;
  }

  void EndLiteral() {
    if (!literal_.empty()) {
      parts_.push_back({std::move(literal_), std::nullopt, reason_.ToFile(Part(begin_, at_))});
    }
    literal_.clear();
  }

  void Expression() {
    const std::string_view text = reason_.value;
    const size_t close = ClosingBrace(text, at_);
    if (close == std::string_view::npos) {
      return Refuse(
          at_, text.size(), "this `{` is not closed",
          "close it with `}` behind the expression, or write {{ for a brace that is text");
    }
    const Text expression = reason_.Slice(Part(at_ + 1, close));
    if (expression.value.find_first_not_of(" \t\r\n") == std::string::npos) {
      return Refuse(at_, close + 1, "there is no expression between these braces",
                    "write a fact or another expression, or {{}} for the braces themselves");
    }
    EndLiteral();
    const Span whole = Part(at_, close + 1);
    parts_.push_back(
        {std::string(text.substr(at_, close + 1 - at_)), expression, reason_.ToFile(whole)});
    begin_ = at_ = close + 1;
  }

  NodeReader& reader_;
  const Text& reason_;
  std::vector<ReasonPart> parts_;
  std::string literal_;  // Text since the last expression, which began at begin_.
  size_t begin_ = 0;
  size_t at_ = 0;
};

}  // namespace

void ReadReason(NodeReader& reader, YamlId node, Rule& into) {
  into.reason = reader.ReadText(node);
  if (into.reason) into.reason_parts = Splitter(reader, *into.reason).Run();
}

}  // namespace bylaw::compiler
