// See habits.h.

#include "syntax/habits.h"

#include <algorithm>
#include <cctype>
#include <span>

#include "source/characters.h"

namespace bylaw::compiler {
namespace {

using Role = Habit::Role;

constexpr Habit kOperators[] = {
    {"=", Role::kInfix, "write == to compare"},
    {"===", Role::kInfix, "write == to compare"},
    {"!==", Role::kInfix, "write != to compare"},
    {"<>", Role::kInfix, "write != to compare"},
    {"=>", Role::kInfix, "write >= for \"at least\""},
    {"=<", Role::kInfix, "write <= for \"at most\""},
    {"=~", Role::kInfix, "write name.matches(\"pattern\")"},
    {"->", Role::kInfix, "write a dot to select a part of a value"},
    {":=", Role::kInfix, "write == to compare; a condition cannot assign"},
    {"&", Role::kInfix, "write && if both sides must hold"},
    {"|", Role::kInfix, "write || if one side is enough"},
    {"**", Role::kInfix, "write the product out: a * a"},
    {"++", Role::kInfix, "write + to add or to join texts"},
    {"??", Role::kInfix, "write has(x) ? x : other for a value that may be absent"},
};

constexpr std::string_view kInvisible = "delete it, and type an ordinary space where one is needed";
constexpr std::string_view kStraightQuotes = "write straight quotes: \"...\" or '...'";
constexpr std::string_view kMinus = "write - for minus";
constexpr std::string_view kNoCurrency =
    "write the number alone, and compare the currency by itself: currency == \"EUR\"";

constexpr Habit kCharacters[] = {
    {"≥", Role::kInfix, "write >="},
    {"≤", Role::kInfix, "write <="},
    {"≠", Role::kInfix, "write !="},
    {"×", Role::kInfix, "write * to multiply"},
    {"÷", Role::kInfix, "write / to divide"},
    {"∧", Role::kInfix, "write && if both sides must hold"},
    {"∨", Role::kInfix, "write || if one side is enough"},
    {"∈", Role::kInfix, "write in"},
    {"−", Role::kInfix, kMinus},  // U+2212
    {"–", Role::kInfix, kMinus},  // U+2013
    {"—", Role::kInfix, kMinus},  // U+2014
    {"→", Role::kInfix, "write a condition and its opposite: !a || b for \"a implies b\""},
    {"⇒", Role::kInfix, "write a condition and its opposite: !a || b for \"a implies b\""},
    {"^", Role::kInfix, "write the product out: a * a; for \"either, not both\" write a != b"},
    {"¬", Role::kPrefix, "write ! for \"not\""},
    {"~", Role::kPrefix, "write ! for \"not\""},
    {"“", Role::kQuote, kStraightQuotes},
    {"”", Role::kQuote, kStraightQuotes},
    {"„", Role::kQuote, kStraightQuotes},
    {"‘", Role::kQuote, kStraightQuotes},
    {"’", Role::kQuote, kStraightQuotes},
    {"‚", Role::kQuote, kStraightQuotes},
    {"«", Role::kQuote, kStraightQuotes},
    {"»", Role::kQuote, kStraightQuotes},
    {"\u00A0", Role::kInvisible, kInvisible},  // No-break space.
    {"\u2007", Role::kInvisible, kInvisible},  // Figure space.
    {"\u2009", Role::kInvisible, kInvisible},  // Thin space.
    {"\u202F", Role::kInvisible, kInvisible},  // Narrow no-break space.
    {"\u3000", Role::kInvisible, kInvisible},  // Ideographic space.
    {";", Role::kInfix, "write && between two parts that must both hold, or make two conditions"},
    {"#", Role::kNothing, "a comment inside a condition starts with //"},
    {"\\", Role::kNothing, "a condition may go over several lines without a mark"},
    {"$", Role::kNothing, kNoCurrency},
    {"€", Role::kNothing, kNoCurrency},
    {"£", Role::kNothing, kNoCurrency},
    {"`", Role::kNothing,
     "write a text in quotes; backticks only enclose a key after a dot: a.`b-c`"},
    {"@", Role::kNothing, "write a text in quotes: \"name@corp.example\""},
};

// Compared without regard to upper and lower case.
constexpr Habit kWords[] = {
    {"and", Role::kInfix, "write && if both sides must hold"},
    {"or", Role::kInfix, "write || if one side is enough"},
    {"xor", Role::kInfix, "write != between two conditions for \"either, not both\""},
    {"not", Role::kPrefix, "write ! for \"not\": !x, or !(a && b)"},
    {"is", Role::kInfix, "write == to compare, != for \"is not\""},
    {"equals", Role::kInfix, "write == to compare"},
    {"eq", Role::kInfix, "write == to compare"},
    {"ne", Role::kInfix, "write != to compare"},
    {"gt", Role::kInfix, "write > to compare"},
    {"lt", Role::kInfix, "write < to compare"},
    {"gte", Role::kInfix, "write >= to compare"},
    {"lte", Role::kInfix, "write <= to compare"},
    {"mod", Role::kInfix, "write % for the remainder"},
    {"div", Role::kInfix, "write / to divide"},
    {"between", Role::kInfix, "write x >= low && x <= high"},
    {"like", Role::kInfix, "write x.matches(\"pattern\")"},
    {"contains", Role::kInfix, "write x.contains(\"part\"), or \"part\" in x where x is a list"},
    {"startsWith", Role::kInfix, "write x.startsWith(\"part\")"},
    {"endsWith", Role::kInfix, "write x.endsWith(\"part\")"},
    {"matches", Role::kInfix, "write x.matches(\"pattern\")"},
};

const Habit* Find(std::span<const Habit> habits, std::string_view text) {
  const auto found = std::ranges::find(habits, text, &Habit::written);
  return found == habits.end() ? nullptr : &*found;
}

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](unsigned char c) { return std::tolower(c); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

const Habit* FindOperatorHabit(std::string_view text) {
  return Find(kOperators, text);
}

const Habit* FindCharacterHabit(std::string_view text) {
  static constexpr Habit kInvisibleHabit = {"", Role::kInvisible, kInvisible};
  if (IsInvisible(DecodeUtf8(text, 0).value)) return &kInvisibleHabit;
  return Find(kCharacters, text);
}

const Habit* FindWordHabit(std::string_view text) {
  const auto found = std::ranges::find_if(
      kWords, [&](const Habit& habit) { return EqualIgnoringCase(habit.written, text); });
  return found == std::end(kWords) ? nullptr : &*found;
}

}  // namespace bylaw::compiler
