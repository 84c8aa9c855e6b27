// keygen, key show, passphrases.

#include <sys/stat.h>

#include <filesystem>

#include "command.h"
#include "ssh_agent.h"

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

TEST(SignerTest, AnAgentSignsInPlaceOfAKeyFile) {
  const SshAgent agent;
  const TemporaryDirectory directory;
  const std::string pub = directory / "ledger.pub";
  const std::vector<std::string> import = {
      "key", "import", agent.public_key_file(), "--name", "ledger-2026", "-o", pub};
  const RunResult imported = Bylaw(import);
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_TRUE(imported.out.starts_with("ledger-2026+"));
  EXPECT_EQ(ReadAll(pub), imported.out);
  const RunResult again = Bylaw(import);
  EXPECT_EQ(again.exit_code, 1) << "no file is overwritten";
  ExpectOneSentence(again.err);

  const std::string audit = directory / "audit";
  const auto with = [&](std::vector<std::string> command, const std::string& in = "") {
    command.insert(command.end(), {"--signer", agent.socket(), "--pub", pub});
    return Bylaw(command, {.in = in});
  };
  const std::vector<std::string> eval = {"eval", Example("fintech-lending.strict.yaml"), "--ledger",
                                         audit};
  EXPECT_EQ(with({"ledger", "init", audit}).exit_code, 0);
  EXPECT_EQ(with(eval, kPayment2500).exit_code, 0);
  EXPECT_EQ(with({"ledger", "mode", audit, "checkpoint"}).exit_code, 0);
  EXPECT_EQ(with(eval, kPayment2500).exit_code, 0);
  EXPECT_EQ(Bylaw({"ledger", "verify", audit, "--pub", pub}).exit_code, 0);
  EXPECT_EQ(with({"ledger", "rekey", audit, "--new-key", MakeKey(directory)}).exit_code, 0);
  EXPECT_EQ(Bylaw({"ledger", "rekey", audit, "--key", directory / "key", "--new-signer",
                   agent.socket(), "--new-pub", pub})
                .exit_code,
            0);
  EXPECT_EQ(Bylaw({"ledger", "verify", audit, "--pub", pub}).exit_code, 0);

  agent.Add({"-D"});
  const RunResult gone = with(eval, kPayment2500);
  EXPECT_EQ(gone.exit_code, 1) << "no signature, no permit";
  EXPECT_TRUE(gone.out.empty());
  ExpectOneSentence(gone.err);
  EXPECT_NE(gone.err.find("does not have key ledger-2026+"), std::string::npos) << gone.err;
}

TEST(SignerTest, WhatIsNamedInHalvesOrTwiceIsRefused) {
  const TemporaryDirectory directory;
  const std::string key = MakeKey(directory);
  const std::string audit = directory / "audit";
  const std::string pub = key + ".pub";
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{},
        {"--signer", "/nowhere"},
        {"--pub", pub},
        {"--signer", "/nowhere", "--pub", pub, "--key", key},
        {"--signer", "/nowhere", "--pub", pub, "--passphrase-file", key}}) {
    std::vector<std::string> command = {"ledger", "init", audit};
    command.insert(command.end(), more.begin(), more.end());
    const RunResult result = Bylaw(command);
    EXPECT_EQ(result.exit_code, 2);
    ExpectOneSentence(result.err);
  }
  const RunResult nobody =
      Bylaw({"ledger", "init", audit, "--signer", directory / "agent", "--pub", pub});
  EXPECT_EQ(nobody.exit_code, 1);
  ExpectOneSentence(nobody.err);
  EXPECT_EQ(Bylaw({"key", "import", pub, "--name", "n", "-o", directory / "n.pub"}).exit_code, 1)
      << "not a line of OpenSSH";
  EXPECT_EQ(directory.Names(), (std::vector<std::string>{"key", "key.pub"}));
}

class RevokeTest : public testing::Test {
 protected:
  RevokeTest() {
    EXPECT_EQ(
        Bylaw({"ledger", "init", audit_, "--key", key_, "--root-pub", root_ + ".pub"}).exit_code,
        0);
  }

  RunResult Eval(const std::string& key, const std::string& ledger) {
    return Bylaw({"eval", Example("fintech-lending.strict.yaml"), "--ledger", ledger, "--key", key},
                 {.in = kPayment2500});
  }
  RunResult Verify(const std::string& ledger, const std::string& statement) {
    return Bylaw({"ledger", "verify", ledger, "--pub", key_ + ".pub", "--revoked", statement});
  }

  TemporaryDirectory directory_;
  std::string key_ = MakeKey(directory_);
  std::string root_ = MakeKey(directory_, "root");
  std::string next_ = MakeKey(directory_, "next");
  std::string audit_ = directory_ / "audit";
  std::string statement_ = directory_ / "revoked.note";
};

TEST_F(RevokeTest, AtOnceWhereTheRootKeyIs) {
  ASSERT_EQ(Eval(key_, audit_).exit_code, 0);
  const std::string stolen = directory_ / "stolen";
  std::filesystem::copy(audit_, stolen, std::filesystem::copy_options::recursive);
  const std::vector<std::string> revoke = {"ledger",     "revoke", audit_, "--new-key", next_,
                                           "--root-key", root_,    "-o",   statement_};
  const RunResult revoked = Bylaw(revoke);
  ASSERT_EQ(revoked.exit_code, 0) << revoked.err;
  EXPECT_EQ(Eval(key_, audit_).exit_code, 1);
  EXPECT_EQ(Eval(next_, audit_).exit_code, 0);
  const RunResult good = Verify(audit_, statement_);
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_NE(good.out.find("1 key was revoked by the root key"), std::string::npos) << good.out;

  ASSERT_EQ(Eval(key_, stolen).exit_code, 0) << "the thief goes on";
  EXPECT_EQ(Bylaw({"ledger", "verify", stolen, "--pub", key_ + ".pub"}).exit_code, 0);
  const RunResult bad = Verify(stolen, statement_);
  EXPECT_EQ(bad.exit_code, 1);
  ExpectOneSentence(bad.err);
  EXPECT_NE(bad.err.find("was revoked at record 5"), std::string::npos) << bad.err;
  const RunResult again = Bylaw(revoke);
  EXPECT_EQ(again.exit_code, 1);
  ExpectOneSentence(again.err);
}

TEST_F(RevokeTest, WithTheRootKeyElsewhere) {
  const std::string before = ReadAll(audit_ + "/00000000000000000000.jsonl");
  const std::string request = directory_ / "request";
  const RunResult requested =
      Bylaw({"ledger", "revoke", audit_, "--new-pub", next_ + ".pub", "-o", request});
  ASSERT_EQ(requested.exit_code, 0) << requested.err;
  EXPECT_EQ(ReadAll(audit_ + "/00000000000000000000.jsonl"), before) << "nothing is changed";
  EXPECT_TRUE(ReadAll(request).starts_with("bylaw-revocation\nbylaw/ledger-"));
  const std::vector<std::string> append = {"ledger", "revoke",      audit_, "--new-key",
                                           next_,    "--statement", ""};
  const auto with = [&](const std::string& file) {
    auto command = append;
    command.back() = file;
    return Bylaw(command);
  };
  const RunResult unsigned_one = with(request);
  EXPECT_EQ(unsigned_one.exit_code, 1);
  ExpectOneSentence(unsigned_one.err);
  const RunResult wrong =
      Bylaw({"key", "revoke", request, "--root-key", next_, "-o", directory_ / "wrong"});
  EXPECT_EQ(wrong.exit_code, 1) << "a key has one role";
  const RunResult approved =
      Bylaw({"key", "revoke", request, "--root-key", root_, "-o", statement_});
  ASSERT_EQ(approved.exit_code, 0) << approved.err;
  EXPECT_EQ(approved.out, ReadAll(statement_));
  EXPECT_EQ(with(statement_).exit_code, 0);
  EXPECT_EQ(Verify(audit_, statement_).exit_code, 0);
  EXPECT_EQ(Verify(audit_, request).exit_code, 2);
}

TEST_F(RevokeTest, WhatIsNotSaidIsAskedFor) {
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{},
        {"-o", "f"},
        {"--new-key", next_, "-o", "f"},
        {"--new-key", next_, "--root-key", root_},
        {"--new-key", next_, "--root-key", root_, "--statement", "f"}}) {
    std::vector<std::string> command = {"ledger", "revoke", audit_};
    command.insert(command.end(), more.begin(), more.end());
    const RunResult result = Bylaw(command);
    EXPECT_EQ(result.exit_code, 2) << result.out;
    ExpectOneSentence(result.err);
  }
  const std::string other = directory_ / "other";
  ASSERT_EQ(Bylaw({"ledger", "init", other, "--key", key_}).exit_code, 0);
  const RunResult none =
      Bylaw({"ledger", "revoke", other, "--new-key", next_, "--root-key", root_, "-o", statement_});
  EXPECT_EQ(none.exit_code, 1);
  ExpectOneSentence(none.err);
  EXPECT_NE(none.err.find("names no root key"), std::string::npos) << none.err;
  EXPECT_FALSE(std::filesystem::exists(statement_));
  EXPECT_EQ(Bylaw({"ledger", "init", directory_ / "x", "--key", key_, "--root-pub", key_ + ".pub"})
                .exit_code,
            1);
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
