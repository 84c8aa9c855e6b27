// See infer.h.

#include "sema/infer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "sema/macros.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// What a use says of a value.
enum class Shape : uint8_t { kUnknown, kBool, kNumber, kString, kList, kConflict };

std::string_view ShapeText(Shape shape) {
  switch (shape) {
    case Shape::kBool:
      return "a bool";
    case Shape::kNumber:
      return "a number";
    case Shape::kString:
      return "a string";
    case Shape::kList:
      return "a list";
    default:
      return "anything";
  }
}

Shape ShapeOf(Type type) {
  if (type.Is(vm::Kind::kBool)) return Shape::kBool;
  if (type.Is(vm::Kind::kString)) return Shape::kString;
  if (type.Is(vm::Kind::kList)) return Shape::kList;
  return type.number() ? Shape::kNumber : Shape::kUnknown;
}

Shape ShapeOf(vm::KindSet kinds) {
  constexpr vm::KindSet kNumbers = vm::SetOf(vm::Kind::kInt) | vm::SetOf(vm::Kind::kUint) |
                                   vm::SetOf(vm::Kind::kDouble) | vm::SetOf(vm::Kind::kDecimal);
  if (kinds != 0 && (kinds & ~kNumbers) == 0) return Shape::kNumber;
  return ShapeOf(Type::OfSet(kinds));
}

// A set of names and definitions that have one type (a node of a union-find forest).
struct Variable {
  uint32_t parent;
  Shape shape = Shape::kUnknown;
  bool context_only = false;
  Span evidence;  // Where the shape comes from.
};

// What an expression is: a variable, or a shape that is known or will never be.
struct Term {
  std::optional<uint32_t> variable;
  Shape shape = Shape::kUnknown;
  bool symbol = false;
};

class Inference {
 public:
  Inference(const Constitution& constitution, const Conditions& conditions,
            vm::FunctionTable functions, const Names& names, const SourceFile& source,
            DiagnosticSink& sink)
      : constitution_(constitution),
        conditions_(conditions),
        functions_(functions),
        names_(names),
        source_(source),
        sink_(sink) {
    const size_t count = names.fact_count() + conditions.definitions.size();
    for (uint32_t i = 0; i < count; ++i) variables_.push_back({i, Shape::kUnknown, false, {}});
  }

  void Run() {
    for (uint32_t i = 0; i < conditions_.definitions.size(); ++i) {
      const Condition& definition = conditions_.definitions[i];
      if (!definition.parsed) continue;
      const Term value = Visit(definition);
      Unify(Term{DefinitionVariable(i), Shape::kUnknown, false}, value, SpanOfRoot());
    }
    for (const std::vector<Condition>& rule : conditions_.rules) {
      for (const Condition& condition : rule) {
        if (!condition.parsed) continue;
        const Term value = Visit(condition);
        Require(value, Shape::kBool, SpanOfRoot());
      }
    }
    for (const std::vector<Condition>& reason : conditions_.reasons) {
      for (const Condition& expression : reason) {
        if (expression.parsed) Visit(expression);
      }
    }
  }

  const Variable& Of(FactId fact) { return variables_[Find(static_cast<uint32_t>(fact))]; }

 private:
  const Ast& ast() const { return condition_->ast; }
  Span SpanOf(ExprId id) const { return condition_->SpanOf(id); }
  Span SpanOfRoot() const { return SpanOf(ast().root()); }
  uint32_t DefinitionVariable(uint32_t index) const { return names_.fact_count() + index; }

  Term Visit(const Condition& condition) {
    condition_ = &condition;
    return Visit(condition.ast.root());
  }
  Term Visit(ExprId id);
  Term VisitReference(ExprId id) const;
  Term VisitBinary(ExprId id);
  Term VisitIn(ExprId left, ExprId right);
  Term VisitCall(ExprId id);
  Term VisitMacro(const Macro& macro);
  void RequireAll(ExprId id, Shape shape) {
    for (const ExprId operand : ast().Operands(id)) Require(Visit(operand), shape, SpanOf(operand));
  }

  uint32_t Find(uint32_t variable) {
    while (variables_[variable].parent != variable) {
      variables_[variable].parent = variables_[variables_[variable].parent].parent;
      variable = variables_[variable].parent;
    }
    return variable;
  }
  void Require(const Term& term, Shape shape, Span span, bool symbol = false);
  Term Unify(const Term& left, const Term& right, Span span);
  void Merge(uint32_t left, uint32_t right, Span span);
  void Contradiction(Variable& variable, Shape shape, Span evidence, Span span);

  const Constitution& constitution_;
  const Conditions& conditions_;
  vm::FunctionTable functions_;
  const Names& names_;
  const SourceFile& source_;
  DiagnosticSink& sink_;
  const Condition* condition_ = nullptr;
  std::vector<Variable> variables_;
};

void Inference::Contradiction(Variable& variable, Shape shape, Span evidence, Span span) {
  const Place place = sink_.PlaceOf(evidence);
  const SourceFile& file = place.part ? *place.part : source_;
  const Position other = file.PositionOf(place.span.begin);
  const bool here = sink_.PlaceOf(span).part == place.part;
  sink_.Error(
      DiagnosticCode::kContradictingUses, span,
      Concat({"This must be ", ShapeText(shape), ", but at line ", std::to_string(other.line),
              ", column ", std::to_string(other.column), here ? "" : Concat({" of ", file.name()}),
              " it must be ", ShapeText(variable.shape)}),
      "Declare the name under `facts`, and compare it with values of its type only");
  variable.shape = Shape::kConflict;
}

// `term` is used where `shape` is needed.
void Inference::Require(const Term& term, Shape shape, Span span, bool symbol) {
  if (!term.variable || shape == Shape::kUnknown) return;
  Variable& variable = variables_[Find(*term.variable)];
  variable.context_only |= symbol || shape == Shape::kBool;
  if (variable.shape == Shape::kUnknown) {
    variable.shape = shape;
    variable.evidence = span;
  } else if (variable.shape != shape && variable.shape != Shape::kConflict) {
    Contradiction(variable, shape, variable.evidence, span);
  }
}

void Inference::Merge(uint32_t left, uint32_t right, Span span) {
  left = Find(left);
  right = Find(right);
  if (left == right) return;
  Variable& kept = variables_[left];
  Variable& gone = variables_[right];
  gone.parent = left;
  kept.context_only |= gone.context_only;
  if (kept.shape == Shape::kUnknown) {
    kept.shape = gone.shape;
    kept.evidence = gone.evidence;
  } else if (gone.shape == Shape::kConflict) {
    kept.shape = Shape::kConflict;
  } else if (gone.shape != Shape::kUnknown && kept.shape != Shape::kConflict &&
             kept.shape != gone.shape) {
    Contradiction(kept, gone.shape, kept.evidence, span);
  }
}

// The two are of one type.
Term Inference::Unify(const Term& left, const Term& right, Span span) {
  if (left.variable && right.variable) {
    Merge(*left.variable, *right.variable, span);
  } else if (left.variable) {
    Require(left, right.shape, span, right.symbol);
  } else if (right.variable) {
    Require(right, left.shape, span, left.symbol);
  }
  if (left.variable) return left;
  return right.variable || left.shape == Shape::kUnknown ? right : left;
}

Term Inference::VisitReference(ExprId id) const {
  const Reference& reference = condition_->reference(id);
  switch (reference.kind) {
    case Reference::Kind::kFact: {
      const FactInfo& fact = names_[reference.fact()];
      if (fact.undeclared) return {reference.index, Shape::kUnknown, false};
      return {std::nullopt, ShapeOf(fact.type), false};
    }
    case Reference::Kind::kConstant:
      switch (constitution_.constants[reference.index].value.kind) {
        case Value::Kind::kBool:
          return {std::nullopt, Shape::kBool, false};
        case Value::Kind::kNumber:
          return {std::nullopt, Shape::kNumber, false};
        case Value::Kind::kString:
          return {std::nullopt, Shape::kString, false};
        default:
          return {};
      }
    case Reference::Kind::kDefinition:
      return {DefinitionVariable(reference.index), Shape::kUnknown, false};
    case Reference::Kind::kSymbol:
      return {std::nullopt, Shape::kString, true};
    default:
      return {};
  }
}

Term Inference::Visit(ExprId id) {
  const Expr& expr = ast()[id];
  const bool has = expr.kind == ExprKind::kCall && expr.text == "has" && !expr.has_receiver;
  if (has) return {std::nullopt, Shape::kBool, false};  // Asks nothing of the type.
  if (condition_->reference(id).kind != Reference::Kind::kNone) return VisitReference(id);
  switch (expr.kind) {
    case ExprKind::kBool:
      return {std::nullopt, Shape::kBool, false};
    case ExprKind::kInt:
    case ExprKind::kUint:
    case ExprKind::kDouble:
      return {std::nullopt, Shape::kNumber, false};
    case ExprKind::kString:
      return {std::nullopt, Shape::kString, false};
    case ExprKind::kUnary: {
      const Shape shape = expr.op == Operator::kNot ? Shape::kBool : Shape::kNumber;
      RequireAll(id, shape);
      return {std::nullopt, shape, false};
    }
    case ExprKind::kLogical:
      RequireAll(id, Shape::kBool);
      return {std::nullopt, Shape::kBool, false};
    case ExprKind::kTernary: {
      const std::span<const ExprId> operands = ast().Operands(id);
      Require(Visit(operands[0]), Shape::kBool, SpanOf(operands[0]));
      const Term then = Visit(operands[1]);
      return Unify(then, Visit(operands[2]), SpanOf(operands[2]));
    }
    case ExprKind::kBinary:
      return VisitBinary(id);
    case ExprKind::kCall:
      return VisitCall(id);
    default:
      for (const ExprId operand : ast().Operands(id)) Visit(operand);
      return {};
  }
}

Term Inference::VisitBinary(ExprId id) {
  const ExprId left = ast().Operands(id)[0];
  const ExprId right = ast().Operands(id)[1];
  switch (ast()[id].op) {
    case Operator::kIn:
      return VisitIn(left, right);
    case Operator::kAdd: {  // Of numbers or of strings.
      const Term sum = Visit(left);
      return Unify(sum, Visit(right), SpanOf(id));
    }
    case Operator::kSubtract:
    case Operator::kMultiply:
    case Operator::kDivide:
    case Operator::kRemainder:
      RequireAll(id, Shape::kNumber);
      return {std::nullopt, Shape::kNumber, false};
    default: {  // A relation.
      const Term of = Visit(left);
      Unify(of, Visit(right), SpanOf(id));
      return {std::nullopt, Shape::kBool, false};
    }
  }
}

Term Inference::VisitIn(ExprId left, ExprId right) {
  const Term element = Visit(left);
  if (ast()[right].kind == ExprKind::kList) {
    for (const ExprId item : ast().Operands(right)) Unify(element, Visit(item), SpanOf(left));
  } else {
    Visit(right);
  }
  return {std::nullopt, Shape::kBool, false};
}

// What a macro goes over is a list, unless it is declared as something else; its variables may be
// anything.
Term Inference::VisitMacro(const Macro& macro) {
  const Term range = Visit(macro.range);
  if (macro.loops()) Require(range, Shape::kList, SpanOf(macro.range));
  const bool transforms = macro.kind == MacroKind::kMap || macro.kind == MacroKind::kTransformMap ||
                          macro.kind == MacroKind::kTransformMapEntry;
  Term last;
  for (size_t i = 0; i < macro.bodies.size(); ++i) {
    last = Visit(macro.bodies[i]);
    const bool predicate = macro.loops() && (!transforms || i + 1 < macro.bodies.size());
    if (predicate) Require(last, Shape::kBool, SpanOf(macro.bodies[i]));
  }
  switch (macro.kind) {
    case MacroKind::kAll:
    case MacroKind::kExists:
    case MacroKind::kExistsOne:
      return {std::nullopt, Shape::kBool, false};
    case MacroKind::kFilter:
    case MacroKind::kMap:
      return {std::nullopt, Shape::kList, false};
    case MacroKind::kBind:
      return last;
    default:
      return {};
  }
}

Term Inference::VisitCall(ExprId id) {
  if (const std::optional<Macro> macro = MacroOf(ast(), id)) return VisitMacro(*macro);
  const CalledFunction called = CalledBy(*condition_, id);
  const std::span<const ExprId> operands = called.operands;
  const auto named = [&](const vm::Function& function) {
    return function.name == called.name && function.arity == operands.size() &&
           (called.receiver ? function.receiver : function.global);
  };
  const auto function = std::find_if(functions_.begin(), functions_.end(), named);
  const bool only =
      function != functions_.end() && std::count_if(function, functions_.end(), named) == 1;
  for (size_t i = 0; i < operands.size(); ++i) {
    const Term argument = Visit(operands[i]);
    if (only) Require(argument, ShapeOf(function->arguments[i]), SpanOf(operands[i]));
  }
  return {std::nullopt, only ? ShapeOf(function->result) : Shape::kUnknown, false};
}

std::string Suggestion(const FactInfo& fact, const Names& names) {
  const std::string_view near = NearestName(fact.name, names.Declared());
  if (!near.empty()) return Concat({"Did you mean `", near, "`?"});
  const bool known = fact.type.valid() && !fact.type.dyn();
  return Concat(
      {"Declare it under `facts`, such as `", fact.name,
       ": {type: ", (known ? std::string(fact.type.text()) : "string"),
       (fact.source == vm::Source::kContextUndeclared ? ", from: context}`" : ", from: params}`")});
}

}  // namespace

std::vector<InferredName> InferNames(const Constitution& constitution, const Conditions& conditions,
                                     vm::FunctionTable functions, Names& names,
                                     DiagnosticSink& sink, const SourceFile& source) {
  Inference inference(constitution, conditions, functions, names, source, sink);
  inference.Run();
  std::vector<InferredName> inferred;
  for (uint32_t i = 0; i < names.fact_count(); ++i) {
    FactInfo& fact = names[FactId{i}];
    if (!fact.undeclared) continue;
    const Variable& variable = inference.Of(FactId{i});
    if (variable.shape == Shape::kConflict) continue;  // Reported; its type stays invalid.
    fact.type = variable.shape == Shape::kBool     ? Type::Of(vm::Kind::kBool)
                : variable.shape == Shape::kNumber ? Type::Of(vm::Kind::kDecimal)
                : variable.shape == Shape::kString ? Type::Of(vm::Kind::kString)
                : variable.shape == Shape::kList   ? Type::Of(vm::Kind::kList)
                                                   : Type::Dyn();
    fact.source = variable.context_only ? vm::Source::kContextUndeclared : vm::Source::kEither;
    if (fact.first_use.begin >= kPartsBegin) continue;  // Reported: parts declare their names.
    const std::string from = variable.context_only ? "context" : "context or params";
    inferred.push_back({fact.name, std::string(fact.type.text()), from, fact.first_use});
    sink.Warning(DiagnosticCode::kUndeclaredName, fact.first_use,
                 Concat({"`", fact.name, "` is not declared; it is taken as ", fact.type.text(),
                         ", read from ", from}),
                 Suggestion(fact, names));
  }
  std::sort(inferred.begin(), inferred.end(), [](const InferredName& a, const InferredName& b) {
    return a.span.begin < b.span.begin;
  });
  return inferred;
}

}  // namespace bylaw::compiler
