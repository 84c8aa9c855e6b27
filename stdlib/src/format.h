// format(): CEL's string.format.
//
// Limits: a precision is at most kFormatPrecisionMax; what %s writes nests at most kFormatDepthMax
// lists and maps, with at most kFormatEntriesMax entries a map; beyond any it is kLimit.
//
// Thread-safety: reentrant. Errors: a value of kind kError: kBadArgument for a clause that is none,
// kBadIndex where the list has no item for a clause, kWrongType for an item that the clause cannot
// write. Items that no clause asks for are ignored.
#ifndef BYLAW_STDLIB_SRC_FORMAT_H_
#define BYLAW_STDLIB_SRC_FORMAT_H_

#include <cstdint>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

inline constexpr uint32_t kFormatPrecisionMax = 100;
inline constexpr uint32_t kFormatDepthMax = 64;
inline constexpr uint32_t kFormatEntriesMax = 256;

vm::Value Format(const vm::FunctionCall& call) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_FORMAT_H_
