#include "temporary_ledger.h"

#include <stdlib.h>

#include <utility>

#include "bylaw/stdlib/functions.h"
#include "reference.h"

namespace bylaw::bench {

TemporaryLedger::TemporaryLedger(ledger::Durability durability, ledger::SigningMode mode)
    : key_(ledger::SecretKey::Generate("bench").value()) {
  std::string pattern = (std::filesystem::temp_directory_path() / "bylaw-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  directory_ = pattern;
  ledger::InitOptions options;
  options.durability = durability;
  options.mode = mode;
  if (!ledger::Ledger::Init(path(), key_, options)) std::abort();
}

TemporaryLedger::~TemporaryLedger() {
  std::filesystem::remove_all(directory_);
}

ledger::Ledger TemporaryLedger::Open() const {
  auto ledger = ledger::Ledger::Open(path(), key_);
  if (!ledger) std::abort();
  return std::move(*ledger);
}

runtime::Engine TemporaryLedger::OpenEngine() const {
  const vm::LoadResult module = vm::Module::Load(ReferenceModuleBytes(), stdlib::Functions());
  if (!module) std::abort();
  auto engine = runtime::Engine::Open(module.Share(), Open());
  if (!engine) std::abort();
  return std::move(*engine);
}

}  // namespace bylaw::bench
