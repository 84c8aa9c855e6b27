// The rows of a module, to be read or changed.

#ifndef BYLAW_ASSEMBLY_IMAGE_OF_H_
#define BYLAW_ASSEMBLY_IMAGE_OF_H_

#include <string_view>

#include "bylaw/vm/image.h"

namespace bylaw::assembly {

// A copy of every section. vm::Encode gives the bytes of the module back, but for what the image
// has no place for: claims that are larger than what is proved, and optional features.
//
// `module_bytes`: those of a vm::Module, or others whose sections are where they must be and whose
// strings are inside their text.
vm::ModuleImage ImageOf(std::string_view module_bytes);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_IMAGE_OF_H_
