// Personal values through the command: kept in a vault, opened for one record, erased.

#include <cstdio>

#include "command.h"
#include "page_commands.h"

namespace bylaw::test {
namespace {

const std::string kYaml = R"(constitution:
  id: claims
  facts:
    payee: {type: string, from: params, personal: true}
    amount: {type: decimal, from: params}
  permitted:
    - {id: pay, action: pay, conditions: ['payee != ""', amount < 100]}
)";

std::string Pay(const std::string& payee, const std::string& customer) {
  return R"({"agent_id":"a-1","request_id":"r-1","action":"pay","params":{"payee":")" + payee +
         R"(","amount":5},"context":{"customer":)" + customer + "}}";
}

class PersonalCommandTest : public testing::Test {
 protected:
  PersonalCommandTest() : key_(MakeKey(directory_)), vault_key_(MakeKey(directory_, "vault.key")) {}

  RunResult Ledger(std::vector<std::string> command, const std::vector<std::string>& more = {}) {
    command.insert(command.begin(), "ledger");
    command.insert(command.begin() + 2, audit_);
    command.insert(command.end(), more.begin(), more.end());
    return Bylaw(command);
  }
  RunResult Eval(const std::string& request) {
    std::vector<std::string> command = {"eval",  yaml_, "--ledger",  audit_,
                                        "--key", key_,  "--subject", "/context/customer"};
    command.insert(command.end(), vault_options_.begin(), vault_options_.end());
    return Bylaw(command, {.in = request});
  }
  std::string RecordOf(int seq) {
    return Ledger({"show", "--seq", std::to_string(seq), "--json"}).out;
  }

  TemporaryDirectory directory_;
  std::string key_;
  std::string vault_key_;
  std::string audit_ = directory_ / "audit";
  std::string yaml_ = directory_.Write("claims.yaml", kYaml);
  std::vector<std::string> vault_options_ = {"--vault", directory_ / "vault", "--vault-key",
                                             vault_key_};
};

TEST_F(PersonalCommandTest, ALedgerNeedsAVaultForThem) {
  const RunResult without =
      Bylaw({"eval", yaml_, "--ledger", audit_, "--key", key_}, {.in = Pay("Anna", "1")});
  EXPECT_EQ(without.exit_code, 1);
  ExpectOneSentence(without.err);
  EXPECT_NE(without.err.find("--vault DIR --vault-key FILE"), std::string::npos) << without.err;
  EXPECT_EQ(Bylaw({"eval", yaml_}, {.in = Pay("Anna", "1")}).exit_code, 0);
  EXPECT_EQ(Eval(Pay("Anna", "1")).exit_code, 0);
  vault_options_ = {"--vault", directory_ / "vault", "--vault-key", key_};
  const RunResult other_key = Eval(Pay("Anna", "1"));
  EXPECT_EQ(other_key.exit_code, 1);
  ExpectOneSentence(other_key.err);
}

TEST_F(PersonalCommandTest, ARecordIsOpenedForWhoMayRead) {
  ASSERT_EQ(Eval(Pay("Anna Weber", R"("c-1")")).exit_code, 0);
  const Json record = Json::parse(RecordOf(3));
  EXPECT_EQ(record["personal"], Json({"/action_params/payee"}));
  EXPECT_TRUE(record["action_params"]["payee"].get<std::string>().starts_with("sha256:"));
  EXPECT_EQ(record["action_params"]["amount"], 5);
  EXPECT_EQ(ReadAll(audit_ + "/00000000000000000000.jsonl").find("Anna"), std::string::npos);

  const RunResult revealed = Ledger({"reveal", "--seq", "3"}, vault_options_);
  ASSERT_EQ(revealed.exit_code, 0) << revealed.err;
  const Json opening = Json::parse(revealed.out);
  EXPECT_EQ(opening["pointer"], "/action_params/payee");
  EXPECT_EQ(opening["value"], "Anna Weber");
  EXPECT_EQ(Ledger({"reveal", "--seq", "2"}, vault_options_).exit_code, 1);
  EXPECT_EQ(Ledger({"reveal", "--seq", "99"}, vault_options_).exit_code, 1);

  // By hand, as the page says.
  directory_.Write("record.json", RecordOf(3));
  ASSERT_EQ(Ledger({"reveal", "--seq", "3", "-o", directory_ / "record.openings"}, vault_options_)
                .exit_code,
            0);
  const std::string script = directory_.Write(
      "commands.sh",
      "set -e\ncd " + directory_.path() + "\n" +
          CommandsUnder(ReadAll(BYLAW_SOURCE_DIR "/docs/ledger.md"), "## Personal data"));
  const RunResult ran = RunProgram({"/bin/sh", script}, {.environment = {{"LC_ALL", "C"}}});
  EXPECT_EQ(ran.out, "the record is of this value\n") << ran.err;
}

TEST_F(PersonalCommandTest, AReceiptIsVerifiedWithOpenings) {
  ASSERT_EQ(Eval(Pay("Anna", R"("c-1")")).exit_code, 0);
  const std::string openings = directory_ / "openings";
  ASSERT_EQ(Ledger({"reveal", "--seq", "3", "-o", openings}, vault_options_).exit_code, 0);
  const auto check = [&](const std::string& payee, const std::vector<std::string>& more) {
    std::vector<std::string> command = {"receipt",
                                        "verify",
                                        directory_.Write("3.json", RecordOf(3)),
                                        "--request",
                                        directory_.Write("request.json", Pay(payee, R"("c-1")")),
                                        "--pub",
                                        key_ + ".pub",
                                        "--origin",
                                        Json::parse(RecordOf(3))["origin"]};
    command.insert(command.end(), more.begin(), more.end());
    return Bylaw(command);
  };
  EXPECT_EQ(check("Anna", {"--openings", openings}).exit_code, 0);
  EXPECT_EQ(check("Bob", {"--openings", openings}).exit_code, 1);
  const RunResult without = check("Anna", {});
  EXPECT_EQ(without.exit_code, 1);
  ExpectOneSentence(without.err);
  EXPECT_NE(without.err.find("bring its opening"), std::string::npos) << without.err;
  const RunResult torn = check("Anna", {"--openings", directory_.Write("torn", "{}")});
  EXPECT_EQ(torn.exit_code, 2);
  ExpectOneSentence(torn.err);
}

TEST_F(PersonalCommandTest, ASubjectIsErased) {
  ASSERT_EQ(Eval(Pay("Anna Weber", R"("c-1")")).exit_code, 0);
  ASSERT_EQ(Eval(Pay("Bob", "null")).exit_code, 0);
  const auto redact = [&](std::vector<std::string> whose) {
    whose.insert(whose.begin(), {"redact", "--key", key_, "--reason", "request 17"});
    return Ledger(whose, vault_options_);
  };
  EXPECT_EQ(redact({}).exit_code, 2);
  EXPECT_EQ(redact({"--subject", "c-1", "--record", "3"}).exit_code, 2);
  const RunResult nobody = redact({"--subject", "c-2"});
  EXPECT_EQ(nobody.exit_code, 1);
  ExpectOneSentence(nobody.err);

  const auto replayed = [&](const std::vector<std::string>& more) {
    return Ledger({"replay"}, more).out;
  };
  EXPECT_NE(replayed(vault_options_).find(" 2 decided the same"), std::string::npos);
  EXPECT_NE(replayed({}).find(" 0 decided the same, 0 different, 2 not replayable"),
            std::string::npos);

  const RunResult erased = redact({"--subject", "c-1"});
  EXPECT_EQ(erased.exit_code, 0) << erased.err;
  EXPECT_NE(erased.out.find("can never be read again; record "), std::string::npos) << erased.out;
  EXPECT_EQ(Ledger({"reveal", "--seq", "3"}, vault_options_).exit_code, 1);
  EXPECT_EQ(redact({"--record", "3"}).out, "that was done before, and is recorded\n");
  EXPECT_NE(replayed(vault_options_).find(" 1 decided the same, 0 different, 1 not replayable"),
            std::string::npos);
  EXPECT_EQ(redact({"--record", "7"}).exit_code, 0) << "of nobody in particular";

  const RunResult verified = Bylaw({"ledger", "verify", audit_, "--pub", key_ + ".pub"});
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
  const RunResult shown = Ledger({"query", "--kind", "redaction", "--json"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_NE(shown.out.find("request 17"), std::string::npos) << shown.out;
}

}  // namespace
}  // namespace bylaw::test
