#include "timestamp.h"

namespace bylaw::vm {
namespace {

// The number that `text` writes with digits only, or -1.
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

}  // namespace

std::optional<int64_t> ParseTimestamp(std::string_view text) noexcept {
  constexpr size_t kFraction = 19;  // Where the fraction, or `Z`, begins.
  if (text.size() <= kFraction || text.back() != 'Z') return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const int32_t year = Digits(text.substr(0, 4));
  const int32_t month = Digits(text.substr(5, 2));
  const int32_t day = Digits(text.substr(8, 2));
  const int32_t hour = Digits(text.substr(11, 2));
  const int32_t minute = Digits(text.substr(14, 2));
  const int32_t second = Digits(text.substr(17, 2));
  if (!Within(year, 1, 9999) || !Within(month, 1, 12) || !Within(day, 1, DaysIn(year, month)) ||
      !Within(hour, 0, 23) || !Within(minute, 0, 59) || !Within(second, 0, 59)) {
    return std::nullopt;
  }
  int64_t micros = 0;
  if (const std::string_view fraction = text.substr(kFraction, text.size() - kFraction - 1);
      !fraction.empty()) {
    const std::string_view digits = fraction.substr(1);
    if (fraction[0] != '.' || digits.empty() || digits.size() > 6) return std::nullopt;
    micros = Digits(digits);
    if (micros < 0) return std::nullopt;
    for (size_t i = digits.size(); i < 6; ++i) micros *= 10;
  }
  const int64_t seconds = (hour * 60 + minute) * 60 + second;
  return DayOf(year, static_cast<uint32_t>(month), static_cast<uint32_t>(day)) * kMicrosPerDay +
         seconds * kMicrosPerSecond + micros;
}

}  // namespace bylaw::vm
