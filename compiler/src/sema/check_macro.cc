// The type checker: macros. Loops become nodes of their own; the rest is put in terms of variables
// and choices.

#include <algorithm>
#include <utility>

#include "bylaw/vm/limits.h"
#include "sema/checker.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

LoopKind LoopKindOf(MacroKind kind) {
  switch (kind) {
    case MacroKind::kExists:
      return LoopKind::kExists;
    case MacroKind::kExistsOne:
      return LoopKind::kExistsOne;
    case MacroKind::kFilter:
      return LoopKind::kFilter;
    case MacroKind::kMap:
      return LoopKind::kMap;
    case MacroKind::kTransformMap:
      return LoopKind::kMapValues;
    case MacroKind::kTransformMapEntry:
      return LoopKind::kMapEntries;
    default:
      return LoopKind::kAll;
  }
}

// Of a loop over a range of this type.
Type ResultOf(LoopKind kind, Type range) {
  switch (kind) {
    case LoopKind::kFilter:
      return range.Is(vm::Kind::kList) ? range : Type::Of(vm::Kind::kList);
    case LoopKind::kMap:
      return Type::Of(vm::Kind::kList);
    case LoopKind::kMapValues:
    case LoopKind::kMapEntries:
      return Type::Of(vm::Kind::kMap);
    default:
      return Type::Of(vm::Kind::kBool);
  }
}

bool Transforms(LoopKind kind) {
  return kind >= LoopKind::kMap;
}

}  // namespace

std::optional<uint32_t> Checker::Declare(ExprId variable, Type type, Type expected) {
  if (condition_->reference(variable).kind != Reference::Kind::kVariable) return std::nullopt;
  const uint32_t index = tree_.AddVariable();
  variables_[variable] = {index, type, expected};
  return index;
}

Checker::Result Checker::VisitMacro(ExprId id, const Macro& macro) {
  switch (macro.kind) {
    case MacroKind::kBind:
      return VisitBind(id, macro);
    case MacroKind::kOptMap:
    case MacroKind::kOptFlatMap:
      return VisitOptionalMap(id, macro);
    default:
      return VisitLoop(id, macro);
  }
}

// Of a constant list its length; of anything else what the limits admit.
uint32_t Checker::TripsOf(NodeId range) const {
  if (tree_.Is(range, NodeKind::kConstant)) return std::max(1u, tree_.ConstantOf(range).value.size);
  if (tree_.Is(range, NodeKind::kList) || tree_.Is(range, NodeKind::kMap))
    return std::max(1u, tree_[range].operand_count);
  if (const std::optional<uint32_t> declared = TypeOf(range).items_max())
    return std::max(1u, std::min(*declared, list_items_max_));
  return loop_depth_ == 0 ? list_items_max_ : std::min(list_items_max_, vm::kNestedItemsDefault);
}

Checker::Result Checker::VisitLoop(ExprId id, const Macro& macro) {
  const Result range = Visit(macro.range);
  if (!range) return std::nullopt;
  const Type type = TypeOf(*range);
  TreeLoop loop;
  loop.kind = LoopKindOf(macro.kind);
  loop.pairs = macro.variables.size() == 2;
  loop.maps = type.Is(vm::Kind::kMap) || (dialect_.cel && !type.Is(vm::Kind::kList));
  if (!type.dyn() && !type.Is(vm::Kind::kList) && !type.Is(vm::Kind::kMap)) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(id),
                 Concat({"`", ast()[id].text, "` goes over a list or a map, and ",
                         Describe({*range, macro.range}), " is neither"}));
  }
  if (loop_depth_ == vm::kLoopDepthMax) {
    return Error(DiagnosticCode::kTooComplex, SpanOf(id),
                 Concat({"This is a loop in a loop, more than ", std::to_string(vm::kLoopDepthMax),
                         " deep"}),
                 "Have the host compute the innermost part as a fact");
  }
  loop.trips_max = TripsOf(*range);
  const bool positions = loop.pairs && type.Is(vm::Kind::kList);
  const std::optional<uint32_t> first =
      Declare(macro.variables[0], positions ? Type::Of(vm::Kind::kInt) : Type::Dyn(),
              loop.pairs ? Type::Dyn() : type.item());
  const std::optional<uint32_t> second =
      loop.pairs ? Declare(macro.variables[1], Type::Dyn(), type.item()) : first;
  if (!first || !second) return std::nullopt;
  loop.first = *first;
  loop.second = *second;
  std::vector<NodeId> operands = {*range};
  ++loop_depth_;
  for (size_t i = 0; i < macro.bodies.size(); ++i) {
    const bool transform = Transforms(loop.kind) && i + 1 == macro.bodies.size();
    const Result body = transform ? VisitElement(macro.bodies[i]) : VisitBool(macro.bodies[i]);
    if (body) operands.push_back(*body);
  }
  --loop_depth_;
  if (operands.size() != macro.bodies.size() + 1) return std::nullopt;
  Node node = NewNode(NodeKind::kLoop, ResultOf(loop.kind, type), id);
  node.index = tree_.AddLoop(loop);
  return Add(node, operands);
}

// cel.block([a, b], body): a and b in turn, each seen by what follows as cel.index(0),
// cel.index(1).
Checker::Result Checker::VisitBlock(ExprId id) {
  const ExprId list = ast().Arguments(id)[0];
  std::vector<std::pair<uint32_t, NodeId>> values;
  for (const ExprId element : ast().Operands(list)) {
    const Result value = VisitElement(element);
    if (!value) return std::nullopt;
    const uint32_t index = tree_.AddVariable();
    variables_[element] = {index, TypeOf(*value)};
    values.emplace_back(index, *value);
  }
  Result body = Visit(ast().Arguments(id)[1]);
  for (auto value = values.rbegin(); body && value != values.rend(); ++value) {
    Node node = NewNode(NodeKind::kLet, TypeOf(*body), id);
    node.index = value->first;
    body = Add(node, {value->second, *body});
  }
  return body;
}

Checker::Result Checker::VisitBind(ExprId id, const Macro& macro) {
  const Result value = VisitElement(macro.range);
  if (!value) return std::nullopt;
  const std::optional<uint32_t> variable = Declare(macro.variables[0], TypeOf(*value));
  const Result body = Visit(macro.bodies[0]);
  if (!variable || !body) return std::nullopt;
  Node node = NewNode(NodeKind::kLet, TypeOf(*body), id);
  node.index = *variable;
  return Add(node, {*value, *body});
}

template <typename Body>
Checker::Result Checker::Let(ExprId id, NodeId value, const Body& body) {
  const uint32_t index = tree_.AddVariable();
  Node variable = NewNode(NodeKind::kVariable, TypeOf(value), id);
  variable.index = index;
  const Result use = Add(variable, {});
  const Result result = use ? body(*use) : std::nullopt;
  if (!result) return std::nullopt;
  Node node = NewNode(NodeKind::kLet, TypeOf(*result), id);
  node.index = index;
  return Add(node, {value, *result});
}

Checker::Result Checker::CallOf(ExprId id, std::string_view signature, Type type,
                                std::span<const NodeId> arguments) {
  Node node = NewNode(NodeKind::kCall, type, id);
  node.index = tree_.AddCall({std::string(signature), std::nullopt});
  return Add(node, arguments);
}

// a.optMap(x, e): o = a; o.hasValue() ? optional.of(x = o.value(); e) : o
Checker::Result Checker::VisitOptionalMap(ExprId id, const Macro& macro) {
  Result optional = Visit(macro.range);
  if (optional) optional = AsOptional(*optional, macro.range);
  if (!optional) return std::nullopt;
  const std::optional<uint32_t> variable = Declare(macro.variables[0], Type::Dyn());
  Result body = VisitElement(macro.bodies[0]);
  if (!variable || !body) return std::nullopt;
  return Let(id, *optional, [&](NodeId held) -> Result {
    const Result has = CallOf(id, "hasValue(optional) bool", Type::Of(vm::Kind::kBool), {&held, 1});
    const Result value = CallOf(id, "value(optional) dyn", Type::Dyn(), {&held, 1});
    if (!has || !value) return std::nullopt;
    Node let = NewNode(NodeKind::kLet, TypeOf(*body), id);
    let.index = *variable;
    Result mapped = Add(let, {*value, *body});
    if (mapped && macro.kind == MacroKind::kOptMap) {
      mapped =
          CallOf(id, "optional.of(dyn) optional", Type::Of(vm::Kind::kOptional), {&*mapped, 1});
    }
    if (!mapped) return std::nullopt;
    return Add(NewNode(NodeKind::kTernary, Type::Of(vm::Kind::kOptional), id),
               {*has, *mapped, held});
  });
}

Checker::Result Checker::VisitOr(ExprId id) {
  const bool unwrap = ast()[id].text == "orValue";
  const ExprId of = ast().Operands(id)[0];
  const ExprId other = ast().Operands(id)[1];
  Result optional = Visit(of);
  if (optional) optional = AsOptional(*optional, of);
  Result otherwise = VisitElement(other);
  if (otherwise && !unwrap) otherwise = AsOptional(*otherwise, other);
  if (!optional || !otherwise) return std::nullopt;
  return Let(id, *optional, [&](NodeId held) -> Result {
    const Result has = CallOf(id, "hasValue(optional) bool", Type::Of(vm::Kind::kBool), {&held, 1});
    const Result value =
        unwrap ? CallOf(id, "value(optional) dyn", Type::Dyn(), {&held, 1}) : Result(held);
    if (!has || !value) return std::nullopt;
    const Type type = unwrap ? Type::Dyn() : Type::Of(vm::Kind::kOptional);
    return Add(NewNode(NodeKind::kTernary, type, id), {*has, *value, *otherwise});
  });
}

}  // namespace bylaw::compiler
