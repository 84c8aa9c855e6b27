// The verifier, as data: verifier/Vnnn.cases has for each code of verify_error.def modules that are
// refused with just that code, and beside each one that differs as little as possible and is
// accepted. verifier/README.md says how a case is written.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bylaw/assembly/assemble.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/module.h"
#include "verifier_case.h"

namespace bylaw::assembly {
namespace {

namespace fs = std::filesystem;

constexpr char kFolder[] = BYLAW_SOURCE_DIR "/tests/assembly/verifier";

// "V204" and the like, with what its message says.
std::map<std::string, std::string> Codes() {
  return {
#define BYLAW_VERIFY_ERROR(name, code, message) {code, message},
#include "bylaw/vm/verify_error.def"
#undef BYLAW_VERIFY_ERROR
  };
}

vm::LoadResult LoadText(const std::string& text) {
  const Assembled assembled = Assemble(text, stdlib::Functions());
  EXPECT_TRUE(assembled) << assembled.error.Message();
  return vm::Module::Load(assembled.bytes.value_or(""), stdlib::Functions());
}

class VerifierCases : public testing::TestWithParam<std::string> {};

TEST_P(VerifierCases, AreRefusedWithTheirCodeAndAcceptedBesideIt) {
  const std::string code = GetParam();
  const std::string message = Codes().at(code);
  const std::vector<VerifierCase> cases = ReadVerifierCases(kFolder, code + ".cases");
  EXPECT_FALSE(cases.empty());
  for (const VerifierCase& c : cases) {
    SCOPED_TRACE(code + ": " + c.about);
    EXPECT_NE(c.refused, c.accepted);
    const vm::LoadResult refused = LoadText(c.refused);
    EXPECT_FALSE(refused);
    const std::string said = refused.error().Message();
    EXPECT_EQ(said.substr(0, code.size()), code) << said;
    EXPECT_NE(said.find(message), std::string::npos) << said;
    const vm::LoadResult accepted = LoadText(c.accepted);
    EXPECT_TRUE(accepted) << accepted.error().Message();
  }
}

// Each code but that of a sound module: one without a file has no cases, and fails above.
std::vector<std::string> CodesWithCases() {
  std::vector<std::string> codes;
  for (const auto& [code, message] : Codes()) {
    if (code != "V000") codes.push_back(code);
  }
  return codes;
}

INSTANTIATE_TEST_SUITE_P(EveryCode, VerifierCases, testing::ValuesIn(CodesWithCases()),
                         [](const auto& code) { return code.param; });

TEST(VerifierCases, AreOfCodesThatThereAre) {
  for (const fs::directory_entry& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".cases") continue;
    EXPECT_EQ(Codes().count(entry.path().stem()), 1u) << entry.path();
  }
}

}  // namespace
}  // namespace bylaw::assembly
