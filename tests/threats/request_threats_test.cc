// Attacks by the request: each on the reference constitution, in the article's words and declared,
// or on a small constitution where the attack needs more. Numbers are those of the list of threats.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "pipeline.h"

namespace bylaw::threats {
namespace {

const std::string kGood = R"({"identity_verified":true,"account_status":"active"})";

std::string Pay(const std::string& params, const std::string& context = kGood) {
  return Request("initiate_payment", params, context);
}
std::string PayAmount(const std::string& amount) {
  return Pay(R"({"amount":)" + amount + "}");
}

// The article's rules have no ids: what its strict variant calls them.
std::string PositionalIds(std::string text) {
  static const std::pair<std::string, std::string> kIds[] = {
      {"show-balance", "permitted[0]"},     {"pay-small", "permitted[1]"},
      {"no-credit-limit", "prohibited[0]"}, {"no-third-parties", "prohibited[1]"},
      {"pay-large", "escalate[0]"},
  };
  for (const auto& [id, positional] : kIds) {
    const size_t at = text.find(" " + id);
    if (at != std::string::npos) text.replace(at + 1, id.size(), positional);
  }
  return text;
}

void ExpectOfArticle(std::vector<Case> cases) {
  SCOPED_TRACE("the article's text");
  for (Case& c : cases) c.expected = PositionalIds(c.expected);
  Policy policy(Article());
  ExpectAll(policy, cases);
}
void ExpectOfStrict(const std::vector<Case>& cases) {
  SCOPED_TRACE("the strict text");
  Policy policy(Strict(), true);
  ExpectAll(policy, cases);
}
void ExpectOfBoth(const std::vector<Case>& cases) {
  ExpectOfArticle(cases);
  ExpectOfStrict(cases);
}

void ExpectAmounts(const std::vector<std::string>& amounts, const std::string& expected) {
  std::vector<Case> cases;
  for (const std::string& amount : amounts) cases.push_back({PayAmount(amount), expected});
  ExpectOfBoth(cases);
}

constexpr char kPermit[] = "PERMIT matched pay-small";
constexpr char kEscalate[] = "ESCALATE matched pay-large -> senior_ops";
constexpr char kUndecidable[] = "DENY undecidable pay-large";
constexpr char kNoRule[] = "DENY no_rule";

// What the attacks are attempts to get, and to get around.
TEST(Threats, T00_TheReferenceDecidesAsWritten) {
  ExpectOfBoth(
      {{PayAmount("2500"), kPermit},
       {PayAmount("9999.99"), kPermit},
       {PayAmount("10000"), kEscalate},
       {PayAmount("15000"), kEscalate},
       {Request("modify_credit_limit", R"({"amount":1})", kGood), "DENY matched no-credit-limit"}});
}

TEST(Threats, T01_AmountAsAStringIsNeverCoerced) {
  ExpectAmounts({R"("15000")", R"("2500")", R"("0")", R"("-1")", R"("1e3")", R"("0x10")",
                 R"("2500 ")", R"("\u0032500")", R"("two thousand")"},
                kUndecidable);
}

TEST(Threats, T02_AmountNullIsDenied) {
  ExpectAmounts({"null", R"("null")"}, kUndecidable);
}

TEST(Threats, T03_AmountOfEmptyOrBlankTextIsDenied) {
  ExpectAmounts({R"("")", R"(" ")", R"("\t")", R"("\u0000")", R"("\u00a0")"}, kUndecidable);
}

TEST(Threats, T04_AmountTrueIsDenied) {
  ExpectAmounts({"true", "false"}, kUndecidable);
}

TEST(Threats, T05_AmountAsListOrObjectIsDenied) {
  ExpectAmounts({"[]", "[15000]", "[2500]", "{}", R"({"amount":2500})", R"({"value":2500})",
                 "[[2500]]", R"({"$numberDecimal":"2500"})"},
                kUndecidable);
}

TEST(Threats, T06_AbsentIsNotZero) {
  ExpectOfBoth(
      {{Pay("{}"), kUndecidable},
       {Pay(R"({"destination":"external-account"})"), kUndecidable},
       {R"({"agent_id":"lending-agent-v2","action":"initiate_payment","context":)" + kGood + "}",
        kUndecidable},
       {R"({"agent_id":"lending-agent-v2","action":"initiate_payment"})", kUndecidable}});
}

TEST(Threats, T07_NegativeAmountsWhereMinSaysSoAndMinusZero) {
  const std::vector<Case> zeros = {{PayAmount("0"), kPermit},
                                   {PayAmount("-0"), kPermit},
                                   {PayAmount("-0.0"), kPermit},
                                   {PayAmount("-0e5"), kPermit}};
  ExpectOfBoth(zeros);
  ExpectOfStrict({{PayAmount("-15000"), kUndecidable},
                  {PayAmount("-0.01"), kUndecidable},
                  {PayAmount("-1e-7"), kUndecidable}});
  // The article's text declares no `min`, and -15000 < 10000.
  ExpectOfArticle({{PayAmount("-15000"), kPermit}});

  Policy positive(Document(R"(
  facts:
    amount: {type: decimal, from: params, min: 0.01, max: 500}
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: pay, action: initiate_payment}
  prohibited:
    - {id: far-too-much, action: initiate_payment, conditions: [amount > 400]}
)"));
  const Case bounds[] = {
      {PayAmount("0.01"), "PERMIT matched pay"},
      {PayAmount("0.009"), "DENY undecidable far-too-much"},
      {PayAmount("0"), "DENY undecidable far-too-much"},
      {PayAmount("-0"), "DENY undecidable far-too-much"},
      {PayAmount("500"), "DENY matched far-too-much"},
      {PayAmount("500.01"), "DENY undecidable far-too-much"},
  };
  ExpectAll(positive, bounds);

  Policy zero(Document(R"(
  facts:
    amount: {type: decimal, from: params}
  permitted:
    - {id: nothing, action: initiate_payment, conditions: [amount == 0]}
)"));
  for (const char* same : {"0", "-0", "-0.0", "0e9", "-0E-9"}) {
    EXPECT_EQ(zero.Decide(PayAmount(same)), "PERMIT matched nothing") << same;
  }
}

TEST(Threats, T08_NumbersThatReadAsTenThousandEscalate) {
  ExpectAmounts({"10000", "1e4", "10000.0", "1.0E4", "1E+4", "100e2", "0.1e5", "1000000e-2",
                 "10000.000", "10000.01", "1e5"},
                kEscalate);
  ExpectAmounts({"1e3", "9.99999e3", "9999.9999", "999999e-2", "0.9E4"}, kPermit);
}

TEST(Threats, T09_NumbersThatDoNotSurviveCanonicalJsonAreRefused) {
  ExpectAmounts({"9999.999999999999999", "9999.9999999999999999", "10000.000000000000001",
                 "12345678901234567890", "0.1000000000000000055", "9007199254740993",
                 "1.00000000000000001e4"},
                "DENY invalid_request number");
  // Wherever it stands.
  ExpectOfBoth(
      {{Pay(R"({"amount":1,"x":[{"y":9999.999999999999999}]})"), "DENY invalid_request number"}});
}

TEST(Threats, T10_NumbersThatAreNoneAreRefused) {
  ExpectAmounts({"1e400", "-1e400", "99999999999999999999", "1e999999999", "1e99999999999999999999",
                 "1e-400", "5e-325"},
                "DENY invalid_request number");
  ExpectAmounts({"NaN", "Infinity", "-Infinity", "nan", "inf", "0x10", "+1", ".5", "1.", "01", "-",
                 "1e", "1_000", "1,000", "1 000", "1n"},
                "DENY invalid_request syntax");
}

TEST(Threats, T11_DuplicateKeysAreRefusedHoweverSpelt) {
  const std::string duplicate = "DENY invalid_request duplicate_member";
  const std::string head = R"({"agent_id":"lending-agent-v2","action":"initiate_payment",)";
  ExpectOfBoth({
      {Pay(R"({"amount":15000,"amount":1})"), duplicate},
      {Pay(R"({"amount":1,"amount":1})"), duplicate},
      {Pay(R"({"amount":15000,"\u0061mount":1})"), duplicate},
      {Pay(R"({"\u0061\u006dount":15000,"a\u006Dount":1})"), duplicate},
      {Pay(R"({"amount":1,"a":{"b":{"c":1,"\u0063":2}}})"), duplicate},
      {Pay(R"({"amount":1,"list":[0,{"x":1,"x":2}]})"), duplicate},
      {Pay(R"({"amount":1,"":1,"":2})"), duplicate},
      {Pay(R"({"amount":1,"/":1,"\/":2})"), duplicate},
      {Pay(R"({"amount":1,"é":1,"\u00e9":2})"), duplicate},
      {Pay(R"({"amount":1,"😀":1,"\ud83d\ude00":2})"), duplicate},
      {Pay(R"({"amount":1})",
           R"({"identity_verified":false,"identity_verified":true,"account_status":"active"})"),
       duplicate},
      {head + R"("params":{"amount":15000},"params":{"amount":1}})", duplicate},
      {head + R"("action":"display_account_balance"})", duplicate},
      {head + R"("\u0061ction":"display_account_balance"})", duplicate},
      {head + R"("context":)" + kGood + R"(,"context":{}})", duplicate},
      // Not the same key: nothing is normalised.
      {Pay(R"({"amount":1,"Amount":15000,"e\u0301":1,"\u00e9":2})"), kPermit},
  });
}

TEST(Threats, T12_AnotherSpellingIsAnotherAction) {
  const std::string name = "DENY invalid_request name";
  const std::string good = R"({"amount":2500})";
  ExpectOfBoth({
      {Request("Initiate_Payment", good, kGood), kNoRule},
      {Request("INITIATE_PAYMENT", good, kGood), kNoRule},
      {Request("initiate-payment", good, kGood), kNoRule},
      {Request("initiate_payment;", good, kGood), kNoRule},
      {Request("initiate_payment*", good, kGood), kNoRule},
      {Request("initiate_*", good, kGood), kNoRule},
      {Request("*", good, kGood), kNoRule},
      {Request("initiate_payment ", good, kGood), name},
      {Request(" initiate_payment", good, kGood), name},
      {Request(R"(initiate_payment\u0000)", good, kGood), name},
      {Request(R"(initiate_payment\n)", good, kGood), name},
      {Request(R"(initiate\u200b_payment)", good, kGood), name},
      {Request("initiate_payment\u200b", good, kGood), name},
      {Request("initiate_payment\ufeff", good, kGood), name},
      {Request("", good, kGood), name},
      // An escape that spells the same bytes is the same name.
      {Request(R"(\u0069nitiate_payment)", good, kGood), kPermit},
      {Request(R"(Modify_credit_limit)", good, kGood), kNoRule},
  });
}

TEST(Threats, T13_LookAlikesAreOtherActionsAndOtherValues) {
  const std::string name = "DENY invalid_request name";
  const std::string good = R"({"amount":2500})";
  const auto status = [&](const std::string& text) {
    return Pay(good, R"({"identity_verified":true,"account_status":")" + text + "\"}");
  };
  ExpectOfBoth({
      {Request("\u0456nitiate_payment", good, kGood), name},  // Cyrillic i.
      {Request("initiate_p\u0430yment", good, kGood), name},  // Cyrillic a.
      {Request(R"(initiate_p\u0430yment)", good, kGood), name},
      {Request("\uff49nitiate_payment", good, kGood), name},   // Full-width i.
      {Request("i\u0307nitiate_payment", good, kGood), name},  // With a combining dot.
      {status("active"), kPermit},
      {status("\u0430ctive"), kNoRule},
      {status("\uff41ctive"), kNoRule},
      {status("Active"), kNoRule},
      {status("active "), kNoRule},
      {status("active\u200b"), kNoRule},
      {status(R"(active\u0000)"), kNoRule},
  });

  Policy composed(Document(R"(
  facts:
    city: {type: string, from: params}
  permitted:
    - {id: send, action: send, conditions: ['city == "Orl\u00e9ans"']}
)"));
  const Case forms[] = {
      {Request("send", "{\"city\":\"Orl\u00e9ans\"}"), "PERMIT matched send"},
      {Request("send", R"({"city":"Orl\u00e9ans"})"), "PERMIT matched send"},
      {Request("send", "{\"city\":\"Orle\u0301ans\"}"), kNoRule},
      {Request("send", "{\"city\":\"Orleans\"}"), kNoRule},
  };
  ExpectAll(composed, forms);
}

TEST(Threats, T14_AliasesOnlyAsDeclared) {
  const std::string good = R"({"amount":2500})";
  ExpectOfBoth({
      {Request("transfer_money", good, kGood), kNoRule},
      {Request("pay", good, kGood), kNoRule},
      {Request("run_tool", R"({"tool":"initiate_payment","amount":2500})", kGood), kNoRule},
      {Request("update_credit_limit", good, kGood), kNoRule},
  });

  Policy aliased(Document(R"(
  facts:
    amount: {type: decimal, from: params, min: 0}
  precedence: [prohibited, escalate, permitted]
  actions:
    initiate_payment: {aliases: [transfer_money]}
    modify_credit_limit: {aliases: [set_limit]}
  permitted:
    - {id: small, action: initiate_payment, conditions: [amount < 10000]}
    - {id: tools, action: "set_*"}
  prohibited:
    - {id: limit, action: modify_credit_limit}
  escalate:
    - {id: large, action: initiate_payment, conditions: [amount >= 10000], route_to: desk}
  routes:
    desk: {reviewers: ["role:desk"], quorum: 1, expires_in: 1h}
)"));
  const Case cases[] = {
      {Request("transfer_money", good), "PERMIT matched small"},
      {Request("transfer_money", R"({"amount":15000})"), "ESCALATE matched large -> desk"},
      {Request("transfer_money", R"({"amount":"15000"})"), "DENY undecidable large"},
      {Request("Transfer_money", good), kNoRule},
      {Request("transfer_money2", good), kNoRule},
      // An alias is its action, also where a pattern would take its own name.
      {Request("set_limit", good), "DENY matched limit"},
      {Request("set_colour", good), "PERMIT matched tools"},
  };
  ExpectAll(aliased, cases);
  aliased.Decide(Request("transfer_money", good));
  EXPECT_EQ(aliased.context().canonical_action(), "initiate_payment");
  EXPECT_EQ(aliased.context().request().action, "transfer_money");
}

TEST(Threats, T15_OnlyTheDeclaredPathIsRead) {
  ExpectOfBoth({
      {Pay(R"({"amount":15000,"Amount":1,"AMOUNT":1,"amount ":1,"amount_eur":1})"), kEscalate},
      {Pay(R"({"amount":15000,"params":{"amount":1},"payment":{"amount":1}})"), kEscalate},
      {Pay(R"({"params":{"amount":1}})"), kUndecidable},
      {Pay(R"({"params.amount":1})"), kUndecidable},
      {Pay(R"({"Amount":1})"), kUndecidable},
      {Pay(R"({"amount\u0000":1})"), kUndecidable},
      {Pay(R"({"":{"amount":1}})"), kUndecidable},
      {R"({"agent_id":"lending-agent-v2","action":"initiate_payment","amount":1,"context":)" +
           kGood + "}",
       "DENY invalid_request unknown_member"},
      {R"({"agent_id":"lending-agent-v2","action":"initiate_payment","Params":{"amount":1}})",
       "DENY invalid_request unknown_member"},
      {R"({"agent_id":"lending-agent-v2","action":"initiate_payment","params":[{"amount":1}]})",
       "DENY invalid_request member_type"},
  });

  Policy paths(Document(R"(
  facts:
    country: {type: string, from: params.payee.country}
    memo: {type: string, from: params}
    amount: {type: decimal, from: params}
  precedence: [prohibited, escalate, permitted]
  actions:
    wire: {params: {amount: decimal, memo: string}, closed: true}
  permitted:
    - {id: remit, action: remit, conditions: ['country == "DE"']}
    - {id: ship, action: ship}
    - {id: wire, action: wire}
  prohibited:
    - {id: embargo, action: ship, conditions: ['params.payee.country in ["KP", "IR"]']}
)"));
  const Case cases[] = {
      {Request("remit", R"({"payee":{"country":"DE"}})"), "PERMIT matched remit"},
      {Request("remit", R"({"payee.country":"DE"})"), kNoRule},
      {Request("remit", R"({"payee.country":"DE","payee":{"country":"KP"}})"), kNoRule},
      {Request("remit", R"({"payee":{"payee":{"country":"DE"}}})"), kNoRule},
      {Request("remit", R"({"country":"DE"})"), kNoRule},
      {Request("remit", R"({"payee":[{"country":"DE"}]})"), kNoRule},
      {Request("remit", R"({"payee":"{\"country\":\"DE\"}"})"), kNoRule},
      {Request("ship", R"({"payee":{"country":"DE"}})"), "PERMIT matched ship"},
      {Request("ship", R"({"payee":{"country":"KP"}})"), "DENY matched embargo"},
      {Request("ship", R"({"payee":{"country":"KP"},"payee.country":"DE"})"),
       "DENY matched embargo"},
      {Request("ship", R"({"payee.country":"DE"})"), "DENY undecidable embargo"},
      {Request("ship", R"({"payee":{"Country":"DE"}})"), "DENY undecidable embargo"},
      {Request("wire", R"({"amount":5,"memo":"rent"})"), "PERMIT matched wire"},
      {Request("wire", R"({"amount":5})"), "PERMIT matched wire"},
      {Request("wire", R"({"amount":5,"Memo":"rent"})"), "DENY invalid_request unknown_parameter"},
      {Request("wire", R"({"amount":5,"":0})"), "DENY invalid_request unknown_parameter"},
      {Request("wire", R"({"amount":5,"amount.eur":6})"), "DENY invalid_request unknown_parameter"},
      {Request("wire", R"({"amount":"5"})"), "DENY invalid_request parameter_type"},
      {Request("wire", R"({"amount":5,"memo":null})"), "DENY invalid_request parameter_type"},
  };
  ExpectAll(paths, cases);
}

TEST(Threats, T16_VerifiedIsTrueAndNothingElse) {
  std::vector<Case> cases;
  for (const char* value : {R"("true")", "1", R"("false")", "0", "null", "[]", "[true]", "{}",
                            R"("")", R"("yes")", R"({"identity_verified":true})"}) {
    const std::string context =
        R"({"account_status":"active","identity_verified":)" + std::string(value) + "}";
    cases.push_back({Pay(R"({"amount":2500})", context), kNoRule});
    cases.push_back({Request("display_account_balance", "{}", context), kNoRule});
  }
  ExpectOfBoth(cases);
  // Neither the permission nor its negation: the condition is undecidable.
  Policy strict(Strict(), true);
  strict.Decide(Request("display_account_balance", "{}", R"({"identity_verified":"true"})"));
  EXPECT_EQ(strict.Outcomes(), "show-balance:undecidable");

  Policy negated(Document(R"(
  facts:
    identity_verified: {type: bool, from: context}
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: open, action: open}
  prohibited:
    - {id: unverified, action: open, unless: [identity_verified]}
)"));
  for (const char* value : {R"("true")", "1", R"("false")", "0", "null", "[]", "{}"}) {
    EXPECT_EQ(negated.Decide(
                  Request("open", "{}", R"({"identity_verified":)" + std::string(value) + "}")),
              "DENY undecidable unverified")
        << value;
  }
  EXPECT_EQ(negated.Decide(Request("open", "{}", R"({"identity_verified":true})")),
            "PERMIT matched open");
  EXPECT_EQ(negated.Decide(Request("open", "{}", R"({"identity_verified":false})")),
            "DENY matched unverified");
}

// What the agent says of itself, against what the host says or does not say.
std::vector<Case> SelfMadeFacts() {
  const std::string said = R"({"amount":2500,"identity_verified":true,"account_status":"active"})";
  return {
      {Pay(said, "{}"), kNoRule},
      {Pay(said, R"({"account_status":"active"})"), kNoRule},
      {Pay(said, R"({"identity_verified":true})"), kNoRule},
      {Pay(said, R"({"identity_verified":false,"account_status":"active"})"), kNoRule},
      {Pay(said, R"({"identity_verified":true,"account_status":"frozen"})"), kNoRule},
      {Pay(said, R"({"identity_verified":null,"account_status":"active"})"), kNoRule},
      {Request("display_account_balance", R"({"identity_verified":true})"), kNoRule},
      {Request("display_account_balance", R"({"context":{"identity_verified":true}})"), kNoRule},
      {Request("display_account_balance", R"({"context.identity_verified":true})"), kNoRule},
      {R"({"agent_id":"lending-agent-v2","action":"display_account_balance",)"
       R"("identity_verified":true})",
       "DENY invalid_request unknown_member"},
      {R"({"agent_id":"lending-agent-v2","action":"display_account_balance",)"
       R"("params":{},"params.context":{"identity_verified":true}})",
       "DENY invalid_request unknown_member"},
  };
}

TEST(Threats, T17_ContextFactsNeverComeFromParams_TheArticlesText) {
  ExpectOfArticle(SelfMadeFacts());
  // Not declared, and in both: ambiguous, and so nothing is permitted by it.
  ExpectOfArticle({{Pay(R"({"amount":2500,"identity_verified":true})"), kNoRule},
                   {Pay(R"({"amount":2500,"account_status":"active"})"), kNoRule},
                   {Pay(R"({"amount":2500})"), kPermit}});
}

TEST(Threats, T17_ContextFactsNeverComeFromParams_TheStrictText) {
  ExpectOfStrict(SelfMadeFacts());
  // Declared: what params say under the same name is another value, true or not.
  ExpectOfStrict({{Pay(R"({"amount":2500,"identity_verified":false})"), kPermit},
                  {Pay(R"({"amount":2500,"account_status":"frozen"})"), kPermit}});
}

TEST(Threats, T17_ARoleInParamsIsNoRole) {
  for (const char* facts :
       {"", "  facts:\n    role: {type: enum, values: [clerk, admin], from: context}\n"}) {
    Policy policy(Document(std::string(facts) + R"(
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: wipe, action: wipe, conditions: [role == admin]}
    - {id: list, action: list}
  prohibited:
    - {id: clerks, action: list, unless: [role == admin]}
)"));
    const Case cases[] = {
        {Request("wipe", "{}", R"({"role":"admin"})"), "PERMIT matched wipe"},
        {Request("wipe", R"({"role":"admin"})"), kNoRule},
        {Request("wipe", R"({"role":"admin"})", R"({"role":"clerk"})"), kNoRule},
        {Request("wipe", R"({"role":"admin"})", R"({"role":null})"), kNoRule},
        {Request("list", "{}", R"({"role":"admin"})"), "PERMIT matched list"},
        {Request("list", R"({"role":"admin"})"), "DENY undecidable clerks"},
    };
    SCOPED_TRACE(*facts == '\0' ? "undeclared" : "declared");
    ExpectAll(policy, cases);
    const std::string both = policy.Decide(Request("list", R"({"role":"admin"})",  //
                                                   R"({"role":"clerk"})"));
    EXPECT_EQ(both.substr(0, 5), "DENY ") << both;
  }
}

// ---- 36: bounded time and memory, whatever the request holds.

double MinSeconds(Policy& policy, const std::string& request) {
  double least = 1e9;
  for (int i = 0; i < 7; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    policy.context().DecideRequest(request, kNow);
    least = std::min(
        least, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return least;
}

TEST(Threats, T36_DeepNestingIsRefused) {
  const auto nested = [](size_t depth, char open, char close) {
    return R"({"amount":1,"x":)" + std::string(depth, open) + std::string(depth, close) + "}";
  };
  const std::string depth = "DENY invalid_request depth";
  ExpectOfBoth({{Pay(nested(10, '[', ']')), kPermit},
                {Pay(nested(65, '[', ']')), depth},
                {Pay(nested(100'000, '[', ']')), depth},
                // Not closed at all: refused before the end is looked for.
                {Pay(R"({"x":)" + std::string(400'000, '[')), depth}});
  std::string objects = "1";
  for (int i = 0; i < 100; ++i) objects = R"({"x":)" + objects + "}";
  ExpectOfBoth({{Pay(R"({"amount":1,"x":)" + objects + "}"), depth}});
}

TEST(Threats, T36_LongTextIsRefusedOrUndecidable) {
  const std::string size = "DENY invalid_request size";
  const std::string long_text = '"' + std::string(10u << 20, 'x') + '"';
  ExpectOfBoth({{Pay(R"({"amount":1,"memo":)" + long_text + "}"), size},
                {Pay(R"({"amount":)" + long_text + "}"), size},
                {Request(std::string(10u << 20, 'a')), size},
                {Request(std::string(257, 'a')), "DENY invalid_request name"},
                {std::string(10u << 20, ' '), size}});

  Policy bounded(Document(R"(
  limits: {string_bytes: 100}
  facts:
    memo: {type: string, from: params}
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: mail, action: mail}
  prohibited:
    - {id: secrets, action: mail, conditions: ['memo.contains("secret")']}
    - {id: more-secrets, action: mail, conditions: ['has(params.x) && params.x.contains("secret")']}
)"));
  const auto memo = [](const std::string& text) {
    return Request("mail", R"({"memo":")" + text + "\"}");
  };
  const Case cases[] = {
      {memo("hello"), "PERMIT matched mail"},
      {memo("a secret"), "DENY matched secrets"},
      {memo(std::string(100, 'x')), "PERMIT matched mail"},
      {memo(std::string(101, 'x')), "DENY undecidable secrets"},
      {memo(std::string(500'000, 'x') + "secret"), "DENY undecidable secrets"},
      {Request("mail", R"({"memo":"","x":")" + std::string(101, 'x') + "\"}"),
       "DENY undecidable more-secrets"},
  };
  ExpectAll(bounded, cases);
}

TEST(Threats, T36_ManyMembersTakeLinearTime) {
  const auto members = [](size_t count) {
    std::string params = R"({"amount":1)";
    for (size_t i = 0; i < count; ++i) params += ",\"k" + std::to_string(i) + "\":0";
    return Pay(params + "}");
  };
  ExpectOfBoth({{members(40'000), kPermit}, {members(70'000), "DENY invalid_request count"}});
  std::string list = R"({"amount":1,"x":[0)";
  for (int i = 0; i < 70'000; ++i) list += ",0";
  ExpectOfBoth({{Pay(list + "]}"), "DENY invalid_request count"}});

  // Were each member compared with each, eight times as many would take 64 times as long.
  Policy policy(Strict());
  const double few = MinSeconds(policy, members(5'000));
  const double many = MinSeconds(policy, members(40'000));
  EXPECT_LT(many, 24 * few) << few << " s and " << many << " s";
}

TEST(Threats, T36_RegularExpressionsDoNotBacktrack) {
  Policy policy(Document(R"(
  facts:
    code: {type: string, from: params}
    tag: {type: string, from: params, pattern: "(x+x+)+y"}
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: put, action: put}
    - {id: tag, action: tag, conditions: ['tag != ""']}
  prohibited:
    - {id: bad, action: put, conditions: ['code.matches("^(a+)+$")']}
    - {id: worse, action: put, conditions: ['code.matches("^(a|a)*b$")']}
)"));
  const std::string a(15'000, 'a');  // A backtracking matcher would never come back.
  const Case cases[] = {
      {Request("put", R"({"code":")" + a + "!\"}"), "PERMIT matched put"},
      {Request("put", R"({"code":")" + a + "\"}"), "DENY matched bad"},
      {Request("put", R"({"code":")" + a + "b\"}"), "DENY matched worse"},
      {Request("put", R"({"code":")" + a + a + "\"}"), "DENY undecidable bad"},
      {Request("tag", R"({"tag":")" + std::string(15'000, 'x') + "\"}"), kNoRule},
      {Request("tag", R"({"tag":"xxy"})"), "PERMIT matched tag"},
  };
  ExpectAll(policy, cases);
}

// ---- 41 to 47.

// Lists in macros (`params.to.all(…)`) come with the macros.
TEST(Threats, T41_AnObjectWhereAListIsExpectedIsUndecidable) {
  Policy policy(Document(R"(
  facts:
    labels: {type: list, from: params}
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: post, action: [post, count, first, same]}
  prohibited:
    - {id: secret, action: post, conditions: ['"secret" in labels']}
    - {id: many, action: count, conditions: [labels.size() > 1]}
    - {id: first-secret, action: first, conditions: ['params.labels[0] == "secret"']}
    - {id: just-secret, action: same, conditions: ['params.labels == ["secret"]']}
)"));
  const std::pair<std::string, std::string> kRules[] = {
      {"post", "secret"}, {"count", "many"}, {"first", "first-secret"}, {"same", "just-secret"}};
  for (const auto& [action, rule] : kRules) {
    for (const char* labels : {R"({"public":"yes"})", R"({"0":"public"})", "{}", R"({"length":0})",
                               R"("public")", "0", "null", "true"}) {
      EXPECT_EQ(policy.Decide(Request(action, R"({"labels":)" + std::string(labels) + "}")),
                "DENY undecidable " + rule)
          << action << " " << labels;
    }
    EXPECT_EQ(policy.Decide(Request(action, R"({"labels":["public"]})")), "PERMIT matched post");
  }
  EXPECT_EQ(policy.Decide(Request("post", R"({"labels":["public","secret"]})")),
            "DENY matched secret");
}

// A path that is not declared is as much a list as one that is: the rule looks for an item.
TEST(Threats, T41_AnObjectIsNotSearchedForAnItem) {
  Policy policy(Document(R"(
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: post, action: post}
  prohibited:
    - {id: secret, action: post, conditions: ['"secret" in params.labels']}
)"));
  const Case cases[] = {
      {Request("post", R"({"labels":["public"]})"), "PERMIT matched post"},
      {Request("post", R"({"labels":["secret"]})"), "DENY matched secret"},
      {Request("post", R"({"labels":{"public":true}})"), "DENY undecidable secret"},
      {Request("post", R"({"labels":{"0":"secret"}})"), "DENY undecidable secret"},
      {Request("post", R"({"labels":{}})"), "DENY undecidable secret"},
  };
  ExpectAll(policy, cases);
}

TEST(Threats, T42_ComparisonsAcrossKindsAreUndecidable) {
  Policy policy(Document(R"(
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: do, action: [delete, remit, trade, keep]}
  prohibited:
    - {id: forced, action: delete, conditions: [params.force == true]}
    - {id: embargo, action: remit, conditions: ['params.country in ["KP", "IR"]']}
    - {id: abroad, action: trade, conditions: ['params.country != "DE"']}
    - {id: other, action: keep, unless: ['params.country == "DE"']}
)"));
  struct Dodge {
    const char* action;
    const char* name;
    const char* rule;
    const char* innocent;  // Does not fit the prohibition.
    std::vector<const char*> values;
  };
  const Dodge kDodges[] = {
      {"delete",
       "force",
       "forced",
       "false",
       {R"("true")", "1", R"("false")", "0", "null", "[true]", "{}", R"("")"}},
      {"remit",
       "country",
       "embargo",
       R"("DE")",
       {R"(["KP"])", R"(["DE"])", "null", "1", "true", "{}", R"({"KP":1})", "[]"}},
      {"trade", "country", "abroad", R"("DE")", {R"(["DE"])", "null", "0", "false", "{}", "[]"}},
      {"keep", "country", "other", R"("DE")", {R"(["DE"])", "null", "0", "false", "{}", "[]"}},
  };
  for (const Dodge& dodge : kDodges) {
    const auto request = [&](const std::string& value) {
      return Request(dodge.action, "{\"" + std::string(dodge.name) + "\":" + value + "}");
    };
    EXPECT_EQ(policy.Decide(request(dodge.innocent)), "PERMIT matched do") << dodge.action;
    for (const char* value : dodge.values) {
      EXPECT_EQ(policy.Decide(request(value)), "DENY undecidable " + std::string(dodge.rule))
          << dodge.action << " " << value;
    }
    EXPECT_EQ(policy.Decide(Request(dodge.action)), "DENY undecidable " + std::string(dodge.rule))
        << dodge.action << " with nothing";
  }
  EXPECT_EQ(policy.Decide(Request("delete", R"({"force":true})")), "DENY matched forced");
  EXPECT_EQ(policy.Decide(Request("remit", R"({"country":"KP"})")), "DENY matched embargo");
}

TEST(Threats, T43_AnAllowedTargetBesideAnotherIsDenied) {
  Policy policy(Document(R"(
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: share, action: share, targets: [own_team, partner]}
    - {id: publish, action: publish}
  prohibited:
    - {id: no-press, action: [share, publish], targets: [press]}
)"));
  const auto to = [](const std::string& action, const std::string& targets) {
    return Request(action, "{}", "{}", targets.empty() ? "" : "," + targets);
  };
  const std::string denied = "DENY matched no-press";
  const std::string undecidable = "DENY undecidable no-press";
  const Case cases[] = {
      {to("share", R"("targets":["own_team"])"), "PERMIT matched share"},
      {to("share", R"("target":"partner")"), "PERMIT matched share"},
      {to("share", R"("targets":["own_team","partner"])"), "PERMIT matched share"},
      {to("share", R"("targets":["own_team","stranger"])"), kNoRule},
      {to("share", R"("targets":["stranger","own_team"])"), kNoRule},
      {to("share", R"("targets":["own_team","own_team","stranger"])"), kNoRule},
      {to("share", R"("targets":["own_team","own_team "])"), kNoRule},
      {to("share", R"("targets":["own_team","Partner"])"), kNoRule},
      {to("share", R"("targets":["own_team",""])"), kNoRule},
      {to("share", R"("targets":["own_team,stranger"])"), kNoRule},
      {to("share", R"("targets":["own_team","press"])"), denied},
      {to("share", R"("targets":["press","own_team"])"), denied},
      {to("publish", R"("targets":["web","press"])"), denied},
      {to("publish", R"("target":"press")"), denied},
      {to("publish", R"("target":"web")"), "PERMIT matched publish"},
      // No target, or none in the list, is neither inside nor outside.
      {to("share", ""), undecidable},
      {to("share", R"("targets":[])"), undecidable},
      {to("publish", ""), undecidable},
      {to("publish", R"("targets":[])"), undecidable},
      {Request("share", R"({"targets":["own_team"]})"), undecidable},
      {to("share", R"("target":"own_team","targets":["press"])"), "DENY invalid_request targets"},
      {to("share", R"("target":["own_team"])"), "DENY invalid_request member_type"},
      {to("share", R"("targets":"own_team")"), "DENY invalid_request targets"},
      {to("share", R"("targets":{"own_team":1})"), "DENY invalid_request targets"},
      {to("share", R"("targets":["own_team",5])"), "DENY invalid_request targets"},
      {to("share", R"("targets":["own_team",null])"), "DENY invalid_request targets"},
  };
  ExpectAll(policy, cases);
}

TEST(Threats, T44_AnInvisibleSuffixUnderAPermittedPatternIsRefused) {
  Policy policy(Document(R"(
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: stock, action: "stock.*"}
    - {id: any-read, action: "*.read"}
  prohibited:
    - {id: no-delete, action: "stock.*.delete"}
)"));
  const Case plain[] = {
      {Request("stock.read"), "PERMIT matched any-read"},
      {Request("stock.item.count"), "PERMIT matched stock"},
      {Request("stock.item.delete"), "DENY matched no-delete"},
  };
  ExpectAll(policy, plain);
  for (const char* suffix :
       {"\u200b", "\u200d", "\u2060",    "\ufeff",          "\u00ad",     "\u202e",
        "\u2066", "\u180e", "\u3164",    "\ufe0f",          "\U000e0020", "\U000e0001",
        "\u00a0", " ",      R"(\u200b)", R"(\udb40\udc20)", R"(\u0000)",  R"(\u007f)",
        R"(\t)",  R"(\n)",  R"(\r)"}) {
    EXPECT_EQ(policy.Decide(Request("stock.item.delete" + std::string(suffix))),
              "DENY invalid_request name")
        << "suffix " << suffix;
    EXPECT_EQ(policy.Decide(Request(std::string(suffix) + "stock.item.delete")),
              "DENY invalid_request name")
        << "prefix " << suffix;
    EXPECT_EQ(policy.Decide(Request("stock.item." + std::string(suffix) + "delete")),
              "DENY invalid_request name")
        << "inside " << suffix;
  }
}

TEST(Threats, T45_PrecedenceDecidesAProvokedConflict) {
  const std::string rules = R"(
  facts:
    amount: {type: decimal, from: params, min: 0}
    urgent: {type: bool, from: params}
  permitted:
    - {id: p-free, action: open}
  prohibited:
    - {id: x-never, action: [close, open], conditions: [amount > 5]}
  escalate:
    - {id: e-urgent, action: close, conditions: [urgent], route_to: desk}
  routes:
    desk: {reviewers: ["role:desk"], quorum: 1, expires_in: 1h}
)";
  const std::string plain = Request("close", R"({"amount":9})");
  const std::string provoked = Request("close", R"({"amount":9,"urgent":true})");
  const std::string honest = Request("close", R"({"amount":9,"urgent":false})");

  Policy ordered(Document("  precedence: [prohibited, escalate, permitted]\n" + rules));
  EXPECT_EQ(ordered.Decide(honest), "DENY matched x-never");
  EXPECT_EQ(ordered.Decide(plain), "DENY matched x-never");
  EXPECT_EQ(ordered.Decide(provoked), "DENY matched x-never");
  EXPECT_EQ(ordered.Decide(Request("open", R"({"amount":9,"urgent":true})")),
            "DENY matched x-never");

  // Without an order people decide, which is never a PERMIT; and strict asks for the order.
  Policy open(Document(rules));
  EXPECT_EQ(open.Decide(honest), "DENY matched x-never");
  EXPECT_EQ(open.Decide(provoked), "ESCALATE conflict e-urgent -> desk");
  const std::string review = "  reviewed_by: someone\n  review_date: 2026-01-01\n";
  const Compiled unordered = Compile(Document(review + rules), true);
  EXPECT_FALSE(unordered.module);
  EXPECT_TRUE(unordered.Says("E0418")) << unordered.said;
  const Compiled strict =
      Compile(Document(review + "  precedence: [prohibited, escalate, permitted]\n" + rules), true);
  EXPECT_TRUE(strict.module) << strict.said;
}

TEST(Threats, T46_EmptyAndNullOnBothSidesMatchNothing) {
  Policy policy(Document(R"(
  facts:
    path: {type: string, from: params, min_length: 1}
    home: {type: string, from: context, min_length: 1}
    customer: {type: string, from: params, min_length: 1}
    owner: {type: string, from: context, min_length: 1}
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: read, action: read, conditions: [path.startsWith(home)]}
    - {id: view, action: view, conditions: [customer == owner]}
    - {id: undeclared, action: look, conditions: [params.customer == context.owner]}
    - {id: book, action: book}
  prohibited:
    - {id: elsewhere, action: book, unless: [path.startsWith(home)]}
    - {id: stranger, action: book, unless: [params.customer == context.owner]}
)"));
  const Case cases[] = {
      {Request("read", R"({"path":"/home/a/x"})", R"({"home":"/home/a/"})"), "PERMIT matched read"},
      {Request("read", R"({"path":"/etc/passwd"})", R"({"home":""})"), kNoRule},
      {Request("read", R"({"path":""})", R"({"home":""})"), kNoRule},
      {Request("read", R"({"path":"/etc/passwd"})", R"({"home":null})"), kNoRule},
      {Request("read", R"({"path":"/etc/passwd"})"), kNoRule},
      {Request("view", R"({"customer":"c-1"})", R"({"owner":"c-1"})"), "PERMIT matched view"},
      {Request("view", R"({"customer":""})", R"({"owner":""})"), kNoRule},
      {Request("view", R"({"customer":null})", R"({"owner":null})"), kNoRule},
      {Request("view"), kNoRule},
      {Request("look", R"({"customer":"c-1"})", R"({"owner":"c-1"})"), "PERMIT matched undeclared"},
      {Request("look", R"({"customer":null})", R"({"owner":null})"), kNoRule},
      {Request("look"), kNoRule},
      {Request("book", R"({"path":"/h/x","customer":"c-1"})", R"({"home":"/h/","owner":"c-1"})"),
       "PERMIT matched book"},
      {Request("book", R"({"path":"/h/x","customer":"c-1"})", R"({"home":"","owner":"c-1"})"),
       "DENY undecidable elsewhere"},
      {Request("book", R"({"path":"/h/x","customer":null})", R"({"home":"/h/","owner":null})"),
       "DENY undecidable stranger"},
  };
  ExpectAll(policy, cases);
}

// That an approval by one of the routes leaves the escalation pending comes with the service.
TEST(Threats, T47_EveryRouteOfEveryEscalationMustAgree) {
  const std::string rules = R"(
  facts:
    amount: {type: decimal, from: params, min: 0}
    abroad: {type: bool, from: params}
  permitted:
    - {id: pay, action: pay}
  escalate:
    - {id: e-abroad, action: pay, conditions: [abroad], route_to: junior}
    - {id: e-large, action: pay, conditions: [amount >= 10000], route_to: senior}
    - {id: e-huge, action: pay, conditions: [amount >= 1000000], route_to: [board, senior]}
  routes:
    junior: {reviewers: ["role:junior"], quorum: 1, expires_in: 1h}
    senior: {reviewers: ["role:senior"], quorum: 1, expires_in: 1h}
    board: {reviewers: ["role:board"], quorum: 2, expires_in: 1h}
)";
  Policy policy(Document("  precedence: [prohibited, escalate, permitted]\n" + rules));
  const auto pay = [](const std::string& amount, const std::string& abroad) {
    return Request("pay", R"({"amount":)" + amount + R"(,"abroad":)" + abroad + "}");
  };
  const Case cases[] = {
      {pay("5", "false"), "PERMIT matched pay"},
      {pay("5", "true"), "ESCALATE matched e-abroad -> junior"},
      {pay("10000", "false"), "ESCALATE matched e-large -> senior"},
      {pay("10000", "true"), "ESCALATE matched e-abroad -> junior,senior"},
      {pay("1000000", "true"), "ESCALATE matched e-abroad -> board,junior,senior"},
      // One that cannot be decided is not left to the others.
      {pay("10000", R"("true")"), "DENY undecidable e-abroad"},
      {pay(R"("10000")", "true"), "DENY undecidable e-huge"},
  };
  ExpectAll(policy, cases);

  Policy asking(
      Document("  precedence: [prohibited, escalate, permitted]\n  on_error: escalate\n" + rules));
  EXPECT_EQ(asking.Decide(pay("10000", R"("true")")),
            "ESCALATE undecidable e-abroad -> junior,senior");
  EXPECT_EQ(asking.Decide(pay(R"("10000")", "true")),
            "ESCALATE undecidable e-huge -> board,junior,senior");
}

}  // namespace
}  // namespace bylaw::threats
