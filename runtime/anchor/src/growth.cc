#include "bylaw/anchor/growth.h"

#include <algorithm>

#include "bylaw/ledger/merkle.h"

namespace bylaw::anchor {
namespace {

using ledger::ErrorCode;
using ledger::Fail;

std::string Records(std::uint64_t size) {
  return std::to_string(size) + " records";
}

}  // namespace

Result<ledger::GrowthProof> GrowthFrom(const std::string& directory, const ledger::PublicKey& key,
                                       std::uint64_t old_size, const ledger::ReadOptions& options) {
  auto proof = ledger::ProveGrowth(directory, key, std::max<std::uint64_t>(old_size, 1), options);
  if (proof && old_size == 0) {
    proof->old_size = 0;
    proof->hashes.clear();
  }
  if (proof || old_size <= 1 || proof.error().code != ErrorCode::kNotFound) return proof;
  return Fail(ErrorCode::kRolledBack, directory + " was cut back: " + Records(old_size) +
                                          " of it were signed before, and now " +
                                          proof.error().message +
                                          "; find out what happened before you write to it again");
}

Result<ledger::GrowthProof> GrowthFrom(const std::string& directory, const ledger::PublicKey& key,
                                       const ledger::Checkpoint& old,
                                       const ledger::ReadOptions& options) {
  auto proof = GrowthFrom(directory, key, old.size, options);
  if (!proof) return proof;
  const auto now = ledger::OpenCheckpoint(proof->note, proof->key);
  if (!now) return tl::unexpected<ledger::Error>(now.error());
  if (now->origin != old.origin) {
    return Fail(ErrorCode::kRolledBack, directory + " is the ledger " + now->origin +
                                            ", not the one that was signed before, " + old.origin);
  }
  if (!ledger::IsConsistent(old.size, now->size, old.root, now->root, proof->hashes)) {
    return Fail(ErrorCode::kRolledBack,
                directory + " was rewritten: its first " + Records(old.size) +
                    " are not those that were signed before; keep both, and find out who holds "
                    "the key");
  }
  return proof;
}

}  // namespace bylaw::anchor
