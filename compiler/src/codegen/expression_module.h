// A module that is one expression: a constitution of one rule whose one condition is the
// expression, and which is never asked for a decision. vm::Expression has its value.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_EXPRESSION_MODULE_H_
#define BYLAW_COMPILER_CODEGEN_EXPRESSION_MODULE_H_

#include <string_view>

#include "bylaw/vm/image.h"
#include "codegen/facts.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// Makes `image`, which has nothing but its policy, the module of `root`, written as `text`. False
// if it needs more registers than there are; the image is then of no use.
bool WriteExpression(const Tree& tree, NodeId root, std::string_view text, FactRows& facts,
                     vm::ModuleImage& image);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_EXPRESSION_MODULE_H_
