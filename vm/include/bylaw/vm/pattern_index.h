// Which of many patterns match a name, without a look at each: those that could are found by the
// text before their first `*`, or, where a pattern begins with it, behind the last.
//
// Thread-safety: immutable once made. Ownership: the text of the patterns belongs to the caller and
// must live as long.

#ifndef BYLAW_VM_PATTERN_INDEX_H_
#define BYLAW_VM_PATTERN_INDEX_H_

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/vm/limits.h"

namespace bylaw::vm {

// Texts, and for a longer one all of them that it begins with.
class PrefixIndex {
 public:
  // `id` is found with `prefix`. To be sealed when all are added.
  void Add(std::string prefix, uint32_t id);
  void Seal();

  // Calls visit(id) for every prefix of `text`, in no particular order. Allocates nothing.
  template <typename Visit>
  void ForEachPrefixOf(std::string_view text, Visit visit) const noexcept {
    for (uint32_t at = LongestPrefixOf(text); at != kNoEntry; at = entries_[at].shorter) {
      for (const uint32_t id : entries_[at].ids) visit(id);
    }
  }

 private:
  static constexpr uint32_t kNoEntry = 0xffffffff;
  struct Entry {
    std::string prefix;
    uint32_t shorter = kNoEntry;  // The longest other entry that this one begins with.
    std::vector<uint32_t> ids;
  };

  uint32_t LongestPrefixOf(std::string_view text) const noexcept;

  std::vector<Entry> entries_;  // By prefix, in byte order.
};

class PatternIndex {
 public:
  PatternIndex() = default;
  // At most kPatternsMax patterns; a pattern's id is its place.
  explicit PatternIndex(std::vector<std::string_view> patterns);

  // Calls visit(id) for every pattern that matches `name` (MatchesPattern), ids ascending.
  // Allocates nothing. Takes as long as there are patterns that match or nearly do: one that begins
  // or ends like the name, or neither begins nor ends with text.
  template <typename Visit>
  void ForEachMatch(std::string_view name, Visit visit) const noexcept {
    if (patterns_.empty()) return;
    const Matches matches = MatchesOf(name);
    for (uint32_t word = 0; word < matches.size(); ++word) {
      for (uint64_t left = matches[word]; left != 0; left &= left - 1)
        visit(word * 64 + static_cast<uint32_t>(std::countr_zero(left)));
    }
  }

 private:
  using Matches = std::array<uint64_t, kPatternsMax / 64>;  // A bit for each pattern.
  static_assert(kPatternsMax % 64 == 0);

  Matches MatchesOf(std::string_view name) const noexcept;

  std::vector<std::string_view> patterns_;
  PrefixIndex heads_;  // What stands before the first `*`; nothing, where there is no tail either.
  PrefixIndex tails_;  // Of those that begin with `*`: what stands behind the last one, reversed.
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_PATTERN_INDEX_H_
