// See domain.h.

#include "analysis/domain.h"

#include <algorithm>
#include <utility>

#include "sema/literal.h"

namespace bylaw::compiler {
namespace {

Domain OfNumber(vm::Relation relation, const vm::Decimal& value) {
  Domain domain;
  switch (relation) {
    case vm::Relation::kLess:
      domain.upper = {value, false};
      break;
    case vm::Relation::kLessOrEqual:
      domain.upper = {value, true};
      break;
    case vm::Relation::kGreater:
      domain.lower = {value, false};
      break;
    case vm::Relation::kGreaterOrEqual:
      domain.lower = {value, true};
      break;
    case vm::Relation::kEqual:
      domain.lower = domain.upper = {value, true};
      break;
    case vm::Relation::kNotEqual:
      break;
  }
  return domain;
}

Domain OfWord(vm::Relation relation, std::string_view word) {
  Domain domain;
  if (relation == vm::Relation::kEqual) domain.words = {std::string(word)};
  if (relation == vm::Relation::kNotEqual) domain.other_than = {std::string(word)};
  return domain;
}

Domain OfComparison(vm::Relation relation, const vm::Value& value) {
  if (value.kind == vm::Kind::kString) return OfWord(relation, value.string());
  if (const std::optional<vm::Decimal> number = NumberOf(value)) {
    return OfNumber(relation, *number);
  }
  return {};
}

// Of more words nothing is kept: every pair of rules would compare them.
constexpr uint32_t kWordsMax = 1'000;

// `fact in list`, or not in it; of a table its keys. Of numbers only the least and the greatest are
// kept.
Domain OfList(const vm::Value& list, bool negated) {
  Domain domain;
  if (list.size > kWordsMax || (list.kind != vm::Kind::kList && list.kind != vm::Kind::kMap))
    return domain;
  std::set<std::string, std::less<>> words;
  std::optional<vm::Decimal> least;
  std::optional<vm::Decimal> greatest;
  for (uint32_t i = 0; i < list.size; ++i) {
    const vm::Value& item = list.kind == vm::Kind::kMap ? list.members[i].key : list.items[i];
    const std::optional<vm::Decimal> number = NumberOf(item);
    if (item.kind == vm::Kind::kString) {
      words.emplace(item.string());
    } else if (!number) {
      return {};
    } else {
      least = least ? std::min(*least, *number) : *number;
      greatest = greatest ? std::max(*greatest, *number) : *number;
    }
  }
  if (least && !words.empty()) return {};
  if (least && !negated) {
    domain.lower = {*least, true};
    domain.upper = {*greatest, true};
  } else if (!least) {
    (negated ? domain.other_than : domain.words.emplace()) = std::move(words);
  }
  return domain;
}

// What the declaration allows: a value outside of it is undecidable.
Domain OfDeclaration(const FactInfo& fact) {
  Domain domain;
  if (fact.declaration == nullptr) return domain;
  const FactType& type = fact.declaration->type;
  if (type.min && type.min->kind == Value::Kind::kNumber) {
    if (const auto least = LiteralOf(type.min->text).as_decimal) domain.lower = {*least, true};
  }
  if (type.max && type.max->kind == Value::Kind::kNumber) {
    if (const auto most = LiteralOf(type.max->text).as_decimal) domain.upper = {*most, true};
  }
  if (!type.values.empty()) {
    domain.words.emplace();
    for (const Text& value : type.values) domain.words->insert(value.value);
  }
  return domain;
}

class Reader {
 public:
  Reader(const Tree& tree, const Names& names, Domains& domains)
      : tree_(tree), names_(names), domains_(domains) {}

  // All that must hold for `id` to be true.
  void Read(NodeId id) {
    const std::span<const NodeId> operands = tree_.Operands(id);
    switch (tree_[id].kind) {
      case NodeKind::kAnd:
        for (const NodeId operand : operands) Read(operand);
        return;
      case NodeKind::kFact:
        return Narrow(id, OfTruth(true));
      case NodeKind::kNot:
        if (tree_.Is(operands[0], NodeKind::kFact)) return Narrow(operands[0], OfTruth(false));
        if (tree_.Is(operands[0], NodeKind::kIn)) ReadIn(operands[0], true);
        return;
      case NodeKind::kIn:
        return ReadIn(id, false);
      case NodeKind::kCompare:
        if (tree_.Is(operands[0], NodeKind::kFact) && tree_.Is(operands[1], NodeKind::kConstant)) {
          Narrow(operands[0],
                 OfComparison(tree_[id].relation, tree_.ConstantOf(operands[1]).value));
        }
        return;
      default:
        return;
    }
  }

 private:
  static Domain OfTruth(bool value) {
    Domain domain;
    domain.may_be_true = value;
    domain.may_be_false = !value;
    return domain;
  }

  void ReadIn(NodeId id, bool negated) {
    const NodeId fact = tree_.Operands(id)[0];
    const NodeId list = tree_.Operands(id)[1];
    if (tree_.Is(fact, NodeKind::kFact) && tree_.Is(list, NodeKind::kConstant)) {
      Narrow(fact, OfList(tree_.ConstantOf(list).value, negated));
    }
  }

  // Of a dyn fact nothing is known: number and text would both be possible.
  void Narrow(NodeId fact, const Domain& domain) {
    if (tree_[fact].type.dyn()) return;
    const FactId id = tree_.FactOf(fact);
    const auto [at, added] = domains_.try_emplace(id);
    if (added) at->second = OfDeclaration(names_[id]);
    at->second.Meet(domain);
  }

  const Tree& tree_;
  const Names& names_;
  Domains& domains_;
};

}  // namespace

void Domain::Meet(const Domain& other) {
  may_be_true = may_be_true && other.may_be_true;
  may_be_false = may_be_false && other.may_be_false;
  const auto tighter = [](const Bound& a, const Bound& b, bool greater) {
    if (a.value == b.value) return a.included ? b : a;
    return (a.value > b.value) == greater ? a : b;
  };
  if (other.lower) lower = lower ? tighter(*lower, *other.lower, true) : *other.lower;
  if (other.upper) upper = upper ? tighter(*upper, *other.upper, false) : *other.upper;
  if (other.words && words) {
    std::erase_if(*words, [&](const std::string& word) { return !other.words->contains(word); });
  } else if (other.words) {
    words = other.words;
  }
  other_than.insert(other.other_than.begin(), other.other_than.end());
}

bool Domain::empty() const {
  if (!may_be_true && !may_be_false) return true;
  if (lower && upper) {
    if (lower->value > upper->value) return true;
    if (lower->value == upper->value && !(lower->included && upper->included)) return true;
  }
  return words && std::all_of(words->begin(), words->end(),
                              [&](const std::string& word) { return other_than.contains(word); });
}

std::optional<vm::Decimal> NumberOf(const vm::Value& value) {
  switch (value.kind) {
    case vm::Kind::kInt:
      return vm::Decimal::FromInt64(value.i);
    case vm::Kind::kUint:
      return vm::Decimal::FromUint64(value.u);
    case vm::Kind::kDouble:
      return vm::Decimal::FromDouble(value.d);
    case vm::Kind::kDecimal:
      return value.decimal();
    default:
      return std::nullopt;
  }
}

Domains DomainsOf(const TypedRule& rule, const Tree& tree, const Names& names) {
  Domains domains;
  Reader reader(tree, names, domains);
  for (const TypedCondition& condition : rule.conditions) reader.Read(condition.root);
  return domains;
}

std::optional<FactId> DisjointFact(const Domains& a, const Domains& b) {
  for (const auto& [fact, domain] : a) {
    const auto other = b.find(fact);
    if (other == b.end()) continue;
    Domain common = domain;
    common.Meet(other->second);
    if (common.empty()) return fact;
  }
  return std::nullopt;
}

}  // namespace bylaw::compiler
