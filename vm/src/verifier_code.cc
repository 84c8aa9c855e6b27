// The verifier's third part: blocks one by one, and what they add up to in a decision; then the
// parts of reasons.

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "bylaw/vm/limits.h"
#include "verifier.h"
#include "verifier_block.h"

namespace bylaw::vm {
namespace {

// Checks that consecutive ranges cover `rows` without gap or overlap.
class Partition {
 public:
  explicit Partition(size_t rows) : rows_(rows) {}
  bool Take(Range range) {
    if (range.begin != next_ || range.count > rows_ - next_) return false;
    next_ += range.count;
    return true;
  }
  bool complete() const { return next_ == rows_; }

 private:
  size_t rows_;
  size_t next_ = 0;
};

Finding VerifyPartitions(const ModuleView& view) {
  Partition block_rules(view.block_rules.size());
  Partition code(view.code.size());
  Partition edges(view.edges.size());
  for (uint32_t id = 0; id < view.blocks.size(); ++id) {
    const BlockRow& block = view.blocks[id];
    if (!block_rules.Take(block.rules) || !code.Take(block.code) || !edges.Take(block.edges) ||
        block.code.count == 0) {
      return Refuse(VerifyError::kBlock, SectionKind::kBlocks, id);
    }
    if (block.rules.count > kRulesPerBlockMax) {
      return Refuse(VerifyError::kRules, SectionKind::kBlocks, id);
    }
  }
  Partition conditions(view.conditions.size());
  for (uint32_t id = 0; id < view.block_rules.size(); ++id) {
    if (!conditions.Take(view.block_rules[id].conditions)) {
      return Refuse(VerifyError::kBlock, SectionKind::kBlockRules, id);
    }
  }
  if (!block_rules.complete() || !conditions.complete()) {
    return Refuse(VerifyError::kBlock, SectionKind::kBlocks,
                  static_cast<uint32_t>(view.blocks.size()));
  }
  Partition parts(view.reason_parts.size());
  const size_t speaking = view.reason_parts.empty() ? 0 : view.rules.size();  // Ranges are inside.
  for (uint32_t id = 0; id < speaking; ++id) {
    const Range range = view.rules[id].reason_parts;
    if (range.count > 0 && !parts.Take(range))
      return Refuse(VerifyError::kReasonParts, SectionKind::kRules, id);
  }
  for (uint32_t id = 0; id < view.reason_parts.size(); ++id) {
    const ReasonPartRow& part = view.reason_parts[id];
    if (!code.Take(part.code) || !edges.Take(part.edges))
      return Refuse(VerifyError::kReasonParts, SectionKind::kReasonParts, id);
  }
  if (!parts.complete()) {
    return Refuse(VerifyError::kReasonParts, SectionKind::kRules,
                  static_cast<uint32_t>(view.rules.size()));
  }
  if (!code.complete() || !edges.complete()) {
    return Refuse(VerifyError::kBlock, SectionKind::kBlocks,
                  static_cast<uint32_t>(view.blocks.size()));
  }
  return std::nullopt;
}

// Whether some name could match both patterns: what stands before the first `*` and behind the last
// must agree.
bool CanMatchTogether(std::string_view a, std::string_view b) {
  const auto head = [](std::string_view p) { return p.substr(0, p.find('*')); };
  const auto tail = [](std::string_view p) {
    const size_t star = p.rfind('*');
    return star == std::string_view::npos ? p : p.substr(star + 1);
  };
  const size_t heads = std::min(head(a).size(), head(b).size());
  const size_t tails = std::min(tail(a).size(), tail(b).size());
  return a.substr(0, heads) == b.substr(0, heads) &&
         a.substr(a.size() - tails) == b.substr(b.size() - tails);
}

// What decisions can take: an exact block with the patterns that match its name, or, for a name
// that no action has, patterns that can match together. Any set of patterns that match one name is
// among those compatible with its first.
class DecisionBound {
 public:
  DecisionBound(const ModuleView& view, std::span<const BlockProof> blocks)
      : view_(view), blocks_(blocks) {}

  void Bound() {
    const size_t decisions = view_.actions.size() + view_.patterns.size();
    for (uint32_t decision = 0; decision < decisions; ++decision) Take(decision);
  }

  // The blocks of the decision that takes `steps`.
  std::vector<uint32_t> Costliest() const {
    std::vector<uint32_t> blocks;
    if (steps > 0) ForEachBlock(costliest_, [&](uint32_t block) { blocks.push_back(block); });
    return blocks;
  }

  uint64_t steps = 0;
  uint64_t arena = 0;
  uint64_t arena_once = 0;
  uint64_t rules = 0;

 private:
  // Visits the blocks that a decision runs: one for each action, and then one for each pattern.
  template <typename Visit>
  void ForEachBlock(uint32_t decision, const Visit& visit) const {
    if (decision < view_.actions.size()) {
      const ActionRow& action = view_.actions[decision];
      if (action.block != kNone) visit(action.block);
      for (const uint32_t pattern : view_.Indices(action.patterns))
        visit(view_.patterns[pattern].block);
      return;
    }
    const PatternRow& first = view_.patterns[decision - view_.actions.size()];
    for (const PatternRow& other : view_.patterns) {
      if (CanMatchTogether(view_.string(first.pattern), view_.string(other.pattern)))
        visit(other.block);
    }
  }
  void Take(uint32_t decision) {
    BlockProof sum;
    uint64_t sum_rules = 0;
    ForEachBlock(decision, [&](uint32_t block) {
      const BlockProof& proof = blocks_[block];
      sum.steps += proof.steps;
      sum.arena += proof.arena;
      sum.arena_once += proof.arena_once;
      sum_rules += view_.blocks[block].rules.count;
    });
    if (sum.steps > steps) costliest_ = decision;
    steps = std::max(steps, sum.steps);
    arena = std::max(arena, sum.arena);
    arena_once = std::max(arena_once, sum.arena_once);
    rules = std::max(rules, sum_rules);
  }

  const ModuleView& view_;
  std::span<const BlockProof> blocks_;
  uint32_t costliest_ = 0;
};

uint32_t Saturate(uint64_t value) {
  return static_cast<uint32_t>(std::min<uint64_t>(value, std::numeric_limits<uint32_t>::max()));
}

// What loops take beyond one trip the arena itself bounds: where it is exhausted, the result is an
// error.
uint32_t ArenaMax(uint64_t all, uint64_t once) {
  return Saturate(std::min<uint64_t>(all, std::max<uint64_t>(once, kArenaBytes)));
}

// Each part has the whole arena to itself; the steps of a reason are those of all its parts.
Finding VerifyReasons(const ModuleView& view, BlockVerifier& verifier, Proof& proof) {
  if (view.reason_parts.empty()) return std::nullopt;
  uint32_t dearest = 0;
  for (uint32_t id = 0; id < view.rules.size(); ++id) {
    const Range parts = view.rules[id].reason_parts;
    uint64_t steps = 0;
    uint32_t arena = 0;
    for (const ReasonPartRow& row : ModuleView::Rows(view.reason_parts, parts)) {
      if (row.code.count == 0 && row.edges.count == 0) continue;
      BlockProof part;
      if (Finding finding = verifier.Verify(row, part)) return finding;
      const uint32_t part_arena = ArenaMax(part.arena, part.arena_once);
      proof.states.NoteSum(row.code.begin, part.steps, part_arena);
      steps += part.steps;
      arena = std::max(arena, part_arena);
    }
    proof.reason_arena_max = std::max(proof.reason_arena_max, arena);
    if (Saturate(steps) > dearest) {
      dearest = Saturate(steps);
      proof.dearest_reason = id;
    }
  }
  proof.reason_steps_max = dearest;
  return std::nullopt;
}

}  // namespace

Finding VerifyCode(const ModuleView& view, FunctionTable functions, Proof& proof, Costs* parts) {
  if (Finding finding = VerifyPartitions(view)) return finding;
  const WorstCosts costs(view, functions);
  std::vector<BlockProof> blocks(view.blocks.size());
  std::span<uint64_t> condition_steps;
  if (parts != nullptr) {
    parts->condition_steps.resize(view.conditions.size());
    condition_steps = parts->condition_steps;
  }
  for (const FactRow& fact : view.facts) proof.states.NoteFact(costs.ExtentOfFact(fact));
  BlockVerifier verifier(view, costs, proof.states, condition_steps);
  for (uint32_t id = 0; id < view.blocks.size(); ++id) {
    const BlockRow& block = view.blocks[id];
    BlockProof& taken = blocks[id];
    if (Finding finding = verifier.Verify(block, taken)) return finding;
    proof.states.NoteSum(block.code.begin, taken.steps, ArenaMax(taken.arena, taken.arena_once));
  }
  DecisionBound bound(view, blocks);
  bound.Bound();
  proof.steps_max = Saturate(bound.steps);
  if (parts != nullptr) parts->blocks = bound.Costliest();
  proof.arena_max = ArenaMax(bound.arena, bound.arena_once);
  proof.rules_per_decision_max = Saturate(bound.rules);
  return VerifyReasons(view, verifier, proof);
}

}  // namespace bylaw::vm
