// A time-stamping authority for tests: its certificates and its stamps are made by openssl.
#ifndef BYLAW_TESTS_ANCHOR_TEST_TSA_H_
#define BYLAW_TESTS_ANCHOR_TEST_TSA_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bylaw/anchor/time_stamp.h"
#include "subprocess.h"
#include "temporary_directory.h"

namespace bylaw::anchor {

class TestTsa {
 public:
  TestTsa() { Run({"/bin/sh", BYLAW_ANCHOR_PEERS "/make_tsa.sh", folder_.path()}); }

  TsaRoots Roots() const { return *TsaRoots::Load(folder_ / "ca.pem"); }
  std::string At(std::string_view name) const { return folder_ / name; }

  // The answer to a query in DER.
  std::string Reply(std::string_view query, const std::string& config = "tsa.cnf") const {
    folder_.Write("query", query);
    Run({"/bin/sh", "-c",
         "cd " + folder_.path() + " && openssl ts -reply -config " + config +
             " -queryfile query -out reply"});
    return test::ReadAll(folder_ / "reply");
  }

  // A query made by openssl, of data of its own.
  std::string Query(std::string_view data, const std::string& more = "-cert") const {
    folder_.Write("data", data);
    Run({"/bin/sh", "-c",
         "cd " + folder_.path() + " && openssl ts -query -sha256 -data data -out query " + more});
    return test::ReadAll(folder_ / "query");
  }

 private:
  static void Run(const std::vector<std::string>& command) {
    const test::RunResult ran = test::RunProgram(command);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
  }

  test::TemporaryDirectory folder_;
};

}  // namespace bylaw::anchor

#endif  // BYLAW_TESTS_ANCHOR_TEST_TSA_H_
