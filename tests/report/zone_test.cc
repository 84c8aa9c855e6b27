// What a day, a month and an hour are in a time zone.

#include "bylaw/report/zone.h"

#include <gtest/gtest.h>

namespace bylaw::report {
namespace {

ledger::Timestamp Utc(const std::string& text) {
  const auto time = Zone().Parse(text);
  if (!time) ADD_FAILURE() << text;
  return time.value_or(ledger::Timestamp{});
}

Zone Berlin() {
  auto zone = Zone::Load("Europe/Berlin");
  EXPECT_TRUE(zone);
  return zone.value_or(Zone());
}

TEST(Zone, MonthsAndDaysBeginAtTheZonesMidnight) {
  const struct {
    const char* text;
    const char* utc;
  } kCases[] = {
      {"2026-03", "2026-02-28T23:00:00Z"},
      {"2026-04", "2026-03-31T22:00:00Z"},
      {"2026-03-29", "2026-03-28T23:00:00Z"},
      {"2026-03-30", "2026-03-29T22:00:00Z"},
      {"2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
  };
  for (const auto& [text, utc] : kCases) EXPECT_EQ(Berlin().Parse(text), Utc(utc)) << text;
}

TEST(Zone, WhatIsNoTimeIsRefused) {
  for (const char* text : {"", "Z", "2026", "2026-3", "2026-13", "2026-02-30", "2026-03-14T11:42",
                           "2026-03-14T11:42:09", "2026-03-14T11:42:09+01:00", "2026-03-14 ",
                           "march", "2026-03-14T25:00:00Z"}) {
    EXPECT_FALSE(Berlin().Parse(text)) << text;
  }
}

TEST(Zone, UnknownNamesAreNamed) {
  for (const char* name : {"", "Europe/Atlantis", "../../etc/passwd"}) {
    const auto zone = Zone::Load(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().code, ledger::ErrorCode::kInvalidArgument);
  }
}

TEST(Zone, TheDayOfTheChangeHas23Or25Hours) {
  const struct {
    const char* day;
    int hours;
  } kCases[] = {{"2026-03-28", 24}, {"2026-03-29", 23}, {"2026-10-25", 25}};
  const Zone berlin = Berlin();
  for (const auto& [day, hours] : kCases) {
    const ledger::Timestamp begin = *berlin.Parse(day);
    const ledger::Timestamp end = berlin.Next(begin, CalendarUnit::kDay);
    int counted = 0;
    for (ledger::Timestamp at = begin; at < end; at = berlin.Next(at, CalendarUnit::kHour)) {
      EXPECT_EQ(berlin.Begin(at, CalendarUnit::kDay), begin);
      ++counted;
    }
    EXPECT_EQ(counted, hours) << day;
  }
}

TEST(Zone, TheHourThatComesTwiceIsTwoHours) {
  const Zone berlin = Berlin();
  const ledger::Timestamp first = Utc("2026-10-25T00:30:00Z");
  const ledger::Timestamp second = Utc("2026-10-25T01:30:00Z");
  EXPECT_EQ(berlin.Text(berlin.Begin(first, CalendarUnit::kHour), CalendarUnit::kHour),
            "2026-10-25 02:00 +02:00");
  EXPECT_EQ(berlin.Text(berlin.Begin(second, CalendarUnit::kHour), CalendarUnit::kHour),
            "2026-10-25 02:00 +01:00");
}

}  // namespace
}  // namespace bylaw::report
