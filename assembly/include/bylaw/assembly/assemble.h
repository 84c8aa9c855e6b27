// From assembly to the bytes of a module. docs/assembly.md has the language; a listing
// (disassemble.h) is written in it, and gives the same bytes back.
//
// The assembler writes what the text says, wrong modules too: whether a module is sound is for
// vm::Module::Load to say. Numbers may stand in place of every name, and lines that begin with `!`
// change the bytes when they are complete.
//
// Thread-safety: a function without state. Ownership: the result owns what it holds. Limits: a text
// of kAssemblyBytesMax; memory in proportion to the text, but for `!resize`, which gives at most
// one byte more than a module may have.

#ifndef BYLAW_ASSEMBLY_ASSEMBLE_H_
#define BYLAW_ASSEMBLY_ASSEMBLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bylaw/vm/function.h"

namespace bylaw::assembly {

// More than the listing of the largest module.
inline constexpr size_t kAssemblyBytesMax = size_t{1} << 30;

// The first thing that is wrong with a text.
struct AssemblyError {
  uint32_t line = 0;  // From 1.
  uint32_t column = 0;
  std::string message;  // What is wrong, and what to do.

  // "3:17: there is no fact `amuont`: …".
  std::string Message() const;
};

struct Assembled {
  std::optional<std::string> bytes;  // Or, if there are none:
  AssemblyError error;

  explicit operator bool() const noexcept { return bytes.has_value(); }
};

// `functions` are those of the build: their costs are needed where the text leaves out what the
// module claims to take.
Assembled Assemble(std::string_view text, vm::FunctionTable functions);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_ASSEMBLE_H_
