// JSON as values of the VM: a whole number is an int (a uint where only that holds it), any other a
// double, as CEL has them.
//
// Ownership: a JsonValues owns what its values point to. Thread-safety: none.

#ifndef BYLAW_CLI_JSON_VALUE_H_
#define BYLAW_CLI_JSON_VALUE_H_

#include <deque>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bylaw/vm/value.h"

namespace bylaw::cli {

class JsonValues {
 public:
  vm::Value From(const nlohmann::ordered_json& json);

 private:
  std::deque<std::string> texts_;
  std::deque<std::vector<vm::Value>> lists_;
  std::deque<std::vector<vm::Member>> maps_;
};

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_JSON_VALUE_H_
