// The code of one condition.
//
// A condition that is a fact against a constant is one test instruction. Any other is computed into
// register 0 and required to be true. Registers are a stack: the value of a node goes to register
// `to`, its operands to `to` and above.
//
// Errors: `a && b` and `a || b` absorb an error of one side if the other decides, so each side is
// covered by an edge that keeps its error as a value; everywhere else an error leaves to the
// nearest such side, or makes the rule undecidable. Edges do not nest: each instruction that can
// fail has the innermost one.
//
// Thread-safety: belongs to one compilation.

#ifndef BYLAW_COMPILER_CODEGEN_EMIT_H_
#define BYLAW_COMPILER_CODEGEN_EMIT_H_

#include <map>
#include <optional>
#include <vector>

#include "bylaw/vm/image.h"
#include "codegen/facts.h"
#include "codegen/sharing.h"
#include "sema/tree.h"

namespace bylaw::compiler {

class ConditionEmitter {
 public:
  // `shared`: what other conditions of the block have too; may be null.
  ConditionEmitter(const Tree& tree, FactRows& facts, vm::ModuleImage& image,
                   const SharedParts* shared = nullptr)
      : tree_(tree), facts_(facts), image_(image), shared_(shared) {}

  // Appends the code and edges of the lowered `root` to the image. Instructions that jump to the
  // rule's `fails` are added to `fails`, their target open. False if it needs more registers than
  // there are; the image is then of no use.
  bool Emit(NodeId root, std::vector<uint32_t>& fails);

  // Appends code that leaves the value of the lowered `root` in register 0.
  bool EmitValue(NodeId root);

  // Appends the test whether the request's targets are all, or any of them is, in constant list
  // `list`.
  void EmitTargets(bool any, uint32_t list, std::vector<uint32_t>& fails);

 private:
  // Where errors of the code at hand go.
  struct Handler {
    uint32_t reg = vm::kEdgeUndecidable;
    uint32_t target = vm::kNone;  // Known once the code that it covers is complete.
  };
  // An instruction that can fail, and its handler.
  struct Cover {
    uint32_t pc;
    uint32_t handler;
  };

  uint32_t pc() const { return static_cast<uint32_t>(image_.code.size()); }
  uint32_t Put(vm::Instruction instruction);
  uint32_t Put(vm::Opcode op, uint32_t a, uint32_t b = 0, uint32_t c = 0, uint32_t x = 0);
  // The same with the constant y as its right operand.
  uint32_t PutWithConstant(vm::Opcode op, uint32_t a, uint32_t b, uint32_t x, uint32_t constant);
  // As an operand of an instruction; notes down that there are not so many.
  uint8_t Register(uint32_t number);
  void Begin();
  void End();
  // The condition `root`, or one of the conditions that it is the conjunction of.
  void Conjunct(NodeId root, std::vector<uint32_t>& fails);

  // The value of `id` into register `to`, which may hold an error afterwards only if this says so.
  bool Value(NodeId id, uint32_t to);
  // The same, whatever is kept.
  bool Compute(NodeId id, uint32_t to);
  // The same, recalled or else kept in `memo`.
  bool Recall(NodeId id, uint32_t memo, uint32_t to);
  // The value of `id` into register `to`; an error leaves.
  void Settled(NodeId id, uint32_t to);
  // The register that holds the value of `id`: that of a variable, or `to`; an error leaves.
  uint32_t Operand(NodeId id, uint32_t to);
  // The value in register `from` must be of this type, and goes to `to`.
  void Expect(Type type, uint32_t from, uint32_t to);
  // The value of `id` into register `to`, or its error.
  void Caught(NodeId id, uint32_t to);
  // Errors of the code that `emit` appends go to register `to`.
  template <typename Code>
  void Catch(uint32_t to, const Code& emit);

  bool Logical(NodeId id, uint32_t to);
  bool Ternary(NodeId id, uint32_t to);
  bool LookUp(NodeId id, uint32_t to);
  // Makes an instruction take a constant or fact in place of a register, where the role admits it.
  bool InPlace(NodeId id, vm::Role role, vm::Instruction& in, uint8_t& operand);
  // An instruction on two operands, each in place where it may be.
  void Binary(NodeId id, vm::Opcode op, uint32_t x, uint32_t to);
  void Compare(NodeId id, uint32_t to);
  void Arithmetic(NodeId id, uint32_t to);
  void Call(NodeId id, uint32_t to);
  void Range(std::span<const NodeId> operands, uint32_t to);

  // emit_loop.cc
  uint32_t PutConstant(const vm::Value& value, uint32_t to);
  void List(NodeId id, uint32_t to);
  void Map(NodeId id, uint32_t to);
  bool Let(NodeId id, uint32_t to);
  void Held(const vm::Instruction& test, uint32_t to);
  bool Loop(NodeId id, uint32_t to);
  void BeginLoop(const TreeLoop& loop, uint32_t to);
  void Trip(NodeId id, uint32_t to, std::vector<uint32_t>& exits);

  const Tree& tree_;
  FactRows& facts_;
  vm::ModuleImage& image_;
  const SharedParts* shared_;
  bool too_many_registers_ = false;
  std::vector<Handler> handlers_;  // All of the condition at hand; the first makes it undecidable.
  uint32_t handler_ = 0;           // The one that covers what comes.
  std::vector<Cover> covers_;
  std::map<uint32_t, uint32_t> registers_;  // Of the variables that are seen.
  uint32_t loop_depth_ = 0;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_EMIT_H_
