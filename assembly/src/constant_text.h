// Constants as assembly writes them: 7, 7u, 2.5d, 1.5f, "x", bytes "00ff", timestamp
// "2026-03-01T00:00:00Z", duration "5400s", type "int", null, true, [1, 2], {"EUR": 5d}; `sorted`
// before a list whose texts ascend, `literal` before what is marked as written in a condition.

#ifndef BYLAW_ASSEMBLY_CONSTANT_TEXT_H_
#define BYLAW_ASSEMBLY_CONSTANT_TEXT_H_

#include <string>

#include "lexer.h"
#include "pools.h"

namespace bylaw::assembly {

// Appends the text of a constant of the image. False, and nothing appended, if it has none that
// reads as just these rows.
bool AppendConstantText(const ConstantRows& constant, const vm::ModuleImage& image,
                        const Pools& pools, std::string& out);

// Reads one, and puts what it is made of into the pools.
ConstantRows ReadConstant(Cursor& cursor, Pools& pools);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_CONSTANT_TEXT_H_
