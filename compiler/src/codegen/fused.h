// What is one instruction: conditions on a fact and a constant, and questions about a part of a
// text.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_FUSED_H_
#define BYLAW_COMPILER_CODEGEN_FUSED_H_

#include <optional>

#include "bylaw/vm/image.h"
#include "codegen/facts.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// The test that the lowered `root` is, without its jump; nothing where it takes more than one. Not
// for what is inside a loop, which takes fewer items of a list.
std::optional<vm::Instruction> FuseTest(const Tree& tree, NodeId root, FactRows& facts,
                                        vm::ModuleImage& image);

// A call that asks whether a text starts with, ends with or contains a constant.
struct TextPartCall {
  vm::TextPart part;
  NodeId text;  // A string, or a dyn that must be one.
  NodeId constant;
};
std::optional<TextPartCall> AsTextPart(const Tree& tree, NodeId id);

// A constant of the tree as one of the module.
uint32_t AddTreeConstant(const TreeConstant& constant, vm::ModuleImage& image);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_FUSED_H_
