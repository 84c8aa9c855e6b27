// The normal form of a condition's text, see Unparse in syntax.h.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "bylaw/compiler/syntax.h"
#include "source/characters.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kOperatorTexts[] = {
#define BYLAW_OPERATOR(name, text, precedence) text,
#include "bylaw/compiler/operator.def"
#undef BYLAW_OPERATOR
};

constexpr int kOperatorPrecedences[] = {
#define BYLAW_OPERATOR(name, text, precedence) precedence,
#include "bylaw/compiler/operator.def"
#undef BYLAW_OPERATOR
};

constexpr int kTernaryPrecedence = 1;
constexpr int kMemberPrecedence = 8;

int PrecedenceOf(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kTernary:
      return kTernaryPrecedence;
    case ExprKind::kLogical:
    case ExprKind::kBinary:
    case ExprKind::kUnary:
      return kOperatorPrecedences[static_cast<size_t>(expr.op)];
    default:
      return kMemberPrecedence;
  }
}

bool IsName(std::string_view text) {
  constexpr std::string_view kNotNames[] = {"true", "false", "null", "in"};
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, is_part) &&
         std::ranges::find(kNotNames, text) == std::end(kNotNames);
}

// Recursion is bounded by the depth of trees, kConditionDepthMax.
class Writer {
 public:
  explicit Writer(const Ast& ast) : ast_(ast) {}

  std::string Write(ExprId id) {
    Put(id, kTernaryPrecedence);
    return std::move(out_);
  }

 private:
  // In parentheses if the node binds less tightly than its place asks for.
  void Put(ExprId id, int precedence_min) {
    const bool parentheses = PrecedenceOf(ast_[id]) < precedence_min;
    if (parentheses) out_ += '(';
    PutBare(id);
    if (parentheses) out_ += ')';
  }

  void PutBare(ExprId id) {
    const Expr& expr = ast_[id];
    switch (expr.kind) {
      case ExprKind::kNull:
        out_ += "null";
        return;
      case ExprKind::kBool:
        out_ += expr.bool_value ? "true" : "false";
        return;
      case ExprKind::kInt:
      case ExprKind::kDouble:
        out_ += expr.text;
        return;
      case ExprKind::kUint:
        out_ += expr.text;
        out_ += 'u';
        return;
      case ExprKind::kString:
        out_ += QuoteString(expr.text);
        return;
      case ExprKind::kBytes:
        out_ += QuoteBytes(expr.text);
        return;
      case ExprKind::kIdent:
        PutName(expr);
        return;
      case ExprKind::kSelect:
        return PutSelect(id);
      case ExprKind::kIndex:
        return PutIndex(id);
      case ExprKind::kCall:
        return PutCall(id);
      case ExprKind::kList:
        return PutList(id);
      case ExprKind::kMap:
        return PutMap(id);
      case ExprKind::kUnary:
        return PutUnary(id);
      case ExprKind::kBinary:
      case ExprKind::kLogical:
        return PutInfix(id);
      case ExprKind::kTernary:
        return PutTernary(id);
    }
  }

  void PutName(const Expr& expr) {
    if (expr.leading_dot) out_ += '.';
    out_ += expr.text;
  }

  void PutSelect(ExprId id) {
    const Expr& expr = ast_[id];
    Put(ast_.Operands(id)[0], kMemberPrecedence);
    out_ += expr.optional ? ".?" : ".";
    if (IsName(expr.text)) {
      out_ += expr.text;
    } else {
      (out_ += '`').append(expr.text) += '`';
    }
  }

  void PutIndex(ExprId id) {
    Put(ast_.Operands(id)[0], kMemberPrecedence);
    out_ += ast_[id].optional ? "[?" : "[";
    Put(ast_.Operands(id)[1], kTernaryPrecedence);
    out_ += ']';
  }

  void PutCall(ExprId id) {
    const Expr& expr = ast_[id];
    if (expr.has_receiver) {
      Put(ast_.Operands(id)[0], kMemberPrecedence);
      out_ += '.';
    }
    PutName(expr);
    out_ += '(';
    PutEntries(ast_.Arguments(id));
    out_ += ')';
  }

  void PutList(ExprId id) {
    out_ += '[';
    PutEntries(ast_.Operands(id));
    out_ += ']';
  }

  void PutEntries(std::span<const ExprId> entries) {
    for (size_t i = 0; i < entries.size(); ++i) {
      if (i > 0) out_ += ", ";
      PutEntry(entries[i]);
    }
  }

  void PutEntry(ExprId id) {
    if (ast_[id].optional_entry) out_ += '?';
    Put(id, kTernaryPrecedence);
  }

  void PutMap(ExprId id) {
    const std::span<const ExprId> operands = ast_.Operands(id);
    out_ += '{';
    for (size_t i = 0; i < operands.size(); i += 2) {
      if (i > 0) out_ += ", ";
      PutEntry(operands[i]);
      out_ += ": ";
      Put(operands[i + 1], kTernaryPrecedence);
    }
    out_ += '}';
  }

  // `!!x`, `--x` and `--1` need no parentheses; `!(-x)`, `-(!x)` and `!(-1)` do, and so does
  // `-(1)`, where the minus would become a part of the number.
  void PutUnary(ExprId id) {
    const Expr& expr = ast_[id];
    const ExprId of = ast_.Operands(id)[0];
    const bool same = ast_[of].kind == ExprKind::kUnary && ast_[of].op == expr.op;
    out_ += OperatorText(expr.op);
    const Expr* number = FirstNumber(of);
    if (number && number->text.starts_with('-') == (expr.op == Operator::kNot)) {
      out_ += '(';
      PutBare(of);
      out_ += ')';
    } else {
      Put(of, same ? PrecedenceOf(expr) : kMemberPrecedence);
    }
  }

  // The int or double that this member starts with, as in 1.abs(), or null.
  const Expr* FirstNumber(ExprId id) const {
    for (;;) {
      const Expr& expr = ast_[id];
      const bool suffix = expr.kind == ExprKind::kSelect || expr.kind == ExprKind::kIndex ||
                          (expr.kind == ExprKind::kCall && expr.has_receiver);
      if (!suffix) {
        const bool number = expr.kind == ExprKind::kInt || expr.kind == ExprKind::kDouble;
        return number ? &expr : nullptr;
      }
      id = ast_.Operands(id)[0];
    }
  }

  // Chains of binary operators lean to the left; a nested && or || stays nested.
  void PutInfix(ExprId id) {
    const Expr& expr = ast_[id];
    const int precedence = PrecedenceOf(expr);
    const std::span<const ExprId> operands = ast_.Operands(id);
    const bool first_may_be_same = expr.kind == ExprKind::kBinary;
    Put(operands[0], first_may_be_same ? precedence : precedence + 1);
    for (const ExprId operand : operands.subspan(1)) {
      ((out_ += ' ') += OperatorText(expr.op)) += ' ';
      Put(operand, precedence + 1);
    }
  }

  void PutTernary(ExprId id) {
    const std::span<const ExprId> operands = ast_.Operands(id);
    Put(operands[0], kTernaryPrecedence + 1);
    out_ += " ? ";
    Put(operands[1], kTernaryPrecedence + 1);
    out_ += " : ";
    Put(operands[2], kTernaryPrecedence);
  }

  const Ast& ast_;
  std::string out_;
};

void PutHex(uint32_t value, int digits, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kHex[value >> shift & 0xF];
}

// The letter of a one-letter escape, or 0.
char EscapeLetter(char c) {
  constexpr std::string_view kCharacters = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view kLetters = "abfnrtv\\\"";
  const size_t i = kCharacters.find(c);
  return i == std::string_view::npos ? '\0' : kLetters[i];
}

// Characters that a reader would not see for what they are.
bool NeedsEscape(char32_t c) {
  const bool odd_space =
      c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
  return odd_space || IsControl(c) || IsInvisible(c);
}

}  // namespace

std::string_view OperatorText(Operator op) {
  return kOperatorTexts[static_cast<size_t>(op)];
}

std::string QuoteString(std::string_view value) {
  std::string out = "\"";
  while (!value.empty()) {
    const CodePoint code_point = DecodeUtf8(value, 0);
    const std::string_view bytes = value.substr(0, code_point.size_bytes);
    if (const char letter = EscapeLetter(value[0])) {
      (out += '\\') += letter;
    } else if (!NeedsEscape(code_point.value)) {
      out += bytes;
    } else if (code_point.value <= 0xFFFF) {
      out += "\\u";
      PutHex(code_point.value, 4, out);
    } else {
      out += "\\U";
      PutHex(code_point.value, 8, out);
    }
    value.remove_prefix(code_point.size_bytes);
  }
  return out += '"';
}

std::string QuoteBytes(std::string_view value) {
  std::string out = "b\"";
  for (const char c : value) {
    if (const char letter = EscapeLetter(c)) {
      (out += '\\') += letter;
    } else if (c >= 0x20 && c < 0x7F) {
      out += c;
    } else {
      out += "\\x";
      PutHex(static_cast<unsigned char>(c), 2, out);
    }
  }
  return out += '"';
}

std::string Unparse(const Ast& ast, ExprId id) {
  return Writer(ast).Write(id);
}

}  // namespace bylaw::compiler
