// Paths as text: cleaning, and being under a root, with the usual ways out of it.
#include <gtest/gtest.h>

#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

constexpr std::string_view kClean = "path.clean(string) string";
constexpr std::string_view kUnder = "path.under(string, string) bool";

TEST(PathClean, GivesTheShortestPath) {
  struct Case {
    std::string_view path, cleaned;
  };
  const Case cases[] = {
      {"", "."},
      {".", "."},
      {"./", "."},
      {"a", "a"},
      {"a/", "a"},
      {"./a", "a"},
      {"a/./b", "a/b"},
      {"a//b", "a/b"},
      {"a/../b", "b"},
      {"a/..", "."},
      {"a/../..", ".."},
      {"..", ".."},
      {"../..", "../.."},
      {"../../a", "../../a"},
      {"a/../../../b", "../../b"},
      {"/", "/"},
      {"//", "/"},
      {"///a", "/a"},
      {"/.", "/"},
      {"/..", "/"},
      {"/../../etc", "/etc"},
      {"/a/b/../../c", "/c"},
      {"/a/b/../../../../c", "/c"},
      {"/a/.../b", "/a/.../b"},
      {"/a/..b/c..", "/a/..b/c.."},
      {"/a/. ./b", "/a/. ./b"},
      {"/a\\..\\b", "/a\\..\\b"},      // a backslash is a character of a name
      {"/a/%2e%2e/b", "/a/%2e%2e/b"},  // and so is a percent sign
      {"~/a", "~/a"},
      {"/a/\n/b", "/a/\n/b"},
      {"/ä/../ö", "/ö"},
      {"/a/\u2024\u2024/b", "/a/\u2024\u2024/b"},  // one dot leaders: no dots
      {"/a/．．/b", "/a/．．/b"},                  // full-width dots: neither
      {"/a∕..∕b", "/a∕..∕b"},                      // division slashes: no slashes
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ResultOfText(kClean, {c.path}), "'" + std::string(c.cleaned) + "'") << c.path;
    EXPECT_EQ(ResultOfText(kClean, {c.cleaned}), "'" + std::string(c.cleaned) + "'");
  }
}

TEST(PathUnder, FollowsEveryWayOut) {
  struct Case {
    std::string_view path, root;
    const char* result;
  };
  const Case cases[] = {
      {"/data", "/data", "true"},
      {"/data/", "/data", "true"},
      {"/data", "/data/", "true"},
      {"/data/a/b", "/data", "true"},
      {"/data/./a", "//data/.", "true"},
      {"//data///a", "/data", "true"},
      {"/x/../data/a", "/data", "true"},
      {"/data/a", "/x/../data", "true"},
      {"/../data/a", "/data", "true"},
      {"/a", "/", "true"},
      {"/", "/", "true"},
      {"/", "/data", "false"},
      {"/database", "/data", "false"},
      {"/data.bak/a", "/data", "false"},
      {"/data/..", "/data", "false"},
      {"/data/../etc/passwd", "/data", "false"},
      {"/data/a/../../etc/passwd", "/data", "false"},
      {"/data/a/./.././../data2", "/data", "false"},
      {"/data//../etc", "/data", "false"},
      {"/data/../data", "/data", "true"},
      {"/data/../../../data/x", "/data", "true"},
      {"/data/..a", "/data", "true"},
      {"/data/...", "/data", "true"},
      {"/etc/passwd", "/data", "false"},
      {"/Data/a", "/data", "false"},
      // Relative to where?
      {"data/a", "/data", "false"},
      {"", "/", "false"},
      {".", "/", "false"},
      {"../data", "/data", "false"},
      {"~/data", "/", "false"},
      {"\\data", "/", "false"},
      {"C:\\data", "/", "false"},
      {" /data/a", "/data", "false"},
      {"file:///data/a", "/", "false"},
      // A mistake in the rule.
      {"/data/a", "data", "bad_argument"},
      {"/data/a", "", "bad_argument"},
      {"a", "~", "bad_argument"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ResultOfText(kUnder, {c.path, c.root}), c.result) << c.path << ", " << c.root;
  }
}

TEST(Path, HasNoNul) {
  EXPECT_EQ(ResultOfText(kClean, {{"/data\0/../etc", 13}}), "bad_argument");
  EXPECT_EQ(ResultOfText(kUnder, {{"/data/a\0", 8}, "/data"}), "bad_argument");
  EXPECT_EQ(ResultOfText(kUnder, {"/data/a", {"/data\0", 6}}), "bad_argument");
}

TEST(Path, IsBounded) {
  std::string path;
  while (path.size() < vm::kStringBytesDefault - 3) path += "../";
  EXPECT_EQ(ResultOfText(kClean, {path}).size(), path.size() - 1 + 2);
  EXPECT_EQ(ResultOfText(kClean, {"/" + path}), "'/'");
  EXPECT_EQ(ResultOfText(kClean, {std::string(vm::kStringBytesDefault + 1, '/')}),
            "limit_exceeded");
}

}  // namespace
}  // namespace bylaw::stdlib
