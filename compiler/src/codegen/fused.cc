// See fused.h.

#include "codegen/fused.h"

namespace bylaw::compiler {
namespace {

class Fusion {
 public:
  Fusion(const Tree& tree, FactRows& facts, vm::ModuleImage& image)
      : tree_(tree), facts_(facts), image_(image) {}

  std::optional<vm::Instruction> Fuse(NodeId id) {
    switch (tree_[id].kind) {
      case NodeKind::kFact:
        return Test(vm::Opcode::kTestTrue, id);
      case NodeKind::kCompare:
        return Compare(id);
      case NodeKind::kIn:
        return In(id, false);
      case NodeKind::kCall:
        return Part(id);
      case NodeKind::kLoop:
        return Items(id, false);
      case NodeKind::kNot: {
        const NodeId of = tree_.Operands(id)[0];
        if (tree_.Is(of, NodeKind::kFact)) return Test(vm::Opcode::kTestFalse, of);
        if (tree_.Is(of, NodeKind::kLoop)) return Items(of, true);
        return tree_.Is(of, NodeKind::kIn) ? In(of, true) : std::nullopt;
      }
      default:
        return std::nullopt;
    }
  }

 private:
  vm::Instruction Test(vm::Opcode op, NodeId fact) {
    vm::Instruction test{};
    test.op = op;
    test.x = facts_.RowOf(tree_.FactOf(fact));
    return test;
  }

  std::optional<vm::Instruction> Compare(NodeId id) {
    const NodeId fact = tree_.Operands(id)[0];
    const NodeId constant = tree_.Operands(id)[1];
    if (!tree_.Is(fact, NodeKind::kFact) || !tree_.Is(constant, NodeKind::kConstant) ||
        IsContainer(Type::Of(tree_.ConstantOf(constant).value.kind))) {
      return std::nullopt;
    }
    vm::Instruction test = Test(OpcodeFor(fact, constant), fact);
    test.a = static_cast<uint8_t>(tree_[id].relation);
    test.y = AddTreeConstant(tree_.ConstantOf(constant), image_);
    return test;
  }

  vm::Opcode OpcodeFor(NodeId fact, NodeId constant) const {
    const vm::Kind kind = tree_[fact].type.kind();
    if (tree_.ConstantOf(constant).value.kind != kind) return vm::Opcode::kTestAny;
    switch (kind) {
      case vm::Kind::kInt:
        return vm::Opcode::kTestInt;
      case vm::Kind::kDecimal:
        return vm::Opcode::kTestDecimal;
      case vm::Kind::kString:
        return vm::Opcode::kTestString;
      default:
        return vm::Opcode::kTestAny;
    }
  }

  std::optional<vm::Instruction> In(NodeId id, bool negated) {
    const NodeId fact = tree_.Operands(id)[0];
    const NodeId list = tree_.Operands(id)[1];
    if (!tree_.Is(fact, NodeKind::kFact) || !tree_.Is(list, NodeKind::kConstant) ||
        !IsContainer(Type::Of(tree_.ConstantOf(list).value.kind))) {
      return std::nullopt;
    }
    vm::Instruction test = Test(vm::Opcode::kTestIn, fact);
    test.a = negated ? 1 : 0;
    test.y = AddTreeConstant(tree_.ConstantOf(list), image_);
    return test;
  }

  std::optional<vm::Instruction> Part(NodeId id) {
    const std::optional<TextPartCall> call = AsTextPart(tree_, id);
    if (!call || !tree_.Is(call->text, NodeKind::kFact) ||
        !tree_[call->text].type.Is(vm::Kind::kString)) {
      return std::nullopt;
    }
    vm::Instruction test = Test(vm::Opcode::kTestPart, call->text);
    test.a = static_cast<uint8_t>(call->part);
    test.y = AddTreeConstant(tree_.ConstantOf(call->constant), image_);
    return test;
  }

  // `list.all(v, v <test> constant)`, or `exists`, of a fact. That not all pass is that any fails,
  // and the other way round.
  std::optional<vm::Instruction> Items(NodeId id, bool negated) {
    const TreeLoop& loop = tree_.LoopOf(id);
    const NodeId range = tree_.Operands(id)[0];
    if ((loop.kind != LoopKind::kAll && loop.kind != LoopKind::kExists) || loop.pairs ||
        loop.maps || !tree_.Is(range, NodeKind::kFact)) {
      return std::nullopt;
    }
    NodeId predicate = tree_.Operands(id)[1];
    const bool any = (loop.kind == LoopKind::kExists) != negated;
    if (tree_.Is(predicate, NodeKind::kNot)) {
      predicate = tree_.Operands(predicate)[0];
      negated = !negated;
    }
    std::optional<vm::Instruction> test = ItemTest(predicate, loop.first, tree_[range].type.item());
    if (!test) return std::nullopt;
    test->x = facts_.RowOf(tree_.FactOf(range));
    test->a = static_cast<uint8_t>((any ? vm::Quantifier::kAny : 0) |
                                   (negated ? vm::Quantifier::kNegated : 0));
    return test;
  }

  // What is asked of each item, the value of `variable`, declared as `item`.
  std::optional<vm::Instruction> ItemTest(NodeId id, uint32_t variable, Type item) {
    vm::Instruction test{};
    if (const std::optional<TextPartCall> call = AsTextPart(tree_, id)) {
      if (!IsItem(call->text, variable, item)) return std::nullopt;
      test.op = vm::Opcode::kTestItemsPart;
      test.b = static_cast<uint8_t>(call->part);
      test.y = AddTreeConstant(tree_.ConstantOf(call->constant), image_);
      return test;
    }
    const bool in = tree_.Is(id, NodeKind::kIn);
    if (!in && !tree_.Is(id, NodeKind::kCompare)) return std::nullopt;
    const NodeId constant = tree_.Operands(id)[1];
    if (!IsItem(tree_.Operands(id)[0], variable, item) ||
        !tree_.Is(constant, NodeKind::kConstant) ||
        IsContainer(Type::Of(tree_.ConstantOf(constant).value.kind)) != in) {
      return std::nullopt;
    }
    test.op = in ? vm::Opcode::kTestItemsIn : vm::Opcode::kTestItemsCompare;
    test.b = in ? 0 : static_cast<uint8_t>(tree_[id].relation);
    test.y = AddTreeConstant(tree_.ConstantOf(constant), image_);
    return test;
  }

  // Whether `id` is the item as it is. Where items are declared, all that a request gives are of
  // that type: there is nothing to expect.
  bool IsItem(NodeId id, uint32_t variable, Type item) const {
    if (tree_.Is(id, NodeKind::kExpect) && tree_[id].type == item) id = tree_.Operands(id)[0];
    return tree_.Is(id, NodeKind::kVariable) && tree_[id].index == variable;
  }

  const Tree& tree_;
  FactRows& facts_;
  vm::ModuleImage& image_;
};

struct TextPartFunction {
  std::string_view signature;
  vm::TextPart part;
};
constexpr TextPartFunction kTextPartFunctions[] = {
    {"startsWith(string, string) bool", vm::TextPart::kBegin},
    {"endsWith(string, string) bool", vm::TextPart::kEnd},
    {"contains(string, string) bool", vm::TextPart::kAnywhere},
};

}  // namespace

std::optional<vm::Instruction> FuseTest(const Tree& tree, NodeId root, FactRows& facts,
                                        vm::ModuleImage& image) {
  return Fusion(tree, facts, image).Fuse(root);
}

std::optional<TextPartCall> AsTextPart(const Tree& tree, NodeId id) {
  if (!tree.Is(id, NodeKind::kCall)) return std::nullopt;
  for (const TextPartFunction& function : kTextPartFunctions) {
    if (tree.CallOf(id).signature != function.signature) continue;
    const NodeId part = tree.Operands(id)[1];
    if (!tree.Is(part, NodeKind::kConstant)) return std::nullopt;
    NodeId text = tree.Operands(id)[0];
    if (tree.Is(text, NodeKind::kExpect)) text = tree.Operands(text)[0];
    return TextPartCall{function.part, text, part};
  }
  return std::nullopt;
}

uint32_t AddTreeConstant(const TreeConstant& constant, vm::ModuleImage& image) {
  return image.AddConstant(constant.value);
}

}  // namespace bylaw::compiler
