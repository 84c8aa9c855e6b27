// The operands of one instruction against the instruction table, and the type of what it writes.

#ifndef BYLAW_VM_VERIFIER_OPERANDS_H_
#define BYLAW_VM_VERIFIER_OPERANDS_H_

#include "bylaw/vm/module.h"
#include "bylaw/vm/opcode.h"
#include "verifier_costs.h"

namespace bylaw::vm {

class OperandChecker {
 public:
  OperandChecker(const ModuleView& view, const WorstCosts& costs) : view_(view), costs_(costs) {}

  // What is wrong with the operands, where the registers hold this; kSound if nothing is. Where
  // jumps lead, and what loops carry, is left to BlockVerifier.
  VerifyError Check(const Instruction& in, const Registers& state);
  // The kinds that a sound instruction may leave in register a.
  KindSet ResultOf(const Instruction& in, const Registers& state) const;

 private:
  VerifyError CheckRoles(const Instruction& in, const OpcodeInfo& info, const Registers& state);
  template <Opcode kOpcode>
  VerifyError CheckAs(const Instruction& in, const Registers& state);
  VerifyError CheckAny(const Instruction& in, const Registers& state);
  bool Fail(VerifyError error) {
    error_ = error;
    return false;
  }
  bool CheckRead(uint8_t reg, KindSet allowed, const Registers& state);
  bool CheckByte(const Instruction& in, Role role, uint8_t value, const Registers& state);
  bool CheckFactWord(Role role, uint32_t value);
  bool CheckConstantWord(Role role, uint32_t value);
  bool CheckWord(Role role, uint32_t value);
  bool CheckOperandFact(const Instruction& in, const OpcodeInfo& info);
  bool CheckOperandConstant(const Instruction& in, const OpcodeInfo& info);
  bool CheckCall(const Instruction& in, const Registers& state);

  const ModuleView& view_;
  const WorstCosts& costs_;
  VerifyError error_ = VerifyError::kSound;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_VERIFIER_OPERANDS_H_
