#include "bylaw/stdlib/functions.h"
#include "functions.h"

namespace bylaw::sdk {

vm::FunctionTable FunctionsOfBuild() noexcept {
  return stdlib::Functions();
}

}  // namespace bylaw::sdk
