#include "verifier_costs.h"

#include <algorithm>

#include "builder.h"
#include "bylaw/vm/arena.h"
#include "bylaw/vm/limits.h"
#include "cost.h"
#include "overloads.h"

namespace bylaw::vm {
namespace {

constexpr uint32_t kWideDecimalBytes = 32;
static_assert(Arena::BytesOf(sizeof(Decimal)) == kWideDecimalBytes);

}  // namespace

WorstCosts::WorstCosts(const ModuleView& view, FunctionTable functions)
    : view_(view), list_items_max_(std::max(view.policy->list_items, kRegisters)) {
  for (const ImportRow& import : view.imports)
    imports_.push_back(FindOverloads(functions, view.string(import.signature)).merged);
  const auto admit = [&](uint32_t constant) {
    if (constant < view.constants.size())
      list_items_max_ = std::max(list_items_max_, view.constants[constant].count);
  };
  searches_.resize(view.constants.size());
  for (size_t id = 0; id < view.constants.size(); ++id) {
    const ConstantRow& row = view.constants[id];
    if ((row.detail & Value::kSorted) != 0) searches_[id] = SearchOf(row);
  }
  for (const FactRow& fact : view.facts) admit(fact.fallback);
  // A constant that code only looks into (`in_const`, `index_const`, `test_in`) is no value of a
  // register, however long it is.
  for (const Instruction& in : view.code) {
    if (in.op == Opcode::kLoadConst) admit(in.x);
    if (in.op == Opcode::kListNew || in.op == Opcode::kMapNew)
      list_items_max_ = std::max(list_items_max_, std::min(in.x, kRequestValuesMax));
  }
}

const Function& WorstCosts::FunctionOf(uint32_t call) const {
  return imports_[view_.calls[call].import];
}

// Of any map: from a request, or one that a builder made, which is as large as its code says or as
// what was looped over.
uint32_t WorstCosts::MembersMax() const {
  return std::max(view_.policy->map_items, list_items_max_);
}
uint32_t WorstCosts::ItemsMax() const {
  return MembersMax();
}

uint32_t WorstCosts::LengthOfConstant(uint32_t id) const {
  const ConstantRow& row = view_.constants[id];
  const bool text = (SetOf(row.kind) & kTextKinds) != 0;
  return text ? view_.strings[row.payload].bytes : 0;
}

// What a request gives is admitted by the fact's declaration, built-ins aside; a default is as the
// module has it. Code points are at most four bytes each.
uint32_t WorstCosts::LengthOfFact(uint32_t id) const {
  const FactRow& fact = view_.facts[id];
  if (fact.source >= Source::kAction) return TextMax();
  const uint32_t most = LengthOfType(fact.type);
  return fact.fallback == kNone ? most : std::max(most, LengthOfConstant(fact.fallback));
}

uint32_t WorstCosts::LengthOfType(const TypeRow& type) const {
  const uint32_t any = TextMax();
  if (type.kind != Kind::kString) return any;
  if (type.values != kNone) return InnerLengthOfConstant(type.values);
  return type.length_max < any / 4 ? type.length_max * 4 : any;
}

// Of an item or member, or of what is inside it. A map may have members that are not declared.
uint32_t WorstCosts::InnerLengthOfType(const TypeRow& type) const {
  const auto either = [this](const TypeRow& inner) {
    const bool holds = inner.kind == Kind::kList || inner.kind == Kind::kMap;
    return holds ? InnerLengthOfType(inner) : LengthOfType(inner);
  };
  if (type.kind == Kind::kList && type.items != kNone) return either(view_.types[type.items]);
  if (type.kind != Kind::kMap || (type.flags & kTypeClosed) == 0) return TextMax();
  uint32_t most = 0;
  for (const FieldRow& field : ModuleView::Rows(view_.fields, type.fields))
    most = std::max({most, view_.strings[field.name].bytes, either(view_.types[field.type])});
  return most;
}

uint32_t WorstCosts::InnerLengthOfFact(uint32_t id) const {
  const FactRow& fact = view_.facts[id];
  const bool declared = fact.source < Source::kAction && fact.fallback == kNone;
  return declared ? InnerLengthOfType(fact.type) : TextMax();
}

uint32_t WorstCosts::InnerLengthOfConstant(uint32_t id) const {
  const ConstantRow& row = view_.constants[id];
  const uint32_t parts = row.kind == Kind::kMap ? 2 * row.count : row.count;
  uint32_t most = 0;
  for (uint32_t i = 0; i < parts; ++i)
    most = std::max(most, LengthOfConstant(static_cast<uint32_t>(row.payload) + i));
  return most;
}

// Of any text that is no constant: functions may give short texts of their own.
uint32_t WorstCosts::TextMax() const {
  return std::max(view_.policy->string_bytes, kFunctionValueBytes);
}

uint32_t WorstCosts::TextOf(const Instruction& in, const Registers& registers) const {
  switch (in.op) {
    case Opcode::kLoadConst:
      return LengthOfConstant(in.x);
    case Opcode::kIndexConst:
      return searches_[in.x].text_max;
    case Opcode::kLoadFact:
      return LengthOfFact(in.x);
    case Opcode::kMove:
    case Opcode::kExpect:
      return registers.text_max[in.b];
    case Opcode::kSelect:
    case Opcode::kIndex:
      return registers.inner_max[in.b];
    default:
      return TextMax();
  }
}

uint32_t WorstCosts::InnerTextOf(const Instruction& in, const Registers& registers) const {
  switch (in.op) {
    case Opcode::kLoadConst:
      return InnerLengthOfConstant(in.x);
    case Opcode::kLoadFact:
      return InnerLengthOfFact(in.x);
    case Opcode::kMove:
    case Opcode::kExpect:
    case Opcode::kSelect:
    case Opcode::kIndex:
      return registers.inner_max[in.b];
    default:
      return TextMax();
  }
}

WorstCosts::Search WorstCosts::SearchOf(const ConstantRow& container) const {
  const bool map = container.kind == Kind::kMap;
  uint32_t longest = 0;
  Search search;
  for (uint32_t i = 0; i < container.count; ++i) {
    const uint32_t at = static_cast<uint32_t>(container.payload) + (map ? 2 * i : i);
    longest = std::max(longest, LengthOfConstant(at));
    if (map) search.text_max = std::max(search.text_max, LengthOfConstant(at + 1));
  }
  search.steps = SortedSteps(container.count, longest);
  return search;
}

uint32_t WorstCosts::StepsOfIn(uint32_t constant) const {
  const ConstantRow& row = view_.constants[constant];
  if ((row.detail & Value::kSorted) != 0)
    return std::min(searches_[constant].steps, kStructuralSteps);
  uint32_t steps = 0;
  for (uint32_t i = 0; i < row.count && steps < kStructuralSteps; ++i) {
    steps += 1 + TextSteps(LengthOfConstant(static_cast<uint32_t>(row.payload) + i));
  }
  return std::min(steps, kStructuralSteps);
}

uint64_t WorstCosts::StepsOfCall(const Instruction& in, const Registers& registers) const {
  const Function& function = FunctionOf(in.x);
  uint64_t units = 0;
  for (uint32_t i = 0; i < function.arity; ++i) {
    const KindSet kinds = function.arguments[i] & registers.kinds[in.b + i];
    uint32_t most = 0;
    if ((kinds & kTextKinds) != 0) most = UnitsOfText(registers.text_max[in.b + i]);
    if ((kinds & SetOf(Kind::kList)) != 0) most = std::max(most, list_items_max_);
    if ((kinds & SetOf(Kind::kMap)) != 0) most = std::max(most, MembersMax());
    if (CountsUnits(function.cost, i)) units += most;
  }
  return FunctionSteps(function.cost, units) + function.cost.budget;
}

// Lists and maps are compared item by item, up to a limit; what is neither is compared at once.
uint64_t WorstCosts::StepsOfComparison(const Instruction& in, const Registers& registers) const {
  constexpr KindSet kContainers = SetOf(Kind::kList) | SetOf(Kind::kMap) | SetOf(Kind::kOptional);
  const bool scalar =
      (registers.kinds[in.b] & kContainers) == 0 || (registers.kinds[in.c] & kContainers) == 0;
  return scalar ? TextSteps(std::min(registers.text_max[in.b], registers.text_max[in.c]))
                : kStructuralSteps;
}

uint64_t WorstCosts::StepsOfTextPart(TextPart part, uint32_t text_max, uint32_t constant) const {
  return TextSteps(part == TextPart::kAnywhere ? text_max : LengthOfConstant(constant));
}

uint64_t WorstCosts::StepsOfItems(uint32_t fact, uint64_t each) const {
  return TestedItemsMax(view_, fact) * (1 + each);
}

uint64_t WorstCosts::ArenaOfCall(FunctionMemory memory) const {
  const uint64_t text = Arena::BytesOf(view_.policy->string_bytes);
  const uint64_t items = Arena::BytesOf(view_.policy->list_items * sizeof(Value));
  switch (memory) {
    case FunctionMemory::kNothing:
      return 0;
    case FunctionMemory::kValue:
      return kFunctionValueBytes;
    case FunctionMemory::kText:
      return text;
    case FunctionMemory::kItems:
      return items;
    case FunctionMemory::kItemsAndText:
      return items + text;
  }
  return 0;
}

uint64_t WorstCosts::StepsOf(const Instruction& in, const Registers& registers) const {
  const PolicyRow& policy = *view_.policy;
  switch (in.op) {
    case Opcode::kCompareString:
    case Opcode::kCompareAny:
      return 1 + StepsOfComparison(in, registers);
    case Opcode::kConcat:
      return 1 + TextSteps(policy.string_bytes);
    case Opcode::kArithmeticAny:
      return 1 +
             TextSteps(std::max(policy.string_bytes, policy.list_items * uint32_t{sizeof(Value)}));
    case Opcode::kIn:
      return 1 + kStructuralSteps;
    case Opcode::kTextPart:
      return 1 + StepsOfTextPart(static_cast<TextPart>(in.c), registers.text_max[in.b], in.x);
    case Opcode::kTestPart:
      return 1 + StepsOfTextPart(static_cast<TextPart>(in.a), LengthOfFact(in.x), in.y);
    case Opcode::kTestString:
    case Opcode::kTestAny:
      return 1 + TextSteps(LengthOfConstant(in.y));
    case Opcode::kTestIn:
      return 1 + StepsOfIn(in.y);
    case Opcode::kTestItemsPart:
      return 1 + StepsOfItems(in.x, StepsOfTextPart(static_cast<TextPart>(in.b),
                                                    InnerLengthOfFact(in.x), in.y));
    case Opcode::kTestItemsCompare:
      return 1 + StepsOfItems(in.x, TextSteps(LengthOfConstant(in.y)));
    case Opcode::kTestItemsIn:
      return 1 + StepsOfItems(in.x, StepsOfIn(in.y));
    case Opcode::kInConst:
      return 1 + StepsOfIn(in.x);
    case Opcode::kIndexConst:
      return 1 + searches_[in.x].steps;
    case Opcode::kSelect:
    case Opcode::kHasMember:
    case Opcode::kIndex:
      return 1 + MemberSteps(MembersMax());
    case Opcode::kSelectOptional:
    case Opcode::kIndexOptional:
    case Opcode::kMapPut:
    case Opcode::kMapPutIf:
      return 1 + MemberSteps(MembersMax());
    case Opcode::kMapMerge:
      return 1 + uint64_t{MembersMax()} * (1 + MemberSteps(MembersMax()));
    case Opcode::kMakeList:
      return 1u + in.c;
    case Opcode::kCall:
      return 1 + StepsOfCall(in, registers);
    default:
      return 1;
  }
}

uint64_t WorstCosts::ArenaOf(const Instruction& in) const {
  switch (in.op) {
    case Opcode::kToDecimal:  // Of a uint above the greatest int.
    case Opcode::kAddDecimal:
    case Opcode::kSubDecimal:
    case Opcode::kMulDecimal:
    case Opcode::kDivDecimal:
    case Opcode::kNegDecimal:
    case Opcode::kNegAny:
      return kWideDecimalBytes;
    case Opcode::kCall:
      return ArenaOfCall(FunctionOf(in.x).memory);
    case Opcode::kConcat:
      return Arena::BytesOf(view_.policy->string_bytes);
    case Opcode::kArithmeticAny:
      return Arena::BytesOf(std::max<uint64_t>({view_.policy->string_bytes, kWideDecimalBytes,
                                                view_.policy->list_items * sizeof(Value)}));
    case Opcode::kMakeList:
      return Arena::BytesOf(in.c * sizeof(Value));
    case Opcode::kListNew:
      return ListBuilder::BytesFor(in.x);
    case Opcode::kListFor:
      return ListBuilder::BytesFor(ItemsMax());
    case Opcode::kMapNew:
      return MapBuilder::BytesFor(in.x);
    case Opcode::kMapFor:
      return MapBuilder::BytesFor(ItemsMax());
    default:
      return 0;
  }
}

}  // namespace bylaw::vm
