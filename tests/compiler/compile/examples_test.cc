// The examples: the article's table, the small constitutions that fix the semantics, and a large
// one.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <tuple>

#include "fixture.h"

namespace bylaw::compiler {
namespace {

using testing::Test;

struct Row {
  const char* action;
  const char* params;
  const char* context;
  const char* target;
  const char* decision;
};

// The table of the reference. Everything is DENY without a rule that permits it.
constexpr Row kTable[] = {
    {"display_account_balance", "{}", R"({"identity_verified":true})", "", "PERMIT"},
    {"display_account_balance", "{}", R"({"identity_verified":false})", "", "DENY"},
    {"display_account_balance", "{}", "{}", "", "DENY"},
    {"initiate_payment", R"({"amount":2500})",
     R"({"identity_verified":true,"account_status":"active"})", "", "PERMIT"},
    {"initiate_payment", R"({"amount":15000})",
     R"({"identity_verified":true,"account_status":"active"})", "", "ESCALATE"},
    {"initiate_payment", R"({"amount":10000})",
     R"({"identity_verified":true,"account_status":"active"})", "", "ESCALATE"},
    {"initiate_payment", R"({"amount":9999.99})",
     R"({"identity_verified":true,"account_status":"active"})", "", "PERMIT"},
    {"initiate_payment", R"({"amount":2500})",
     R"({"identity_verified":true,"account_status":"frozen"})", "", "DENY"},
    {"modify_credit_limit", R"({"amount":1})", R"({"identity_verified":true})", "", "DENY"},
    {"share_account_data", "{}", "{}", "third_parties", "DENY"},
    {"anything_else", "{}", "{}", "", "DENY"},
};

std::string RequestOf(const Row& row) {
  nlohmann::json request = {{"agent_id", "lending-agent-v2"},
                            {"action", row.action},
                            {"params", nlohmann::json::parse(row.params)},
                            {"context", nlohmann::json::parse(row.context)}};
  if (*row.target != '\0') request["target"] = row.target;
  return request.dump();
}

TEST(Reference, TheArticlesTextCompilesWithWarnings) {
  const Compiled compiled = CompileText(ReadProjectFile("examples/fintech-lending.yaml"));
  EXPECT_EQ(compiled.Marks(),
            (std::vector<std::string>{"W0601 `identity_verified`", "W0601 `amount`",
                                      "W0601 `account_status`", "W0602 `active`"}))
      << compiled.Said();
}

TEST(Reference, TheStrictTextCompilesClean) {
  const Compiled compiled =
      CompileText(ReadProjectFile("examples/fintech-lending.strict.yaml"), true);
  EXPECT_TRUE(compiled.ok());
  EXPECT_TRUE(compiled.diagnostics.empty()) << compiled.Said();
  EXPECT_TRUE(compiled.result.inferred.empty());
}

TEST(Reference, BothDecideTheTable) {
  for (const char* file :
       {"examples/fintech-lending.yaml", "examples/fintech-lending.strict.yaml"}) {
    const Compiled compiled = CompileText(ReadProjectFile(file));
    for (const Row& row : kTable) {
      EXPECT_EQ(Decide(compiled, RequestOf(row)).substr(0, std::string(row.decision).size()),
                row.decision)
          << file << ": " << RequestOf(row);
    }
  }
}

TEST(Reference, TheSameTextGivesTheSameBytes) {
  const std::string text = ReadProjectFile("examples/coding-agent.yaml");
  EXPECT_EQ(CompileText(text).result.module, CompileText(text).result.module);
}

// Whatever is missing or changed in a document, compiling ends with a module or with an error.
TEST(Reference, DamagedDocumentsAreCompiledOrRefused) {
  const std::string text = ReadProjectFile("examples/semantics/core.yaml");
  for (size_t size = 0; size < text.size(); size += 23) CompileText(text.substr(0, size));
  for (size_t at = 0; at < text.size(); at += 17) {
    std::string damaged = text;
    damaged[at] = "!(['&*x 0"[at % 9];
    CompileText(damaged, at % 2 == 0);
  }
}

std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

class Semantics : public testing::TestWithParam<const char*> {};

TEST_P(Semantics, EveryCaseIsRight) {
  const std::string path = std::string("examples/semantics/") + GetParam();
  const Compiled compiled = CompileText(ReadProjectFile(path + ".yaml"));
  ASSERT_TRUE(compiled.ok()) << compiled.Said();
  std::istringstream cases(ReadProjectFile(path + ".cases.jsonl"));
  size_t count = 0;
  for (std::string line; std::getline(cases, line); ++count) {
    const nlohmann::json test = nlohmann::json::parse(line);
    const std::string request = test.contains("hex") ? FromHex(test["hex"].get<std::string>())
                                                     : test["raw"].get<std::string>();
    const std::string answer = Decide(compiled, request);
    const std::string decision = answer.substr(0, answer.find(' '));
    const auto& expected = test["expect"];
    EXPECT_NE(std::find(expected.begin(), expected.end(), decision), expected.end())
        << test["why"] << ": " << answer;
  }
  EXPECT_GE(count, 20u);
}

INSTANTIATE_TEST_SUITE_P(Examples, Semantics, testing::Values("core", "lists", "open"));

// As they are, and as they were first written.
class Industry : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(Industry, DecidesEveryRequestRight) {
  const auto& [folder, name] = GetParam();
  const Compiled compiled = CompileProjectFile(std::string(folder) + name + ".yaml");
  ASSERT_TRUE(compiled.ok()) << compiled.Said();
  std::istringstream cases(ReadProjectFile(std::string("examples/") + name + ".requests.jsonl"));
  size_t count = 0;
  for (std::string line; std::getline(cases, line); ++count) {
    const nlohmann::json test = nlohmann::json::parse(line);
    const std::string answer = Decide(compiled, test["request"].dump());
    EXPECT_EQ(answer.substr(0, answer.find(' ')), test["expect"].get<std::string>())
        << test["why"] << ": " << answer;
  }
  EXPECT_GE(count, 10u);
}

INSTANTIATE_TEST_SUITE_P(
    Examples, Industry,
    testing::Combine(testing::Values("examples/", "tests/constitutions/as_first_written/"),
                     testing::Values("bank-back-office", "coding-agent", "customer-support",
                                     "database-agent", "insurance-claims", "legal-assistant")));

}  // namespace
}  // namespace bylaw::compiler
