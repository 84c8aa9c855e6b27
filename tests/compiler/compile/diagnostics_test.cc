// What the semantic analysis refuses: code and marked text of each, and nothing else said.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bylaw/vm/limits.h"
#include "fixture.h"

namespace bylaw::compiler {
namespace {

constexpr char kFacts[] =
    "amount: {type: decimal, from: params}\n"
    "qty: {type: int, from: params}\n"
    "u: {type: uint, from: params}\n"
    "d: {type: double, from: params}\n"
    "flag: {type: bool, from: context}\n"
    "name: {type: string, from: params}\n"
    "status: {type: enum, values: [active, frozen], from: context}\n"
    "xs: {type: list, from: params}\n"
    "m: {type: map, from: params}";

struct Case {
  const char* condition;
  const char* mark;
  const char* help = "";  // A part of it.
};

const Case kTypes[] = {
    {"amount", "E0405 `amount`"},
    {"'x'", "E0405 `'x'`"},
    {"flag && amount", "E0405 `amount`"},
    {"!name", "E0405 `name`"},
    {"amount ? flag : flag", "E0405 `amount`"},
    {"amount == '15000'", "E0407 `amount == '15000'`", "without quotes: 15000"},
    {"flag == 'true'", "E0407 `flag == 'true'`", "without quotes: true"},
    {"name == 5", "E0407 `name == 5`", "in quotes: \"5\""},
    {"name < amount", "E0407 `name < amount`"},
    {"xs == m", "E0407 `xs == m`"},
    {"amount == null", "E0407 `amount == null`", "has(fact)"},
    {"null < 1", "E0406 `null < 1`"},
    {"amount in ['a']", "E0407 `'a'`"},
    {"amount in name", "E0406 `amount in name`", "name.contains(amount)"},
    {"xs < xs", "E0406 `xs < xs`"},
    {"amount in [1, '2', 3]", "E0407 `'2'`"},
    {"now < params.t", "E0407 `now < params.t`"},
    {"amount == d", "E0408 `amount`"},
    {"amount + d > amount", "E0408 `amount`"},
    {"u + 1 == 2u", "E0406 `u + 1`", "2u"},
    {"d * 2 > 1.0", "E0406 `d * 2`", "2.0"},
    {"amount % 2 == 0", "E0406 `amount % 2`"},
    {"params.x % 2 == 0", "E0406 `params.x % 2`"},
    {"-u == 1u", "E0406 `-u`"},
    {"-name == 'x'", "E0406 `-name`"},
    {"name - 'x' == 'y'", "E0406 `name - 'x'`"},
    {"flag + flag == 1", "E0406 `flag + flag`"},
    {"params.x - 'a' == 1", "E0406 `params.x - 'a'`"},
    {"flag ? name == 'x' : (flag ? 1 : 'x') == 1", "E0406 `flag ? 1 : 'x'`"},
    {"name.x == 1", "E0406 `name.x`"},
    {"has(name.x)", "E0406 `name.x`"},
    {"name[0] == 'x'", "E0406 `name[0]`"},
    {"xs['a'] == 1", "E0406 `xs['a']`"},
    {"m[1] == 1", "E0406 `m[1]`"},
    {"1 in m", "E0406 `1 in m`"},
    {"qty < 9223372036854775808", "E0409 `9223372036854775808`"},
    {"u < 18446744073709551616u", "E0409 `18446744073709551616u`"},
    {"amount < 123456789012345678901234567890123456789.5",
     "E0409 `123456789012345678901234567890123456789.5`"},
};

const Case kNames[] = {
    {"status == actve", "E0412 `actve`", "Did you mean `active`?"},
    {"status == \"closed\"", "E0412 `\"closed\"`", "Its values are: active, frozen"},
    {"status in [active, closd]", "E0412 `closd`"},
    {"\"closed\" != status", "E0412 `\"closed\"`"},
    {"active", "E0413 `active`"},
    {"active == status", "E0413 `active`", "on the right"},
    {"name == other_name", "E0415 `other_name`", "\"other_name\""},
    {"amount == limit", "E0415 `limit`"},
    {"action == initiate", "E0415 `initiate`"},
    {"5 in [five]", "E0415 `five`"},
};

const Case kCalls[] = {
    {"name.startWith('a')", "E0402 `startWith`", "Did you mean `startsWith`?"},
    {"name.startsWith(1)", "E0403 `startsWith`"},
    {"name.startsWith()", "E0403 `startsWith`"},
    {"startsWith(name, 'a')", "E0403 `startsWith`"},
    {"size(amount) == 1", "E0403 `size`"},
    {"name.matches('(')", "E0403 `'('`"},
    {"has(1)", "E0404 `has(1)`"},
    {"has(name, name)", "E0404 `has(name, name)`"},
    {"xs.sortBy(x, x).size() == 1", "E0401 `sortBy`"},
    {"now.within(name)", "E0403 `within`", "Write within(...)"},
    {"within(now, 'Europe/Nowhere', '09:00-17:00')", "E0403 `'Europe/Nowhere'`"},
    {"within(now, 'Europe/Zurich', 'Mon 9-17')", "E0403 `'Mon 9-17'`"},
    {"within(now, 'UTC', '09:00-17:00', ['2026-12-25', '25.12.'])",
     "E0403 `['2026-12-25', '25.12.']`"},
    {"within(now, 'Europe/Zurich', name)", "E0403 `name`", "Write it as text"},
    {"within(now, name, '09:00-17:00')", "E0403 `name`", "Write it as text"},
    {"within(name, 'UTC', '09:00-17:00')", "E0403 `within`"},
    {"xs.all(1, true)", "E0420 `1`", "Choose a name"},
    {"xs.all(name, true)", "E0213 `name`", "Choose a name"},
    {"xs.all(x, xs.exists(x, x == 1))", "E0213 `x`", "Choose a name"},
    {"xs.all(x, 1)", "E0405 `1`"},
    {"amount.exists(x, x == 1)", "E0406 `amount.exists(x, x == 1)`"},
    {"xs.all(v, xs.all(w, xs.all(y, xs.all(z, true))))", "E0502 `xs.all(z, true)`"},
    {"xs.map(x, x.startsWith('a')).size() > 'a'",
     "E0407 `xs.map(x, x.startsWith('a')).size() > 'a'`"},
    {"{1.5: 2} == m", "E0406 `1.5`"},
    {"[?name] == xs", "E0406 `name`"},
    {"now.getHours('Nowhere/Here') == 1", "E0403 `'Nowhere/Here'`"},
};

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, OnceAtItsPlace) {
  const Compiled compiled = CompileText(Document(kFacts, {GetParam().condition}));
  ASSERT_EQ(compiled.diagnostics.size(), 1u) << compiled.Said();
  EXPECT_EQ(compiled.Marks()[0], GetParam().mark) << compiled.Said();
  EXPECT_NE(compiled.diagnostics[0].help.find(GetParam().help), std::string::npos)
      << compiled.Said();
}

INSTANTIATE_TEST_SUITE_P(Types, Refused, testing::ValuesIn(kTypes));
INSTANTIATE_TEST_SUITE_P(Names, Refused, testing::ValuesIn(kNames));
INSTANTIATE_TEST_SUITE_P(Calls, Refused, testing::ValuesIn(kCalls));

std::vector<std::string> ErrorsOf(const Compiled& compiled) {
  std::vector<std::string> errors;
  const std::vector<std::string> marks = compiled.Marks();
  for (size_t i = 0; i < marks.size(); ++i) {
    if (compiled.diagnostics[i].severity == Severity::kError) errors.push_back(marks[i]);
  }
  return errors;
}

using Errors = std::vector<std::string>;

TEST(Refused, ContradictingUsesOfAName) {
  const Compiled compiled = CompileText(Document("", {"x < 5", "x == 'a'"}));
  EXPECT_EQ(ErrorsOf(compiled), Errors{"E0416 `x == 'a'`"}) << compiled.Said();
  EXPECT_NE(compiled.diagnostics[0].message.find("line 8, column 11"), std::string::npos)
      << compiled.Said();
}

TEST(Refused, AWordThatIsAlsoAName) {
  const Compiled compiled = CompileText(Document("", {"x == active", "active"}));
  EXPECT_EQ(ErrorsOf(compiled), Errors{"E0414 `active`"}) << compiled.Said();
}

// The reader refuses the names; whoever uses them says nothing more.
TEST(Refused, ADeclaredNameThatIsAnEnumValue) {
  const Compiled compiled =
      CompileText(Document("s: {type: enum, values: [on, off, target], from: context}\n"
                           "on: {type: bool, from: context}",
                           {"s == off", "s == on && on"}, "  define: {off: s == on}\n"));
  EXPECT_EQ(ErrorsOf(compiled), (Errors{"E0213 `on`", "E0213 `off`", "E0213 `target`"}))
      << compiled.Said();
}

TEST(Refused, DefinitionsInACircle) {
  const Compiled compiled = CompileText(
      Document("x: {type: bool, from: context}", {"a"},
               "  define:\n    a: b && x\n    b: '!c'\n    c: a\n    self: self || x\n"));
  EXPECT_EQ(ErrorsOf(compiled), (Errors{"E0417 `a`", "E0417 `self`"})) << compiled.Said();
  EXPECT_NE(compiled.diagnostics[0].message.find("a -> b -> c -> a"), std::string::npos)
      << compiled.Said();
}

TEST(Refused, AnErrorInADefinitionIsSaidOnce) {
  const Compiled compiled = CompileText(Document(
      "x: {type: decimal, from: params}", {"a", "!a", "a && a"}, "  define: {a: x == 'y'}\n"));
  EXPECT_EQ(ErrorsOf(compiled), Errors{"E0407 `x == 'y'`"}) << compiled.Said();
}

TEST(Refused, AllErrorsOfADocumentInOneRun) {
  const Compiled compiled =
      CompileText(Document("x: {type: decimal, from: params}", {"x", "x ==", "y.z(", "x == 'y'"}));
  EXPECT_EQ(ErrorsOf(compiled).size(), 4u) << compiled.Said();
}

TEST(Refused, TextOverTheLimit) {
  const Compiled compiled = CompileText(Document(
      "n: {type: string, from: params}", {"n == 'abcdefghi'"}, "  limits: {string_bytes: 8}\n"));
  EXPECT_EQ(compiled.Marks(), Errors{"E0410 `'abcdefghi'`"}) << compiled.Said();
}

TEST(Refused, AConditionThatNeedsTooManyRegisters) {
  std::string condition = "n";
  for (int i = 0; i < 70; ++i) condition = "n + (" + condition + ")";
  const Compiled compiled =
      CompileText(Document("n: {type: int, from: params}", {condition + " == 1"}));
  EXPECT_EQ(compiled.Codes(), Errors{"E0502"}) << compiled.Said();
}

// Each definition uses the one before twice: 2^40 parts.
TEST(Refused, DefinitionsThatGrowWithoutEnd) {
  std::string more = "  define:\n    d0: x\n";
  for (int i = 1; i <= 40; ++i) {
    const std::string before = "d" + std::to_string(i - 1);
    more += "    d" + std::to_string(i) + ": " + before + " && " + before + "\n";
  }
  const Compiled compiled = CompileText(Document("x: {type: bool, from: context}", {"d40"}, more));
  EXPECT_EQ(compiled.Codes(), Errors{"E0501"}) << compiled.Said();
}

// A chain of definitions is long, not deep, for whoever walks it; its expression is too deep.
TEST(Refused, LongChainsOfDefinitions) {
  std::string more = "  define:\n    d0: x\n";
  for (int i = 1; i <= 20'000; ++i) {
    more += "    d" + std::to_string(i) + ": '!d" + std::to_string(i - 1) + "'\n";
  }
  const Compiled compiled =
      CompileText(Document("x: {type: bool, from: context}", {"d20000"}, more));
  EXPECT_EQ(compiled.Codes(), Errors{"E0501"}) << compiled.Said();
}

TEST(Refused, ADecisionThatCouldTakeTooLong) {
  const Compiled compiled = CompileText(
      Document("n: {type: string, from: params}\nm: {type: string, from: params}",
               {"n == 'a'", "m.contains(n)", "n.startsWith('b')"}, "  limits: {steps: 100}\n"));
  EXPECT_EQ(compiled.Marks(), Errors{"E0507 `m.contains(n)`"}) << compiled.Said();
  const std::string& message = compiled.diagnostics[0].message;
  EXPECT_THAT(message, testing::HasSubstr("about `do` could take "));
  EXPECT_THAT(message, testing::HasSubstr(" more than the limit of 100; the most, "));
  EXPECT_THAT(message, testing::HasSubstr("this condition of the rule `p`"));
}

// The costliest decision meets the block of an action and those of the patterns that match it; a
// costlier condition elsewhere is not what to look at.
TEST(Refused, TheCostliestConditionOfTheCostliestDecision) {
  const std::string rules =
      "  facts: {n: {type: string, from: params}}\n  permitted:\n"
      "    - {id: other, action: other, conditions: ['n.contains(\"a\") || n.contains(\"b\") || "
      "n.contains(\"c\")']}\n"
      "    - {id: all, action: 'pay_*', conditions: ['n.endsWith(\"x\")', 'n.contains(\"x\")']}\n"
      "    - {id: one, action: pay_bill, conditions: ['n.contains(\"action\") || "
      "n.contains(\"y\")']}\n"
      "    - {id: two, action: pay_bill, conditions: ['n.contains(\"z\")', 'n.endsWith(\"z\")']}\n";
  const std::string head = "constitution:\n  id: test\n";
  const Compiled fits = CompileText(head + rules);
  const uint32_t worst = fits.steps_max();
  EXPECT_TRUE(
      CompileText(head + "  limits: {steps: " + std::to_string(worst) + "}\n" + rules).ok());
  const Compiled compiled =
      CompileText(head + "  limits: {steps: " + std::to_string(worst - 1) + "}\n" + rules);
  ASSERT_EQ(compiled.Marks(),
            (Errors{"W0611 `'pay_*'`", "E0507 `n.contains(\"action\") || n.contains(\"y\")`"}))
      << compiled.Said();
  EXPECT_THAT(
      compiled.diagnostics[1].message,
      testing::HasSubstr("about `pay_bill` could take " + std::to_string(worst) + " steps"));
  EXPECT_THAT(compiled.diagnostics[1].message, testing::HasSubstr("of the rule `one`"));
}

// Without any condition only the number of rules can be the reason.
TEST(Refused, ADecisionOfTooManyRules) {
  std::string text = "constitution:\n  id: test\n  limits: {steps: 10}\n  permitted:\n";
  for (int i = 0; i < 30; ++i) text += "    - action: do\n";
  const Compiled compiled = CompileText(text);
  EXPECT_EQ(compiled.Marks(), Errors{"E0507 `10`"}) << compiled.Said();
}

TEST(Diagnostics, MorePatternsThanAModuleMayHold) {
  std::string text = "constitution:\n  id: patterns\n  permitted:\n";
  for (uint32_t i = 0; i <= vm::kPatternsMax; ++i)
    text += "    - action: \"p" + std::to_string(1'000'000 + i) + "_*\"\n";
  EXPECT_THAT(
      CompileText(text).Marks(),
      ::testing::Contains("E0510 `\"p" + std::to_string(1'000'000 + vm::kPatternsMax) + "_*\"`"));
}

}  // namespace
}  // namespace bylaw::compiler
