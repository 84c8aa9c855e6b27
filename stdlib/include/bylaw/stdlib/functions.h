// The library functions of conditions: their table, for the checker, for the VM and for the manual.
//
// The rows stand in src/functions.def. The signature of a row is its name in modules: once
// released, neither it nor what the function answers changes; a better function is a new row.
//
// Thread-safety: the table is constant; implementations are reentrant.
// Ownership: static. Results point into the arguments or into the arena of the call.
// Limits: src/regex.h has those of regular expressions. Only matches() allocates (inside RE2).
#ifndef BYLAW_STDLIB_FUNCTIONS_H_
#define BYLAW_STDLIB_FUNCTIONS_H_

#include <string>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

// Every function, overloads of one name side by side, the one that takes dyn last. To resolve a
// call take the first row whose arguments admit the kinds at hand.
vm::FunctionTable Functions() noexcept;

// The table as Markdown, for the reference in the documentation: a row is a signature, how the
// function is called, its cost in steps and its line of documentation. Ends in a newline.
std::string FunctionReference();

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_FUNCTIONS_H_
