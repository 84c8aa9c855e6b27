// A ledger in memory with decisions over some days, for pages that are made of it.

#ifndef BYLAW_TESTS_REPORT_REPORTED_LEDGER_H_
#define BYLAW_TESTS_REPORT_REPORTED_LEDGER_H_

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "bylaw/report/summary.h"
#include "fixtures.h"

namespace bylaw::report {

inline constexpr std::int64_t kSecond = 1'000'000;
inline constexpr std::int64_t kHour = 3600 * kSecond;

struct Decided {
  std::string agent = "lending-agent-v2";
  std::string action = "initiate_payment";
  std::string decision = "PERMIT";
  std::string rule = "pay-small";
  std::string route{};
  std::string reason{};
};

class ReportedLedger {
 public:
  explicit ReportedLedger(ledger::SigningMode mode = ledger::SigningMode::kRecord) {
    EXPECT_TRUE(ledger::InitOn(host_, ledger::Durability::kCommit, mode));
  }

  ledger::FakeHost& host() { return host_; }
  ledger::ReadOptions read() { return {.progress = {}, .host = &host_}; }

  void Open(const ledger::SecretKey& key = ledger::FixedKey()) {
    auto opened = ledger::OpenOn(host_, std::nullopt, ledger::kSegmentBytes, key);
    ASSERT_TRUE(opened) << opened.error().message;
    ledger_.emplace(std::move(*opened));
  }
  void Close() {
    ASSERT_TRUE(ledger_->Close());
    ledger_.reset();
  }
  ledger::Ledger& open() { return *ledger_; }

  // As a process that is killed.
  void Kill() { ledger_.reset(); }

  void Decide(const Decided& decided) {
    host_.Advance(kSecond);
    const std::array<ledger::RuleOutcome, 1> rules{{{decided.rule, "applies"}}};
    const std::array<std::string_view, 1> routes{decided.route};
    ledger::Record record;
    record.kind = "evaluation";
    record.timestamp = ledger_->ReadClock().time;
    record.agent_id = decided.agent;
    record.action_requested = decided.action;
    record.constitution_digest = ledger::HashOf(ledger::kModule);
    record.code = decided.rule.empty() ? "no_rule" : "matched";
    record.decision = decided.decision;
    if (!decided.rule.empty()) record.rules = rules;
    if (!decided.route.empty()) record.route_to = routes;
    if (!decided.reason.empty()) record.reason = decided.reason;
    const auto receipt = ledger_->Append(record);
    ASSERT_TRUE(receipt) << receipt.error().message;
  }

  // Three days: a clean one, one that ends without closing, one behind it.
  void FillThreeDays() {
    Open();
    for (int i = 0; i < 3; ++i) Decide({});
    Decide({.decision = "ESCALATE", .rule = "pay-large", .route = "senior_ops"});
    host_.Advance(2 * kHour);
    Decide({.action = "close_account", .decision = "DENY", .rule = ""});
    Close();
    host_.Advance(20 * kHour);
    Open();
    Decide({.agent = "other-agent", .decision = "DENY", .rule = "frozen"});
    Decide({});
    Kill();
    host_.Advance(30 * kHour);
    Open();
    Decide({});
    Close();
  }

 private:
  ledger::FakeHost host_;
  std::optional<ledger::Ledger> ledger_;
};

}  // namespace bylaw::report

#endif  // BYLAW_TESTS_REPORT_REPORTED_LEDGER_H_
