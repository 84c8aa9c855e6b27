// What the YAML reader accepts, libfyaml reads the same way: on the examples, on generated
// documents, on edited ones.

#include "yaml_peer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "yaml_dump.h"
#include "yaml_generator.h"

namespace bylaw::compiler {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Examples() {
  std::vector<std::string> texts;
  const std::filesystem::path folder = BYLAW_SOURCE_DIR "/examples";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") texts.push_back(ReadFile(entry.path()));
  }
  return texts;
}

// Returns whether the text was accepted here.
bool ExpectSame(const std::string& text) {
  const std::string ours = DumpYaml(text);
  if (ours == "error") return false;
  const std::string theirs = Peer(text).Read();
  // libfyaml 0.7.12 loses a line break where a folded block has a blank line before one that is
  // indented more, and puts a NUL, which no document has, at the end instead.
  if (theirs.find('\0') != std::string::npos) return true;
  EXPECT_EQ(ours, theirs) << text;
  return true;
}

TEST(YamlPeer, Examples) {
  const std::vector<std::string> examples = Examples();
  EXPECT_GE(examples.size(), 11U);
  for (const std::string& text : examples) EXPECT_TRUE(ExpectSame(text));
}

TEST(YamlPeer, GeneratedDocuments) {
  size_t accepted = 0;
  for (uint32_t seed = 0; seed < 20000; ++seed) {
    if (ExpectSame(YamlGenerator(seed).Document())) ++accepted;
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(accepted, 3000U);  // Else the generator tests nothing.
}

TEST(YamlPeer, EditedExamples) {
  static constexpr const char* kEdits[] = {" ",  "  ", "\n", "-", ": ", "#", " #", "\"",
                                           "'",  "[",  "]",  "{", "}",  ",", "|",  ">",
                                           "\\", "!",  "&",  "*", "?",  "- "};
  const std::vector<std::string> examples = Examples();
  size_t accepted = 0;
  for (uint32_t seed = 0; seed < 6000; ++seed) {
    YamlGenerator random(seed);
    const std::string& example = examples[random.Below(examples.size())];
    // A piece from the beginning of a line, so that most edits meet different structures.
    std::string text = example.substr(0, 200 + random.Below(3000));
    for (size_t i = 1 + random.Below(3); i > 0; --i) {
      const size_t at = random.Below(text.size());
      if (random.Below(2) == 0) text.erase(at, 1 + random.Below(3));
      if (random.Below(3) != 0) text.insert(std::min(at, text.size()), random.Pick(kEdits));
    }
    if (ExpectSame(text)) ++accepted;
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(accepted, 500U);
}

}  // namespace
}  // namespace bylaw::compiler
