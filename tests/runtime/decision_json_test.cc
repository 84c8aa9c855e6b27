// The JSON of decisions: byte for byte where it is documented, and parseable whatever is in it.

#include "bylaw/runtime/decision_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "compile_for_test.h"

namespace bylaw::runtime {
namespace {

std::string Json(const Decision& decision, const Explanation* explanation = nullptr) {
  std::string out;
  AppendDecisionJson(decision, explanation, out);
  return out;
}

Decision Sample() {
  Decision decision;
  decision.decision = vm::Decision::kEscalate;
  decision.code = vm::Code::kMatched;
  decision.reason = "amount >= 10000";
  decision.route_to = {"senior_ops"};
  decision.rules = {{"escalate[0]", vm::Outcome::kApplies}};
  decision.constitution_version = "fintech-lending-agent-v3";
  decision.constitution_digest = "sha256:00";
  decision.steps = 17;
  return decision;
}

TEST(DecisionJsonTest, IsAsDocumented) {
  EXPECT_EQ(Json(Sample()),
            R"({"decision":"ESCALATE","code":"matched","reason":"amount >= 10000",)"
            R"("route_to":"senior_ops","rules":[{"id":"escalate[0]","outcome":"applies"}],)"
            R"("constitution_version":"fintech-lending-agent-v3",)"
            R"("constitution_digest":"sha256:00","steps":17})");
}

TEST(DecisionJsonTest, RouteToIsAbsentAStringOrAList) {
  Decision decision = Sample();
  decision.route_to = {"a", "b"};
  EXPECT_EQ(nlohmann::json::parse(Json(decision))["route_to"], (nlohmann::json{"a", "b"}));
  decision.route_to.clear();
  EXPECT_FALSE(nlohmann::json::parse(Json(decision)).contains("route_to"));
}

TEST(DecisionJsonTest, TheEventIdStandsAtTheEnd) {
  Decision decision = Sample();
  decision.event_id = "evt_1";
  EXPECT_TRUE(Json(decision).ends_with(R"("steps":17,"event_id":"evt_1"})"));
}

TEST(DecisionJsonTest, EveryCharacterSurvives) {
  Decision decision = Sample();
  for (int c = 0; c < 0x80; ++c) decision.reason.push_back(static_cast<char>(c));
  decision.reason += "ü€😀\u202e";
  EXPECT_EQ(nlohmann::json::parse(Json(decision))["reason"], decision.reason);
  EXPECT_EQ(Json(decision).find('\n'), std::string::npos);
}

TEST(DecisionJsonTest, AnExplanationCarriesConditionsAndFacts) {
  auto engine = Engine::Open(Payments());
  Decision decision;
  Explanation explanation;
  engine->Evaluate(Request("pay", R"({"amount":0.1})", R"({"verified":"yes"})"), decision,
                   &explanation);
  const auto json = nlohmann::json::parse(Json(decision, &explanation));
  ASSERT_EQ(json["rules"].size(), 2U);
  EXPECT_EQ(json["rules"][1], nlohmann::json::parse(R"(
      {"id":"pay-small","outcome":"undecidable","conditions":[
        {"text":"verified","value":"undecidable","facts":{"verified":{"error":"wrong_type"}}},
        {"text":"amount < 10000","value":"true","facts":{"amount":0.1}}]})"));
}

TEST(DecisionJsonTest, AnExplanationSaysWhichFactsArePersonal) {
  auto engine = Engine::Open(Clinic());
  Decision decision;
  Explanation explanation;
  engine->Evaluate(Request("visit", R"({"patient":"Anna Weber"})"), decision, &explanation);
  EXPECT_EQ(decision.reason, R"(patient != "")");
  const auto json = nlohmann::json::parse(Json(decision, &explanation));
  EXPECT_EQ(json["rules"][0]["conditions"][0], nlohmann::json::parse(R"(
      {"text":"patient != \"\"","value":"true","facts":{"patient":"Anna Weber"},
       "personal":["patient"]})"));
}

struct ValueCase {
  vm::Value value;
  std::string json;
};

TEST(ValueJsonTest, EveryKind) {
  const vm::Value items[] = {vm::Value::Bool(true), vm::Value::Null()};
  const vm::Member members[] = {{vm::Value::String("k\""), vm::Value::Int(-1)}};
  const ValueCase cases[] = {
      {vm::Value::Error(vm::ValueError::kOutOfRange), R"({"error":"out_of_range"})"},
      {vm::Value::Null(), "null"},
      {vm::Value::Bool(false), "false"},
      {vm::Value::Int(-7), "-7"},
      {vm::Value::Uint(7), "7"},
      {vm::Value::Double(0.5), "0.5"},
      {vm::Value::SmallDecimal(999999, -2), "9999.99"},
      {vm::Value::String("a\nb"), R"("a\nb")"},
      {vm::Value::Timestamp(0), R"("1970-01-01T00:00:00Z")"},
      {vm::Value::Timestamp(1'776'166'929'500'000, 1), R"("2026-04-14T11:42:09.500000001Z")"},
      {vm::Value::Duration(-5'500'000), R"("-5.5s")"},
      {vm::Value::List(items, 2), "[true,null]"},
      {vm::Value::Map(members, 1), R"({"k\"":-1})"},
  };
  for (const ValueCase& c : cases) {
    std::string out;
    AppendValueJson(c.value, out);
    EXPECT_EQ(out, c.json);
  }
}

}  // namespace
}  // namespace bylaw::runtime
