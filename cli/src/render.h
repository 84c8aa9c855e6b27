// A decision as a person reads it on a terminal.

#ifndef BYLAW_CLI_RENDER_H_
#define BYLAW_CLI_RENDER_H_

#include <string>

#include "bylaw/runtime/decision.h"
#include "bylaw/runtime/explanation.h"

namespace bylaw::cli {

// A readable block of several lines. `explanation` may be nullptr.
std::string RenderDecision(const runtime::Decision& decision,
                           const runtime::Explanation* explanation, bool color);

// Each rule with its conditions (✓ true, ✗ false, ? undecidable) and the facts that they read,
// every line indented by `indent`.
std::string RenderExplanation(const runtime::Explanation& explanation, bool color,
                              const std::string& indent = "  ");

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_RENDER_H_
