#include "bylaw/compiler/diagnostic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "bylaw/compiler/diagnostic_render.h"

namespace bylaw::compiler {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kCode = DiagnosticCode::kUnknownKey;

TEST(DiagnosticCodes, AreDistinct) {
  std::set<std::string_view> codes;
  for (const std::string_view code : {
#define BYLAW_DIAGNOSTIC(name, code, summary) std::string_view(code),
#include "bylaw/compiler/diagnostic.def"
#undef BYLAW_DIAGNOSTIC
       }) {
    EXPECT_TRUE(codes.insert(code).second) << code;
  }
  EXPECT_EQ(CodeText(kCode), "E0202");
  EXPECT_EQ(CodeSummary(kCode), "unknown key");
}

TEST(DiagnosticSink, SortsByPlaceAndKeepsEqualOnesOnce) {
  DiagnosticSink sink;
  sink.Error(kCode, {7, 9}, "late");
  sink.Error(kCode, {2, 3}, "early");
  sink.Error(kCode, {7, 9}, "late again");
  sink.Error(DiagnosticCode::kMissingKey, {7, 9}, "another code");
  std::vector<std::string> messages;
  for (const Diagnostic& diagnostic : sink.Sorted()) messages.push_back(diagnostic.message);
  EXPECT_THAT(messages, ElementsAre("early", "late", "another code"));
}

TEST(DiagnosticSink, WarningsAreErrorsWhereTheyAreSaidToBe) {
  DiagnosticSink sink;
  sink.Warning(kCode, {1, 2}, "a");
  EXPECT_FALSE(sink.has_errors());
  sink.set_warnings_are_errors(true);
  sink.Warning(kCode, {3, 4}, "b");
  EXPECT_TRUE(sink.has_errors());
  EXPECT_EQ(sink.Sorted()[0].severity, Severity::kWarning);
  EXPECT_EQ(sink.Sorted()[1].severity, Severity::kError);
}

TEST(DiagnosticSink, NoiseIsBoundedAndWarningsDoNotHideErrors) {
  DiagnosticSink sink;
  for (uint32_t i = 0; i < 10 * kDiagnosticsMax; ++i) sink.Warning(kCode, {i, i + 1}, "w");
  EXPECT_EQ(sink.Sorted().size(), kDiagnosticsMax);
  EXPECT_FALSE(sink.full());
  for (uint32_t i = 0; i < 10 * kDiagnosticsMax; ++i) sink.Error(kCode, {i, i + 2}, "e");
  EXPECT_EQ(sink.Sorted().size(), 2 * kDiagnosticsMax);
  EXPECT_TRUE(sink.full());
}

struct NearestCase {
  std::string_view name;
  std::vector<std::string_view> candidates;
  std::string_view nearest;
};

TEST(NearestName, Table) {
  const NearestCase cases[] = {
      {"conditons", {"conditions", "controls"}, "conditions"},
      {"Amount", {"account", "amount"}, "amount"},
      {"amuont", {"amount"}, "amount"},  // A swap counts once.
      {"ab", {"ba"}, ""},                // Too short for a mistake.
      {"abc", {"abd", "abb"}, "abb"},    // A tie: the least.
      {"reviewers", {"routes"}, ""},     // Too far.
      {"", {"a"}, ""},
      {"x", {}, ""},
  };
  for (const NearestCase& c : cases)
    EXPECT_EQ(NearestName(c.name, c.candidates), c.nearest) << c.name;
}

std::string Show(const std::string& text, Span span, RenderOptions options = {}) {
  const SourceFile source("f.yaml", text);
  return RenderText(source, {{kCode, Severity::kError, span, "wrong", "right"}}, options);
}

TEST(RenderText, ShowsTheLineAndThePart) {
  EXPECT_EQ(Show("a: b\nfoo: bar\n", {10, 13}),
            "error[E0202]: wrong\n"
            " --> f.yaml:2:6\n"
            "  |\n"
            "2 | foo: bar\n"
            "  |      ^^^\n"
            "  = help: right\n");
}

TEST(RenderText, CountsCodePointsAndWidensTabs) {
  EXPECT_THAT(Show("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80: x\n", {11, 12}),
              testing::AllOf(HasSubstr("f.yaml:1:6"), HasSubstr("\n  |      ^\n")));
  EXPECT_THAT(Show("a:\tx\n", {3, 4}),
              testing::AllOf(HasSubstr("f.yaml:1:4"), HasSubstr("1 | a:    x\n  |       ^\n")));
}

TEST(RenderText, PlacesAtTheEdges) {
  EXPECT_THAT(Show("", {0, 0}), HasSubstr("f.yaml:1:1\n  |\n1 | \n  | ^\n"));
  EXPECT_THAT(Show("ab", {2, 2}), HasSubstr("f.yaml:1:3\n  |\n1 | ab\n  |   ^\n"));
  EXPECT_THAT(Show("ab\r\ncd\r\n", {1, 6}),
              HasSubstr("1 | ab\n  |  ^\n"));  // Over two lines: the first.
}

TEST(RenderText, NothingOfADocumentSteersTheTerminal) {
  const std::string shown = Show("a\x1b[2J\xE2\x80\xAE\xFFz\n", {9, 10});
  EXPECT_THAT(shown, HasSubstr("a<U+001B>[2J<U+202E><FF>z"));
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
}

TEST(RenderText, ALongLineIsCutAroundThePlace) {
  const std::string text = std::string(5000, 'x') + "!" + std::string(5000, 'y');
  const std::string shown = Show(text, {5000, 5001});
  EXPECT_LT(shown.size(), 600U);
  EXPECT_THAT(shown, HasSubstr("x!y"));
  const size_t line = shown.find("1 | ");
  const size_t mark = shown.rfind("  | ");
  // The ellipsis is three bytes and one column.
  EXPECT_EQ(shown.find('!') - line - 2, shown.find('^') - mark);
}

TEST(RenderText, ShowsTwentyAndCountsTheRest) {
  const SourceFile source("f.yaml", std::string(100, 'x'));
  std::vector<Diagnostic> diagnostics;
  diagnostics.reserve(23);
  for (uint32_t i = 0; i < 23; ++i)
    diagnostics.push_back({kCode, Severity::kWarning, {i, i + 1}, "w", ""});
  const std::string shown = RenderText(source, diagnostics);
  EXPECT_THAT(shown, HasSubstr("f.yaml:1:20\n"));
  EXPECT_EQ(shown.find("f.yaml:1:21\n"), std::string::npos);
  EXPECT_EQ(shown.substr(shown.size() - 8), "\n3 more\n");
}

TEST(RenderText, ColourOnlyWhereAskedFor) {
  EXPECT_THAT(Show("abc", {0, 1}, {.color = true}), HasSubstr("\x1b[1;31merror[E0202]\x1b[0m"));
  EXPECT_EQ(Show("abc", {0, 1}).find('\x1b'), std::string::npos);
}

TEST(RenderJson, IsAnArrayOfTheSame) {
  const SourceFile source("dir/\"f\".yaml", "a: \xC3\xA4\nb: c\n");
  const std::vector<Diagnostic> diagnostics = {
      {kCode, Severity::kError, {3, 9}, "say \"x\"\n\x01", "h"},
      {DiagnosticCode::kMissingKey, Severity::kWarning, {6, 6}, "w\xFF", ""}};
  const auto json = nlohmann::json::parse(RenderJson(source, diagnostics));
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0], (nlohmann::json{{"code", "E0202"},
                                     {"severity", "error"},
                                     {"file", "dir/\"f\".yaml"},
                                     {"line", 1},
                                     {"column", 4},
                                     {"end_line", 2},
                                     {"end_column", 4},
                                     {"message", "say \"x\"\n\x01"},
                                     {"help", "h"}}));
  EXPECT_EQ(json[1]["message"], "w\xEF\xBF\xBD");
  EXPECT_FALSE(json[1].contains("help"));
  EXPECT_EQ(RenderJson(source, {}), "[]\n");
}

TEST(SourceFile, PlacesOfEveryByte) {
  const SourceFile source("f", "a\xC3\xA4\r\n\nz");
  const Position expected[] = {{1, 1}, {1, 2}, {1, 2}, {1, 3}, {1, 4},
                               {2, 1}, {3, 1}, {3, 2}, {3, 2}};
  for (uint32_t at = 0; at < 9; ++at) {
    EXPECT_EQ(source.PositionOf(at).line, expected[at].line) << at;
    EXPECT_EQ(source.PositionOf(at).column, expected[at].column) << at;
  }
  EXPECT_EQ(source.Line(1), "a\xC3\xA4");
  EXPECT_EQ(source.Line(2), "");
  EXPECT_EQ(source.Line(3), "z");
  EXPECT_EQ(source.Line(4), "");
  EXPECT_EQ(source.Slice({1, 3}), "\xC3\xA4");
  EXPECT_EQ(source.Slice({6, 100}), "z");
}

}  // namespace
}  // namespace bylaw::compiler
