#include "bylaw/vm/pattern_index.h"

#include <algorithm>
#include <utility>

#include "bylaw/vm/pattern.h"

namespace bylaw::vm {
namespace {

std::string Reversed(std::string_view text) {
  return {text.rbegin(), text.rend()};
}

}  // namespace

void PrefixIndex::Add(std::string prefix, uint32_t id) {
  entries_.push_back({std::move(prefix), kNoEntry, {id}});
}

void PrefixIndex::Seal() {
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.prefix < b.prefix; });
  std::vector<Entry> distinct;
  for (Entry& entry : entries_) {
    if (!distinct.empty() && distinct.back().prefix == entry.prefix) {
      distinct.back().ids.push_back(entry.ids.front());
      continue;
    }
    // In byte order, what an entry begins with stands before it, and is among those that the one
    // directly before it begins with.
    uint32_t shorter = static_cast<uint32_t>(distinct.size()) - 1;
    while (shorter != kNoEntry && !entry.prefix.starts_with(distinct[shorter].prefix))
      shorter = distinct[shorter].shorter;
    entry.shorter = shorter;
    distinct.push_back(std::move(entry));
  }
  entries_ = std::move(distinct);
}

uint32_t PrefixIndex::LongestPrefixOf(std::string_view text) const noexcept {
  const auto behind =
      std::upper_bound(entries_.begin(), entries_.end(), text,
                       [](std::string_view t, const Entry& entry) { return t < entry.prefix; });
  uint32_t at = static_cast<uint32_t>(behind - entries_.begin()) - 1;
  while (at != kNoEntry && !text.starts_with(entries_[at].prefix)) at = entries_[at].shorter;
  return at;
}

PatternIndex::PatternIndex(std::vector<std::string_view> patterns)
    : patterns_(std::move(patterns)) {
  for (uint32_t id = 0; id < patterns_.size(); ++id) {
    const std::string_view pattern = patterns_[id];
    const std::string_view tail = pattern.substr(pattern.rfind('*') + 1);
    const bool by_tail = pattern.starts_with('*') && !tail.empty();
    if (by_tail) {
      tails_.Add(Reversed(tail), id);
    } else {
      heads_.Add(std::string(pattern.substr(0, pattern.find('*'))), id);
    }
  }
  heads_.Seal();
  tails_.Seal();
}

PatternIndex::Matches PatternIndex::MatchesOf(std::string_view name) const noexcept {
  Matches matches{};
  const auto match = [&](uint32_t id) {
    if (MatchesPattern(patterns_[id], name)) matches[id / 64] |= uint64_t{1} << id % 64;
  };
  heads_.ForEachPrefixOf(name, match);
  std::array<char, kNameBytesMax> reversed;
  const size_t size = std::min(name.size(), reversed.size());
  std::reverse_copy(name.end() - static_cast<ptrdiff_t>(size), name.end(), reversed.begin());
  tails_.ForEachPrefixOf({reversed.data(), size}, match);
  return matches;
}

}  // namespace bylaw::vm
