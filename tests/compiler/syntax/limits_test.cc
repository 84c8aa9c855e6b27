// What is too long, too deep or not text at all is an error, soon and in little memory.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <ctime>
#include <string>

#include "bylaw/compiler/syntax.h"
#include "dump.h"
#include "sanitized.h"

namespace bylaw::compiler {
namespace {

constexpr std::clock_t kClocksMax = kSanitized ? 2 * CLOCKS_PER_SEC : CLOCKS_PER_SEC / 10;
constexpr int64_t kMemoryMaxKib = kSanitized ? 1'048'576 : 65'536;

std::string Repeat(std::string_view part, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += part;
  return out;
}

int64_t PeakMemoryKib() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// Parses within the bounds of the processor's time, whatever else it does meanwhile, and memory.
ParseResult BoundedParse(std::string_view text) {
  ConditionParser parser;
  const int64_t memory_before = PeakMemoryKib();
  const std::clock_t start = std::clock();
  ParseResult result = parser.Parse(text);
  EXPECT_LT(std::clock() - start, kClocksMax) << text.substr(0, 20);
  EXPECT_LT(PeakMemoryKib() - memory_before, kMemoryMaxKib) << text.substr(0, 20);
  return result;
}

DiagnosticCode CodeOf(std::string_view text) {
  const ParseResult result = BoundedParse(text);
  EXPECT_EQ(result.errors.size(), 1u) << text.substr(0, 20);
  return result.ok() ? DiagnosticCode::kConditionEmpty : result.errors[0].code;
}

TEST(LimitsTest, RefusesWhatIsTooLong) {
  EXPECT_EQ(CodeOf(Repeat("(", 100'000)), DiagnosticCode::kConditionTooLong);
  EXPECT_EQ(CodeOf(Text({Repeat("(", 100'000), "1", Repeat(")", 100'000)})),
            DiagnosticCode::kConditionTooLong);
  EXPECT_EQ(CodeOf(Repeat("!", 1'000'000)), DiagnosticCode::kConditionTooLong);
  EXPECT_EQ(CodeOf(Text({"[", Repeat("1,", 1'000'000), "1]"})), DiagnosticCode::kConditionTooLong);
}

TEST(LimitsTest, BytesAreExact) {
  const std::string longest = Text({"a", Repeat(" ", kConditionBytesMax - 1)});
  EXPECT_TRUE(BoundedParse(longest).ok());
  EXPECT_EQ(CodeOf(Text({longest, " "})), DiagnosticCode::kConditionTooLong);
}

TEST(LimitsTest, TokensAreExact) {
  // Brackets, end of the text, and an element and a comma each.
  const std::string most = Text({"[", Repeat("1,", kConditionTokensMax / 2 - 2), "1]"});
  EXPECT_TRUE(BoundedParse(most).ok());
  EXPECT_EQ(CodeOf(Text({"[", Repeat("1,", kConditionTokensMax / 2 - 1), "1]"})),
            DiagnosticCode::kConditionTooLong);
}

TEST(LimitsTest, RefusesWhatIsTooDeep) {
  struct Case {
    std::string_view open, inside, close;
    size_t depth;  // How many are the most.
  };
  constexpr Case kCases[] = {
      {"(", "a", ")", kConditionDepthMax},        {"[", "a", "]", kConditionDepthMax - 1},
      {"{1: ", "a", "}", kConditionDepthMax - 1}, {"f(", "a", ")", kConditionDepthMax - 1},
      {"a[", "a", "]", kConditionDepthMax - 1},   {"!", "a", "", kConditionDepthMax - 1},
      {"-", "a", "", kConditionDepthMax - 1},     {"a ? b : ", "a", "", kConditionDepthMax - 1},
      {"", "a", " + a", kConditionDepthMax - 1},  {"", "a", " < a", kConditionDepthMax - 1},
      {"", "a", ".b", kConditionDepthMax - 1},    {"", "a", "[0]", kConditionDepthMax - 1},
      {"", "a", ".f()", kConditionDepthMax - 1},
  };
  for (const Case& c : kCases) {
    const auto nested = [&](size_t depth) {
      return Text({Repeat(c.open, depth), c.inside, Repeat(c.close, depth)});
    };
    EXPECT_TRUE(BoundedParse(nested(c.depth)).ok()) << c.open << c.close;
    EXPECT_EQ(CodeOf(nested(c.depth + 1)), DiagnosticCode::kConditionTooDeep) << c.open << c.close;
    EXPECT_EQ(CodeOf(nested(1000)), DiagnosticCode::kConditionTooDeep) << c.open << c.close;
  }
}

TEST(LimitsTest, WidthIsNotDepth) {
  EXPECT_TRUE(BoundedParse(Text({Repeat("a || ", 1000), "a"})).ok());
  EXPECT_TRUE(BoundedParse(Text({Repeat("a && ", 1000), "a"})).ok());
  EXPECT_TRUE(BoundedParse(Text({"f(", Repeat("a ? b : c, ", 300), "a)"})).ok());
  EXPECT_TRUE(BoundedParse(Text({"[", Repeat("[], ", 300), "]"})).ok());
  EXPECT_TRUE(BoundedParse(Text({"'", Repeat("(", 1000), "'"})).ok());
  EXPECT_TRUE(BoundedParse(Text({"a // ", Repeat("(", 1000)})).ok());
}

TEST(LimitsTest, NoInputIsSlow) {
  constexpr std::string_view kParts[] = {
      "(",        ")",  "[",      "{",   "?",       ":",        ",",      "!",    "-",
      ".",        "'",  "\"",     "`",   "\\",      "''''",     "a",      "a ",   "1",
      "1.",       "1e", "0x",     "=",   "& ",      "\n",       "//",     "b'",   "r\"",
      "\xC3\xBC", "“",  "a ? ",   "a[?", "[a,",     "{a:",      "f(a)",   "a.?",  "'\\'",
      ")(",       "])", "a and ", ";",   "10,000 ", "\"\"\"\\", "'''a''", "a.b(",
  };
  for (const std::string_view part : kParts) {
    const ParseResult result = BoundedParse(Repeat(part, kConditionBytesMax / part.size()));
    EXPECT_LE(result.errors.size(), 20u) << part;
    const ParseResult fewer = BoundedParse(Repeat(part, 3000 / part.size()));
    EXPECT_LE(fewer.errors.size(), 20u) << part;
  }
}

TEST(LimitsTest, RefusesWhatIsNotUtf8) {
  constexpr std::string_view kBad[] = {
      "\x80",
      "\xC0\x80",
      "\xC1\xBF",
      "\xC3",
      "\xC3(",
      "\xE0\x80\x80",
      "\xE2\x82",
      "\xED\xA0\x80",
      "\xF0\x80\x80\x80",
      "\xF4\x90\x80\x80",
      "\xF5\x80\x80\x80",
      "\xFF",
  };
  for (const std::string_view bad : kBad) {
    ConditionParser parser;
    const ParseResult result = parser.Parse(Text({"a == '", bad, "'"}));
    ASSERT_EQ(result.errors.size(), 1u);
    EXPECT_EQ(result.errors[0].code, DiagnosticCode::kConditionNotUtf8);
    EXPECT_EQ(result.errors[0].span, (Span{6, 7}));
  }
}

}  // namespace
}  // namespace bylaw::compiler
