// keygen, key show, passphrases.

#include <sys/stat.h>

#include "command.h"

namespace bylaw::test {
namespace {

TEST(KeygenTest, WritesBothFilesAndNeverOverOthers) {
  const TemporaryDirectory directory;
  const RunResult made =
      Bylaw({"keygen", "-o", directory / "key", "--name", "test-2026", "--no-passphrase"});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  EXPECT_TRUE(made.out.starts_with("test-2026+"));
  EXPECT_EQ(ReadAll(directory / "key.pub"), made.out);
  struct stat status{};
  ASSERT_EQ(::stat((directory / "key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);

  const std::string secret = ReadAll(directory / "key");
  const RunResult again = Bylaw({"keygen", "-o", directory / "key", "--no-passphrase"});
  EXPECT_EQ(again.exit_code, 1);
  ExpectOneSentence(again.err);
  EXPECT_EQ(ReadAll(directory / "key"), secret);

  const RunResult shown = Bylaw({"key", "show", directory / "key.pub"});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_NE(shown.out.find("name    test-2026\n"), std::string::npos);
  EXPECT_NE(shown.out.find(made.out), std::string::npos);
  EXPECT_EQ(Bylaw({"key", "show", directory / "key"}).exit_code, 1) << "that is the secret";
}

TEST(KeygenTest, WithoutATerminalAPassphraseMustBeGiven) {
  const TemporaryDirectory directory;
  const RunResult result = Bylaw({"keygen", "-o", directory / "key"});
  EXPECT_EQ(result.exit_code, 2);
  ExpectOneSentence(result.err);
  EXPECT_TRUE(directory.Names().empty());
}

TEST(KeygenTest, ABadNameIsRefused) {
  const TemporaryDirectory directory;
  EXPECT_EQ(
      Bylaw({"keygen", "-o", directory / "key", "--name", "a b", "--no-passphrase"}).exit_code, 2);
  EXPECT_TRUE(directory.Names().empty());
}

TEST(PassphraseTest, FileAndEnvironment) {
  const TemporaryDirectory directory;
  const std::string file = directory.Write("passphrase", "correct horse\nnot this line\n");
  ASSERT_EQ(Bylaw({"keygen", "-o", directory / "key", "--passphrase-file", file}).exit_code, 0);
  const std::vector<std::string> init = {"ledger", "init", directory / "audit", "--key",
                                         directory / "key"};
  const auto with = [&](const std::string& passphrase) {
    return Bylaw(init, {.environment = {{"BYLAW_PASSPHRASE", passphrase}}});
  };
  const RunResult without = Bylaw(init);
  EXPECT_EQ(without.exit_code, 1);
  ExpectOneSentence(without.err);
  EXPECT_NE(without.err.find("--passphrase-file"), std::string::npos);
  EXPECT_EQ(with("wrong").exit_code, 1);
  EXPECT_EQ(with("correct horse").exit_code, 0);
}

TEST(PassphraseTest, AnEmptyFileIsNoPassphrase) {
  const TemporaryDirectory directory;
  const std::string file = directory.Write("passphrase", "\n");
  EXPECT_EQ(Bylaw({"keygen", "-o", directory / "key", "--passphrase-file", file}).exit_code, 2);
}

}  // namespace
}  // namespace bylaw::test
