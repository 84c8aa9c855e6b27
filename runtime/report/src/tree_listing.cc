#include "tree_listing.h"

#include <algorithm>
#include <bit>

namespace bylaw::report {

namespace {

constexpr std::string_view kRangeLine = "{\"records\":\"records.jsonl\"}";

}  // namespace

TreeListing::TreeListing(const Outline& outline, const std::vector<std::uint64_t>& sizes)
    : roots_({}) {
  std::uint64_t at = 0;
  for (Item& item : ItemsOf(outline, sizes)) {
    AddGap(at, item.begin);
    if (!item.line.empty()) entries_.push_back({.is_subtree = false, .line = std::move(item.line)});
    at = item.end;
  }
  roots_ = ledger::RangeRoots(ranges_);
}

std::vector<TreeListing::Item> TreeListing::ItemsOf(const Outline& outline,
                                                    const std::vector<std::uint64_t>& sizes) {
  const std::uint64_t range_end = outline.last + 1;
  // A checkpoint of this size stands among the lines of the range.
  const auto among = [&](std::uint64_t size) { return size > outline.first && size < range_end; };
  std::vector<Item> items = {
      {.begin = outline.first, .end = range_end, .line = std::string(kRangeLine)}};
  for (const Landmark& mark : outline.landmarks) {
    const bool shown = mark.seq >= outline.first && mark.seq < range_end;
    if (!shown && mark.seq < outline.size)
      items.push_back({.begin = mark.seq, .end = mark.seq + 1, .line = mark.line});
  }
  for (const CheckpointLine& checkpoint : outline.checkpoints) {
    if (!among(checkpoint.size))
      items.push_back({.begin = checkpoint.size, .end = checkpoint.size, .line = checkpoint.line});
  }
  for (const std::uint64_t size : sizes) {
    if (!among(size) && size <= outline.size)
      items.push_back({.begin = size, .end = size, .line = {}});
  }
  // A checkpoint stands before the record that has its size as seq.
  std::sort(items.begin(), items.end(), [](const Item& left, const Item& right) {
    return std::pair(left.begin, left.end) < std::pair(right.begin, right.end);
  });
  return items;
}

// The complete subtrees that these leaves fall into: each begins at a multiple of its size.
void TreeListing::AddGap(std::uint64_t begin, std::uint64_t end) {
  while (begin < end) {
    std::uint64_t leaves =
        begin == 0 ? std::bit_floor(end) : std::uint64_t{1} << std::countr_zero(begin);
    while (leaves > end - begin) leaves /= 2;
    ranges_.push_back({begin, begin + leaves});
    entries_.push_back({.is_subtree = true, .line = {}});
    begin += leaves;
  }
}

std::string TreeListing::Text() const {
  const std::vector<ledger::Hash> roots = roots_.Roots();
  std::string text;
  std::size_t next = 0;
  for (const Entry& entry : entries_) {
    if (entry.is_subtree) {
      const ledger::LeafRange& range = ranges_[next];
      text += "{\"level\":" + std::to_string(std::countr_zero(range.end - range.begin)) +
              ",\"root\":\"" + ledger::DigestText(roots[next]) + "\"}";
      ++next;
    } else {
      text += entry.line;
    }
    text += '\n';
  }
  return text;
}

}  // namespace bylaw::report
