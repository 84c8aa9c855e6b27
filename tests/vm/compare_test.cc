// Equality, order and `in` for every pair of kinds: across kinds undecidable, numbers by value,
// null only with the literal null.
#include "compare.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "bylaw/vm/equal.h"
#include "evaluate.h"

namespace bylaw::vm {
namespace {

// A value of each kind, and the kind of kinds within which it can be compared.
struct Sample {
  const char* name;
  Value value;
  int family;
  bool ordered;
};

const Value kOneItem[] = {Value::Int(1)};
const Member kOneMember[] = {{Value::String("a"), Value::Int(1)}};

Value LiteralOf(Value value) {
  value.detail |= Value::kLiteral;
  return value;
}
Value Duration(int64_t micros) {
  Value value = Value::Timestamp(micros);
  value.kind = Kind::kDuration;
  return value;
}

const Sample kSamples[] = {
    {"bool", Value::Bool(true), 1, true},
    {"int", Value::Int(1), 2, true},
    {"uint", Value::Uint(1), 2, true},
    {"decimal", Value::SmallDecimal(1, 0), 2, true},
    {"double", Value::Double(1), 3,
     true},  // With int and uint; never with a decimal that is no literal.
    {"string", Value::String("1"), 4, true},
    {"bytes", Value::Bytes("1"), 5, true},
    {"list", Value::List(kOneItem, 1), 6, false},
    {"map", Value::Map(kOneMember, 1), 7, false},
    {"timestamp", Value::Timestamp(1), 8, true},
    {"duration", Duration(1), 9, true},
    {"null", Value::Null(), 10, false},
};

bool Comparable(const Sample& a, const Sample& b) {
  if (a.value.kind == Kind::kNull || b.value.kind == Kind::kNull) return false;
  if (a.family == b.family) return true;
  const auto whole = [](const Sample& s) {
    return s.value.kind == Kind::kInt || s.value.kind == Kind::kUint;
  };
  return (a.value.kind == Kind::kDouble && whole(b)) || (b.value.kind == Kind::kDouble && whole(a));
}

std::string Compare(const Value& a, Relation relation, const Value& b) {
  uint32_t steps = 0;
  const std::string text =
      Described(CompareAny(a, b, static_cast<uint8_t>(relation), false, steps));
  EXPECT_LE(steps, kStructuralSteps);
  return text;
}
std::string In(const Value& item, const Value& container) {
  uint32_t steps = 0;
  const std::string text = Described(vm::In(item, container, false, steps));
  EXPECT_LE(steps, kStructuralSteps);
  return text;
}

TEST(Compare, EveryPairOfKinds) {
  for (const Sample& a : kSamples) {
    for (const Sample& b : kSamples) {
      SCOPED_TRACE(std::string(a.name) + " with " + b.name);
      const bool equal = Comparable(a, b);
      EXPECT_EQ(Compare(a.value, Relation::kEqual, b.value),
                equal ? "true bool" : "not_comparable");
      EXPECT_EQ(Compare(a.value, Relation::kNotEqual, b.value),
                equal ? "false bool" : "not_comparable");
      const bool ordered = equal && a.ordered;
      EXPECT_EQ(Compare(a.value, Relation::kLess, b.value),
                ordered ? "false bool" : "not_comparable");
      EXPECT_EQ(Compare(a.value, Relation::kLessOrEqual, b.value),
                ordered ? "true bool" : "not_comparable");
      EXPECT_EQ(Compare(a.value, Relation::kGreater, b.value),
                ordered ? "false bool" : "not_comparable");
      EXPECT_EQ(Compare(a.value, Relation::kGreaterOrEqual, b.value),
                ordered ? "true bool" : "not_comparable");
      EXPECT_EQ(In(a.value, Value::List(&b.value, 1)), equal ? "true bool" : "not_comparable");
    }
  }
}

TEST(Compare, NullOnlyWithTheLiteral) {
  const Value literal = LiteralOf(Value::Null());
  EXPECT_EQ(Compare(Value::Null(), Relation::kEqual, literal), "true bool");
  EXPECT_EQ(Compare(literal, Relation::kNotEqual, Value::Null()), "false bool");
  EXPECT_EQ(Compare(Value::Null(), Relation::kEqual, Value::Null()), "not_comparable");
  EXPECT_EQ(Compare(Value::Null(), Relation::kLess, literal), "not_comparable");
  for (const Sample& sample : kSamples) {
    if (sample.value.kind == Kind::kNull) continue;
    EXPECT_EQ(Compare(sample.value, Relation::kEqual, literal), "false bool") << sample.name;
    EXPECT_EQ(Compare(literal, Relation::kNotEqual, sample.value), "true bool") << sample.name;
  }
}

TEST(Compare, NumbersByValue) {
  const Value huge = Value::Int(std::numeric_limits<int64_t>::max());
  const Value beyond = Value::Uint(uint64_t{1} << 63);
  const Value wide_owner = Value::SmallDecimal(92233720368547758, 2);  // 9223372036854775800
  EXPECT_EQ(Compare(huge, Relation::kLess, beyond), "true bool");
  EXPECT_EQ(Compare(huge, Relation::kLess, Value::Double(0x1p63)), "true bool");
  EXPECT_EQ(Compare(beyond, Relation::kEqual, Value::Double(0x1p63)), "true bool");
  EXPECT_EQ(Compare(huge, Relation::kGreater, wide_owner), "true bool");
  EXPECT_EQ(Compare(Value::Int(-1), Relation::kLess, Value::Uint(0)), "true bool");
  EXPECT_EQ(Compare(Value::Int(-1), Relation::kLess, Value::Double(-0.5)), "true bool");
  EXPECT_EQ(Compare(Value::Uint(0), Relation::kGreater, Value::Double(-0.5)), "true bool");
  EXPECT_EQ(Compare(Value::Int(0), Relation::kEqual, Value::Double(-0.0)), "true bool");
  EXPECT_EQ(Compare(Value::Int(1), Relation::kLess, Value::Double(1.5)), "true bool");
  EXPECT_EQ(Compare(Value::Int(std::numeric_limits<int64_t>::min()), Relation::kEqual,
                    Value::Double(-0x1p63)),
            "true bool");
  EXPECT_EQ(Compare(Value::Int(0), Relation::kLess,
                    Value::Double(std::numeric_limits<double>::infinity())),
            "true bool");
  EXPECT_EQ(Compare(Value::Uint(0), Relation::kGreater,
                    Value::Double(-std::numeric_limits<double>::infinity())),
            "true bool");
  EXPECT_EQ(Compare(Value::Int(0), Relation::kLess,
                    Value::Double(std::numeric_limits<double>::quiet_NaN())),
            "unordered");
  EXPECT_EQ(Compare(Value::SmallDecimal(150, -2), Relation::kEqual, Value::SmallDecimal(15, -1)),
            "true bool");
  EXPECT_EQ(Compare(Value::SmallDecimal(1, 100), Relation::kGreater, huge), "true bool");
  // A literal is the decimal that was written, or the double nearest to it.
  EXPECT_EQ(Compare(Value::Double(0.1), Relation::kEqual, LiteralOf(Value::SmallDecimal(1, -1))),
            "true bool");
  EXPECT_EQ(Compare(LiteralOf(Value::SmallDecimal(2, -1)), Relation::kGreater, Value::Double(0.1)),
            "true bool");
  EXPECT_EQ(Compare(Value::Double(0.1), Relation::kEqual, Value::SmallDecimal(1, -1)),
            "not_comparable");
}

TEST(Compare, ListsAndMapsPartByPart) {
  const auto json = [](const char* text) { return Operand::Json(text); };
  const auto equal = [&](const char* a, const char* b) {
    return Evaluate(Opcode::kCompareAny, json(a), json(b), 2);
  };
  EXPECT_EQ(equal("[1,[2]]", "[1.0,[2]]"), "true bool");
  EXPECT_EQ(equal("[1]", "[1,2]"), "false bool");
  EXPECT_EQ(equal("[]", "[]"), "true bool");
  EXPECT_EQ(equal("[\"1\"]", "[1]"), "not_comparable");
  EXPECT_EQ(equal("[null]", "[null]"), "not_comparable");
  EXPECT_EQ(equal("[1,\"a\"]", "[\"1\",\"b\"]"),
            "false bool");  // Some part differs, whatever the others.
  EXPECT_EQ(equal("[1,\"a\"]", "[\"1\",\"a\"]"), "not_comparable");
  EXPECT_EQ(equal(R"({"a":1,"b":2})", R"({"b":2,"a":1})"), "true bool");
  EXPECT_EQ(equal(R"({"a":1})", R"({"b":1})"), "false bool");
  EXPECT_EQ(equal(R"({"a":1})", R"({"a":"1"})"), "not_comparable");
  EXPECT_EQ(equal("[]", "{}"), "not_comparable");
}

TEST(Compare, InListsAndMaps) {
  const auto in = [](const Operand& item, const char* container) {
    return Evaluate(Opcode::kIn, item, Operand::Json(container));
  };
  const Operand kp = Value::String("KP");
  EXPECT_EQ(in(kp, R"(["CH","KP"])"), "true bool");
  EXPECT_EQ(in(kp, R"(["CH"])"), "false bool");
  EXPECT_EQ(in(kp, "[]"), "false bool");
  EXPECT_EQ(in(kp, R"([1,"KP"])"), "true bool");
  EXPECT_EQ(in(kp, R"([1,"CH"])"), "not_comparable");
  EXPECT_EQ(in(kp, R"([null])"), "not_comparable");
  EXPECT_EQ(in(Value::Int(1), "[2,1.0]"), "true bool");
  EXPECT_EQ(in(Operand::Json("[1]"), "[[1]]"), "true bool");
  EXPECT_EQ(in(kp, R"({"KP":false})"), "true bool");
  EXPECT_EQ(in(kp, R"({"CH":"KP"})"), "false bool");
  EXPECT_EQ(in(Value::Int(1), R"({"1":1})"), "not_comparable");
  EXPECT_EQ(in(kp, R"("KP")"), "wrong_type");
  EXPECT_EQ(in(kp, "null"), "wrong_type");
}

TEST(Compare, OrdersWhatHasAnOrder) {
  const auto order = [](const Value& a, const Value& b, bool loose, uint32_t limit) {
    uint32_t steps = 0;
    WorkBudget work(steps, limit);
    const Value value = OrderValues(a, b, loose, work);
    return value.is_error() ? std::string(ErrorText(value.error())) : std::to_string(value.i);
  };
  EXPECT_EQ(order(Value::Int(1), Value::Double(1.5), false, 0), "-1");
  EXPECT_EQ(order(Value::SmallDecimal(15, -1), Value::Uint(1), false, 0), "1");
  EXPECT_EQ(order(Value::String("a"), Value::String("a"), false, 0), "0");
  EXPECT_EQ(order(Value::SmallDecimal(15, -1), Value::Double(1.5), false, 0), "not_comparable");
  EXPECT_EQ(order(Value::SmallDecimal(15, -1), Value::Double(1.5), true, 0), "0");
  EXPECT_EQ(order(Value::Int(1), Value::String("1"), true, 0), "not_comparable");
  EXPECT_EQ(order(Value::Null(), Value::Null(), true, 0), "not_comparable");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(order(Value::Double(nan), Value::Double(nan), true, 0), "unordered");
  const std::string text(256, 'x');
  EXPECT_EQ(order(Value::String(text), Value::String(text), false, 3), "limit_exceeded");
  EXPECT_EQ(order(Value::String(text), Value::String(text), false, 4), "0");
}

TEST(Compare, StopsAtTheLimitOfWork) {
  const std::vector<Value> zeros(kStructuralSteps + 1, Value::Int(0));
  const Value fits = Value::List(zeros.data(), kStructuralSteps);
  const Value longer = Value::List(zeros.data(), kStructuralSteps + 1);
  EXPECT_EQ(Compare(fits, Relation::kEqual, fits), "true bool");
  EXPECT_EQ(Compare(longer, Relation::kEqual, longer), "limit_exceeded");
  EXPECT_EQ(In(Value::Int(1), fits), "false bool");
  EXPECT_EQ(In(Value::Int(1), longer), "limit_exceeded");
  const std::string text(size_t{kStructuralSteps} * kBytesPerStep + kBytesPerStep, 'x');
  EXPECT_EQ(Compare(Value::String(text), Relation::kLess, Value::String(text)), "limit_exceeded");
  // Lists in lists: 2^20 parts.
  std::vector<std::vector<Value>> levels(21, std::vector<Value>(2));
  for (size_t i = 1; i < levels.size(); ++i)
    levels[i].assign(2, Value::List(levels[i - 1].data(), 2));
  const Value deep = Value::List(levels.back().data(), 2);
  EXPECT_EQ(Compare(deep, Relation::kEqual, deep), "limit_exceeded");
}

TEST(Compare, TextThatIsEmptyAndNowhere) {
  EXPECT_EQ(Compare(Value::String({}), Relation::kEqual, Value::String("")), "true bool");
  EXPECT_EQ(Compare(Value::String({}), Relation::kLess, Value::String("a")), "true bool");
}

}  // namespace
}  // namespace bylaw::vm
