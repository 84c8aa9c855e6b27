// Evidence bundles: what is in them, and that verify.py, with openssl, finds the good ones good and
// everything else not. `BYLAW_REBASE=1 report_test` writes the goldens.

#include "bylaw/report/evidence.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "anchor_fixtures.h"
#include "bylaw/anchor/store.h"
#include "evidence_fixture.h"
#include "peers.h"

namespace bylaw::report {
namespace {

using ledger::SigningMode;
using testing::HasSubstr;

class RecordEvidenceTest : public EvidenceTest {};

TEST_P(EvidenceTest, EveryPeriodIsGood) {
  ledger_.Fill(OtherMode());
  std::vector<std::string> names = {"all.zip"};
  Good(names.back());
  const std::vector<ledger::Timestamp> times = ledger_.Times();
  for (std::size_t i = 0; i < times.size(); i += 2) {
    for (const std::size_t length : {1U, 4U, 13U}) {
      if (i + length >= times.size()) continue;
      names.push_back(std::to_string(i) + "-" + std::to_string(length) + ".zip");
      Good(names.back(), {.from = times[i], .to = times[i + length]});
    }
  }
  // Nothing was recorded then; before all; behind all.
  const auto us = [](std::int64_t time) { return ledger::Timestamp{time}; };
  names.insert(names.end(), {"nothing.zip", "before.zip", "behind.zip"});
  EXPECT_EQ(Good("nothing.zip", {.from = us(times[2].us + 1), .to = us(times[2].us + 2)}).records,
            0U);
  EXPECT_EQ(Good("before.zip", {.to = times[0]}).records, 0U);
  EXPECT_EQ(Good("behind.zip", {.from = us(times.back().us + 1)}).records, 0U);
  EXPECT_EQ(Peer("good", names), std::to_string(names.size()) + " good\n");
}

TEST_P(EvidenceTest, EveryChangeIsFound) {
  ledger_.Fill(OtherMode());
  const std::vector<ledger::Timestamp> times = ledger_.Times();
  Good("part.zip", {.from = times[times.size() / 2 - 3], .to = times[times.size() / 2 + 1]});
  EXPECT_THAT(Peer("damaged", {"part.zip"}), HasSubstr(" found\n"));
}

// Who has the second key alone cannot change what the first one signed.
TEST_P(EvidenceTest, TheSecondKeyDoesNotForgeTheFirstOnesRecords) {
  ledger_.Decide(100);
  ledger_.ChangeKey(ledger::OtherKey());
  ledger_.Decide(100);
  Good("all.zip");
  Peer("forged", {"all.zip"});
}

TEST_P(EvidenceTest, TheSameLedgerGivesTheSameBytes) {
  ledger_.Fill(OtherMode());
  Good("one.zip");
  Good("two.zip");
  EXPECT_EQ(test::ReadAll(directory_ / "one.zip"), test::ReadAll(directory_ / "two.zip"));
  const test::RunResult tested =
      test::RunProgram({kPython, "-m", "zipfile", "-t", directory_ / "one.zip"});
  EXPECT_EQ(tested.out, "Done testing\n");
}

// The range of an agent is that of all; what is counted and listed is not.
TEST_P(EvidenceTest, AnAgentNarrowsWhatIsCounted) {
  ledger_.Decide(100);
  Good("all.zip");
  Good("agent.zip", {.agent = "agent-2"});
  EXPECT_EQ(FileIn("agent.zip", "records.jsonl"), FileIn("all.zip", "records.jsonl"));
  EXPECT_THAT(FileIn("agent.zip", "counts.json"), HasSubstr("\"PERMIT\": 0"));
  const std::string exceptions = FileIn("agent.zip", "exceptions.jsonl");
  EXPECT_EQ(test::SplitLines(exceptions).size(), 1U) << "only the one of nobody knows whom";
  EXPECT_EQ(Peer("good", {"all.zip", "agent.zip"}), "2 good\n");
}

TEST_P(EvidenceTest, AnchorsComeWithTheRangeThatTheyCover) {
  ledger_.Decide(100);
  const anchor::TestWitness witness("w.example/1", 1);
  const std::string note = anchor::LastNote(ledger_.host());
  ASSERT_TRUE(anchor::KeepNote(ledger_.host(), ledger::kDirectory,
                               std::span(&ledger::FixedKey().public_key(), 1),
                               note + witness.Cosign(note)));
  ledger_.host().Advance(kDay);
  ledger_.Decide(100);
  const std::vector<ledger::Timestamp> times = ledger_.Times();
  const Period period{.from = times[1], .to = times[3]};
  EXPECT_FALSE(Good("unknown.zip", period).anchored);
  EXPECT_TRUE(Good("anchored.zip", period, {{witness.key()}, {}}).anchored);
  const std::string key = directory_.Write("w.pub", witness.key().Line() + "\n");
  const test::RunResult verified = Verify("anchored.zip", {"--witness-key", key, "--each"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("by w.example/1 at " + std::to_string(anchor::kNoon)));
  EXPECT_THAT(Verify("unknown.zip").out, HasSubstr("NOT ANCHORED"));
  EXPECT_THAT(Peer("damaged", {"anchored.zip", "w.pub"}), HasSubstr(" found\n"));
}

// Whether or not somebody is trusted to have made it.
TEST_P(EvidenceTest, WithAnAnchorThatDoesNotFitThereIsNoBundle) {
  ledger_.Decide(100);
  const std::string note = anchor::LastNote(ledger_.host());
  const auto size = ledger::OpenCheckpoint(note, ledger::FixedKey().public_key())->size;
  ledger_.host().Write(anchor::NotePath(ledger::kDirectory, size), anchor::SomeNote(size));
  const auto report = Write("bad.zip");
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ledger::ErrorCode::kCorrupt);
  EXPECT_THAT(report.error().message, HasSubstr("the anchor is not good"));
}

TEST_P(EvidenceTest, WhatNoCheckpointSignsYetIsLeftOutAndSaid) {
  ledger_.Decide(100);
  const std::size_t before = Good("closed.zip").last;
  ledger_.OpenAndKill();
  const EvidenceReport report = Good("open.zip");
  EXPECT_GE(report.last, before);
  const bool by_themselves = GetParam() == SigningMode::kRecord;
  EXPECT_EQ(report.left_out, by_themselves ? 2U : 0U);
  EXPECT_EQ(FileIn("open.zip", "README.html").find("stand behind the last checkpoint and") !=
                std::string::npos,
            by_themselves);
  EXPECT_EQ(Peer("good", {"closed.zip", "open.zip"}), "2 good\n");
}

TEST_P(EvidenceTest, OfALedgerThatIsNotGoodThereIsNoBundle) {
  ledger_.Decide(100);
  const std::string path = ledger::SegmentPath(ledger::kDirectory);
  std::string changed = ledger_.host().Read(path);
  changed.replace(changed.find("\"amount\":5}"), 11, "\"amount\":6}");
  ledger_.host().Write(path, changed);
  const auto report = Write("bad.zip");
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ledger::ErrorCode::kCorrupt);
  EXPECT_THAT(report.error().message, HasSubstr(path + ", line "));
}

TEST_P(EvidenceTest, AFileThatTakesNoMoreIsAnError) {
  ledger_.Decide(100);
  const int full = ::open("/dev/full", O_WRONLY);
  const auto report = WriteEvidence(ledger::kDirectory, ledger::FixedKey().public_key(),
                                    {.read = ledger_.read()}, full);
  ::close(full);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ledger::ErrorCode::kIo);
}

TEST_P(RecordEvidenceTest, Golden) {
  ledger_.Fill(SigningMode::kCheckpoint);
  const std::vector<ledger::Timestamp> times = ledger_.Times();
  Good("golden.zip", {.from = times[6], .to = times.back(), .zone = *Zone::Load("Europe/Berlin")});
  const std::string folder = std::string(BYLAW_SOURCE_DIR) + "/tests/report/golden/";
  std::string texts;
  for (const char* file : {"evidence.json", "counts.json", "replay.json", "tree.jsonl"})
    texts += std::string("== ") + file + "\n" + FileIn("golden.zip", file);
  const auto expect = [&](const std::string& golden, const std::string& is) {
    if (std::getenv("BYLAW_REBASE") != nullptr) test::WriteAll(folder + golden, is);
    EXPECT_EQ(is, test::ReadAll(folder + golden)) << "run with BYLAW_REBASE=1, and read it";
  };
  expect("evidence.txt", texts);
  const std::string page = FileIn("golden.zip", "README.html");
  expect("evidence.html", page);
  ExpectInertXml(page);
  EXPECT_EQ(FileIn("golden.zip", "verify.py"), test::ReadAll(Script()));
}

INSTANTIATE_TEST_SUITE_P(Modes, EvidenceTest, BothModes(), ModeName);
INSTANTIATE_TEST_SUITE_P(Modes, RecordEvidenceTest, testing::Values(SigningMode::kRecord),
                         ModeName);

}  // namespace
}  // namespace bylaw::report
