// The table of library functions as the checker, the VM and the manual read it.
#include "bylaw/stdlib/functions.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace bylaw::stdlib {
namespace {

using vm::Function;
using vm::Kind;
using vm::KindSet;
using vm::SetOf;

const Function& Find(std::string_view signature) {
  static const Function none{};
  for (const Function& function : Functions()) {
    if (function.signature == signature) return function;
  }
  ADD_FAILURE() << "no function " << signature;
  return none;
}

TEST(FunctionTable, RowsSayWhatTheirSignaturesSay) {
  struct Case {
    std::string_view signature, name;
    std::vector<KindSet> arguments;
    KindSet result;
    bool receiver, global;
  };
  const KindSet string = SetOf(Kind::kString);
  const KindSet integer = SetOf(Kind::kInt);
  const KindSet boolean = SetOf(Kind::kBool);
  const std::vector<Case> cases = {
      {"size(string) int", "size", {string}, integer, true, true},
      {"size(bytes) int", "size", {SetOf(Kind::kBytes)}, integer, true, true},
      {"size(list) int", "size", {SetOf(Kind::kList)}, integer, true, true},
      {"size(map) int", "size", {SetOf(Kind::kMap)}, integer, true, true},
      {"size(dyn) int", "size", {vm::kAnyKind}, integer, true, true},
      {"contains(string, string) bool", "contains", {string, string}, boolean, true, false},
      {"startsWith(string, string) bool", "startsWith", {string, string}, boolean, true, false},
      {"endsWith(string, string) bool", "endsWith", {string, string}, boolean, true, false},
      {"matches(string, string) bool", "matches", {string, string}, boolean, true, true},
  };
  for (const Case& c : cases) {
    const Function& function = Find(c.signature);
    EXPECT_EQ(function.name, c.name);
    ASSERT_EQ(function.arity, c.arguments.size()) << c.signature;
    for (std::size_t i = 0; i < vm::kFunctionArgumentsMax; ++i) {
      EXPECT_EQ(function.arguments[i], i < c.arguments.size() ? c.arguments[i] : 0) << c.signature;
    }
    EXPECT_EQ(function.result, c.result) << c.signature;
    EXPECT_EQ(function.receiver, c.receiver) << c.signature;
    EXPECT_EQ(function.global, c.global) << c.signature;
  }
}

TEST(FunctionTable, RowsAreWhole) {
  std::set<std::string_view> signatures;
  for (const Function& function : Functions()) {
    EXPECT_TRUE(signatures.insert(function.signature).second) << function.signature << " twice";
    EXPECT_NE(function.call, nullptr) << function.signature;
    EXPECT_GE(function.cost.base, 1) << function.signature;
    EXPECT_TRUE(function.doc.ends_with('.')) << function.signature;
    EXPECT_EQ(function.prepare != nullptr, function.prepared_argument >= 0) << function.signature;
    EXPECT_LT(function.prepared_argument, function.arity) << function.signature;
    if (function.embed_next != nullptr) {
      EXPECT_NE(function.embed, nullptr) << function.signature;
      EXPECT_LT(function.prepared_argument + 1, function.arity) << function.signature;
    }
    EXPECT_EQ(function.result & SetOf(Kind::kError), 0) << function.signature;
  }
}

// Of rows with one name, an earlier one never takes all that a later one takes.
TEST(FunctionTable, NoOverloadHidesAnother) {
  const vm::FunctionTable table = Functions();
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t j = i + 1; j < table.size(); ++j) {
      if (table[i].name != table[j].name || table[i].arity != table[j].arity) continue;
      bool hides = true;
      for (std::size_t k = 0; k < table[i].arity; ++k) {
        hides = hides && (table[j].arguments[k] & ~table[i].arguments[k]) == 0;
      }
      EXPECT_FALSE(hides) << table[i].signature << " hides " << table[j].signature;
    }
  }
}

TEST(FunctionReference, HasARowForEachFunction) {
  const std::string text = FunctionReference();
  EXPECT_NE(text.find("| `size(map) int` | `a.size()`, `size(a)` | 1 | The number of entries. |\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("| `contains(string, string) bool` | `a.contains(b)` | 1 + 1 a unit | "),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("| `a.matches(b)`, `matches(a, b)` | 8 + 4 a unit | "), std::string::npos)
      << text;
}

}  // namespace
}  // namespace bylaw::stdlib
