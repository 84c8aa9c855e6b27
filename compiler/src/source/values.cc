#include "source/values.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <system_error>

#include "bylaw/compiler/syntax.h"
#include "source/characters.h"

namespace bylaw::compiler {
namespace {

constexpr size_t kIdBytesMax = 256;
constexpr int64_t kDurationDaysMax = 36500;
constexpr int64_t kSecondsADay = 86400;

// What a condition reads as something other than a name, beside its reserved words.
constexpr std::string_view kKeywords[] = {"false", "in", "null", "true"};

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Decimal digits only, as many as `text` has.
template <typename T>
std::optional<T> ParseDigits(std::string_view text) {
  T value = 0;
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!digits || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view TakeDigits(std::string_view& rest, bool underscores = false) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), [underscores](char c) {
    return IsDigit(c) || (underscores && c == '_');
  });
  const auto digits = rest.substr(0, static_cast<size_t>(end - rest.begin()));
  rest.remove_prefix(digits.size());
  return digits;
}

bool Take(std::string_view& rest, char c) {
  if (rest.empty() || rest.front() != c) return false;
  rest.remove_prefix(1);
  return true;
}

// `e+10` and the like at the end of a number; true also where there is none.
bool TakeExponent(std::string_view& rest) {
  if (!Take(rest, 'e') && !Take(rest, 'E')) return true;
  if (!Take(rest, '+')) Take(rest, '-');
  return !TakeDigits(rest).empty();
}

// `12:30:00` with an optional fraction, then `Z` or an offset.
bool IsTimeOfDay(std::string_view text) {
  const auto in_range = [](std::string_view digits, uint32_t max) {
    const std::optional<uint32_t> value = ParseDigits<uint32_t>(digits);
    return value.has_value() && *value <= max;
  };
  if (text.size() < 9 || text[2] != ':' || text[5] != ':') return false;
  if (!in_range(text.substr(0, 2), 23) || !in_range(text.substr(3, 2), 59) ||
      !in_range(text.substr(6, 2), 59)) {
    return false;
  }
  text.remove_prefix(8);
  if (Take(text, '.')) {
    const size_t digits = TakeDigits(text).size();
    if (digits == 0 || digits > 9) return false;
  }
  if (text == "Z") return true;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  return in_range(text.substr(1, 2), 23) && in_range(text.substr(4, 2), 59);
}

}  // namespace

std::optional<Date> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<uint32_t> year = ParseDigits<uint32_t>(text.substr(0, 4));
  const std::optional<uint32_t> month = ParseDigits<uint32_t>(text.substr(5, 2));
  const std::optional<uint32_t> day = ParseDigits<uint32_t>(text.substr(8, 2));
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day));
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return Date{static_cast<int32_t>(days)};
}

bool IsTimestamp(std::string_view text) {
  return text.size() > 11 && text[10] == 'T' && ParseDate(text.substr(0, 10)).has_value() &&
         IsTimeOfDay(text.substr(11));
}

std::optional<Seconds> ParseSeconds(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  int64_t unit = 0;
  switch (text.back()) {
    case 's':
      unit = 1;
      break;
    case 'm':
      unit = 60;
      break;
    case 'h':
      unit = 3600;
      break;
    case 'd':
      unit = kSecondsADay;
      break;
    default:
      return std::nullopt;
  }
  constexpr int64_t kMax = kDurationDaysMax * kSecondsADay;
  const std::optional<int64_t> count = ParseInteger(text.substr(0, text.size() - 1), 1, kMax);
  if (!count.has_value() || *count > kMax / unit) return std::nullopt;
  return Seconds{*count * unit};
}

std::optional<Version> ParseVersion(std::string_view text) {
  const size_t first = text.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const size_t second = text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto part = [](std::string_view digits) { return ParseInteger(digits, 0, UINT32_MAX); };
  const std::optional<int64_t> major = part(text.substr(0, first));
  const std::optional<int64_t> minor = part(text.substr(first + 1, second - first - 1));
  const std::optional<int64_t> patch = part(text.substr(second + 1));
  if (!major || !minor || !patch) return std::nullopt;
  return Version{static_cast<uint32_t>(*major), static_cast<uint32_t>(*minor),
                 static_cast<uint32_t>(*patch)};
}

bool IsNumber(std::string_view text) {
  Take(text, '-');
  const std::string_view whole = TakeDigits(text);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return false;
  if (Take(text, '.') && TakeDigits(text).empty()) return false;
  return TakeExponent(text) && text.empty();
}

bool IsForeignNumber(std::string_view text) {
  if (IsNumber(text)) return false;
  if (!Take(text, '+')) Take(text, '-');
  const auto is_one_of = [text](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
  };
  if (is_one_of({".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"})) return true;
  if (text.size() > 2 && text[0] == '0' && std::string_view("xob").find(text[1]) != text.npos) {
    return text.find_first_not_of("0123456789abcdefABCDEF_", 2) == text.npos;
  }
  if (!text.empty() && text.front() == '_') return false;
  const bool point_first = !text.empty() && text.front() == '.';
  const size_t whole = point_first ? 0 : TakeDigits(text, true).size();
  const size_t fraction = Take(text, '.') ? TakeDigits(text, true).size() : 0;
  return whole + fraction > 0 && TakeExponent(text) && text.empty();
}

std::optional<int64_t> ParseInteger(std::string_view text, int64_t min, int64_t max) {
  int64_t value = 0;
  if (!IsNumber(text)) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < min || value > max) return std::nullopt;
  return value;
}

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kIdBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool IsIdentifier(std::string_view text) {
  return IsId(text) && IsLetter(text.front()) && !IsTakenWord(text) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsLetter(c) || IsDigit(c); });
}

bool IsTakenWord(std::string_view text) {
  return IsReservedWord(text) ||
         std::find(std::begin(kKeywords), std::end(kKeywords), text) != std::end(kKeywords);
}

}  // namespace bylaw::compiler
