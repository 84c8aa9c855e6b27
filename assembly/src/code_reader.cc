#include "code_reader.h"

#include "operands.h"

namespace bylaw::assembly {
namespace {

// A register, or the constant y in its place.
void ReadRegisterOrConstant(Reader& reader, Cursor& cursor, vm::Instruction& in) {
  const bool reg = cursor.token() == Token::kWord && cursor.text().size() > 1 &&
                   cursor.text()[0] == 'r' && cursor.text()[1] >= '0' && cursor.text()[1] <= '9';
  if (reg) {
    const Field field = OperandField(kOperandC, vm::Role::kIn);
    return Set(in, field, reader.ReadValue(cursor, field));
  }
  in.c = vm::kConstantOperand;
  const Field field = OperandField(kOperandY, vm::Role::kOperandConst);
  Set(in, field, reader.ReadValue(cursor, field));
}

}  // namespace

vm::Instruction ReadInstruction(Reader& reader, Line& line, const Place& place) {
  vm::Instruction in{};
  Cursor& cursor = line.cursor;
  if (line.statement == Statement::kInstruction) {
    in.op = line.opcode;
    const vm::OpcodeInfo& info = vm::Info(in.op);
    const auto roles = RolesOf(info);
    for (size_t i = 0; i < kOperands && cursor.ok(); ++i) {
      const Field field = OperandField(i, roles[i]);
      if (!field.positional || roles[i] == vm::Role::kOperandConst) continue;
      if (IsOrConstant(roles[i]) && i == kOperandC) {
        ReadRegisterOrConstant(reader, cursor, in);
        continue;
      }
      if (field.form == Form::kPlace) cursor.Expect("->");
      Set(in, field, reader.ReadValue(cursor, field, place));
    }
  }
  reader.ReadRow(cursor, kInstructionTable, in);
  return in;
}

}  // namespace bylaw::assembly
