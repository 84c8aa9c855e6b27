#include "sample.h"

namespace bylaw::query {

void Sample::Offer(std::uint64_t seq, std::string_view line) {
  const ledger::Hash rank = ledger::HashOf(std::to_string(seed_) + ":" + std::to_string(seq));
  if (kept_.size() >= size_) {
    if (kept_.empty() || rank > kept_.rbegin()->first) return;
    kept_.erase(std::prev(kept_.end()));
  }
  kept_.emplace(rank, Kept{seq, std::string(line)});
}

std::vector<std::string> Sample::Lines() const {
  std::map<std::uint64_t, std::string> by_seq;
  for (const auto& [rank, kept] : kept_) by_seq.emplace(kept.seq, kept.line);
  std::vector<std::string> lines;
  lines.reserve(by_seq.size());
  for (const auto& [seq, line] : by_seq) lines.push_back(line);
  return lines;
}

}  // namespace bylaw::query
