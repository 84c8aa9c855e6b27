// Typed conditions: what the checker hands to analysis and code generation. Every name is resolved,
// every conversion is a node, every literal has the type that its place gives it; definitions stand
// where they are used (shared, so that the tree is a directed acyclic graph).
//
// Thread-safety: belongs to one compilation. Ownership: owns constants and their text. Limits: an
// expression with its definitions put in has at most kNodesMax nodes and kDepthMax levels, so that
// recursion over it is safe: whoever builds one asks Fits first.

#ifndef BYLAW_COMPILER_SEMA_TREE_H_
#define BYLAW_COMPILER_SEMA_TREE_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/vm/decimal.h"
#include "bylaw/vm/function.h"
#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"
#include "sema/conditions.h"
#include "sema/type.h"

namespace bylaw::compiler {

enum class NodeId : uint32_t {};

enum class NodeKind : uint8_t {
  kConstant,        // index: a constant of the tree.
  kFact,            // index: a FactId.
  kHasFact,         // index: a FactId.
  kSelect,          // operands {of}; index: a name of the tree.
  kHasMember,       // operands {of}; index: a name of the tree.
  kIndex,           // operands {of, index}
  kList,            // operands {elements…}; index: the optionals of the tree.
  kCall,            // operands {arguments…}; index: a call of the tree.
  kNot,             // operands {of}
  kAnd,             // operands {two or more}
  kOr,              // operands {two or more}
  kTernary,         // operands {test, then, else}
  kCompare,         // operands {left, right}; relation
  kIn,              // operands {element, list or map}
  kArithmetic,      // operands {left, right}; arithmetic. Operands of one type, or one of them dyn.
  kNegate,          // operands {of}
  kToDecimal,       // operands {an int or uint}
  kExpect,          // operands {a dyn}: it must be of the node's type.
  kDyn,             // operands {of}: what is known of it is forgotten.
  kMap,             // operands {key, value, key, value…}; index: the entries of the tree.
  kSelectOptional,  // operands {of}; index: a name of the tree.
  kIndexOptional,   // operands {of, index}
  kVariable,        // index: a variable.
  kLet,             // operands {value, body}; index: the variable that the body sees.
  kLoop,            // operands {range, [predicate,] [transform]}; index: a loop of the tree.
};

// What a loop makes of its items.
enum class LoopKind : uint8_t {
  kAll,         // {range, predicate}: a bool; an error is absorbed where another item decides.
  kExists,      // the same
  kExistsOne,   // {range, predicate}: a bool
  kFilter,      // {range, predicate}: a list
  kMap,         // {range, [predicate,] transform}: a list
  kMapValues,   // {range, [predicate,] value}: a map of the keys
  kMapEntries,  // {range, [predicate,] map}: the maps together
};

struct TreeLoop {
  LoopKind kind = LoopKind::kAll;
  bool pairs = false;  // Two variables: index and item, or key and value.
  bool maps = false;   // The range may be a map.
  uint32_t first = 0;  // Variables.
  uint32_t second = 0;
  uint32_t trips_max = 0;
};

// A number as somebody wrote it, before its place says what it is.
struct NumberLiteral {
  vm::Kind kind = vm::Kind::kInt;  // kInt, kUint or kDouble: what CEL takes it for.
  std::string text;                // As written.
  std::optional<int64_t> as_int;   // Where it is whole and fits.
  std::optional<uint64_t> as_uint;
  double as_double = 0;
  std::optional<vm::Decimal> as_decimal;  // Where 38 digits hold it.
};

struct TreeConstant {
  vm::Value value;
  std::optional<NumberLiteral> literal;  // Of a number whose type its place may still change.
  bool symbol = false;                   // A string that was written as a bare word.
};

struct TreeCall {
  std::string signature;             // Of one function, or of the overloads of a name: "indexOf/2".
  std::optional<uint32_t> prepared;  // A constant of the tree.
};

struct Node {
  NodeKind kind = NodeKind::kConstant;
  Type type;
  vm::Relation relation = vm::Relation::kEqual;
  vm::Arithmetic arithmetic = vm::Arithmetic::kAdd;
  uint32_t index = 0;
  uint32_t first_operand = 0;  // Use Tree::Operands.
  uint32_t operand_count = 0;
  uint32_t size = 1;  // Nodes below and including it, shared ones as often as they are used.
  uint32_t depth = 1;
  Span span;  // In the file.
};

class Tree {
 public:
  static constexpr uint32_t kNodesMax = 16'384;
  static constexpr uint32_t kDepthMax = 1'000;

  const Node& operator[](NodeId id) const { return nodes_[static_cast<uint32_t>(id)]; }
  std::span<const NodeId> Operands(NodeId id) const {
    const Node& node = (*this)[id];
    return std::span(operands_).subspan(node.first_operand, node.operand_count);
  }
  const TreeConstant& ConstantOf(NodeId id) const { return constants_[(*this)[id].index]; }
  const TreeCall& CallOf(NodeId id) const { return calls_[(*this)[id].index]; }
  const TreeLoop& LoopOf(NodeId id) const { return loops_[(*this)[id].index]; }
  // Which elements of a list, or entries of a map, are optional.
  const std::vector<bool>& OptionalsOf(NodeId id) const { return optionals_[(*this)[id].index]; }
  const std::string& NameOf(NodeId id) const { return text_[(*this)[id].index]; }
  FactId FactOf(NodeId id) const { return FactId{(*this)[id].index}; }
  bool Is(NodeId id, NodeKind kind) const { return (*this)[id].kind == kind; }
  const TreeConstant& constant(uint32_t index) const { return constants_[index]; }

  // Whether an expression over `operands` keeps the limits.
  bool Fits(std::span<const NodeId> operands) const;
  // Adds `node` over `operands`; kind, type, span, index and the like are the caller's, places and
  // sizes are set here.
  NodeId Add(Node node, std::span<const NodeId> operands = {});
  size_t size() const { return nodes_.size(); }

  NodeId AddConstant(TreeConstant constant, Type type, Span span);
  NodeId AddBool(bool value, Span span);
  // A list of constants.
  NodeId AddConstantList(std::vector<vm::Value> items, Span span);
  // The same of texts that ascend, each more than the one before: only for `in`, to which the order
  // says nothing.
  NodeId AddSortedList(std::vector<vm::Value> items, Span span);
  // A map of constants; keys are strings that ascend.
  NodeId AddConstantMap(std::vector<vm::Member> members, Span span);

  // Text and decimals that live as long as the tree.
  vm::Value String(std::string_view text);
  vm::Value Bytes(std::string_view bytes);
  vm::Value Decimal(const vm::Decimal& decimal);
  uint32_t AddName(std::string_view name);
  uint32_t AddCall(TreeCall call);
  uint32_t AddLoop(const TreeLoop& loop);
  uint32_t AddOptionals(std::vector<bool> optionals);
  uint32_t AddVariable() { return variable_count_++; }

 private:
  std::vector<Node> nodes_;
  std::vector<NodeId> operands_;
  std::vector<TreeConstant> constants_;
  std::vector<TreeCall> calls_;
  std::vector<TreeLoop> loops_;
  std::vector<std::vector<bool>> optionals_{{}};  // The first: none is.
  uint32_t variable_count_ = 0;
  std::deque<std::string> text_;
  std::deque<vm::Decimal> decimals_;
  std::deque<std::vector<vm::Value>> lists_;
  std::deque<std::vector<vm::Member>> maps_;
};

// A condition, as the explanation of a decision shows it.
struct TypedCondition {
  NodeId root;       // A bool.
  std::string text;  // As written; of `unless` the negation.
  Span span;
};

// A piece of a reason.
struct TypedReasonPart {
  std::string text;             // As ReasonPart has it.
  std::optional<NodeId> value;  // Of an expression whose value is shown.
  Span span;
};

struct TypedRule {
  std::vector<TypedCondition> conditions;  // `unless` as negations; without `targets`.
  std::vector<TypedReasonPart> reason;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_TREE_H_
