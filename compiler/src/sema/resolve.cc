// See resolve.h.

#include "sema/resolve.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "sema/macros.h"
#include "sema/type_names.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kUnsupported[] = {
#define BYLAW_UNSUPPORTED(name) name,
#include "sema/unsupported.def"
#undef BYLAW_UNSUPPORTED
};

// Each symbol's first place.
using Symbols = std::map<std::string, Span, std::less<>>;

class Resolver {
 public:
  Resolver(vm::FunctionTable functions, const Conditions& all, Names& names, Symbols& symbols,
           DiagnosticSink& sink, const Dialect& dialect)
      : functions_(functions),
        all_(all),
        names_(names),
        symbols_(symbols),
        sink_(sink),
        dialect_(dialect),
        types_meant_(dialect.cel) {}

  void Run(Condition& condition) {
    condition_ = &condition;
    Visit(condition.ast.root());
  }

 private:
  const Ast& ast() const { return condition_->ast; }
  Reference& reference(ExprId id) { return condition_->references[static_cast<uint32_t>(id)]; }

  void Visit(ExprId id);
  void VisitOperands(ExprId id) {
    for (const ExprId operand : ast().Operands(id)) Visit(operand);
  }
  void VisitName(ExprId id);
  void VisitCall(ExprId id);
  void VisitMacro(const Macro& macro);
  void Declare(ExprId variable);
  bool VisitNamespace(ExprId call);
  bool VisitSharedValue(ExprId id);
  void Unknown(ExprId id, std::string_view what);
  void VisitHas(ExprId id);
  void VisitSymbolPlace(ExprId id);
  bool VisitPath(ExprId id);
  bool VisitQualified(ExprId id);
  bool IsAbsolute(ExprId id) const;
  bool VisitTypeName(ExprId id);

  // The variable of that name that is seen here, or nothing.
  std::optional<ExprId> VariableNamed(std::string_view name) const;
  bool IsTypeCall(ExprId id) const;
  bool IsUndeclaredName(ExprId id) const;
  bool IsFactLike(ExprId id) const;
  std::optional<vm::Source> PathOf(ExprId id, std::vector<std::string>& path) const;

  void NotSupported(ExprId id, std::string_view what);

  vm::FunctionTable functions_;
  const Conditions& all_;
  Names& names_;
  Symbols& symbols_;
  DiagnosticSink& sink_;
  Dialect dialect_;
  std::vector<ExprId> shared_;  // The values of the cel.block at hand.
  Condition* condition_ = nullptr;
  std::vector<ExprId> variables_;  // Those seen at the place at hand, the innermost last.
  bool types_meant_;               // Opposite type(x): the names of types are no facts here.
};

void Resolver::NotSupported(ExprId id, std::string_view what) {
  reference(id).kind = Reference::Kind::kInvalid;
  sink_.Error(DiagnosticCode::kNotSupported, condition_->text->ToFile(ast()[id].name_span),
              Concat({what, " is not supported by this version"}),
              "Have the host compute it, and read the outcome as a fact from context");
}

void Resolver::Visit(ExprId id) {
  const Expr& expr = ast()[id];
  switch (expr.kind) {
    case ExprKind::kIdent:
      return VisitName(id);
    case ExprKind::kSelect:
    case ExprKind::kIndex:
      if (dialect_.cel ? !VisitQualified(id) && !VisitTypeName(id)
                       : !VisitPath(id) && !VisitTypeName(id)) {
        VisitOperands(id);
      }
      return;
    case ExprKind::kCall:
      return VisitCall(id);
    case ExprKind::kBinary: {
      const ExprId left = ast().Operands(id)[0];
      const ExprId right = ast().Operands(id)[1];
      if (dialect_.cel) return VisitOperands(id);
      const bool types_meant = std::exchange(types_meant_, IsTypeCall(left) || IsTypeCall(right));
      Visit(left);
      const bool equality = expr.op == Operator::kEqual || expr.op == Operator::kNotEqual;
      if (types_meant_) {
        Visit(right);
        types_meant_ = types_meant;
        return;
      }
      types_meant_ = types_meant;
      if (equality && IsFactLike(left)) return VisitSymbolPlace(right);
      if (expr.op == Operator::kIn && ast()[right].kind == ExprKind::kList) {
        for (const ExprId element : ast().Operands(right)) VisitSymbolPlace(element);
        return;
      }
      return Visit(right);
    }
    default:
      return VisitOperands(id);
  }
}

std::optional<ExprId> Resolver::VariableNamed(std::string_view name) const {
  const auto found = std::find_if(variables_.rbegin(), variables_.rend(), [&](ExprId declaration) {
    return VariableName(ast(), declaration) == name;
  });
  return found == variables_.rend() ? std::nullopt : std::optional(*found);
}

bool Resolver::IsTypeCall(ExprId id) const {
  return ast()[id].kind == ExprKind::kCall && ast()[id].text == "type" && !ast()[id].has_receiver;
}

bool Resolver::IsUndeclaredName(ExprId id) const {
  return ast()[id].kind == ExprKind::kIdent && !VariableNamed(ast()[id].text) &&
         names_.Find(ast()[id].text).kind == Reference::Kind::kNone;
}

// A name that nothing has: where types are not known before run time, neither is this.
void Resolver::Unknown(ExprId id, std::string_view what) {
  if (!dialect_.typed) {
    const std::string name = Concat({"unknown ", what});
    if (names_.Find(name).kind == Reference::Kind::kNone) names_.Declare(name, Type::Dyn());
    reference(id) = names_.Find(name);
    return;
  }
  reference(id).kind = Reference::Kind::kInvalid;
  sink_.Error(DiagnosticCode::kUnknownFact, condition_->SpanOf(id),
              Concat({"There is no `", what, "` here"}), "Declare it as a variable");
}

// A variable by its name, with dots: first as the container has it, then as those around it do.
bool Resolver::VisitQualified(ExprId id) {
  const std::string name = QualifiedName(ast(), id);
  const bool absolute = IsAbsolute(id);
  if (name.empty() || (!absolute && VariableNamed(name.substr(0, name.find('.'))))) return false;
  std::string space = dialect_.container;
  while (true) {
    const std::string candidate = space.empty() || absolute ? name : Concat({space, ".", name});
    const Reference found = names_.Find(candidate);
    if (found.kind == Reference::Kind::kFact) {
      reference(id) = found;
      return true;
    }
    if (space.empty() || absolute) return false;
    const size_t dot = space.rfind('.');
    space.resize(dot == std::string::npos ? 0 : dot);
  }
}

// Written with a dot in front: `.a.b`.
bool Resolver::IsAbsolute(ExprId id) const {
  while (ast()[id].kind == ExprKind::kSelect) id = ast().Operands(id)[0];
  return ast()[id].leading_dot;
}

// A type's name as a value. What is declared under that name is meant first.
bool Resolver::VisitTypeName(ExprId id) {
  const std::string name = types_meant_ ? QualifiedName(ast(), id) : std::string();
  if (name.empty() || !IsTypeName(name)) return false;
  reference(id).kind = Reference::Kind::kType;
  return true;
}

// Names of facts, what is selected from them, and definitions that only give a fact another name.
bool Resolver::IsFactLike(ExprId id) const {
  const Condition* condition = condition_;
  // Definitions may form a cycle, which is reported later: no more steps than there are of them.
  for (size_t steps = 0; steps <= all_.definitions.size(); ++steps) {
    const Expr& expr = condition->ast[id];
    if (expr.kind == ExprKind::kSelect || expr.kind == ExprKind::kIndex) return true;
    if (expr.kind != ExprKind::kIdent) return false;
    const Reference found = names_.Find(expr.text);
    if (found.kind != Reference::Kind::kDefinition) {
      return found.kind == Reference::Kind::kFact || found.kind == Reference::Kind::kNone;
    }
    condition = &all_.definitions[found.index];
    if (!condition->parsed) return false;
    id = condition->ast.root();
  }
  return false;
}

void Resolver::VisitSymbolPlace(ExprId id) {
  if (!IsUndeclaredName(id)) return Visit(id);
  reference(id).kind = Reference::Kind::kSymbol;
  symbols_.try_emplace(std::string(ast()[id].text), condition_->SpanOf(id));
}

void Resolver::VisitName(ExprId id) {
  const std::string_view name = ast()[id].text;
  const Span span = condition_->SpanOf(id);
  const std::optional<ExprId> variable = VariableNamed(name);
  if (variable && !ast()[id].leading_dot) {
    reference(id) = {Reference::Kind::kVariable, static_cast<uint32_t>(*variable)};
    return;
  }
  if (dialect_.cel) {
    if (!VisitQualified(id) && !VisitTypeName(id)) Unknown(id, name);
    return;
  }
  reference(id) = names_.Find(name);
  if (reference(id).kind != Reference::Kind::kNone || VisitTypeName(id)) return;
  if (const Fact* fact = names_.EnumWithValue(name); fact != nullptr) {
    reference(id).kind = Reference::Kind::kInvalid;
    sink_.Error(
        DiagnosticCode::kEnumValueAsFact, span,
        Concat({"`", name, "` is a value of the enum `", fact->name.value, "`, and no fact"}),
        "Put it on the right of `==` or `!=`, or in a list after `in`");
    return;
  }
  reference(id) = {Reference::Kind::kFact, static_cast<uint32_t>(names_.Undeclared(name, span))};
}

// The members from params or context down to node `id`, if it is such a path: selections and
// constant string indexes only.
std::optional<vm::Source> Resolver::PathOf(ExprId id, std::vector<std::string>& path) const {
  while (true) {
    const Expr& expr = ast()[id];
    if (expr.kind == ExprKind::kIdent) break;
    if (expr.optional) return std::nullopt;
    if (expr.kind == ExprKind::kSelect) {
      path.emplace_back(expr.text);
    } else if (expr.kind == ExprKind::kIndex) {
      const Expr& index = ast()[ast().Operands(id)[1]];
      if (index.kind != ExprKind::kString) return std::nullopt;
      path.emplace_back(index.text);
    } else {
      return std::nullopt;
    }
    id = ast().Operands(id)[0];
  }
  std::reverse(path.begin(), path.end());
  if (ast()[id].text == "params") return vm::Source::kParams;
  if (ast()[id].text == "context") return vm::Source::kContext;
  return std::nullopt;
}

bool Resolver::VisitPath(ExprId id) {
  std::vector<std::string> path;
  const std::optional<vm::Source> source = PathOf(id, path);
  if (!source) return false;
  reference(id) = {Reference::Kind::kFact, static_cast<uint32_t>(names_.Path(*source, path))};
  return true;
}

void Resolver::VisitCall(ExprId id) {
  const Expr& expr = ast()[id];
  if (expr.text == "has" && !expr.has_receiver) return VisitHas(id);
  if (VisitSharedValue(id)) return;
  if (const std::optional<Macro> macro = MacroOf(ast(), id)) return VisitMacro(*macro);
  if (VisitNamespace(id)) {
    for (const ExprId argument : ast().Arguments(id)) Visit(argument);
    return;
  }
  const bool known = std::any_of(functions_.begin(), functions_.end(),
                                 [&](const vm::Function& f) { return f.name == expr.text; });
  if (!known && dialect_.cel && !dialect_.typed && expr.text != "dyn" && expr.text != "or" &&
      expr.text != "orValue") {
    return Unknown(id, expr.text);
  }
  if (!known && IsUnsupportedFunction(expr.text)) {
    return NotSupported(id, Concat({"`", expr.text, "`"}));
  }
  VisitOperands(id);
}

// cel.block, cel.index and cel.iterVar.
bool Resolver::VisitSharedValue(ExprId id) {
  if (IsBlock(ast(), id)) {
    const std::vector<ExprId> outer = std::exchange(shared_, {});
    for (const ExprId value : ast().Operands(ast().Arguments(id)[0])) {
      Visit(value);
      shared_.push_back(value);
    }
    Visit(ast().Arguments(id)[1]);
    shared_ = outer;
    return true;
  }
  const std::optional<int64_t> index = IndexInBlock(ast(), id);
  if (index && *index >= 0 && *index < static_cast<int64_t>(shared_.size())) {
    reference(id) = {Reference::Kind::kVariable,
                     static_cast<uint32_t>(shared_[static_cast<size_t>(*index)])};
    return true;
  }
  const std::optional<std::string> name = VariableName(ast(), id);
  const std::optional<ExprId> variable = name ? VariableNamed(*name) : std::nullopt;
  if (variable) reference(id) = {Reference::Kind::kVariable, static_cast<uint32_t>(*variable)};
  return variable.has_value();
}

// math.abs(x): `math` is no value but the begin of the function's name.
bool Resolver::VisitNamespace(ExprId call) {
  if (!ast()[call].has_receiver) return false;
  const ExprId receiver = ast().Operands(call)[0];
  const std::string space = QualifiedName(ast(), receiver);
  if (space.empty() || VariableNamed(space) || names_.Find(space).kind != Reference::Kind::kNone)
    return false;
  const std::string name = Concat({space, ".", ast()[call].text});
  const bool known = std::any_of(functions_.begin(), functions_.end(),
                                 [&](const vm::Function& f) { return f.name == name; });
  if (known) reference(receiver).kind = Reference::Kind::kNamespace;
  return known;
}

void Resolver::VisitMacro(const Macro& macro) {
  Visit(macro.range);
  const size_t outer = variables_.size();
  for (const ExprId variable : macro.variables) Declare(variable);
  for (const ExprId body : macro.bodies) Visit(body);
  variables_.resize(outer);
}

void Resolver::Declare(ExprId variable) {
  const std::optional<std::string> name = VariableName(ast(), variable);
  reference(variable) = {Reference::Kind::kVariable, static_cast<uint32_t>(variable)};
  const auto refuse = [&](DiagnosticCode code, std::string message) {
    reference(variable).kind = Reference::Kind::kInvalid;
    sink_.Error(code, condition_->SpanOf(variable), std::move(message),
                "Choose a name that nothing else has, such as `item`");
  };
  if (!name) return refuse(DiagnosticCode::kBadVariable, "This is no name for a variable");
  const bool taken = names_.Find(*name).kind != Reference::Kind::kNone || VariableNamed(*name);
  if (taken && !dialect_.cel) {
    refuse(DiagnosticCode::kNameClash,
           Concat({"`", *name, "` is taken: a variable would hide what has this name"}));
  }
  variables_.push_back(variable);
}

// has(fact), has(params.a.b): the call itself refers to the fact. has(e.f): a member of a value.
void Resolver::VisitHas(ExprId id) {
  const std::span<const ExprId> arguments = ast().Arguments(id);
  if (arguments.size() == 1) {
    const ExprId of = arguments.front();
    Visit(of);
    if (reference(of).kind == Reference::Kind::kFact) {
      reference(id) = reference(of);
      return;
    }
    if (reference(of).kind == Reference::Kind::kInvalid) {
      reference(id).kind = Reference::Kind::kInvalid;
      return;
    }
    if (ast()[of].kind == ExprKind::kSelect) return;
  }
  reference(id).kind = Reference::Kind::kInvalid;
  sink_.Error(DiagnosticCode::kBadHas, condition_->SpanOf(id),
              "`has` asks for one fact, or for one member of a value",
              "Write has(fact), has(params.name) or has(value.member)");
}

// A word is either a symbol or a name: as both, a request could give the symbol another meaning.
void RefuseSymbolsThatAreNames(const Symbols& symbols, Names& names, DiagnosticSink& sink) {
  for (uint32_t i = 0; i < names.fact_count(); ++i) {
    FactInfo& fact = names[FactId{i}];
    if (!fact.undeclared) continue;
    const auto symbol = symbols.find(fact.name);
    if (symbol == symbols.end()) continue;
    sink.Error(
        DiagnosticCode::kSymbolIsAName, symbol->second,
        Concat({"`", fact.name, "` is used as a word here and as a fact elsewhere"}),
        Concat({"Declare the fact under `facts`, or put the word in quotes: \"", fact.name, "\""}));
  }
}

}  // namespace

bool IsUnsupportedFunction(std::string_view name) {
  return std::find(std::begin(kUnsupported), std::end(kUnsupported), name) !=
         std::end(kUnsupported);
}

void Resolve(vm::FunctionTable functions, Conditions& conditions, Names& names,
             DiagnosticSink& sink, const Dialect& dialect) {
  Symbols symbols;
  Resolver resolver(functions, conditions, names, symbols, sink, dialect);
  const auto run = [&](Condition& condition) {
    if (condition.parsed) resolver.Run(condition);
  };
  for (std::vector<Condition>& rule : conditions.rules) {
    std::for_each(rule.begin(), rule.end(), run);
  }
  std::for_each(conditions.definitions.begin(), conditions.definitions.end(), run);
  for (std::vector<Condition>& reason : conditions.reasons) {
    std::for_each(reason.begin(), reason.end(), run);
  }
  RefuseSymbolsThatAreNames(symbols, names, sink);
}

}  // namespace bylaw::compiler
