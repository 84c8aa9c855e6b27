// Decisions as JSON, in the form that `bylaw eval --json` documents.
//
// Thread-safety: pure functions. Ownership: nothing is kept. Speed: one pass into the caller's
// buffer, no allocation once that has grown.

#ifndef BYLAW_RUNTIME_DECISION_JSON_H_
#define BYLAW_RUNTIME_DECISION_JSON_H_

#include <string>

#include "bylaw/runtime/decision.h"
#include "bylaw/runtime/explanation.h"

namespace bylaw::runtime {

// Appends one object on one line, without a newline:
//
//   {"decision":"ESCALATE","code":"matched","reason":"…","route_to":"senior_ops",
//    "rules":[{"id":"escalate[0]","outcome":"applies"}],"constitution_version":"…",
//    "constitution_digest":"sha256:…","steps":17,"event_id":"evt_…"}
//
// `route_to` is a list where there are several routes, and absent where there is none; `event_id`
// stands with a ledger. With an explanation `rules` lists every rule for the action, each with
// "conditions":[{"text","value","facts":{name: value or {"error":"missing"}}}].
void AppendDecisionJson(const Decision& decision, const Explanation* explanation, std::string& out);

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_DECISION_JSON_H_
