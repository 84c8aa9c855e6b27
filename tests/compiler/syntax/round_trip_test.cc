// Properties: what Unparse writes has the same tree and no parenthesis too many; a mistake put into
// a legal condition is found there and nowhere else; any bytes are answered.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "bylaw/compiler/syntax.h"
#include "dump.h"

namespace bylaw::compiler {
namespace {

// Writes random legal conditions.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  std::string Expression(int depth) {
    if (Chance(8)) {
      return Text({Binary(depth), " ? ", Binary(depth), " : ", Binary(depth)});
    }
    return Binary(depth);
  }

  size_t Below(size_t limit) {
    return std::uniform_int_distribution<size_t>(0, limit - 1)(random_);
  }

 private:
  bool Chance(size_t one_in) { return Below(one_in) == 0; }

  template <size_t kSize>
  std::string_view Pick(const std::string_view (&choices)[kSize]) {
    return choices[Below(kSize)];
  }

  std::string Space() {
    constexpr std::string_view kSpaces[] = {"", " ", " ", "\n", "\t", " // b\n"};
    return std::string(Pick(kSpaces));
  }

  std::string Binary(int depth) {
    constexpr std::string_view kOperators[] = {
        "||", "&&", "<", "<=", ">", ">=", "==", "!=", " in ", "+", "-", "*", "/", "%"};
    std::string out = Unary(depth);
    while (Chance(3)) {
      out += Space();
      out += Pick(kOperators);
      out += Space() + Unary(depth);
    }
    return out;
  }

  std::string Unary(int depth) {
    constexpr std::string_view kPrefixes[] = {"", "", "", "!", "!!", "-", "--", "- "};
    return Text({Pick(kPrefixes), Member(depth)});
  }

  std::string Member(int depth) {
    constexpr std::string_view kSuffixes[] = {".b", ".?c", ".`d-e`", ".?`f/g`", ".in_", ".for"};
    std::string out = Primary(depth);
    while (Chance(4)) {
      switch (depth > 0 ? Below(4) : 3) {
        case 0:
          out += Text({"[", Expression(depth - 1), "]"});
          break;
        case 1:
          out += Text({"[?", Expression(depth - 1), "]"});
          break;
        case 2:
          out += Text({".m(", Items(depth, false), ")"});
          break;
        default:
          out += Pick(kSuffixes);
      }
    }
    return out;
  }

  std::string Primary(int depth) {
    if (depth <= 0 || Chance(2)) return Leaf();
    switch (Below(5)) {
      case 0:
      case 1:
        return Text({"(", Space(), Expression(depth - 1), ")"});
      case 2:
        return Text({"[", Items(depth, true), "]"});
      case 3:
        return Map(depth);
      default:
        return Text({"f(", Items(depth, false), ")"});
    }
  }

  std::string Leaf() {
    constexpr std::string_view kLeaves[] = {"a",
                                            ".b",
                                            "_c1",
                                            "true",
                                            "false",
                                            "null",
                                            "0",
                                            "0x1F",
                                            "42u",
                                            "1.50",
                                            ".5e3",
                                            "1e-2",
                                            "'s'",
                                            "\"\\t\"",
                                            "r'\\d'",
                                            "b'\\xff'",
                                            "'''x'''",
                                            "'\\u00e4'",
                                            "'\u00FC'",
                                            "99999999999999999999",
                                            "9223372036854775808"};
    return std::string(Pick(kLeaves));
  }

  std::string Items(int depth, bool optional) {
    std::string out;
    const size_t count = Below(3);
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) out += ", ";
      if (optional && Chance(4)) out += "?";
      out += Expression(depth - 1);
    }
    return out;
  }

  std::string Map(int depth) {
    std::string out = "{";
    const size_t count = Below(3);
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) out += ", ";
      if (Chance(4)) out += "?";
      out += Text({Expression(depth - 1), ": ", Expression(depth - 1)});
    }
    return out += "}";
  }

  std::mt19937 random_;
};

// The tree's promises: operands first, each with one parent and inside of it, and no depth above
// the limit.
void CheckShape(const Ast& ast) {
  std::vector<size_t> depths(ast.size(), 1);
  std::vector<int> parents(ast.size(), 0);
  for (uint32_t i = 0; i < ast.size(); ++i) {
    const Span outer = ast[ExprId{i}].span;
    ASSERT_LE(outer.end, ast.source().size());
    for (const ExprId operand : ast.Operands(ExprId{i})) {
      const auto at = static_cast<uint32_t>(operand);
      ASSERT_LT(at, i);
      ++parents[at];
      depths[i] = std::max(depths[i], depths[at] + 1);
      ASSERT_LE(outer.begin, ast[operand].span.begin);
      ASSERT_GE(outer.end, ast[operand].span.end);
    }
    ASSERT_LE(depths[i], kConditionDepthMax);
  }
  for (size_t i = 0; i + 1 < parents.size(); ++i) ASSERT_EQ(parents[i], 1);
}

// The normal form of a legal condition, checked to have the same tree and to be its own normal
// form.
std::string CheckedUnparse(ConditionParser& parser, const std::string& text) {
  const ParseResult first = parser.Parse(text);
  EXPECT_TRUE(first.ok()) << text << "\n" << (first.ok() ? "" : first.errors[0].message);
  if (!first.ok()) return "";
  CheckShape(first.ast);
  std::string normal = Unparse(first.ast, first.ast.root());
  const ParseResult second = parser.Parse(normal);
  EXPECT_TRUE(second.ok()) << text << "\n" << normal;
  if (!second.ok()) return "";
  EXPECT_EQ(Dump(second.ast), Dump(first.ast)) << text << "\n" << normal;
  EXPECT_EQ(Unparse(second.ast, second.ast.root()), normal);
  return normal;
}

TEST(RoundTripTest, GeneratedConditions) {
  Generator generator(1);
  ConditionParser parser;
  for (int i = 0; i < 5'000; ++i) CheckedUnparse(parser, generator.Expression(2));
}

TEST(RoundTripTest, NoParenthesesTooMany) {
  Generator generator(2);
  ConditionParser parser;
  for (int i = 0; i < 1'000; ++i) {
    const std::string normal = CheckedUnparse(parser, generator.Expression(2));
    const std::string tree = Dump(parser.Parse(normal).ast);
    std::vector<size_t> open;
    for (size_t at = 0; at < normal.size(); ++at) {
      if (normal[at] == '(') open.push_back(at);
      if (normal[at] != ')') continue;
      std::string without = normal;
      without[at] = without[open.back()] = ' ';
      open.pop_back();
      const ParseResult result = parser.Parse(without);
      EXPECT_FALSE(result.ok() && Dump(result.ast) == tree) << normal << "\n" << without;
    }
  }
}

TEST(RoundTripTest, NormalForm) {
  constexpr std::pair<std::string_view, std::string_view> kCases[] = {
      {"a&&b||c", "a && b || c"},
      {"(a && b) || c", "a && b || c"},
      {"a && (b || c)", "a && (b || c)"},
      {"(a&&b)&&c", "(a && b) && c"},
      {"(a-b)-c", "a - b - c"},
      {"a-(b-c)", "a - (b - c)"},
      {"((a)) in [ 'x',\"y\" ]", "a in [\"x\", \"y\"]"},
      {"!(a)", "!a"},
      {"!(a == b)", "!(a == b)"},
      {"!(-a)", "!(-a)"},
      {"-(-a)", "--a"},
      {"-(-1)", "--1"},
      {"!(-1)", "!(-1)"},
      {"!((-1).abs())", "!(-1.abs())"},
      {"-(1)", "-(1)"},
      {"- 1", "-1"},
      {"(-1).abs()", "-1.abs()"},
      {"-(1.abs())", "-(1.abs())"},
      {"(a ? b : c) ? d : (e ? f : g)", "(a ? b : c) ? d : e ? f : g"},
      {"{?'k':v , 1 : 2}", "{?\"k\": v, 1: 2}"},
      {"a.`b`.`c-d`.`in`", "a.b.`c-d`.`in`"},
      {"r'\\d' + b'\\377'", "\"\\\\d\" + b\"\\xff\""},
      {"'\u202E\U000E0041'", "\"\\u202e\\U000e0041\""},
      {"0X1 == 1U", ""},
      {"amount>=10000.10", "amount >= 10000.10"},
  };
  ConditionParser parser;
  for (const auto& [text, normal] : kCases) {
    const ParseResult result = parser.Parse(text);
    EXPECT_EQ(result.ok() ? Unparse(result.ast, result.ast.root()) : "", normal);
  }
}

TEST(RoundTripTest, PartsOfATree) {
  ConditionParser parser;
  const ParseResult result = parser.Parse("a && (b || c + 1 > 2)");
  ASSERT_TRUE(result.ok());
  const ExprId inner = result.ast.Operands(result.ast.root())[1];
  EXPECT_EQ(Unparse(result.ast, inner), "b || c + 1 > 2");
  EXPECT_EQ(Unparse(result.ast, result.ast.Operands(inner)[1]), "c + 1 > 2");
}

// A legal condition with one thing wrong at its end: the explanation finds nothing wrong in the
// legal part.
TEST(MistakePropertyTest, NoFalseAlarms) {
  Generator generator(3);
  ConditionParser parser;
  for (int i = 0; i < 5'000; ++i) {
    const std::string legal = generator.Expression(2);
    const ParseResult result = parser.Parse(legal + "\n; a");
    ASSERT_EQ(result.errors.size(), 1u) << legal << "\n" << result.errors[0].message;
    EXPECT_EQ(result.errors[0].code, DiagnosticCode::kUnexpectedCharacter);
    EXPECT_EQ(result.errors[0].span.begin, legal.size() + 1);
  }
}

// Damaged conditions are answered: a tree that holds its promises, or errors inside the text.
TEST(MistakePropertyTest, AnyBytesAreAnswered) {
  constexpr std::string_view kBytes = "()[]{}?:,.!-+*/%<>=&|'\"`\\ \nabrRuUx019\x80\xC3\xBC\xE2;#";
  Generator generator(4);
  ConditionParser parser;
  size_t legal_count = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string text = generator.Expression(2);
    for (size_t damage = generator.Below(4) + 1; damage > 0 && !text.empty(); --damage) {
      const size_t at = generator.Below(text.size());
      const char byte = kBytes[generator.Below(kBytes.size())];
      switch (generator.Below(3)) {
        case 0:
          text.erase(at, 1 + generator.Below(3));
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        default:
          text[at] = byte;
      }
    }
    const ParseResult result = parser.Parse(text);
    if (result.ok()) {
      ++legal_count;
      CheckedUnparse(parser, text);
      continue;
    }
    uint32_t last_begin = 0;
    for (const SyntaxError& error : result.errors) {
      EXPECT_LE(error.span.begin, error.span.end) << text;
      EXPECT_LE(error.span.end, text.size()) << text;
      EXPECT_LE(last_begin, error.span.begin) << text;
      EXPECT_FALSE(error.message.empty()) << text;
      EXPECT_FALSE(error.help.empty()) << text;
      last_begin = error.span.begin;
    }
  }
  EXPECT_GT(legal_count, 300u);
}

// The conditions of CEL's conformance cases. None of them is meant to be an error of syntax.
std::vector<std::string> ConformanceConditions() {
  std::vector<std::string> conditions;
  const std::filesystem::path folder =
      std::filesystem::path(BYLAW_SOURCE_DIR) / "tests" / "vectors" / "cel";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".json") continue;
    std::ifstream stream(file.path());
    const nlohmann::json group = nlohmann::json::parse(stream);
    for (const auto& test : group.at("tests")) conditions.push_back(test.at("expr"));
  }
  return conditions;
}

TEST(ConformanceTest, EveryConditionParses) {
  const std::vector<std::string> conditions = ConformanceConditions();
  EXPECT_EQ(conditions.size(), 1396u);
  ConditionParser parser;
  for (const std::string& condition : conditions) CheckedUnparse(parser, condition);
}

TEST(ConformanceTest, ParsersOfSeveralThreadsAgree) {
  const std::vector<std::string> conditions = ConformanceConditions();
  std::vector<std::string> trees[2];
  const auto parse_all = [&](std::vector<std::string>& out) {
    ConditionParser parser;
    for (const std::string& condition : conditions)
      out.push_back(Dump(parser.Parse(condition).ast));
  };
  std::thread other(parse_all, std::ref(trees[0]));
  parse_all(trees[1]);
  other.join();
  EXPECT_EQ(trees[0], trees[1]);
}

}  // namespace
}  // namespace bylaw::compiler
