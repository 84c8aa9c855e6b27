// The language as a table for the documentation, out of the tables that the listing and the
// assembler work with.

#ifndef BYLAW_ASSEMBLY_REFERENCE_H_
#define BYLAW_ASSEMBLY_REFERENCE_H_

#include <string>

namespace bylaw::assembly {

// A Markdown table of the lines that are rows: their fields in order, how each is written, and what
// it is where nothing is written.
std::string RowReference();

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_REFERENCE_H_
