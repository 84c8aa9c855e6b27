// The rows of a module that come from the document as they are: the policy and the rules.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_POLICY_H_
#define BYLAW_COMPILER_CODEGEN_POLICY_H_

#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/vm/image.h"
#include "codegen/facts.h"

namespace bylaw::compiler {

void SetPolicy(const Constitution& constitution, const ModuleLimits& limits, bool strict,
               vm::ModuleImage& image);

// Rows in the order that `order` gives.
void AddRules(const Constitution& constitution, const std::vector<RuleIndex>& order,
              vm::ModuleImage& image);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_POLICY_H_
