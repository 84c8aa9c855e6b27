// Types as values: the names that CEL gives them, and paths of names.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_SEMA_TYPE_NAMES_H_
#define BYLAW_COMPILER_SEMA_TYPE_NAMES_H_

#include <string>
#include <string_view>

#include "bylaw/compiler/syntax.h"

namespace bylaw::compiler {

// Whether it is the name of a type, as type(x) gives it: "int", "google.protobuf.Timestamp".
bool IsTypeName(std::string_view name);

// "a.b.c" of an identifier and what is selected from it; empty if the expression is anything else.
std::string QualifiedName(const Ast& ast, ExprId id);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_TYPE_NAMES_H_
