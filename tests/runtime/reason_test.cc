// Reasons: what people read, what the agent is told, and what is never quoted.

#include <gtest/gtest.h>

#include "compile_for_test.h"

namespace bylaw::runtime {
namespace {

Decision Decide(const std::string& request) {
  auto engine = Engine::Open(Payments());
  Decision decision;
  engine->Evaluate(request, decision);
  // Views into the module stay: Payments() keeps it.
  decision.constitution_digest = {};
  return decision;
}

struct Case {
  std::string request;
  std::string decision;
  std::string code;
  std::string reason;
  std::string agent;  // reason_for_agent()
};

class ReasonTest : public testing::TestWithParam<Case> {};

TEST_P(ReasonTest, IsAsWritten) {
  const Case& c = GetParam();
  const Decision decision = Decide(c.request);
  EXPECT_EQ(vm::DecisionText(decision.decision), c.decision) << c.request;
  EXPECT_EQ(vm::CodeText(decision.code), c.code) << c.request;
  EXPECT_EQ(decision.reason, c.reason) << c.request;
  EXPECT_EQ(decision.reason_for_agent(), c.agent) << c.request;
}

const std::string kLong(100, 'x');

INSTANTIATE_TEST_SUITE_P(
    All, ReasonTest,
    testing::Values(
        Case{Request("pay", R"({"amount":2500})", R"({"verified":true})"), "PERMIT", "matched",
             "verified is true, amount < 10000 (amount is 2500)", "a rule applies"},
        Case{Request("pay", R"({"amount":15000})", R"({"verified":true})"), "ESCALATE", "matched",
             "amount >= 10000 (amount is 15000)", "a rule applies"},
        Case{Request("transfer_money", R"({"amount":1e4})"), "ESCALATE", "matched",
             "amount >= 10000 (amount is 10000)", "a rule applies"},
        Case{Request("look"), "PERMIT", "matched", "look applies", "a rule applies"},
        Case{Request("freeze"), "DENY", "matched", "account_is_frozen", "account_is_frozen"},
        Case{Request("whisper"), "DENY", "matched", "never_told", ""},
        Case{Request("shout", R"({"amount":2})"), "DENY", "matched", "amount > 1 (amount is 2)",
             "amount > 1 (amount is 2)"},
        Case{Request("nothing"), "DENY", "no_rule", "no rule permits this action",
             "no rule permits this action"},
        Case{Request("draw"), "DENY", "undecidable",
             "strict-limit cannot be decided: amount is not in the request",
             "a rule could not be decided"},
        Case{Request("draw", R"({"amount":"15000"})"), "DENY", "undecidable",
             "strict-limit cannot be decided: amount is of another type",
             "a rule could not be decided"},
        Case{Request("draw", R"({"amount":-1})"), "DENY", "undecidable",
             "strict-limit cannot be decided: amount is outside the declared range",
             "a rule could not be decided"},
        Case{Request("read", R"({"note":"say \"hi\"\n"})"), "PERMIT", "matched",
             R"(size(note) > 0 (note is "say \"hi\"\x0a"))", "a rule applies"},
        Case{Request("read", R"({"note":")" + kLong + R"("})"), "PERMIT", "matched",
             "size(note) > 0 (note is \"" + kLong.substr(0, 63) + "…)", "a rule applies"},
        Case{Request("share", "{}", "{}", R"(,"target":"press")"), "DENY", "matched",
             R"(any target in [press] (targets is ["press"]))", "a rule applies"},
        Case{Request("quote", R"({"note":"a\nb","amount":15000})"), "DENY", "matched",
             R"(a\x0ab for 15000 of {session_id}, {sic})",
             R"(a\x0ab for 15000 of {session_id}, {sic})"},
        Case{Request("hush", R"({"amount":2})"), "DENY", "matched", "2", ""},
        Case{"{", "DENY", "invalid_request", "syntax at byte 1: this is not JSON",
             "the request is not valid"},
        Case{Request("pay", R"({"amount":1,"amount":2})"), "DENY", "invalid_request",
             "duplicate_member at byte 66: a member name stands twice in one object",
             "the request is not valid"},
        Case{Request("look", "{}", "{}", R"(,"time":"2026-01-01T00:00:00Z")"), "DENY",
             "invalid_request",
             "time at byte 70: time is an RFC 3339 timestamp in UTC, and only taken where a "
             "decision is not recorded live",
             "the request is not valid"}));

TEST(ReasonPersonalTest, IsNotQuoted) {
  auto engine = Engine::Open(Clinic());
  Decision decision;
  const auto reason = [&](const std::string& request) {
    engine->Evaluate(request, decision);
    EXPECT_TRUE(decision.permitted()) << decision.reason;
    return decision.reason;
  };
  EXPECT_EQ(reason(Request("visit", R"({"patient":"Anna Weber"})")), R"(patient != "")");
  EXPECT_EQ(reason(Request("dump", R"({"patient":"Anna Weber"})")), "size(params) > 0");
  EXPECT_EQ(reason(Request("meet", R"({"visitors":[{"name":"Anna Weber"}]})",
                           R"({"relative":{"city":"Ulm","name":"Anna Weber"}})")),
            "size(visitors) > 0, relative.city != \"\"");
}

TEST(ReasonLimitTest, ASentenceOfOursIsCutAtAWholeCharacter) {
  std::string conditions;
  for (int i = 0; i < 60; ++i) {
    conditions += (i == 0 ? "" : ", ") + std::string("'note != \"ü") + std::to_string(i) + "\"'";
  }
  const auto module = CompileForTest(
      "constitution:\n  id: long\n  precedence: [prohibited, escalate, permitted]\n"
      "  facts:\n    note: {type: string, from: params}\n"
      "  permitted:\n    - {id: a, action: a, conditions: [" +
      conditions + "]}\n");
  auto engine = Engine::Open(module);
  Decision decision;
  engine->Evaluate(Request("a", R"({"note":"ü"})"), decision);
  EXPECT_TRUE(decision.permitted());
  EXPECT_LE(decision.reason.size(), 1024U + 3U);
  EXPECT_TRUE(decision.reason.ends_with("…"));
}

// What no rule decides is disclosed as the constitution says.
TEST(ReasonDiscloseTest, AlsoWhereNoRuleDecides) {
  const struct {
    std::string disclose;
    std::string request;
    vm::Code code;
    std::string agent;
  } cases[] = {
      {"reason", Request("none"), vm::Code::kNoRule, "no rule permits this action"},
      {"full", Request("none"), vm::Code::kNoRule, "no rule permits this action"},
      {"nothing", Request("none"), vm::Code::kNoRule, ""},
      {"reason", Request("act"), vm::Code::kConflict,
       "rules contradict each other and the constitution gives them no order"},
      {"full", Request("act"), vm::Code::kConflict,
       "rules contradict each other and the constitution gives them no order: no, yes"},
      {"nothing", Request("act"), vm::Code::kConflict, ""},
      {"reason", Request("ask"), vm::Code::kUndecidable, "a rule could not be decided"},
      {"full", Request("ask"), vm::Code::kUndecidable,
       "maybe cannot be decided: flag is not in the request"},
      {"nothing", Request("ask"), vm::Code::kUndecidable, ""},
      {"reason", "{", vm::Code::kInvalidRequest, "the request is not valid"},
      {"full", "{", vm::Code::kInvalidRequest, "syntax at byte 1: this is not JSON"},
      {"nothing", "{", vm::Code::kInvalidRequest, ""},
      {"nothing", R"({"agent_id":"other","action":"act"})", vm::Code::kOutOfScope, ""},
  };
  for (const auto& c : cases) {
    const auto module = CompileForTest(
        "constitution:\n  id: open\n  agents: [agent-1]\n  disclose: " + c.disclose + R"(
  facts:
    flag: {type: bool, from: context}
  permitted:
    - {id: yes, action: act}
  prohibited:
    - {id: no, action: act}
    - {id: maybe, action: ask, conditions: [flag]}
)");
    auto engine = Engine::Open(module);
    Decision decision;
    engine->Evaluate(c.request, decision);
    EXPECT_EQ(decision.code, c.code) << c.disclose;
    EXPECT_EQ(decision.reason_for_agent(), c.agent) << c.disclose;
    EXPECT_NE(decision.reason, "");
  }
}

TEST(ReasonConflictTest, WithoutPrecedenceTheConflictIsNamed) {
  const auto module = CompileForTest(R"(
constitution:
  id: conflict
  permitted:
    - {id: yes, action: act}
  prohibited:
    - {id: no, action: act}
)");
  auto engine = Engine::Open(module);
  Decision decision;
  engine->Evaluate(Request("act"), decision);
  EXPECT_EQ(decision.decision, vm::Decision::kEscalate);
  EXPECT_EQ(decision.code, vm::Code::kConflict);
  EXPECT_EQ(decision.reason,
            "rules contradict each other and the constitution gives them no order: no, yes");
  EXPECT_TRUE(decision.route_to.empty());
}

}  // namespace
}  // namespace bylaw::runtime
