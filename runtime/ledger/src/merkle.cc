#include "bylaw/ledger/merkle.h"

#include <bit>
#include <cstddef>

namespace bylaw::ledger {

void MerkleTree::Append(const Subtree& subtree) {
  Hash node = subtree.root;
  // As adding one carries in binary: every complete subtree of equal size merges with the new one.
  std::size_t level = subtree.level;
  for (; (size_ >> level) & 1; ++level) node = NodeHash(subtree_[level], node);
  subtree_[level] = node;
  size_ += std::uint64_t{1} << subtree.level;
}

std::vector<Subtree> MerkleTree::Subtrees() const {
  std::vector<Subtree> subtrees;
  for (std::size_t level = subtree_.size(); level-- > 0;) {
    if ((size_ >> level) & 1) subtrees.push_back({level, subtree_[level]});
  }
  return subtrees;
}

Hash MerkleTree::Root() const {
  if (size_ == 0) return HashOf({});
  auto level = static_cast<std::size_t>(std::countr_zero(size_));
  Hash root = subtree_[level];
  for (++level; level < subtree_.size(); ++level) {
    if ((size_ >> level) & 1) root = NodeHash(subtree_[level], root);
  }
  return root;
}

bool IsIncluded(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                std::span<const Hash> proof, const Hash& root) {
  if (index >= size) return false;
  std::uint64_t node = index;
  std::uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (last == 0) return false;  // the proof is longer than the path
    if ((node & 1) != 0 || node == last) {
      hash = NodeHash(sibling, hash);
      while ((node & 1) == 0 && node != 0) {  // the last node of a level has no right sibling
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool IsConsistent(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root,
                  const Hash& new_root, std::span<const Hash> proof) {
  if (old_size == 0 || old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;

  // Where the old tree is one complete subtree, its root is the first hash, which the proof leaves
  // out.
  const bool whole = std::has_single_bit(old_size);
  if (!whole && proof.empty()) return false;
  Hash old_hash = whole ? old_root : proof.front();
  Hash new_hash = old_hash;
  if (!whole) proof = proof.subspan(1);

  std::uint64_t node = old_size - 1;
  std::uint64_t last = new_size - 1;
  while ((node & 1) != 0) {
    node >>= 1;
    last >>= 1;
  }
  for (const Hash& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      old_hash = NodeHash(sibling, old_hash);
      new_hash = NodeHash(sibling, new_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = NodeHash(new_hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && new_hash == new_root;
}

}  // namespace bylaw::ledger
