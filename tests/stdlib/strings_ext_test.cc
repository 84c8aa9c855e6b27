// CEL's string extension but for format, and base64. Most cases are those of the CEL specification.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "evaluate.h"

namespace bylaw::stdlib {
namespace {

using vm::Value;

Value S(std::string_view text) {
  return Value::String(text);
}
Value I(int64_t number) {
  return Value::Int(number);
}

struct Case {
  std::vector<Value> arguments;
  std::string result;
};

void Expect(std::string_view signature, const std::vector<Case>& cases, const Limits& limits = {}) {
  for (const Case& c : cases) {
    std::string text;
    for (const Value& argument : c.arguments) text += Show(argument) + " ";
    EXPECT_EQ(Evaluate(signature, c.arguments, limits), c.result) << signature << ": " << text;
  }
}

TEST(CharAt, IsACodePoint) {
  Expect("charAt(string, int) string", {
                                           {{S("tacocat"), I(3)}, "\"o\""},
                                           {{S("tacocat"), I(7)}, "\"\""},
                                           {{S("©αT"), I(0)}, "\"©\""},
                                           {{S("©αT"), I(1)}, "\"α\""},
                                           {{S("©αT"), I(2)}, "\"T\""},
                                           {{S("a🐱"), I(1)}, "\"🐱\""},
                                           {{S(""), I(0)}, "\"\""},
                                           {{S({}), I(0)}, "\"\""},
                                           {{S(""), I(1)}, "bad_index"},
                                           {{S("tacocat"), I(30)}, "bad_index"},
                                           {{S("©αT"), I(4)}, "bad_index"},
                                           {{S("tacocat"), I(-1)}, "bad_index"},
                                           {{S("tacocat"), I(INT64_MIN)}, "bad_index"},
                                           {{S("tacocat"), I(INT64_MAX)}, "bad_index"},
                                       });
}

TEST(IndexOf, CountsCodePoints) {
  Expect("indexOf(string, string) int", {
                                            {{S("tacocat"), S("")}, "0"},
                                            {{S("tacocat"), S("ac")}, "1"},
                                            {{S("tacocat"), S("none")}, "-1"},
                                            {{S("ta©o©αT"), S("©")}, "2"},
                                            {{S("ijk"), S("k")}, "2"},
                                            {{S("hello wello"), S("hello wello")}, "0"},
                                            {{S("hello wello"), S("elbo room!!")}, "-1"},
                                            {{S(""), S("")}, "0"},
                                            {{S(""), S("a")}, "-1"},
                                        });
  Expect("indexOf(string, string, int) int", {
                                                 {{S("tacocat"), S(""), I(3)}, "3"},
                                                 {{S("tacocat"), S("a"), I(3)}, "5"},
                                                 {{S("tacocat"), S("at"), I(3)}, "5"},
                                                 {{S("ta©o©αT"), S("©αT"), I(3)}, "4"},
                                                 {{S("ta©o©αT"), S("©"), I(2)}, "2"},
                                                 {{S("tacocat"), S(""), I(7)}, "7"},
                                                 {{S("tacocat"), S("t"), I(7)}, "-1"},
                                                 {{S("tacocat"), S("a"), I(30)}, "bad_index"},
                                                 {{S("tacocat"), S(""), I(8)}, "bad_index"},
                                                 {{S("tacocat"), S("a"), I(-1)}, "bad_index"},
                                             });
}

TEST(LastIndexOf, CountsCodePoints) {
  Expect("lastIndexOf(string, string) int", {
                                                {{S(""), S("@@")}, "-1"},
                                                {{S("tacocat"), S("")}, "7"},
                                                {{S("tacocat"), S("at")}, "5"},
                                                {{S("tacocat"), S("none")}, "-1"},
                                                {{S("ta©o©αT"), S("©")}, "4"},
                                                {{S("hello wello"), S("low")}, "-1"},
                                                {{S("hello wello"), S("elbo room!!")}, "-1"},
                                                {{S("hello wello"), S("hello wello")}, "0"},
                                                {{S("aaaa"), S("aa")}, "2"},
                                                {{S("ab"), S("abc")}, "-1"},
                                            });
  Expect("lastIndexOf(string, string, int) int", {
                                                     {{S("tacocat"), S(""), I(3)}, "3"},
                                                     {{S("tacocat"), S("a"), I(3)}, "1"},
                                                     {{S("ta©o©αT"), S("©"), I(3)}, "2"},
                                                     {{S("ta©o©αT"), S("©α"), I(4)}, "4"},
                                                     {{S("hello wello"), S("ello"), I(6)}, "1"},
                                                     {{S("bananananana"), S("nana"), I(7)}, "6"},
                                                     {{S("tacocat"), S("t"), I(0)}, "0"},
                                                     {{S("tacocat"), S("a"), I(0)}, "-1"},
                                                     {{S("tacocat"), S("at"), I(7)}, "5"},
                                                     {{S("tacocat"), S("a"), I(-1)}, "bad_index"},
                                                     {{S("tacocat"), S("a"), I(30)}, "bad_index"},
                                                     {{S("tacocat"), S(""), I(8)}, "bad_index"},
                                                 });
}

TEST(LastIndexOf, IsTheLastOfMany) {
  const std::string text(100, 'a');
  for (int64_t size = 1; size <= 100; ++size) {
    const Value part = S({text.data(), static_cast<std::size_t>(size)});
    Expect("lastIndexOf(string, string) int", {{{S(text), part}, std::to_string(100 - size)}});
    for (int64_t last = 0; last <= 100; ++last) {
      Expect("lastIndexOf(string, string, int) int",
             {{{S(text), part, I(last)}, std::to_string(std::min(last, 100 - size))}});
    }
  }
  for (std::size_t first = 0; first < 30; ++first) {
    for (std::size_t second = first; second < 30; ++second) {
      std::string two(30, '-');
      two[first] = two[second] = 'x';
      Expect("lastIndexOf(string, string) int", {{{S(two), S("x")}, std::to_string(second)}});
    }
  }
}

// In little more than linear time: comparing at every byte would take minutes here.
TEST(LastIndexOf, DoesNotTakeTheProductOfBothLengths) {
  const std::string text(1 << 20, 'a');
  const std::string half(1 << 19, 'a');
  Expect("lastIndexOf(string, string) int", {
                                                {{S(text), S(half + 'b')}, "-1"},
                                                {{S(text), S('b' + half)}, "-1"},
                                                {{S(text), S(half)}, "524288"},
                                                {{S(text), S(text)}, "0"},
                                            });
}

TEST(Substring, IsFromAnIndexToAnother) {
  Expect("substring(string, int) string", {
                                              {{S("tacocat"), I(4)}, "\"cat\""},
                                              {{S("tacocat"), I(0)}, "\"tacocat\""},
                                              {{S("tacocat"), I(7)}, "\"\""},
                                              {{S("ta©o©αT"), I(4)}, "\"©αT\""},
                                              {{S("tacocat"), I(40)}, "bad_index"},
                                              {{S("tacocat"), I(-1)}, "bad_index"},
                                              {{S(""), I(0)}, "\"\""},
                                          });
  Expect("substring(string, int, int) string", {
                                                   {{S("tacocat"), I(0), I(4)}, "\"taco\""},
                                                   {{S("ta©o©αT"), I(2), I(6)}, "\"©o©α\""},
                                                   {{S("ta©o©αT"), I(7), I(7)}, "\"\""},
                                                   {{S("tacocat"), I(1), I(50)}, "bad_index"},
                                                   {{S("tacocat"), I(49), I(50)}, "bad_index"},
                                                   {{S("tacocat"), I(4), I(3)}, "bad_index"},
                                                   {{S("tacocat"), I(-1), I(3)}, "bad_index"},
                                               });
}

TEST(Trim, DropsTheWhiteSpaceOfUnicode) {
  Expect("trim(string) string",
         {
             {{S(" \f\n\r\t\vtext  ")}, "\"text\""},
             {{S("\u0085\u00a0\u1680text")}, "\"text\""},
             {{S("text\u2000\u2001\u2002\u2003\u2004\u2004\u2006\u2007\u2008\u2009")}, "\"text\""},
             {{S("\u200atext\u2028\u2029\u202F\u205F\u3000")}, "\"text\""},
             {{S("\u180etext\u200b\u200c\u200d\u2060\ufeff")},
              "\"\u180etext\u200b\u200c\u200d\u2060\ufeff\""},
             {{S("a b")}, "\"a b\""},
             {{S("")}, "\"\""},
             {{S(" \u3000 ")}, "\"\""},
             {{S("\x1ctext\x1f")}, "\"\x1ctext\x1f\""},
         });
}

TEST(Case, IsThatOfAscii) {
  Expect("lowerAscii(string) string", {
                                          {{S("TacoCat")}, "\"tacocat\""},
                                          {{S("TacoCÆt Xii")}, "\"tacocÆt xii\""},
                                          {{S("@AZ[`az{")}, "\"@az[`az{\""},
                                          {{S("")}, "\"\""},
                                      });
  Expect("upperAscii(string) string", {
                                          {{S("tacoCat")}, "\"TACOCAT\""},
                                          {{S("tacoCαt")}, "\"TACOCαT\""},
                                          {{S("TacoCÆt Xii")}, "\"TACOCÆT XII\""},
                                          {{S("@AZ[`az{")}, "\"@AZ[`AZ{\""},
                                      });
}

TEST(Reverse, IsByCodePoints) {
  Expect("reverse(string) string", {
                                       {{S("gums")}, "\"smug\""},
                                       {{S("John Smith")}, "\"htimS nhoJ\""},
                                       {{S("a🐱é")}, "\"é🐱a\""},
                                       {{S("")}, "\"\""},
                                       {{S("☺")}, "\"☺\""},
                                   });
}

TEST(Replace, IsFromTheLeft) {
  Expect("replace(string, string, string) string",
         {
             {{S("12 days 12 hours"), S("{0}"), S("2")}, "\"12 days 12 hours\""},
             {{S("{0} days {0} hours"), S("{0}"), S("2")}, "\"2 days 2 hours\""},
             {{S("1 ©αT taco"), S("αT"), S("o©α")}, "\"1 ©o©α taco\""},
             {{S("aaa"), S("aa"), S("b")}, "\"ba\""},
             {{S("abc"), S(""), S("-")}, "\"-a-b-c-\""},
             {{S("é🐱"), S(""), S("_")}, "\"_é_🐱_\""},
             {{S(""), S(""), S("x")}, "\"x\""},
             {{S(""), S("a"), S("x")}, "\"\""},
             {{S("banana"), S("na"), S("")}, "\"ba\""},
             {{S("abc"), S("abc"), S("")}, "\"\""},
             {{S("ab"), S("abc"), S("x")}, "\"ab\""},
         });
  Expect("replace(string, string, string, int) string",
         {
             {{S("{0} days {0} hours"), S("{0}"), S("2"), I(1)}, "\"2 days {0} hours\""},
             {{S("{0} days {0} hours"), S("{0}"), S("2"), I(0)}, "\"{0} days {0} hours\""},
             {{S("{0} days {0} hours"), S("{0}"), S("2"), I(-1)}, "\"2 days 2 hours\""},
             {{S("aaaa"), S("a"), S("b"), I(3)}, "\"bbba\""},
             {{S("aaaa"), S("a"), S("b"), I(INT64_MAX)}, "\"bbbb\""},
             {{S("aaaa"), S("a"), S("b"), I(INT64_MIN)}, "\"bbbb\""},
             {{S("abc"), S(""), S("-"), I(2)}, "\"-a-bc\""},
         });
}

TEST(Split, IsFromTheLeft) {
  Expect("split(string, string) list(string)",
         {
             {{S("hello world"), S(" ")}, R"(["hello", "world"])"},
             {{S("hello"), S(" ")}, R"(["hello"])"},
             {{S(""), S(" ")}, R"([""])"},
             {{S(","), S(",")}, R"(["", ""])"},
             {{S("a,,b,"), S(",")}, R"(["a", "", "b", ""])"},
             {{S("a::b"), S("::")}, R"(["a", "b"])"},
             {{S("é🐱a"), S("")}, R"(["é", "🐱", "a"])"},
             {{S(""), S("")}, "[]"},
         });
  Expect("split(string, string, int) list(string)",
         {
             {{S("hello world events!"), S(" "), I(0)}, "[]"},
             {{S("hello world events!"), S(" "), I(1)}, R"(["hello world events!"])"},
             {{S("o©o©o©o"), S("©"), I(2)}, R"(["o", "o©o©o"])"},
             {{S("o©o©o©o"), S("©"), I(-1)}, R"(["o", "o", "o", "o"])"},
             {{S("o©o©o©o"), S("©"), I(99)}, R"(["o", "o", "o", "o"])"},
             {{S("abc"), S(""), I(2)}, R"(["a", "bc"])"},
             {{S(""), S(""), I(3)}, "[]"},
         });
}

TEST(Join, TakesStrings) {
  const Value items[] = {S("x"), S(""), S("é")};
  const Value other[] = {S("x"), I(1)};
  Expect("join(list(string)) string", {
                                          {{Value::List(items, 3)}, "\"xé\""},
                                          {{Value::List(items, 1)}, "\"x\""},
                                          {{Value::List(nullptr, 0)}, "\"\""},
                                          {{Value::List(other, 2)}, "wrong_type"},
                                      });
  Expect("join(list(string), string) string", {
                                                  {{Value::List(items, 3), S("-")}, "\"x--é\""},
                                                  {{Value::List(items, 2), S("")}, "\"x\""},
                                                  {{Value::List(items, 1), S("-")}, "\"x\""},
                                                  {{Value::List(nullptr, 0), S("-")}, "\"\""},
                                                  {{Value::List(other, 2), S("-")}, "wrong_type"},
                                              });
}

TEST(Quote, IsALiteral) {
  Expect("strings.quote(string) string",
         {
             {{S("first\nsecond")}, R"(""first\nsecond"")"},
             {{S("bell\a")}, R"(""bell\a"")"},
             {{S("\bbackspace")}, R"(""\bbackspace"")"},
             {{S("\fform feed")}, R"(""\fform feed"")"},
             {{S("carriage \r return")}, R"(""carriage \r return"")"},
             {{S("horizontal tab\t")}, R"(""horizontal tab\t"")"},
             {{S("vertical \v tab")}, R"(""vertical \v tab"")"},
             {{S("double \\\\ slash")}, R"(""double \\\\ slash"")"},
             {{S("ends with \\")}, R"(""ends with \\"")"},
             {{S("mid string \" quote")}, R"(""mid string \" quote"")"},
             {{S("size('ÿ')")}, "\"\"size('ÿ')\"\""},
             {{S("🐱😀😛")}, R"(""🐱😀😛"")"},
             {{S("")}, R"("""")"},
         });
}

TEST(Base64, IsThatOfRfc4648) {
  const std::string_view pairs[][2] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"hello", "aGVsbG8="},
      {"\xff\xfe\xfb\xef", "//777w=="},
      {{"\0\0", 2}, "AAA="},
  };
  for (const auto& [bytes, text] : pairs) {
    EXPECT_EQ(Evaluate("base64.encode(bytes) string", {Value::Bytes(bytes)}),
              '"' + std::string(text) + '"');
    const std::string shown = "b\"" + std::string(bytes) + '"';
    EXPECT_EQ(Evaluate("base64.decode(string) bytes", {S(text)}), shown);
    const std::string_view bare = text.substr(0, text.find('='));
    EXPECT_EQ(Evaluate("base64.decode(string) bytes", {S(bare)}), shown);
  }
}

TEST(Base64, IsStrict) {
  for (const std::string_view text :
       {"Z", "Zg=", "Zg===", "=", "==", "===", "====", "Zm9vZ", "Zm8=Zm8=", "Zh==", "Zm9=", "Zm9",
        "Zm 9v", "Zm9v\n", "Zm9_", "Zm9-", "Zé"}) {
    EXPECT_EQ(Evaluate("base64.decode(string) bytes", {S(text)}), "bad_argument") << text;
  }
}

TEST(Strings, AreUndecidableOverTheLimits) {
  const Limits limits = {.string_bytes = 8, .list_items = 3};
  const Value items[] = {S("1234"), S("5678")};
  Expect("join(list(string)) string", {{{Value::List(items, 2)}, "\"12345678\""}}, limits);
  Expect("join(list(string), string) string", {{{Value::List(items, 2), S(",")}, "limit_exceeded"}},
         limits);
  Expect("replace(string, string, string) string",
         {{{S("abcd"), S("b"), S("12345")}, "\"a12345cd\""},
          {{S("abcd"), S("b"), S("123456")}, "limit_exceeded"}},
         limits);
  Expect("strings.quote(string) string",
         {{{S("123456")}, "\"\"123456\"\""}, {{S("1234567")}, "limit_exceeded"}}, limits);
  Expect(
      "base64.encode(bytes) string",
      {{{Value::Bytes("123456")}, "\"MTIzNDU2\""}, {{Value::Bytes("1234567")}, "limit_exceeded"}},
      limits);
  Expect("split(string, string) list(string)",
         {{{S("a,b,c"), S(",")}, R"(["a", "b", "c"])"}, {{S("a,b,c,"), S(",")}, "limit_exceeded"}},
         limits);
}

TEST(Strings, AreUndecidableOverTheWorkOfACall) {
  const Limits limits = {.string_bytes = 1u << 17};
  const std::string text(1'000, 'a');
  const std::string by(66, 'b');
  Expect("replace(string, string, string) string",
         {{{S(text), S("a"), S(by)}, "limit_exceeded"},
          {{S(text), S("a"), S("bb")}, '"' + std::string(2'000, 'b') + '"'}},
         limits);
  const std::string part(6'600, 'c');
  const std::vector<Value> parts(10, S(part));
  Expect("join(list(string)) string", {{{Value::List(parts.data(), 10)}, "limit_exceeded"}},
         limits);
}

TEST(Strings, AreUndecidableWithoutMemory) {
  const Limits limits = {.arena_bytes = 16};
  const Value items[] = {S("0123456789"), S("0123456789")};
  const Value text = S("0123456789abcdefg");
  Expect("join(list(string)) string", {{{Value::List(items, 2)}, "limit_exceeded"}}, limits);
  Expect("lowerAscii(string) string", {{{text}, "limit_exceeded"}}, limits);
  Expect("reverse(string) string", {{{text}, "limit_exceeded"}}, limits);
  Expect("strings.quote(string) string", {{{text}, "limit_exceeded"}}, limits);
  Expect("split(string, string) list(string)", {{{text, S("5")}, "limit_exceeded"}}, limits);
  Expect("base64.encode(bytes) string", {{{Value::Bytes(text.string())}, "limit_exceeded"}},
         limits);
  Expect("replace(string, string, string) string", {{{text, S("0"), S("1")}, "limit_exceeded"}},
         limits);
  Expect("base64.decode(string) bytes", {{{S("MDEyMzQ1Njc4OWFiY2RlZmc=")}, "limit_exceeded"}},
         limits);
  Expect("substring(string, int) string", {{{text, I(16)}, "\"g\""}}, limits);
}

}  // namespace
}  // namespace bylaw::stdlib
