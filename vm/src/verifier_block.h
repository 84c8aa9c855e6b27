// The verifier's view of one block, or of one part of a reason. See verifier.h.

#ifndef BYLAW_VM_VERIFIER_BLOCK_H_
#define BYLAW_VM_VERIFIER_BLOCK_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "bylaw/vm/limits.h"
#include "registers.h"
#include "verifier.h"
#include "verifier_costs.h"
#include "verifier_operands.h"

namespace bylaw::vm {

// What a block, or code that it shares, was proved to take, with its rules' worst ways added up.
struct BlockProof {
  uint64_t steps = 0;
  uint64_t arena = 0;
  uint64_t arena_once = 0;  // With one trip of every loop.
};

// Verifies blocks whose ranges were checked, one after another.
class BlockVerifier {
 public:
  // `condition_steps` is empty, or has an entry for each row of the conditions, which is set as
  // their blocks are verified. `states` is told what holds before each instruction.
  BlockVerifier(const ModuleView& view, const WorstCosts& costs, ProvedStates& states,
                std::span<uint64_t> condition_steps)
      : view_(view),
        costs_(costs),
        operands_(view, costs),
        states_(states),
        condition_steps_(condition_steps) {}

  // `proof` is set where nothing is found. After a finding, the verifier is of no more use.
  Finding Verify(const BlockRow& block, BlockProof& proof);
  // The same, of a part of a reason: one condition without a rule, left through its end with a
  // value in register 0.
  Finding Verify(const ReasonPartRow& part, BlockProof& proof);

 private:
  // What is known before an instruction: of the registers, and the most that it took to come here.
  struct State : Registers {
    // 64 bits, and loops capped: no module is large enough to wrap them around.
    uint64_t steps = 0;

    void Join(const State& other);
  };

  // A forward place that has been jumped to, or not.
  struct Label {
    bool reached = false;
    uint64_t steps = 0;

    void Reach(uint64_t at_steps) {
      reached = true;
      steps = std::max(steps, at_steps);
    }
  };

  // A forward place, and what is known there.
  struct Meeting {
    uint32_t target;
    State state;
  };

  // The forward places that were jumped to, and are still to come.
  struct Exits {
    std::vector<Meeting> joins;  // Inside the condition at hand; the next one last.
    Label condition_end;
    Label fails;

    bool none() const { return joins.empty() && !condition_end.reached && !fails.reached; }
    void Join(uint32_t target, const State& state);
    // As many steps later.
    void Delay(uint64_t steps);
    // Those of both.
    void Take(const Exits& other);
  };

  // The code of one condition: [begin, end), and where the rule ends that it belongs to.
  struct Place {
    uint32_t begin;
    uint32_t end;
    uint32_t fails;  // The instruction behind `applies`.
  };

  // Always false. The first finding stays.
  bool Fail(VerifyError code, SectionKind section, uint32_t row);
  bool Fail(VerifyError code, uint32_t pc) { return Fail(code, SectionKind::kCode, pc); }

  void Begin(const BlockRow& block);
  bool VerifyRule(uint32_t local, uint32_t& pc, uint64_t& steps);
  bool VerifyConditionRow(uint32_t id, uint32_t pc);
  bool VerifyCondition(const Place& place, uint64_t& steps);
  bool VerifyTest(const Place& place, uint32_t pc, State& state);
  bool VerifyInstruction(const Place& place, uint32_t pc, State& state);
  bool VerifyLoop(const Place& place, uint32_t pc, State& state);
  bool VerifyNext(uint32_t pc, State& state);
  bool VerifyRecall(const Place& place, uint32_t pc, State& state);
  bool VerifyKeep(uint32_t pc, State& state);
  bool VerifyEnds(uint32_t local, uint32_t& pc);

  bool Raise(const Place& place, uint32_t pc, const State& state);
  bool Jump(const Place& place, uint32_t pc, uint32_t target, const State& state);
  bool TakeEdges(const Place& place);
  // Control goes through the end of the condition.
  void Leave(const State& state);
  // A loop or a shared part, [pc, z), begins, and ends. Nothing but its first instruction leads
  // inside, and nothing inside leads out of what it lies in.
  bool Enter(const Place& place, uint32_t pc, const State& state);
  void Exit();
  // Whether this is inside of what computes the memo, where nothing is kept as it yet: a second
  // computation would not be the only one of the block.
  bool IsComputing(uint32_t memo) const;
  // The proof of what takes so many steps, shared parts aside.
  void Conclude(uint64_t steps, BlockProof& proof) const;

  const ModuleView& view_;
  const WorstCosts& costs_;
  OperandChecker operands_;
  ProvedStates& states_;
  std::span<uint64_t> condition_steps_;
  Finding finding_;

  // Of the block at hand.
  BlockRow block_{};
  uint32_t code_end_ = 0;
  uint32_t edge_ = 0;                 // The first edge that may cover what comes.
  uint32_t condition_edges_end_ = 0;  // Behind the edges of the condition at hand.
  uint64_t arena_ = 0;
  uint64_t arena_once_ = 0;
  std::array<BlockProof, kMemosMax> memos_{};  // What computing each takes, once a block.
  bool memos_used_ = false;
  BlockProof shared_;  // All of them together.

  // A loop or a shared part whose end is still to come.
  struct Region {
    uint32_t pc;
    State entry;  // Of a loop: at the begin of every trip, its variables aside.
    uint64_t arena;
    uint64_t arena_once;
    Exits outside;
  };
  std::vector<Region> regions_;  // The innermost last.
  uint32_t loops_ = 0;           // How many of them are loops.
  Exits exits_;                  // From inside the innermost.
  // Of register 0, where the condition at hand is left through its end.
  KindSet left_kinds_ = 0;
  bool left_unwritten_ = false;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_VERIFIER_BLOCK_H_
