// The implementations that optional.def names. Arguments are of the kinds in their signatures.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM.
#ifndef BYLAW_STDLIB_SRC_OPTIONAL_H_
#define BYLAW_STDLIB_SRC_OPTIONAL_H_

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

vm::Value OptionalOf(const vm::FunctionCall& call) noexcept;
vm::Value OptionalOfNonZero(const vm::FunctionCall& call) noexcept;
vm::Value OptionalNone(const vm::FunctionCall& call) noexcept;
vm::Value OptionalUnwrap(const vm::FunctionCall& call) noexcept;
vm::Value HasValue(const vm::FunctionCall& call) noexcept;
vm::Value OptionalValue(const vm::FunctionCall& call) noexcept;
vm::Value TypeOf(const vm::FunctionCall& call) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_OPTIONAL_H_
