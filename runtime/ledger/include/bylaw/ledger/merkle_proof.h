// Making the proofs that merkle.h checks, of leaves that are read once, in order, and not kept.
//
// A proof is the roots of a few ranges of leaves, some 2 log2(size) of them. So: first which ranges
// (InclusionPath, ConsistencyPath), then every leaf of the tree to a RangeRoots, then its roots, in
// the order of the path. Thread-safety: value types and pure functions. Memory: a frontier of 2 KiB
// for each range, whatever the tree's size.
#ifndef BYLAW_LEDGER_MERKLE_PROOF_H_
#define BYLAW_LEDGER_MERKLE_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/merkle.h"

namespace bylaw::ledger {

// The leaves from `begin` up to `end`, which is not among them.
struct LeafRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  bool operator==(const LeafRange&) const = default;
};

// The ranges whose roots prove that leaf `index` is in the tree of `size` leaves, from the leaf up
// (RFC 6962, section 2.1.1). index < size.
std::vector<LeafRange> InclusionPath(std::uint64_t index, std::uint64_t size);

// The ranges whose roots prove that the tree of `old_size` leaves is a prefix of that of `new_size`
// (RFC 6962, section 2.1.2). 0 < old_size <= new_size.
std::vector<LeafRange> ConsistencyPath(std::uint64_t old_size, std::uint64_t new_size);

class RangeRoots {
 public:
  // Of ranges that do not overlap, in any order.
  explicit RangeRoots(std::vector<LeafRange> ranges);

  // The next leaf, from the first of the tree on.
  void Add(const Hash& leaf) { Add(Subtree{0, leaf}); }

  // The next complete subtree, of which all leaves are of one range, or of none.
  void Add(const Subtree& subtree);

  // Once every range is complete: their roots, in the order given.
  std::vector<Hash> Roots() const;

 private:
  std::vector<LeafRange> ranges_;
  std::vector<std::size_t> by_place_;  // The ranges in the order of their leaves.
  std::vector<MerkleTree> trees_;      // Of each range.
  std::size_t at_ = 0;                 // In by_place_: the first range that is not complete.
  std::uint64_t next_ = 0;             // The leaf to come.
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_MERKLE_PROOF_H_
