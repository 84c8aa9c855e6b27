#include "reference_evaluator.h"

#include <optional>
#include <vector>

namespace bylaw::compiler {
namespace {

using V = ReferenceValue;

bool IsBroken(const V& value) {
  return std::holds_alternative<Broken>(value) || std::holds_alternative<Absent>(value);
}

std::optional<vm::Decimal> NumberOf(const V& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) return vm::Decimal::FromInt64(*whole);
  if (const auto* decimal = std::get_if<vm::Decimal>(&value)) return *decimal;
  return std::nullopt;
}

template <typename T>
V Compare(Operator op, const T& a, const T& b) {
  switch (op) {
    case Operator::kLess:
      return a < b;
    case Operator::kLessEqual:
      return a <= b;
    case Operator::kGreater:
      return a > b;
    case Operator::kGreaterEqual:
      return a >= b;
    case Operator::kEqual:
      return a == b;
    default:
      return a != b;
  }
}

V Relation(Operator op, const V& a, const V& b) {
  if (NumberOf(a) && NumberOf(b)) return Compare(op, *NumberOf(a), *NumberOf(b));
  if (a.index() != b.index() || IsBroken(a)) return Broken{};
  if (const auto* truth = std::get_if<bool>(&a)) return Compare(op, *truth, std::get<bool>(b));
  const auto* text = std::get_if<std::string>(&a);
  return text == nullptr ? V(Broken{}) : Compare(op, *text, std::get<std::string>(b));
}

V WholeArithmetic(Operator op, int64_t a, int64_t b) {
  int64_t result = 0;
  switch (op) {
    case Operator::kAdd:
      if (__builtin_add_overflow(a, b, &result)) return Broken{};
      return result;
    case Operator::kSubtract:
      if (__builtin_sub_overflow(a, b, &result)) return Broken{};
      return result;
    case Operator::kMultiply:
      if (__builtin_mul_overflow(a, b, &result)) return Broken{};
      return result;
    default:
      if (b == 0 || (b == -1 && a == INT64_MIN)) return Broken{};
      return op == Operator::kDivide ? a / b : a % b;
  }
}

V Arithmetic(Operator op, const V& a, const V& b) {
  const auto* left = std::get_if<int64_t>(&a);
  const auto* right = std::get_if<int64_t>(&b);
  if (left != nullptr && right != nullptr) return WholeArithmetic(op, *left, *right);
  if (std::holds_alternative<std::string>(a) && std::holds_alternative<std::string>(b)) {
    return std::get<std::string>(a) + std::get<std::string>(b);
  }
  const std::optional<vm::Decimal> x = NumberOf(a);
  const std::optional<vm::Decimal> y = NumberOf(b);
  if (!x || !y) return Broken{};
  const vm::DecimalResult result = op == Operator::kAdd        ? Add(*x, *y)
                                   : op == Operator::kSubtract ? Subtract(*x, *y)
                                   : op == Operator::kMultiply ? Multiply(*x, *y)
                                                               : Divide(*x, *y);
  if (!result.ok()) return Broken{};
  return result.value;
}

// `decides` decides alone: false for &&, true for ||. Else an undecidable side makes it so.
V Logical(const Ast& ast, ExprId id, const ReferenceFacts& facts, bool decides) {
  bool undecidable = false;
  for (const ExprId operand : ast.Operands(id)) {
    const V value = Evaluate(ast, operand, facts);
    const auto* truth = std::get_if<bool>(&value);
    if (truth != nullptr && *truth == decides) return decides;
    undecidable = undecidable || truth == nullptr;
  }
  if (undecidable) return Broken{};
  return !decides;
}

// A list with an element that has no value is none itself.
V In(const Ast& ast, const V& item, ExprId list, const ReferenceFacts& facts) {
  std::vector<V> elements;
  for (const ExprId element : ast.Operands(list)) {
    elements.push_back(Evaluate(ast, element, facts));
    if (IsBroken(elements.back())) return Broken{};
  }
  bool undecidable = IsBroken(item);
  for (const V& element : elements) {
    const V equal = Relation(Operator::kEqual, item, element);
    const auto* truth = std::get_if<bool>(&equal);
    if (truth != nullptr && *truth) return true;
    undecidable = undecidable || truth == nullptr;
  }
  if (undecidable) return Broken{};
  return false;
}

V FactOf(std::string_view name, const ReferenceFacts& facts) {
  const auto fact = facts.find(name);
  return fact == facts.end() || IsBroken(fact->second) ? V(Broken{}) : fact->second;
}

// range.name(variable, predicate): all outcomes first, then what they come to.
V Macro(const Ast& ast, ExprId id, const ReferenceFacts& facts) {
  const std::span<const ExprId> operands = ast.Operands(id);
  const V range = Evaluate(ast, operands[0], facts);
  const auto* list = std::get_if<std::shared_ptr<const ReferenceList>>(&range);
  if (list == nullptr) return Broken{};
  size_t holds = 0;
  size_t broken = 0;
  ReferenceList kept;
  for (const V& item : (*list)->items) {
    ReferenceFacts inside = facts;
    inside[std::string(ast[operands[1]].text)] = item;
    const V value = Evaluate(ast, operands[2], inside);
    const auto* truth = std::get_if<bool>(&value);
    broken += truth == nullptr ? 1 : 0;
    holds += truth != nullptr && *truth ? 1 : 0;
    if (truth != nullptr && *truth) kept.items.push_back(item);
  }
  const size_t fails = (*list)->items.size() - holds - broken;
  const std::string_view name = ast[id].text;
  if (name == "all" && fails > 0) return false;
  if (name == "exists" && holds > 0) return true;
  if (broken > 0) return Broken{};
  if (name == "filter") return std::make_shared<const ReferenceList>(std::move(kept));
  return name == "all" || (name == "exists_one" && holds == 1);
}

V Call(const Ast& ast, ExprId id, const ReferenceFacts& facts) {
  const std::span<const ExprId> operands = ast.Operands(id);
  if (operands.size() == 3) return Macro(ast, id, facts);
  if (ast[id].text == "has") {
    const auto fact = facts.find(ast.SourceOf(operands[0]));
    return fact != facts.end() && !std::holds_alternative<Absent>(fact->second);
  }
  const V of = Evaluate(ast, operands[0], facts);
  if (const auto* list = std::get_if<std::shared_ptr<const ReferenceList>>(&of);
      list != nullptr && ast[id].text == "size") {
    return static_cast<int64_t>((*list)->items.size());
  }
  const auto* text = std::get_if<std::string>(&of);
  if (text == nullptr) return Broken{};
  if (ast[id].text == "size") return static_cast<int64_t>(text->size());  // ASCII only.
  const V part = Evaluate(ast, operands[1], facts);
  if (!std::holds_alternative<std::string>(part)) return Broken{};
  return text->find(std::get<std::string>(part)) != std::string::npos;
}

V Unary(Operator op, const V& of) {
  if (op == Operator::kNot) {
    const auto* truth = std::get_if<bool>(&of);
    return truth == nullptr ? V(Broken{}) : V(!*truth);
  }
  if (const auto* whole = std::get_if<int64_t>(&of)) {
    return WholeArithmetic(Operator::kSubtract, 0, *whole);
  }
  const std::optional<vm::Decimal> number = NumberOf(of);
  return number ? V(-*number) : V(Broken{});
}

}  // namespace

ReferenceValue Evaluate(const Ast& ast, ExprId id, const ReferenceFacts& facts) {
  const Expr& expr = ast[id];
  const std::span<const ExprId> operands = ast.Operands(id);
  switch (expr.kind) {
    case ExprKind::kBool:
      return expr.bool_value;
    case ExprKind::kInt:
      return expr.int_value;
    case ExprKind::kDouble:
      return *vm::Decimal::ParseLiteral(expr.text);
    case ExprKind::kString:
      return std::string(expr.text);
    case ExprKind::kIdent:
    case ExprKind::kSelect:
      return FactOf(ast.SourceOf(id), facts);
    case ExprKind::kCall:
      return Call(ast, id, facts);
    case ExprKind::kUnary:
      return Unary(expr.op, Evaluate(ast, operands[0], facts));
    case ExprKind::kLogical:
      return Logical(ast, id, facts, expr.op == Operator::kOr);
    case ExprKind::kTernary: {
      const V test = Evaluate(ast, operands[0], facts);
      const auto* truth = std::get_if<bool>(&test);
      if (truth == nullptr) return Broken{};
      return Evaluate(ast, operands[*truth ? 1 : 2], facts);
    }
    case ExprKind::kBinary: {
      const V left = Evaluate(ast, operands[0], facts);
      if (expr.op == Operator::kIn) return In(ast, left, operands[1], facts);
      const V right = Evaluate(ast, operands[1], facts);
      if (IsBroken(left) || IsBroken(right)) return Broken{};
      return expr.op >= Operator::kAdd ? Arithmetic(expr.op, left, right)
                                       : Relation(expr.op, left, right);
    }
    default:
      return Broken{};
  }
}

}  // namespace bylaw::compiler
