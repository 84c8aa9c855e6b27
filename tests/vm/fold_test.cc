// The fold: a table for every sentence of docs/constitution.md, "What is decided", and the property
// behind step 3, by brute force against a second fold, written from that text alone.
#include "fold.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "case_count.h"

namespace bylaw::vm {
namespace {

constexpr Section kP = Section::kPermitted;
constexpr Section kD = Section::kProhibited;
constexpr Section kE = Section::kEscalate;

// A rule as the text sees it. Sets are bit masks: of rules (overrides) and of routes.
struct PlainRule {
  Section section = kP;
  int priority = 0;
  uint32_t overrides = 0;
  uint32_t routes = 0;
  OnError on_error = OnError::kDeny;
};

constexpr uint32_t kSteps = 12;
constexpr uint32_t kDefaultRoute = 7;  // The StringId of `default` in these tests.

struct PlainPolicy {
  std::vector<PlainRule> rules;  // In order of their ids.
  std::vector<Section> precedence;
  bool has_default = false;
};

struct Answer {
  Decision decision = Decision::kDeny;
  Code code = Code::kNoRule;
  uint32_t rule = kNone;
  uint32_t routes = 0;

  bool operator==(const Answer&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Answer& a) {
    return out << DecisionText(a.decision) << " " << CodeText(a.code) << " rule "
               << static_cast<int>(a.rule) << " routes " << a.routes;
  }
};

// ---- The text, literally.

bool Has(uint32_t set, uint32_t element) {
  return ((set >> element) & 1) != 0;
}

uint32_t OrDefault(const PlainPolicy& policy, uint32_t routes) {
  return routes == 0 && policy.has_default ? 1u << kDefaultRoute : routes;
}

// 1. A = the rules that apply, without those that one of them overrides.
uint32_t WithoutOverridden(const PlainPolicy& policy, uint32_t applies) {
  uint32_t overridden = 0;
  for (uint32_t r = 0; r < policy.rules.size(); ++r) {
    if (Has(applies, r)) overridden |= policy.rules[r].overrides;
  }
  return applies & ~overridden;
}

// 2. fold(A).
Answer PlainFold(const PlainPolicy& policy, uint32_t a) {
  if (a == 0) return {};
  int highest = -1'000'000;
  for (uint32_t r = 0; r < policy.rules.size(); ++r) {
    if (Has(a, r)) highest = std::max(highest, policy.rules[r].priority);
  }
  const auto first_of = [&](Section section) {
    for (uint32_t r = 0; r < policy.rules.size(); ++r) {
      if (Has(a, r) && policy.rules[r].priority == highest && policy.rules[r].section == section)
        return r;
    }
    return kNone;
  };
  const auto routes_of_escalations = [&] {
    uint32_t routes = 0;
    for (uint32_t r = 0; r < policy.rules.size(); ++r) {
      if (Has(a, r) && policy.rules[r].priority == highest) routes |= policy.rules[r].routes;
    }
    return routes;
  };
  std::vector<Section> left;
  for (const Section section : {kP, kD, kE}) {
    if (first_of(section) != kNone) left.push_back(section);
  }
  if (left.size() > 1 && policy.precedence.empty()) {
    return {Decision::kEscalate, Code::kConflict,
            std::min({first_of(kP), first_of(kD), first_of(kE)}),
            OrDefault(policy, routes_of_escalations())};
  }
  Section winner = left[0];
  for (auto section = policy.precedence.rbegin(); section != policy.precedence.rend(); ++section) {
    if (first_of(*section) != kNone) winner = *section;
  }
  if (winner == kE)
    return {Decision::kEscalate, Code::kMatched, first_of(kE), routes_of_escalations()};
  return {winner == kP ? Decision::kPermit : Decision::kDeny, Code::kMatched, first_of(winner), 0};
}

// 3. With undecidable prohibitions or escalations.
Answer PlainDecide(const PlainPolicy& policy, uint32_t applies, uint32_t undecidable) {
  const uint32_t a = WithoutOverridden(policy, applies);
  const Answer folded = PlainFold(policy, a);
  bool change = false;
  bool deny = false;
  uint32_t least = kNone;
  uint32_t routes = folded.routes;
  for (uint32_t r = 0; r < policy.rules.size(); ++r) {
    if (!Has(undecidable, r) || policy.rules[r].section == kP) continue;
    const Answer with = PlainFold(policy, WithoutOverridden(policy, applies | (1u << r)));
    change = change || a == 0 || with.decision != folded.decision || with.routes != folded.routes;
    deny = deny || policy.rules[r].on_error == OnError::kDeny;
    least = std::min(least, r);
    routes |= policy.rules[r].routes;
  }
  if (!change) return folded;
  if (folded.decision == Decision::kDeny && folded.code == Code::kMatched) return folded;
  if (deny) return {Decision::kDeny, Code::kUndecidable, least, 0};
  return {Decision::kEscalate, Code::kUndecidable, least, OrDefault(policy, routes)};
}

// ---- The fold under test, on the same rules.

class Subject {
 public:
  explicit Subject(const PlainPolicy& policy) {
    row_.precedence[0] = kP;
    row_.precedence[1] = kD;
    row_.precedence[2] = kE;
    std::copy(policy.precedence.begin(), policy.precedence.end(), row_.precedence);
    if (!policy.precedence.empty()) row_.flags = kPolicyPrecedence;
    row_.default_route = policy.has_default ? kDefaultRoute : kNone;
    for (const PlainRule& plain : policy.rules) {
      RuleRow rule{};
      rule.section = plain.section;
      rule.on_error = plain.on_error;
      rule.priority = plain.priority;
      rule.routes = AddSet(plain.routes);
      rule.overrides = AddSet(plain.overrides);
      any_overrides_ = any_overrides_ || plain.overrides != 0;
      rules_.push_back(rule);
    }
    fold_.emplace(RuleTable{&row_, rules_, indices_, any_overrides_});
  }

  Answer Decide(const std::vector<Emitted>& applies, const std::vector<Emitted>& undecidable) {
    const Verdict result = fold_->Run(applies, undecidable, kSteps);
    EXPECT_EQ(result.steps, kSteps);
    EXPECT_TRUE(std::is_sorted(fold_->routes().begin(), fold_->routes().end()));
    uint32_t routes = 0;
    for (const uint32_t route : fold_->routes()) {
      EXPECT_FALSE(Has(routes, route)) << "a route twice";
      routes |= 1u << route;
    }
    return {result.decision, result.code, static_cast<uint32_t>(result.rule), routes};
  }

  Answer Decide(uint32_t applies, uint32_t undecidable) {
    return Decide(ListOf(applies), ListOf(undecidable));
  }

  static std::vector<Emitted> ListOf(uint32_t set) {
    std::vector<Emitted> list;
    for (uint32_t r = 0; r < 32; ++r) {
      if (Has(set, r)) list.push_back({r, r});
    }
    return list;
  }

 private:
  Range AddSet(uint32_t set) {
    const auto begin = static_cast<uint32_t>(indices_.size());
    for (const Emitted& e : ListOf(set)) indices_.push_back(e.rule);
    return {begin, static_cast<uint32_t>(indices_.size()) - begin};
  }

  PolicyRow row_{};
  std::vector<RuleRow> rules_;
  std::vector<uint32_t> indices_;
  bool any_overrides_ = false;
  std::optional<Fold> fold_;
};

// ------------------------------------------------------------------------------------------------
// the sentences

struct Sentence {
  const char* says;
  PlainPolicy policy;
  uint32_t applies;
  uint32_t undecidable;
  Answer answer;
};

constexpr uint32_t R(uint32_t rule) {
  return 1u << rule;
}
const std::vector<Section> kStrictFirst = {kD, kE, kP};

const Sentence kSentences[] = {
    {"nothing is DENY no_rule", {{{kP}}, {}}, 0, 0, {}},
    {"a permission permits", {{{kP}}, {}}, R(0), 0, {Decision::kPermit, Code::kMatched, 0, 0}},
    {"a prohibition denies", {{{kD}}, {}}, R(0), 0, {Decision::kDeny, Code::kMatched, 0, 0}},
    {"an escalation goes to its routes",
     {{{kE, 0, 0, R(1) | R(2)}}, {}},
     R(0),
     0,
     {Decision::kEscalate, Code::kMatched, 0, R(1) | R(2)}},
    {"an approved escalation needs no permission",
     {{{kE, 0, 0, R(1)}, {kP}}, kStrictFirst},
     R(0),
     0,
     {Decision::kEscalate, Code::kMatched, 0, R(1)}},
    {"every escalation left counts",
     {{{kE, 0, 0, R(1)}, {kE, 0, 0, R(2)}}, {}},
     R(0) | R(1),
     0,
     {Decision::kEscalate, Code::kMatched, 0, R(1) | R(2)}},
    {"the highest priority is kept",
     {{{kD, 1}, {kP, 2}}, {}},
     R(0) | R(1),
     0,
     {Decision::kPermit, Code::kMatched, 1, 0}},
    {"a negative priority is below none",
     {{{kD, -1}, {kP, 0}}, kStrictFirst},
     R(0) | R(1),
     0,
     {Decision::kPermit, Code::kMatched, 1, 0}},
    {"an escalation of lower priority does not route",
     {{{kE, 1, 0, R(1)}, {kE, 0, 0, R(2)}}, {}},
     R(0) | R(1),
     0,
     {Decision::kEscalate, Code::kMatched, 0, R(1)}},
    {"the first section in precedence wins: prohibited",
     {{{kP}, {kD}, {kE, 0, 0, R(1)}}, kStrictFirst},
     R(0) | R(1) | R(2),
     0,
     {Decision::kDeny, Code::kMatched, 1, 0}},
    {"the first section in precedence wins: escalate",
     {{{kP}, {kD}, {kE, 0, 0, R(1)}}, {kE, kD, kP}},
     R(0) | R(1) | R(2),
     0,
     {Decision::kEscalate, Code::kMatched, 2, R(1)}},
    {"the first section in precedence wins: permitted",
     {{{kP}, {kD}}, {kP, kD, kE}},
     R(0) | R(1),
     0,
     {Decision::kPermit, Code::kMatched, 0, 0}},
    {"without precedence a conflict escalates, unrouted",
     {{{kP}, {kD}}, {}},
     R(0) | R(1),
     0,
     {Decision::kEscalate, Code::kConflict, 0, 0}},
    {"a conflict goes to the routes of the conflicting escalations",
     {{{kP}, {kE, 0, 0, R(3)}}, {}, true},
     R(0) | R(1),
     0,
     {Decision::kEscalate, Code::kConflict, 0, R(3)}},
    {"a conflict without escalations goes to the route default",
     {{{kP}, {kD}}, {}, true},
     R(0) | R(1),
     0,
     {Decision::kEscalate, Code::kConflict, 0, R(kDefaultRoute)}},
    {"a permission overrides a prohibition",
     {{{kD}, {kP, 0, R(0)}}, kStrictFirst},
     R(0) | R(1),
     0,
     {Decision::kPermit, Code::kMatched, 1, 0}},
    {"overrides count only where both apply",
     {{{kD}, {kP, 0, R(0)}}, kStrictFirst},
     R(0),
     0,
     {Decision::kDeny, Code::kMatched, 0, 0}},
    {"an override beats a priority",
     {{{kD, 9}, {kP, 0, R(0)}}, kStrictFirst},
     R(0) | R(1),
     0,
     {Decision::kPermit, Code::kMatched, 1, 0}},
    {"an overridden rule still overrides",
     {{{kD}, {kE, 0, R(0), R(1)}, {kP, 0, R(1)}}, kStrictFirst},
     R(0) | R(1) | R(2),
     0,
     {Decision::kPermit, Code::kMatched, 2, 0}},
    {"an undecidable permission does not apply", {{{kP}}, {}}, 0, R(0), {}},
    {"an undecidable permission overrides nothing",
     {{{kD}, {kP, 0, R(0)}}, kStrictFirst},
     R(0),
     R(1),
     {Decision::kDeny, Code::kMatched, 0, 0}},
    {"an undecidable prohibition denies",
     {{{kP}, {kD}}, kStrictFirst},
     R(0),
     R(1),
     {Decision::kDeny, Code::kUndecidable, 1, 0}},
    {"on_error escalate: to the default route",
     {{{kP}, {kD, 0, 0, 0, OnError::kEscalate}}, kStrictFirst, true},
     R(0),
     R(1),
     {Decision::kEscalate, Code::kUndecidable, 1, R(kDefaultRoute)}},
    {"on_error escalate: to the rule's own routes",
     {{{kP}, {kE, 0, 0, R(2), OnError::kEscalate}}, kStrictFirst, true},
     R(0),
     R(1),
     {Decision::kEscalate, Code::kUndecidable, 1, R(2)}},
    {"on_error escalate: and to those of fold(A)",
     {{{kE, 0, 0, R(1)}, {kE, 0, 0, R(2), OnError::kEscalate}}, kStrictFirst, true},
     R(0),
     R(1),
     {Decision::kEscalate, Code::kUndecidable, 1, R(1) | R(2)}},
    {"DENY if any of these rules says deny",
     {{{kP}, {kE, 0, 0, R(2), OnError::kEscalate}, {kD}}, kStrictFirst},
     R(0),
     R(1) | R(2),
     {Decision::kDeny, Code::kUndecidable, 1, 0}},
    {"if A is empty, an undecidable prohibition matters",
     {{{kD, 0, 0, 0, OnError::kEscalate}}, {}},
     0,
     R(0),
     {Decision::kEscalate, Code::kUndecidable, 0, 0}},
    {"a DENY by an applying prohibition stands",
     {{{kD}, {kE, 5, 0, R(1)}}, kStrictFirst},
     R(0),
     R(1),
     {Decision::kDeny, Code::kMatched, 0, 0}},
    {"what cannot change the verdict does not matter: lower priority",
     {{{kP, 1}, {kD, 0}}, kStrictFirst},
     R(0),
     R(1),
     {Decision::kPermit, Code::kMatched, 0, 0}},
    {"what cannot change the verdict does not matter: overridden",
     {{{kP, 0, R(1)}, {kD, 5}}, kStrictFirst},
     R(0),
     R(1),
     {Decision::kPermit, Code::kMatched, 0, 0}},
    {"an undecidable escalation on an applying one's route does not matter",
     {{{kE, 0, 0, R(1)}, {kE, 0, 0, R(1)}}, kStrictFirst},
     R(0),
     R(1),
     {Decision::kEscalate, Code::kMatched, 0, R(1)}},
    {"more routes matter",
     {{{kE, 0, 0, R(1)}, {kE, 0, 0, R(2)}}, kStrictFirst},
     R(0),
     R(1),
     {Decision::kDeny, Code::kUndecidable, 1, 0}},
    {"an undecidable escalation may lift the prohibition that makes a conflict",
     {{{kD}, {kE, 0, R(0), R(1), OnError::kEscalate}, {kP}}, {}},
     R(0) | R(2),
     R(1),
     {Decision::kEscalate, Code::kUndecidable, 1, R(1)}},
    {"the reason is that of the least id",
     {{{kP}, {kD}, {kD}}, kStrictFirst},
     R(0) | R(1) | R(2),
     0,
     {Decision::kDeny, Code::kMatched, 1, 0}},
};

TEST(Fold, DecidesAsEverySentenceSays) {
  for (const Sentence& sentence : kSentences) {
    SCOPED_TRACE(sentence.says);
    Subject subject(sentence.policy);
    EXPECT_EQ(subject.Decide(sentence.applies, sentence.undecidable), sentence.answer);
    EXPECT_EQ(PlainDecide(sentence.policy, sentence.applies, sentence.undecidable),
              sentence.answer);
  }
}

TEST(Fold, RemembersNothingBetweenDecisions) {
  Subject subject({{{kD}, {kP, 0, R(0)}, {kE, 0, 0, R(1)}}, kStrictFirst});
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(subject.Decide(R(0) | R(1), 0).decision, Decision::kPermit);
    EXPECT_EQ(subject.Decide(R(0), 0).decision, Decision::kDeny);
    EXPECT_EQ(subject.Decide(R(2), 0).routes, R(1));
    EXPECT_EQ(subject.Decide(0, 0), Answer{});
  }
}

// ------------------------------------------------------------------------------------------------
// the property

class RandomCases {
 public:
  PlainPolicy Policy() {
    PlainPolicy policy;
    policy.has_default = Below(2) == 0;
    if (Below(3) != 0) {
      policy.precedence = {kP, kD, kE};
      std::shuffle(policy.precedence.begin(), policy.precedence.end(), random_);
    }
    policy.rules.resize(1 + Below(7));
    const uint32_t priorities = 1 + Below(3);
    for (PlainRule& rule : policy.rules) {
      rule.section = static_cast<Section>(Below(3));
      rule.priority = static_cast<int>(Below(priorities)) - 1;
      rule.on_error = Below(2) == 0 ? OnError::kDeny : OnError::kEscalate;
      if (rule.section == kE) rule.routes = 1 + Below(7);
    }
    if (Below(2) == 0) AddOverrides(policy);
    return policy;
  }

  uint32_t Below(uint32_t count) {
    return std::uniform_int_distribution<uint32_t>(0, count - 1)(random_);
  }
  std::mt19937& random() { return random_; }

 private:
  void AddOverrides(PlainPolicy& policy) {
    for (PlainRule& rule : policy.rules) {
      for (uint32_t loser = 0; loser < policy.rules.size(); ++loser) {
        const Section section = policy.rules[loser].section;
        const bool allowed =
            rule.section == kP ? section != kP : rule.section == kE && section == kD;
        if (allowed && Below(3) == 0) rule.overrides |= R(loser);
      }
    }
  }

  std::mt19937 random_{20260414};
};

// Whether some outcome of the undecidable rules gives other than PERMIT.
bool CouldBeOtherThanPermit(const PlainPolicy& policy, uint32_t applies, uint32_t undecidable) {
  for (uint32_t outcome = undecidable;; outcome = (outcome - 1) & undecidable) {
    const uint32_t a = WithoutOverridden(policy, applies | outcome);
    if (PlainFold(policy, a).decision != Decision::kPermit) return true;
    if (outcome == 0) return false;
  }
}

TEST(FoldProperty, PermitsOnlyWhatEveryOutcomeOfTheUndecidableRulesPermits) {
  RandomCases cases;
  int permits = 0;
  int saved = 0;  // Where only the undecidable rules stand in the way.
  const int count = test::CaseCount("BYLAW_FOLD_CASES", 100'000);
  for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
    const PlainPolicy policy = cases.Policy();
    uint32_t applies = 0;
    uint32_t undecidable = 0;
    uint32_t permissions = 0;
    for (uint32_t r = 0; r < policy.rules.size(); ++r) {
      const uint32_t outcome = cases.Below(3);
      (outcome == 0 ? applies : undecidable) |= outcome < 2 ? R(r) : 0;
      if (policy.rules[r].section == kP) permissions |= R(r);
    }
    Subject subject(policy);
    const Answer answer = subject.Decide(applies, undecidable);
    EXPECT_EQ(answer, PlainDecide(policy, applies, undecidable)) << "case " << i;
    if (answer.decision == Decision::kPermit) {
      ++permits;
      EXPECT_FALSE(CouldBeOtherThanPermit(policy, applies, undecidable)) << "case " << i;
    } else if (PlainFold(policy, WithoutOverridden(policy, applies)).decision ==
               Decision::kPermit) {
      ++saved;
      EXPECT_TRUE(CouldBeOtherThanPermit(policy, applies, undecidable & ~permissions))
          << "case " << i;
    }
  }
  EXPECT_GT(permits, count / 100);
  EXPECT_GT(saved, count / 100);
}

TEST(FoldProperty, NeitherOrderNorRepetitionOfRulesMatters) {
  RandomCases cases;
  for (int i = 0; i < 20'000 && !testing::Test::HasFailure(); ++i) {
    const PlainPolicy policy = cases.Policy();
    const uint32_t all = (1u << policy.rules.size()) - 1;
    const uint32_t applies = cases.Below(all + 1);
    const uint32_t undecidable = cases.Below(all + 1) & ~applies;
    Subject subject(policy);
    const Answer answer = subject.Decide(applies, undecidable);
    const auto shuffled = [&](uint32_t set) {
      std::vector<Emitted> list = Subject::ListOf(set);
      const std::vector<Emitted> again = list;
      for (const Emitted& rule : again) {
        if (cases.Below(3) == 0) list.push_back(rule);
      }
      std::shuffle(list.begin(), list.end(), cases.random());
      return list;
    };
    EXPECT_EQ(subject.Decide(shuffled(applies), shuffled(undecidable)), answer) << "case " << i;
  }
}

}  // namespace
}  // namespace bylaw::vm
