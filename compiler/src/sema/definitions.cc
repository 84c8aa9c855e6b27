// See definitions.h.

#include "sema/definitions.h"

#include <algorithm>
#include <string>

#include "source/concat.h"

namespace bylaw::compiler {
namespace {

class Ordering {
 public:
  Ordering(const Constitution& constitution, const Conditions& conditions, DiagnosticSink& sink)
      : constitution_(constitution), sink_(sink), state_(conditions.definitions.size()) {
    for (const Condition& definition : conditions.definitions) {
      std::vector<uint32_t>& used = uses_.emplace_back();
      for (const Reference& reference : definition.references) {
        if (reference.kind == Reference::Kind::kDefinition) used.push_back(reference.index);
      }
    }
  }

  std::vector<uint32_t> Run() {
    for (uint32_t i = 0; i < uses_.size(); ++i) Walk(i);
    std::erase_if(order_, [&](uint32_t index) { return state_[index] == State::kOnCycle; });
    return std::move(order_);
  }

 private:
  enum class State : uint8_t { kNew, kOpen, kDone, kOnCycle };
  struct Step {
    uint32_t definition;
    size_t next_use;
  };

  // Depth-first, with a stack of its own.
  void Walk(uint32_t from) {
    if (state_[from] != State::kNew) return;
    Open(from);
    while (!path_.empty()) {
      Step& step = path_.back();
      const std::vector<uint32_t>& used = uses_[step.definition];
      if (step.next_use == used.size()) {
        Close();
        continue;
      }
      const uint32_t next = used[step.next_use++];
      if (state_[next] == State::kNew) {
        Open(next);
      } else if (IsOpen(next)) {
        ReportCycle(next);
      }
    }
  }

  void Open(uint32_t definition) {
    state_[definition] = State::kOpen;
    path_.push_back({definition, 0});
  }

  void Close() {
    const uint32_t definition = path_.back().definition;
    path_.pop_back();
    if (state_[definition] == State::kOpen) state_[definition] = State::kDone;
    order_.push_back(definition);
  }

  bool IsOpen(uint32_t definition) const {
    if (state_[definition] == State::kOpen) return true;
    return state_[definition] == State::kOnCycle && OnPath(definition) != path_.end();
  }

  std::vector<Step>::const_iterator OnPath(uint32_t definition) const {
    return std::find_if(path_.begin(), path_.end(),
                        [&](const Step& step) { return step.definition == definition; });
  }

  void ReportCycle(uint32_t first) {
    std::string cycle;
    for (auto step = OnPath(first); step != path_.end(); ++step) {
      state_[step->definition] = State::kOnCycle;
      cycle += Concat({NameOf(step->definition), " -> "});
    }
    cycle += NameOf(first);
    sink_.Error(DiagnosticCode::kDefinitionCycle, constitution_.definitions[first].name.span,
                Concat({"The definition `", NameOf(first), "` is defined by itself: ", cycle}),
                "Break the cycle: a definition may use only others that do not lead back to it");
  }

  const std::string& NameOf(uint32_t definition) const {
    return constitution_.definitions[definition].name.value;
  }

  const Constitution& constitution_;
  DiagnosticSink& sink_;
  std::vector<State> state_;
  std::vector<std::vector<uint32_t>> uses_;
  std::vector<Step> path_;
  std::vector<uint32_t> order_;
};

}  // namespace

std::vector<uint32_t> OrderDefinitions(const Constitution& constitution,
                                       const Conditions& conditions, DiagnosticSink& sink) {
  return Ordering(constitution, conditions, sink).Run();
}

}  // namespace bylaw::compiler
