// What is wrong with a condition is said in plain words, at the right place, once.

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "bylaw/compiler/syntax.h"

namespace bylaw::compiler {
namespace {

std::string_view NameOf(DiagnosticCode code) {
  switch (code) {
#define BYLAW_DIAGNOSTIC(name, code, summary) \
  case DiagnosticCode::name:                  \
    return code;
#include "bylaw/compiler/diagnostic.def"
#undef BYLAW_DIAGNOSTIC
  }
  return "";
}

// All errors, one a line: code, the part of the text that it points at, message, help.
std::string Render(std::string_view text) {
  ConditionParser parser;
  std::string out;
  for (const SyntaxError& error : parser.Parse(text).errors) {
    out += NameOf(error.code);
    out += " <";
    out += text.substr(error.span.begin, error.span.end - error.span.begin);
    (((out += "> ") += error.message) += "; ") += error.help;
    out += '\n';
  }
  return out;
}

struct MistakeCase {
  std::string_view text;
  std::string_view errors;
};

class MistakeTest : public testing::TestWithParam<MistakeCase> {};

TEST_P(MistakeTest, IsExplained) {
  EXPECT_EQ(Render(GetParam().text), GetParam().errors);
}

constexpr MistakeCase kHabits[] = {
    {"a = b",
     R"(E0306 <=> `=` is not an operator of conditions; write == to compare
)"},
    {"a === b",
     R"(E0306 <===> `===` is not an operator of conditions; write == to compare
)"},
    {"a !== b",
     R"(E0306 <!==> `!==` is not an operator of conditions; write != to compare
)"},
    {"a <> b && c => d",
     R"(E0306 <<>> `<>` is not an operator of conditions; write != to compare
E0306 <=>> `=>` is not an operator of conditions; write >= for "at least"
)"},
    {"a =< b",
     R"(E0306 <=<> `=<` is not an operator of conditions; write <= for "at most"
)"},
    {"a =~ b",
     R"(E0306 <=~> `=~` is not an operator of conditions; write name.matches("pattern")
)"},
    {"a := b",
     R"(E0306 <:=> `:=` is not an operator of conditions; write == to compare; a condition cannot assign
)"},
    {"a & b | c",
     R"(E0306 <&> `&` is not an operator of conditions; write && if both sides must hold
E0306 <|> `|` is not an operator of conditions; write || if one side is enough
)"},
    {"a ** b",
     R"(E0306 <**> `**` is not an operator of conditions; write the product out: a * a
)"},
    {"a ++ b",
     R"(E0306 <++> `++` is not an operator of conditions; write + to add or to join texts
)"},
    {"a ?? b",
     R"(E0306 <??> `??` is not an operator of conditions; write has(x) ? x : other for a value that may be absent
)"},
    {"x -> y",
     R"(E0306 <->> `->` is not an operator of conditions; write a dot to select a part of a value
)"},
    {"a > = b",
     R"(E0306 <> => the operator `>=` has a space inside; write it without the space
)"},
    {"a ! = b",
     R"(E0306 <! => the operator `!=` has a space inside; write it without the space
)"},
    {"a = = b",
     R"(E0306 <=> `=` is not an operator of conditions; write == to compare
)"},
    {"a and b or not c",
     R"(E0306 <and> `and` is not an operator of conditions; write && if both sides must hold
E0306 <or> `or` is not an operator of conditions; write || if one side is enough
)"},
    {"a AND b",
     R"(E0306 <AND> `AND` is not an operator of conditions; write && if both sides must hold
)"},
    {"not a",
     R"(E0306 <not> `not` is not an operator of conditions; write ! for "not": !x, or !(a && b)
)"},
    {"a not in [b]",
     R"(E0306 <not in> `not in` is not an operator of conditions; write !(x in list)
)"},
    {"a is not b",
     R"(E0306 <is> `is` is not an operator of conditions; write == to compare, != for "is not"
)"},
    {"a eq b",
     R"(E0306 <eq> `eq` is not an operator of conditions; write == to compare
)"},
    {R"(a contains "x")",
     R"(E0306 <contains> `contains` is not an operator of conditions; write x.contains("part"), or "part" in x where x is a list
)"},
    {"a between 1 and 5",
     R"(E0306 <between> `between` is not an operator of conditions; write x >= low && x <= high
E0306 <and> `and` is not an operator of conditions; write && if both sides must hold
)"},
};
INSTANTIATE_TEST_SUITE_P(Habits, MistakeTest, testing::ValuesIn(kHabits));

constexpr MistakeCase kCharacters[] = {
    {"status == “active”",
     R"(E0305 <“active”> a text cannot stand in typographic quotes, `“` (U+201C); write straight quotes: "..." or '...'
)"},
    {"status == ‘active’ && a = b",
     R"(E0305 <‘active’> a text cannot stand in typographic quotes, `‘` (U+2018); write straight quotes: "..." or '...'
E0306 <=> `=` is not an operator of conditions; write == to compare
)"},
    {"amount ≥ 10000",
     R"(E0305 <≥> the character `≥` (U+2265) has no meaning in a condition; write >=
)"},
    {"a ≤ b && c ≠ d",
     R"(E0305 <≤> the character `≤` (U+2264) has no meaning in a condition; write <=
E0305 <≠> the character `≠` (U+2260) has no meaning in a condition; write !=
)"},
    {"a − b",
     R"(E0305 <−> the character `−` (U+2212) has no meaning in a condition; write - for minus
)"},
    {"¬a",
     R"(E0305 <¬> the character `¬` (U+00AC) has no meaning in a condition; write ! for "not"
)"},
    {"größe > 5",
     R"(E0305 <ö> the character `ö` (U+00F6) has no meaning in a condition; a name has the letters a to z, digits and _; write any other text in quotes, and any other key as params["key"]
)"},
    {"a == b;",
     R"(E0305 <;> the character `;` (U+003B) has no meaning in a condition; write && between two parts that must both hold, or make two conditions
)"},
    {"a == b # c",
     R"(E0305 <#> the character `#` (U+0023) has no meaning in a condition; a comment inside a condition starts with //
)"},
    {"amount > $5",
     R"(E0305 <$> the character `$` (U+0024) has no meaning in a condition; write the number alone, and compare the currency by itself: currency == "EUR"
)"},
    {"amount > 5 €",
     R"(E0305 <€> the character `€` (U+20AC) has no meaning in a condition; write the number alone, and compare the currency by itself: currency == "EUR"
)"},
    {"a @ b",
     R"(E0305 <@> the character `@` (U+0040) has no meaning in a condition; write a text in quotes: "name@corp.example"
)"},
    {"a ^ b",
     R"(E0305 <^> the character `^` (U+005E) has no meaning in a condition; write the product out: a * a; for "either, not both" write a != b
)"},
    {"a\u00A0== b",
     "E0305 <\u00A0> there is an invisible character here, U+00A0; delete it, and type an ordinary "
     "space where one is needed\n"},
    {"a \u202E== b",
     "E0305 <\u202E> there is an invisible character here, U+202E; delete it, and type an ordinary "
     "space where one is needed\n"},
    {"\uFEFFa",
     "E0305 <\uFEFF> there is an invisible character here, U+FEFF; delete it, and type an ordinary "
     "space where one is needed\n"},
    {"a \001 b", "E0305 <\001> there is a control character here, U+0001; delete it\n"},
};
INSTANTIATE_TEST_SUITE_P(Characters, MistakeTest, testing::ValuesIn(kCharacters));

constexpr MistakeCase kNumbers[] = {
    {"amount > 10,000",
     R"(E0309 <10,000> a number has no comma inside; write 10000 for one number, or a space after the comma for two
)"},
    {"amount > 10,500.50",
     R"(E0309 <10,500.50> a number has no comma inside; write 10500.50 for one number, or a space after the comma for two
)"},
    {"amount > 1.000,50",
     R"(E0309 <1.000,50> a number has no comma inside; write 1000.50 for one number, or a space after the comma for two
)"},
    {"amount in [10,000, 20,000]",
     R"(E0309 <10,000> a number has no comma inside; write 10000 for one number, or a space after the comma for two
E0309 <20,000> a number has no comma inside; write 20000 for one number, or a space after the comma for two
)"},
    {"f(1,000)",
     R"(E0309 <1,000> a number has no comma inside; write 1000 for one number, or a space after the comma for two
)"},
    {"amount > 10_000",
     R"(E0309 <10_000> `10_000` is not a number; write a long number without separators: 10000
)"},
    {"amount > 10 000",
     R"(E0311 <000> an operator is missing between `10` and `000`; write a long number without spaces: 10000
)"},
    {"5kg > 3",
     R"(E0309 <5kg> `5kg` is not a number; write the number alone, or put a text in quotes
)"},
    {"x > 1.",
     R"(E0309 <1.> `1.` is not a number; write 1 or 1.0
)"},
    {"x > 1.5.2",
     R"(E0309 <1.5.2> `1.5.2` is not a number; write the number alone, or put a text in quotes
)"},
    {"0x",
     R"(E0309 <0x> `0x` is not a number; write the number alone, or put a text in quotes
)"},
    {"1e",
     R"(E0309 <1e> `1e` is not a number; write the number alone, or put a text in quotes
)"},
};
INSTANTIATE_TEST_SUITE_P(Numbers, MistakeTest, testing::ValuesIn(kNumbers));

constexpr MistakeCase kStrings[] = {
    {R"("abc)",
     R"(E0307 <"abc> the text `"abc` has no closing quote; write the closing quote on the same line, or use """ around several lines
)"},
    {"a == 'b",
     R"(E0307 <'b> the text `'b` has no closing quote; write the closing quote on the same line, or use """ around several lines
)"},
    {R"("abc\")",
     R"(E0307 <"abc\"> the text `"abc\"` has no closing quote; write the closing quote; a backslash makes the quote after it a part of the text, so write \\ for a backslash
)"},
    {"'it's'",
     R"(E0311 <s> the text `'it'` ends before `s`; write \ before a quote inside a text, or use the other kind of quotes around it
E0307 <'> the text `'` has no closing quote; write the closing quote on the same line, or use """ around several lines
)"},
    {R"("""abc)",
     R"(E0307 <"""abc> the text `"""abc` has no closing quote; write the closing quote on the same line, or use """ around several lines
)"},
    {R"(r"abc)",
     R"(E0307 <r"abc> the text `r"abc` has no closing quote; write the closing quote on the same line, or use """ around several lines
)"},
    {"b'abc",
     R"(E0307 <b'abc> the text `b'abc` has no closing quote; write the closing quote on the same line, or use """ around several lines
)"},
    {R"("\q\d" + "\.")",
     R"(E0308 <\q> there is no escape \q; write \\ for a backslash, or put r in front of the quotes: in r"..." a backslash is only a backslash
E0308 <\d> there is no escape \d; write \\ for a backslash, or put r in front of the quotes: in r"..." a backslash is only a backslash
E0308 <\.> there is no escape \.; write \\ for a backslash, or put r in front of the quotes: in r"..." a backslash is only a backslash
)"},
    {R"("\ud800" + "\U00110000" + "\xD" + "\u12" + "\U0000")",
     R"(E0308 <\ud800> the escape \ud800 is not a character; write the character itself, or its code point: at most \U0010FFFF and not \uD800 to \uDFFF
E0308 <\U00110000> the escape \U00110000 is not a character; write the character itself, or its code point: at most \U0010FFFF and not \uD800 to \uDFFF
E0308 <\xD> the escape \xD is incomplete; write exactly 2 hexadecimal digits (0-9, a-f), or \\ for a backslash
E0308 <\u12> the escape \u12 is incomplete; write exactly 4 hexadecimal digits (0-9, a-f), or \\ for a backslash
E0308 <\U0000> the escape \U0000 is incomplete; write exactly 8 hexadecimal digits (0-9, a-f), or \\ for a backslash
)"},
    {R"("\400" + "\18")",
     R"(E0308 <\4> there is no escape \4; write \\ for a backslash, or put r in front of the quotes: in r"..." a backslash is only a backslash
E0308 <\1> the escape \1 is incomplete; write exactly 3 octal digits (0-7), or \\ for a backslash
)"},
    {R"(b"\u0041")",
     R"(E0308 <\u0041> the escape \u0041 names a character, and bytes have none; write each byte as \x and two hexadecimal digits
)"},
    {R"("a" "b")",
     R"(E0311 <"b"> an operator is missing between `"a"` and `"b"`; write == to compare them, && if both must hold, || if one is enough
)"},
    {R"(rb"x")",
     R"(E0311 <"x"> an operator is missing between `rb` and `"x"`; write == to compare them, && if both must hold, || if one is enough
)"},
};
INSTANTIATE_TEST_SUITE_P(Strings, MistakeTest, testing::ValuesIn(kStrings));

constexpr MistakeCase kOperands[] = {
    {"&& a",
     R"(E0312 <&&> `&&` has no value on its left; write the value it needs
)"},
    {"a &&",
     R"(E0312 <&&> `&&` has no value on its right; write the value it needs
)"},
    {"a && || b",
     R"(E0312 <&& ||> there is no value between `&&` and `||`; write the missing value, or remove one of the two
)"},
    {"a ==",
     R"(E0312 <==> `==` has no value on its right; write the value it needs
)"},
    {"a == *",
     R"(E0312 <== *> there is no value between `==` and `*`; write the missing value, or remove one of the two
)"},
    {"*.corp",
     R"(E0312 <*> `*` has no value on its left; write the value it needs
)"},
    {"a ! b",
     R"(E0311 <!> an operator is missing before `!`; write != to compare, or && or || between two conditions
)"},
    {"!-x",
     R"(E0312 <!-> there is no value between `!` and `-`; write the missing value, or remove one of the two
)"},
    {"a b",
     R"(E0311 <b> an operator is missing between `a` and `b`; write == to compare them, && if both must hold, || if one is enough
)"},
    {R"(a == "it" s)",
     R"(E0311 <s> an operator is missing between `"it"` and `s`; write == to compare them, && if both must hold, || if one is enough
)"},
    {"f(a)(b)",
     R"(E0311 <(> an operator is missing between `)` and `(`; write == to compare them, && if both must hold, || if one is enough
)"},
    {"5 (x)",
     R"(E0311 <(> an operator is missing between `5` and `(`; write == to compare them, && if both must hold, || if one is enough
)"},
    {"()",
     R"(E0312 <()> nothing stands between these brackets; write the value it needs
)"},
    {"a[]",
     R"(E0312 <[]> nothing stands between these brackets; write the value it needs
)"},
    {"f(a,)",
     R"(E0312 <,> an argument is missing after this comma; remove the comma, or write the argument
)"},
    {"f(,a)",
     R"(E0312 <,> nothing stands before this comma; remove the comma, or write what is missing
)"},
    {"[,]",
     R"(E0312 <,> nothing stands before this comma; remove the comma, or write what is missing
)"},
    {"f(1 2)",
     R"(E0311 <2> an operator is missing between `1` and `2`; write a long number without spaces: 10000
)"},
    {"a,b",
     R"(E0314 <,> a comma only separates arguments, list elements and map entries; write && if both sides must hold, || if one is enough; a list is written [a, b]
)"},
    {"-",
     R"(E0312 <-> `-` has no value on its right; write the value it needs
)"},
    {"!",
     R"(E0312 <!> `!` has no value on its right; write the value it needs
)"},
};
INSTANTIATE_TEST_SUITE_P(Operands, MistakeTest, testing::ValuesIn(kOperands));

constexpr MistakeCase kBrackets[] = {
    {"(a && b",
     R"(E0310 <(> `(` is never closed; write the missing `)`
)"},
    {"a && b)",
     R"(E0310 <)> `)` closes nothing; remove it, or write the bracket that it should close
)"},
    {"((a)",
     R"(E0310 <(> `(` is never closed; write the missing `)`
)"},
    {"[a, b",
     R"(E0310 <[> `[` is never closed; write the missing `]`
)"},
    {R"({"a": 1)",
     R"(E0310 <{> `{` is never closed; write the missing `}`
)"},
    {"(a, b]",
     R"(E0314 <,> a comma only separates arguments, list elements and map entries; write && if both sides must hold, || if one is enough; a list is written [a, b]
E0310 <]> `]` cannot close `(`; write `)`, or close each bracket by its own kind
)"},
    {"f(a]",
     R"(E0310 <]> `]` cannot close `(`; write `)`, or close each bracket by its own kind
)"},
    {"(a b) c) d",
     R"(E0311 <b> an operator is missing between `a` and `b`; write == to compare them, && if both must hold, || if one is enough
E0311 <c> an operator is missing between `)` and `c`; write == to compare them, && if both must hold, || if one is enough
E0310 <)> `)` closes nothing; remove it, or write the bracket that it should close
E0311 <d> an operator is missing between `)` and `d`; write == to compare them, && if both must hold, || if one is enough
)"},
    {R"("(" + (a)",
     R"(E0310 <(> `(` is never closed; write the missing `)`
)"},
};
INSTANTIATE_TEST_SUITE_P(Brackets, MistakeTest, testing::ValuesIn(kBrackets));

constexpr MistakeCase kRest[] = {
    {"a ? b",
     R"(E0314 <?> this `?` has no `:`; write both values: condition ? value : other value
)"},
    {"a ? b :",
     R"(E0312 <:> `:` has no value on its right; write the value it needs
)"},
    {"a ? : b",
     R"(E0312 <?> `?` has no value on its right; write the value it needs
)"},
    {"a ? b, c",
     R"(E0314 <?> this `?` has no `:`; write both values: condition ? value : other value
E0314 <,> a comma only separates arguments, list elements and map entries; write && if both sides must hold, || if one is enough; a list is written [a, b]
)"},
    {"[a ? b]",
     R"(E0314 <?> this `?` has no `:`; write both values: condition ? value : other value
)"},
    {"a : b",
     R"(E0314 <:> this `:` belongs to nothing; a choice is written condition ? a : b, a map {"key": value}; write == to compare
)"},
    {"{a}",
     R"(E0314 <a> this map entry has no value; write each entry as "key": value; a list is written [a, b]
)"},
    {R"({"a": 1, "b"})",
     R"(E0314 <"b"> this map entry has no value; write each entry as "key": value; a list is written [a, b]
)"},
    {R"({"a": 1: 2})",
     R"(E0314 <:> this `:` belongs to nothing; a choice is written condition ? a : b, a map {"key": value}; write == to compare
)"},
    {"Foo{a: 1}",
     R"(E0314 <{> `Foo` cannot be followed by `{`; a map is written by itself: {"key": value}
)"},
    {"a.",
     R"(E0314 <.> a name must follow this dot; write the name of the part: customer.country
)"},
    {"a..b",
     R"(E0314 <.> a name must follow this dot; write the name of the part: customer.country
)"},
    {".",
     R"(E0314 <.> a name must follow this dot; write the name of the part: customer.country
)"},
    {"a.5",
     R"(E0311 <.5> an operator is missing between `a` and `.5`; write == to compare them, && if both must hold, || if one is enough
)"},
    {"a.in == 3",
     R"(E0313 <in> `in` is a word of the language and cannot be a name; write it in backticks: .`in`
)"},
    {"a.true",
     R"(E0313 <true> `true` is a word of the language and cannot be a name; write it in backticks: .`true`
)"},
    {"a.?b(c)",
     R"(E0314 <(> this part cannot be called; a call is written value.name(arguments)
)"},
    {"a.`x`(1)",
     R"(E0314 <(> this part cannot be called; a call is written value.name(arguments)
)"},
    {"a.`b",
     R"(E0314 <.> a name must follow this dot; write the name of the part: customer.country
E0305 <`> the character ``` (U+0060) has no meaning in a condition; write a text in quotes; backticks only enclose a key after a dot: a.`b-c`
)"},
    {"`x` == 1",
     R"(E0314 <`x`> a name in backticks can only follow a dot; write a text in quotes; backticks enclose a key after a dot: a.`b-c`
)"},
    {"if (a) b",
     R"(E0313 <if> `if` is a reserved word and cannot be a name; write a choice as condition ? value : other value
E0311 <b> an operator is missing between `)` and `b`; write == to compare them, && if both must hold, || if one is enough
)"},
    {"for == 3",
     R"(E0313 <for> `for` is a reserved word and cannot be a name; choose another name
)"},
    {".as",
     R"(E0313 <as> `as` is a reserved word and cannot be a name; choose another name
)"},
    {"let(a)",
     R"(E0313 <let> `let` is a reserved word and cannot be a name; choose another name
)"},
    {"a in in b",
     R"(E0312 <in in> there is no value between `in` and `in`; write the missing value, or remove one of the two
)"},
    {"a ? b : c : d",
     R"(E0314 <:> this `:` belongs to nothing; a choice is written condition ? a : b, a map {"key": value}; write == to compare
)"},
    {"[?]",
     R"(E0312 <?> `?` has no value on its right; write the value it needs
)"},
    {"?a",
     R"(E0312 <?> `?` has no value on its left; write the value it needs
)"},
};
INSTANTIATE_TEST_SUITE_P(Rest, MistakeTest, testing::ValuesIn(kRest));

TEST(MistakeTest, EmptyConditions) {
  constexpr std::string_view kExpected =
      "E0304 <> the condition is empty; write a condition, such as amount < 10000, or remove it\n";
  EXPECT_EQ(Render(""), kExpected);
  EXPECT_EQ(Render(" \n\t"), kExpected);
  EXPECT_EQ(Render("// nothing"), kExpected);
}

TEST(MistakeTest, AtMostTwentyErrors) {
  std::string text = "a";
  for (int i = 0; i < 30; ++i) text += " = a";
  ConditionParser parser;
  EXPECT_EQ(parser.Parse(text).errors.size(), 20u);
}

TEST(MistakeTest, LongTextsAreCutBetweenCharacters) {
  std::string text = "a '";
  for (int i = 0; i < 50; ++i) text += "\u00FC";
  ConditionParser parser;
  const std::string message = parser.Parse(text += "'").errors.at(0).message;
  EXPECT_LT(message.size(), 100u);
  EXPECT_NE(message.find("\u00FC...`"), std::string::npos) << message;
}

TEST(MistakeTest, ParserGoesOnAfterMistakes) {
  ConditionParser parser;
  EXPECT_FALSE(parser.Parse("(a &&").ok());
  EXPECT_TRUE(parser.Parse("(a && b)").ok());
  EXPECT_FALSE(parser.Parse("\xFF").ok());
  EXPECT_TRUE(parser.Parse("a").ok());
}

}  // namespace
}  // namespace bylaw::compiler
