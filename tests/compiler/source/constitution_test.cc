// What the document reader reads. What it refuses, as shown to the user, is in golden/.

#include "bylaw/compiler/constitution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "bylaw/compiler/diagnostic_render.h"

namespace bylaw::compiler {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Result {
  SourceFile source;
  DiagnosticSink sink;
  std::optional<Constitution> constitution;

  explicit Result(std::string text, const ReadFile& read_file = nullptr)
      : source("test.yaml", std::move(text)) {
    constitution = ReadConstitution(source, read_file, sink);
  }
  std::string Shown() const { return RenderText(source, sink.Sorted()); }
};

std::vector<std::string> Values(const std::vector<Text>& texts) {
  std::vector<std::string> values;
  values.reserve(texts.size());
  for (const Text& text : texts) values.push_back(text.value);
  return values;
}

TEST(Constitution, EveryExampleIsRead) {
  size_t count = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(BYLAW_SOURCE_DIR "/examples")) {
    if (entry.path().extension() != ".yaml") continue;
    ++count;
    const auto read = [&](const std::string& path) {
      std::ifstream file(entry.path().parent_path() / path, std::ios::binary);
      return FileText{std::string(std::istreambuf_iterator<char>(file), {}), {}};
    };
    const Result result(*read(entry.path().filename().string()).bytes, read);
    EXPECT_TRUE(result.constitution.has_value()) << entry.path();
    EXPECT_THAT(result.sink.Sorted(), IsEmpty()) << entry.path() << "\n" << result.Shown();
  }
  EXPECT_GE(count, 11U);
}

constexpr char kDocument[] = R"(constitution:
  id: claims-agent-v4
  version: 4.1.0
  reviewed_by: compliance
  review_date: 2026-02-28
  reviews: [{by: legal, date: 1969-12-31, note: "limit lowered"}]
  review_every: 90d
  when_overdue: escalate
  agents: ["claims-*", intake]
  precedence: [prohibited, escalate, permitted]
  on_error: escalate
  disclose: nothing
  limits: {steps: 5000, request_bytes: 4096, string_bytes: 512, list_items: 64, map_items: 32}
  facts:
    amount: {type: decimal, from: params, min: -0.10, max: 1e6, unit: EUR, default: 5.00}
    country: {type: string, from: params.payee.country, min_length: 2, max_length: 2,
              pattern: "[A-Z]+", format: country, personal: true, doc: where it goes}
    status: {type: enum, values: [open, "shut"], from: context.claim.status}
    items: {type: list, from: params, min_items: 1, max_items: 8, default: [{}]}
    lines: {type: list, from: context, items: {type: map, fields: {price: decimal, text: {type: string, max_length: 9}}}}
    cc: {type: list, items: string, from: params, default: []}
    opened: {type: date, from: context, min: 2020-01-01}
    sum: {type: decimal, encoding: string, from: context}
  constants:
    limit: 5000.10
    domain: "@shop.example"
    zones: [DE, NO, 3, true]
  define:
    over: >-
      amount >
      limit
  actions:
    pay: {params: [amount, country], closed: true, aliases: [transfer], irreversible: true}
    note: {params: {text: string, count: {type: int, min: 1}}}
    fraud.set_score: {}
  permitted:
    - id: small
      action: [pay, "note*"]
      conditions: amount < 10
      unless: [over, 'status == shut']
      targets: [own, partner]
      priority: -3
      overrides: [never]
      valid_from: 2026-01-01
      valid_until: 2026-01-01
      disclose: full
      because: custom
      controls: [AML-07, "EU 2580/2001"]
    - action: note
  prohibited:
    - {id: never, action: pay, reason: "{amount} is too much", on_error: escalate}
  escalate:
    - {action: pay, route_to: [desk, head], ask: "Is it right?"}
  routes:
    desk: {reviewers: ["role:desk", "user:anna"], quorum: 2, exclude: [amount, context.claim.handler],
           expires_in: 4h, remind_after: 30m, then: head, notify: [pager], require_signature: true, guidance: Look twice}
    head: {reviewers: "role:head", quorum: {role:head: 1}}
)";

TEST(Constitution, TheDocumentItself) {
  std::string text = kDocument;
  text.replace(text.find(", default: [{}]"), 15, "");
  const Result result(text);
  ASSERT_THAT(result.sink.Sorted(), IsEmpty()) << result.Shown();
  const Constitution& c = *result.constitution;
  EXPECT_EQ(c.id.value, "claims-agent-v4");
  EXPECT_EQ(c.version->value, (Version{4, 1, 0}));
  EXPECT_EQ(c.reviewed_by->value, "compliance");
  EXPECT_EQ(c.review_date->value.days_since_epoch, 20512);
  ASSERT_EQ(c.reviews.size(), 1U);
  EXPECT_EQ(c.reviews[0].date.value.days_since_epoch, -1);
  EXPECT_EQ(c.reviews[0].note->value, "limit lowered");
  EXPECT_EQ(c.review_every->value.value, 90 * 86400);
  EXPECT_EQ(c.when_overdue, WhenOverdue::kEscalate);
  EXPECT_THAT(Values(c.agents), ElementsAre("claims-*", "intake"));
  EXPECT_THAT(c.precedence,
              ElementsAre(Section::kProhibited, Section::kEscalate, Section::kPermitted));
  EXPECT_EQ(c.on_error, OnError::kEscalate);
  EXPECT_EQ(c.disclose, Disclose::kNothing);
  EXPECT_EQ(c.limits.steps->value, 5000U);
  EXPECT_EQ(c.limits.request_bytes->value, 4096U);
  EXPECT_EQ(c.limits.string_bytes->value, 512U);
  EXPECT_EQ(c.limits.list_items->value, 64U);
  EXPECT_EQ(c.limits.map_items->value, 32U);
  EXPECT_EQ(result.source.Slice(c.key_span), "constitution");
}

TEST(Constitution, FactsConstantsAndDefinitions) {
  std::string text = kDocument;
  text.replace(text.find(", default: [{}]"), 15, "");
  const Result result(text);
  const Constitution& c = *result.constitution;
  ASSERT_EQ(c.facts.size(), 8U);
  const Fact& amount = c.facts[0];
  EXPECT_EQ(amount.name.value, "amount");
  EXPECT_EQ(amount.type.kind, FactKind::kDecimal);
  EXPECT_EQ(amount.source, FactSource::kParams);
  EXPECT_THAT(amount.path, ElementsAre("amount"));
  EXPECT_EQ(amount.type.min->text, "-0.10");  // Exactly as written.
  EXPECT_EQ(amount.type.max->text, "1e6");
  EXPECT_EQ(amount.type.unit->value, "EUR");
  EXPECT_EQ(amount.default_value->text, "5.00");
  const Fact& country = c.facts[1];
  EXPECT_THAT(country.path, ElementsAre("payee", "country"));
  EXPECT_EQ(country.type.min_length->value, 2U);
  EXPECT_EQ(country.type.max_length->value, 2U);
  EXPECT_EQ(country.type.pattern->value, "[A-Z]+");
  EXPECT_EQ(country.type.format->value, "country");
  EXPECT_TRUE(country.type.personal);
  EXPECT_EQ(country.type.doc->value, "where it goes");
  const Fact& status = c.facts[2];
  EXPECT_EQ(status.source, FactSource::kContext);
  EXPECT_THAT(status.path, ElementsAre("claim", "status"));
  EXPECT_THAT(Values(status.type.values), ElementsAre("open", "shut"));
  EXPECT_EQ(c.facts[3].type.min_items->value, 1U);
  EXPECT_EQ(c.facts[3].type.max_items->value, 8U);
  EXPECT_TRUE(c.facts[3].type.items.empty());
  ASSERT_EQ(c.facts[4].type.items.size(), 1U);
  const FactType& line = c.facts[4].type.items[0];
  ASSERT_EQ(line.fields.size(), 2U);
  EXPECT_EQ(line.fields[0].type.kind, FactKind::kDecimal);
  EXPECT_EQ(line.fields[1].name.value, "text");
  EXPECT_EQ(line.fields[1].type.max_length->value, 9U);
  EXPECT_EQ(c.facts[5].default_value->kind, Value::Kind::kList);
  EXPECT_THAT(c.facts[5].default_value->items, IsEmpty());
  EXPECT_EQ(c.facts[6].type.min->text, "2020-01-01");
  EXPECT_EQ(c.facts[7].type.encoding->value, "string");

  ASSERT_EQ(c.constants.size(), 3U);
  EXPECT_EQ(c.constants[0].value.kind, Value::Kind::kNumber);
  EXPECT_EQ(c.constants[0].value.text, "5000.10");
  EXPECT_EQ(c.constants[1].value.kind, Value::Kind::kString);
  ASSERT_EQ(c.constants[2].value.items.size(), 4U);
  EXPECT_EQ(c.constants[2].value.items[1].text, "NO");  // Norway is text.
  EXPECT_EQ(c.constants[2].value.items[2].kind, Value::Kind::kNumber);
  EXPECT_EQ(c.constants[2].value.items[3].kind, Value::Kind::kBool);

  ASSERT_EQ(c.definitions.size(), 1U);
  const Text& over = c.definitions[0].expression;
  EXPECT_EQ(over.value, "amount > limit");
  EXPECT_EQ(result.source.Slice(over.ToFile({9, 14})), "limit");
}

TEST(Constitution, ActionsRulesAndRoutes) {
  std::string text = kDocument;
  text.replace(text.find(", default: [{}]"), 15, "");
  const Result result(text);
  const Constitution& c = *result.constitution;
  ASSERT_EQ(c.actions.size(), 3U);
  EXPECT_TRUE(c.actions[0].closed);
  EXPECT_TRUE(c.actions[0].irreversible);
  EXPECT_THAT(Values(c.actions[0].fact_params), ElementsAre("amount", "country"));
  EXPECT_THAT(Values(c.actions[0].aliases), ElementsAre("transfer"));
  ASSERT_EQ(c.actions[1].params.size(), 2U);
  EXPECT_EQ(c.actions[1].params[1].name.value, "count");
  EXPECT_EQ(c.actions[1].params[1].type.min->text, "1");
  EXPECT_EQ(c.actions[2].name.value, "fraud.set_score");

  ASSERT_EQ(c.rules.size(), 4U);
  const Rule& small = c.rules[0];
  EXPECT_EQ(small.section, Section::kPermitted);
  EXPECT_EQ(small.id, "small");
  EXPECT_TRUE(small.id_given);
  EXPECT_THAT(Values(small.actions), ElementsAre("pay", "note*"));
  EXPECT_THAT(Values(small.conditions), ElementsAre("amount < 10"));
  EXPECT_THAT(Values(small.unless), ElementsAre("over", "status == shut"));
  EXPECT_THAT(Values(small.targets), ElementsAre("own", "partner"));
  EXPECT_EQ(small.priority, -3);
  ASSERT_EQ(small.overrides.size(), 1U);
  EXPECT_EQ(small.overrides[0].rule, RuleIndex{2});
  EXPECT_EQ(small.valid_from->value, small.valid_until->value);
  EXPECT_EQ(small.disclose->value, Disclose::kFull);
  EXPECT_EQ(small.because->value, "custom");
  EXPECT_THAT(Values(small.controls), ElementsAre("AML-07", "EU 2580/2001"));
  EXPECT_FALSE(small.broken);
  EXPECT_EQ(c.rules[1].id, "permitted[1]");
  EXPECT_FALSE(c.rules[1].id_given);
  EXPECT_EQ(result.source.Slice(c.rules[1].id_span), "action");
  EXPECT_EQ(c.rules[2].reason->value, "{amount} is too much");
  ASSERT_EQ(c.rules[2].reason_parts.size(), 2U);
  EXPECT_EQ(c.rules[2].reason_parts[0].text, "{amount}");
  EXPECT_EQ(c.rules[2].reason_parts[0].expression->value, "amount");
  EXPECT_EQ(c.rules[2].reason_parts[1].text, " is too much");
  EXPECT_FALSE(c.rules[2].reason_parts[1].expression.has_value());
  EXPECT_EQ(c.rules[2].on_error->value, OnError::kEscalate);
  EXPECT_EQ(c.rules[3].id, "escalate[0]");
  EXPECT_THAT(Values(c.rules[3].route_to), ElementsAre("desk", "head"));
  EXPECT_EQ(c.rules[3].ask->value, "Is it right?");

  ASSERT_EQ(c.routes.size(), 2U);
  const Route& desk = c.routes[0];
  ASSERT_EQ(desk.reviewers.size(), 2U);
  EXPECT_TRUE(desk.reviewers[0].is_role);
  EXPECT_EQ(desk.reviewers[1].name, "anna");
  EXPECT_FALSE(desk.reviewers[1].is_role);
  EXPECT_EQ(desk.quorum->value, 2U);
  EXPECT_THAT(Values(desk.exclude), ElementsAre("amount", "context.claim.handler"));
  EXPECT_EQ(desk.expires_in->value.value, 4 * 3600);
  EXPECT_EQ(desk.remind_after->value.value, 30 * 60);
  EXPECT_EQ(desk.then->value, "head");
  EXPECT_THAT(Values(desk.notify), ElementsAre("pager"));
  EXPECT_TRUE(desk.require_signature);
  EXPECT_EQ(desk.guidance->value, "Look twice");
  ASSERT_EQ(c.routes[1].role_quorums.size(), 1U);
  EXPECT_EQ(c.routes[1].role_quorums[0].reviewer.value, "role:head");
  EXPECT_TRUE(c.has_routes);
}

TEST(Constitution, WhatCouldBeReadIsThereBesideErrors) {
  const Result result(
      "constitution:\n"
      "  id: a\n"
      "  facts:\n"
      "    amount: {type: decmal, from: params}\n"
      "    verified: {type: bool, from: context}\n"
      "  constants: {table: {EUR: [1]}}\n"
      "  define: {over: [a]}\n"
      "  permitted:\n"
      "    - {action: pay, conditions: [verified, !amount]}\n"
      "    - {action: look}\n");
  EXPECT_TRUE(result.sink.has_errors());
  ASSERT_TRUE(result.constitution.has_value());
  const Constitution& c = *result.constitution;
  EXPECT_EQ(c.facts[0].type.kind, FactKind::kInvalid);
  EXPECT_EQ(c.facts[1].type.kind, FactKind::kBool);
  EXPECT_EQ(c.constants[0].value.kind, Value::Kind::kInvalid);
  EXPECT_EQ(c.definitions[0].name.value, "over");
  EXPECT_EQ(c.definitions[0].expression.value, "");
  EXPECT_TRUE(c.rules[0].broken);
  EXPECT_THAT(Values(c.rules[0].conditions), ElementsAre("verified"));
  EXPECT_FALSE(c.rules[1].broken);
}

TEST(Constitution, NothingWhereThereIsNoConstitution) {
  for (const char* text : {"", "a: b", "- a", "constitution: a", "constitution: [a]",
                           "constitution:", "constitution: {id: a", "\x01"}) {
    const Result result(text);
    EXPECT_FALSE(result.constitution.has_value()) << text;
    EXPECT_TRUE(result.sink.has_errors()) << text;
  }
}

TEST(Constitution, RoutesNeedNoDeclarationInADocumentWithoutAny) {
  const Result open("constitution:\n  id: a\n  escalate: [{action: b, route_to: anyone}]\n");
  EXPECT_THAT(open.sink.Sorted(), IsEmpty()) << open.Shown();
  const Result closed(
      "constitution:\n  id: a\n  escalate: [{action: b, route_to: anyone}]\n"
      "  routes: {someone: {reviewers: [\"role:x\"]}}\n");
  EXPECT_TRUE(closed.sink.has_errors());
}

// Every rule, whatever it is called, keeps its place: the document's order is the order of the
// vector.
TEST(Constitution, DuplicateIdsIncludeTheGivenPlaces) {
  const Result result(
      "constitution:\n  id: a\n  permitted:\n    - {id: 'permitted[1]', action: a}\n    - {action: "
      "b}\n");
  ASSERT_EQ(result.sink.Sorted().size(), 1U);
  EXPECT_EQ(result.sink.Sorted()[0].code, DiagnosticCode::kDuplicateRuleId);
}

}  // namespace
}  // namespace bylaw::compiler
