#include "bylaw/ledger/prove.h"

#include <utility>

#include "bylaw/ledger/merkle.h"
#include "bylaw/ledger/merkle_proof.h"
#include "signed_records.h"
#include "text.h"

namespace bylaw::ledger {

Result<ProvenRecord> ProveRecord(const std::string& directory, const PublicKey& key,
                                 std::uint64_t seq, const ReadOptions& options) {
  auto records = SignedRecords::Open(directory, key, options);
  if (!records) return tl::unexpected<Error>(records.error());
  auto last = records->LastCheckpoint(seq + 1);
  if (!last) return tl::unexpected<Error>(last.error());
  RangeRoots roots(InclusionPath(seq, last->checkpoint.size));
  std::uint64_t next = 0;
  Hash leaf{};
  ProvenRecord proven;
  const auto done =
      records->ForEach(last->checkpoint.size, [&](const SignedRecords::Read& read) -> Result<void> {
        roots.Add(read.leaf);
        if (next++ == seq) {
          leaf = read.leaf;
          proven.line = read.line;
        }
        return {};
      });
  if (!done) return tl::unexpected<Error>(done.error());
  proven.proof = {seq, roots.Roots(), std::move(last->note)};
  if (!VerifyTlogProof(proven.proof, leaf, last->keys.back())) return records->Changed();
  return proven;
}

Result<GrowthProof> ProveGrowth(const std::string& directory, const PublicKey& key,
                                std::uint64_t old_size, const ReadOptions& options) {
  if (old_size == 0) {
    return Fail(ErrorCode::kInvalidArgument, "an empty ledger proves nothing: 1 record or more");
  }
  auto records = SignedRecords::Open(directory, key, options);
  if (!records) return tl::unexpected<Error>(records.error());
  auto last = records->LastCheckpoint(old_size);
  if (!last) return tl::unexpected<Error>(last.error());
  const std::uint64_t size = last->checkpoint.size;
  RangeRoots roots(ConsistencyPath(old_size, size));
  RangeRoots old({{0, old_size}});
  const auto done = records->ForEach(size, [&](const SignedRecords::Read& read) -> Result<void> {
    roots.Add(read.leaf);
    old.Add(read.leaf);
    return {};
  });
  if (!done) return tl::unexpected<Error>(done.error());
  GrowthProof proof{old_size, roots.Roots(), std::move(last->note), last->keys.back()};
  const Hash& root = last->checkpoint.root;
  if (!IsConsistent(old_size, size, old.Roots().front(), root, proof.hashes))
    return records->Changed();
  return proof;
}

Result<std::vector<PublicKey>> KeysOf(const std::string& directory, const PublicKey& key,
                                      const ReadOptions& options) {
  auto records = SignedRecords::Open(directory, key, options);
  if (!records) return tl::unexpected<Error>(records.error());
  auto last = records->LastCheckpoint(1);
  if (!last) return tl::unexpected<Error>(last.error());
  return std::move(last->keys);
}

std::string GrowthProofText(const GrowthProof& proof) {
  std::string text("old ");
  AppendNumber(proof.old_size, text);
  text += "\n";
  AppendProof(proof.hashes, proof.note, text);
  return text;
}

}  // namespace bylaw::ledger
