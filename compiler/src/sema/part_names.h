// Parts and the names that they use: a part can be read, and reviewed, without the documents that
// import it.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_SEMA_PART_NAMES_H_
#define BYLAW_COMPILER_SEMA_PART_NAMES_H_

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "sema/conditions.h"
#include "sema/names.h"

namespace bylaw::compiler {

// Reports what a definition of a part uses and neither this part nor one that it imports declares,
// and warns of imports of the document of which nothing is used. After Resolve.
void CheckPartNames(const Constitution& constitution, const Conditions& conditions,
                    const Names& names, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_PART_NAMES_H_
