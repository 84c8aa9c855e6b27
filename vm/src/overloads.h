// What an import stands for: one function, or all of a name and number of arguments, among which
// the arguments decide.

#ifndef BYLAW_VM_OVERLOADS_H_
#define BYLAW_VM_OVERLOADS_H_

#include <string_view>
#include <vector>

#include "bylaw/vm/function.h"

namespace bylaw::vm {

struct Overloads {
  std::vector<const Function*>
      rows;           // In the order of the table; empty: there is no such function.
  Function merged{};  // What is true of every row: kinds and costs at their widest. `call` and the
                      // prepared argument are those of a single row only.

  // The first row that takes the arguments, or nullptr.
  const Function* Choose(std::span<const Value> arguments) const noexcept;
};

// Of a signature "name(types) type", or of a name and arity "name/2".
Overloads FindOverloads(FunctionTable table, std::string_view import);

}  // namespace bylaw::vm

#endif  // BYLAW_VM_OVERLOADS_H_
