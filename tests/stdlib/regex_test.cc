// matches, with constant patterns (prepared) and with patterns known only at the call.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "call.h"

namespace bylaw::stdlib {
namespace {

using vm::Value;

constexpr std::string_view kMatches = "matches(string, string) bool";

std::unique_ptr<vm::Prepared> Prepare(std::string_view pattern, std::string* error) {
  return vm::FindFunction(Functions(), kMatches)->prepare(Value::String(pattern), error);
}

std::string Match(std::string_view text, std::string_view pattern, const vm::Prepared* prepared) {
  return Call(kMatches, {Value::String(text), Value::String(pattern)}, prepared);
}

TEST(Matches, IsTheSameForConstantAndOtherPatterns) {
  struct Case {
    std::string_view text, pattern;
    const char* result;
  };
  const Case cases[] = {
      {"hubba", "ubb", "true"},  // any part of the text
      {"hubba", "^ubb", "false"},
      {"", "foo|bar", "false"},
      {"cows", "", "true"},
      {"", "", "true"},
      {{}, "^$", "true"},
      {"mañana", "a+ñ+a+", "true"},
      {"🐱😀😀", "(a|😀){2}", "true"},
      {"ÿ", "^.$", "true"},  // a code point, not a byte
      {"É", "(?i)^é$", "true"},
      {"x1", R"(^\pL\d$)", "true"},
      {"a\nb", "^a.b$", "false"},
      {"a\nb", "(?s)^a.b$", "true"},
      {"a\n", "^a$", "false"},  // $ is the end of the text only
      {{"a\0b", 3}, R"(^a\x00b$)", "true"},
      {"DE89370400440532013000", "^[A-Z]{2}[0-9]{20}$", "true"},
  };
  for (const Case& c : cases) {
    std::string error;
    const std::unique_ptr<vm::Prepared> prepared = Prepare(c.pattern, &error);
    ASSERT_NE(prepared, nullptr) << c.pattern << ": " << error;
    EXPECT_EQ(Match(c.text, c.pattern, prepared.get()), c.result) << c.text << ", " << c.pattern;
    EXPECT_EQ(Match(c.text, c.pattern, nullptr), c.result) << c.text << ", " << c.pattern;
  }
}

TEST(Matches, RefusesWhatIsNoPattern) {
  struct Case {
    std::string_view pattern, part_of_error, result;
  };
  const Case cases[] = {
      {"a(b", "missing )", "bad_argument"},
      {"a)", "unexpected )", "bad_argument"},
      {"[z-a]", "z-a", "bad_argument"},
      {"*", "no argument for repetition operator", "bad_argument"},
      {"a{1001}", "invalid repetition size", "bad_argument"},
      {R"((a)\1)", R"(\1)", "bad_argument"},  // RE2 has no back-references
      {"(?=a)", "(?=", "bad_argument"},       // nor looks ahead
      {"\\", "trailing \\", "bad_argument"},
      {R"(\pL{1000})", "too large", "limit_exceeded"},
      {"\xff", "invalid UTF-8", "bad_argument"},
  };
  for (const Case& c : cases) {
    std::string error;
    EXPECT_EQ(Prepare(c.pattern, &error), nullptr) << c.pattern;
    EXPECT_TRUE(error.starts_with("the pattern is not a regular expression of RE2: ")) << error;
    EXPECT_NE(error.find(c.part_of_error), std::string::npos) << error;
    EXPECT_EQ(Match("a", c.pattern, nullptr), c.result) << c.pattern;
  }
}

TEST(Matches, BoundsPatternsKnownOnlyAtTheCall) {
  const std::string longest(1024, 'a');
  EXPECT_EQ(Match(longest, longest, nullptr), "true");
  EXPECT_EQ(Match(longest + "a", longest + "a", nullptr), "limit_exceeded");

  std::string error;
  const std::unique_ptr<vm::Prepared> constant = Prepare(longest + "a", &error);
  ASSERT_NE(constant, nullptr) << error;
  EXPECT_EQ(Match(longest + "a", longest + "a", constant.get()), "true");

  // Fits the memory of a constant pattern only.
  constexpr std::string_view kLarge = R"(^\p{L}{1,60}$)";
  const std::unique_ptr<vm::Prepared> large = Prepare(kLarge, &error);
  ASSERT_NE(large, nullptr) << error;
  EXPECT_EQ(Match("Größe", kLarge, large.get()), "true");
  EXPECT_EQ(Match("Größe", kLarge, nullptr), "limit_exceeded");
}

// Patterns on which a matcher that backtracks takes longer than the universe.
TEST(Matches, DoesNotBacktrack) {
  const std::string text(16'384, 'x');
  for (const std::string_view pattern :
       {"(x+x+)+y", "^(x*)*$y", "(x|x)*y", "^(([x])+.)+[0-9]$", "(x?){50}x{50}y"}) {
    std::string error;
    const std::unique_ptr<vm::Prepared> prepared = Prepare(pattern, &error);
    ASSERT_NE(prepared, nullptr) << error;
    EXPECT_EQ(Match(text, pattern, prepared.get()), "false") << pattern;
    EXPECT_EQ(Match(text, pattern, nullptr), "false") << pattern;
  }
}

TEST(Matches, SharesAPreparedPatternBetweenThreads) {
  std::string error;
  const std::unique_ptr<vm::Prepared> prepared = Prepare("(a|b)*a(a|b){8}c", &error);
  ASSERT_NE(prepared, nullptr) << error;
  std::vector<std::string> results(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(results.size());
    for (std::string& result : results) {
      threads.emplace_back([&result, &prepared] {
        for (int i = 0; i < 200; ++i) {
          const std::string text = std::string(static_cast<std::size_t>(i), 'b') + "abababababac";
          const std::string found = Match(text, "", prepared.get());
          if (i == 0 || found != result) result += found;
        }
      });
    }
  }
  for (const std::string& result : results) EXPECT_EQ(result, "true");
}

}  // namespace
}  // namespace bylaw::stdlib
