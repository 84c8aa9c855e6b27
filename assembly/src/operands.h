// How the operands of instructions are written, by their roles (opcode.h).

#ifndef BYLAW_ASSEMBLY_OPERANDS_H_
#define BYLAW_ASSEMBLY_OPERANDS_H_

#include <array>

#include "bylaw/vm/opcode.h"
#include "rows.h"

namespace bylaw::assembly {

// Field i + 1 of kInstructionTable is operand i: a, b, c, x, y, z.
inline constexpr size_t kOperands = 6;
inline constexpr size_t kOperandC = 2;
inline constexpr size_t kOperandX = 3;
inline constexpr size_t kOperandY = 4;

inline std::array<vm::Role, kOperands> RolesOf(const vm::OpcodeInfo& info) {
  return {info.a, info.b, info.c, info.x, info.y, info.z};
}

// The place of the operand in an instruction, in the form of its role.
Field OperandField(size_t operand, vm::Role role);

// Whether the word is written where the operand stands that it is in place of, not in its own.
constexpr bool IsInPlace(vm::Role role) {
  return role == vm::Role::kOperandFact || role == vm::Role::kOperandConst;
}

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_OPERANDS_H_
