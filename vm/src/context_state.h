// The inside of a Context.

#ifndef BYLAW_VM_CONTEXT_STATE_H_
#define BYLAW_VM_CONTEXT_STATE_H_

#include <optional>
#include <span>
#include <vector>

#include "action_table.h"
#include "bylaw/vm/context.h"
#include "fold.h"
#include "interpreter.h"
#include "request_reader.h"

namespace bylaw::vm {

struct Context::State {
  explicit State(const LoadedModule& module);

  const LoadedModule& module() const noexcept { return machine.module; }
  const ModuleView& view() const noexcept { return machine.module.view; }

  // Decides on the slots as they are. `found` is what `action` names, or nullptr.
  PackedVerdict DecideAction(std::string_view action, const ActionEntry* found) noexcept;
  // The same on what is bound by handle.
  PackedVerdict DecideBound(std::string_view action, const ActionEntry* found) noexcept;
  // An action that no rule names; patterns may match it.
  PackedVerdict DecideUnlisted(std::string_view action) noexcept;
  void Begin() noexcept;
  // From the outcomes of the rules to the verdict.
  PackedVerdict Conclude() noexcept;
  void RunAction(const ActionEntry& action) noexcept;
  void RunPatterns(Range patterns) noexcept;
  void RunPatterns(std::string_view action) noexcept;
  void DropRulesNotInForce() noexcept;
  bool InScope(std::string_view agent) const noexcept;
  bool Overdue() const noexcept;
  PackedVerdict Tighten(PackedVerdict verdict) noexcept;
  // A verdict that no rule made.
  PackedVerdict Deny(Code code, uint32_t steps = 0) noexcept;
  bool InForce(const RuleRow& rule) const noexcept;
  // Of the fold, or the policy's default route.
  std::span<const uint32_t> Routes() const noexcept;

  // The blocks that the last decision ran, in order.
  std::vector<uint32_t> Blocks() const;
  RuleExplanation ExplainRule(uint32_t block_rule, const BlockRow& block);
  void AppendReasonPart(const ReasonPartRow& part, std::string& out);

  std::string_view CanonicalAction() const noexcept {
    return entry == nullptr ? unlisted_action : module().NameOf(*entry);
  }

  // What every decision touches stands together, and first.
  bool in_scope = false;
  bool from_request = false;  // The slots hold a request, not what was bound by handle.
  bool evaluated = false;     // The last decision ran its rules.
  bool overdue = false;       // And made its PERMIT an ESCALATE.
  bool dated = false;         // As the module's, but here: nearer.
  uint32_t bound_bytes = 0;   // Of the arena: what the slots of a request point to.
  // Of the module, but here: the whole decision waits for them.
  uint32_t action_fact = kNone;  // The fact that holds the action's name, or kNone.
  ActionEntries entries;
  const ActionEntry* entry = nullptr;  // Of the last decision's action, or nullptr:
  std::string_view unlisted_action;    // then its name.
  Fold fold;
  Machine machine;

  // The large before the small: a heap where contexts come and go is cut up less.
  ReaderMemory reader;
  Request request;
  std::optional<int64_t> now_micros;
  std::vector<Decimal> wide;  // Bound by handle: the coefficient of a slot's wide decimal.
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_CONTEXT_STATE_H_
