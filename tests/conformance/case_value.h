// Values of the conformance cases (tests/vectors/cel/README.md) as values of the VM, and back.
//
// Thread-safety: none. Ownership: a ValueStore owns what its values point to.

#ifndef BYLAW_TESTS_CONFORMANCE_CASE_VALUE_H_
#define BYLAW_TESTS_CONFORMANCE_CASE_VALUE_H_

#include <deque>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bylaw/vm/value.h"

namespace bylaw::conformance {

class ValueStore {
 public:
  // {"int": "1"} and the like. Throws std::runtime_error where there is no such value.
  vm::Value FromJson(const nlohmann::json& json);

 private:
  vm::Value Keep(vm::Kind kind, std::string text);

  std::deque<std::string> texts_;
  std::deque<std::vector<vm::Value>> lists_;
  std::deque<std::vector<vm::Member>> maps_;
};

// Whether a result is what the case expects: of the same kind all through; maps in any order; NaN
// is NaN.
bool Same(const vm::Value& result, const vm::Value& expected);

}  // namespace bylaw::conformance

#endif  // BYLAW_TESTS_CONFORMANCE_CASE_VALUE_H_
