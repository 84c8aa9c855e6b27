// What facts get of a request: sources, paths, declarations, defaults, undeclared names, built-ins,
// the action catalogue.
#include <gtest/gtest.h>

#include <string>

#include "module_builder.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;  // 2026-04-14T11:42:09Z

std::string Text(const Value& value) {
  std::string text;
  AppendValue(value, text, 1'000);
  return text;
}

// A module under construction, and what its facts get.
class BindingTest : public testing::Test {
 protected:
  BindingTest() { m_.Permit("pay", {"pay"}); }

  Context& Decider() {
    if (context_ == nullptr) {
      module_ = m_.Load();
      context_ = std::make_unique<vm::Context>(*module_);
    }
    return *context_;
  }
  Verdict Decide(const std::string& members, const std::string& action = "pay") {
    text_ = R"({"agent_id":"a","action":")" + action + '"' + members + "}";
    return Decider().DecideRequest(text_, kNow);
  }
  // The value of `fact` with these members of the request; "invalid" where it is refused.
  std::string Bound(uint32_t fact, const std::string& members) {
    Decide(members);
    const RequestError error = Decider().request().error;
    if (error != RequestError::kValid) return "invalid: " + std::string(RequestErrorText(error));
    return Text(Decider().value(FactId{fact}));
  }
  std::string Params(uint32_t fact, const std::string& object) {
    return Bound(fact, ",\"params\":" + object);
  }
  std::string InContext(uint32_t fact, const std::string& object) {
    return Bound(fact, ",\"context\":" + object);
  }

  ModuleBuilder m_;
  std::shared_ptr<const Module> module_;
  std::unique_ptr<vm::Context> context_;
  std::string text_;  // Values are views into it.
};

struct ValueCase {
  const char* json;
  const char* bound;
};

// Threats 1 to 8 and 16: nothing is coerced.
TEST_F(BindingTest, AdmitsOnlyTheDeclaredType) {
  struct TypeCases {
    Kind kind;
    std::vector<ValueCase> cases;
  };
  const TypeCases types[] = {
      {Kind::kDecimal,
       {{"15000", "15000"},
        {"-0", "0"},
        {"1e4", "10000"},
        {"9999.99", "9999.99"},
        {"\"15000\"", "wrong_type"},
        {"null", "wrong_type"},
        {"\"\"", "wrong_type"},
        {"\" \"", "wrong_type"},
        {"true", "wrong_type"},
        {"[]", "wrong_type"},
        {"[15000]", "wrong_type"},
        {"{}", "wrong_type"}}},
      {Kind::kBool,
       {{"true", "true"},
        {"false", "false"},
        {"\"true\"", "wrong_type"},
        {"1", "wrong_type"},
        {"0", "wrong_type"},
        {"\"false\"", "wrong_type"},
        {"null", "wrong_type"},
        {"[true]", "wrong_type"}}},
      {Kind::kInt,
       {{"7", "7"},
        {"-7.0", "-7"},
        {"7e2", "700"},
        {"7.5", "wrong_type"},
        {"\"7\"", "wrong_type"},
        {"9007199254740992", "9007199254740992"},
        {"9223372036854775000", "9223372036854775000"},
        {"9223372036854776000", "out_of_range"},
        {"-9223372036854776000", "out_of_range"},
        {"1e300", "out_of_range"},
        {"1e-300", "wrong_type"},
        {"true", "wrong_type"}}},
      {Kind::kUint,
       {{"0", "0"},
        {"-0", "0"},
        {"18446744073709550000", "18446744073709550000"},
        {"18446744073709552000", "out_of_range"},
        {"-1", "out_of_range"},
        {"0.5", "wrong_type"}}},
      {Kind::kDouble,
       {{"0.1", "0.1"},
        {"-0", "0"},
        {"1e308", "1e+308"},
        {"5e-324", "5e-324"},
        {"\"1\"", "wrong_type"}}},
      {Kind::kString,
       {{"\"\"", "\"\""},
        {"\"x\"", "\"x\""},
        {"7", "wrong_type"},
        {"null", "wrong_type"},
        {"[\"x\"]", "wrong_type"}}},
      {Kind::kList,
       {{"[]", "[]"},
        {"[1,\"a\"]", "[1, \"a\"]"},
        {"{}", "wrong_type"},
        {"{\"0\":1}", "wrong_type"},
        {"\"a\"", "wrong_type"},
        {"null", "wrong_type"}}},
      {Kind::kMap,
       {{"{}", "{}"}, {"{\"a\":{\"b\":[]}}", "{\"a\": {\"b\": []}}"}, {"[]", "wrong_type"}}},
      {Kind::kError,  // dyn
       {{"1", "1"},
        {"\"1\"", "\"1\""},
        {"null", "null"},
        {"[1]", "[1]"},
        {"{}", "{}"},
        {"false", "false"}}},
  };
  std::vector<uint32_t> facts;
  for (const TypeCases& type : types) {
    facts.push_back(m_.Params("p_" + std::string(KindText(type.kind)), type.kind));
  }
  for (size_t i = 0; i < std::size(types); ++i) {
    const std::string name = "p_" + std::string(KindText(types[i].kind));
    for (const ValueCase& c : types[i].cases) {
      EXPECT_EQ(Params(facts[i], "{\"" + name + "\":" + c.json + "}"), c.bound)
          << name << " " << c.json;
    }
    EXPECT_EQ(Params(facts[i], "{}"), "missing") << name;
    EXPECT_EQ(Bound(facts[i], ""), "missing") << name;
  }
}

TEST_F(BindingTest, ChecksDeclarations) {
  const uint32_t amount = m_.Params("amount", Kind::kDecimal);
  m_.fact(amount).type.minimum = m_.Number("0");
  m_.fact(amount).type.maximum = m_.Number("1000.50");
  const uint32_t count = m_.Params("count", Kind::kInt);
  m_.fact(count).type.minimum = m_.Const(Value::Int(-3));
  const uint32_t status = m_.Params("status", Kind::kString);
  m_.fact(status).type.values = m_.Texts({"active", "frozen"});
  const uint32_t name = m_.Params("name", Kind::kString);
  m_.fact(name).type.length_min = 2;
  m_.fact(name).type.length_max = 4;
  const uint32_t list = m_.Params("list", Kind::kList);
  m_.fact(list).type.length_min = 1;
  m_.fact(list).type.length_max = 2;
  const uint32_t map = m_.Params("map", Kind::kMap);
  m_.fact(map).type.length_max = 1;
  const uint32_t money = m_.Params("money", Kind::kDecimal);
  m_.fact(money).type.encoding = Encoding::kText;

  const auto with = [](const char* member, const char* value) {
    return std::string("{\"") + member + "\":" + value + "}";
  };
  for (const auto& [value, bound] : {ValueCase{"0", "0"},
                                     {"-0", "0"},
                                     {"-0.01", "out_of_range"},
                                     {"1000.5", "1000.5"},
                                     {"1000.51", "out_of_range"},
                                     {"-15000", "out_of_range"}}) {
    EXPECT_EQ(Params(amount, with("amount", value)), bound) << value;
  }
  EXPECT_EQ(Params(count, with("count", "-3")), "-3");
  EXPECT_EQ(Params(count, with("count", "-4")), "out_of_range");
  for (const auto& [value, bound] : {ValueCase{"\"active\"", "\"active\""},
                                     {"\"Active\"", "not_in_enum"},
                                     {"\"active \"", "not_in_enum"},
                                     {"\"\"", "not_in_enum"},
                                     {"\"activ\\u0065\"", "\"active\""},
                                     {"true", "wrong_type"}}) {
    EXPECT_EQ(Params(status, with("status", value)), bound) << value;
  }
  for (const auto& [value, bound] :
       {ValueCase{"\"ab\"", "\"ab\""},
        {"\"a\"", "length"},
        {"\"\"", "length"},
        {"\"abcde\"", "length"},
        {"\"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\"", "\"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\""},
        {"\"\xc3\xa9\"", "length"}}) {
    EXPECT_EQ(Params(name, with("name", value)), bound) << value;
  }
  EXPECT_EQ(Params(list, with("list", "[]")), "length");
  EXPECT_EQ(Params(list, with("list", "[1,2]")), "[1, 2]");
  EXPECT_EQ(Params(list, with("list", "[1,2,3]")), "length");
  EXPECT_EQ(Params(map, with("map", "{\"a\":1}")), "{\"a\": 1}");
  EXPECT_EQ(Params(map, with("map", "{\"a\":1,\"b\":2}")), "length");
  for (const auto& [value, bound] :
       {ValueCase{"\"12.50\"", "12.5"},
        {"12.5", "wrong_type"},
        {"\"\"", "wrong_type"},
        {"\"1,5\"", "wrong_type"},
        {"\" 1\"", "wrong_type"},
        {"\"+1\"", "wrong_type"},
        {"\"NaN\"", "wrong_type"},
        {"\"12345678901234567890.123456789\"", "12345678901234567890.123456789"}}) {
    EXPECT_EQ(Params(money, with("money", value)), bound) << value;
  }
}

// What is declared of items and members holds for each of them, or the whole is refused.
TEST_F(BindingTest, ChecksWhatIsInside) {
  TypeRow amount = TypeOf(Kind::kInt);
  amount.minimum = m_.Const(Value::Int(0));
  TypeRow status = TypeOf(Kind::kString);
  status.values = m_.Texts({"active", "frozen"});
  TypeRow line = TypeOf(Kind::kMap);
  line.fields = m_.image().AddFields(
      {{m_.image().Intern("status"), m_.image().AddType(status), 0},
       {m_.image().Intern("amount"), m_.image().AddType(amount), kFieldRequired}});
  const uint32_t one = m_.Params("one", Kind::kMap);
  m_.fact(one).type.fields = line.fields;
  const uint32_t closed = m_.Params("closed", Kind::kMap);
  m_.fact(closed).type = m_.fact(one).type;
  m_.fact(closed).type.flags = kTypeClosed;
  const uint32_t lines = m_.Params("lines", Kind::kList);
  m_.fact(lines).type.items = m_.image().AddType(line);
  const uint32_t days = m_.Params("days", Kind::kList);
  TypeRow day = TypeOf(Kind::kTimestamp);
  day.encoding = Encoding::kDay;
  m_.fact(days).type.items = m_.image().AddType(day);

  for (const auto& [value, bound] : {ValueCase{R"({"amount":1})", R"({"amount": 1})"},
                                     {R"({"x":[],"amount":1,"status":"frozen"})",
                                      R"({"x": [], "amount": 1, "status": "frozen"})"},
                                     {R"({"status":"active"})", "wrong_type"},
                                     {R"({"amount":1.5})", "wrong_type"},
                                     {R"({"amount":-1})", "out_of_range"},
                                     {R"({"amount":1,"status":"closed"})", "not_in_enum"},
                                     {"[]", "wrong_type"}}) {
    EXPECT_EQ(Params(one, std::string("{\"one\":") + value + "}"), bound) << value;
    EXPECT_EQ(Params(lines, std::string("{\"lines\":[{\"amount\":7},") + value + "]}"),
              bound[0] == '{' ? std::string("[{\"amount\": 7}, ") + bound + "]" : bound)
        << value;
  }
  EXPECT_EQ(Params(closed, R"({"closed":{"amount":1,"status":"active"}})"),
            R"({"amount": 1, "status": "active"})");
  EXPECT_EQ(Params(closed, R"({"closed":{"amount":1,"other":1}})"), "wrong_type");
  EXPECT_EQ(Params(lines, R"({"lines":[]})"), "[]");
  EXPECT_EQ(Params(days, R"({"days":["2026-03-01"]})"), "[2026-03-01T00:00:00Z]");
  EXPECT_EQ(Params(days, R"({"days":["2026-03-01","2026-02-29"]})"), "wrong_type");
}

// Items that become other values are copied: memory that is metered.
TEST_F(BindingTest, MetersWhatItCopies) {
  m_.policy().list_items = kRequestValuesMax;
  const uint32_t whole = m_.Params("whole", Kind::kList);
  m_.fact(whole).type.items = m_.image().AddType(TypeOf(Kind::kInt));
  const uint32_t as_read = m_.Params("as_read", Kind::kList);
  m_.fact(as_read).type.items = m_.image().AddType(TypeOf(Kind::kDecimal));
  std::string zeros = "[0";
  for (uint32_t i = 1; i < kArenaBytes / sizeof(Value); ++i) zeros += ",0";
  EXPECT_EQ(Params(as_read, "{\"as_read\":" + zeros + "]}").substr(0, 5), "[0, 0");
  EXPECT_EQ(Params(whole, "{\"whole\":" + zeros + "]}"), "limit_exceeded");
}

TEST_F(BindingTest, BoundsContainersAndText) {
  m_.policy().string_bytes = 8;
  m_.policy().list_items = 3;
  m_.policy().map_items = 2;
  const uint32_t any = m_.Fact("any", Source::kParams, Kind::kError);
  const uint32_t list = m_.Params("list", Kind::kList);
  const uint32_t text = m_.Params("text", Kind::kString);
  const ValueCase cases[] = {{"\"12345678\"", "\"12345678\""},
                             {"\"123456789\"", "limit_exceeded"},
                             {"[1,2,3]", "[1, 2, 3]"},
                             {"[1,2,3,4]", "limit_exceeded"},
                             {"{\"a\":1,\"b\":2}", "{\"a\": 1, \"b\": 2}"},
                             {"{\"a\":1,\"b\":2,\"c\":3}", "limit_exceeded"},
                             {"[[1,2,3,4]]", "limit_exceeded"},
                             {"[{\"a\":\"123456789\"}]", "limit_exceeded"},
                             {"{\"123456789\":1}", "limit_exceeded"},
                             {"{\"a\":[0,[1,2,3,4]]}", "limit_exceeded"}};
  for (const ValueCase& c : cases)
    EXPECT_EQ(Params(any, std::string("{\"any\":") + c.json + "}"), c.bound) << c.json;
  EXPECT_EQ(Params(list, R"({"list":[1,2,3,4]})"), "limit_exceeded");
  EXPECT_EQ(Params(text, R"({"text":"123456789"})"), "limit_exceeded");
  EXPECT_EQ(Params(text, R"({"text":"12345678","unread":"123456789"})"), "\"12345678\"");
}

TEST_F(BindingTest, MetersItsMemory) {
  m_.policy().list_items = kRequestValuesMax;
  const uint32_t list = m_.Params("list", Kind::kList);
  const uint32_t after = m_.Params("zz", Kind::kList);
  std::string big = "[0";
  for (uint32_t i = 1; i < kArenaBytes / sizeof(Value); ++i) big += ",0";
  EXPECT_EQ(Params(list, "{\"list\":" + big + "]}").substr(0, 5), "[0, 0");
  EXPECT_EQ(Params(list, "{\"list\":" + big + ",0]}"), "limit_exceeded");
  EXPECT_EQ(Params(after, "{\"list\":" + big + "],\"zz\":[1]}"), "limit_exceeded");
  EXPECT_EQ(Params(after, "{\"list\":" + big + "],\"zz\":[]}"), "[]");
  EXPECT_EQ(Params(after, R"({"zz":[1]})"), "[1]");
}

// Threat 17.
TEST_F(BindingTest, NeverTakesContextFromParams) {
  const uint32_t verified = m_.Context("identity_verified", Kind::kBool);
  const uint32_t amount = m_.Params("amount", Kind::kDecimal);
  EXPECT_EQ(InContext(verified, R"({"identity_verified":true})"), "true");
  EXPECT_EQ(Params(verified, R"({"identity_verified":true})"), "missing");
  EXPECT_EQ(Bound(verified,
                  R"(,"params":{"identity_verified":true},"context":{"identity_verified":false})"),
            "false");
  EXPECT_EQ(Bound(verified, R"(,"params":{"context":{"identity_verified":true}},"context":{})"),
            "missing");
  EXPECT_EQ(InContext(amount, R"({"amount":1})"), "missing");
}

TEST_F(BindingTest, FindsUndeclaredNamesInOnePlaceOnly) {
  const uint32_t either = m_.Fact("e", Source::kEither, Kind::kDecimal, 0);
  const uint32_t context_only = m_.Fact("c", Source::kContextUndeclared, Kind::kBool, 0);
  EXPECT_EQ(Params(either, R"({"e":1})"), "1");
  EXPECT_EQ(InContext(either, R"({"e":1})"), "1");
  EXPECT_EQ(Bound(either, ""), "missing");
  EXPECT_EQ(Bound(either, R"(,"params":{"e":1},"context":{"e":1})"), "ambiguous");
  EXPECT_EQ(Bound(either, R"(,"context":{"e":1},"params":{"e":"x"})"), "ambiguous");
  EXPECT_EQ(Bound(either, R"(,"context":{"e":null},"params":{"e":1})"), "ambiguous");
  EXPECT_EQ(Params(either, R"({"e":"1"})"), "wrong_type");
  EXPECT_EQ(InContext(context_only, R"({"c":true})"), "true");
  EXPECT_EQ(Params(context_only, R"({"c":true})"), "missing");
  EXPECT_EQ(Bound(context_only, R"(,"params":{"c":true},"context":{"c":true})"), "ambiguous");
  EXPECT_EQ(Bound(context_only, R"(,"params":{"c":null},"context":{"c":false})"), "ambiguous");
}

// ------------------------------------------------------------------------------------------------
// paths

// Threat 15.
TEST_F(BindingTest, FollowsTheDeclaredPathOnly) {
  const uint32_t country = m_.Params("payee.country", Kind::kString);
  const uint32_t city = m_.Params("payee.address.city", Kind::kString);
  const uint32_t tier = m_.Context("customer.tier", Kind::kDecimal);
  EXPECT_EQ(Params(country, R"({"payee":{"country":"CH"}})"), "\"CH\"");
  EXPECT_EQ(Params(city, R"({"payee":{"address":{"city":"Bern","zip":1},"country":"CH"}})"),
            "\"Bern\"");
  EXPECT_EQ(InContext(tier, R"({"customer":{"tier":3}})"), "3");
  for (const char* params :
       {"{}", R"({"country":"CH"})", R"({"payee.country":"CH"})", R"({"payee":{}})",
        R"({"payee":{"Country":"CH"}})", R"({"payee":{"payee":{"country":"CH"}}})",
        R"({"x":{"payee":{"country":"CH"}}})"}) {
    EXPECT_EQ(Params(country, params), "missing") << params;
  }
  EXPECT_EQ(Params(country, R"({"payee":{"country":["CH"]}})"), "wrong_type");
}

// A parent that is there, but no object, is not an absent one: no default may stand in, and has()
// is not false.
TEST_F(BindingTest, TellsAWrongParentFromAnAbsentOne) {
  const uint32_t country = m_.Params("payee.country", Kind::kString);
  const uint32_t city = m_.Params("payee.address.city", Kind::kString);
  const uint32_t mode = m_.Params("options.mode", Kind::kString);
  m_.fact(mode).fallback = m_.Text("safe");
  for (const char* parent : {"null", "\"CH\"", "[]", "[{\"country\":\"CH\"}]", "0", "false"}) {
    EXPECT_EQ(Params(country, std::string("{\"payee\":") + parent + "}"), "wrong_type") << parent;
    EXPECT_EQ(Params(city, std::string("{\"payee\":") + parent + "}"), "wrong_type") << parent;
    EXPECT_EQ(Params(mode, std::string("{\"options\":") + parent + "}"), "wrong_type") << parent;
  }
  EXPECT_EQ(Params(mode, R"({"options":{}})"), "\"safe\"");
  EXPECT_EQ(Params(mode, "{}"), "\"safe\"");
}

// An object over a limit hides nothing: what lies below it is over the limit too.
TEST_F(BindingTest, MakesWhatLiesBelowAnOversizedObjectUndecidable) {
  m_.policy().map_items = 3;
  const uint32_t payee = m_.Params("payee", Kind::kMap);
  const uint32_t country = m_.Params("payee.country", Kind::kString);
  const uint32_t mode = m_.Params("payee.options.mode", Kind::kString);
  m_.fact(mode).fallback = m_.Text("safe");
  EXPECT_EQ(Params(country, R"({"payee":{"country":"CH","a":1,"b":2}})"), "\"CH\"");
  EXPECT_EQ(Params(mode, R"({"payee":{"country":"CH","a":1,"b":2}})"), "\"safe\"");
  const std::string large = R"({"payee":{"country":"CH","a":1,"b":2,"c":3}})";
  EXPECT_EQ(Params(payee, large), "limit_exceeded");
  EXPECT_EQ(Params(country, large), "limit_exceeded");
  EXPECT_EQ(Params(mode, large), "limit_exceeded");
}

TEST_F(BindingTest, MakesEverythingBelowOversizedParamsUndecidable) {
  m_.policy().map_items = 3;
  const uint32_t whole = m_.Params("", Kind::kError);
  const uint32_t amount = m_.Params("amount", Kind::kDecimal);
  const uint32_t mode = m_.Params("mode", Kind::kString);
  m_.fact(mode).fallback = m_.Text("safe");
  const uint32_t either = m_.Fact("e", Source::kEither, Kind::kDecimal, 0);
  EXPECT_EQ(Params(whole, R"({"amount":1,"b":[2]})"), R"({"amount": 1, "b": [2]})");
  EXPECT_EQ(Params(amount, R"({"amount":1,"b":[2]})"), "1");
  EXPECT_EQ(Params(either, R"({"e":1,"b":[2]})"), "1");
  const std::string large = R"({"amount":1,"a":1,"b":2,"c":3})";
  for (const uint32_t fact : {whole, amount, mode, either})
    EXPECT_EQ(Params(fact, large), "limit_exceeded");
  EXPECT_EQ(Bound(whole, ""), "missing");
  EXPECT_EQ(Bound(mode, ""), "\"safe\"");
}

// has() of a fact: true, false, or an error where the path ends too early.
TEST_F(BindingTest, TellsWhetherAFactIsThere) {
  const uint32_t declared = m_.Params("a.b", Kind::kDecimal);
  const uint32_t undeclared = m_.Fact("c.d", Source::kParams, Kind::kError, 0);
  const uint32_t top = m_.Fact("top", Source::kParams, Kind::kError, 0);
  const uint32_t target = m_.BuiltIn(Source::kTarget);
  const uint32_t targets = m_.BuiltIn(Source::kTargets);
  const uint32_t session = m_.BuiltIn(Source::kSession);
  m_.Permit("declared", {"declared"}, {Has(declared)});
  m_.Permit("undeclared", {"undeclared"}, {Has(undeclared)});
  m_.Permit("top", {"top"}, {Has(top)});
  m_.Permit("target", {"target"}, {Has(target)});
  m_.Permit("targets", {"targets"}, {Has(targets)});
  m_.Permit("session", {"session"}, {Has(session)});
  struct {
    const char* action;
    const char* members;
    const char* has;  // "true", "false" or "undecidable".
  } const cases[] = {
      {"declared", R"(,"params":{"a":{"b":1}})", "true"},
      {"declared", R"(,"params":{"a":{"b":"wrong"}})", "true"},
      {"declared", R"(,"params":{"a":{}})", "false"},
      {"declared", R"(,"params":{})", "false"},
      {"declared", "", "false"},
      {"undeclared", R"(,"params":{"c":{"d":null}})", "true"},
      {"undeclared", R"(,"params":{"c":{}})", "false"},
      {"undeclared", R"(,"params":{})", "undecidable"},
      {"undeclared", "", "undecidable"},
      {"top", R"(,"params":{"top":1})", "true"},
      {"top", R"(,"params":{})", "false"},
      {"top", "", "false"},
      {"target", R"(,"target":"x")", "true"},
      {"target", R"(,"targets":["x"])", "false"},
      {"target", "", "false"},
      {"targets", R"(,"target":"x")", "true"},
      {"targets", R"(,"targets":[])", "true"},
      {"targets", "", "false"},
      {"session", R"(,"session_id":"")", "true"},
      {"session", "", "false"},
  };
  for (const auto& c : cases) {
    Decide(c.members, c.action);
    const std::vector<RuleExplanation> rules = Decider().Explain();
    ASSERT_EQ(rules.size(), 1u);
    EXPECT_EQ(TruthText(rules[0].conditions[0].value), c.has) << c.action << c.members;
  }
  // A parent of another type: neither there nor absent, whichever way the path was written.
  for (const char* members : {R"(,"params":{"a":1,"c":1})", R"(,"params":{"a":null,"c":null})"}) {
    EXPECT_NE(Decide(members, "undeclared").decision, Decision::kPermit);
    EXPECT_EQ(TruthText(Decider().Explain()[0].conditions[0].value), "undecidable");
    Decide(members, "declared");
    EXPECT_NE(TruthText(Decider().Explain()[0].conditions[0].value), "false");
  }
}

TEST_F(BindingTest, GivesDefaultsOnlyForWhatIsAbsent) {
  const uint32_t mode = m_.Params("mode", Kind::kString);
  m_.fact(mode).fallback = m_.Text("safe");
  EXPECT_EQ(Params(mode, "{}"), "\"safe\"");
  EXPECT_EQ(Bound(mode, ""), "\"safe\"");
  EXPECT_EQ(Params(mode, R"({"mode":"fast"})"), "\"fast\"");
  EXPECT_EQ(Params(mode, R"({"mode":null})"), "wrong_type");
  EXPECT_EQ(Params(mode, R"({"mode":1})"), "wrong_type");
  EXPECT_EQ(InContext(mode, R"({"mode":"fast"})"), "\"safe\"");
}

TEST_F(BindingTest, BindsBuiltIns) {
  m_.Action("pay_now", {.alias_of = "pay"});
  const uint32_t action = m_.BuiltIn(Source::kAction);
  const uint32_t agent = m_.BuiltIn(Source::kAgent);
  const uint32_t session = m_.BuiltIn(Source::kSession);
  const uint32_t target = m_.BuiltIn(Source::kTarget);
  const uint32_t targets = m_.BuiltIn(Source::kTargets);
  const uint32_t now = m_.BuiltIn(Source::kNow);
  EXPECT_EQ(Bound(action, ""), "\"pay\"");
  EXPECT_EQ(Bound(agent, ""), "\"a\"");
  EXPECT_EQ(Bound(session, ""), "missing");
  EXPECT_EQ(Bound(session, R"(,"session_id":"s")"), "\"s\"");
  EXPECT_EQ(Bound(target, ""), "no_target");
  EXPECT_EQ(Bound(target, R"(,"target":"x")"), "\"x\"");
  EXPECT_EQ(Bound(target, R"(,"targets":["x"])"), "no_target");
  EXPECT_EQ(Bound(targets, R"(,"target":"x")"), "[\"x\"]");
  EXPECT_EQ(Bound(targets, R"(,"targets":["x","y"])"), "[\"x\", \"y\"]");
  EXPECT_EQ(Bound(now, ""), "2026-04-14T11:42:09Z");
  text_ = R"({"agent_id":"a","action":"pay","time":"1970-01-01T00:00:01Z"})";
  Decider().DecideRequest(text_, kNow, true);
  EXPECT_EQ(Text(Decider().value(FactId{now})), "1970-01-01T00:00:01Z");
  // An alias becomes its action before anything is evaluated.
  EXPECT_TRUE(Decide("", "pay_now").permitted());
  EXPECT_EQ(Text(Decider().value(FactId{action})), "\"pay\"");
  EXPECT_EQ(Decider().canonical_action(), "pay");
  EXPECT_EQ(Decider().request().action, "pay_now");
}

// Built-ins are text like any other: longer than the constitution allows, they are over a limit.
TEST_F(BindingTest, BoundsBuiltIns) {
  m_.policy().string_bytes = 300;
  const uint32_t session = m_.BuiltIn(Source::kSession);
  const uint32_t target = m_.BuiltIn(Source::kTarget);
  const uint32_t targets = m_.BuiltIn(Source::kTargets);
  const std::string fits(300, 'x');
  const std::string longer(301, 'x');
  EXPECT_EQ(Bound(session, ",\"session_id\":\"" + fits + "\""), "\"" + fits + "\"");
  EXPECT_EQ(Bound(session, ",\"session_id\":\"" + longer + "\""), "limit_exceeded");
  EXPECT_EQ(Bound(target, ",\"target\":\"" + fits + "\""), "\"" + fits + "\"");
  EXPECT_EQ(Bound(target, ",\"target\":\"" + longer + "\""), "limit_exceeded");
  EXPECT_EQ(Bound(targets, ",\"targets\":[\"a\",\"" + longer + "\"]"), "limit_exceeded");
  EXPECT_EQ(Bound(targets, ",\"target\":\"" + longer + "\""), "limit_exceeded");
}

// ------------------------------------------------------------------------------------------------
// the catalogue

TEST_F(BindingTest, RefusesParametersThatBreakTheCatalogue) {
  const uint32_t values = m_.Texts({"CH", "DE"});
  m_.Params("note", Kind::kString);  // Read by some rule: bound, where others are only looked at.
  m_.Params("list", Kind::kList);
  m_.Action("pay", {.parameters = {{"amount", Kind::kDecimal},
                                   {"any", Kind::kError},
                                   {"count", Kind::kInt},
                                   {"country", Kind::kString, values},
                                   {"list", Kind::kList},
                                   {"map", Kind::kMap},
                                   {"money", Kind::kDecimal, kNone, Encoding::kText},
                                   {"note", Kind::kString}},
                    .flags = kActionClosed});
  m_.Action("pay_now", {.alias_of = "pay"});
  const auto read = [&](const std::string& params, const std::string& action) {
    Decide(",\"params\":" + params, action);
    return RequestErrorText(Decider().request().error);
  };
  const std::pair<const char*, const char*> cases[] = {
      {"{}", "valid"},
      {R"({"amount":1,"any":[{}],"count":2,"country":"CH","list":[1],"map":{"a":1},"money":"1.5","note":"x"})",
       "valid"},
      {R"({"amount":"1"})", "parameter_type"},
      {R"({"amount":null})", "parameter_type"},
      {R"({"count":1.5})", "parameter_type"},
      {R"({"count":1e30})", "parameter_type"},
      {R"({"country":"FR"})", "parameter_type"},
      {R"({"country":1})", "parameter_type"},
      {R"({"list":{}})", "parameter_type"},
      {R"({"map":[]})", "parameter_type"},
      {R"({"money":1.5})", "parameter_type"},
      {R"({"money":"x"})", "parameter_type"},
      {R"({"note":[]})", "parameter_type"},
      {R"({"other":1})", "unknown_parameter"},
      {R"({"Amount":1})", "unknown_parameter"},
      {R"({"\u0061mount":1})", "valid"},
      {R"({"amount":1,"":2})", "unknown_parameter"},
  };
  for (const auto& [params, error] : cases) {
    EXPECT_EQ(read(params, "pay"), error) << params;
    EXPECT_EQ(read(params, "pay_now"), error) << params;
    EXPECT_EQ(read(params, "other"), "valid") << params;
  }
  // Over a limit is not of another type; of another type, it is refused however large.
  std::string large = "[0";
  for (uint32_t i = 0; i < kListItemsDefault; ++i) large += ",0";
  large += "]";
  EXPECT_EQ(read("{\"list\":" + large + "}", "pay"), "valid");
  EXPECT_EQ(read("{\"note\":" + large + "}", "pay"), "parameter_type");
  EXPECT_EQ(read("{\"map\":" + large + "}", "pay"), "parameter_type");
  EXPECT_EQ(read("{\"note\":\"" + std::string(kStringBytesDefault + 1, 'x') + "\"}", "pay"),
            "valid");
  EXPECT_EQ(read("{\"country\":\"" + std::string(kStringBytesDefault + 1, 'x') + "\"}", "pay"),
            "parameter_type");
}

TEST_F(BindingTest, LooksInsideOfParameters) {
  TypeRow texts = TypeOf(Kind::kList);
  texts.items = m_.image().AddType(TypeOf(Kind::kString));
  m_.Params("read", Kind::kList);
  m_.Action("pay", {.parameters = {{"count", Kind::kInt, kNone, Encoding::kNatural, kFieldRequired},
                                   {"read", Kind::kList},
                                   {"texts", Kind::kList}},
                    .flags = kActionClosed});
  m_.Type("pay", "texts", texts);
  m_.Type("pay", "read", texts);
  const auto read = [&](const std::string& params) {
    Decide(",\"params\":" + params, "pay");
    return std::string(RequestErrorText(Decider().request().error));
  };
  EXPECT_EQ(read(R"({"count":1})"), "valid");
  EXPECT_EQ(read("{}"), "missing_parameter");
  EXPECT_EQ(read(R"({"texts":["a"]})"), "missing_parameter");
  for (const char* name : {"texts", "read"}) {
    const auto with = [&](const std::string& value) {
      return read("{\"" + std::string(name) + "\":" + value + ",\"count\":1}");
    };
    EXPECT_EQ(with("[]"), "valid");
    EXPECT_EQ(with(R"(["a","b\u0062"])"), "valid");
    EXPECT_EQ(with(R"(["a",1])"), "parameter_type");
    EXPECT_EQ(with("{}"), "parameter_type");
    std::string large = "[\"\"";
    for (uint32_t i = 0; i < kListItemsDefault; ++i) large += ",\"\"";
    EXPECT_EQ(with(large + "]"), "valid");  // Over a limit is not of another type.
  }
}

TEST_F(BindingTest, ChecksTheCatalogueWhereParamsAreReadAsAWhole) {
  m_.Params("", Kind::kMap);
  m_.Action("pay", {.parameters = {{"amount", Kind::kDecimal}}, .flags = kActionClosed});
  EXPECT_TRUE(Decide(R"(,"params":{"amount":1})").permitted());
  Decide(R"(,"params":{"amount":"1"})");
  EXPECT_EQ(Decider().request().error, RequestError::kParameterType);
  Decide(R"(,"params":{"amount":1,"x":1})");
  EXPECT_EQ(Decider().request().error, RequestError::kUnknownParameter);
}

}  // namespace
}  // namespace bylaw::vm
