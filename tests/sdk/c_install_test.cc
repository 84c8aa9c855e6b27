// The C library as others get it: installed, found by pkg-config and by CMake, loaded by Python.

#include <gtest/gtest.h>

#include <string>

#include "module.h"
#include "sanitized.h"
#include "subprocess.h"
#include "temporary_directory.h"

namespace bylaw::sdk {
namespace {

using test::RunProgram;
using test::RunResult;

std::string WriteLending(const test::TemporaryDirectory& directory) {
  return directory.Write("lending.bylaw", LendingModule());
}

TEST(CLibrary, TheExampleDecides) {
  const test::TemporaryDirectory directory;
  const std::string module = WriteLending(directory);
  const RunResult small = RunProgram({BYLAW_C_EXAMPLE, module, "100"});
  EXPECT_EQ(small.exit_code, 0) << small.err;
  EXPECT_EQ(small.out.substr(0, small.out.find('\n')), "PERMIT matched, rule permitted[1]");
  const RunResult large = RunProgram({BYLAW_C_EXAMPLE, module, "15000"});
  EXPECT_EQ(large.exit_code, 1);
  EXPECT_EQ(large.out.substr(0, large.out.find('\n')),
            "ESCALATE matched, rule escalate[0], to senior_ops");
  EXPECT_EQ(RunProgram({BYLAW_C_EXAMPLE, module, "much"}).exit_code, 1);
  EXPECT_EQ(RunProgram({BYLAW_C_EXAMPLE, directory / "none", "1"}).exit_code, 2);
}

TEST(CLibrary, PythonLoadsIt) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer's runtime must be first, and Python has none";
  const test::TemporaryDirectory directory;
  const RunResult run =
      RunProgram({"/usr/bin/python3", BYLAW_SOURCE_DIR "/tests/sdk/ctypes_decide.py",
                  BYLAW_C_LIBRARY, WriteLending(directory)});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.out, "100 PERMIT\n15000 ESCALATE\n1e400000 DENY\n\"many\" DENY\n");
}

TEST(CLibrary, IsFoundWhereItIsInstalled) {
  if (kSanitized) GTEST_SKIP() << "programs of others are built without a sanitizer";
  const test::TemporaryDirectory directory;
  const std::string prefix = directory / "installed";
  const RunResult install =
      RunProgram({BYLAW_CMAKE, "--install", BYLAW_BINARY_DIR "/sdk/c", "--prefix", prefix});
  ASSERT_EQ(install.exit_code, 0) << install.err;
  const std::string example = BYLAW_SOURCE_DIR "/sdk/c/examples/decide.c";
  const std::string program = directory / "decide";
  const std::string module = WriteLending(directory);

  // As the example's head says, from a shell.
  const std::string flags = "$(PKG_CONFIG_PATH=$(dirname $(find " + prefix +
                            " -name bylaw.pc)) pkg-config --define-prefix --cflags --libs bylaw)";
  const RunResult built =
      RunProgram({"/bin/sh", "-c", "cc -std=c11 " + example + " " + flags + " -o " + program});
  ASSERT_EQ(built.exit_code, 0) << built.err;
  const RunResult run = RunProgram({"/bin/sh", "-c",
                                    "LD_LIBRARY_PATH=$(dirname $(find " + prefix +
                                        " -name libbylaw.so)) " + program + " " + module + " 100"});
  EXPECT_EQ(run.out.substr(0, 6), "PERMIT") << run.err;

  directory.Write("CMakeLists.txt",
                  "cmake_minimum_required(VERSION 3.25)\nproject(consumer C)\n"
                  "find_package(bylaw REQUIRED)\nadd_executable(consumer " +
                      example + ")\ntarget_link_libraries(consumer bylaw::bylaw)\n");
  const RunResult configured = RunProgram({BYLAW_CMAKE, "-S", directory.path(), "-B",
                                           directory / "build", "-DCMAKE_PREFIX_PATH=" + prefix});
  ASSERT_EQ(configured.exit_code, 0) << configured.err;
  ASSERT_EQ(RunProgram({BYLAW_CMAKE, "--build", directory / "build"}).exit_code, 0);
  EXPECT_EQ(RunProgram({directory / "build/consumer", module, "15000"}).out.substr(0, 8),
            "ESCALATE");
}

}  // namespace
}  // namespace bylaw::sdk
