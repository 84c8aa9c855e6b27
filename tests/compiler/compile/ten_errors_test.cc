// A document with ten mistakes is refused with ten errors, each at its place and with what to write
// instead. golden/ten_errors.txt is what a person reads; `BYLAW_REBASE=1 compile_test` writes it
// anew. What is asserted beside it does not come from the compiler.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "bylaw/compiler/diagnostic_render.h"
#include "fixture.h"

namespace bylaw::compiler {
namespace {

constexpr char kFolder[] = "tests/compiler/compile/golden/";

struct Mistake {
  const char* code;
  const char* line;  // The line of the document, without the blanks around it.
  const char* mark;  // The part of it that the caret is under; stands there once.
  const char* help;  // A part of it.
};

// In the order of the document.
constexpr Mistake kMistakes[] = {
    {"E0211", "version: 1.0", "1.0", "1.2.3"},
    {"E0206", "four_eyes: {type: bool, from: contxt}", "contxt", "`context`"},
    {"E0407", "- amount < \"5000\"", "amount < \"5000\"", "without quotes: 5000"},
    {"E0412", "- \"currency in [\\\"CHF\\\", EURO]\"", "EURO", "`EUR`"},
    {"E0306", "- four_eyes and amount > 0", "and", "&&"},
    {"E0202", "condition: four_eyes", "condition", "`conditions`"},
    {"E0402", "- memo.size() > 3 && memo != \"Zürich – für später\" && memo.contain(\"geheim\")",
     "contain", "`contains`"},
    {"E0310", "- (amount > 100 || four_eyes", "(", "`)`"},
    {"E0215", "- id: read", "read", "its own id"},
    {"E0218", "route_to: tresury", "tresury", "`treasury`"},
};

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string Trimmed(const std::string& line) {
  const size_t begin = line.find_first_not_of(' ');
  return begin == std::string::npos ? "" : line.substr(begin);
}

size_t CodePoints(const std::string& text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80 ? 1 : 0;
  return count;
}

// Line and column, both from 1, of a mistake: of its last such line, because the second of two
// equal ids is the wrong one.
Position PlaceOf(const Mistake& mistake, const std::vector<std::string>& document) {
  Position place{0, 0};
  for (size_t i = 0; i < document.size(); ++i) {
    if (Trimmed(document[i]) != mistake.line) continue;
    const size_t at = document[i].find(mistake.mark);
    EXPECT_EQ(document[i].find(mistake.mark, at + 1), std::string::npos) << mistake.line;
    place.line = static_cast<uint32_t>(i + 1);
    place.column = static_cast<uint32_t>(CodePoints(document[i].substr(0, at)) + 1);
  }
  return place;
}

TEST(TenErrors, AreShownAsRecorded) {
  const SourceFile source("ten_errors.yaml",
                          ReadProjectFile(std::string(kFolder) + "ten_errors.yaml"));
  const Compiled compiled = CompileText(std::string(source.bytes()));
  const std::string shown = RenderText(source, compiled.diagnostics);
  const std::string golden = std::string(kFolder) + "ten_errors.txt";
  if (std::getenv("BYLAW_REBASE") != nullptr) {
    std::ofstream(std::string(BYLAW_SOURCE_DIR) + "/" + golden, std::ios::binary) << shown;
  }
  EXPECT_EQ(shown, ReadProjectFile(golden));
}

TEST(TenErrors, AreTenEachAtItsPlaceWithWhatToDo) {
  const std::string text = ReadProjectFile(std::string(kFolder) + "ten_errors.yaml");
  const std::vector<std::string> document = Lines(text);
  const Compiled compiled = CompileText(text);
  ASSERT_EQ(compiled.diagnostics.size(), std::size(kMistakes)) << compiled.Said();
  std::set<std::string> codes;
  for (size_t i = 0; i < std::size(kMistakes); ++i) {
    const Mistake& mistake = kMistakes[i];
    const Diagnostic& diagnostic = compiled.diagnostics[i];
    EXPECT_EQ(CodeText(diagnostic.code), mistake.code) << compiled.Said();
    EXPECT_EQ(diagnostic.severity, Severity::kError) << mistake.code;
    codes.emplace(CodeText(diagnostic.code));
    const Position place = PlaceOf(mistake, document);
    ASSERT_NE(place.line, 0u) << mistake.line << " is no line of the document";
    const Position found = compiled.source.PositionOf(diagnostic.span.begin);
    EXPECT_EQ(found.line, place.line) << mistake.code;
    EXPECT_EQ(found.column, place.column) << mistake.code;
    EXPECT_EQ(compiled.source.Slice(diagnostic.span), mistake.mark);
    EXPECT_NE(diagnostic.help.find(mistake.help), std::string::npos) << diagnostic.help;

    // As a person sees it: the carets stand right under the part, and are as long.
    const std::vector<std::string> shown = Lines(RenderText(compiled.source, {diagnostic}));
    ASSERT_EQ(shown.size(), 6u);
    EXPECT_NE(shown[1].find("--> test.yaml:" + std::to_string(place.line) + ":" +
                            std::to_string(place.column)),
              std::string::npos)
        << shown[1];
    const size_t margin = shown[3].find("| ") + 2;
    EXPECT_EQ(shown[3].substr(margin), document[place.line - 1]);
    EXPECT_EQ(shown[4].substr(shown[4].find("| ") + 2),
              std::string(place.column - 1, ' ') + std::string(CodePoints(mistake.mark), '^'));
  }
  EXPECT_EQ(codes.size(), std::size(kMistakes)) << "each of another kind";
}

// What the help says is enough: the same document with every mistake mended has none left.
TEST(TenErrors, AreGoneOnceTheHelpIsFollowed) {
  std::string text = ReadProjectFile(std::string(kFolder) + "ten_errors.yaml");
  const std::pair<const char*, const char*> kMended[] = {
      {"version: 1.0", "version: 1.2.3"},
      {"contxt", "context"},
      {"\"5000\"", "5000"},
      {"EURO", "EUR"},
      {" and ", " && "},
      {"condition:", "conditions:"},
      {"memo.contain(", "memo.contains("},
      {"|| four_eyes", "|| four_eyes)"},
      {"id: read\n      action: export", "id: export\n      action: export"},
      {"tresury", "treasury"},
  };
  for (const auto& [wrong, right] : kMended) {
    const size_t at = text.rfind(wrong);
    ASSERT_NE(at, std::string::npos) << wrong;
    text.replace(at, std::string(wrong).size(), right);
  }
  const Compiled compiled = CompileText(text);
  EXPECT_TRUE(compiled.ok()) << compiled.Said();
  EXPECT_EQ(compiled.Said(), "");
}

}  // namespace
}  // namespace bylaw::compiler
