// Many threads on one ledger: what they share, and what each of them may rely on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "fixtures.h"

namespace bylaw::ledger {
namespace {

// A disk whose next sync waits to be let through.
class HeldSync {
 public:
  explicit HeldSync(FakeHost& host) : host_(host) {
    host.before_sync = [this] {
      std::unique_lock<std::mutex> lock(mutex_);
      if (passed_) return;
      reached_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return passed_; });
    };
  }
  ~HeldSync() { host_.before_sync = nullptr; }
  HeldSync(const HeldSync&) = delete;
  HeldSync& operator=(const HeldSync&) = delete;

  void AwaitIt() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return reached_; });
  }
  void LetGo() {
    const std::lock_guard<std::mutex> lock(mutex_);
    passed_ = true;
    changed_.notify_all();
  }

 private:
  FakeHost& host_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool reached_ = false;
  bool passed_ = false;
};

// In both signing modes.
class GroupCommitTest : public testing::TestWithParam<SigningMode> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_, Durability::kCommit, GetParam()));
    auto ledger = OpenOn(host_);
    ASSERT_TRUE(ledger);
    ledger_.emplace(std::move(*ledger));
  }

  Result<Ticket> Submit() { return ledger_->Submit(Evaluation(ledger_->ReadClock().time)); }

  // The record of this seq in the file, if it is there.
  std::optional<std::string> LineOf(std::uint64_t seq) const {
    for (const std::string& line : LinesOf(SegmentOn(host_))) {
      const auto record = RecordView::Parse(line);
      if (record && record->number(Field::seq) == seq) return line;
    }
    return std::nullopt;
  }
  std::uint64_t CommitOf(std::uint64_t seq) const {
    const auto line = LineOf(seq);
    return line ? RecordView::Parse(*line)->number(Field::commit) : UINT64_MAX;
  }

  FakeHost host_;
  std::optional<Ledger> ledger_;
};

TEST_P(GroupCommitTest, WhatArrivesDuringACommitIsTheNextOne) {
  HeldSync held(host_);
  std::thread first([&] { EXPECT_TRUE(ledger_->Append(Evaluation(ledger_->ReadClock().time))); });
  held.AwaitIt();
  const std::uint64_t calls = host_.calls;

  std::vector<Ticket> tickets;
  tickets.reserve(3);
  for (int i = 0; i < 3; ++i) tickets.push_back(Submit().value());
  std::atomic<int> answered = 0;
  std::vector<std::thread> waiting;
  waiting.reserve(tickets.size());
  for (const Ticket& ticket : tickets) {
    waiting.emplace_back([&] {
      EXPECT_TRUE(ledger_->Wait(ticket));
      ++answered;
    });
  }
  EXPECT_EQ(LineOf(tickets.front().seq), std::nullopt)
      << "a commit is written when the one before it is on disk";
  EXPECT_EQ(answered, 0);
  held.LetGo();
  first.join();
  for (std::thread& thread : waiting) thread.join();

  EXPECT_EQ(host_.calls - calls, 3U) << "the first sync, then one write and one sync for three";
  for (const Ticket& ticket : tickets) EXPECT_EQ(CommitOf(ticket.seq), tickets.front().seq);
  ASSERT_TRUE(ledger_->Close());
  EXPECT_TRUE(VerifyOn(host_).good());
}

TEST_P(GroupCommitTest, WhatNobodyWaitsForGoesWithTheNextThatSomebodyDoes) {
  const Ticket first = Submit().value();
  const Ticket second = Submit().value();
  EXPECT_EQ(LineOf(first.seq), std::nullopt);
  ASSERT_TRUE(ledger_->Wait(second));
  EXPECT_EQ(CommitOf(first.seq), first.seq);
  EXPECT_EQ(CommitOf(second.seq), first.seq);
  EXPECT_TRUE(ledger_->Wait(first)) << "it is there";
  const Ticket third = Submit().value();
  ASSERT_TRUE(ledger_->Close()) << "closing waits for what was submitted";
  EXPECT_NE(LineOf(third.seq), std::nullopt);
  EXPECT_TRUE(ledger_->Wait(third)) << "also when it is asked for later";
  EXPECT_TRUE(VerifyOn(host_).good());
}

TEST_P(GroupCommitTest, AFailedSyncAnswersEveryoneWithItsError) {
  HeldSync held(host_);
  std::atomic<int> refused = 0;
  const auto wait = [&](const Ticket& ticket) {
    const auto done = ledger_->Wait(ticket);
    if (!done && done.error().code == ErrorCode::kIo) ++refused;
  };
  const Ticket first = Submit().value();
  std::vector<std::thread> waiting;
  waiting.emplace_back(wait, first);
  held.AwaitIt();
  for (int i = 0; i < 3; ++i) waiting.emplace_back(wait, Submit().value());
  host_.fail_from = host_.calls;
  held.LetGo();
  for (std::thread& thread : waiting) thread.join();
  EXPECT_EQ(refused, 4);

  host_.fail_from.reset();
  EXPECT_EQ(Submit().error().code, ErrorCode::kIo) << "not even where the disk is well again";
  EXPECT_EQ(ledger_->Wait(first).error().code, ErrorCode::kIo);
  ledger_.reset();
  auto again = OpenOn(host_);
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_TRUE(again->Close());
  EXPECT_TRUE(VerifyOn(host_).good());
}

TEST_P(GroupCommitTest, EveryThreadFindsItsRecordsOnce) {
  constexpr int kThreads = 8;
  constexpr int kEach = 100;
  std::mutex in_order;
  std::vector<std::vector<Ticket>> acknowledged(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (auto& mine : acknowledged) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        std::unique_lock<std::mutex> lock(in_order);
        const auto ticket = Submit();
        lock.unlock();
        ASSERT_TRUE(ticket && ledger_->Wait(*ticket));
        mine.push_back(*ticket);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(ledger_->Close());

  std::map<std::uint64_t, std::string> events;
  for (const std::string& line : LinesOf(SegmentOn(host_))) {
    const auto record = RecordView::Parse(line);
    if (record) events[record->number(Field::seq)] = record->text(Field::event_id);
  }
  std::set<std::uint64_t> seqs;
  for (const auto& mine : acknowledged) {
    for (const Ticket& ticket : mine) {
      EXPECT_TRUE(seqs.insert(ticket.seq).second);
      EXPECT_EQ(events[ticket.seq], ticket.event_id.view());
    }
  }
  EXPECT_EQ(seqs.size(), static_cast<std::size_t>(kThreads) * kEach);
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
  EXPECT_GE(report.checkpoints, 3U) << "checkpoints stand between commits";
}

TEST_P(GroupCommitTest, ClosingAnswersThoseWhoAreThere) {
  constexpr int kThreads = 4;
  std::mutex in_order;
  std::atomic<std::uint64_t> acknowledged = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      while (true) {
        std::unique_lock<std::mutex> lock(in_order);
        const auto ticket = Submit();
        lock.unlock();
        if (!ticket) {
          EXPECT_EQ(ticket.error().code, ErrorCode::kClosed);
          return;
        }
        EXPECT_TRUE(ledger_->Wait(*ticket));
        ++acknowledged;
      }
    });
  }
  while (acknowledged < 50) std::this_thread::yield();
  EXPECT_TRUE(ledger_->Close());
  for (std::thread& thread : threads) thread.join();
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good());
  EXPECT_EQ(report.records, acknowledged + 3) << "genesis, opened, closed";
}

// Its record was taken from the clock, then lost with the record that was refused.
TEST_P(GroupCommitTest, ARefusedRecordDoesNotTakeTheClocksWithIt) {
  host_.wall_us -= 60'000'000;
  Record refused = Evaluation(ledger_->ReadClock().time);
  refused.reason = "\xff";
  EXPECT_EQ(ledger_->Append(refused).error().code, ErrorCode::kInvalidArgument);
  ASSERT_TRUE(ledger_->Append(Evaluation(ledger_->ReadClock().time)));
  EXPECT_THAT(SegmentOn(host_), testing::HasSubstr(R"("kind":"clock")"));
  EXPECT_TRUE(VerifyOn(host_).good());
}

// A batch is all or none, also among records that others have submitted.
TEST_P(GroupCommitTest, ABatchThatIsRefusedLeavesWhatStoodBeforeIt) {
  const Ticket before = Submit().value();
  std::vector<Record> batch(3, Evaluation(ledger_->ReadClock().time));
  batch.back().reason = "\xff";
  EXPECT_EQ(ledger_->AppendBatch(batch).error().code, ErrorCode::kInvalidArgument);
  const Ticket after = Submit().value();
  EXPECT_EQ(after.seq, before.seq + 1);
  ASSERT_TRUE(ledger_->Wait(after));
  EXPECT_EQ(CommitOf(after.seq), before.seq);
  ASSERT_TRUE(ledger_->Close());
  EXPECT_TRUE(VerifyOn(host_).good());
}

// Neither a lock of theirs nor a look at the clock.
TEST_P(GroupCommitTest, ThreadsNeedNoTurnsForRecordsWithoutATime) {
  constexpr int kThreads = 8;
  constexpr int kRounds = 20;
  const std::vector<Record> batch = [] {
    Record record = Evaluation({});
    record.timestamp.reset();
    return std::vector<Record>(16, record);
  }();
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round) {
        const auto last = ledger_->Submit(batch);
        ASSERT_TRUE(last && ledger_->Wait(*last));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(ledger_->Close());
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
  EXPECT_EQ(report.records, kThreads * kRounds * batch.size() + 3) << "genesis, opened, closed";
}

INSTANTIATE_TEST_SUITE_P(Modes, GroupCommitTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& test) { return std::string(SigningModeText(test.param)); });

}  // namespace
}  // namespace bylaw::ledger
