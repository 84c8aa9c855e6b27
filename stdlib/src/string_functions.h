// The implementations that strings.def names, but for format (format.h). Indices count code points,
// from 0 to the size of the string; another index is kBadIndex.
//
// Not strings.h: that is a header of the C library, which this one would hide from others.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM.
#ifndef BYLAW_STDLIB_SRC_STRING_FUNCTIONS_H_
#define BYLAW_STDLIB_SRC_STRING_FUNCTIONS_H_

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

// string_functions.cc: without the last argument from the beginning, from the end, to the end.
vm::Value CharAt(const vm::FunctionCall& call) noexcept;
vm::Value IndexOf(const vm::FunctionCall& call) noexcept;
vm::Value LastIndexOf(const vm::FunctionCall& call) noexcept;
vm::Value Substring(const vm::FunctionCall& call) noexcept;
vm::Value Trim(const vm::FunctionCall& call) noexcept;

// string_edits.cc
vm::Value Join(const vm::FunctionCall& call) noexcept;  // kWrongType for items that are no strings
vm::Value LowerAscii(const vm::FunctionCall& call) noexcept;
vm::Value UpperAscii(const vm::FunctionCall& call) noexcept;
vm::Value Replace(const vm::FunctionCall& call) noexcept;
vm::Value Split(const vm::FunctionCall& call) noexcept;
vm::Value Reverse(const vm::FunctionCall& call) noexcept;
vm::Value Quote(const vm::FunctionCall& call) noexcept;

// base64.cc
vm::Value Base64Encode(const vm::FunctionCall& call) noexcept;
vm::Value Base64Decode(const vm::FunctionCall& call) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_STRING_FUNCTIONS_H_
