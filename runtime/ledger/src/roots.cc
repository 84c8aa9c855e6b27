#include "bylaw/ledger/roots.h"

#include <utility>

#include "bylaw/ledger/merkle.h"
#include "signed_records.h"

namespace bylaw::ledger {

Result<EarlierRoots> RootsAt(const std::string& directory, const PublicKey& key,
                             std::span<const std::uint64_t> sizes, const ReadOptions& options) {
  auto records = SignedRecords::Open(directory, key, options);
  if (!records) return tl::unexpected<Error>(records.error());
  auto last = records->LastCheckpoint(1);
  if (!last) return tl::unexpected<Error>(last.error());
  EarlierRoots found{std::move(last->checkpoint), std::move(last->keys), {}};
  MerkleTree tree;
  const auto note = [&] {
    while (found.roots.size() < sizes.size() && sizes[found.roots.size()] == tree.size()) {
      found.roots.push_back(tree.Root());
    }
  };
  note();
  const auto done = records->ForEach(found.last.size, [&](const SignedRecords::Read& read) {
    tree.Append(read.leaf);
    note();
    return Result<void>();
  });
  if (!done) return tl::unexpected<Error>(done.error());
  if (tree.Root() != found.last.root) return records->Changed();
  return found;
}

}  // namespace bylaw::ledger
