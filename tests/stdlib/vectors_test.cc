// The CEL specification's cases for numbers and networks, all of them: their expressions are read
// by a few lines here, for they are but calls of literals.
#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bylaw/vm/equal.h"
#include "written.h"

namespace bylaw::stdlib {
namespace {

using vm::Kind;
using vm::Value;
using vm::ValueError;

class Evaluator {
 public:
  explicit Evaluator(std::string_view expression) : rest_(expression) {}

  // An error if a call is one, or if no row takes its arguments.
  Value Evaluate() {
    const Value value = ReadEquality();
    EXPECT_TRUE(rest_.empty()) << "not understood: " << rest_;
    return value;
  }

 private:
  bool Take(std::string_view token) {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  Value ReadEquality() {
    const Value left = ReadQuotient();
    if (!Take("==")) return left;
    const Value right = ReadQuotient();
    if (left.is_error() || right.is_error()) return left.is_error() ? left : right;
    return vm::EqualValues(left, right, true, work_);
  }

  Value ReadQuotient() {
    Value left = ReadUnary();
    while (Take("/")) {
      const double divisor = ReadUnary().d;
      left = Value::Double(left.d / divisor);
    }
    return left;
  }

  Value ReadUnary() {
    if (Take("!")) return Value::Bool(!ReadUnary().b);
    Value value = ReadPrimary();
    while (Take(".")) {
      const std::string name(ReadName());
      EXPECT_TRUE(Take("("));
      std::vector<Value> arguments = ReadList(")");
      arguments.insert(arguments.begin(), value);
      value = Call(name, arguments, true);
    }
    return value;
  }

  Value ReadPrimary() {
    if (Take("b'")) return ReadQuoted(Kind::kBytes);
    if (Take("'")) return ReadQuoted(Kind::kString);
    if (Take("[")) return Keep(ReadList("]"));
    if (rest_.find_first_of("-0123456789") == 0) return ReadNumber();
    std::string name(ReadName());
    while (Take(".")) name += "." + std::string(ReadName());
    if (name == "true") return Value::Bool(true);
    if (name == "net.IP") return Value::Text(Kind::kType, vm::KindText(Kind::kIp));
    if (name == "net.CIDR") return Value::Text(Kind::kType, vm::KindText(Kind::kCidr));
    EXPECT_TRUE(Take("(")) << name << rest_;
    const std::vector<Value> arguments = ReadList(")");
    if (arguments[0].is_error()) return arguments[0];
    if (name == "dyn") return arguments[0];
    if (name == "type") return Value::Text(Kind::kType, vm::KindText(arguments[0].kind));
    if (name == "string") return Value::String(arguments[0].string());
    // As the compiler has it: one list.
    if (name == "math.greatest" || name == "math.least") {
      const bool list = arguments.size() == 1 && arguments[0].kind == Kind::kList;
      return Call(name, list ? arguments : std::vector<Value>{Keep(arguments)}, false);
    }
    return Call(name, arguments, false);
  }

  std::string_view ReadName() {
    const size_t end =
        rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    const std::string_view name = rest_.substr(0, end);
    rest_.remove_prefix(name.size());
    return name;
  }

  Value ReadQuoted(Kind kind) {
    const std::string_view text = rest_.substr(0, rest_.find('\''));
    rest_.remove_prefix(text.size() + 1);
    return Value::Text(kind, text);
  }

  Value ReadNumber() {
    const std::string text(rest_.substr(0, rest_.find_first_not_of("-0123456789.e")));
    rest_.remove_prefix(text.size());
    if (text.find_first_of(".e") != std::string::npos) {
      return Value::Double(std::strtod(text.c_str(), nullptr));
    }
    if (Take("u")) return Value::Uint(std::strtoull(text.c_str(), nullptr, 10));
    return Value::Int(std::strtoll(text.c_str(), nullptr, 10));
  }

  std::vector<Value> ReadList(std::string_view end) {
    std::vector<Value> items;
    if (Take(end)) return items;
    do items.push_back(ReadEquality());
    while (Take(","));
    EXPECT_TRUE(Take(end)) << rest_;
    return items;
  }

  Value Keep(const std::vector<Value>& items) { return ListOf(lists_.emplace_back(items)); }

  // The first row that takes the arguments.
  Value Call(std::string_view name, const std::vector<Value>& arguments, bool receiver) {
    for (const Value& argument : arguments) {
      if (argument.is_error()) return argument;
    }
    for (const vm::Function& row : Functions()) {
      bool takes = row.name == name && row.arity == arguments.size() &&
                   (receiver ? row.receiver : row.global);
      for (size_t i = 0; i < arguments.size() && takes; ++i) {
        takes = (row.arguments[i] & vm::SetOf(arguments[i].kind)) != 0;
      }
      if (!takes) continue;
      const std::vector<Value>& kept = lists_.emplace_back(arguments);
      return row.call(
          {kept, nullptr, arena_, vm::kStringBytesDefault, vm::kListItemsDefault, true, work_});
    }
    return Value::Error(ValueError::kWrongType);
  }

  std::string_view rest_;
  vm::Arena arena_{vm::kArenaBytes};
  std::deque<std::vector<Value>> lists_;
  uint32_t steps_ = 0;
  vm::WorkBudget work_{steps_, 1000};
};

// As Written() has it.
std::string Expected(const nlohmann::json& value) {
  const std::string& kind = value.begin().key();
  const nlohmann::json& text = value.begin().value();
  if (kind == "bool") return text.get<bool>() ? "true" : "false";
  if (kind == "int") return text.get<std::string>();
  if (kind == "uint") return text.get<std::string>() + "u";
  if (kind == "string") return "'" + text.get<std::string>() + "'";
  return Written(Value::Double(std::strtod(text.get<std::string>().c_str(), nullptr)));
}

void CheckCasesOf(const std::string& group, size_t count) {
  std::ifstream file(BYLAW_SOURCE_DIR "/tests/vectors/cel/" + group + ".json");
  const nlohmann::json tests = nlohmann::json::parse(file).at("tests");
  EXPECT_EQ(tests.size(), count);
  for (const nlohmann::json& test : tests) {
    const auto expression = test.at("expr").get<std::string>();
    const nlohmann::json& expect = test.at("expect");
    Evaluator evaluator(expression);
    const Value value = evaluator.Evaluate();
    if (expect.contains("error")) {
      EXPECT_TRUE(value.is_error()) << expression;
    } else {
      EXPECT_EQ(Written(value), Expected(expect.at("value"))) << expression;
    }
  }
}

TEST(Vectors, OfMath) {
  CheckCasesOf("math_ext", 166);
}

TEST(Vectors, OfNetworks) {
  CheckCasesOf("network_ext", 55);
}

}  // namespace
}  // namespace bylaw::stdlib
