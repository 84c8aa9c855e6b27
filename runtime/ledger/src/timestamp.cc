// Timestamps as text: RFC 3339 in one spelling, UTC with six digits of fraction, so that they sort
// as text.
#include <chrono>
#include <span>

#include "bylaw/ledger/record.h"
#include "record_text.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::sys_time;
using std::chrono::year_month_day;

constexpr std::string_view kPattern = "0000-00-00T00:00:00.000000Z";

template <typename T>
void PutDigits(T value, std::size_t at, std::size_t count, std::span<char> text) {
  auto rest = static_cast<std::uint64_t>(value);
  for (std::size_t i = count; i-- > 0; rest /= 10) {
    text[at + i] = static_cast<char>('0' + rest % 10);
  }
}

}  // namespace

bool IsTimestamp(Timestamp time) {
  return time.us >= 0 && time.us <= kTimestampUsMax;
}

void AppendTimestamp(Timestamp time, std::string& out) {
  const sys_time<microseconds> point{microseconds{time.us}};
  const sys_days day = std::chrono::floor<days>(point);
  const year_month_day date(day);
  const std::chrono::hh_mm_ss clock(point - day);
  out += kPattern;
  const std::span<char> text = std::span(out).last(kPattern.size());
  PutDigits(static_cast<int>(date.year()), 0, 4, text);
  PutDigits(static_cast<unsigned>(date.month()), 5, 2, text);
  PutDigits(static_cast<unsigned>(date.day()), 8, 2, text);
  PutDigits(clock.hours().count(), 11, 2, text);
  PutDigits(clock.minutes().count(), 14, 2, text);
  PutDigits(clock.seconds().count(), 17, 2, text);
  PutDigits(clock.subseconds().count(), 20, 6, text);
}

std::string TimestampText(Timestamp time) {
  std::string text;
  AppendTimestamp(time, text);
  return text;
}

std::optional<Timestamp> ParseTimestamp(std::string_view text) {
  if (text.size() != kPattern.size()) return std::nullopt;
  const auto digits = [&](std::size_t at, std::size_t count) {
    std::int64_t value = 0;
    for (const char c : text.substr(at, count)) value = value * 10 + (c - '0');
    return value;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kPattern[i] == '0' ? !digit : text[i] != kPattern[i]) return std::nullopt;
  }
  const year_month_day date{std::chrono::year{static_cast<int>(digits(0, 4))},
                            std::chrono::month{static_cast<unsigned>(digits(5, 2))},
                            std::chrono::day{static_cast<unsigned>(digits(8, 2))}};
  const std::chrono::hours hours{digits(11, 2)};
  const std::chrono::minutes minutes{digits(14, 2)};
  const std::chrono::seconds seconds{digits(17, 2)};
  if (!date.ok() || hours >= days{1} || minutes >= std::chrono::hours{1} ||
      seconds >= std::chrono::minutes{1}) {
    return std::nullopt;
  }
  const auto since_midnight = hours + minutes + seconds + microseconds{digits(20, 6)};
  const Timestamp time{(sys_days(date).time_since_epoch() + since_midnight).count()};
  return IsTimestamp(time) ? std::optional(time) : std::nullopt;
}

}  // namespace bylaw::ledger
