// Texts that stand in records and names of files: one spelling each.
#include "text.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json_text.h"

namespace bylaw::ledger {
namespace {

TEST(TextTest, HexOfEveryByteAtEveryPlace) {
  for (std::size_t size = 1; size <= 9; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int value = 0; value < 256; ++value) {
        std::vector<std::uint8_t> bytes(size, 0x5A);
        bytes[at] = static_cast<std::uint8_t>(value);
        std::string text;
        AppendHex(bytes, text);
        std::vector<std::uint8_t> read(size);
        ASSERT_TRUE(ParseHex(text, read)) << text;
        ASSERT_EQ(read, bytes) << text;
      }
    }
  }
}

TEST(TextTest, NothingButLowerCaseDigitsIsHex) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::uint8_t, 6> bytes;
  const std::string good = "0123456789ab";
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int c = 0; c < 256; ++c) {
      std::string text = good;
      text[at] = static_cast<char>(c);
      const bool digit = kDigits.find(text[at]) != std::string_view::npos;
      ASSERT_EQ(ParseHex(text, bytes), digit) << at << " " << c;
    }
  }
  EXPECT_FALSE(ParseHex("0123456789a", bytes));
  EXPECT_FALSE(ParseHex("0123456789ab0", bytes));
  EXPECT_TRUE(ParseHex("", {}));
}

TEST(TextTest, SeqsInTwentyDigits) {
  for (const std::uint64_t seq :
       {std::uint64_t{0}, std::uint64_t{7}, std::uint64_t{81'920}, UINT64_MAX}) {
    std::string text;
    AppendSeqDigits(seq, text);
    EXPECT_EQ(text.size(), 20U);
    EXPECT_EQ(ParseSeqDigits(text), seq);
  }
  for (const char* const bad :
       {"", "0", "0000000000000000001", "000000000000000000001", "0000000000000000000x",
        "-0000000000000000001", "18446744073709551616", "99999999999999999999"}) {
    EXPECT_EQ(ParseSeqDigits(bad), std::nullopt) << bad;
  }
}

// Of any eight bytes, and of what stands before and behind them.
TEST(TextTest, APlainRunEndsAtTheFirstByteThatIsNot) {
  for (std::size_t at = 0; at < 20; ++at) {
    for (int c = 0; c < 256; ++c) {
      std::string text(20, 'x');
      text[at] = static_cast<char>(c);
      const bool plain = c >= 0x20 && c < 0x7F + 1 && c != '"' && c != '\\';
      ASSERT_EQ(PlainRun(text), plain ? text.size() : at) << at << " " << c;
    }
  }
}

}  // namespace
}  // namespace bylaw::ledger
