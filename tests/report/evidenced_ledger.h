// A ledger in memory with all that an evidence bundle has to prove: real decisions under two
// constitutions, changes of the key and of the mode, a process that was killed.

#ifndef BYLAW_TESTS_REPORT_EVIDENCED_LEDGER_H_
#define BYLAW_TESTS_REPORT_EVIDENCED_LEDGER_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bylaw/report/summary.h"
#include "compile_for_test.h"
#include "fixtures.h"

namespace bylaw::report {

inline constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;

inline std::shared_ptr<const vm::Module> Limit(int amount) {
  return runtime::CompileForTest(R"(
constitution:
  id: limit-v)" + std::to_string(amount) +
                                 R"(
  version: 1.0.0
  reviewed_by: someone <reviewer@example.org>
  review_date: 2026-01-01
  precedence: [prohibited, escalate, permitted]
  facts:
    amount: {type: decimal, from: params, min: 0}
  permitted:
    - {id: small, action: pay, conditions: [amount < )" +
                                 std::to_string(amount) + R"(]}
  escalate:
    - {id: large, action: pay, conditions: [amount >= )" +
                                 std::to_string(amount) + R"(], route_to: desk}
  routes:
    desk: {reviewers: ["role:desk"], quorum: 1, expires_in: 1h}
)");
}

class EvidencedLedger {
 public:
  // Segments end behind so many bytes.
  explicit EvidencedLedger(ledger::SigningMode mode,
                           const std::optional<ledger::PublicKey>& root_key = std::nullopt,
                           std::uint64_t segment_bytes = ledger::kSegmentBytes)
      : segment_bytes_(segment_bytes) {
    EXPECT_TRUE(ledger::InitOn(host_, ledger::Durability::kCommit, mode, root_key));
  }

  ledger::FakeHost& host() { return host_; }
  ledger::ReadOptions read() { return {.progress = {}, .host = &host_}; }

  // One process: a small payment, a large one, what no rule knows, no request at all.
  void Decide(int limit, bool close = true) {
    DecideOn(
        limit, close,
        {runtime::Request("pay", R"({"amount":5})"), runtime::Request("pay", R"({"amount":5000})"),
         runtime::Request("sell", "{}", R"({"signature":"ed25519:00","z":1})"),
         std::string("no request")});
  }
  void DecideOn(int limit, bool close, const std::vector<std::string>& requests) {
    auto opened = Open();
    ASSERT_TRUE(opened) << opened.error().message;
    auto engine = runtime::Engine::Open(Limit(limit), std::move(*opened));
    ASSERT_TRUE(engine) << engine.error().message;
    for (const std::string& request : requests) {
      host_.Advance(60 * 1'000'000);
      runtime::Decision decision;
      engine->Evaluate(request, decision);
    }
    if (!close) return;  // As a process that is killed.
    ASSERT_TRUE(engine->Close());
  }

  // A process that is killed before it is asked anything.
  void OpenAndKill() {
    auto opened = Open();
    ASSERT_TRUE(opened) << opened.error().message;
    ASSERT_TRUE(runtime::Engine::Open(Limit(100), std::move(*opened)));
  }

  // Of an open ledger, between two processes that decide.
  void Change(const std::function<ledger::Result<void>(ledger::Ledger&)>& change) {
    auto opened = Open();
    ASSERT_TRUE(opened) << opened.error().message;
    const auto done = change(*opened);
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_TRUE(opened->Close());
  }
  void ChangeKey(const ledger::SecretKey& key) {
    Change([&](ledger::Ledger& ledger) { return ledger.ChangeKey(key, "planned"); });
    key_ = &key;
  }
  void ChangeMode(ledger::SigningMode mode) {
    Change([&](ledger::Ledger& ledger) { return ledger.ChangeMode(mode, "planned"); });
  }

  // What the root key signs, so that this key follows; nothing is changed.
  ledger::RevocationStatement Statement(const ledger::SecretKey& next) {
    const auto draft = ledger::Ledger::DraftRevocation(ledger::kDirectory, next.public_key(),
                                                       ledger::OpenOptionsOn(host_));
    EXPECT_TRUE(draft) << draft.error().message;
    return ledger::SignRevocation(*draft, ledger::RootKey()).value();
  }
  void Revoke(const ledger::RevocationStatement& statement, const ledger::SecretKey& next) {
    auto opened = ledger::Ledger::OpenRevoking(ledger::kDirectory, next, statement, "stolen",
                                               ledger::OpenOptionsOn(host_));
    ASSERT_TRUE(opened) << opened.error().message;
    ASSERT_TRUE(opened->Close());
    key_ = &next;
  }

  // Days with decisions, and between them a change of the key, of the mode and of the constitution.
  void Fill(ledger::SigningMode other_mode) {
    Decide(100);
    host_.Advance(kDay);
    ChangeKey(ledger::OtherKey());
    Decide(100);
    host_.Advance(kDay);
    ChangeMode(other_mode);
    Decide(1'000, /*close=*/false);
    host_.Advance(kDay);
    ChangeKey(ledger::FixedKey());
    Decide(1'000);
  }

  // The times at which there is a record, each once.
  std::vector<ledger::Timestamp> Times() {
    std::vector<ledger::Timestamp> times;
    for (const std::string& line : ledger::LinesOf(ledger::LedgerOn(host_))) {
      const auto record = ledger::RecordView::Parse(line);
      if (!record) continue;
      const ledger::Timestamp time = record->time(ledger::Field::timestamp);
      if (times.empty() || times.back() != time) times.push_back(time);
    }
    return times;
  }

 private:
  ledger::Result<ledger::Ledger> Open() {
    return ledger::OpenOn(host_, std::nullopt, segment_bytes_, *key_);
  }

  ledger::FakeHost host_;
  std::uint64_t segment_bytes_;
  const ledger::SecretKey* key_ = &ledger::FixedKey();
};

}  // namespace bylaw::report

#endif  // BYLAW_TESTS_REPORT_EVIDENCED_LEDGER_H_
