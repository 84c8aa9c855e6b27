// A line of assembly as tokens, read one after the other. What cannot be read is remembered once,
// with its place: callers go on with zeros and empty texts until they look at `ok`.

#ifndef BYLAW_ASSEMBLY_LEXER_H_
#define BYLAW_ASSEMBLY_LEXER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "bylaw/assembly/assemble.h"

namespace bylaw::assembly {

enum class Token : uint8_t {
  kEnd,     // Of the line; a comment ends it too.
  kWord,    // load_fact, params.payee.country, starts-with
  kText,    // "…"
  kNumber,  // -7, 0x1f, 2.5d: as written
  kIndex,   // #7: the number of a row
  kSymbol,  // ->  ..  <=  [ and the like
};

class Cursor {
 public:
  // Reads `line`, which is number `number` of its text; both arguments must outlive it.
  Cursor(std::string_view line, uint32_t number, AssemblyError& error);

  Token token() const { return token_; }
  // The token as it is written; of kText what stands in the quotes, of kIndex without the #.
  std::string_view text() const { return token_ == Token::kText ? unquoted_ : text_; }
  bool ok() const { return error_->message.empty(); }
  bool Is(Token token, std::string_view text) const { return token_ == token && text_ == text; }
  bool IsSymbol(std::string_view symbol) const { return Is(Token::kSymbol, symbol); }
  bool IsWord(std::string_view word) const { return Is(Token::kWord, word); }

  void Next();
  // Moves on if the token is this one.
  bool Take(std::string_view symbol_or_word);
  // The same; else an error.
  void Expect(std::string_view symbol_or_word);
  // The text of a quoted token.
  std::string Quoted(std::string_view what);
  // A whole number, -5 or 0x1f, or of an index; within these bounds.
  int64_t Whole(int64_t min, int64_t max);
  uint64_t Unsigned(uint64_t max);

  // Remembers that the token at hand is wrong; the first time only.
  void Fail(std::string message);

 private:
  std::string_view line_;
  uint32_t number_;
  AssemblyError* error_;
  size_t begin_ = 0;  // Of the token.
  size_t next_ = 0;   // Behind it.
  Token token_ = Token::kEnd;
  std::string_view text_;
  std::string unquoted_;
};

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_LEXER_H_
