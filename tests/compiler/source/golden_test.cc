// Every refusal of the YAML reader and the document reader, as it is shown: golden/NAME.yaml and
// golden/NAME.txt. `BYLAW_REBASE=1 source_test` writes the texts anew; read the difference before
// keeping it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic_render.h"

namespace bylaw::compiler {
namespace {

const std::filesystem::path kGolden = BYLAW_SOURCE_DIR "/tests/compiler/source/golden";

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> Documents() {
  std::vector<std::filesystem::path> documents;
  for (const auto& entry : std::filesystem::directory_iterator(kGolden)) {
    if (entry.path().extension() == ".yaml") documents.push_back(entry.path());
  }
  std::sort(documents.begin(), documents.end());
  return documents;
}

std::vector<Diagnostic> DiagnosticsOf(const SourceFile& source) {
  // The files that documents name are in golden/files.
  const auto read_file = [](const std::string& path) -> FileText {
    if (!std::filesystem::is_regular_file(kGolden / path)) return {{}, "there is no such file"};
    return {ReadFile(kGolden / path), {}};
  };
  DiagnosticSink sink;
  ReadConstitution(source, read_file, sink);
  return sink.Sorted();
}

class GoldenTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(GoldenTest, IsShownAsRecorded) {
  const SourceFile source(GetParam().filename().string(), ReadFile(GetParam()));
  const std::vector<Diagnostic> diagnostics = DiagnosticsOf(source);
  const std::string shown = RenderText(source, diagnostics, {.color = false, .shown_max = 1000});
  std::filesystem::path expected = GetParam();
  expected.replace_extension(".txt");
  if (std::getenv("BYLAW_REBASE") != nullptr) {
    std::ofstream(expected, std::ios::binary) << shown;
  }
  EXPECT_FALSE(diagnostics.empty());
  EXPECT_EQ(shown, ReadFile(expected));
}

INSTANTIATE_TEST_SUITE_P(Golden, GoldenTest, testing::ValuesIn(Documents()),
                         [](const auto& test) { return test.param.stem().string(); });

TEST(GoldenCoverage, EveryCodeOfTheDocumentHasACase) {
  std::set<std::string_view> seen = {"E0101"};  // 64 MiB: yaml_test.cc.
  for (const std::filesystem::path& path : Documents()) {
    const SourceFile source(path.filename().string(), ReadFile(path));
    for (const Diagnostic& diagnostic : DiagnosticsOf(source))
      seen.insert(CodeText(diagnostic.code));
  }
  for (const std::string_view code : {
#define BYLAW_DIAGNOSTIC(name, code, summary) std::string_view(code),
#include "bylaw/compiler/diagnostic.def"
#undef BYLAW_DIAGNOSTIC
       }) {
    if (code.substr(0, 3) != "E01" && code.substr(0, 3) != "E02") continue;
    EXPECT_TRUE(seen.count(code) == 1) << code << " is never shown";
  }
}

}  // namespace
}  // namespace bylaw::compiler
