// See emit.h.

#include "codegen/emit.h"

#include <algorithm>
#include <utility>

#include "bylaw/vm/limits.h"
#include "codegen/fused.h"

namespace bylaw::compiler {
namespace {

// The instruction that compares two values of one kind.
vm::Opcode CompareOpcode(vm::Kind left, vm::Kind right) {
  if (left != right) return vm::Opcode::kCompareAny;
  switch (left) {
    case vm::Kind::kBool:
      return vm::Opcode::kCompareBool;
    case vm::Kind::kInt:
      return vm::Opcode::kCompareInt;
    case vm::Kind::kUint:
      return vm::Opcode::kCompareUint;
    case vm::Kind::kDouble:
      return vm::Opcode::kCompareDouble;
    case vm::Kind::kDecimal:
      return vm::Opcode::kCompareDecimal;
    case vm::Kind::kString:
      return vm::Opcode::kCompareString;
    default:
      return vm::Opcode::kCompareAny;
  }
}

vm::Opcode NegateOpcode(vm::Kind kind) {
  switch (kind) {
    case vm::Kind::kInt:
      return vm::Opcode::kNegInt;
    case vm::Kind::kDouble:
      return vm::Opcode::kNegDouble;
    case vm::Kind::kDecimal:
      return vm::Opcode::kNegDecimal;
    default:
      return vm::Opcode::kNegAny;
  }
}

// By vm::Arithmetic. Modulo is of whole numbers only: the checker lets no other through.
constexpr vm::Opcode kIntArithmetic[] = {vm::Opcode::kAddInt, vm::Opcode::kSubInt,
                                         vm::Opcode::kMulInt, vm::Opcode::kDivInt,
                                         vm::Opcode::kModInt};
constexpr vm::Opcode kUintArithmetic[] = {vm::Opcode::kAddUint, vm::Opcode::kSubUint,
                                          vm::Opcode::kMulUint, vm::Opcode::kDivUint,
                                          vm::Opcode::kModUint};
constexpr vm::Opcode kDoubleArithmetic[] = {vm::Opcode::kAddDouble, vm::Opcode::kSubDouble,
                                            vm::Opcode::kMulDouble, vm::Opcode::kDivDouble};
constexpr vm::Opcode kDecimalArithmetic[] = {vm::Opcode::kAddDecimal, vm::Opcode::kSubDecimal,
                                             vm::Opcode::kMulDecimal, vm::Opcode::kDivDecimal};

vm::Opcode ArithmeticOpcode(vm::Kind kind, vm::Arithmetic arithmetic) {
  const auto index = static_cast<size_t>(arithmetic);
  switch (kind) {
    case vm::Kind::kInt:
      return kIntArithmetic[index];
    case vm::Kind::kUint:
      return kUintArithmetic[index];
    case vm::Kind::kDouble:
      return kDoubleArithmetic[index];
    case vm::Kind::kDecimal:
      return kDecimalArithmetic[index];
    default:
      return vm::Opcode::kConcat;
  }
}

// Makes the comparison leave the condition unless it holds; false if no instruction does that.
bool Require(vm::Instruction& comparison) {
  switch (comparison.op) {
    case vm::Opcode::kCompareInt:
      comparison.op = vm::Opcode::kRequireInt;
      break;
    case vm::Opcode::kCompareDecimal:
      comparison.op = vm::Opcode::kRequireDecimal;
      break;
    default:
      return false;
  }
  comparison.a = static_cast<uint8_t>(std::exchange(comparison.x, 0));  // The relation.
  return true;
}

}  // namespace

uint32_t ConditionEmitter::Put(vm::Instruction instruction) {
  const uint32_t at = pc();
  if (vm::Info(instruction.op).fallible()) covers_.push_back({at, handler_});
  image_.code.push_back(instruction);
  return at;
}

uint32_t ConditionEmitter::Put(vm::Opcode op, uint32_t a, uint32_t b, uint32_t c, uint32_t x) {
  vm::Instruction instruction{};
  instruction.op = op;
  instruction.a = Register(a);
  instruction.b = Register(b);
  instruction.c = Register(c);
  instruction.x = x;
  return Put(instruction);
}

uint8_t ConditionEmitter::Register(uint32_t number) {
  too_many_registers_ |= number >= vm::kRegisters;
  return static_cast<uint8_t>(number);
}

uint32_t ConditionEmitter::PutWithConstant(vm::Opcode op, uint32_t a, uint32_t b, uint32_t x,
                                           uint32_t constant) {
  const uint32_t at = Put(op, a, b, 0, x);
  image_.code[at].c = vm::kConstantOperand;
  image_.code[at].y = constant;
  return at;
}

void ConditionEmitter::Begin() {
  handlers_.assign(1, Handler{});
  registers_.clear();
  handler_ = 0;
  covers_.clear();
}

// Turns the covers into edges: one for each run of instructions with one handler.
void ConditionEmitter::End() {
  handlers_[0].target = pc();
  for (size_t i = 0; i < covers_.size();) {
    const Cover first = covers_[i];
    uint32_t end = first.pc;
    for (; i < covers_.size() && covers_[i].handler == first.handler; ++i) end = covers_[i].pc + 1;
    const Handler& handler = handlers_[first.handler];
    image_.edges.push_back({first.pc, end, handler.target, handler.reg});
  }
}

bool ConditionEmitter::Emit(NodeId root, std::vector<uint32_t>& fails) {
  Conjunct(root, fails);
  return !too_many_registers_;
}

// What has to hold together is one condition behind the other: the first that is false decides, and
// one that is undecidable goes on with the next.
void ConditionEmitter::Conjunct(NodeId root, std::vector<uint32_t>& fails) {
  const bool kept = shared_ != nullptr && shared_->MemoOf(root);
  if (tree_.Is(root, NodeKind::kAnd) && !kept) {
    for (const NodeId operand : tree_.Operands(root)) Conjunct(operand, fails);
    return;
  }
  Begin();
  const auto test = kept ? std::nullopt : FuseTest(tree_, root, facts_, image_);
  if (test) {
    fails.push_back(Put(*test));
  } else {
    Value(root, 0);  // If it holds an error, `require` raises it.
    const bool compared = !kept && tree_.Is(root, NodeKind::kCompare);
    if (!compared || !Require(image_.code.back())) Put(vm::Opcode::kRequire, 0);
    fails.push_back(pc() - 1);
  }
  End();
}

bool ConditionEmitter::EmitValue(NodeId root) {
  Begin();
  Settled(root, 0);
  End();
  return !too_many_registers_;
}

void ConditionEmitter::EmitTargets(bool any, uint32_t list, std::vector<uint32_t>& fails) {
  Begin();
  vm::Instruction test{};
  test.op = vm::Opcode::kTestItemsIn;
  test.a = vm::Quantifier::kNotEmpty | (any ? vm::Quantifier::kAny : 0);
  test.x = facts_.Targets();
  test.y = list;
  fails.push_back(Put(test));
  End();
}

bool ConditionEmitter::Value(NodeId id, uint32_t to) {
  const std::optional<uint32_t> memo = shared_ != nullptr ? shared_->MemoOf(id) : std::nullopt;
  return memo ? Recall(id, *memo, to) : Compute(id, to);
}

bool ConditionEmitter::Recall(NodeId id, uint32_t memo, uint32_t to) {
  const uint32_t recall = Put(vm::Opcode::kRecall, to, 0, 0, memo);
  Catch(to, [&] { Compute(id, to); });
  Put(vm::Opcode::kKeep, 0, to, 0, memo);
  image_.code[recall].z = pc();
  return true;
}

bool ConditionEmitter::Compute(NodeId id, uint32_t to) {
  const Node& node = tree_[id];
  const std::span<const NodeId> operands = tree_.Operands(id);
  if (to >= vm::kRegisters) {
    too_many_registers_ = true;
    return false;
  }
  switch (node.kind) {
    case NodeKind::kConstant:
      Put(vm::Opcode::kLoadConst, to, 0, 0, AddTreeConstant(tree_.ConstantOf(id), image_));
      return false;
    case NodeKind::kFact:
      Put(vm::Opcode::kLoadFact, to, 0, 0, facts_.RowOf(tree_.FactOf(id)));
      return false;
    case NodeKind::kHasFact:
      Put(vm::Opcode::kHasFact, to, 0, 0, facts_.RowOf(tree_.FactOf(id)));
      return false;
    case NodeKind::kSelect:
    case NodeKind::kHasMember: {
      const uint32_t of = Operand(operands[0], to);
      const bool select = node.kind == NodeKind::kSelect;
      Put(select ? vm::Opcode::kSelect : vm::Opcode::kHasMember, to, of, 0,
          image_.Intern(tree_.NameOf(id)));
      return false;
    }
    case NodeKind::kSelectOptional:
      Settled(operands[0], to);
      Put(vm::Opcode::kSelectOptional, to, to, 0, image_.Intern(tree_.NameOf(id)));
      return false;
    case NodeKind::kIndex:
    case NodeKind::kIndexOptional:
    case NodeKind::kIn:
      if (LookUp(id, to)) return false;
      Binary(id,
             node.kind == NodeKind::kIn      ? vm::Opcode::kIn
             : node.kind == NodeKind::kIndex ? vm::Opcode::kIndex
                                             : vm::Opcode::kIndexOptional,
             0, to);
      return false;
    case NodeKind::kList:
      List(id, to);
      return false;
    case NodeKind::kMap:
      Map(id, to);
      return false;
    case NodeKind::kVariable:
      Put(vm::Opcode::kMove, to, registers_.at(node.index));
      return false;
    case NodeKind::kLet:
      return Let(id, to);
    case NodeKind::kLoop:
      return Loop(id, to);
    case NodeKind::kDyn:
      return Value(operands[0], to);
    case NodeKind::kCall:
      Call(id, to);
      return false;
    case NodeKind::kNot:
      Settled(operands[0], to);
      Put(vm::Opcode::kNot, to, to);
      return false;
    case NodeKind::kAnd:
    case NodeKind::kOr:
      return Logical(id, to);
    case NodeKind::kTernary:
      return Ternary(id, to);
    case NodeKind::kCompare:
      Compare(id, to);
      return false;
    case NodeKind::kArithmetic:
      Arithmetic(id, to);
      return false;
    case NodeKind::kNegate:
      Settled(operands[0], to);
      Put(NegateOpcode(node.type.kind()), to, to);
      if (node.type.Is(vm::Kind::kDuration)) Expect(node.type, to, to);
      return false;
    case NodeKind::kToDecimal:
      Settled(operands[0], to);
      Put(vm::Opcode::kToDecimal, to, to);
      return false;
    case NodeKind::kExpect:
      Expect(node.type, Operand(operands[0], to), to);
      return false;
  }
  return false;
}

// Looking into a constant, which stays where it is: in a register it could be anything's operand,
// and its length would count for all of them.
bool ConditionEmitter::LookUp(NodeId id, uint32_t to) {
  const bool in = tree_.Is(id, NodeKind::kIn);
  const std::span<const NodeId> operands = tree_.Operands(id);
  const NodeId container = operands[in ? 1 : 0];
  const NodeId key = operands[in ? 0 : 1];
  if (!tree_.Is(container, NodeKind::kConstant)) return false;
  const Type type = tree_[container].type;
  if (in ? !IsContainer(type) : !tree_.Is(id, NodeKind::kIndex) || !type.Is(vm::Kind::kMap)) {
    return false;
  }
  Settled(key, to);
  Put(in ? vm::Opcode::kInConst : vm::Opcode::kIndexConst, to, to, 0,
      AddTreeConstant(tree_.ConstantOf(container), image_));
  return true;
}

void ConditionEmitter::Settled(NodeId id, uint32_t to) {
  if (!Value(id, to)) return;
  // Only bools hold their errors: see Logical and Loop.
  Expect(Type::Of(vm::Kind::kBool), to, to);
}

uint32_t ConditionEmitter::Operand(NodeId id, uint32_t to) {
  while (tree_.Is(id, NodeKind::kDyn)) id = tree_.Operands(id)[0];
  if (tree_.Is(id, NodeKind::kVariable)) return registers_.at(tree_[id].index);
  Settled(id, to);
  return to;
}

void ConditionEmitter::Expect(Type type, uint32_t from, uint32_t to) {
  Put(vm::Opcode::kExpect, to, from, 0, static_cast<uint32_t>(type.kind()));
}

void ConditionEmitter::Caught(NodeId id, uint32_t to) {
  Catch(to, [&] { Value(id, to); });  // If it holds an error already, that is as good as caught.
}

template <typename Code>
void ConditionEmitter::Catch(uint32_t to, const Code& emit) {
  const uint32_t outer = handler_;
  handler_ = static_cast<uint32_t>(handlers_.size());
  handlers_.push_back({to, vm::kNone});
  const uint32_t own = handler_;
  emit();
  handlers_[own].target = pc();
  handler_ = outer;
}

// Both sides are evaluated until one decides; what they come to is combined with errors as values.
bool ConditionEmitter::Logical(NodeId id, uint32_t to) {
  const std::span<const NodeId> operands = tree_.Operands(id);
  const bool both = tree_.Is(id, NodeKind::kAnd);
  std::vector<uint32_t> decided;
  Caught(operands[0], to);
  for (const NodeId operand : operands.subspan(1)) {
    decided.push_back(Put(both ? vm::Opcode::kJumpUnless : vm::Opcode::kJumpIf, 0, to));
    Caught(operand, to + 1);
    Put(both ? vm::Opcode::kAnd : vm::Opcode::kOr, to, to, to + 1);
  }
  for (const uint32_t jump : decided) image_.code[jump].z = pc();
  return true;
}

bool ConditionEmitter::Ternary(NodeId id, uint32_t to) {
  const std::span<const NodeId> parts = tree_.Operands(id);
  Settled(parts[0], to);
  const uint32_t unless = Put(vm::Opcode::kJumpUnless, 0, to);
  const bool then = Value(parts[1], to);
  const uint32_t jump = Put(vm::Opcode::kJump, 0);
  image_.code[unless].z = pc();
  const bool otherwise = Value(parts[2], to);
  image_.code[jump].z = pc();
  return then || otherwise;
}

bool ConditionEmitter::InPlace(NodeId id, vm::Role role, vm::Instruction& in, uint8_t& operand) {
  if (vm::IsOrConstant(role) && tree_.Is(id, NodeKind::kConstant)) {
    operand = vm::kConstantOperand;
    in.y = AddTreeConstant(tree_.ConstantOf(id), image_);
    return true;
  }
  if (vm::IsOrFact(role) && tree_.Is(id, NodeKind::kFact)) {
    operand = vm::kFactOperand;
    in.x = facts_.RowOf(tree_.FactOf(id));
    return true;
  }
  return false;
}

void ConditionEmitter::Binary(NodeId id, vm::Opcode op, uint32_t x, uint32_t to) {
  const NodeId left = tree_.Operands(id)[0];
  const NodeId right = tree_.Operands(id)[1];
  const bool constant = tree_.Is(right, NodeKind::kConstant);
  const bool same = tree_.Is(right, NodeKind::kFact) && tree_.Is(left, NodeKind::kFact) &&
                    tree_.FactOf(left) == tree_.FactOf(right);
  // An instruction has room for one constant and one fact, and reads them when it runs: a fact on
  // the left of what can fail would be read behind it, and the two errors change places.
  const bool left_in_place = tree_.Is(left, NodeKind::kConstant) ? !constant : constant || same;
  vm::Instruction in{};
  in.op = op;
  in.a = Register(to);
  in.x = x;
  if (!left_in_place || !InPlace(left, vm::Info(op).b, in, in.b))
    in.b = Register(Operand(left, to));
  if (!InPlace(right, vm::Info(op).c, in, in.c)) in.c = Register(Operand(right, to + 1));
  Put(in);
}

void ConditionEmitter::Compare(NodeId id, uint32_t to) {
  const std::span<const NodeId> sides = tree_.Operands(id);
  Binary(id, CompareOpcode(tree_[sides[0]].type.kind(), tree_[sides[1]].type.kind()),
         static_cast<uint32_t>(tree_[id].relation), to);
}

void ConditionEmitter::Arithmetic(NodeId id, uint32_t to) {
  const Node& node = tree_[id];
  const bool checked = node.type.Is(vm::Kind::kTimestamp) || node.type.Is(vm::Kind::kDuration) ||
                       node.type.Is(vm::Kind::kList);
  if (node.type.dyn() || checked) {
    Binary(id, vm::Opcode::kArithmeticAny, static_cast<uint32_t>(node.arithmetic), to);
    if (checked) Expect(node.type, to, to);
  } else {
    Binary(id, ArithmeticOpcode(node.type.kind(), node.arithmetic), 0, to);
  }
}

void ConditionEmitter::Call(NodeId id, uint32_t to) {
  if (const std::optional<TextPartCall> asked = AsTextPart(tree_, id)) {
    const uint32_t text = Operand(asked->text, to);
    Put(vm::Opcode::kTextPart, to, text, static_cast<uint32_t>(asked->part),
        AddTreeConstant(tree_.ConstantOf(asked->constant), image_));
    return;
  }
  const TreeCall& call = tree_.CallOf(id);
  Range(tree_.Operands(id), to);
  const uint32_t prepared =
      call.prepared ? AddTreeConstant(tree_.constant(*call.prepared), image_) : vm::kNone;
  const uint32_t import = image_.Import(call.signature);
  Put(vm::Opcode::kCall, to, to, tree_[id].operand_count, image_.AddCall(import, prepared));
}

// The operands into consecutive registers, none an error.
void ConditionEmitter::Range(std::span<const NodeId> operands, uint32_t to) {
  for (const NodeId operand : operands) Settled(operand, to++);
}

}  // namespace bylaw::compiler
