// The order in which definitions can be checked: each after those that it uses.
//
// Thread-safety: reentrant. Limits: none on how many definitions use each other in a row; nothing
// here recurses.

#ifndef BYLAW_COMPILER_SEMA_DEFINITIONS_H_
#define BYLAW_COMPILER_SEMA_DEFINITIONS_H_

#include <cstdint>
#include <vector>

#include "sema/conditions.h"

namespace bylaw::compiler {

// Indices of definitions, users after used. Definitions on a cycle are left out, and each cycle is
// reported.
std::vector<uint32_t> OrderDefinitions(const Constitution& constitution,
                                       const Conditions& conditions, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_DEFINITIONS_H_
