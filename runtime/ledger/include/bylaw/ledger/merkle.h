// The Merkle tree of RFC 6962, section 2.1, over the leaf hashes of all records, and checks of its
// proofs (RFC 9162, sections 2.1.3.2 and 2.1.4.2).
//
// The tree is kept as its frontier: the roots of the complete subtrees that a tree of this size
// falls into, one for each bit set in the size. Appending costs one node hash on average, and no
// leaf is kept. What a subtree's leaves were need not be known to append it. Thread-safety: a value
// type; one thread at a time. Limits: 2^64 - 1 leaves.
#ifndef BYLAW_LEDGER_MERKLE_H_
#define BYLAW_LEDGER_MERKLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bylaw/ledger/hash.h"

namespace bylaw::ledger {

// The root of a complete tree of 2^level leaves; at level 0 a leaf.
struct Subtree {
  std::size_t level = 0;
  Hash root{};

  bool operator==(const Subtree&) const = default;
};

class MerkleTree {
 public:
  void Append(const Hash& leaf) { Append(Subtree{0, leaf}); }

  // As appending each of its leaves. size() is a multiple of its leaves.
  void Append(const Subtree& subtree);

  // The complete subtrees that it falls into, from the left: appended one by one they make it
  // again.
  std::vector<Subtree> Subtrees() const;

  std::uint64_t size() const { return size_; }

  // The root over all leaves so far; of the empty tree SHA-256 of nothing.
  Hash Root() const;

 private:
  std::uint64_t size_ = 0;
  std::array<Hash, 64>
      subtree_{};  // subtree_[i] covers 2^i leaves; valid where bit i of size_ is set
};

// Is `leaf` at `index` of the tree of `size` leaves with this root? The proof lists sibling hashes
// from the leaf up.
bool IsIncluded(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                std::span<const Hash> proof, const Hash& root);

// Is the tree of `old_size` leaves a prefix of the tree of `new_size` leaves? An empty old tree
// proves nothing and is refused; equal sizes need equal roots and an empty proof.
bool IsConsistent(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root,
                  const Hash& new_root, std::span<const Hash> proof);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_MERKLE_H_
