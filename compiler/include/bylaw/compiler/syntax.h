// The syntax of conditions: from the text of one condition to its tree, and back.
//
// The language is CEL's grammar (cel-spec, doc/langdef.md, "Syntax") without message literals, with
// optional selection (`a.?b`, `a[?b]`, `[?a]`, `{?k: v}`) and quoted selectors (a.`content-type`).
// Nothing is resolved or typed here: `has(x)`, macros and type names are ordinary calls and
// identifiers. Beyond CEL, `[10,000]` (no space, three digits from a zero) is refused as a slip.
//
// Bounds, checked before anything recurses: a text of 16 KiB, 4,096 tokens, 250 levels. A tree is
// never deeper than 250, so that recursive functions over it are safe; chains of && and || are wide
// instead of deep.
//
// Thread-safety: an Ast is a value that never changes after parsing; a ConditionParser belongs to
// one thread at a time. Ownership: an Ast owns all text that its nodes point to; moving it keeps
// those pointers valid.

#ifndef BYLAW_COMPILER_SYNTAX_H_
#define BYLAW_COMPILER_SYNTAX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/diagnostic.h"

namespace bylaw::compiler {

inline constexpr size_t kConditionBytesMax = size_t{16} * 1024;
inline constexpr size_t kConditionTokensMax = 4096;
inline constexpr size_t kConditionDepthMax = 250;

// The index of a node in its Ast. Nodes are in post-order: operands stand before the node that uses
// them and the root is the last one, so that a loop over all nodes is a bottom-up pass.
enum class ExprId : uint32_t {};

enum class ExprKind : uint8_t {
  // Literals.
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  // The rest; `operands` is what Ast::Operands gives.
  kIdent,    // text: the name. leading_dot: written `.name`.
  kSelect,   // operands {of}; text: the field. optional: `of.?field`.
  kIndex,    // operands {of, index}. optional: `of[?index]`.
  kCall,     // operands {receiver if has_receiver, arguments...}; text: the function. leading_dot:
             // `.f()`.
  kList,     // operands {elements...}; an element written `?e` has optional_entry.
  kMap,      // operands {key, value, key, value...}; a key written `?k` has optional_entry.
  kUnary,    // op: kNot or kNegate; operands {of}
  kBinary,   // op: a relation or arithmetic; operands {left, right}
  kLogical,  // op: kAnd or kOr; operands {two or more}: `a && b && c` is one node.
  kTernary,  // operands {condition, then, else}
};

enum class Operator : uint8_t {
#define BYLAW_OPERATOR(name, text, precedence) name,
#include "bylaw/compiler/operator.def"
#undef BYLAW_OPERATOR
};

// "&&", "in", "-" and the like.
std::string_view OperatorText(Operator op);

// Whether `name` is one of CEL's reserved words, which cannot stand alone as a name (true, false,
// null and in are tokens of their own).
bool IsReservedWord(std::string_view name);

// One node. Which members mean something depends on `kind`, see ExprKind; the others are zero.
struct Expr {
  ExprKind kind = ExprKind::kNull;
  Operator op = Operator::kOr;
  bool optional : 1 = false;
  bool optional_entry : 1 = false;
  bool leading_dot : 1 = false;
  bool has_receiver : 1 = false;
  // kInt, kUint, kDouble: the number does not fit the type and the value below is zero. Not an
  // error of syntax: opposite a decimal, `text` still says exactly what was meant. Elsewhere it
  // must be refused.
  bool overflows : 1 = false;

  union {
    bool bool_value;  // kBool
    int64_t int_value = 0;
    uint64_t uint_value;
    double double_value;
  };

  Span span;       // The whole of it in the condition's text, parentheses around it not included.
  Span name_span;  // The name, field, function or operator (the first one of a kLogical; the `?` of
                   // a kTernary; the `[` of a kIndex); of literals the same as span.

  // kIdent, kSelect, kCall: the name, without backticks. kString, kBytes: the decoded value. kInt,
  // kUint, kDouble: the number as written, a minus that belongs to it directly in front and without
  // the `u`: "-10000.10", "0xFF". Else empty.
  std::string_view text;

  uint32_t first_operand = 0;  // Use Ast::Operands.
  uint32_t operand_count = 0;
};

// The tree of one condition.
class Ast {
 public:
  Ast() = default;
  Ast(Ast&&) = default;
  Ast& operator=(Ast&&) = default;
  Ast(const Ast&) = delete;
  Ast& operator=(const Ast&) = delete;

  // Only of a tree that was parsed without errors; an empty one has no root.
  ExprId root() const { return ExprId{static_cast<uint32_t>(nodes_.size() - 1)}; }
  size_t size() const { return nodes_.size(); }

  const Expr& operator[](ExprId id) const { return nodes_[static_cast<uint32_t>(id)]; }
  std::span<const ExprId> Operands(ExprId id) const {
    const Expr& expr = (*this)[id];
    return std::span(operands_).subspan(expr.first_operand, expr.operand_count);
  }
  // Of a kCall: its operands without the receiver.
  std::span<const ExprId> Arguments(ExprId id) const {
    return Operands(id).subspan((*this)[id].has_receiver ? 1 : 0);
  }

  // The whole condition, and the part of it that a node was made from.
  std::string_view source() const { return source_; }
  std::string_view SourceOf(ExprId id) const {
    const Span span = (*this)[id].span;
    return source_.substr(span.begin, span.end - span.begin);
  }

 private:
  friend class AstBuilder;

  std::vector<Expr> nodes_;
  std::vector<ExprId> operands_;
  std::unique_ptr<char[]> text_;  // The source, then decoded literals.
  std::string_view source_;       // Points into text_.
};

// One mistake, as a Diagnostic whose span counts from the start of the condition.
struct SyntaxError {
  DiagnosticCode code;
  Span span;
  std::string message;
  std::string help;
};

// Either a tree or at least one error (sorted by place, at most 20).
struct ParseResult {
  Ast ast;
  std::vector<SyntaxError> errors;

  bool ok() const { return errors.empty(); }
};

// Parses conditions, one after the other. Reuse one object for many conditions: it keeps the
// parser's caches warm.
class ConditionParser {
 public:
  ConditionParser();
  ~ConditionParser();
  ConditionParser(const ConditionParser&) = delete;
  ConditionParser& operator=(const ConditionParser&) = delete;

  // `text` need not outlive the call; any bytes are fine. Throws nothing, running out of memory
  // aside.
  ParseResult Parse(std::string_view text);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The text of a node in a normal form: one space around binary operators, no unneeded parentheses,
// strings in double quotes with escapes. Parsing it gives an equal tree (spans apart).
std::string Unparse(const Ast& ast, ExprId id);

// `value` as a condition would write it: in double quotes, with escapes. Bytes are written as
// b"...".
std::string QuoteString(std::string_view value);
std::string QuoteBytes(std::string_view value);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SYNTAX_H_
