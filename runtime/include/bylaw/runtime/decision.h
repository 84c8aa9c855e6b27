// A decision as the host gets it: what, why, who decides an escalation, and under which
// constitution.
//
// Thread-safety: a plain value. Ownership: the strings are its own; every view is into the module
// or constant, and lives as long as the Engine that made it. Reuse one object for many decisions:
// its buffers grow once.

#ifndef BYLAW_RUNTIME_DECISION_H_
#define BYLAW_RUNTIME_DECISION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/record.h"
#include "bylaw/vm/context.h"
#include "bylaw/vm/verdict.h"

namespace bylaw::runtime {

// A rule that takes part in a decision: it applies, or it is undecidable.
struct RuleOutcome {
  std::string_view id;
  vm::Outcome outcome = vm::Outcome::kUndecidable;
};

// What the agent is told of the reason; the constitution's key `disclose`.
enum class AgentReason : uint8_t {
  kText,  // Decision::agent_text
  kFull,  // Decision::reason
};

// What the host did with a permit.
enum class ActionOutcome : uint8_t {
  kExecuted,
  kFailed,     // Tried, and it did not succeed, or not as far as the host can tell.
  kAbandoned,  // Not tried.
};

struct Decision {
  // DENY until something else was decided and, where there is a ledger, recorded.
  vm::Decision decision = vm::Decision::kDeny;
  vm::Code code = vm::Code::kUnavailable;

  // For people: the deciding rule's `reason` with the values of its {expressions}, else a sentence
  // made from its conditions, "amount >= 10000 (amount is 15000)". Never quotes a fact that is
  // personal.
  std::string reason;

  // For ESCALATE: each route once, in byte order; all of them must agree. Empty: it can only be
  // denied.
  std::vector<std::string_view> route_to;

  // Each rule once, ids in byte order.
  std::vector<RuleOutcome> rules;

  std::string_view constitution_version;  // The constitution's `id`.
  std::string_view constitution_digest;   // "sha256:" and 64 hexadecimal digits, of the module.
  uint32_t steps = 0;

  // Of the record. Empty without a ledger, and where the record could not be written (then the
  // answer is DENY `unavailable`).
  std::string event_id;
  std::optional<ledger::RecordReference> record;

  bool permitted() const { return decision == vm::Decision::kPermit; }

  // What of the reason may go back to the agent, as `disclose` says.
  std::string_view reason_for_agent() const {
    return agent_reason == AgentReason::kFull ? std::string_view(reason) : agent_text;
  }

  AgentReason agent_reason = AgentReason::kText;
  std::string_view agent_text;
};

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_DECISION_H_
