// One engine and its ledger shared by several threads. The module is built here: what TSan looks at
// is built without the compiler.

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "bylaw/runtime/engine.h"
#include "fixtures.h"
#include "module_builder.h"

namespace bylaw::runtime {
namespace {

// Payments: permitted below 10,000 for the verified, escalated from there.
std::shared_ptr<const vm::Module> Payments() {
  vm::ModuleBuilder m;
  const uint32_t amount = m.Params("amount", vm::Kind::kDecimal);
  const uint32_t verified = m.Context("verified", vm::Kind::kBool);
  const uint32_t limit = m.Number("10000");
  vm::Condition small = vm::TestDecimal(amount, vm::Relation::kLess, limit);
  small.text = "amount < 10000";
  vm::Condition large = vm::TestDecimal(amount, vm::Relation::kGreaterOrEqual, limit);
  large.text = "amount >= 10000";
  m.Permit("pay-small", {"pay"}, {vm::TestTrue(verified), small});
  m.Escalate("pay-large", {"pay"}, {large});
  return m.Load();
}

constexpr int kThreads = 4;
constexpr int kEach = 200;

TEST(ThreadsTest, EveryDecisionOfEveryThreadIsOnRecordOnce) {
  ledger::FakeHost host;
  ASSERT_TRUE(ledger::InitOn(host, ledger::Durability::kAsync));
  ledger::OpenOptions options;
  options.host = &host;
  auto opened = ledger::Ledger::Open(ledger::kDirectory, ledger::FixedKey(), options);
  ASSERT_TRUE(opened);
  auto engine = Engine::Open(Payments(), std::move(*opened));
  ASSERT_TRUE(engine);

  std::vector<std::vector<std::string>> events(kThreads);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      // Each thread asks something else: a mixed-up answer would show.
      const int amount = t % 2 == 0 ? 100 + t : 20'000 + t;
      const std::string request = R"({"agent_id":"agent-1","action":"pay","params":{"amount":)" +
                                  std::to_string(amount) + R"(},"context":{"verified":true}})";
      Decision decision;
      for (int i = 0; i < kEach; ++i) {
        engine->Evaluate(request, decision);
        const bool right = decision.permitted() == (t % 2 == 0) &&
                           decision.reason.find(std::to_string(amount)) != std::string::npos;
        if (!right) ++wrong;
        events[static_cast<size_t>(t)].push_back(decision.event_id);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  ASSERT_TRUE(engine->Close());

  std::set<std::string> all;
  const std::string segment = ledger::SegmentOn(host);
  for (const auto& list : events) all.insert(list.begin(), list.end());
  EXPECT_EQ(all.size(), static_cast<size_t>(kThreads * kEach));
  for (const std::string& event : all) ASSERT_NE(segment.find(event), std::string::npos);
  EXPECT_TRUE(ledger::VerifyOn(host).good());
}

}  // namespace
}  // namespace bylaw::runtime
