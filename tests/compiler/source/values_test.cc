// The small languages inside a document.

#include "source/values.h"

#include <gtest/gtest.h>

#include <string>

namespace bylaw::compiler {
namespace {

TEST(Values, Dates) {
  EXPECT_EQ(ParseDate("1970-01-01")->days_since_epoch, 0);
  EXPECT_EQ(ParseDate("2000-02-29")->days_since_epoch, 11016);
  EXPECT_EQ(ParseDate("0001-01-01")->days_since_epoch, -719162);
  EXPECT_EQ(ParseDate("9999-12-31")->days_since_epoch, 2932896);
  for (const char* text :
       {"", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01",
        "26-01-01", "0000-01-01", "2026/01/01", "2026-01-01 ", "+026-01-01", "2026-01-1x"}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
}

TEST(Values, Timestamps) {
  for (const char* text : {"2026-03-01T12:00:00Z", "2026-03-01T23:59:59.123456789Z",
                           "2026-03-01T00:00:00+05:30", "2026-03-01T00:00:00-00:00"}) {
    EXPECT_TRUE(IsTimestamp(text)) << text;
  }
  for (const char* text :
       {"2026-03-01", "2026-03-01T12:00:00", "2026-03-01T24:00:00Z", "2026-03-01T12:60:00Z",
        "2026-03-01T12:00:60Z", "2026-03-01t12:00:00Z", "2026-02-30T12:00:00Z",
        "2026-03-01T12:00:00.Z", "2026-03-01T12:00Z", "2026-03-01T12:00:00.1234567890Z",
        "2026-03-01T12:00:00+5:30", "2026-03-01T12:00:00+24:00", "2026-03-01T12:00:00Zx"}) {
    EXPECT_FALSE(IsTimestamp(text)) << text;
  }
}

TEST(Values, Durations) {
  EXPECT_EQ(ParseSeconds("15s")->value, 15);
  EXPECT_EQ(ParseSeconds("30m")->value, 1800);
  EXPECT_EQ(ParseSeconds("4h")->value, 14400);
  EXPECT_EQ(ParseSeconds("36500d")->value, 36500LL * 86400);
  for (const char* text : {"", "s", "0s", "-1d", "1.5h", "1w", "1 d", "01d", "36501d", "1h30m",
                           "1e2s", "99999999999999999999s", "+1d", "1D"}) {
    EXPECT_FALSE(ParseSeconds(text).has_value()) << text;
  }
}

TEST(Values, Versions) {
  EXPECT_EQ(*ParseVersion("0.0.0"), (Version{0, 0, 0}));
  EXPECT_EQ(*ParseVersion("4294967295.1.10"), (Version{4294967295, 1, 10}));
  for (const char* text : {"", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-rc1", "v1.2.3", "1..3",
                           "1.2.", "4294967296.0.0", "1.-2.3", "1.2.3 ", "1e1.0.0"}) {
    EXPECT_FALSE(ParseVersion(text).has_value()) << text;
  }
}

TEST(Values, Numbers) {
  for (const char* text :
       {"0", "-0", "10", "-2.5", "1e6", "1E-6", "0.10", "12345678901234567890.5"}) {
    EXPECT_TRUE(IsNumber(text)) << text;
    EXPECT_FALSE(IsForeignNumber(text)) << text;
  }
  for (const char* text : {"010", "+5", ".5", "5.", "0x1F", "0o17", "0b1", "1_000", ".inf", "-.INF",
                           ".nan", "-010", "1_0.5", "00", "+.5e1"}) {
    EXPECT_FALSE(IsNumber(text)) << text;
    EXPECT_TRUE(IsForeignNumber(text)) << text;
  }
  for (const char* text : {"", "-", "e5", "1.2.3", "2026-01-01", "10.0.0.0/8", "90d", "yes", "a1",
                           ".", "1e", "0x", "inf", "_", "--1"}) {
    EXPECT_FALSE(IsNumber(text)) << text;
    EXPECT_FALSE(IsForeignNumber(text)) << text;
  }
}

TEST(Values, Names) {
  EXPECT_TRUE(IsId("lending-agent_v2.*"));
  EXPECT_TRUE(IsId(std::string(256, 'x')));
  for (const std::string& text :
       {std::string(), std::string(257, 'x'), std::string("a b"), std::string("\xC3\xA4"),
        std::string("a\x7F"), std::string("a\n")}) {
    EXPECT_FALSE(IsId(text)) << text;
  }
  for (const char* text : {"a", "_", "A1_b", "now", "inside"})
    EXPECT_TRUE(IsIdentifier(text)) << text;
  for (const char* text : {"", "1a", "a-b", "a.b", "in", "true", "null", "while", "\xC3\xA4"}) {
    EXPECT_FALSE(IsIdentifier(text)) << text;
  }
}

}  // namespace
}  // namespace bylaw::compiler
