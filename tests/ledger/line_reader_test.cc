// Lines of a file: offsets, numbers, blank space, lines too long to keep.
#include "bylaw/ledger/line_reader.h"

#include <gtest/gtest.h>

#include <random>

#include "fake_host.h"

namespace bylaw::ledger {
namespace {

std::vector<Line> ReadAll(FakeHost& host, std::vector<std::string>& texts) {
  const auto file = host.Open("/f", OpenMode::kRead);
  LineReader reader(**file);
  std::vector<Line> lines;
  while (true) {
    const auto line = reader.Next();
    if (!line || !*line) return lines;
    lines.push_back(**line);
    texts.emplace_back((*line)->text);
  }
}

TEST(LineReaderTest, PlacesAndNumbers) {
  FakeHost host;
  host.Write("/f", "a\nbc\n\n\nd\n\nend");
  std::vector<std::string> texts;
  const std::vector<Line> lines = ReadAll(host, texts);
  EXPECT_EQ(texts, (std::vector<std::string>{"a", "bc", "d", "end"}));
  EXPECT_EQ(lines[1].number, 2U);
  EXPECT_EQ(lines[1].offset, 2U);
  EXPECT_EQ(lines[1].end, 5U);
  EXPECT_FALSE(lines[1].after_blank);
  EXPECT_EQ(lines[2].number, 5U);
  EXPECT_TRUE(lines[2].after_blank);
  EXPECT_EQ(lines[3].number, 7U);
  EXPECT_FALSE(lines[3].ended);
  EXPECT_EQ(lines[3].end, 13U);
}

TEST(LineReaderTest, AnyLengths) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 60; ++round) {
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>> expected;  // offset, length
    const std::size_t count = random() % 12;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t length =
          random() % 3 == 0 ? random() % 1'000'000 : kLineBytesMax - 2 + random() % 4;
      if (length > 0) expected.emplace_back(text.size(), length);
      text += std::string(length, static_cast<char>('a' + i)) + "\n";
    }
    FakeHost host;
    host.Write("/f", text);
    std::vector<std::string> texts;
    const std::vector<Line> lines = ReadAll(host, texts);
    ASSERT_EQ(lines.size(), expected.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      ASSERT_EQ(lines[i].offset, expected[i].first);
      ASSERT_EQ(lines[i].end, expected[i].first + expected[i].second + 1);
      ASSERT_EQ(texts[i],
                text.substr(lines[i].offset, std::min(expected[i].second, kLineBytesMax)));
    }
  }
}

}  // namespace
}  // namespace bylaw::ledger
