// IBANs (the examples of the registry) and Luhn's digits.
#include <gtest/gtest.h>

#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

constexpr std::string_view kIban = "iban.valid(string) bool";
constexpr std::string_view kLuhn = "luhn.valid(string) bool";

TEST(Iban, OfEveryForm) {
  for (const std::string_view iban :
       {"DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606",
        "NO9386011117947", "MT84MALT011000012345MTLCAST001S", "CH9300762011623852957",
        "NL91ABNA0417164300", "BR1800360305000010009795493C1", "BE68539007547034",
        "ES9121000418450200051332", "IT60X0542811101000000123456", "SE4550000000058398257466",
        "AT611904300234573201", "PL61109010140000071219812874", "SA0380000000608010167519",
        "LC55HEMM000100010012001200023015", "SC18SSCB11010000000000001497USD"}) {
    EXPECT_EQ(ResultOfText(kIban, {iban}), "true") << iban;
    // No single digit may be another.
    for (size_t i = 2; i < iban.size(); ++i) {
      std::string wrong(iban);
      wrong[i] = wrong[i] == '9' ? '8' : '9';
      EXPECT_EQ(ResultOfText(kIban, {wrong}), "false") << wrong;
    }
  }
}

TEST(Iban, IsNothingElse) {
  for (const std::string_view text :
       {"", "DE", "DE89", "DE8937040044053201300", "DE893704004405320130000",
        "DE89 3704 0044 0532 0130 00", "de89370400440532013000", "DE89370400440532013000 ",
        "DE8937040044053201300O", "XX89370400440532013000", "US89370400440532013000",
        "D589370400440532013000", "DEA9370400440532013000", "DE8937040044053201300\u0660",
        "DE89-370400440532013000"}) {
    EXPECT_EQ(ResultOfText(kIban, {text}), "false") << text;
  }
}

// Their remainder is right, but no bank computes them.
TEST(Iban, HasCheckDigitsFrom02To98) {
  int valid = 0;
  for (int i = 0; i < 500; ++i) {
    const std::string account = std::to_string(100'000 + i);
    for (const std::string_view check : {"00", "01", "99"}) {
      const std::string iban = "NO" + std::string(check) + "00000" + account;
      valid += ResultOfText(kIban, {iban}) == "true" ? 1 : 0;
    }
  }
  EXPECT_EQ(valid, 0);
}

TEST(Luhn, ChecksItsDigit) {
  for (const std::string_view number :
       {"4111111111111111", "5500005555555559", "378282246310005", "79927398713", "18", "00"}) {
    EXPECT_EQ(ResultOfText(kLuhn, {number}), "true") << number;
  }
  for (const std::string_view text :
       {"", "0", "4111111111111112", "4111 1111 1111 1111", "4111-1111-1111-1111", "79927398710",
        "7992739871a", "+18", "-18", "18 ", "１８", "1\u0668"}) {
    EXPECT_EQ(ResultOfText(kLuhn, {text}), "false") << text;
  }
}

}  // namespace
}  // namespace bylaw::stdlib
