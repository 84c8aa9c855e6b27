// The rules about the host's clock, without a ledger around them.
#include "clock_guard.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace bylaw::ledger {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kNoon = 20'000 * kDay + kDay / 2;

struct Step {
  std::int64_t wall;    // seconds behind noon
  std::int64_t steady;  // seconds since the start
  std::int64_t time;    // what is to be used, seconds behind noon
  bool ahead = false;
  bool set_back = false;
};

struct Case {
  const char* what;
  std::vector<Step> steps;
};

class ClockGuardTest : public testing::TestWithParam<Case> {};

TEST_P(ClockGuardTest, Steps) {
  ClockGuard guard({kNoon, 0}, Timestamp{kNoon - kSecond});
  for (const Step& step : GetParam().steps) {
    const Timestamp time = guard.Now({kNoon + step.wall * kSecond, step.steady * kSecond});
    EXPECT_EQ((time.us - kNoon) / kSecond, step.time);
    EXPECT_EQ(guard.ahead().has_value(), step.ahead);
    EXPECT_EQ(guard.TakeSetBack().has_value(), step.set_back);
    EXPECT_FALSE(guard.TakeSetBack()) << "told once";
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, ClockGuardTest,
    testing::Values(
        Case{"goes_on", {{1, 1, 1}, {2, 2, 2}, {86'400, 86'400, 86'400}}},
        Case{"drifts_a_little", {{6, 1, 6}, {86'400 + 60, 86'400, 86'460}}},
        Case{"set_back_an_hour",
             {{10, 10, 10}, {-3'590, 20, 10, false, true}, {-3'580, 30, 10}, {20, 3'630, 20}}},
        Case{"set_back_but_behind_the_last_record",
             {{7'200, 7'200, 7'200}, {3'700, 7'300, 7'200, false, true}}},
        Case{"a_step_back_within_the_slack",
             {{10, 10, 10}, {8, 11, 10, false, true}, {12, 15, 12}}},
        Case{"jumps_ahead_and_returns", {{3'601, 1, 1, true}, {3'602, 2, 2, true}, {3, 3, 3}}},
        Case{"stays_ahead", {{3'600, 0, 0, true}, {90'000, 86'400, 86'400, true}}}),
    [](const auto& test) { return test.param.what; });

TEST(ClockGuardAcceptTest, BelievesAgain) {
  ClockGuard guard({kNoon, 0}, Timestamp{kNoon});
  guard.Now({kNoon + kDay, kSecond});
  ASSERT_TRUE(guard.ahead());
  EXPECT_EQ(guard.ahead()->us, kNoon + kDay);
  guard.Accept({kNoon + kDay, kSecond});
  EXPECT_FALSE(guard.ahead());
  EXPECT_EQ(guard.Now({kNoon + kDay + kSecond, 2 * kSecond}).us, kNoon + kDay + kSecond);
  EXPECT_FALSE(guard.ahead());
}

// Whatever the clock does, the time given out never runs back.
TEST(ClockGuardPropertyTest, NeverRunsBack) {
  std::uint64_t random = 1;
  const auto next = [&] { return random = random * 6364136223846793005U + 1442695040888963407U; };
  ClockGuard guard({kNoon, 0}, Timestamp{kNoon});
  Timestamp last{kNoon};
  std::int64_t wall = kNoon;
  std::int64_t steady = 0;
  for (int i = 0; i < 100'000; ++i) {
    steady += static_cast<std::int64_t>(next() >> 40);
    wall += static_cast<std::int64_t>(next() >> 40);
    if ((next() >> 33) % 10 == 0) wall += static_cast<std::int64_t>(next() >> 30) - (1LL << 33);
    const Timestamp time = guard.Now({wall, steady});
    ASSERT_GE(time, last);
    last = time;
  }
}

}  // namespace
}  // namespace bylaw::ledger
