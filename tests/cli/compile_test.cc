// compile, check, verify, disasm, asm.

#include <sys/stat.h>
#include <unistd.h>

#include "command.h"

namespace bylaw::test {
namespace {

const std::string kYaml = "fintech-lending.yaml";

TEST(CompileTest, WritesTheModuleBesideTheDocument) {
  const TemporaryDirectory directory;
  const std::string yaml = directory.Write("lending.yaml", ReadAll(Example(kYaml)));
  const RunResult result = Bylaw({"compile", yaml});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(directory.Names(), (std::vector<std::string>{"lending.bylaw", "lending.yaml"}));
  EXPECT_NE(result.out.find("identity_verified"), std::string::npos) << "what was inferred";
  EXPECT_NE(result.out.find("wrote "), std::string::npos);
  EXPECT_NE(result.err.find("warning["), std::string::npos);
}

TEST(CompileTest, IsDeterministicAndPipes) {
  const TemporaryDirectory directory;
  const std::string yaml = ReadAll(Example(kYaml));
  const RunResult first = Bylaw({"compile", "-", "-o", "-"}, {.in = yaml});
  const RunResult second = Bylaw({"compile", Example(kYaml), "-o", "-"});
  EXPECT_EQ(first.exit_code, 0);
  EXPECT_TRUE(first.out.starts_with("BYLAW\r\n"));
  EXPECT_EQ(first.out, second.out);
  EXPECT_EQ(Bylaw({"verify", "-"}, {.in = first.out}).exit_code, 0);
  EXPECT_EQ(Bylaw({"compile", "-"}, {.in = yaml}).exit_code, 2) << "where to?";
}

TEST(CompileTest, ReportsAsJson) {
  const TemporaryDirectory directory;
  const RunResult result =
      Bylaw({"compile", Example(kYaml), "-o", directory / "m.bylaw", "--json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  const Json report = Json::parse(result.out);
  EXPECT_EQ(report["constitution_version"], "fintech-lending-agent-v3");
  EXPECT_EQ(report["errors"], 0);
  EXPECT_EQ(report["module"], directory / "m.bylaw");
  ASSERT_EQ(report["inferred"].size(), 3U);
  EXPECT_EQ(report["inferred"][1]["name"], "amount");
  EXPECT_EQ(report["inferred"][1]["type"], "decimal");
  EXPECT_EQ(report["diagnostics"].size(), report["warnings"]);
}

TEST(CompileTest, ErrorsNameThePlaceAndLeaveTheOldModule) {
  const TemporaryDirectory directory;
  const std::string yaml =
      directory.Write("bad.yaml",
                      "constitution:\n  id: a\n  permited:\n    - {action: b}\n"
                      "  escalate:\n    - {action: c}\n");
  const std::string module = directory.Write("bad.bylaw", "the old one");
  const RunResult result = Bylaw({"compile", yaml});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_NE(result.err.find("bad.yaml:3:3"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("permitted"), std::string::npos) << "did you mean";
  EXPECT_NE(result.err.find("2 errors"), std::string::npos) << "all in one run: " << result.err;
  EXPECT_EQ(ReadAll(module), "the old one");
  const Json report = Json::parse(Bylaw({"compile", yaml, "--json"}).out);
  EXPECT_EQ(report["errors"], 2);
  EXPECT_FALSE(report.contains("module"));
}

TEST(CompileTest, KeepsLinksAndModesAndWritesDevices) {
  const TemporaryDirectory directory;
  const std::string real = directory.Write("real.bylaw", "");
  ASSERT_EQ(::chmod(real.c_str(), 0600), 0);
  const std::string link = directory / "link.bylaw";
  ASSERT_EQ(::symlink(real.c_str(), link.c_str()), 0);
  EXPECT_EQ(Bylaw({"compile", Example(kYaml), "-o", link}).exit_code, 0);
  EXPECT_TRUE(ReadAll(real).starts_with("BYLAW"));
  struct stat status{};
  ASSERT_EQ(::stat(real.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(Bylaw({"compile", Example(kYaml), "-o", "/dev/null"}).exit_code, 0);
  ASSERT_EQ(::stat("/dev/null", &status), 0);
  EXPECT_TRUE(S_ISCHR(status.st_mode));
}

TEST(CheckTest, SaysWhatDependsOnToday) {
  const TemporaryDirectory directory;
  const std::string yaml = directory.Write("dated.yaml", R"(constitution:
  id: dated
  version: 1.0.0
  reviewed_by: someone
  review_date: 2020-01-01
  review_every: 30d
  when_overdue: deny
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: old, action: a, valid_until: 2020-12-31}
    - {id: new, action: b, valid_from: 2999-01-01}
    - {id: now, action: c}
)");
  const RunResult result = Bylaw({"check", yaml, "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const Json today = Json::parse(result.out)["today"];
  ASSERT_EQ(today.size(), 3U) << today;
  EXPECT_EQ(today[0]["message"],
            "the review was due on 2020-01-31 and is overdue; everything is denied "
            "(when_overdue: deny)");
  EXPECT_EQ(today[1]["message"], "rule `new` is not in force yet: valid_from 2999-01-01");
  EXPECT_EQ(today[1]["line"], 11);
  EXPECT_EQ(today[2]["message"], "rule `old` is no longer in force: valid_until 2020-12-31");
  EXPECT_EQ(directory.Names(), (std::vector<std::string>{"dated.yaml"})) << "nothing is written";
  EXPECT_NE(Bylaw({"check", yaml}).err.find("dated.yaml:10:7: today: "), std::string::npos);
}

TEST(CheckTest, ReportsAsSarif) {
  const TemporaryDirectory directory;
  const std::string yaml =
      directory.Write("bad.yaml",
                      "constitution:\n  id: a\n  review_date: 2020-01-01\n  review_every: 30d\n"
                      "  permitted:\n    - {action: b, conditions: [amont < 5]}\n");
  const RunResult found = Bylaw({"check", yaml, "--sarif"});
  EXPECT_EQ(found.exit_code, 0);
  EXPECT_EQ(found.err, "");
  const Json run = Json::parse(found.out)["runs"][0];
  ASSERT_EQ(run["results"].size(), 2U) << run["results"];
  EXPECT_EQ(run["results"][0]["ruleId"], "W0601");
  EXPECT_EQ(run["results"][0]["level"], "warning");
  EXPECT_EQ(run["results"][1]["ruleId"], "today") << "the review is overdue";
  EXPECT_EQ("bylaw " + run["tool"]["driver"]["version"].get<std::string>() + "\n",
            Bylaw({"--version"}).out);

  const RunResult strict = Bylaw({"compile", yaml, "--strict", "--sarif"});
  EXPECT_EQ(strict.exit_code, 1);
  const Json results = Json::parse(strict.out)["runs"][0]["results"];
  EXPECT_GT(results.size(), 1U);
  for (const Json& result : results) EXPECT_EQ(result["level"], "error") << result;
  EXPECT_EQ(Json::parse(Bylaw({"compile", yaml, "--sarif"}).out)["runs"][0]["results"].size(), 1U)
      << "compilation does not know the day";
  EXPECT_EQ(Bylaw({"check", yaml, "--sarif", "--json"}).exit_code, 2) << "one of the two";
}

TEST(VerifyTest, ShowsBoundsAndRefusesWithCodeAndPlace) {
  const std::string module = Bylaw({"compile", Example(kYaml), "-o", "-"}).out;
  const RunResult good = Bylaw({"verify", "-", "--json"}, {.in = module});
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_TRUE(Json::parse(good.out)["verified"]);
  EXPECT_GT(Json::parse(good.out)["steps_max"], 0);

  std::string changed = module;
  changed[changed.size() / 2] ^= 1;
  const RunResult bad = Bylaw({"verify", "-", "--json"}, {.in = changed});
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_EQ(Json::parse(bad.out)["code"], "V007");
  const RunResult text = Bylaw({"verify", "-"}, {.in = changed});
  EXPECT_EQ(text.exit_code, 1);
  ExpectOneSentence(text.err);
  EXPECT_NE(text.err.find("V007"), std::string::npos);
  // Threat 51, 52: no command executes what the verifier refuses.
  const TemporaryDirectory directory;
  const std::string path = directory.Write("changed.bylaw", changed);
  EXPECT_EQ(Bylaw({"eval", path}, {.in = kPayment2500}).exit_code, 1);
  EXPECT_EQ(Bylaw({"disasm", path}).exit_code, 1);
}

TEST(DisasmTest, ListsRulesWithTheirSource) {
  const std::string module = Bylaw({"compile", Example(kYaml), "-o", "-"}).out;
  const RunResult result = Bylaw({"disasm", "-"}, {.in = module});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.out.find("amount >= 10000"), std::string::npos);
  EXPECT_NE(result.out.find("escalate[0]"), std::string::npos);
  EXPECT_NE(result.out.find("; line 20, at most 1 step"), std::string::npos) << result.out;
}

TEST(AsmTest, GivesTheBytesOfTheListing) {
  const std::string module = Bylaw({"compile", Example(kYaml), "-o", "-"}).out;
  const std::string listing = Bylaw({"disasm", "-"}, {.in = module}).out;
  const RunResult piped = Bylaw({"asm", "-", "-o", "-"}, {.in = listing});
  EXPECT_EQ(piped.exit_code, 0);
  EXPECT_TRUE(piped.out == module);
  const TemporaryDirectory directory;
  const std::string path = directory / "again.bylaw";
  const RunResult written = Bylaw({"asm", "-", "-o", path}, {.in = listing});
  EXPECT_EQ(written.exit_code, 0);
  EXPECT_EQ(written.out.rfind("wrote ", 0), 0u) << written.out;
  EXPECT_TRUE(ReadAll(path) == module);
}

TEST(AsmTest, NeverOverwritesWithWhatIsWrong) {
  const TemporaryDirectory directory;
  const std::string path = directory.Write("out.bylaw", "before");
  const auto run = [&](const std::string& text, bool unverified) {
    std::vector<std::string> command = {"asm", directory.Write("text.s", text), "-o", path};
    if (unverified) command.push_back("--unverified");
    return Bylaw(command);
  };
  const RunResult bad = run("policy \"p\"\nlaod_fact r0 #0\n", false);
  EXPECT_EQ(bad.exit_code, 1);
  ExpectOneSentence(bad.err);
  EXPECT_NE(bad.err.find("text.s:2:1: "), std::string::npos) << bad.err;
  const RunResult refused = run("policy \"p\"\nend\n", false);
  EXPECT_EQ(refused.exit_code, 1);
  ExpectOneSentence(refused.err);
  EXPECT_NE(refused.err.find("V211"), std::string::npos) << refused.err;
  EXPECT_EQ(ReadAll(path), "before");
  const RunResult taken = run("policy \"p\"\nend\n", true);
  EXPECT_EQ(taken.exit_code, 0);
  EXPECT_NE(taken.out.find("refused: V211"), std::string::npos) << taken.out;
  EXPECT_EQ(Bylaw({"verify", path}).exit_code, 1);
  EXPECT_EQ(run("policy \"p\"\nend\n!cut 1000\n", true).exit_code, 1);
  EXPECT_EQ(Bylaw({"asm", path}).exit_code, 2);
}

}  // namespace
}  // namespace bylaw::test
