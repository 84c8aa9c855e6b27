// The scanner writes the canonical form while it reads. Members are written in the order in which
// they come; an object whose names were out of order is put in order when it ends, from the places
// noted for each member.
#include "bylaw/ledger/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "json_text.h"
#include "plain_json.h"
#include "text.h"
#include "utf8.h"

namespace bylaw::ledger {
namespace {

using Member = Canonicalizer::Member;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

class Scanner {
 public:
  Scanner(std::string_view text, std::string& out, std::vector<Member>& members,
          std::string& sorted)
      : text_(text), out_(out), members_(members), sorted_(sorted) {}

  // On false, error() says what is wrong at position().
  bool Document() {
    SkipSpace();
    if (!Value(0)) return false;
    SkipSpace();
    return at_ == text_.size() || Wrong("text behind the value");
  }

  const char* error() const { return error_; }
  std::size_t position() const { return at_; }

 private:
  bool Wrong(const char* what) {
    error_ = what;
    return false;
  }

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool Take(char c) {
    if (Peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  void SkipSpace() {
    while (Peek() == ' ' || Peek() == '\t' || Peek() == '\n' || Peek() == '\r') ++at_;
  }

  bool Value(int depth) {
    switch (Peek()) {
      case '{':
        return depth < kJsonDepthMax ? Object(depth) : Wrong("more than 64 levels");
      case '[':
        return depth < kJsonDepthMax ? List(depth) : Wrong("more than 64 levels");
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

  bool Word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return Wrong("not a JSON value");
    out_ += word;
    at_ += word.size();
    return true;
  }

  bool List(int depth) {
    ++at_;
    out_ += '[';
    SkipSpace();
    if (!Take(']')) {
      while (true) {
        if (!Value(depth + 1)) return false;
        SkipSpace();
        if (Take(']')) break;
        if (!Take(',')) return Wrong("expected , or ]");
        out_ += ',';
        SkipSpace();
      }
    }
    out_ += ']';
    return true;
  }

  bool Object(int depth) {
    ++at_;
    out_ += '{';
    const std::size_t first = members_.size();
    bool ordered = true;
    SkipSpace();
    if (!Take('}')) {
      while (true) {
        if (!AppendMember(depth, first, ordered)) return false;
        SkipSpace();
        if (Take('}')) break;
        if (!Take(',')) return Wrong("expected , or }");
        out_ += ',';
        SkipSpace();
      }
    }
    if (!ordered && !Sort(first)) return false;
    members_.resize(first);
    out_ += '}';
    return true;
  }

  bool AppendMember(int depth, std::size_t first, bool& ordered) {
    Member member{out_.size(), 0, 0, true};
    if (Peek() != '"') return Wrong("expected a member name");
    plain_ = true;
    if (!String()) return false;
    member.plain = plain_;
    member.name_end = out_.size();
    if (members_.size() > first) {
      const int order = Compare(members_.back(), member);
      if (order == 0) return Wrong("a member name stands twice");
      if (order > 0) ordered = false;
    }
    SkipSpace();
    if (!Take(':')) return Wrong("expected :");
    out_ += ':';
    SkipSpace();
    if (!Value(depth + 1)) return false;
    member.end = out_.size();
    members_.push_back(member);
    return true;
  }

  std::string_view Name(const Member& member) const {
    return std::string_view(out_).substr(member.begin + 1, member.name_end - member.begin - 2);
  }

  int Compare(const Member& a, const Member& b) const {
    return a.plain && b.plain ? Name(a).compare(Name(b)) : CompareNames(Name(a), Name(b));
  }

  bool Sort(std::size_t first) {
    const std::size_t begin = members_[first].begin;
    const auto from = members_.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(from, members_.end(),
              [&](const Member& a, const Member& b) { return Compare(a, b) < 0; });
    const auto twice = std::adjacent_find(
        from, members_.end(), [&](const Member& a, const Member& b) { return Compare(a, b) == 0; });
    if (twice != members_.end()) return Wrong("a member name stands twice in the object ending");
    sorted_.clear();
    for (auto member = from; member != members_.end(); ++member) {
      if (member != from) sorted_ += ',';
      sorted_.append(out_, member->begin, member->end - member->begin);
    }
    out_.replace(begin, std::string::npos, sorted_);
    return true;
  }

  bool String() {
    ++at_;
    out_ += '"';
    while (true) {
      const std::size_t run = PlainRun(text_.substr(at_));
      out_.append(text_, at_, run);
      at_ += run;
      if (at_ >= text_.size()) return Wrong("the string does not end");
      const char c = text_[at_];
      if (c == '"') break;
      if (c == '\\') {
        plain_ = false;
        if (!EscapedCharacter()) return false;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        return Wrong("a control character in a string");
      } else {
        const std::size_t length = Utf8Length(text_.substr(at_));
        if (length == 0) return Wrong("not UTF-8");
        // From U+E000 the order of UTF-8 and that of UTF-16 differ.
        if (static_cast<unsigned char>(c) >= 0xEE) plain_ = false;
        out_.append(text_, at_, length);
        at_ += length;
      }
    }
    ++at_;
    out_ += '"';
    return true;
  }

  bool EscapedCharacter() {
    ++at_;
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
    const char letter = Peek();
    if (letter == 'u') return EscapedCodePoint();
    const std::size_t which = at_ < text_.size() ? kLetters.find(letter) : std::string_view::npos;
    if (which == std::string_view::npos) return Wrong("not an escape of JSON");
    AppendEscaped(kCharacters[which], out_);
    ++at_;
    return true;
  }

  bool EscapedCodePoint() {
    std::uint32_t code = 0;
    if (!HexUnit(code)) return false;
    if (code >= 0xDC00 && code < 0xE000) return Wrong("a lone surrogate");
    if (code >= 0xD800 && code < 0xDC00) {
      std::uint32_t low = 0;
      if (!Take('\\') || Peek() != 'u') return Wrong("a lone surrogate");
      if (!HexUnit(low)) return false;
      if (low < 0xDC00 || low >= 0xE000) return Wrong("a lone surrogate");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code < 0x80) {
      AppendEscaped(static_cast<char>(code), out_);
    } else {
      AppendUtf8(code, out_);
    }
    return true;
  }

  // `u` and four hexadecimal digits of either case.
  bool HexUnit(std::uint32_t& unit) {
    ++at_;
    const std::string_view digits = text_.substr(at_, 4);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    if (digits.size() != 4 || error != std::errc() || end != digits.data() + 4) {
      return Wrong("expected four hexadecimal digits");
    }
    at_ += 4;
    return true;
  }

  std::size_t Digits() {
    const std::size_t begin = at_;
    while (IsDigit(Peek())) ++at_;
    return at_ - begin;
  }

  bool Number() {
    const std::size_t begin = at_;
    Take('-');
    const char first = Peek();
    const std::size_t digits = Digits();
    if (digits == 0) return Wrong("not a JSON value");
    if (first == '0' && digits > 1) return Wrong("a number with a leading zero");
    bool integer = true;
    if (Take('.')) {
      integer = false;
      if (Digits() == 0) return Wrong("expected a digit");
    }
    if (Peek() == 'e' || Peek() == 'E') {
      integer = false;
      ++at_;
      if (!Take('+')) Take('-');
      if (Digits() == 0) return Wrong("expected a digit");
    }
    const std::string_view number = text_.substr(begin, at_ - begin);
    if (integer && digits <= kExactDigits) {
      out_ += first == '0' ? std::string_view("0") : number;
      return true;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size()) {
      return Wrong("a number outside the range of a double");
    }
    return AppendJsonNumber(value, out_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string& out_;
  std::vector<Member>& members_;
  std::string& sorted_;
  bool plain_ = true;  // of the string just read
  const char* error_ = "";
};

}  // namespace

Result<void> Canonicalizer::Append(std::string_view text, std::string& out) {
  if (IsPlainCanonical(text)) {
    out += text;
    return {};
  }
  return Write(text, out);
}

Result<void> Canonicalizer::Write(std::string_view text, std::string& out) {
  const std::size_t size = out.size();
  members_.clear();
  Scanner scanner(text, out, members_, sorted_);
  if (scanner.Document()) return {};
  out.resize(size);
  return Fail(ErrorCode::kInvalidJson, "not strict JSON: " + std::string(scanner.error()) +
                                           " at byte " + std::to_string(scanner.position()));
}

bool Canonicalizer::IsCanonical(std::string_view text) {
  if (IsPlainCanonical(text)) return true;
  spelling_.clear();
  return Write(text, spelling_) && spelling_ == text;
}

Result<std::string> Canonicalize(std::string_view text) {
  std::string out;
  if (auto done = Canonicalizer().Append(text, out); !done) {
    return tl::unexpected<Error>(std::move(done.error()));
  }
  return out;
}

bool IsCanonical(std::string_view text) {
  return Canonicalizer().IsCanonical(text);
}

std::string DecodeJsonString(std::string_view spelling) {
  return DecodeString(spelling);
}

bool AppendJsonString(std::string_view utf8, std::string& out) {
  const std::size_t size = out.size();
  out += '"';
  while (true) {
    const std::size_t run = PlainRun(utf8);
    out.append(utf8, 0, run);
    utf8.remove_prefix(run);
    if (utf8.empty()) break;
    const std::size_t length = Utf8Length(utf8);
    if (length == 0) {
      out.resize(size);
      return false;
    }
    if (length == 1) {
      AppendEscaped(utf8[0], out);
    } else {
      out.append(utf8, 0, length);
    }
    utf8.remove_prefix(length);
  }
  out += '"';
  return true;
}

// ECMA-262, Number::toString: with the shortest digits d1…dk and value 0.d1…dk × 10^n, plain
// notation for -6 < n <= 21, else d1.d2…dk with an exponent.
bool AppendJsonNumber(double number, std::string& out) {
  if (!std::isfinite(number)) return false;
  if (number == 0) {
    out += '0';
    return true;
  }
  std::array<char, 32> buffer;
  const char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                        std::chars_format::scientific)
                              .ptr;
  const char* from = buffer.data();
  if (*from == '-') {
    out += '-';
    ++from;
  }
  const char* const exponent = std::find(from, end, 'e');
  int n = 0;
  std::from_chars(exponent[1] == '+' ? exponent + 2 : exponent + 1, end, n);
  ++n;
  std::string digits(
      1, *from);  // at most 17: stays in the string's own storage or costs one allocation
  if (exponent - from > 2) digits.append(from + 2, exponent);
  const int k = static_cast<int>(digits.size());
  const auto at = [](int count) { return static_cast<std::size_t>(count); };

  if (k <= n && n <= 21) {
    out.append(digits).append(at(n - k), '0');
  } else if (0 < n && n <= 21) {
    out.append(digits, 0, at(n)).append(1, '.').append(digits, at(n));
  } else if (-6 < n && n <= 0) {
    out.append("0.").append(at(-n), '0').append(digits);
  } else {
    out += digits[0];
    if (k > 1) out.append(1, '.').append(digits, 1);
    out += n > 0 ? "e+" : "e-";
    bylaw::ledger::AppendNumber(static_cast<std::uint64_t>(n > 0 ? n - 1 : 1 - n), out);
  }
  return true;
}

}  // namespace bylaw::ledger
