// The rows of a module, to be read or changed.

#ifndef BYLAW_ASSEMBLY_IMAGE_OF_H_
#define BYLAW_ASSEMBLY_IMAGE_OF_H_

#include "bylaw/vm/image.h"
#include "bylaw/vm/module.h"

namespace bylaw::assembly {

// A copy of every section. vm::Encode gives the bytes of the module back, but for what the image
// has no place for: claims that are larger than what is proved, and optional features.
vm::ModuleImage ImageOf(const vm::Module& module);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_IMAGE_OF_H_
