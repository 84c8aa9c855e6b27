// Evidence from ledgers in which the root key revoked another: the bundle shows it, and who was
// given the statement sees that it is missing.
#include <gmock/gmock.h>

#include "evidence_fixture.h"

namespace bylaw::report {
namespace {

using testing::HasSubstr;

const ledger::SecretKey& ThirdKey() {
  static const ledger::SecretKey key = ledger::KeyOfByte("test-ledger-3", 0x44);
  return key;
}

class EvidenceOfRevocationTest : public EvidenceTest {
 protected:
  EvidenceOfRevocationTest() : EvidenceTest(ledger::RootKey().public_key()) {}

  std::string StatementFile(const ledger::RevocationStatement& statement) {
    return directory_.Write("revoked.note", statement.note);
  }

  // And a change of the key behind it.
  ledger::RevocationStatement FillWithRevocation() {
    ledger_.Decide(100);
    ledger_.host().Advance(kDay);
    ledger::RevocationStatement statement = ledger_.Statement(ledger::OtherKey());
    ledger_.Revoke(statement, ledger::OtherKey());
    ledger_.Decide(100);
    ledger_.host().Advance(kDay);
    ledger_.ChangeKey(ThirdKey());
    ledger_.Decide(100);
    return statement;
  }
};

TEST_P(EvidenceOfRevocationTest, EveryPeriodIsGood) {
  const std::string statement = StatementFile(FillWithRevocation());
  std::vector<std::string> names = {"all.zip"};
  Good(names.back());
  const std::vector<ledger::Timestamp> times = ledger_.Times();
  for (std::size_t i = 0; i + 3 < times.size(); i += 3) {
    names.push_back(std::to_string(i) + ".zip");
    Good(names.back(), {.from = times[i], .to = times[i + 3]});
  }
  EXPECT_EQ(Peer("good", names), std::to_string(names.size()) + " good\n");
  const test::RunResult plain = Verify("all.zip");
  EXPECT_THAT(plain.out, HasSubstr("whether a key was revoked (--revoked)"));
  for (const std::string& name : {names.front(), names.back()}) {
    const test::RunResult verified = Verify(name, {"--revoked", statement});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
    EXPECT_THAT(verified.out, HasSubstr("revoked    a key before each of the records ["));
  }
  EXPECT_THAT(FileIn("all.zip", "README.html"), HasSubstr("Keys revoked by the root key"));
}

TEST_P(EvidenceOfRevocationTest, EveryChangeIsFound) {
  FillWithRevocation();
  const std::vector<ledger::Timestamp> times = ledger_.Times();
  Good("part.zip", {.from = times[times.size() / 2 - 1], .to = times[times.size() / 2 + 1]});
  EXPECT_THAT(Peer("damaged", {"part.zip"}), HasSubstr(" found\n"));
}

// Whoever has the new key alone cannot take the old one's place.
TEST_P(EvidenceOfRevocationTest, OnlyTheRootKeyRevokes) {
  ledger_.Decide(100);
  ledger_.Revoke(ledger_.Statement(ledger::OtherKey()), ledger::OtherKey());
  ledger_.Decide(100);
  Good("all.zip");
  EXPECT_THAT(Peer("revoked", {"all.zip"}), HasSubstr("the root key did not revoke a key here"));
}

// His ledger is good by itself.
TEST_P(EvidenceOfRevocationTest, WhoStoleTheKeyCannotKeepItBack) {
  ledger_.Decide(100);
  const std::string statement = StatementFile(ledger_.Statement(ledger::OtherKey()));
  Good("before.zip");
  const test::RunResult before = Verify("before.zip", {"--revoked", statement});
  EXPECT_EQ(before.exit_code, 0) << before.out << before.err;
  ledger_.Decide(100);
  Good("stolen.zip");
  EXPECT_EQ(Verify("stolen.zip").exit_code, 0);
  const test::RunResult stolen = Verify("stolen.zip", {"--revoked", statement});
  EXPECT_EQ(stolen.exit_code, 1);
  EXPECT_THAT(stolen.out, HasSubstr("is not the revocation that was stated"));
}

TEST_P(EvidenceOfRevocationTest, AStatementOfAnotherKeyIsNotGood) {
  const ledger::RevocationStatement statement = FillWithRevocation();
  Good("all.zip");
  const auto by_another = ledger::SignRevocation(statement.revocation, ThirdKey());
  const test::RunResult other = Verify("all.zip", {"--revoked", StatementFile(by_another.value())});
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.out, HasSubstr("the statement is not by this root key"));
  const std::string none = directory_.Write("none", statement.note.substr(1));
  EXPECT_EQ(Verify("all.zip", {"--revoked", none}).exit_code, 2);
}

INSTANTIATE_TEST_SUITE_P(Modes, EvidenceOfRevocationTest, BothModes(), ModeName);

}  // namespace
}  // namespace bylaw::report
