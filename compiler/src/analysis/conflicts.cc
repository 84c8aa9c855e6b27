// Warns of pairs of rules that can conflict without an order.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "analysis/domain.h"
#include "analysis/overlap.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// Pairs beyond these are not reported: whoever has so many adds `precedence`.
constexpr size_t kPairsMax = 1'000;

class Conflicts {
 public:
  Conflicts(const AnalysedDocument& document, DiagnosticSink& sink)
      : document_(document), rules_(document.constitution.rules), sink_(sink) {
    for (const TypedRule& rule : document.rules) {
      domains_.push_back(DomainsOf(rule, document.tree, document.names));
    }
  }

  void Run() {
    for (uint32_t i = 0; i < rules_.size() && reported_ < kPairsMax; ++i) {
      const Rule& rule = rules_[i];
      std::vector<uint32_t> others = patterned_;
      for (const Text& action : rule.actions) {
        if (IsPattern(action.value)) {
          others.resize(i);
          for (uint32_t j = 0; j < i; ++j) others[j] = j;
          break;
        }
        const auto same = by_name_.find(action.value);
        if (same != by_name_.end()) {
          others.insert(others.end(), same->second.begin(), same->second.end());
        }
      }
      std::sort(others.begin(), others.end());
      others.erase(std::unique(others.begin(), others.end()), others.end());
      for (const uint32_t other : others) Check(other, i);
      Remember(i);
    }
  }

 private:
  static bool IsPattern(const std::string& action) { return action.find('*') != std::string::npos; }

  void Remember(uint32_t index) {
    bool patterned = false;
    for (const Text& action : rules_[index].actions) {
      patterned = patterned || IsPattern(action.value);
      by_name_[action.value].push_back(index);
    }
    if (patterned) patterned_.push_back(index);
  }

  void Check(uint32_t first, uint32_t second) {
    const Rule& a = rules_[first];
    const Rule& b = rules_[second];
    if (a.broken || b.broken || a.section == b.section || a.priority != b.priority) return;
    if (Overrides(a, second) || Overrides(b, first) || !InForceTogether(a, b)) return;
    if (TargetsApart(a, b) || DisjointFact(domains_[first], domains_[second])) return;
    const Text* action = SharedAction(a, b);
    if (action != nullptr && reported_++ < kPairsMax) Report(a, b, *action);
  }

  static bool Overrides(const Rule& rule, uint32_t other) {
    return std::any_of(rule.overrides.begin(), rule.overrides.end(), [&](const Override& loser) {
      return static_cast<uint32_t>(loser.rule) == other;
    });
  }

  static bool InForceTogether(const Rule& a, const Rule& b) {
    const auto ends_before = [](const Rule& x, const Rule& y) {
      return x.valid_until && y.valid_from && x.valid_until->value < y.valid_from->value;
    };
    return !ends_before(a, b) && !ends_before(b, a);
  }

  // A permission needs all targets among its own, the others any: without a common one they never
  // meet.
  static bool TargetsApart(const Rule& a, const Rule& b) {
    const bool permission = a.section == Section::kPermitted || b.section == Section::kPermitted;
    if (!permission || a.targets.empty() || b.targets.empty()) return false;
    return std::none_of(a.targets.begin(), a.targets.end(), [&](const Text& target) {
      return std::any_of(b.targets.begin(), b.targets.end(),
                         [&](const Text& other) { return other.value == target.value; });
    });
  }

  static const Text* SharedAction(const Rule& a, const Rule& b) {
    for (const Text& action : a.actions) {
      for (const Text& other : b.actions) {
        if (PatternsOverlap(action.value, other.value)) {
          return IsPattern(action.value) ? &other : &action;
        }
      }
    }
    return nullptr;
  }

  void Report(const Rule& a, const Rule& b, const Text& action) {
    const bool routed = a.section == Section::kEscalate || b.section == Section::kEscalate;
    const std::vector<Route>& routes = document_.constitution.routes;
    const bool has_default = std::any_of(routes.begin(), routes.end(), [](const Route& route) {
      return route.name.value == "default";
    });
    std::string help =
        "Add `precedence`, give one of them a `priority`, or let one override the "
        "other";
    if (!routed && !has_default) {
      help += "; as it is, the request escalates without a route and can only be denied";
    }
    sink_.Warning(DiagnosticCode::kPossibleConflict, b.id_span,
                  Concat({"`", a.id, "` and `", b.id, "` can both apply to `", action.value,
                          "`, and nothing says which of them wins"}),
                  std::move(help));
  }

  const AnalysedDocument& document_;
  const std::vector<Rule>& rules_;
  DiagnosticSink& sink_;
  std::vector<Domains> domains_;
  std::map<std::string_view, std::vector<uint32_t>> by_name_;
  std::vector<uint32_t> patterned_;
  size_t reported_ = 0;
};

}  // namespace

void WarnOfConflicts(const AnalysedDocument& document, DiagnosticSink& sink) {
  if (document.constitution.precedence.empty()) Conflicts(document, sink).Run();
}

}  // namespace bylaw::compiler
