// {expressions} in reasons: what is refused and where, and what people then read.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "fixture.h"

namespace bylaw::compiler {
namespace {

constexpr char kFacts[] =
    "amount: {type: decimal, from: params}\n"
    "qty: {type: int, from: params}\n"
    "flag: {type: bool, from: context}\n"
    "name: {type: string, from: params}\n"
    "status: {type: enum, values: [active, frozen], from: context}\n"
    "xs: {type: list, from: params}\n"
    "m: {type: map, from: params}\n"
    "secret: {type: string, from: params.person.name, personal: true}";

constexpr char kMore[] =
    "  constants:\n    ceiling: 5000\n"
    "  define:\n    half: amount / 2\n    large: amount >= ceiling\n"
    "  actions:\n    send: {params: {iban: {type: string, personal: true}}}\n";

// A document with one permission of `do`, whose reason is written as `yaml`.
Compiled WithReason(const std::string& yaml, bool strict = false) {
  return CompileText(Document(kFacts, {}, "      reason: " + yaml + "\n" + kMore), strict);
}

std::string ReasonOf(const Compiled& compiled, std::string_view request) {
  if (!compiled.ok()) return "no module: " + compiled.Said();
  const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
  if (!module) return module.error().Message();
  vm::Context context(*module);
  const vm::Verdict verdict = context.DecideRequest(request, 1'776'166'929'000'000);
  EXPECT_TRUE(verdict.permitted());
  std::string reason;
  context.AppendReason(verdict.rule, reason);
  return reason;
}

struct Case {
  std::string yaml;
  std::string said;
};

TEST(Reason, HoldsTheValuesOfItsExpressions) {
  const std::string request =
      Request(R"({"amount":15000,"qty":3,"name":"EUR","xs":["a",1.50],"m":{"k":"v"}})",
              R"({"flag":true,"status":"active"})");
  const Case cases[] = {
      {"plain text", "plain text"},
      {"'{amount} {name} is above {ceiling}'", "15000 EUR is above 5000"},
      {"'{amount + qty}, {half}, {large}, {flag ? 1 : 2}'", "15003, 7500, true, 1"},
      {"'{name.lowerAscii()} {size(xs)} {xs}'", "eur 2 a, 1.5"},
      {"'{status == active} {m.k} {params.m.k}'", "true v v"},
      {"'{now}'", "2026-04-14T11:42:09Z"},
      {"'{days(2)} {[1, 2].map(x, x * 2)}'", "172800s 2, 4"},
      {"'{action} by {agent_id}'", "do by a"},
      {"'{{amount}} {{{amount}}} }}{{'", "{amount} {15000} }{"},
      {"'{ {\"a\": {\"b\": qty}}.a.b }'", "3"},
      {"'{\"}\" + name + ''}'' + r\"\\\"}'", "}EUR}\\"},
      {"\"{\\\"\\\\\\\"}\\\" + name}\"", "\"}EUR"},
      {"|-\n        {amount // }\n        } of {name}", "15000 of EUR"},
      {">-\n        more than\n        {ceiling -\n        1}", "more than 4999"},
      {"'{\"\"\"a\"}b\"\"\"}'", "a\"}b"},
  };
  for (const Case& c : cases) {
    const Compiled compiled = WithReason(c.yaml);
    EXPECT_EQ(ReasonOf(compiled, request), c.said) << c.yaml;
    EXPECT_TRUE(compiled.diagnostics.empty()) << compiled.Said();
  }
}

TEST(Reason, SaysWhatIsWrittenWhereThereIsNoValue) {
  const Case cases[] = {
      {"'{amount} is above {ceiling}'", "{amount} is above 5000"},
      {"'{ amount + qty }{{}}'", "{ amount + qty }{}"},
      {"'{m.k} {m.?k.orValue(\"none\")} {qty / 0 > 1 || flag}'", "{m.k} none true"},
      {"'{params.none.at.all}'", "{params.none.at.all}"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ReasonOf(WithReason(c.yaml), Request(R"({"m":{},"qty":1})", R"({"flag":true})")),
              c.said)
        << c.yaml;
  }
}

struct Refusal {
  std::string yaml;
  std::string mark;
  std::string help;
};

TEST(Reason, IsRefusedAtThePlaceOfTheMistake) {
  const Refusal cases[] = {
      {"'{amuont} is much'", "W0601 `amuont`", "Did you mean `amount`?"},
      {"'of {name + 1}'", "E0406 `name + 1`", ""},
      {"'of {b\"x\"}'", "E0440 `b\"x\"`", "base64.encode()"},
      {"'of {m}'", "E0440 `m`", "members"},
      {"'of {m.?k}'", "E0440 `m.?k`", "orValue"},
      {"'of {amount >}'", "E0312 `>`", ""},
      {"'of {frozen}'", "E0413 `frozen`", ""},
      {"'of {name == froozen}'", "E0415 `froozen`", ""},
      {"'of {name.endsWith(\"}\")} {amount'", "E0240 `{amount`", "close it"},
      {"'of }'", "E0240 `}`", "}}"},
      {"'of { }'", "E0240 `{ }`", "{{}}"},
      {"|-\n        a\n        b {amount +\n        name}", "E0406 `amount +\n        name`", ""},
      {"\"\\u00e9 {name.startsWith(1)}\"", "E0403 `startsWith`", ""},
  };
  for (const Refusal& c : cases) {
    const Compiled compiled = WithReason(c.yaml);
    ASSERT_EQ(compiled.diagnostics.size(), 1U) << c.yaml << "\n" << compiled.Said();
    EXPECT_EQ(compiled.Marks()[0], c.mark) << compiled.Said();
    EXPECT_NE(compiled.diagnostics[0].help.find(c.help), std::string::npos) << compiled.Said();
  }
}

// Marked, and whatever holds it or lies within it.
TEST(Reason, NeverQuotesWhatIsPersonal) {
  for (const std::string expression :
       {"secret", "size(secret) > 3", "params.person.name", "params.person", "size(params)",
        "params.person.name.first", "has(secret)", "params.iban"}) {
    const Compiled compiled = WithReason("'{" + expression + "} {amount}'");
    EXPECT_EQ(compiled.Marks(), std::vector<std::string>{"W0620 `{" + expression + "}`"})
        << compiled.Said();
    EXPECT_EQ(ReasonOf(compiled, Request(R"({"amount":1,"person":{"name":"Anna"},"iban":"DE00"})")),
              "{" + expression + "} 1");
  }
  EXPECT_TRUE(WithReason("'{context.person.name} {params.persons}'").diagnostics.empty());
}

TEST(Reason, TakesNoMoreThanADecisionMay) {
  std::string yaml = "\"";
  for (int i = 0; i < 30; ++i) yaml += "{size(name + name) * " + std::to_string(i) + "} ";
  EXPECT_TRUE(WithReason(yaml + "\"").ok());
  const std::string limits = "  limits: {steps: 400}\n";
  const Compiled compiled =
      CompileText(Document(kFacts, {}, "      reason: " + yaml + "\"\n" + limits));
  EXPECT_EQ(compiled.Codes(), std::vector<std::string>{"E0507"}) << compiled.Said();
  EXPECT_EQ(compiled.Marks()[0].substr(0, 14), "E0507 `\"{size(") << compiled.Said();
  for (int i = 0; i < 3; ++i) yaml += "{amount} ";
  const Compiled many = WithReason(yaml + "\"");
  EXPECT_EQ(many.Codes(), std::vector<std::string>{"E0240"}) << many.Said();
}

// The mark is in the module whatever path a condition reads it by, and in what it says of itself.
TEST(Personal, IsCarriedIntoTheModule) {
  const Compiled compiled = CompileText(Document(
      kFacts,
      {"has(params.person) && has(params.iban) && has(params.people) && has(context.person)",
       "size(params) > 0 && size(context) > 0 && amount > 0 && agent_id != \"\""},
      kMore));
  ASSERT_TRUE(compiled.ok()) << compiled.Said();
  const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
  ASSERT_TRUE(module);
  const auto personal = [&](std::string_view name) {
    return (module->fact_row(module->fact(name)).flags & vm::kFactPersonal) != 0;
  };
  EXPECT_EQ(module->fact("secret"), vm::kNoFact);  // Nothing reads it by its own name.
  for (const char* name : {"params.person", "params.iban", "params"})
    EXPECT_TRUE(personal(name)) << name;
  for (const char* name : {"params.people", "context.person", "context", "amount", "agent_id"})
    EXPECT_FALSE(personal(name)) << name;
  const auto about = nlohmann::json::parse(module->about());
  EXPECT_EQ(about["facts"]["secret"]["personal"], true);
  EXPECT_FALSE(about["facts"]["amount"].contains("personal"));
  EXPECT_EQ(about["actions"]["send"]["params"]["iban"]["personal"], true);
}

// Each place once, whether or not anything reads it; a list for what is marked in its items.
TEST(Personal, PlacesAreMarkedInTheModule) {
  const Compiled compiled = CompileText(
      Document(std::string(kFacts) +
                   "\ncrowd: {type: list, from: context.all.crowd, items: {type: map, fields: "
                   "{name: {type: string, personal: true}}}}"
                   "\ntwice: {type: string, from: params.iban, personal: true}",
               {"amount > 0 && secret != \"\""}, kMore));
  ASSERT_TRUE(compiled.ok()) << compiled.Said();
  const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
  ASSERT_TRUE(module);
  std::vector<std::string> places;
  for (uint32_t id = 0; id < module->fact_count(); ++id) {
    const vm::FactRow& fact = module->fact_row(vm::FactId{id});
    if ((fact.flags & vm::kFactMark) == 0) continue;
    std::string& place =
        places.emplace_back(fact.source == vm::Source::kParams ? "params" : "context");
    for (const uint32_t member : module->indices(fact.path))
      place.append(".").append(module->string(member));
  }
  EXPECT_EQ(places,
            (std::vector<std::string>{"params.iban", "params.person.name", "context.all.crowd"}));
}

// A reason reads no parameter that an action's catalogue entry must have.
TEST(Reason, AsksNothingOfTheRequest) {
  const Compiled compiled = WithReason("'{amount}'");
  EXPECT_EQ(Decide(compiled, Request("{}", "{}")), "PERMIT");
  EXPECT_EQ(Decide(compiled, Request(R"({"amount":"x"})", "{}")), "PERMIT");
}

}  // namespace
}  // namespace bylaw::compiler
