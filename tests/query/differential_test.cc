// Random filters find what a plain reading of all lines finds.

#include <nlohmann/json.hpp>
#include <random>

#include "small_ledger.h"

namespace bylaw::query {
namespace {

using Json = nlohmann::json;

const std::vector<std::string> kAgents = {"a", "b", "ümlaut", "it's; DROP TABLE records"};
const std::vector<std::string> kActions = {"pay", "read", "delete"};
const std::vector<std::string> kDecisions = {"PERMIT", "DENY", "ESCALATE"};
const std::vector<std::string> kRules = {"permit[0]", "deny[1]", "escalate[2]"};
const std::vector<std::string> kSessions = {"", "s-1", "s-2"};

class Random {
 public:
  const std::string& Of(const std::vector<std::string>& texts) {
    return texts[engine_() % texts.size()];
  }
  std::optional<std::string> Maybe(const std::vector<std::string>& texts) {
    return engine_() % 3 == 0 ? std::optional(Of(texts)) : std::nullopt;
  }
  std::uint64_t Below(std::uint64_t bound) { return engine_() % bound; }

 private:
  std::mt19937_64 engine_{42};
};

bool Is(const Json& record, const char* name, const std::optional<std::string>& wanted) {
  return !wanted || (record.contains(name) && record[name] == *wanted);
}

bool Satisfies(const Json& record, const Filter& filter) {
  const std::string time = record["timestamp"];
  if (filter.from && time < ledger::TimestampText(*filter.from)) return false;
  if (filter.to && time >= ledger::TimestampText(*filter.to)) return false;
  if (filter.rule) {
    bool has = false;
    for (const Json& rule : record.value("rules", Json::array())) has |= rule["id"] == *filter.rule;
    if (!has) return false;
  }
  return Is(record, "agent_id", filter.agent) && Is(record, "action_requested", filter.action) &&
         Is(record, "decision", filter.decision) && Is(record, "code", filter.code) &&
         Is(record, "kind", filter.kind) && Is(record, "session_id", filter.session);
}

TEST(LedgerQuery, FindsWhatAPlainReadingFinds) {
  Random random;
  SmallLedger ledger("audit", 50'000);
  const auto decide = [&](std::vector<Decided>& decisions) {
    decisions.push_back({.agent = random.Of(kAgents),
                         .action = random.Of(kActions),
                         .decision = random.Of(kDecisions),
                         .rule = random.Of(kRules),
                         .code = random.Of({"matched", "no_rule"}),
                         .session = random.Of(kSessions)});
  };
  for (int session = 0; session < 6; ++session) {
    std::vector<Decided> decisions;
    for (int i = 0; i < 100; ++i) decide(decisions);
    ledger.Append(decisions);
    // The index is brought up to date over the end of a segment now and then.
    if (session % 2 == 0) {
      ASSERT_TRUE(LedgerQuery::Open(ledger.path()));
    }
  }
  ASSERT_GE(ledger::ListSegments(ledger::Host::System(), ledger.path())->size(), 4U);
  const std::vector<std::string> records = ledger.Records();
  const auto time_of = [&](std::uint64_t i) {
    return ledger::ParseTimestamp(Json::parse(records[i])["timestamp"].get<std::string>());
  };
  auto query = LedgerQuery::Open(ledger.path());
  ASSERT_TRUE(query);
  std::size_t found = 0;
  for (int round = 0; round < 300; ++round) {
    Selection selection;
    Filter& filter = selection.filter;
    filter.agent = random.Maybe(kAgents);
    filter.action = random.Maybe(kActions);
    filter.decision = random.Maybe(kDecisions);
    filter.rule = random.Maybe(kRules);
    filter.code = random.Maybe({"matched", "no_rule"});
    filter.kind = random.Maybe({"evaluation", "genesis", "opened"});
    filter.session = random.Maybe(kSessions);
    if (random.Below(4) == 0) filter.from = time_of(random.Below(records.size()));
    if (random.Below(4) == 0) filter.to = time_of(random.Below(records.size()));
    selection.limit = 1 + random.Below(100);
    std::vector<std::string> expected;
    for (const std::string& line : records) {
      if (Satisfies(Json::parse(line), filter)) expected.push_back(line);
    }
    std::vector<std::string> paged;
    bool more = true;
    while (more) {
      const auto page = query->Select(selection);
      ASSERT_TRUE(page) << page.error().message;
      ASSERT_LE(page->lines.size(), selection.limit);
      paged.insert(paged.end(), page->lines.begin(), page->lines.end());
      more = page->more;
      if (more) selection.after = Json::parse(paged.back())["seq"].get<std::uint64_t>();
    }
    ASSERT_EQ(paged, expected) << round;
    found += expected.size();
  }
  EXPECT_GT(found, 1'000U);
}

}  // namespace
}  // namespace bylaw::query
