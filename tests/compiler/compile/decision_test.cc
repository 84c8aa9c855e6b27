// What conditions decide: compiled, loaded, and asked.

#include <gtest/gtest.h>

#include "fixture.h"

namespace bylaw::compiler {
namespace {

struct Case {
  const char* facts;
  const char* condition;
  const char* params;
  const char* context;
  const char* decision;
};

constexpr char kAmount[] = "amount: {type: decimal, from: params}";
constexpr char kQty[] = "qty: {type: int, from: params}";
constexpr char kDouble[] = "d: {type: double, from: params}";
constexpr char kUint[] = "u: {type: uint, from: params}";
constexpr char kName[] = "name: {type: string, from: params}";
constexpr char kBools[] = "a: {type: bool, from: context}\nb: {type: bool, from: context}";
constexpr char kList[] = "xs: {type: list, from: params}";
constexpr char kMap[] = "m: {type: map, from: params}";

// In each table the one permission holds on the condition: PERMIT means true, DENY false or
// undecidable.
constexpr Case kNumbers[] = {
    {kAmount, "amount < 10000.10", R"({"amount":10000.09})", "{}", "PERMIT"},
    {kAmount, "amount < 10000.10", R"({"amount":10000.1})", "{}", "DENY"},
    {kAmount, "10000 <= amount", R"({"amount":10000})", "{}", "PERMIT"},
    {kAmount, "10000 <= amount", R"({"amount":9999.99})", "{}", "DENY"},
    {kAmount, "!(amount < 5)", R"({"amount":5})", "{}", "PERMIT"},
    {kAmount, "!(amount < 5)", R"({"amount":"5"})", "{}", "DENY"},
    {kAmount, "amount in [1, 2.50]", R"({"amount":2.5})", "{}", "PERMIT"},
    {kAmount, "!(amount in [1, 2.50])", R"({"amount":2.5})", "{}", "DENY"},
    {kAmount, "amount + 0.1 == 0.3", R"({"amount":0.2})", "{}", "PERMIT"},
    {kAmount, "amount / 3 < 1", R"({"amount":1})", "{}", "DENY"},
    {kAmount, "amount / 4 == 0.25", R"({"amount":1})", "{}", "PERMIT"},
    {kAmount, "-amount == -3", R"({"amount":3})", "{}", "PERMIT"},
    {kAmount, "amount > 123456789012345678901234567890", R"({"amount":1e30})", "{}", "PERMIT"},
    {kAmount, "amount < (amount > 5 ? 10.5 : 2.5)", R"({"amount":10})", "{}", "PERMIT"},
    {kAmount, "amount < (amount > 5 ? 10.5 : 2.5)", R"({"amount":3})", "{}", "DENY"},
    {kQty, "qty < 2.5", R"({"qty":2})", "{}", "PERMIT"},
    {kQty, "qty < 2.5", R"({"qty":3})", "{}", "DENY"},
    {kQty, "qty % 3 == 1", R"({"qty":7})", "{}", "PERMIT"},
    {kQty, "qty / 0 == 1 || qty == 7", R"({"qty":7})", "{}", "PERMIT"},
    {kQty, "qty * 9223372036854775807 > 0", R"({"qty":2})", "{}", "DENY"},
    {kQty, "-qty == -7", R"({"qty":7})", "{}", "PERMIT"},
    {kQty, "qty in [7, 8]", R"({"qty":7})", "{}", "PERMIT"},
    {kQty, "qty == 0x07", R"({"qty":7})", "{}", "PERMIT"},
    {"qty: {type: int, from: params}\namount: {type: decimal, from: params}",
     "qty * amount <= 7.5 && qty < amount + 10", R"({"qty":3,"amount":2.5})", "{}", "PERMIT"},
    {kDouble, "d * 2.0 > 1.0", R"({"d":0.75})", "{}", "PERMIT"},
    {kDouble, "d / 0.0 > 1.0", R"({"d":0})", "{}", "DENY"},
    {kDouble, "!(d / 0.0 > 1.0)", R"({"d":0})", "{}", "DENY"},
    {kDouble, "d == 1", R"({"d":1})", "{}", "PERMIT"},
    {kUint, "u + 2u == 5u && u < 4", R"({"u":3})", "{}", "PERMIT"},
    {kUint, "u - 4u < 0u", R"({"u":3})", "{}", "DENY"},
    {"", "params.n + 1 < 5", R"({"n":3.5})", "{}", "PERMIT"},
    {"", "params.n < 5", R"({"n":"3"})", "{}", "DENY"},
    {"", "params.n in [1, 3.5]", R"({"n":3.5})", "{}", "PERMIT"},
    {"", "size(params.s) == 3", R"({"s":"äöü"})", "{}", "PERMIT"},
    {"", "params.s.size() == 2", R"({"s":[1,2]})", "{}", "PERMIT"},
    {"", "size(params.s) == 2", R"({"s":2})", "{}", "DENY"},
    {kAmount, "amount * 0.5 - 1 == 0", R"({"amount":2})", "{}", "PERMIT"},
};

constexpr Case kLogic[] = {
    {kBools, "a && b", "{}", R"({"a":true,"b":true})", "PERMIT"},
    {kBools, "a && b", "{}", R"({"a":true})", "DENY"},
    {kBools, "a || b", "{}", R"({"b":true})", "PERMIT"},
    {kBools, "a || b", "{}", R"({"a":"x","b":true})", "PERMIT"},
    {kBools, "!(a && b)", "{}", R"({"b":false})", "PERMIT"},
    {kBools, "!(a && b)", "{}", R"({"b":true})", "DENY"},
    {kBools, "!(a || b)", "{}", R"({"a":false})", "DENY"},
    {kBools, "!(a || b)", "{}", R"({"a":false,"b":false})", "PERMIT"},
    {kBools, "a == b", "{}", R"({"a":false,"b":false})", "PERMIT"},
    {kBools, "(a && b) == (b && a)", "{}", R"({"a":true})", "DENY"},
    {kBools, "(a && b) == (b && a)", "{}", R"({"a":false})", "PERMIT"},
    {kBools, "a == true && b != true", "{}", R"({"a":true,"b":false})", "PERMIT"},
    {kBools, "a ? b : !b", "{}", R"({"a":false,"b":false})", "PERMIT"},
    {kBools, "a ? b : true", "{}", R"({"a":false})", "PERMIT"},
    {kBools, "a ? true : true", "{}", "{}", "DENY"},
    {kBools, "!(a ? b : true)", "{}", R"({"a":true,"b":false})", "PERMIT"},
    {kBools, "(a ? b && a : b || a) && true", "{}", R"({"a":true,"b":true})", "PERMIT"},
    {kBools, "!(a && (b || a)) || (a && !b && a)", "{}", R"({"a":true,"b":false})", "PERMIT"},
    {kBools, "true", "{}", "{}", "PERMIT"},
    {kBools, "1 < 2 || a", "{}", "{}", "PERMIT"},
    {kBools, "1 > 2.5 || !a", "{}", R"({"a":false})", "PERMIT"},
    {kBools, "has(a) && !has(b)", "{}", R"({"a":false})", "PERMIT"},
    {kBools, "!has(a)", "{}", R"({"a":"wrong type is there"})", "DENY"},
    {"", "params.flag", R"({"flag":true})", "{}", "PERMIT"},
    {"", "params.flag", R"({"flag":"true"})", "{}", "DENY"},
    {"", "!params.flag", R"({"flag":false})", "{}", "PERMIT"},
    {"", "!params.flag", R"({"flag":0})", "{}", "DENY"},
    {"", "params.flag == true", R"({"flag":1})", "{}", "DENY"},
    {"", "params.x == null", R"({"x":null})", "{}", "PERMIT"},
    {"", "params.x != null", R"({"x":0})", "{}", "PERMIT"},
    {"", "params.x != null", "{}", "{}", "DENY"},
    {"", "params.x == params.y", R"({"x":null,"y":null})", "{}", "DENY"},
    {"", "null == null", "{}", "{}", "PERMIT"},
    {"", "params.x in [null, 1]", R"({"x":null})", "{}", "PERMIT"},
};

constexpr Case kValues[] = {
    {kName, "name == 'x' || name > 'y'", R"({"name":"z"})", "{}", "PERMIT"},
    {kName, "'x' + name == 'xy'", R"({"name":"y"})", "{}", "PERMIT"},
    {kName, "name.startsWith('a') && name.endsWith('c')", R"({"name":"abc"})", "{}", "PERMIT"},
    {kName, "name.matches('^[a-c]+$')", R"({"name":"abd"})", "{}", "DENY"},
    {kName, "name in ['a', 'b']", R"({"name":"b"})", "{}", "PERMIT"},
    {kName, "name in params.names", R"({"name":"b","names":["a","b"]})", "{}", "PERMIT"},
    {kName, "name in [params.other, 'c']", R"({"name":"b","other":"b"})", "{}", "PERMIT"},
    {kName, "name in [params.other, 'c']", R"({"name":"b"})", "{}", "DENY"},
    {kList, "'b' in xs && xs[0] == 'a' && size(xs) == 2", R"({"xs":["a","b"]})", "{}", "PERMIT"},
    {kList, "2.5 in xs", R"({"xs":[1,2.5]})", "{}", "PERMIT"},
    {kList, "xs == [1, 2]", R"({"xs":[1,2]})", "{}", "PERMIT"},
    {kList, "xs[2] == 1 || true", R"({"xs":[]})", "{}", "PERMIT"},
    {kList, "xs[2] == 1", R"({"xs":[1]})", "{}", "DENY"},
    {kMap, "m.a == 1 && m['b'].c && 'a' in m && has(m.b) && !has(m.z)",
     R"({"m":{"a":1,"b":{"c":true}}})", "{}", "PERMIT"},
    {kMap, "m[name] == 1", R"({"m":{"x":1}, "name":"x"})", "{}", "PERMIT"},
    {"", "params.a.b.c == 'x'", R"({"a":{"b":{"c":"x"}}})", "{}", "PERMIT"},
    {"", "params.a['b c'] == 'x'", R"({"a":{"b c":"x"}})", "{}", "PERMIT"},
    {"", "params.a[1].b == 'x'", R"({"a":[0,{"b":"x"}]})", "{}", "PERMIT"},
    {"", "has(params.a.b)", R"({"a":{}})", "{}", "DENY"},
    {"", "has(params.a.b) || true", "{}", "{}", "PERMIT"},
    {"", "!has(params.a)", "{}", "{}", "PERMIT"},
    {"", "'a' in params && params == params", R"({"a":1})", "{}", "PERMIT"},
    {"", "action == 'do' && agent_id.startsWith('a')", "{}", "{}", "PERMIT"},
    {"", "now == now", "{}", "{}", "PERMIT"},
};

class Decisions : public testing::TestWithParam<Case> {};

TEST_P(Decisions, AreRight) {
  const Case& test = GetParam();
  const Compiled compiled = CompileText(Document(test.facts, {test.condition}));
  EXPECT_EQ(Decide(compiled, Request(test.params, test.context)), test.decision)
      << test.condition << " of " << test.params << " " << test.context << "\n"
      << compiled.Said();
}

INSTANTIATE_TEST_SUITE_P(Numbers, Decisions, testing::ValuesIn(kNumbers));
INSTANTIATE_TEST_SUITE_P(Logic, Decisions, testing::ValuesIn(kLogic));
INSTANTIATE_TEST_SUITE_P(Values, Decisions, testing::ValuesIn(kValues));

TEST(Declarations, AreCheckedWhenRead) {
  const Compiled compiled = CompileText(
      Document("n: {type: int, from: params, min: 1, max: 5, default: 3}\n"
               "s: {type: string, from: params, min_length: 2, max_length: 3, pattern: '[a-z]+', "
               "default: abc}\n"
               "e: {type: enum, values: [x, y], from: params, default: x}\n"
               "d: {type: decimal, from: params.deep.d, encoding: string, default: 1.5}",
               {"n >= 0", "s != ''", "e in [x, y]", "d > 0"}));
  const auto decide = [&](std::string_view params) { return Decide(compiled, Request(params)); };
  EXPECT_EQ(decide("{}"), "PERMIT") << compiled.Said();
  EXPECT_EQ(decide(R"({"n":5,"s":"ab","e":"y","deep":{"d":"2.5"}})"), "PERMIT");
  for (const char* bad : {R"({"n":6})", R"({"n":0})", R"({"n":1.5})", R"({"n":"3"})",
                          R"({"s":"a"})", R"({"s":"abcd"})", R"({"s":"ab1"})", R"({"s":"AB"})",
                          R"({"e":"z"})", R"({"e":null})", R"({"deep":{"d":2.5}})"}) {
    EXPECT_EQ(decide(bad), "DENY") << bad;
  }
}

TEST(ConstantsAndDefinitions, StandWhereTheyAreUsed) {
  const Compiled compiled = CompileText(
      Document("amount: {type: decimal, from: params}\nqty: {type: int, from: params}\n"
               "kind: {type: enum, values: [a, b, c], from: params}",
               {"small", "qty < limit", "kind in kinds", "!large || kind == first"},
               "  constants: {limit: 100, rate: 0.5, kinds: [a, b], first: a, off: false}\n"
               "  define:\n"
               "    small: amount * rate < limit && !off\n"
               "    large: '!small || amount > half'\n"
               "    half: 50.5\n"));
  const auto decide = [&](std::string_view params) { return Decide(compiled, Request(params)); };
  EXPECT_EQ(decide(R"({"amount":10,"qty":99,"kind":"b"})"), "PERMIT") << compiled.Said();
  EXPECT_EQ(decide(R"({"amount":50.5,"qty":99,"kind":"b"})"), "PERMIT");
  EXPECT_EQ(decide(R"({"amount":50.51,"qty":99,"kind":"b"})"), "DENY");
  EXPECT_EQ(decide(R"({"amount":50.51,"qty":99,"kind":"a"})"), "PERMIT");
  EXPECT_EQ(decide(R"({"amount":10,"qty":100,"kind":"b"})"), "DENY");
  EXPECT_EQ(decide(R"({"amount":10,"qty":1,"kind":"c"})"), "DENY");
}

// `unless: [x]` is the condition `!x`, undecidable where x is.
TEST(Unless, IsTheNegation) {
  const Compiled compiled =
      CompileText(Document("a: {type: bool, from: context}\nn: {type: decimal, from: params}", {},
                           "      unless: [a, 'n > 5 || n < 0']\n"));
  EXPECT_EQ(Decide(compiled, Request(R"({"n":5})", R"({"a":false})")), "PERMIT");
  EXPECT_EQ(Decide(compiled, Request(R"({"n":6})", R"({"a":false})")), "DENY");
  EXPECT_EQ(Decide(compiled, Request(R"({"n":5})", R"({"a":true})")), "DENY");
  EXPECT_EQ(Decide(compiled, Request(R"({"n":5})")), "DENY");
}

constexpr char kManyRules[] = R"(constitution:
  id: test
  precedence: [prohibited, escalate, permitted]
  actions:
    pay.out: {aliases: [send], params: {n: decimal}, closed: true}
  permitted:
    - {id: all-pay, action: ["pay.*", pay.out, look], conditions: ["has(params.n) || true"]}
  prohibited:
    - {id: no-delete, action: "*.delete"}
  escalate:
    - {id: ask, action: pay.ask, route_to: boss}
)";

TEST(Actions, MeetTheRulesOfTheirNamesAndPatterns) {
  const Compiled compiled = CompileText(kManyRules);
  const auto decide = [&](const std::string& action, const std::string& params = "{}") {
    return Decide(compiled,
                  R"({"agent_id":"a","action":")" + action + R"(","params":)" + params + "}");
  };
  EXPECT_EQ(decide("pay.out"), "PERMIT") << compiled.Said();
  EXPECT_EQ(decide("send"), "PERMIT");
  EXPECT_EQ(decide("send", R"({"other":1})"), "DENY invalid_request");
  EXPECT_EQ(decide("pay.in"), "PERMIT");
  EXPECT_EQ(decide("pay.delete"), "DENY");
  EXPECT_EQ(decide("pay.ask"), "ESCALATE");
  EXPECT_EQ(decide("look"), "PERMIT");
  EXPECT_EQ(decide("pay"), "DENY");
}

}  // namespace
}  // namespace bylaw::compiler
