// kill -9 in the middle of a stream: every decision that was answered is in the ledger, which opens
// again and verifies. BYLAW_KILLS says how many; scripts/crash has many.

#include <csignal>
#include <random>
#include <set>

#include "case_count.h"
#include "command.h"

namespace bylaw::test {
namespace {

constexpr int kRequests = 100'000;
constexpr int kKillsEach = 5;

const std::string kLending = Example("fintech-lending.strict.yaml");

std::set<std::string> EventsOf(const std::string& text) {
  constexpr std::string_view kMember = "\"event_id\":\"";
  std::set<std::string> events;
  for (size_t at = text.find(kMember); at != std::string::npos; at = text.find(kMember, at)) {
    at += kMember.size();
    events.insert(text.substr(at, text.find('"', at) - at));
  }
  return events;
}

// The whole lines of what was read: the last one may have been torn off.
std::string WholeLines(const std::string& text) {
  return text.substr(0, text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
}

TEST(CrashTest, EveryAnswerIsOnRecord) {
  const TemporaryDirectory directory;
  const std::string key = MakeKey(directory);
  std::string requests;
  for (int i = 0; i < kRequests; ++i)
    requests += (i % 2 == 0 ? kPayment2500 : kPayment15000) + "\n";
  const std::string file = directory.Write("requests.jsonl", requests);
  std::mt19937 random(20260414);
  size_t answered_in_all = 0;

  const int ledgers = CaseCount("BYLAW_KILLS", 4 * kKillsEach) / kKillsEach;
  for (int number = 0; number < ledgers; ++number) {
    const std::string audit = directory / ("audit" + std::to_string(number));
    const std::string durability = number % 2 == 0 ? "async" : "commit";
    ASSERT_EQ(Bylaw({"ledger", "init", audit, "--key", key, "--durability", durability}).exit_code,
              0);
    std::set<std::string> answered;
    for (int kill = 0; kill < kKillsEach; ++kill) {
      SCOPED_TRACE(audit + ", kill " + std::to_string(kill));
      const RunResult result =
          Bylaw({"eval", kLending, "--ledger", audit, "--key", key, "--requests", file},
                {.kill_after = random() % 300'000});
      ASSERT_EQ(result.signal, SIGKILL) << result.exit_code << result.err;
      answered.merge(EventsOf(WholeLines(result.out)));
      const std::set<std::string> recorded =
          EventsOf(ReadAll(audit + "/00000000000000000000.jsonl"));
      for (const std::string& event : answered) {
        ASSERT_TRUE(recorded.contains(event)) << "answered, not recorded: " << event;
      }
    }
    const RunResult again =
        Bylaw({"eval", kLending, "--ledger", audit, "--key", key}, {.in = kPayment2500});
    EXPECT_EQ(again.exit_code, 0) << again.err;
    const RunResult verified = Bylaw({"ledger", "verify", audit, "--pub", key + ".pub"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
    answered_in_all += answered.size();
  }
  EXPECT_GT(answered_in_all, 1'000U) << "killed too early to show anything";
}

}  // namespace
}  // namespace bylaw::test
