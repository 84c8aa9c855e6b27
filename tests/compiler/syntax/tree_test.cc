// Which tree a condition has: precedence, literals, places, and CEL's parser minimums.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bylaw/compiler/syntax.h"
#include "dump.h"

namespace bylaw::compiler {
namespace {

struct TreeCase {
  std::string_view text;
  std::string_view tree;
};

std::string ParseToDump(std::string_view text) {
  ConditionParser parser;
  const ParseResult result = parser.Parse(text);
  return result.ok() ? Dump(result.ast) : Text({"error: ", result.errors[0].message});
}

class TreeTest : public testing::TestWithParam<TreeCase> {};

TEST_P(TreeTest, HasThisTree) {
  EXPECT_EQ(ParseToDump(GetParam().text), GetParam().tree);
}

constexpr TreeCase kOperators[] = {
    {"a", "a"},
    {".a", ".a"},
    {"a || b && c", "(|| a (&& b c))"},
    {"a || b || c", "(|| a b c)"},
    {"(a || b) || c", "(|| (|| a b) c)"},
    {"a && (b && c)", "(&& a (&& b c))"},
    {"(a || b) && c", "(&& (|| a b) c)"},
    {"a && b == c", "(&& a (== b c))"},
    {"a < b < c", "(< (< a b) c)"},
    {"a <= b", "(<= a b)"},
    {"a > b", "(> a b)"},
    {"a >= b", "(>= a b)"},
    {"a != b", "(!= a b)"},
    {"a in b", "(in a b)"},
    {"a in b == c", "(== (in a b) c)"},
    {"a == b + c", "(== a (+ b c))"},
    {"a - b - c", "(- (- a b) c)"},
    {"a - (b - c)", "(- a (- b c))"},
    {"a + b * c", "(+ a (* b c))"},
    {"a * b / c % d", "(% (/ (* a b) c) d)"},
    {"!a", "(! a)"},
    {"!!a && b", "(&& (! (! a)) b)"},
    {"!a.b", "(! (.b a))"},
    {"!(a && b)", "(! (&& a b))"},
    {"-a", "(- a)"},
    {"--a", "(- (- a))"},
    {"-a * b", "(* (- a) b)"},
    {"a - -b", "(- a (- b))"},
    {"a--b", "(- a (- b))"},
    {"a ? b : c", "(?: a b c)"},
    {"a ? b : c ? d : e", "(?: a b (?: c d e))"},
    {"(a ? b : c) ? d : e", "(?: (?: a b c) d e)"},
    {"a || b ? c : d", "(?: (|| a b) c d)"},
    {"a ?.b:c", "(?: a .b c)"},
    {"a ? .5 : 1", "(?: a d0.5 1)"},
    {"((a))", "a"},
};
INSTANTIATE_TEST_SUITE_P(Operators, TreeTest, testing::ValuesIn(kOperators));

constexpr TreeCase kMembers[] = {
    {"a.b.c", "(.c (.b a))"},
    {"a.`content-type`", "(.content-type a)"},
    {"a.`in`", "(.in a)"},
    {"a.?b", "(.?b a)"},
    {"a.?`b c`", "(.?b c a)"},
    {"a.break.as", "(.as (.break a))"},
    {"a[0]", "(at a 0)"},
    {"a[?b]", "(at? a b)"},
    {"a[b ? c : d][1]", "(at (at a (?: b c d)) 1)"},
    {"f()", "(call f)"},
    {".f(a)", "(call .f a)"},
    {"f(a, b ? c : d)", "(call f a (?: b c d))"},
    {"a.f()", "(method f a)"},
    {"a.b.f(c).d", "(.d (method f (.b a) c))"},
    {"a.for(b)", "(method for a b)"},
    {"'x'.size()", "(method size \"x\")"},
    {"1.size()", "(method size 1)"},
    {"[]", "(list)"},
    {"[1, a, ]", "(list 1 a)"},
    {"[?a, b.c, ?d + 1]", "(list ?a (.c b) ?(+ d 1))"},
    {"{}", "(map)"},
    {"{1: a, 'b': c,}", "(map 1 a \"b\" c)"},
    {"{?a: b}", "(map ?a b)"},
    {"{a ? b : c: d}", "(map (?: a b c) d)"},
    {"[[a], {b: [c]}][0]", "(at (list (list a) (map b (list c))) 0)"},
    {"a // to the end of the line\n&& b", "(&& a b)"},
    {"a // to a carriage return\r&& b", "(&& a b)"},
    {"a && b // last", "(&& a b)"},
    {"\t\n\f\r a \n", "a"},
    {"a == 'http://x'", "(== a \"http://x\")"},
};
INSTANTIATE_TEST_SUITE_P(Members, TreeTest, testing::ValuesIn(kMembers));

constexpr TreeCase kNumbers[] = {
    {"0", "0"},
    {"007", "7"},
    {"0x1F", "31"},
    {"-0x1f", "-31"},
    {"9223372036854775807", "9223372036854775807"},
    {"9223372036854775808", "0!"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"- 9223372036854775808", "-9223372036854775808"},
    {"-9223372036854775809", "0!"},
    {"--9223372036854775808", "(- -9223372036854775808)"},
    {"-(9223372036854775808)", "(- 0!)"},
    {"123456789012345678901234567890", "0!"},
    {"0xFFFFFFFFFFFFFFFF", "0!"},
    {"5u", "5u"},
    {"0xFFFFFFFFFFFFFFFFU", "18446744073709551615u"},
    {"18446744073709551616u", "0u!"},
    {"-5u", "(- 5u)"},
    {"-1.abs()", "(method abs -1)"},
    {"-(1.abs())", "(- (method abs 1))"},
    {"--1.5", "(- d-1.5)"},
    {"1-1", "(- 1 1)"},
    {"1 -1", "(- 1 1)"},
    {"1.5", "d1.5"},
    {".5", "d0.5"},
    {"1e3", "d1000"},
    {"1.25E-2", "d0.012500000000000001"},
    {"-1.5e+1", "d-15"},
    {"1e308", "d1e+308"},
    {"1e309", "d0!"},
    {"-1e309", "d0!"},
    {"1e-400", "d0"},
    {"-1e-400", "d-0"},
    {"1e99999999999999999999", "d0!"},
    {"1e-99999999999999999999", "d0"},
    {"0e99999999999999999999", "d0"},
    {"4.9e-324", "d4.9406564584124654e-324"},
    {"true == false", "(== true false)"},
    {"null", "null"},
};
INSTANTIATE_TEST_SUITE_P(Numbers, TreeTest, testing::ValuesIn(kNumbers));

constexpr TreeCase kStrings[] = {
    {R"("")", R"("")"},
    {R"('')", R"("")"},
    {R"("a'b")", R"("a'b")"},
    {R"('a"b')", R"("a\"b")"},
    {R"("a\"b\\")", R"("a\"b\\")"},
    {R"('\a\b\f\n\r\t\v\\\?\"\'\`')", R"("\a\b\f\n\r\t\v\\?\"'`")"},
    {R"("\x41\X42\u0043\U00000044\105")", R"("ABCDE")"},
    {R"("\377\xff")", "\"\u00FF\u00FF\""},
    {R"("\U0010FFFF")", R"("\U0010ffff")"},
    {R"("\U0001F600")", "\"\U0001F600\""},
    {"\"gr\u00FC\u00DFe\"", "\"gr\u00FC\u00DFe\""},
    {"\"\"\"a\n\"b\"\"c\"\"\"", R"("a\n\"b\"\"c")"},
    {"'''a''b'''", R"("a''b")"},
    {R"("""\"""")", R"("\"")"},
    {R"(""""a""")", R"("\"a")"},
    {R"("""""")", R"("")"},
    {R"(r"\d+\.")", R"("\\d+\\.")"},
    {R"(R'\')", R"("\\")"},
    {R"(r"""a"\""")", R"("a\"\\")"},
    {R"(b"a")", R"(b"a")"},
    {R"(B'\xff\377\0011')", R"(b"\xff\xff\x011")"},
    {R"(br"\x")", R"(b"\\x")"},
    {R"(bR'''\''')", R"(b"\\")"},
    {"b\"\u00FF\"", R"(b"\xc3\xbf")"},
    {R"('a' + 'b')", R"((+ "a" "b"))"},
    {R"("(((" + '[{')", R"((+ "(((" "[{"))"},
};
INSTANTIATE_TEST_SUITE_P(Strings, TreeTest, testing::ValuesIn(kStrings));

TEST(TreeTest, KeepsNumbersAsWritten) {
  ConditionParser parser;
  const auto text_of = [&](std::string_view text) {
    const ParseResult result = parser.Parse(text);
    return std::string(result.ast[result.ast.root()].text);
  };
  EXPECT_EQ(text_of("10000.10"), "10000.10");
  EXPECT_EQ(text_of("-10000.10"), "-10000.10");
  EXPECT_EQ(text_of("- // owed\n 10000.10"), "-10000.10");
  EXPECT_EQ(text_of("123456789012345678901234567890"), "123456789012345678901234567890");
  EXPECT_EQ(text_of("0xFFu"), "0xFF");
  EXPECT_EQ(text_of("1e400"), "1e400");
}

// Every node's text, in post-order: the part between its ends, and in brackets its name's.
std::vector<std::string> Places(std::string_view text) {
  ConditionParser parser;
  const ParseResult result = parser.Parse(text);
  std::vector<std::string> places;
  for (uint32_t i = 0; i < result.ast.size(); ++i) {
    const Span name = result.ast[ExprId{i}].name_span;
    places.push_back(Text({result.ast.SourceOf(ExprId{i}), " <",
                           text.substr(name.begin, name.end - name.begin), ">"}));
  }
  return places;
}

TEST(TreeTest, KnowsPlaces) {
  using testing::ElementsAre;
  EXPECT_THAT(Places(" (a) + b . c "),
              ElementsAre("a <a>", "b <b>", "b . c <c>", "(a) + b . c <+>"));
  EXPECT_THAT(Places("a+b-c"), ElementsAre("a <a>", "b <b>", "a+b <+>", "c <c>", "a+b-c <->"));
  EXPECT_THAT(Places("((x) || !y)"), ElementsAre("x <x>", "y <y>", "!y <!>", "(x) || !y <||>"));
  EXPECT_THAT(Places("f(- 1)[2].g(h)"),
              ElementsAre("- 1 <- 1>", "f(- 1) <f>", "2 <2>", "f(- 1)[2] <[>", "h <h>",
                          "f(- 1)[2].g(h) <g>"));
  EXPECT_THAT(Places("a ? 'b' : .c"),
              ElementsAre("a <a>", "'b' <'b'>", ".c <c>", "a ? 'b' : .c <?>"));
  EXPECT_THAT(Places("[?a, {b: c}]"),
              ElementsAre("a <a>", "b <b>", "c <c>", "{b: c} <{>", "[?a, {b: c}] <[>"));
  EXPECT_THAT(Places("'\u00FC' == \u0061"),
              ElementsAre("'\u00FC' <'\u00FC'>", "a <a>", "'\u00FC' == a <==>"));
  EXPECT_THAT(Places("-1.abs()"), ElementsAre("-1 <-1>", "-1.abs() <abs>"));
}

TEST(TreeTest, OutlivesItsParserAndText) {
  Ast ast;
  {
    std::string text = "name == 'a\\tb' && -1.5 < x";
    ConditionParser parser;
    ParseResult result = parser.Parse(text);
    text.assign(text.size(), '?');
    ast = std::move(result.ast);
    EXPECT_TRUE(parser.Parse("other").ok());
  }
  EXPECT_EQ(Dump(ast), "(&& (== name \"a\\tb\") (< d-1.5 x))");
  EXPECT_EQ(ast.source(), "name == 'a\\tb' && -1.5 < x");
}

std::string Repeat(std::string_view part, size_t times, std::string_view separator = "") {
  std::string out;
  for (size_t i = 0; i < times; ++i) {
    if (i > 0) out += separator;
    out += part;
  }
  return out;
}

// The language definition asks for 32 of each where it says 24 or 12 in its conformance tests.
TEST(TreeTest, MeetsTheMinimumsOfTheLanguage) {
  constexpr size_t kMinimum = 32;
  const std::string cases[] = {
      Repeat("a", kMinimum, " || "),
      Repeat("a", kMinimum, " && "),
      Repeat("a", kMinimum, " < "),
      Repeat("a", kMinimum, " + "),
      Repeat("a", kMinimum, " * "),
      Text({Repeat("a ? b : ", kMinimum), "c"}),
      Text({Repeat("!", kMinimum), "a"}),
      Text({Repeat("-", kMinimum), "a"}),
      Text({"a", Repeat(".b", kMinimum)}),
      Text({"a", Repeat("[0]", kMinimum)}),
      Text({"a", Repeat(".f()", kMinimum)}),
      Text({"f(", Repeat("a", kMinimum, ", "), ")"}),
      Text({"[", Repeat("a", kMinimum, ", "), "]"}),
      Text({"{", Repeat("a: b", kMinimum, ", "), "}"}),
      Text({Repeat("(", kMinimum), "a", Repeat(")", kMinimum)}),
      Text({Repeat("f(", kMinimum), "a", Repeat(")", kMinimum)}),
      Text({Repeat("[", kMinimum), "a", Repeat("]", kMinimum)}),
      Text({Repeat("{0: ", kMinimum), "a", Repeat("}", kMinimum)}),
      Text({Repeat("a[", kMinimum), "b", Repeat("]", kMinimum)}),
  };
  ConditionParser parser;
  for (const std::string& text : cases) {
    EXPECT_TRUE(parser.Parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace bylaw::compiler
