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

  struct Result {
    Decision decision = Decision::kDeny;
    Code code = Code::kNoRule;
    uint32_t rule = kNone;
  };
  static constexpr Decision DecisionOf(Section section) noexcept {
    return section == Section::kPermitted  ? Decision::kPermit
           : section == Section::kEscalate ? Decision::kEscalate
                                           : Decision::kDeny;
  }

  // Folds rules that apply and rules that are undecidable (permissions among these are ignored).
  // Rules may stand twice. A decision has no order: neither has this. `routes()` then holds the
  // routes of an ESCALATE.
  Result Run(std::span<const Emitted> applies, std::span<const Emitted> undecidable) noexcept {
    if (undecidable.empty() && applies.size() <= 1)
      return applies.empty() ? FoldNone() : FoldOne(applies[0].rule);
    const Result result = FoldAll(applies, undecidable);
    decided_routes_ = routes_;
    return result;
  }

  // StringIds, each once, ascending.
  std::span<const uint32_t> routes() const noexcept { return decided_routes_; }

 private:
  using Routes = std::vector<uint32_t>;

  const RuleRow& Rule(uint32_t rule) const noexcept { return table_.rules[rule]; }
  // Most decisions: no rule applies, or a single one.
  Result FoldNone() noexcept {
    decided_routes_ = {};
    return {};
  }
  Result FoldOne(uint32_t rule) noexcept {
    const RuleRow& row = Rule(rule);
    decided_routes_ = table_.Indices(row.routes);
    return {DecisionOf(row.section), Code::kMatched, rule};
  }
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
  std::span<const uint32_t> decided_routes_;
  Routes routes_;
  Routes other_routes_;
  std::vector<uint32_t> marks_;  // marks_[r] == mark_: rule r is overridden.
  uint32_t mark_ = 0;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_FOLD_H_
