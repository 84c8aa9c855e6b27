// From the bytes of a module to one that can be executed.

#ifndef BYLAW_RUNTIME_LOAD_H_
#define BYLAW_RUNTIME_LOAD_H_

#include <memory>
#include <string>
#include <string_view>

#include "bylaw/vm/module.h"

namespace bylaw::runtime {

// Verifies a private copy of `bytes` with this build's library of functions; changing the file
// afterwards changes nothing. The error says what was found, and where.
vm::LoadResult LoadModule(std::string_view bytes);
// The same of a buffer that is given away, without a copy: for who has just read a file.
vm::LoadResult AdoptModule(std::string bytes);

// "sha256:" and 64 hexadecimal digits: what decisions and records call the module.
std::string ModuleDigest(const vm::Module& module);

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_LOAD_H_
