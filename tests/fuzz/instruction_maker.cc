#include "instruction_maker.h"

#include <algorithm>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/limits.h"
#include "overloads.h"

namespace bylaw::fuzz {
namespace {

using vm::Instruction;
using vm::Kind;
using vm::KindSet;
using vm::Opcode;
using vm::OpcodeInfo;
using vm::Role;
using vm::SetOf;

// Of a row that may hold any byte.
KindSet SetOfAny(Kind kind) {
  return static_cast<uint32_t>(kind) < vm::kKindCount ? SetOf(kind) : 0;
}

}  // namespace

KindSet KindsRead(Role role) {
  switch (role) {
    case Role::kInBool:
    case Role::kInBoolOrError:
      return SetOf(Kind::kBool);
    case Role::kInInt:
    case Role::kInIntOrConst:
    case Role::kInIntOrAny:
      return SetOf(Kind::kInt);
    case Role::kInUint:
      return SetOf(Kind::kUint);
    case Role::kInDouble:
      return SetOf(Kind::kDouble);
    case Role::kInDecimal:
    case Role::kInDecimalOrConst:
    case Role::kInDecimalOrAny:
      return SetOf(Kind::kDecimal);
    case Role::kInString:
      return SetOf(Kind::kString);
    case Role::kInText:
      return SetOf(Kind::kString) | SetOf(Kind::kBytes);
    case Role::kInWhole:
      return SetOf(Kind::kInt) | SetOf(Kind::kUint);
    case Role::kListBuilder:
      return vm::kListBuilderKind;
    case Role::kMapBuilder:
      return vm::kMapBuilderKind;
    default:
      return vm::kAnyKind;
  }
}

bool IsControl(Opcode op) {
  const vm::Flow flow = vm::Info(op).flow;
  return flow == vm::Flow::kEmit || flow == vm::Flow::kEnd || flow == vm::Flow::kLoop ||
         op == Opcode::kRecall || op == Opcode::kKeep;
}

KindSet InstructionMaker::KindsWritten(const Instruction& in) const {
  switch (vm::Info(in.op).result) {
    case vm::Result::kBool:
    case vm::Result::kBoolOrError:
    case vm::Result::kMemo:
      return SetOf(Kind::kBool);
    case vm::Result::kInt:
      return SetOf(Kind::kInt);
    case vm::Result::kUint:
      return SetOf(Kind::kUint);
    case vm::Result::kDouble:
      return SetOf(Kind::kDouble);
    case vm::Result::kDecimal:
      return SetOf(Kind::kDecimal);
    case vm::Result::kListBuilder:
      return vm::kListBuilderKind;
    case vm::Result::kMapBuilder:
      return vm::kMapBuilderKind;
    case vm::Result::kConst:
      return in.x < image_.constants.size() ? SetOfAny(image_.constants[in.x].kind) : 0;
    case vm::Result::kFact:
      return in.x < image_.facts.size() && image_.facts[in.x].type.kind != Kind::kError
                 ? SetOfAny(image_.facts[in.x].type.kind)
                 : vm::kAnyKind;
    default:
      return vm::kAnyKind;
  }
}

std::vector<uint8_t> InstructionMaker::Registers(KindSet kinds, const Body& body,
                                                 uint32_t pc) const {
  std::vector<uint8_t> fitting;
  for (uint32_t at = body.begin; at < pc; ++at) {
    const Instruction& in = image_.code[at];
    if (!IsInstruction(in.op)) continue;
    const Role role = vm::Info(in.op).a;
    const KindSet written = role == Role::kOut             ? KindsWritten(in)
                            : role == Role::kLoopVariables ? vm::kAnyKind
                                                           : 0;
    if (written == 0) continue;
    std::erase(fitting, in.a);
    if ((written & ~kinds) == 0) fitting.push_back(in.a);
  }
  return fitting;
}

uint8_t InstructionMaker::Register(KindSet kinds, const Body& body, uint32_t pc) {
  if (choices_.OneIn(16)) return static_cast<uint8_t>(choices_.Below(vm::kRegisters));
  const std::vector<uint8_t> fitting = Registers(kinds, body, pc);
  if (fitting.empty()) return static_cast<uint8_t>(choices_.Below(kRegistersUsed));
  return choices_.Pick(fitting);
}

uint8_t InstructionMaker::Byte(Role role, const Body& body, uint32_t pc) {
  static constexpr uint8_t kRelations[] = {1, 2, 3, 4, 6, 13};
  switch (role) {
    case Role::kNone:
      return 0;
    case Role::kOut:
      return static_cast<uint8_t>(
          choices_.Below(choices_.OneIn(16) ? vm::kRegisters : kRegistersUsed));
    case Role::kInIntOrConst:
    case Role::kInDecimalOrConst:
      return choices_.Below(2) == 0 ? vm::kConstantOperand : Register(KindsRead(role), body, pc);
    case Role::kInIntOrAny:
    case Role::kInDecimalOrAny:
      return choices_.Below(2) == 0   ? Register(KindsRead(role), body, pc)
             : choices_.Below(2) == 0 ? vm::kConstantOperand
                                      : vm::kFactOperand;
    case Role::kCount:
      return static_cast<uint8_t>(choices_.Below(4));
    case Role::kRelation:
      return choices_.Pick(kRelations);
    case Role::kQuantifier:
      return static_cast<uint8_t>(choices_.Below(vm::kQuantifierCount));
    case Role::kNegate:
      return static_cast<uint8_t>(choices_.Below(2));
    case Role::kTextPart:
      return static_cast<uint8_t>(choices_.Below(vm::kTextPartCount));
    case Role::kLoopVariables:
      return static_cast<uint8_t>(1 + choices_.Below(kRegistersUsed));
    case Role::kLoopForm:
      return static_cast<uint8_t>(choices_.Below(vm::kLoopDepthMax << vm::LoopForm::kDepthShift));
    default:
      return Register(KindsRead(role), body, pc);
  }
}

uint32_t InstructionMaker::Constant(KindSet kinds) {
  std::vector<uint32_t> fitting;
  for (uint32_t id = 0; id < image_.constants.size(); ++id) {
    if ((SetOfAny(image_.constants[id].kind) & kinds) != 0) fitting.push_back(id);
  }
  return fitting.empty() ? choices_.Below(image_.constants.size()) : choices_.Pick(fitting);
}

uint32_t InstructionMaker::Fact(KindSet kinds) {
  std::vector<uint32_t> fitting;
  for (uint32_t id = 0; id < image_.facts.size(); ++id) {
    if ((SetOfAny(image_.facts[id].type.kind) & kinds) != 0) fitting.push_back(id);
  }
  return fitting.empty() ? choices_.Below(image_.facts.size()) : choices_.Pick(fitting);
}

// One that is there, or one of any function of the build.
uint32_t InstructionMaker::Call() {
  if (!image_.calls.empty() && choices_.Below(2) == 0) return choices_.Below(image_.calls.size());
  const vm::Function& function = choices_.Pick(stdlib::Functions());
  image_.imports.push_back({static_cast<uint32_t>(image_.strings.size())});
  image_.strings.emplace_back(function.signature);
  const bool prepared = function.prepared_argument >= 0 && choices_.Below(2) == 0;
  const KindSet kinds = !prepared ? 0
                        : function.embed != nullptr
                            ? SetOf(Kind::kBytes)
                            : function.arguments[function.prepared_argument];
  image_.calls.push_back(
      {static_cast<uint32_t>(image_.imports.size() - 1), prepared ? Constant(kinds) : vm::kNone});
  return static_cast<uint32_t>(image_.calls.size() - 1);
}

std::optional<vm::Function> InstructionMaker::FunctionOf(uint32_t call) const {
  if (call >= image_.calls.size()) return std::nullopt;
  const uint32_t import = image_.calls[call].import;
  if (import >= image_.imports.size()) return std::nullopt;
  const uint32_t signature = image_.imports[import].signature;
  if (signature >= image_.strings.size()) return std::nullopt;
  const vm::Overloads called = vm::FindOverloads(stdlib::Functions(), image_.strings[signature]);
  return called.rows.empty() ? std::nullopt : std::optional(called.merged);
}

uint32_t InstructionMaker::Word(Role role, const Body& body, uint32_t pc) {
  static constexpr uint32_t kSizes[] = {1, 2, 3, 8, 32, 256, 1'000, vm::kRequestValuesMax};
  static constexpr KindSet kCarried[] = {vm::kListBuilderKind, vm::kMapBuilderKind,
                                         SetOf(Kind::kBool), vm::kAnyKind,
                                         SetOf(Kind::kBool) | SetOf(Kind::kError)};
  constexpr KindSet kContainers = SetOf(Kind::kList) | SetOf(Kind::kMap);
  switch (role) {
    case Role::kNone:
    case Role::kOperandConst:  // FillInPlace.
    case Role::kOperandFact:
      return 0;
    case Role::kConst:
      return Constant(vm::kAnyKind);
    case Role::kIntConst:
      return Constant(SetOf(Kind::kInt));
    case Role::kDecimalConst:
      return Constant(SetOf(Kind::kDecimal));
    case Role::kStringConst:
      return Constant(SetOf(Kind::kString));
    case Role::kScalarConst:
      return Constant(vm::kAnyKind & ~kContainers);
    case Role::kContainerConst:
      return Constant(kContainers);
    case Role::kMapConst:
      return Constant(SetOf(Kind::kMap));
    case Role::kFact:
      return choices_.Below(image_.facts.size());
    case Role::kBoolFact:
      return Fact(SetOf(Kind::kBool));
    case Role::kIntFact:
      return Fact(SetOf(Kind::kInt));
    case Role::kDecimalFact:
      return Fact(SetOf(Kind::kDecimal));
    case Role::kStringFact:
      return Fact(SetOf(Kind::kString));
    case Role::kName:
      return choices_.Below(image_.strings.size());
    case Role::kRelation:
      return Byte(role, body, pc);
    case Role::kArithmetic:
      return choices_.Below(vm::kArithmeticCount);
    case Role::kKind:
      return 1 + choices_.Below(vm::kKindCount - 1);
    case Role::kCall:
      return Call();
    case Role::kMemo:
      return choices_.Below(choices_.OneIn(16) ? vm::kMemosMax : 3);
    case Role::kCapacity:
    case Role::kTrips:
      return choices_.Pick(kSizes);
    case Role::kCarried:
      if (choices_.Below(2) == 0) return vm::Carried::kNothing;
      return vm::Carried::Pack(static_cast<uint8_t>(choices_.Below(kRegistersUsed)),
                               choices_.Pick(kCarried));
    case Role::kTarget:
      return choices_.Below(2) == 0 ? body.fails : pc + 1 + choices_.Below(body.end - pc);
    default:
      return choices_.Below(image_.code.size());
  }
}

void InstructionMaker::FillInPlace(Instruction& in) {
  const OpcodeInfo& info = vm::Info(in.op);
  if (info.x == Role::kOperandFact) in.x = vm::HasFactOperand(in) ? Fact(KindsRead(info.c)) : 0;
  if (info.y == Role::kOperandConst)
    in.y = vm::HasConstantOperand(in) ? Constant(KindsRead(info.c)) : 0;
}

void InstructionMaker::FillOperands(const Body& body, uint32_t pc, Instruction& in) {
  const OpcodeInfo& info = vm::Info(in.op);
  in.x = Word(info.x, body, pc);
  in.y = Word(info.y, body, pc);
  in.z = Word(info.z, body, pc);
  in.b = Byte(info.b, body, pc);
  in.c = Byte(info.c, body, pc);
  in.a = Byte(info.a, body, pc);
  FillInPlace(in);
  if (in.op != Opcode::kCall) return;
  if (const std::optional<vm::Function> function = FunctionOf(in.x)) in.c = function->arity;
}

Instruction InstructionMaker::Make(const Body& body, uint32_t pc) {
  Instruction in{};
  do {
    in.op = static_cast<Opcode>(choices_.Below(vm::kOpcodeCount));
  } while (IsControl(in.op));
  FillOperands(body, pc, in);
  return in;
}

Instruction InstructionMaker::Load(KindSet kinds, uint8_t to) {
  if (kinds == vm::kListBuilderKind)
    return {Opcode::kListNew, to, 0, 0, 1 + choices_.Below(8), 0, 0};
  if (kinds == vm::kMapBuilderKind) return {Opcode::kMapNew, to, 0, 0, 1 + choices_.Below(8), 0, 0};
  const uint32_t fact = Fact(kinds);
  const bool declared =
      fact < image_.facts.size() && (SetOfAny(image_.facts[fact].type.kind) & kinds) != 0;
  if (declared && choices_.Below(4) != 0) return {Opcode::kLoadFact, to, 0, 0, fact, 0, 0};
  return {Opcode::kLoadConst, to, 0, 0, Constant(kinds), 0, 0};
}

}  // namespace bylaw::fuzz
