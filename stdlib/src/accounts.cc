// Numbers of accounts and cards that carry their own check.
#include <algorithm>
#include <string_view>

#include "ascii.h"
#include "formats.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Value;

struct Country {
  std::string_view code;
  uint32_t length;  // Of its IBANs.
};

// The IBAN registry of ISO 13616's registration authority, sorted.
constexpr Country kCountries[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22},
    {"BH", 22}, {"BI", 27}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24},
    {"DE", 22}, {"DJ", 27}, {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
    {"FK", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27},
    {"GT", 28}, {"HN", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26},
    {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20},
    {"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MN", 20},
    {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NI", 28}, {"NL", 18}, {"NO", 15}, {"OM", 23}, {"PK", 24},
    {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"RU", 33}, {"SA", 24},
    {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"SO", 23}, {"ST", 25},
    {"SV", 28}, {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20},
    {"YE", 30},
};
static_assert(std::ranges::is_sorted(kCountries, {}, &Country::code));

// 0 for what is no country of the registry.
uint32_t LengthOf(std::string_view code) {
  const auto* const found = std::ranges::lower_bound(kCountries, code, {}, &Country::code);
  return found != std::end(kCountries) && found->code == code ? found->length : 0;
}

// The remainder by 97 of the digits that `text` stands for, behind those of `sofar`: A is 10, Z 35.
uint32_t Remainder97(std::string_view text, uint32_t sofar) {
  for (const char c : text) {
    const uint32_t value = static_cast<uint32_t>(IsDigit(c) ? c - '0' : c - 'A' + 10);
    sofar = (sofar * (value < 10 ? 10 : 100) + value) % 97;
  }
  return sofar;
}

bool IsIban(std::string_view text) {
  constexpr size_t kHead = 4;  // Country and check digits.
  if (text.size() < kHead || text.size() != LengthOf(text.substr(0, 2))) return false;
  const bool characters =
      std::ranges::all_of(text, [](char c) { return IsDigit(c) || IsUpper(c); }) &&
      IsDigit(text[2]) && IsDigit(text[3]);
  if (!characters) return false;
  // 00, 01 and 99 have the remainders of 97, 98 and 02, which is what is made of them.
  const std::string_view check = text.substr(2, 2);
  if (check == "00" || check == "01" || check == "99") return false;
  return Remainder97(text.substr(0, kHead), Remainder97(text.substr(kHead), 0)) == 1;
}

bool HasLuhnDigit(std::string_view text) {
  if (text.size() < 2 || !std::ranges::all_of(text, IsDigit)) return false;
  uint32_t sum = 0;
  bool doubled = text.size() % 2 == 0;
  for (const char c : text) {
    const uint32_t value = static_cast<uint32_t>(c - '0') * (doubled ? 2 : 1);
    sum = (sum + (value > 9 ? value - 9 : value)) % 10;
    doubled = !doubled;
  }
  return sum == 0;
}

}  // namespace

Value IbanValid(const FunctionCall& call) noexcept {
  return Value::Bool(IsIban(call.arguments[0].string()));
}

Value LuhnValid(const FunctionCall& call) noexcept {
  return Value::Bool(HasLuhnDigit(call.arguments[0].string()));
}

}  // namespace bylaw::stdlib
