// Tests of every item of a list in one instruction: what they come to, and what they take.
#include <gtest/gtest.h>

#include <string>

#include "context_state.h"
#include "module_builder.h"
#include "module_data.h"

namespace bylaw::vm {
namespace {

using enum Opcode;

constexpr int64_t kNow = 1'776'166'929'000'000;
constexpr uint32_t kItemsMax = 4;
constexpr uint8_t kAny = Quantifier::kAny;
constexpr uint8_t kNegated = Quantifier::kNegated;
constexpr uint8_t kNotEmpty = Quantifier::kNotEmpty;

// A module with one such test of the fact `list`.
struct ItemsModule {
  ModuleBuilder m;
  uint32_t list = m.Fact("list", Source::kParams, Kind::kError, 0);

  ItemsModule() { m.policy().list_items = kItemsMax; }

  std::shared_ptr<const Module> Load(Opcode op, uint8_t quantifier, uint8_t b, uint32_t constant) {
    m.Prohibit("r", {"pay"}, {Code({Op(op, quantifier, b, 0, list, constant, kToFails)})});
    return m.Load();
  }
};

// "true", "false", or why it is neither.
std::string Outcome(const Module& module, const std::string& list) {
  Context context(module);
  const std::string params = list.empty() ? "" : R"("list":)" + list;
  const std::string request = R"({"agent_id":"a","action":"pay","params":{)" + params + "}}";
  const Verdict verdict = context.DecideRequest(request, kNow);  // Explain() reads its text again.
  EXPECT_LE(verdict.steps, module.steps_max());
  const ConditionExplanation condition = context.Explain()[0].conditions[0];
  if (condition.value != Truth::kUndecidable) return std::string(TruthText(condition.value));
  return std::string(ErrorText(condition.error));
}

std::string Text(ValueError error) {
  return std::string(ErrorText(error));
}

TEST(Items, ThatDecidesWhateverOthersAreElseTheFirstErrorCounts) {
  const std::string wrong = Text(ValueError::kWrongType);
  const std::string limit = Text(ValueError::kLimit);
  // Of items that end with "x".
  const struct {
    const char* list;
    std::string all;
    std::string any;
    std::string all_negated;
    std::string any_negated;
  } cases[] = {
      {"[]", "true", "false", "true", "false"},
      {R"(["x"])", "true", "true", "false", "false"},
      {R"(["y"])", "false", "false", "true", "true"},
      {R"(["x","ax","bx"])", "true", "true", "false", "false"},
      {R"(["x","","xy"])", "false", "true", "false", "true"},
      {R"(["y","ax"])", "false", "true", "false", "true"},
      {R"([7,"x"])", wrong, "true", "false", wrong},
      {R"([7,"y"])", "false", wrong, wrong, "true"},
      {R"(["x",null])", wrong, "true", "false", wrong},
      {R"([[],"y","x",{}])", "false", "true", "false", "true"},
      {R"(["x","x","x","x"])", "true", "true", "false", "false"},
      {R"(["x","x","x","x","x"])", limit, limit, limit, limit},
      {"{}", wrong, wrong, wrong, wrong},
      {R"({"x":1})", wrong, wrong, wrong, wrong},
      {R"("x")", wrong, wrong, wrong, wrong},
      {"", Text(ValueError::kMissing), Text(ValueError::kMissing), Text(ValueError::kMissing),
       Text(ValueError::kMissing)},
  };
  for (const auto& c : cases) {
    const std::pair<uint8_t, std::string> quantifiers[] = {
        {uint8_t{0}, c.all},
        {kAny, c.any},
        {kNegated, c.all_negated},
        {uint8_t{kAny | kNegated}, c.any_negated}};
    for (const auto& [quantifier, expected] : quantifiers) {
      ItemsModule module;
      const uint32_t part = module.m.Text("x");
      const auto loaded =
          module.Load(kTestItemsPart, quantifier, static_cast<uint8_t>(TextPart::kEnd), part);
      EXPECT_EQ(Outcome(*loaded, c.list), expected) << c.list << " " << int{quantifier};
    }
  }
}

TEST(Items, AreAskedForEachPartOfAText) {
  const struct {
    TextPart part;
    const char* item;
    const char* holds;
  } cases[] = {
      {TextPart::kBegin, "abc", "false"},    {TextPart::kBegin, "bca", "true"},
      {TextPart::kEnd, "abc", "true"},       {TextPart::kEnd, "bca", "false"},
      {TextPart::kAnywhere, "abca", "true"}, {TextPart::kAnywhere, "b", "false"},
  };
  for (const auto& c : cases) {
    ItemsModule module;
    const auto loaded =
        module.Load(kTestItemsPart, 0, static_cast<uint8_t>(c.part), module.m.Text("bc"));
    EXPECT_EQ(Outcome(*loaded, R"([")" + std::string(c.item) + R"("])"), c.holds) << c.item;
  }
}

TEST(Items, AreComparedAndLookedForAsAFactIs) {
  const std::string unlike = Text(ValueError::kNotComparable);
  const auto compared = [](const std::string& list, Relation relation, const Value& constant) {
    ItemsModule module;
    const uint32_t id = module.m.Const(constant);
    return Outcome(*module.Load(kTestItemsCompare, 0, static_cast<uint8_t>(relation), id), list);
  };
  EXPECT_EQ(compared("[1,2.5]", Relation::kLess, Value::Int(3)), "true");
  EXPECT_EQ(compared("[1,3]", Relation::kLess, Value::Int(3)), "false");
  EXPECT_EQ(compared(R"([1,"a"])", Relation::kLess, Value::Int(3)), unlike);
  EXPECT_EQ(compared(R"(["a",3])", Relation::kLess, Value::Int(3)), "false");
  EXPECT_EQ(compared(R"(["a","b"])", Relation::kNotEqual, Value::String("c")), "true");
  EXPECT_EQ(compared(R"(["a","c"])", Relation::kNotEqual, Value::String("c")), "false");
  EXPECT_EQ(compared("[[1]]", Relation::kEqual, Value::Int(1)), unlike);

  const auto inside = [](const std::string& list, uint8_t quantifier, bool sorted) {
    ItemsModule module;
    const Value items[] = {Value::String("a"), Value::String("b")};
    const uint32_t id = module.m.image().AddConstantList(items, sorted);
    return Outcome(*module.Load(kTestItemsIn, quantifier, 0, id), list);
  };
  for (const bool sorted : {false, true}) {
    EXPECT_EQ(inside(R"(["a","b"])", 0, sorted), "true");
    EXPECT_EQ(inside(R"(["a","c"])", 0, sorted), "false");
    EXPECT_EQ(inside(R"([7,"c"])", 0, sorted), "false");
    EXPECT_EQ(inside(R"([7,"a"])", 0, sorted), unlike);
    EXPECT_EQ(inside(R"(["c","a"])", kAny, sorted), "true");
    EXPECT_EQ(inside(R"(["c","d"])", kNegated, sorted), "true");
    EXPECT_EQ(inside("[]", 0, sorted), "true");
    EXPECT_EQ(inside("[]", kNotEmpty, sorted), Text(ValueError::kNoTarget));
    EXPECT_EQ(inside("[]", kNotEmpty | kAny, sorted), Text(ValueError::kNoTarget));
  }
}

// What a full list takes is what was proved, to the step.
TEST(Items, TakeWhatIsProved) {
  const std::string text(2 * kBytesPerStep, 'x');
  const std::string full = "[\"" + text + "\",\"" + text + "\",\"" + text + "\",\"" + text + "\"]";
  for (const auto part : {TextPart::kBegin, TextPart::kEnd, TextPart::kAnywhere}) {
    ItemsModule module;
    module.m.policy().string_bytes = 2 * kBytesPerStep;
    const uint32_t constant = module.m.Text(text);
    const auto loaded = module.Load(kTestItemsPart, 0, static_cast<uint8_t>(part), constant);
    Context context(*loaded);
    const uint32_t steps =
        context
            .DecideRequest(R"({"agent_id":"a","action":"pay","params":{"list":)" + full + "}}",
                           kNow)
            .steps;
    // The test itself, `applies` and `end`; an item with the text that is compared.
    EXPECT_EQ(steps, 3 + kItemsMax * (1 + 2));
    EXPECT_EQ(loaded->steps_max(), steps);
  }
}

// A list that is declared shorter than others counts as it is declared; targets are few.
TEST(Items, CountAsDeclared) {
  ItemsModule module;
  const uint32_t declared = module.m.Params("short", Kind::kList);
  const uint32_t targets = module.m.BuiltIn(Source::kTargets);
  module.m.fact(declared).type.length_max = 2;
  const auto loaded = module.Load(kTestItemsPart, 0, 0, module.m.Text("x"));
  ModuleView view = loaded->data().view;
  EXPECT_EQ(TestedItemsMax(view, module.list), kItemsMax);
  EXPECT_EQ(TestedItemsMax(view, declared), 2u);
  PolicyRow large = *view.policy;
  large.list_items = kRequestValuesMax;
  view.policy = &large;
  EXPECT_EQ(TestedItemsMax(view, module.list), kRequestValuesMax);
  EXPECT_EQ(TestedItemsMax(view, targets), kTargetsMax);
}

}  // namespace
}  // namespace bylaw::vm
