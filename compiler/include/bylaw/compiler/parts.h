// The parts that come with the compiler: facts, constants and definitions that documents import as
// `std/time`. Their text stands in compiler/parts/, and is compiled in: nothing is opened.
//
// A part that was released does not change. A better one is another version beside it, and who
// pins `std/time@1` goes on with the newest that begins with 1.
//
// Thread-safety: constant. Ownership: static.

#ifndef BYLAW_COMPILER_PARTS_H_
#define BYLAW_COMPILER_PARTS_H_

#include <span>
#include <string>
#include <string_view>

namespace bylaw::compiler {

struct StandardPart {
  std::string_view name;     // "std/time": what the part says of itself, as is
  std::string_view version;  // "1.0.0".
  std::string_view text;     // YAML.
};

// By name in byte order; versions of a name ascend.
std::span<const StandardPart> StandardParts() noexcept;

// All of them as Markdown, for the documentation: their texts, under their names and versions.
std::string PartReference();

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_PARTS_H_
