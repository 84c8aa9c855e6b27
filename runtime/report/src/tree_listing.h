// The proof that a bundle's records stand in the ledger: all of its tree from the first record to
// the last checkpoint, in order, where what is not shown is the roots of complete subtrees.
//
// Who appends everything in turn has the tree at every place, and so the root that each checkpoint
// shown states. docs/adr/0034 weighs it. Thread-safety: one thread. Memory: what is shown outside
// of the range, and 2 KiB for each subtree.
#ifndef BYLAW_REPORT_SRC_TREE_LISTING_H_
#define BYLAW_REPORT_SRC_TREE_LISTING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/merkle_proof.h"
#include "outline.h"

namespace bylaw::report {

class TreeListing {
 public:
  // `sizes` are those at which the tree is needed besides: of anchors.
  TreeListing(const Outline& outline, const std::vector<std::uint64_t>& sizes);

  // The next leaf, from the first of the ledger up to the last that the last checkpoint signs.
  void Add(const ledger::Hash& leaf) { roots_.Add(leaf); }

  // Once all leaves were added: `tree.jsonl`.
  std::string Text() const;

 private:
  // What is shown at a place, or nothing but the place.
  struct Item {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;  // the records that it shows, so many as lie between
    std::string line;
  };
  // What stands in the text: a line, or the next root.
  struct Entry {
    bool is_subtree = false;
    std::string line;
  };

  static std::vector<Item> ItemsOf(const Outline& outline, const std::vector<std::uint64_t>& sizes);
  void AddGap(std::uint64_t begin, std::uint64_t end);

  std::vector<ledger::LeafRange> ranges_;
  std::vector<Entry> entries_;
  ledger::RangeRoots roots_;
};

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_TREE_LISTING_H_
