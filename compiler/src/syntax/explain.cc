// See explain.h. One pass over the tokens that knows only whether a value has just ended, and which
// brackets are open: enough to tell what is missing or too many between two neighbours, and to go
// on after a mistake.

#include "syntax/explain.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

#include "syntax/habits.h"
#include "syntax/mistakes.h"
#include "syntax/token_checks.h"

namespace bylaw::compiler {
namespace {

using Kind = TokenKind;

bool Closes(const Token& close, const Token& open) {
  return close.text == (open.text == "(" ? ")" : open.text == "[" ? "]" : "}");
}

bool StartsValue(const Token& token) {
  constexpr std::array kStarts = {Kind::kName, Kind::kNumber, Kind::kString, Kind::kConstant,
                                  Kind::kNot,  Kind::kMinus,  Kind::kOpen};
  return std::ranges::find(kStarts, token.kind) != kStarts.end();
}

bool IsTypographicQuote(const Token& token) {
  if (token.kind != Kind::kUnknown) return false;
  const Habit* habit = FindCharacterHabit(token.text);
  return habit && habit->role == Habit::Role::kQuote;
}

class Explainer {
 public:
  explicit Explainer(std::span<const Token> tokens) : tokens_(tokens) {}

  std::vector<SyntaxError> Run() {
    for (; at_ < tokens_.size(); ++at_) Step(tokens_[at_]);
    return std::move(errors_);
  }

 private:
  enum class Role : uint8_t { kWhole, kGroup, kCall, kIndex, kList, kMap };

  // An open bracket, or the whole condition.
  struct Bracket {
    const Token* open;  // Null for the whole condition.
    Role role;
    std::vector<const Token*> questions;  // Those that still wait for their `:`.
    bool has_key = false;                 // A map's current entry has its `:`.
  };

  void Step(const Token& token) {
    switch (token.kind) {
      case Kind::kName:
        return Name(token);
      case Kind::kNumber:
      case Kind::kString:
      case Kind::kConstant:
        return Value(token);
      case Kind::kQuotedName:
        Report(MisplacedBackticks(token));
        after_value_ = true;
        return;
      case Kind::kUnterminatedString:
        Report(UnterminatedString(token));
        after_value_ = true;
        return;
      case Kind::kInfix:
        if (!after_value_) Report(NothingOnLeft(Previous(), token));
        after_value_ = false;
        return;
      case Kind::kMinus:  // In front of a value or between two.
        if (PreviousIs(Kind::kNot)) Report(NothingOnLeft(Previous(), token));
        after_value_ = false;
        return;
      case Kind::kNot:  // `a ! = b` is reported at the `=`.
        if (after_value_ && Next().text != "=") Report(NotAfterValue(token));
        after_value_ = false;
        return;
      case Kind::kForeignOperator:
        return ForeignOperator(token);
      case Kind::kQuestion:
        return Question(token);
      case Kind::kColon:
        return Colon(token);
      case Kind::kComma:
        return Comma(token);
      case Kind::kDot:
        return Dot(token);
      case Kind::kOpen:
        return Open(token);
      case Kind::kClose:
        return Close(token);
      case Kind::kUnknown:
        return Unknown(token);
      case Kind::kEnd:
        return End();
    }
  }

  // The token before the current one, or null.
  const Token* Previous() const { return at_ > 0 ? &tokens_[at_ - 1] : nullptr; }
  bool PreviousIs(Kind kind) const { return at_ > 0 && tokens_[at_ - 1].kind == kind; }

  // The token after the current one, which must not be kEnd.
  const Token& Next() const { return tokens_[at_ + 1]; }

  // Two mistakes in the same part are one.
  void Report(SyntaxError error) {
    if (!errors_.empty()) {
      const Span last = errors_.back().span;
      if (error.span.begin >= last.begin && error.span.begin < last.end) return;
    }
    errors_.push_back(std::move(error));
  }

  void Name(const Token& token) {
    callable_ = true;
    if (const Habit* habit = FindWordHabit(token.text); habit && WordAsOperator(token, *habit)) {
      return;
    }
    if (!after_value_ && IsReservedWord(token.text)) {
      Report(ReservedWord(token.text, token.span));
      after_value_ = true;
      return;
    }
    Value(token);
  }

  // Whether a word stands where an operator must: `a and b`, `not x`, `a not in b`, `a is not b`.
  bool WordAsOperator(const Token& token, const Habit& habit) {
    const bool infix = habit.role == Habit::Role::kInfix;
    if (after_value_ && !infix && Next().text == "in") {
      ++at_;
      Report(NotIn({token.span.begin, tokens_[at_].span.end}));
    } else if (after_value_ && infix) {
      if (Next().text == "not") ++at_;
      Report(NotAnOperator(token, habit));
    } else if (!after_value_ && !infix && StartsValue(Next()) && Next().text != "(") {
      Report(NotAnOperator(token, habit));
    } else {
      return false;
    }
    after_value_ = false;
    return true;
  }

  void Value(const Token& token) {
    // A character without a meaning was reported; who knows what it stood for.
    if (after_value_ && !PreviousIs(Kind::kUnknown)) Report(MissingOperator(*Previous(), token));
    after_value_ = true;
  }

  void ForeignOperator(const Token& token) {
    if (PreviousIs(Kind::kForeignOperator)) return;  // `= =` is one mistake.
    const Token* before = Previous();
    const bool split = token.text == "=" && before &&
                       (before->text == "<" || before->text == ">" || before->text == "!");
    if (split) {
      Report(SpaceInOperator(*before, token));
    } else {
      const Habit* habit = FindOperatorHabit(token.text);
      assert(habit != nullptr);
      Report(NotAnOperator(token, *habit));
    }
    after_value_ = false;
  }

  // At the end of a part: whether its last token still waits for a value, which is then reported.
  bool EndsInOperator() {
    if (after_value_ || at_ == 0) return false;
    constexpr std::array kWaiting = {Kind::kInfix, Kind::kMinus, Kind::kNot, Kind::kQuestion,
                                     Kind::kColon};
    if (std::ranges::find(kWaiting, Previous()->kind) == kWaiting.end()) return false;
    Report(NothingOnRight(*Previous()));
    return true;
  }

  void Question(const Token& token) {
    if (after_value_) {
      brackets_.back().questions.push_back(&token);
    } else {
      const Role role = brackets_.back().role;
      const bool takes_optional = role == Role::kIndex || role == Role::kList || role == Role::kMap;
      const bool at_start = PreviousIs(Kind::kOpen) || PreviousIs(Kind::kComma);
      if (!takes_optional || !at_start) Report(NothingOnLeft(Previous(), token));
    }
    after_value_ = false;
  }

  void Colon(const Token& token) {
    if (!after_value_ && !EndsInOperator()) Report(NothingOnLeft(Previous(), token));
    Bracket& bracket = brackets_.back();
    if (!bracket.questions.empty()) {
      bracket.questions.pop_back();
    } else if (bracket.role == Role::kMap && !bracket.has_key) {
      bracket.has_key = true;
    } else {
      Report(MisplacedColon(token));
    }
    after_value_ = false;
  }

  void Comma(const Token& token) {
    const Role role = brackets_.back().role;
    const bool separates = role == Role::kCall || role == Role::kList || role == Role::kMap;
    if (!separates && SeparatesThousands(token)) {
      Report(SplitNumber(*Previous(), Next()));
      ++at_;  // The rest of the number.
      return;
    }
    if (!separates) {
      Report(MisplacedComma(token));
    } else if (!after_value_ && !EndsInOperator()) {
      Report(NothingBeforeComma(token));
    }
    EndPart();
    after_value_ = false;
  }

  bool SeparatesThousands(const Token& comma) const {
    return PreviousIs(Kind::kNumber) && Next().kind == Kind::kNumber &&
           Adjacent(*Previous(), comma) && Adjacent(comma, Next());
  }

  void Dot(const Token& token) {
    const bool optional = after_value_ && Next().kind == Kind::kQuestion;
    const Token& name = tokens_[at_ + (optional ? 2 : 1)];
    const bool is_name =
        name.kind == Kind::kName || (name.kind == Kind::kQuotedName && after_value_);
    const bool is_word = name.kind == Kind::kConstant || name.text == "in";
    if (is_word) {
      Report(WordAfterDot(name));
    } else if (PreviousIs(Kind::kNumber) && Adjacent(*Previous(), token) && !is_name) {
      Report(NumberEndsInPoint(*Previous(), token));
    } else if (!is_name) {
      Report(NoNameAfterDot(token));
    }
    at_ += (optional ? 1u : 0u) + (is_name || is_word ? 1u : 0u);
    callable_ = !optional && name.kind == Kind::kName;
    after_value_ = true;
  }

  void Open(const Token& token) {
    Role role = token.text == "(" ? Role::kGroup : token.text == "[" ? Role::kList : Role::kMap;
    if (after_value_ && role == Role::kGroup) {
      role = OpenAfterValue(token);
    } else if (after_value_ && role == Role::kList) {
      role = Role::kIndex;
    } else if (after_value_) {
      Report(NotARecord(*Previous(), token));
    }
    brackets_.push_back({&token, role, {}, false});
    after_value_ = false;
  }

  // What a `(` after a value opens.
  Role OpenAfterValue(const Token& open) {
    const Token& before = *Previous();
    if (before.kind != Kind::kName && before.kind != Kind::kQuotedName) {
      Report(MissingOperator(before, open));
      return Role::kGroup;
    }
    if (!callable_) Report(NotCallable(open));
    return Role::kCall;
  }

  void Close(const Token& token) {
    const bool matched = std::ranges::any_of(brackets_, [&](const Bracket& bracket) {
      return bracket.open && Closes(token, *bracket.open);
    });
    const bool reported = EndsInOperator();
    if (!matched) return CloseNothing(token);
    while (!Closes(token, *brackets_.back().open)) LeaveOpen();
    if (!after_value_ && !reported) CheckEmpty(token);
    EndPart();
    brackets_.pop_back();
    after_value_ = true;
  }

  // A closing bracket that no open one asks for takes the place of the innermost one's.
  void CloseNothing(const Token& close) {
    const Token* open = brackets_.back().open;
    if (open) {
      Report(WrongBracket(*open, close));
      brackets_.pop_back();
    } else {
      Report(ClosesNothing(close));
    }
    after_value_ = true;
  }

  // Before a closing bracket that follows an opening one or a comma.
  void CheckEmpty(const Token& close) {
    const Role role = brackets_.back().role;
    if (PreviousIs(Kind::kComma) && role == Role::kCall) {
      Report(NothingAfterComma(*Previous()));
    } else if (role == Role::kGroup || role == Role::kIndex) {
      Report(NothingBetween(*brackets_.back().open, close));
    }
  }

  // The innermost bracket has no end.
  void LeaveOpen() {
    EndPart();
    Report(NeverClosed(*brackets_.back().open));
    brackets_.pop_back();
  }

  // At the end of an element, an argument or a bracket: what it still lacks.
  void EndPart() {
    Bracket& bracket = brackets_.back();
    for (const Token* question : bracket.questions) Report(UnfinishedChoice(*question));
    if (bracket.role == Role::kMap && after_value_ && !bracket.has_key) {
      Report(EntryWithoutValue(*Previous()));
    }
    bracket.questions.clear();
    bracket.has_key = false;
  }

  void Unknown(const Token& token) {
    const Habit* habit = FindCharacterHabit(token.text);
    if (!habit) return ForeignWord(token);
    if (habit->role == Habit::Role::kQuote) return QuotedText(token, *habit);
    Report(UnexpectedCharacter(token, habit));
    if (habit->role == Habit::Role::kInfix || habit->role == Habit::Role::kPrefix) {
      after_value_ = false;
    }
  }

  // Everything up to the other quote is one text.
  void QuotedText(const Token& quote, const Habit& habit) {
    size_t closing = at_ + 1;
    while (closing < tokens_.size() && !IsTypographicQuote(tokens_[closing])) ++closing;
    if (closing < tokens_.size()) at_ = closing;
    Report(TypographicQuotes(quote, {quote.span.begin, tokens_[at_].span.end}, habit));
    after_value_ = true;
  }

  // A word with other letters than ASCII's, or some other character: reported once.
  void ForeignWord(const Token& token) {
    const auto continues = [](const Token& next) {
      return next.kind == Kind::kName || next.kind == Kind::kNumber ||
             (next.kind == Kind::kUnknown && !FindCharacterHabit(next.text));
    };
    while (Adjacent(tokens_[at_], Next()) && continues(Next())) ++at_;
    Report(UnexpectedCharacter(token, nullptr));
    after_value_ = true;
  }

  void End() {
    if (at_ == 0) return Report(EmptyCondition());
    EndsInOperator();
    while (brackets_.back().open) LeaveOpen();
    EndPart();
  }

  const std::span<const Token> tokens_;
  size_t at_ = 0;
  bool after_value_ = false;
  bool callable_ = false;  // Of a name that has just ended: whether a call may follow.
  std::vector<Bracket> brackets_ = {{nullptr, Role::kWhole, {}, false}};
  std::vector<SyntaxError> errors_;
};

}  // namespace

std::vector<SyntaxError> Explain(std::span<const Token> tokens, size_t refused_at) {
  std::vector<SyntaxError> errors = Explainer(tokens).Run();
  if (errors.empty())
    errors.push_back(NotExpected(tokens[std::min(refused_at, tokens.size() - 1)]));
  return errors;
}

}  // namespace bylaw::compiler
