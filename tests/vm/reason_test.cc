// Reasons with values in them: what they say, and that they never change what was decided.
#include <gtest/gtest.h>

#include <string>

#include "bylaw/vm/limits.h"
#include "module_builder.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;

// A module with one prohibition of everything, whose reason is `[` params.x `]` and `now`.
std::shared_ptr<const Module> ModuleOf(Kind kind = Kind::kError, uint8_t flags = kFactDeclared) {
  ModuleBuilder m;
  const uint32_t x = m.Fact("x", Source::kParams, kind, flags);
  m.Rule(
      {.id = "r",
       .section = Section::kProhibited,
       .actions = {"say"},
       .reason = {{{}, {}, "["}, {{Op(Opcode::kLoadFact, 0, 0, 0, x)}, {}, "{x}"}, {{}, {}, "]"}}});
  m.Permit("other", {"keep"});
  return m.Load();
}

std::string ReasonFor(const Module& module, const std::string& params) {
  Context context(module);
  const std::string request = R"({"agent_id":"a","action":"say","params":)" + params + "}";
  const Verdict verdict = context.DecideRequest(request, kNow);
  EXPECT_EQ(verdict.decision, Decision::kDeny);
  std::string reason;
  context.AppendReason(RuleId{1}, reason);
  EXPECT_EQ(module.rule_id(RuleId{1}), "r");
  return reason;
}

TEST(Reason, SaysValuesAsPeopleReadThem) {
  const auto module = ModuleOf();
  const struct {
    std::string value;
    std::string said;
  } cases[] = {
      {"15000", "[15000]"},
      {"0.10", "[0.1]"},
      {"true", "[true]"},
      {"null", "[null]"},
      {R"("EUR")", "[EUR]"},
      {R"("say \"hi\"")", "[say \"hi\"]"},
      {R"("a\nDENY\u007f")", R"([a\x0aDENY\x7f])"},
      {R"("{x} {{")", "[{x} {{]"},
      {R"(["a","b",1.5,null])", "[a, b, 1.5, null]"},
      {"[]", "[]"},
      {R"("")", "[]"},
      // What has no text of its own, or is not there.
      {R"({"a":1})", "[{x}]"},
      {"[1,[2]]", "[{x}]"},
      {R"([{"a":1}])", "[{x}]"},
  };
  for (const auto& c : cases) EXPECT_EQ(ReasonFor(*module, R"({"x":)" + c.value + "}"), c.said);
  EXPECT_EQ(ReasonFor(*module, "{}"), "[{x}]");
}

TEST(Reason, SaysWhatIsWrittenWhereAFactIsRefused) {
  const auto module = ModuleOf(Kind::kDecimal);
  EXPECT_EQ(ReasonFor(*module, R"({"x":"15000"})"), "[{x}]");
  EXPECT_EQ(ReasonFor(*module, R"({"x":15000})"), "[15000]");
}

TEST(Reason, CutsAValueAtAWholeCharacter) {
  const auto module = ModuleOf();
  const auto text = [](size_t count, const std::string& piece) {
    std::string repeated;
    for (size_t i = 0; i < count; ++i) repeated += piece;
    return repeated;
  };
  const std::string full = text(kReasonValueBytesMax, "x");
  EXPECT_EQ(ReasonFor(*module, R"({"x":")" + full + R"("})"), "[" + full + "]");
  EXPECT_EQ(ReasonFor(*module, R"({"x":")" + full + R"(y"})"), "[" + full + "…]");
  EXPECT_EQ(ReasonFor(*module, R"({"x":"y)" + text(200, "ü") + R"("})"),
            "[y" + text(kReasonValueBytesMax / 2 - 1, "ü") + "…]");
  const std::string list = ReasonFor(*module, R"({"x":[)" + text(200, "\"abc\",") + "1]}");
  EXPECT_EQ(list, "[" + text(51, "abc, ") + "a…]");
}

TEST(Reason, OfARuleWithoutValuesIsItsText) {
  const auto module = ModuleOf();
  Context context(*module);
  context.DecideRequest(R"({"agent_id":"a","action":"say","params":{"x":1}})", kNow);
  std::string reason;
  context.AppendReason(RuleId{0}, reason);
  EXPECT_EQ(reason, "");
}

TEST(Reason, BeforeADecisionIsAsWritten) {
  const auto module = ModuleOf();
  Context context(*module);
  std::string reason;
  context.AppendReason(RuleId{1}, reason);
  EXPECT_EQ(reason, "[{x}]");
  context.DecideRequest("{", kNow);
  context.AppendReason(RuleId{1}, reason);
  EXPECT_EQ(reason, "[{x}][{x}]");
}

// Neither the decision nor its steps know of the code of reasons; asking changes nothing.
TEST(Reason, CostsADecisionNothing) {
  const auto decide = [](bool with_reason, bool ask) {
    ModuleBuilder m;
    const uint32_t x = m.Params("x", Kind::kDecimal);
    RuleSpec rule{.id = "r",
                  .section = Section::kProhibited,
                  .actions = {"say"},
                  .conditions = {TestDecimal(x, Relation::kGreater, m.Number("1"))}};
    if (with_reason) {
      rule.reason = {{{Op(Opcode::kLoadFact, 0, 0, 0, x), Op(Opcode::kSubDecimal, 1, 0, 0),
                       Op(Opcode::kDivDecimal, 0, 0, 1)},
                      {},
                      "{x / (x - x)}"}};
    }
    m.Rule(std::move(rule));
    const auto module = m.Load();
    Context context(*module);
    Verdict verdict;
    std::string reason;
    for (int i = 0; i < 3; ++i) {
      verdict = context.DecideRequest(R"({"agent_id":"a","action":"say","params":{"x":2}})", kNow);
      if (ask) context.AppendReason(RuleId{0}, reason);
    }
    EXPECT_EQ(verdict.decision, Decision::kDeny);
    EXPECT_EQ(context.Explain().at(0).outcome, Outcome::kApplies);
    EXPECT_EQ(reason, !ask ? "" : "{x / (x - x)}{x / (x - x)}{x / (x - x)}");
    return std::tuple(verdict.steps, module->steps_max(), module->arena_max());
  };
  EXPECT_EQ(decide(true, true), decide(false, false));
  EXPECT_EQ(decide(true, false), decide(false, false));
}

}  // namespace
}  // namespace bylaw::vm
