// Runs a few instructions and gives what they leave in a register: for tests of single
// instructions.

#ifndef BYLAW_TESTS_VM_EVALUATE_H_
#define BYLAW_TESTS_VM_EVALUATE_H_

#include <string>
#include <vector>

#include "bylaw/vm/opcode.h"
#include "module_builder.h"

namespace bylaw::vm {

// One operand of an instruction: a constant, or the value of a fact of undeclared type as JSON
// gives it.
struct Operand {
  Value constant;
  std::string json;

  static Operand Json(std::string text) { return {{}, std::move(text)}; }
  // A fact that the request does not have: an error.
  static Operand Missing() { return {{}, ""}; }
  Operand(Value value, std::string text) : constant(value), json(std::move(text)) {}
  Operand(Value value)
      : constant(value) {}  // NOLINT(google-explicit-constructor): tables of constants read better.
};

// What `op` gives for operands b and c, and x: "5 int", "\"a\" string", or the error's text, which
// came over a value edge; the same with constants and facts inside the instruction, where they may
// be. Errors among the operands are loaded over an edge, too. Fails the test where the steps or
// memory taken are more than was proved.
std::string Evaluate(Opcode op, const Operand& b, uint32_t x = 0);
std::string Evaluate(Opcode op, const Operand& b, const Operand& c, uint32_t x = 0);

// "5 int" and the like.
std::string Described(const Value& value);

}  // namespace bylaw::vm

#endif  // BYLAW_TESTS_VM_EVALUATE_H_
