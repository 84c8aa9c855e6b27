// Loops and builders: what the verifier proves of them, and what they compute.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "builder.h"
#include "context_state.h"
#include "module_builder.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;
constexpr uint32_t kTrips = 5;
constexpr KindSet kTruth = SetOf(Kind::kBool) | SetOf(Kind::kError);

using enum Opcode;

// `list.all(x, x < 10)`, by hand: an item that cannot be compared is absorbed where another
// decides.
constexpr uint32_t kLoopAt = 2;
constexpr uint32_t kNextAt = 7;
Condition AllBelowTen(uint32_t list, uint32_t ten, uint32_t yes) {
  Condition all =
      Code({Op(kLoadFact, 1, 0, 0, list), Op(kLoadConst, 0, 0, 0, yes),
            Instruction{kLoop, 2, 1, 0, kTrips, Carried::Pack(0, kTruth), 8},
            Op(kLoadConst, 4, 0, 0, ten), Op(kCompareAny, 4, 2, 4, 1), Op(kAnd, 0, 0, 4),
            Op(kJumpUnless, 0, 0, 0, 0, 0, 8), Instruction{kNext, 2, 0, 0, kLoopAt, 0, kLoopAt + 1},
            Op(kRequire, 0, 0, 0, 0, 0, kToFails)});
  all.edges = {{0, 3, kToEnd, kEdgeUndecidable}, {4, 5, 5, 4}, {8, 9, kToEnd, kEdgeUndecidable}};
  return all;
}

// A module with one rule of one condition, over the fact `list`.
struct LoopModule {
  ModuleBuilder m;
  uint32_t list = m.Fact("list", Source::kParams, Kind::kError, 0);
  uint32_t ten = m.Const(Value::Int(10));
  uint32_t yes = m.Const(Value::Bool(true));

  std::shared_ptr<const Module> Load(const Condition& condition) {
    m.Prohibit("r", {"pay"}, {condition});
    return m.Load(TestFunctions());
  }
  VerifyError Refusal(const Condition& condition) {
    m.Prohibit("r", {"pay"}, {condition});
    const LoadResult result = Module::Load(m.Bytes(TestFunctions()), TestFunctions());
    return result ? VerifyError::kSound : result.error().code;
  }
};

std::string Outcome(const Module& module, const std::string& list) {
  Context context(module);
  const std::string request = R"({"agent_id":"a","action":"pay","params":{"list":)" + list + "}}";
  const Verdict verdict = context.DecideRequest(request, kNow);  // Explain() reads its text again.
  EXPECT_LE(verdict.steps, module.steps_max());
  return std::string(OutcomeText(context.Explain()[0].outcome));
}

TEST(Loop, GoesOverEveryItemAndStopsWhereItIsDecided) {
  LoopModule module;
  const auto loaded = module.Load(AllBelowTen(module.list, module.ten, module.yes));
  const struct {
    const char* list;
    const char* outcome;
  } cases[] = {
      {"[]", "applies"},
      {"[1,2,3]", "applies"},
      {"[1,2,3,4,5]", "applies"},
      {"[1,2,10]", "does_not_apply"},
      {"[10]", "does_not_apply"},
      {R"([1,"x",3])", "undecidable"},
      {R"(["x",10])", "does_not_apply"},
      {R"([10,"x"])", "does_not_apply"},
      {"[1,2,3,4,5,6]", "undecidable"},  // More than its trips: never a part of them.
      {"{}", "undecidable"},
      {"7", "undecidable"},
      {R"("abc")", "undecidable"},
  };
  for (const auto& c : cases) EXPECT_EQ(Outcome(*loaded, c.list), c.outcome) << c.list;
}

TEST(Loop, ItsBoundIsThatOfEveryTrip) {
  LoopModule module;
  const auto loaded = module.Load(AllBelowTen(module.list, module.ten, module.yes));
  Context context(*loaded);
  const Verdict verdict = context.DecideRequest(
      R"({"agent_id":"a","action":"pay","params":{"list":[1,2,3,4,5]}})", kNow);
  // Three before the loop, five a trip, three behind it: `require`, `applies` (or `fails`), `end`.
  EXPECT_EQ(verdict.steps, 3 + 5 * kTrips + 3);
  EXPECT_GE(loaded->steps_max(), verdict.steps);
}

TEST(Loop, IsRefusedWhereItIsNotWellFormed) {
  const struct {
    const char* about;
    VerifyError error;
    std::function<void(Condition&)> change;
  } cases[] = {
      {"as it is", VerifyError::kSound, [](Condition&) {}},
      {"a depth that it has not", VerifyError::kLoop,
       [](Condition& c) { c.code[kLoopAt].c = 1 << 2; }},
      {"a form that there is not", VerifyError::kOperand,
       [](Condition& c) { c.code[kLoopAt].c = 0xff; }},
      {"over its own variables", VerifyError::kUnwritten,
       [](Condition& c) { c.code[kLoopAt].b = 2; }},
      {"without a second variable", VerifyError::kOperand,
       [](Condition& c) { c.code[kLoopAt].a = kRegisters - 1; }},
      {"no trips", VerifyError::kOperand, [](Condition& c) { c.code[kLoopAt].x = 0; }},
      {"more trips than a request has values", VerifyError::kOperand,
       [](Condition& c) { c.code[kLoopAt].x = kRequestValuesMax + 1; }},
      {"carries a variable", VerifyError::kLoop,
       [](Condition& c) { c.code[kLoopAt].y = Carried::Pack(2, kTruth); }},
      {"carries what was never written", VerifyError::kLoop,
       [](Condition& c) { c.code[kLoopAt].y = Carried::Pack(3, kTruth); }},
      {"carries kinds in nothing", VerifyError::kLoop,
       [](Condition& c) { c.code[kLoopAt].y = Carried::Pack(Carried::kNothing, kTruth); }},
      {"carries less than it has", VerifyError::kLoop,
       [](Condition& c) { c.code[kLoopAt].y = Carried::Pack(0, SetOf(Kind::kInt)); }},
      {"changes what it does not carry", VerifyError::kLoop,
       [](Condition& c) { c.code[kLoopAt].y = Carried::Pack(Carried::kNothing, 0); }},
      {"leaves more than it carries", VerifyError::kLoop,
       [](Condition& c) { c.code[kLoopAt].y = Carried::Pack(0, SetOf(Kind::kBool)); }},
      {"ends elsewhere", VerifyError::kLoop, [](Condition& c) { c.code[kLoopAt].z = 7; }},
      {"ends beyond its condition", VerifyError::kLoop,
       [](Condition& c) { c.code[kLoopAt].z = 10; }},
      {"goes back too far", VerifyError::kLoop, [](Condition& c) { c.code[kNextAt].z = kLoopAt; }},
      {"goes back too little", VerifyError::kLoop,
       [](Condition& c) { c.code[kNextAt].z = kLoopAt + 2; }},
      {"ends another loop", VerifyError::kLoop,
       [](Condition& c) { c.code[kNextAt].x = kLoopAt + 1; }},
      {"with other variables", VerifyError::kLoop, [](Condition& c) { c.code[kNextAt].a = 3; }},
      {"never ends", VerifyError::kLoop, [](Condition& c) { c.code[kNextAt] = Op(kMove, 5, 0); }},
      {"reads what only a trip writes", VerifyError::kUnwritten,
       [](Condition& c) { c.code[8] = Op(kRequire, 0, 4, 0, 0, 0, kToFails); }},
      {"reads its variable behind it", VerifyError::kUnwritten,
       [](Condition& c) { c.code[8] = Op(kRequire, 0, 2, 0, 0, 0, kToFails); }},
      {"is jumped into", VerifyError::kLoop,
       [](Condition& c) {
         c.code[1] = Op(kHasFact, 0, 0, 0, c.code[0].x);
         c.code[0] = Op(kHasFact, 1, 0, 0, c.code[0].x);
         c.edges[0] = {0, 2, 4, 5};
         c.edges.insert(c.edges.begin() + 1, {2, 3, kToEnd, kEdgeUndecidable});
       }},
  };
  for (const auto& c : cases) {
    LoopModule module;
    Condition condition = AllBelowTen(module.list, module.ten, module.yes);
    c.change(condition);
    EXPECT_EQ(VerifyErrorCode(module.Refusal(condition)), VerifyErrorCode(c.error)) << c.about;
  }
}

// [x | x in list, nested `depth` deep]: as many trips as there are items, to the power of it.
TEST(Loop, NestsThreeDeep) {
  for (uint8_t depth = 1; depth <= kLoopDepthMax + 1; ++depth) {
    LoopModule module;
    Condition nested =
        Code({Op(kLoadFact, 1, 0, 0, module.list), Op(kLoadConst, 0, 0, 0, module.yes)});
    const uint32_t body = 2u + depth;
    for (uint8_t d = 0; d < depth; ++d) {
      nested.code.push_back(Instruction{kLoop, static_cast<uint8_t>(2 + 2 * d), 1,
                                        static_cast<uint8_t>(d << LoopForm::kDepthShift), kTrips,
                                        Carried::Pack(Carried::kNothing, 0),
                                        body + 1 + (depth - d)});
    }
    nested.code.push_back(Op(kLoadConst, 0, 0, 0, module.yes));
    for (uint8_t d = depth; d-- > 0;) {
      nested.code.push_back(Instruction{kNext, static_cast<uint8_t>(2 + 2 * d), 0,
                                        static_cast<uint8_t>(d << LoopForm::kDepthShift), 2u + d, 0,
                                        3u + d});
    }
    nested.code.push_back(Op(kRequire, 0, 0, 0, 0, 0, kToFails));
    if (depth > kLoopDepthMax) {
      EXPECT_NE(module.Refusal(nested), VerifyError::kSound);
      continue;
    }
    const auto loaded = module.Load(nested);
    EXPECT_EQ(Outcome(*loaded, "[1,2,3]"), "applies");
    EXPECT_EQ(Outcome(*loaded, "[1,2,3,4,5]"), "applies");
  }
}

TEST(Builder, IsReadByNothingButItsOwnInstructions) {
  for (const Instruction& reader :
       {Op(kMove, 2, 0), Op(kIndex, 2, 0, 0), Op(kListAdd, 0, 0), Op(kMapPut, 0, 1, 1),
        Op(kMapEnd, 2, 0), Op(kExpect, 2, 0, 0, static_cast<uint32_t>(Kind::kList)),
        Op(kMakeList, 2, 0, 1), Op(kCompareAny, 2, 0, 0, 2)}) {
    LoopModule module;
    const Condition condition = Code({Op(kLoadConst, 1, 0, 0, module.yes), Op(kListNew, 0, 0, 0, 4),
                                      reader, Op(kRequire, 0, 1, 0, 0, 0, kToFails)});
    EXPECT_EQ(module.Refusal(condition), VerifyError::kType) << Mnemonic(reader.op);
  }
}

TEST(Builder, HoldsNoMoreThanItsRoom) {
  Arena arena(4096);
  Value list = ListBuilder::New(arena, 2);
  EXPECT_TRUE(ListBuilder::Add(list, Value::Int(1)));
  EXPECT_TRUE(ListBuilder::Add(list, Value::Int(2)));
  EXPECT_FALSE(ListBuilder::Add(list, Value::Int(3)));
  EXPECT_EQ(list.size, 2u);
  Value none = ListBuilder::New(arena, 0);
  EXPECT_FALSE(ListBuilder::Add(none, Value::Int(1)));

  Value map = MapBuilder::New(arena, 2);
  EXPECT_EQ(MapBuilder::Put(map, Value::String("a"), Value::Int(1)), ValueError::kMissing);
  EXPECT_EQ(MapBuilder::Put(map, Value::String("a"), Value::Int(2)), ValueError::kBadArgument);
  EXPECT_EQ(MapBuilder::Put(map, Value::Double(1), Value::Int(2)), ValueError::kWrongType);
  EXPECT_EQ(MapBuilder::Put(map, Value::Int(1), Value::Int(2)), ValueError::kMissing);
  EXPECT_EQ(MapBuilder::Put(map, Value::Uint(1), Value::Int(2)), ValueError::kBadArgument);
  EXPECT_EQ(MapBuilder::Put(map, Value::Int(2), Value::Int(2)), ValueError::kLimit);
  EXPECT_TRUE(ListBuilder::New(arena, 4096).is_error());
}

}  // namespace
}  // namespace bylaw::vm
