// See macros.h.

#include "sema/macros.h"

#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// How a macro is called: so many variables, then so many bodies.
struct Form {
  std::string_view name;
  MacroKind kind;
  uint32_t variables;
  uint32_t bodies_min;
  uint32_t bodies_max;
};

constexpr Form kForms[] = {
    {"all", MacroKind::kAll, 1, 1, 1},
    {"all", MacroKind::kAll, 2, 1, 1},
    {"exists", MacroKind::kExists, 1, 1, 1},
    {"exists", MacroKind::kExists, 2, 1, 1},
    {"exists_one", MacroKind::kExistsOne, 1, 1, 1},
    {"exists_one", MacroKind::kExistsOne, 2, 1, 1},
    {"existsOne", MacroKind::kExistsOne, 1, 1, 1},
    {"existsOne", MacroKind::kExistsOne, 2, 1, 1},
    {"filter", MacroKind::kFilter, 1, 1, 1},
    {"map", MacroKind::kMap, 1, 1, 2},
    {"transformList", MacroKind::kMap, 2, 1, 2},
    {"transformMap", MacroKind::kTransformMap, 2, 1, 2},
    {"transformMapEntry", MacroKind::kTransformMapEntry, 2, 1, 2},
    {"optMap", MacroKind::kOptMap, 1, 1, 1},
    {"optFlatMap", MacroKind::kOptFlatMap, 1, 1, 1},
};

bool IsNamespace(const Ast& ast, ExprId id, std::string_view name) {
  return ast[id].kind == ExprKind::kIdent && ast[id].text == name;
}

// cel.name(…) of so many arguments.
bool IsOfCel(const Ast& ast, ExprId id, std::string_view name, size_t arguments) {
  const Expr& expr = ast[id];
  return expr.kind == ExprKind::kCall && expr.has_receiver && expr.text == name &&
         ast.Arguments(id).size() == arguments && IsNamespace(ast, ast.Operands(id)[0], "cel");
}

}  // namespace

std::optional<Macro> MacroOf(const Ast& ast, ExprId call) {
  const Expr& expr = ast[call];
  if (expr.kind != ExprKind::kCall || !expr.has_receiver) return std::nullopt;
  const std::span<const ExprId> operands = ast.Operands(call);
  const std::span<const ExprId> arguments = ast.Arguments(call);
  if (expr.text == "bind" && arguments.size() == 3 && IsNamespace(ast, operands[0], "cel")) {
    return Macro{MacroKind::kBind, arguments[1], {arguments[0]}, {arguments[2]}};
  }
  for (const Form& form : kForms) {
    if (form.name != expr.text || arguments.size() < form.variables + form.bodies_min ||
        arguments.size() > form.variables + form.bodies_max) {
      continue;
    }
    const auto variables = arguments.first(form.variables);
    const auto bodies = arguments.subspan(form.variables);
    return Macro{form.kind,
                 operands[0],
                 {variables.begin(), variables.end()},
                 {bodies.begin(), bodies.end()}};
  }
  return std::nullopt;
}

std::optional<std::string> VariableName(const Ast& ast, ExprId id) {
  const Expr& expr = ast[id];
  if (expr.kind == ExprKind::kIdent && !expr.leading_dot) return std::string(expr.text);
  if (!IsOfCel(ast, id, "iterVar", 2) && !IsOfCel(ast, id, "accuVar", 2)) return std::nullopt;
  std::string name = Concat({"@", expr.text});
  for (const ExprId number : ast.Arguments(id)) name += Concat({":", ast[number].text});
  return name;
}

bool IsBlock(const Ast& ast, ExprId call) {
  return IsOfCel(ast, call, "block", 2) && ast[ast.Arguments(call)[0]].kind == ExprKind::kList;
}

std::optional<int64_t> IndexInBlock(const Ast& ast, ExprId call) {
  if (!IsOfCel(ast, call, "index", 1)) return std::nullopt;
  const Expr& number = ast[ast.Arguments(call)[0]];
  return number.kind == ExprKind::kInt ? std::optional(number.int_value) : std::nullopt;
}

}  // namespace bylaw::compiler
