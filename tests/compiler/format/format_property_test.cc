// What holds of every document: formatting never fails on what the reader takes, is done after one
// time, and changes nothing for another YAML reader. On every document of this project, on
// generated ones, and on edited ones.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/compiler/format.h"
#include "bylaw/compiler/yaml.h"
#include "yaml_dump.h"
#include "yaml_generator.h"
#include "yaml_peer.h"

namespace bylaw::compiler {
namespace {

std::vector<std::string> Documents(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  const std::filesystem::path root = std::string(BYLAW_SOURCE_DIR) + folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return texts;
}

bool IsRead(const std::string& text) {
  const SourceFile source("test.yaml", text);
  DiagnosticSink sink;
  return ReadYaml(source, sink).has_value() && !sink.has_errors();
}

// Lines end without blanks, and blank lines come alone, but inside of text.
void ExpectNoStrayBlanks(const std::string& text, const std::string& formatted) {
  if (text.find_first_of("|>'\"") != std::string::npos) return;
  EXPECT_EQ(formatted.find(" \n"), std::string::npos) << formatted;
  EXPECT_EQ(formatted.find("\n\n\n"), std::string::npos) << formatted;
}

// Returns whether the text is one that the reader takes.
bool ExpectFormats(const std::string& text) {
  const SourceFile source("test.yaml", text);
  DiagnosticSink sink;
  const std::optional<std::string> formatted = Format(source, sink);
  if (!IsRead(text)) {
    EXPECT_FALSE(formatted.has_value()) << text;
    return false;
  }
  EXPECT_TRUE(formatted.has_value()) << text << RenderText(source, sink.Sorted());
  if (!formatted) return true;
  EXPECT_EQ(DumpYaml(*formatted), DumpYaml(text)) << text;
  EXPECT_TRUE(formatted->ends_with('\n')) << text;
  ExpectNoStrayBlanks(text, *formatted);
  const SourceFile again("test.yaml", *formatted);
  EXPECT_EQ(Format(again, sink), formatted) << text;
  const std::string theirs = Peer(text).Read();
  const std::string theirs_formatted = Peer(*formatted).Read();
  // Without what libfyaml 0.7.12 reads wrongly (yaml_peer_test.cc).
  const bool broken = (theirs + theirs_formatted).find('\0') != std::string::npos;
  EXPECT_TRUE(broken || theirs_formatted == theirs) << text << "→\n"
                                                    << *formatted << theirs << "\n"
                                                    << theirs_formatted;
  return true;
}

TEST(FormatPropertyTest, EveryDocumentOfThisProject) {
  size_t formatted = 0;
  for (const char* folder : {"/examples", "/tests"}) {
    for (const std::string& text : Documents(folder)) {
      if (ExpectFormats(text)) ++formatted;
    }
  }
  EXPECT_GE(formatted, 20U);
}

// Comments and blank lines at the ends of some lines, and between them.
std::string WithComments(YamlGenerator& random, const std::string& text) {
  std::string commented;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (random.Below(5) == 0) commented += std::string(random.Below(9), ' ') + "# own\n";
    if (random.Below(9) == 0) commented += "\n";
    commented += text.substr(at, end - at);
    if (random.Below(4) == 0) commented += std::string(1 + random.Below(3), ' ') + "# end";
    commented += "\n";
    at = end + 1;
  }
  return commented;
}

TEST(FormatPropertyTest, GeneratedDocuments) {
  size_t formatted = 0;
  for (uint32_t seed = 0; seed < 12000; ++seed) {
    YamlGenerator random(seed);
    const std::string text = random.Document();
    const std::string commented = WithComments(random, text);
    if (ExpectFormats(text)) ++formatted;
    if (ExpectFormats(commented)) ++formatted;
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(formatted, 2000U);  // Else the generator tests nothing.
}

TEST(FormatPropertyTest, EditedExamples) {
  static constexpr const char* kEdits[] = {" ",    "  ", "\n", "\n\n", "-",   ": ", " # x", "# y\n",
                                           "\"",   "'",  "[",  "]",    "{",   "}",  ",",    "|",
                                           "\r\n", ">",  "\\", "- ",   "\n ", "\t", "é"};
  const std::vector<std::string> examples = Documents("/examples");
  size_t formatted = 0;
  for (uint32_t seed = 0; seed < 6000; ++seed) {
    YamlGenerator random(seed);
    const std::string& example = examples[random.Below(examples.size())];
    std::string text = example.substr(0, 200 + random.Below(3000));
    for (size_t i = 1 + random.Below(4); i > 0; --i) {
      const size_t at = random.Below(text.size());
      if (random.Below(3) == 0) text.erase(at, 1 + random.Below(3));
      if (random.Below(3) != 0) text.insert(std::min(at, text.size()), random.Pick(kEdits));
    }
    if (ExpectFormats(text)) ++formatted;
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(formatted, 500U);
}

// Cut anywhere, in every line break's style: never a crash, and never a text that says less.
TEST(FormatPropertyTest, CutExamples) {
  for (const std::string& example : Documents("/examples")) {
    for (size_t size = 1; size < std::min<size_t>(example.size(), 1500); size += 7) {
      ExpectFormats(example.substr(0, size));
    }
  }
}

}  // namespace
}  // namespace bylaw::compiler
