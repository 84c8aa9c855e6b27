// A sample is drawn again with its seed, and favours nobody.

#include "sample.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bylaw::query {
namespace {

std::vector<std::string> Draw(std::uint64_t size, std::uint64_t seed, std::uint64_t of) {
  Sample sample(size, seed);
  for (std::uint64_t seq = 0; seq < of; ++seq) sample.Offer(seq, std::to_string(seq));
  return sample.Lines();
}

TEST(Sample, IsReproducibleAndInOrder) {
  const auto first = Draw(10, 7, 1'000);
  ASSERT_EQ(first.size(), 10U);
  EXPECT_EQ(first, Draw(10, 7, 1'000));
  EXPECT_NE(first, Draw(10, 8, 1'000));
  EXPECT_TRUE(std::is_sorted(first.begin(), first.end(), [](const auto& a, const auto& b) {
    return std::stoull(a) < std::stoull(b);
  }));
}

TEST(Sample, OfFewerIsAll) {
  EXPECT_EQ(Draw(5, 1, 3), (std::vector<std::string>{"0", "1", "2"}));
}

// 2,000 draws of 5 out of 50: each expected 200 times, with a standard deviation of about 13.4.
TEST(Sample, DrawsEachAboutAsOften) {
  std::vector<int> drawn(50);
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    for (const std::string& seq : Draw(5, seed, 50)) ++drawn[std::stoull(seq)];
  }
  for (const int times : drawn) {
    EXPECT_GT(times, 140);
    EXPECT_LT(times, 260);
  }
}

}  // namespace
}  // namespace bylaw::query
