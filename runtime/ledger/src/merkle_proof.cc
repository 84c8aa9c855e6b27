#include "bylaw/ledger/merkle_proof.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace bylaw::ledger {
namespace {

// Where a tree of that many leaves, more than one, falls into two: the greatest power of two below.
std::uint64_t Split(const LeafRange& tree) {
  return tree.begin + std::bit_floor(tree.end - tree.begin - 1);
}

// Goes down from `tree` towards a leaf, and notes down the sibling of each step, the lowest first.
template <typename GoesLeft, typename Arrived>
std::vector<LeafRange> Siblings(LeafRange& tree, const GoesLeft& left, const Arrived& arrived) {
  std::vector<LeafRange> path;
  while (!arrived(tree)) {
    const std::uint64_t split = Split(tree);
    const bool to_the_left = left(split);
    path.push_back(to_the_left ? LeafRange{split, tree.end} : LeafRange{tree.begin, split});
    tree = to_the_left ? LeafRange{tree.begin, split} : LeafRange{split, tree.end};
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace

std::vector<LeafRange> InclusionPath(std::uint64_t index, std::uint64_t size) {
  LeafRange tree{0, size};
  return Siblings(
      tree, [&](std::uint64_t split) { return index < split; },
      [](const LeafRange& at) { return at.end - at.begin == 1; });
}

std::vector<LeafRange> ConsistencyPath(std::uint64_t old_size, std::uint64_t new_size) {
  // Down to the last complete subtree of the old tree.
  LeafRange tree{0, new_size};
  std::vector<LeafRange> path = Siblings(
      tree, [&](std::uint64_t split) { return old_size <= split; },
      [&](const LeafRange& at) { return at.end == old_size; });
  // Where that is the whole of the old tree, whoever checks has its root already.
  if (tree.begin > 0) path.insert(path.begin(), tree);
  return path;
}

RangeRoots::RangeRoots(std::vector<LeafRange> ranges)
    : ranges_(std::move(ranges)), by_place_(ranges_.size()), trees_(ranges_.size()) {
  std::iota(by_place_.begin(), by_place_.end(), std::size_t{0});
  std::sort(by_place_.begin(), by_place_.end(),
            [&](std::size_t a, std::size_t b) { return ranges_[a].begin < ranges_[b].begin; });
}

void RangeRoots::Add(const Subtree& subtree) {
  const std::uint64_t index = next_;
  next_ += std::uint64_t{1} << subtree.level;
  if (at_ == by_place_.size()) return;
  const LeafRange& range = ranges_[by_place_[at_]];
  if (index < range.begin) return;
  trees_[by_place_[at_]].Append(subtree);
  if (next_ == range.end) ++at_;
}

std::vector<Hash> RangeRoots::Roots() const {
  std::vector<Hash> roots;
  roots.reserve(trees_.size());
  for (const MerkleTree& tree : trees_) roots.push_back(tree.Root());
  return roots;
}

}  // namespace bylaw::ledger
