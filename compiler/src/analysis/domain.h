// The values of facts for which a rule can apply, as far as its conditions say so plainly: a fact
// compared with a constant, a bool fact, a fact in a list of constants.
//
// A domain is never smaller than the truth: a value outside of it makes the rule not apply.
//
// Thread-safety: values.

#ifndef BYLAW_COMPILER_ANALYSIS_DOMAIN_H_
#define BYLAW_COMPILER_ANALYSIS_DOMAIN_H_

#include <map>
#include <optional>
#include <set>
#include <string>

#include "bylaw/vm/decimal.h"
#include "sema/names.h"
#include "sema/tree.h"

namespace bylaw::compiler {

struct Bound {
  vm::Decimal value;
  bool included = true;
};

// The values that one fact may have.
struct Domain {
  bool may_be_true = true;
  bool may_be_false = true;
  std::optional<Bound> lower;
  std::optional<Bound> upper;
  std::optional<std::set<std::string, std::less<>>> words;  // None: any but those of `other_than`.
  std::set<std::string, std::less<>> other_than;

  // Leaves only what `other` has too.
  void Meet(const Domain& other);
  bool empty() const;
};

using Domains = std::map<FactId, Domain>;

// The number that a value is, or nothing.
std::optional<vm::Decimal> NumberOf(const vm::Value& value);

// Of a rule whose conditions are lowered.
Domains DomainsOf(const TypedRule& rule, const Tree& tree, const Names& names);

// A fact for which the two have no value in common, so that no request meets both.
std::optional<FactId> DisjointFact(const Domains& a, const Domains& b);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_ANALYSIS_DOMAIN_H_
