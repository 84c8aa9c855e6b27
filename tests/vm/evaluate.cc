#include "evaluate.h"

#include <gtest/gtest.h>

#include "interpreter.h"
#include "request_reader.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

// `right`: the constant in place of operand c, if it is no error.
std::string Run(Opcode op, const std::vector<Operand>& operands, uint32_t x,
                const Value& right = {}) {
  ModuleBuilder m;
  Condition condition;
  std::string params;
  const OpcodeInfo& info = Info(op);
  for (uint32_t i = 0; i < operands.size(); ++i) {
    const auto reg = static_cast<uint8_t>(i);
    if (!operands[i].constant.is_error()) {
      condition.code.push_back(Op(Opcode::kLoadConst, reg, 0, 0, m.Const(operands[i].constant)));
      continue;
    }
    // Where the instruction takes no errors, one ends the condition.
    const Role role = i == 0 ? info.b : info.c;
    const bool is_bool = role == Role::kInBoolOrError;
    const std::string name = i == 0 ? "b" : "c";
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
  const uint8_t c = info.c == Role::kCount ? static_cast<uint8_t>(operands.size())
                    : operands.size() > 1  ? 1
                                           : 0;
  condition.code.push_back(right.is_error() ? Op(op, 2, 0, c, x)
                                            : Op(op, 2, 0, kConstantOperand, x, m.Const(right)));
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
  const std::string result = Run(op, {b, c}, x);
  if (Info(op).y == Role::kOperandConst && !c.constant.is_error()) {
    EXPECT_EQ(Run(op, {b}, x, c.constant), result) << "with a constant on the right";
  }
  return result;
}

}  // namespace bylaw::vm
