// Warnings about rules that are more lenient than they read.

#include <gtest/gtest.h>

#include "fixture.h"

namespace bylaw::compiler {
namespace {

constexpr char kHead[] = R"(constitution:
  id: test
  precedence: [prohibited, escalate, permitted]
  facts:
    f: {type: bool, from: context}
    m: {type: string, from: params}
    k: {type: string, from: context}
    l: {type: list, from: params}
    l1: {type: list, from: params, min_items: 1}
    o: {type: list, from: params}
  define:
    safe: l.all(v, v == "a")
    looks_good: m.matches("good")
)";

constexpr char kPermit[] = "  permitted: [{id: p, action: x, conditions: [";
constexpr char kProhibit[] = "  prohibited: [{id: p, action: x, conditions: [";
constexpr char kUnless[] = "  prohibited: [{id: p, action: x, unless: [";

std::string Rule(const char* head, const std::string& conditions) {
  return std::string(kHead) + head + conditions + "]}]\n";
}

std::vector<std::string> MarksOf(const std::string& text) {
  const Compiled compiled = CompileText(text);
  EXPECT_TRUE(compiled.ok()) << compiled.Said();
  return compiled.Marks();
}

struct Written {
  const char* what;
  const char* head;
  const char* conditions;
  std::vector<std::string> marks;
};

const std::vector<std::string> kAll = {"W0608 `l.all(v, v == \"a\")`"};

const Written kEmptyLists[] = {
    {"all", kPermit, R"('l.all(v, v == "a")')", kAll},
    {"in a definition", kPermit, "safe", kAll},
    {"beside something else", kPermit, R"('f && l.all(v, v == "a")')", kAll},
    {"one of two ways", kPermit, R"('f || l.all(v, v == "a")')", kAll},
    {"below params",
     kPermit,
     R"('params.q.all(v, v == "a")')",
     {"W0608 `params.q.all(v, v == \"a\")`"}},
    {"a size that says nothing", kPermit, R"('l.size() < 5 && l.all(v, v == "a")')", kAll},
    {"a size", kPermit, R"('l.size() > 0 && l.all(v, v == "a")')", {}},
    {"a size, as a function", kPermit, R"('size(l) != 0 && l.all(v, v == "a")')", {}},
    {"a size on the left", kPermit, R"('1 <= size(l) && l.all(v, v == "a")')", {}},
    {"a size in a condition of its own", kPermit, R"('l.size() == 2', 'l.all(v, v == "a")')", {}},
    {"another list's size", kPermit, R"('o.size() > 0 && l.all(v, v == "a")')", kAll},
    {"an item that must be there", kPermit, R"('l[0] == "a" && l.all(v, v == "a")')", {}},
    {"exists", kPermit, R"('l.exists(v, v == "b") && l.all(v, v == "a")')", {}},
    {"no empty list", kPermit, R"('l != [] && l.all(v, v == "a")')", {}},
    {"an empty list is meant", kPermit, R"('l.size() == 0 || l.all(v, v == "a")')", {}},
    {"it is meant, beside something else",
     kPermit,
     R"('f && (l.size() == 0 || l.all(v, v == "a"))')",
     {}},
    {"none is meant", kPermit, R"('!has(l) || l.all(v, v == "a")')", {}},
    {"min_items", kPermit, R"('l1.all(v, v == "a")')", {}},
    {"no list of a request", kPermit, R"('["a", m].all(v, v == "a")')", {}},
    {"not all", kPermit, R"('!l.all(v, v == "a")')", {}},
    {"exists not", kPermit, R"('!l.exists(v, v == "a")')", {}},
    {"a prohibition", kProhibit, R"('l.all(v, v == "a")')", {}},
    {"a prohibition of others", kProhibit, R"('!l.all(v, v == "a")')", kAll},
    {"a prohibition unless", kUnless, R"('l.all(v, v == "a")')", kAll},
    {"unless, in a definition", kUnless, "safe", kAll},
    {"unless, with a size", kUnless, R"('l.size() > 0 && l.all(v, v == "a")')", {}},
    {"unless none", kUnless, R"('!has(l) || l.all(v, v == "a")')", {"W0610 `has(l)`"}},
    {"an escalation unless", "  escalate: [{id: p, action: x, route_to: r, unless: [",
     R"('l.all(v, v == "a")')", kAll},
};

const Written kPatterns[] = {
    {"open", kPermit, R"('m.matches("ok")')", {"W0609 `\"ok\"`"}},
    {"in a definition", kPermit, "looks_good", {"W0609 `\"good\"`"}},
    {"open behind", kPermit, R"('m.matches("^ok")')", {"W0609 `\"^ok\"`"}},
    {"open in front", kPermit, R"('m.matches("ok$")')", {"W0609 `\"ok$\"`"}},
    {"whole", kPermit, R"('m.matches("^ok$")')", {}},
    {"whole, otherwise", kPermit, R"('m.matches(r"\Aok\z")')", {}},
    {"an escaped end", kPermit, R"('m.matches(r"^ok\$")')", {R"(W0609 `r"^ok\$"`)"}},
    {"an end in a class", kPermit, R"('m.matches("^ok[$]")')", {"W0609 `\"^ok[$]\"`"}},
    {"an alternative that is open", kPermit, R"('m.matches("^a|b$")')", {"W0609 `\"^a|b$\"`"}},
    {"alternatives in a group", kPermit, R"('m.matches("^(a|b)$")')", {}},
    {"whole alternatives", kPermit, R"('m.matches("^a$|^b$")')", {}},
    {"whole alternatives in a group", kPermit, R"~('m.matches("(?:^a$|^b$)")')~", {}},
    {"flags", kPermit, R"('m.matches("(?is)^a$")')", {}},
    {"lines", kPermit, R"('m.matches("(?m)^a$")')", {"W0609 `\"(?m)^a$\"`"}},
    {"anything is meant", kPermit, R"('m.matches("^ok .*")')", {}},
    {"of the agent's, by a fact", kPermit, "m.matches(k)", {}},
    {"not", kPermit, R"('!m.matches("ok")')", {}},
    {"a prohibition", kProhibit, R"('m.matches("ok")')", {}},
    {"a prohibition unless", kUnless, R"('m.matches("ok")')", {"W0609 `\"ok\"`"}},
};

const Written kLeftOut[] = {
    {"has", kProhibit, R"('has(m) && m.contains("s")')", {"W0610 `has(m)`"}},
    {"has of a path",
     kProhibit,
     R"('has(params.q) && params.q.r == 3')",
     {"W0610 `has(params.q)`"}},
    {"an escalation",
     "  escalate: [{id: p, action: x, route_to: r, conditions: [",
     R"('has(m) && m == "s"')",
     {"W0610 `has(m)`"}},
    {"leaving it out is fine", kProhibit, R"('has(m) ? m.contains("s") : false')", {}},
    {"without has", kProhibit, R"('m.contains("s")')", {}},
    {"has alone", kProhibit, "has(m)", {}},
    {"has of something else", kProhibit, R"('has(params.q) && m == "s"')", {}},
    {"of the host's", kProhibit, R"('has(k) && k == "s"')", {}},
    {"has not", kProhibit, R"('!has(m) || m == "s"')", {}},
    {"a permission", kPermit, R"('has(m) && m == "s"')", {}},
    {"orValue",
     kProhibit,
     R"('params.?q.orValue("") == "s"')",
     {"W0610 `params.?q.orValue(\"\") == \"s\"`"}},
    {"orValue of a text",
     kProhibit,
     R"('params.?q.orValue("").contains("s")')",
     {"W0610 `params.?q.orValue(\"\").contains(\"s\")`"}},
    {"orValue of a number",
     kProhibit,
     "params.?q.orValue(0) > 3",
     {"W0610 `params.?q.orValue(0) > 3`"}},
    {"orValue of a bool",
     kProhibit,
     "params.?q.orValue(false)",
     {"W0610 `params.?q.orValue(false)`"}},
    {"orValue in a list",
     kProhibit,
     R"('params.?q.orValue("") in ["s", "t"]')",
     {"W0610 `params.?q.orValue(\"\") in [\"s\", \"t\"]`"}},
    {"orValue that is prohibited", kProhibit, "params.?q.orValue(9) > 3", {}},
    {"orValue that prohibits", kProhibit, "params.?q.orValue(true)", {}},
    {"orValue unless", kUnless, "params.?q.orValue(true)", {"W0610 `params.?q.orValue(true)`"}},
    {"orValue of the host's", kProhibit, "context.?q.orValue(false)", {}},
    {"orValue in a permission", kPermit, "params.?q.orValue(false)", {}},
};

class Lints : public testing::TestWithParam<Written> {};

TEST_P(Lints, AreThese) {
  const Written& written = GetParam();
  EXPECT_EQ(MarksOf(Rule(written.head, written.conditions)), written.marks) << written.what;
}

INSTANTIATE_TEST_SUITE_P(EmptyLists, Lints, testing::ValuesIn(kEmptyLists));
INSTANTIATE_TEST_SUITE_P(Patterns, Lints, testing::ValuesIn(kPatterns));
INSTANTIATE_TEST_SUITE_P(LeftOut, Lints, testing::ValuesIn(kLeftOut));

TEST(Lint, OfOneDefinitionIsSaidOnce) {
  EXPECT_EQ(
      MarksOf(std::string(kHead) + "  permitted:\n    - {id: p, action: x, conditions: [safe]}\n"
                                   "    - {id: p2, action: y, conditions: [safe, f]}\n"),
      kAll);
}

TEST(Lint, APermissionForNamesThatNobodyHasListed) {
  EXPECT_EQ(MarksOf(std::string(kHead) + "  permitted: [{id: p, action: 'x.*'}]\n"),
            std::vector<std::string>{"W0611 `'x.*'`"});
  EXPECT_EQ(MarksOf(std::string(kHead) + "  prohibited: [{id: p, action: 'x.*'}]\n"),
            std::vector<std::string>{});
}

// What can be written otherwise is an error; what may be right as it is stays a warning.
TEST(Lint, AdviceIsNoErrorInAStrictDocument) {
  const std::string text =
      std::string(kHead) +
      "  reviewed_by: r\n  review_date: 2026-01-01\n"
      "  permitted: [{id: p, action: 'x.*'}]\n"
      "  prohibited: [{id: q, action: x.y, conditions: ['has(m) && m == \"s\"']}]\n";
  const Compiled advised = CompileText(text, true);
  EXPECT_TRUE(advised.ok()) << advised.Said();
  EXPECT_EQ(advised.Codes(), (std::vector<std::string>{"W0611", "W0610"})) << advised.Said();
  const Compiled refused =
      CompileText(text + "  escalate: [{id: e, action: y, route_to: r, unless: [safe]}]\n", true);
  EXPECT_FALSE(refused.ok());
}

}  // namespace
}  // namespace bylaw::compiler
