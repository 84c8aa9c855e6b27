// Why a decision is what it is: every rule for the action, each condition with its value and the
// facts that it read. For reviewers and auditors, who see everything, personal facts too.
//
// Thread-safety: a plain value. Ownership: fact values are its own; ids, texts and names are views
// into the module and live as long as the Engine.

#ifndef BYLAW_RUNTIME_EXPLANATION_H_
#define BYLAW_RUNTIME_EXPLANATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "bylaw/vm/context.h"

namespace bylaw::runtime {

struct ExplainedFact {
  std::string_view name;
  std::string json;       // Its value as JSON, or {"error":"missing"} where there is none.
  bool personal = false;  // Marked personal, or it holds, or lies within, something that is.
};

struct ExplainedCondition {
  std::string_view text;  // As written; `unless: x` reads `!(x)`.
  vm::Truth value = vm::Truth::kUndecidable;
  vm::ValueError error = vm::ValueError::kMissing;  // Why it is undecidable.
  std::vector<ExplainedFact> facts;                 // Each once, in the order of the condition.
};

struct ExplainedRule {
  std::string_view id;
  vm::Section section = vm::Section::kProhibited;
  vm::Outcome outcome = vm::Outcome::kUndecidable;
  std::vector<ExplainedCondition> conditions;
};

struct Explanation {
  // Also those that do not apply; each once, ids in byte order. Empty if no rule was looked at: the
  // request is not valid, or the agent out of scope.
  std::vector<ExplainedRule> rules;
};

// "permitted", "prohibited", "escalate": the section of the constitution that a rule stands in.
std::string_view SectionText(vm::Section section);

// Appends a value as JSON. Decimals keep every digit; a point in time is an RFC 3339 string, a
// duration one of seconds ("5.5s").
void AppendValueJson(const vm::Value& value, std::string& out);

// The explanation of the context's last decision.
Explanation Explain(vm::Context& context);

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_EXPLANATION_H_
