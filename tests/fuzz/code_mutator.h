// Changes the code of a module in ways that mostly leave it code: operands by their roles, one
// instruction more or less with every place behind it moved along, loops and shared parts around
// what is there, one condition in place of another.

#ifndef BYLAW_TESTS_FUZZ_CODE_MUTATOR_H_
#define BYLAW_TESTS_FUZZ_CODE_MUTATOR_H_

#include <cstdint>
#include <vector>

#include "bylaw/vm/image.h"
#include "choices.h"
#include "instruction_maker.h"

namespace bylaw::fuzz {

class CodeMutator {
 public:
  CodeMutator(vm::ModuleImage& image, Choices& choices)
      : image_(image), choices_(choices), maker_(image, choices) {}

  void Mutate();

 private:
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

  // Puts an instruction in at `pc`, with loads in front of it for what it reads and nothing has
  // written yet.
  void Supply(Body& body, uint32_t& pc, vm::Instruction& in);
  void SupplyArguments(Body& body, uint32_t& pc, vm::Instruction& in);
  void PutIn(Body& body, uint32_t& pc, const vm::Instruction& in);
  uint32_t PcIn(const Body& body) { return body.begin + choices_.Below(body.end - body.begin); }

  vm::ModuleImage& image_;
  Choices& choices_;
  InstructionMaker maker_;
};

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_CODE_MUTATOR_H_
