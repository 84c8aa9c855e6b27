// int, uint, double, decimal, bool, bytes, string. Most cases are those of the CEL specification;
// what it leaves open is as in Go, as cel-go has it.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "evaluate.h"

namespace bylaw::stdlib {
namespace {

using vm::Decimal;
using vm::Kind;
using vm::Value;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kIntMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kIntMin = std::numeric_limits<int64_t>::min();
constexpr uint64_t kUintMax = std::numeric_limits<uint64_t>::max();

// Of 30 digits: a wide one.
const Decimal kWide = *Decimal::Parse("123456789012345678901234567890");

struct Case {
  Value value;
  const char* result;
};

// Through the row for the value's kind, and through that for dyn.
void Expect(const std::string& type, const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const std::string kind(vm::KindText(c.value.kind));
    EXPECT_EQ(Evaluate(type + "(" + kind + ") " + type, {c.value}), c.result)
        << type << " of " << Show(c.value);
    EXPECT_EQ(Evaluate(type + "(dyn) " + type, {c.value}), c.result)
        << type << " of dyn " << Show(c.value);
  }
}

// `type` of each text, also with a byte behind its end that must not be read.
void ExpectOfText(const std::string& type,
                  const std::vector<std::pair<std::string_view, const char*>>& cases) {
  for (const auto& [text, result] : cases) {
    Expect(type, {{Value::String(text), result}});
    const std::string longer = std::string(text) + "1";
    Expect(type, {{Value::String({longer.data(), text.size()}), result}});
  }
}

TEST(Int, TakesWhatFits) {
  Expect("int", {
                    {Value::Int(1), "1"},
                    {Value::Int(kIntMin), "-9223372036854775808"},
                    {Value::Uint(42), "42"},
                    {Value::Uint(0), "0"},
                    {Value::Uint(uint64_t{kIntMax}), "9223372036854775807"},
                    {Value::Uint(uint64_t{kIntMax} + 1), "overflow"},
                    {Value::Uint(kUintMax), "overflow"},
                    {Value::Double(-123.456), "-123"},
                    {Value::Double(1.9), "1"},
                    {Value::Double(-7.9), "-7"},
                    {Value::Double(11.5), "11"},
                    {Value::Double(-3.5), "-3"},
                    {Value::Double(-0.0), "0"},
                    {Value::Double(36028797018963968.0), "36028797018963968"},
                    {Value::Double(9223372036854774784.0), "9223372036854774784"},
                    {Value::Double(9223372036854775808.0), "overflow"},
                    {Value::Double(-9223372036854774784.0), "-9223372036854774784"},
                    {Value::Double(-9223372036854775808.0), "overflow"},
                    {Value::Double(1e99), "overflow"},
                    {Value::Double(kNan), "overflow"},
                    {Value::Double(-kInfinity), "overflow"},
                    {Value::SmallDecimal(1200, -2), "12"},
                    {Value::SmallDecimal(12, 3), "12000"},
                    {Value::SmallDecimal(125, -1), "overflow"},
                    {Value::SmallDecimal(1, 19), "overflow"},
                    {Value::WideDecimal(&kWide), "overflow"},
                    {Value::Timestamp(1095379199000000), "1095379199"},
                    {Value::Timestamp(1095379199999999, 999), "1095379199"},
                    {Value::Timestamp(-1, 500), "-1"},
                    {Value::Timestamp(-1000000), "-1"},
                });
  ExpectOfText("int", {
                          {"987", "987"},
                          {"-0", "0"},
                          {"+5", "5"},
                          {"007", "7"},
                          {"9223372036854775807", "9223372036854775807"},
                          {"-9223372036854775808", "-9223372036854775808"},
                          {"9223372036854775808", "overflow"},
                          {"-9223372036854775809", "overflow"},
                          {"", "bad_argument"},
                          {"+", "bad_argument"},
                          {"-", "bad_argument"},
                          {"+-5", "bad_argument"},
                          {"--5", "bad_argument"},
                          {" 5", "bad_argument"},
                          {"5 ", "bad_argument"},
                          {"1e3", "bad_argument"},
                          {"1.0", "bad_argument"},
                          {"0x10", "bad_argument"},
                          {"1_000", "bad_argument"},
                          {"99999999999999999999x", "bad_argument"},
                          {"٣", "bad_argument"},
                      });
}

TEST(Uint, TakesWhatFits) {
  Expect("uint", {
                     {Value::Uint(1), "1u"},
                     {Value::Int(kIntMax), "9223372036854775807u"},
                     {Value::Int(-1), "overflow"},
                     {Value::Double(3.14159265), "3u"},
                     {Value::Double(1.9), "1u"},
                     {Value::Double(25.5), "25u"},
                     {Value::Double(-0.0), "0u"},
                     {Value::Double(-0.5), "overflow"},
                     {Value::Double(36028797018963968.0), "36028797018963968u"},
                     {Value::Double(18446744073709549568.0), "18446744073709549568u"},
                     {Value::Double(18446744073709551616.0), "overflow"},
                     {Value::Double(6.022e23), "overflow"},
                     {Value::Double(kNan), "overflow"},
                     {Value::Double(kInfinity), "overflow"},
                     {Value::SmallDecimal(5, 0), "5u"},
                     {Value::SmallDecimal(-5, 0), "overflow"},
                     {Value::SmallDecimal(5, -1), "overflow"},
                     {Value::SmallDecimal(18, 18), "18000000000000000000u"},
                 });
  ExpectOfText("uint", {
                           {"300", "300u"},
                           {"18446744073709551615", "18446744073709551615u"},
                           {"18446744073709551616", "overflow"},
                           {"-1", "bad_argument"},
                           {"+1", "bad_argument"},
                           {"1u", "bad_argument"},
                           {"", "bad_argument"},
                       });
}

TEST(Double, IsTheNearest) {
  const Decimal huge = *Decimal::Parse("1e400");
  Expect("double", {
                       {Value::Double(1.5), "1.5"},
                       {Value::Int(0), "0"},
                       {Value::Int(1000000000000), "1e+12"},
                       {Value::Int(-9007199254740992), "-9007199254740992"},
                       {Value::Int(kIntMax), "9223372036854775808"},
                       {Value::Uint(123), "123"},
                       {Value::Uint(kUintMax), "18446744073709551616"},
                       {Value::SmallDecimal(1, -1), "0.1"},
                       {Value::WideDecimal(&kWide), "1.2345678901234568e+29"},
                       {Value::WideDecimal(&huge), "overflow"},
                   });
  const std::string long_digits = "0." + std::string(1000, '1');
  const std::string tiny = "0." + std::string(400, '0') + "1";
  const std::string tiny_times = tiny + "e401";
  const std::string huge_digits = "1" + std::string(400, '0');
  const std::string huge_divided = huge_digits + "e-400";
  ExpectOfText("double", {
                             {"0", "0"},
                             {"-0.0", "-0"},
                             {"123", "123"},
                             {"123.456", "123.456"},
                             {"-987.654", "-987.654"},
                             {"6.02214e23", "6.02214e+23"},
                             {"1.38e-23", "1.38e-23"},
                             {"-84.32e7", "-843200000"},
                             {"-5.43e-21", "-5.43e-21"},
                             {"+1E+2", "100"},
                             {".5", "0.5"},
                             {"5.", "5"},
                             {"00.5", "0.5"},
                             {"1e308", "1e+308"},
                             {"1e309", "overflow"},
                             {"-1e999999999999999999999", "overflow"},
                             {"4.9e-324", "5e-324"},
                             {"1e-400", "0"},
                             {"-1e-999999999999999999999", "-0"},
                             {"0e999999999999999999999", "0"},
                             {long_digits, "0.1111111111111111"},
                             {tiny, "0"},
                             {tiny_times, "1"},
                             {huge_digits, "overflow"},
                             {huge_divided, "1"},
                             {"", "bad_argument"},
                             {".", "bad_argument"},
                             {"-", "bad_argument"},
                             {"e5", "bad_argument"},
                             {"1e", "bad_argument"},
                             {"1e+", "bad_argument"},
                             {"1e5.", "bad_argument"},
                             {"1.2.3", "bad_argument"},
                             {" 1", "bad_argument"},
                             {"1,5", "bad_argument"},
                             {"0x1p3", "bad_argument"},
                             {"1_0", "bad_argument"},
                             {"--1", "bad_argument"},
                             {"infinit", "bad_argument"},
                         });
  for (const std::string_view text : {"Infinity", "+inf", "INF"})
    Expect("double", {{Value::String(text), "inf"}});
  Expect("double", {{Value::String("-Infinity"), "-inf"}});
  for (const std::string_view text : {"NaN", "nan"})
    Expect("double", {{Value::String(text), "nan"}});
  Expect("double", {{Value::String("nan(1)"), "bad_argument"}});
}

TEST(DecimalOf, IsExact) {
  Value literal = Value::SmallDecimal(15, -1);
  literal.detail |= Value::kLiteral;
  Expect("decimal", {
                        {Value::SmallDecimal(150, -2), "1.5m"},
                        {literal, "1.5m"},
                        {Value::WideDecimal(&kWide), "1.2345678901234567890123456789e+29m"},
                        {Value::Int(kIntMin), "-9223372036854775808m"},
                        {Value::Uint(kUintMax), "18446744073709551615m"},
                        {Value::Double(0.1), "0.1m"},
                        {Value::Double(-0.0), "0m"},
                        {Value::Double(-1234.5), "-1234.5m"},
                        {Value::Double(1e300), "1e+300m"},
                        {Value::Double(5e-324), "5e-324m"},
                        {Value::Double(1.7976931348623157e308), "1.7976931348623157e+308m"},
                        {Value::Double(kNan), "inexact"},
                        {Value::Double(kInfinity), "inexact"},
                    });
  ExpectOfText("decimal",
               {
                   {"-12.50", "-12.5m"},
                   {"1e4", "10000m"},
                   {"123456789012345678901234567890", "1.2345678901234567890123456789e+29m"},
                   {"", "bad_argument"},
                   {".5", "bad_argument"},
                   {"1 ", "bad_argument"},
                   {"NaN", "bad_argument"},
                   {"1.000000000000000000000000000000000000001", "bad_argument"},
               });
}

TEST(Bool, TakesTheSpellingsOfCel) {
  Expect("bool", {{Value::Bool(true), "true"}, {Value::Bool(false), "false"}});
  ExpectOfText("bool", {
                           {"1", "true"},
                           {"t", "true"},
                           {"T", "true"},
                           {"true", "true"},
                           {"True", "true"},
                           {"TRUE", "true"},
                           {"0", "false"},
                           {"f", "false"},
                           {"F", "false"},
                           {"false", "false"},
                           {"False", "false"},
                           {"FALSE", "false"},
                           {"TrUe", "bad_argument"},
                           {"FaLsE", "bad_argument"},
                           {"", "bad_argument"},
                           {"yes", "bad_argument"},
                           {"true ", "bad_argument"},
                       });
}

TEST(Bytes, AreThoseOfTheText) {
  Expect("bytes", {
                      {Value::String(""), "b\"\""},
                      {Value::String("abc"), "b\"abc\""},
                      {Value::String("ÿ"), "b\"\xc3\xbf\""},
                      {Value::Bytes("\xff"), "b\"\xff\""},
                  });
}

TEST(String, OfNumbers) {
  const Decimal small = *Decimal::Parse("1e-6000");
  Expect("string", {
                       {Value::Int(123), "\"123\""},
                       {Value::Int(-456), "\"-456\""},
                       {Value::Int(kIntMin), "\"-9223372036854775808\""},
                       {Value::Uint(9876), "\"9876\""},
                       {Value::Uint(kUintMax), "\"18446744073709551615\""},
                       {Value::Double(123.456), "\"123.456\""},
                       {Value::Double(-987.654), "\"-987.654\""},
                       {Value::Double(-4.5e-3), "\"-0.0045\""},
                       {Value::Double(0), "\"0\""},
                       {Value::Double(-0.0), "\"-0\""},
                       {Value::Double(1), "\"1\""},
                       {Value::Double(100000), "\"100000\""},
                       {Value::Double(999999.5), "\"999999.5\""},
                       {Value::Double(1e6), "\"1e+06\""},
                       {Value::Double(123456789), "\"1.23456789e+08\""},
                       {Value::Double(6.02214e23), "\"6.02214e+23\""},
                       {Value::Double(0.0001), "\"0.0001\""},
                       {Value::Double(0.00001), "\"1e-05\""},
                       {Value::Double(1.38e-23), "\"1.38e-23\""},
                       {Value::Double(-1.7976931348623157e308), "\"-1.7976931348623157e+308\""},
                       {Value::Double(5e-324), "\"5e-324\""},
                       {Value::Double(kNan), "\"NaN\""},
                       {Value::Double(kInfinity), "\"+Inf\""},
                       {Value::Double(-kInfinity), "\"-Inf\""},
                       {Value::SmallDecimal(999999, -2), "\"9999.99\""},
                       {Value::SmallDecimal(100, -2), "\"1\""},
                       {Value::WideDecimal(&kWide), "\"1.2345678901234567890123456789e+29\""},
                       {Value::WideDecimal(&small), "\"1e-6000\""},
                   });
}

TEST(String, OfTimes) {
  Expect("string",
         {
             {Value::Timestamp(0), "\"1970-01-01T00:00:00Z\""},
             {Value::Timestamp(1234567890000000), "\"2009-02-13T23:31:30Z\""},
             {Value::Timestamp(1234567890500000), "\"2009-02-13T23:31:30.5Z\""},
             {Value::Timestamp(1234567890000000, 1), "\"2009-02-13T23:31:30.000000001Z\""},
             {Value::Timestamp(1234567890123456, 780), "\"2009-02-13T23:31:30.12345678Z\""},
             {Value::Timestamp(-1, 999), "\"1969-12-31T23:59:59.999999999Z\""},
             {Value::Timestamp(951782400000000), "\"2000-02-29T00:00:00Z\""},
             {Value::Timestamp(-62135596800000000), "\"0001-01-01T00:00:00Z\""},
             {Value::Timestamp(253402300799999999, 999), "\"9999-12-31T23:59:59.999999999Z\""},
             {Value::Timestamp(-62135596800000001), "bad_argument"},
             {Value::Timestamp(253402300800000000), "bad_argument"},
             {Value::Timestamp(kIntMin), "bad_argument"},
             {Value::Timestamp(kIntMax, 999), "bad_argument"},
             {Value::Duration(0), "\"0s\""},
             {Value::Duration(6347000000), "\"6347s\""},
             {Value::Duration(1500000), "\"1.5s\""},
             {Value::Duration(-1500000), "\"-1.5s\""},
             {Value::Duration(-1, 999), "\"-0.000000001s\""},
             {Value::Duration(0, 1), "\"0.000000001s\""},
             {Value::Duration(315576000000000000), "\"315576000000s\""},
             {Value::Duration(kIntMin), "\"-9223372036854.775808s\""},
             {Value::Duration(kIntMax, 999), "\"9223372036854.775807999s\""},
         });
}

TEST(String, OfWhatIsTextAlready) {
  Expect("string",
         {
             {Value::Bool(true), "\"true\""},
             {Value::Bool(false), "\"false\""},
             {Value::String("hello"), "\"hello\""},
             {Value::String(""), "\"\""},
             {Value::Bytes("abc"), "\"abc\""},
             {Value::Bytes(""), "\"\""},
             {Value::Bytes("\303\277"), "\"ÿ\""},
             {Value::Bytes({"\0\xff", 2}), "bad_argument"},
             {Value::Bytes("\xed\xa0\x80"), "bad_argument"},
             {Value::Text(Kind::kIp, "2001:db8::1"), "\"2001:db8::1\""},
             {Value::Text(Kind::kCidr, "10.0.0.0/8"), "\"10.0.0.0/8\""},
             {Value::Text(Kind::kSemver, "1.2.3-rc.1"), "\"1.2.3-rc.1\""},
             {Value::Text(Kind::kUrl, "https://example.com/"), "\"https://example.com/\""},
         });
}

TEST(Conversions, AreUndecidableForOtherKinds) {
  const Value none[] = {Value::Null(), Value::List(nullptr, 0), Value::Map(nullptr, 0),
                        Value::Optional(nullptr), Value::Text(Kind::kType, "int")};
  for (const Value& value : none) {
    for (const std::string type : {"int", "uint", "double", "decimal", "bool", "bytes", "string"}) {
      EXPECT_EQ(Evaluate(type + "(dyn) " + type, {value}), "wrong_type") << type;
    }
  }
  EXPECT_EQ(Evaluate("int(dyn) int", {Value::Bool(true)}), "wrong_type");
  EXPECT_EQ(Evaluate("int(dyn) int", {Value::Duration(5)}), "wrong_type");
  EXPECT_EQ(Evaluate("uint(dyn) uint", {Value::Timestamp(5)}), "wrong_type");
  EXPECT_EQ(Evaluate("bool(dyn) bool", {Value::Int(1)}), "wrong_type");
  EXPECT_EQ(Evaluate("bytes(dyn) bytes", {Value::Int(1)}), "wrong_type");
  EXPECT_EQ(Evaluate("decimal(dyn) decimal", {Value::Bytes("1")}), "wrong_type");
}

TEST(Conversions, AreUndecidableWithoutRoom) {
  const Limits no_arena = {.arena_bytes = 0};
  EXPECT_EQ(Evaluate("string(int) string", {Value::Int(1)}, no_arena), "limit_exceeded");
  EXPECT_EQ(Evaluate("decimal(uint) decimal", {Value::Uint(kUintMax)}, no_arena), "limit_exceeded");
  EXPECT_EQ(Evaluate("string(string) string", {Value::String("1")}, no_arena), "\"1\"");
  const Limits short_text = {.string_bytes = 4};
  EXPECT_EQ(Evaluate("string(int) string", {Value::Int(1234)}, short_text), "\"1234\"");
  EXPECT_EQ(Evaluate("string(int) string", {Value::Int(12345)}, short_text), "limit_exceeded");
}

}  // namespace
}  // namespace bylaw::stdlib
