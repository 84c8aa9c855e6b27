// A ledger on disk with evaluations of few agents, actions and rules, all signed by a fixed key.

#ifndef BYLAW_TESTS_QUERY_SMALL_LEDGER_H_
#define BYLAW_TESTS_QUERY_SMALL_LEDGER_H_

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "bylaw/ledger/ledger.h"
#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/query/ledger_query.h"
#include "temporary_directory.h"

namespace bylaw::query {

inline const ledger::SecretKey& FixedKey() {
  static const ledger::SecretKey key = [] {
    const std::array<std::uint8_t, 32> seed{7};
    return std::move(*ledger::SecretKey::FromSeed("test-ledger", seed));
  }();
  return key;
}

struct Decided {
  std::string agent = "a";
  std::string action = "pay";
  std::string decision = "PERMIT";
  std::string rule = "permit[0]";
  std::string code = "matched";
  std::string session{};
  std::string request{};
};

class SmallLedger {
 public:
  explicit SmallLedger(const std::string& name = "audit",
                       std::uint64_t segment_bytes = ledger::kSegmentBytes)
      : path_(directory_ / name), segment_bytes_(segment_bytes) {
    const auto made = ledger::Ledger::Init(path_, FixedKey());
    EXPECT_TRUE(made) << made.error().message;
  }

  const std::string& path() const { return path_; }
  std::string segment() const { return ledger::SegmentPath(path_); }
  std::string index() const { return IndexPath(path_); }

  // Opens, appends and closes: two records more than decisions.
  void Append(const std::vector<Decided>& decisions) {
    ledger::OpenOptions options;
    options.segment_bytes = segment_bytes_;
    auto ledger = ledger::Ledger::Open(path_, FixedKey(), options);
    ASSERT_TRUE(ledger) << ledger.error().message;
    for (const Decided& decided : decisions) {
      const std::array<ledger::RuleOutcome, 1> rules{{{decided.rule, "applies"}}};
      ledger::Record record;
      record.kind = "evaluation";
      record.timestamp = ledger->ReadClock().time;
      record.agent_id = decided.agent;
      record.action_requested = decided.action;
      record.decision = decided.decision;
      record.code = decided.code;
      record.rules = rules;
      if (!decided.session.empty()) record.session_id = decided.session;
      if (!decided.request.empty()) record.request_id = decided.request;
      const auto receipt = ledger->Submit(record);
      ASSERT_TRUE(receipt) << receipt.error().message;
    }
    ASSERT_TRUE(ledger->Close());
  }

  // The records, without checkpoints.
  std::vector<std::string> Records() const {
    std::vector<std::string> records;
    const auto segments = ledger::ListSegments(ledger::Host::System(), path_);
    for (const std::uint64_t first_seq : segments.value()) {
      const std::string text = test::ReadAll(ledger::SegmentPath(path_, first_seq));
      for (const std::string& line : test::SplitLines(text)) {
        if (!line.empty() && !line.starts_with(ledger::kCheckpointStart)) records.push_back(line);
      }
    }
    return records;
  }

  // What a query opened anew finds.
  std::vector<std::string> Find(const Filter& filter) const {
    auto query = LedgerQuery::Open(path_);
    if (!query) {
      ADD_FAILURE() << query.error().message;
      return {};
    }
    Selection selection;
    selection.filter = filter;
    selection.limit = 1'000'000;
    const auto page = query->Select(selection);
    if (!page) {
      ADD_FAILURE() << page.error().message;
      return {};
    }
    EXPECT_FALSE(page->more);
    return page->lines;
  }

 private:
  test::TemporaryDirectory directory_;
  std::string path_;
  std::uint64_t segment_bytes_;
};

}  // namespace bylaw::query

#endif  // BYLAW_TESTS_QUERY_SMALL_LEDGER_H_
