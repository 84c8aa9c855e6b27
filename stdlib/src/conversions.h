// The implementations that conversions.def names. Each takes every kind that one of its rows takes,
// and is kWrongType for the others: the row of dyn brings them.
//
// Text that is no number (time, truth value) is kBadArgument; a number that the type cannot hold is
// kOverflow.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM.
#ifndef BYLAW_STDLIB_SRC_CONVERSIONS_H_
#define BYLAW_STDLIB_SRC_CONVERSIONS_H_

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

vm::Value ToInt(const vm::FunctionCall& call) noexcept;
vm::Value ToUint(const vm::FunctionCall& call) noexcept;
vm::Value ToDouble(const vm::FunctionCall& call) noexcept;
vm::Value ToDecimal(const vm::FunctionCall& call) noexcept;  // kInexact for NaN and infinities
vm::Value ToBool(const vm::FunctionCall& call) noexcept;
vm::Value ToBytes(const vm::FunctionCall& call) noexcept;
vm::Value ToString(const vm::FunctionCall& call) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_CONVERSIONS_H_
