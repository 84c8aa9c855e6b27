// Timestamps: text and calendar.
#include "timestamp.h"

#include <charconv>
#include <iterator>

namespace bylaw::vm {
namespace {

constexpr int32_t kSecondsPerMinute = 60;
constexpr int32_t kSecondsPerHour = 3'600;
constexpr size_t kDateChars = 10;      // "2026-04-14"
constexpr size_t kDateTimeChars = 19;  // "2026-04-14T11:42:09"
constexpr size_t kFractionDigits = 9;
constexpr size_t kOffsetChars = 6;  // "+02:00"

Value BadArgument() {
  return Value::Error(ValueError::kBadArgument);
}

// The number that `text`, of at most nine characters, writes with digits only, or -1.
int32_t Digits(std::string_view text) {
  int32_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

constexpr bool IsLeap(int32_t year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int32_t DaysIn(int32_t year, int32_t month) {
  constexpr int32_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

bool Within(int32_t number, int32_t least, int32_t most) {
  return number >= least && number <= most;
}

// Days since 1970-01-01 of "2026-04-14".
std::optional<int32_t> ReadDate(std::string_view text) {
  if (text[4] != '-' || text[7] != '-') return std::nullopt;
  const int32_t year = Digits(text.substr(0, 4));
  const int32_t month = Digits(text.substr(5, 2));
  const int32_t day = Digits(text.substr(8, 2));
  // The year 0000 is for what an offset moves into the year 0001.
  if (!Within(year, 0, 9999) || !Within(month, 1, 12) || !Within(day, 1, DaysIn(year, month)))
    return std::nullopt;
  return DayOf(year, static_cast<uint32_t>(month), static_cast<uint32_t>(day));
}

// Seconds since midnight of "11:42:09".
std::optional<int32_t> ReadTimeOfDay(std::string_view text) {
  if (text[2] != ':' || text[5] != ':') return std::nullopt;
  const int32_t hour = Digits(text.substr(0, 2));
  const int32_t minute = Digits(text.substr(3, 2));
  const int32_t second = Digits(text.substr(6, 2));
  if (!Within(hour, 0, 23) || !Within(minute, 0, 59) || !Within(second, 0, 59)) return std::nullopt;
  return hour * kSecondsPerHour + minute * kSecondsPerMinute + second;
}

// Seconds east of UTC of "Z" or "+02:00".
std::optional<int32_t> ReadOffset(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != kOffsetChars || (text[0] != '+' && text[0] != '-') || text[3] != ':')
    return std::nullopt;
  const int32_t hours = Digits(text.substr(1, 2));
  const int32_t minutes = Digits(text.substr(4, 2));
  if (!Within(hours, 0, 23) || !Within(minutes, 0, 59)) return std::nullopt;
  const int32_t offset = hours * kSecondsPerHour + minutes * kSecondsPerMinute;
  return text[0] == '-' ? -offset : offset;
}

// Takes ".5" off the front of `text`; without a fraction 0 nanoseconds.
std::optional<int32_t> TakeFraction(std::string_view& text) {
  if (text.empty() || text[0] != '.') return 0;
  text.remove_prefix(1);
  size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  if (count == 0 || count > kFractionDigits) return std::nullopt;
  int32_t nanos = Digits(text.substr(0, count));
  for (size_t i = count; i < kFractionDigits; ++i) nanos *= 10;
  text.remove_prefix(count);
  return nanos;
}

// Writes `number`, which has at most `count` digits, with zeros before it.
char* PutDigits(int32_t number, int count, char* out) {
  for (int i = count; i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
  return out + count;
}

}  // namespace

bool IsTimeInRange(const Value& time) noexcept {
  if (time.kind == Kind::kDuration) {
    constexpr int64_t kMax = kDurationSecondsMax * kMicrosPerSecond;
    return time.i >= -kMax && (time.i < kMax || (time.i == kMax && time.exponent == 0));
  }
  return time.i >= kTimestampSecondsMin * kMicrosPerSecond &&
         time.i < (kTimestampSecondsMax + 1) * kMicrosPerSecond;
}

Value TimestampOfSeconds(int64_t seconds) noexcept {
  if (seconds < kTimestampSecondsMin || seconds > kTimestampSecondsMax)
    return Value::Error(ValueError::kOverflow);
  return Value::Timestamp(seconds * kMicrosPerSecond);
}

Value TimestampOfDecimal(const Decimal& seconds) noexcept {
  constexpr int kNanosExponent = -9;
  constexpr Int128 kNanosMax = Int128{1'000'000'000} * 1'000'000'000'000;  // Beyond the year 9999.
  const Decimal normalized = seconds.Normalized();
  if (normalized.exponent() < kNanosExponent) return Value::Error(ValueError::kWrongType);
  Int128 nanos = normalized.coefficient();
  for (int exponent = normalized.exponent(); nanos != 0 && exponent > kNanosExponent; --exponent) {
    if (nanos > kNanosMax || nanos < -kNanosMax) return Value::Error(ValueError::kOutOfRange);
    nanos *= 10;
  }
  if (nanos > kNanosMax || nanos < -kNanosMax) return Value::Error(ValueError::kOutOfRange);
  constexpr int64_t kNanosPerMicro = 1'000;
  const Int128 rest = (nanos % kNanosPerMicro + kNanosPerMicro) % kNanosPerMicro;
  const Value time = Value::Timestamp(static_cast<int64_t>((nanos - rest) / kNanosPerMicro),
                                      static_cast<int16_t>(rest));
  return IsTimeInRange(time) ? time : Value::Error(ValueError::kOutOfRange);
}

int64_t FloorSeconds(const Value& time) noexcept {
  return FloorDivide(time.i, kMicrosPerSecond);
}

Value ParseRfc3339(std::string_view text) noexcept {
  if (text.size() <= kDateTimeChars || text[kDateChars] != 'T') return BadArgument();
  const std::optional<int32_t> day = ReadDate(text.substr(0, kDateChars));
  const std::optional<int32_t> second = ReadTimeOfDay(text.substr(kDateChars + 1, 8));
  text.remove_prefix(kDateTimeChars);
  const std::optional<int32_t> nanos = TakeFraction(text);
  const std::optional<int32_t> offset = ReadOffset(text);
  if (!day || !second || !nanos || !offset) return BadArgument();
  const int64_t seconds = *day * kSecondsPerDay + *second - *offset;
  const Value time = Value::Timestamp(seconds * kMicrosPerSecond + *nanos / 1'000,
                                      static_cast<int16_t>(*nanos % 1'000));
  return IsTimeInRange(time) ? time : BadArgument();
}

Value ParseDate(std::string_view text) noexcept {
  if (text.size() != kDateChars) return BadArgument();
  const std::optional<int32_t> day = ReadDate(text);
  if (!day) return BadArgument();
  const Value time = Value::Timestamp(*day * kMicrosPerDay);
  return IsTimeInRange(time) ? time : BadArgument();
}

std::optional<int64_t> ParseTimestamp(std::string_view text) noexcept {
  constexpr size_t kCharsMax = 27;  // "2026-04-14T11:42:09.123456Z"
  if (text.empty() || text.back() != 'Z' || text.size() > kCharsMax) return std::nullopt;
  const Value time = ParseRfc3339(text);
  if (time.is_error()) return std::nullopt;
  return time.i;
}

CivilTime CivilOf(const Value& timestamp, int32_t offset_seconds) noexcept {
  const int64_t seconds = FloorSeconds(timestamp);
  // Not from `seconds`: the least of them is further back than microseconds reach.
  const auto rest = static_cast<int32_t>(timestamp.i % kMicrosPerSecond);
  const int32_t micros = rest < 0 ? rest + static_cast<int32_t>(kMicrosPerSecond) : rest;
  const int64_t local = seconds + offset_seconds;
  const auto day = static_cast<int32_t>(FloorDivide(local, kSecondsPerDay));
  const auto second = static_cast<int32_t>(local - day * kSecondsPerDay);
  const CivilDay date = CivilDayOf(day);
  return {date.year,
          date.month,
          date.day,
          DayOfWeek(day),
          day - DayOf(date.year, 1, 1),
          second / kSecondsPerHour,
          second / kSecondsPerMinute % 60,
          second % 60,
          micros * 1'000 + timestamp.exponent};
}

std::string_view FormatTimestamp(const Value& timestamp, TimeBuffer& buffer) noexcept {
  const CivilTime time = CivilOf(timestamp);
  char* out = buffer.data();
  if (Within(time.year, 0, 9999)) {
    out = PutDigits(time.year, 4, out);
  } else {
    if (time.year > 0) *out++ = '+';
    out = std::to_chars(out, std::end(buffer), time.year).ptr;
  }
  const struct {
    char before;
    int32_t number;
  } parts[] = {
      {'-', time.month}, {'-', time.day}, {'T', time.hour}, {':', time.minute}, {':', time.second}};
  for (const auto& part : parts) {
    *out++ = part.before;
    out = PutDigits(part.number, 2, out);
  }
  if (time.nanosecond != 0) {
    *out++ = '.';
    out = PutDigits(time.nanosecond, kFractionDigits, out);
    while (out[-1] == '0') --out;
  }
  *out++ = 'Z';
  return {buffer.data(), static_cast<size_t>(out - buffer.data())};
}

}  // namespace bylaw::vm
