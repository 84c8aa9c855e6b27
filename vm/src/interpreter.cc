#include "interpreter.h"

#include <algorithm>

#include "arithmetic.h"
#include "builder.h"
#include "compare.h"
#include "hot.h"
#include "instructions.h"
#include "text_part.h"

namespace bylaw::vm {
namespace {

// Where a run ended.
enum class Exit : uint8_t { kBlockEnd, kConditionEnd, kConditionFailed, kConditionRaised };

struct RunResult {
  Exit exit = Exit::kBlockEnd;
  ValueError error = ValueError::kMissing;
};

// The edge over an instruction of the block: the verifier proved that there is one.
BYLAW_OUTLINE const EdgeRow& EdgeOver(const ModuleView& view, const BlockRow& block,
                                      uint32_t pc) noexcept {
  const std::span<const EdgeRow> edges = ModuleView::Rows(view.edges, block.edges);
  return *std::partition_point(edges.begin(), edges.end(),
                               [pc](const EdgeRow& edge) { return edge.end <= pc; });
}

Value And(const Value& a, const Value& b) noexcept {
  if (a.is_false() || b.is_false()) return Value::Bool(false);
  return a.is_error() ? a : b.is_error() ? b : Value::Bool(true);
}

Value Or(const Value& a, const Value& b) noexcept {
  if (a.is_true() || b.is_true()) return Value::Bool(true);
  return a.is_error() ? a : b.is_error() ? b : Value::Bool(false);
}

// Sets the variables of a loop for item `trip` of its range.
inline void SetLoopVariables(Value* variables, const Value& range, uint32_t trip,
                             bool pairs) noexcept {
  if (range.kind == Kind::kList) {
    variables[0] = pairs ? Value::Int(trip) : range.items[trip];
    if (pairs) variables[1] = range.items[trip];
  } else {
    variables[0] = range.members[trip].key;
    if (pairs) variables[1] = range.members[trip].value;
  }
}

// Whether the loop takes this range; if not, why.
inline bool Takes(const Instruction& loop, const Value& range, ValueError& why) noexcept {
  why = ValueError::kWrongType;
  const bool maps = (loop.c & LoopForm::kMaps) != 0;
  if (range.kind != Kind::kList && !(maps && range.kind == Kind::kMap)) return false;
  why = ValueError::kLimit;
  return range.size <= loop.x;
}

// Addresses as numbers, for counting: theirs may lie outside of the code.
uintptr_t AddressOf(const Instruction* instruction) noexcept {
  return reinterpret_cast<uintptr_t>(instruction);
}

// kOneCondition: stop where the condition that ends at `end` is left, instead of going on with the
// block.
// NOLINTBEGIN(google-readability-function-size): a label for each instruction.
template <bool kOneCondition>
RunResult Run(Machine& m, const BlockRow& block, const Instruction* pc, uint32_t end,
              uint32_t fails) noexcept {
  // Read where they are: as variables, every run would first copy them to its stack.
  const Instruction* const& code = m.code;
  const Value* const& constants = m.constants;
  const std::vector<Value>& slots = m.slots;
  Value* const regs = m.registers;
  bool undecided = false;  // Some condition of the rule at hand is undecidable.
  // Where this run would have begun, had it never jumped: a jump takes it along. So the place tells
  // how many instructions ran, and only jumps have to count.
  uintptr_t origin = AddressOf(pc);
  const auto ran = [&](const Instruction* before) {
    return static_cast<uint32_t>((AddressOf(before) - origin) / sizeof(Instruction));
  };
  Value raised;  // What an instruction raises, where it jumps to `raise`.
  // kOneCondition: what made it undecidable first. Elsewhere they do not change.
  bool undecidable = false;                           // NOLINT(misc-const-correctness)
  ValueError why_undecidable = ValueError::kMissing;  // NOLINT(misc-const-correctness)

// Each instruction leads to the next by a jump of its own: a processor foresees where that goes
// better than where one would go that all share.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"  // Labels as values.
  static const void* const kPlaces[] = {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a label cannot stand in parentheses
#define BYLAW_OPCODE(name, mnemonic, a, b, c, x, y, z, flow, result, meaning) &&name,
#include "bylaw/vm/opcode.def"
#undef BYLAW_OPCODE
  };
#define BYLAW_NEXT                                       \
  {                                                      \
    if (kOneCondition) goto next;                        \
    m.check.Before(m, static_cast<uint32_t>(pc - code)); \
    goto* kPlaces[static_cast<uint8_t>(pc->op)];         \
  }
#define BYLAW_JUMP                                   \
  {                                                  \
    const Instruction* const target = code + pc->z;  \
    origin += AddressOf(target) - AddressOf(pc + 1); \
    pc = target;                                     \
    BYLAW_NEXT                                       \
  }
// The value of a fallible instruction: into its register, or to its edge.
#define BYLAW_SET(value)          \
  {                               \
    const Value result = (value); \
    if (result.is_error()) {      \
      raised = result;            \
      goto raise;                 \
    }                             \
    regs[pc->a] = result;         \
    ++pc;                         \
    BYLAW_NEXT                    \
  }
// The right operand where it is a register or a constant.
#define BYLAW_RIGHT (pc->c == kConstantOperand ? constants[pc->y] : regs[pc->c])
// A test of a condition: on, or to z, or to the edge.
#define BYLAW_TEST(holds)    \
  {                          \
    if (!(holds)) BYLAW_JUMP \
    ++pc;                    \
    BYLAW_NEXT               \
  }

next:
  if constexpr (kOneCondition) {
    if (pc == code + end || pc == code + fails) {
      m.steps += ran(pc);
      if (pc != code + end) return {Exit::kConditionFailed};
      return undecidable ? RunResult{Exit::kConditionRaised, why_undecidable}
                         : RunResult{Exit::kConditionEnd};
    }
  }
  m.check.Before(m, static_cast<uint32_t>(pc - code));
  goto* kPlaces[static_cast<uint8_t>(pc->op)];  // The verifier refuses what is no opcode.

kLoadConst:
  regs[pc->a] = constants[pc->x];
  ++pc;
  BYLAW_NEXT
kLoadFact:
  BYLAW_SET(slots[pc->x])
kHasFact:
  BYLAW_SET(HasFact(slots[pc->x]))
kMove:
  regs[pc->a] = regs[pc->b];
  ++pc;
  BYLAW_NEXT
kSelect:
  BYLAW_SET(Select(regs[pc->b], m.module.view.string(pc->x), m.steps))
kHasMember:
  BYLAW_SET(HasMember(regs[pc->b], m.module.view.string(pc->x), m.steps))
kIndex:
  BYLAW_SET(Index(regs[pc->b], regs[pc->c], m.steps))
kIndexConst:
  BYLAW_SET(IndexConstant(constants[pc->x], regs[pc->b], m.steps))
kSelectOptional:
  BYLAW_SET(SelectOptional(regs[pc->b], m.module.view.string(pc->x), m.steps))
kIndexOptional:
  BYLAW_SET(IndexOptional(regs[pc->b], regs[pc->c], m.steps))
kListNew:
  BYLAW_SET(ListBuilder::New(m.arena, pc->x))
kListFor:
  BYLAW_SET(BuilderFor(false, regs[pc->b], m.arena))
kMapNew:
  BYLAW_SET(MapBuilder::New(m.arena, pc->x))
kMapFor:
  BYLAW_SET(BuilderFor(true, regs[pc->b], m.arena))
// A step of building, in place.
#define BYLAW_BUILD(done)       \
  {                             \
    const Value built = (done); \
    if (built.is_error()) {     \
      raised = built;           \
      goto raise;               \
    }                           \
    ++pc;                       \
    BYLAW_NEXT                  \
  }
kListAdd:
  BYLAW_BUILD(Add(regs[pc->a], regs[pc->b]))
kListAddIf:
  BYLAW_BUILD(AddIf(regs[pc->a], regs[pc->b]))
kMapPut:
  BYLAW_BUILD(Put(regs[pc->a], regs[pc->b], regs[pc->c], m.steps))
kMapPutIf:
  BYLAW_BUILD(PutIf(regs[pc->a], regs[pc->b], regs[pc->c], m.steps))
kMapMerge:
  BYLAW_BUILD(Merge(regs[pc->a], regs[pc->b], m.steps))
#undef BYLAW_BUILD
kListEnd:
kMapEnd:
  regs[pc->a] = regs[pc->b];
  ++pc;
  BYLAW_NEXT
kMakeList:
  BYLAW_SET(MakeList(m, *pc))
kExpect:
  BYLAW_SET(regs[pc->b].is_error() || regs[pc->b].kind == static_cast<Kind>(pc->x)
                ? regs[pc->b]
                : Value::Error(ValueError::kWrongType))
kToDecimal:
  BYLAW_SET(ToDecimal(regs[pc->b], m.arena))
kCall:
  BYLAW_SET(Call(m, *pc))

kNot:
  regs[pc->a] = Value::Bool(!regs[pc->b].b);
  ++pc;
  BYLAW_NEXT
kAnd:
  regs[pc->a] = And(regs[pc->b], regs[pc->c]);
  ++pc;
  BYLAW_NEXT
kOr:
  regs[pc->a] = Or(regs[pc->b], regs[pc->c]);
  ++pc;
  BYLAW_NEXT

#define BYLAW_COMPARE(order)                                              \
  regs[pc->a] = Value::Bool(Holds(static_cast<uint8_t>(pc->x), (order))); \
  ++pc;                                                                   \
  BYLAW_NEXT
kCompareBool:
  BYLAW_COMPARE(Order(regs[pc->b].b, regs[pc->c].b))
kCompareInt:
  BYLAW_COMPARE(Order(regs[pc->b].i, BYLAW_RIGHT.i))
kCompareUint:
  BYLAW_COMPARE(Order(regs[pc->b].u, regs[pc->c].u))
kCompareDecimal:
  BYLAW_COMPARE(OrderOfDecimals(regs[pc->b], BYLAW_RIGHT))
#undef BYLAW_COMPARE
kCompareString:
  regs[pc->a] =
      Value::Bool(TextHolds(static_cast<uint8_t>(pc->x), regs[pc->b], regs[pc->c], m.steps));
  ++pc;
  BYLAW_NEXT
kCompareDouble:
kCompareAny:
  BYLAW_SET(
      CompareAny(regs[pc->b], regs[pc->c], static_cast<uint8_t>(pc->x), m.module.loose, m.steps))
kIn:
  BYLAW_SET(In(regs[pc->b], regs[pc->c], m.module.loose, m.steps))
kInConst:
  BYLAW_SET(In(regs[pc->b], constants[pc->x], m.module.loose, m.steps))

kTextPart:
  if (regs[pc->b].kind != Kind::kString) [[unlikely]] {
    raised = Value::Error(ValueError::kWrongType);
    goto raise;
  }
  regs[pc->a] =
      Value::Bool(HoldsPart(static_cast<TextPart>(pc->c), regs[pc->b], constants[pc->x], m.steps));
  ++pc;
  BYLAW_NEXT

// An operand that may be a register, a constant or a fact; a fact is of the proved kind, or an
// error. What is likely is what lies in line: a fact on the left, a constant on the right.
#define BYLAW_FACT_OPERAND(operand)           \
  {                                           \
    (operand) = &slots[pc->x];                \
    if ((operand)->is_error()) [[unlikely]] { \
      raised = *(operand);                    \
      goto raise;                             \
    }                                         \
  }
#define BYLAW_OPERANDS                        \
  const Value* left = nullptr;                \
  if (pc->b == kFactOperand) [[likely]] {     \
    BYLAW_FACT_OPERAND(left)                  \
  } else if (pc->b == kConstantOperand) {     \
    left = &constants[pc->y];                 \
  } else {                                    \
    left = &regs[pc->b];                      \
  }                                           \
  const Value* right = nullptr;               \
  if (pc->c == kConstantOperand) [[likely]] { \
    right = &constants[pc->y];                \
  } else if (pc->c == kFactOperand) {         \
    BYLAW_FACT_OPERAND(right)                 \
  } else {                                    \
    right = &regs[pc->c];                     \
  }
// An integer operation. Most often the next instruction requires something of its result: then that
// does not wait for the register.
#define BYLAW_INT_ARITHMETIC(name, which)                                              \
  k##name##Int : {                                                                     \
    BYLAW_OPERANDS                                                                     \
    int64_t result = 0;                                                                \
    if (!OfInts(Arithmetic::which, left->i, right->i, result)) [[unlikely]] {          \
      raised = Value::Error(IntError(Arithmetic::which, right->i));                    \
      goto raise;                                                                      \
    }                                                                                  \
    regs[pc->a] = Value::Int(result);                                                  \
    const uint8_t written = pc->a;                                                     \
    ++pc;                                                                              \
    if (kOneCondition || pc->op != Opcode::kRequireInt || pc->b != written) BYLAW_NEXT \
    m.check.Before(m, static_cast<uint32_t>(pc - code));                               \
    const Value* limit = &constants[pc->y];                                            \
    if (pc->c != kConstantOperand) [[unlikely]]                                        \
      limit = &regs[pc->c];                                                            \
    if (!HoldsOfInts(pc->a, result, limit->i)) BYLAW_JUMP                              \
    ++pc;                                                                              \
    BYLAW_NEXT                                                                         \
  }
#define BYLAW_UINT_ARITHMETIC(name, which) \
  k##name##Uint : BYLAW_SET(UintArithmetic(Arithmetic::which, regs[pc->b].u, regs[pc->c].u))
#define BYLAW_DOUBLE_ARITHMETIC(name, which) \
  k##name##Double : BYLAW_SET(DoubleArithmetic(Arithmetic::which, regs[pc->b].d, regs[pc->c].d))
#define BYLAW_DECIMAL_ARITHMETIC(name, which)                               \
  k##name##Decimal : {                                                      \
    BYLAW_OPERANDS                                                          \
    BYLAW_SET(DecimalArithmetic(Arithmetic::which, *left, *right, m.arena)) \
  }
  BYLAW_INT_ARITHMETIC(Add, kAdd)
  BYLAW_UINT_ARITHMETIC(Add, kAdd)
  BYLAW_INT_ARITHMETIC(Sub, kSubtract)
  BYLAW_UINT_ARITHMETIC(Sub, kSubtract)
  BYLAW_INT_ARITHMETIC(Mul, kMultiply)
  BYLAW_UINT_ARITHMETIC(Mul, kMultiply)
  BYLAW_INT_ARITHMETIC(Div, kDivide)
  BYLAW_UINT_ARITHMETIC(Div, kDivide)
  BYLAW_INT_ARITHMETIC(Mod, kModulo)
  BYLAW_UINT_ARITHMETIC(Mod, kModulo)
  BYLAW_DOUBLE_ARITHMETIC(Add, kAdd)
  BYLAW_DECIMAL_ARITHMETIC(Add, kAdd)
  BYLAW_DOUBLE_ARITHMETIC(Sub, kSubtract)
  BYLAW_DECIMAL_ARITHMETIC(Sub, kSubtract)
  BYLAW_DOUBLE_ARITHMETIC(Mul, kMultiply)
  BYLAW_DECIMAL_ARITHMETIC(Mul, kMultiply)
  BYLAW_DOUBLE_ARITHMETIC(Div, kDivide)
  BYLAW_DECIMAL_ARITHMETIC(Div, kDivide)
#undef BYLAW_INT_ARITHMETIC
#undef BYLAW_UINT_ARITHMETIC
#undef BYLAW_DOUBLE_ARITHMETIC
#undef BYLAW_DECIMAL_ARITHMETIC
#undef BYLAW_OPERANDS
#undef BYLAW_FACT_OPERAND
kNegInt:
kNegDouble:
kNegDecimal:
kNegAny:
  BYLAW_SET(NegateAny(regs[pc->b], m.arena))
kConcat:
  BYLAW_SET(
      Concatenate(regs[pc->b], regs[pc->c], m.module.view.policy->string_bytes, m.arena, m.steps))
kArithmeticAny:
  BYLAW_SET(ArithmeticAny(static_cast<Arithmetic>(pc->x), regs[pc->b], regs[pc->c],
                          *m.module.view.policy, m.arena, m.steps))

kJump:
  BYLAW_JUMP
kJumpIf:
  BYLAW_TEST(!regs[pc->b].is_true())
kJumpUnless:
  BYLAW_TEST(!regs[pc->b].is_false())
kRecall:
  if ((m.kept >> pc->x & 1) != 0) {
    regs[pc->a] = m.memos[pc->x];
    BYLAW_JUMP
  }
  regs[pc->a] = Value();
  ++pc;
  BYLAW_NEXT
kKeep:
  m.memos[pc->x] = regs[pc->b];
  m.kept |= uint64_t{1} << pc->x;
  ++pc;
  BYLAW_NEXT
kLoop: {
  Trip& trip = m.trips[pc->c >> LoopForm::kDepthShift];
  ValueError why = ValueError::kMissing;
  if (!Takes(*pc, regs[pc->b], why)) {
    raised = Value::Error(why);
    goto raise;
  }
  trip = {regs[pc->b], 0};
  if (trip.range.size == 0) BYLAW_JUMP
  SetLoopVariables(regs + pc->a, trip.range, 0, (pc->c & LoopForm::kPairs) != 0);
  ++pc;
  BYLAW_NEXT
}
kNext: {
  Trip& trip = m.trips[pc->c >> LoopForm::kDepthShift];
  if (++trip.number == trip.range.size) {
    ++pc;
    BYLAW_NEXT
  }
  SetLoopVariables(regs + pc->a, trip.range, trip.number, (pc->c & LoopForm::kPairs) != 0);
  BYLAW_JUMP
}
kRequire:
  if (regs[pc->b].is_error()) {
    raised = regs[pc->b];
    goto raise;
  }
  BYLAW_TEST(regs[pc->b].b)
kRequireInt:
  BYLAW_TEST(HoldsOfInts(pc->a, regs[pc->b].i, BYLAW_RIGHT.i))
kRequireDecimal:
  BYLAW_TEST(Holds(pc->a, OrderOfDecimals(regs[pc->b], BYLAW_RIGHT)))

// A fact against a constant: the slot's tag was proved to be the declared kind or an error.
#define BYLAW_TEST_FACT(holds)          \
  {                                     \
    const Value& fact = slots[pc->x];   \
    if (fact.is_error()) [[unlikely]] { \
      raised = fact;                    \
      goto raise;                       \
    }                                   \
    BYLAW_TEST(holds)                   \
  }
kTestTrue:
  BYLAW_TEST_FACT(fact.b)
kTestFalse:
  BYLAW_TEST_FACT(!fact.b)
kTestInt:
  BYLAW_TEST_FACT(HoldsOfInts(pc->a, fact.i, constants[pc->y].i))
kTestDecimal:
  BYLAW_TEST_FACT(Holds(pc->a, OrderOfDecimals(fact, constants[pc->y])))
kTestString:
  BYLAW_TEST_FACT(TextHolds(pc->a, fact, constants[pc->y], m.steps))
kTestPart:
  BYLAW_TEST_FACT(HoldsPart(static_cast<TextPart>(pc->a), fact, constants[pc->y], m.steps))

// A test that can raise an error of its own.
#define BYLAW_TEST_VALUE(value) \
  {                             \
    const Value held = (value); \
    if (held.is_error()) {      \
      raised = held;            \
      goto raise;               \
    }                           \
    BYLAW_TEST(held.b)          \
  }
kTestAny:
  BYLAW_TEST_VALUE(CompareFact(m, slots[pc->x], constants[pc->y], pc->a))
kTestIn:
  BYLAW_TEST_VALUE(FactIn(m, slots[pc->x], constants[pc->y], pc->a != 0))
kTestItemsPart:
  BYLAW_TEST_VALUE(TestItemsPart(m, *pc))
kTestItemsCompare:
  BYLAW_TEST_VALUE(TestItemsCompare(m, *pc))
kTestItemsIn:
  BYLAW_TEST_VALUE(TestItemsIn(m, *pc))
#undef BYLAW_TEST_VALUE
#undef BYLAW_TEST_FACT

kApplies: {
  const uint32_t row = block.rules.begin + pc->x;
  const uint32_t rule = m.module.view.block_rules[row].rule;
  if (undecided) [[unlikely]] {
    m.undecidable.Add(rule, row);
    undecided = false;
  } else {
    m.applies.Add(rule, row);
  }
  BYLAW_JUMP
}
kFails:
  undecided = false;
  ++pc;
  BYLAW_NEXT
kEnd:
  m.steps += ran(pc + 1);
  return {Exit::kBlockEnd};
#undef BYLAW_SET
#undef BYLAW_RIGHT
#undef BYLAW_TEST

raise: {
  const auto place = static_cast<uint32_t>(pc - code);
  const EdgeRow& edge = EdgeOver(m.module.view, block, place);
  if (edge.reg != kEdgeUndecidable) {
    raised.size = place;
    regs[edge.reg] = raised;
  } else if constexpr (kOneCondition) {
    if (!undecidable) why_undecidable = raised.error();
    undecidable = true;
  } else {
    undecided = true;
  }
  const Instruction* const target = code + edge.target;
  origin += AddressOf(target) - AddressOf(pc + 1);
  pc = target;
  BYLAW_NEXT
}
#undef BYLAW_JUMP
#undef BYLAW_NEXT
#pragma GCC diagnostic pop
}

// NOLINTEND(google-readability-function-size)

}  // namespace

Machine::Machine(const LoadedModule& loaded)
    : module(loaded),
      code(loaded.view.code.data()),
      constants(loaded.constants.data()),
      slots(loaded.bindings.empty_slots().begin(), loaded.bindings.empty_slots().end()),
      arena(kArenaBytes),
      applies(loaded.rules_per_decision_max),
      undecidable(loaded.rules_per_decision_max) {}

void RunBlock(Machine& machine, const BlockRow& block, const Instruction* code) noexcept {
  machine.kept = 0;
  machine.check.Begin(machine, block.code.begin);
  Run<false>(machine, block, code, 0, 0);
  machine.check.End(machine);
}

Truth RunCondition(Machine& machine, const BlockRow& block, const ConditionRow& condition,
                   uint32_t fails, ValueError& error) noexcept {
  const uint32_t end = condition.code.begin + condition.code.count;
  const Instruction* const begin = &machine.module.view.code[condition.code.begin];
  machine.kept = 0;
  machine.check.Begin(machine, block.code.begin);
  const RunResult result = Run<true>(machine, block, begin, end, fails);
  machine.check.End(machine);
  error = result.error;
  switch (result.exit) {
    case Exit::kConditionEnd:
      return Truth::kTrue;
    case Exit::kConditionFailed:
      return Truth::kFalse;
    default:
      return Truth::kUndecidable;
  }
}

}  // namespace bylaw::vm
