#include "bylaw/vm/expression.h"

#include "interpreter.h"

namespace bylaw::vm {

struct Expression::State {
  explicit State(const LoadedModule& module) : machine(module) {}
  Machine machine;
};

Expression::Expression(const Module& module) : state_(std::make_unique<State>(module.data())) {}
Expression::~Expression() = default;

bool Expression::Bind(FactId variable, const Value& value) noexcept {
  Machine& machine = state_->machine;
  const auto id = static_cast<uint32_t>(variable);
  if (id >= machine.module.view.facts.size() || value.is_error()) return false;
  const Kind declared = machine.module.view.facts[id].type.kind;
  if (declared != Kind::kError && declared != value.kind) return false;
  machine.slots[id] = value;
  return true;
}

Value Expression::Evaluate() noexcept {
  Machine& machine = state_->machine;
  const ModuleView& view = machine.module.view;
  machine.arena.Rewind(0);
  machine.steps = 0;
  if (view.blocks.empty() || view.conditions.empty()) return Value::Error(ValueError::kMissing);
  ValueError error = ValueError::kMissing;
  const Truth truth = RunCondition(machine, view.blocks[0], view.conditions[0], kNone, error);
  return truth == Truth::kTrue ? machine.registers[0] : Value::Error(error);
}

uint32_t Expression::steps() const noexcept {
  return state_->machine.steps;
}

}  // namespace bylaw::vm
