// What an instruction takes at most, in steps and memory: the sums that the verifier proves.

#ifndef BYLAW_VM_VERIFIER_COSTS_H_
#define BYLAW_VM_VERIFIER_COSTS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "bylaw/vm/function.h"
#include "bylaw/vm/opcode.h"
#include "module_data.h"

namespace bylaw::vm {

// How large a value can be. An optional counts as a list of at most one item.
struct Extent {
  uint32_t text = 0;    // Bytes of any text that it is, or that it holds at any depth.
  uint32_t items = 0;   // Of the list or map that it is.
  uint32_t nested = 0;  // Of any list or map that it holds, at any depth.

  // Of an item or member.
  Extent Inside() const { return {text, nested, nested}; }
  Extent InOptional() const { return {text, 1, std::max(items, nested)}; }
  // It holds this too.
  void Hold(const Extent& part) {
    text = std::max(text, part.text);
    nested = std::max({nested, part.items, part.nested});
  }
  void Join(const Extent& other) {
    text = std::max(text, other.text);
    items = std::max(items, other.items);
    nested = std::max(nested, other.nested);
  }
  bool Within(const Extent& most) const {
    return text <= most.text && items <= most.items && nested <= most.nested;
  }
};

// What is known of each register before an instruction.
struct Registers {
  std::array<KindSet, kRegisters> kinds{};  // Those that it may hold; none: it may be unwritten.
  std::array<Extent, kRegisters> extents{};
};

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

  const Function& FunctionOf(uint32_t call) const;

 private:
  void Admit(const Extent& extent);

  Extent MeasureConstant(const ConstantRow& row) const;
  Extent MeasureType(const TypeRow& type) const;
  Extent ExtentOfFact(const FactRow& fact) const;
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
