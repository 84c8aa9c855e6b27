#include "plain_json.h"

#include "bylaw/ledger/canonical_json.h"
#include "json_text.h"
#include "utf8.h"

namespace bylaw::ledger {
namespace {

class Recogniser {
 public:
  explicit Recogniser(std::string_view text) : text_(text) {}

  std::size_t Length(int depth) { return Value(depth) ? at_ : 0; }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool Take(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }

  bool Word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool Value(int depth) {
    switch (Peek()) {
      case '{':
        return depth < kJsonDepthMax && Object(depth);
      case '[':
        return depth < kJsonDepthMax && List(depth);
      case '"':
        return String();
      case 't':
        return Word("true");
      case 'f':
        return Word("false");
      case 'n':
        return Word("null");
      default:
        return Number();
    }
  }

  bool Object(int depth) {
    ++at_;
    if (Take('}')) return true;
    std::string_view last;
    for (bool first = true; first || Take(','); first = false) {
      const std::size_t begin = at_ + 1;
      if (!Name()) return false;
      const std::string_view name = text_.substr(begin, at_ - 1 - begin);
      if (!first && name <= last) return false;
      last = name;
      if (!Take(':') || !Value(depth + 1)) return false;
    }
    return Take('}');
  }

  bool List(int depth) {
    ++at_;
    if (Take(']')) return true;
    for (bool first = true; first || Take(','); first = false) {
      if (!Value(depth + 1)) return false;
    }
    return Take(']');
  }

  bool Name() {
    if (!Take('"')) return false;
    at_ += PlainRun(text_.substr(at_));
    return Take('"');
  }

  bool String() {
    if (!Take('"')) return false;
    while (true) {
      at_ += PlainRun(text_.substr(at_));
      if (Take('"')) return true;
      const std::string_view rest = text_.substr(at_);
      const std::size_t length = Peek() == '\\' ? EscapeLength(rest) : Utf8Length(rest);
      const bool character = Peek() == '\\' ? length > 0 : length > 1;
      if (!character) return false;
      at_ += length;
    }
  }

  std::string_view Digits() {
    const std::size_t begin = at_;
    while (Peek() >= '0' && Peek() <= '9') ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // ECMA-262 prints the fewest digits that give the double back: of a decimal number of up to 15,
  // those. Below 0.000001 it prints an exponent.
  bool Number() {
    const bool negative = Take('-');
    const std::string_view whole = Digits();
    const bool zero = whole == "0";
    if (whole.empty() || (whole.front() == '0' && !zero) || whole.size() > kExactDigits) {
      return false;
    }
    if (!Take('.')) return !(zero && negative) && Peek() != 'e';
    const std::string_view fraction = Digits();
    return !fraction.empty() && fraction.back() != '0' &&
           whole.size() + fraction.size() <= kExactDigits &&
           !(zero && fraction.starts_with("000000")) && Peek() != 'e';
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::size_t PlainValueLength(std::string_view text, int depth) {
  return Recogniser(text).Length(depth);
}

bool IsPlainCanonical(std::string_view text) {
  return !text.empty() && PlainValueLength(text, 0) == text.size();
}

}  // namespace bylaw::ledger
