// The state check itself: it ends the program where something is not what the verifier proved. What
// is proved of a call rests on its function's row, so functions whose rows are wrong break it.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "context_state.h"
#include "module_builder.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;
constexpr const char* kRequest = R"({"agent_id":"a","action":"pay","params":{"text":"abc"}})";

Value Honest(const FunctionCall&) noexcept {
  return Value::Bool(true);
}
Value Twelve(const FunctionCall&) noexcept {
  return Value::Int(12);
}
Value LongText(const FunctionCall&) noexcept {
  static const std::string text(20'000, 'x');
  return Value::String(text);
}
Value HalfACharacter(const FunctionCall&) noexcept {
  return Value::String("\xc3");
}
Value Hoarder(const FunctionCall& call) noexcept {
  call.arena.Make<Value>(100);
  return Value::Bool(true);
}

// "f(string) <result>", which says that it takes one step and nothing of the arena.
Function Row(std::string_view signature, Kind result, Value (*call)(const FunctionCall&) noexcept) {
  Function row{};
  row.name = "f";
  row.signature = signature;
  row.global = true;
  row.arity = 1;
  row.arguments[0] = SetOf(Kind::kString);
  row.result = SetOf(result);
  row.cost = {1, 0};
  row.memory = FunctionMemory::kNothing;
  row.call = call;
  row.prepared_argument = -1;
  return row;
}

// Decides `f(text) == f(text)` with the function.
void Decide(const Function& function) {
  const FunctionTable table(&function, 1);
  ModuleBuilder m;
  const uint32_t text = m.Params("text", Kind::kString);
  const uint32_t call = m.image().AddCall(m.image().Import(function.signature), kNone);
  m.Permit("p", {"pay"},
           {Code({Op(Opcode::kLoadFact, 0, 0, 0, text), Op(Opcode::kCall, 3, 0, 1, call),
                  Op(Opcode::kMove, 5, 3), Op(Opcode::kCompareAny, 5, 5, 3, 2),
                  Op(Opcode::kRequire, 0, 5, 0, 0, 0, kToFails)})});
  const auto module = m.Load(table);
  Context context(*module);
  EXPECT_TRUE(context.DecideRequest(kRequest, kNow).permitted());
}

TEST(StateCheck, LetsPassWhatIsAsProved) {
  Decide(Row("f(string) bool", Kind::kBool, Honest));
}

TEST(StateCheckDeathTest, FindsAnotherKindThanProved) {
  EXPECT_DEATH(Decide(Row("f(string) bool", Kind::kBool, Twelve)),
               "state check: code 2, register 3: proved bool, found int");
}

TEST(StateCheckDeathTest, FindsALargerValueThanProved) {
  EXPECT_DEATH(Decide(Row("f(string) string", Kind::kString, LongText)),
               "code 2, register 3: proved at most .*, found 20000 bytes, 0 items, 0 nested");
}

TEST(StateCheckDeathTest, FindsTextThatIsNotUtf8) {
  EXPECT_DEATH(Decide(Row("f(string) string", Kind::kString, HalfACharacter)),
               "register 3: its value is not well formed");
}

TEST(StateCheckDeathTest, FindsMoreMemoryThanProved) {
  EXPECT_DEATH(Decide(Row("f(string) bool", Kind::kBool, Hoarder)),
               "code 0: proved at most 0 bytes of memory, took 1600");
}

// What no function's row decides, by a machine whose state is not one that code can come to.
class BrokenMachine {
 public:
  BrokenMachine() {
    list_ = m_.Params("list", Kind::kList);
    Condition loop =
        Code({Op(Opcode::kLoadFact, 0, 0, 0, list_),
              Instruction{Opcode::kLoop, 1, 0, 0, 2, Carried::kNothing, 3},
              Instruction{Opcode::kNext, 1, 0, 0, 1, 0, 2}, Op(Opcode::kRecall, 0, 0, 0, 3, 0, 6),
              Op(Opcode::kLoadConst, 0, 0, 0, m_.Const(Value::Bool(true))),
              Op(Opcode::kKeep, 0, 0, 0, 3), Op(Opcode::kRequire, 0, 0, 0, 0, 0, kToFails)});
    loop.edges = {{0, 2, kToEnd, kEdgeUndecidable}, {6, 7, kToEnd, kEdgeUndecidable}};
    m_.Permit("p", {"pay"}, {loop});
    module_ = m_.Load();
    machine.emplace(module_->data());
  }

  uint32_t list_ = 0;
  std::optional<Machine> machine;

 private:
  ModuleBuilder m_;
  std::shared_ptr<const Module> module_;
};

TEST(StateCheckDeathTest, FindsATripTooMany) {
  BrokenMachine broken;
  static const Value items[3] = {Value::Int(1), Value::Int(2), Value::Int(3)};
  Machine& machine = *broken.machine;
  machine.registers[0] = machine.trips[0].range = Value::List(items, 2);
  machine.registers[1] = items[0];
  machine.check.Before(machine, 2);
  machine.trips[0].range = Value::List(items, 3);
  EXPECT_DEATH(machine.check.Before(machine, 2), "code 2: trip 0 of 3, proved at most 2");
}

TEST(StateCheckDeathTest, FindsAMemoThatIsNoBool) {
  BrokenMachine broken;
  Machine& machine = *broken.machine;
  machine.registers[0] = Value::List(nullptr, 0);
  machine.check.Before(machine, 3);
  machine.kept = 1u << 3;
  machine.memos[3] = Value::Int(1);
  EXPECT_DEATH(machine.check.Before(machine, 3), "code 3: memo 3 holds: int");
}

TEST(StateCheckDeathTest, FindsAFactThatIsNotAsDeclared) {
  BrokenMachine broken;
  Machine& machine = *broken.machine;
  machine.slots[broken.list_] = Value::List(nullptr, 0);
  machine.check.Begin(machine, 0);
  machine.slots[broken.list_] = Value::Bool(true);
  EXPECT_DEATH(machine.check.Begin(machine, 0), "fact 0: declared list, found bool");
}

TEST(StateCheckDeathTest, FindsMoreStepsThanProved) {
  BrokenMachine broken;
  Machine& machine = *broken.machine;
  machine.check.Begin(machine, 0);
  machine.check.End(machine);
  machine.steps = 1'000'000;
  EXPECT_DEATH(machine.check.End(machine), "code 0: proved at most [0-9]+ steps, took 1000000");
}

}  // namespace
}  // namespace bylaw::vm
