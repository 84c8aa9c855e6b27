// Says in plain words what is wrong with a condition that the grammar refuses. Whether a condition
// is legal is the grammar's decision; Explain only explains.
//
// Thread-safety: pure functions. Limits: linear in the number of tokens.

#ifndef BYLAW_COMPILER_SRC_SYNTAX_EXPLAIN_H_
#define BYLAW_COMPILER_SRC_SYNTAX_EXPLAIN_H_

#include <span>
#include <vector>

#include "bylaw/compiler/syntax.h"
#include "syntax/token.h"

namespace bylaw::compiler {

// The mistakes in a condition that the parser refused at the token `refused_at`: at least one, in
// the order of the text. `tokens` ends with kEnd.
std::vector<SyntaxError> Explain(std::span<const Token> tokens, size_t refused_at);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SRC_SYNTAX_EXPLAIN_H_
