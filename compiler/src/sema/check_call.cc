// The type checker: has() and library functions.

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "sema/checker.h"
#include "sema/resolve.h"
#include "source/concat.h"

namespace bylaw::compiler {

namespace {

// math.greatest(a, b, c) is math.greatest([a, b, c]).
bool TakesAnyNumber(std::string_view function) {
  return function == "math.greatest" || function == "math.least";
}

}  // namespace

Checker::Result Checker::VisitCall(ExprId id) {
  const Reference& reference = condition_->reference(id);
  if (reference.kind == Reference::Kind::kInvalid) return std::nullopt;
  const Expr& expr = ast()[id];
  if (expr.text == "has" && !expr.has_receiver) return VisitHas(id);
  if (reference.kind != Reference::Kind::kNone) return VisitReference(id);
  if (IsBlock(ast(), id)) return VisitBlock(id);
  if (const std::optional<Macro> macro = MacroOf(ast(), id)) return VisitMacro(id, *macro);
  const CalledFunction called = CalledBy(*condition_, id);
  if (called.receiver && called.operands.size() == 2 &&
      (called.name == "or" || called.name == "orValue")) {
    return VisitOr(id);
  }
  if (called.name == "dyn" && called.operands.size() == 1 && !called.receiver) {
    const Result node = VisitElement(called.operands[0]);
    return node ? Add(NewNode(NodeKind::kDyn, Type::Dyn(), id), {*node}) : std::nullopt;
  }
  std::vector<Operand> operands;
  std::vector<NodeId> arguments;
  for (const ExprId argument : called.operands) {
    Result node = Visit(argument);
    if (node) node = ReadLiteral(*node, TypeOf(*node));
    if (!node) continue;
    operands.push_back({*node, argument});
    arguments.push_back(*node);
  }
  if (arguments.size() != called.operands.size()) return std::nullopt;
  const bool one_list = arguments.size() == 1 &&
                        (TypeOf(arguments[0]).dyn() || TypeOf(arguments[0]).Is(vm::Kind::kList));
  if (TakesAnyNumber(called.name) && !arguments.empty() && !one_list) {
    const Result list = Add(NewNode(NodeKind::kList, Type::Of(vm::Kind::kList), id), arguments);
    if (!list) return std::nullopt;
    arguments = {*list};
    operands = {{*list, id}};
  }
  const std::vector<const vm::Function*> functions = ChooseFunctions(id, arguments);
  if (functions.empty()) return std::nullopt;
  if (functions.size() == 1) return CallFunction(id, *functions.front(), std::move(operands));
  // Only the request can tell which one is meant.
  vm::KindSet result = 0;
  for (const vm::Function* function : functions) result |= function->result;
  return CallOf(id, Concat({called.name, "/", std::to_string(arguments.size())}),
                Type::OfSet(result), arguments);
}

Checker::Result Checker::CallFunction(ExprId id, const vm::Function& function,
                                      std::vector<Operand> operands) {
  std::vector<NodeId> arguments;
  for (size_t i = 0; i < operands.size(); ++i) {
    const vm::KindSet takes = function.arguments[i];
    const Type single = Type::OfSet(takes);
    NodeId argument = operands[i].node;
    if ((TypeOf(argument).kinds() & ~takes) != 0 && !single.dyn()) {
      const Result checked = Add(NewNode(NodeKind::kExpect, single, operands[i].expr), {argument});
      if (!checked) return std::nullopt;
      argument = *checked;
    }
    arguments.push_back(argument);
  }
  TreeCall call{std::string(function.signature), std::nullopt};
  if (!CheckConstants(function, operands) || !Prepare(call, function, operands)) {
    return std::nullopt;
  }
  Node node = NewNode(NodeKind::kCall, Type::OfSet(function.result), id);
  node.index = tree_.AddCall(std::move(call));
  return Add(node, arguments);
}

// Of a list, what is constant in it.
bool Checker::CheckConstants(const vm::Function& function, std::span<const Operand> arguments) {
  bool usable = true;
  for (size_t i = 0; i < arguments.size() && function.check != nullptr; ++i) {
    const NodeId node = arguments[i].node;
    std::vector<vm::Value> items;
    for (const NodeId item : tree_.Operands(node)) {
      if (tree_.Is(item, NodeKind::kConstant)) items.push_back(tree_.ConstantOf(item).value);
    }
    vm::Value constant = vm::Value::List(items.data(), static_cast<uint32_t>(items.size()));
    if (tree_.Is(node, NodeKind::kConstant)) {
      constant = tree_.ConstantOf(node).value;
    } else if (!tree_.Is(node, NodeKind::kList)) {
      continue;
    }
    std::string why;
    if (function.check(static_cast<int>(i), constant, &why)) continue;
    usable = Unusable(function, arguments[i], why);
  }
  return usable;
}

// Has the constant arguments read now, so that their errors stand at their places.
bool Checker::Prepare(TreeCall& call, const vm::Function& function,
                      std::span<const Operand> arguments) {
  if (function.prepared_argument < 0) return true;
  const auto at = static_cast<size_t>(function.prepared_argument);
  const Operand& argument = arguments[at];
  const bool together = function.embed_next != nullptr;
  const bool constant = tree_.Is(argument.node, NodeKind::kConstant);
  if (together && tree_.Is(arguments[at + 1].node, NodeKind::kConstant) != constant) {
    const Operand& other = arguments[constant ? at + 1 : at];
    Error(DiagnosticCode::kBadArgument, SpanOf(other.expr),
          Concat({"`", function.name, "` takes this as a constant: ",
                  Describe(arguments[constant ? at : at + 1]), " is one too"}),
          "Write it as text, or name a constant");
    return false;
  }
  if (!constant) return true;
  std::string why;
  vm::Value value = tree_.ConstantOf(argument.node).value;
  call.prepared = tree_[argument.node].index;
  if (function.embed != nullptr) {
    std::string embedded = function.embed(value.string(), &why);
    if (!why.empty()) return Unusable(function, argument, why);
    if (together) {
      const Operand& next = arguments[at + 1];
      embedded += function.embed_next(tree_.ConstantOf(next.node).value.string(), &why);
      if (!why.empty()) return Unusable(function, next, why);
    }
    value = tree_.Bytes(embedded);
    const NodeId node =
        tree_.AddConstant({value, {}, false}, Type::Of(vm::Kind::kBytes), SpanOf(argument.expr));
    call.prepared = tree_[node].index;
  }
  return function.prepare(value, &why) != nullptr || Unusable(function, argument, why);
}

// False.
bool Checker::Unusable(const vm::Function& function, const Operand& argument,
                       std::string_view why) {
  Error(DiagnosticCode::kBadArgument, SpanOf(argument.expr),
        Concat({"`", function.name, "` cannot use this: ", why}));
  return false;
}

Checker::Result Checker::VisitHas(ExprId id) {
  const Reference& reference = condition_->reference(id);
  if (reference.kind == Reference::Kind::kFact) {
    Node node = NewNode(NodeKind::kHasFact, Type::Of(vm::Kind::kBool), id);
    node.index = reference.index;
    return Add(node, {});
  }
  const ExprId select = ast().Arguments(id)[0];
  const ExprId of = ast().Operands(select)[0];
  const Result base = Visit(of);
  if (!base) return std::nullopt;
  if (!TypeOf(*base).dyn() && !TypeOf(*base).Is(vm::Kind::kMap) &&
      !TypeOf(*base).Is(vm::Kind::kOptional)) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(select),
                 Concat({Describe({*base, of}), " has no members"}), "Only maps have members");
  }
  if (!FieldOf({*base, of}, ast()[select].text, SpanOf(select))) return std::nullopt;
  Node node = NewNode(NodeKind::kHasMember, Type::Of(vm::Kind::kBool), id);
  node.index = tree_.AddName(ast()[select].text);
  return Add(node, {*base});
}

namespace {

// "x.startsWith(...)", as the function may be called.
std::string CallText(const vm::Function& function) {
  const bool alone = function.receiver && function.arity == 1;
  return Concat({function.receiver ? "x." : "", function.name, alone ? "()" : "(...)"});
}

// "contains(string, string) bool" of each, but for the catch-all of values of unknown type.
std::string SignaturesOf(const std::vector<const vm::Function*>& functions) {
  std::string text;
  for (const vm::Function* function : functions) {
    if (functions.size() > 1 && function->arguments[0] == vm::kAnyKind) continue;
    text += Concat({text.empty() ? "" : "; ", function->signature});
  }
  return text;
}

}  // namespace

std::vector<const vm::Function*> Checker::Overloads(ExprId id, size_t arity) const {
  const CalledFunction called = CalledBy(*condition_, id);
  std::vector<const vm::Function*> overloads;
  for (const vm::Function& function : functions_) {
    const bool form = called.receiver ? function.receiver : function.global;
    if (function.name == called.name && form && function.arity == arity) {
      overloads.push_back(&function);
    }
  }
  return overloads;
}

std::vector<const vm::Function*> Checker::ChooseFunctions(ExprId id,
                                                          std::span<const NodeId> arguments) {
  const std::vector<const vm::Function*> overloads = Overloads(id, arguments.size());
  std::vector<const vm::Function*> possible;
  for (const vm::Function* function : overloads) {
    bool always = true;
    bool may = true;
    for (size_t i = 0; i < arguments.size(); ++i) {
      const vm::KindSet takes = function->arguments[i];
      const Type type = TypeOf(arguments[i]);
      // What takes anything beside others is for what is not known: for a known type it would only
      // put the error off until every request.
      const bool meant = takes != vm::kAnyKind || type.dyn() || overloads.size() == 1;
      always = always && meant && (type.kinds() & ~takes) == 0;
      may = may && meant && (type.kinds() & takes) != 0;
    }
    if (always) return {function};
    if (may) possible.push_back(function);
  }
  if (possible.empty()) ReportNoFunction(id, arguments, overloads);
  return possible;
}

void Checker::ReportNoFunction(ExprId id, std::span<const NodeId> arguments,
                               const std::vector<const vm::Function*>& overloads) {
  const CalledFunction called = CalledBy(*condition_, id);
  const Expr& expr = ast()[id];
  const Span span = condition_->text->ToFile(expr.name_span);
  std::set<std::string_view> known = {"has"};
  for (const vm::Function& function : functions_) known.insert(function.name);
  if (!known.contains(called.name)) {
    const std::string_view near = NearestName(called.name, {known.begin(), known.end()});
    Error(DiagnosticCode::kUnknownFunction, span,
          Concat({"There is no function `", expr.text, "`"}),
          near.empty() ? "" : Concat({"Did you mean `", near, "`?"}));
    return;
  }
  if (overloads.empty()) {
    const auto named = std::find_if(functions_.begin(), functions_.end(),
                                    [&](const auto& f) { return f.name == called.name; });
    Error(DiagnosticCode::kBadArgument, span,
          Concat({"`", called.name, "` is not called like this, or with this number of arguments"}),
          named == functions_.end() ? "" : Concat({"Write ", CallText(*named)}));
    return;
  }
  std::string given;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const ExprId argument = arguments.size() == called.operands.size() ? called.operands[i] : id;
    given += Concat({given.empty() ? "" : ", ", Describe({arguments[i], argument})});
  }
  Error(DiagnosticCode::kBadArgument, span, Concat({"`", called.name, "` does not take ", given}),
        Concat({"There is ", SignaturesOf(overloads)}));
}

}  // namespace bylaw::compiler
