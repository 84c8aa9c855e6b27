// The listing of a module: what the bytes say, for people.

#ifndef BYLAW_VM_DISASSEMBLER_H_
#define BYLAW_VM_DISASSEMBLER_H_

#include <string>

#include "bylaw/vm/module.h"

namespace bylaw::vm {

// Facts, actions, and every block with its rules: each condition under its source line, each
// instruction with its operands by name, error edges, and the proved bounds.
std::string Disassemble(const Module& module);

}  // namespace bylaw::vm

#endif  // BYLAW_VM_DISASSEMBLER_H_
