// See mistakes.h.

#include "syntax/mistakes.h"

#include <string>

#include "source/characters.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

using Code = DiagnosticCode;

// `text` for a message, in backticks; long ones are cut between two characters.
std::string Quoted(std::string_view text) {
  constexpr size_t kBytesMax = 40;
  if (text.size() <= kBytesMax) return Concat({"`", text, "`"});
  size_t bytes = 0;
  while (bytes < kBytesMax) bytes += DecodeUtf8(text, bytes).size_bytes;
  return Concat({"`", text.substr(0, bytes), "...`"});
}

constexpr std::string_view kWriteValue = "write the value it needs";
constexpr std::string_view kWriteOperator =
    "write == to compare them, && if both must hold, || if one is enough";
constexpr std::string_view kSplitUp =
    "give its parts names of their own under `define`, and put long lists under `constants`";

std::string_view ClosingOf(const Token& open) {
  return open.text == "(" ? ")" : open.text == "[" ? "]" : "}";
}

SyntaxError Make(Code code, Span span, std::string_view message, std::string_view help) {
  return {code, span, std::string(message), std::string(help)};
}

SyntaxError MalformedNumber(const Token& first, const Token& second) {
  return Make(Code::kBadNumber, {first.span.begin, second.span.end},
              Concat({Quoted(Concat({first.text, second.text})), " is not a number"}),
              second.text.starts_with('_') ? "write a long number without separators: 10000"
                                           : "write the number alone, or put a text in quotes");
}

}  // namespace

bool Adjacent(const Token& left, const Token& right) {
  return left.span.end == right.span.begin;
}

SyntaxError MissingOperator(const Token& before, const Token& after) {
  const bool number_before = before.kind == TokenKind::kNumber;
  const bool number_after = after.kind == TokenKind::kNumber;
  if (number_before && Adjacent(before, after) &&
      (number_after || after.kind == TokenKind::kName)) {
    return MalformedNumber(before, after);
  }
  if (before.kind == TokenKind::kString && Adjacent(before, after)) {
    return Make(Code::kMissingOperator, after.span,
                Concat({"the text ", Quoted(before.text), " ends before ", Quoted(after.text)}),
                "write \\ before a quote inside a text, or use the other kind of quotes around it");
  }
  return Make(
      Code::kMissingOperator, after.span,
      Concat({"an operator is missing between ", Quoted(before.text), " and ", Quoted(after.text)}),
      number_before && number_after ? "write a long number without spaces: 10000" : kWriteOperator);
}

SyntaxError UnterminatedString(const Token& text) {
  const bool escaped = text.text.ends_with("\\\"") || text.text.ends_with("\\'");
  return Make(Code::kUnterminatedString, text.span,
              Concat({"the text ", Quoted(text.text), " has no closing quote"}),
              escaped
                  ? "write the closing quote; a backslash makes the quote after it a part of the "
                    "text, so write \\\\ for a backslash"
                  : "write the closing quote on the same line, or use \"\"\" around several "
                    "lines");
}

SyntaxError MisplacedBackticks(const Token& name) {
  return Make(Code::kUnexpectedToken, name.span, "a name in backticks can only follow a dot",
              "write a text in quotes; backticks enclose a key after a dot: a.`b-c`");
}

SyntaxError SplitNumber(const Token& first, const Token& second) {
  // 10,000 has the habits of English, 1.000,50 those of other languages.
  std::string number;
  for (const char c : first.text) {
    if (c != '.') number += c;
  }
  const bool decimals = number.size() < first.text.size();
  return Make(Code::kBadNumber, {first.span.begin, second.span.end}, "a number has no comma inside",
              Concat({"write ", number, decimals ? "." : "", second.text,
                      " for one number, or a space after the comma for two"}));
}

SyntaxError NumberEndsInPoint(const Token& number, const Token& point) {
  return Make(Code::kBadNumber, {number.span.begin, point.span.end},
              Concat({"`", number.text, ".` is not a number"}),
              Concat({"write ", number.text, " or ", number.text, ".0"}));
}

SyntaxError ReservedWord(std::string_view name, Span span) {
  return Make(Code::kReservedWord, span,
              Concat({Quoted(name), " is a reserved word and cannot be a name"}),
              name == "if" || name == "else" ? "write a choice as condition ? value : other value"
                                             : "choose another name");
}

SyntaxError WordAfterDot(const Token& word) {
  return Make(Code::kReservedWord, word.span,
              Concat({Quoted(word.text), " is a word of the language and cannot be a name"}),
              Concat({"write it in backticks: .`", word.text, "`"}));
}

SyntaxError NoNameAfterDot(const Token& dot) {
  return Make(Code::kUnexpectedToken, dot.span, "a name must follow this dot",
              "write the name of the part: customer.country");
}

SyntaxError NotAnOperator(const Token& token, const Habit& habit) {
  return Make(Code::kForeignOperator, token.span,
              Concat({Quoted(token.text), " is not an operator of conditions"}), habit.help);
}

SyntaxError NotIn(Span span) {
  return Make(Code::kForeignOperator, span, "`not in` is not an operator of conditions",
              "write !(x in list)");
}

SyntaxError SpaceInOperator(const Token& first, const Token& second) {
  return Make(Code::kForeignOperator, {first.span.begin, second.span.end},
              Concat({"the operator `", first.text, second.text, "` has a space inside"}),
              "write it without the space");
}

SyntaxError NotAfterValue(const Token& token) {
  return Make(Code::kMissingOperator, token.span, "an operator is missing before `!`",
              "write != to compare, or && or || between two conditions");
}

SyntaxError NothingOnLeft(const Token* before, const Token& token) {
  const bool operator_before =
      before && (before->kind == TokenKind::kInfix || before->kind == TokenKind::kMinus ||
                 before->kind == TokenKind::kNot);
  if (!operator_before) {
    return Make(Code::kMissingOperand, token.span,
                Concat({Quoted(token.text), " has no value on its left"}), kWriteValue);
  }
  return Make(
      Code::kMissingOperand, {before->span.begin, token.span.end},
      Concat({"there is no value between ", Quoted(before->text), " and ", Quoted(token.text)}),
      "write the missing value, or remove one of the two");
}

SyntaxError NothingOnRight(const Token& token) {
  return Make(Code::kMissingOperand, token.span,
              Concat({Quoted(token.text), " has no value on its right"}), kWriteValue);
}

SyntaxError ClosesNothing(const Token& close) {
  return Make(Code::kUnbalancedBracket, close.span, Concat({Quoted(close.text), " closes nothing"}),
              "remove it, or write the bracket that it should close");
}

SyntaxError WrongBracket(const Token& open, const Token& close) {
  return Make(
      Code::kUnbalancedBracket, close.span,
      Concat({Quoted(close.text), " cannot close ", Quoted(open.text)}),
      Concat({"write ", Quoted(ClosingOf(open)), ", or close each bracket by its own kind"}));
}

SyntaxError NeverClosed(const Token& open) {
  const std::string_view close = ClosingOf(open);
  return Make(Code::kUnbalancedBracket, open.span, Concat({Quoted(open.text), " is never closed"}),
              Concat({"write the missing ", Quoted(close)}));
}

SyntaxError NothingBetween(const Token& open, const Token& close) {
  return Make(Code::kMissingOperand, {open.span.begin, close.span.end},
              "nothing stands between these brackets", kWriteValue);
}

SyntaxError NotCallable(const Token& open) {
  return Make(Code::kUnexpectedToken, open.span, "this part cannot be called",
              "a call is written value.name(arguments)");
}

SyntaxError NotARecord(const Token& before, const Token& open) {
  return Make(Code::kUnexpectedToken, open.span,
              Concat({Quoted(before.text), " cannot be followed by `{`"}),
              "a map is written by itself: {\"key\": value}");
}

SyntaxError MisplacedColon(const Token& colon) {
  return Make(Code::kUnexpectedToken, colon.span, "this `:` belongs to nothing",
              "a choice is written condition ? a : b, a map {\"key\": value}; write == to compare");
}

SyntaxError MisplacedComma(const Token& comma) {
  return Make(Code::kUnexpectedToken, comma.span,
              "a comma only separates arguments, list elements and map entries",
              "write && if both sides must hold, || if one is enough; a list is written [a, b]");
}

SyntaxError NothingBeforeComma(const Token& comma) {
  return Make(Code::kMissingOperand, comma.span, "nothing stands before this comma",
              "remove the comma, or write what is missing");
}

SyntaxError NothingAfterComma(const Token& comma) {
  return Make(Code::kMissingOperand, comma.span, "an argument is missing after this comma",
              "remove the comma, or write the argument");
}

SyntaxError UnfinishedChoice(const Token& question) {
  return Make(Code::kUnexpectedToken, question.span, "this `?` has no `:`",
              "write both values: condition ? value : other value");
}

SyntaxError EntryWithoutValue(const Token& key_end) {
  return Make(Code::kUnexpectedToken, key_end.span, "this map entry has no value",
              "write each entry as \"key\": value; a list is written [a, b]");
}

SyntaxError UnexpectedCharacter(const Token& character, const Habit* habit) {
  const char32_t code_point = DecodeUtf8(character.text, 0).value;
  const std::string name = CodePointName(code_point);
  if (habit && habit->role == Habit::Role::kInvisible) {
    return Make(Code::kUnexpectedCharacter, character.span,
                Concat({"there is an invisible character here, ", name}), habit->help);
  }
  if (IsControl(code_point)) {
    return Make(Code::kUnexpectedCharacter, character.span,
                Concat({"there is a control character here, ", name}), "delete it");
  }
  return Make(Code::kUnexpectedCharacter, character.span,
              Concat({"the character ", Quoted(character.text), " (", name,
                      ") has no meaning in a condition"}),
              habit
                  ? habit->help
                  : "a name has the letters a to z, digits and _; write any other text in quotes, "
                    "and any other key as params[\"key\"]");
}

SyntaxError TypographicQuotes(const Token& quote, Span span, const Habit& habit) {
  return Make(Code::kUnexpectedCharacter, span,
              Concat({"a text cannot stand in typographic quotes, ", Quoted(quote.text), " (",
                      CodePointName(DecodeUtf8(quote.text, 0).value), ")"}),
              habit.help);
}

SyntaxError EmptyCondition() {
  return Make(Code::kConditionEmpty, {}, "the condition is empty",
              "write a condition, such as amount < 10000, or remove it");
}

SyntaxError NotExpected(const Token& token) {
  return Make(Code::kUnexpectedToken, token.span,
              token.kind == TokenKind::kEnd ? "the condition ends too early"
                                            : Concat({Quoted(token.text), " is not expected here"}),
              "look before it for a missing operator, bracket or quote");
}

SyntaxError TooDeep(Span span) {
  return Make(Code::kConditionTooDeep, span,
              Concat({"the condition is nested more than ", std::to_string(kConditionDepthMax),
                      " levels deep here"}),
              kSplitUp);
}

SyntaxError TooManyBytes() {
  return Make(
      Code::kConditionTooLong, {0, kConditionBytesMax},
      Concat({"the condition is longer than ", std::to_string(kConditionBytesMax), " bytes"}),
      kSplitUp);
}

SyntaxError TooManyTokens(Span first_too_many) {
  return Make(Code::kConditionTooLong, first_too_many,
              Concat({"the condition has more than ", std::to_string(kConditionTokensMax),
                      " names, values and operators"}),
              kSplitUp);
}

SyntaxError NotUtf8(uint32_t at) {
  return Make(Code::kConditionNotUtf8, {at, at + 1},
              "the condition has a byte that is not UTF-8 text",
              "save the file as UTF-8 and write the character again");
}

}  // namespace bylaw::compiler
