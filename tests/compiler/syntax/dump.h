// A tree of a condition as an s-expression, for tests: everything that a tree says but spans.

#ifndef BYLAW_TESTS_COMPILER_SYNTAX_DUMP_H_
#define BYLAW_TESTS_COMPILER_SYNTAX_DUMP_H_

#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>

#include "bylaw/compiler/syntax.h"

namespace bylaw::compiler {

// Puts a text together from its parts.
inline std::string Text(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

inline std::string Dump(const Ast& ast, ExprId id);

inline std::string DumpOperands(const Ast& ast, ExprId id) {
  std::string out;
  for (const ExprId operand : ast.Operands(id)) {
    out += ' ';
    out += Dump(ast, operand);
  }
  return out;
}

inline std::string DumpLiteral(const Expr& expr) {
  const std::string overflow = expr.overflows ? "!" : "";
  switch (expr.kind) {
    case ExprKind::kNull:
      return "null";
    case ExprKind::kBool:
      return expr.bool_value ? "true" : "false";
    case ExprKind::kInt:
      return std::to_string(expr.int_value) + overflow;
    case ExprKind::kUint:
      return std::to_string(expr.uint_value) + "u" + overflow;
    case ExprKind::kDouble: {
      char buffer[40];
      std::snprintf(buffer, sizeof buffer, "%.17g", expr.double_value);
      return Text({"d", buffer, overflow});
    }
    case ExprKind::kString:
      return QuoteString(expr.text);
    default:
      return QuoteBytes(expr.text);
  }
}

inline std::string Dump(const Ast& ast, ExprId id) {
  const Expr& expr = ast[id];
  const std::string name = Text({expr.leading_dot ? "." : "", expr.text});
  const std::string entry = expr.optional_entry ? "?" : "";
  const std::string operands = DumpOperands(ast, id);
  const std::string_view op = OperatorText(expr.op);
  switch (expr.kind) {
    case ExprKind::kIdent:
      return Text({entry, name});
    case ExprKind::kSelect:
      return Text({entry, expr.optional ? "(.?" : "(.", expr.text, operands, ")"});
    case ExprKind::kIndex:
      return Text({entry, expr.optional ? "(at?" : "(at", operands, ")"});
    case ExprKind::kCall:
      return Text({entry, expr.has_receiver ? "(method " : "(call ", name, operands, ")"});
    case ExprKind::kList:
      return Text({entry, "(list", operands, ")"});
    case ExprKind::kMap:
      return Text({entry, "(map", operands, ")"});
    case ExprKind::kUnary:
    case ExprKind::kBinary:
    case ExprKind::kLogical:
      return Text({entry, "(", op, operands, ")"});
    case ExprKind::kTernary:
      return Text({entry, "(?:", operands, ")"});
    default:
      return Text({entry, DumpLiteral(expr)});
  }
}

inline std::string Dump(const Ast& ast) {
  return Dump(ast, ast.root());
}

}  // namespace bylaw::compiler

#endif  // BYLAW_TESTS_COMPILER_SYNTAX_DUMP_H_
