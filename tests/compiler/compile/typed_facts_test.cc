// Facts that declare what is inside them, and those of every type: what is admitted, what the
// checker knows of it, and what a catalogue refuses.

#include <gtest/gtest.h>

#include <set>

#include "fixture.h"

namespace bylaw::compiler {
namespace {

struct Case {
  const char* facts;
  const char* condition;
  const char* params;
  const char* outcome;
};

// Whether the condition holds, its negation does, or neither.
std::string Outcome(const Case& test) {
  const char* const limits = "  limits: {list_items: 12, map_items: 12, string_bytes: 256}\n";
  const std::string negated = "!(" + std::string(test.condition) + ")";
  const Compiled yes = CompileText(Document(test.facts, {test.condition}, limits));
  const Compiled no = CompileText(Document(test.facts, {negated}, limits));
  if (!yes.ok() || !no.ok()) return "does not compile: " + yes.Said() + no.Said();
  const std::string holds = Decide(yes, Request(test.params));
  const std::string fails = Decide(no, Request(test.params));
  if (holds == "PERMIT") return fails == "PERMIT" ? "both" : "true";
  return fails == "PERMIT" ? "false" : "undecidable";
}

constexpr char kLines[] =
    "lines: {type: list, from: params, max_items: 4, items: {type: map, fields: {iban: string, "
    "amount: {type: decimal, min: 0}, urgency: {type: enum, values: [low, high]}, count: int, "
    "due: date}}}";
constexpr char kTo[] = "to: {type: list, from: params, items: {type: string, max_length: 8}}";
constexpr char kPayee[] =
    "payee: {type: map, from: params, fields: {country: {type: enum, values: [CH, DE]}, "
    "address: {type: map, fields: {lines: {type: list, items: string}}}}}";

constexpr Case kInside[] = {
    // Items and fields are what they are declared to be, without asking.
    {kLines, "lines.all(l, l.amount < 10000)", R"({"lines":[{"amount":9999.99}]})", "true"},
    {kLines, "lines.map(l, l.amount).sum() <= 100", R"({"lines":[{"amount":60},{"amount":40}]})",
     "true"},
    {kLines, "lines.map(l, l.amount).sum() <= 100", R"({"lines":[{"amount":60},{"amount":40.01}]})",
     "false"},
    {kLines, "lines.exists(l, l.urgency == high)", R"({"lines":[{"urgency":"high"}]})", "true"},
    {kLines, "lines.exists(l, l.urgency in [high])", R"({"lines":[{"urgency":"low"}]})", "false"},
    {kLines, "lines.exists(l, l.count + 1 == 3)", R"({"lines":[{"count":2}]})", "true"},
    {kLines, "lines[0].due < timestamp('2026-03-02T00:00:00Z')",
     R"({"lines":[{"due":"2026-03-01"}]})", "true"},
    {kLines, "lines.filter(l, l.amount > 5).all(l, l.urgency == high)",
     R"({"lines":[{"amount":1,"urgency":"low"},{"amount":6,"urgency":"high"}]})", "true"},
    {kLines, "lines.all(i, l, l.count == i)", R"({"lines":[{"count":0},{"count":1}]})", "true"},
    {kTo, "to.all(r, r.endsWith('@a.example'))", R"({"to":["@a.example"]})", "undecidable"},
    {kTo, "to.all(r, r.endsWith('.ex'))", R"({"to":["a@b.ex"]})", "true"},
    {kTo, "to[0].startsWith('a')", R"({"to":["abc"]})", "true"},
    {kPayee, "payee.country == CH", R"({"payee":{"country":"CH"}})", "true"},
    {kPayee, "payee['country'] in [DE]", R"({"payee":{"country":"CH"}})", "false"},
    {kPayee, "payee.address.lines.exists(l, l.contains('x'))",
     R"({"payee":{"address":{"lines":["a","bx"]}}})", "true"},
    {kPayee, "has(payee.country)", R"({"payee":{}})", "false"},
    {kPayee, "payee.?country.orValue('CH') == 'CH'", R"({"payee":{}})", "true"},
    // One item or field that is not as declared: the fact is not.
    {kLines, "size(lines) > 0", R"({"lines":[{"amount":"1"}]})", "undecidable"},
    {kLines, "size(lines) > 0", R"({"lines":[{"amount":-1}]})", "undecidable"},
    {kLines, "size(lines) > 0", R"({"lines":[{"urgency":"no"}]})", "undecidable"},
    {kLines, "size(lines) > 0", R"({"lines":[{"count":1.5}]})", "undecidable"},
    {kLines, "size(lines) > 0", R"({"lines":[{"due":"2026-02-30"}]})", "undecidable"},
    {kLines, "size(lines) > 0", R"({"lines":[7]})", "undecidable"},
    {kLines, "size(lines) > 0", R"({"lines":[{"other":{}}]})", "true"},
    {kTo, "size(to) > 0", R"({"to":["a",1]})", "undecidable"},
    {kTo, "size(to) > 0", R"({"to":["123456789"]})", "undecidable"},
    {kPayee, "has(payee.country)", R"({"payee":{"country":"FR"}})", "undecidable"},
    {kPayee, "has(payee.country)", R"({"payee":{"address":{"lines":[1]}}})", "undecidable"},
    // A field that is not there is no error until it is read.
    {kLines, "lines.all(l, l.amount < 10000)", R"({"lines":[{"iban":"x"}]})", "undecidable"},
    {"cc: {type: list, items: string, from: params, default: []}", "cc.all(r, r == 'a')", "{}",
     "true"},
    {"cc: {type: list, items: int, from: params, default: [1, 2]}", "cc.exists(r, r == 2)", "{}",
     "true"},
    {"cc: {type: list, items: string, from: params, default: []}", "cc.all(r, r == 'a')",
     R"({"cc":null})", "undecidable"},
};

constexpr char kAt[] = "at: {type: timestamp, from: params}";
constexpr char kUnix[] = "at: {type: timestamp, encoding: unix, from: params}";
constexpr char kDay[] = "day: {type: date, from: params, min: 2026-01-01, max: 2026-12-31}";
constexpr char kWait[] = "wait: {type: duration, from: params, min: 1m, max: 90d}";
constexpr char kBytes[] = "key: {type: bytes, from: params, min_length: 2, max_length: 4}";

constexpr Case kScalars[] = {
    {kAt, "at < timestamp('2026-04-14T12:00:00Z')", R"({"at":"2026-04-14T11:42:09Z"})", "true"},
    {kAt, "at < timestamp('2026-04-14T12:00:00Z')", R"({"at":"2026-04-14T13:00:00+02:00"})",
     "true"},
    {kAt, "at.getHours() == 11", R"({"at":"2026-04-14T11:42:09Z"})", "true"},
    {kAt, "at.getHours() == 11", R"({"at":"2026-04-14 11:42:09Z"})", "undecidable"},
    {kAt, "at.getHours() == 11", R"({"at":"2026-04-14T11:42:09"})", "undecidable"},
    {kAt, "at.getHours() == 11", R"({"at":1776166929})", "undecidable"},
    {kUnix, "at == timestamp('2026-04-14T11:42:09.5Z')", R"({"at":1776166929.5})", "true"},
    {kUnix, "at < timestamp('1970-01-01T00:00:00Z')", R"({"at":-0.001})", "true"},
    {kUnix, "at.getHours() == 11", R"({"at":"1776166929"})", "undecidable"},
    {kUnix, "at.getHours() == 11", R"({"at":1e12})", "undecidable"},
    {kUnix, "at.getHours() == 11", R"({"at":0.0000000001})", "undecidable"},
    {"at: {type: timestamp, from: params, min: '2026-01-01T00:00:00Z'}", "at.getFullYear() > 1",
     R"({"at":"2025-12-31T23:59:59.999999999Z"})", "undecidable"},
    {"at: {type: timestamp, from: params, default: '2026-01-01T00:00:00Z'}",
     "at.getFullYear() == 2026", "{}", "true"},
    {kDay, "day - timestamp('2026-03-01T00:00:00Z') < days(30)", R"({"day":"2026-03-30"})", "true"},
    {kDay, "day - timestamp('2026-03-01T00:00:00Z') < days(30)", R"({"day":"2026-03-31"})",
     "false"},
    {kDay, "day.getDate() == 31", R"({"day":"2026-12-31"})", "true"},
    {kDay, "day.getDate() == 31", R"({"day":"2027-01-01"})", "undecidable"},
    {kDay, "day.getDate() == 31", R"({"day":"2026-1-1"})", "undecidable"},
    {kDay, "day.getDate() == 31", R"({"day":"2026-12-31T00:00:00Z"})", "undecidable"},
    {kWait, "wait > duration('1h')", R"({"wait":"1h30m"})", "true"},
    {kWait, "wait > duration('1h')", R"({"wait":"59s"})", "undecidable"},
    {kWait, "wait > duration('1h')", R"({"wait":"2161h"})", "undecidable"},
    {kWait, "wait > duration('1h')", R"({"wait":5400})", "undecidable"},
    {"wait: {type: duration, from: params, default: 90d}", "wait == duration('2160h')", "{}",
     "true"},
    {kBytes, "key == b'\\x01\\x02\\x03'", R"({"key":"AQID"})", "true"},
    {kBytes, "size(key) == 2", R"({"key":"AQI="})", "true"},
    {kBytes, "size(key) == 2", R"({"key":"AQ=="})", "undecidable"},
    {kBytes, "size(key) == 2", R"({"key":"AQI!"})", "undecidable"},
    {kBytes, "size(key) == 2", R"({"key":"AQIDBAU="})", "undecidable"},
    {"key: {type: bytes, from: params, default: AQID}", "size(key) == 3", "{}", "true"},
};

TEST(TypedFacts, KnowWhatIsInside) {
  for (const Case& test : kInside)
    EXPECT_EQ(Outcome(test), test.outcome) << test.condition << " " << test.params;
}

TEST(TypedFacts, OfEveryType) {
  for (const Case& test : kScalars)
    EXPECT_EQ(Outcome(test), test.outcome)
        << test.facts << " " << test.condition << " " << test.params;
}

struct FormatCase {
  const char* format;
  const char* good;
  const char* bad;
};
constexpr FormatCase kFormats[] = {
    {"email", "jane.doe+x@mail.corp.example", "jane@localhost"},
    {"email", "a@b.co", "a@b.co\\nc@d.co"},
    {"hostname", "api-1.corp.example", "-api.example"},
    {"uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000"},
    {"country", "CH", "CHE"},
    {"currency", "EUR", "eur"},
    {"ip", "2001:db8::1", "192.0.2.256"},
    {"cidr", "192.0.2.0/24", "192.0.2.0"},
    {"url", "https://a.example/x", "a.example/x"},
    {"iban", "DE89370400440532013000", "DE89370400440532013001"},
    {"luhn", "4111111111111111", "4111111111111112"},
    {"semver", "1.2.3-rc.1", "1.2"},
};

TEST(TypedFacts, FormatsHoldTheWholeText) {
  std::set<std::string_view> seen;
  for (const FormatCase& test : kFormats) {
    seen.insert(test.format);
    const Compiled compiled = CompileText(Document(
        std::string("s: {type: string, from: params, format: ") + test.format + "}", {"s != ''"}));
    ASSERT_TRUE(compiled.ok()) << test.format << compiled.Said();
    const auto decide = [&](const std::string& text) {
      return Decide(compiled, Request("{\"s\":\"" + text + "\"}"));
    };
    EXPECT_EQ(decide(test.good), "PERMIT") << test.format;
    EXPECT_EQ(decide(test.bad), "DENY") << test.format;
    EXPECT_EQ(decide(test.good + std::string(" ")), "DENY") << test.format;
  }
#define BYLAW_FORMAT(name, function, pattern, doc) EXPECT_TRUE(seen.contains(name)) << name;
#include "bylaw/compiler/string_format.def"
#undef BYLAW_FORMAT
}

struct MistakeCase {
  const char* facts;
  const char* condition;
  const char* marks;
};
constexpr MistakeCase kMistakes[] = {
    {kLines, "lines.all(l, l.amont < 5)", "E0421 `l.amont`"},
    {kLines, "lines.exists(l, has(l.ammount))", "E0421 `l.ammount`"},
    {kLines, "lines.exists(l, l['ammount'] > 1)", "E0421 `'ammount'`"},
    {kLines, "lines.exists(l, l.urgency == hihg)", "E0412 `hihg`"},
    {kLines, "lines.exists(l, l.urgency == \"hihg\")", "E0412 `\"hihg\"`"},
    {kLines, "lines.exists(l, l.iban > 5)", "E0407 `l.iban > 5`"},
    {kLines, "lines.exists(l, l.amount == '5')", "E0407 `l.amount == '5'`"},
    {kTo, "to.exists(r, r > 5)", "E0407 `r > 5`"},
    {kTo, "to[0].x == 1", "E0406 `to[0].x`"},
    {kDay, "day > 5", "E0407 `day > 5`"},
};

TEST(TypedFacts, MistakesAreFoundWhenTheyAreCompiled) {
  for (const MistakeCase& test : kMistakes) {
    const Compiled compiled = CompileText(Document(test.facts, {test.condition}));
    EXPECT_EQ(compiled.Marks(), std::vector<std::string>{test.marks}) << compiled.Said();
  }
}

// What a fact says of the length of its items bounds what a loop over them can cost.
TEST(TypedFacts, LengthsOfItemsBoundTheCost) {
  const auto steps = [](const char* items) {
    const Compiled compiled = CompileText(
        Document(std::string("to: {type: list, from: params, max_items: 16, items: ") + items + "}",
                 {"to.all(r, r.contains('@corp.example'))"}));
    EXPECT_TRUE(compiled.ok()) << compiled.Said();
    return compiled.steps_max();
  };
  const uint32_t any = steps("string");
  EXPECT_GT(any, 16U * 256U);  // 16 KiB an item.
  EXPECT_LT(steps("{type: string, max_length: 254}") * 8, any);
}

constexpr char kCatalogue[] = R"(constitution:
  id: catalogue
  facts:
    amount: {type: decimal, from: params, min: 0}
    name: {type: string, from: params.payee.name}
  actions:
    pay:
      params:
        amount: amount
        memo: {type: string, max_length: 8}
        lines: {type: list, items: {type: map, fields: {price: decimal}}}
        due: date
      closed: true
    send: {params: [amount, name]}
  permitted:
    - action: [pay, send]
      conditions: [amount < 100]
)";

TEST(Catalogue, RefusesWhatIsNotDeclaredSo) {
  const Compiled compiled = CompileText(kCatalogue);
  ASSERT_TRUE(compiled.ok()) << compiled.Said();
  const auto decide = [&](const char* action, const std::string& params) {
    return Decide(compiled, R"({"agent_id":"a","action":")" + std::string(action) +
                                R"(","params":)" + params + "}");
  };
  const std::pair<const char*, const char*> cases[] = {
      {R"({"amount":5})", "PERMIT"},
      {R"({"amount":5,"memo":"12345678","lines":[{"price":1}],"due":"2026-03-01"})", "PERMIT"},
      {R"({"lines":[{"price":1},{"price":"\u0031"}],"amount":5})", "DENY invalid_request"},
      {R"({"amount":5,"lines":[{"price":"1"}]})", "DENY invalid_request"},
      {R"({"amount":5,"lines":[3]})", "DENY invalid_request"},
      {R"({"amount":5,"lines":{}})", "DENY invalid_request"},
      {R"({"amount":5,"memo":"123456789"})", "DENY invalid_request"},
      {R"({"amount":5,"due":"tomorrow"})", "DENY invalid_request"},
      {R"({"amount":5,"other":1})", "DENY invalid_request"},
      // Whether a fact is in its range is for the rules that read it.
      {R"({"amount":-5})", "DENY"},
      {R"({"amount":"5"})", "DENY invalid_request"},
  };
  for (const auto& [params, outcome] : cases) EXPECT_EQ(decide("pay", params), outcome) << params;
  EXPECT_EQ(decide("send", R"({"amount":5,"payee":{"name":"x"}})"), "PERMIT");
  EXPECT_EQ(decide("send", R"({"amount":5,"payee":"x"})"), "DENY invalid_request");
}

// The parameters as a tool publishes them: what its schema demands, a request must have.
TEST(Catalogue, TakesTheSchemaOfATool) {
  const Compiled compiled = CompileProjectFile("tests/constitutions/schema/pay.yaml");
  ASSERT_TRUE(compiled.ok()) << compiled.Said();
  const std::pair<const char*, const char*> cases[] = {
      {R"({"amount":5,"payee":{"iban":"DE89370400440532013000"}})", "PERMIT"},
      {R"({"amount":500,"payee":{"iban":"DE89370400440532013000"},"on":"2026-03-01"})", "DENY"},
      {R"({"amount":5})", "DENY invalid_request"},
      {R"({"payee":{"iban":"DE89370400440532013000"}})", "DENY invalid_request"},
      {R"({"amount":-5,"payee":{"iban":"DE89370400440532013000"}})", "DENY invalid_request"},
      {R"({"amount":5,"payee":{}})", "DENY invalid_request"},
      {R"({"amount":5,"payee":{"iban":"DE89370400440532013001"}})", "DENY invalid_request"},
      {R"({"amount":5,"payee":{"iban":"DE89370400440532013000","x":1}})", "DENY invalid_request"},
      {R"({"amount":5,"payee":{"iban":"DE89370400440532013000"},"on":"soon"})",
       "DENY invalid_request"},
      {R"({"amount":5,"payee":{"iban":"DE89370400440532013000"},"other":1})",
       "DENY invalid_request"},
  };
  for (const auto& [params, outcome] : cases)
    EXPECT_EQ(Decide(compiled, Request(params)), outcome) << params;
}

}  // namespace
}  // namespace bylaw::compiler
