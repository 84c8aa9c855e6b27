// Macros: calls that bind variables of their own (cel-spec, doc/langdef.md, "Macros"; the
// two-variable forms, `cel.bind` and the optional ones as in cel-go's extensions).
//
// Thread-safety: values. Ownership: results point into the Ast.

#ifndef BYLAW_COMPILER_SEMA_MACROS_H_
#define BYLAW_COMPILER_SEMA_MACROS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/syntax.h"

namespace bylaw::compiler {

enum class MacroKind : uint8_t {
  kAll,                // range.all(x, predicate)
  kExists,             // range.exists(x, predicate)
  kExistsOne,          // range.exists_one(x, predicate)
  kFilter,             // range.filter(x, predicate)
  kMap,                // range.map(x, [predicate,] transform); transformList(i, x, …)
  kTransformMap,       // range.transformMap(k, v, [predicate,] value)
  kTransformMapEntry,  // range.transformMapEntry(k, v, [predicate,] entries)
  kBind,               // cel.bind(x, value, body)
  kOptMap,             // optional.optMap(x, transform)
  kOptFlatMap,         // optional.optFlatMap(x, transform)
};

// One call of a macro. Its variables are seen in `bodies` only.
struct Macro {
  MacroKind kind;
  ExprId range;                   // What it goes over, binds or unpacks.
  std::vector<ExprId> variables;  // One or two identifiers; nothing else is checked of them here.
  std::vector<ExprId> bodies;     // The predicate, the transform, or both.

  bool loops() const { return kind < MacroKind::kBind; }
};

// The macro that the call is, by its name and form, or nothing.
std::optional<Macro> MacroOf(const Ast& ast, ExprId call);

// The name of a variable where it is declared or used: an identifier, or CEL's own way to write one
// that no identifier can be, cel.iterVar(0, 1). Nothing if it is neither.
std::optional<std::string> VariableName(const Ast& ast, ExprId id);

// cel.block([values], body) and, in it, cel.index(i): values that expressions share.
bool IsBlock(const Ast& ast, ExprId call);
std::optional<int64_t> IndexInBlock(const Ast& ast, ExprId call);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_MACROS_H_
