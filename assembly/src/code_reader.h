// Reads instructions: what code_writer.h writes, and NAME=NUMBER for any part of one.

#ifndef BYLAW_ASSEMBLY_CODE_READER_H_
#define BYLAW_ASSEMBLY_CODE_READER_H_

#include "reader.h"
#include "statements.h"

namespace bylaw::assembly {

// The instruction of a line of Statement::kInstruction or kRawInstruction.
vm::Instruction ReadInstruction(Reader& reader, Line& line, const Place& place);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_CODE_READER_H_
