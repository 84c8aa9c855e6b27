// Whether a fact's declaration admits a value that a request or host gives for it.

#ifndef BYLAW_VM_ADMISSION_H_
#define BYLAW_VM_ADMISSION_H_

#include <string_view>

#include "bylaw/vm/arena.h"
#include "bylaw/vm/value.h"
#include "module_data.h"

namespace bylaw::vm {

// The value as the fact's type holds it, or the error why not. `value` is as JSON gives it (numbers
// are decimals) or an error, which stays. Nothing is coerced: a number becomes an int, uint or
// double only where it is that number.
Value Admit(const LoadedModule& module, const FactRow& fact, const Value& value,
            Arena& arena) noexcept;

// Built-ins: text and a list of strings as they are, or the error kLimit where they are longer than
// the constitution's limits.
Value AdmitText(const LoadedModule& module, std::string_view text) noexcept;
Value AdmitTargets(const LoadedModule& module, const Value& targets) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ADMISSION_H_
