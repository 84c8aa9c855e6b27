// The verifier: one pass over untrusted bytes, after which they can be used in place.
//
// It accepts only modules for which it has proved:
//  - every offset, index and jump is inside its section; sections follow one another and cover the
//    file; text is UTF-8; what is unused is zero, so that equal modules are equal bytes;
//  - every register is written before it is read, with a type that the reader takes; every
//    instruction that can fail has an error edge; control flows forward, but for loops, which say
//    how often they go back and what they carry; nothing is unreachable;
//  - every rule of a block emits its outcome exactly once: a block is its rules one after another,
//  a
//    rule its conditions one after another and its two ends;
//  - the hash finds every action, and each action lists just the patterns that match it;
//  - no decision takes more steps or memory than the header claims and the host allows;
//  - the code of a reason's parts is as sound, leaves a value, reads nothing personal, and takes no
//    more than a decision may.
// Not proved: that the code means the source, and who made it.
//
// The three parts run in this order and each relies on the ones before: layout, rows, code (block
// by block, verifier_block.h; what each instruction costs, verifier_costs.h). Whether the hash
// finds every action is seen last, where their table is filled (action_table.h). docs/bytecode.md
// has the argument.

#ifndef BYLAW_VM_VERIFIER_H_
#define BYLAW_VM_VERIFIER_H_

#include <cstdint>
#include <optional>

#include "bylaw/vm/costs.h"
#include "bylaw/vm/module.h"
#include "hot.h"
#include "module_data.h"
#include "state_check.h"

namespace bylaw::vm {

using Finding = std::optional<LoadError>;

BYLAW_OUTLINE inline LoadError Refuse(VerifyError code, SectionKind section, uint32_t row) {
  return LoadError{code, section, row, {}};
}

// Header, sections and checksum of `bytes` (16-byte aligned); fills `view`.
Finding VerifyLayout(std::string_view bytes, ModuleView& view);

// What was found out of a sound module: first the most that any decision can take.
struct Proof {
  uint32_t steps_max = 0;
  uint32_t arena_max = 0;
  uint32_t rules_per_decision_max = 0;
  // Of any one reason.
  uint32_t reason_steps_max = 0;
  uint32_t reason_arena_max = 0;
  uint32_t dearest_reason = 0;  // The rule that it is of.
  // Of the rules together.
  bool any_overrides = false;
  bool any_validity = false;  // Some rule is in force on certain days only.
  ProvedStates states;
};

// Every row but code and edges.
Finding VerifyRows(const ModuleView& view, FunctionTable functions, const HostLimits& limits,
                   Proof& proof);

// Code and edges of every block and reason. `proof` says what was proved where nothing is found,
// and `costs`, if not nullptr, what makes it up.
Finding VerifyCode(const ModuleView& view, FunctionTable functions, Proof& proof,
                   Costs* costs = nullptr);

}  // namespace bylaw::vm

#endif  // BYLAW_VM_VERIFIER_H_
