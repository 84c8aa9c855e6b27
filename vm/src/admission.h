// Whether what is declared of a fact, an item, a field or a parameter admits a value that a request
// or host gives for it.

#ifndef BYLAW_VM_ADMISSION_H_
#define BYLAW_VM_ADMISSION_H_

#include <string_view>

#include "bylaw/vm/arena.h"
#include "bylaw/vm/value.h"
#include "module_data.h"

namespace bylaw::vm {

// The value as its type holds it, or the error why not. `value` is as JSON gives it (numbers are
// decimals; times and bytes are text), or a host's own of the kind, or an error, which stays.
// Nothing is coerced: a number becomes an int, uint or double only where it is that number. One
// item or field that is not as declared refuses the whole; what becomes another value inside a list
// or map takes memory of `arena`. The work is as large as the value, whatever the types are.
Value Admit(const LoadedModule& module, const TypeRow& type, const Value& value,
            Arena& arena) noexcept;

// The field of that name, or nullptr.
const FieldRow* FindField(const ModuleView& view, Range fields, std::string_view name) noexcept;

// Built-ins: text and a list of strings as they are, or the error kLimit where they are longer than
// the constitution's limits.
Value AdmitText(const LoadedModule& module, std::string_view text) noexcept;
Value AdmitTargets(const LoadedModule& module, const Value& targets) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ADMISSION_H_
