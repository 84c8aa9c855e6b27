// size, contains, startsWith, endsWith. Most cases are those of the CEL specification.
#include <gtest/gtest.h>

#include <string>

#include "call.h"

namespace bylaw::stdlib {
namespace {

using vm::Value;

TEST(Size, CountsCodePointsBytesItemsAndEntries) {
  for (const auto& [text, size] : {std::pair<std::string_view, const char*>{"", "0"},
                                   {"abc", "3"},
                                   {"ÿ", "1"},
                                   {"πέντε", "5"},
                                   {"🐱😀😛", "3"},
                                   {"e\u0301", "2"},
                                   {std::string_view("a\0b", 3), "3"}}) {
    EXPECT_EQ(Call("size(string) int", {Value::String(text)}), size) << text;
    EXPECT_EQ(Call("size(dyn) int", {Value::String(text)}), size) << text;
  }
  EXPECT_EQ(Call("size(bytes) int", {Value::Bytes("ÿ")}), "2");
  EXPECT_EQ(Call("size(dyn) int", {Value::Bytes("\x80\x81")}), "2");

  const Value items[] = {Value::Int(1), Value::Null()};
  EXPECT_EQ(Call("size(list) int", {Value::List(items, 2)}), "2");
  EXPECT_EQ(Call("size(list) int", {Value::List(nullptr, 0)}), "0");
  EXPECT_EQ(Call("size(dyn) int", {Value::List(items, 1)}), "1");

  const vm::Member members[] = {{Value::String("k"), Value::Int(1)}};
  EXPECT_EQ(Call("size(map) int", {Value::Map(members, 1)}), "1");
  EXPECT_EQ(Call("size(dyn) int", {Value::Map(members, 1)}), "1");
}

TEST(Size, IsUndecidableForWhatHasNone) {
  for (const Value& value : {Value::Null(), Value::Bool(true), Value::Int(3), Value::Uint(3),
                             Value::Double(3), Value::SmallDecimal(3, 0), Value::Timestamp(3)}) {
    EXPECT_EQ(Call("size(dyn) int", {value}), "wrong_type");
  }
}

TEST(Substrings, AreFoundWhereTheyAre) {
  struct Case {
    std::string_view text, part;
    const char *contains, *starts, *ends;
  };
  const Case cases[] = {
      {"foobar", "foo", "true", "true", "false"},
      {"foobar", "bar", "true", "false", "true"},
      {"foobar", "oba", "true", "false", "false"},
      {"foobar", "foobar", "true", "true", "true"},
      {"foobar", "foobarx", "false", "false", "false"},
      {"foobar", "Foo", "false", "false", "false"},
      {"foobar", "", "true", "true", "true"},
      {"", "", "true", "true", "true"},
      {"", "foo", "false", "false", "false"},
      {"hello", "ol", "false", "false", "false"},
      {"abababc", "ababc", "true", "false", "true"},
      {"🐱😀😁", "😀", "true", "false", "false"},
      {"🐱😀😛", "🐱", "true", "true", "false"},
      {"forté", "té", "true", "false", "true"},
      {"e\u0301t", "\u00e9", "false", "false", "false"},  // no normalisation: e, accent is not é
      {{"a\0b", 3}, {"\0b", 2}, "true", "false", "true"},
  };
  for (const Case& c : cases) {
    const std::vector<Value> arguments = {Value::String(c.text), Value::String(c.part)};
    EXPECT_EQ(Call("contains(string, string) bool", arguments), c.contains)
        << c.text << ", " << c.part;
    EXPECT_EQ(Call("startsWith(string, string) bool", arguments), c.starts)
        << c.text << ", " << c.part;
    EXPECT_EQ(Call("endsWith(string, string) bool", arguments), c.ends) << c.text << ", " << c.part;
  }
}

TEST(Substrings, AreViewsThatNeedNoBytesBehindThem) {
  const std::string text = "aab";  // the view ends before the b
  const Value part = Value::String("ab");
  EXPECT_EQ(Call("contains(string, string) bool", {Value::String({text.data(), 2}), part}),
            "false");
  EXPECT_EQ(Call("endsWith(string, string) bool", {Value::String({text.data(), 2}), part}),
            "false");
  EXPECT_EQ(Call("contains(string, string) bool", {Value::String({}), Value::String({})}), "true");
}

// In time linear in the text: the plain search would take minutes here.
TEST(Substrings, AreSearchedInLinearTime) {
  const std::string text(1 << 20, 'a');
  const std::string part(1 << 19, 'a');
  for (const std::size_t other : {std::size_t{0}, part.size() / 2, part.size() - 1}) {
    std::string missing = part;
    missing[other] = 'b';
    EXPECT_EQ(Call("contains(string, string) bool", {Value::String(text), Value::String(missing)}),
              "false");
  }
}

}  // namespace
}  // namespace bylaw::stdlib
