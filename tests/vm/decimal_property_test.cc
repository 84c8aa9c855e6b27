// Decimals on generated operands: the answers of Python's big integers (decimal_vectors.txt,
// written by decimal_vectors.py), and the laws of arithmetic. Seeds are fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "bylaw/vm/decimal.h"

namespace bylaw::vm {
namespace {

constexpr int kRounds = 50'000;

std::string Text(const Decimal& value) {
  Decimal::Buffer buffer;
  return std::string(value.Format(buffer));
}

std::string Text(const DecimalResult& result) {
  constexpr std::array kErrors = {"", "overflow", "inexact", "divide_by_zero"};
  return result.ok() ? Text(result.value) : kErrors[static_cast<std::size_t>(result.status)];
}

std::string Compared(const Decimal& a, const Decimal& b) {
  return a < b ? "<" : a > b ? ">" : "=";
}

std::string Compute(const std::string& operation, const std::string& a, const std::string& b) {
  const std::optional<Decimal> x = Decimal::ParseLiteral(a);
  if (operation == "parse") return x ? Text(*x) : "overflow";
  static const std::map<std::string, RoundingMode> kModes = {
      {"round_half_even", RoundingMode::kHalfEven}, {"round_half_up", RoundingMode::kHalfUp},
      {"round_down", RoundingMode::kDown},          {"round_up", RoundingMode::kUp},
      {"round_floor", RoundingMode::kFloor},        {"round_ceiling", RoundingMode::kCeiling}};
  if (const auto mode = kModes.find(operation); mode != kModes.end()) {
    return Text(Round(x.value(), std::stoi(b), mode->second));
  }
  const std::optional<Decimal> y = Decimal::ParseLiteral(b);
  if (operation == "add") return Text(Add(x.value(), y.value()));
  if (operation == "sub") return Text(Subtract(x.value(), y.value()));
  if (operation == "mul") return Text(Multiply(x.value(), y.value()));
  if (operation == "div") return Text(Divide(x.value(), y.value()));
  if (operation == "cmp") return Compared(x.value(), y.value());
  return "no operation " + operation;
}

TEST(DecimalVectors, AgreeWithPython) {
  std::ifstream file(BYLAW_SOURCE_DIR "/tests/vm/decimal_vectors.txt");
  int count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    std::istringstream fields(line);
    std::string operation, a, b, answer;
    ASSERT_TRUE(fields >> operation >> a >> b >> answer) << line;
    EXPECT_EQ(Compute(operation, a, b), answer) << line;
  }
  EXPECT_EQ(count, 3600);
}

// Operands of every size and form, with many zeros and powers, and near one another.
class Operands {
 public:
  explicit Operands(unsigned seed) : random_(seed) {}

  int Below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  Decimal Next() {
    Int128 coefficient = 0;
    const int digits = Below(4) == 0 ? Below(38) + 1 : Below(16) + 1;
    for (int i = 0; i < digits; ++i) coefficient = coefficient * 10 + Below(10);
    if (Below(4) == 0) coefficient = Int128{1} << Below(126);
    for (int zeros = Below(4) == 0 ? Below(20) : 0; zeros > 0 && coefficient < kShort; --zeros) {
      coefficient *= 10;
    }
    const int exponent = Below(8) == 0   ? Below(12288) + Decimal::kExponentMin
                         : Below(4) == 0 ? Below(90) - 45
                                         : Below(9) - 6;
    return Decimal(Below(3) == 0 ? -coefficient : coefficient, exponent);
  }

  // The same value, written with up to 18 more zeros if they fit.
  Decimal Rewritten(const Decimal& value) {
    Decimal result = value;
    for (int zeros = Below(19); zeros > 0; --zeros) {
      if (result.coefficient() >= kShort || result.coefficient() <= -kShort) break;
      if (result.exponent() == Decimal::kExponentMin) break;
      result = Decimal(result.coefficient() * 10, result.exponent() - 1);
    }
    return result;
  }

 private:
  static constexpr Int128 kShort = Int128{10'000'000'000'000'000'000U} * 1'000'000'000'000'000'000;

  std::mt19937 random_;
};

TEST(DecimalProperties, TextComesBackAndIsCanonical) {
  Operands operands(1);
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = operands.Next();
    const std::string text = Text(a);
    EXPECT_LE(text.size(), std::size_t{Decimal::kCharsMax});
    EXPECT_EQ(Decimal::Parse(text), a) << text;
    EXPECT_EQ(Text(operands.Rewritten(a)), text);
    EXPECT_EQ(Text(a.Normalized()), text);
  }
}

TEST(DecimalProperties, SumsAndProductsCommuteAndComeBack) {
  Operands operands(2);
  int sums = 0;
  int products = 0;
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = operands.Next();
    const Decimal b = operands.Next();
    const DecimalResult sum = Add(a, b);
    EXPECT_EQ(Text(sum), Text(Add(b, a)));
    EXPECT_EQ(Text(sum), Text(Add(operands.Rewritten(a), operands.Rewritten(b))));
    EXPECT_EQ(Text(Subtract(a, b)),
              Text(DecimalResult{-Subtract(b, a).value, Subtract(b, a).status}));
    if (sum.ok()) {
      ++sums;
      EXPECT_EQ(Text(Subtract(sum.value, b)), Text(a)) << Text(a) << " + " << Text(b);
    }
    const DecimalResult product = Multiply(a, b);
    EXPECT_EQ(Text(product), Text(Multiply(b, a)));
    EXPECT_EQ(Text(product), Text(Multiply(operands.Rewritten(a), operands.Rewritten(b))));
    if (product.ok() && !b.is_zero()) {
      ++products;
      EXPECT_EQ(Text(Divide(product.value, b)), Text(a)) << Text(a) << " * " << Text(b);
    }
  }
  EXPECT_GT(sums, kRounds / 4);
  EXPECT_GT(products, kRounds / 4);
}

TEST(DecimalProperties, QuotientsMultiplyBack) {
  Operands operands(3);
  int quotients = 0;
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = operands.Next();
    const Decimal b = operands.Next();
    const DecimalResult quotient = Divide(a, b);
    EXPECT_EQ(Text(quotient), Text(Divide(operands.Rewritten(a), operands.Rewritten(b))));
    if (!quotient.ok()) continue;
    ++quotients;
    EXPECT_EQ(Text(Multiply(quotient.value, b)), Text(a)) << Text(a) << " / " << Text(b);
  }
  EXPECT_GT(quotients, kRounds / 50);
}

TEST(DecimalProperties, ProductsDistributeOverSums) {
  Operands operands(4);
  int checked = 0;
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = operands.Next();
    const Decimal b = operands.Next();
    const Decimal c = operands.Next();
    const DecimalResult sum = Add(b, c);
    const DecimalResult left = Multiply(a, b);
    const DecimalResult right = Multiply(a, c);
    if (!sum.ok() || !left.ok() || !right.ok()) continue;
    const DecimalResult whole = Multiply(a, sum.value);
    EXPECT_EQ(Text(whole), Text(Add(left.value, right.value)));
    ++checked;
  }
  EXPECT_GT(checked, kRounds / 10);
}

TEST(DecimalProperties, OrderIsThatOfDifferences) {
  Operands operands(5);
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = operands.Next();
    const Decimal b = operands.Below(4) == 0 ? operands.Rewritten(a) : operands.Next();
    EXPECT_EQ(a<b, b> a);
    EXPECT_EQ(a == b, Text(a) == Text(b));
    EXPECT_EQ(a < b, -b < -a);
    EXPECT_TRUE((a <=> b) == (operands.Rewritten(a) <=> operands.Rewritten(b)));
    const DecimalResult difference = Subtract(a, b);
    if (difference.ok()) {
      EXPECT_TRUE((a <=> b) == (difference.value <=> Decimal())) << Text(a) << " and " << Text(b);
    }
  }
}

TEST(DecimalProperties, OrderIsTotal) {
  Operands operands(6);
  std::vector<Decimal> values(1500);
  for (Decimal& value : values) value = operands.Next();
  std::ranges::sort(values, [](const Decimal& a, const Decimal& b) { return a < b; });
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i; j < values.size(); ++j) EXPECT_TRUE(values[i] <= values[j]);
  }
}

TEST(DecimalProperties, DoublesAreThoseOfTheCLibrary) {
  Operands operands(7);
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = operands.Next();
    EXPECT_EQ(a.ToDouble(), std::strtod(Text(a).c_str(), nullptr)) << Text(a);
    if (const std::optional<Decimal> exact = Decimal::FromDouble(a.ToDouble())) {
      EXPECT_EQ(exact->ToDouble(), a.ToDouble()) << Text(a);
    }
  }
}

}  // namespace
}  // namespace bylaw::vm
