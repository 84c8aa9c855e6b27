#include "bylaw/ledger/commit_proof.h"

#include "bylaw/ledger/merkle_proof.h"

namespace bylaw::ledger {

TlogProof CommitProof::Of(std::uint64_t seq) const {
  RangeRoots roots(InclusionPath(seq, before_.size() + leaves_.size()));
  for (const Subtree& subtree : before_.Subtrees()) roots.Add(subtree);
  for (const Hash& leaf : leaves_) roots.Add(leaf);
  return {seq, roots.Roots(), note_};
}

}  // namespace bylaw::ledger
