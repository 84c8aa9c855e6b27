// What is refused by the tokens alone, whatever the grammar says of them.
//
// Thread-safety: pure functions. Limits: linear in the number of tokens.

#ifndef BYLAW_COMPILER_SRC_SYNTAX_TOKEN_CHECKS_H_
#define BYLAW_COMPILER_SRC_SYNTAX_TOKEN_CHECKS_H_

#include <span>
#include <string_view>
#include <vector>

#include "bylaw/compiler/syntax.h"
#include "syntax/token.h"

namespace bylaw::compiler {

// The first token that is nested too deeply for the generated parser (kConditionDepthMax), or null.
// It recurses through brackets, and within one bracket (or one element, after a comma) through each
// `?`.
const Token* FindTooDeep(std::span<const Token> tokens);

// `[10,000]` reads as one number and is two.
std::vector<SyntaxError> FindSplitNumbers(std::span<const Token> tokens);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SRC_SYNTAX_TOKEN_CHECKS_H_
