// What the tests of the compiler share: compiling a text, and deciding requests with the outcome.

#ifndef BYLAW_TESTS_COMPILER_COMPILE_FIXTURE_H_
#define BYLAW_TESTS_COMPILER_COMPILE_FIXTURE_H_

#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/compile.h"
#include "bylaw/vm/module.h"

namespace bylaw::compiler {

// A compiled text and what was said about it.
struct Compiled {
  SourceFile source;
  CompileResult result;
  std::vector<Diagnostic> diagnostics;

  bool ok() const { return result.module.has_value(); }
  // The most steps that a decision can take, proved; 0 without a module.
  uint32_t steps_max() const;
  // "E0407 `amount == \"5\"`", one for each diagnostic, by place: code and marked text.
  std::vector<std::string> Marks() const;
  // The codes alone.
  std::vector<std::string> Codes() const;
  // Everything said, for the message of a failed expectation.
  std::string Said() const;
};

Compiled CompileText(std::string text, bool strict = false);
// A document of the project, which may name files beside it.
Compiled CompileProjectFile(const std::string& path);

// A constitution with these facts (YAML flow, "a: {…}" separated by newlines), one permission `do`
// on these conditions, and `more` keys, indented by two.
std::string Document(std::string_view facts, const std::vector<std::string>& conditions,
                     std::string_view more = "");

// "PERMIT" and the like, with the code where it is not `matched` or `no_rule`: "DENY undecidable".
std::string Decide(const Compiled& compiled, std::string_view request);

// A request for action `do` with these JSON objects.
std::string Request(std::string_view params, std::string_view context = "{}");

// The bytes of a file below the project's folder.
std::string ReadProjectFile(const std::string& path);

}  // namespace bylaw::compiler

#endif  // BYLAW_TESTS_COMPILER_COMPILE_FIXTURE_H_
