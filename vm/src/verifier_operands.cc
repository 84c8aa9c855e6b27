#include "verifier_operands.h"

#include "bylaw/vm/limits.h"
#include "hot.h"

namespace bylaw::vm {
namespace {

constexpr KindSet kErrorKind = SetOf(Kind::kError);

KindSet KindsOf(Kind declared) {
  return declared == Kind::kError ? kAnyKind : SetOf(declared);
}

}  // namespace

BYLAW_INLINE bool OperandChecker::CheckRead(uint8_t reg, KindSet allowed, const Registers& state) {
  if (reg >= kRegisters) return Fail(VerifyError::kOperand);
  if (state.kinds(reg) == 0) return Fail(VerifyError::kUnwritten);
  if ((state.kinds(reg) & ~allowed) != 0) return Fail(VerifyError::kType);
  return true;
}

BYLAW_INLINE bool OperandChecker::CheckByte(const Instruction& in, Role role, uint8_t value,
                                            const Registers& state) {
  const auto within = [&](uint32_t count) { return value < count || Fail(VerifyError::kOperand); };
  switch (role) {
    case Role::kNone:
      return value == 0 || Fail(VerifyError::kUnused);
    case Role::kOut:
      return within(kRegisters);
    case Role::kIn:
      return CheckRead(value, kAnyKind, state);
    case Role::kInMaybe:
      return CheckRead(value, kAnyKind | kErrorKind, state);
    case Role::kInBool:
      return CheckRead(value, SetOf(Kind::kBool), state);
    case Role::kInInt:
      return CheckRead(value, SetOf(Kind::kInt), state);
    case Role::kInUint:
      return CheckRead(value, SetOf(Kind::kUint), state);
    case Role::kInDouble:
      return CheckRead(value, SetOf(Kind::kDouble), state);
    case Role::kInDecimal:
      return CheckRead(value, SetOf(Kind::kDecimal), state);
    case Role::kInIntOrConst:
    case Role::kInDecimalOrConst:
    case Role::kInIntOrAny:
    case Role::kInDecimalOrAny:
      return (IsOrConstant(role) && value == kConstantOperand) ||
             (IsOrFact(role) && value == kFactOperand) ||
             CheckRead(value, SetOf(KindOfOperand(role)), state);
    case Role::kInString:
      return CheckRead(value, SetOf(Kind::kString), state);
    case Role::kInText:
      return CheckRead(value, SetOf(Kind::kString) | SetOf(Kind::kBytes), state) &&
             (state.kinds(in.b) == SetOf(Kind::kString) ||
              state.kinds(in.b) == SetOf(Kind::kBytes) || Fail(VerifyError::kType)) &&
             (state.kinds(value) == state.kinds(in.b) || Fail(VerifyError::kType));
    case Role::kInWhole:
      return CheckRead(value, SetOf(Kind::kInt) | SetOf(Kind::kUint), state);
    case Role::kInBoolOrError:
      return CheckRead(value, SetOf(Kind::kBool) | kErrorKind, state);
    case Role::kInRange:
      for (uint32_t i = 0; i < in.c; ++i) {
        if (value + i >= kRegisters) return Fail(VerifyError::kOperand);
        if (!CheckRead(static_cast<uint8_t>(value + i), kAnyKind, state)) return false;
      }
      return within(kRegisters);
    case Role::kCount:
      return within(kRegisters + 1);
    case Role::kRelation:
      return IsRelation(value) || Fail(VerifyError::kOperand);
    case Role::kQuantifier:
      return within(kQuantifierCount);
    case Role::kNegate:
      return within(2);
    case Role::kTextPart:
      return within(kTextPartCount);
    case Role::kListBuilder:
      return CheckRead(value, kListBuilderKind, state);
    case Role::kMapBuilder:
      return CheckRead(value, kMapBuilderKind, state);
    case Role::kLoopVariables:
      return within(kRegisters - 1);
    case Role::kLoopForm:
      return within(kLoopDepthMax << LoopForm::kDepthShift);
    default:
      return Fail(VerifyError::kOperand);
  }
}

BYLAW_INLINE bool OperandChecker::CheckFactWord(Role role, uint32_t value) {
  if (value >= view_.facts.size()) return Fail(VerifyError::kOperand);
  const FactRow& fact = view_.facts[value];
  if ((fact.flags & kFactMark) != 0) return Fail(VerifyError::kOperand);  // Nothing is bound to it.
  const bool fits = role == Role::kFact          ? true
                    : role == Role::kBoolFact    ? fact.type.kind == Kind::kBool
                    : role == Role::kIntFact     ? fact.type.kind == Kind::kInt
                    : role == Role::kDecimalFact ? fact.type.kind == Kind::kDecimal
                                                 : fact.type.kind == Kind::kString;
  return fits || Fail(VerifyError::kType);
}

BYLAW_INLINE bool OperandChecker::CheckConstantWord(Role role, uint32_t value) {
  if (value >= view_.constants.size()) return Fail(VerifyError::kOperand);
  const ConstantRow& row = view_.constants[value];
  const bool container = row.kind == Kind::kList || row.kind == Kind::kMap;
  const bool fits = role == Role::kConst            ? true
                    : role == Role::kIntConst       ? row.kind == Kind::kInt
                    : role == Role::kDecimalConst   ? row.kind == Kind::kDecimal
                    : role == Role::kStringConst    ? row.kind == Kind::kString
                    : role == Role::kScalarConst    ? !container
                    : role == Role::kContainerConst ? container
                                                    : row.kind == Kind::kMap;
  return fits || Fail(VerifyError::kType);
}

BYLAW_INLINE bool OperandChecker::CheckWord(Role role, uint32_t value) {
  const auto within = [&](size_t count) { return value < count || Fail(VerifyError::kOperand); };
  switch (role) {
    case Role::kNone:
      return value == 0 || Fail(VerifyError::kUnused);
    case Role::kConst:
    case Role::kIntConst:
    case Role::kDecimalConst:
    case Role::kStringConst:
    case Role::kScalarConst:
    case Role::kContainerConst:
    case Role::kMapConst:
      return CheckConstantWord(role, value);
    case Role::kFact:
    case Role::kBoolFact:
    case Role::kIntFact:
    case Role::kDecimalFact:
    case Role::kStringFact:
      return CheckFactWord(role, value);
    case Role::kName:
      return within(view_.strings.size());
    case Role::kRelation:
      return IsRelation(value) || Fail(VerifyError::kOperand);
    case Role::kArithmetic:
      return within(kArithmeticCount);
    case Role::kKind:
      return (value != 0 || Fail(VerifyError::kOperand)) && within(kKindCount);
    case Role::kCall:
      return within(view_.calls.size());
    case Role::kMemo:
      return within(kMemosMax);
    case Role::kCapacity:
      return value <= kRequestValuesMax || Fail(VerifyError::kOperand);
    case Role::kTrips:
      return (value > 0 && value <= kRequestValuesMax) || Fail(VerifyError::kOperand);
    case Role::kTarget:
    case Role::kRule:
    case Role::kRuleEnd:
    case Role::kCarried:
    case Role::kLoopStart:
    case Role::kLoopBody:
      return true;  // Jump(), VerifyEnds(), VerifyLoop() and VerifyNext() look at these.
    default:
      return Fail(VerifyError::kOperand);
  }
}

BYLAW_INLINE bool OperandChecker::CheckOperandFact(const Instruction& in, const OpcodeInfo& info) {
  if (!HasFactOperand(in)) return CheckWord(Role::kNone, in.x);
  return CheckFactWord(KindOfOperand(info.c) == Kind::kInt ? Role::kIntFact : Role::kDecimalFact,
                       in.x);
}

BYLAW_INLINE bool OperandChecker::CheckOperandConstant(const Instruction& in,
                                                       const OpcodeInfo& info) {
  if (!HasConstantOperand(in)) return CheckWord(Role::kNone, in.y);
  return CheckConstantWord(
      KindOfOperand(info.c) == Kind::kInt ? Role::kIntConst : Role::kDecimalConst, in.y);
}

bool OperandChecker::CheckCall(const Instruction& in, const Registers& state) {
  const Function& function = costs_.FunctionOf(in.x);
  if (in.c != function.arity) return Fail(VerifyError::kOperand);
  for (uint32_t i = 0; i < in.c; ++i) {
    if ((state.kinds(in.b + i) & ~function.arguments[i]) != 0) return Fail(VerifyError::kType);
  }
  return true;
}

BYLAW_INLINE VerifyError OperandChecker::CheckRoles(const Instruction& in, const OpcodeInfo& info,
                                                    const Registers& state) {
  const bool sound =
      CheckByte(in, info.a, in.a, state) && CheckByte(in, info.b, in.b, state) &&
      CheckByte(in, info.c, in.c, state) &&
      (info.x == Role::kOperandFact ? CheckOperandFact(in, info) : CheckWord(info.x, in.x)) &&
      (info.y == Role::kOperandConst ? CheckOperandConstant(in, info) : CheckWord(info.y, in.y)) &&
      CheckWord(info.z, in.z) && (info.result != Result::kCall || CheckCall(in, state));
  return sound ? VerifyError::kSound : error_;
}

// Where the roles are constants, what they ask for is all that is left. It takes room: so only
// where a module has many, in the tests and ends of rules.
template <Opcode kOpcode>
VerifyError OperandChecker::CheckAs(const Instruction& in, const Registers& state) {
  constexpr OpcodeInfo kInfo = Info(kOpcode);
  if constexpr (kInfo.flow == Flow::kTest || kInfo.flow == Flow::kEmit) {
    return CheckRoles(in, kInfo, state);
  } else {
    return CheckAny(in, state);
  }
}

BYLAW_OUTLINE VerifyError OperandChecker::CheckAny(const Instruction& in, const Registers& state) {
  return CheckRoles(in, Info(in.op), state);
}

VerifyError OperandChecker::Check(const Instruction& in, const Registers& state) {
  switch (in.op) {
#define BYLAW_OPCODE(name, mnemonic, a, b, c, x, y, z, flow, result, meaning) \
  case Opcode::name:                                                          \
    return CheckAs<Opcode::name>(in, state);
#include "bylaw/vm/opcode.def"
#undef BYLAW_OPCODE
  }
  return VerifyError::kOpcode;
}

KindSet OperandChecker::ResultOf(const Instruction& in, const Registers& state) const {
  switch (Info(in.op).result) {
    case Result::kNone:
      return 0;
    case Result::kBool:
      return SetOf(Kind::kBool);
    case Result::kInt:
      return SetOf(Kind::kInt);
    case Result::kUint:
      return SetOf(Kind::kUint);
    case Result::kDouble:
      return SetOf(Kind::kDouble);
    case Result::kDecimal:
      return SetOf(Kind::kDecimal);
    case Result::kList:
      return SetOf(Kind::kList);
    case Result::kMap:
      return SetOf(Kind::kMap);
    case Result::kOptional:
      return SetOf(Kind::kOptional);
    case Result::kListBuilder:
      return kListBuilderKind;
    case Result::kMapBuilder:
      return kMapBuilderKind;
    case Result::kAny:
      return kAnyKind;
    case Result::kBoolOrError:
      return SetOf(Kind::kBool) | (state.kinds(in.b) & kErrorKind) |
             (state.kinds(in.c) & kErrorKind);
    case Result::kMemo:
      return SetOf(Kind::kBool) | kErrorKind;
    case Result::kB:
      return state.kinds(in.b);
    case Result::kConst:
      return SetOf(view_.constants[in.x].kind);
    case Result::kFact:
      return KindsOf(view_.facts[in.x].type.kind);
    case Result::kKind:
      return SetOf(static_cast<Kind>(in.x));
    case Result::kCall:
      return costs_.FunctionOf(in.x).result;
  }
  return 0;
}

}  // namespace bylaw::vm
