// Makes instructions for a place in code: operands by their roles, from what the module has and
// what is written before that place. Mostly sound; one in some is not, on purpose.

#ifndef BYLAW_TESTS_FUZZ_INSTRUCTION_MAKER_H_
#define BYLAW_TESTS_FUZZ_INSTRUCTION_MAKER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "bylaw/vm/function.h"
#include "bylaw/vm/image.h"
#include "choices.h"

namespace bylaw::fuzz {

// The code of a condition or of a part of a reason: [begin, end).
struct Body {
  uint32_t begin;
  uint32_t end;
  uint32_t fails;  // Where a condition that is false leads.
};

// Registers that code mostly uses.
inline constexpr uint32_t kRegistersUsed = 8;

// Of a row that may hold any byte.
inline bool IsInstruction(vm::Opcode op) {
  return static_cast<uint32_t>(op) < vm::kOpcodeCount;
}
// What cannot stand alone: the ends of rules, loops, shared parts.
bool IsControl(vm::Opcode op);
// The kinds that a reader of the role takes.
vm::KindSet KindsRead(vm::Role role);

class InstructionMaker {
 public:
  InstructionMaker(vm::ModuleImage& image, Choices& choices) : image_(image), choices_(choices) {}

  // An instruction for `pc`, operands and all.
  vm::Instruction Make(const Body& body, uint32_t pc);
  // Loads a value of these kinds, or begins a builder.
  vm::Instruction Load(vm::KindSet kinds, uint8_t to);
  // One operand.
  uint8_t Byte(vm::Role role, const Body& body, uint32_t pc);
  uint32_t Word(vm::Role role, const Body& body, uint32_t pc);
  uint32_t Constant(vm::KindSet kinds);
  uint32_t Fact(vm::KindSet kinds);
  uint8_t Register(vm::KindSet kinds, const Body& body, uint32_t pc);
  // Registers that were written before `pc`, with nothing but these kinds.
  std::vector<uint8_t> Registers(vm::KindSet kinds, const Body& body, uint32_t pc) const;
  // What a call calls, or nothing.
  std::optional<vm::Function> FunctionOf(uint32_t call) const;
  // Gives the words that stand in place of a register, or nothing where none does.
  void FillInPlace(vm::Instruction& in);

 private:
  void FillOperands(const Body& body, uint32_t pc, vm::Instruction& in);
  uint32_t Call();
  vm::KindSet KindsWritten(const vm::Instruction& in) const;

  vm::ModuleImage& image_;
  Choices& choices_;
};

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_INSTRUCTION_MAKER_H_
