#include "code_reader.h"

#include "operands.h"

namespace bylaw::assembly {
namespace {

// Operand b or c: a register; `fact` and the fact x; or the constant y.
void ReadOperand(Reader& reader, Cursor& cursor, size_t operand, vm::Role role,
                 vm::Instruction& in) {
  const auto read = [&](size_t at, vm::Role as) {
    const Field field = OperandField(at, as);
    Set(in, field, reader.ReadValue(cursor, field));
  };
  const bool reg = cursor.token() == Token::kWord && cursor.text().size() > 1 &&
                   cursor.text()[0] == 'r' && cursor.text()[1] >= '0' && cursor.text()[1] <= '9';
  if (reg) return read(operand, vm::Role::kIn);
  uint8_t& byte = operand == kOperandC ? in.c : in.b;
  if (vm::IsOrFact(role) && cursor.Take("fact")) {
    byte = vm::kFactOperand;
    return read(kOperandX, vm::Role::kOperandFact);
  }
  byte = vm::kConstantOperand;
  read(kOperandY, vm::Role::kOperandConst);
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
      if (!field.positional || IsInPlace(roles[i])) continue;
      if (vm::IsOrConstant(roles[i])) {
        ReadOperand(reader, cursor, i, roles[i], in);
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
