// What the targets share that compile: a document for one condition, and compiling.

#ifndef BYLAW_TESTS_FUZZ_COMPILING_H_
#define BYLAW_TESTS_FUZZ_COMPILING_H_

#include <optional>
#include <string>
#include <string_view>

#include "bylaw/vm/module.h"

namespace bylaw::fuzz {

// A constitution with facts of every kind, in which the condition permits
// action `do`. It is UTF-8.
std::string DocumentOf(std::string_view condition);

struct Compiled {
  std::optional<std::string> module;
  std::string said;  // Errors and warnings, as they are printed.
};
Compiled Compile(const std::string& document, bool fold_constants = true);

// The module of a document that compiles; ends the program, with what is wrong, if it does not.
std::string MustCompile(const std::string& document);

// The module loaded; ends the program, with what is wrong, if it does not load.
vm::LoadResult MustLoad(std::string_view module, const vm::HostLimits& limits = {});

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_COMPILING_H_
