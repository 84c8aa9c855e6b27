// The value of a module that is one expression (compiler/expression.h).
//
// Thread-safety: as a Context. Ownership: the module, and what was bound, must outlive it; a value
// is valid until the next Evaluate or Bind.

#ifndef BYLAW_VM_EXPRESSION_H_
#define BYLAW_VM_EXPRESSION_H_

#include <cstdint>
#include <memory>

#include "bylaw/vm/module.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

class Expression {
 public:
  explicit Expression(const Module& module);
  ~Expression();
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  // Gives a variable its value; false if it is of another kind than was declared.
  bool Bind(FactId variable, const Value& value) noexcept;
  // The value, or the error why there is none.
  Value Evaluate() noexcept;
  // What the last evaluation took.
  uint32_t steps() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_EXPRESSION_H_
