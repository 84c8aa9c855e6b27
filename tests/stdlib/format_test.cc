// format. Most cases are those of the CEL specification.
#include <gtest/gtest.h>

#include <cfloat>
#include <limits>
#include <string>
#include <vector>

#include "evaluate.h"

namespace bylaw::stdlib {
namespace {

using vm::Decimal;
using vm::Kind;
using vm::Member;
using vm::Value;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string FormatOf(std::string_view text, const std::vector<Value>& items,
                     const Limits& limits = {}) {
  const Value list = Value::List(items.data(), static_cast<uint32_t>(items.size()));
  const std::string shown =
      Evaluate("format(string, list) string", {Value::String(text), list}, limits);
  return shown.starts_with('"') ? shown.substr(1, shown.size() - 2) : "error: " + shown;
}

Value S(std::string_view text) {
  return Value::String(text);
}
Value I(int64_t number) {
  return Value::Int(number);
}
Value U(uint64_t number) {
  return Value::Uint(number);
}
Value D(double number) {
  return Value::Double(number);
}
Value M(std::string_view number) {
  const Decimal decimal = *Decimal::Parse(number);
  return Value::SmallDecimal(decimal.coefficient64(), static_cast<int16_t>(decimal.exponent()));
}

struct Case {
  std::string_view text;
  std::vector<Value> items;
  std::string result;
};

void Expect(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(FormatOf(c.text, c.items), c.result)
        << c.text << " of "
        << Show(Value::List(c.items.data(), static_cast<uint32_t>(c.items.size())));
  }
}

TEST(Format, PutsItemsForClauses) {
  Expect({
      {"no substitution", {}, "no substitution"},
      {"", {}, ""},
      {"str is %s and some more", {S("filler")}, "str is filler and some more"},
      {"%% and also %%", {}, "% and also %"},
      {"%%%s%%", {S("text")}, "%text%"},
      {"%s%%", {S("percent on the right")}, "percent on the right%"},
      {"%%%s", {S("percent on the left")}, "%percent on the left"},
      {"%d %d %d, %s %s %s, %d %d %d, %s %s %s",
       {I(1), I(2), I(3), S("A"), S("B"), S("C"), I(4), I(5), I(6), S("D"), S("E"), S("F")},
       "1 2 3, A B C, 4 5 6, D E F"},
      {"%%escaped %s%%", {S("percent")}, "%escaped percent%"},
      {"ÿ%sπ", {S("🐱")}, "ÿ🐱π"},
      {"one", {I(1), I(2)}, "one"},  // items that nobody asks for
      {"%.3s|%.2d", {S("whole"), I(7)}, "whole|7"},
  });
}

TEST(Format, RefusesWhatIsNoClause) {
  Expect({
      {"%a", {I(1)}, "error: bad_argument"},
      {"double is %E", {D(0.5)}, "error: bad_argument"},
      {"%", {I(1)}, "error: bad_argument"},
      {"%.", {D(1)}, "error: bad_argument"},
      {"%.f", {D(1)}, "error: bad_argument"},
      {"%.2", {D(1)}, "error: bad_argument"},
      {"%.-2f", {D(1)}, "error: bad_argument"},
      {"%.2.2f", {D(1)}, "error: bad_argument"},
      {"%5d", {I(1)}, "error: bad_argument"},
      {"% d", {I(1)}, "error: bad_argument"},
      {"%ÿ", {I(1)}, "error: bad_argument"},
      {{"%\0", 2}, {I(1)}, "error: bad_argument"},
      {"%.2%", {I(1)}, "error: bad_argument"},
      {"%s %s", {S("one")}, "error: bad_index"},
      {"%d", {}, "error: bad_index"},
  });
}

TEST(Format, WritesWholeNumbersInBases) {
  Expect({
      {"this is 5 in binary: %b", {I(5)}, "this is 5 in binary: 101"},
      {"%b", {I(-5)}, "-101"},
      {"%b", {U(64)}, "1000000"},
      {"bit set from bool: %b", {Value::Bool(true)}, "bit set from bool: 1"},
      {"%b", {Value::Bool(false)}, "0"},
      {"%o", {I(11)}, "13"},
      {"this is an unsigned octal: %o", {U(65535)}, "this is an unsigned octal: 177777"},
      {"%x is 30 in hexadecimal", {I(30)}, "1e is 30 in hexadecimal"},
      {"%X is 20 in hexadecimal", {I(30)}, "1E is 20 in hexadecimal"},
      {"%x", {I(-30)}, "-1e"},
      {"%X", {U(6000)}, "1770"},
      {"%x", {U(UINT64_MAX)}, "ffffffffffffffff"},
      {"%b", {I(INT64_MIN)}, "-1" + std::string(63, '0')},
      {"%x", {S("Hello world!")}, "48656c6c6f20776f726c6421"},
      {"%X", {S("Hello world!")}, "48656C6C6F20776F726C6421"},
      {"%x", {Value::Bytes("byte string")}, "6279746520737472696e67"},
      {"%X", {Value::Bytes("\xff\x01")}, "FF01"},
      {"%x", {S("")}, ""},
      {"%x %o %b", {M("255"), M("8e0"), M("2e1")}, "ff 10 10100"},
      {"%x", {M("2.5")}, "error: wrong_type"},
      {"%x", {M("1e30")}, "error: overflow"},
      {"octal: %o", {S("a string")}, "error: wrong_type"},
      {"double is %x", {D(0.5)}, "error: wrong_type"},
      {"%b", {S("1")}, "error: wrong_type"},
      {"%o", {Value::Bool(true)}, "error: wrong_type"},
  });
}

TEST(Format, WritesNumbersInDecimalDigits) {
  Expect({
      {"%d", {I(-42)}, "-42"},
      {"%d", {I(INT64_MIN)}, "-9223372036854775808"},
      {"%d", {U(UINT64_MAX)}, "18446744073709551615"},
      {"%d", {D(kNan)}, "NaN"},
      {"%d", {D(kInfinity)}, "Infinity"},
      {"%d", {D(-kInfinity)}, "-Infinity"},
      {"%d", {D(1.5)}, "1.5"},
      {"%d", {D(1e23)}, "100000000000000000000000"},
      {"%d", {D(0)}, "0"},
      {"%d", {M("1500")}, "1500"},
      {"%d", {M("-12.50")}, "-12.5"},
      {"%d", {M("1e25")}, "1" + std::string(25, '0')},
      {"%d", {M("5e-8")}, "0.00000005"},
      {"%d", {S("1")}, "error: wrong_type"},
      {"null: %d", {Value::Null()}, "error: wrong_type"},
  });
}

TEST(Format, WritesPlacesAfterThePoint) {
  Expect({
      {"%.3f", {D(1.2345)}, "1.234"},
      {"%f", {D(2.71828)}, "2.718280"},
      {"%f", {I(2)}, "2.000000"},
      {"%f", {U(3)}, "3.000000"},
      {"%f", {I(9007199254740993)}, "9007199254740993.000000"},
      {"%f", {D(kNan)}, "NaN"},
      {"%f", {D(kInfinity)}, "Infinity"},
      {"%f", {D(-kInfinity)}, "-Infinity"},
      {"%.0f", {D(123)}, "123"},
      {"%.0f", {D(3.5001)}, "4"},
      {"%.0f", {D(3.4999)}, "3"},
      {"%.0f", {D(1.5)}, "2"},
      {"%.0f", {D(2.5)}, "2"},
      {"%.3f", {D(123.4999)}, "123.500"},
      {"%.3f", {D(123.4994)}, "123.499"},
      {"%.3f", {D(-123.4994)}, "-123.499"},
      {"%.3f", {D(-123.4999)}, "-123.500"},
      {"%.5f", {D(-1.2)}, "-1.20000"},
      {"%.2f", {D(1e22)}, "10000000000000000000000.00"},
      {"%.0f", {D(5e-324)}, "0"},
      {"%.2f", {M("1.005")}, "1.00"},  // half to even, of the exact number
      {"%.2f", {M("1.015")}, "1.02"},
      {"%.2f", {M("-0.125")}, "-0.12"},
      {"%.2f", {M("0.001")}, "0.00"},
      {"%.2f", {M("999.999")}, "1000.00"},
      {"%.0f", {M("2.5")}, "2"},
      {"%.1f", {M("1e3")}, "1000.0"},
      {"%.3f", {M("0.05")}, "0.050"},
      {"%.1f", {M("0")}, "0.0"},
      {"%f", {S("NaN")}, "error: wrong_type"},
      {"%f", {Value::Bool(true)}, "error: wrong_type"},
      {"null: %f", {Value::Null()}, "error: wrong_type"},
  });
  EXPECT_EQ(FormatOf("%.100f", {D(DBL_MAX)}).size(), 410);
  EXPECT_EQ(FormatOf("%.100f", {D(-DBL_MAX)}).size(), 411);
  EXPECT_EQ(FormatOf("%.100f", {D(0.1)}).substr(0, 24), "0.1000000000000000055511");
  EXPECT_EQ(FormatOf("%.100f", {M("0.1")}), "0.1" + std::string(99, '0'));
  EXPECT_EQ(FormatOf("%.f", {M("1e6000")}), "error: bad_argument");
  EXPECT_EQ(FormatOf("%f", {M("1e6000")}), "1" + std::string(6000, '0') + ".000000");
  EXPECT_EQ(FormatOf("%d", {M("1e-6000")}), "0." + std::string(5999, '0') + "1");
}

TEST(Format, WritesExponents) {
  Expect({
      {"%.6e", {D(1052.032911275)}, "1.052033e+03"},
      {"%e", {D(2.71828)}, "2.718280e+00"},
      {"%e", {I(2)}, "2.000000e+00"},
      {"%e", {U(3)}, "3.000000e+00"},
      {"%e", {D(kNan)}, "NaN"},
      {"%e", {D(kInfinity)}, "Infinity"},
      {"%e", {D(-kInfinity)}, "-Infinity"},
      {"%.0e", {D(-1.5e-300)}, "-2e-300"},
      {"%.2e", {M("1234.5")}, "1.23e+03"},
      {"%.2e", {M("-0.00099999")}, "-1.00e-03"},
      {"%.0e", {M("25")}, "2e+01"},
      {"%.0e", {M("35")}, "4e+01"},
      {"%e", {M("0")}, "0.000000e+00"},
      {"%.3e", {M("1e6000")}, "1.000e+6000"},
      {"%.40e", {I(7)}, "7." + std::string(40, '0') + "e+00"},
      {"null: %e", {Value::Null()}, "error: wrong_type"},
      {"%e", {S("1")}, "error: wrong_type"},
  });
}

TEST(Format, WritesAnythingAsText) {
  const Value bad = Value::Bytes("\xff");
  Expect({
      {"%s", {Value::Null()}, "null"},
      {"%s, %s", {Value::Bool(true), Value::Bool(false)}, "true, false"},
      {"%s", {I(999999999999)}, "999999999999"},
      {"%s", {U(7)}, "7"},
      {"%s, %s", {I(32), D(56.8)}, "32, 56.8"},
      {"%s %s %s", {D(kNan), D(kInfinity), D(-kInfinity)}, "NaN Infinity -Infinity"},
      {"%s %s", {D(1e6), D(-1.5e-7)}, "1000000 -0.00000015"},
      {"%s", {M("9999.99")}, "9999.99"},
      {"%s", {Value::Bytes("xyz")}, "xyz"},
      {"%s", {bad}, "error: bad_argument"},
      {"%s", {Value::Text(Kind::kType, "string")}, "string"},
      {"%s", {Value::Timestamp(1675467080000000)}, "2023-02-03T23:31:20Z"},
      {"%s", {Value::Timestamp(INT64_MAX)}, "error: bad_argument"},
      {"%s", {Value::Duration(6347000000)}, "6347s"},
      {"%s", {Value::Text(Kind::kIp, "::1")}, "::1"},
      {"%s", {Value::Optional(nullptr)}, "error: wrong_type"},
  });
}

TEST(Format, WritesListsAndMapsAsText) {
  const Value numbers[] = {I(9), I(8), I(7), I(6)};
  const Value items[] = {S("abc"), D(3.14), Value::Null(), Value::List(numbers, 4),
                         Value::Timestamp(1675467080000000)};
  const Member keyed[] = {{S("key1"), S("val1")}, {S("key2"), Value::List(numbers, 2)}};
  const Member every_key[] = {
      {Value::Bool(true), D(kNan)}, {U(2), S("value2")}, {I(1), S("value1")}};
  const Member by_text[] = {
      {S("b"), I(1)}, {S("10"), I(2)}, {S("9"), I(3)}, {S(""), I(4)}, {S("é"), I(5)}};
  const Member equal[] = {{S("1"), I(1)}, {I(1), I(2)}, {S("0"), I(3)}};
  const Value bad[] = {I(1), Value::Optional(nullptr)};
  Expect({
      {"%s", {Value::List(nullptr, 0)}, "[]"},
      {"%s", {Value::List(items, 5)}, "[abc, 3.14, null, [9, 8, 7, 6], 2023-02-03T23:31:20Z]"},
      {"%s", {Value::Map(nullptr, 0)}, "{}"},
      {"%s", {Value::Map(keyed, 2)}, "{key1: val1, key2: [9, 8]}"},
      {"%s", {Value::Map(every_key, 3)}, "{1: value1, 2: value2, true: NaN}"},
      {"%s", {Value::Map(by_text, 5)}, "{: 4, 10: 2, 9: 3, b: 1, é: 5}"},
      {"%s", {Value::Map(equal, 3)}, "{0: 3, 1: 1, 1: 2}"},
      {"%s", {Value::List(bad, 2)}, "error: wrong_type"},
  });
}

// A list in a list, and so on, of so many lists.
Value Nested(uint32_t depth, std::vector<Value>& lists) {
  lists.assign(depth, Value::List(nullptr, 0));
  for (uint32_t i = 1; i < depth; ++i) lists[i] = Value::List(&lists[i - 1], 1);
  return lists.back();
}

TEST(Format, HasLimits) {
  EXPECT_EQ(FormatOf("%.101f", {D(1)}), "error: limit_exceeded");
  EXPECT_EQ(FormatOf("%.99999999999999999999f", {D(1)}), "error: limit_exceeded");

  std::vector<Value> lists;
  EXPECT_EQ(FormatOf("%s", {Nested(64, lists)}), std::string(64, '[') + std::string(64, ']'));
  EXPECT_EQ(FormatOf("%s", {Nested(65, lists)}), "error: limit_exceeded");

  std::vector<Member> members(257, {S("k"), I(0)});
  EXPECT_TRUE(FormatOf("%s", {Value::Map(members.data(), 256)}).starts_with("{k: 0, k: 0"));
  EXPECT_EQ(FormatOf("%s", {Value::Map(members.data(), 257)}), "error: limit_exceeded");

  EXPECT_EQ(FormatOf("1234%s", {S("5678")}, {.string_bytes = 8}), "12345678");
  EXPECT_EQ(FormatOf("1234%s", {S("56789")}, {.string_bytes = 8}), "error: limit_exceeded");
  EXPECT_EQ(FormatOf("text", {}, {.arena_bytes = 0}), "error: limit_exceeded");
}

TEST(Format, StopsWhereTheWorkIsMoreThanItsBudget) {
  const Limits roomy = {.arena_bytes = 1u << 21, .string_bytes = 1u << 20};
  const std::vector<Value> row(256, I(1));
  const std::vector<Value> table(256, Value::List(row.data(), 256));
  EXPECT_TRUE(FormatOf("%s", {Value::List(table.data(), 7)}, roomy).starts_with("[[1, 1, "));
  EXPECT_TRUE(FormatOf("%s", {Value::List(table.data(), 256)}, roomy) == "error: limit_exceeded");

  const std::string text(270'000, 'a');
  EXPECT_TRUE(FormatOf("%s", {S(text.substr(0, 250'000))}, roomy) == text.substr(0, 250'000));
  EXPECT_TRUE(FormatOf("%s", {S(text)}, roomy) == "error: limit_exceeded");
  EXPECT_TRUE(FormatOf("%x", {S(text)}, roomy) == "error: limit_exceeded");

  const std::string key(8'000, 'a');  // written 30 times it is short enough; sorting is too much
  const std::vector<Member> members(30, {S(key), I(0)});
  EXPECT_TRUE(FormatOf("%s", {Value::Map(members.data(), 30)}, roomy) == "error: limit_exceeded");

  const std::vector<Value> many(256, D(DBL_MAX));
  std::string clauses;
  for (int i = 0; i < 256; ++i) clauses += "%.100f";
  EXPECT_TRUE(FormatOf(clauses, many, roomy) == "error: limit_exceeded");
}

}  // namespace
}  // namespace bylaw::stdlib
