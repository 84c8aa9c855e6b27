// The type checker: has() and library functions.

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "sema/checker.h"
#include "sema/resolve.h"
#include "source/concat.h"

namespace bylaw::compiler {

Checker::Result Checker::VisitCall(ExprId id) {
  const Reference& reference = condition_->reference(id);
  if (reference.kind == Reference::Kind::kInvalid) return std::nullopt;
  const Expr& expr = ast()[id];
  if (expr.text == "has" && !expr.has_receiver) return VisitHas(id);
  std::vector<Operand> operands;
  std::vector<NodeId> arguments;
  for (const ExprId argument : ast().Operands(id)) {
    Result node = Visit(argument);
    if (node) node = ReadLiteral(*node, TypeOf(*node));
    if (!node) continue;
    operands.push_back({*node, argument});
    arguments.push_back(*node);
  }
  if (arguments.size() != ast().Operands(id).size()) return std::nullopt;
  const vm::Function* function = ChooseFunction(id, arguments);
  if (function == nullptr) return std::nullopt;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const vm::KindSet takes = function->arguments[i];
    const Type single = Type::OfSet(takes);
    if ((TypeOf(arguments[i]).kinds() & ~takes) == 0 || single.dyn()) continue;
    const Result checked =
        Add(NewNode(NodeKind::kExpect, single, operands[i].expr), {arguments[i]});
    if (!checked) return std::nullopt;
    arguments[i] = *checked;
  }
  TreeCall call{function, std::nullopt};
  if (function->prepared_argument >= 0) {
    const auto at = static_cast<size_t>(function->prepared_argument);
    if (tree_.Is(operands[at].node, NodeKind::kConstant) && !Prepare(call, *function, operands)) {
      return std::nullopt;
    }
  }
  Node node = NewNode(NodeKind::kCall, Type::OfSet(function->result), id);
  node.index = tree_.AddCall(call);
  return Add(node, arguments);
}

// Has the constant argument read now, so that its error stands at its place.
Checker::Result Checker::Prepare(TreeCall& call, const vm::Function& function,
                                 std::span<const Operand> arguments) {
  const Operand& argument = arguments[static_cast<size_t>(function.prepared_argument)];
  std::string why;
  const std::unique_ptr<vm::Prepared> prepared =
      function.prepare(tree_.ConstantOf(argument.node).value, &why);
  if (prepared == nullptr) {
    return Error(DiagnosticCode::kBadArgument, SpanOf(argument.expr),
                 Concat({"`", function.name, "` cannot use this: ", why}));
  }
  call.prepared = tree_[argument.node].index;
  return argument.node;
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
  if (!TypeOf(*base).dyn() && !TypeOf(*base).Is(vm::Kind::kMap)) {
    return Error(DiagnosticCode::kTypeMismatch, SpanOf(select),
                 Concat({Describe({*base, of}), " has no members"}), "Only maps have members");
  }
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

std::vector<const vm::Function*> Checker::Overloads(ExprId id) const {
  const Expr& expr = ast()[id];
  std::vector<const vm::Function*> overloads;
  for (const vm::Function& function : functions_) {
    const bool form = expr.has_receiver ? function.receiver : function.global;
    if (function.name == expr.text && form && function.arity == ast().Operands(id).size()) {
      overloads.push_back(&function);
    }
  }
  return overloads;
}

// The overload that takes `arguments`: the first that takes whatever they turn out to be, else the
// only one that may take them. Reports if there is none, or no telling which.
const vm::Function* Checker::ChooseFunction(ExprId id, std::span<const NodeId> arguments) {
  const std::vector<const vm::Function*> overloads = Overloads(id);
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
    if (always) return function;
    if (may) possible.push_back(function);
  }
  if (possible.size() == 1) return possible.front();
  ReportNoFunction(id, arguments, overloads, possible.empty());
  return nullptr;
}

void Checker::ReportNoFunction(ExprId id, std::span<const NodeId> arguments,
                               const std::vector<const vm::Function*>& overloads, bool none) {
  const Expr& expr = ast()[id];
  const Span span = condition_->text->ToFile(expr.name_span);
  std::set<std::string_view> known = {"has"};
  for (const vm::Function& function : functions_) known.insert(function.name);
  if (!known.contains(expr.text)) {
    const std::string_view near = NearestName(expr.text, {known.begin(), known.end()});
    Error(DiagnosticCode::kUnknownFunction, span,
          Concat({"There is no function `", expr.text, "`"}),
          near.empty() ? "" : Concat({"Did you mean `", near, "`?"}));
    return;
  }
  if (overloads.empty()) {
    const auto named = std::find_if(functions_.begin(), functions_.end(),
                                    [&](const auto& f) { return f.name == expr.text; });
    Error(DiagnosticCode::kBadArgument, span,
          Concat({"`", expr.text, "` is not called like this, or with this number of arguments"}),
          named == functions_.end() ? "" : Concat({"Write ", CallText(*named)}));
    return;
  }
  if (!none) {
    Error(DiagnosticCode::kBadArgument, span,
          Concat({"Which `", expr.text, "` is meant depends on a type that is not known"}),
          "Declare the fact that it is called with");
    return;
  }
  std::string given;
  for (size_t i = 0; i < arguments.size(); ++i) {
    given += Concat({given.empty() ? "" : ", ", Describe({arguments[i], ast().Operands(id)[i]})});
  }
  Error(DiagnosticCode::kBadArgument, span, Concat({"`", expr.text, "` does not take ", given}),
        Concat({"There is ", SignaturesOf(overloads)}));
}

}  // namespace bylaw::compiler
