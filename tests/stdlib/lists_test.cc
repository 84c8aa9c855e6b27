// Lists and sets: results, what cannot be compared, and the bounds.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

using vm::Value;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<Value> Ints(const std::vector<int64_t>& ints) {
  std::vector<Value> items;
  items.reserve(ints.size());
  for (const int64_t i : ints) items.push_back(Value::Int(i));
  return items;
}

std::vector<Value> Strings(const std::vector<std::string_view>& texts) {
  std::vector<Value> items;
  items.reserve(texts.size());
  for (const std::string_view text : texts) items.push_back(Value::String(text));
  return items;
}

std::vector<Value> CountTo(int64_t count) {
  std::vector<Value> items;
  for (int64_t i = 0; i < count; ++i) items.push_back(Value::Int(i));
  return items;
}

std::string OfOne(std::string_view signature, const std::vector<Value>& items,
                  const CallLimits& limits = {}) {
  return Result(signature, {ListOf(items)}, limits);
}

std::string OfTwo(std::string_view signature, const std::vector<Value>& a,
                  const std::vector<Value>& b, const CallLimits& limits = {}) {
  return Result(signature, {ListOf(a), ListOf(b)}, limits);
}

CallLimits Loose() {
  CallLimits limits;
  limits.loose = true;
  return limits;
}

constexpr std::string_view kDistinct = "distinct(list) list";

TEST(Distinct, KeepsTheFirstOfEquals) {
  EXPECT_EQ(OfOne(kDistinct, {}), "[]");
  EXPECT_EQ(OfOne(kDistinct, Ints({3, 1, 3, 2, 1})), "[3, 1, 2]");
  EXPECT_EQ(OfOne(kDistinct, Strings({"b", "a", "b"})), "['b', 'a']");
  EXPECT_EQ(OfOne(kDistinct, {Value::Uint(1), Value::Int(1), Value::Double(1)}), "[1u]");
  const std::vector<Value> one = Ints({1});
  const std::vector<Value> also_one = {Value::SmallDecimal(10, -1)};
  EXPECT_EQ(OfOne(kDistinct, {ListOf(one), ListOf(also_one), ListOf({})}), "[[1], []]");
}

TEST(Distinct, IsUndecidableAcrossKinds) {
  const std::vector<Value> mixed = {Value::Int(1), Value::String("1")};
  EXPECT_EQ(OfOne(kDistinct, mixed), "not_comparable");
  EXPECT_EQ(OfOne(kDistinct, mixed, Loose()), "[1, '1']");
  EXPECT_EQ(OfOne(kDistinct, {Value::Null(), Value::Null()}), "not_comparable");
  EXPECT_EQ(OfOne(kDistinct, {Value::Null(), Value::Null()}, Loose()), "[null]");
}

TEST(Distinct, IsBounded) {
  EXPECT_EQ(OfOne(kDistinct, CountTo(1000)), "limit_exceeded");
  EXPECT_EQ(OfOne(kDistinct, CountTo(128)).substr(0, 10), "[0, 1, 2, ");
  EXPECT_EQ(OfOne(kDistinct, std::vector<Value>(1000, Value::Int(1))), "[1]");
  CallLimits two;
  two.list_items = 2;
  EXPECT_EQ(OfOne(kDistinct, Ints({1, 2, 2}), two), "[1, 2]");
  EXPECT_EQ(OfOne(kDistinct, Ints({1, 2, 3}), two), "limit_exceeded");
}

TEST(Flatten, TakesListsApart) {
  const std::vector<Value> inner = Ints({3, 4});
  const std::vector<Value> middle = {Value::Int(2), ListOf(inner)};
  const std::vector<Value> outer = {Value::Int(1), ListOf(middle), ListOf({}), Value::String("x")};
  EXPECT_EQ(OfOne("flatten(list) list", outer), "[1, 2, [3, 4], 'x']");
  const auto deep = [&](int64_t depth) {
    return Result("flatten(list, int) list", {ListOf(outer), Value::Int(depth)});
  };
  EXPECT_EQ(deep(0), "[1, [2, [3, 4]], [], 'x']");
  EXPECT_EQ(deep(1), "[1, 2, [3, 4], 'x']");
  EXPECT_EQ(deep(2), "[1, 2, 3, 4, 'x']");
  EXPECT_EQ(deep(std::numeric_limits<int64_t>::max()), "[1, 2, 3, 4, 'x']");
  EXPECT_EQ(deep(-1), "bad_argument");
}

TEST(Flatten, IsBounded) {
  const std::vector<Value> many = CountTo(200);
  EXPECT_EQ(OfOne("flatten(list) list", {ListOf(many), ListOf(many)}), "limit_exceeded");
  // Much to go through for nothing.
  const std::vector<Value> empties(256, ListOf({}));
  const std::vector<Value> lists(256, ListOf(empties));
  EXPECT_EQ(Result("flatten(list, int) list", {ListOf(lists), Value::Int(3)}), "limit_exceeded");
}

TEST(Slice, IsWithinTheList) {
  const std::vector<Value> items = Ints({0, 1, 2, 3});
  const auto slice = [&](int64_t from, int64_t to) {
    return Result("slice(list, int, int) list", {ListOf(items), Value::Int(from), Value::Int(to)});
  };
  EXPECT_EQ(slice(1, 3), "[1, 2]");
  EXPECT_EQ(slice(0, 4), "[0, 1, 2, 3]");
  EXPECT_EQ(slice(4, 4), "[]");
  EXPECT_EQ(slice(0, 5), "bad_index");
  EXPECT_EQ(slice(3, 2), "bad_index");
  EXPECT_EQ(slice(-1, 2), "bad_index");
  EXPECT_EQ(slice(0, (1LL << 32) + 1), "bad_index");
}

TEST(Reverse, TurnsAround) {
  EXPECT_EQ(OfOne("reverse(list) list", Ints({1, 2, 3})), "[3, 2, 1]");
  EXPECT_EQ(OfOne("reverse(list) list", {}), "[]");
  EXPECT_EQ(OfOne("reverse(list) list", CountTo(257)), "limit_exceeded");
}

TEST(FirstAndLast, AreOptional) {
  EXPECT_EQ(OfOne("first(list) optional(dyn)", Ints({1, 2})), "some(1)");
  EXPECT_EQ(OfOne("last(list) optional(dyn)", Ints({1, 2})), "some(2)");
  EXPECT_EQ(OfOne("first(list) optional(dyn)", {}), "none");
  EXPECT_EQ(OfOne("last(list) optional(dyn)", {}), "none");
}

TEST(Range, CountsFromZero) {
  constexpr std::string_view kRange = "lists.range(int) list(int)";
  EXPECT_EQ(Result(kRange, {Value::Int(3)}), "[0, 1, 2]");
  EXPECT_EQ(Result(kRange, {Value::Int(0)}), "[]");
  EXPECT_EQ(Result(kRange, {Value::Int(-1)}), "bad_argument");
  EXPECT_EQ(Result(kRange, {Value::Int(257)}), "limit_exceeded");
  EXPECT_EQ(Result(kRange, {Value::Int(std::numeric_limits<int64_t>::max())}), "limit_exceeded");
}

constexpr std::string_view kSort = "sort(list) list";

TEST(Sort, OrdersOneKind) {
  EXPECT_EQ(OfOne(kSort, {}), "[]");
  EXPECT_EQ(OfOne(kSort, Ints({3, -1, 2})), "[-1, 2, 3]");
  EXPECT_EQ(OfOne(kSort, Strings({"b", "", "ä", "ab", "a"})), "['', 'a', 'ab', 'b', 'ä']");
  EXPECT_EQ(OfOne(kSort, {Value::Bool(true), Value::Bool(false)}), "[false, true]");
  EXPECT_EQ(OfOne(kSort, {Value::Double(1), Value::Int(-1), Value::Uint(0)}), "[-1, 0u, 1.0]");
  // Equal items in the order that they had.
  EXPECT_EQ(OfOne(kSort, {Value::Uint(1), Value::Int(0), Value::Double(1), Value::Int(1)}),
            "[0, 1u, 1.0, 1]");
}

TEST(Sort, OrdersAnyInts) {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<int64_t> ints(random() % 256);
    for (int64_t& i : ints) i = static_cast<int64_t>(random() % 64);
    const std::vector<Value> items = Ints(ints);
    std::ranges::sort(ints);
    EXPECT_EQ(OfOne(kSort, items), Written(ListOf(Ints(ints))));
  }
}

TEST(Sort, IsUndecidableWhereThereIsNoOrder) {
  EXPECT_EQ(OfOne(kSort, {Value::Int(1), Value::String("1")}), "not_comparable");
  EXPECT_EQ(OfOne(kSort, {Value::Null()}), "not_comparable");
  EXPECT_EQ(OfOne(kSort, {ListOf({})}), "not_comparable");
  EXPECT_EQ(OfOne(kSort, {Value::Double(0.1), Value::SmallDecimal(1, -1)}), "not_comparable");
  EXPECT_EQ(OfOne(kSort, {Value::Double(kNan)}), "unordered");
  EXPECT_EQ(OfOne(kSort, {Value::Double(1), Value::Double(kNan)}), "unordered");
}

TEST(Sort, IsBounded) {
  const std::string text(16'384, 'x');
  EXPECT_EQ(OfOne(kSort, std::vector<Value>(256, Value::String(text))), "limit_exceeded");
  EXPECT_EQ(OfOne(kSort, CountTo(257)), "limit_exceeded");
  EXPECT_EQ(OfOne(kSort, CountTo(256)).substr(0, 10), "[0, 1, 2, ");
}

constexpr std::string_view kSum = "sum(list) dyn";

TEST(Sum, IsExact) {
  constexpr int64_t kIntMax = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(OfOne(kSum, {}), "0");
  EXPECT_EQ(OfOne(kSum, Ints({1, -2, 4})), "3");
  EXPECT_EQ(OfOne(kSum, Ints({kIntMax, 1, -1})), "9223372036854775807");
  EXPECT_EQ(OfOne(kSum, Ints({kIntMax, 1})), "overflow");
  EXPECT_EQ(OfOne(kSum, {Value::Uint(UINT64_MAX), Value::Uint(0)}), "18446744073709551615u");
  EXPECT_EQ(OfOne(kSum, {Value::Uint(UINT64_MAX), Value::Uint(1)}), "overflow");
  EXPECT_EQ(OfOne(kSum, {Value::Double(0.5), Value::Double(1)}), "1.5");
  const Value tenth = Value::SmallDecimal(1, -1);
  EXPECT_EQ(OfOne(kSum, {tenth, tenth, tenth}), "0.3d");
  EXPECT_EQ(OfOne(kSum, {tenth, Value::Int(kIntMax), Value::Uint(UINT64_MAX)}),
            "27670116110564327422.1d");
  EXPECT_EQ(OfOne(kSum, {tenth, Value::SmallDecimal(1, 60)}), "overflow");
}

TEST(Sum, RefusesWhatDoesNotAddUp) {
  EXPECT_EQ(OfOne(kSum, Strings({"1"})), "wrong_type");
  EXPECT_EQ(OfOne(kSum, {Value::Int(1), Value::Null()}), "wrong_type");
  EXPECT_EQ(OfOne(kSum, {Value::Int(1), Value::Double(1)}), "not_comparable");
  EXPECT_EQ(OfOne(kSum, {Value::Int(1), Value::Uint(1)}), "not_comparable");
  EXPECT_EQ(OfOne(kSum, {Value::Double(1), Value::SmallDecimal(1, 0)}), "not_comparable");
}

TEST(MinAndMax, AreOfNumbers) {
  EXPECT_EQ(OfOne("min(list) dyn", Ints({2, 1, 3})), "1");
  EXPECT_EQ(OfOne("max(list) dyn", Ints({2, 1, 3})), "3");
  EXPECT_EQ(OfOne("max(list) dyn", {Value::SmallDecimal(15, -1), Value::Int(1)}), "1.5d");
  EXPECT_EQ(OfOne("min(list) dyn", {}), "bad_argument");
  EXPECT_EQ(OfOne("max(list) dyn", {}), "bad_argument");
  EXPECT_EQ(OfOne("max(list) dyn", Strings({"a"})), "wrong_type");
  EXPECT_EQ(OfOne("max(list) dyn", {Value::Double(kNan), Value::Double(1)}), "unordered");
}

constexpr std::string_view kContains = "sets.contains(list, list) bool";
constexpr std::string_view kEquivalent = "sets.equivalent(list, list) bool";
constexpr std::string_view kIntersects = "sets.intersects(list, list) bool";

TEST(Sets, AreComparedByTheirItems) {
  struct Case {
    std::vector<int64_t> a, b;
    const char *contains, *equivalent, *intersects;
  };
  const Case cases[] = {
      {{}, {}, "true", "true", "false"},           {{1}, {}, "true", "false", "false"},
      {{}, {1}, "false", "false", "false"},        {{1, 2, 3}, {3, 1}, "true", "false", "true"},
      {{1, 2}, {2, 1, 2}, "true", "true", "true"}, {{1, 2}, {2, 3}, "false", "false", "true"},
      {{1, 2}, {3, 4}, "false", "false", "false"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(OfTwo(kContains, Ints(c.a), Ints(c.b)), c.contains);
    EXPECT_EQ(OfTwo(kEquivalent, Ints(c.a), Ints(c.b)), c.equivalent);
    EXPECT_EQ(OfTwo(kEquivalent, Ints(c.b), Ints(c.a)), c.equivalent);
    EXPECT_EQ(OfTwo(kIntersects, Ints(c.a), Ints(c.b)), c.intersects);
    EXPECT_EQ(OfTwo(kIntersects, Ints(c.b), Ints(c.a)), c.intersects);
  }
  EXPECT_EQ(OfTwo(kEquivalent, Ints({1}), {Value::Uint(1), Value::Double(1)}), "true");
}

TEST(Sets, AreUndecidableOnlyWhereItMatters) {
  const std::vector<Value> mixed = {Value::String("a"), Value::Int(1)};
  EXPECT_EQ(OfTwo(kContains, mixed, Ints({1})), "true");
  EXPECT_EQ(OfTwo(kContains, mixed, Ints({2})), "not_comparable");
  EXPECT_EQ(OfTwo(kContains, mixed, Ints({2}), Loose()), "false");
  EXPECT_EQ(OfTwo(kContains, Ints({1}), {Value::String("a"), Value::Int(2)}), "false");
  EXPECT_EQ(OfTwo(kIntersects, Ints({1}), mixed), "true");
  EXPECT_EQ(OfTwo(kIntersects, Ints({2}), mixed), "not_comparable");
  EXPECT_EQ(OfTwo(kEquivalent, Ints({1}), Strings({"1"})), "not_comparable");
  EXPECT_EQ(OfTwo(kEquivalent, Ints({1}), Strings({"1"}), Loose()), "false");
}

TEST(Sets, AreBounded) {
  EXPECT_EQ(OfTwo(kContains, CountTo(90), CountTo(90)), "true");
  EXPECT_EQ(OfTwo(kContains, CountTo(256), CountTo(256)), "limit_exceeded");
  EXPECT_EQ(OfTwo(kEquivalent, CountTo(256), CountTo(256)), "limit_exceeded");
  EXPECT_EQ(OfTwo(kIntersects, CountTo(256), Strings(std::vector<std::string_view>(256, "a"))),
            "limit_exceeded");
  // Text that differs only at the end counts for more.
  const std::string text(16'384, 'x');
  const std::string other = text.substr(1) + "y";
  const std::vector<Value> texts(20, Value::String(text));
  EXPECT_EQ(OfTwo(kIntersects, texts, std::vector<Value>(20, Value::String(other))),
            "limit_exceeded");
}

}  // namespace
}  // namespace bylaw::stdlib
