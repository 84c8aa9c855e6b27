// glob.matches: constant patterns (prepared) and others, which answer alike.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

using vm::Value;

constexpr std::string_view kGlob = "glob.matches(string, string) bool";

std::unique_ptr<vm::Prepared> Prepare(std::string_view pattern, std::string* error) {
  return vm::FindFunction(Functions(), kGlob)->prepare(Value::String(pattern), error);
}

TEST(Glob, Matches) {
  struct Case {
    std::string_view pattern, text;
    const char* result;
  };
  const Case cases[] = {
      {"", "", "true"},
      {"", "a", "false"},
      {"a.c", "a.c", "true"},
      {"a.c", "abc", "false"},
      {"*", "", "true"},
      {"*", "abc", "true"},
      {"*", ".hidden", "true"},
      {"*", "a/b", "false"},
      {"*.txt", "notes.txt", "true"},
      {"*.txt", "dir/notes.txt", "false"},
      {"*.txt", "notes.txt\n", "false"},
      {"*.txt", "notes.txt.exe", "false"},
      {"a*b*c", "aXbXbc", "true"},
      {"a*b*c", "aXbX", "false"},
      {"?", "a", "true"},
      {"?", "ä", "true"},  // a code point, not a byte
      {"?", "", "false"},
      {"?", "/", "false"},
      {"?", "\n", "true"},
      {"a?c", "a/c", "false"},
      // Across slashes.
      {"**", "", "true"},
      {"**", "a/b\n/c", "true"},
      {"/data/**", "/data/a/b", "true"},
      {"/data/**", "/data/", "true"},
      {"/data/**", "/data", "false"},
      {"/data/**", "/database", "false"},
      {"/data/**", "/data/../etc/passwd", "true"},  // as written: path.clean() first
      {"a/**/b", "a/b", "true"},
      {"a/**/b", "a/x/y/b", "true"},
      {"a/**/b", "a/xb", "false"},
      {"**/b", "b", "true"},
      {"**/b", "a/b", "true"},
      {"**/b", "ab", "false"},
      {"a**b", "a/x/b", "true"},
      {"a**/b", "ab", "false"},
      {"a/***/b", "a/b", "true"},
      {"*/*", "a/b", "true"},
      {"*/*", "a/b/c", "false"},
      // Classes.
      {"[abc]", "b", "true"},
      {"[abc]", "d", "false"},
      {"[a-c]x", "bx", "true"},
      {"[!a-c]", "d", "true"},
      {"[^a-c]", "b", "false"},
      {"[!a]", "/", "false"},
      {"[!a]", "\n", "true"},
      {"[]]", "]", "true"},
      {"[!]]", "]", "false"},
      {"[!]]", "x", "true"},
      {"[a-]", "-", "true"},
      {"[-a]", "-", "true"},
      {"[*?]", "*", "true"},
      {"[*?]", "x", "false"},
      {"[\\]]", "]", "true"},
      {"[\\\\]", "\\", "true"},
      {"[à-ü]", "é", "true"},
      {"[.]", "x", "false"},
      {"[^^]", "^", "false"},
      {"[&&a]", "&", "true"},
      // As they are.
      {"\\*", "*", "true"},
      {"\\*", "x", "false"},
      {"\\?\\[\\\\", "?[\\", "true"},
      {"\\/\\a", "/a", "true"},
      {"a+(b|c)$^{1}.", "a+(b|c)$^{1}.", "true"},
      {"a+", "aa", "false"},
      {"(?i)A", "a", "false"},
      {"{a,b}", "a", "false"},
      {"\\x41", "A", "false"},
      {"é", "e\u0301", "false"},  // no normalisation
      {{"a\0b", 3}, {"a\0b", 3}, "true"},
      {{"a\0b", 3}, "a", "false"},
      {"~/*", "~/x", "true"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ResultOfText(kGlob, {c.pattern, c.text}), c.result) << c.pattern << ", " << c.text;
    std::string error;
    const std::unique_ptr<vm::Prepared> prepared = Prepare(c.pattern, &error);
    ASSERT_NE(prepared, nullptr) << c.pattern << ": " << error;
    CallLimits limits;
    limits.prepared = prepared.get();
    EXPECT_EQ(ResultOfText(kGlob, {c.pattern, c.text}, limits), c.result) << c.pattern;
  }
}

TEST(Glob, RefusesWhatIsNoPattern) {
  for (const std::string_view pattern :
       {"[", "[a", "[]", "[!", "[!]", "[a-", "[a-]x[", "a\\", "[\\", "[c-a]", "[a/b]", "[--0]",
        "[/]", "[[:alpha:]]", "[[.a.]]", "[[=a=]]", "\xff", "[\xff]", "\\\xff"}) {
    std::string error;
    EXPECT_EQ(Prepare(pattern, &error), nullptr) << pattern;
    EXPECT_FALSE(error.empty());
    EXPECT_EQ(ResultOfText(kGlob, {pattern, "a"}), "bad_argument") << pattern;
  }
}

TEST(Glob, IsLinearInTheText) {
  const std::string text(16'384, 'a');
  std::string pattern;
  for (int i = 0; i < 30; ++i) pattern += i % 2 == 0 ? "a*" : "a**";
  pattern += "b";
  EXPECT_EQ(ResultOfText(kGlob, {pattern, text}), "false");
}

TEST(Glob, BoundsPatternsKnownOnlyAtTheCall) {
  const std::string longest(1000, 'a');
  EXPECT_EQ(ResultOfText(kGlob, {longest, longest}), "true");
  EXPECT_EQ(ResultOfText(kGlob, {longest + longest, longest}), "limit_exceeded");
  const std::string stars(1'000'000, '*');
  EXPECT_EQ(ResultOfText(kGlob, {stars, "a"}), "limit_exceeded");
}

}  // namespace
}  // namespace bylaw::stdlib
