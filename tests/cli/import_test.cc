// Imports as a user has them: files below the document's folder and nowhere else, errors with the
// place in their own file, and decisions by what was imported.

#include <unistd.h>

#include <filesystem>

#include "command.h"

namespace bylaw::test {
namespace {

std::string Document(const std::string& import, const std::string& condition = "small") {
  return "constitution:\n  id: pay\n  import: " + import +
         "\n  permitted:\n    - id: p\n      action: pay\n      conditions: ['" + condition +
         "']\n";
}

const std::string kPart =
    "part:\n  version: 2.0.1\n  facts: {amount: {type: decimal, from: params}}\n"
    "  constants: {ceiling: 100}\n  define: {small: amount < ceiling}\n";

std::string Errors(const std::string& document) {
  const RunResult result = Bylaw({"compile", document, "-o", "/dev/null"});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  return result.err;
}

TEST(ImportTest, DecidesByWhatWasImported) {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "parts");
  directory.Write("parts/common.yaml", kPart);
  const std::string yaml = directory.Write("pay.yaml", Document("[parts/common.yaml]"));
  const auto decide = [&](int amount) {
    const std::string request =
        R"({"agent_id":"a","action":"pay","params":{"amount":)" + std::to_string(amount) + "}}";
    return Json::parse(Bylaw({"eval", yaml, "--json"}, {.in = request}).out)["decision"];
  };
  EXPECT_EQ(decide(99), "PERMIT");
  EXPECT_EQ(decide(100), "DENY");
  // From anywhere: the folder is the document's.
  const RunResult first = Bylaw({"compile", yaml, "-o", "-"});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  const RunResult second =
      Bylaw({"compile",
             directory / "../" + std::filesystem::path(directory.path()).filename().string() +
                 "/pay.yaml",
             "-o", "-"});
  EXPECT_EQ(first.out, second.out);
  EXPECT_NE(first.out.find(R"("name":"parts/common.yaml")"), std::string::npos);
  EXPECT_NE(first.out.find(R"("version":"2.0.1")"), std::string::npos);
}

TEST(ImportTest, ErrorsOfAPartAreInItsFile) {
  const TemporaryDirectory directory;
  directory.Write("common.yaml", kPart + "  permitted: [{action: anything}]\n");
  const std::string yaml = directory.Write("pay.yaml", Document("[common.yaml]"));
  const std::string errors = Errors(yaml);
  EXPECT_NE(errors.find(" --> common.yaml:6:3\n"), std::string::npos) << errors;
  EXPECT_NE(errors.find("6 |   permitted: ["), std::string::npos) << errors;
  const Json report = Json::parse(Bylaw({"compile", yaml, "--json"}).out);
  EXPECT_EQ(report["diagnostics"][0]["file"], "common.yaml");
  EXPECT_EQ(report["diagnostics"][0]["line"], 6);
}

TEST(ImportTest, NothingOutsideTheFolderIsRead) {
  const TemporaryDirectory outside;
  outside.Write("secret.yaml", kPart);
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "sub");
  directory.Write("above.yaml", kPart);
  ASSERT_EQ(::symlink((outside / "secret.yaml").c_str(), (directory / "link.yaml").c_str()), 0);
  ASSERT_EQ(::symlink(outside.path().c_str(), (directory / "folder").c_str()), 0);
  ASSERT_EQ(::symlink("../above.yaml", (directory / "sub/up.yaml").c_str()), 0);
  ASSERT_EQ(::symlink("above.yaml", (directory / "inside.yaml").c_str()), 0);
  for (const std::string& import :
       {std::string("../") + std::filesystem::path(outside.path()).filename().string() +
            "/secret.yaml",
        outside / "secret.yaml", std::string("link.yaml"), std::string("folder/secret.yaml"),
        std::string("sub/../above.yaml"), std::string("sub"), std::string("absent.yaml")}) {
    const std::string yaml = directory.Write("pay.yaml", Document("['" + import + "']"));
    const std::string errors = Errors(yaml);
    EXPECT_TRUE(errors.find("error[E0229]") != std::string::npos ||
                errors.find("error[E0230]") != std::string::npos)
        << import << errors;
  }
  // Below the folder of another document they would be outside.
  const std::string sub = directory.Write("sub/pay.yaml", Document("[up.yaml]"));
  EXPECT_NE(Errors(sub).find("error[E0230]"), std::string::npos);
  const std::string yaml = directory.Write("pay.yaml", Document("[inside.yaml]"));
  EXPECT_EQ(Bylaw({"compile", yaml, "-o", "/dev/null"}).exit_code, 0);
  EXPECT_NE(Bylaw({"compile", "-", "-o", "/dev/null"}, {.in = Document("[above.yaml]")})
                .err.find("standard input"),
            std::string::npos);
}

TEST(ImportTest, CirclesAndVersionsAreErrors) {
  const TemporaryDirectory directory;
  directory.Write("a.yaml", "part: {import: [b.yaml]}\n");
  directory.Write("b.yaml", "part: {import: [a.yaml]}\n");
  std::string errors = Errors(directory.Write("pay.yaml", Document("[a.yaml]", "true")));
  EXPECT_NE(errors.find("a.yaml -> b.yaml -> a.yaml"), std::string::npos) << errors;
  EXPECT_NE(errors.find(" --> b.yaml:1:17\n"), std::string::npos) << errors;
  errors = Errors(directory.Write("pay.yaml", Document("[std/time@7]", "true")));
  EXPECT_NE(errors.find("`std/time` has no version `7`"), std::string::npos) << errors;
  EXPECT_NE(errors.find("1.0.0"), std::string::npos) << errors;
}

TEST(ImportTest, StandardPartsComeWithTheCommand) {
  const std::string document =
      Document("{part: std/time, with: {business_zone: Europe/Zurich}}", "business_hours");
  const RunResult module = Bylaw({"compile", "-", "-o", "-", "--strict"}, {.in = document});
  EXPECT_EQ(module.exit_code, 1) << "precedence and the like";
  const RunResult compiled = Bylaw({"compile", "-", "-o", "-"}, {.in = document});
  EXPECT_EQ(compiled.exit_code, 0) << compiled.err;
  EXPECT_NE(compiled.out.find(R"("name":"std/time")"), std::string::npos);
}

}  // namespace
}  // namespace bylaw::test
