// Macros, containers, optionals, time and functions in the conditions of constitutions: true, false
// or undecidable.

#include <gtest/gtest.h>

#include "fixture.h"

namespace bylaw::compiler {
namespace {

struct Case {
  const char* condition;
  const char* params;
  const char* outcome;
};

constexpr char kFacts[] =
    "xs: {type: list, from: params}\n"
    "m: {type: map, from: params}\n"
    "few: {type: list, from: params, max_items: 3}\n"
    "amount: {type: decimal, from: params}\n"
    "name: {type: string, from: params}";

// A condition and its negation, compiled.
class BothWays {
 public:
  explicit BothWays(const std::string& condition)
      : yes_(Compile(condition)), no_(Compile("!(" + condition + ")")) {}

  // Whether the condition holds, its negation does, or neither.
  std::string Outcome(const std::string& params) const {
    if (!yes_.ok() || !no_.ok()) return "does not compile: " + yes_.Said() + no_.Said();
    const std::string holds = Decide(yes_, Request(params));
    const std::string fails = Decide(no_, Request(params));
    if (holds == "PERMIT") return fails == "PERMIT" ? "both" : "true";
    return fails == "PERMIT" ? "false" : "undecidable";
  }

 private:
  // Small limits: some of these would cost too much with the default ones, and not compile.
  static Compiled Compile(const std::string& condition) {
    const char* const limits = "  limits: {list_items: 12, map_items: 12, string_bytes: 256}\n";
    return CompileText(Document(kFacts, {condition}, limits));
  }

  Compiled yes_;
  Compiled no_;
};

constexpr Case kMacros[] = {
    {"xs.all(x, x > 1)", R"({"xs":[2,3]})", "true"},
    {"xs.all(x, x > 1)", R"({"xs":[2,1]})", "false"},
    {"xs.all(x, x > 1)", R"({"xs":[]})", "true"},
    {"xs.all(x, x > 1)", R"({"xs":[2,"a"]})", "undecidable"},
    {"xs.all(x, x > 1)", R"({"xs":["a",1]})", "false"},
    {"xs.all(x, x > 1)", R"({"xs":{"a":2}})", "undecidable"},
    {"xs.all(x, x > 1)", "{}", "undecidable"},
    {"xs.exists(x, x == 1)", R"({"xs":["a",1]})", "true"},
    {"xs.exists(x, x == 1)", R"({"xs":["a",2]})", "undecidable"},
    {"xs.exists(x, x == 1)", R"({"xs":[]})", "false"},
    {"xs.exists_one(x, x == 1)", R"({"xs":[1,2]})", "true"},
    {"xs.exists_one(x, x == 1)", R"({"xs":[1,1]})", "false"},
    {"xs.exists_one(x, x == 1)", R"({"xs":[1,"a"]})", "undecidable"},
    {"xs.filter(x, x > 1) == [2, 3]", R"({"xs":[1,2,3]})", "true"},
    {"xs.map(x, x * 2) == [2, 4]", R"({"xs":[1,2]})", "true"},
    {"xs.map(x, x > 1, x + 0.5) == [2.5]", R"({"xs":[1,2]})", "true"},
    {"xs.map(x, x.amount) == [1.10, 2.20]", R"({"xs":[{"amount":1.1},{"amount":2.2}]})", "true"},
    {"xs.all(x, x.amount < 10000)", R"({"xs":[{"amount":9999.99},{"amount":1e4}]})", "false"},
    {"xs.all(i, x, x == i)", R"({"xs":[0,1,2]})", "true"},
    {"xs.transformMap(i, x, x)[1] == \"b\"", R"({"xs":["a","b"]})", "true"},
    {"m.all(k, v, k != \"evil\" && v < 5)", R"({"m":{"a":1,"b":4}})", "true"},
    {"m.exists(k, k == \"evil\")", R"({"m":{"evil":1}})", "true"},
    {"m.transformMapEntry(k, v, {v: k})[1] == \"a\"", R"({"m":{"a":1}})", "undecidable"},
    {"m.transformMapEntry(k, v, {k + k: v}).aa == 1", R"({"m":{"a":1}})", "true"},
    // Three deep, one inside the other.
    {"few.all(a, few.all(b, few.exists(c, c == a + b)))", R"({"few":[0]})", "true"},
    {"few.all(a, few.all(b, few.exists(c, c == a + b)))", R"({"few":[0,1]})", "false"},
    // Over a bound is never a part of it.
    {"few.all(x, x == 1)", R"({"few":[1,1,1]})", "true"},
    {"few.all(x, x == 1)", R"({"few":[1,1,1,1]})", "undecidable"},
    {"few.exists(x, x == 1)", R"({"few":[1,1,1,1]})", "undecidable"},
    {"params.list.all(x, x == 1)", R"({"list":[1,1]})", "true"},
    {"params.list.all(x, x == 1)", R"({"list":{"a":1}})", "undecidable"},
    {"params.list.exists(x, x == 1)", R"({"list":{"1":1}})", "undecidable"},
    {"cel.bind(total, amount * 2, total > 10 && total < 20)", R"({"amount":7})", "true"},
    {"cel.bind(total, amount * 2, total > 10 && total < 20)", R"({"amount":"7"})", "undecidable"},
    {"cel.bind(t, amount * 2, t > 10) || name == \"a\"", R"({"name":"a"})", "true"},
};

// Tests that are one instruction for all items. With two variables they are a loop, which says the
// same.
constexpr const char* kItemTests[] = {
    "x.startsWith('a')", "x.endsWith('a')", "x.contains('ab')", "x == 'a'",     "x != 'ab'",
    "x < 'b'",           "x == 1",          "x >= 1.5",         "x > 1",        "x == true",
    "x == null",         "x in ['a', 1]",   "x in ['a', 'ab']", "x in {'a': 1}"};

constexpr Case kContainers[] = {
    {"{\"EUR\": 5000, \"CHF\": 4800}[name] >= amount", R"({"name":"CHF","amount":4800})", "true"},
    {"{\"EUR\": 5000, \"CHF\": 4800}[name] >= amount", R"({"name":"USD","amount":1})",
     "undecidable"},
    {"[amount, amount + 1, 7][1] == 3", R"({"amount":2})", "true"},
    {"xs + [9] == [1, 9]", R"({"xs":[1]})", "true"},
    {"{\"a\": amount} == m", R"({"amount":1,"m":{"a":1.0}})", "true"},
    {"{\"a\": 1, \"a\": 2} == m", R"({"m":{}})", "undecidable"},
    {"[1, 2, 3, 4, 5, 6, 7, 8, 9, amount].size() == 10", R"({"amount":0})", "true"},
    {"b'abc' == bytes(name)", R"({"name":"abc"})", "true"},
    {"\"secret\" in params.labels", R"({"labels":{"public":true}})", "undecidable"},
};

constexpr Case kOptionals[] = {
    {"params.?memo.orValue(\"\").contains(\"x\")", R"({"memo":"axb"})", "true"},
    {"params.?memo.orValue(\"\").contains(\"x\")", "{}", "false"},
    {"params.?memo.orValue(\"\").contains(\"x\")", R"({"memo":5})", "undecidable"},
    {"params.?a.?b.hasValue()", R"({"a":{"b":1}})", "true"},
    {"params.?a.?b.hasValue()", R"({"a":{}})", "false"},
    {"params.?a.b.orValue(7) == 7", "{}", "true"},
    {"xs[?5].orValue(0) == 0", R"({"xs":[1]})", "true"},
    {"[?params.?a, 2] == [2]", "{}", "true"},
    {"[?params.?a, 2] == [1, 2]", R"({"a":1})", "true"},
    {"params.?a.optMap(v, v * 2).orValue(0) == 8", R"({"a":4})", "true"},
    {"params.?a.optMap(v, v * 2).orValue(0) == 0", "{}", "true"},
    {"params.?a.value() == 1", "{}", "undecidable"},
    {"params.?a.or(params.?b).orValue(0) == 3", R"({"b":3})", "true"},
    // What no request makes an optional was taken for one, and the verifier refused the module.
    {"params.a.orValue(0) == 0", R"({"a":1})", "undecidable"},
    {"params.a.or(params.?b).hasValue()", R"({"a":1,"b":1})", "undecidable"},
    {"params.a.optMap(v, v * 2).hasValue()", R"({"a":1})", "undecidable"},
    {"dyn(size(name)).orValue(0) == 0", R"({"name":"a"})", "undecidable"},
};

constexpr Case kLibrary[] = {
    {"type(amount) == decimal && type(name) == string", R"({"amount":1,"name":""})", "true"},
    {"name.lowerAscii().split(\",\").all(p, p.trim() in [\"a\", \"b\"])", R"({"name":"A, b"})",
     "true"},
    {"int(name) + 1 == 8", R"({"name":"7"})", "true"},
    {"int(name) + 1 == 8", R"({"name":"7x"})", "undecidable"},
    {"decimal(name) == 0.3", R"({"name":"0.30"})", "true"},
    {"params.x.size() == 2", R"({"x":"ab"})", "true"},
    {"params.x.indexOf(\"b\") == 1", R"({"x":"ab"})", "true"},
    {"params.x.indexOf(\"b\") == 1", R"({"x":["ab"]})", "undecidable"},
    {"sum(xs) == 0.3", R"({"xs":[0.1,0.2]})", "true"},
    {"math.greatest(amount, 3, 2.5) == 3", R"({"amount":2})", "true"},
    {"timestamp(name) + duration(\"24h\") > timestamp(\"2026-01-02T00:00:00Z\")",
     R"({"name":"2026-01-01T00:00:01Z"})", "true"},
    {"timestamp(name).getHours(\"Europe/Berlin\") == 8", R"({"name":"2026-10-14T06:30:00Z"})",
     "true"},
    {"timestamp(name).getHours(\"Europe/Berlin\") == 8", R"({"name":"2026-11-14T06:30:00Z"})",
     "false"},
    {"ip(name).isLoopback()", R"({"name":"127.0.0.1"})", "true"},
    {"cidr(\"10.0.0.0/8\").containsIP(name)", R"({"name":"10.1.2.3"})", "true"},
    {"path.under(name, \"/data\")", R"({"name":"/data/../etc/passwd"})", "false"},
    {"shell.commands(name).all(c, c[0] in [\"ls\", \"cat\"])", R"({"name":"ls -l | cat"})", "true"},
    {"shell.commands(name).all(c, c[0] in [\"ls\", \"cat\"])", R"~({"name":"ls $(rm -rf /)"})~",
     "undecidable"},
    {"url(name).getHostname() == \"api.example.com\"", R"({"name":"https://api.example.com/x"})",
     "true"},
    {"url(name).getHostname() == \"api.example.com\"",
     R"({"name":"https://api.example.com@evil.example/x"})", "false"},
};

class Conditions : public testing::TestWithParam<Case> {};

TEST_P(Conditions, ComeOut) {
  const Case& test = GetParam();
  EXPECT_EQ(BothWays(test.condition).Outcome(test.params), test.outcome)
      << test.condition << " with " << test.params;
}

TEST(ItemTests, SayWhatTheirLoopsSay) {
  const char* const lists[] = {"[]",
                               R"(["a"])",
                               R"(["a","ab","ba"])",
                               R"(["b"])",
                               R"(["b","a"])",
                               R"([1,2])",
                               R"(["a",1])",
                               R"([1,"a"])",
                               R"([2,true])",
                               "[true]",
                               "[null]",
                               R"([null,"a",[]])",
                               R"([{},"b"])",
                               "[[1],1]",
                               R"("a")",
                               R"({"a":1})",
                               "7",
                               "null",
                               "[1,1,1,1]",
                               "[1,1,1,1,1,1,1,1,1,1,1,1]",
                               "[1,1,1,1,1,1,1,1,1,1,1,1,1]"};
  for (const std::string list : {"xs", "few", "params.list"}) {
    const std::string member = list == "params.list" ? "list" : list;
    for (const std::string macro : {".all(", ".exists("}) {
      for (const std::string test : kItemTests) {
        for (const std::string& predicate : {test, "!(" + test + ")"}) {
          const BothWays one(list + macro + "x, " + predicate + ")");
          const BothWays loop(list + macro + "i, x, " + predicate + ")");
          for (const char* items : lists) {
            const std::string params = "{\"" + member + "\":" + items + "}";
            EXPECT_EQ(one.Outcome(params), loop.Outcome(params))
                << list << macro << predicate << " " << params;
          }
          EXPECT_EQ(one.Outcome("{}"), "undecidable") << list << macro << predicate;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Macros, Conditions, testing::ValuesIn(kMacros));
INSTANTIATE_TEST_SUITE_P(Containers, Conditions, testing::ValuesIn(kContainers));
INSTANTIATE_TEST_SUITE_P(Optionals, Conditions, testing::ValuesIn(kOptionals));
INSTANTIATE_TEST_SUITE_P(Library, Conditions, testing::ValuesIn(kLibrary));

}  // namespace
}  // namespace bylaw::compiler
