// Warnings about correct documents, and what strict asks.

#include <gtest/gtest.h>

#include "fixture.h"

namespace bylaw::compiler {
namespace {

constexpr char kHead[] = R"(constitution:
  id: test
  facts:
    n: {type: decimal, from: params, min: 0, max: 100}
    q: {type: int, from: params}
    s: {type: enum, values: [a, b, c], from: context}
    f: {type: bool, from: context}
    m: {type: string, from: context}
)";

struct Case {
  const char* what;
  const char* rules;
  std::vector<std::string> codes;
};

const Case kConflicts[] = {
    {"a permission and a prohibition",
     "  permitted: [{id: p, action: x}]\n  prohibited: [{id: q1, action: x, conditions: [f]}]\n",
     {"W0603"}},
    {"ranges apart",
     "  permitted: [{id: p, action: x, conditions: [n < 10]}]\n"
     "  prohibited: [{id: q1, action: x, conditions: [n >= 10]}]\n",
     {}},
    {"ranges that touch",
     "  permitted: [{id: p, action: x, conditions: [n <= 10]}]\n"
     "  prohibited: [{id: q1, action: x, conditions: [n >= 10]}]\n",
     {"W0603"}},
    {"a bool and its negation",
     "  permitted: [{id: p, action: x, conditions: [f]}]\n"
     "  prohibited: [{id: q1, action: x, unless: [f]}]\n",
     {}},
    {"enum values apart",
     "  permitted: [{id: p, action: x, conditions: ['s in [a, b]']}]\n"
     "  prohibited: [{id: q1, action: x, conditions: [s == c]}]\n",
     {}},
    {"the complement of enum values",
     "  permitted: [{id: p, action: x, conditions: ['!(s in [a, b])']}]\n"
     "  prohibited: [{id: q1, action: x, conditions: [s != c]}]\n",
     {}},
    {"texts apart",
     "  permitted: [{id: p, action: x, conditions: ['m == \"u\"']}]\n"
     "  prohibited: [{id: q1, action: x, conditions: ['m != \"u\"']}]\n",
     {}},
    {"a part of && that excludes",
     "  permitted: [{id: p, action: x, conditions: ['f && n < 10']}]\n"
     "  prohibited: [{id: q1, action: x, conditions: ['n > 20 && f']}]\n",
     {}},
    {"|| excludes nothing",
     "  permitted: [{id: p, action: x, conditions: ['f || n < 10']}]\n"
     "  prohibited: [{id: q1, action: x, conditions: ['n > 20']}]\n",
     {"W0603"}},
    {"priorities",
     "  permitted: [{id: p, action: x, priority: 1}]\n  prohibited: [{id: q1, action: x}]\n",
     {}},
    {"overrides",
     "  permitted: [{id: p, action: x, overrides: [q1]}]\n  prohibited: [{id: q1, action: x}]\n",
     {}},
    {"other actions",
     "  permitted: [{id: p, action: x}]\n  prohibited: [{id: q1, action: y}]\n",
     {}},
    {"patterns that overlap",
     "  permitted: [{id: p, action: 'x*y'}]\n  prohibited: [{id: q1, action: '*zy'}]\n",
     {"W0611", "W0603"}},
    {"patterns that do not",
     "  permitted: [{id: p, action: 'x*y'}]\n  prohibited: [{id: q1, action: 'x*z'}]\n",
     {"W0611"}},
    {"a pattern and a name",
     "  permitted: [{id: p, action: 'x.*'}]\n  prohibited: [{id: q1, action: x.y}]\n",
     {"W0611", "W0603"}},
    {"targets apart",
     "  permitted: [{id: p, action: x, targets: [t]}]\n"
     "  prohibited: [{id: q1, action: x, targets: [v]}]\n",
     {}},
    {"in force at other times",
     "  permitted: [{id: p, action: x, valid_until: 2026-01-01}]\n"
     "  prohibited: [{id: q1, action: x, valid_from: 2026-01-02}]\n",
     {}},
    {"precedence",
     "  precedence: [prohibited, escalate, permitted]\n"
     "  permitted: [{id: p, action: x}]\n  prohibited: [{id: q1, action: x}]\n",
     {}},
    {"one section", "  permitted: [{id: p, action: x}, {id: p2, action: x}]\n", {}},
};

const Case kOthers[] = {
    {"below the declared range",
     "  permitted: [{id: p, action: x, conditions: [n < 0]}]\n",
     {"W0604"}},
    {"inside it", "  permitted: [{id: p, action: x, conditions: [n <= 0]}]\n", {}},
    {"contradicting conditions",
     "  permitted: [{id: p, action: x, conditions: [q > 5, q < 3]}]\n",
     {"W0604"}},
    {"contradicting unless",
     "  permitted: [{id: p, action: x, conditions: [f], unless: [f]}]\n",
     {"W0604"}},
    {"no enum value left",
     "  permitted: [{id: p, action: x, conditions: [s == a, s != a]}]\n",
     {"W0604"}},
    {"false", "  permitted: [{id: p, action: x, conditions: ['!true']}]\n", {"W0604"}},
    {"a comparison of constants",
     "  permitted: [{id: p, action: x, conditions: [1 > 2]}]\n",
     {"W0604"}},
    {"false beside anything",
     "  permitted: [{id: p, action: x, conditions: ['n > 1 && size(\"ab\") > 2']}]\n",
     {"W0604"}},
    {"true beside anything",
     "  permitted: [{id: p, action: x, conditions: ['n > 1 || size(\"ab\") == 2']}]\n",
     {}},
    {"a division by zero",
     "  permitted: [{id: p, action: x, conditions: [n > 1 / 0]}]\n",
     {"W0607"}},
    {"a division by zero that does not matter",
     "  permitted: [{id: p, action: x, conditions: [1 / 0 > 1 || true]}]\n",
     {}},
    {"a permission for everything", "  permitted: [{id: p, action: '*'}]\n", {"W0605"}},
    {"a prohibition of everything", "  prohibited: [{id: p, action: '*'}]\n", {}},
    {"no default route",
     "  on_error: escalate\n  prohibited: [{id: p, action: x, conditions: [f]}]\n",
     {"W0606"}},
    {"a default route",
     "  on_error: escalate\n  prohibited: [{id: p, action: x, conditions: [f]}]\n"
     "  routes: {default: {reviewers: ['role:r']}}\n",
     {}},
    {"never undecidable", "  on_error: escalate\n  prohibited: [{id: p, action: x}]\n", {}},
    {"an overdue review without a default route",
     "  review_date: 2026-01-01\n  review_every: 90d\n  when_overdue: escalate\n"
     "  permitted: [{id: p, action: x}]\n",
     {"W0606"}},
};

class Warnings : public testing::TestWithParam<Case> {};

TEST_P(Warnings, AreThese) {
  const Compiled compiled = CompileText(std::string(kHead) + GetParam().rules);
  EXPECT_TRUE(compiled.ok());
  EXPECT_EQ(compiled.Codes(), GetParam().codes) << GetParam().what << "\n" << compiled.Said();
}

INSTANTIATE_TEST_SUITE_P(Conflicts, Warnings, testing::ValuesIn(kConflicts));
INSTANTIATE_TEST_SUITE_P(Others, Warnings, testing::ValuesIn(kOthers));

TEST(Strict, AsksForEverything) {
  const Compiled compiled =
      CompileText("constitution:\n  id: test\n  permitted:\n    - action: x\n", true);
  EXPECT_EQ(compiled.Codes(), (std::vector<std::string>{"E0418", "E0418"})) << compiled.Said();
  EXPECT_NE(compiled.diagnostics[0].message.find("`reviewed_by`, `review_date` and `precedence`"),
            std::string::npos)
      << compiled.Said();
}

constexpr char kCatalogue[] = R"(constitution:
  id: test
  reviewed_by: r
  review_date: 2026-01-01
  precedence: [prohibited, escalate, permitted]
  facts:
    n: {type: decimal, from: params}
    deep: {type: decimal, from: params.a.b}
    c: {type: bool, from: context}
    w: {type: int, from: params, default: 1}
  actions: {x: {params: [n]}, y: {params: {a: map, n: decimal}}, z: {}}
  permitted:
    - {id: r1, action: [x, y], conditions: [n > 1, c, w == 1]}
    - {id: r2, action: "*", conditions: [RULE]}
)";

TEST(Strict, ACataloguedActionHasTheParametersThatItsRulesRead) {
  const auto compile = [](const std::string& rule) {
    std::string text = kCatalogue;
    return CompileText(text.replace(text.find("RULE"), 4, rule), true);
  };
  EXPECT_EQ(compile("n < 5").Codes(), std::vector<std::string>{"W0605"});
  EXPECT_EQ(compile("deep < 5").Marks(),
            (std::vector<std::string>{"W0605 `\"*\"`", "E0419 `deep`"}));
  EXPECT_EQ(compile("has(deep) && deep < 5").Codes(), std::vector<std::string>{"W0605"});
  EXPECT_EQ(compile("params.q == 5").Codes(), (std::vector<std::string>{"W0605", "E0419"}));
}

}  // namespace
}  // namespace bylaw::compiler
