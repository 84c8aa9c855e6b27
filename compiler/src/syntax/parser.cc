// From the text of a condition to its tree, by the generated parser. The only file that knows
// ANTLR.
//
// What could hurt the generated parser is refused before it runs: long texts, bad UTF-8, many
// tokens, deep nesting. The lexer has no recursion, so that the depth is measured on its tokens.
// The parser stops at its first error; explain.cc then says in plain words what is wrong, from the
// tokens alone.

#include <antlr4-runtime.h>

#include <algorithm>
#include <array>
#include <exception>
#include <tuple>
#include <utility>

#include "ConditionLexer.h"
#include "ConditionParser.h"
#include "bylaw/compiler/syntax.h"
#include "source/characters.h"
#include "source/concat.h"
#include "syntax/ast_builder.h"
#include "syntax/explain.h"
#include "syntax/literal.h"
#include "syntax/mistakes.h"
#include "syntax/token.h"
#include "syntax/token_checks.h"

namespace bylaw::compiler {
namespace {

using Generated = grammar::ConditionParser;
using Context = antlr4::ParserRuleContext;

// A condition as the generated lexer reads it: its bytes, so that all places are byte offsets.
class ByteStream : public antlr4::CharStream {
 public:
  void Reset(std::string_view text) {
    text_ = text;
    index_ = 0;
  }

  void consume() override { ++index_; }
  size_t LA(ssize_t i) override {
    const size_t at = index_ + static_cast<size_t>(i) - (i > 0 ? 1 : 0);  // Wraps below the start.
    return at < text_.size() ? static_cast<unsigned char>(text_[at]) : EOF;
  }
  ssize_t mark() override { return -1; }
  void release(ssize_t /*marker*/) override {}
  size_t index() override { return index_; }
  void seek(size_t index) override { index_ = index; }
  size_t size() override { return text_.size(); }
  std::string getSourceName() const override { return "condition"; }
  std::string getText(const antlr4::misc::Interval& interval) override {
    const auto begin = std::min(static_cast<size_t>(interval.a), text_.size());
    return std::string(text_.substr(begin, static_cast<size_t>(interval.b - interval.a + 1)));
  }
  std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  size_t index_ = 0;
};

// Stops the parser at its first error instead of letting it guess what was meant.
struct Refused {
  size_t token_index;
};

class StopAtFirstError : public antlr4::BaseErrorListener {
 public:
  void syntaxError(antlr4::Recognizer* /*recognizer*/, antlr4::Token* offending, size_t /*line*/,
                   size_t /*column*/, const std::string& /*message*/,
                   std::exception_ptr /*error*/) override {
    throw Refused{offending->getTokenIndex()};
  }
};

// The place of the first byte that is not UTF-8, or npos.
size_t FindInvalidUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const CodePoint code_point = DecodeUtf8(text, i);
    if (code_point.size_bytes == 0) return i;
    i += code_point.size_bytes;
  }
  return std::string_view::npos;
}

// By the generated lexer's token types.
constexpr auto kTokenKinds = [] {
  std::array<TokenKind, Generated::UNKNOWN + 1> kinds = {};
  kinds.fill(TokenKind::kInfix);
  using enum TokenKind;
  kinds[Generated::MINUS] = kMinus;
  kinds[Generated::NOT] = kNot;
  kinds[Generated::QUESTION] = kQuestion;
  kinds[Generated::COLON] = kColon;
  kinds[Generated::COMMA] = kComma;
  kinds[Generated::DOT] = kDot;
  kinds[Generated::LPAREN] = kinds[Generated::LBRACKET] = kinds[Generated::LBRACE] = kOpen;
  kinds[Generated::RPAREN] = kinds[Generated::RBRACKET] = kinds[Generated::RBRACE] = kClose;
  kinds[Generated::TRUE] = kinds[Generated::FALSE] = kinds[Generated::NULL_] = kConstant;
  kinds[Generated::INT] = kinds[Generated::UINT] = kinds[Generated::FLOAT] = kNumber;
  kinds[Generated::STRING] = kinds[Generated::BYTES] = kString;
  kinds[Generated::IDENTIFIER] = kName;
  kinds[Generated::QUOTED_NAME] = kQuotedName;
  kinds[Generated::UNTERMINATED_STRING] = kUnterminatedString;
  kinds[Generated::FOREIGN_OPERATOR] = kForeignOperator;
  kinds[Generated::UNKNOWN] = kUnknown;
  return kinds;
}();

TokenKind KindOf(size_t type) {
  return type == antlr4::Token::EOF ? TokenKind::kEnd : kTokenKinds[type];
}

constexpr auto kBinaryOperators = [] {
  std::array<Operator, Generated::PERCENT + 1> operators = {};
  operators[Generated::LESS] = Operator::kLess;
  operators[Generated::LESS_EQUAL] = Operator::kLessEqual;
  operators[Generated::GREATER] = Operator::kGreater;
  operators[Generated::GREATER_EQUAL] = Operator::kGreaterEqual;
  operators[Generated::EQUAL] = Operator::kEqual;
  operators[Generated::NOT_EQUAL] = Operator::kNotEqual;
  operators[Generated::IN] = Operator::kIn;
  operators[Generated::PLUS] = Operator::kAdd;
  operators[Generated::MINUS] = Operator::kSubtract;
  operators[Generated::STAR] = Operator::kMultiply;
  operators[Generated::SLASH] = Operator::kDivide;
  operators[Generated::PERCENT] = Operator::kRemainder;
  return operators;
}();

Span MakeSpan(size_t begin, size_t end) {
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

Span SpanOf(const antlr4::Token& token) {
  return MakeSpan(token.getStartIndex(), token.getStopIndex() + 1);
}

Span SpanOf(const Context& context) {
  return MakeSpan(context.start->getStartIndex(), context.stop->getStopIndex() + 1);
}

Expr MakeExpr(ExprKind kind, Span span, Span name_span) {
  Expr expr;
  expr.kind = kind;
  expr.span = span;
  expr.name_span = name_span;
  return expr;
}

// The children of a node of the parse tree. Which of them are rules and which are tokens the
// grammar says.
Context& Rule(const Context& context, size_t i) {
  return *static_cast<Context*>(context.children[i]);
}

const antlr4::Token& TokenAt(const Context& context, size_t i) {
  return *static_cast<antlr4::tree::TerminalNode*>(context.children[i])->getSymbol();
}

// The type of the token that a part starts with, and of the one that it ends with.
size_t FirstType(const Context& context) {
  return context.start->getType();
}
size_t LastType(const Context& context) {
  return context.stop->getType();
}

// Reads the parse tree into an Ast. Recursion is bounded by the depth of the tokens, checked
// before.
class TreeReader {
 public:
  TreeReader(AstBuilder& builder, std::vector<SyntaxError>& errors)
      : builder_(builder), errors_(errors) {}

  ExprId Read(const Context& context) {
    // Most levels of the grammar only pass on the next one; its rules stand in this order.
    const Context* node = &context;
    while (node->children.size() == 1 && node->getRuleIndex() <= Generated::RuleMember) {
      node = &Rule(*node, 0);
    }
    switch (node->getRuleIndex()) {
      case Generated::RuleExpr:
        return ReadTernary(*node);
      case Generated::RuleDisjunction:
        return ReadLogical(*node, Operator::kOr);
      case Generated::RuleConjunction:
        return ReadLogical(*node, Operator::kAnd);
      case Generated::RuleRelation:
      case Generated::RuleSum:
      case Generated::RuleProduct:
        return ReadChain(*node);
      case Generated::RuleUnary:
        return ReadUnary(*node);
      case Generated::RuleMember:
        return ReadMember(*node, nullptr);
      default:
        return ReadPrimary(*node, nullptr);
    }
  }

 private:
  ExprId ReadTernary(const Context& context) {
    const ExprId operands[] = {Read(Rule(context, 0)), Read(Rule(context, 2)),
                               Read(Rule(context, 4))};
    return builder_.Add(MakeExpr(ExprKind::kTernary, SpanOf(context), SpanOf(TokenAt(context, 1))),
                        operands);
  }

  ExprId ReadLogical(const Context& context, Operator op) {
    std::vector<ExprId> operands;
    for (size_t i = 0; i < context.children.size(); i += 2) {
      operands.push_back(Read(Rule(context, i)));
    }
    Expr expr = MakeExpr(ExprKind::kLogical, SpanOf(context), SpanOf(TokenAt(context, 1)));
    expr.op = op;
    return builder_.Add(expr, operands);
  }

  // `a + b - c` is (a + b) - c.
  ExprId ReadChain(const Context& context) {
    const Span whole = SpanOf(context);
    ExprId left = Read(Rule(context, 0));
    for (size_t i = 1; i < context.children.size(); i += 2) {
      const antlr4::Token& op = TokenAt(context, i);
      const Context& right = Rule(context, i + 1);
      const ExprId operands[] = {left, Read(right)};
      Expr expr = MakeExpr(ExprKind::kBinary, {whole.begin, SpanOf(right).end}, SpanOf(op));
      expr.op = kBinaryOperators[op.getType()];
      left = builder_.Add(expr, operands);
    }
    return left;
  }

  ExprId ReadUnary(const Context& context) {
    size_t op_count = context.children.size() - 1;
    const Context& member = Rule(context, op_count);
    const bool negates = TokenAt(context, 0).getType() == Generated::MINUS;
    const antlr4::Token* sign = nullptr;
    if (negates && StartsWithNumber(member)) sign = &TokenAt(context, --op_count);

    ExprId of = ReadMember(member, sign);
    const uint32_t end = SpanOf(context).end;
    for (size_t i = op_count; i-- > 0;) {
      const Span op = SpanOf(TokenAt(context, i));
      Expr expr = MakeExpr(ExprKind::kUnary, {op.begin, end}, op);
      expr.op = negates ? Operator::kNegate : Operator::kNot;
      of = builder_.Add(expr, {&of, 1});
    }
    return of;
  }

  // Whether a minus in front of this member belongs to its number.
  static bool StartsWithNumber(const Context& member) {
    const size_t type = FirstType(member);
    return type == Generated::INT || type == Generated::FLOAT;
  }

  ExprId ReadMember(const Context& context, const antlr4::Token* sign) {
    const uint32_t begin = sign ? SpanOf(*sign).begin : SpanOf(context).begin;
    ExprId of = ReadPrimary(Rule(context, 0), sign);
    for (size_t i = 1; i < context.children.size(); ++i) {
      of = ReadSuffix(Rule(context, i), of, begin);
    }
    return of;
  }

  ExprId ReadSuffix(const Context& context, ExprId of, uint32_t begin) {
    const Span span = {begin, SpanOf(context).end};
    return FirstType(context) == Generated::LBRACKET ? ReadIndex(context, of, span)
                                                     : ReadSelect(context, of, span);
  }

  // `[index]` or `[?index]`.
  ExprId ReadIndex(const Context& context, ExprId of, Span span) {
    const bool optional = context.children.size() == 4;
    const ExprId operands[] = {of, Read(Rule(context, optional ? 2 : 1))};
    Expr expr = MakeExpr(ExprKind::kIndex, span, SpanOf(TokenAt(context, 0)));
    expr.optional = optional;
    return builder_.Add(expr, operands);
  }

  // `.name`, `.?name` or `.name(arguments)`.
  ExprId ReadSelect(const Context& context, ExprId of, Span span) {
    const bool call = LastType(context) == Generated::RPAREN;
    const bool optional = !call && context.children.size() == 3;
    const antlr4::Token& name = TokenAt(context, optional ? 2 : 1);
    Expr expr = MakeExpr(call ? ExprKind::kCall : ExprKind::kSelect, span, SpanOf(name));
    expr.optional = optional;
    expr.has_receiver = call;
    expr.text = builder_.Source(expr.name_span);
    if (name.getType() == Generated::QUOTED_NAME) {
      expr.text = expr.text.substr(1, expr.text.size() - 2);
    }
    std::vector<ExprId> operands = {of};
    if (call) ReadArguments(Rule(context, 2), operands);
    return builder_.Add(expr, operands);
  }

  // Adds `(a, b)` to `operands`.
  void ReadArguments(const Context& call, std::vector<ExprId>& operands) {
    for (size_t i = 1; i + 1 < call.children.size(); i += 2) {
      operands.push_back(Read(Rule(call, i)));
    }
  }

  ExprId ReadPrimary(const Context& context, const antlr4::Token* sign) {
    switch (FirstType(context)) {
      case Generated::LPAREN:
        return Read(Rule(context, 1));
      case Generated::DOT:
      case Generated::IDENTIFIER:
        return ReadName(context);
      case Generated::LBRACKET:
        return ReadList(Rule(context, 0));
      case Generated::LBRACE:
        return ReadMap(Rule(context, 0));
      default:
        return ReadLiteral(TokenAt(Rule(context, 0), 0), sign);
    }
  }

  // `name` or `name(arguments)`, with or without a leading dot.
  ExprId ReadName(const Context& context) {
    const size_t name_at = FirstType(context) == Generated::DOT ? 1 : 0;
    const Span name = SpanOf(TokenAt(context, name_at));
    Expr expr = MakeExpr(ExprKind::kIdent, SpanOf(context), name);
    expr.leading_dot = name_at == 1;
    expr.text = builder_.Source(name);
    if (IsReservedWord(expr.text)) errors_.push_back(ReservedWord(expr.text, name));
    std::vector<ExprId> operands;
    if (context.children.size() > name_at + 1) {
      expr.kind = ExprKind::kCall;
      ReadArguments(Rule(context, name_at + 1), operands);
    }
    return builder_.Add(expr, operands);
  }

  ExprId ReadList(const Context& context) {
    std::vector<ExprId> operands;
    for (size_t i = 1; i + 1 < context.children.size(); i += 2) {
      const Context& element = Rule(context, i);
      operands.push_back(ReadOptionalEntry(element));
    }
    return AddCollection(ExprKind::kList, context, operands);
  }

  ExprId ReadMap(const Context& context) {
    std::vector<ExprId> operands;
    for (size_t i = 1; i + 1 < context.children.size(); i += 2) {
      const Context& entry = Rule(context, i);
      operands.push_back(ReadOptionalEntry(entry));
      operands.push_back(Read(Rule(entry, entry.children.size() - 1)));
    }
    return AddCollection(ExprKind::kMap, context, operands);
  }

  // The first expression of a list element or map entry, which may follow a `?`.
  ExprId ReadOptionalEntry(const Context& context) {
    const bool optional = FirstType(context) == Generated::QUESTION;
    const ExprId id = Read(Rule(context, optional ? 1 : 0));
    builder_.Node(id).optional_entry = optional;
    return id;
  }

  ExprId AddCollection(ExprKind kind, const Context& context, std::span<const ExprId> operands) {
    return builder_.Add(MakeExpr(kind, SpanOf(context), SpanOf(TokenAt(context, 0))), operands);
  }

  ExprId ReadLiteral(const antlr4::Token& token, const antlr4::Token* sign) {
    const Span digits = SpanOf(token);
    const std::string_view written = builder_.Source(digits);
    const Span span = {sign ? SpanOf(*sign).begin : digits.begin, digits.end};
    Expr expr = MakeExpr(ExprKind::kNull, span, span);
    switch (token.getType()) {
      case Generated::NULL_:
        break;
      case Generated::TRUE:
      case Generated::FALSE:
        expr.kind = ExprKind::kBool;
        expr.bool_value = token.getType() == Generated::TRUE;
        break;
      case Generated::STRING:
      case Generated::BYTES:
        expr.kind = IsBytesLiteral(written) ? ExprKind::kBytes : ExprKind::kString;
        expr.text = builder_.Keep(ReadString(written, digits.begin, errors_));
        break;
      default:
        expr.text = sign ? builder_.Keep(Concat({"-", written})) : written;
        ReadNumber(token.getType(), expr);
    }
    return builder_.Add(expr, {});
  }

  static void ReadNumber(size_t type, Expr& expr) {
    if (type == Generated::INT) {
      const std::optional<int64_t> value = ReadInt(expr.text);
      expr.kind = ExprKind::kInt;
      expr.int_value = value.value_or(0);
      expr.overflows = !value;
    } else if (type == Generated::UINT) {
      expr.text.remove_suffix(1);
      const std::optional<uint64_t> value = ReadUint(expr.text);
      expr.kind = ExprKind::kUint;
      expr.uint_value = value.value_or(0);
      expr.overflows = !value;
    } else {
      const std::optional<double> value = ReadDouble(expr.text);
      expr.kind = ExprKind::kDouble;
      expr.double_value = value.value_or(0);
      expr.overflows = !value;
    }
  }

  AstBuilder& builder_;
  std::vector<SyntaxError>& errors_;
};

ParseResult Failure(std::vector<SyntaxError> errors) {
  constexpr size_t kErrorsMax = 20;
  std::ranges::sort(errors, {}, [](const SyntaxError& error) {
    return std::tuple(error.span.begin, error.span.end, error.code);
  });
  if (errors.size() > kErrorsMax) errors.erase(errors.begin() + kErrorsMax, errors.end());
  ParseResult result;
  result.errors = std::move(errors);
  return result;
}

}  // namespace

class ConditionParser::Impl {
 public:
  Impl() : lexer_(&input_), stream_(&lexer_), parser_(&stream_) {
    lexer_.removeErrorListeners();
    parser_.removeErrorListeners();
    parser_.addErrorListener(&stop_);
  }

  ParseResult Parse(std::string_view text) {
    if (text.size() > kConditionBytesMax) return Failure({TooManyBytes()});
    if (const size_t at = FindInvalidUtf8(text); at != std::string_view::npos) {
      return Failure({NotUtf8(static_cast<uint32_t>(at))});
    }
    Lex(text);
    if (tokens_.size() > kConditionTokensMax) {
      return Failure({TooManyTokens(tokens_[kConditionTokensMax].span)});
    }
    if (const Token* token = FindTooDeep(tokens_)) return Failure({TooDeep(token->span)});
    return ParseTokens(text);
  }

 private:
  void Lex(std::string_view text) {
    input_.Reset(text);
    lexer_.setInputStream(&input_);
    stream_.setTokenSource(&lexer_);
    stream_.fill();
    tokens_.clear();
    for (const antlr4::Token* token : stream_.getTokens()) {
      const TokenKind kind = KindOf(token->getType());
      const Span span =
          kind == TokenKind::kEnd ? MakeSpan(text.size(), text.size()) : SpanOf(*token);
      tokens_.push_back({kind, span, text.substr(span.begin, span.end - span.begin)});
    }
  }

  ParseResult ParseTokens(std::string_view text) {
    try {
      parser_.setTokenStream(&stream_);
      const Generated::ConditionContext* tree = parser_.condition();
      return ReadTree(text, Rule(*tree, 0), FindSplitNumbers(tokens_));
    } catch (const Refused& refused) {
      return Failure(Explain(tokens_, refused.token_index));
    }
  }

  static ParseResult ReadTree(std::string_view text, const Context& tree,
                              std::vector<SyntaxError> errors) {
    AstBuilder builder(text);
    TreeReader(builder, errors).Read(tree);
    if (const Expr* expr = builder.too_deep()) return Failure({TooDeep(expr->name_span)});
    if (!errors.empty()) return Failure(std::move(errors));
    return {std::move(builder).Finish(), {}};
  }

  ByteStream input_;
  grammar::ConditionLexer lexer_;
  antlr4::CommonTokenStream stream_;
  Generated parser_;
  StopAtFirstError stop_;
  std::vector<Token> tokens_;
};

ConditionParser::ConditionParser() : impl_(std::make_unique<Impl>()) {}
ConditionParser::~ConditionParser() = default;

ParseResult ConditionParser::Parse(std::string_view text) {
  try {
    return impl_->Parse(text);
  } catch (const std::exception& error) {
    // The generated parser reports all errors of syntax by Refused; what else it throws is for a
    // lack of memory or a defect.
    impl_ = std::make_unique<Impl>();
    return Failure(
        {{DiagnosticCode::kUnexpectedToken, MakeSpan(0, text.size()),
          Concat({"the condition could not be read: ", error.what()}), "simplify the condition"}});
  }
}

}  // namespace bylaw::compiler
