// What changed between two texts.

#include "text_diff.h"

#include <gtest/gtest.h>

namespace bylaw::report {
namespace {

TEST(LineDiff, ShowsWhatChangedAndTwoLinesAround) {
  const struct {
    const char* before;
    const char* after;
    const char* diff;
  } kCases[] = {
      {"", "", ""},
      {"a\nb\n", "a\nb\n", ""},
      {"", "a\n", "+a\n"},
      {"a\n", "", "-a\n"},
      {"a\nb\nc\n", "a\nx\nc\n", " a\n-b\n+x\n c\n"},
      {"1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n7\n", "@\n 4\n 5\n-6\n+7\n"},
      {"1\n2\n3\n4\n5\n6\n", "0\n2\n3\n4\n5\n6\n", "-1\n+0\n 2\n 3\n@\n"},
  };
  for (const auto& [before, after, diff] : kCases) {
    EXPECT_EQ(LineDiff(before, after), diff) << before << "→" << after;
  }
}

TEST(LineDiff, WhatIsTooMuchIsNotCompared) {
  std::string lines;
  for (int i = 0; i < 5'000; ++i) lines += "x\n";
  EXPECT_FALSE(LineDiff(lines, lines + "y\n"));
}

}  // namespace
}  // namespace bylaw::report
