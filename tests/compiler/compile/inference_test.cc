// Types and sources of undeclared names.

#include <gtest/gtest.h>

#include "fixture.h"

namespace bylaw::compiler {
namespace {

struct Case {
  std::vector<std::string> conditions;
  std::vector<std::string> inferred;  // "name type source", by first use.
  const char* more = "";
};

const Case kCases[] = {
    {{"x"}, {"x bool context"}},
    {{"!x || y"}, {"x bool context", "y bool context"}},
    {{"x == true"}, {"x bool context"}},
    {{"x ? y < 1 : z"}, {"x bool context", "y decimal context or params", "z bool context"}},
    {{"x < 10"}, {"x decimal context or params"}},
    {{"10 <= x * y"}, {"x decimal context or params", "y decimal context or params"}},
    {{"x + y < 3"}, {"x decimal context or params", "y decimal context or params"}},
    {{"-x == y"}, {"x decimal context or params", "y decimal context or params"}},
    {{"x == active"}, {"x string context"}},
    {{"x != \"active\""}, {"x string context or params"}},
    {{"x in [a, b]"}, {"x string context"}},
    {{"x in [1, 2]"}, {"x decimal context or params"}},
    {{"x.startsWith('a')"}, {"x string context or params"}},
    {{"size(x) == 1"}, {"x dyn context or params"}},
    {{"has(x)"}, {"x dyn context or params"}},
    {{"has(x) && x < 5"}, {"x decimal context or params"}},
    {{"x.y == 1"}, {"x dyn context or params"}},
    {{"x[0] == 1"}, {"x dyn context or params"}},
    {{"x == null"}, {"x dyn context or params"}},
    {{"x < y"}, {"x dyn context or params", "y dyn context or params"}},
    {{"x < y", "y < 3"}, {"x decimal context or params", "y decimal context or params"}},
    {{"x == agent_id"}, {"x string context or params"}},
    {{"d"}, {"x decimal context or params"}, "  define: {d: x > 1}\n"},
    {{"x < d"},
     {"x decimal context or params", "y decimal context or params"},
     "  define: {d: y, e: y * 2 < 1}\n"},
    {{"d == active"}, {"x string context"}, "  define: {d: x}\n"},
    {{"x < c"}, {"x decimal context or params"}, "  constants: {c: 5}\n"},
    // A definition that no rule uses says something of its names all the same.
    {{"has(x)"}, {"x bool context"}, "  define: {d: '!x'}\n"},
};

class Inference : public testing::TestWithParam<Case> {};

TEST_P(Inference, FollowsUse) {
  const Compiled compiled = CompileText(Document("", GetParam().conditions, GetParam().more));
  std::vector<std::string> inferred;
  for (const InferredName& name : compiled.result.inferred) {
    inferred.push_back(name.name + " " + name.type + " " + name.source);
  }
  EXPECT_EQ(inferred, GetParam().inferred) << compiled.Said();
  EXPECT_TRUE(compiled.ok()) << compiled.Said();
}

INSTANTIATE_TEST_SUITE_P(Uses, Inference, testing::ValuesIn(kCases));

TEST(Inference, StrictTakesNoUndeclaredName) {
  const Compiled compiled = CompileText(ReadProjectFile("examples/fintech-lending.yaml"), true);
  EXPECT_FALSE(compiled.ok());
  const std::vector<std::string> codes = compiled.Codes();
  EXPECT_EQ(std::count(codes.begin(), codes.end(), "W0601"), 3) << compiled.Said();
}

TEST(Inference, ATypoGetsTheDeclaredName) {
  const Compiled compiled = CompileText(
      Document("account_status: {type: string, from: context}", {"acount_status == \"active\""}));
  ASSERT_EQ(compiled.diagnostics.size(), 1u) << compiled.Said();
  EXPECT_EQ(compiled.diagnostics[0].help, "Did you mean `account_status`?");
}

}  // namespace
}  // namespace bylaw::compiler
