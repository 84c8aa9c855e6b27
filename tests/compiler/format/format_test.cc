// The canonical layout: what each rule of docs/formatting.md does, and that nothing but layout is
// ever changed. Longer cases are golden/NAME.before.yaml and golden/NAME.after.yaml;
// `BYLAW_REBASE=1 format_test` writes the second; read the difference before keeping it.

#include "bylaw/compiler/format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bylaw/compiler/diagnostic_render.h"
#include "format/same_document.h"

namespace bylaw::compiler {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The formatted text, or what is said instead.
std::string Formatted(const std::string& text) {
  const SourceFile source("test.yaml", text);
  DiagnosticSink sink;
  const std::optional<std::string> formatted = Format(source, sink);
  EXPECT_EQ(formatted.has_value(), !sink.has_errors());
  return formatted ? *formatted : RenderText(source, sink.Sorted());
}

// ---------------------------------------------------------------- golden

const std::filesystem::path kGolden = BYLAW_SOURCE_DIR "/tests/compiler/format/golden";
constexpr std::string_view kBefore = ".before.yaml";

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kGolden)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kBefore)) names.push_back(name.substr(0, name.size() - kBefore.size()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

class FormatGoldenTest : public testing::TestWithParam<std::string> {};

TEST_P(FormatGoldenTest, IsWrittenAsRecorded) {
  const std::string formatted = Formatted(ReadFile(kGolden / (GetParam() + ".before.yaml")));
  const std::filesystem::path after = kGolden / (GetParam() + ".after.yaml");
  if (std::getenv("BYLAW_REBASE") != nullptr) std::ofstream(after, std::ios::binary) << formatted;
  EXPECT_EQ(formatted, ReadFile(after));
  EXPECT_EQ(Formatted(formatted), formatted) << "a second time";
}

INSTANTIATE_TEST_SUITE_P(Golden, FormatGoldenTest, testing::ValuesIn(Names()),
                         [](const auto& test) { return test.param; });

// ---------------------------------------------------------------- one rule a case

struct Case {
  const char* about;
  std::string before;
  std::string after;
};

const Case kCases[] = {
    {"nothing to do", "a: b\n", "a: b\n"},
    {"the end of the file gets a line break", "a: b", "a: b\n"},
    {"and only one", "a: b\n\n \n", "a: b\n"},
    {"CRLF becomes LF", "a: b # c\r\n\r\n\r\nd: |\r\n  e\r\n  f\r\n",
     "a: b  # c\n\nd: |\n  e\n  f\n"},
    {"a byte order mark goes", "\xEF\xBB\xBF# c\na: b\n", "# c\na: b\n"},
    {"and counts as no column",
     "\xEF\xBB\xBF"
     "a:\n- b\n# c\n",
     "a:\n  - b\n# c\n"},
    {"markers stay", "%YAML 1.2 \n# x\n--- # y\n\n\n# z\na: b\n... # w\n# v\n",
     "%YAML 1.2\n# x\n---  # y\n\n# z\na: b\n...  # w\n# v\n"},
    {"a document that is indented as a whole", "  a:\n    b: c\n  d: e\n# f\n",
     "a:\n  b: c\nd: e\n# f\n"},
    {"a list at the column of its key", "a:\n- b\n- c\nd: e\n", "a:\n  - b\n  - c\nd: e\n"},
    {"a root in brackets", "{a: b,\n c: [d]}", "{a: b, c: [d]}\n"},
    {"a root that is text", "a\n b", "a\n b\n"},
    {"a root that is a block of text", "|\n  a\n  b", "|-\n a\n b\n"},
    {"tabs before comments", "a: b\t#c\n", "a: b  #c\n"},
    {"quotes stay", "'a': \"b\"\n\"c\": 'd'\n", "'a': \"b\"\n\"c\": 'd'\n"},
    {"a comment without a space stays", "#a\nb: c #d\n", "#a\nb: c  #d\n"},
    {"comments side by side", "a: b # 1\ncc: dd # 2\n", "a: b    # 1\ncc: dd  # 2\n"},
    {"a comment at another depth stands alone", "a: # 1\n  b: c # 2\n", "a:  # 1\n  b: c  # 2\n"},
    {"a comment that would be pushed over 120 columns is not",
     "a: b # " + std::string(100, 'x') + "\nc: " + std::string(30, 'y') + " # z\n",
     "a: b  # " + std::string(100, 'x') + "\nc: " + std::string(30, 'y') + "  # z\n"},
    {"a comment may be wider than the line", "a: b # " + std::string(200, 'x') + "\n",
     "a: b  # " + std::string(200, 'x') + "\n"},
    {"a comment with invisible characters", "a: | # \xE2\x80\x8B\n  b\n",
     "a: |  # \xE2\x80\x8B\n  b\n"},
    {"blank lines below a key go", "a:\n\n\n  b: c\n\n\n  d: e\n", "a:\n  b: c\n\n  d: e\n"},
    {"text that is kept with its blank lines", "a: |+\n  b\n\n\nc: d\n", "a: |+\n  b\n\n\nc: d\n"},
    {"the same at the end of the file", "a: |+\n  b\n\n\n", "a: |+\n  b\n\n\n"},
    {"a block of text without a line break at its end", "a: >\n  b", "a: >-\n  b\n"},
    {"what is not needed in a block's header goes", "a: |2+\n   b\n  c\n", "a: |2\n   b\n  c\n"},
    {"keys without a meaning are none of its business", "a:   {permited: yes}\n",
     "a: {permited: yes}\n"},
};

TEST(FormatTest, EachRule) {
  for (const Case& c : kCases) {
    EXPECT_EQ(Formatted(c.before), c.after) << c.about;
    EXPECT_EQ(Formatted(c.after), c.after) << c.about << ", a second time";
  }
}

// The blocks of a Markdown text that are marked as YAML.
std::vector<std::string> YamlBlocks(const std::string& markdown) {
  constexpr std::string_view kMark = "```yaml\n";
  std::vector<std::string> blocks;
  for (size_t at = markdown.find(kMark); at != std::string::npos; at = markdown.find(kMark, at)) {
    at += kMark.size();
    blocks.push_back(markdown.substr(at, markdown.find("```", at) - at));
  }
  return blocks;
}

TEST(FormatTest, TheDocumentationShowsWhatIsDone) {
  const std::vector<std::string> layout =
      YamlBlocks(ReadFile(BYLAW_SOURCE_DIR "/docs/formatting.md"));
  ASSERT_EQ(layout.size(), 2U);
  EXPECT_EQ(Formatted(layout[0]), layout[1]);
  for (const std::string& block : YamlBlocks(ReadFile(BYLAW_SOURCE_DIR "/docs/constitution.md"))) {
    EXPECT_EQ(Formatted(block), block) << "a document to begin with";
  }
}

TEST(FormatTest, WhatIsNotValidIsRefusedAsByTheCompiler) {
  for (const std::string text : {"", "a: b\na: c\n", "a: [b\n", "a: !b\n", "a:\n", "a: \xff\n",
                                 "a: b\n... c\n", "\ta: b\n", "a: b\n---\nc: d\n"}) {
    const SourceFile source("test.yaml", text);
    DiagnosticSink of_reader;
    ReadYaml(source, of_reader);
    DiagnosticSink sink;
    EXPECT_FALSE(Format(source, sink).has_value()) << text;
    EXPECT_TRUE(sink.has_errors()) << text;
    EXPECT_EQ(RenderText(source, sink.Sorted()), RenderText(source, of_reader.Sorted()));
  }
}

// ---------------------------------------------------------------- what guards the user

// What is said of `after` as the layout of `before`; "same" where it is given out.
std::string Verdict(const std::string& before, const std::string& after) {
  const SourceFile source("test.yaml", before);
  DiagnosticSink sink;
  const std::optional<YamlDocument> document = ReadYaml(source, sink);
  if (!document || sink.has_errors()) return "not read";
  const std::optional<std::string> kept = KeepIfSame(source, *document, after, sink);
  if (kept) return *kept == after && !sink.has_errors() ? "same" : "changed";
  const Diagnostic said = sink.Sorted().at(0);
  return std::string(CodeText(said.code)) + " `" + std::string(source.Slice(said.span)) + "`";
}

TEST(FormatGuardTest, OnlyTheSameDocumentIsGivenOut) {
  struct GuardCase {
    const char* before;
    const char* after;
    const char* verdict;
  };
  const GuardCase cases[] = {
      {"a: [b, c] # d\n", "a:\n  - b # d\n  - c\n", "same"},
      {"a: b # c\n", "a: b # c", "same"},
      {"a: b\n", "a: B\n", "E0701 `b`"},
      {"a: b\n", "A: b\n", "E0701 `a`"},
      {"a: 'b'\n", "a: b\n", "E0701 `'b'`"},
      {"a: 1\n", "a: '1'\n", "E0701 `1`"},
      {"a: |\n  b\n", "a: |-\n  b\n", "E0701 `|\n  b`"},
      {"a: [b, c]\n", "a: [b]\n", "E0701 `[b, c]`"},
      {"a: [b, c]\n", "a: [c, b]\n", "E0701 `b`"},
      {"a: [b]\n", "a: [b, c]\n", "E0701 `[b]`"},
      {"a: b\nc: d\n", "c: d\na: b\n", "E0701 `a`"},
      {"a: [b]\n", "a: {b: c}\n", "E0701 `[b]`"},
      {"a: {b: c}\n", "a: {b: {c: d}}\n", "E0701 `c`"},
      {"a: b # c\n", "a: b\n", "E0701 `# c`"},
      {"a: b # c\n", "a: b #c\n", "E0701 `# c`"},
      {"# c\n# d\na: b\n", "# d\n# c\na: b\n", "E0701 `# c`"},
      {"a: b\n", "a: b # c\n", "E0701 `a: b`"},
      {"a: b\n", "a: [b\n", "E0701 `a: b`"},
      {"a: b\n", "", "E0701 `a: b`"},
      {"a: b\n", "a: b\na: b\n", "E0701 `a: b`"},
  };
  for (const GuardCase& c : cases) {
    EXPECT_EQ(Verdict(c.before, c.after), c.verdict) << c.before << "→\n" << c.after;
  }
}

}  // namespace
}  // namespace bylaw::compiler
