// The words for each mistake in a condition: what is wrong, and what to do.
//
// Thread-safety: pure functions.

#ifndef BYLAW_COMPILER_SRC_SYNTAX_MISTAKES_H_
#define BYLAW_COMPILER_SRC_SYNTAX_MISTAKES_H_

#include <string_view>

#include "bylaw/compiler/syntax.h"
#include "syntax/habits.h"
#include "syntax/token.h"

namespace bylaw::compiler {

// Whether nothing stands between two tokens, not even a space.
bool Adjacent(const Token& left, const Token& right);

// Values

SyntaxError MissingOperator(const Token& before, const Token& after);
SyntaxError UnterminatedString(const Token& text);
SyntaxError MisplacedBackticks(const Token& name);
SyntaxError SplitNumber(const Token& first, const Token& second);  // With a comma between.
SyntaxError NumberEndsInPoint(const Token& number, const Token& point);
SyntaxError ReservedWord(std::string_view name, Span span);
SyntaxError WordAfterDot(const Token& word);  // true, false, null, in
SyntaxError NoNameAfterDot(const Token& dot);

// Operators

SyntaxError NotAnOperator(const Token& token, const Habit& habit);
SyntaxError NotIn(Span span);
SyntaxError SpaceInOperator(const Token& first, const Token& second);
SyntaxError NotAfterValue(const Token& token);
// An operator without a value on one side. `before` is what stands there instead, or null.
SyntaxError NothingOnLeft(const Token* before, const Token& token);
SyntaxError NothingOnRight(const Token& token);

// Brackets and what separates

SyntaxError ClosesNothing(const Token& close);
SyntaxError WrongBracket(const Token& open, const Token& close);
SyntaxError NeverClosed(const Token& open);
SyntaxError NothingBetween(const Token& open, const Token& close);
SyntaxError NotCallable(const Token& open);
SyntaxError NotARecord(const Token& before, const Token& open);
SyntaxError MisplacedColon(const Token& colon);
SyntaxError MisplacedComma(const Token& comma);
SyntaxError NothingBeforeComma(const Token& comma);
SyntaxError NothingAfterComma(const Token& comma);
SyntaxError UnfinishedChoice(const Token& question);
SyntaxError EntryWithoutValue(const Token& key_end);

// Characters that start no token. `habit` may be null.

SyntaxError UnexpectedCharacter(const Token& character, const Habit* habit);
SyntaxError TypographicQuotes(const Token& quote, Span span, const Habit& habit);

// The whole

SyntaxError EmptyCondition();
SyntaxError NotExpected(const Token& token);
SyntaxError TooDeep(Span span);
SyntaxError TooManyBytes();
SyntaxError TooManyTokens(Span first_too_many);
SyntaxError NotUtf8(uint32_t at);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SRC_SYNTAX_MISTAKES_H_
