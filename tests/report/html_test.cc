// What others chose never becomes markup.

#include "html.h"

#include <gtest/gtest.h>

namespace bylaw::report {
namespace {

TEST(Html, TextsAreEscapedAndWhatIsNotSeenIsNamed) {
  const struct {
    const char* text;
    const char* html;
  } kCases[] = {
      {"<script>alert('x') & \"y\"</script>",
       "&lt;script&gt;alert(&#39;x&#39;) &amp; &quot;y&quot;&lt;/script&gt;"},
      {"a\u202eb", "a&lt;U+202E&gt;b"},
      {"\u2066\u200f", "&lt;U+2066&gt;&lt;U+200F&gt;"},
      {"\x1b[31m", "&lt;U+001B&gt;[31m"},
      {"line\nbreak", "line&lt;U+000A&gt;break"},
      {"\xff", "&lt;FF&gt;"},
      {"\xed\xa0\x80", "&lt;ED&gt;&lt;A0&gt;&lt;80&gt;"},
      {"\uffff\U0001fffe", "&lt;U+FFFF&gt;&lt;U+1FFFE&gt;"},
      {"é😀", "é😀"},
  };
  for (const auto& [text, html] : kCases) EXPECT_EQ(Markup::Text(text).html(), html);
}

TEST(Html, LongTextsAreCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "é";
  const std::string cut = Markup::Text(text).html();
  EXPECT_EQ(cut, text.substr(0, 2 * Markup::kTextChars) + "…");
  EXPECT_EQ(Markup::WholeText(text).html(), text);
  EXPECT_EQ(Markup::WholeText("a\n<").html(), "a\n&lt;");
}

TEST(Html, NumbersAreGrouped) {
  EXPECT_EQ(Markup::Number(0).html(), "0");
  EXPECT_EQ(Markup::Number(1'000).html(), "1,000");
  EXPECT_EQ(Markup::Number(1'234'567).html(), "1,234,567");
}

}  // namespace
}  // namespace bylaw::report
