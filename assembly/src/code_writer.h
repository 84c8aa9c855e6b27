// Writes the instructions of a condition, of a reason's part, or of the ends of a rule, with where
// their errors go.

#ifndef BYLAW_ASSEMBLY_CODE_WRITER_H_
#define BYLAW_ASSEMBLY_CODE_WRITER_H_

#include <span>
#include <string_view>

#include "writer.h"

namespace bylaw::assembly {

// Instructions [begin, begin + count) of the image, each on a line of its own with its number; the
// edges are those that lie in them.
void WriteCode(Writer& writer, const vm::ModuleImage& image, vm::Range code,
               std::span<const vm::EdgeRow> edges, const Place& place, std::string_view indent);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_CODE_WRITER_H_
