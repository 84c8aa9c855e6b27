// What an instruction takes at most, in steps and memory: the sums that the verifier proves.

#ifndef BYLAW_VM_VERIFIER_COSTS_H_
#define BYLAW_VM_VERIFIER_COSTS_H_

#include <cstdint>
#include <vector>

#include "bylaw/vm/function.h"
#include "bylaw/vm/opcode.h"
#include "module_data.h"
#include "registers.h"

namespace bylaw::vm {

class WorstCosts {
 public:
  WorstCosts(const ModuleView& view, FunctionTable functions);

  // Of an instruction whose operands were checked, its own step included.
  uint64_t StepsOf(const Instruction& in, const Registers& registers) const;
  // In the arena, in bytes.
  uint64_t ArenaOf(const Instruction& in, const Registers& registers) const;
  // What the instruction leaves in register a, where it is of these kinds.
  Extent ExtentOf(const Instruction& in, const Registers& registers, KindSet kinds) const;
  // The builder in register a, once the instruction has added to it.
  Extent ExtentOfBuilder(const Instruction& in, const Registers& registers) const;
  // Of any value.
  Extent ExtentOfAny() const;
  // Of a fact's slot.
  Extent ExtentOfFact(const FactRow& fact) const;

  const Function& FunctionOf(uint32_t call) const;

 private:
  void Admit(const Extent& extent);

  Extent MeasureConstant(const ConstantRow& row) const;
  Extent MeasureType(const TypeRow& type) const;
  Extent ExtentOfResult(const Instruction& in, const Registers& registers) const;
  Extent ExtentOfSum(const Extent& a, const Extent& b) const;
  Extent ExtentOfCall(const Instruction& in, const Registers& registers) const;
  // Of any argument.
  Extent ExtentOfArguments(const Instruction& in, const Registers& registers) const;

  // What looking for a text in a sorted constant takes, and gives.
  struct Search {
    uint32_t steps = 0;
    uint32_t text_max = 0;  // Of a map's values.
  };
  Search SearchOf(const ConstantRow& container) const;
  uint64_t StepsOfInConstant(uint32_t constant) const;
  uint64_t StepsOfIn(const Instruction& in, const Registers& registers) const;
  uint64_t StepsOfCall(const Instruction& in, const Registers& registers) const;
  uint64_t StepsOfComparison(const Instruction& in, const Registers& registers) const;
  uint64_t StepsOfSum(const Instruction& in, const Registers& registers) const;
  // A test of every item of a fact, by what one of them takes.
  uint64_t StepsOfTestedItems(uint32_t fact, uint64_t each) const;
  uint64_t StepsOfTextPart(TextPart part, uint32_t text_max, uint32_t constant) const;

  const ModuleView& view_;
  std::vector<Function> imports_;
  std::vector<Extent> constants_;  // Of each.
  std::vector<Extent> types_;      // Of each of the module's own section.
  std::vector<Search> searches_;   // Of each constant that is sorted.
  // Of any text, and any list or map: from a request, a function, or a constant that code loads, or
  // one that code makes.
  uint32_t text_max_;
  uint32_t items_max_;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_VERIFIER_COSTS_H_
