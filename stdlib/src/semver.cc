// Versions, as semver.org 2.0.0 has them: "1.2.3-rc.1+build". Compared as text, with no limit to
// the length of their numbers.
#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "ascii.h"
#include "formats.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

struct Version {
  std::string_view numbers[3];
  std::string_view pre_release;  // Without the "-"; empty if there is none.
};

bool IsNumber(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsDigit);
}

bool IsIdentifier(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return IsAlpha(c) || IsDigit(c) || c == '-'; });
}

bool HasLeadingZero(std::string_view number) {
  return number.size() > 1 && number[0] == '0';
}

// Takes what is before the separator, or all, and the separator from `text`.
std::string_view Take(std::string_view& text, char separator) {
  const std::string_view taken = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

// Whether it is identifiers between dots, of which numbers have no leading zeros if they are
// `exact`.
bool AreIdentifiers(std::string_view text, bool exact) {
  const auto good = [&](std::string_view identifier) {
    return IsIdentifier(identifier) &&
           !(exact && IsNumber(identifier) && HasLeadingZero(identifier));
  };
  if (text.ends_with('.')) return false;
  do {
    if (!good(Take(text, '.'))) return false;
  } while (!text.empty());
  return true;
}

std::optional<Version> Parse(std::string_view text) {
  const size_t plus = text.find('+');
  if (plus != std::string_view::npos && !AreIdentifiers(text.substr(plus + 1), false)) {
    return std::nullopt;
  }
  text = text.substr(0, plus);
  Version version;
  const size_t dash = text.find('-');
  if (dash != std::string_view::npos) {
    version.pre_release = text.substr(dash + 1);
    if (!AreIdentifiers(version.pre_release, true)) return std::nullopt;
  }
  std::string_view core = text.substr(0, dash);
  if (core.ends_with('.')) return std::nullopt;
  for (std::string_view& number : version.numbers) {
    number = Take(core, '.');
    if (!IsNumber(number) || HasLeadingZero(number)) return std::nullopt;
  }
  if (!core.empty()) return std::nullopt;
  return version;
}

int Sign(int order) {
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int CompareNumbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return Sign(a.compare(b));
}

int CompareIdentifiers(std::string_view a, std::string_view b) {
  if (IsNumber(a) && IsNumber(b)) return CompareNumbers(a, b);
  if (IsNumber(a) != IsNumber(b)) return IsNumber(a) ? -1 : 1;
  return Sign(a.compare(b));
}

int ComparePreReleases(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() ? (b.empty() ? 0 : 1) : -1;
  while (!a.empty() && !b.empty()) {
    const int order = CompareIdentifiers(Take(a, '.'), Take(b, '.'));
    if (order != 0) return order;
  }
  return a.empty() ? (b.empty() ? 0 : -1) : 1;
}

int Compare(const Version& a, const Version& b) {
  for (int i = 0; i < 3; ++i) {
    const int order = CompareNumbers(a.numbers[i], b.numbers[i]);
    if (order != 0) return order;
  }
  return ComparePreReleases(a.pre_release, b.pre_release);
}

// The order of the two arguments, as a value that `result` makes.
Value Ordered(const FunctionCall& call, Value (*result)(int)) {
  const std::optional<Version> a = Parse(call.arguments[0].string());
  const std::optional<Version> b = Parse(call.arguments[1].string());
  return a && b ? result(Compare(*a, *b)) : Value::Error(ValueError::kBadArgument);
}

Value NumberOf(const FunctionCall& call, int index) {
  const std::optional<Version> version = Parse(call.arguments[0].string());
  if (!version) return Value::Error(ValueError::kBadArgument);
  const std::string_view digits = version->numbers[index];
  int64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return read.ec == std::errc() ? Value::Int(number) : Value::Error(ValueError::kOverflow);
}

}  // namespace

Value SemverOf(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  if (!Parse(text)) return Value::Error(ValueError::kBadArgument);
  return Value::Text(Kind::kSemver, text.substr(0, text.find('+')));
}

Value IsSemver(const FunctionCall& call) noexcept {
  return Value::Bool(Parse(call.arguments[0].string()).has_value());
}

Value Major(const FunctionCall& call) noexcept {
  return NumberOf(call, 0);
}

Value Minor(const FunctionCall& call) noexcept {
  return NumberOf(call, 1);
}

Value Patch(const FunctionCall& call) noexcept {
  return NumberOf(call, 2);
}

Value SemverCompareTo(const FunctionCall& call) noexcept {
  return Ordered(call, [](int order) { return Value::Int(order); });
}

Value SemverIsLessThan(const FunctionCall& call) noexcept {
  return Ordered(call, [](int order) { return Value::Bool(order < 0); });
}

Value SemverIsGreaterThan(const FunctionCall& call) noexcept {
  return Ordered(call, [](int order) { return Value::Bool(order > 0); });
}

}  // namespace bylaw::stdlib
