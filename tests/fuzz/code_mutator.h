// Changes the code of a module in ways that mostly leave it code: operands by their roles, one
// instruction more or less with every place behind it moved along, loops and shared parts around
// what is there, one condition in place of another.

#ifndef BYLAW_TESTS_FUZZ_CODE_MUTATOR_H_
#define BYLAW_TESTS_FUZZ_CODE_MUTATOR_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "bylaw/vm/function.h"
#include "bylaw/vm/image.h"
#include "choices.h"

namespace bylaw::fuzz {

class CodeMutator {
 public:
  CodeMutator(vm::ModuleImage& image, Choices& choices) : image_(image), choices_(choices) {}

  void Mutate();

 private:
  // The code of a condition or of a part of a reason: [begin, end).
  struct Body {
    uint32_t begin;
    uint32_t end;
    uint32_t fails;  // Where a condition that is false leads.
  };
  std::vector<Body> Bodies() const;

  // One change each, somewhere in the body.
  void ChangeOperand(const Body& body);
  void ChangeOpcode(const Body& body);
  void Swap(const Body& body);
  void Insert(const Body& body);
  void Copy(const Body& body);
  void Remove(const Body& body);
  void WrapInLoop(const Body& body);
  void Share(const Body& body);
  void Replace(const Body& body, const Body& with);
  void ChangeEdge(const Body& body);

  // Puts instructions, whose own places are those of the code afterwards, in place of `removed`
  // ones at `at`; whatever names a place behind them still names it.
  void Splice(uint32_t at, uint32_t removed, const std::vector<vm::Instruction>& inserted);
  // Gives the instruction an edge to `target`, unless it has one.
  void Cover(uint32_t pc, uint32_t target);
  // Where code belongs: a block's ranges, or a reason part's.
  struct Owner {
    vm::Range* code = nullptr;
    vm::Range* edges = nullptr;
  };
  std::vector<Owner> Owners();
  Owner OwnerOf(uint32_t pc);
  std::vector<vm::EdgeRow> EdgesOf(const Owner& owner) const;
  void SetEdges(const Owner& owner, const std::vector<vm::EdgeRow>& edges);

  // An instruction for `pc`, operands and all.
  vm::Instruction Make(const Body& body, uint32_t pc);
  // Puts it in at `pc`, with loads in front of it for what it reads and nothing has written yet.
  void Supply(Body& body, uint32_t& pc, vm::Instruction& in);
  void SupplyArguments(Body& body, uint32_t& pc, vm::Instruction& in);
  void PutIn(Body& body, uint32_t& pc, const vm::Instruction& in);
  // Loads a value of these kinds, or begins a builder.
  vm::Instruction Load(vm::KindSet kinds, uint8_t to);
  void FillOperands(const Body& body, uint32_t pc, vm::Instruction& in);
  uint8_t Byte(vm::Role role, const Body& body, uint32_t pc);
  uint32_t Word(vm::Role role, const Body& body, uint32_t pc);
  uint8_t Register(vm::KindSet kinds, const Body& body, uint32_t pc);
  // Those that were written before `pc`, with nothing but these kinds.
  std::vector<uint8_t> Registers(vm::KindSet kinds, const Body& body, uint32_t pc) const;
  uint32_t Constant(vm::KindSet kinds);
  uint32_t Fact(vm::KindSet kinds);
  uint32_t Call();
  // What a call calls, or nothing.
  std::optional<vm::Function> FunctionOf(uint32_t call) const;
  vm::KindSet KindsWritten(const vm::Instruction& in) const;
  bool IsInstruction(uint32_t pc) const;
  uint32_t PcIn(const Body& body) { return body.begin + choices_.Below(body.end - body.begin); }

  vm::ModuleImage& image_;
  Choices& choices_;
};

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_CODE_MUTATOR_H_
