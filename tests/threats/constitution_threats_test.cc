// Attacks by the text of a constitution, or by a slip in it: what must not compile, and what has to
// be said. Numbers are those of the list of threats.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pipeline.h"

namespace bylaw::threats {
namespace {

std::string Repeat(const std::string& text, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

// A constitution with one permission `do` on this condition, as a block scalar.
std::string OnCondition(const std::string& condition) {
  return Document(R"(
  facts:
    amount: {type: decimal, from: params}
    verified: {type: bool, from: context}
    status: {type: enum, values: [active, frozen], from: context}
  permitted:
    - id: do
      action: do
      conditions:
        - |-
          )" + condition +
                  "\n");
}

// ---- 33. Signatures and the order of versions come with the service.

TEST(Threats, T33_ContradictoryRulesGoToPeople) {
  const std::string rules = R"(
  permitted:
    - {id: yes, action: [open, both, all]}
  prohibited:
    - {id: never, action: [open, all]}
  escalate:
    - {id: ask, action: [both, all], route_to: desk}
)";
  const std::string routes =
      "  routes:\n    desk: {reviewers: [\"role:desk\"], quorum: 1, expires_in: 1h}\n";
  const std::string fallback =
      "    default: {reviewers: [\"role:chief\"], quorum: 1, expires_in: 1h}\n";
  const Compiled compiled = Compile(Document(rules + routes));
  EXPECT_TRUE(compiled.Says("W0603")) << "the author is told: " << compiled.said;

  Policy unrouted(Document(rules + routes));
  EXPECT_EQ(unrouted.Decide(Request("open")), "ESCALATE conflict never");
  EXPECT_EQ(unrouted.Decide(Request("both")), "ESCALATE conflict ask -> desk");
  EXPECT_EQ(unrouted.Decide(Request("all")), "ESCALATE conflict ask -> desk");
  Policy routed(Document(rules + routes + fallback));
  EXPECT_EQ(routed.Decide(Request("open")), "ESCALATE conflict never -> default");
  EXPECT_EQ(routed.Decide(Request("both")), "ESCALATE conflict ask -> desk");

  Policy ordered(Document("  precedence: [prohibited, escalate, permitted]\n" + rules + routes));
  EXPECT_EQ(ordered.Decide(Request("open")), "DENY matched never");
  EXPECT_EQ(ordered.Decide(Request("both")), "ESCALATE matched ask -> desk");
  EXPECT_EQ(ordered.Decide(Request("all")), "DENY matched never");
}

TEST(Threats, T33_ARuleThatNeverAppliesIsSaid) {
  const std::string kNever[] = {
      "amount < 5 && amount > 10",
      "status == active && status == frozen",
      "verified && !verified",
      "false",
  };
  for (const std::string& condition : kNever) {
    const Compiled compiled = Compile(OnCondition(condition));
    EXPECT_TRUE(compiled.module) << condition << "\n" << compiled.said;
    EXPECT_TRUE(compiled.Says("W0604")) << condition << "\n" << compiled.said;
  }
  for (const char* condition : {"amount < 5 || amount > 10", "amount > 5 && amount < 10"}) {
    EXPECT_FALSE(Compile(OnCondition(condition)).Says("W0604")) << condition;
  }
}

// ---- 34

TEST(Threats, T34_AConditionThatDoesNotParseIsAnError) {
  const Refused kTexts[] = {
      {OnCondition("amount <"), "E0312"},
      {OnCondition("amount 5"), "E0311"},
      {OnCondition("(amount < 5"), "E0310"},
      {OnCondition("amount < 5)"), "E0310"},
      {OnCondition("amount = 5"), "E0306"},
      {OnCondition("amount < 5 and verified"), "E0306"},
      {OnCondition("not verified"), "E0306"},
      {OnCondition("status == \"active"), "E0307"},
      {OnCondition("status == \"\\q\""), "E0308"},
      {OnCondition("amount < 10_000"), "E0309"},
      {OnCondition("amount < 5 # or not"), "E0305"},
      {OnCondition("verified; true"), "E0305"},
      {OnCondition("amount < $5"), "E0305"},
      {OnCondition("&& verified"), "E0312"},
      {OnCondition("verified ? true"), "E0314"},
      {OnCondition(std::string(20'000, '(') + "true" + std::string(20'000, ')')), "E0301"},
      {OnCondition(std::string(300, '(') + "true" + std::string(300, ')')), "E0302"},
      // It parses, and means nothing.
      {OnCondition("amount"), "E0405"},
      {OnCondition("amount == \"5\""), "E0407"},
      {OnCondition("verified == 1"), "E0407"},
      {OnCondition("status == activ"), "E0412"},
      {OnCondition("amount.isSmall()"), "E0402"},
  };
  ExpectRefused(kTexts);
  EXPECT_TRUE(Compile(OnCondition("amount < 5")).module);
}

// ---- 35

TEST(Threats, T35_AMisspeltKeyIsAnError) {
  const std::string rest = "  permitted:\n    - {id: p, action: do}\n";
  const Refused kTexts[] = {
      {Document("  prohibitted:\n    - {id: x, action: do}\n" + rest), "E0202"},
      {Document("  Prohibited:\n    - {id: x, action: do}\n" + rest), "E0202"},
      {Document("  prohibited :\n    - {id: x, acton: do}\n" + rest), "E0202"},
      {Document("  precedance: [prohibited, escalate, permitted]\n" + rest), "E0202"},
      {Document("  agent: [\"a-*\"]\n" + rest), "E0202"},
      {Document("  limits: {step: 100}\n" + rest), "E0202"},
      {Document("  facts:\n    a: {type: decimal, form: params}\n" + rest), "E0202"},
      {Document("  facts:\n    a: {type: decimal, from: params, minimum: 0}\n" + rest), "E0202"},
      {Document("  permitted:\n    - {id: p, action: do, condition: [verified]}\n"), "E0202"},
      {Document("  permitted:\n    - {id: p, action: do, conditons: [verified]}\n"), "E0202"},
      {Document("  permitted:\n    - {id: p, action: do, unles: [verified]}\n"), "E0202"},
      {Document("  permitted:\n    - {id: p, action: do, target: [x]}\n"), "E0202"},
      {Document("  actions:\n    do: {close: true}\n" + rest), "E0202"},
      {Document("  actions:\n    do: {alias: [make]}\n" + rest), "E0202"},
      {Document("  escalate:\n    - {id: e, action: do, route: desk}\n"), "E0202"},
      {Document("  escalate:\n    - {id: e, action: do, route_to: desk}\n"
                "  routes:\n    desk: {reviewer: [\"role:d\"], quorum: 1, expires_in: 1h}\n"),
       "E0202"},
      {"constitution:\n  id: x\n  permitted:\n    - {id: p, action: do}\nconstitutoin: {}\n",
       "E0202"},
      // A key spelt right, twice, hides one of the two.
      {Document(rest + "  prohibited:\n    - {id: x, action: do}\n  prohibited:\n"
                       "    - {id: y, action: other}\n"),
       "E0112"},
      {Document("  permitted:\n    - {id: p, action: do, conditions: [verified], "
                "conditions: [amount < 5]}\n"),
       "E0112"},
  };
  ExpectRefused(kTexts);
  EXPECT_TRUE(Compile(Document(rest)).module);
}

// ---- 36, as far as a constitution can be the attack.

TEST(Threats, T36_DeepAndHugeConstitutionsAreRefused) {
  const Refused kTexts[] = {
      {Document("  permitted: " + std::string(100'000, '[') + "\n"), "E0108"},
      {Document("  permitted: " + Repeat("{a: ", 100'000) + "\n"), "E0108"},
      {OnCondition("amount < " + std::string(20'000, '1')), "E0301"},
      {OnCondition(std::string(300, '!') + "verified"), "E0302"},
  };
  ExpectRefused(kTexts);
  // What could take too long is not compiled, however innocent each part.
  std::string rules =
      "  facts:\n    memo: {type: string, from: params}\n  limits: {string_bytes: 1000000}\n"
      "  permitted:\n";
  for (int i = 0; i < 40; ++i) {
    rules += "    - {id: p" + std::to_string(i) + ", action: do, conditions: ['memo.matches(\"a{" +
             std::to_string(i + 1) + "}\")']}\n";
  }
  const Refused kCostly[] = {{Document(rules), "E0507"}};
  ExpectRefused(kCostly);
}

// ---- 48

TEST(Threats, T48_ConditionsEmptiedByACommentAreAnError) {
  const Refused kTexts[] = {
      {Document("  permitted:\n    - id: p\n      action: do\n      conditions: # [verified]\n"),
       "E0117"},
      {Document("  permitted:\n    - id: p\n      action: do\n      conditions:\n"
                "        # - verified\n        # - amount < 5\n"),
       "E0117"},
      {Document("  permitted:\n    - id: p\n      conditions:\n      action: do\n"), "E0117"},
      {Document("  permitted:\n    - {id: p, action: do, conditions: }\n"), "E0117"},
      {Document("  permitted:\n    - {id: p, action: do, conditions: []}\n"), "E0205"},
      {Document("  permitted:\n    - {id: p, action: do, conditions: [\n      # verified\n"
                "      ]}\n"),
       "E0205"},
      {Document("  permitted:\n    - {id: p, action: do, conditions: null}\n"), "E0117"},
      {Document("  permitted:\n    - {id: p, action: do, conditions: ~}\n"), "E0117"},
      {Document("  permitted:\n    - {id: p, action: do, conditions: ['']}\n"), "E0205"},
      {Document("  permitted:\n    - {id: p, action: do, conditions: ['  ']}\n"), "E0205"},
      {Document("  permitted:\n    - id: p\n      action: do\n      conditions:\n"
                "        - # verified\n"),
       "E0117"},
      {Document("  permitted:\n    - id: p\n      action: do\n      targets: # [team]\n"), "E0117"},
      {Document("  permitted:\n    - {id: p, action: do, targets: []}\n"), "E0205"},
      {Document("  permitted:\n    - {id: p, action: do}\n  prohibited: # all of them\n"), "E0117"},
      {Document("  permitted:\n    - {id: p, action: do}\n  agents: # [a]\n"), "E0117"},
      {Document("  permitted:\n    - {id: p, action: do}\n  agents: []\n"), "E0205"},
  };
  ExpectRefused(kTexts);
  EXPECT_TRUE(Compile(Document("  permitted:\n    - id: p # one\n      action: do\n"
                               "      conditions: # both\n        - verified # by a person\n"))
                  .module);
}

// ---- 49. What an import brings comes with imports; until then none is read.

TEST(Threats, T49_ANameSpeltLikeAnEnumValueIsAnError) {
  const std::string status = "    status: {type: enum, values: [active, frozen], from: context}\n";
  const std::string rule =
      "  permitted:\n    - {id: p, action: do, conditions: "
      "[status == active]}\n";
  EXPECT_TRUE(Compile(Document("  facts:\n" + status + rule)).module);
  const Refused kTexts[] = {
      // With it `status == active` would compare with what the agent says.
      {Document("  facts:\n" + status + "    active: {type: string, from: params}\n" + rule),
       "E0213"},
      {Document("  facts:\n    active: {type: bool, from: params}\n" + status + rule), "E0213"},
      {Document("  facts:\n" + status + "  constants: {active: \"frozen\"}\n" + rule), "E0213"},
      {Document("  facts:\n" + status + "  define: {active: 'params.x == 1'}\n" + rule), "E0213"},
      {Document("  facts:\n    s: {type: enum, values: [now, later], from: context}\n"
                "  permitted:\n    - {id: p, action: do, conditions: [s == now]}\n"),
       "E0213"},
      // Not declared, in the article's style: the word is a symbol in one rule, a name in another.
      {Document("  permitted:\n    - {id: p, action: do, conditions: [status == active]}\n"
                "    - {id: q, action: see, conditions: [active]}\n"),
       "E0414"},
      {Document("  import: [../elsewhere/part.yaml]\n" + rule), "E0229"},
  };
  ExpectRefused(kTexts);
}

// ---- 50

TEST(Threats, T50_InvisibleAndBidirectionalCharactersAreAnError) {
  const char* const kCharacters[] = {
      "\u200b", "\u200c", "\u200d", "\u200e", "\u200f",     "\u2060",     "\u2063",
      "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",     "\u2066",     "\u2067",
      "\u2068", "\u2069", "\u061c", "\u00ad", "\u034f",     "\u115f",     "\u180e",
      "\u3164", "\uffa0", "\ufe0f", "\ufff9", "\U000e0001", "\U000e0041", "\U000e0100"};
  for (const std::string character : kCharacters) {
    const std::string kPlaces[] = {
        Document("  permitted:\n    - {id: p, action: \"do" + character + "\"}\n"),
        Document("  permitted:\n    - {id: \"p" + character + "\", action: do}\n"),
        Document("  permitted" + character + ":\n    - {id: p, action: do}\n"),
        Document("  permitted:\n    - {id: p, action: do, reason: \"as " + character +
                 "agreed\"}\n"),
        Document("  permitted:\n    - {id: p, action: do, targets: [\"team" + character + "\"]}\n"),
        OnCondition("amount < 5" + character),
        OnCondition("params.name == \"a" + character + "b\""),
        OnCondition("am" + character + "ount < 5"),
    };
    for (const std::string& text : kPlaces) {
      const Compiled compiled = Compile(text);
      EXPECT_FALSE(compiled.module) << text;
      EXPECT_TRUE(compiled.Says("E0104")) << text << "\n" << compiled.said;
    }
  }
  const Refused kControls[] = {
      {Document("  permitted:\n    - {id: p, action: \"do\x7f\"}\n"), "E0103"},
      {Document("  permitted:\n    - {id: p, action: \"do\x1b[2K\"}\n"), "E0103"},
      {Document(std::string("  permitted:\n    - {id: p, action: \"do\0\"}\n", 43)), "E0103"},
      {Document("  permitted:\n    - {id: p, action: \"do\xc3\x28\"}\n"), "E0102"},
      // A look-alike is visible; but no action may be called so.
      {Document("  permitted:\n    - {id: p, action: d\u043e}\n"), "E0212"},
  };
  ExpectRefused(kControls);
}

}  // namespace
}  // namespace bylaw::threats
