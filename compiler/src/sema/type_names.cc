// See type_names.h.

#include "sema/type_names.h"

#include "bylaw/vm/value.h"
#include "source/concat.h"

namespace bylaw::compiler {

bool IsTypeName(std::string_view name) {
  for (uint32_t kind = 1; kind < vm::kKindCount; ++kind) {
    if (vm::TypeName(static_cast<vm::Kind>(kind)) == name) return true;
  }
  return false;
}

std::string QualifiedName(const Ast& ast, ExprId id) {
  const Expr& expr = ast[id];
  if (expr.kind == ExprKind::kIdent) return std::string(expr.text);
  if (expr.kind != ExprKind::kSelect || expr.optional) return {};
  const std::string of = QualifiedName(ast, ast.Operands(id)[0]);
  return of.empty() ? of : Concat({of, ".", expr.text});
}

}  // namespace bylaw::compiler
