// The library functions that modules may call through the C ABI: those of the build. One of two
// files says which.

#ifndef BYLAW_SDK_C_SRC_FUNCTIONS_H_
#define BYLAW_SDK_C_SRC_FUNCTIONS_H_

#include "bylaw/vm/function.h"

namespace bylaw::sdk {

vm::FunctionTable FunctionsOfBuild() noexcept;

}  // namespace bylaw::sdk

#endif  // BYLAW_SDK_C_SRC_FUNCTIONS_H_
