// The listing as people see it: golden/listing.s is that of golden/document.yaml.
// `BYLAW_REBASE=1 assembly_test` writes it; read the difference before keeping it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "bylaw/assembly/assemble.h"
#include "bylaw/assembly/disassemble.h"
#include "bylaw/stdlib/functions.h"
#include "fixture.h"
#include "module_builder.h"

namespace bylaw::assembly {
namespace {

using compiler::ReadProjectFile;

constexpr char kGolden[] = "tests/assembly/golden/listing.s";

TEST(Listing, IsAsRecorded) {
  const compiler::Compiled compiled =
      compiler::CompileProjectFile("tests/assembly/golden/document.yaml");
  ASSERT_TRUE(compiled.ok()) << compiled.Said();
  const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
  ASSERT_TRUE(module);
  const std::string listing = Disassemble(*module, stdlib::Functions());
  if (std::getenv("BYLAW_REBASE") != nullptr)
    std::ofstream(std::string(BYLAW_SOURCE_DIR "/") + kGolden, std::ios::binary) << listing;
  EXPECT_EQ(listing, ReadProjectFile(kGolden)) << "run with BYLAW_REBASE=1, and read it";
}

// Nothing of the tables at its end is needed: a text says them where it refers to them, and the
// module does the same, though its rows may stand in another order.
TEST(Listing, StandsForAModuleWithoutItsTables) {
  std::string text = ReadProjectFile(kGolden);
  text.erase(text.find("\n; What stands above"));
  const Assembled assembled = Assemble(text, stdlib::Functions());
  ASSERT_TRUE(assembled) << assembled.error.Message();
  const vm::LoadResult error = vm::Module::Load(*assembled.bytes, stdlib::Functions());
  // The source is not there, so no place can be one of it.
  EXPECT_EQ(error.error().code, vm::VerifyError::kRule) << error.error().Message();
  text += "\nsource\n";
  for (int i = 0; i < 100; ++i) text += "\"0123456789\\n\"\n";
  const vm::LoadResult module =
      vm::Module::Load(Assemble(text, stdlib::Functions()).bytes.value_or(""), stdlib::Functions());
  ASSERT_TRUE(module) << module.error().Message();
  EXPECT_EQ(module->id(), "refunds");
}

TEST(Listing, EscapesWhatATerminalWouldObey) {
  vm::ModuleBuilder m;
  m.Permit("\x1b[2J\xc2\x9b\xe2\x80\xae", {"pay"});
  const std::string listing = Disassemble(*m.Load());
  EXPECT_NE(listing.find(R"("\x1b[2J\xc2\x9b\xe2\x80\xae")"), std::string::npos) << listing;
  EXPECT_EQ(listing.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace bylaw::assembly
