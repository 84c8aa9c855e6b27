// Modules that the tests of the SDKs load.

#ifndef BYLAW_TESTS_SDK_MODULE_H_
#define BYLAW_TESTS_SDK_MODULE_H_

#include <gtest/gtest.h>

#include <string>

#include "bylaw/compiler/compile.h"
#include "bylaw/stdlib/functions.h"
#include "temporary_directory.h"

namespace bylaw::sdk {

// The constitution's module; empty, and a failure, where it does not compile.
inline std::string ModuleOf(const std::string& constitution) {
  compiler::DiagnosticSink sink;
  const compiler::CompileResult compiled = compiler::Compile(
      compiler::SourceFile("test.yaml", constitution), {.functions = stdlib::Functions()}, sink);
  for (const compiler::Diagnostic& diagnostic : sink.Sorted())
    EXPECT_TRUE(compiled.module) << diagnostic.message;
  return compiled.module ? std::string(*compiled.module) : std::string();
}

// That of examples/fintech-lending.yaml.
inline std::string LendingModule() {
  return ModuleOf(test::ReadAll(BYLAW_SOURCE_DIR "/examples/fintech-lending.yaml"));
}

}  // namespace bylaw::sdk

#endif  // BYLAW_TESTS_SDK_MODULE_H_
