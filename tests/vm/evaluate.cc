#include "evaluate.h"

#include <gtest/gtest.h>

#include "interpreter.h"
#include "request_reader.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

// What an operand is to the instruction.
enum class Place : uint8_t { kRegister, kConstant, kFact };
struct Places {
  Place b = Place::kRegister;
  Place c = Place::kRegister;
};

// The operands that are constants stand in the given places; the others in registers.
std::string Run(Opcode op, const std::vector<Operand>& operands, uint32_t x, Places places = {}) {
  ModuleBuilder m;
  Condition condition;
  std::string params;
  const OpcodeInfo& info = Info(op);
  const uint8_t c = info.c == Role::kCount ? static_cast<uint8_t>(operands.size())
                    : operands.size() > 1  ? 1
                                           : 0;
  Instruction instruction = Op(op, 2, 0, c, x);
  for (uint32_t i = 0; i < operands.size(); ++i) {
    const auto reg = static_cast<uint8_t>(i);
    const std::string name = i == 0 ? "b" : "c";
    const Place place = i == 0 ? places.b : places.c;
    const Value& constant = operands[i].constant;
    uint8_t& operand = i == 0 ? instruction.b : instruction.c;
    if (place == Place::kConstant) {
      operand = kConstantOperand;
      instruction.y = m.Const(constant);
      continue;
    }
    if (place == Place::kFact) {
      operand = kFactOperand;
      instruction.x = m.Params(name, constant.kind);
      continue;
    }
    if (!constant.is_error()) {
      condition.code.push_back(Op(Opcode::kLoadConst, reg, 0, 0, m.Const(constant)));
      continue;
    }
    // Where the instruction takes no errors, one ends the condition.
    const Role role = i == 0 ? info.b : info.c;
    const bool is_bool = role == Role::kInBoolOrError;
    const uint32_t fact = m.Params(name, is_bool ? Kind::kBool : Kind::kError);
    condition.code.push_back(Op(Opcode::kLoadFact, reg, 0, 0, fact));
    const EdgeRow to_value{i, i + 1, i + 1, reg};
    const EdgeRow to_end{i, i + 1, kToEnd, kEdgeUndecidable};
    condition.edges.push_back(is_bool || role == Role::kInMaybe ? to_value : to_end);
    if (operands[i].json.empty()) continue;
    params.append(params.empty() ? "\"" : ",\"")
        .append(name)
        .append("\":")
        .append(operands[i].json);
  }
  const auto at = static_cast<uint32_t>(condition.code.size());
  condition.code.push_back(instruction);
  condition.edges.push_back({at, at + 1, at + 1, 2});
  condition.code.push_back(Op(Opcode::kMove, 3, 2));
  m.Permit("p", {"pay"}, {condition});
  const auto module = m.Load(TestFunctions());
  if (module == nullptr) return "refused";

  Machine machine(module->data());
  ReaderMemory memory;
  Request request;
  const std::string json = R"({"agent_id":"a","action":"pay","params":{)" + params + "}}";
  ReadRequest(json, 0, false, machine, memory, request);
  EXPECT_EQ(request.error, RequestError::kValid) << json;
  // As a host binds it: JSON gives no whole number over 2^53.
  if (places.b == Place::kFact) machine.slots[instruction.x] = operands[0].constant;
  if (places.c == Place::kFact) machine.slots[instruction.x] = operands[1].constant;
  const uint32_t bound = machine.arena.used();
  RunBlock(machine, module->data().view.blocks[0]);
  EXPECT_LE(machine.steps, module->steps_max());
  EXPECT_LE(machine.arena.used() - bound, module->arena_max());
  return Described(machine.registers[3]);
}

}  // namespace

std::string Described(const Value& value) {
  std::string text;
  AppendValue(value, text, 1'000);
  return value.is_error() ? text : text + " " + std::string(KindText(value.kind));
}

std::string Evaluate(Opcode op, const Operand& b, uint32_t x) {
  return Run(op, {b}, x);
}
std::string Evaluate(Opcode op, const Operand& b, const Operand& c, uint32_t x) {
  using enum Place;
  const std::string result = Run(op, {b, c}, x);
  const bool b_known = !b.constant.is_error();
  const bool c_known = !c.constant.is_error();
  if (IsOrConstant(Info(op).c) && c_known) {
    EXPECT_EQ(Run(op, {b, c}, x, {kRegister, kConstant}), result) << "a constant on the right";
  }
  if (IsOrFact(Info(op).c) && b_known && c_known) {
    constexpr Places kOthers[] = {{kConstant, kRegister},
                                  {kRegister, kFact},
                                  {kFact, kRegister},
                                  {kConstant, kFact},
                                  {kFact, kConstant}};
    for (const Places& places : kOthers) {
      EXPECT_EQ(Run(op, {b, c}, x, places), result)
          << "places " << static_cast<int>(places.b) << ", " << static_cast<int>(places.c);
    }
  }
  return result;
}

}  // namespace bylaw::vm
