// Time zones: the bytes that a module holds, what is refused of them, and the offsets that they
// give, against Python's.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>

#include "bylaw/vm/time.h"
#include "call.h"

namespace bylaw::stdlib {
namespace {

using vm::Value;

const vm::Function& Row(std::string_view field = "getHours") {
  const vm::Function* row =
      vm::FindFunction(Functions(), std::string(field) + "(timestamp, string) int");
  EXPECT_NE(row, nullptr) << field;
  return *row;
}

std::string Embed(std::string_view zone) {
  std::string error;
  std::string bytes = Row().embed(zone, &error);
  EXPECT_EQ(bytes.empty(), !error.empty()) << zone;
  return bytes;
}

std::unique_ptr<vm::Prepared> Prepare(std::string_view bytes) {
  std::string error;
  std::unique_ptr<vm::Prepared> zone = Row().prepare(Value::Bytes(bytes), &error);
  EXPECT_EQ(zone == nullptr, !error.empty());
  return zone;
}

std::string Int32(std::int64_t number) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xff);
  return bytes;
}
std::string Int64(std::int64_t number) {
  return Int32(number) + Int32(number >> 32);
}

// Seconds east of UTC, by the fields that the accessors give: it is under a day.
std::int64_t OffsetAt(const vm::Prepared& zone, const Value& time) {
  const auto field = [&](std::string_view name) {
    const std::string text =
        Call(Row(name).signature, {time, Value::String("a name that nobody reads")}, &zone);
    return std::stoll(text);
  };
  const vm::CivilTime utc = vm::CivilOf(time);
  std::int64_t days = field("getDayOfWeek") - utc.day_of_week;  // -1, 0 or 1, in a week
  if (days > 1) days -= 7;
  if (days < -1) days += 7;
  return days * 86'400 + (field("getHours") - utc.hour) * 3'600 +
         (field("getMinutes") - utc.minute) * 60 + field("getSeconds") - utc.second;
}

// ------------------------------------------------------------------------------------------------
// fixed offsets

TEST(FixedOffsets, AreTheSameConstantOrNot) {
  const Value time = vm::ParseRfc3339("2009-02-13T02:00:00Z");
  const struct {
    const char* zone;
    std::int64_t offset;
  } cases[] = {
      {"UTC", 0},          {"00:00", 0},       {"+00:00", 0},      {"-00:00", 0},
      {"02:00", 7'200},    {"+02:00", 7'200},  {"-02:30", -9'000}, {"-00:30", -1'800},
      {"-09:30", -34'200}, {"+05:45", 20'700}, {"+14:00", 50'400}, {"+23:59", 86'340},
      {"-23:59", -86'340},
  };
  for (const auto& c : cases) {
    const std::string bytes = Embed(c.zone);
    EXPECT_EQ(bytes, "BTZ1" + Int32(0) + Int32(c.offset)) << c.zone;
    const auto zone = Prepare(bytes);
    ASSERT_NE(zone, nullptr);
    EXPECT_EQ(OffsetAt(*zone, time), c.offset) << c.zone;
    const vm::CivilTime local = vm::CivilOf(time, static_cast<std::int32_t>(c.offset));
    const std::vector<Value> arguments = {time, Value::String(c.zone)};
    EXPECT_EQ(Call(Row("getHours").signature, arguments), std::to_string(local.hour)) << c.zone;
    EXPECT_EQ(Call(Row("getMinutes").signature, arguments), std::to_string(local.minute));
    EXPECT_EQ(Call(Row("getDate").signature, arguments), std::to_string(local.day));
  }
}

TEST(FixedOffsets, AreStrict) {
  const Value time = Value::Timestamp(0);
  for (const std::string_view zone :
       {std::string_view(""), std::string_view("Z"), std::string_view("utc"),
        std::string_view("UTC "), std::string_view("UTC+02:00"), std::string_view("+2:00"),
        std::string_view("+02"), std::string_view("+0200"), std::string_view("+02:0"),
        std::string_view("+02:00:00"), std::string_view("+24:00"), std::string_view("+02:60"),
        std::string_view("++2:00"), std::string_view("+02-00"), std::string_view("--02:00"),
        std::string_view(" 02:00"), std::string_view("02:00\0", 6),
        std::string_view("\xe2\x88\x92"
                         "02:00")}) {
    EXPECT_EQ(Call(Row().signature, {time, Value::String(zone)}), "bad_argument") << zone;
    EXPECT_EQ(Embed(zone), "") << zone;
  }
  // Known only at the call, a name is nothing: the tables of the machine decide nothing.
  for (const char* zone : {"Europe/Zurich", "GMT", "Etc/UTC"}) {
    EXPECT_EQ(Call(Row().signature, {time, Value::String(zone)}), "bad_argument") << zone;
  }
  EXPECT_EQ(Call(Row().signature, {time, Value::String(std::string(16'384, '0'))}), "bad_argument");
}

// ------------------------------------------------------------------------------------------------
// names

TEST(ZoneNames, AreThoseOfTheTables) {
  for (const char* name : {"Europe/Zurich", "US/Central", "America/Argentina/Buenos_Aires",
                           "America/Port-au-Prince", "Etc/GMT+12", "GMT", "EST5EDT"}) {
    EXPECT_NE(Embed(name), "") << name;
  }
  // Other files of the tables' folder and other folders, and what Abseil takes beside.
  for (const char* name :
       {"Europe/Nowhere", "europe/zurich", "Europe", "Europe/", "/Europe/Zurich", "Europe//Zurich",
        "Europe/../Europe/Zurich", "../zoneinfo/Europe/Zurich", "posix/Europe/Zurich",
        "right/Europe/Zurich", "posixrules", "localtime", "tzdata.zi", "Fixed/UTC+01:00:00",
        "libc:localtime", "file:Europe/Zurich", "/usr/share/zoneinfo/Europe/Zurich",
        "Europe/Zurich ", "Europe/Z\xc3\xbcrich"}) {
    std::string error;
    EXPECT_EQ(Row().embed(name, &error), "") << name;
    EXPECT_TRUE(error.starts_with("there is no such time zone; ")) << error;
  }
  std::string error;
  EXPECT_EQ(Row().embed(std::string_view("UTC\0", 4), &error), "");
  EXPECT_EQ(Row().embed("A" + std::string(1'000'000, 'a'), &error), "");
}

TEST(ZoneNames, HaveTheOffsetsThatPythonFinds) {
  std::ifstream file(BYLAW_SOURCE_DIR "/tests/stdlib/zone_vectors.txt");
  std::map<std::string, std::unique_ptr<vm::Prepared>> zones;
  int cases = 0;
  for (std::string line; std::getline(file, line); ++cases) {
    std::istringstream fields(line);
    std::string name;
    std::string text;
    std::int64_t offset = 0;
    ASSERT_TRUE(fields >> name >> text >> offset) << line;
    const Value time = vm::ParseRfc3339(text);
    ASSERT_FALSE(time.is_error()) << line;
    std::unique_ptr<vm::Prepared>& zone = zones[name];
    if (zone == nullptr) {
      const std::string bytes = Embed(name);
      EXPECT_LT(bytes.size(), vm::kStringBytesDefault) << name;  // or no module could hold it
      zone = Prepare(bytes);
    }
    ASSERT_NE(zone, nullptr) << name;
    EXPECT_EQ(OffsetAt(*zone, time), offset) << line;
  }
  EXPECT_GT(cases, 500);
  EXPECT_GT(zones.size(), 25U);
}

TEST(ZoneNames, ChangeWithinTheSecond) {
  const auto zurich = Prepare(Embed("Europe/Zurich"));
  const auto fields = [&](std::string_view text) {
    const std::vector<Value> arguments = {vm::ParseRfc3339(text), Value::String("Europe/Zurich")};
    return Call(Row("getHours").signature, arguments, zurich.get()) + ":" +
           Call(Row("getMinutes").signature, arguments, zurich.get()) + ":" +
           Call(Row("getSeconds").signature, arguments, zurich.get()) + "." +
           Call(Row("getMilliseconds").signature, arguments, zurich.get());
  };
  EXPECT_EQ(fields("2026-03-29T00:59:59.999999999Z"), "1:59:59.999");
  EXPECT_EQ(fields("2026-03-29T01:00:00Z"), "3:0:0.0");
  EXPECT_EQ(fields("2026-10-25T00:59:59.999999999Z"), "2:59:59.999");
  EXPECT_EQ(fields("2026-10-25T01:00:00Z"), "2:0:0.0");
  EXPECT_EQ(fields("1800-01-01T00:00:00Z"), "0:34:8.0");  // local mean time
  EXPECT_EQ(fields("2199-07-01T00:00:00Z"), "2:0:0.0");
  EXPECT_EQ(fields("2200-07-01T00:00:00Z"), "1:0:0.0");  // beyond the last transition
}

// ------------------------------------------------------------------------------------------------
// bytes of a module that nobody trusts

TEST(ZoneBytes, AreTakenOnlyAsTheyAreWritten) {
  const std::string zurich = Embed("Europe/Zurich");
  ASSERT_GT(zurich.size(), 4'000U);
  ASSERT_LT(zurich.size(), vm::kStringBytesDefault);
  EXPECT_NE(Prepare(zurich), nullptr);
  for (std::size_t size = 0; size < zurich.size(); ++size) {
    ASSERT_EQ(Prepare(std::string_view(zurich).substr(0, size)), nullptr) << size;
  }
  EXPECT_EQ(Prepare(zurich + std::string(1, '\0')), nullptr);
  EXPECT_EQ(Prepare(zurich + std::string(12, '\0')), nullptr);
  std::string error;
  EXPECT_EQ(Row().prepare(Value::String(zurich), &error), nullptr);
  EXPECT_EQ(Row().prepare(Value::String("+02:00"), &error), nullptr);
  EXPECT_EQ(Row().prepare(Value::Null(), &error), nullptr);
}

TEST(ZoneBytes, AreOrderedAndWithinLimits) {
  struct Transition {
    std::int64_t seconds, offset;
  };
  const auto taken = [](std::int64_t first, const std::vector<Transition>& transitions,
                        std::int64_t count = -1) {
    std::string bytes = "BTZ1" +
                        Int32(count < 0 ? static_cast<std::int64_t>(transitions.size()) : count) +
                        Int32(first);
    for (const Transition& t : transitions) bytes += Int64(t.seconds) + Int32(t.offset);
    return Prepare(bytes) != nullptr;
  };
  constexpr std::int64_t kDay = 93'600;  // 26 hours
  constexpr std::int64_t kEnd = 7'258'118'400;
  EXPECT_TRUE(taken(0, {}));
  EXPECT_TRUE(taken(kDay, {{0, -kDay}, {1, kDay}}));
  EXPECT_TRUE(taken(0, {{-62'135'596'800, 1}, {kEnd - 1, 2}}));
  EXPECT_FALSE(taken(kDay + 1, {}));
  EXPECT_FALSE(taken(-kDay - 1, {}));
  EXPECT_FALSE(taken(INT32_MIN, {}));
  EXPECT_FALSE(taken(0, {{0, kDay + 1}}));
  EXPECT_FALSE(taken(0, {{0, INT32_MIN}}));
  EXPECT_FALSE(taken(0, {{1, 1}, {1, 2}}));        // twice
  EXPECT_FALSE(taken(0, {{2, 1}, {1, 2}}));        // back
  EXPECT_FALSE(taken(0, {{0, 0}}));                // no change
  EXPECT_FALSE(taken(0, {{0, 1}, {1, 1}}));        // nor here
  EXPECT_FALSE(taken(0, {{-62'135'596'801, 1}}));  // before the year 1
  EXPECT_FALSE(taken(0, {{kEnd, 1}}));             // from 2200 on
  EXPECT_FALSE(taken(0, {{INT64_MIN, 1}}));
  EXPECT_FALSE(taken(0, {{INT64_MAX, 1}}));
  EXPECT_FALSE(taken(0, {}, 1));
  EXPECT_FALSE(taken(0, {{0, 1}}, 0));
  EXPECT_FALSE(taken(0, {}, 0xffff'ffff));
  EXPECT_FALSE(taken(0, {}, 0x5555'5556));  // 12 times that is 8, in 32 bits

  std::vector<Transition> many;
  for (int i = 0; i < 1'024; ++i) many.push_back({i, i % 2 + 1});
  EXPECT_TRUE(taken(0, many));
  many.push_back({2'000, 7});
  EXPECT_FALSE(taken(0, many));
  EXPECT_EQ(Prepare("BTZ2" + Int32(0) + Int32(0)), nullptr);
}

// Whatever the bytes: refused, or a zone that answers.
TEST(ZoneBytes, AreHarmlessWhateverTheyAre) {
  const std::string whole =
      "BTZ1" + Int32(2) + Int32(60) + Int64(0) + Int32(3'600) + Int64(1'000'000) + Int32(-3'600);
  std::mt19937 random(5);
  int taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = whole;
    for (auto k = random() % 3 + 1; k > 0; --k) {
      bytes[4 + random() % (bytes.size() - 4)] = static_cast<char>(random());
    }
    std::string error;
    const auto zone = Row().prepare(Value::Bytes(bytes), &error);
    if (zone == nullptr) {
      EXPECT_FALSE(error.empty());
      continue;
    }
    ++taken;
    for (const std::int64_t micros : {INT64_MIN, std::int64_t{-1}, std::int64_t{1}, INT64_MAX}) {
      const int hour = std::stoi(
          Call(Row().signature, {Value::Timestamp(micros), Value::String("")}, zone.get()));
      EXPECT_TRUE(hour >= 0 && hour <= 23);
    }
  }
  EXPECT_GT(taken, 100);
}

}  // namespace
}  // namespace bylaw::stdlib
