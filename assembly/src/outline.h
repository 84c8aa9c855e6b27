// Where everything stands in an assembly text: the numbers of what has a name, and which code,
// conditions and edges belong to which block, rule and part. It is made before anything is read, so
// that what comes later can be referred to.

#ifndef BYLAW_ASSEMBLY_OUTLINE_H_
#define BYLAW_ASSEMBLY_OUTLINE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "statements.h"

namespace bylaw::assembly {

using Names = std::unordered_map<std::string, uint32_t>;

// How many rows stand before a line.
struct Counts {
  uint32_t runs = 0;
  uint32_t conditions = 0;
  uint32_t parts = 0;
  uint32_t code = 0;
  uint32_t edges = 0;
};

// The rows that stand under a line.
struct Extent {
  Counts begin;
  Counts end;
};

struct Run : Extent {
  uint32_t fails = 0;  // Its first `fails`; 0 (where none can stand) if it has none.
};

struct Outline {
  Names facts, rules, actions, patterns;  // The first of each name.
  Names labels;
  std::vector<Extent> blocks, reasons;
  std::vector<Run> runs;
  std::vector<Extent> conditions;
  std::vector<Extent> parts;
  std::vector<uint32_t> edge_ends;  // Where the next edge begins, or the condition ends.
};

// What cannot be read is left to who reads it; labels that stand twice are an error.
Outline OutlineOf(std::string_view text, AssemblyError& error);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_OUTLINE_H_
