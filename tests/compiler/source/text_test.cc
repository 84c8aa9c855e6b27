// Where each byte of a decoded scalar stands in the file.

#include "bylaw/compiler/text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "bylaw/compiler/yaml.h"

namespace bylaw::compiler {
namespace {

// The text of the one value of `key: …`.
Text ValueOf(const SourceFile& source) {
  DiagnosticSink sink;
  const std::optional<YamlDocument> document = ReadYaml(source, sink);
  if (!document.has_value() || sink.has_errors()) return {};
  return document->ReadText(document->Members(document->root()).at(0).value);
}

struct PlaceCase {
  std::string_view name;
  std::string yaml;
  std::string part;    // Of the decoded text.
  std::string origin;  // The bytes of the file that it came from.
};

TEST(Text, PartsPointToWhereTheyWereWritten) {
  const PlaceCase cases[] = {
      {"plain", "k: amount < 10", "< 10", "< 10"},
      {"plain over lines", "k: amount <\n   10", "10", "10"},
      {"plain fold", "k: amount <\n   10", "< 1", "<\n   1"},
      {"single", "k: 'a == \"b\"'", "\"b\"", "\"b\""},
      {"single quote pair", "k: 'it''s x'", "'", "''"},
      {"after a quote pair", "k: 'it''s x'", "s x", "s x"},
      {"double", "k: \"a == b\"", "== b", "== b"},
      {"double escape", "k: \"a \\\"b\\\" c\"", "\"b\"", "\\\"b\\\""},
      {"after an escape", "k: \"\\u00e9\\x41b c\"", "b c", "b c"},
      {"escape of two bytes", "k: \"x\\u00e9y\"", "\xC3\xA9", "\\u00e9"},
      {"double fold", "k: \"a &&\n   b\"", "b", "b"},
      {"escaped break", "k: \"a &&\\\n   b\"", "b", "b"},
      {"literal", "k: |\n  a\n  b && c\n", "b && c", "b && c"},
      {"literal break", "k: |\n  a\n  b\n", "\nb", "\n  b"},
      {"folded", "k: >-\n  a &&\n  b < 1\n", "b < 1", "b < 1"},
      {"folded over the fold", "k: >-\n  a &&\n  b < 1\n", "&& b", "&&\n  b"},
      {"folded, blank line", "k: >-\n  a\n\n  b\n", "\n", "\n\n  "},
      {"carriage returns", "k: >-\r\n  a &&\r\n  b\r\n", "b", "b"},
      {"code points", "k: 'ä€ == ü'", "ü", "ü"},
  };
  for (const PlaceCase& c : cases) {
    const SourceFile source("f.yaml", c.yaml);
    const Text text = ValueOf(source);
    const size_t at = text.value.find(c.part);
    ASSERT_NE(at, std::string::npos) << c.name << ": " << text.value;
    const Span part = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + c.part.size())};
    EXPECT_EQ(source.Slice(text.ToFile(part)), c.origin) << c.name;
    const Text alone = text.Slice(part);
    EXPECT_EQ(alone.value, c.part) << c.name;
    EXPECT_EQ(source.Slice(alone.span), c.origin) << c.name;
  }
}

TEST(Text, TheEndIsBehindTheLastByte) {
  for (const std::string yaml : {"k: abc", "k: 'abc'", "k: \"ab\\u0063\"", "k: >-\n  abc\n"}) {
    const SourceFile source("f.yaml", yaml);
    const Text text = ValueOf(source);
    ASSERT_EQ(text.value, "abc") << yaml;
    const Span end = text.ToFile({3, 3});
    EXPECT_EQ(end.begin, end.end);
    const Span last = text.ToFile({2, 3});
    EXPECT_EQ(end.begin, last.end) << yaml;
    EXPECT_EQ(text.ToFile({3, 9}), end) << yaml;  // Past the end: the end.
  }
}

TEST(Text, SpansHaveTheirQuotes) {
  const SourceFile source("f.yaml", "k: 'a b' # c\n");
  EXPECT_EQ(source.Slice(ValueOf(source).span), "'a b'");
  const SourceFile block("f.yaml", "k: >-  # c\n  a\n  b\n\n");
  EXPECT_EQ(block.Slice(ValueOf(block).span), ">-  # c\n  a\n  b");
}

// Every byte that means itself maps to the same byte; places never run backwards.
TEST(Text, GeneratedScalars) {
  static constexpr const char* kPieces[] = {"a",  "b ", "  ", "\n   ", "\n\n   ",
                                            "''", "é",  "€",  "== "};
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    std::string yaml = "k: 'x";
    for (size_t n = random() % 8; n > 0; --n) yaml += kPieces[random() % std::size(kPieces)];
    const SourceFile source("f.yaml", yaml + "'");
    const Text text = ValueOf(source);
    ASSERT_FALSE(text.value.empty()) << yaml;
    uint32_t before = 0;
    for (uint32_t at = 0; at < text.value.size(); ++at) {
      const Span place = text.ToFile({at, at + 1});
      ASSERT_LT(place.begin, place.end) << yaml;
      ASSERT_GE(place.begin, before) << yaml;
      before = place.begin;
      const char c = text.value[at];
      const Text rest = text.Slice({at, static_cast<uint32_t>(text.value.size())});
      EXPECT_EQ(rest.ToFile({0, 1}), place) << yaml;
      if (c == ' ' || c == '\n' || c == '\'') continue;
      EXPECT_EQ(source.bytes()[place.begin], c) << yaml;
    }
  }
}

}  // namespace
}  // namespace bylaw::compiler
