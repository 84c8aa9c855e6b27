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

// kOneCondition: stop where the condition that ends at `end` is left, instead of going on with the
// block.
// NOLINTBEGIN(google-readability-function-size): one case for each instruction.
template <bool kOneCondition>
RunResult Run(Machine& m, const BlockRow& block, const Instruction* pc, uint32_t end,
              uint32_t fails) noexcept {
  const ModuleView& view = m.module.view;
  const Instruction* const code = view.code.data();
  const Value* const constants = m.module.constants.data();
  const Value* const slots = m.slots.data();
  Value* const regs = m.registers;
  bool undecided = false;  // Some condition of the rule at hand is undecidable.
  uint32_t instructions = 0;
  Value raised;  // What an instruction raises, where it jumps to `raise`.
  // kOneCondition: what made it undecidable first. Elsewhere they do not change.
  bool undecidable = false;                           // NOLINT(misc-const-correctness)
  ValueError why_undecidable = ValueError::kMissing;  // NOLINT(misc-const-correctness)

  for (;;) {
    if constexpr (kOneCondition) {
      if (pc == code + end || pc == code + fails) {
        m.steps += instructions;
        if (pc != code + end) return {Exit::kConditionFailed};
        return undecidable ? RunResult{Exit::kConditionRaised, why_undecidable}
                           : RunResult{Exit::kConditionEnd};
      }
    }
    m.check.Before(m, static_cast<uint32_t>(pc - code));
    const Instruction& in = *pc;
    ++instructions;
// The value of a fallible instruction: into its register, or to its edge.
#define BYLAW_SET(value)          \
  {                               \
    const Value result = (value); \
    if (result.is_error()) {      \
      raised = result;            \
      goto raise;                 \
    }                             \
    regs[in.a] = result;          \
    ++pc;                         \
    continue;                     \
  }
// The right operand where it is a register or a constant.
#define BYLAW_RIGHT (in.c == kConstantOperand ? constants[in.y] : regs[in.c])
// A test of a condition: on, or to z, or to the edge.
#define BYLAW_TEST(holds)                \
  {                                      \
    pc = (holds) ? pc + 1 : code + in.z; \
    continue;                            \
  }

    switch (in.op) {
      case Opcode::kLoadConst:
        regs[in.a] = constants[in.x];
        ++pc;
        continue;
      case Opcode::kLoadFact:
        BYLAW_SET(slots[in.x])
      case Opcode::kHasFact:
        BYLAW_SET(HasFact(slots[in.x]))
      case Opcode::kMove:
        regs[in.a] = regs[in.b];
        ++pc;
        continue;
      case Opcode::kSelect:
        BYLAW_SET(Select(regs[in.b], view.string(in.x), m.steps))
      case Opcode::kHasMember:
        BYLAW_SET(HasMember(regs[in.b], view.string(in.x), m.steps))
      case Opcode::kIndex:
        BYLAW_SET(Index(regs[in.b], regs[in.c], m.steps))
      case Opcode::kIndexConst:
        BYLAW_SET(IndexConstant(constants[in.x], regs[in.b], m.steps))
      case Opcode::kSelectOptional:
        BYLAW_SET(SelectOptional(regs[in.b], view.string(in.x), m.steps))
      case Opcode::kIndexOptional:
        BYLAW_SET(IndexOptional(regs[in.b], regs[in.c], m.steps))
      case Opcode::kListNew:
        BYLAW_SET(ListBuilder::New(m.arena, in.x))
      case Opcode::kListFor:
        BYLAW_SET(BuilderFor(false, regs[in.b], m.arena))
      case Opcode::kMapNew:
        BYLAW_SET(MapBuilder::New(m.arena, in.x))
      case Opcode::kMapFor:
        BYLAW_SET(BuilderFor(true, regs[in.b], m.arena))
// A step of building, in place.
#define BYLAW_BUILD(done)       \
  {                             \
    const Value built = (done); \
    if (built.is_error()) {     \
      raised = built;           \
      goto raise;               \
    }                           \
    ++pc;                       \
    continue;                   \
  }
      case Opcode::kListAdd:
        BYLAW_BUILD(Add(regs[in.a], regs[in.b]))
      case Opcode::kListAddIf:
        BYLAW_BUILD(AddIf(regs[in.a], regs[in.b]))
      case Opcode::kMapPut:
        BYLAW_BUILD(Put(regs[in.a], regs[in.b], regs[in.c], m.steps))
      case Opcode::kMapPutIf:
        BYLAW_BUILD(PutIf(regs[in.a], regs[in.b], regs[in.c], m.steps))
      case Opcode::kMapMerge:
        BYLAW_BUILD(Merge(regs[in.a], regs[in.b], m.steps))
#undef BYLAW_BUILD
      case Opcode::kListEnd:
      case Opcode::kMapEnd:
        regs[in.a] = regs[in.b];
        ++pc;
        continue;
      case Opcode::kMakeList:
        BYLAW_SET(MakeList(m, in))
      case Opcode::kExpect:
        BYLAW_SET(regs[in.b].is_error() || regs[in.b].kind == static_cast<Kind>(in.x)
                      ? regs[in.b]
                      : Value::Error(ValueError::kWrongType))
      case Opcode::kToDecimal:
        BYLAW_SET(ToDecimal(regs[in.b], m.arena))
      case Opcode::kCall:
        BYLAW_SET(Call(m, in))

      case Opcode::kNot:
        regs[in.a] = Value::Bool(!regs[in.b].b);
        ++pc;
        continue;
      case Opcode::kAnd:
        regs[in.a] = And(regs[in.b], regs[in.c]);
        ++pc;
        continue;
      case Opcode::kOr:
        regs[in.a] = Or(regs[in.b], regs[in.c]);
        ++pc;
        continue;

#define BYLAW_COMPARE(order)                                            \
  regs[in.a] = Value::Bool(Holds(static_cast<uint8_t>(in.x), (order))); \
  ++pc;                                                                 \
  continue;
      case Opcode::kCompareBool:
        BYLAW_COMPARE(Order(regs[in.b].b, regs[in.c].b))
      case Opcode::kCompareInt:
        BYLAW_COMPARE(Order(regs[in.b].i, BYLAW_RIGHT.i))
      case Opcode::kCompareUint:
        BYLAW_COMPARE(Order(regs[in.b].u, regs[in.c].u))
      case Opcode::kCompareDecimal:
        BYLAW_COMPARE(OrderOfDecimals(regs[in.b], BYLAW_RIGHT))
#undef BYLAW_COMPARE
      case Opcode::kCompareString:
        regs[in.a] =
            Value::Bool(TextHolds(static_cast<uint8_t>(in.x), regs[in.b], regs[in.c], m.steps));
        ++pc;
        continue;
      case Opcode::kCompareDouble:
      case Opcode::kCompareAny:
        BYLAW_SET(
            CompareAny(regs[in.b], regs[in.c], static_cast<uint8_t>(in.x), m.module.loose, m.steps))
      case Opcode::kIn:
        BYLAW_SET(In(regs[in.b], regs[in.c], m.module.loose, m.steps))
      case Opcode::kInConst:
        BYLAW_SET(In(regs[in.b], constants[in.x], m.module.loose, m.steps))

      case Opcode::kTextPart:
        if (regs[in.b].kind != Kind::kString) [[unlikely]] {
          raised = Value::Error(ValueError::kWrongType);
          goto raise;
        }
        regs[in.a] = Value::Bool(
            HoldsPart(static_cast<TextPart>(in.c), regs[in.b], constants[in.x], m.steps));
        ++pc;
        continue;

// An operand that may be a register, a constant or a fact; a fact is of the proved kind, or an
// error. What is likely is what lies in line: a fact on the left, a constant on the right.
#define BYLAW_FACT_OPERAND(operand)           \
  {                                           \
    (operand) = &slots[in.x];                 \
    if ((operand)->is_error()) [[unlikely]] { \
      raised = *(operand);                    \
      goto raise;                             \
    }                                         \
  }
#define BYLAW_OPERANDS                       \
  const Value* left = nullptr;               \
  if (in.b == kFactOperand) [[likely]] {     \
    BYLAW_FACT_OPERAND(left)                 \
  } else if (in.b == kConstantOperand) {     \
    left = &constants[in.y];                 \
  } else {                                   \
    left = &regs[in.b];                      \
  }                                          \
  const Value* right = nullptr;              \
  if (in.c == kConstantOperand) [[likely]] { \
    right = &constants[in.y];                \
  } else if (in.c == kFactOperand) {         \
    BYLAW_FACT_OPERAND(right)                \
  } else {                                   \
    right = &regs[in.c];                     \
  }
// The result of an integer operation. Most often the next instruction requires something of it:
// then that does not wait for the register.
#define BYLAW_SET_INT(value)                                                            \
  {                                                                                     \
    const Value result = (value);                                                       \
    if (result.is_error()) [[unlikely]] {                                               \
      raised = result;                                                                  \
      goto raise;                                                                       \
    }                                                                                   \
    const Instruction& next = *++pc;                                                    \
    regs[in.a] = result;                                                                \
    if (kOneCondition || next.op != Opcode::kRequireInt || next.b != in.a) continue;    \
    m.check.Before(m, static_cast<uint32_t>(pc - code));                                \
    ++instructions;                                                                     \
    const Value& limit = next.c == kConstantOperand ? constants[next.y] : regs[next.c]; \
    pc = Holds(next.a, Order(result.i, limit.i)) ? pc + 1 : code + next.z;              \
    continue;                                                                           \
  }
#define BYLAW_ARITHMETIC(name, op)                                  \
  case Opcode::k##name##Int: {                                      \
    BYLAW_OPERANDS                                                  \
    BYLAW_SET_INT(IntArithmetic(Arithmetic::op, left->i, right->i)) \
  }                                                                 \
  case Opcode::k##name##Uint:                                       \
    BYLAW_SET(UintArithmetic(Arithmetic::op, regs[in.b].u, regs[in.c].u))
#define BYLAW_FRACTION_ARITHMETIC(name, op)                                 \
  case Opcode::k##name##Double:                                             \
    BYLAW_SET(DoubleArithmetic(Arithmetic::op, regs[in.b].d, regs[in.c].d)) \
  case Opcode::k##name##Decimal: {                                          \
    BYLAW_OPERANDS                                                          \
    BYLAW_SET(DecimalArithmetic(Arithmetic::op, *left, *right, m.arena))    \
  }
        BYLAW_ARITHMETIC(Add, kAdd)
        BYLAW_ARITHMETIC(Sub, kSubtract)
        BYLAW_ARITHMETIC(Mul, kMultiply)
        BYLAW_ARITHMETIC(Div, kDivide)
        BYLAW_ARITHMETIC(Mod, kModulo)
        BYLAW_FRACTION_ARITHMETIC(Add, kAdd)
        BYLAW_FRACTION_ARITHMETIC(Sub, kSubtract)
        BYLAW_FRACTION_ARITHMETIC(Mul, kMultiply)
        BYLAW_FRACTION_ARITHMETIC(Div, kDivide)
#undef BYLAW_ARITHMETIC
#undef BYLAW_SET_INT
#undef BYLAW_FRACTION_ARITHMETIC
#undef BYLAW_OPERANDS
#undef BYLAW_FACT_OPERAND
      case Opcode::kNegInt:
      case Opcode::kNegDouble:
      case Opcode::kNegDecimal:
      case Opcode::kNegAny:
        BYLAW_SET(NegateAny(regs[in.b], m.arena))
      case Opcode::kConcat:
        BYLAW_SET(Concatenate(regs[in.b], regs[in.c], view.policy->string_bytes, m.arena, m.steps))
      case Opcode::kArithmeticAny:
        BYLAW_SET(ArithmeticAny(static_cast<Arithmetic>(in.x), regs[in.b], regs[in.c], *view.policy,
                                m.arena, m.steps))

      case Opcode::kJump:
        pc = code + in.z;
        continue;
      case Opcode::kJumpIf:
        pc = regs[in.b].is_true() ? code + in.z : pc + 1;
        continue;
      case Opcode::kJumpUnless:
        pc = regs[in.b].is_false() ? code + in.z : pc + 1;
        continue;
      case Opcode::kRecall:
        if ((m.kept >> in.x & 1) != 0) {
          regs[in.a] = m.memos[in.x];
          pc = code + in.z;
        } else {
          regs[in.a] = Value();
          ++pc;
        }
        continue;
      case Opcode::kKeep:
        m.memos[in.x] = regs[in.b];
        m.kept |= uint64_t{1} << in.x;
        ++pc;
        continue;
      case Opcode::kLoop: {
        Trip& trip = m.trips[in.c >> LoopForm::kDepthShift];
        ValueError why = ValueError::kMissing;
        if (!Takes(in, regs[in.b], why)) {
          raised = Value::Error(why);
          goto raise;
        }
        trip = {regs[in.b], 0};
        if (trip.range.size == 0) {
          pc = code + in.z;
          continue;
        }
        SetLoopVariables(regs + in.a, trip.range, 0, (in.c & LoopForm::kPairs) != 0);
        ++pc;
        continue;
      }
      case Opcode::kNext: {
        Trip& trip = m.trips[in.c >> LoopForm::kDepthShift];
        if (++trip.number == trip.range.size) {
          ++pc;
          continue;
        }
        SetLoopVariables(regs + in.a, trip.range, trip.number, (in.c & LoopForm::kPairs) != 0);
        pc = code + in.z;
        continue;
      }
      case Opcode::kRequire:
        if (regs[in.b].is_error()) {
          raised = regs[in.b];
          goto raise;
        }
        BYLAW_TEST(regs[in.b].b)
      case Opcode::kRequireInt:
        BYLAW_TEST(Holds(in.a, Order(regs[in.b].i, BYLAW_RIGHT.i)))
      case Opcode::kRequireDecimal:
        BYLAW_TEST(Holds(in.a, OrderOfDecimals(regs[in.b], BYLAW_RIGHT)))

// A fact against a constant: the slot's tag was proved to be the declared kind or an error.
#define BYLAW_TEST_FACT(holds)          \
  {                                     \
    const Value& fact = slots[in.x];    \
    if (fact.is_error()) [[unlikely]] { \
      raised = fact;                    \
      goto raise;                       \
    }                                   \
    BYLAW_TEST(holds)                   \
  }
      case Opcode::kTestTrue:
        BYLAW_TEST_FACT(fact.b)
      case Opcode::kTestFalse:
        BYLAW_TEST_FACT(!fact.b)
      case Opcode::kTestInt:
        BYLAW_TEST_FACT(Holds(in.a, Order(fact.i, constants[in.y].i)))
      case Opcode::kTestDecimal:
        BYLAW_TEST_FACT(Holds(in.a, OrderOfDecimals(fact, constants[in.y])))
      case Opcode::kTestString:
        BYLAW_TEST_FACT(TextHolds(in.a, fact, constants[in.y], m.steps))
      case Opcode::kTestPart:
        BYLAW_TEST_FACT(HoldsPart(static_cast<TextPart>(in.a), fact, constants[in.y], m.steps))

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
      case Opcode::kTestAny:
        BYLAW_TEST_VALUE(CompareFact(m, slots[in.x], constants[in.y], in.a))
      case Opcode::kTestIn:
        BYLAW_TEST_VALUE(FactIn(m, slots[in.x], constants[in.y], in.a != 0))
      case Opcode::kTestItemsPart:
        BYLAW_TEST_VALUE(TestItemsPart(m, in))
      case Opcode::kTestItemsCompare:
        BYLAW_TEST_VALUE(TestItemsCompare(m, in))
      case Opcode::kTestItemsIn:
        BYLAW_TEST_VALUE(TestItemsIn(m, in))
#undef BYLAW_TEST_VALUE
#undef BYLAW_TEST_FACT

      case Opcode::kApplies: {
        const uint32_t row = block.rules.begin + in.x;
        (undecided ? m.undecidable : m.applies).Add(view.block_rules[row].rule, row);
        undecided = false;
        pc = code + in.z;
        continue;
      }
      case Opcode::kFails:
        undecided = false;
        ++pc;
        continue;
      case Opcode::kEnd:
        m.steps += instructions;
        return {Exit::kBlockEnd};
      default:
        __builtin_unreachable();  // The verifier refuses what is no opcode.
    }
#undef BYLAW_SET
#undef BYLAW_RIGHT
#undef BYLAW_TEST

  raise: {
    const auto place = static_cast<uint32_t>(pc - code);
    const EdgeRow& edge = EdgeOver(view, block, place);
    if (edge.reg != kEdgeUndecidable) {
      raised.size = place;
      regs[edge.reg] = raised;
    } else if constexpr (kOneCondition) {
      if (!undecidable) why_undecidable = raised.error();
      undecidable = true;
    } else {
      undecided = true;
    }
    pc = code + edge.target;
  }
  }
}

// NOLINTEND(google-readability-function-size)

}  // namespace

Machine::Machine(const LoadedModule& loaded)
    : module(loaded),
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
