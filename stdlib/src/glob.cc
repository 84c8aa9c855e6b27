// glob.matches(): the pattern as a regular expression of RE2, so that time is linear in the text
// whatever the pattern. Rejected: fnmatch(3), which takes exponential time for many stars and
// depends on the locale.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "ascii.h"
#include "bylaw/vm/utf8.h"
#include "core.h"
#include "formats.h"
#include "regex.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Value;
using vm::ValueError;

class Translator {
 public:
  explicit Translator(std::string_view pattern) : pattern_(pattern) {}

  // False for what is no pattern.
  bool Translate() {
    regex_ = "(?s)^";
    while (!pattern_.empty()) {
      if (!TranslateNext()) return false;
    }
    regex_ += '$';
    return true;
  }
  const std::string& regex() const { return regex_; }

 private:
  bool TranslateNext();
  void TranslateStars();
  bool TranslateClass();
  bool TranslateClassItem();
  bool TakeCodePoint(char32_t& code_point);
  void AddLiteral(std::string_view text);
  void AddCodePoint(char32_t code_point);

  std::string_view pattern_;  // What is left.
  std::string regex_;
  bool segment_begins_ = true;
};

bool Translator::TranslateNext() {
  const char c = pattern_[0];
  if (c == '*') {
    TranslateStars();
    return true;
  }
  segment_begins_ = c == '/';
  if (c == '[') return TranslateClass();
  if (c == '?') {
    regex_ += "[^/]";
    pattern_.remove_prefix(1);
    return true;
  }
  if (c == '\\') {
    pattern_.remove_prefix(1);
    if (pattern_.empty()) return false;
  }
  const uint32_t length = vm::Utf8SequenceLength(pattern_);
  if (length == 0) return false;
  AddLiteral(pattern_.substr(0, length));
  pattern_.remove_prefix(length);
  return true;
}

void Translator::TranslateStars() {
  const size_t stars = std::min(pattern_.find_first_not_of('*'), pattern_.size());
  pattern_.remove_prefix(stars);
  if (stars == 1) {
    regex_ += "[^/]*";
  } else if (segment_begins_ && pattern_.starts_with('/')) {
    regex_ += "(?:.*/)?";  // Also no part at all: a/**/b matches a/b.
    pattern_.remove_prefix(1);
    return;
  } else {
    regex_ += ".*";
  }
  segment_begins_ = false;
}

// A class never matches a slash, so that ? and [!a] cannot lead out of a part.
bool Translator::TranslateClass() {
  pattern_.remove_prefix(1);
  regex_ += '[';
  if (pattern_.starts_with('!') || pattern_.starts_with('^')) {
    regex_ += "^/";
    pattern_.remove_prefix(1);
  }
  do {  // A ] that comes first is one of the class.
    if (!TranslateClassItem()) return false;
  } while (!pattern_.starts_with(']'));
  pattern_.remove_prefix(1);
  regex_ += ']';
  return true;
}

bool Translator::TranslateClassItem() {
  // [:alpha:] and the like are those of a locale.
  for (const std::string_view named : {"[:", "[.", "[="}) {
    if (pattern_.starts_with(named)) return false;
  }
  char32_t low = 0;
  if (!TakeCodePoint(low)) return false;
  char32_t high = low;
  if (pattern_.size() > 1 && pattern_[0] == '-' && pattern_[1] != ']') {
    pattern_.remove_prefix(1);
    if (!TakeCodePoint(high)) return false;
  }
  if (low > high || (low <= U'/' && U'/' <= high)) return false;
  AddCodePoint(low);
  if (low == high) return true;
  regex_ += '-';
  AddCodePoint(high);
  return true;
}

bool Translator::TakeCodePoint(char32_t& code_point) {
  if (pattern_.starts_with('\\')) pattern_.remove_prefix(1);
  const uint32_t length = vm::Utf8SequenceLength(pattern_);
  if (length == 0) return false;
  code_point = vm::DecodeUtf8(pattern_.substr(0, length));
  pattern_.remove_prefix(length);
  return true;
}

void Translator::AddLiteral(std::string_view text) {
  if (text.size() > 1 || IsAlpha(text[0]) || IsDigit(text[0]) || text[0] == '/') {
    regex_ += text;
  } else {
    AddCodePoint(static_cast<unsigned char>(text[0]));
  }
}

void Translator::AddCodePoint(char32_t code_point) {
  std::array<char, 8> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), uint32_t{code_point}, 16);
  regex_ += "\\x{";
  regex_.append(digits.begin(), end.ptr);
  regex_ += '}';
}

}  // namespace

Value GlobMatches(const FunctionCall& call) noexcept {
  const Value& pattern = call.arguments[0];
  const Value& text = call.arguments[1];
  FunctionCall match = call;
  if (call.prepared != nullptr) {
    const Value arguments[] = {text, pattern};
    match.arguments = arguments;
    return Matches(match);
  }
  if (pattern.size > kDynamicPatternBytesMax) return Value::Error(ValueError::kLimit);
  Translator translator(pattern.string());
  if (!translator.Translate()) return Value::Error(ValueError::kBadArgument);
  const Value arguments[] = {text, Value::String(translator.regex())};
  match.arguments = arguments;
  return Matches(match);
}

std::unique_ptr<vm::Prepared> PrepareGlob(const Value& constant, std::string* error) {
  Translator translator(constant.string());
  if (translator.Translate()) return PreparePattern(Value::String(translator.regex()), error);
  *error =
      "the pattern ends within [ ] or after \\, or a class in it is out of order or has a slash";
  return nullptr;
}

}  // namespace bylaw::stdlib
