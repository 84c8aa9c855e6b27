// The tables of a listing: strings, constants, lists of indices, imports and calls, in the order of
// their rows.

#ifndef BYLAW_ASSEMBLY_TABLES_H_
#define BYLAW_ASSEMBLY_TABLES_H_

#include <string>

#include "pools.h"

namespace bylaw::assembly {

// Writes the lines of the tables of a sound module, and appends to `pools` what reading them does.
std::string WriteTables(const vm::ModuleImage& image, Pools& pools);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_TABLES_H_
