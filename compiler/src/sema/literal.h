// Numbers as they are written, in conditions and in the document, and what they can be read as.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_SEMA_LITERAL_H_
#define BYLAW_COMPILER_SEMA_LITERAL_H_

#include <optional>
#include <string_view>

#include "bylaw/compiler/syntax.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// Of an int, uint or double literal of a condition.
NumberLiteral LiteralOf(const Expr& expr);
// Of a number in the document (a JSON number): an int where it is whole and fits, else a double.
NumberLiteral LiteralOf(std::string_view text);
// -literal.
NumberLiteral Negated(const NumberLiteral& literal);

// The literal as what CEL takes it for; nothing if it does not fit.
std::optional<vm::Value> OwnValue(const NumberLiteral& literal);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_LITERAL_H_
