// The parts of the type checker: one class, because an expression is one recursion; its members
// stand by subject in check.cc, check_relation.cc, check_arithmetic.cc and check_call.cc.
//
// Thread-safety: belongs to one compilation. Limits: recursion is as deep as the syntax allows
// (kConditionDepthMax); definitions are checked before their users and never entered from there.

#ifndef BYLAW_COMPILER_SEMA_CHECKER_H_
#define BYLAW_COMPILER_SEMA_CHECKER_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "sema/conditions.h"
#include "sema/dialect.h"
#include "sema/macros.h"
#include "sema/names.h"
#include "sema/tree.h"

namespace bylaw::compiler {

class Checker {
 public:
  Checker(const Constitution& constitution, const Conditions& conditions,
          vm::FunctionTable functions, const Names& names, Tree& tree, DiagnosticSink& sink,
          const Dialect& dialect = {});

  // Before any condition.
  void CheckDefinitions();
  // The value that `condition` is, of any type.
  std::optional<NodeId> CheckValue(const Condition& condition);
  // The parts of `reason`, whose expressions are `expressions`. Of those with an error, and of
  // those that read something personal (both reported), only the text.
  std::vector<TypedReasonPart> CheckReason(const std::vector<ReasonPart>& reason,
                                           const std::vector<Condition>& expressions);
  // The bool that `condition` is; nothing if it has an error.
  std::optional<TypedCondition> CheckCondition(const Condition& condition);

 private:
  // Nothing: an error has been reported.
  using Result = std::optional<NodeId>;
  // A value that a reason can say.
  Result CheckQuoted(const Condition& expression);
  // Some personal fact that the value depends on.
  std::optional<FactId> PersonalFactOf(NodeId id) const;
  // A node and the expression that it was made from, for messages.
  struct Operand {
    NodeId node;
    ExprId expr;
  };

  // check.cc: names, literals, selection, logic.
  Result Visit(ExprId id);
  Result VisitTyped(ExprId id);
  Result VisitReference(ExprId id);
  Result VisitNamedConstant(uint32_t index, Span span);
  Result VisitConstant(const Value& value, Span span);
  Result VisitTable(const Value& table, Span span);
  std::optional<vm::Value> ScalarOf(const Value& item);
  Result VisitUnary(ExprId id);
  Result VisitLogical(ExprId id);
  Result VisitTernary(ExprId id);
  // A bool: `id` itself, or a dyn that must be one.
  Result VisitBool(ExprId id);
  Result AsBool(NodeId node, ExprId id);

  // check_container.cc: members, elements, lists and maps.
  Result VisitSelect(ExprId id);
  Result VisitIndex(ExprId id);
  Result VisitList(ExprId id);
  Result VisitMap(ExprId id);
  // An element, key or value as it stands in a container.
  Result VisitElement(ExprId id);
  Result AsOptional(NodeId node, ExprId id);
  // A dyn `node` as what it was declared to be.
  Result Expect(NodeId node, Type declared, ExprId id);
  // What the member `name` of a map is declared as; dyn where members are not declared. Nothing: an
  // error has been reported.
  std::optional<Type> FieldOf(const Operand& map, std::string_view name, Span span);

  // check_macro.cc: calls that bind variables.
  struct Variable {
    uint32_t index;  // Of the tree.
    Type type;
    // What it was declared as and turns out to be: of an item of a list.
    Type expected = Type::Dyn();
  };
  Result VisitMacro(ExprId id, const Macro& macro);
  Result VisitLoop(ExprId id, const Macro& macro);
  Result VisitBind(ExprId id, const Macro& macro);
  Result VisitBlock(ExprId id);
  Result VisitOptionalMap(ExprId id, const Macro& macro);
  // Nothing: an error has been reported.
  std::optional<uint32_t> Declare(ExprId variable, Type type, Type expected = Type::Dyn());
  uint32_t TripsOf(NodeId range) const;
  // `value` under a variable of its own; `body` makes what uses it.
  template <typename Body>
  Result Let(ExprId id, NodeId value, const Body& body);
  Result CallOf(ExprId id, std::string_view signature, Type type,
                std::span<const NodeId> arguments);
  // optional.orValue(other), optional.or(other): `other` is looked at only where it is needed.
  Result VisitOr(ExprId id);

  // check_relation.cc: comparison and membership.
  Result VisitRelation(ExprId id);
  Result VisitCelRelation(ExprId id, Operand left, Operand right);
  Result VisitNullRelation(ExprId id, const Operand& left, const Operand& right);
  Result VisitIn(ExprId id);
  Result InList(ExprId id, Operand element, std::span<const Operand> items);
  // `element in constant`, a list.
  Result InConstant(ExprId id, const Operand& element, uint32_t constant);
  Result TextsOf(uint32_t constant, Span span);
  Result InValue(ExprId id, const Operand& element, const Operand& list);
  // Whether the two may be compared at all; reports why not.
  bool Comparable(const Operand& left, const Operand& right, Span span);
  bool CheckWord(const Operand& fact, const Operand& word);
  bool CheckSymbol(const Operand& fact, const Operand& symbol);
  void ReportKindsDiffer(const Operand& left, const Operand& right, Span span);
  std::string HelpForKinds(const Operand& left, const Operand& right) const;

  // check_arithmetic.cc: numbers.
  Result VisitArithmetic(ExprId id);
  Result ArithmeticOfDyn(ExprId id, const Operand& left, const Operand& right);
  Result VisitNegate(ExprId id);
  // Gives literals the type of what they are joined with, and makes an int or uint opposite a
  // decimal a decimal. False: an error has been reported.
  bool JoinNumbers(Operand& left, Operand& right);
  bool IsLiteral(NodeId node) const;
  // `node` read as a number of type `as`; other nodes stay what they are.
  Result ReadLiteral(NodeId node, Type as);
  Result ToDecimal(NodeId node);
  void ReportMixedNumbers(const Operand& left, const Operand& right, Span span);

  // check_call.cc: has() and functions.
  Result VisitCall(ExprId id);
  Result VisitHas(ExprId id);
  Result CallFunction(ExprId id, const vm::Function& function, std::vector<Operand> operands);
  std::vector<const vm::Function*> Overloads(ExprId id, size_t arity) const;
  // Overloads that may take the arguments; the first alone where it takes them for certain.
  std::vector<const vm::Function*> ChooseFunctions(ExprId id, std::span<const NodeId> arguments);
  void ReportNoFunction(ExprId id, std::span<const NodeId> arguments,
                        const std::vector<const vm::Function*>& overloads);
  // False: an error has been reported.
  bool CheckConstants(const vm::Function& function, std::span<const Operand> arguments);
  bool Prepare(TreeCall& call, const vm::Function& function, std::span<const Operand> arguments);
  bool Unusable(const vm::Function& function, const Operand& argument, std::string_view why);

  const Ast& ast() const { return condition_->ast; }
  Span SpanOf(ExprId id) const { return condition_->SpanOf(id); }
  Type TypeOf(NodeId node) const { return tree_[node].type; }
  // "`amount` (decimal)".
  std::string Describe(const Operand& operand) const;
  std::string SourceOf(ExprId id) const;
  // What to do about a name that is none of the `known`: "Did you mean …?", or all of them.
  static std::string NearestOrAll(std::string_view name, std::span<const std::string_view> known,
                                  std::string_view before_all);

  Node NewNode(NodeKind kind, Type type, ExprId id) const;
  // Adds the node, or reports that the expression is too large.
  Result Add(const Node& node, std::span<const NodeId> operands);
  Result Add(const Node& node, std::initializer_list<NodeId> operands) {
    return Add(node, std::span(operands.begin(), operands.size()));
  }
  Result AddText(std::string_view text, bool symbol, Span span);
  NodeId AddNumber(NumberLiteral literal, Span span);
  std::nullopt_t Error(DiagnosticCode code, Span span, std::string message, std::string help = {});

  const Constitution& constitution_;
  const Conditions& conditions_;
  vm::FunctionTable functions_;
  const Names& names_;
  Tree& tree_;
  DiagnosticSink& sink_;
  uint32_t string_bytes_max_;
  uint32_t list_items_max_;
  Dialect dialect_;
  const Condition* condition_ = nullptr;
  std::vector<Result> definitions_;
  std::map<uint32_t, Result> containers_;    // Lists and tables of `constants`, by index.
  std::map<uint32_t, Result> sorted_lists_;  // Lists of texts among them, for `in`.
  std::map<ExprId, Variable> variables_;     // Of the condition at hand.
  uint32_t loop_depth_ = 0;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_CHECKER_H_
