// Lists and tables in files: what is read, and the first thing that is wrong.

#include "source/table_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bylaw::compiler {
namespace {

using testing::HasSubstr;

std::string Shown(const Value& value) {
  switch (value.kind) {
    case Value::Kind::kString:
      return "'" + value.text + "'";
    case Value::Kind::kList:
    case Value::Kind::kMap: {
      const bool map = value.kind == Value::Kind::kMap;
      std::string text = map ? "{" : "[";
      for (size_t i = 0; i < value.items.size(); ++i) {
        if (i > 0) text += " ";
        if (map) text += value.keys[i] + ":";
        text += Shown(value.items[i]);
      }
      return text + (map ? "}" : "]");
    }
    default:
      return value.text;
  }
}

std::string Read(const std::string& path, const std::string& bytes) {
  const TableFile file = ReadTableFile(path, bytes, Span{3, 7});
  if (!file.mistake.empty()) {
    EXPECT_FALSE(file.help.empty()) << file.mistake;
    return file.mistake;
  }
  for (const Value& item : file.value.items) EXPECT_EQ(item.span, (Span{3, 7}));
  return Shown(file.value);
}

struct Case {
  const char* path;
  std::string bytes;
  const char* value;
};

TEST(TableFile, IsRead) {
  const Case kCases[] = {
      {"a.txt", "", "[]"},
      {"a.txt", "KP\nIR\n", "['KP' 'IR']"},
      {"a.txt", "KP\r\nIR", "['KP' 'IR']"},
      {"a.txt", "# countries\n\n  KP\t\n # more\nIR # not a comment\n",
       "['KP' 'IR # not a comment']"},
      {"a.txt", "\xef\xbb\xbfKP\n", "['KP']"},
      {"a.txt", "12\ntrue\n\"x\", y\n", "['12' 'true' '\"x\", y']"},
      {"lists/a.b.txt", "Z\xc3\xbcrich\n", "['Z\xc3\xbcrich']"},

      {"a.csv", "", "[]"},
      {"a.csv", "KP\nIR\n", "['KP' 'IR']"},
      {"a.csv", "KP\r\n\r\n# a comment, with a comma\r\nIR", "['KP' 'IR']"},
      {"a.csv", "\"Smith, John\"\n\"he said \"\"no\"\"\"\n\"# 1\"\n",
       "['Smith, John' 'he said \"no\"' '# 1']"},
      {"a.csv", "\"two\nlines\"\n", "['two\nlines']"},
      {"a.csv", "12\n007\n", "['12' '007']"},
      {"a.csv", "EUR,5000\nCHF,4800.50\n", "{EUR:5000 CHF:4800.50}"},
      {"a.csv", "a,true\nb,\"true\"\nc,yes\nd,\"5\"\ne,-1e3\n",
       "{a:true b:'true' c:'yes' d:'5' e:-1e3}"},
      {"a.csv", "a,\" x \"\n", "{a:' x '}"},
      {"a.csv", "1,0.1000000000000000000000000000000000001\n",
       "{1:0.1000000000000000000000000000000000001}"},

      {"a.json", "[]", "[]"},
      {"a.json", "{}", "{}"},
      {"a.json", R"(["KP", "IR"])", "['KP' 'IR']"},
      {"a.json", R"({"EUR": 5000, "CHF": 4800.50, "x": true, "y": "5"})",
       "{EUR:5000 CHF:4800.50 x:true y:'5'}"},
      {"a.json",
       "[12345678901234567890123, -0.10, 1e-7, 18446744073709551615, -9223372036854775808]",
       "[12345678901234567890123 -0.10 1e-7 18446744073709551615 -9223372036854775808]"},
      {"a.json", R"(["\u00e9\n"])", "['\xc3\xa9\n']"},
  };
  for (const auto& [path, bytes, value] : kCases) EXPECT_EQ(Read(path, bytes), value) << bytes;
}

TEST(TableFile, IsRefused) {
  const Case kCases[] = {
      {"a.yaml", "KP\n", "`a.yaml` is of no kind that can be read here"},
      {"csv", "KP\n", "is of no kind"},
      {"a.CSV", "KP\n", "is of no kind"},
      {"a.txt", "KP\xff\n", "`a.txt` is not UTF-8"},
      {"a.csv", "\xff\xfeK\0P\0", "is not UTF-8"},
      {"a.json", "[\"\xc0\x80\"]", "is not UTF-8"},
      // Attack 50, in a list: an entry that nobody could tell from another, and that equals
      // nothing.
      {"a.txt", "IR\nK\xe2\x80\x8bP\n", "`a.txt`, line 2: this has the character U+200B"},
      {"a.txt", "K\xe2\x80\xaeP\n", "U+202E"},
      {"a.txt", std::string("K\0P\n", 4), "U+0000"},
      {"a.csv", "a\nb\nK\xc2\xadP\n", "line 3: this has the character U+00AD"},
      {"a.csv", "a,K\xef\xbb\xbfP\n", "U+FEFF"},
      {"a.json", R"(["KP", "I\u200bR"])", "item 2: this has the character U+200B"},
      {"a.json", R"({"K\u0000": 1})", "U+0000"},

      {"a.txt", "KP\rIR\n", "line 1: lines end with a carriage return alone"},
      {"a.csv", "KP\rIR\n", "line 1: a carriage return in the middle of a line"},
      {"a.csv", "a,b,c\n", "line 1: there are 3 columns"},
      {"a.csv", "a\n\nb,1\n", "line 3: this line has another number of columns"},
      {"a.csv", "a,1\nb\n", "line 2: this line has another number of columns"},
      {"a.csv", "a,1\nb,\n", "line 2: there is nothing where a value should be"},
      {"a.csv", ",1\n", "line 1: there is nothing"},
      {"a.csv", "\"\"\n", "line 1: there is nothing"},
      {"a.csv", "\"  \"\n", "line 1: there is nothing"},
      {"a.csv", "EUR, 5000\n", "line 1: a blank at the end of a cell"},
      {"a.csv", "EUR ,5000\n", "line 1: a blank at the end of a cell"},
      {"a.csv", "a,1\nb,010\n", "line 2: `010` can be read in two ways"},
      {"a.csv", "a,1\nb,2\na,3\n", "line 3: `a` stands in the table for the second time"},
      {"a.csv", "x\"y\n", "line 1: a quote in the middle of a cell"},
      {"a.csv", "\"x\"y\n", "line 1: text behind the closing quote"},
      {"a.csv", "a\n\"x\ny", "line 2: a quote that is not closed"},

      {"a.json", "", "`a.json` is no JSON from line 1 on"},
      {"a.json", "[1,\n2,]", "is no JSON from line 2 on"},
      {"a.json", "[1] 2", "is no JSON"},
      {"a.json", "[01]", "is no JSON"},
      {"a.json", "[NaN]", "is no JSON"},
      {"a.json", "[1e999]", "is no JSON"},
      {"a.json", "[\"\\ud800\"]", "is no JSON"},
      {"a.json", "[1 /* x */]", "is no JSON"},
      {"a.json", "5", "holds no list and no object"},
      {"a.json", "null", "holds no list and no object"},
      {"a.json", "[null]", "item 1: this is null"},
      {"a.json", "[[1]]", "item 1: this is a list"},
      {"a.json", R"({"a": {"b": 1}})", "item 1: this is an object"},
      {"a.json", R"([""])", "item 1: there is nothing"},
      {"a.json", R"({"": 1})", "item 1: there is nothing"},
      {"a.json", R"({"a": 1, "\u0061": 2})", "has the member `a` twice in one object"},
  };
  for (const auto& [path, bytes, why] : kCases) EXPECT_THAT(Read(path, bytes), HasSubstr(why));
  EXPECT_THAT(Read("a.json", std::string(1'000'000, '[')),
              HasSubstr("is nested more than 32 levels deep"));
}

}  // namespace
}  // namespace bylaw::compiler
