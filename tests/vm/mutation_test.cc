// Every single-byte change of good modules, re-sealed: either the verifier refuses it, or it
// decides requests within the steps and memory that it proved, and is listed as what it is. Under
// ASan and UBSan this also shows that nothing is read that is not there.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "bylaw/assembly/assemble.h"
#include "bylaw/assembly/disassemble.h"
#include "bylaw/vm/limits.h"
#include "bylaw/vm/pattern.h"
#include "bylaw/vm/utf8.h"
#include "context_state.h"
#include "module_builder.h"
#include "sanitized.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;

const char* const kRequests[] = {
    R"({"agent_id":"a","action":"pay"})",
    R"({"agent_id":"lending-agent","action":"pay","session_id":"s","params":{"amount":15000,"note":{"text":"memo xyz"},
        "count":3,"list":[1,"a",{"k":[null]}]},"context":{"verified":true,"status":"active","e":[1,2]},
        "targets":["third_parties","us"]})",
    R"({"agent_id":"a","action":"delete_all","params":{"amount":1.5,"note":[],"count":-9,"list":{}},"context":{"verified":1,
        "status":"x","e":123456789012345680000},"target":"us"})",
    R"({"agent_id":"a","action":"delete_it","params":{"amount":"1"},"context":{"e":{"a":"b"}}})",
};

// A few lines of everything, small enough for all values of each byte.
std::string SmallModule() {
  ModuleBuilder m;
  const uint32_t amount = m.Params("amount", Kind::kDecimal);
  const uint32_t verified = m.Context("verified", Kind::kBool);
  Condition half = Code({Op(Opcode::kLoadFact, 0, 0, 0, amount), Op(Opcode::kAddDecimal, 1, 0, 0),
                         Op(Opcode::kCompareDecimal, 2, 1, 0, 4),
                         Op(Opcode::kRequire, 0, 2, 0, 0, 0, kToFails)});
  half.edges = {{0, 2, 3, 2}, {3, 4, kToEnd, kEdgeUndecidable}};
  m.Permit("p", {"pay"}, {TestTrue(verified), half});
  m.Rule({.id = "e",
          .section = Section::kEscalate,
          .actions = {"p*"},
          .conditions = {TestDecimal(amount, Relation::kGreater, m.Number("1"))},
          .routes = {"senior_ops"},
          .reason = {{{}, {}, "twice is "},
                     {{Op(Opcode::kLoadFact, 1, 0, 0, amount), Op(Opcode::kAddDecimal, 0, 1, 1)},
                      {},
                      "{amount + amount}"}}});
  return m.Bytes(TestFunctions());
}

// Every kind of instruction and row.
std::string LargeModule() {
  ModuleBuilder m;
  const uint32_t amount = m.Params("amount", Kind::kDecimal);
  const uint32_t verified = m.Context("verified", Kind::kBool);
  const uint32_t status = m.Context("status", Kind::kString);
  const uint32_t targets = m.BuiltIn(Source::kTargets);
  const uint32_t session = m.BuiltIn(Source::kSession);
  const uint32_t note = m.Params("note.text", Kind::kString);
  const uint32_t either = m.Fact("e", Source::kEither, Kind::kError, 0);
  const uint32_t count = m.Params("count", Kind::kInt);
  const uint32_t list = m.Fact("list", Source::kParams, Kind::kError, 0);
  const uint32_t whole = m.Context("", Kind::kError);
  TypeRow line = TypeOf(Kind::kMap);
  line.fields = m.image().AddFields(
      {{m.image().Intern("amount"), m.image().AddType(TypeOf(Kind::kDecimal)), kFieldRequired},
       {m.image().Intern("status"), m.image().AddType(TypeOf(Kind::kString)), 0}});
  m.fact(m.Params("lines", Kind::kList)).type.items = m.image().AddType(line);
  m.fact(amount).type.minimum = m.Number("0");
  m.fact(status).type.values = m.Texts({"active", "frozen"});
  m.fact(count).fallback = m.Const(Value::Int(7));
  const uint32_t matches = m.image().Import("matches(string, string) bool");
  const uint32_t memo = m.image().AddCall(matches, m.Text("memo"));
  m.fact(note).type.pattern = memo;
  const uint32_t contains =
      m.image().AddCall(m.image().Import("contains(string, string) bool"), kNone);
  const uint32_t size = m.image().AddCall(m.image().Import("size(list) int"), kNone);
  const uint32_t repeat = m.image().AddCall(m.image().Import("repeat(string, int) string"), kNone);
  const uint32_t one = m.Const(Value::Int(1));
  const uint32_t big = m.Number("123456789012345678901234567890");
  const Condition numbers =
      Code({Op(Opcode::kLoadFact, 0, 0, 0, count), Op(Opcode::kLoadConst, 1, 0, 0, one),
            Op(Opcode::kMulInt, 2, 0, 1), Op(Opcode::kToDecimal, 3, 2),
            Op(Opcode::kLoadConst, 4, 0, 0, big), Op(Opcode::kSubDecimal, 5, 3, 4),
            Op(Opcode::kNegDecimal, 5, 5), Op(Opcode::kLoadFact, 6, 0, 0, amount),
            Op(Opcode::kMulDecimal, 6, 6, 5), Op(Opcode::kCompareDecimal, 7, 6, 4, 6),
            Op(Opcode::kNot, 8, 7), Op(Opcode::kOr, 9, 7, 8),
            Op(Opcode::kRequire, 0, 9, 0, 0, 0, kToFails)});
  const Condition texts =
      Code({Op(Opcode::kLoadFact, 0, 0, 0, note), Op(Opcode::kLoadConst, 1, 0, 0, m.Text("memo")),
            Op(Opcode::kCall, 2, 0, 2, memo), Op(Opcode::kCall, 3, 0, 2, contains),
            Op(Opcode::kAnd, 4, 2, 3), Op(Opcode::kJumpUnless, 0, 4, 0, 0, 0, kToFails),
            Op(Opcode::kConcat, 5, 0, 1), Op(Opcode::kLoadConst, 6, 0, 0, one),
            Op(Opcode::kCall, 7, 5, 2, repeat), Op(Opcode::kCompareString, 8, 7, 0, 13),
            Op(Opcode::kRequire, 0, 8, 0, 0, 0, kToFails)});
  Condition dynamic = Code({Op(Opcode::kLoadFact, 0, 0, 0, whole),
                            Op(Opcode::kSelect, 1, 0, 0, m.image().Intern("e")),
                            Op(Opcode::kHasMember, 2, 0, 0, m.image().Intern("status")),
                            Op(Opcode::kLoadFact, 3, 0, 0, list),
                            Op(Opcode::kLoadConst, 4, 0, 0, one), Op(Opcode::kIndex, 5, 3, 4),
                            Op(Opcode::kArithmeticAny, 6, 1, 4, 0), Op(Opcode::kMakeList, 7, 4, 2),
                            Op(Opcode::kExpect, 8, 3, 0, static_cast<uint32_t>(Kind::kList)),
                            Op(Opcode::kCall, 9, 8, 1, size), Op(Opcode::kIn, 10, 5, 8),
                            Op(Opcode::kCompareAny, 11, 7, 8, 2), Op(Opcode::kOr, 12, 10, 11),
                            Op(Opcode::kRequire, 0, 12, 0, 0, 0, kToFails)});
  dynamic.edges = {{0, 10, kToEnd, kEdgeUndecidable},
                   {10, 11, 11, 10},
                   {11, 12, 12, 11},
                   {13, 14, kToEnd, kEdgeUndecidable}};
  // [x for x in list if x > 1] == {}: loops and builders.
  Condition loop = Code(
      {Op(Opcode::kLoadFact, 1, 0, 0, list), Op(Opcode::kListFor, 0, 1),
       Instruction{Opcode::kLoop, 2, 1, LoopForm::kPairs, 8, Carried::Pack(0, kListBuilderKind), 7},
       Op(Opcode::kLoadConst, 4, 0, 0, one), Op(Opcode::kCompareAny, 4, 3, 4, 4),
       Op(Opcode::kListAdd, 0, 3), Instruction{Opcode::kNext, 2, 0, LoopForm::kPairs, 2, 0, 3},
       Op(Opcode::kListEnd, 0, 0), Op(Opcode::kMapNew, 1, 0, 0, 2), Op(Opcode::kMapPut, 1, 0, 0),
       Op(Opcode::kMapEnd, 1, 1), Op(Opcode::kCompareAny, 0, 0, 1, 2),
       Op(Opcode::kRequire, 0, 0, 0, 0, 0, kToFails)});
  loop.edges = {{0, 3, kToEnd, kEdgeUndecidable},
                {4, 5, 5, 4},
                {5, 6, kToEnd, kEdgeUndecidable},
                {6, 13, kToEnd, kEdgeUndecidable}};
  m.Prohibit("g", {"pay"}, {loop});
  // e == 1, which a block computes once.
  const Condition shared =
      Code({Op(Opcode::kRecall, 0, 0, 0, 3, 0, 5), Op(Opcode::kLoadFact, 1, 0, 0, either),
            Op(Opcode::kLoadConst, 2, 0, 0, one), Op(Opcode::kCompareAny, 0, 1, 2, 2),
            Op(Opcode::kKeep, 0, 0, 0, 3), Op(Opcode::kRequire, 0, 0, 0, 0, 0, kToFails)},
           {{1, 4, 4, 0}, {5, 6, kToEnd, kEdgeUndecidable}});
  m.Prohibit("h", {"pay"}, {shared});
  m.Prohibit("i", {"pay"}, {shared});
  // Constants that are searched: a table and a long list.
  const std::vector<Member> rates = {{Value::String("CHF"), Value::Int(1)},
                                     {Value::String("EUR"), Value::SmallDecimal(15, -1)}};
  const std::vector<Value> names = {Value::String("IR"), Value::String("KP"), Value::String("SY")};
  const uint32_t table = m.image().AddConstantMap(rates);
  const uint32_t embargo = m.image().AddConstantList(names, true);
  m.Prohibit("j", {"pay"},
             {Code({Op(Opcode::kLoadFact, 0, 0, 0, either), Op(Opcode::kIndexConst, 1, 0, 0, table),
                    Op(Opcode::kInConst, 2, 0, 0, embargo), Op(Opcode::kInConst, 3, 0, 0, table),
                    Op(Opcode::kCompareAny, 4, 1, 2, 2), Op(Opcode::kLoadConst, 5, 0, 0, table),
                    Op(Opcode::kIndex, 6, 5, 0), Op(Opcode::kRequire, 0, 4, 0, 0, 0, kToFails)}),
              Code({Op(Opcode::kTestIn, 0, 0, 0, either, embargo, kToFails)}),
              Code({Op(Opcode::kTestIn, 1, 0, 0, either, table, kToFails)})});
  // The texts of a list, and which of two: a loop, a builder and jumps in a reason.
  Condition all = Code(
      {Op(Opcode::kLoadFact, 1, 0, 0, list), Op(Opcode::kListFor, 0, 1),
       Instruction{Opcode::kLoop, 2, 1, LoopForm::kPairs, 8, Carried::Pack(0, kListBuilderKind), 5},
       Op(Opcode::kListAdd, 0, 3), Instruction{Opcode::kNext, 2, 0, LoopForm::kPairs, 2, 0, 3},
       Op(Opcode::kListEnd, 0, 0)},
      {{0, 5, kToEnd, kEdgeUndecidable}});
  all.text = "{list.map(x, x)}";
  Condition either_of =
      Code({Op(Opcode::kLoadFact, 0, 0, 0, verified), Op(Opcode::kJumpUnless, 0, 0, 0, 0, 0, 4),
            Op(Opcode::kLoadFact, 0, 0, 0, note), Op(Opcode::kJump, 0, 0, 0, 0, 0, kToEnd),
            Op(Opcode::kLoadConst, 0, 0, 0, big)});
  either_of.text = "{verified ? note : 1}";
  m.Rule({.id = "k",
          .section = Section::kProhibited,
          .actions = {"pay"},
          .reason = {all, {{}, {}, " of "}, either_of}});
  m.Rule({.id = "b",
          .actions = {"pay"},
          .conditions = {TestTrue(verified), numbers, texts},
          .overrides = {"c"}});
  m.Permit("d", {"delete_*"}, {dynamic, TestString(status, Relation::kEqual, m.Text("active"))});
  m.Escalate("a", {"pay", "delete_*"},
             {TestDecimal(amount, Relation::kGreaterOrEqual, m.Number("10000"))});
  m.Prohibit("c", {"delete_*", "pay"},
             {TestTargets(targets, true, m.Texts({"third_parties"})), Has(session)});
  m.Prohibit("f", {"delete_all"},
             {TestAny(either, Relation::kEqual, one),
              Code({Op(Opcode::kTestIn, 1, 0, 0, either, m.Texts({"x", "y"}), kToFails)}),
              Code({Op(Opcode::kLoadFact, 0, 0, 0, count),
                    Op(Opcode::kRequireInt, 2, 0, kConstantOperand, 0, one, kToFails)})});
  m.Action("pay", {.parameters = {{"amount", Kind::kError}, {"count", Kind::kInt}}});
  m.Action("wire", {.alias_of = "pay"});
  m.policy().agents = m.image().AddIndices(std::vector<uint32_t>{m.image().Intern("*")});
  m.image().about = "{}";
  return m.Bytes(TestFunctions());
}

// Decides requests with any module that the verifier accepts.
class Decider {
 public:
  void Decide(const Module& module, bool thorough) {
    Machine machine(module.data());
    for (const char* json : kRequests) {
      ReadRequest(json, kNow, false, machine, memory_, request_);
      if (request_.error == RequestError::kValid) Run(module, machine);
    }
    if (!thorough) return;
    Context context(module);
    for (const char* json : kRequests) {
      Check(module, context.DecideRequest(json, kNow), context);
      context.Explain();
      AppendReasons(module, context);
    }
    for (uint32_t id = 0; id < module.data().view.facts.size(); ++id) {
      context.Bind(FactId{id}, 15'000);
      context.Bind(FactId{id}, (id & 1) == 0 ? "active" : "memo");
    }
    Check(module, context.Decide("pay"), context);
  }

 private:
  void Run(const Module& module, Machine& machine) {
    const ModuleView& view = module.data().view;
    const uint32_t bound = machine.arena.used();
    machine.steps = 0;
    machine.applies.Clear();
    machine.undecidable.Clear();
    for (const ActionRow& action : view.actions) {
      if (view.string(action.name) != request_.action || action.block == kNone) continue;
      RunBlock(machine, view.blocks[action.block]);
    }
    for (const PatternRow& pattern : view.patterns) {
      if (MatchesPattern(view.string(pattern.pattern), request_.action))
        RunBlock(machine, view.blocks[pattern.block]);
    }
    EXPECT_LE(machine.steps, module.steps_max());
    EXPECT_LE(machine.arena.used() - bound, module.arena_max());
    EXPECT_LE(machine.applies.rows().size() + machine.undecidable.rows().size(),
              module.data().rules_per_decision_max);
    for (const RuleRow& rule : view.rules) {
      machine.steps = 0;
      for (const ReasonPartRow& part : ModuleView::Rows(view.reason_parts, rule.reason_parts)) {
        machine.arena.Rewind(bound);
        const BlockRow alone{{0, 0}, part.code, part.edges};
        const ConditionRow code{part.code, part.text, 0, 0};
        ValueError error;
        if (part.code.count > 0)
          RunCondition(machine, alone, code, part.code.begin + part.code.count, error);
      }
      EXPECT_LE(machine.steps, module.policy().steps_limit);
    }
  }
  static void AppendReasons(const Module& module, Context& context) {
    for (uint32_t id = 0; id < module.rule_count(); ++id) {
      std::string reason;
      context.AppendReason(RuleId{id}, reason);
      EXPECT_TRUE(IsUtf8(reason));
      EXPECT_LE(reason.size(), module.string(module.rule(RuleId{id}).reason).size() +
                                   kReasonPartsMax * (kReasonValueBytesMax + 16));
    }
  }
  static void Check(const Module& module, const Verdict& verdict, const Context& context) {
    EXPECT_LE(verdict.steps, module.steps_max());
    EXPECT_TRUE(!verdict.permitted() || verdict.code == Code::kMatched);
    EXPECT_TRUE(verdict.decision == Decision::kEscalate || context.routes().empty());
  }

  ReaderMemory memory_;
  Request request_;
};

// Its listing is assembly that gives the same bytes.
void ExpectRoundTrip(const Module& module) {
  const assembly::Assembled again =
      assembly::Assemble(assembly::Disassemble(module), TestFunctions());
  EXPECT_TRUE(again) << again.error.Message();
  EXPECT_TRUE(!again || again.bytes == module.bytes()) << "the listing gives other bytes";
}

struct Tally {
  int accepted = 0;
  int refused = 0;
};

// Under a sanitizer every fifth value of each byte, other ones of the next. All of them are tried
// without.
constexpr size_t kStride = kSanitized ? 5 : 1;

// Tries all 255 other values of each byte.
Tally Mutate(const std::string& good) {
  Decider decider;
  Tally tally;
  for (size_t at = 0; at < good.size() && !testing::Test::HasFailure(); ++at) {
    for (int change = 1; change < 256; ++change) {
      if ((at + static_cast<size_t>(change)) % kStride != 0) continue;
      std::string bytes = good;
      bytes[at] = static_cast<char>(static_cast<uint8_t>(bytes[at]) ^ change);
      Reseal(bytes);
      const LoadResult result = Module::Load(bytes, TestFunctions());
      if (!result) {
        ++tally.refused;
        continue;
      }
      ++tally.accepted;
      SCOPED_TRACE("byte " + std::to_string(at) + " ^ " + std::to_string(change));
      decider.Decide(*result, tally.accepted % 8 == 0);
      if (tally.accepted % 64 == 0) ExpectRoundTrip(*result);
    }
  }
  return tally;
}

TEST(Mutation, OfASmallModuleIsRefusedOrRunsInItsBounds) {
  const std::string good = SmallModule();
  ASSERT_TRUE(Module::Load(good, TestFunctions()))
      << Module::Load(good, TestFunctions()).error().Message();
  const Tally tally = Mutate(good);
  EXPECT_GT(tally.refused, 100'000 / kStride);
  EXPECT_GT(tally.accepted, 1'000 / kStride);
}

TEST(Mutation, OfALargeModuleIsRefusedOrRunsInItsBounds) {
  const std::string good = LargeModule();
  ASSERT_TRUE(Module::Load(good, TestFunctions()))
      << Module::Load(good, TestFunctions()).error().Message();
  const Tally tally = Mutate(good);
  EXPECT_GT(tally.refused, 100'000 / kStride);
  EXPECT_GT(tally.accepted, 10'000 / kStride);
}

}  // namespace
}  // namespace bylaw::vm
