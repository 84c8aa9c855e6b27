// expr: one expression, evaluated.

#include "command.h"

namespace bylaw::test {
namespace {

TEST(ExprTest, ShowsValueTypeAndCost) {
  const RunResult result = Bylaw({"expr", "[1, 2, 3].filter(x, x > 1).size()"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(result.out.starts_with("value  2\ntype   int\nsteps  ")) << result.out;
  EXPECT_NE(result.out.find(" of at most "), std::string::npos);
}

TEST(ExprTest, ReadsVariables) {
  const TemporaryDirectory directory;
  WriteAll(directory / "b.json", R"({"r":["a@x","b@x"],"n":7,"unused":null})");
  const RunResult result = Bylaw(
      {"expr", R"(r.all(v, v.endsWith("@x")) && n + 1 == 8)", "--bindings", directory / "b.json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(result.out.starts_with("value  true\ntype   bool\n")) << result.out;
}

TEST(ExprTest, AnErrorIsExitCodeOne) {
  EXPECT_EQ(Bylaw({"expr", "1 / 0"}).exit_code, 1);
  EXPECT_EQ(Bylaw({"expr", "nothing + 1"}).exit_code, 1);
  const RunResult mismatch = Bylaw({"expr", "1 + 'a'"});
  EXPECT_EQ(mismatch.exit_code, 1);
  EXPECT_NE(mismatch.err.find("E0406"), std::string::npos) << mismatch.err;
  const TemporaryDirectory directory;
  WriteAll(directory / "b.json", "[1]");
  const RunResult list = Bylaw({"expr", "1", "--bindings", directory / "b.json"});
  EXPECT_EQ(list.exit_code, 2);
  ExpectOneSentence(list.err);
  EXPECT_EQ(Bylaw({"expr", "1", "--bindings", directory / "none"}).exit_code, 2);
}

}  // namespace
}  // namespace bylaw::test
