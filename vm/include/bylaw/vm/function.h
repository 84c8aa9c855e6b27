// Library functions as the VM sees them: signature, cost and implementation in one row. The VM has
// none of its own; stdlib brings its table, and a module that imports a function which the build
// lacks is refused at load, by name.
//
// Thread-safety: tables are constant; implementations are reentrant and keep nothing between calls
// but what Prepare made.

#ifndef BYLAW_VM_FUNCTION_H_
#define BYLAW_VM_FUNCTION_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/vm/arena.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {

inline constexpr uint32_t kFunctionArgumentsMax = 8;

// What Prepare makes of a constant argument (a compiled regular expression), once a module.
class Prepared {
 public:
  virtual ~Prepared() = default;
};

struct FunctionCall {
  std::span<const Value>
      arguments;  // As many and of such kinds as the signature says: the verifier proved it.
  const Prepared* prepared;  // Of the call's constant argument; nullptr where there is none.
  Arena& arena;              // For results.
  uint32_t
      string_bytes_max;  // No result may hold longer text; over it the answer is the error kLimit.
};

// Work charged for a call: base + per_unit for every 64 bytes (begun) of text, and every item of a
// list or map, in the arguments.
struct FunctionCost {
  uint16_t base;
  uint16_t per_unit;
};

struct Function {
  std::string_view name;       // As written in a condition.
  std::string_view signature;  // Names the overload in modules: "contains(string, string) bool".
  bool receiver;               // Callable as a.name(b).
  bool global;                 // Callable as name(a, b).
  uint8_t arity;
  KindSet arguments[kFunctionArgumentsMax];
  KindSet result;  // Without kError; any call may fail all the same.
  FunctionCost cost;
  std::string_view doc;  // One line.

  // Never throws; an error is a value.
  Value (*call)(const FunctionCall&) noexcept;

  // The argument that Prepare takes where it is constant, and that is checked at compile time; -1
  // if none.
  int8_t prepared_argument;
  // nullptr, and one sentence in `error`, when the constant is unusable.
  std::unique_ptr<Prepared> (*prepare)(const Value& constant, std::string* error);
};

using FunctionTable = std::span<const Function>;

// The row with this signature, or nullptr.
const Function* FindFunction(FunctionTable table, std::string_view signature) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_FUNCTION_H_
