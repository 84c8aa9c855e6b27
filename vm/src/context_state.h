// The inside of a Context.

#ifndef BYLAW_VM_CONTEXT_STATE_H_
#define BYLAW_VM_CONTEXT_STATE_H_

#include <optional>
#include <span>
#include <vector>

#include "bylaw/vm/context.h"
#include "fold.h"
#include "interpreter.h"
#include "request_reader.h"

namespace bylaw::vm {

struct Context::State {
  explicit State(const LoadedModule& module);

  const LoadedModule& module() const noexcept { return machine.module; }
  const ModuleView& view() const noexcept { return machine.module.view; }

  // `entry` is what `action` names, or nullptr.
  Verdict DecideAction(std::string_view action, const ActionEntry* entry) noexcept;
  void RunAction(const ActionEntry& action) noexcept;
  void RunPatterns(std::string_view action) noexcept;
  void DropRulesNotInForce() noexcept;
  bool InScope(std::string_view agent) const noexcept;
  bool Overdue() const noexcept;
  Verdict Tighten(Verdict verdict) noexcept;
  // A verdict that no rule made.
  Verdict Deny(Code code) noexcept;
  bool InForce(const RuleRow& rule) const noexcept;

  // The blocks that the last decision ran, in order.
  std::vector<uint32_t> BlocksOf(std::string_view action) const;
  RuleExplanation ExplainRule(uint32_t block_rule, const BlockRow& block);
  void AppendReasonPart(const ReasonPartRow& part, std::string& out);

  Machine machine;
  Fold fold;
  ReaderMemory reader;
  Request request;
  std::vector<Decimal> wide;  // Bound by handle: the coefficient of a slot's wide decimal.
  std::string_view canonical_action;
  std::span<const uint32_t> routes;  // Of the fold, or the policy's default route.
  bool in_scope = false;
  bool from_request = false;  // The slots hold a request, not what was bound by handle.
  bool evaluated = false;     // The last decision ran its rules.
  uint32_t bound_bytes = 0;   // Of the arena: what the slots point to.
  std::optional<int64_t> now_micros;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_CONTEXT_STATE_H_
