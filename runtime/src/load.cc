#include "bylaw/runtime/load.h"

#include <utility>

#include "bylaw/ledger/hash.h"
#include "bylaw/stdlib/functions.h"

namespace bylaw::runtime {

vm::LoadResult LoadModule(std::string_view bytes) {
  return vm::Module::Load(bytes, stdlib::Functions());
}

vm::LoadResult AdoptModule(std::string bytes) {
  return vm::Module::Adopt(std::move(bytes), stdlib::Functions());
}

std::string ModuleDigest(const vm::Module& module) {
  return ledger::DigestText(ledger::HashOf(module.bytes()));
}

}  // namespace bylaw::runtime
