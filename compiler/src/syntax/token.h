// The tokens of a condition, as the explanation of mistakes sees them: the generated lexer's,
// without its types.
//
// Thread-safety: values. Ownership: `text` points into the condition.

#ifndef BYLAW_COMPILER_SRC_SYNTAX_TOKEN_H_
#define BYLAW_COMPILER_SRC_SYNTAX_TOKEN_H_

#include <cstdint>
#include <string_view>

#include "bylaw/compiler/diagnostic.h"

namespace bylaw::compiler {

enum class TokenKind : uint8_t {
  kName,
  kQuotedName,  // `content-type`
  kNumber,
  kString,    // Strings and bytes.
  kConstant,  // true, false, null
  kInfix,     // Operators that stand between two values only.
  kMinus,
  kNot,
  kQuestion,
  kColon,
  kComma,
  kDot,
  kOpen,   // ( [ {
  kClose,  // ) ] }
  kUnterminatedString,
  kForeignOperator,  // Of other languages: = <> => & and so on.
  kUnknown,          // One code point that no token starts with.
  kEnd,              // After the last token; empty.
};

struct Token {
  TokenKind kind;
  Span span;
  std::string_view text;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SRC_SYNTAX_TOKEN_H_
