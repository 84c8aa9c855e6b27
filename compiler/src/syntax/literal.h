// Reads the literals of conditions: numbers, strings and bytes.
//
// Thread-safety: pure functions. Errors: spans count from the start of the condition, given as
// `offset`, the place of the literal.

#ifndef BYLAW_COMPILER_SRC_SYNTAX_LITERAL_H_
#define BYLAW_COMPILER_SRC_SYNTAX_LITERAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/syntax.h"

namespace bylaw::compiler {

// "12", "0xff" or "-12"; nothing if it does not fit the type. The text must be a number of the
// grammar.
std::optional<int64_t> ReadInt(std::string_view text);
std::optional<uint64_t> ReadUint(std::string_view text);

// The nearest double (zero for what is too small); nothing if it would be infinite.
std::optional<double> ReadDouble(std::string_view text);

// The value of a string or bytes literal of the grammar, prefix and quotes included. A wrong escape
// is added to `errors`; the result is then of no use. It is never longer than the literal.
std::string ReadString(std::string_view literal, uint32_t offset, std::vector<SyntaxError>& errors);

// Whether a literal of the grammar is one of bytes: b"..." and the like.
bool IsBytesLiteral(std::string_view literal);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SRC_SYNTAX_LITERAL_H_
