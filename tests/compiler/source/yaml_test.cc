// What the YAML reader reads. What it refuses, as shown to the user, is in golden/.

#include "bylaw/compiler/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "yaml_dump.h"

namespace bylaw::compiler {
namespace {

struct ReadCase {
  std::string yaml;
  std::string_view dump;
};

TEST(Yaml, Reads) {
  const ReadCase cases[] = {
      {"a: b", R"({"a": "b"})"},
      {"a: b c\nd: e\n", R"({"a": "b c", "d": "e"})"},
      {"a:\n  b: c\n  d:\n    - e\n    - f\n", R"({"a": {"b": "c", "d": ["e", "f"]}})"},
      {"a:\n- b\n- c\nd: e\n", R"({"a": ["b", "c"], "d": "e"})"},
      {"- a: b\n  c: d\n- - e\n  - f\n", R"([{"a": "b", "c": "d"}, ["e", "f"]])"},
      {"-\n  a: b\n-\n  - c\n", R"([{"a": "b"}, ["c"]])"},
      {"a: [b, 'c d', \"e\", [f], {g: h}]\n", R"({"a": ["b", "c d", "e", ["f"], {"g": "h"}]})"},
      {"a: {}\nb: []\n", R"({"a": {}, "b": []})"},
      {"a: [b,\n    c, # d\n    e,\n  ]\n", R"({"a": ["b", "c", "e"]})"},
      {"a: {\"b\":c, 'd': [e], f: g h}", R"({"a": {"b": "c", "d": ["e"], "f": "g h"}})"},
      {"{a: b, c: [d]}\n", R"({"a": "b", "c": ["d"]})"},
      {"# c\n\na: b # d\n  # e\nc: d#e\n", R"({"a": "b", "c": "d#e"})"},
      {"a: b\n   c\n\n   d\n", R"({"a": "b c\nd"})"},
      {"a: http://b:8080/c?d=e\n", R"({"a": "http://b:8080/c?d=e"})"},
      {"a: -1\nb: - \n", "error"},
      {"a: 'it''s'\n", R"({"a": "it's"})"},
      {"a: \"b\\tc\\u00e9\\\\ \\\"\"\n", "{\"a\": \"b\tc\xC3\xA9\\\\ \\\"\"}"},
      {"a: \"b  \n  c\n\n  d\\\n  e\"\n", R"({"a": "b c\nde"})"},
      {"a: |\n  b\n   c\n\n  d\n\n", R"({"a": "b\n c\n\nd\n"})"},
      {"a: |-\n  b\nc: |+\n  d\n\ne: f\n", R"({"a": "b", "c": "d\n\n", "e": "f"})"},
      {"a: >\n  b\n  c\n\n  d\n   e\n  f\n", R"({"a": "b c\nd\n e\nf\n"})"},
      {"a: |2\n   b\n  c\n", R"({"a": " b\nc\n"})"},
      {"a: |\n  # not a comment\n# a comment\nb: c\n", R"({"a": "# not a comment\n", "b": "c"})"},
      {"a: |\n  b", R"({"a": "b"})"},
      {"- |\n b\n- c\n", R"(["b\n", "c"])"},
      {"\xEF\xBB\xBF"
       "a: b\n",
       R"({"a": "b"})"},
      {"%YAML 1.2\n---\na: b\n...\n", R"({"a": "b"})"},
      {"---\na: b\n", R"({"a": "b"})"},
      {"a: b\r\nc:\r\n  - d\r\n", R"({"a": "b", "c": ["d"]})"},
      {"\"a b\": c\n'd': e\n", R"({"a b": "c", "d": "e"})"},
      {"a: b\nc\n", "error"},
      {"a: yes\nb: 010\nc: true\n", R"({"a": "yes", "b": "010", "c": "true"})"},
      {"a: x && y || !z\n", R"({"a": "x && y || !z"})"},
      {"a: x[1] == {}\n", R"({"a": "x[1] == {}"})"},
      {"a: don't\n", R"({"a": "don't"})"},
  };
  for (const ReadCase& c : cases) EXPECT_EQ(DumpYaml(c.yaml), c.dump) << c.yaml;
}

TEST(Yaml, NodesKnowTheirPlaces) {
  const SourceFile source("f.yaml", "k:\n  - {a: 'b', c: [d]}\n  - e # f\nl: |\n  g\n");
  DiagnosticSink sink;
  const std::optional<YamlDocument> document = ReadYaml(source, sink);
  ASSERT_TRUE(document.has_value());
  const auto members = document->Members(document->root());
  ASSERT_EQ(members.size(), 2U);
  const auto text = [&](YamlId id) { return source.Slice(document->span(id)); };
  EXPECT_EQ(text(members[0].key), "k");
  EXPECT_EQ(text(members[0].value), "- {a: 'b', c: [d]}\n  - e");
  EXPECT_EQ(text(members[1].value), "|\n  g");
  const auto items = document->Items(members[0].value);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(text(items[0]), "{a: 'b', c: [d]}");
  EXPECT_EQ(text(items[1]), "e");
  const auto inner = document->Members(items[0]);
  EXPECT_EQ(text(inner[0].value), "'b'");
  EXPECT_EQ(text(inner[1].value), "[d]");
  EXPECT_EQ(document->node(inner[0].value).style, ScalarStyle::kSingleQuoted);
  EXPECT_EQ(document->node(items[1]).style, ScalarStyle::kPlain);
  EXPECT_TRUE(document->Items(items[1]).empty());
  EXPECT_TRUE(document->Members(items[1]).empty());
  EXPECT_EQ(document->ScalarText(items[0]), "");
}

std::string FirstCode(std::string text) {
  const SourceFile source("f.yaml", std::move(text));
  DiagnosticSink sink;
  ReadYaml(source, sink);
  const std::vector<Diagnostic> diagnostics = sink.Sorted();
  return diagnostics.empty() ? "none" : std::string(CodeText(diagnostics.front().code));
}

std::string Repeat(std::string_view piece, size_t count) {
  std::string text;
  text.reserve(piece.size() * count);
  for (size_t i = 0; i < count; ++i) text += piece;
  return text;
}

TEST(Yaml, SizeAndDepthAreBounded) {
  EXPECT_EQ(FirstCode("a: " + std::string(kSourceBytesMax - 3, 'x')), "none");
  EXPECT_EQ(FirstCode("a: " + std::string(kSourceBytesMax - 2, 'x')), "E0101");
  EXPECT_EQ(
      FirstCode("a: " + Repeat("[", kYamlDepthMax - 1) + "b" + Repeat("]", kYamlDepthMax - 1)),
      "none");
  EXPECT_EQ(FirstCode("a: " + Repeat("[", kYamlDepthMax) + "b" + Repeat("]", kYamlDepthMax)),
            "E0108");
  EXPECT_EQ(FirstCode(std::string(1024, 'k') + ": v"), "none");
  EXPECT_EQ(FirstCode(std::string(1025, 'k') + ": v"), "E0123");
}

// Each of these would cost a reader with look-ahead, backtracking or recursion dearly.
TEST(Yaml, HostileTextsCostLittle) {
  constexpr size_t kBytes = 4'000'000;
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string_view piece :
       {"[",      "{",    "{a: ",    "- ",     "? ",           "a: ",          "[a, ",   "&a ",
        "*a ",    "!a ",  "\"",      "'",      "\"a\" ",       "a\n",          "a:\n",   "{a: b, ",
        "a, ",    "\\",   "|\n",     "\t",     "# ",           "<<: ",         "\"\\\"", "(",
        "a: [\n", " \n ", "a: 'b\n", "--- \n", "\xE2\x80\x8B", "\"\\u200b\", "}) {
    for (const std::string_view prefix : {"", "a: ", "a: [", "a: {", "- ", "a: \"", "a: |\n  "}) {
      const SourceFile source("f.yaml",
                              std::string(prefix) + Repeat(piece, kBytes / piece.size() / 20));
      DiagnosticSink sink;
      ReadYaml(source, sink);
      EXPECT_LE(sink.Sorted().size(), kDiagnosticsMax);
    }
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(spent.count(), 30);  // About a second without sanitizers: 210 texts of 200 kB.
}

TEST(Yaml, ABigDocumentIsReadFast) {
  std::string text = "constitution:\n  permitted:\n";
  for (int i = 0; i < 100'000; ++i) {
    const std::string n = std::to_string(i);
    text.append("    - id: rule-").append(n).append("\n      action: action_").append(n);
    text +=
        "\n      conditions: [identity_verified, \"amount < 10000\", account_status == active]\n";
  }
  const SourceFile source("big.yaml", std::move(text));
  DiagnosticSink sink;
  const auto begin = std::chrono::steady_clock::now();
  const std::optional<YamlDocument> document = ReadYaml(source, sink);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(document.has_value());
  EXPECT_FALSE(sink.has_errors());
  RecordProperty("milliseconds", static_cast<int>(spent.count() * 1000));
  EXPECT_LT(spent.count(), 10);  // 0.2 s without sanitizers on an idle machine.
}

// Any bytes: an answer, every place inside the text, and no answer without an error unless the text
// is well-formed.
TEST(Yaml, NoiseIsRefusedOrRead) {
  static constexpr const char kAlphabet[] = "ab:- \n[]{},'\"#|>?!&*%@\\\t.0\xC3\xA9";
  std::mt19937 random(7);
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    for (size_t n = random() % 40; n > 0; --n)
      text += kAlphabet[random() % (sizeof(kAlphabet) - 1)];
    const SourceFile source("f.yaml", text);
    DiagnosticSink sink;
    const std::optional<YamlDocument> document = ReadYaml(source, sink);
    EXPECT_TRUE(document.has_value() || sink.has_errors()) << text;
    for (const Diagnostic& diagnostic : sink.Sorted()) {
      ASSERT_LE(diagnostic.span.begin, diagnostic.span.end) << text;
      ASSERT_LE(diagnostic.span.begin, text.size()) << text;
      ASSERT_LE(diagnostic.span.end, text.size() + 1) << text;
      ASSERT_FALSE(diagnostic.message.empty());
      ASSERT_FALSE(diagnostic.help.empty());
    }
    if (document.has_value()) Dump(*document, document->root());
  }
}

TEST(Yaml, OnlyACommentStandsBehindTheEndOfTheDocument) {
  EXPECT_EQ(FirstCode("a: b\n... # c\n# d\n"), "none");
  EXPECT_EQ(FirstCode("a: b\n... c\n"), "E0111");
  EXPECT_EQ(FirstCode("a: b\n...\nc: d\n"), "E0111");
}

TEST(Yaml, CommentsAreKeptWithTheirPlaces) {
  const SourceFile source(
      "test.yaml",
      "# 1 \n---  # 2\na: # 3\r\n  # 4\n  - [b, # 5\n   'c # no', \n # 6\n"
      "   d]\n  - |  # 7\n    # no\n\n  - e # f\n    # 8\ng: h#no\n...\t# 9\n#10");
  DiagnosticSink sink;
  const std::optional<YamlDocument> document = ReadYaml(source, sink);
  ASSERT_TRUE(document.has_value() && !sink.has_errors());
  std::vector<std::string_view> comments;
  for (const Span span : document->comments()) comments.push_back(source.Slice(span));
  EXPECT_EQ(comments, (std::vector<std::string_view>{"# 1", "# 2", "# 3", "# 4", "# 5", "# 6",
                                                     "# 7", "# f", "# 8", "# 9", "#10"}));
}

TEST(Yaml, CharactersInCommentsAreTheirAuthorsBusiness) {
  EXPECT_EQ(FirstCode("a: b # \xE2\x80\xAE\n# \xE2\x80\x8B\nc: d\n"), "none");
  EXPECT_EQ(FirstCode("a: | # \xE2\x80\x8B\n  b\n"), "none");
  EXPECT_EQ(FirstCode("a: b\xE2\x80\x8B # c\n"), "E0104");
  EXPECT_EQ(FirstCode("a: |\n  # \xE2\x80\x8B\n"), "E0104");  // Text, not a comment.
  EXPECT_EQ(FirstCode("a: '# \xE2\x80\x8B'\n"), "E0104");
  EXPECT_EQ(FirstCode("a: b\xC2\xA0"
                      "c\n"),
            "none");  // A no-break space is seen.
}

}  // namespace
}  // namespace bylaw::compiler
