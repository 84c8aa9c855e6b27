// The implementations that core.def names. Arguments are of the kinds in their signatures.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM.
#ifndef BYLAW_STDLIB_SRC_CORE_H_
#define BYLAW_STDLIB_SRC_CORE_H_

#include <memory>
#include <string>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

// core.cc
vm::Value Size(const vm::FunctionCall& call) noexcept;  // kWrongType for what has no size
vm::Value Contains(const vm::FunctionCall& call) noexcept;
vm::Value StartsWith(const vm::FunctionCall& call) noexcept;
vm::Value EndsWith(const vm::FunctionCall& call) noexcept;

// regex.cc. A constant pattern comes compiled, by PreparePattern; another is compiled for the call,
// under the tighter limits of regex.h: kLimit past them, kBadArgument if it is no pattern.
vm::Value Matches(const vm::FunctionCall& call) noexcept;
std::unique_ptr<vm::Prepared> PreparePattern(const vm::Value& constant, std::string* error);

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_CORE_H_
