// The reference constitution, in the article's words and declared: every row of the table in
// docs/constitution.md, through the command.

#include "command.h"

namespace bylaw::test {
namespace {

struct Row {
  std::string action;
  std::string params;
  std::string context;
  std::string decision;
  std::string code;
  std::string route;
  std::string reason;  // Empty: any.
  std::string target;
};

const std::string kGood = R"({"identity_verified":true,"account_status":"active"})";

const Row kRows[] = {
    {"display_account_balance", "{}", R"({"identity_verified":true})", "PERMIT", "matched", "", "",
     ""},
    {"display_account_balance", "{}", R"({"identity_verified":false})", "DENY", "no_rule", "", "",
     ""},
    {"display_account_balance", "{}", "{}", "DENY", "no_rule", "", "", ""},
    {"initiate_payment", R"({"amount":2500})", kGood, "PERMIT", "matched", "", "", ""},
    {"initiate_payment", R"({"amount":15000})", kGood, "ESCALATE", "matched", "senior_ops",
     "amount >= 10000 (amount is 15000)", ""},
    {"initiate_payment", R"({"amount":10000})", kGood, "ESCALATE", "matched", "senior_ops", "", ""},
    {"initiate_payment", R"({"amount":9999.99})", kGood, "PERMIT", "matched", "", "", ""},
    {"initiate_payment", R"({"amount":2500})",
     R"({"identity_verified":true,"account_status":"frozen"})", "DENY", "no_rule", "", "", ""},
    {"modify_credit_limit", R"({"amount":1})", kGood, "DENY", "matched", "",
     "requires_underwriting_review", ""},
    {"modify_credit_limit", "{}", "{}", "DENY", "matched", "", "requires_underwriting_review", ""},
    {"share_account_data", "{}", kGood, "DENY", "matched", "", "", "third_parties"},
    {"wire_money", "{}", kGood, "DENY", "no_rule", "", "", ""},
    // Attempts: the agent cannot vouch for itself, and nothing is coerced.
    {"display_account_balance", R"({"identity_verified":true})", "{}", "DENY", "no_rule", "", "",
     ""},
    {"initiate_payment", R"({"amount":2500,"identity_verified":true})",
     R"({"account_status":"active"})", "DENY", "no_rule", "", "", ""},
    {"initiate_payment", R"({"amount":"2500"})", kGood, "DENY", "undecidable", "", "", ""},
    {"initiate_payment", "{}", kGood, "DENY", "undecidable", "", "", ""},
    {"initiate_payment", R"({"amount":1e4})", kGood, "ESCALATE", "matched", "senior_ops", "", ""},
    {"initiate_payment", R"({"amount":9999.999999999999999})", kGood, "DENY", "invalid_request", "",
     "", ""},
};

std::string RequestOf(const Row& row) {
  return R"({"agent_id":"lending-agent-v2","action":")" + row.action + R"(","params":)" +
         row.params + R"(,"context":)" + row.context +
         (row.target.empty() ? "" : R"(,"target":")" + row.target + "\"") + "}";
}

int ExitOf(const std::string& decision) {
  return decision == "PERMIT" ? 0 : decision == "DENY" ? 10 : 11;
}

void ExpectRow(const std::string& constitution, const Row& row) {
  const std::string request = RequestOf(row);
  const RunResult result = Bylaw({"eval", constitution, "--json"}, {.in = request});
  SCOPED_TRACE(constitution + " " + request);
  ASSERT_EQ(result.exit_code, ExitOf(row.decision)) << result.err;
  const Json decision = Json::parse(result.out);
  EXPECT_EQ(decision["decision"], row.decision);
  EXPECT_EQ(decision["code"], row.code);
  EXPECT_EQ(decision.value("route_to", ""), row.route);
  if (!row.reason.empty()) {
    EXPECT_EQ(decision["reason"], row.reason);
  }
}

TEST(ReferenceTest, TheArticlesTextDecidesAsWritten) {
  for (const Row& row : kRows) ExpectRow(Example("fintech-lending.yaml"), row);
}

TEST(ReferenceTest, TheStrictVariantDecidesTheSame) {
  const TemporaryDirectory directory;
  const std::string module = directory / "strict.bylaw";
  const RunResult compiled =
      Bylaw({"compile", "--strict", Example("fintech-lending.strict.yaml"), "-o", module});
  ASSERT_EQ(compiled.exit_code, 0);
  EXPECT_EQ(compiled.err, "") << "without a warning";
  for (const Row& row : kRows) ExpectRow(module, row);
}

TEST(ReferenceTest, TheArticlesTextWarnsWhereItLeavesSomethingOpen) {
  const RunResult result = Bylaw({"check", Example("fintech-lending.yaml"), "--json"});
  EXPECT_EQ(result.exit_code, 0);
  const Json report = Json::parse(result.out);
  EXPECT_EQ(report["errors"], 0);
  EXPECT_GE(report["warnings"], 4);
  EXPECT_NE(Bylaw({"check", "--strict", Example("fintech-lending.yaml")}).exit_code, 0);
}

TEST(ReferenceTest, AnAgentThatIsNotGovernedIsOutOfScope) {
  const RunResult result = Bylaw({"eval", Example("fintech-lending.strict.yaml"), "--json"},
                                 {.in = R"({"agent_id":"other","action":"initiate_payment"})"});
  EXPECT_EQ(result.exit_code, 10);
  EXPECT_EQ(Json::parse(result.out)["code"], "out_of_scope");
}

}  // namespace
}  // namespace bylaw::test
