// Which language is read: that of constitutions, or CEL itself (for `bylaw expr` and the
// conformance cases). Constitutions make undecidable what CEL makes false, and read bare words as
// symbols.

#ifndef BYLAW_COMPILER_SEMA_DIALECT_H_
#define BYLAW_COMPILER_SEMA_DIALECT_H_

#include <cstdint>
#include <string>

namespace bylaw::compiler {

struct Dialect {
  bool cel = false;
  bool typed = true;      // CEL only: without, every type is dyn.
  std::string container;  // CEL only: names are looked for in it and around it first ("a.b").
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_DIALECT_H_
