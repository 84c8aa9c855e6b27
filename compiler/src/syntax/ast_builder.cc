// See ast_builder.h.

#include "syntax/ast_builder.h"

#include <algorithm>
#include <cassert>

namespace bylaw::compiler {

AstBuilder::AstBuilder(std::string_view source) {
  const size_t capacity = 2 * source.size();
  ast_.text_ = std::make_unique_for_overwrite<char[]>(capacity);
  std::ranges::copy(source, ast_.text_.get());
  ast_.source_ = {ast_.text_.get(), source.size()};
  text_used_ = static_cast<uint32_t>(source.size());
}

std::string_view AstBuilder::Keep(std::string_view text) {
  assert(text_used_ + text.size() <= 2 * ast_.source_.size());
  char* kept = ast_.text_.get() + text_used_;
  std::ranges::copy(text, kept);
  text_used_ += static_cast<uint32_t>(text.size());
  return {kept, text.size()};
}

ExprId AstBuilder::Add(Expr expr, std::span<const ExprId> operands) {
  const auto id = ExprId{static_cast<uint32_t>(ast_.nodes_.size())};
  size_t depth = 0;
  for (const ExprId operand : operands) {
    depth = std::max<size_t>(depth, depths_[static_cast<uint32_t>(operand)]);
  }
  ++depth;
  expr.first_operand = static_cast<uint32_t>(ast_.operands_.size());
  expr.operand_count = static_cast<uint32_t>(operands.size());
  ast_.operands_.insert(ast_.operands_.end(), operands.begin(), operands.end());
  ast_.nodes_.push_back(expr);
  depths_.push_back(static_cast<uint16_t>(depth));  // At most the number of tokens.
  if (depth > kConditionDepthMax && !too_deep_) {
    too_deep_ = true;
    first_too_deep_ = id;
  }
  return id;
}

}  // namespace bylaw::compiler
