// `bylaw ledger anchor` and `ledger verify` with a real witness, a real time-stamping authority and
// a file: what whoever holds the key rewrote is found.

#include <filesystem>

#include "command.h"
#include "page_commands.h"
#include "peer_server.h"

namespace bylaw::test {
namespace {

const std::string kPeers = BYLAW_SOURCE_DIR "/tests/anchor/peers/";

class AnchorCommandTest : public testing::Test {
 protected:
  AnchorCommandTest() : key_(MakeKey(directory_, "ledger.key")) {
    Decide(audit_);
    EXPECT_EQ(RunProgram({"/bin/sh", kPeers + "make_tsa.sh", directory_ / "tsa"}).exit_code, 0);
  }

  void Decide(const std::string& ledger) const {
    const RunResult result = Bylaw({"eval", Example("fintech-lending.strict.yaml"), "--ledger",
                                    ledger, "--key", key_, "--json"},
                                   {.in = kPayment2500});
    EXPECT_EQ(result.exit_code, 0) << result.err;
  }
  RunResult Ledger(const std::string& what, const std::string& ledger,
                   const std::vector<std::string>& more) const {
    std::vector<std::string> command = {"ledger", what, ledger, "--pub", key_ + ".pub"};
    command.insert(command.end(), more.begin(), more.end());
    return Bylaw(command);
  }
  RunResult Anchor(const std::vector<std::string>& more) const {
    return Ledger("anchor", audit_, more);
  }
  RunResult Verify(const std::vector<std::string>& more) const {
    return Ledger("verify", audit_, more);
  }
  std::vector<std::string> Witness(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> command = {"/usr/bin/python3", kPeers + "witness.py", "w.example/1",
                                        key_ + ".pub", directory_ / "w.pub"};
    command.insert(command.end(), more.begin(), more.end());
    return command;
  }
  std::vector<std::string> To(const PeerServer& witness) const {
    return {"--witness", witness.Url(), "--witness-key", directory_ / "w.pub"};
  }
  std::string Anchors() const { return audit_ + "/anchors"; }

  TemporaryDirectory directory_;
  std::string key_;
  std::string audit_ = directory_ / "audit";
};

void ExpectSays(const std::string& text, const std::string& what) {
  EXPECT_NE(text.find(what), std::string::npos) << text;
}

TEST_F(AnchorCommandTest, AWitnessCosignsALedgerThatGrowsAndNoOther) {
  const PeerServer witness(Witness());
  const RunResult first = Anchor(To(witness));
  EXPECT_EQ(first.exit_code, 0) << first.err;
  ExpectSays(first.out, "anchored 5 records: cosigned by w.example/1 at 20");
  const std::string fork = directory_ / "fork";
  std::filesystem::copy(audit_, fork, std::filesystem::copy_options::recursive);
  Decide(audit_);
  std::filesystem::remove_all(Anchors());  // The witness remembers, if we do not.
  EXPECT_EQ(Anchor(To(witness)).exit_code, 0);
  EXPECT_EQ(Anchor(To(witness)).exit_code, 0) << "the same once more";
  const std::vector<std::string> keys = {"--witness-key", directory_ / "w.pub"};
  const RunResult good = Verify(keys);
  EXPECT_EQ(good.exit_code, 0) << good.err;
  ExpectSays(good.out, "anchor  9 records, by w.example/1 at 20");

  const RunResult cut = Ledger("anchor", fork, To(witness));
  EXPECT_EQ(cut.exit_code, 1);
  ExpectOneSentence(cut.err);
  ExpectSays(cut.err, "was cut back");
  Decide(fork);
  Decide(fork);
  const RunResult rewritten = Ledger("anchor", fork, To(witness));
  EXPECT_EQ(rewritten.exit_code, 1);
  ExpectOneSentence(rewritten.err);
  ExpectSays(rewritten.err, "rewritten");

  // The key's holder puts it in the place of the other, and verification finds it by the anchor.
  std::filesystem::copy(fork + "/00000000000000000000.jsonl",
                        audit_ + "/00000000000000000000.jsonl",
                        std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Verify({}).exit_code, 0) << "by itself it is good";
  const RunResult found = Verify(keys);
  EXPECT_EQ(found.exit_code, 1);
  ExpectOneSentence(found.err);
  ExpectSays(found.err, "was rewritten");
  std::filesystem::remove_all(Anchors());
  const RunResult none = Verify(keys);
  EXPECT_EQ(none.exit_code, 1);
  ExpectSays(none.out, "NOT ANCHORED");
}

TEST_F(AnchorCommandTest, AWitnessThatLiesIsNotBelieved) {
  const PeerServer witness(Witness({"--lie"}));
  const RunResult lied = Anchor(To(witness));
  EXPECT_EQ(lied.exit_code, 1);
  ExpectOneSentence(lied.err);
  ExpectSays(lied.err, "does not fit the checkpoint");
  EXPECT_FALSE(std::filesystem::exists(Anchors()));
}

// All three ways, and the commands of docs/ledger.md as they stand there.
TEST_F(AnchorCommandTest, ATimeStampVerifiesWithOpenssl) {
  const PeerServer witness(Witness());
  const PeerServer tsa({"/usr/bin/python3", kPeers + "tsa.py", directory_ / "tsa"});
  const std::string ca = directory_ / "tsa/ca.pem";
  std::vector<std::string> to = To(witness);
  to.insert(to.end(), {"--tsa", tsa.Url(), "--tsa-ca", ca, "--file", directory_ / "kept"});
  const RunResult done = Anchor(to);
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(SplitLines(done.out).size(), 3U) << done.out;
  ExpectSays(done.out, "time-stamped by CN=Test TSA,O=Test at 20");
  ExpectSays(ReadAll(directory_ / "kept"), "— w.example/1 ");

  const RunResult verified =
      Verify({"--witness-key", directory_ / "w.pub", "--tsa-ca", ca, "--json"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out;
  const Json anchors = Json::parse(verified.out)["anchors"];
  EXPECT_EQ(anchors["anchored_size"], 5);
  EXPECT_EQ(anchors["good"].size(), 2U);
  EXPECT_EQ(anchors["bad"].size(), 0U);

  directory_.Write("tsa.pem", ReadAll(ca));
  const std::string commands =
      CommandsUnder(ReadAll(BYLAW_SOURCE_DIR "/docs/ledger.md"), "## Anchors");
  ExpectSays(commands, "openssl ts -verify");
  const std::string script =
      directory_.Write("commands.sh", "set -e\ncd " + directory_.path() + "\n" + commands);
  const RunResult ran = RunProgram({"/bin/sh", script}, {.environment = {{"LC_ALL", "C"}}});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  ExpectSays(ran.out + ran.err, "Verification: OK");
  ExpectSays(ran.out + ran.err, "Signature Verified Successfully");
}

TEST_F(AnchorCommandTest, AFileNeverGoesBack) {
  const std::string kept = directory_ / "kept";
  const std::string old = directory_ / "old";
  std::filesystem::copy(audit_, old, std::filesystem::copy_options::recursive);
  ExpectSays(Anchor({"--file", kept}).out, "anchored 5 records: written to");
  Decide(audit_);
  EXPECT_EQ(Anchor({"--file", kept}).exit_code, 0) << "it has grown";
  const std::string nine = ReadAll(kept);
  ExpectSays(nine, "\n9\n");
  ExpectSays(Anchor({"--file", kept}).out, "already in");

  const RunResult cut = Ledger("anchor", old, {"--file", kept});
  EXPECT_EQ(cut.exit_code, 1);
  ExpectOneSentence(cut.err);
  ExpectSays(cut.err, "was cut back");
  Decide(old);
  const RunResult fork = Ledger("anchor", old, {"--file", kept});
  EXPECT_EQ(fork.exit_code, 1) << "the same size, and another root";
  ExpectSays(fork.err, "stays as it is");
  ExpectSays(fork.err, "was rewritten");
  EXPECT_EQ(ReadAll(kept), nine);
  WriteAll(kept, "something else");
  EXPECT_EQ(Anchor({"--file", kept}).exit_code, 1);
  EXPECT_EQ(ReadAll(kept), "something else");
}

TEST_F(AnchorCommandTest, OneWayThatFailsDoesNotKeepFromTheOthers) {
  {
    const PeerServer gone(Witness());
  }  // Wrote its key.
  const PeerServer broken({"/usr/bin/python3", kPeers + "broken.py"});
  const RunResult result =
      Anchor({"--witness", broken.Url("/hang"), "--witness-key", directory_ / "w.pub", "--timeout",
              "0.2", "--file", directory_ / "kept"});
  EXPECT_EQ(result.exit_code, 1);
  ExpectOneSentence(result.err);
  ExpectSays(result.err, "timed out");
  ExpectSays(result.out, "written to");
  const RunResult colours =
      Anchor({"--witness", broken.Url("/status/500"), "--witness-key", directory_ / "w.pub"});
  EXPECT_EQ(colours.exit_code, 1);
  EXPECT_EQ(colours.err.find('\33'), std::string::npos) << "a server cannot steer the terminal";
}

TEST_F(AnchorCommandTest, UsageIsSaid) {
  {
    const PeerServer gone(Witness());
  }
  EXPECT_EQ(Anchor({}).exit_code, 2);
  EXPECT_EQ(Anchor({"--witness", "http://127.0.0.1:1"}).exit_code, 2);
  EXPECT_EQ(Anchor({"--tsa", "http://127.0.0.1:1"}).exit_code, 2);
  EXPECT_EQ(Anchor({"--file", "f", "--timeout", "0"}).exit_code, 2);
  EXPECT_EQ(Anchor({"--witness", "http://127.0.0.1:1", "--witness-key", key_ + ".pub"}).exit_code,
            2)
      << "the ledger's own key is no witness";
  EXPECT_EQ(Verify({"--witness-key", "/nowhere"}).exit_code, 2);
  EXPECT_EQ(Verify({"--tsa-ca", key_ + ".pub"}).exit_code, 2);
  const RunResult nobody =
      Anchor({"--witness", "http://127.0.0.1:1", "--witness-key", directory_ / "w.pub"});
  EXPECT_EQ(nobody.exit_code, 1);
  ExpectOneSentence(nobody.err);
}

}  // namespace
}  // namespace bylaw::test
