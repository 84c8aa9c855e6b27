// The fold: from the outcomes of the rules to a decision. docs/constitution.md, "What is decided",
// numbers its steps.
//
// Thread-safety: none; a Fold belongs to a context. Everything is allocated by the constructor.

#ifndef BYLAW_VM_FOLD_H_
#define BYLAW_VM_FOLD_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bylaw/vm/context.h"
#include "bylaw/vm/format.h"
#include "bylaw/vm/verdict.h"
#include "hot.h"
#include "packed_verdict.h"

namespace bylaw::vm {

// The rules that are folded.
struct RuleTable {
  const PolicyRow* policy = nullptr;
  std::span<const RuleRow> rules;
  std::span<const uint32_t> indices;
  bool any_overrides = false;

  std::span<const uint32_t> Indices(Range range) const noexcept {
    return indices.subspan(range.begin, range.count);
  }
};

class Fold {
 public:
  explicit Fold(const RuleTable& table);

  // By two bits of a word for each: DENY for whatever is no section.
  static constexpr Decision DecisionOf(Section section) noexcept {
    constexpr auto at = [](Section s, Decision d) {
      return static_cast<uint32_t>(d) << 2 * static_cast<uint32_t>(s);
    };
    constexpr uint32_t kDecisions =
        at(Section::kPermitted, Decision::kPermit) | at(Section::kEscalate, Decision::kEscalate);
    static_assert(static_cast<uint32_t>(Decision::kDeny) == 0);
    return static_cast<Decision>(kDecisions >> 2 * (static_cast<uint32_t>(section) & 3) & 3);
  }

  // Folds rules that apply and rules that are undecidable (permissions among these are ignored).
  // Rules may stand twice. A decision has no order: neither has this. `routes()` then holds the
  // routes of an ESCALATE. Most decisions are made by no rule or a single one. `steps` were taken.
  BYLAW_INLINE PackedVerdict Run(std::span<const Emitted> applies,
                                 std::span<const Emitted> undecidable, uint32_t steps) noexcept {
    if (undecidable.empty() && applies.size() == 1) [[likely]] {
      single_ = applies[0].rule;
      return PackedVerdict::Of(DecisionOf(Rule(single_).section), Code::kMatched, single_, steps);
    }
    single_ = kNone;
    routes_.clear();
    if (undecidable.empty() && applies.empty())
      return PackedVerdict::Of(Decision::kDeny, Code::kNoRule, kNone, steps);
    const Result result = FoldAll(applies, undecidable);
    return PackedVerdict::Of(result.decision, result.code, result.rule, steps);
  }

  // StringIds, each once, ascending.
  std::span<const uint32_t> routes() const noexcept {
    return single_ == kNone ? std::span<const uint32_t>(routes_)
                            : table_.Indices(Rule(single_).routes);
  }

 private:
  struct Result {
    Decision decision = Decision::kDeny;
    Code code = Code::kNoRule;
    uint32_t rule = kNone;
  };
  using Routes = std::vector<uint32_t>;

  const RuleRow& Rule(uint32_t rule) const noexcept { return table_.rules[rule]; }
  Result FoldAll(std::span<const Emitted> applies, std::span<const Emitted> undecidable) noexcept;
  void MarkOverridden(std::span<const Emitted> applies, uint32_t also) noexcept;
  void MarkOverriddenBy(uint32_t rule) noexcept;
  bool IsOverridden(uint32_t rule) const noexcept {
    return table_.any_overrides && marks_[rule] == mark_;
  }
  // fold(A), where A is `applies` and the rule `also` (or kNone), without those that one of them
  // overrides.
  Result FoldApplying(std::span<const Emitted> applies, uint32_t also, Routes& routes) noexcept;
  void AddRoutes(uint32_t rule, Routes& routes) const noexcept;
  Section WinnerOf(uint32_t sections) const noexcept;
  bool Matters(std::span<const Emitted> applies, uint32_t rule, const Result& before) noexcept;

  RuleTable table_;
  uint32_t single_ = kNone;  // The only rule of the last decision, whose routes they are.
  Routes routes_;            // Else.
  Routes other_routes_;
  std::vector<uint32_t> marks_;  // marks_[r] == mark_: rule r is overridden.
  uint32_t mark_ = 0;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_FOLD_H_
