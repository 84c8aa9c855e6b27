// See token_checks.h.

#include "syntax/token_checks.h"

#include <algorithm>
#include <utility>

#include "syntax/mistakes.h"

namespace bylaw::compiler {

const Token* FindTooDeep(std::span<const Token> tokens) {
  size_t depth = 0;
  std::vector<size_t> questions = {0};  // In each open bracket.
  for (const Token& token : tokens) {
    switch (token.kind) {
      case TokenKind::kOpen:
        ++depth;
        questions.push_back(0);
        break;
      case TokenKind::kQuestion:
        ++depth;
        ++questions.back();
        break;
      case TokenKind::kComma:
        depth -= std::exchange(questions.back(), 0);
        break;
      case TokenKind::kClose:
        if (questions.size() == 1) break;  // Closes nothing: for the parser to refuse.
        depth -= questions.back() + 1;
        questions.pop_back();
        break;
      default:
        break;
    }
    if (depth > kConditionDepthMax) return &token;
  }
  return nullptr;
}

std::vector<SyntaxError> FindSplitNumbers(std::span<const Token> tokens) {
  std::vector<SyntaxError> errors;
  for (size_t i = 2; i < tokens.size(); ++i) {
    const Token& left = tokens[i - 2];
    const Token& comma = tokens[i - 1];
    const Token& right = tokens[i];
    if (left.kind == TokenKind::kNumber && comma.kind == TokenKind::kComma &&
        right.kind == TokenKind::kNumber && Adjacent(left, comma) && Adjacent(comma, right) &&
        right.text.size() == 3 && right.text[0] == '0') {
      errors.push_back(SplitNumber(left, right));
    }
  }
  return errors;
}

bool IsReservedWord(std::string_view name) {
  // The language definition's RESERVED without true, false, null and in.
  constexpr std::string_view kWords[] = {
      "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
      "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
  return std::ranges::find(kWords, name) != std::end(kWords);
}

}  // namespace bylaw::compiler
