// Deciding with values bound by handle; scope, validity and overdue reviews; sharing a module.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "module_builder.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kDay = 86'400'000'000;

std::string Text(const Value& value) {
  std::string text;
  AppendValue(value, text, 1'000);
  return text;
}

// Facts of each kind, and the constitution of the README: payments under 10,000 for verified,
// active accounts.
class ContextTest : public testing::Test {
 protected:
  ContextTest() {
    amount_ = FactId{m_.Params("amount", Kind::kDecimal)};
    verified_ = FactId{m_.Context("verified", Kind::kBool)};
    status_ = FactId{m_.Context("status", Kind::kString)};
    count_ = FactId{m_.Params("count", Kind::kInt)};
    uint_ = FactId{m_.Params("uint", Kind::kUint)};
    ratio_ = FactId{m_.Params("ratio", Kind::kDouble)};
    money_ = FactId{m_.Params("money", Kind::kDecimal)};
    m_.fact(static_cast<uint32_t>(money_)).type.encoding = Encoding::kText;
    mode_ = FactId{m_.Params("mode", Kind::kString)};
    m_.fact(static_cast<uint32_t>(mode_)).fallback = m_.Text("safe");
    m_.fact(static_cast<uint32_t>(amount_)).type.minimum = m_.Number("0");
    m_.fact(static_cast<uint32_t>(status_)).type.values = m_.Texts({"active", "frozen"});
    const auto id = [](FactId fact) { return static_cast<uint32_t>(fact); };
    const uint32_t limit = m_.Number("10000");
    m_.Permit("small", {"pay"},
              {TestDecimal(id(amount_), Relation::kLess, limit), TestTrue(id(verified_)),
               TestString(id(status_), Relation::kEqual, m_.Text("active"))});
    m_.Escalate("large", {"pay"}, {TestDecimal(id(amount_), Relation::kGreaterOrEqual, limit)});
    m_.Prohibit("frozen", {"pay"}, {TestString(id(status_), Relation::kEqual, m_.Text("frozen"))});
  }

  Context& Decider() {
    if (context_ == nullptr) {
      module_ = m_.Load(TestFunctions());
      context_ = std::make_unique<Context>(*module_);
    }
    return *context_;
  }

  ModuleBuilder m_;
  FactId amount_, verified_, status_, count_, uint_, ratio_, money_, mode_;
  std::shared_ptr<const Module> module_;
  std::unique_ptr<Context> context_;
};

TEST_F(ContextTest, DecidesOnBoundValues) {
  Context& c = Decider();
  EXPECT_TRUE(c.Bind(amount_, 2'500));
  EXPECT_TRUE(c.Bind(verified_, true));
  EXPECT_TRUE(c.Bind(status_, "active"));
  EXPECT_TRUE(c.Decide("pay").permitted());
  EXPECT_TRUE(c.Bind(amount_, 9'999.99));
  EXPECT_TRUE(c.Decide("pay").permitted());
  EXPECT_TRUE(c.Bind(amount_, 10'000));
  const Verdict escalated = c.Decide("pay");
  EXPECT_EQ(escalated.decision, Decision::kEscalate);
  ASSERT_EQ(c.routes().size(), 1u);
  EXPECT_EQ(module_->string(c.routes()[0]), "senior_ops");
  EXPECT_EQ(module_->rule_id(escalated.rule), "large");
  EXPECT_TRUE(c.Bind(status_, "frozen"));
  EXPECT_EQ(module_->rule_id(c.Decide("pay").rule), "frozen");
  EXPECT_TRUE(c.routes().empty());
  EXPECT_EQ(c.Decide("other").code, Code::kNoRule);
  EXPECT_EQ(module_->rule_id(c.Decide("other").rule), "");
}

TEST_F(ContextTest, DecidesByHandleAsByName) {
  Context& c = Decider();
  c.Bind(amount_, 10'000);
  c.Bind(verified_, true);
  c.Bind(status_, "active");
  const ActionId pay = module_->action("pay");
  ASSERT_NE(pay, kNoAction);
  const Verdict by_name = c.Decide("pay");
  const Verdict by_handle = c.Decide(pay);
  EXPECT_EQ(by_handle.decision, Decision::kEscalate);
  EXPECT_EQ(by_handle.rule, by_name.rule);
  EXPECT_EQ(by_handle.steps, by_name.steps);
  EXPECT_EQ(c.canonical_action(), "pay");
  EXPECT_EQ(c.routes().size(), 1u);
  EXPECT_FALSE(c.Explain().empty());
  // No name is a prefix of another, and no number is a handle by chance.
  EXPECT_EQ(module_->action("pa"), kNoAction);
  EXPECT_EQ(module_->action(""), kNoAction);
  for (uint32_t id = 0; id < 10'000; ++id) {
    if (ActionId{id} == pay) continue;
    EXPECT_FALSE(c.Decide(ActionId{id}).permitted()) << id;
  }
  EXPECT_EQ(c.Decide(kNoAction).code, Code::kInvalidRequest);
  EXPECT_TRUE(c.routes().empty());
  EXPECT_TRUE(c.Explain().empty());
}

TEST_F(ContextTest, BindsEveryTypeWhereItIsExact) {
  Context& c = Decider();
  const auto bound = [&](FactId fact, auto value) {
    const bool admitted = c.Bind(fact, value);
    EXPECT_EQ(admitted, !c.value(fact).is_error());
    return Text(c.value(fact));
  };
  EXPECT_EQ(bound(amount_, int8_t{7}), "7");
  EXPECT_EQ(bound(amount_, uint64_t{18'446'744'073'709'551'615u}), "18446744073709551615");
  EXPECT_EQ(bound(amount_, -1), "out_of_range");
  EXPECT_EQ(bound(amount_, 0.1), "0.1");
  EXPECT_EQ(bound(amount_, 1e22), "1e+22");
  EXPECT_EQ(bound(amount_, 9'223'372'036'854'775'808.0), "9223372036854776000");
  EXPECT_EQ(bound(amount_, -0.0), "0");
  EXPECT_EQ(bound(amount_, std::numeric_limits<double>::quiet_NaN()), "unordered");
  EXPECT_EQ(bound(amount_, std::numeric_limits<double>::infinity()), "unordered");
  EXPECT_EQ(bound(amount_, true), "wrong_type");
  EXPECT_EQ(bound(amount_, "7"), "wrong_type");
  EXPECT_EQ(bound(amount_, Decimal::ParseLiteral("123456789012345678901.5").value()),
            "123456789012345678901.5");
  EXPECT_EQ(bound(count_, 7), "7");
  EXPECT_EQ(bound(count_, 7.0), "7");
  EXPECT_EQ(bound(count_, 7.5), "wrong_type");
  EXPECT_EQ(bound(count_, uint64_t{1} << 63), "out_of_range");
  EXPECT_EQ(bound(uint_, uint64_t{1} << 63), "9223372036854775808");
  EXPECT_EQ(bound(uint_, -1), "out_of_range");
  EXPECT_EQ(bound(ratio_, 0.1), "0.1");
  EXPECT_EQ(bound(ratio_, 3), "3");
  EXPECT_EQ(bound(verified_, true), "true");
  EXPECT_EQ(bound(verified_, 1), "wrong_type");
  EXPECT_EQ(bound(verified_, "true"), "wrong_type");
  EXPECT_EQ(bound(status_, "active"), "\"active\"");
  EXPECT_EQ(bound(status_, std::string_view("Active")), "not_in_enum");
  EXPECT_EQ(bound(status_, std::string_view()), "not_in_enum");
  EXPECT_EQ(bound(mode_, std::string_view()), "\"\"");
  EXPECT_EQ(bound(money_, "12.50"), "12.5");
  EXPECT_EQ(bound(money_, 12), "wrong_type");
}

TEST_F(ContextTest, RefusesHandlesThatAreNoFact) {
  Context& c = Decider();
  for (const FactId bad : {kNoFact, FactId{9'999}, FactId{0x80000000}}) {
    EXPECT_FALSE(c.Bind(bad, 1));
    EXPECT_FALSE(c.Bind(bad, true));
    EXPECT_FALSE(c.Bind(bad, 1.5));
    EXPECT_FALSE(c.Bind(bad, "x"));
    EXPECT_TRUE(c.value(bad).is_error());
  }
  EXPECT_EQ(module_->fact("amount"), amount_);
  EXPECT_EQ(module_->fact_name(amount_), "amount");
  EXPECT_EQ(module_->fact("amoun"), kNoFact);
  EXPECT_EQ(module_->fact(""), kNoFact);
  EXPECT_EQ(module_->fact_name(kNoFact), "");
}

TEST_F(ContextTest, NeverBindsBuiltInsAsFacts) {
  const FactId now{m_.BuiltIn(Source::kNow)};
  const FactId agent{m_.BuiltIn(Source::kAgent)};
  Context& c = Decider();
  EXPECT_FALSE(c.Bind(now, 1));
  EXPECT_FALSE(c.Bind(agent, "root"));
  EXPECT_EQ(Text(c.value(agent)), "missing");
}

TEST_F(ContextTest, MakesAFactUndecidableWhenItsNewValueIsRefused) {
  Context& c = Decider();
  c.Bind(amount_, 2'500);
  c.Bind(verified_, true);
  c.Bind(status_, "active");
  EXPECT_TRUE(c.Decide("pay").permitted());
  EXPECT_FALSE(c.Bind(amount_, "2500"));
  EXPECT_FALSE(c.Decide("pay").permitted());
  EXPECT_FALSE(c.Bind(amount_, -1));
  EXPECT_FALSE(c.Decide("pay").permitted());
}

TEST_F(ContextTest, ClearForgetsEverything) {
  m_.policy().agents = m_.image().AddIndices(std::vector<uint32_t>{m_.image().Intern("lending-*")});
  const FactId now{m_.BuiltIn(Source::kNow)};
  Context& c = Decider();
  c.SetAgent("lending-agent");
  c.SetNow(5);
  c.Bind(amount_, 2'500);
  c.Bind(verified_, true);
  c.Bind(status_, "active");
  c.Bind(mode_, "fast");
  EXPECT_TRUE(c.Decide("pay").permitted());
  c.Clear();
  EXPECT_EQ(c.Decide("pay").code, Code::kOutOfScope);
  for (const FactId fact : {amount_, verified_, status_, now})
    EXPECT_EQ(Text(c.value(fact)), "missing");
  EXPECT_EQ(Text(c.value(mode_)), "\"safe\"");
}

// Wide decimals that a host binds as text outlive what the decision computes.
TEST_F(ContextTest, KeepsBoundDecimalsApartFromResults) {
  const auto money = static_cast<uint32_t>(money_);
  const uint32_t wide = m_.Number("123456789012345678901.5");
  m_.Permit("sum", {"sum"},
            {Code({Op(Opcode::kLoadConst, 0, 0, 0, wide), Op(Opcode::kAddDecimal, 1, 0, 0),
                   Op(Opcode::kAddDecimal, 2, 1, 1), Op(Opcode::kLoadFact, 3, 0, 0, money),
                   Op(Opcode::kCompareDecimal, 4, 3, 0, 2),
                   Op(Opcode::kRequire, 0, 4, 0, 0, 0, kToFails)})});
  Context& c = Decider();
  EXPECT_TRUE(c.Bind(money_, "123456789012345678901.5"));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(c.Decide("sum").permitted());
  for (uint32_t i = 0; i < kArenaBytes; i += 32)
    ASSERT_TRUE(c.Bind(money_, "123456789012345678901.5"));
  EXPECT_TRUE(c.Decide("sum").permitted());
}

// A request leaves nothing behind that a later decision by handle could read.
TEST_F(ContextTest, KeepsRequestsAndHandlesApart) {
  const FactId any{m_.Params("any", Kind::kError)};
  m_.Permit("any", {"any"},
            {TestAny(static_cast<uint32_t>(any), Relation::kEqual, m_.Number("1"))});
  Context& c = Decider();
  std::string json = R"({"agent_id":"a","action":"pay","params":{"amount":1,"any":1},
                         "context":{"verified":true,"status":"active"}})";
  EXPECT_TRUE(c.DecideRequest(json, 0).permitted());
  EXPECT_FALSE(c.Decide("pay").permitted());
  EXPECT_TRUE(c.DecideRequest(json, 0).permitted());
  c.Bind(verified_, true);
  EXPECT_EQ(Text(c.value(amount_)), "missing");
  EXPECT_EQ(Text(c.value(verified_)), "true");
  EXPECT_FALSE(c.Decide("any").permitted());
  json = R"({"agent_id":"a","action":"pay","x":1})";
  EXPECT_EQ(c.DecideRequest(json, 0).code, Code::kInvalidRequest);
  EXPECT_TRUE(c.Explain().empty());
  EXPECT_FALSE(c.Decide("pay").permitted());
}

TEST_F(ContextTest, BoundsWhatIsBound) {
  m_.policy().string_bytes = 300;
  const FactId agent{m_.BuiltIn(Source::kAgent)};
  const FactId target{m_.BuiltIn(Source::kTarget)};
  const FactId targets{m_.BuiltIn(Source::kTargets)};
  Context& c = Decider();
  const std::string longer(301, 'x');
  EXPECT_FALSE(c.Bind(mode_, longer));
  EXPECT_EQ(Text(c.value(mode_)), "limit_exceeded");
  c.SetAgent(longer);
  EXPECT_EQ(Text(c.value(agent)), "limit_exceeded");
  const std::string_view one[] = {longer};
  c.SetTargets(one);
  EXPECT_EQ(Text(c.value(target)), "limit_exceeded");
  EXPECT_EQ(Text(c.value(targets)), "limit_exceeded");
  const std::vector<std::string_view> many(kTargetsMax + 1, "t");
  c.SetTargets(many);
  EXPECT_EQ(Text(c.value(target)), "no_target");
  EXPECT_EQ(Text(c.value(targets)), "limit_exceeded");
  c.SetTargets(std::span(many).first(2));
  EXPECT_EQ(Text(c.value(targets)), R"(["t", "t"])");
  c.SetTargets({});
  EXPECT_EQ(Text(c.value(targets)), "[]");
}

// Library functions step over whole code points: reverse() ran off the front of "\x80".
TEST_F(ContextTest, TextOfAHostThatIsNoUtf8IsNoText) {
  const FactId list{m_.Params("list", Kind::kList)};
  const FactId agent{m_.BuiltIn(Source::kAgent)};
  const FactId target{m_.BuiltIn(Source::kTarget)};
  const FactId targets{m_.BuiltIn(Source::kTargets)};
  Context& c = Decider();
  for (const std::string_view bad : {"\x80", "abc\xff", "12345678\xc3",
                                     "1234567890123456\xed\xa0\x80", "\xc3\xa4 and \xc0\x80"}) {
    EXPECT_FALSE(c.Bind(mode_, bad));
    EXPECT_EQ(Text(c.value(mode_)), "wrong_type");
    const std::vector<Value> strings = {Value::String("a"), Value::String(bad)};
    EXPECT_FALSE(c.BindStrings(list, strings));
    EXPECT_EQ(Text(c.value(list)), "wrong_type");
    c.SetAgent(bad);
    EXPECT_EQ(Text(c.value(agent)), "wrong_type");
    const std::string_view one[] = {bad};
    c.SetTargets(one);
    EXPECT_EQ(Text(c.value(target)), "wrong_type");
    EXPECT_EQ(Text(c.value(targets)), "wrong_type");
  }
  for (const std::string_view good :
       {"", "a", "abcd", "abcdefgh", "12345678\xc3\xa4", "\xf0\x9f\x9c\x81"}) {
    EXPECT_TRUE(c.Bind(mode_, good)) << good;
  }
}

TEST_F(ContextTest, BindsListsOfStrings) {
  m_.policy().string_bytes = 300;
  m_.policy().list_items = 3;
  const FactId list{m_.Params("list", Kind::kList)};
  const FactId any{m_.Params("any", Kind::kError)};
  m_.fact(static_cast<uint32_t>(list)).type.length_min = 1;
  Context& c = Decider();
  const std::string longer(301, 'x');
  const std::vector<Value> three = {Value::String("a"), Value::String(""), Value::String("c")};
  const std::vector<Value> four(4, Value::String("a"));
  const std::vector<Value> with_long = {Value::String("a"), Value::String(longer)};
  const std::vector<Value> mixed = {Value::String("a"), Value::Int(1)};
  const struct {
    FactId fact;
    std::span<const Value> strings;
    std::string text;
  } cases[] = {
      {list, three, R"(["a", "", "c"])"},
      {any, three, R"(["a", "", "c"])"},
      {any, {}, "[]"},
      {list, {}, "length"},
      {list, four, "limit_exceeded"},
      {any, with_long, "limit_exceeded"},
      {list, mixed, "wrong_type"},
      {status_, three, "wrong_type"},
  };
  for (const auto& bound : cases) {
    EXPECT_EQ(c.BindStrings(bound.fact, bound.strings), bound.text[0] == '[') << bound.text;
    EXPECT_EQ(Text(c.value(bound.fact)), bound.text);
  }
  EXPECT_FALSE(c.BindStrings(kNoFact, three));
}

TEST_F(ContextTest, RefusesNamesThatAreNone) {
  m_.Permit("any", {"*"});
  Context& c = Decider();
  EXPECT_TRUE(c.Decide("other").permitted());
  for (const std::string& name :
       {std::string(), std::string("a b"), std::string("pay\n"), std::string("p\xc3\xa9"),
        std::string(kNameBytesMax + 1, 'x'), std::string("pay\0", 4)}) {
    EXPECT_EQ(c.Decide(name).code, Code::kInvalidRequest) << name;
    EXPECT_EQ(c.Decide(name).decision, Decision::kDeny);
  }
}

TEST_F(ContextTest, GovernsOnlyItsAgents) {
  m_.policy().agents = m_.image().AddIndices(
      std::vector<uint32_t>{m_.image().Intern("lending-*"), m_.image().Intern("ops")});
  m_.Permit("any", {"*"});
  Context& c = Decider();
  EXPECT_EQ(c.Decide("x").code, Code::kOutOfScope);  // No agent.
  for (const char* agent : {"lending-1", "lending-", "ops"}) {
    c.SetAgent(agent);
    EXPECT_TRUE(c.Decide("x").permitted()) << agent;
  }
  for (const char* agent : {"", "lending", "Lending-1", "ops ", "xops", "lending-\xe2\x80\x8b"}) {
    c.SetAgent(agent);
    EXPECT_EQ(c.Decide("x").code, Code::kOutOfScope) << agent;
  }
  EXPECT_EQ(c.DecideRequest(R"({"agent_id":"x","action":"pay"})", 0).code, Code::kOutOfScope);
  EXPECT_TRUE(c.Explain().empty());
  EXPECT_TRUE(c.DecideRequest(R"({"agent_id":"ops","action":"x"})", 0).permitted());
}

TEST_F(ContextTest, AnyAgentIsStillAnAgent) {
  m_.policy().agents = m_.image().AddIndices(std::vector<uint32_t>{m_.image().Intern("*")});
  m_.Permit("any", {"*"});
  Context& c = Decider();
  EXPECT_EQ(c.Decide("x").code, Code::kOutOfScope);
  c.SetAgent("a");
  EXPECT_TRUE(c.Decide("x").permitted());
}

// ------------------------------------------------------------------------------------------------
// time

TEST_F(ContextTest, RulesAreInForceOnTheirDaysOnly) {
  m_.Rule({.id = "t", .actions = {"t"}, .valid_from_day = 10, .valid_until_day = 11});
  m_.Permit("n", {"n"});
  m_.Rule({.id = "p", .section = Section::kProhibited, .actions = {"n"}, .valid_from_day = 10});
  Context& c = Decider();
  const struct {
    int64_t now;
    bool in_force;
  } cases[] = {{10 * kDay - 1, false},
               {10 * kDay, true},
               {11 * kDay, true},
               {12 * kDay - 1, true},
               {12 * kDay, false}};
  for (const auto& time : cases) {
    c.SetNow(time.now);
    EXPECT_EQ(c.Decide("t").permitted(), time.in_force) << time.now;
    EXPECT_EQ(OutcomeText(c.Explain()[0].outcome), time.in_force ? "applies" : "not_in_force");
  }
  c.SetNow(-1);
  EXPECT_TRUE(c.Decide("n").permitted());
  c.SetNow(10 * kDay);
  EXPECT_EQ(c.Decide("n").decision, Decision::kDeny);
  // Without a time, what may or may not be in force is undecidable.
  c.Clear();
  EXPECT_FALSE(c.Decide("t").permitted());
  const Verdict verdict = c.Decide("n");
  EXPECT_EQ(verdict.decision, Decision::kDeny);
  EXPECT_EQ(verdict.code, Code::kUndecidable);
}

TEST(Context, AnOverdueReviewOnlyTightens) {
  const auto decide = [](WhenOverdue when, int32_t review_day, uint32_t every_days,
                         std::optional<int64_t> now, const char* action, bool has_default) {
    ModuleBuilder m;
    m.policy().when_overdue = when;
    m.policy().review_day = review_day;
    m.policy().review_every_days = every_days;
    if (has_default) m.policy().default_route = m.image().Intern("compliance");
    m.Permit("p", {"permit"});
    m.Prohibit("d", {"deny"});
    m.Escalate("e", {"escalate"});
    const auto module = m.Load();
    Context context(*module);
    if (now) context.SetNow(*now);
    const Verdict verdict = context.Decide(action);
    std::string text =
        std::string(DecisionText(verdict.decision)) + " " + std::string(CodeText(verdict.code));
    for (const uint32_t route : context.routes()) text += " " + std::string(module->string(route));
    return text;
  };
  constexpr int64_t kToday = 100 * kDay;
  using enum WhenOverdue;
  for (const WhenOverdue when : {kWarn, kEscalate, kDeny}) {
    EXPECT_EQ(decide(when, 90, 10, kToday, "permit", false), "PERMIT matched");  // The last day.
    EXPECT_EQ(decide(when, 100, 0, kToday, "permit", false), "PERMIT matched");
    EXPECT_EQ(decide(when, kDayMin, 0, kToday, "permit", false), "PERMIT matched");
  }
  EXPECT_EQ(decide(kWarn, 89, 10, kToday, "permit", false), "PERMIT matched");
  EXPECT_EQ(decide(kEscalate, 89, 10, kToday, "permit", false), "ESCALATE overdue");
  EXPECT_EQ(decide(kEscalate, 89, 10, kToday, "permit", true), "ESCALATE overdue compliance");
  EXPECT_EQ(decide(kEscalate, 89, 10, kToday, "deny", true), "DENY matched");
  EXPECT_EQ(decide(kEscalate, 89, 10, kToday, "escalate", true), "ESCALATE matched senior_ops");
  EXPECT_EQ(decide(kDeny, 89, 10, kToday, "permit", true), "DENY overdue");
  EXPECT_EQ(decide(kDeny, 89, 10, kToday, "escalate", true), "DENY overdue");
  EXPECT_EQ(decide(kDeny, 101, 10, kToday, "permit", false),
            "DENY overdue");  // A review in the future.
  EXPECT_EQ(decide(kDeny, 101, 0, kToday, "permit", false), "DENY overdue");
  EXPECT_EQ(decide(kDeny, kDayMin, 10, kToday, "permit", false),
            "DENY overdue");  // Never reviewed.
  EXPECT_EQ(decide(kDeny, 90, 10, std::nullopt, "permit", false),
            "DENY overdue");  // Unknown time is no excuse.
  EXPECT_EQ(decide(kEscalate, 90, 10, std::nullopt, "permit", false), "ESCALATE overdue");
  EXPECT_EQ(decide(kDeny, 89, 0xffffffff, kToday, "permit", false), "PERMIT matched");
}

// ------------------------------------------------------------------------------------------------
// threads

TEST_F(ContextTest, ThreadsShareAModule) {
  Decider();
  std::vector<std::thread> threads;
  std::vector<int> permitted(4, 0);
  for (size_t t = 0; t < permitted.size(); ++t) {
    threads.emplace_back([&, t] {
      Context own(*module_);
      for (int i = 0; i < 2'000; ++i) {
        own.Bind(amount_, i * 10);
        own.Bind(verified_, true);
        own.Bind(status_, "active");
        permitted[t] += own.Decide("pay").permitted() ? 1 : 0;
        const std::string json =
            R"({"agent_id":"a","action":"pay","params":{"amount":)" + std::to_string(i) + "}}";
        permitted[t] += own.DecideRequest(json, 0).permitted() ? 1 : 0;
        own.Explain();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : permitted) EXPECT_EQ(count, 1'000);
}

// ------------------------------------------------------------------------------------------------
// explanations

TEST_F(ContextTest, ExplainsEveryRule) {
  Context& c = Decider();
  c.Bind(amount_, 15'000);
  c.Bind(status_, "active");
  EXPECT_EQ(c.Decide("pay").decision, Decision::kEscalate);
  const std::vector<Emitted> applied(c.applies().begin(), c.applies().end());
  const std::vector<RuleExplanation> rules = c.Explain();
  ASSERT_EQ(rules.size(), 3u);  // In the order of the block: by id.
  EXPECT_EQ(module_->rule_id(rules[0].rule), "frozen");
  EXPECT_EQ(OutcomeText(rules[0].outcome), "does_not_apply");
  EXPECT_EQ(OutcomeText(rules[1].outcome), "applies");
  EXPECT_EQ(OutcomeText(rules[2].outcome), "does_not_apply");
  ASSERT_EQ(rules[2].conditions.size(), 3u);
  EXPECT_EQ(TruthText(rules[2].conditions[0].value), "false");
  EXPECT_EQ(TruthText(rules[2].conditions[1].value), "undecidable");
  EXPECT_EQ(ErrorText(rules[2].conditions[1].error), "missing");
  EXPECT_EQ(TruthText(rules[2].conditions[2].value), "true");
  EXPECT_EQ(rules[2].conditions[0].facts, std::vector<FactId>{amount_});
  EXPECT_EQ(rules[2].conditions[0].text, "condition");
  // It changes nothing.
  EXPECT_EQ(c.applies().size(), applied.size());
  EXPECT_EQ(c.Explain().size(), 3u);
  EXPECT_EQ(c.Decide("pay").decision, Decision::kEscalate);
}

TEST_F(ContextTest, ExplainsWithAsMuchMemoryAsTheDecisionHad) {
  m_.policy().string_bytes = kArenaBytes / 2;
  const uint32_t text = m_.Text(std::string(100'000, 'x'));
  m_.Permit("long", {"long"},
            {Code({Op(Opcode::kLoadConst, 0, 0, 0, text), Op(Opcode::kMove, 1, 0),
                   Op(Opcode::kConcat, 2, 0, 1), Op(Opcode::kCompareString, 3, 2, 0, 4),
                   Op(Opcode::kRequire, 0, 3, 0, 0, 0, kToFails)})});
  m_.policy().string_bytes = 200'000;
  Context& c = Decider();
  EXPECT_TRUE(c.Decide("long").permitted());
  for (int i = 0; i < 2; ++i) EXPECT_EQ(TruthText(c.Explain()[0].conditions[0].value), "true");
}

TEST(AppendValue, WritesValuesForPeople) {
  const auto text = [](const Value& value, size_t chars_max) {
    std::string out = "> ";
    AppendValue(value, out, chars_max);
    return out.substr(2);
  };
  EXPECT_EQ(text(Value::String("a\"b\\c\n\x7f"), 100), R"("a\"b\\c\x0a\x7f")");
  EXPECT_EQ(text(Value::String("\xc3\xa9\xc3\xa9\xc3\xa9"), 4),
            "\"\xc3\xa9…");  // Whole code points.
  EXPECT_EQ(text(Value::Null(), 100), "null");
  EXPECT_EQ(text(Value::Error(ValueError::kOverflow), 100), "overflow");
  EXPECT_EQ(text(Value::Timestamp(-1, 999), 100), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(text(Value::Duration(5'500'000), 100), "5.5s");
  const std::vector<Value> items(100, Value::Int(1));
  EXPECT_EQ(text(Value::List(items.data(), 100), 10), "[1, 1, 1, …");
  const Member members[] = {{Value::String("a"), Value::Bool(true)},
                            {Value::String("b"), Value::List(nullptr, 0)}};
  EXPECT_EQ(text(Value::Map(members, 2), 100), R"({"a": true, "b": []})");
}

}  // namespace
}  // namespace bylaw::vm
