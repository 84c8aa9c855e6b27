// See check.h and checker.h: the walk over an expression, and everything but relations, arithmetic
// and calls.

#include "sema/check.h"

#include <algorithm>
#include <utility>

#include "bylaw/vm/limits.h"
#include "sema/checker.h"
#include "sema/definitions.h"
#include "sema/literal.h"
#include "sema/type_names.h"
#include "source/concat.h"

namespace bylaw::compiler {

Checker::Checker(const Constitution& constitution, const Conditions& conditions,
                 vm::FunctionTable functions, const Names& names, Tree& tree, DiagnosticSink& sink,
                 const Dialect& dialect)
    : constitution_(constitution),
      conditions_(conditions),
      functions_(functions),
      names_(names),
      tree_(tree),
      sink_(sink),
      string_bytes_max_(constitution.limits.string_bytes ? constitution.limits.string_bytes->value
                                                         : vm::kStringBytesDefault),
      list_items_max_(constitution.limits.list_items ? constitution.limits.list_items->value
                                                     : vm::kListItemsDefault),
      dialect_(dialect),
      definitions_(conditions.definitions.size()) {}

void Checker::CheckDefinitions() {
  for (const uint32_t index : OrderDefinitions(constitution_, conditions_, sink_)) {
    const Condition& definition = conditions_.definitions[index];
    if (!definition.parsed) continue;
    condition_ = &definition;
    variables_.clear();
    definitions_[index] = Visit(definition.ast.root());
  }
}

std::optional<TypedCondition> Checker::CheckCondition(const Condition& condition) {
  if (!condition.parsed) return std::nullopt;
  condition_ = &condition;
  variables_.clear();
  const ExprId root = condition.ast.root();
  Result node = VisitBool(root);
  if (!node) return std::nullopt;
  std::string text = condition.text->value;
  if (condition.negated) {
    const ExprKind kind = condition.ast[root].kind;
    const bool simple =
        kind == ExprKind::kIdent || kind == ExprKind::kSelect || kind == ExprKind::kCall;
    text = simple ? Concat({"!", text}) : Concat({"!(", text, ")"});
    node = Add(NewNode(NodeKind::kNot, Type::Of(vm::Kind::kBool), root), {*node});
    if (!node) return std::nullopt;
  }
  return TypedCondition{*node, std::move(text), condition.text->span};
}

std::string Checker::SourceOf(ExprId id) const {
  return std::string(ast().SourceOf(id));
}

std::string Checker::Describe(const Operand& operand) const {
  return Concat({"`", SourceOf(operand.expr), "` (", TypeOf(operand.node).text(), ")"});
}

Node Checker::NewNode(NodeKind kind, Type type, ExprId id) const {
  Node node;
  node.kind = kind;
  node.type = type;
  node.span = SpanOf(id);
  return node;
}

Checker::Result Checker::Add(const Node& node, std::span<const NodeId> operands) {
  if (tree_.Fits(operands)) return tree_.Add(node, operands);
  return Error(DiagnosticCode::kExpressionTooLarge, node.span,
               Concat({"This is too large once its definitions are put in: at most ",
                       std::to_string(Tree::kNodesMax), " parts and ",
                       std::to_string(Tree::kDepthMax), " levels"}),
               "Split it into several conditions, or have the host compute part of it as a fact");
}

std::nullopt_t Checker::Error(DiagnosticCode code, Span span, std::string message,
                              std::string help) {
  sink_.Error(code, span, std::move(message), std::move(help));
  return std::nullopt;
}

Checker::Result Checker::AddText(std::string_view text, bool symbol, Span span) {
  if (text.size() > string_bytes_max_) {
    return Error(
        DiagnosticCode::kTextTooLong, span,
        Concat({"This text has ", std::to_string(text.size()),
                " bytes, more than the document's limit of ", std::to_string(string_bytes_max_)}),
        "Shorten it, or raise `limits: {string_bytes: ...}`");
  }
  return tree_.AddConstant({tree_.String(text), {}, symbol}, Type::Of(vm::Kind::kString), span);
}

NodeId Checker::AddNumber(NumberLiteral literal, Span span) {
  const Type type = Type::Of(literal.kind);
  const vm::Value own = OwnValue(literal).value_or(vm::Value());
  return tree_.AddConstant({own, std::move(literal), false}, type, span);
}

std::optional<NodeId> Checker::CheckValue(const Condition& condition) {
  if (!condition.parsed) return std::nullopt;
  condition_ = &condition;
  variables_.clear();
  return VisitElement(condition.ast.root());
}

// Scalars, and lists, whose items only a request shows.
Checker::Result Checker::CheckQuoted(const Condition& expression) {
  const Result value = CheckValue(expression);
  if (!value) return value;
  const Type type = TypeOf(*value);
  const bool is_text =
      !type.Is(vm::Kind::kBytes) && !type.Is(vm::Kind::kMap) && !type.Is(vm::Kind::kOptional);
  if (is_text) return value;
  const ExprId root = expression.ast.root();
  return Error(DiagnosticCode::kNotForAReason, SpanOf(root),
               Concat({Describe({*value, root}), " is nothing that a reason can say"}),
               type.Is(vm::Kind::kBytes) ? "Write base64.encode() around it"
               : type.Is(vm::Kind::kMap) ? "Name one of its members"
                                         : "Say what stands for none: x.orValue(...)");
}

std::optional<FactId> Checker::PersonalFactOf(NodeId id) const {
  const bool reads = tree_.Is(id, NodeKind::kFact) || tree_.Is(id, NodeKind::kHasFact);
  if (reads && names_[tree_.FactOf(id)].personal) return tree_.FactOf(id);
  for (const NodeId operand : tree_.Operands(id)) {
    if (const std::optional<FactId> fact = PersonalFactOf(operand)) return fact;
  }
  return std::nullopt;
}

std::vector<TypedReasonPart> Checker::CheckReason(const std::vector<ReasonPart>& reason,
                                                  const std::vector<Condition>& expressions) {
  std::vector<TypedReasonPart> parts;
  size_t next = 0;
  for (const ReasonPart& part : reason) {
    TypedReasonPart& typed = parts.emplace_back();
    typed.text = part.text;
    typed.span = part.span;
    if (!part.expression) continue;
    const Result value = CheckQuoted(expressions[next++]);
    if (!value) continue;
    const std::optional<FactId> personal = PersonalFactOf(*value);
    if (!personal) {
      typed.value = value;
      continue;
    }
    sink_.Warning(DiagnosticCode::kPersonalInReason, part.span,
                  Concat({"`", names_[*personal].name,
                          "` is personal, and a reason goes to the agent and into the ledger: this "
                          "stays as it is written, without its value"}),
                  "Name a value that is not personal, or leave it out");
  }
  return parts;
}

Checker::Result Checker::Visit(ExprId id) {
  const Result node = VisitTyped(id);
  if (!node || dialect_.typed || TypeOf(*node).dyn()) return node;
  const Result read = ReadLiteral(*node, TypeOf(*node));
  return read ? Add(NewNode(NodeKind::kDyn, Type::Dyn(), id), {*read}) : std::nullopt;
}

Checker::Result Checker::VisitTyped(ExprId id) {
  const Expr& expr = ast()[id];
  if (expr.kind == ExprKind::kCall) return VisitCall(id);
  if (condition_->reference(id).kind != Reference::Kind::kNone) return VisitReference(id);
  switch (expr.kind) {
    case ExprKind::kNull: {
      vm::Value null = vm::Value::Null();
      null.detail = vm::Value::kLiteral;
      return tree_.AddConstant({null, {}, false}, Type::Of(vm::Kind::kNull), SpanOf(id));
    }
    case ExprKind::kBool:
      return tree_.AddBool(expr.bool_value, SpanOf(id));
    case ExprKind::kInt:
    case ExprKind::kUint:
    case ExprKind::kDouble:
      return AddNumber(LiteralOf(expr), SpanOf(id));
    case ExprKind::kString:
      return AddText(expr.text, false, SpanOf(id));
    case ExprKind::kSelect:
      return VisitSelect(id);
    case ExprKind::kIndex:
      return VisitIndex(id);
    case ExprKind::kBytes:
      return tree_.AddConstant({tree_.Bytes(expr.text), {}, false}, Type::Of(vm::Kind::kBytes),
                               SpanOf(id));
    case ExprKind::kList:
      return VisitList(id);
    case ExprKind::kMap:
      return VisitMap(id);
    case ExprKind::kUnary:
      return VisitUnary(id);
    case ExprKind::kLogical:
      return VisitLogical(id);
    case ExprKind::kTernary:
      return VisitTernary(id);
    case ExprKind::kBinary:
      if (expr.op == Operator::kIn) return VisitIn(id);
      return expr.op >= Operator::kAdd ? VisitArithmetic(id) : VisitRelation(id);
    default:
      return std::nullopt;
  }
}

Checker::Result Checker::VisitReference(ExprId id) {
  const Reference& reference = condition_->reference(id);
  switch (reference.kind) {
    case Reference::Kind::kFact: {
      const FactInfo& fact = names_[reference.fact()];
      if (!fact.type.valid()) return std::nullopt;
      Node node = NewNode(NodeKind::kFact, fact.type, id);
      node.index = reference.index;
      return Add(node, {});
    }
    case Reference::Kind::kConstant:
      return VisitNamedConstant(reference.index, SpanOf(id));
    case Reference::Kind::kDefinition:
      return definitions_[reference.index];
    case Reference::Kind::kSymbol:
      return AddText(ast()[id].text, true, SpanOf(id));
    case Reference::Kind::kVariable: {
      const Variable& variable = variables_.at(reference.declaration());
      Node node = NewNode(NodeKind::kVariable, variable.type, id);
      node.index = variable.index;
      const Result use = Add(node, {});
      return use ? Expect(*use, variable.expected, id) : std::nullopt;
    }
    case Reference::Kind::kType:
      return tree_.AddConstant(
          {vm::Value::Text(vm::Kind::kType, tree_.String(QualifiedName(ast(), id)).string()),
           {},
           false},
          Type::Of(vm::Kind::kType), SpanOf(id));
    default:
      return std::nullopt;
  }
}

// A list or table is one constant of the tree, however often it is used.
Checker::Result Checker::VisitNamedConstant(uint32_t index, Span span) {
  const Value& value = constitution_.constants[index].value;
  if (value.kind != Value::Kind::kList && value.kind != Value::Kind::kMap)
    return VisitConstant(value, span);
  const auto [at, added] = containers_.try_emplace(index);
  if (added) at->second = VisitConstant(value, span);
  return at->second;
}

// A named constant behaves as if its value were written where it is used.
Checker::Result Checker::VisitConstant(const Value& value, Span span) {
  switch (value.kind) {
    case Value::Kind::kBool:
      return tree_.AddBool(value.text == "true", span);
    case Value::Kind::kNumber:
      return AddNumber(LiteralOf(value.text), span);
    case Value::Kind::kString:
      return AddText(value.text, false, span);
    case Value::Kind::kList: {
      std::vector<vm::Value> items;
      for (const Value& item : value.items) {
        const std::optional<vm::Value> scalar = ScalarOf(item);
        if (!scalar) return std::nullopt;
        items.push_back(*scalar);
      }
      return tree_.AddConstantList(std::move(items), span);
    }
    case Value::Kind::kMap:
      return VisitTable(value, span);
    case Value::Kind::kInvalid:
      break;
  }
  return std::nullopt;
}

// An item of a constant, as it stands in a container. An error is one of the constant itself.
std::optional<vm::Value> Checker::ScalarOf(const Value& item) {
  if (item.kind == Value::Kind::kList || item.kind == Value::Kind::kMap) {
    return Error(DiagnosticCode::kNestedList, item.span,
                 "A list inside the list of a constant is not supported by this version");
  }
  const Result node = VisitConstant(item, item.span);
  const Result read = node ? ReadLiteral(*node, Type::Dyn()) : std::nullopt;
  if (!read) return std::nullopt;
  return tree_.ConstantOf(*read).value;
}

Checker::Result Checker::VisitTable(const Value& table, Span span) {
  std::vector<vm::Member> members;
  for (size_t i = 0; i < table.items.size(); ++i) {
    const Result key = AddText(table.keys[i], false, table.items[i].span);
    const std::optional<vm::Value> value = ScalarOf(table.items[i]);
    if (!key || !value) return std::nullopt;
    members.push_back({tree_.ConstantOf(*key).value, *value});
  }
  std::sort(members.begin(), members.end(), [](const vm::Member& a, const vm::Member& b) {
    return a.key.string() < b.key.string();
  });
  return tree_.AddConstantMap(std::move(members), span);
}

Checker::Result Checker::VisitUnary(ExprId id) {
  if (ast()[id].op == Operator::kNegate) return VisitNegate(id);
  const Result of = VisitBool(ast().Operands(id)[0]);
  if (!of) return std::nullopt;
  return Add(NewNode(NodeKind::kNot, Type::Of(vm::Kind::kBool), id), {*of});
}

Checker::Result Checker::VisitBool(ExprId id) {
  const Result node = Visit(id);
  return node ? AsBool(*node, id) : std::nullopt;
}

Checker::Result Checker::AsBool(NodeId node, ExprId id) {
  const Type type = TypeOf(node);
  if (type.Is(vm::Kind::kBool)) return node;
  if (type.dyn()) return Add(NewNode(NodeKind::kExpect, Type::Of(vm::Kind::kBool), id), {node});
  return Error(DiagnosticCode::kNotABool, SpanOf(id),
               Concat({Describe({node, id}), " is no condition: a bool is needed here"}),
               "Compare it with something");
}

Checker::Result Checker::VisitLogical(ExprId id) {
  std::vector<NodeId> operands;
  for (const ExprId operand : ast().Operands(id)) {
    if (const Result node = VisitBool(operand)) operands.push_back(*node);
  }
  if (operands.size() != ast().Operands(id).size()) return std::nullopt;
  const NodeKind kind = ast()[id].op == Operator::kAnd ? NodeKind::kAnd : NodeKind::kOr;
  return Add(NewNode(kind, Type::Of(vm::Kind::kBool), id), operands);
}

Checker::Result Checker::VisitTernary(ExprId id) {
  const std::span<const ExprId> parts = ast().Operands(id);
  const Result test = VisitBool(parts[0]);
  const Result then = Visit(parts[1]);
  const Result otherwise = Visit(parts[2]);
  if (!test || !then || !otherwise) return std::nullopt;
  Operand left{*then, parts[1]};
  Operand right{*otherwise, parts[2]};
  const bool literals = IsLiteral(left.node) && IsLiteral(right.node);
  if (!literals && !JoinNumbers(left, right)) return std::nullopt;
  const Type a = TypeOf(left.node);
  const Type b = TypeOf(right.node);
  const bool loose = a.dyn() || b.dyn() || literals;
  if (a != b && !loose) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({"One side of `? :` is ", Describe(left), ", the other ", Describe(right)}),
                 "Give both sides one type");
  }
  return Add(NewNode(NodeKind::kTernary, Type::Either(a, b), id), {*test, left.node, right.node});
}

std::optional<NodeId> CheckExpression(const Constitution& constitution,
                                      const Conditions& conditions, vm::FunctionTable functions,
                                      const Names& names, const Dialect& dialect, Tree& tree,
                                      DiagnosticSink& sink) {
  return Checker(constitution, conditions, functions, names, tree, sink, dialect)
      .CheckValue(conditions.rules[0][0]);
}

std::vector<TypedRule> CheckRules(const Constitution& constitution, const Conditions& conditions,
                                  vm::FunctionTable functions, const Names& names, Tree& tree,
                                  DiagnosticSink& sink) {
  Checker checker(constitution, conditions, functions, names, tree, sink);
  checker.CheckDefinitions();
  std::vector<TypedRule> rules;
  rules.reserve(conditions.rules.size());
  for (size_t i = 0; i < conditions.rules.size(); ++i) {
    TypedRule& typed = rules.emplace_back();
    for (const Condition& condition : conditions.rules[i]) {
      if (std::optional<TypedCondition> checked = checker.CheckCondition(condition)) {
        typed.conditions.push_back(std::move(*checked));
      }
    }
    typed.reason = checker.CheckReason(constitution.rules[i].reason_parts, conditions.reasons[i]);
  }
  return rules;
}

}  // namespace bylaw::compiler
