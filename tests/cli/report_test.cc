// ledger report, ledger evidence: the commands over a ledger made by eval.

#include <gmock/gmock.h>

#include "command.h"

namespace bylaw::test {
namespace {

using testing::HasSubstr;

class ReportCommandTest : public testing::Test {
 protected:
  ReportCommandTest() : key_(MakeKey(directory_)) {
    for (const std::string& request : {kPayment15000, kPayment2500, std::string("nonsense")}) {
      Bylaw({"eval", Example("fintech-lending.strict.yaml"), "--ledger", audit_, "--key", key_},
            {.in = request});
    }
  }

  RunResult Ledger(const std::string& command, const std::string& out,
                   const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"ledger",      command, audit_, "--pub",
                                          key_ + ".pub", "-o",    out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Bylaw(arguments);
  }

  TemporaryDirectory directory_;
  std::string key_;
  std::string audit_ = directory_ / "audit";
};

TEST_F(ReportCommandTest, WritesAPage) {
  const std::string page = directory_ / "audit.html";
  const RunResult result = Ledger("report", page, {"--zone", "Asia/Kolkata"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "wrote " + page + "\n");
  EXPECT_THAT(ReadAll(page), HasSubstr("Asia/Kolkata"));
  EXPECT_EQ(Ledger("report", "-", {"--zone", "Asia/Kolkata"}).out, ReadAll(page));
}

TEST_F(ReportCommandTest, WritesABundleThatItsOwnScriptVerifies) {
  const std::string zip = directory_ / "audit.zip";
  const RunResult result = Ledger("evidence", zip, {"--from", "2020-01"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("13 records of the period"));
  EXPECT_THAT(result.out, HasSubstr("NOT ANCHORED"));
  const RunResult unpacked =
      RunProgram({"/usr/bin/python3", "-m", "zipfile", "-e", zip, directory_ / "unpacked"});
  EXPECT_EQ(unpacked.exit_code, 0) << unpacked.err;
  const RunResult verified = RunProgram(
      {"/usr/bin/python3", directory_ / "unpacked/verify.py", zip, key_ + ".pub", "--each"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_EQ(Ledger("evidence", "-").exit_code, 2);
  EXPECT_THAT(verified.out, HasSubstr("13 records, none missing"));
}

TEST_F(ReportCommandTest, OfADamagedLedgerNothingIsWrittenAndNothingIsLost) {
  const std::string segment = audit_ + "/00000000000000000000.jsonl";
  std::string changed = ReadAll(segment);
  changed.replace(changed.find("15000"), 5, "15001");
  WriteAll(segment, changed);
  for (const char* command : {"report", "evidence"}) {
    const std::string out = directory_.Write("out", "as it was");
    const RunResult result = Ledger(command, out);
    EXPECT_EQ(result.exit_code, 1) << command;
    ExpectOneSentence(result.err);
    EXPECT_THAT(result.err, HasSubstr(segment + ", line 4: "));
    EXPECT_EQ(ReadAll(out), "as it was");
    EXPECT_EQ(directory_.Names(), (std::vector<std::string>{"audit", "key", "key.pub", "out"}));
  }
}

TEST_F(ReportCommandTest, WrongArgumentsAreNamed) {
  const std::string other = MakeKey(directory_, "other");
  const std::string out = directory_ / "out";
  const struct {
    std::vector<std::string> more;
    const char* why;
  } kCases[] = {
      {{"--zone", "Europe/Atlantis"}, "there is no time zone Europe/Atlantis"},
      {{"--from", "march"}, "--from: march is no time"},
      {{"--from", "2026-04", "--to", "2026-04"}, "--from is not before --to"},
      {{"--witness-key", "/nowhere"}, "/nowhere"},
  };
  for (const char* command : {"report", "evidence"}) {
    for (const auto& [more, why] : kCases) {
      const RunResult result = Ledger(command, out, more);
      EXPECT_EQ(result.exit_code, 2) << why;
      ExpectOneSentence(result.err);
      EXPECT_THAT(result.err, HasSubstr(why));
    }
    EXPECT_EQ(Bylaw({"ledger", command, audit_, "-o", out}).exit_code, 2) << "no key";
    EXPECT_EQ(Bylaw({"ledger", command, "/nowhere", "--pub", key_ + ".pub", "-o", out}).exit_code,
              2);
    EXPECT_EQ(Bylaw({"ledger", command, audit_, "--pub", other + ".pub", "-o", out}).exit_code, 1);
    EXPECT_EQ(Ledger(command, directory_ / "no/such/folder").exit_code, 1);
  }
}

}  // namespace
}  // namespace bylaw::test
