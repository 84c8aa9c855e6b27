// The type checker: members and elements of values, lists and maps as they are written.

#include <utility>

#include "sema/checker.h"
#include "source/concat.h"

namespace bylaw::compiler {

Checker::Result Checker::VisitSelect(ExprId id) {
  const ExprId of = ast().Operands(id)[0];
  const Result base = Visit(of);
  if (!base) return std::nullopt;
  const Type type = TypeOf(*base);
  const bool optional = ast()[id].optional || type.Is(vm::Kind::kOptional);
  if (!type.dyn() && !type.Is(vm::Kind::kMap) && !type.Is(vm::Kind::kOptional)) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({Describe({*base, of}), " has no members"}), "Only maps have members");
  }
  const std::optional<Type> field = FieldOf({*base, of}, ast()[id].text, SpanOf(id));
  if (!field) return std::nullopt;
  Node node = optional ? NewNode(NodeKind::kSelectOptional, Type::Of(vm::Kind::kOptional), id)
                       : NewNode(NodeKind::kSelect, Type::Dyn(), id);
  node.index = tree_.AddName(ast()[id].text);
  const Result member = Add(node, {*base});
  return member && !optional ? Expect(*member, *field, id) : member;
}

std::optional<Type> Checker::FieldOf(const Operand& map, std::string_view name, Span span) {
  const std::vector<Field>* const fields = TypeOf(map.node).fields();
  if (fields == nullptr) return Type::Dyn();
  std::vector<std::string_view> names;
  for (const Field& field : *fields) {
    if (field.name.value == name) return Type::Declared(field.type);
    names.push_back(field.name.value);
  }
  Error(DiagnosticCode::kUnknownField, span,
        Concat({"`", SourceOf(map.expr), "` is declared without a field `", name, "`"}),
        NearestOrAll(name, names, "Its fields are: "));
  return std::nullopt;
}

std::string Checker::NearestOrAll(std::string_view name, std::span<const std::string_view> known,
                                  std::string_view before_all) {
  const std::string_view near = NearestName(name, {known.begin(), known.end()});
  if (!near.empty()) return Concat({"Did you mean `", near, "`?"});
  std::string all;
  for (const std::string_view one : known) all += Concat({all.empty() ? "" : ", ", one});
  return Concat({before_all, all});
}

Checker::Result Checker::Expect(NodeId node, Type declared, ExprId id) {
  if (declared.dyn()) return node;
  return Add(NewNode(NodeKind::kExpect, declared, id), {node});
}

Checker::Result Checker::VisitIndex(ExprId id) {
  const ExprId of = ast().Operands(id)[0];
  const ExprId by = ast().Operands(id)[1];
  const Result base = Visit(of);
  Result index = Visit(by);
  if (!base || !index) return std::nullopt;
  index = ReadLiteral(*index, TypeOf(*index));
  if (!index) return std::nullopt;
  const Type type = TypeOf(*base);
  const Type key = TypeOf(*index);
  const bool open = type.dyn() || type.Is(vm::Kind::kOptional);
  const bool position = key.dyn() || key.number();
  // The keys of what a request gives, and of a table, are strings; those of a map that is written
  // here may be others.
  const bool given =
      (tree_.Is(*base, NodeKind::kFact) || tree_.Is(*base, NodeKind::kConstant)) && !dialect_.cel;
  const bool name =
      key.dyn() || key.Is(vm::Kind::kString) || (!given && (position || key.Is(vm::Kind::kBool)));
  if (open ? !name && !position
           : !(type.Is(vm::Kind::kList) && position) && !(type.Is(vm::Kind::kMap) && name)) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({Describe({*base, of}), " cannot be indexed by ", Describe({*index, by})}),
                 "A list takes an int, a map takes a string");
  }
  Type element = type.item();
  if (tree_.Is(*index, NodeKind::kConstant) && key.Is(vm::Kind::kString)) {
    const std::optional<Type> field =
        FieldOf({*base, of}, tree_.ConstantOf(*index).value.string(), SpanOf(by));
    if (!field) return std::nullopt;
    element = *field;
  }
  if (ast()[id].optional || type.Is(vm::Kind::kOptional))
    return Add(NewNode(NodeKind::kIndexOptional, Type::Of(vm::Kind::kOptional), id),
               {*base, *index});
  const Result found = Add(NewNode(NodeKind::kIndex, Type::Dyn(), id), {*base, *index});
  return found ? Expect(*found, element, id) : found;
}

Checker::Result Checker::VisitElement(ExprId id) {
  const Result node = Visit(id);
  return node ? ReadLiteral(*node, Type::Dyn()) : std::nullopt;
}

Checker::Result Checker::AsOptional(NodeId node, ExprId id) {
  const Type type = TypeOf(node);
  if (type.Is(vm::Kind::kOptional)) return node;
  if (type.dyn()) return Add(NewNode(NodeKind::kExpect, Type::Of(vm::Kind::kOptional), id), {node});
  return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
               Concat({"`?` takes an optional, and ", Describe({node, id}), " is none"}),
               "Leave out the `?`, or write optional.of(...)");
}

Checker::Result Checker::VisitList(ExprId id) {
  std::vector<NodeId> elements;
  std::vector<bool> optionals;
  bool constant = true;
  bool any_optional = false;
  bool ok = true;
  for (const ExprId element : ast().Operands(id)) {
    const bool optional = ast()[element].optional_entry;
    Result node = VisitElement(element);
    if (node && optional) node = AsOptional(*node, element);
    ok = ok && node.has_value();
    if (!node) continue;
    any_optional = any_optional || optional;
    constant = constant && !optional && tree_.Is(*node, NodeKind::kConstant) &&
               !IsContainer(TypeOf(*node));
    elements.push_back(*node);
    optionals.push_back(optional);
  }
  if (!ok) return std::nullopt;
  if (!constant) {
    Node node = NewNode(NodeKind::kList, Type::Of(vm::Kind::kList), id);
    if (any_optional) node.index = tree_.AddOptionals(std::move(optionals));
    return Add(node, elements);
  }
  std::vector<vm::Value> items;
  items.reserve(elements.size());
  for (const NodeId element : elements) items.push_back(tree_.ConstantOf(element).value);
  return tree_.AddConstantList(std::move(items), SpanOf(id));
}

Checker::Result Checker::VisitMap(ExprId id) {
  const std::span<const ExprId> operands = ast().Operands(id);
  std::vector<NodeId> entries;
  std::vector<bool> optionals;
  bool ok = true;
  for (size_t i = 0; i + 1 < operands.size(); i += 2) {
    const bool optional = ast()[operands[i]].optional_entry;
    Result key = Visit(operands[i]);
    if (key) key = ReadLiteral(*key, TypeOf(*key));
    Result value = VisitElement(operands[i + 1]);
    if (value && optional) value = AsOptional(*value, operands[i + 1]);
    ok = ok && key && value;
    if (!key || !value) continue;
    const Type type = TypeOf(*key);
    if (!type.dyn() && !type.Is(vm::Kind::kString) && !type.Is(vm::Kind::kBool) &&
        !type.Is(vm::Kind::kInt) && !type.Is(vm::Kind::kUint)) {
      return Error(DiagnosticCode::kTypeMismatch, SpanOf(operands[i]),
                   Concat({Describe({*key, operands[i]}), " is no key of a map"}),
                   "A key is a string, a bool, an int or a uint");
    }
    entries.push_back(*key);
    entries.push_back(*value);
    optionals.push_back(optional);
  }
  if (!ok) return std::nullopt;
  Node node = NewNode(NodeKind::kMap, Type::Of(vm::Kind::kMap), id);
  node.index = tree_.AddOptionals(std::move(optionals));
  return Add(node, entries);
}

}  // namespace bylaw::compiler
