// The type checker: comparison and membership. Whatever is known to be of different kinds is an
// error here, because it would be undecidable for every request.

#include <algorithm>
#include <utility>

#include "bylaw/vm/limits.h"
#include "sema/checker.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

vm::Relation RelationOf(Operator op) {
  switch (op) {
    case Operator::kLess:
      return vm::Relation::kLess;
    case Operator::kLessEqual:
      return vm::Relation::kLessOrEqual;
    case Operator::kGreater:
      return vm::Relation::kGreater;
    case Operator::kGreaterEqual:
      return vm::Relation::kGreaterOrEqual;
    case Operator::kNotEqual:
      return vm::Relation::kNotEqual;
    default:
      return vm::Relation::kEqual;
  }
}

// Fewer texts are found as fast one after the other.
constexpr uint32_t kSortedItemsMin = 16;

bool IsEquality(Operator op) {
  return op == Operator::kEqual || op == Operator::kNotEqual || op == Operator::kIn;
}

bool HasOrder(Type type) {
  return !IsContainer(type);
}

}  // namespace

Checker::Result Checker::VisitRelation(ExprId id) {
  Operand left{NodeId{0}, ast().Operands(id)[0]};
  Operand right{NodeId{0}, ast().Operands(id)[1]};
  const Result left_node = Visit(left.expr);
  const Result right_node = Visit(right.expr);
  if (!left_node || !right_node) return std::nullopt;
  left.node = *left_node;
  right.node = *right_node;
  const Type null = Type::Of(vm::Kind::kNull);
  if (dialect_.cel) return VisitCelRelation(id, left, right);
  if (TypeOf(left.node) == null || TypeOf(right.node) == null) {
    return VisitNullRelation(id, left, right);
  }
  if (!CheckWord(left, right) || !CheckWord(right, left) || !JoinNumbers(left, right) ||
      !Comparable(left, right, SpanOf(id))) {
    return std::nullopt;
  }
  const Operator op = ast()[id].op;
  for (const Operand& side : {left, right}) {
    if (IsEquality(op) || HasOrder(TypeOf(side.node))) continue;
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({Describe(side), " has no order"}),
                 "Lists and maps can be compared with `==` and `!=` only");
  }
  Node node = NewNode(NodeKind::kCompare, Type::Of(vm::Kind::kBool), id);
  node.relation = RelationOf(op);
  return Add(node, {left.node, right.node});
}

// Values of whatever kinds are equal or not; only what is known to be of different types is an
// error.
Checker::Result Checker::VisitCelRelation(ExprId id, Operand left, Operand right) {
  if (!JoinNumbers(left, right)) return std::nullopt;
  const Type a = TypeOf(left.node);
  const Type b = TypeOf(right.node);
  const Operator op = ast()[id].op;
  const bool numbers = a.number() && b.number() && !IsEquality(op);
  if (a != b && !a.dyn() && !b.dyn() && !numbers && !a.Is(vm::Kind::kNull) &&
      !b.Is(vm::Kind::kNull)) {
    ReportKindsDiffer(left, right, SpanOf(id));
    return std::nullopt;
  }
  Node node = NewNode(NodeKind::kCompare, Type::Of(vm::Kind::kBool), id);
  node.relation = RelationOf(op);
  return Add(node, {left.node, right.node});
}

// null is comparable with the literal null only, and typed values are never null.
Checker::Result Checker::VisitNullRelation(ExprId id, const Operand& left, const Operand& right) {
  const Operand& other = TypeOf(left.node).Is(vm::Kind::kNull) ? right : left;
  const Operator op = ast()[id].op;
  if (!IsEquality(op)) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id), "null has no order",
                 "Compare it with `==` or `!=`");
  }
  const Type type = TypeOf(other.node);
  if (!type.dyn() && !type.Is(vm::Kind::kNull)) {
    return Error(
        DiagnosticCode::kKindsDiffer, SpanOf(id),
        Concat({Describe(other), " is never null; this would be undecidable for every request"}),
        "To ask whether a fact is there, write has(fact)");
  }
  Node node = NewNode(NodeKind::kCompare, Type::Of(vm::Kind::kBool), id);
  node.relation = RelationOf(op);
  return Add(node, {left.node, right.node});
}

bool Checker::Comparable(const Operand& left, const Operand& right, Span span) {
  const Type a = TypeOf(left.node);
  const Type b = TypeOf(right.node);
  const auto time = [](Type type) { return type.Is(vm::Kind::kTimestamp); };
  if (a == b) return true;
  if ((a.dyn() && !time(b)) || (b.dyn() && !time(a))) return true;
  if (a.number() && b.number()) return true;  // By value; JoinNumbers has refused what is not.
  ReportKindsDiffer(left, right, span);
  return false;
}

void Checker::ReportKindsDiffer(const Operand& left, const Operand& right, Span span) {
  std::string help = HelpForKinds(left, right);
  if (help.empty()) help = HelpForKinds(right, left);
  if (help.empty()) help = "Compare values of one type";
  sink_.Error(DiagnosticCode::kKindsDiffer, span,
              Concat({Describe(left), " and ", Describe(right),
                      " are of different kinds; this would be undecidable for every request"}),
              std::move(help));
}

std::string Checker::HelpForKinds(const Operand& left, const Operand& right) const {
  if (!tree_.Is(right.node, NodeKind::kConstant)) return {};
  const TreeConstant& constant = tree_.ConstantOf(right.node);
  const Type type = TypeOf(left.node);
  if (TypeOf(right.node).Is(vm::Kind::kString) && !constant.symbol) {
    const std::string text(constant.value.string());
    const bool truth = text == "true" || text == "false";
    if ((type.number() && vm::Decimal::ParseLiteral(text)) || (type.Is(vm::Kind::kBool) && truth)) {
      return Concat({"Write it without quotes: ", text});
    }
  }
  if (type.Is(vm::Kind::kString) && constant.literal) {
    return Concat({"Write it in quotes: \"", constant.literal->text, "\""});
  }
  return {};
}

// `word`, where it is constant text, opposite `fact`.
bool Checker::CheckWord(const Operand& fact, const Operand& word) {
  if (!tree_.Is(word.node, NodeKind::kConstant) || !TypeOf(word.node).Is(vm::Kind::kString)) {
    return true;
  }
  const std::vector<Text>* const values = TypeOf(fact.node).values();
  const TreeConstant& constant = tree_.ConstantOf(word.node);
  if (values == nullptr) return !constant.symbol || CheckSymbol(fact, word);
  const std::string_view text = constant.value.string();
  std::vector<std::string_view> spellings;
  for (const Text& value : *values) spellings.push_back(value.value);
  if (std::find(spellings.begin(), spellings.end(), text) != spellings.end()) return true;
  const std::string name = tree_.Is(fact.node, NodeKind::kFact)
                               ? names_[tree_.FactOf(fact.node)].name
                               : SourceOf(fact.expr);
  Error(DiagnosticCode::kNotAnEnumValue, SpanOf(word.expr),
        Concat({"`", text, "` is no value of the enum `", name, "`"}),
        NearestOrAll(text, spellings, "Its values are: "));
  return false;
}

// A bare word opposite something that is no enum: only an undeclared fact or path leaves open what
// it is.
bool Checker::CheckSymbol(const Operand& fact, const Operand& symbol) {
  const std::string word(tree_.ConstantOf(symbol.node).value.string());
  const Node& node = tree_[fact.node];
  bool open = node.kind == NodeKind::kSelect || node.kind == NodeKind::kIndex;
  if (node.kind == NodeKind::kFact) {
    const FactInfo& info = names_[tree_.FactOf(fact.node)];
    open = info.undeclared || (info.declaration == nullptr && info.type.dyn());
  }
  if (!open) {
    Error(DiagnosticCode::kSymbolNeedsQuotes, SpanOf(symbol.expr),
          Concat({"`", word, "` is not declared, and ", Describe(fact), " is no enum"}),
          Concat({"For the text, write \"", word, "\"; for a fact, declare `", word,
                  "` under `facts`"}));
    return false;
  }
  sink_.Warning(DiagnosticCode::kSymbolOfUndeclared, SpanOf(symbol.expr),
                Concat({"`", word, "` is taken as the text \"", word, "\", and `",
                        SourceOf(fact.expr), "` as the fact that is compared with it"}),
                Concat({"Declare the fact as an enum, or write \"", word, "\""}));
  return true;
}

Checker::Result Checker::VisitIn(ExprId id) {
  const ExprId element_expr = ast().Operands(id)[0];
  const ExprId list_expr = ast().Operands(id)[1];
  const Result element_node = Visit(element_expr);
  const Reference& reference = condition_->reference(list_expr);
  std::vector<Operand> items;
  bool ok = element_node.has_value();
  const bool listed =
      ast()[list_expr].kind == ExprKind::kList && reference.kind == Reference::Kind::kNone;
  if (listed && !dialect_.cel) {
    for (const ExprId item : ast().Operands(list_expr)) {
      const Result node = Visit(item);
      ok = ok && node.has_value();
      if (node) items.push_back({*node, item});
    }
    return ok ? InList(id, {*element_node, element_expr}, items) : std::nullopt;
  }
  if (ok && reference.kind == Reference::Kind::kConstant &&
      constitution_.constants[reference.index].value.kind == Value::Kind::kList) {
    return InConstant(id, {*element_node, element_expr}, reference.index);
  }
  const Result list = Visit(list_expr);
  if (!ok || !list) return std::nullopt;
  return InValue(id, {*element_node, element_expr}, {*list, list_expr});
}

// `element in constant`, a list. Of texts one is like another: comparing the element with the first
// is enough, unless it is an enum, whose values they must be.
Checker::Result Checker::InConstant(ExprId id, const Operand& element, uint32_t constant) {
  const ExprId list_expr = ast().Operands(id)[1];
  const std::vector<Value>& values = constitution_.constants[constant].value.items;
  const bool texts = std::all_of(values.begin(), values.end(), [](const Value& value) {
    return value.kind == Value::Kind::kString;
  });
  if (!texts && values.size() > vm::kStructuralSteps) {
    return Error(DiagnosticCode::kTooComplex, SpanOf(list_expr),
                 Concat({"`", SourceOf(list_expr), "` has ", std::to_string(values.size()),
                         " items that are not all texts; `in` looks through at most ",
                         std::to_string(vm::kStructuralSteps)}),
                 "Make all of them texts: of those any number can be searched");
  }
  const bool of_enum = TypeOf(element.node).values() != nullptr;
  const size_t looked_at = texts && !of_enum ? 1 : values.size();
  std::vector<Operand> items;
  for (size_t i = 0; i < looked_at; ++i) {
    const Result node = VisitConstant(values[i], SpanOf(list_expr));
    if (!node) return std::nullopt;
    items.push_back({*node, list_expr});
  }
  const Result in = InList(id, element, items);
  if (!in || !texts) return in;
  const Result list = TextsOf(constant, SpanOf(list_expr));
  if (!list) return std::nullopt;
  return Add(NewNode(NodeKind::kIn, Type::Of(vm::Kind::kBool), id),
             {tree_.Operands(*in)[0], *list});
}

// The constant list of texts; a long one sorted, so that looking for one of thousands is halving.
Checker::Result Checker::TextsOf(uint32_t constant, Span span) {
  const Result list = VisitNamedConstant(constant, span);
  if (!list) return std::nullopt;
  const vm::Value& value = tree_.ConstantOf(*list).value;
  if (value.size < kSortedItemsMin) return list;
  const auto [at, added] = sorted_lists_.try_emplace(constant);
  if (added) {
    std::vector<vm::Value> items(value.items, value.items + value.size);
    const auto before = [](const vm::Value& a, const vm::Value& b) {
      return a.string() < b.string();
    };
    const auto same = [](const vm::Value& a, const vm::Value& b) {
      return a.string() == b.string();
    };
    std::sort(items.begin(), items.end(), before);
    items.erase(std::unique(items.begin(), items.end(), same), items.end());
    at->second = tree_.AddSortedList(std::move(items), span);
  }
  return at->second;
}

// `element in [items]`: each item is compared with the element as `==` would.
Checker::Result Checker::InList(ExprId id, Operand element, std::span<const Operand> items) {
  const auto literal = [&](const Operand& item) { return IsLiteral(item.node); };
  if (literal(element)) {
    const auto typed = std::find_if_not(items.begin(), items.end(), literal);
    const Type type = typed == items.end() ? TypeOf(element.node) : TypeOf(typed->node);
    const Result read = ReadLiteral(element.node, type);
    if (!read) return std::nullopt;
    element.node = *read;
  }
  std::vector<NodeId> elements;
  bool ok = true;
  bool constant = true;
  for (Operand item : items) {
    Operand opposite = element;
    const Type null = Type::Of(vm::Kind::kNull);
    const bool nullable = TypeOf(item.node) == null && TypeOf(element.node).dyn();
    ok = ok && (nullable || (CheckWord(element, item) && JoinNumbers(opposite, item) &&
                             Comparable(opposite, item, SpanOf(item.expr))));
    constant =
        constant && tree_.Is(item.node, NodeKind::kConstant) && !IsContainer(TypeOf(item.node));
    elements.push_back(item.node);
  }
  if (!ok) return std::nullopt;
  const ExprId list_expr = ast().Operands(id)[1];
  Result list;
  if (constant) {
    std::vector<vm::Value> values;
    for (const NodeId item : elements) values.push_back(tree_.ConstantOf(item).value);
    list = tree_.AddConstantList(std::move(values), SpanOf(list_expr));
  } else {
    list = Add(NewNode(NodeKind::kList, Type::Of(vm::Kind::kList), list_expr), elements);
  }
  if (!list) return std::nullopt;
  return Add(NewNode(NodeKind::kIn, Type::Of(vm::Kind::kBool), id), {element.node, *list});
}

// `element in list`, where only the request knows what is in the list.
Checker::Result Checker::InValue(ExprId id, const Operand& element, const Operand& list) {
  const Type type = TypeOf(list.node);
  const Type of = TypeOf(element.node);
  if (!type.dyn() && !type.Is(vm::Kind::kList) && !type.Is(vm::Kind::kMap)) {
    const bool text = type.Is(vm::Kind::kString);
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({"`in` asks a list or a map, and ", Describe(list), " is neither"}),
                 text ? Concat({"For a part of a text, write ", SourceOf(list.expr), ".contains(",
                                SourceOf(element.expr), ")"})
                      : "Put a list on the right of `in`");
  }
  if (!dialect_.cel && type.Is(vm::Kind::kMap) && !of.dyn() && !of.Is(vm::Kind::kString)) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({"The keys of a map are strings, and ", Describe(element), " is none"}));
  }
  const Result read = ReadLiteral(element.node, Type::Dyn());
  if (!read) return std::nullopt;
  Result in = list.node;
  if (type.dyn() && !dialect_.cel) {
    // CEL would look among the keys of a map: who sends an object in the place of a list would have
    // it searched for something else than the author meant.
    in = Add(NewNode(NodeKind::kExpect, Type::Of(vm::Kind::kList), list.expr), {list.node});
    if (!in) return std::nullopt;
  }
  return Add(NewNode(NodeKind::kIn, Type::Of(vm::Kind::kBool), id), {*read, *in});
}

}  // namespace bylaw::compiler
