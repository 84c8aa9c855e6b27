// Replacing the module in force while threads decide.
#include "bylaw/vm/current_module.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "module_builder.h"

namespace bylaw::vm {
namespace {

// Permits `do` where the fact `x` is `version`, and nothing else; its rule is called as the version
// is. Facts lie at another place in each, so that half of one with half of another would show.
std::shared_ptr<const Module> ModuleOfVersion(int version) {
  ModuleBuilder m;
  for (int i = 0; i < version % 4; ++i) m.Params("pad" + std::to_string(i), Kind::kString);
  const uint32_t x = m.Params("x", Kind::kDecimal);
  m.Permit(std::to_string(version), {"do"},
           {TestDecimal(x, Relation::kEqual, m.Number(std::to_string(version)))});
  return m.Load();
}

int VersionOf(const Module& module) {
  return std::stoi(std::string(module.rule_id(RuleId{0})));
}

// What the reader decides of x = `version`.
Decision DecideFor(CurrentModule::Reader& reader, int version) {
  reader.context().Bind(reader.module().fact("x"), version);
  return reader.context().Decide("do").decision;
}

TEST(CurrentModule, ReaderTakesUpWhatIsInForceWhenItRefreshes) {
  CurrentModule current(ModuleOfVersion(1));
  CurrentModule::Reader reader(current);
  EXPECT_FALSE(reader.Refresh());
  EXPECT_EQ(DecideFor(reader, 1), Decision::kPermit);

  current.Replace(ModuleOfVersion(2));
  EXPECT_EQ(DecideFor(reader, 1), Decision::kPermit) << "not yet refreshed";
  EXPECT_TRUE(reader.Refresh());
  EXPECT_EQ(DecideFor(reader, 1), Decision::kDeny);
  EXPECT_EQ(DecideFor(reader, 2), Decision::kPermit);
  EXPECT_FALSE(reader.Refresh());
}

TEST(CurrentModule, NothingStaysBoundUnderAnotherModule) {
  CurrentModule current(ModuleOfVersion(4));
  CurrentModule::Reader reader(current);
  EXPECT_EQ(DecideFor(reader, 4), Decision::kPermit);
  current.Replace(ModuleOfVersion(4));
  EXPECT_TRUE(reader.Refresh());
  EXPECT_EQ(reader.context().Decide("do").decision, Decision::kDeny);
}

TEST(CurrentModule, TheSameModuleAgainIsNoOther) {
  const std::shared_ptr<const Module> first = ModuleOfVersion(1);
  CurrentModule current(first);
  CurrentModule::Reader reader(current);
  current.Replace(ModuleOfVersion(2));
  current.Replace(first);
  EXPECT_FALSE(reader.Refresh());
  EXPECT_EQ(current.Get(), first);
}

TEST(CurrentModule, KeepsAReplacedModuleAsLongAsAReaderUsesIt) {
  std::shared_ptr<const Module> first = ModuleOfVersion(1);
  const std::weak_ptr<const Module> watched = first;
  CurrentModule current(std::move(first));
  {
    CurrentModule::Reader idle(current);
    for (int version = 2; version < 10; ++version) current.Replace(ModuleOfVersion(version));
    EXPECT_FALSE(watched.expired());
    EXPECT_EQ(DecideFor(idle, 1), Decision::kPermit);
    idle.Refresh();
    EXPECT_EQ(DecideFor(idle, 9), Decision::kPermit);
  }
  current.Replace(ModuleOfVersion(10));
  EXPECT_TRUE(watched.expired());
}

// Two threads decide without a pause while modules are replaced a thousand times, about each
// millisecond. Each decision is of one version, of the one in force when it began or a later one.
TEST(CurrentModule, ThreadsNeverSeeHalfOfAReplacement) {
  constexpr int kReplacements = 1'000;
  std::vector<std::weak_ptr<const Module>> all;
  std::shared_ptr<const Module> first = ModuleOfVersion(0);
  CurrentModule current(std::move(first));
  std::atomic<int> in_force = 0;  // The last whose Replace returned.
  std::atomic<bool> over = false;
  std::atomic<int> taken_up = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      CurrentModule::Reader reader(current);
      int last = 0;
      while (!over.load()) {
        const int at_least = in_force.load();
        if (reader.Refresh()) ++taken_up;
        const int version = VersionOf(reader.module());
        ASSERT_GE(version, at_least);
        ASSERT_GE(version, last);
        last = version;
        ASSERT_EQ(DecideFor(reader, version), Decision::kPermit);
        ASSERT_EQ(DecideFor(reader, version + 1), Decision::kDeny);
      }
    });
  }
  for (int version = 1; version <= kReplacements; ++version) {
    std::shared_ptr<const Module> next = ModuleOfVersion(version);
    all.push_back(next);
    current.Replace(std::move(next));
    in_force.store(version);
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  over = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(taken_up.load(), kReplacements / 10);
  current.Replace(ModuleOfVersion(0));
  for (const auto& module : all) EXPECT_TRUE(module.expired());
}

}  // namespace
}  // namespace bylaw::vm
