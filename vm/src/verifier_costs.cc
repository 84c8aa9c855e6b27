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

constexpr KindSet kContainers = SetOf(Kind::kList) | SetOf(Kind::kMap) | SetOf(Kind::kOptional);

bool MayHold(KindSet kinds, KindSet some) {
  return (kinds & some) != 0;
}

// Of the map in which `reg` is looked into: that which it is, or, if it is an optional, has.
uint32_t MembersOf(const Registers& registers, uint8_t reg) {
  const Extent extent = registers.extent(reg);
  const bool optional = MayHold(registers.kinds(reg), SetOf(Kind::kOptional));
  return optional ? std::max(extent.items, extent.nested) : extent.items;
}

// Comparing an item of one with one of the other.
uint64_t StepsOfItems(const Extent& a, const Extent& b) {
  const bool deep = a.nested > 0 && b.nested > 0;
  return deep ? kStructuralSteps : TextSteps(std::min(a.text, b.text));
}

}  // namespace

WorstCosts::WorstCosts(const ModuleView& view, FunctionTable functions)
    : view_(view),
      text_max_(std::max(view.policy->string_bytes, kFunctionValueBytes)),
      items_max_(std::max({view.policy->list_items, view.policy->map_items, kRegisters})) {
  for (const ImportRow& import : view.imports)
    imports_.push_back(FindOverloads(functions, view.string(import.signature)).merged);
  searches_.resize(view.constants.size());
  constants_.reserve(view.constants.size());
  for (size_t id = 0; id < view.constants.size(); ++id) {
    const ConstantRow& row = view.constants[id];
    constants_.push_back(MeasureConstant(row));
    if ((row.detail & Value::kSorted) != 0) searches_[id] = SearchOf(row);
  }
  for (const FactRow& fact : view.facts) {
    if (fact.fallback != kNone) Admit(constants_[fact.fallback]);
  }
  // A constant that code only looks into (`in_const`, `test_in`) is no value of a register, however
  // long it is. Operands are still to be checked.
  for (const Instruction& in : view.code) {
    switch (in.op) {
      case Opcode::kLoadConst:
        if (in.x < view.constants.size()) Admit(constants_[in.x]);
        break;
      case Opcode::kIndexConst:
        if (in.x < view.constants.size()) Admit({searches_[in.x].text_max, 0, 0});
        break;
      case Opcode::kListNew:
      case Opcode::kMapNew:
        Admit({0, std::min(in.x, kRequestValuesMax), 0});
        break;
      default:
        break;
    }
  }
  types_.reserve(view.types.size());
  for (const TypeRow& type : view.types) types_.push_back(MeasureType(type));
}

void WorstCosts::Admit(const Extent& extent) {
  text_max_ = std::max(text_max_, extent.text);
  items_max_ = std::max(items_max_, extent.items);
}

const Function& WorstCosts::FunctionOf(uint32_t call) const {
  return imports_[view_.calls[call].import];
}

Extent WorstCosts::ExtentOfAny() const {
  return {text_max_, items_max_, items_max_};
}

// ------------------------------------------------------------------------------------------------
// extents

// Of a constant whose parts, which stand before it, were measured.
Extent WorstCosts::MeasureConstant(const ConstantRow& row) const {
  if (MayHold(SetOf(row.kind), kTextKinds)) return {view_.strings[row.index()].bytes, 0, 0};
  Extent extent{0, row.count, 0};
  const uint32_t parts = row.kind == Kind::kMap ? 2 * row.count : row.count;
  for (uint32_t i = 0; i < parts; ++i)
    extent.text = std::max(extent.text, constants_[row.index() + i].text);
  return extent;
}

// What a request gives is admitted by the fact's declaration, built-ins aside; a default is as the
// module has it.
Extent WorstCosts::ExtentOfFact(const FactRow& fact) const {
  if (fact.source >= Source::kAction) return {text_max_, items_max_, 0};
  Extent extent = MeasureType(fact.type);
  if (fact.fallback != kNone) extent.Join(constants_[fact.fallback]);
  return extent;
}

// Of a type whose parts, which stand before it, were measured: each is looked at once, however
// often it is referred to. Code points are at most four bytes each. A map may have members that are
// not declared, unless it is closed.
Extent WorstCosts::MeasureType(const TypeRow& type) const {
  const Extent any = ExtentOfAny();
  Extent extent;
  switch (type.kind) {
    case Kind::kString:
      if (type.values != kNone) return {constants_[type.values].text, 0, 0};
      return {type.length_max < any.text / 4 ? type.length_max * 4 : any.text, 0, 0};
    case Kind::kList:
      extent.items = type.length_max;
      extent.Hold(type.items == kNone ? any : types_[type.items]);
      return extent;
    case Kind::kMap:
      extent.items = type.length_max;
      if ((type.flags & kTypeClosed) == 0) extent.Hold(any);
      for (const FieldRow& field : ModuleView::Rows(view_.fields, type.fields)) {
        extent.Hold({view_.strings[field.name].bytes, 0, 0});
        extent.Hold(types_[field.type]);
      }
      return extent;
    case Kind::kError:  // Any kind.
    case Kind::kBytes:
      return any;
    default:
      return {};
  }
}

// Of two texts, or two lists, one behind the other; over the limit it is an error.
Extent WorstCosts::ExtentOfSum(const Extent& a, const Extent& b) const {
  const uint64_t text = uint64_t{a.text} + b.text;
  const uint64_t items = uint64_t{a.items} + b.items;
  const auto within = [](uint64_t sum, uint32_t most) {
    return static_cast<uint32_t>(std::min<uint64_t>(sum, most));
  };
  return {std::max({a.text, b.text, within(text, view_.policy->string_bytes)}),
          within(items, view_.policy->list_items), std::max(a.nested, b.nested)};
}

Extent WorstCosts::ExtentOfArguments(const Instruction& in, const Registers& registers) const {
  Extent extent;
  for (uint32_t i = 0; i < in.c; ++i) extent.Join(registers.extent(in.b + i));
  return extent;
}

// See FunctionMemory. Beside what its memory is for, a function gives parts of its arguments.
Extent WorstCosts::ExtentOfCall(const Instruction& in, const Registers& registers) const {
  const Function& function = FunctionOf(in.x);
  const Extent given = ExtentOfArguments(in, registers);
  Extent extent{std::max(given.text, kFunctionValueBytes), std::max(given.items, given.nested),
                given.nested};
  if (MayHold(function.result, SetOf(Kind::kOptional))) extent.items = std::max(extent.items, 1U);
  switch (function.memory) {
    case FunctionMemory::kNothing:
    case FunctionMemory::kCopy:
      return extent;
    case FunctionMemory::kValue:  // Maybe an optional of an argument.
      extent.Join(given.InOptional());
      return extent;
    case FunctionMemory::kText:
      extent.text = std::max(extent.text, text_max_);
      return extent;
    case FunctionMemory::kItems:
      extent.items = std::max(extent.items, items_max_);
      return extent;
    case FunctionMemory::kItemsAndText:
      extent.Join(ExtentOfAny());
      return extent;
  }
  return extent;
}

Extent WorstCosts::ExtentOf(const Instruction& in, const Registers& registers,
                            KindSet kinds) const {
  Extent extent = ExtentOfResult(in, registers);
  constexpr KindSet kHolders = kContainers | kListBuilderKind | kMapBuilderKind;
  if (!MayHold(kinds, kHolders)) extent.items = extent.nested = 0;
  if (!MayHold(kinds, kHolders | kTextKinds)) extent.text = 0;
  return extent;
}

Extent WorstCosts::ExtentOfResult(const Instruction& in, const Registers& registers) const {
  switch (in.op) {
    case Opcode::kLoadConst:
      return constants_[in.x];
    case Opcode::kIndexConst:
      return {searches_[in.x].text_max, 0, 0};
    case Opcode::kLoadFact:
      return ExtentOfFact(view_.facts[in.x]);
    case Opcode::kMove:
    case Opcode::kExpect:
    case Opcode::kListEnd:
    case Opcode::kMapEnd:
      return registers.extent(in.b);
    case Opcode::kSelect:
    case Opcode::kIndex: {
      const Extent of = registers.extent(in.b);
      const bool optional = MayHold(registers.kinds(in.b), SetOf(Kind::kOptional)) && of.items > 0;
      Extent inside = of.Inside();
      if (optional) inside.Join(inside.InOptional());  // What an optional has is given as one.
      return inside;
    }
    case Opcode::kSelectOptional:
    case Opcode::kIndexOptional:
      return registers.extent(in.b).Inside().InOptional();
    case Opcode::kMakeList: {
      Extent list{0, in.c, 0};
      list.Hold(ExtentOfArguments(in, registers));
      return list;
    }
    case Opcode::kListNew:
    case Opcode::kMapNew:
      return {0, in.x, 0};
    case Opcode::kListFor:
    case Opcode::kMapFor:
      return {0, registers.extent(in.b).items, 0};
    case Opcode::kConcat:
    case Opcode::kArithmeticAny:
      return ExtentOfSum(registers.extent(in.b), registers.extent(in.c));
    case Opcode::kCall:
      return ExtentOfCall(in, registers);
    default:
      return {};  // A bool or a number.
  }
}

Extent WorstCosts::ExtentOfBuilder(const Instruction& in, const Registers& registers) const {
  Extent extent = registers.extent(in.a);
  extent.Hold(registers.extent(in.b));
  if (in.op == Opcode::kMapPut || in.op == Opcode::kMapPutIf) extent.Hold(registers.extent(in.c));
  return extent;
}

// ------------------------------------------------------------------------------------------------
// steps

WorstCosts::Search WorstCosts::SearchOf(const ConstantRow& container) const {
  const bool map = container.kind == Kind::kMap;
  uint32_t longest = 0;
  Search search;
  for (uint32_t i = 0; i < container.count; ++i) {
    const uint32_t at = container.index() + (map ? 2 * i : i);
    longest = std::max(longest, constants_[at].text);
    if (map) search.text_max = std::max(search.text_max, constants_[at + 1].text);
  }
  search.steps = SortedSteps(container.count, longest);
  return search;
}

uint64_t WorstCosts::StepsOfInConstant(uint32_t constant) const {
  const ConstantRow& row = view_.constants[constant];
  if ((row.detail & Value::kSorted) != 0)
    return std::min(searches_[constant].steps, kStructuralSteps);
  uint32_t steps = 0;
  for (uint32_t i = 0; i < row.count && steps < kStructuralSteps; ++i)
    steps += 1 + TextSteps(constants_[row.index() + i].text);
  return std::min(steps, kStructuralSteps);
}

// Halving a sorted container, or looking for a member, takes no more than comparing with each item.
uint64_t WorstCosts::StepsOfIn(const Instruction& in, const Registers& registers) const {
  const Extent item = registers.extent(in.b);
  const Extent container = registers.extent(in.c);
  const bool deep = container.nested > 0 && MayHold(registers.kinds(in.b), kContainers);
  const uint64_t each =
      1 + (deep ? kStructuralSteps : TextSteps(std::min(item.text, container.text)));
  return std::min<uint64_t>(container.items * each, kStructuralSteps);
}

uint64_t WorstCosts::StepsOfCall(const Instruction& in, const Registers& registers) const {
  const Function& function = FunctionOf(in.x);
  uint64_t units = 0;
  for (uint32_t i = 0; i < function.arity; ++i) {
    const KindSet kinds = function.arguments[i] & registers.kinds(in.b + i);
    const Extent extent = registers.extent(in.b + i);
    uint32_t most = 0;
    if (MayHold(kinds, kTextKinds)) most = UnitsOfText(extent.text);
    if (MayHold(kinds, SetOf(Kind::kList) | SetOf(Kind::kMap))) most = std::max(most, extent.items);
    if (CountsUnits(function.cost, i)) units += most;
  }
  const CallBudget& budget = function.cost.budget;
  const uint32_t spent =
      budget.of_result ? std::min<uint32_t>(budget.steps, TextSteps(view_.policy->string_bytes))
                       : budget.steps;
  return FunctionSteps(function.cost, units) + spent;
}

// What is neither list nor map is compared at once; those only for equality, item by item, if they
// are as many.
uint64_t WorstCosts::StepsOfComparison(const Instruction& in, const Registers& registers) const {
  const Extent a = registers.extent(in.b);
  const Extent b = registers.extent(in.c);
  const uint64_t text = TextSteps(std::min(a.text, b.text));
  const auto relation = static_cast<Relation>(in.x);
  const bool equality = relation == Relation::kEqual || relation == Relation::kNotEqual;
  const KindSet both = registers.kinds(in.b) & registers.kinds(in.c);
  if (!equality || !MayHold(both, kContainers)) return text;
  const uint32_t items = std::min(a.items, b.items);
  const uint64_t member = MayHold(both, SetOf(Kind::kMap)) ? MemberSteps(items) : 0;
  const uint64_t all = items * (1 + member + StepsOfItems(a, b));
  return std::min<uint64_t>(std::max(text, all), kStructuralSteps);
}

uint64_t WorstCosts::StepsOfSum(const Instruction& in, const Registers& registers) const {
  const KindSet both = registers.kinds(in.b) & registers.kinds(in.c);
  const Extent a = registers.extent(in.b);
  const Extent b = registers.extent(in.c);
  const Extent sum = ExtentOfSum(a, b);
  uint64_t bytes = 0;
  if (MayHold(both, kTextKinds))
    bytes = std::min<uint64_t>(view_.policy->string_bytes, uint64_t{a.text} + b.text);
  if (MayHold(both, SetOf(Kind::kList)))
    bytes = std::max(bytes, uint64_t{sum.items} * sizeof(Value));
  return bytes / kBytesPerStep;
}

uint64_t WorstCosts::StepsOfTextPart(TextPart part, uint32_t text_max, uint32_t constant) const {
  return TextSteps(part == TextPart::kAnywhere ? text_max : constants_[constant].text);
}

uint64_t WorstCosts::StepsOfTestedItems(uint32_t fact, uint64_t each) const {
  return TestedItemsMax(view_, fact) * (1 + each);
}

uint64_t WorstCosts::StepsOf(const Instruction& in, const Registers& registers) const {
  switch (in.op) {
    case Opcode::kCompareString:
    case Opcode::kCompareAny:
      return 1 + StepsOfComparison(in, registers);
    case Opcode::kConcat:
    case Opcode::kArithmeticAny:
      return 1 + StepsOfSum(in, registers);
    case Opcode::kIn:
      return 1 + StepsOfIn(in, registers);
    case Opcode::kTextPart:
      return 1 + StepsOfTextPart(static_cast<TextPart>(in.c), registers.extent(in.b).text, in.x);
    case Opcode::kTestPart:
      return 1 + StepsOfTextPart(static_cast<TextPart>(in.a), ExtentOfFact(view_.facts[in.x]).text,
                                 in.y);
    case Opcode::kTestString:
    case Opcode::kTestAny:
      return 1 + TextSteps(constants_[in.y].text);
    case Opcode::kTestIn:
      return 1 + StepsOfInConstant(in.y);
    case Opcode::kTestItemsPart:
      return 1 +
             StepsOfTestedItems(in.x, StepsOfTextPart(static_cast<TextPart>(in.b),
                                                      ExtentOfFact(view_.facts[in.x]).text, in.y));
    case Opcode::kTestItemsCompare:
      return 1 + StepsOfTestedItems(in.x, TextSteps(constants_[in.y].text));
    case Opcode::kTestItemsIn:
      return 1 + StepsOfTestedItems(in.x, StepsOfInConstant(in.y));
    case Opcode::kInConst:
      return 1 + StepsOfInConstant(in.x);
    case Opcode::kIndexConst:
      return 1 + searches_[in.x].steps;
    case Opcode::kSelect:
    case Opcode::kHasMember:
    case Opcode::kIndex:
    case Opcode::kSelectOptional:
    case Opcode::kIndexOptional:
      return 1 + MemberSteps(MembersOf(registers, in.b));
    case Opcode::kMapPut:
    case Opcode::kMapPutIf:
      return 1 + MemberSteps(registers.extent(in.a).items);
    case Opcode::kMapMerge:
      return 1 + uint64_t{registers.extent(in.b).items} *
                     (1 + MemberSteps(registers.extent(in.a).items));
    case Opcode::kMakeList:
      return 1u + in.c;
    case Opcode::kCall:
      return 1 + StepsOfCall(in, registers);
    default:
      return 1;
  }
}

// ------------------------------------------------------------------------------------------------
// memory

uint64_t WorstCosts::ArenaOf(const Instruction& in, const Registers& registers) const {
  const uint64_t text = Arena::BytesOf(view_.policy->string_bytes);
  const uint64_t items = Arena::BytesOf(uint64_t{view_.policy->list_items} * sizeof(Value));
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
      switch (FunctionOf(in.x).memory) {
        case FunctionMemory::kNothing:
          return 0;
        case FunctionMemory::kValue:
          return kFunctionValueBytes;
        case FunctionMemory::kCopy:
          return Arena::BytesOf(ExtentOfCall(in, registers).text);
        case FunctionMemory::kText:
          return text;
        case FunctionMemory::kItems:
          return items;
        case FunctionMemory::kItemsAndText:
          return items + text;
      }
      return 0;
    case Opcode::kConcat:
      return text;
    case Opcode::kArithmeticAny:
      return std::max<uint64_t>({text, items, kWideDecimalBytes});
    case Opcode::kMakeList:
      return Arena::BytesOf(in.c * sizeof(Value));
    case Opcode::kListNew:
      return ListBuilder::BytesFor(in.x);
    case Opcode::kListFor:
      return ListBuilder::BytesFor(registers.extent(in.b).items);
    case Opcode::kMapNew:
      return MapBuilder::BytesFor(in.x);
    case Opcode::kMapFor:
      return MapBuilder::BytesFor(registers.extent(in.b).items);
    default:
      return 0;
  }
}

}  // namespace bylaw::vm
