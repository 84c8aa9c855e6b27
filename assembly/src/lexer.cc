#include "lexer.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "quoted.h"

namespace bylaw::assembly {
namespace {

constexpr std::string_view kSymbols[] = {"->", "..", "<=", ">=", "==", "!=", "<",
                                         ">",  "=",  "+",  "-",  "*",  "/",  "%",
                                         "[",  "]",  "{",  "}",  ",",  ":",  "!"};

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Behind the word, number or index that begins at `at`; `at` itself if none does. A point or a
// hyphen is part of it only where something follows: `120..140` is three tokens.
size_t EndOf(std::string_view line, size_t at) {
  const auto is = [&](size_t i, auto test) { return i < line.size() && test(line[i]); };
  const auto any = [](char c) { return IsDigit(c) || IsLetter(c); };
  const bool sign = is(at, [](char c) { return c == '-' || c == '#'; });
  const bool number = is(at + (sign ? 1 : 0), IsDigit);
  if (sign ? !number : !is(at, any)) return at;
  size_t end = at + (sign ? 1 : 0);
  while (is(end, any) || (is(end, [](char c) { return c == '.' || c == '-'; }) &&
                          is(end + 1, number ? IsDigit : IsLetter))) {
    ++end;
    if (number && (line[end - 1] == 'e' || line[end - 1] == 'E') &&
        is(end, [](char c) { return c == '+'; }) && is(end + 1, IsDigit))
      ++end;
  }
  return end;
}

}  // namespace

Cursor::Cursor(std::string_view line, uint32_t number, AssemblyError& error)
    : line_(line), number_(number), error_(&error) {
  Next();
}

void Cursor::Fail(std::string message) {
  if (!ok()) return;
  *error_ = {number_, static_cast<uint32_t>(begin_ + 1), std::move(message)};
}

void Cursor::Next() {
  begin_ = next_;
  while (begin_ < line_.size() && (line_[begin_] == ' ' || line_[begin_] == '\t')) ++begin_;
  next_ = begin_;
  text_ = {};
  token_ = Token::kEnd;
  if (begin_ >= line_.size() || line_[begin_] == ';') return;
  if (line_[begin_] == '"') {
    if (ReadQuoted(line_, next_, unquoted_)) {
      token_ = Token::kText;
      return;
    }
    begin_ = next_;
    Fail(line_[begin_] == '"' ? "this text does not end: close it with \" on its line"
                              : R"(there is no such escape: write \" \\ \n \r \t or \xNN)");
    next_ = line_.size();
    return;
  }
  if (const size_t end = EndOf(line_, begin_); end > begin_) {
    text_ = line_.substr(begin_, end - begin_);
    next_ = end;
    token_ = text_[0] == '#' ? Token::kIndex : IsLetter(text_[0]) ? Token::kWord : Token::kNumber;
    if (token_ == Token::kIndex) text_.remove_prefix(1);
    return;
  }
  for (const std::string_view symbol : kSymbols) {
    if (line_.substr(begin_, symbol.size()) != symbol) continue;
    text_ = line_.substr(begin_, symbol.size());
    next_ = begin_ + symbol.size();
    token_ = Token::kSymbol;
    return;
  }
  Fail("this character means nothing here: texts stand in quotes, comments behind ;");
  next_ = line_.size();
}

bool Cursor::Take(std::string_view symbol_or_word) {
  if ((token_ != Token::kSymbol && token_ != Token::kWord) || text_ != symbol_or_word) return false;
  Next();
  return true;
}

void Cursor::Expect(std::string_view symbol_or_word) {
  if (!Take(symbol_or_word)) Fail("`" + std::string(symbol_or_word) + "` is missing here");
}

std::string Cursor::Quoted(std::string_view what) {
  if (token_ != Token::kText) {
    Fail(std::string(what) + " stands here, in quotes");
    return {};
  }
  std::string text = unquoted_;
  Next();
  return text;
}

int64_t Cursor::Whole(int64_t min, int64_t max) {
  if (min == 0) return static_cast<int64_t>(Unsigned(static_cast<uint64_t>(max)));
  const bool negative = !text_.empty() && text_[0] == '-';
  if (!negative) return static_cast<int64_t>(Unsigned(static_cast<uint64_t>(max)));
  int64_t number = 0;
  const auto [end, status] = std::from_chars(text_.data(), text_.data() + text_.size(), number);
  if (token_ != Token::kNumber || status != std::errc() || end != text_.data() + text_.size() ||
      number < min) {
    Fail("a whole number of at least " + std::to_string(min) + " stands here");
    return 0;
  }
  Next();
  return number;
}

uint64_t Cursor::Unsigned(uint64_t max) {
  const bool hex = text_.substr(0, 2) == "0x";
  const std::string_view digits = hex ? text_.substr(2) : text_;
  uint64_t number = 0;
  const auto [end, status] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, hex ? 16 : 10);
  if ((token_ != Token::kNumber && token_ != Token::kIndex) || status != std::errc() ||
      end != digits.data() + digits.size() || number > max) {
    Fail("a whole number of at most " + std::to_string(max) + " stands here");
    return 0;
  }
  Next();
  return number;
}

}  // namespace bylaw::assembly
