// Power cuts between any two calls to the system and in the middle of each write: whatever is found
// on disk afterwards, the ledger opens, verifies, and holds every record that was acknowledged.
#include <gtest/gtest.h>

#include "fixtures.h"

namespace bylaw::ledger {
namespace {

struct Session {
  bool initialised = false;
  std::vector<std::string> acknowledged;  // lines, in order
};

void Acknowledge(Session& session, const Result<Receipt>& receipt) {
  ASSERT_TRUE(receipt) << receipt.error().message;
  session.acknowledged.emplace_back(receipt->line);
}

// One life of a ledger: single records, a batch, checkpoints, a module, a clean close, a second
// opening.
void Live(FakeHost& host, Session& session) {
  ASSERT_TRUE(InitBareOn(host));
  session.initialised = true;
  for (int round = 0; round < 2; ++round) {
    auto ledger = OpenOn(host);
    ASSERT_TRUE(ledger) << ledger.error().message;
    ASSERT_TRUE(ledger->ArchiveModule(HashOf(kModule), kModule));
    for (int i = 0; i < 2; ++i) {
      host.Advance(600'000);
      Acknowledge(session, ledger->Append(Evaluation(ledger->ReadClock().time)));
    }
    const std::vector<Record> batch(3, Evaluation(ledger->ReadClock().time));
    const auto receipts = ledger->AppendBatch(batch);
    ASSERT_TRUE(receipts) << receipts.error().message;
    for (const Receipt& receipt : *receipts) session.acknowledged.emplace_back(receipt.line);
    if (round == 0) {
      ASSERT_TRUE(ledger->Close());
    }
  }
}

// False when the power went before the end.
bool LiveUntilCut(FakeHost& host, Session& session) {
  try {
    Live(host, session);
    return true;
  } catch (const PowerCut&) {
    return false;
  }
}

// Opens after the power is back, and shows that the ledger is whole and goes on.
void ExpectRecovers(FakeHost& host, const Session& session) {
  if (!session.initialised && !host.Exists(SegmentPath(kDirectory))) {
    ASSERT_TRUE(InitBareOn(host)) << "an Init that was cut short can be done again";
  }
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger) << ledger.error().message;
  ASSERT_TRUE(ledger->ArchiveModule(HashOf(kModule), kModule));
  ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  ExpectInOrder(host, session.acknowledged);
  const VerifyReport report = VerifyOn(host);
  EXPECT_TRUE(report.good()) << report.bad->line << ": " << report.bad->why;
}

constexpr std::array<std::pair<Survival, std::uint64_t>, 6> kSurvivals{
    {{Survival::kEverything, 0},
     {Survival::kSyncedOnly, 0},
     {Survival::kSomeSectors, 1},
     {Survival::kSomeSectors, 2},
     {Survival::kSomeSectors, 3},
     {Survival::kSomeSectors, 4}}};

TEST(CrashTest, NothingAcknowledgedIsLostWhereverThePowerGoes) {
  bool finished = false;
  for (std::uint64_t cut = 0; !finished; ++cut) {
    FakeHost host;
    host.cut_at = cut;
    Session session;
    finished = LiveUntilCut(host, session);
    for (const auto& [survival, seed] : kSurvivals) {
      SCOPED_TRACE("cut at call " + std::to_string(cut) + ", survival " +
                   std::to_string(static_cast<int>(survival)) + ", seed " + std::to_string(seed));
      const auto after = host.Restart(survival, seed * 1000 + cut);
      ExpectRecovers(*after, session);
      if (HasFatalFailure()) return;
    }
  }
}

// The power goes again while the ledger is being recovered, at every call of that.
TEST(CrashTest, RecoveryItselfCanBeCut) {
  bool finished = false;
  int recoveries = 0;
  for (std::uint64_t cut = 8; !finished; ++cut) {
    FakeHost host;
    host.cut_at = cut;
    Session session;
    finished = LiveUntilCut(host, session);
    if (!session.initialised) continue;
    const auto after = host.Restart(Survival::kEverything, cut);
    bool opened = false;
    for (std::uint64_t second = 0; !opened; ++second) {
      SCOPED_TRACE("cut at call " + std::to_string(cut) + ", then at " + std::to_string(second));
      const auto during = after->Clone();
      during->cut_at = second;
      try {
        auto ledger = OpenOn(*during);
        ASSERT_TRUE(ledger) << ledger.error().message;
        opened = true;
        recoveries += ledger->recovered().empty() ? 0 : 1;
      } catch (const PowerCut&) {
      }
      const auto at_last = during->Restart(Survival::kSomeSectors, cut * 100 + second);
      ExpectRecovers(*at_last, session);
      if (HasFatalFailure()) return;
      // Every file moved aside is named by a record.
      const auto names = at_last->List("/audit/recovered");
      for (const std::string& name : names ? *names : std::vector<std::string>()) {
        if (name.ends_with(".tmp")) continue;
        const std::string digest = "sha256:" + name.substr(21, 64);
        EXPECT_NE(SegmentOn(*at_last).find("\"tail_sha256\":\"" + digest), std::string::npos)
            << name;
      }
    }
  }
  EXPECT_GE(recoveries, 5);
}

}  // namespace
}  // namespace bylaw::ledger
