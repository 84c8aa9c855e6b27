// Imports: what parts bring, whose names they may use, what is said of them, and that std/time,
// std/finance and std/pii decide what they say.

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/compiler/parts.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "fixture.h"

namespace bylaw::compiler {
namespace {

using Folder = std::map<std::string, std::string>;

struct Imported {
  Compiled compiled;

  explicit Imported(std::string text, const Folder& folder = {}, bool strict = false)
      : compiled{SourceFile("test.yaml", std::move(text)), {}, {}} {
    const auto read = [&](const std::string& path) -> FileText {
      const auto file = folder.find(path);
      if (file == folder.end()) return {{}, "No such file or directory"};
      return {file->second, {}};
    };
    DiagnosticSink sink;
    compiled.result =
        Compile(compiled.source,
                {.strict = strict, .functions = stdlib::Functions(), .read_file = read}, sink);
    compiled.diagnostics = sink.Sorted();
    EXPECT_EQ(compiled.ok(), !sink.has_errors()) << Said();
  }

  bool ok() const { return compiled.ok(); }
  std::string Said() const { return RenderText(compiled.source, compiled.diagnostics); }

  // "test.yaml:4:5 E0250 message", one for each diagnostic.
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : compiled.diagnostics) {
      const SourceFile& file = diagnostic.FileOr(compiled.source);
      const Position at = file.PositionOf(diagnostic.span.begin);
      lines.push_back(file.name() + ":" + std::to_string(at.line) + ":" +
                      std::to_string(at.column) + " " + std::string(CodeText(diagnostic.code)) +
                      " " + diagnostic.message);
    }
    return lines;
  }

  nlohmann::json About() const {
    const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
    return nlohmann::json::parse(module->about());
  }

  // What the one permission says at a time, of these params and context: true or false; an error is
  // false.
  bool Holds(std::string_view time, std::string_view params = "{}",
             std::string_view context = "{}") const {
    std::string request = Request(params, context);
    request.insert(1, "\"time\":\"" + std::string(time) + "\",");
    return Decide(compiled, request) == "PERMIT";
  }
};

using Lines = std::vector<std::string>;

std::string With(std::string_view imports, const std::vector<std::string>& conditions,
                 std::string_view facts = "", std::string_view more = "") {
  return Document(facts, conditions,
                  "  import: " + std::string(imports) + "\n" + std::string(more));
}

// ---------------------------------------------------------------- what parts bring

const Folder kCommon = {
    {"parts/common.yaml",
     "part:\n"
     "  id: common\n"
     "  version: 1.2.0\n"
     "  facts:\n"
     "    amount: {type: decimal, from: params, min: 0}\n"
     "    status: {type: enum, values: [active, frozen], from: context}\n"
     "  constants:\n"
     "    ceiling: 100\n"
     "    vips: []\n"
     "  define:\n"
     "    small: amount < ceiling\n"
     "    usable: status == active && small\n"},
    {"parts/left.yaml",
     "part:\n  import: [parts/common.yaml]\n  define:\n    left: usable && amount > 1\n"},
    {"parts/right.yaml",
     "part:\n  import:\n    - part: parts/common.yaml\n      with: {ceiling: 50}\n"
     "  define:\n    right: usable && amount > 2\n"},
};

TEST(Imports, BringFactsConstantsAndDefinitions) {
  const Imported imported(With("[parts/common.yaml]", {"usable", "amount != 7", "ceiling == 100"}),
                          kCommon);
  EXPECT_TRUE(imported.compiled.diagnostics.empty()) << imported.Said();
  constexpr char kNow[] = "2026-04-15T10:00:00Z";
  constexpr char kActive[] = R"({"status":"active"})";
  EXPECT_TRUE(imported.Holds(kNow, R"({"amount":5})", kActive));
  EXPECT_FALSE(imported.Holds(kNow, R"({"amount":7})", kActive));
  EXPECT_FALSE(imported.Holds(kNow, R"({"amount":100})", kActive));
  EXPECT_FALSE(imported.Holds(kNow, R"({"amount":-5})", kActive));
  EXPECT_FALSE(imported.Holds(kNow, R"({"amount":5})", R"({"status":"frozen"})"));
  EXPECT_FALSE(imported.Holds(kNow, R"({"amount":5})"));
}

TEST(Imports, APartIsThereOnceAndSetOnce) {
  const Imported imported(With("[parts/left.yaml, parts/right.yaml]", {"left", "right"}), kCommon);
  EXPECT_TRUE(imported.compiled.diagnostics.empty()) << imported.Said();
  constexpr char kNow[] = "2026-04-15T10:00:00Z";
  constexpr char kActive[] = R"({"status":"active"})";
  EXPECT_TRUE(imported.Holds(kNow, R"({"amount":49})", kActive));
  EXPECT_FALSE(imported.Holds(kNow, R"({"amount":50})", kActive));
  const nlohmann::json parts = imported.About()["parts"];
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0]["name"], "parts/common.yaml");
  EXPECT_EQ(parts[1]["name"], "parts/left.yaml");
  EXPECT_EQ(parts[2]["name"], "parts/right.yaml");
}

TEST(Imports, AreRecordedInTheModule) {
  const std::string text =
      With("[parts/common.yaml, std/time@1]", {"usable", "!weekend"}, "", "  version: 1.0.0\n");
  const Imported imported(text, kCommon);
  ASSERT_TRUE(imported.ok()) << imported.Said();
  const nlohmann::json about = imported.About();
  ASSERT_EQ(about["parts"].size(), 2U);
  EXPECT_EQ(about["parts"][0]["id"], "common");
  EXPECT_EQ(about["parts"][0]["version"], "1.2.0");
  EXPECT_EQ(about["parts"][1]["name"], "std/time");
  EXPECT_EQ(about["parts"][1]["version"], "1.0.0");
  EXPECT_EQ(about["parts"][1]["sha256"].get<std::string>().size(), 64U);
  EXPECT_EQ(about["files"].size(), 1U);
  EXPECT_EQ(about["files"][0]["sha256"], about["parts"][0]["sha256"]);
  EXPECT_TRUE(about["facts"].contains("amount"));

  EXPECT_EQ(imported.compiled.result.module, Imported(text, kCommon).compiled.result.module);
  Folder changed = kCommon;
  changed["parts/common.yaml"] += "# a comment\n";
  EXPECT_NE(imported.compiled.result.module, Imported(text, changed).compiled.result.module);
}

TEST(Imports, NeedNoFilesForStandardParts) {
  const Compiled compiled = CompileText(With("[std/time]", {"weekend"}));
  EXPECT_TRUE(compiled.ok()) << compiled.Said();
}

// ---------------------------------------------------------------- what is said

TEST(Imports, PlacesAreThoseOfTheirFile) {
  const Folder folder = {
      {"a.yaml",
       "# ä\npart:\n  constants: {n: 1}\n  define:\n    bad: n == 'x'\n    folded: >-\n"
       "      n ==\n      \"y\"\n"}};
  const Imported imported(With("[a.yaml]", {"bad", "n == 'z'"}), folder);
  EXPECT_EQ(imported.Lines(),
            (Lines{"test.yaml:10:11 E0407 " + imported.compiled.diagnostics[0].message,
                   "a.yaml:5:10 E0407 " + imported.compiled.diagnostics[1].message,
                   "a.yaml:7:7 E0407 " + imported.compiled.diagnostics[2].message}))
      << imported.Said();
  EXPECT_NE(imported.Said().find(" --> a.yaml:5:10\n  |\n5 |     bad: n == 'x'\n"),
            std::string::npos)
      << imported.Said();
  const auto json =
      nlohmann::json::parse(RenderJson(imported.compiled.source, imported.compiled.diagnostics));
  EXPECT_EQ(json[1]["file"], "a.yaml");
  EXPECT_EQ(json[1]["line"], 5);
}

TEST(Imports, APartStandsOnItsOwn) {
  const Folder folder = {
      {"a.yaml",
       "part:\n  import: [b.yaml]\n  define:\n    x: mine && other\n    y: theirs\n"
       "    z: unknown || b\n    w: params.n == 1 && agent_id == 'a' && [1].all(v, v > 0)"
       "\n"},
      {"b.yaml", "part:\n  facts: {b: {type: bool, from: context}}\n"},
      {"c.yaml", "part:\n  constants: {theirs: 1}\n"}};
  const Imported imported(
      With("[a.yaml, c.yaml]", {"x", "z", "w", "y == theirs"}, "mine: {type: bool, from: context}"),
      folder);
  const std::string rest = "` is declared neither in this part nor in one that it imports";
  EXPECT_EQ(imported.Lines(),
            (Lines{"a.yaml:4:8 E0450 `mine" + rest, "a.yaml:4:16 E0450 `other" + rest,
                   "a.yaml:5:8 E0450 `theirs" + rest, "a.yaml:6:8 E0450 `unknown" + rest}))
      << imported.Said();
}

TEST(Imports, UnusedOnesAreWarnedOf) {
  const Imported imported(
      With("[std/pii, std/time, std/finance, parts/common.yaml, parts/left.yaml]",
           {"left", "!weekend"}, "", "  routes:\n    r: {reviewers: ['role:x']}\n"),
      kCommon);
  EXPECT_TRUE(imported.ok()) << imported.Said();
  EXPECT_EQ(imported.Lines(), (Lines{"test.yaml:11:12 W0640 Nothing of `std/pii` is used",
                                     "test.yaml:11:31 W0640 Nothing of `std/finance` is used"}))
      << imported.Said();
  // Names stand in other places than conditions too.
  const Imported elsewhere(
      With("[parts/common.yaml, who.yaml]", {"true"}, "",
           "  actions:\n    do: {params: [amount]}\n"
           "  routes:\n    r: {reviewers: ['role:x'], exclude: [requester]}\n"),
      {{"parts/common.yaml", kCommon.at("parts/common.yaml")},
       {"who.yaml", "part:\n  facts: {requester: {type: string, from: context}}\n"}});
  EXPECT_TRUE(elsewhere.compiled.diagnostics.empty()) << elsewhere.Said();
}

TEST(Imports, ABadSettingIsFoundWhereItIsUsed) {
  const Imported zone(
      With("[{part: std/time, with: {business_zone: Europe/Nowhere}}]", {"weekend"}));
  EXPECT_FALSE(zone.ok());
  EXPECT_NE(zone.Said().find("there is no such time zone"), std::string::npos) << zone.Said();
  EXPECT_NE(zone.Said().find("--> std/time:"), std::string::npos) << zone.Said();
  const Imported holidays(
      With("[{part: std/time, with: {business_holidays: [Christmas]}}]", {"business_day"}));
  EXPECT_FALSE(holidays.ok());
  EXPECT_NE(holidays.Said().find("holidays are days"), std::string::npos) << holidays.Said();
}

TEST(Imports, EndlessDepthIsNone) {
  Folder folder;
  for (int i = 0; i < 900; ++i) {
    folder["p" + std::to_string(i)] = "part:\n  import: [p" + std::to_string(i + 1) + "]\n";
  }
  folder["p900"] = "part:\n  define:\n    last: agent_id == 'a'\n";
  const Imported deep(With("[p0]", {"last"}), folder);
  EXPECT_TRUE(deep.ok()) << deep.Said();
  folder["p900"] = "part:\n  import: [p0]\n";
  const Imported circle(With("[p0]", {"true"}), folder);
  ASSERT_FALSE(circle.ok());
  EXPECT_TRUE(circle.Lines()[0].starts_with("p900:2:12 E0251 `p0` imports itself: p0 -> p1 -> "))
      << circle.Said();
  for (int i = 900; i < 1'100; ++i) {
    folder["p" + std::to_string(i)] = "part:\n  import: [p" + std::to_string(i + 1) + "]\n";
  }
  const Imported many(With("[p0]", {"true"}), folder);
  ASSERT_FALSE(many.ok());
  EXPECT_NE(many.Said().find("more than 1000 files"), std::string::npos) << many.Said();
}

// ---------------------------------------------------------------- the standard parts

TEST(StandardParts, AreCleanAndNamedAsTheySay) {
  std::string before;
  for (const StandardPart& part : StandardParts()) {
    EXPECT_LE(before, part.name);
    before = part.name;
    EXPECT_EQ(part.text.find('\t'), std::string_view::npos);
    DiagnosticSink sink;
    const SourceFile source("test.yaml",
                            "constitution:\n  id: x\n  import: [" + std::string(part.name) + "@" +
                                std::string(part.version) + "]\n  permitted: [{action: x}]\n");
    const auto constitution = ReadConstitution(source, nullptr, sink);
    ASSERT_TRUE(constitution && !sink.has_errors()) << part.name;
    ASSERT_EQ(constitution->parts.size(), 1U) << "a standard part imports none";
    EXPECT_EQ(constitution->parts[0].id, part.name);
    ASSERT_TRUE(constitution->parts[0].version);
    const Version& version = *constitution->parts[0].version;
    EXPECT_EQ(std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
                  std::to_string(version.patch),
              part.version);
    // Every definition compiles: each is asked whether it is itself.
    std::vector<std::string> conditions;
    for (const Definition& definition : constitution->definitions) {
      conditions.push_back(definition.name.value + " == " + definition.name.value);
    }
    for (const Constant& constant : constitution->constants) {
      conditions.push_back("size(" + constant.name.value + ") >= 0");
    }
    const Imported imported(With("[" + std::string(part.name) + "]", conditions), {}, false);
    EXPECT_TRUE(imported.ok()) << imported.Said();
  }
}

TEST(StandardParts, TimeIsThatOfTheBusiness) {
  const auto at = [](std::string_view condition, std::string_view time) {
    const Imported imported(
        With("[{part: std/time, with: {business_zone: Europe/Zurich, "
             "business_schedule: 'Mon-Thu 08:00-18:00; Fri 08:00-16:00', "
             "business_holidays: ['2026-12-25', '2027-01-01']}}]",
             {std::string(condition)}));
    EXPECT_TRUE(imported.compiled.diagnostics.empty()) << imported.Said();
    return imported.Holds(time);
  };
  const struct {
    const char* condition;
    const char* time;
    bool holds;
  } cases[] = {
      {"business_hours", "2026-04-15T06:00:00Z", true},  // Wednesday, 08:00
      {"business_hours", "2026-04-15T05:59:59Z", false},
      {"business_hours", "2026-04-17T13:59:59Z", true},  // Friday
      {"business_hours", "2026-04-17T14:00:00Z", false},
      {"business_hours", "2026-12-24T12:00:00Z", true},
      {"business_hours", "2026-12-25T12:00:00Z", false},  // a holiday on a Friday
      {"business_day", "2026-04-15T21:59:59Z", true},
      {"business_day", "2026-04-17T22:00:00Z", false},  // Saturday there
      {"business_day", "2027-01-01T12:00:00Z", false},
      {"weekend", "2026-04-17T22:00:00Z", true},
      {"weekend", "2026-04-19T21:59:59Z", true},
      {"weekend", "2026-04-19T22:00:00Z", false},
      {"month_end", "2026-02-27T22:59:59Z", false},
      {"month_end", "2026-02-27T23:00:00Z", true},  // the 28th there
      {"month_end", "2026-02-28T22:59:59Z", true},
      {"month_end", "2026-02-28T23:00:00Z", false},
      {"quarter_end", "2026-02-28T12:00:00Z", false},
      {"quarter_end", "2026-03-31T12:00:00Z", true},
      {"quarter_end", "2026-06-30T12:00:00Z", true},
      {"quarter_end", "2026-09-30T12:00:00Z", true},
      {"quarter_end", "2026-10-31T12:00:00Z", false},
      {"quarter_end", "2026-12-31T12:00:00Z", true},
      {"year_end", "2026-12-30T22:59:59Z", false},
      {"year_end", "2026-12-30T23:00:00Z", true},
      {"year_end", "2026-03-31T12:00:00Z", false},
  };
  for (const auto& c : cases) EXPECT_EQ(at(c.condition, c.time), c.holds) << c.condition << c.time;

  // As it is: UTC, nine to five.
  const Imported plain(With("[std/time]", {"business_hours"}));
  EXPECT_TRUE(plain.Holds("2026-12-25T16:59:59Z")) << plain.Said();
  EXPECT_FALSE(plain.Holds("2026-12-25T17:00:00Z"));
}

TEST(StandardParts, PersonalDataIsFound) {
  const struct {
    const char* constant;
    const char* text;
    bool found;
  } cases[] = {
      {"pii_email", "write to jane.doe+x@mail.example.org.", true},
      {"pii_email", "jane@example", false},
      {"pii_email", "@example.org", false},
      {"pii_email", "a@b.co", true},
      {"pii_iban", "CH93 0076 2011 6238 5295 7", true},
      {"pii_iban", "pay DE89370400440532013000 now", true},
      {"pii_iban", "NO9386011117947", true},
      {"pii_iban", "MT84MALT011000012345MTLCAST001S", true},
      {"pii_iban", "CH93 0076", false},
      {"pii_iban", "invoice 2026-0004711", false},
      {"pii_card", "4111 1111 1111 1111", true},
      {"pii_card", "4111111111111111", true},
      {"pii_card", "3782-822463-10005", true},
      {"pii_card", "on 2026-04-15 at 10:00", false},
      {"pii_card", "12345678901234567890", false},
      {"pii_phone", "+41 44 668 18 00", true},
      {"pii_phone", "call +1 (555) 010-9999", true},
      {"pii_phone", "1 + 2 = 3", false},
      {"pii_phone", "+41", false},
  };
  for (const auto& c : cases) {
    for (const std::string& constant : {std::string(c.constant), std::string("pii_any")}) {
      const Imported imported(With("[std/pii]", {"text.matches(" + constant + ")"},
                                   "text: {type: string, from: params}"));
      ASSERT_TRUE(imported.ok()) << imported.Said();
      const std::string params = nlohmann::json{{"text", c.text}}.dump();
      EXPECT_EQ(imported.Holds("2026-04-15T10:00:00Z", params), c.found)
          << constant << ": " << c.text;
    }
  }
  // One table of patterns, twice: the last is the others together.
  const SourceFile source("test.yaml",
                          "constitution: {id: x, import: std/pii, permitted: [{action: x}]}\n");
  DiagnosticSink sink;
  const auto constitution = ReadConstitution(source, nullptr, sink);
  ASSERT_TRUE(constitution);
  std::string all;
  for (size_t i = 0; i + 1 < constitution->constants.size(); ++i) {
    all += (i == 0 ? "" : "|") + constitution->constants[i].value.text;
  }
  EXPECT_EQ(constitution->constants.back().name.value, "pii_any");
  EXPECT_EQ(constitution->constants.back().value.text, all);
}

TEST(StandardParts, FinanceListsAreWhole) {
  const auto holds = [](const std::string& condition) {
    const Imported imported(With("[std/finance]", {condition},
                                 "currency: {type: string, from: params}\n"
                                 "iban: {type: string, from: params}"));
    EXPECT_TRUE(imported.ok()) << imported.Said();
    return imported.Holds("2026-04-15T10:00:00Z",
                          R"({"currency":"EUR","iban":"CH9300762011623852957"})");
  };
  EXPECT_TRUE(holds("currency in currencies"));
  EXPECT_FALSE(holds("'XAU' in currencies"));
  EXPECT_FALSE(holds("'eur' in currencies"));
  EXPECT_TRUE(holds("iban.substring(0, 2) in sepa_countries"));
  EXPECT_TRUE(holds("'NO' in sepa_countries"));
  EXPECT_FALSE(holds("'US' in sepa_countries"));
  EXPECT_TRUE(holds("currencies_without_decimals.all(c, c in currencies)"));
  EXPECT_TRUE(holds("currencies_with_three_decimals.all(c, c in currencies)"));
  EXPECT_FALSE(holds("currency in currencies_without_decimals"));
  EXPECT_TRUE(holds("size(currencies) == 155 && size(sepa_countries) == 42"));
}

}  // namespace
}  // namespace bylaw::compiler
