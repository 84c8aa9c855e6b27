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

// Work that only the values at hand can tell, up to what the function's row allows.
class WorkBudget {
 public:
  WorkBudget(uint32_t& steps, uint32_t limit) noexcept : steps_(steps), left_(limit) {}
  // Whether there is room for `steps` more; without, the answer is the error kLimit.
  bool Spend(uint32_t steps) noexcept {
    const uint32_t spent = steps < left_ ? steps : left_;
    left_ -= spent;
    steps_ += spent;
    return spent == steps;
  }

 private:
  uint32_t& steps_;
  uint32_t left_;
};

struct FunctionCall {
  std::span<const Value>
      arguments;  // As many and of such kinds as the signature says: the verifier proved it.
  const Prepared* prepared;   // Of the call's constant argument; nullptr where there is none.
  Arena& arena;               // For results: no more than the row's memory says.
  uint32_t string_bytes_max;  // No result may hold longer text; over it the answer is kLimit.
  uint32_t list_items_max;    // Nor more items.
  bool loose;        // Values of different kinds are unequal, as in CEL, instead of an error.
  WorkBudget& work;  // cost.budget.steps.
};

// Steps for every unit of the arguments: 64 bytes (begun) of text, an item of a list or map.
struct PerUnit {
  uint16_t steps;
  uint8_t arguments;  // Whose units count, a bit each.

  // NOLINTNEXTLINE(google-explicit-constructor): in the rows of tables it is a number.
  constexpr PerUnit(uint16_t of_all = 0) noexcept : steps(of_all), arguments(0xff) {}
  // Only the second argument's, which bounds how much of the first is looked at.
  static constexpr PerUnit OfSecond(uint16_t steps) noexcept {
    PerUnit cost(steps);
    cost.arguments = 2;
    return cost;
  }
};

// Steps that a call may spend beyond that, by what its values turn out to be.
struct CallBudget {
  uint16_t steps;
  bool of_result =
      false;  // One for every 64 bytes of the text that it gives, and for nothing else.

  // NOLINTNEXTLINE(google-explicit-constructor): in the rows of tables it is a number.
  constexpr CallBudget(uint16_t most = 0) noexcept : steps(most) {}
  static constexpr CallBudget OfResult(uint16_t most) noexcept {
    CallBudget budget(most);
    budget.of_result = true;
    return budget;
  }
};

// Work charged for a call: base, the units of its arguments, and what the function spends of its
// budget.
struct FunctionCost {
  uint16_t base;
  PerUnit per_unit;
  CallBudget budget = 0;
};

inline constexpr uint32_t kFunctionValueBytes = 64;

// What a call takes of the arena at most, and so how large its result can be: beside what it makes
// there, a function gives parts of its arguments, and texts of kFunctionValueBytes of its own.
enum class FunctionMemory : uint8_t {
  kNothing,       // Views into the arguments, numbers, times.
  kValue,         // kFunctionValueBytes: a wide decimal, an optional of an argument, an address.
  kCopy,          // A text no longer than the longest of the arguments.
  kText,          // string_bytes_max bytes.
  kItems,         // A list of list_items_max parts of the arguments.
  kItemsAndText,  // Both; lists of lists.
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
  FunctionMemory memory;
  std::string_view doc;  // One line.

  // Never throws; an error is a value.
  Value (*call)(const FunctionCall&) noexcept;

  // The argument that Prepare takes where it is constant, and that is checked at compile time; -1
  // if none.
  int8_t prepared_argument;
  // nullptr, and one sentence in `error`, when the constant is unusable.
  std::unique_ptr<Prepared> (*prepare)(const Value& constant, std::string* error);
  // What a module carries for that argument instead of the constant (the transitions of a time zone
  // for its name), made at compile time; prepare then takes it as bytes. nullptr: the constant.
  // Empty, and one sentence in `error`, when the constant is unusable.
  std::string (*embed)(std::string_view constant, std::string* error);
  // The same for the argument behind it where the two are prepared together: a module carries what
  // both make of their constants, one after the other. nullptr: it is prepared alone.
  std::string (*embed_next)(std::string_view constant, std::string* error) = nullptr;
  // Whether a constant can be one of the other arguments; if not, one sentence in `error`. It is
  // for errors at compile time only: the call looks at its arguments all the same. nullptr: any.
  bool (*check)(int argument, const Value& constant, std::string* error) = nullptr;
};

using FunctionTable = std::span<const Function>;

// The row with this signature, or nullptr.
const Function* FindFunction(FunctionTable table, std::string_view signature) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_FUNCTION_H_
