// The verifier's view of one block, or of one part of a reason. See verifier.h.

#ifndef BYLAW_VM_VERIFIER_BLOCK_H_
#define BYLAW_VM_VERIFIER_BLOCK_H_

#include <cstdint>
#include <span>

#include "verifier.h"
#include "verifier_costs.h"

namespace bylaw::vm {

// What a block, or code that it shares, was proved to take, with its rules' worst ways added up.
struct BlockProof {
  uint64_t steps = 0;
  uint64_t arena = 0;
  uint64_t arena_once = 0;  // With one trip of every loop.
};

// The code and edges of a part of a reason, likewise: left through its end with a value in
// register 0.
Finding VerifyReasonCode(const ModuleView& view, const WorstCosts& costs, const ReasonPartRow& part,
                         BlockProof& proof, ProvedStates& states);

// The code and edges of a block whose ranges were checked; `proof` is set where nothing is found.
// `condition_steps` is empty, or has an entry for each row of the conditions: those of the block's
// are set. `states` is told what holds before each instruction.
Finding VerifyBlock(const ModuleView& view, const WorstCosts& costs, const BlockRow& block,
                    BlockProof& proof, ProvedStates& states,
                    std::span<uint64_t> condition_steps = {});

}  // namespace bylaw::vm

#endif  // BYLAW_VM_VERIFIER_BLOCK_H_
