// The embedded library: no functions, so that it needs nothing but the standard library.

#include "functions.h"

namespace bylaw::sdk {

vm::FunctionTable FunctionsOfBuild() noexcept {
  return {};
}

}  // namespace bylaw::sdk
