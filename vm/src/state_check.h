// In builds that define BYLAW_CHECK_STATES: what runs is held against what was proved, before every
// instruction. The verifier notes down its state there (ProvedStates), and the interpreter's
// registers must be inside of it (StateCheck): each holds a kind that was proved possible, and is
// no larger. Loops are at a trip that they allow, memos hold a bool or an error, slots what their
// facts declare, and a block has taken no more steps and memory than proved once it is done. What
// does not hold ends the program, with a message that says where.
//
// Elsewhere nothing is noted down, and the calls are empty.

#ifndef BYLAW_VM_STATE_CHECK_H_
#define BYLAW_VM_STATE_CHECK_H_

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"
#include "registers.h"

namespace bylaw::vm {

struct Machine;

#ifdef BYLAW_CHECK_STATES

class ProvedStates {
 public:
  // A register before an instruction.
  struct Register {
    uint8_t number;
    KindSet kinds;
    Extent extent;
  };
  // What the code that begins at an instruction takes.
  struct Sum {
    uint64_t steps = 0;
    uint64_t arena = 0;
  };

  // Called in the order of the code. Registers that may be unwritten are left out.
  void Note(uint32_t pc, const Registers& registers);
  void NoteSum(uint32_t begin, uint64_t steps, uint64_t arena) { sums_[begin] = {steps, arena}; }
  void NoteFact(const Extent& extent) { facts_.push_back(extent); }

  std::span<const Register> Before(uint32_t pc) const;
  const Sum& SumOf(uint32_t begin) const { return sums_.at(begin); }
  const Extent& Fact(uint32_t fact) const { return facts_[fact]; }

 private:
  std::vector<uint32_t> begins_;  // In registers_, of each instruction.
  std::vector<Register> registers_;
  std::map<uint32_t, Sum> sums_;
  std::vector<Extent> facts_;
};

class StateCheck {
 public:
  // The code from instruction `begin` on is about to run.
  void Begin(const Machine& machine, uint32_t begin);
  // Instruction `pc` is.
  void Before(const Machine& machine, uint32_t pc);
  // The code has run.
  void End(const Machine& machine) const;

 private:
  // How large a register's value is. Values do not change: so each is looked at once.
  const Extent& ExtentOf(uint32_t number, const Value& value);

  uint32_t begin_ = 0;
  uint32_t steps_ = 0;  // At Begin, as the next.
  uint32_t arena_ = 0;
  Value seen_[kRegisters];
  Extent extents_[kRegisters];
};

#else

struct ProvedStates {
  void Note(uint32_t, const Registers&) noexcept {}
  void NoteSum(uint32_t, uint64_t, uint64_t) noexcept {}
  void NoteFact(const Extent&) noexcept {}
};

struct StateCheck {
  void Begin(const Machine&, uint32_t) noexcept {}
  void Before(const Machine&, uint32_t) noexcept {}
  void End(const Machine&) const noexcept {}
};

#endif

}  // namespace bylaw::vm

#endif  // BYLAW_VM_STATE_CHECK_H_
