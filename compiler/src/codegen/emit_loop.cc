// The code of lists, maps, variables and loops. See emit.h.

#include <algorithm>

#include "bylaw/vm/limits.h"
#include "codegen/emit.h"
#include "codegen/fused.h"

namespace bylaw::compiler {
namespace {

// Registers of a loop, from the one of its result up.
constexpr uint32_t kRangeAt = 1;
constexpr uint32_t kVariablesAt = 2;
constexpr uint32_t kBodyAt = 4;

// Lists up to this long are made of consecutive registers; longer ones item by item.
constexpr uint32_t kListInRegisters = 8;

constexpr vm::KindSet kTruth = vm::SetOf(vm::Kind::kBool) | vm::SetOf(vm::Kind::kError);

vm::KindSet CarriedKinds(LoopKind kind) {
  switch (kind) {
    case LoopKind::kAll:
    case LoopKind::kExists:
      return kTruth;
    case LoopKind::kExistsOne:
      return vm::SetOf(vm::Kind::kInt);
    case LoopKind::kFilter:
    case LoopKind::kMap:
      return vm::kListBuilderKind;
    case LoopKind::kMapValues:
    case LoopKind::kMapEntries:
      break;
  }
  return vm::kMapBuilderKind;
}

}  // namespace

uint32_t ConditionEmitter::PutConstant(const vm::Value& value, uint32_t to) {
  return Put(vm::Opcode::kLoadConst, to, 0, 0, image_.AddConstant(value));
}

void ConditionEmitter::List(NodeId id, uint32_t to) {
  const std::span<const NodeId> elements = tree_.Operands(id);
  const std::vector<bool>& optionals = tree_.OptionalsOf(id);
  const auto count = static_cast<uint32_t>(elements.size());
  if (optionals.empty() && count <= kListInRegisters) {
    Range(elements, to);
    Put(vm::Opcode::kMakeList, to, to, count);
    return;
  }
  Put(vm::Opcode::kListNew, to, 0, 0, count);
  for (uint32_t i = 0; i < count; ++i) {
    Settled(elements[i], to + 1);
    const bool optional = !optionals.empty() && optionals[i];
    Put(optional ? vm::Opcode::kListAddIf : vm::Opcode::kListAdd, to, to + 1);
  }
  Put(vm::Opcode::kListEnd, to, to);
}

void ConditionEmitter::Map(NodeId id, uint32_t to) {
  const std::span<const NodeId> entries = tree_.Operands(id);
  const std::vector<bool>& optionals = tree_.OptionalsOf(id);
  Put(vm::Opcode::kMapNew, to, 0, 0, static_cast<uint32_t>(entries.size() / 2));
  for (size_t i = 0; i < entries.size() / 2; ++i) {
    Range(entries.subspan(2 * i, 2), to + 1);
    Put(optionals[i] ? vm::Opcode::kMapPutIf : vm::Opcode::kMapPut, to, to + 1, to + 2);
  }
  Put(vm::Opcode::kMapEnd, to, to);
}

// The value stays in `to` while the body is computed above it.
bool ConditionEmitter::Let(NodeId id, uint32_t to) {
  const std::span<const NodeId> parts = tree_.Operands(id);
  Settled(parts[0], to);
  registers_[tree_[id].index] = to;
  const bool may_fail = Value(parts[1], to + 1);
  Put(vm::Opcode::kMove, to, to + 1);
  return may_fail;
}

// What the result's register holds before the first trip.
void ConditionEmitter::BeginLoop(const TreeLoop& loop, uint32_t to) {
  switch (loop.kind) {
    case LoopKind::kAll:
    case LoopKind::kExists:
      PutConstant(vm::Value::Bool(loop.kind == LoopKind::kAll), to);
      return;
    case LoopKind::kExistsOne:
      PutConstant(vm::Value::Int(0), to);
      return;
    case LoopKind::kFilter:
    case LoopKind::kMap:
      Put(vm::Opcode::kListFor, to, to + kRangeAt);
      return;
    case LoopKind::kMapValues:
    case LoopKind::kMapEntries:
      Put(vm::Opcode::kMapFor, to, to + kRangeAt);
      return;
  }
}

// One trip. Adds jumps that leave the loop to `exits`.
void ConditionEmitter::Trip(NodeId id, uint32_t to, std::vector<uint32_t>& exits) {
  const TreeLoop& loop = tree_.LoopOf(id);
  const std::span<const NodeId> bodies = tree_.Operands(id).subspan(1);
  const uint32_t body = to + kBodyAt;
  const uint32_t variable = to + kVariablesAt;
  if (loop.kind == LoopKind::kAll || loop.kind == LoopKind::kExists) {
    const bool all = loop.kind == LoopKind::kAll;
    // An item that changes nothing, as most do, goes on with the next.
    Caught(bodies[0], body);
    const uint32_t next = Put(all ? vm::Opcode::kJumpIf : vm::Opcode::kJumpUnless, 0, body);
    Put(all ? vm::Opcode::kAnd : vm::Opcode::kOr, to, to, body);
    exits.push_back(Put(all ? vm::Opcode::kJumpUnless : vm::Opcode::kJumpIf, 0, to));
    image_.code[next].z = pc();
    return;
  }
  const bool filters = loop.kind == LoopKind::kExistsOne || loop.kind == LoopKind::kFilter;
  std::optional<uint32_t> skip;
  if (filters || bodies.size() == 2) {
    Settled(bodies[0], body);
    skip = Put(vm::Opcode::kJumpUnless, 0, body);
  }
  if (!filters) Settled(bodies.back(), body);
  switch (loop.kind) {
    case LoopKind::kExistsOne:
      PutWithConstant(vm::Opcode::kAddInt, to, to, 0, image_.AddConstant(vm::Value::Int(1)));
      break;
    case LoopKind::kFilter:
      Put(vm::Opcode::kListAdd, to, loop.pairs ? variable + 1 : variable);
      break;
    case LoopKind::kMap:
      Put(vm::Opcode::kListAdd, to, body);
      break;
    case LoopKind::kMapValues:
      Put(vm::Opcode::kMapPut, to, variable, body);
      break;
    default:
      Put(vm::Opcode::kMapMerge, to, body);
      break;
  }
  if (skip) image_.code[*skip].z = pc();
}

// Whether the test holds, as a value.
void ConditionEmitter::Held(const vm::Instruction& test, uint32_t to) {
  const uint32_t at = Put(test);
  PutConstant(vm::Value::Bool(true), to);
  const uint32_t jump = Put(vm::Opcode::kJump, 0);
  image_.code[at].z = pc();
  PutConstant(vm::Value::Bool(false), to);
  image_.code[jump].z = pc();
}

bool ConditionEmitter::Loop(NodeId id, uint32_t to) {
  const TreeLoop loop = tree_.LoopOf(id);
  const auto test = loop_depth_ == 0 ? FuseTest(tree_, id, facts_, image_) : std::nullopt;
  if (test) {
    Held(*test, to);
    return false;
  }
  Settled(tree_.Operands(id)[0], to + kRangeAt);
  BeginLoop(loop, to);
  registers_[loop.first] = to + kVariablesAt;
  registers_[loop.second] = to + kVariablesAt + (loop.pairs ? 1 : 0);
  const auto form = static_cast<uint8_t>((loop.pairs ? vm::LoopForm::kPairs : 0) |
                                         (loop.maps ? vm::LoopForm::kMaps : 0) |
                                         loop_depth_ << vm::LoopForm::kDepthShift);
  const uint32_t begin =
      Put(vm::Opcode::kLoop, to + kVariablesAt, to + kRangeAt, form, loop.trips_max);
  image_.code[begin].y = vm::Carried::Pack(static_cast<uint8_t>(to), CarriedKinds(loop.kind));
  ++loop_depth_;
  std::vector<uint32_t> exits;
  Trip(id, to, exits);
  --loop_depth_;
  const uint32_t next = Put(vm::Opcode::kNext, to + kVariablesAt, 0, form, begin);
  image_.code[next].z = begin + 1;
  image_.code[begin].z = pc();
  for (const uint32_t exit : exits) image_.code[exit].z = pc();
  switch (loop.kind) {
    case LoopKind::kAll:
    case LoopKind::kExists:
      return true;
    case LoopKind::kExistsOne:
      PutWithConstant(vm::Opcode::kCompareInt, to, to, static_cast<uint32_t>(vm::Relation::kEqual),
                      image_.AddConstant(vm::Value::Int(1)));
      return false;
    case LoopKind::kFilter:
    case LoopKind::kMap:
      Put(vm::Opcode::kListEnd, to, to);
      return false;
    default:
      Put(vm::Opcode::kMapEnd, to, to);
      return false;
  }
}

}  // namespace bylaw::compiler
