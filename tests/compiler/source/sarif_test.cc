// The SARIF log against what the standard (OASIS SARIF 2.1.0) demands of the objects in it:
// required properties, no others, and their kinds. What the standard leaves open is not tested.

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "bylaw/compiler/diagnostic_render.h"

namespace bylaw::compiler {
namespace {

using Json = nlohmann::json;

// Whether each member is one that SARIF has, and of its kind; those marked with `!` are required.
void ExpectObject(const Json& object, const std::map<std::string, Json::value_t>& members) {
  ASSERT_TRUE(object.is_object()) << object;
  std::map<std::string, Json::value_t> known;
  for (const auto& [name, kind] : members) {
    const bool required = name.back() == '!';
    const std::string plain = required ? name.substr(0, name.size() - 1) : name;
    known[plain] = kind;
    EXPECT_TRUE(!required || object.contains(plain)) << plain << " is missing in " << object;
  }
  for (const auto& [name, value] : object.items()) {
    ASSERT_TRUE(known.contains(name)) << name << " is no property of " << object;
    EXPECT_EQ(value.type(), known[name]) << name << " in " << object;
  }
}

constexpr auto kText = Json::value_t::string;
constexpr auto kNumber = Json::value_t::number_unsigned;
constexpr auto kObject = Json::value_t::object;
constexpr auto kArray = Json::value_t::array;

bool IsUri(const std::string& uri) {
  return uri.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
             "-._~:/?#[]@!$&'()*+,;=%") == std::string::npos;
}

void ExpectRegion(const Json& region) {
  ExpectObject(region, {{"startLine!", kNumber},
                        {"startColumn", kNumber},
                        {"endLine", kNumber},
                        {"endColumn", kNumber},
                        {"snippet", kObject}});
  EXPECT_GE(region["startLine"], 1);
  EXPECT_GE(region["startColumn"], 1);
  if (region.contains("snippet")) ExpectObject(region["snippet"], {{"text!", kText}});
  const uint32_t end_line = region.value("endLine", region["startLine"].get<uint32_t>());
  EXPECT_GE(end_line, region["startLine"]);
  if (region.contains("endColumn") && end_line == region["startLine"]) {
    EXPECT_GE(region["endColumn"], region["startColumn"]);
  }
}

void ExpectResult(const Json& result, const Json& rules) {
  ExpectObject(result, {{"ruleId!", kText},
                        {"ruleIndex", kNumber},
                        {"level!", kText},
                        {"message!", kObject},
                        {"locations!", kArray},
                        {"properties", kObject}});
  EXPECT_EQ(rules.at(result["ruleIndex"].get<size_t>())["id"], result["ruleId"]);
  EXPECT_TRUE(result["level"] == "error" || result["level"] == "warning" ||
              result["level"] == "note")
      << result;
  ExpectObject(result["message"], {{"text!", kText}});
  ASSERT_EQ(result["locations"].size(), 1u);
  const Json& location = result["locations"][0];
  ExpectObject(location, {{"physicalLocation!", kObject}});
  ExpectObject(location["physicalLocation"],
               {{"artifactLocation!", kObject}, {"region!", kObject}});
  const Json& artifact = location["physicalLocation"]["artifactLocation"];
  ExpectObject(artifact, {{"uri!", kText}});
  EXPECT_TRUE(IsUri(artifact["uri"])) << artifact;
  ExpectRegion(location["physicalLocation"]["region"]);
}

// The log as a whole; gives its results.
Json ExpectLog(const std::string& text) {
  const Json log = Json::parse(text, nullptr, false);
  ExpectObject(log, {{"$schema", kText}, {"version!", kText}, {"runs!", kArray}});
  EXPECT_EQ(log["version"], "2.1.0");
  if (log["runs"].size() != 1) return Json::array();
  const Json& run = log["runs"][0];
  ExpectObject(run, {{"tool!", kObject}, {"columnKind", kText}, {"results", kArray}});
  EXPECT_EQ(run["columnKind"], "unicodeCodePoints");
  ExpectObject(run["tool"], {{"driver!", kObject}});
  const Json& driver = run["tool"]["driver"];
  ExpectObject(driver, {{"name!", kText}, {"version", kText}, {"rules", kArray}});
  std::map<std::string, int> ids;
  for (const Json& rule : driver["rules"]) {
    ExpectObject(rule, {{"id!", kText},
                        {"name", kText},
                        {"shortDescription", kObject},
                        {"defaultConfiguration", kObject}});
    ExpectObject(rule["shortDescription"], {{"text!", kText}});
    ExpectObject(rule["defaultConfiguration"], {{"level", kText}});
    EXPECT_EQ(++ids[rule["id"]], 1) << rule;
  }
  for (const Json& result : run["results"]) ExpectResult(result, driver["rules"]);
  return run["results"];
}

const std::string kDocument = "\xC3\xA4\xF0\x9F\x98\x80: b\ncc: dd\n";

TEST(Sarif, HasARuleForEveryCode) {
  const SourceFile source("f.yaml", "");
  const std::string text = RenderSarif(source, {}, {}, "1.2.3");
  EXPECT_EQ(ExpectLog(text).size(), 0u) << "nothing found is an empty list, not none";
  const Json driver = Json::parse(text)["runs"][0]["tool"]["driver"];
  EXPECT_EQ(driver["version"], "1.2.3");
  std::map<std::string, Json> rules;
  for (const Json& rule : driver["rules"]) rules[rule["id"]] = rule;
#define BYLAW_DIAGNOSTIC(name, code, summary)                        \
  ASSERT_TRUE(rules.contains(code));                                 \
  EXPECT_EQ(rules[code]["shortDescription"]["text"], summary);       \
  EXPECT_EQ(rules[code]["defaultConfiguration"]["level"],            \
            std::string_view(code)[0] == 'W' ? "warning" : "error"); \
  EXPECT_EQ("k" + rules[code]["name"].get<std::string>(), #name);
#include "bylaw/compiler/diagnostic.def"
#undef BYLAW_DIAGNOSTIC
}

TEST(Sarif, SaysWhereWhatAndWhatToDo) {
  const SourceFile source("dir/f.yaml", kDocument);
  const Json results = ExpectLog(RenderSarif(
      source,
      {{DiagnosticCode::kUnknownKey, Severity::kError, {8, 9}, "`b` is wrong", "did you mean `c`?"},
       {DiagnosticCode::kUndeclaredName, Severity::kWarning, {10, 16}, "cc is undeclared", ""},
       {DiagnosticCode::kUndeclaredName, Severity::kError, {8, 12}, "over two lines", "write one"}},
      {}, "1.2.3"));
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0]["ruleId"], "E0202");
  EXPECT_EQ(results[0]["level"], "error");
  EXPECT_EQ(results[0]["message"]["text"], "`b` is wrong. Did you mean `c`?");
  EXPECT_EQ(results[0]["properties"]["help"], "did you mean `c`?");
  const auto region = [&](size_t i) -> const Json& {
    return results[i]["locations"][0]["physicalLocation"]["region"];
  };
  EXPECT_EQ(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "dir/f.yaml");
  EXPECT_EQ(region(0), Json::parse(R"({"startLine":1,"startColumn":5,"endLine":1,"endColumn":6,
                                       "snippet":{"text":"b"}})"));
  EXPECT_EQ(results[1]["level"], "warning");
  EXPECT_EQ(results[1]["message"]["text"], "Cc is undeclared.");
  EXPECT_FALSE(results[1].contains("properties"));
  EXPECT_EQ(region(1), Json::parse(R"({"startLine":2,"startColumn":1,"endLine":2,"endColumn":7,
                                       "snippet":{"text":"cc: dd"}})"));
  EXPECT_EQ(results[2]["level"], "error") << "a warning under --strict";
  EXPECT_EQ(region(2), Json::parse(R"({"startLine":1,"startColumn":5,"endLine":2,"endColumn":3,
                                       "snippet":{"text":"b\ncc"}})"));
}

TEST(Sarif, NotesOfTheDay) {
  const Json results = ExpectLog(RenderSarif(
      SourceFile("f.yaml", kDocument), {}, {{"the review is overdue", {}}, {"late", {2, 3}}}, "1"));
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0]["ruleId"], "today");
  EXPECT_EQ(results[0]["level"], "note");
  EXPECT_EQ(results[0]["message"]["text"], "The review is overdue.");
  EXPECT_EQ(results[1]["locations"][0]["physicalLocation"]["region"],
            Json::parse(R"({"startLine":2,"startColumn":3})"));
}

TEST(Sarif, NamesOfFilesAreUris) {
  const std::pair<const char*, const char*> kNames[] = {
      {"lending.yaml", "lending.yaml"},
      {"./a/b.yaml", "a/b.yaml"},
      {"/tmp/a b.yaml", "file:///tmp/a%20b.yaml"},
      {"c:d.yaml", "c%3Ad.yaml"},
      {"100%.yaml", "100%25.yaml"},
      {"\xC3\xA4.yaml", "%C3%A4.yaml"},
      {"<standard input>", "%3Cstandard%20input%3E"},
  };
  for (const auto& [name, uri] : kNames) {
    const Json results = ExpectLog(
        RenderSarif(SourceFile(name, "x"),
                    {{DiagnosticCode::kYamlSyntax, Severity::kError, {0, 1}, "m", ""}}, {}, "1"));
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], uri);
  }
}

// Not UTF-8, an empty part, one past the end, a part that is too long to be copied.
TEST(Sarif, WhateverTheDocumentHolds) {
  const SourceFile source("f", "a\xFF\x01\"\n" + std::string(10'000, 'x'));
  const DiagnosticCode code = DiagnosticCode::kYamlNotUtf8;
  const Json results =
      ExpectLog(RenderSarif(source,
                            {{code, Severity::kError, {0, 4}, "bad \xFE", ""},
                             {code, Severity::kError, {2, 2}, "empty", ""},
                             {code, Severity::kError, {5, 10'005}, "long", ""},
                             {code, Severity::kError, {20'000, 20'001}, "past", ""}},
                            {}, "1"));
  ASSERT_EQ(results.size(), 4u);
  const auto region = [&](size_t i) -> const Json& {
    return results[i]["locations"][0]["physicalLocation"]["region"];
  };
  EXPECT_EQ(region(0)["snippet"]["text"], "a\xEF\xBF\xBD\x01\"");
  EXPECT_FALSE(region(1).contains("snippet"));
  EXPECT_FALSE(region(2).contains("snippet"));
  EXPECT_EQ(region(3)["startLine"], 2);
}

}  // namespace
}  // namespace bylaw::compiler
