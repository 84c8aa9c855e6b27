// Builds an Ast bottom-up: operands first, the root last.
//
// Thread-safety: none, one builder a tree. Ownership: the Ast that Finish gives owns all text.
// Limits: a node deeper than kConditionDepthMax is refused, see Add.

#ifndef BYLAW_COMPILER_SRC_SYNTAX_AST_BUILDER_H_
#define BYLAW_COMPILER_SRC_SYNTAX_AST_BUILDER_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bylaw/compiler/syntax.h"

namespace bylaw::compiler {

class AstBuilder {
 public:
  // Copies the condition, of at most kConditionBytesMax.
  explicit AstBuilder(std::string_view source);

  // The builder's copy of a part of the condition.
  std::string_view Source(Span span) const {
    return ast_.source_.substr(span.begin, span.end - span.begin);
  }

  // Keeps a text that is not a part of the condition. All of them together must not be longer than
  // the condition; decoded literals and numbers never are, since each is at most as long as what it
  // was written as.
  std::string_view Keep(std::string_view text);

  // Adds a node. Operands must be nodes of this tree that have no parent yet.
  ExprId Add(Expr expr, std::span<const ExprId> operands);

  // The node, to set what only its parent knows.
  Expr& Node(ExprId id) { return ast_.nodes_[static_cast<uint32_t>(id)]; }

  // The first node that is deeper than kConditionDepthMax, or null. Such a tree must not leave the
  // parser.
  const Expr* too_deep() const { return too_deep_ ? &ast_[first_too_deep_] : nullptr; }

  Ast Finish() && { return std::move(ast_); }

 private:
  Ast ast_;
  std::vector<uint16_t> depths_;  // Of each node; a leaf is 1.
  uint32_t text_used_ = 0;
  bool too_deep_ = false;
  ExprId first_too_deep_{};
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SRC_SYNTAX_AST_BUILDER_H_
