// within: schedules as they are written, the bytes that a module holds, and what is within,
// against Python's clocks and calendar.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "bylaw/vm/time.h"
#include "call.h"

namespace bylaw::stdlib {
namespace {

using vm::Value;

constexpr std::string_view kPlain = "within(timestamp, string, string) bool";
constexpr std::string_view kWithHolidays = "within(timestamp, string, string, list(string)) bool";

const vm::Function& Row() {
  return *vm::FindFunction(Functions(), kPlain);
}

// What is wrong with a schedule, or nothing.
std::string Mistake(std::string_view schedule) {
  std::string error;
  const std::string bytes = Row().embed_next(schedule, &error);
  EXPECT_EQ(bytes.empty(), !error.empty()) << schedule;
  return error;
}

std::string Embed(std::string_view zone, std::string_view schedule) {
  std::string error;
  std::string bytes = Row().embed(zone, &error) + Row().embed_next(schedule, &error);
  EXPECT_EQ(error, "") << zone << ", " << schedule;
  return bytes;
}

std::unique_ptr<vm::Prepared> Prepare(std::string_view bytes) {
  std::string error;
  std::unique_ptr<vm::Prepared> prepared = Row().prepare(Value::Bytes(bytes), &error);
  EXPECT_EQ(prepared == nullptr, !error.empty());
  return prepared;
}

// Each holiday is a string, `days` separated by commas; "-": none.
std::string Answer(std::string_view time, std::string_view zone, std::string_view schedule,
                   std::string days, const vm::Prepared* prepared) {
  std::vector<Value> arguments = {vm::ParseRfc3339(time), Value::String(zone),
                                  Value::String(schedule)};
  EXPECT_FALSE(arguments[0].is_error()) << time;
  if (days == "-") return Call(kPlain, arguments, prepared);
  std::vector<std::string> texts;
  std::istringstream list(std::move(days));
  for (std::string day; std::getline(list, day, ',');) texts.push_back(day);
  std::vector<Value> holidays;
  for (const std::string& text : texts) holidays.push_back(Value::String(text));
  arguments.push_back(Value::List(holidays.data(), static_cast<std::uint32_t>(holidays.size())));
  return Call(kWithHolidays, arguments, prepared);
}

TEST(Within, IsWhatPythonFinds) {
  std::ifstream file(BYLAW_SOURCE_DIR "/tests/stdlib/within_vectors.txt");
  int cases = 0;
  int within = 0;
  for (std::string line; std::getline(file, line); ++cases) {
    std::istringstream fields(line);
    std::string zone;
    std::string schedule;
    std::string holidays;
    std::string time;
    std::string expected;
    std::getline(fields, zone, '\t');
    std::getline(fields, schedule, '\t');
    std::getline(fields, holidays, '\t');
    std::getline(fields, time, '\t');
    ASSERT_TRUE(fields >> expected) << line;
    within += expected == "1" ? 1 : 0;
    const auto prepared = Prepare(Embed(zone, schedule));
    ASSERT_NE(prepared, nullptr) << line;
    const std::string answer = expected == "1" ? "true" : "false";
    EXPECT_EQ(Answer(time, zone, schedule, holidays, prepared.get()), answer) << line;
    if (zone != "UTC") continue;
    EXPECT_EQ(Answer(time, zone, schedule, holidays, nullptr), answer) << line;  // at the call
  }
  EXPECT_GT(cases, 1'500);
  EXPECT_GT(within, 500);
}

TEST(Within, EndsBeforeItsEnd) {
  const auto at = [](std::string_view time) {
    return Answer(time, "+02:00", "Wed 09:00-17:00", "-", nullptr);
  };
  EXPECT_EQ(at("2026-04-15T06:59:59.999999999Z"), "false");
  EXPECT_EQ(at("2026-04-15T07:00:00Z"), "true");
  EXPECT_EQ(at("2026-04-15T14:59:59.999999999Z"), "true");
  EXPECT_EQ(at("2026-04-15T15:00:00Z"), "false");
}

TEST(Within, BelongsToTheDayOnWhichItBegan) {
  const auto at = [](std::string_view time, const std::string& holidays) {
    return Answer(time, "UTC", "Tue-Thu 22:00-04:00", holidays, nullptr);
  };
  EXPECT_EQ(at("2026-12-22T03:00:00Z", "-"), "false");  // a Tuesday
  EXPECT_EQ(at("2026-12-25T03:59:59Z", "-"), "true");   // since Thursday
  EXPECT_EQ(at("2026-12-25T22:00:00Z", "-"), "false");
  EXPECT_EQ(at("2026-12-24T23:00:00Z", "2026-12-25"), "true");
  EXPECT_EQ(at("2026-12-25T03:00:00Z", "2026-12-25"), "false");  // ended at midnight
  EXPECT_EQ(at("2026-12-24T23:00:00Z", "2026-12-24"), "false");
  EXPECT_EQ(at("2026-12-25T03:00:00Z", "2026-12-24"), "false");  // never began
  EXPECT_EQ(at("2026-12-24T03:00:00Z", "2026-12-25"), "true");
}

TEST(Within, FollowsTheClockOnTheWall) {
  const auto at = [](std::string_view time, std::string_view schedule) {
    const auto prepared = Prepare(Embed("Europe/Zurich", schedule));
    return Answer(time, "Europe/Zurich", schedule, "-", prepared.get());
  };
  // From 02:00 to 03:00 the clock of 29 March shows nothing.
  EXPECT_EQ(at("2026-03-29T00:59:59Z", "Sun 02:00-03:00"), "false");
  EXPECT_EQ(at("2026-03-29T01:00:00Z", "Sun 02:00-03:00"), "false");
  EXPECT_EQ(at("2026-03-29T01:00:00Z", "Sun 02:00-03:01"), "true");
  // That of 25 October shows it twice.
  EXPECT_EQ(at("2026-10-25T00:30:00Z", "Sun 02:00-03:00"), "true");
  EXPECT_EQ(at("2026-10-25T01:30:00Z", "Sun 02:00-03:00"), "true");
  EXPECT_EQ(at("2026-10-25T02:00:00Z", "Sun 02:00-03:00"), "false");
}

TEST(Within, IsUndecidableForWhatItCannotRead) {
  constexpr std::string_view kTime = "2026-04-15T10:00:00Z";
  EXPECT_EQ(Answer(kTime, "Europe/Zurich", "00:00-24:00", "-", nullptr), "bad_argument");
  EXPECT_EQ(Answer(kTime, "UTC", "always", "-", nullptr), "bad_argument");
  EXPECT_EQ(Answer(kTime, "UTC", "00:00-24:00", "25.12.2026", nullptr), "bad_argument");
  EXPECT_EQ(Answer(kTime, "UTC", "00:00-24:00", "2026-04-15,2026-02-30", nullptr), "bad_argument");
  const Value number = Value::Int(20'261'225);
  EXPECT_EQ(Call(kWithHolidays, {vm::ParseRfc3339(kTime), Value::String("UTC"),
                                 Value::String("00:00-24:00"), Value::List(&number, 1)}),
            "wrong_type");
  EXPECT_EQ(Call(kWithHolidays, {vm::ParseRfc3339(kTime), Value::String("UTC"),
                                 Value::String("00:00-24:00"), Value::List(nullptr, 0)}),
            "true");
}

TEST(Schedules, AreReadInOneWay) {
  for (const std::string_view schedule :
       {"Mon 09:00-17:00", "Mon-Fri 09:00-17:00", "Fri-Mon 09:00-17:00", "Mon,Wed 09:00-17:00",
        "Mon, Wed-Thu ,Sat 09:00-17:00", "09:00-17:00",
        "  Mon  09:00-12:00 , 13:00-17:00 ; Tue "
        "00:00-24:00 ",
        "Mon-Mon 23:59-00:00", "Mon,Mon 09:00-17:00"}) {
    EXPECT_EQ(Mistake(schedule), "") << schedule;
  }
  const struct {
    std::string_view schedule;
    std::string_view mistake;
  } cases[] = {
      {"", "a schedule is windows"},
      {" ", "a schedule is windows"},
      {"09:00-17:00;", "a schedule is windows"},
      {";09:00-17:00", "its windows"},
      {"Monday 09:00-17:00", "its days"},
      {"mon 09:00-17:00", "its days"},
      {"MON 09:00-17:00", "its days"},
      {"Mo 09:00-17:00", "its days"},
      {"Mon- 09:00-17:00", "its days"},
      {"Mon - Fri 09:00-17:00", "its windows"},
      {"Mon,09:00-17:00", "its days"},
      {"Mon09:00-17:00", "its days"},
      {"Mon\t09:00-17:00", "its days"},
      {"Mon", "its days"},
      {"Mon ", "its windows"},
      {"9:00-17:00", "its windows"},
      {"09:00", "its windows"},
      {"09:00-", "its windows"},
      {"09.00-17.00", "its windows"},
      {"09:00 - 17:00", "its windows"},
      {"09:00\xe2\x80\x93"
       "17:00",
       "its windows"},
      {"09:60-17:00", "its windows"},
      {"09:00-24:01", "its windows"},
      {"09:00-25:00", "its windows"},
      {"24:00-09:00", "its windows"},
      {"09:00-17:00,", "its windows"},
      {"09:00-17:00:00", "its entries"},
      {"09:00-17:00 UTC", "its entries"},
      {"09:00-17:00 Mon", "its entries"},
      {"Mon 09:00-17:00 Tue 09:00-17:00", "its entries"},
      {"Mon 09:00-09:00", "a window of it ends"},
      {"00:00-00:00", "a window of it ends"},
      {std::string_view("09:00-17:00\0", 12), "its entries"},
  };
  for (const auto& c : cases) {
    EXPECT_TRUE(Mistake(c.schedule).starts_with(c.mistake))
        << c.schedule << ": " << Mistake(c.schedule);
  }
  std::string many = "00:00-00:01";
  for (int i = 1; i < 64; ++i) many += ",00:00-00:01";
  EXPECT_EQ(Mistake(many), "");
  EXPECT_EQ(Mistake(many + ",00:00-00:01"), "it has more than 64 windows");
}

TEST(Schedules, HolidaysAreDays) {
  const vm::Function& row = *vm::FindFunction(Functions(), kWithHolidays);
  const auto usable = [&](const Value& holiday, int argument = 3) {
    std::string error;
    const bool taken = row.check(argument, Value::List(&holiday, 1), &error);
    EXPECT_EQ(taken, error.empty());
    return taken;
  };
  EXPECT_TRUE(usable(Value::String("2026-12-25")));
  EXPECT_FALSE(usable(Value::String("2026-12-32")));
  EXPECT_FALSE(usable(Value::String("2026-12-25T00:00:00Z")));
  EXPECT_FALSE(usable(Value::Int(1)));
  EXPECT_TRUE(usable(Value::Int(1), 2));
}

// ------------------------------------------------------------------------------------------------
// bytes of a module that nobody trusts

TEST(ScheduleBytes, AreTakenOnlyAsTheyAreWritten) {
  const std::string whole = Embed("Europe/Zurich", "Mon-Fri 09:00-12:00,13:00-17:00");
  EXPECT_NE(Prepare(whole), nullptr);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ASSERT_EQ(Prepare(std::string_view(whole).substr(0, size)), nullptr) << size;
  }
  EXPECT_EQ(Prepare(whole + '\0'), nullptr);
  std::string error;
  EXPECT_EQ(Row().prepare(Value::String(whole), &error), nullptr);
  const std::string zone = Embed("UTC", "Mon 00:00-24:00").substr(0, 12);
  const auto taken = [&](std::string_view schedule) {
    return Prepare(zone + std::string(schedule)) != nullptr;
  };
  using std::string_view_literals::operator""sv;
  EXPECT_TRUE(taken("BSC1\1\0\0\0\x7f\0\0\xa0\5"sv));   // every day, the whole of it
  EXPECT_TRUE(taken("BSC1\1\0\0\0\x01\x9f\5\1\0"sv));   // Sunday 23:59 to 00:01
  EXPECT_FALSE(taken("BSC1\1\0\0\0\x80\0\0\xa0\5"sv));  // an eighth day
  EXPECT_FALSE(taken("BSC1\1\0\0\0\0\0\0\xa0\5"sv));    // no day
  EXPECT_FALSE(taken("BSC1\1\0\0\0\x7f\0\0\xa1\5"sv));  // beyond midnight
  EXPECT_FALSE(taken("BSC1\1\0\0\0\x7f\xa0\5\1\0"sv));  // begins at 24:00
  EXPECT_FALSE(taken("BSC1\1\0\0\0\x7f\1\0\1\0"sv));    // no width
  EXPECT_FALSE(taken("BSC1\1\0\0\0\x7f\1\0\0\0"sv));    // ends at 00:00
  EXPECT_FALSE(taken("BSC1\0\0\0\0"sv));                // no window
  EXPECT_FALSE(taken("BSC2\1\0\0\0\x7f\0\0\xa0\5"sv));
}

TEST(ScheduleBytes, AreHarmlessWhateverTheyAre) {
  const std::string whole = Embed("+01:00", "Mon-Fri 09:00-12:00,22:00-04:00");
  std::mt19937 random(11);
  int taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = whole;
    for (auto k = random() % 3 + 1; k > 0; --k) {
      const auto at = random() % bytes.size();
      bytes[at] = static_cast<char>(random());
    }
    std::string error;
    const auto prepared = Row().prepare(Value::Bytes(bytes), &error);
    if (prepared == nullptr) {
      EXPECT_FALSE(error.empty());
      continue;
    }
    ++taken;
    for (const std::int64_t micros : {INT64_MIN, std::int64_t{-1}, std::int64_t{1}, INT64_MAX}) {
      const std::string answer = Call(
          kPlain, {Value::Timestamp(micros), Value::String(""), Value::String("")}, prepared.get());
      EXPECT_TRUE(answer == "true" || answer == "false") << answer;
    }
  }
  EXPECT_GT(taken, 100);
}

}  // namespace
}  // namespace bylaw::stdlib
