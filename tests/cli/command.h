// Running `bylaw` in tests.

#ifndef BYLAW_TESTS_CLI_COMMAND_H_
#define BYLAW_TESTS_CLI_COMMAND_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "subprocess.h"
#include "temporary_directory.h"

namespace bylaw::test {

using Json = nlohmann::json;

inline RunResult Bylaw(std::vector<std::string> arguments, const RunOptions& options = {}) {
  arguments.insert(arguments.begin(), BYLAW_COMMAND);
  return RunProgram(arguments, options);
}

inline std::string Example(const std::string& name) {
  return std::string(BYLAW_EXAMPLES_DIR) + "/" + name;
}

// A message for the user: one line that begins with the command's name.
inline void ExpectOneSentence(const std::string& err) {
  EXPECT_TRUE(err.starts_with("bylaw: ")) << err;
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
}

// A key without a passphrase.
inline std::string MakeKey(const TemporaryDirectory& directory, const std::string& name = "key") {
  const RunResult result = Bylaw({"keygen", "-o", directory / name, "--no-passphrase"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return directory / name;
}

inline const std::string kPayment15000 =
    R"({"agent_id":"lending-agent-v2","action":"initiate_payment","params":{"amount":15000},)"
    R"("context":{"identity_verified":true,"account_status":"active"}})";
inline const std::string kPayment2500 =
    R"({"agent_id":"lending-agent-v2","action":"initiate_payment","params":{"amount":2500},)"
    R"("context":{"identity_verified":true,"account_status":"active"}})";

}  // namespace bylaw::test

#endif  // BYLAW_TESTS_CLI_COMMAND_H_
