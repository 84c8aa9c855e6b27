// The listing of a module: every row of it, for people, as assembly.

#ifndef BYLAW_ASSEMBLY_DISASSEMBLE_H_
#define BYLAW_ASSEMBLY_DISASSEMBLE_H_

#include <string>

#include "bylaw/vm/module.h"

namespace bylaw::assembly {

// Facts, actions and rules; every block with its rules, each condition with the line that it comes
// from and the most steps that it takes, each instruction with its operands by name, and where
// errors go; what was proved; then the tables that all of this refers to, and the source. Assemble
// gives the bytes of the module back, whatever module it is.
//
// `functions` are those that the module was loaded with: without them no condition says its steps.
//
// Control characters of the module's texts are escaped: the listing is safe to show.
// Thread-safety: a function without state. Linear in the module.
std::string Disassemble(const vm::Module& module, vm::FunctionTable functions = {});

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_DISASSEMBLE_H_
