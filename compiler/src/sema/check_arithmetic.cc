// The type checker: numbers. int and decimal mix exactly; decimal and double do not; a literal
// takes the type of what it is joined with.

#include <optional>
#include <utility>

#include "sema/checker.h"
#include "sema/literal.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

vm::Arithmetic ArithmeticOf(Operator op) {
  switch (op) {
    case Operator::kSubtract:
      return vm::Arithmetic::kSubtract;
    case Operator::kMultiply:
      return vm::Arithmetic::kMultiply;
    case Operator::kDivide:
      return vm::Arithmetic::kDivide;
    case Operator::kRemainder:
      return vm::Arithmetic::kModulo;
    default:
      return vm::Arithmetic::kAdd;
  }
}

// What adding or subtracting times gives, if these are such.
std::optional<Type> TypeOfTime(vm::Arithmetic arithmetic, Type a, Type b) {
  const Type point = Type::Of(vm::Kind::kTimestamp);
  const Type length = Type::Of(vm::Kind::kDuration);
  const bool add = arithmetic == vm::Arithmetic::kAdd;
  if (!add && arithmetic != vm::Arithmetic::kSubtract) return std::nullopt;
  if (a == length && b == length) return length;
  if (a == point && b == length) return point;
  if (add && a == length && b == point) return point;
  if (!add && a == point && b == point) return length;
  return std::nullopt;
}

bool IsWhole(Type type) {
  return type.Is(vm::Kind::kInt) || type.Is(vm::Kind::kUint);
}

}  // namespace

// A literal, or a choice between literals.
bool Checker::IsLiteral(NodeId node) const {
  if (tree_.Is(node, NodeKind::kTernary)) {
    const std::span<const NodeId> parts = tree_.Operands(node);
    return IsLiteral(parts[1]) && IsLiteral(parts[2]);
  }
  return tree_.Is(node, NodeKind::kConstant) && tree_.ConstantOf(node).literal.has_value();
}

Checker::Result Checker::ReadLiteral(NodeId node, Type as) {
  if (!IsLiteral(node)) return node;
  const Span span = tree_[node].span;
  if (tree_.Is(node, NodeKind::kTernary)) {
    const NodeId test = tree_.Operands(node)[0];
    const Result then = ReadLiteral(tree_.Operands(node)[1], as);
    const Result otherwise = ReadLiteral(tree_.Operands(node)[2], as);
    if (!then || !otherwise) return std::nullopt;
    Node chosen = tree_[node];
    chosen.type = TypeOf(*then) == TypeOf(*otherwise) ? TypeOf(*then) : Type::Dyn();
    return Add(chosen, {test, *then, *otherwise});
  }
  const NumberLiteral literal = *tree_.ConstantOf(node).literal;
  if (dialect_.cel) as = TypeOf(node);  // What it is written as; there are no decimals to be read.
  if (as.dyn() || as.Is(vm::Kind::kDecimal)) {
    if (!literal.as_decimal) {
      return Error(DiagnosticCode::kNumberOutOfRange, span,
                   Concat({"`", literal.text, "` has more than 38 digits, which no decimal holds"}),
                   "Write it with fewer digits");
    }
    vm::Value value = tree_.Decimal(*literal.as_decimal);
    if (as.dyn()) value.detail |= vm::Value::kLiteral;
    return tree_.AddConstant({value, {}, false}, as.dyn() ? as : Type::Of(vm::Kind::kDecimal),
                             span);
  }
  if (!OwnValue(literal)) {
    return Error(
        DiagnosticCode::kNumberOutOfRange, span,
        Concat({"`", literal.text, "` does not fit ",
                (literal.kind == vm::Kind::kInt ? "an " : "a "), vm::KindText(literal.kind)}),
        "Declare what it is compared with as a decimal, or write a smaller number");
  }
  return node;
}

Checker::Result Checker::ToDecimal(NodeId node) {
  if (!IsWhole(TypeOf(node))) return node;
  Node conversion;
  conversion.kind = NodeKind::kToDecimal;
  conversion.type = Type::Of(vm::Kind::kDecimal);
  conversion.span = tree_[node].span;
  return Add(conversion, {node});
}

bool Checker::JoinNumbers(Operand& left, Operand& right) {
  const Type left_type = TypeOf(left.node);
  const Type right_type = TypeOf(right.node);
  const auto exact = [](Type type) { return type.dyn() || type.Is(vm::Kind::kDecimal); };
  const bool literals = IsLiteral(left.node) && IsLiteral(right.node);
  Result a = ReadLiteral(left.node, !literals && exact(right_type) ? right_type : left_type);
  Result b = ReadLiteral(right.node, !literals && exact(left_type) ? left_type : right_type);
  if (!a || !b) return false;
  if (dialect_.cel) {
    left.node = *a;
    right.node = *b;
    return true;
  }
  if (TypeOf(*a).Is(vm::Kind::kDecimal)) b = ToDecimal(*b);
  if (b && TypeOf(*b).Is(vm::Kind::kDecimal)) a = ToDecimal(*a);
  if (!a || !b) return false;
  left.node = *a;
  right.node = *b;
  const auto mixes = [&](NodeId x, NodeId y) {
    return TypeOf(x).Is(vm::Kind::kDecimal) && TypeOf(y).Is(vm::Kind::kDouble);
  };
  if (!mixes(*a, *b) && !mixes(*b, *a)) return true;
  Error(DiagnosticCode::kDecimalWithDouble, Span{tree_[*a].span.begin, tree_[*a].span.end},
        Concat({Describe(left), " and ", Describe(right), ": a decimal is exact, a double is not"}),
        "Declare both as decimal, or both as double");
  return false;
}

void Checker::ReportMixedNumbers(const Operand& left, const Operand& right, Span span) {
  const bool whole = IsWhole(TypeOf(left.node)) && IsWhole(TypeOf(right.node));
  Error(DiagnosticCode::kTypeMismatch, span,
        Concat({Describe(left), " and ", Describe(right), " cannot be calculated with together"}),
        whole ? "Write literals of a uint with u, such as 2u, or declare both as int"
              : "Write literals of a double with a point, such as 2.0, or declare both as decimal");
}

Checker::Result Checker::VisitArithmetic(ExprId id) {
  Operand left{NodeId{0}, ast().Operands(id)[0]};
  Operand right{NodeId{0}, ast().Operands(id)[1]};
  const Result left_node = Visit(left.expr);
  const Result right_node = Visit(right.expr);
  if (!left_node || !right_node) return std::nullopt;
  left.node = *left_node;
  right.node = *right_node;
  if (!JoinNumbers(left, right)) return std::nullopt;
  const Type a = TypeOf(left.node);
  const Type b = TypeOf(right.node);
  if (a.dyn() || b.dyn()) return ArithmeticOfDyn(id, left, right);
  const vm::Arithmetic arithmetic = ArithmeticOf(ast()[id].op);
  const bool joins = a.Is(vm::Kind::kString) || a.Is(vm::Kind::kBytes) || a.Is(vm::Kind::kList);
  const bool text = arithmetic == vm::Arithmetic::kAdd && joins && a == b;
  if (!text && a.number() && b.number() && a != b) {
    ReportMixedNumbers(left, right, SpanOf(id));
    return std::nullopt;
  }
  if (arithmetic == vm::Arithmetic::kModulo && a.number() && b.number() && !IsWhole(a)) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({"`%` takes whole numbers, and ", Describe(left), " is none"}),
                 "Declare the fact as an int");
  }
  if (const std::optional<Type> time = TypeOfTime(arithmetic, a, b)) {
    Node node = NewNode(NodeKind::kArithmetic, *time, id);
    node.arithmetic = arithmetic;
    return Add(node, {left.node, right.node});
  }
  if (!text && !(a.number() && b.number())) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({"`", OperatorText(ast()[id].op), "` cannot join ", Describe(left), " and ",
                         Describe(right)}),
                 Concat({"It takes two numbers",
                         arithmetic == vm::Arithmetic::kAdd ? " or two strings" : ""}));
  }
  Node node = NewNode(NodeKind::kArithmetic, a, id);
  node.arithmetic = arithmetic;
  return Add(node, {left.node, right.node});
}

Checker::Result Checker::ArithmeticOfDyn(ExprId id, const Operand& left, const Operand& right) {
  const vm::Arithmetic arithmetic = ArithmeticOf(ast()[id].op);
  if (arithmetic == vm::Arithmetic::kModulo && !dialect_.cel) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 "`%` takes whole numbers, and a number of unknown type is a decimal",
                 "Declare the fact as an int");
  }
  for (const Operand& side : {left, right}) {
    const Type type = TypeOf(side.node);
    const bool text = type.Is(vm::Kind::kString) && arithmetic == vm::Arithmetic::kAdd;
    if (type.dyn() || type.number() || text || dialect_.cel) continue;
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({"`", OperatorText(ast()[id].op), "` cannot take ", Describe(side)}),
                 Concat({"It takes two numbers",
                         arithmetic == vm::Arithmetic::kAdd ? " or two strings" : ""}));
  }
  Node node = NewNode(NodeKind::kArithmetic, Type::Dyn(), id);
  node.arithmetic = arithmetic;
  return Add(node, {left.node, right.node});
}

Checker::Result Checker::VisitNegate(ExprId id) {
  const ExprId of = ast().Operands(id)[0];
  const Result node = Visit(of);
  if (!node) return std::nullopt;
  const Type type = TypeOf(*node);
  if (tree_.Is(*node, NodeKind::kConstant) && IsLiteral(*node) && !type.Is(vm::Kind::kUint)) {
    return AddNumber(Negated(*tree_.ConstantOf(*node).literal), SpanOf(id));
  }
  const Result read = ReadLiteral(*node, type);
  if (!read) return std::nullopt;
  if (type.dyn() || type.Is(vm::Kind::kDuration) || (type.number() && !type.Is(vm::Kind::kUint))) {
    return Add(NewNode(NodeKind::kNegate, type, id), {*read});
  }
  return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
               Concat({"`-` cannot be put in front of ", Describe({*node, of})}),
               "It takes an int, a decimal or a double");
}

}  // namespace bylaw::compiler
