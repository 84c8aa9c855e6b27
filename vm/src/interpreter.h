// The interpreter: runs verified code. It checks of each value only what the verifier left to run
// time.

#ifndef BYLAW_VM_INTERPRETER_H_
#define BYLAW_VM_INTERPRETER_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "bylaw/vm/arena.h"
#include "bylaw/vm/context.h"
#include "module_data.h"
#include "state_check.h"

namespace bylaw::vm {

// Rules in the order that they were emitted, with room for every rule of a decision.
class EmittedList {
 public:
  explicit EmittedList(uint32_t capacity) : rows_(new Emitted[capacity + 1]) {}

  void Clear() noexcept { size_ = 0; }
  void Add(uint32_t rule, uint32_t block_rule) noexcept {
    Emitted& row = rows_[size_++];
    row.rule = rule;
    row.block_rule = block_rule;
  }
  void Resize(uint32_t size) noexcept { size_ = size; }

  std::span<Emitted> rows() noexcept { return {rows_.get(), size_}; }
  std::span<const Emitted> rows() const noexcept { return {rows_.get(), size_}; }

 private:
  std::unique_ptr<Emitted[]> rows_;
  uint32_t size_ = 0;
};

// A loop under way: what it goes over, and the item that it is at.
struct Trip {
  Value range;
  uint32_t number = 0;
};

static_assert(kMemosMax <= 64, "Machine::kept has a bit for each");

// What code runs on. Slots hold the facts: a value that its declaration admits, or the error why
// there is none.
struct Machine {
  explicit Machine(const LoadedModule& module);

  const LoadedModule& module;
  const Instruction* const code;  // Of the module, as the constants, but here: nearer.
  const Value* const constants;
  std::vector<Value> slots;
  Arena arena;
  uint32_t steps = 0;
  uint64_t kept = 0;  // Which memos hold something: a bit each.
  // Filled by RunBlock, in the order of the code.
  EmittedList applies;
  EmittedList undecidable;

  Value registers[kRegisters];
  Trip trips[kLoopDepthMax];  // By depth.
  Value memos[kMemosMax];     // What conditions of the block at hand share.
  StateCheck check;
};

// The place of a slot's error: the path ends before the object that would hold the member.
inline constexpr uint32_t kParentMissing = 1;

// Runs the rules of a block, whose first instruction is `code`, and appends what they emit.
void RunBlock(Machine& machine, const BlockRow& block, const Instruction* code) noexcept;
inline void RunBlock(Machine& machine, const BlockRow& block) noexcept {
  RunBlock(machine, block, &machine.module.view.code[block.code.begin]);
}

// Runs one condition of `block` alone; `fails` is where its rule's `fails` stands (behind
// `applies`). `error` says why it is undecidable.
Truth RunCondition(Machine& machine, const BlockRow& block, const ConditionRow& condition,
                   uint32_t fails, ValueError& error) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_INTERPRETER_H_
