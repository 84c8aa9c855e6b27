// Each instruction: its result, its errors, and where they go. Comparison across kinds:
// compare_test.cc.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "compare.h"
#include "evaluate.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

constexpr int64_t kIntMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kIntMin = std::numeric_limits<int64_t>::min();
constexpr uint64_t kUintMax = std::numeric_limits<uint64_t>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int64_t kNow = 1'776'166'929'000'000;

Value I(int64_t value) {
  return Value::Int(value);
}
Value U(uint64_t value) {
  return Value::Uint(value);
}
Value F(double value) {
  return Value::Double(value);
}
Value S(std::string_view value) {
  return Value::String(value);
}
// A decimal; wide ones are kept for the program's life.
Value D(std::string_view text) {
  static std::vector<std::unique_ptr<Decimal>> wide;
  const Decimal decimal = Decimal::ParseLiteral(text).value();
  if (decimal.fits_int64())
    return Value::SmallDecimal(decimal.coefficient64(), static_cast<int16_t>(decimal.exponent()));
  wide.push_back(std::make_unique<Decimal>(decimal));
  return Value::WideDecimal(wide.back().get());
}
Value Literal(Value value) {
  value.detail |= Value::kLiteral;
  return value;
}

using enum Opcode;

struct BinaryCase {
  Opcode op;
  Value b;
  Value c;
  std::string result;
};

TEST(Interpreter, Arithmetic) {
  const BinaryCase cases[] = {
      {kAddInt, I(2), I(3), "5 int"},
      {kAddInt, I(kIntMax), I(0), "9223372036854775807 int"},
      {kAddInt, I(kIntMax), I(1), "overflow"},
      {kAddInt, I(kIntMin), I(-1), "overflow"},
      {kSubInt, I(kIntMin), I(1), "overflow"},
      {kSubInt, I(0), I(kIntMin), "overflow"},
      {kSubInt, I(-1), I(kIntMin), "9223372036854775807 int"},
      {kMulInt, I(3'037'000'500), I(3'037'000'500), "overflow"},
      {kMulInt, I(kIntMin), I(-1), "overflow"},
      {kMulInt, I(-4), I(5), "-20 int"},
      {kDivInt, I(7), I(-2), "-3 int"},
      {kDivInt, I(-7), I(2), "-3 int"},
      {kDivInt, I(1), I(0), "divide_by_zero"},
      {kDivInt, I(kIntMin), I(-1), "overflow"},
      {kModInt, I(-7), I(2), "-1 int"},
      {kModInt, I(7), I(-2), "1 int"},
      {kModInt, I(kIntMin), I(-1), "0 int"},
      {kModInt, I(7), I(0), "divide_by_zero"},
      {kAddUint, U(kUintMax), U(0), "18446744073709551615 uint"},
      {kAddUint, U(kUintMax), U(1), "overflow"},
      {kSubUint, U(0), U(1), "overflow"},
      {kMulUint, U(1ull << 32), U(1ull << 32), "overflow"},
      {kDivUint, U(kUintMax), U(2), "9223372036854775807 uint"},
      {kDivUint, U(1), U(0), "divide_by_zero"},
      {kModUint, U(kUintMax), U(10), "5 uint"},
      {kModUint, U(1), U(0), "divide_by_zero"},
      {kAddDouble, F(0.1), F(0.2), "0.30000000000000004 double"},
      {kSubDouble, F(kInfinity), F(kInfinity), "nan double"},
      {kMulDouble, F(1e308), F(10), "inf double"},
      {kDivDouble, F(1), F(0), "inf double"},
      {kDivDouble, F(-1), F(0), "-inf double"},
      {kAddDecimal, D("0.1"), D("0.2"), "0.3 decimal"},
      {kAddDecimal, D("9223372036854775807"), D("1"), "9223372036854775808 decimal"},
      {kAddDecimal, D("99999999999999999999999999999999999999"), D("1"), "1e+38 decimal"},
      {kAddDecimal, D("99999999999999999999999999999999999999"), D("0.1"), "overflow"},
      {kSubDecimal, D("1"), D("1.00"), "0 decimal"},
      {kMulDecimal, D("1.50"), D("2"), "3 decimal"},
      {kMulDecimal, D("12345678901234567891"), D("12345678901234567893"), "overflow"},
      {kMulDecimal, D("1e6000"), D("1e6000"), "overflow"},
      {kDivDecimal, D("1"), D("8"), "0.125 decimal"},
      {kDivDecimal, D("1"), D("3"), "inexact"},
      {kDivDecimal, D("1"), D("0"), "divide_by_zero"},
      {kConcat, S("ab"), S("cd"), "\"abcd\" string"},
      {kConcat, S(""), S(""), "\"\" string"},
      {kConcat, Value::Bytes("a"), Value::Bytes("b"), "\"ab\" bytes"},
  };
  for (const BinaryCase& c : cases) {
    EXPECT_EQ(Evaluate(c.op, c.b, c.c), c.result)
        << Mnemonic(c.op) << " " << Described(c.b) << " " << Described(c.c);
  }
  const std::string half(kStringBytesDefault / 2, 'x');
  EXPECT_EQ(Evaluate(kConcat, S(half), S(half)).substr(0, 5), "\"xxxx");
  EXPECT_EQ(Evaluate(kConcat, S(half), S(half + "y")), "limit_exceeded");
}

TEST(Interpreter, Unary) {
  const struct {
    Opcode op;
    Value b;
    std::string result;
  } cases[] = {
      {kNegInt, I(5), "-5 int"},
      {kNegInt, I(kIntMin), "overflow"},
      {kNegDouble, F(0.5), "-0.5 double"},
      {kNegDecimal, D("1.5"), "-1.5 decimal"},
      {kNegDecimal, Value::SmallDecimal(kIntMin, 0), "9223372036854775808 decimal"},
      {kNegDecimal, D("123456789012345678901234567890"),
       "-1.2345678901234567890123456789e+29 decimal"},
      {kNegAny, I(5), "-5 int"},
      {kNegAny, D("5"), "-5 decimal"},
      {kNegAny, F(5), "-5 double"},
      {kNegAny, U(5), "wrong_type"},
      {kNegAny, S("5"), "wrong_type"},
      {kNot, Value::Bool(true), "false bool"},
      {kNot, Value::Bool(false), "true bool"},
      {kMove, S("a"), "\"a\" string"},
      {kToDecimal, I(kIntMin), "-9223372036854775808 decimal"},
      {kToDecimal, U(kUintMax), "18446744073709551615 decimal"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(Evaluate(c.op, c.b), c.result) << Mnemonic(c.op) << " " << Described(c.b);
}

// Four-valued: an error stays one unless the other side decides.
TEST(Interpreter, Logic) {
  const Operand t = Value::Bool(true);
  const Operand f = Value::Bool(false);
  // A fact that is dyn cannot be an operand of `and`: errors come from a condition of type bool
  // that raised.
  struct Row {
    const char* b;
    const char* c;
    const char* conjunction;
    const char* disjunction;
  };
  const Row rows[] = {
      {"true", "true", "true", "true"},     {"true", "false", "false", "true"},
      {"true", "error", "error", "true"},   {"false", "true", "false", "true"},
      {"false", "false", "false", "false"}, {"false", "error", "false", "error"},
      {"error", "true", "error", "true"},   {"error", "false", "false", "error"},
      {"error", "error", "error", "error"},
  };
  ModuleBuilder m;
  const uint32_t facts[] = {m.Params("b", Kind::kBool), m.Params("c", Kind::kBool)};
  const auto condition = [&](Opcode op) {
    Condition code = Code({Op(kLoadFact, 0, 0, 0, facts[0]), Op(kLoadFact, 1, 0, 0, facts[1]),
                           Op(op, 2, 0, 1), Op(kRequire, 0, 2, 0, 0, 0, kToFails)});
    code.edges = {{0, 1, 1, 0}, {1, 2, 2, 1}, {2, 4, kToEnd, kEdgeUndecidable}};
    return code;
  };
  m.Permit("and", {"and"}, {condition(kAnd)});
  m.Permit("or", {"or"}, {condition(kOr)});
  const auto module = m.Load();
  Context context(*module);
  const auto outcome = [&](const char* action, const Row& row) {
    context.Clear();
    const char* const values[] = {row.b, row.c};
    for (uint32_t i = 0; i < 2; ++i) {
      if (std::string_view(values[i]) != "error")
        context.Bind(FactId{facts[i]}, std::string_view(values[i]) == "true");
    }
    context.Decide(action);
    const Truth truth = context.Explain()[0].conditions[0].value;
    return truth == Truth::kUndecidable ? std::string("error") : std::string(TruthText(truth));
  };
  for (const Row& row : rows) {
    EXPECT_EQ(outcome("and", row), row.conjunction) << row.b << " && " << row.c;
    EXPECT_EQ(outcome("or", row), row.disjunction) << row.b << " || " << row.c;
  }
  EXPECT_EQ(Evaluate(kAnd, t, Operand::Missing()), "missing");
  EXPECT_EQ(Evaluate(kAnd, Operand::Missing(), f), "false bool");
  EXPECT_EQ(Evaluate(kOr, Operand::Missing(), t), "true bool");
  EXPECT_EQ(Evaluate(kOr, Operand::Missing(), Operand::Missing()), "missing");
}

// ------------------------------------------------------------------------------------------------
// comparison of one kind

constexpr Relation kRelations[] = {Relation::kLess,           Relation::kEqual,
                                   Relation::kLessOrEqual,    Relation::kGreater,
                                   Relation::kGreaterOrEqual, Relation::kNotEqual};

TEST(Interpreter, TypedComparison) {
  const struct {
    Opcode op;
    std::vector<Value> ascending;
  } kinds[] = {
      {kCompareBool, {Value::Bool(false), Value::Bool(true)}},
      {kCompareInt, {I(kIntMin), I(-1), I(0), I(1), I(kIntMax)}},
      {kCompareUint, {U(0), U(1), U(1ull << 63), U(kUintMax)}},
      {kCompareDouble, {F(-kInfinity), F(-1), F(0), F(5e-324), F(1), F(kInfinity)}},
      {kCompareDecimal,
       {D("-1e100"), D("-1"), D("0"), D("9999.99"), D("10000"), D("123456789012345678901234567890"),
        D("1e100")}},
      {kCompareString,
       {S(""), S("A"), S("a"), S("aa"), S("b"), S("\xc3\xa9"), S("\xef\xbf\xbd"),
        S("\xf0\x9f\x98\x80")}},
  };
  for (const auto& kind : kinds) {
    for (size_t i = 0; i < kind.ascending.size(); ++i) {
      for (size_t j = 0; j < kind.ascending.size(); ++j) {
        for (const Relation relation : kRelations) {
          const bool holds = relation == Relation::kLess             ? i < j
                             : relation == Relation::kEqual          ? i == j
                             : relation == Relation::kLessOrEqual    ? i <= j
                             : relation == Relation::kGreater        ? i > j
                             : relation == Relation::kGreaterOrEqual ? i >= j
                                                                     : i != j;
          const std::string expected = holds ? "true bool" : "false bool";
          const Value& b = kind.ascending[i];
          const Value& c = kind.ascending[j];
          const auto x = static_cast<uint32_t>(relation);
          EXPECT_EQ(Evaluate(kind.op, b, c, x), expected)
              << Described(b) << RelationText(relation) << Described(c);
          EXPECT_EQ(Evaluate(kCompareAny, b, c, x), expected)
              << Described(b) << RelationText(relation) << Described(c);
        }
      }
    }
  }
}

// A comparison as a condition, with a register and with a constant.
TEST(Interpreter, ARequiredComparisonHoldsAsTheComparisonDoes) {
  for (const bool decimal : {false, true}) {
    for (const int64_t value : {1, 2, 3}) {
      for (const Relation relation :
           {Relation::kLess, Relation::kEqual, Relation::kLessOrEqual, Relation::kGreater,
            Relation::kGreaterOrEqual, Relation::kNotEqual}) {
        const auto r = static_cast<uint8_t>(relation);
        for (const bool constant : {false, true}) {
          ModuleBuilder m;
          const uint32_t fact = m.Params("v", decimal ? Kind::kDecimal : Kind::kInt);
          const uint32_t two = decimal ? m.Number("2") : m.Const(I(2));
          const Opcode op = decimal ? kRequireDecimal : kRequireInt;
          m.Permit("p", {"pay"},
                   {Code({Op(kLoadFact, 0, 0, 0, fact), Op(kLoadConst, 1, 0, 0, two),
                          constant ? Op(op, r, 0, kConstantOperand, 0, two, kToFails)
                                   : Op(op, r, 0, 1, 0, 0, kToFails)})});
          const auto module = m.Load();
          vm::Context context(*module);
          ASSERT_TRUE(context.Bind(FactId{fact}, value));
          EXPECT_EQ(context.Decide("pay").permitted(), Holds(r, Order(value, int64_t{2})))
              << value << RelationText(relation) << 2;
        }
      }
    }
  }
}

// `text` where `part` must be, as an instruction on a register and as one on a fact.
std::string PartOf(TextPart where, const std::string& text, const std::string& part) {
  std::string outcomes;
  for (const bool test : {false, true}) {
    ModuleBuilder m;
    const uint32_t fact = m.Params("text", test ? Kind::kString : Kind::kError);
    const auto w = static_cast<uint8_t>(where);
    m.Permit("p", {"pay"},
             {test ? Code({Op(kTestPart, w, 0, 0, fact, m.Text(part), kToFails)})
                   : Code({Op(kLoadFact, 0, 0, 0, fact), Op(kTextPart, 1, 0, w, m.Text(part)),
                           Op(kRequire, 0, 1, 0, 0, 0, kToFails)})});
    const auto module = m.Load();
    vm::Context context(*module);
    const std::string json =
        R"({"agent_id":"a","action":"pay","params":{"text":)" + text + "}}";  // Explain reads it.
    EXPECT_LE(context.DecideRequest(json, kNow).steps, module->steps_max());
    const auto rule = context.Explain()[0];
    outcomes += std::string(OutcomeText(rule.outcome)) + (test ? "" : " ");
  }
  return outcomes;
}

TEST(Interpreter, PartsOfTexts) {
  const std::string yes = "applies applies";
  const std::string no = "does_not_apply does_not_apply";
  const std::string long_text(200, 'a');
  const struct {
    TextPart where;
    std::string text;
    std::string part;
    std::string outcomes;
  } cases[] = {
      {TextPart::kBegin, R"("acct-1")", "acct-", yes},
      {TextPart::kBegin, R"("acct-")", "acct-", yes},
      {TextPart::kBegin, R"("acct")", "acct-", no},
      {TextPart::kBegin, R"("bacct-")", "acct-", no},
      {TextPart::kBegin, R"("")", "", yes},
      {TextPart::kBegin, R"("a")", "", yes},
      {TextPart::kEnd, R"("a@corp.example")", "@corp.example", yes},
      {TextPart::kEnd, R"("a@corp.example.org")", "@corp.example", no},
      {TextPart::kEnd, R"("@corp.example")", "@corp.example", yes},
      {TextPart::kEnd, R"("corp.example")", "@corp.example", no},
      {TextPart::kEnd, R"("")", "x", no},
      {TextPart::kEnd, R"("")", "", yes},
      {TextPart::kEnd, R"("xé")", "é", yes},
      {TextPart::kAnywhere, R"("a-main-b")", "main", yes},
      {TextPart::kAnywhere, R"("main")", "main", yes},
      {TextPart::kAnywhere, R"("mai")", "main", no},
      {TextPart::kAnywhere, R"("mai-n")", "main", no},
      {TextPart::kAnywhere, R"("")", "", yes},
      {TextPart::kAnywhere, R"("")", "x", no},
      {TextPart::kAnywhere, "\"" + long_text + "b\"", long_text + "b", yes},
      {TextPart::kAnywhere, "\"" + long_text + "\"", long_text + "b", no},
      {TextPart::kEnd, "7", "x", "undecidable undecidable"},
      {TextPart::kEnd, R"(["x"])", "x", "undecidable undecidable"},
      {TextPart::kAnywhere, "null", "", "undecidable undecidable"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(PartOf(c.where, c.text, c.part), c.outcomes) << c.text << " " << c.part;
  }
}

// The work that a text takes is charged: all of it for `contains`, what is compared for the others.
TEST(Interpreter, PartsOfTextsAreChargedForTheirWork) {
  const std::string text(10 * kBytesPerStep, 'a');
  const struct {
    TextPart where;
    std::string part;
    uint32_t more;
  } cases[] = {
      {TextPart::kBegin, "a", 0},
      {TextPart::kEnd, text.substr(0, 3 * kBytesPerStep), 3},
      {TextPart::kAnywhere, "b", 10},
  };
  for (const auto& c : cases) {
    ModuleBuilder m;
    const uint32_t fact = m.Params("text", Kind::kString);
    m.Permit("p", {"pay"},
             {Code({Op(kTestPart, static_cast<uint8_t>(c.where), 0, 0, fact, m.Text(c.part),
                       kToFails)})});
    const auto module = m.Load();
    vm::Context context(*module);
    ASSERT_TRUE(context.Bind(module->fact("text"), std::string_view(text)));
    // The test, `applies` or `fails`, `end`.
    EXPECT_EQ(context.Decide("pay").steps, 3 + c.more) << c.part;
    EXPECT_GE(module->steps_max(), 3 + c.more);
  }
}

TEST(Interpreter, OrderWithNaNIsUndecidable) {
  for (const Opcode op : {kCompareDouble, kCompareAny}) {
    for (const Value& other : {F(kNaN), F(1), F(kInfinity)}) {
      for (const Relation relation : kRelations) {
        const std::string expected = relation == Relation::kEqual      ? "false bool"
                                     : relation == Relation::kNotEqual ? "true bool"
                                                                       : "unordered";
        EXPECT_EQ(Evaluate(op, F(kNaN), other, static_cast<uint32_t>(relation)), expected);
        EXPECT_EQ(Evaluate(op, other, F(kNaN), static_cast<uint32_t>(relation)), expected);
      }
    }
  }
}

// ------------------------------------------------------------------------------------------------
// dyn

TEST(Interpreter, ArithmeticOfAnyKinds) {
  const auto any = [](const Operand& b, Arithmetic op, const Operand& c) {
    return Evaluate(kArithmeticAny, b, c, static_cast<uint32_t>(op));
  };
  using enum Arithmetic;
  EXPECT_EQ(any(I(7), kDivide, I(2)), "3 int");
  EXPECT_EQ(any(I(7), kModulo, I(2)), "1 int");
  EXPECT_EQ(any(U(7), kSubtract, U(8)), "overflow");
  EXPECT_EQ(any(F(7), kDivide, F(2)), "3.5 double");
  EXPECT_EQ(any(F(7), kModulo, F(2)), "wrong_type");
  EXPECT_EQ(any(D("7"), kDivide, D("2")), "3.5 decimal");
  EXPECT_EQ(any(D("7"), kModulo, D("2")), "wrong_type");
  EXPECT_EQ(any(I(7), kAdd, D("0.5")), "7.5 decimal");
  EXPECT_EQ(any(D("0.5"), kAdd, U(kUintMax)), "18446744073709551615.5 decimal");
  EXPECT_EQ(any(I(7), kAdd, U(7)), "wrong_type");
  EXPECT_EQ(any(F(7), kAdd, D("1")), "wrong_type");
  EXPECT_EQ(any(F(7), kAdd, I(1)), "wrong_type");
  EXPECT_EQ(any(S("a"), kAdd, S("b")), "\"ab\" string");
  EXPECT_EQ(any(S("a"), kSubtract, S("b")), "wrong_type");
  EXPECT_EQ(any(S("1"), kAdd, I(1)), "wrong_type");
  EXPECT_EQ(any(Value::Null(), kAdd, I(1)), "wrong_type");
  EXPECT_EQ(any(Value::Bool(true), kAdd, Value::Bool(true)), "wrong_type");
  EXPECT_EQ(any(Operand::Json("[1]"), kAdd, Operand::Json("[2]")), "[1, 2] list");
  // A literal reads as its opposite's type.
  EXPECT_EQ(any(Literal(D("2")), kMultiply, I(3)), "6 int");
  EXPECT_EQ(any(I(3), kMultiply, Literal(D("2.5"))), "7.5 decimal");
  EXPECT_EQ(any(F(0.5), kMultiply, Literal(D("2"))), "1 double");
  EXPECT_EQ(any(U(3), kSubtract, Literal(D("4"))), "overflow");
  EXPECT_EQ(any(Operand::Json("0.1"), kAdd, Literal(D("0.2"))), "0.3 decimal");
}

TEST(Interpreter, MembersAndElements) {
  const auto json = [](const char* text) { return Operand::Json(text); };
  EXPECT_EQ(Evaluate(kIndex, json("[10,20]"), I(1)), "20 decimal");
  EXPECT_EQ(Evaluate(kIndex, json("[10,20]"), U(0)), "10 decimal");
  EXPECT_EQ(Evaluate(kIndex, json("[10,20]"), json("1")), "20 decimal");
  EXPECT_EQ(Evaluate(kIndex, json("[10,20]"), json("1.0")), "20 decimal");
  for (const Operand& bad :
       {Operand(I(2)), Operand(I(-1)), Operand(I(kIntMin)), Operand(U(kUintMax)), json("0.5"),
        json("1e300"), Operand(S("0")), Operand(F(0.5)), Operand(F(kNaN)), Operand(F(kInfinity)),
        json("null"), json("true")}) {
    EXPECT_EQ(Evaluate(kIndex, json("[10,20]"), bad), "bad_index")
        << bad.json << Described(bad.constant);
  }
  EXPECT_EQ(Evaluate(kIndex, json("[10,20]"), F(1)), "20 decimal");
  EXPECT_EQ(Evaluate(kIndex, json("[]"), I(0)), "bad_index");
  EXPECT_EQ(Evaluate(kIndex, json(R"({"a":1,"b":null})"), S("b")), "null null");
  EXPECT_EQ(Evaluate(kIndex, json(R"({"a":1})"), S("c")), "no_such_key");
  EXPECT_EQ(Evaluate(kIndex, json(R"({"0":1})"), I(0)), "no_such_key");
  EXPECT_EQ(Evaluate(kIndex, json("\"abc\""), I(0)), "wrong_type");
  EXPECT_EQ(Evaluate(kIndex, json("null"), S("a")), "wrong_type");
  // The first string of the module's is its id.
  EXPECT_EQ(Evaluate(kSelect, json(R"({"test-constitution":[1]})"), 0), "[1] list");
  EXPECT_EQ(Evaluate(kSelect, json("{}"), 0), "no_such_key");
  EXPECT_EQ(Evaluate(kSelect, json("[]"), 0), "wrong_type");
  EXPECT_EQ(Evaluate(kHasMember, json(R"({"test-constitution":null})"), 0), "true bool");
  EXPECT_EQ(Evaluate(kHasMember, json(R"({"a":0})"), 0), "false bool");
  EXPECT_EQ(Evaluate(kHasMember, json("\"a\""), 0), "wrong_type");
  EXPECT_EQ(Evaluate(kMakeList, I(1), S("a")), "[1, \"a\"] list");
  const auto kind = [](Kind k) { return static_cast<uint32_t>(k); };
  EXPECT_EQ(Evaluate(kExpect, I(1), kind(Kind::kInt)), "1 int");
  EXPECT_EQ(Evaluate(kExpect, I(1), kind(Kind::kBool)), "wrong_type");
  EXPECT_EQ(Evaluate(kExpect, Operand::Missing(), kind(Kind::kBool)), "missing");
}

// ------------------------------------------------------------------------------------------------
// conditions

// How a rule with these conditions comes out for a request.
class ConditionTest : public testing::Test {
 protected:
  std::string Outcome(const std::vector<Condition>& conditions, const std::string& members) {
    ModuleBuilder m = m_;
    m.Prohibit("rule", {"pay"}, conditions);
    const auto module = m.Load(TestFunctions());
    Context context(*module);
    const std::string json = R"({"agent_id":"a","action":"pay")" + members + "}";
    const Verdict verdict = context.DecideRequest(json, kNow);
    EXPECT_EQ(context.request().error, RequestError::kValid) << json;
    EXPECT_LE(verdict.steps, module->steps_max());
    return std::string(OutcomeText(context.Explain()[0].outcome));
  }
  std::string Params(const Condition& condition, const std::string& object) {
    return Outcome({condition}, ",\"params\":" + object);
  }

  ModuleBuilder m_;
};

TEST_F(ConditionTest, FactsAgainstConstants) {
  const uint32_t flag = m_.Params("b", Kind::kBool);
  const uint32_t count = m_.Params("i", Kind::kInt);
  const uint32_t amount = m_.Params("d", Kind::kDecimal);
  const uint32_t text = m_.Params("s", Kind::kString);
  const uint32_t any = m_.Params("a", Kind::kError);
  const Condition is_false = Code({Op(kTestFalse, 0, 0, 0, flag, 0, kToFails)});
  EXPECT_EQ(Params(TestTrue(flag), R"({"b":true})"), "applies");
  EXPECT_EQ(Params(TestTrue(flag), R"({"b":false})"), "does_not_apply");
  EXPECT_EQ(Params(TestTrue(flag), R"({"b":"true"})"), "undecidable");
  EXPECT_EQ(Params(TestTrue(flag), "{}"), "undecidable");
  EXPECT_EQ(Params(is_false, R"({"b":false})"), "applies");
  EXPECT_EQ(Params(is_false, R"({"b":true})"), "does_not_apply");
  EXPECT_EQ(Params(is_false, R"({"b":0})"), "undecidable");
  EXPECT_EQ(Params(is_false, "{}"), "undecidable");
  const Condition three = TestFact(kTestInt, count, Relation::kGreaterOrEqual, m_.Const(I(3)));
  EXPECT_EQ(Params(three, R"({"i":3})"), "applies");
  EXPECT_EQ(Params(three, R"({"i":2})"), "does_not_apply");
  EXPECT_EQ(Params(three, R"({"i":3.5})"), "undecidable");
  const Condition large = TestDecimal(amount, Relation::kGreaterOrEqual, m_.Number("10000"));
  for (const auto& [value, outcome] : {std::pair{"10000", "applies"},
                                       {"1e4", "applies"},
                                       {"10000.0", "applies"},
                                       {"9999.99", "does_not_apply"},
                                       {"\"10000\"", "undecidable"},
                                       {"null", "undecidable"},
                                       {"[10000]", "undecidable"}}) {
    EXPECT_EQ(Params(large, std::string("{\"d\":") + value + "}"), outcome) << value;
  }
  const Condition active = TestString(text, Relation::kEqual, m_.Text("active"));
  EXPECT_EQ(Params(active, R"({"s":"active"})"), "applies");
  EXPECT_EQ(Params(active, R"({"s":"activ"})"), "does_not_apply");
  EXPECT_EQ(Params(active, R"({"s":null})"), "undecidable");
  // Threat 42.
  const Condition forced = TestAny(any, Relation::kEqual, m_.Const(Value::Bool(true)));
  EXPECT_EQ(Params(forced, R"({"a":true})"), "applies");
  EXPECT_EQ(Params(forced, R"({"a":false})"), "does_not_apply");
  for (const char* value : {"\"true\"", "1", "[true]", "{\"a\":true}", "null"}) {
    EXPECT_EQ(Params(forced, std::string("{\"a\":") + value + "}"), "undecidable") << value;
  }
  const Condition listed = Code({Op(kTestIn, 0, 0, 0, any, m_.Texts({"KP", "IR"}), kToFails)});
  const Condition unlisted = Code({Op(kTestIn, 1, 0, 0, any, m_.Texts({"KP", "IR"}), kToFails)});
  for (const auto& [value, in, not_in] : {std::tuple{"\"KP\"", "applies", "does_not_apply"},
                                          {"\"CH\"", "does_not_apply", "applies"},
                                          {"[\"KP\"]", "undecidable", "undecidable"},
                                          {"7", "undecidable", "undecidable"},
                                          {"null", "undecidable", "undecidable"}}) {
    EXPECT_EQ(Params(listed, std::string("{\"a\":") + value + "}"), in) << value;
    EXPECT_EQ(Params(unlisted, std::string("{\"a\":") + value + "}"), not_in) << value;
  }
}

// Constants that are searched by halving decide as those that are looked through.
TEST_F(ConditionTest, SortedConstants) {
  using enum Opcode;
  const uint32_t any = m_.Params("a", Kind::kError);
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back("name-" + std::to_string(100 + 2 * i));
  std::vector<Value> texts;
  for (const std::string& name : names) texts.push_back(S(name));
  std::vector<Member> members;
  for (const Value& text : texts) members.push_back({text, Value::Int(members.size() % 2 == 0)});
  const uint32_t sorted = m_.image().AddConstantList(texts, true);
  const uint32_t plain = m_.List(texts);
  const uint32_t table = m_.image().AddConstantMap(members);
  ASSERT_NE(sorted, plain);
  const auto looked_up = [&](Opcode op, uint32_t constant) {
    return Code({Op(kLoadFact, 0, 0, 0, any), Op(op, 1, 0, 0, constant),
                 Op(kExpect, 1, 1, 0, static_cast<uint32_t>(Kind::kBool)),
                 Op(kRequire, 0, 1, 0, 0, 0, kToFails)});
  };
  const auto indexed = Code({Op(kLoadFact, 0, 0, 0, any), Op(kIndexConst, 1, 0, 0, table),
                             Op(kLoadConst, 2, 0, 0, m_.Const(Value::Int(1))),
                             Op(kCompareAny, 3, 1, 2, static_cast<uint32_t>(Relation::kEqual)),
                             Op(kRequire, 0, 3, 0, 0, 0, kToFails)});
  for (int i = 98; i < 302; ++i) {
    const std::string request = R"({"a":"name-)" + std::to_string(i) + R"("})";
    const bool inside = i >= 100 && i < 300 && i % 2 == 0;
    const char* const expected = inside ? "applies" : "does_not_apply";
    EXPECT_EQ(Params(looked_up(kInConst, sorted), request), expected) << i;
    EXPECT_EQ(Params(looked_up(kInConst, plain), request), expected) << i;
    EXPECT_EQ(Params(looked_up(kInConst, table), request), expected) << i;
    EXPECT_EQ(Params(indexed, request), !inside      ? "undecidable"
                                        : i % 4 == 0 ? "applies"
                                                     : "does_not_apply")
        << i;
  }
  for (const char* value : {"7", "null", "true", R"(["name-100"])", R"({"name-100":true})"}) {
    const std::string request = std::string(R"({"a":)") + value + "}";
    EXPECT_EQ(Params(looked_up(kInConst, sorted), request), "undecidable") << value;
    EXPECT_EQ(Params(looked_up(kInConst, plain), request), "undecidable") << value;
    EXPECT_EQ(Params(looked_up(kInConst, table), request), "undecidable") << value;
    EXPECT_EQ(Params(indexed, request), "undecidable") << value;
  }
  for (const char* value : {R"("")", R"("name")", R"("name-1")", R"("name-1000")", R"("zzz")"}) {
    const std::string request = std::string(R"({"a":)") + value + "}";
    EXPECT_EQ(Params(looked_up(kInConst, sorted), request), "does_not_apply") << value;
  }
}

// Threat 43, and "Targets" of docs/constitution.md.
TEST_F(ConditionTest, Targets) {
  const uint32_t targets = m_.BuiltIn(Source::kTargets);
  const uint32_t list = m_.Texts({"a", "b"});
  const Condition all = TestTargets(targets, false, list);
  const Condition any = TestTargets(targets, true, list);
  const Condition none_allowed = TestTargets(targets, false, m_.Texts({}));
  for (const auto& [members, in_all, in_any] :
       {std::tuple{R"(,"target":"a")", "applies", "applies"},
        {R"(,"targets":["a","b"])", "applies", "applies"},
        {R"(,"targets":["a","x"])", "does_not_apply", "applies"},
        {R"(,"targets":["x","b"])", "does_not_apply", "applies"},
        {R"(,"targets":["x"])", "does_not_apply", "does_not_apply"},
        {R"(,"target":"A")", "does_not_apply", "does_not_apply"},
        {R"(,"targets":[])", "undecidable", "undecidable"},
        {"", "undecidable", "undecidable"}}) {
    EXPECT_EQ(Outcome({all}, members), in_all) << members;
    EXPECT_EQ(Outcome({any}, members), in_any) << members;
  }
  EXPECT_EQ(Outcome({none_allowed}, R"(,"target":"a")"), "does_not_apply");
  EXPECT_EQ(Outcome({none_allowed}, ""), "undecidable");
}

TEST_F(ConditionTest, ARuleAppliesIfAllHoldAndDoesNotIfOneIsFalse) {
  const uint32_t facts[] = {m_.Params("x", Kind::kBool), m_.Params("y", Kind::kBool),
                            m_.Params("z", Kind::kBool)};
  const std::vector<Condition> conditions = {TestTrue(facts[0]), TestTrue(facts[1]),
                                             TestTrue(facts[2])};
  const char* const values[] = {"true", "false", "null"};
  for (int i = 0; i < 27; ++i) {
    const int chosen[] = {i % 3, i / 3 % 3, i / 9};
    std::string params;
    bool any_false = false;
    bool any_error = false;
    for (int f = 0; f < 3; ++f) {
      params += std::string(f > 0 ? "," : "") + "\"" + "xyz"[f] + "\":" + values[chosen[f]];
      any_false = any_false || chosen[f] == 1;
      any_error = any_error || chosen[f] == 2;
    }
    EXPECT_EQ(Outcome(conditions, ",\"params\":{" + params + "}"), any_false   ? "does_not_apply"
                                                                   : any_error ? "undecidable"
                                                                               : "applies")
        << params;
  }
  EXPECT_EQ(Outcome({}, ""), "applies");
}

// `a == 1 && b == 1` as one condition: an error goes on with what is behind `&&`.
TEST(Interpreter, AnErrorGoesOnInsideItsCondition) {
  ModuleBuilder m;
  const uint32_t a = m.Params("a", Kind::kInt);
  const uint32_t b = m.Params("b", Kind::kInt);
  const uint32_t one = m.Const(I(1));
  const auto equal = static_cast<uint8_t>(Relation::kEqual);
  m.Permit("p", {"pay"},
           {Code({Op(kTestInt, equal, 0, 0, a, one, kToFails),
                  Op(kTestInt, equal, 0, 0, b, one, kToFails)},
                 {{0, 1, 1, kEdgeUndecidable}, {1, 2, kToEnd, kEdgeUndecidable}})});
  const auto module = m.Load();
  ASSERT_NE(module, nullptr);
  const struct {
    const char* params;
    Outcome outcome;
    Truth truth;
    ValueError error;
  } cases[] = {
      {R"("a":1,"b":1)", Outcome::kApplies, Truth::kTrue, ValueError::kMissing},
      {R"("a":1,"b":2)", Outcome::kDoesNotApply, Truth::kFalse, ValueError::kMissing},
      {R"("b":2)", Outcome::kDoesNotApply, Truth::kFalse, ValueError::kMissing},
      {R"("b":1)", Outcome::kUndecidable, Truth::kUndecidable, ValueError::kMissing},
      {R"("a":1)", Outcome::kUndecidable, Truth::kUndecidable, ValueError::kMissing},
      {R"("a":"x")", Outcome::kUndecidable, Truth::kUndecidable, ValueError::kWrongType},
      {R"("a":2,"b":"x")", Outcome::kDoesNotApply, Truth::kFalse, ValueError::kMissing},
  };
  for (const auto& c : cases) {
    vm::Context context(*module);
    const std::string json =
        R"({"agent_id":"a","action":"pay","params":{)" + std::string(c.params) + "}}";
    context.DecideRequest(json, kNow);
    const RuleExplanation rule = context.Explain()[0];
    EXPECT_EQ(rule.outcome, c.outcome) << c.params;
    EXPECT_EQ(rule.conditions[0].value, c.truth) << c.params;
    if (c.truth != Truth::kUndecidable) continue;
    EXPECT_EQ(rule.conditions[0].error, c.error) << c.params;
  }
}

TEST_F(ConditionTest, OneRulesErrorIsNotTheNexts) {
  const uint32_t fact = m_.Params("x", Kind::kBool);
  m_.Permit("a", {"pay"}, {TestTrue(fact)});
  m_.Permit("b", {"pay"});
  m_.Permit("c", {"pay"}, {TestTrue(fact), TestTrue(fact)});
  const auto module = m_.Load();
  Context context(*module);
  EXPECT_TRUE(context.DecideRequest(R"({"agent_id":"a","action":"pay"})", kNow).permitted());
  ASSERT_EQ(context.applies().size(), 1u);
  EXPECT_EQ(module->rule_id(RuleId{context.applies()[0].rule}), "b");
  EXPECT_EQ(context.undecidable().size(), 2u);
}

TEST_F(ConditionTest, Jumps) {
  const uint32_t flag = m_.Params("b", Kind::kBool);
  // b ? fails : holds, with an error that goes on behind the jump: `jump_if` does not take it.
  const auto condition = [&](Opcode jump, uint32_t target) {
    Condition code = Code({Op(kLoadFact, 0, 0, 0, flag), Op(jump, 0, 0, 0, 0, 0, target),
                           Op(kMove, 1, 0), Op(kRequire, 0, 1, 0, 0, 0, kToFails)});
    code.edges = {{0, 1, 1, 0}, {3, 4, kToEnd, kEdgeUndecidable}};
    return code;
  };
  EXPECT_EQ(Params(condition(kJumpIf, kToFails), R"({"b":true})"), "does_not_apply");
  EXPECT_EQ(Params(condition(kJumpIf, kToEnd), R"({"b":true})"), "applies");
  EXPECT_EQ(Params(condition(kJumpIf, kToEnd), R"({"b":false})"), "does_not_apply");
  EXPECT_EQ(Params(condition(kJumpIf, kToEnd), "{}"), "undecidable");
  EXPECT_EQ(Params(condition(kJumpUnless, kToEnd), R"({"b":false})"), "applies");
  EXPECT_EQ(Params(condition(kJumpUnless, kToFails), R"({"b":false})"), "does_not_apply");
  EXPECT_EQ(Params(condition(kJumpUnless, kToEnd), R"({"b":true})"), "applies");
  EXPECT_EQ(Params(condition(kJumpUnless, kToEnd), "{}"), "undecidable");
  const Condition over =
      Code({Op(kLoadFact, 0, 0, 0, flag), Op(kJumpIf, 0, 0, 0, 0, 0, 3),
            Op(kJump, 0, 0, 0, 0, 0, kToFails), Op(kRequire, 0, 0, 0, 0, 0, kToFails)});
  EXPECT_EQ(Params(over, R"({"b":true})"), "applies");
  EXPECT_EQ(Params(over, R"({"b":false})"), "does_not_apply");
}

// The largest inputs are charged no more than was proved.
TEST_F(ConditionTest, StaysWithinTheProvedStepsOnTheLargestInput) {
  m_.policy().string_bytes = kRequestBytesMax / 4;
  const uint32_t a = m_.Params("a", Kind::kString);
  const uint32_t b = m_.Params("b", Kind::kString);
  const uint32_t session = m_.BuiltIn(Source::kSession);
  const uint32_t any = m_.Params("any", Kind::kError);
  const auto comparing = [](uint32_t x, uint32_t y, Opcode op) {
    return Code({Op(kLoadFact, 0, 0, 0, x), Op(kLoadFact, 1, 0, 0, y),
                 Op(op, 2, 0, 1, op == kIn ? 0 : 2), Op(kRequire, 0, 2, 0, 0, 0, kToFails)});
  };
  const std::string text(kRequestBytesMax / 4 - 200, 'x');
  const std::string params = R"("params":{"a":")" + text + R"(","b":")" + text + "\"}";
  EXPECT_EQ(Outcome({comparing(a, b, kCompareString)}, "," + params), "applies");
  EXPECT_EQ(Outcome({comparing(a, b, kCompareAny)}, "," + params),
            "undecidable");  // Over kStructuralSteps.
  EXPECT_EQ(Outcome({comparing(session, session, kCompareString)},
                    ",\"session_id\":\"" + std::string(kRequestBytesMax / 2, 'x') + "\""),
            "undecidable");
  std::string list = "[0";
  for (uint32_t i = 1; i < kListItemsDefault; ++i) list += ",0";
  const std::string lists = ",\"params\":{\"any\":[" + list + "]," + list + "]]}";
  EXPECT_EQ(Outcome({comparing(any, any, kCompareAny)}, lists), "applies");
}

// A constant list may be longer than any list of a request: calls are charged for it all the same.
TEST_F(ConditionTest, StaysWithinTheProvedStepsOnLongConstants) {
  constexpr int64_t kItems = 5'000;
  const std::vector<Value> items(kItems, I(0));
  const uint32_t size = m_.image().AddCall(m_.image().Import("size(list) int"), kNone);
  const Condition condition =
      Code({Op(kLoadConst, 0, 0, 0, m_.List(items)), Op(kCall, 1, 0, 1, size),
            Op(kLoadConst, 2, 0, 0, m_.Const(I(kItems))), Op(kCompareInt, 3, 1, 2, 2),
            Op(kRequire, 0, 3, 0, 0, 0, kToFails)});
  EXPECT_EQ(Outcome({condition}, ""), "applies");
}

}  // namespace
}  // namespace bylaw::vm
