// What an instruction takes at most, in steps and memory: the sums that the verifier proves.

#ifndef BYLAW_VM_VERIFIER_COSTS_H_
#define BYLAW_VM_VERIFIER_COSTS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "bylaw/vm/function.h"
#include "bylaw/vm/opcode.h"
#include "module_data.h"

namespace bylaw::vm {

// What is known of each register before an instruction.
struct Registers {
  std::array<KindSet, kRegisters> kinds{};  // Those that it may hold; none: it may be unwritten.
  std::array<uint32_t, kRegisters> text_max{};   // If it holds text: at most so many bytes.
  std::array<uint32_t, kRegisters> inner_max{};  // Any text inside what it holds, at any depth.
};

class WorstCosts {
 public:
  WorstCosts(const ModuleView& view, FunctionTable functions);

  // Of an instruction whose operands were checked, its own step included.
  uint64_t StepsOf(const Instruction& in, const Registers& registers) const;
  // The most text that the instruction leaves in register a.
  uint32_t TextOf(const Instruction& in, const Registers& registers) const;
  // The most text inside of what it leaves there.
  uint32_t InnerTextOf(const Instruction& in, const Registers& registers) const;
  // The most text that any value may be.
  uint32_t TextMax() const;
  // In the arena, in bytes.
  uint64_t ArenaOf(const Instruction& in) const;

  const Function& FunctionOf(uint32_t call) const;

 private:
  uint32_t MembersMax() const;
  uint32_t ItemsMax() const;
  uint32_t LengthOfConstant(uint32_t id) const;
  // What looking for a text in a sorted constant takes, and gives.
  struct Search {
    uint32_t steps = 0;
    uint32_t text_max = 0;  // Of a map's values.
  };
  Search SearchOf(const ConstantRow& container) const;
  uint32_t StepsOfIn(uint32_t constant) const;
  uint64_t StepsOfCall(const Instruction& in, const Registers& registers) const;
  uint64_t StepsOfComparison(const Instruction& in, const Registers& registers) const;
  uint64_t StepsOfTextPart(TextPart part, uint32_t text_max, uint32_t constant) const;
  // A test of every item of a fact, by what one of them takes.
  uint64_t StepsOfItems(uint32_t fact, uint64_t each) const;
  uint32_t LengthOfFact(uint32_t id) const;
  uint32_t InnerLengthOfFact(uint32_t id) const;
  uint32_t LengthOfType(const TypeRow& type) const;
  uint32_t InnerLengthOfType(const TypeRow& type) const;
  uint32_t InnerLengthOfConstant(uint32_t id) const;
  uint64_t ArenaOfCall(FunctionMemory memory) const;

  const ModuleView& view_;
  std::vector<Function> imports_;
  std::vector<Search> searches_;  // Of each constant that is sorted.
  uint32_t list_items_max_;  // Of any list: from a request, a constant that code loads, or one that
                             // code makes.
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_VERIFIER_COSTS_H_
