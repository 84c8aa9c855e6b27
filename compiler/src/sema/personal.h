// Carries `personal` from what is marked to whatever a document may read it by.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_SEMA_PERSONAL_H_
#define BYLAW_COMPILER_SEMA_PERSONAL_H_

#include "bylaw/compiler/constitution.h"
#include "sema/names.h"

namespace bylaw::compiler {

// Sets FactInfo::personal of every fact that is marked `personal`, or that is, holds, or lies
// within, something that is: a fact, a member of one, or a parameter of an action, whether or not
// anything reads it under its own name. `params` holds every parameter. After InferNames, which
// says where undeclared names are read from.
void MarkPersonal(const Constitution& constitution, Names& names);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_PERSONAL_H_
