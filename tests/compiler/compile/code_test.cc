// The code that conditions become. Whether it is right is for the other tests; here, that it is
// what the design says: one instruction where one is enough, edges that absorb.

#include <gtest/gtest.h>

#include "bylaw/assembly/image_of.h"
#include "bylaw/stdlib/functions.h"
#include "fixture.h"

namespace bylaw::compiler {
namespace {

constexpr char kFacts[] =
    "amount: {type: decimal, from: params}\n"
    "qty: {type: int, from: params}\n"
    "days: {type: int, from: params}\n"
    "u: {type: uint, from: params}\n"
    "a: {type: bool, from: context}\n"
    "b: {type: bool, from: context}\n"
    "name: {type: string, from: params}\n"
    "texts: {type: list, from: params, items: {type: string}}\n"
    "members: {type: map, from: params}";

// The mnemonics of the rules' conditions, in order.
std::string CodeOf(const std::string& condition, const std::string& more = "") {
  const Compiled compiled = CompileText(Document(kFacts, {condition}, more));
  if (!compiled.ok()) return compiled.Said();
  const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
  if (!module) return module.error().Message();
  std::string code;
  for (const vm::Instruction& in : assembly::ImageOf(module->bytes()).code) {
    const vm::OpcodeInfo& info = vm::Info(in.op);
    if (info.flow == vm::Flow::kEmit || info.flow == vm::Flow::kEnd) continue;
    code.append(code.empty() ? "" : " ").append(vm::Mnemonic(in.op));
  }
  return code;
}

TEST(Code, OneInstructionForAFactAgainstAConstant) {
  EXPECT_EQ(CodeOf("a"), "test_true");
  EXPECT_EQ(CodeOf("!a"), "test_false");
  EXPECT_EQ(CodeOf("a == false"), "test_false");
  EXPECT_EQ(CodeOf("true != a"), "test_false");
  EXPECT_EQ(CodeOf("amount < 10"), "test_decimal");
  EXPECT_EQ(CodeOf("!(10 > amount)"), "test_decimal");
  EXPECT_EQ(CodeOf("qty >= 10"), "test_int");
  EXPECT_EQ(CodeOf("qty >= 1.5"), "test_any");
  EXPECT_EQ(CodeOf("u == 5"), "test_any");
  EXPECT_EQ(CodeOf("name != 'x'"), "test_string");
  EXPECT_EQ(CodeOf("params.x == 'x'"), "test_any");
  EXPECT_EQ(CodeOf("name in ['x', 'y']"), "test_in");
  EXPECT_EQ(CodeOf("!(params.x in [1, 2])"), "test_in");
}

TEST(Code, LogicKeepsErrorsAsValues) {
  EXPECT_EQ(CodeOf("a && b || !a"),
            "load_fact jump_unless load_fact and jump_if load_fact not or require");
  EXPECT_EQ(CodeOf("!(a && b)"), "load_fact not jump_if load_fact not or require");
  EXPECT_EQ(CodeOf("a ? b : !b"), "load_fact jump_unless load_fact jump load_fact not require");
}

TEST(Code, WhatHoldsTogetherIsOneTestBehindTheOther) {
  EXPECT_EQ(CodeOf("a && b"), "test_true test_true");
  EXPECT_EQ(CodeOf("!(a || qty < 5)"), "test_false test_int");
  EXPECT_EQ(CodeOf("a && (b || !a) && qty > 1"),
            "test_true load_fact jump_if load_fact not or require test_int");
}

TEST(Code, PartsOfTextsAreInstructions) {
  EXPECT_EQ(CodeOf("name.startsWith('a')"), "test_part");
  EXPECT_EQ(CodeOf("name.endsWith('a') && name.contains('b')"), "test_part test_part");
  EXPECT_EQ(CodeOf("!name.startsWith('a')"), "load_fact text_part not require");
  EXPECT_EQ(CodeOf("params.x.contains('a')"), "load_fact text_part require");
  EXPECT_EQ(CodeOf("name.contains(params.y)"), "load_fact load_fact expect call require");
  EXPECT_EQ(CodeOf("targets.all(t, t.endsWith('a') && a)").substr(0, 35),
            "load_fact load_const loop text_part");
}

TEST(Code, OneInstructionForEveryItemAgainstAConstant) {
  EXPECT_EQ(CodeOf("targets.all(t, t.endsWith('a'))"), "test_items_part");
  EXPECT_EQ(CodeOf("!params.l.exists(t, !t.contains('a'))"), "test_items_part");
  EXPECT_EQ(CodeOf("params.l.all(v, v > 1)"), "test_items_compare");
  EXPECT_EQ(CodeOf("params.l.exists(v, 1 == v) && a"), "test_items_compare test_true");
  EXPECT_EQ(CodeOf("texts.all(v, v < 'b')"), "test_items_compare");
  EXPECT_EQ(CodeOf("texts.all(v, v in ['a', 'b'])"), "test_items_in");
  EXPECT_EQ(CodeOf("texts.exists(v, !(v in ['a', 'b']))"), "test_items_in");
  EXPECT_EQ(CodeOf("a || texts.exists(v, v == 'b')"),
            "load_fact jump_if test_items_compare load_const jump load_const or require");
  // Not what reads more than the item, or is no list of a request.
  const auto loops = [](const char* condition) {
    return CodeOf(condition).find(" loop ") != std::string::npos;
  };
  EXPECT_TRUE(loops("texts.all(v, v == name)"));
  EXPECT_TRUE(loops("texts.all(v, v.size() < 5)"));
  EXPECT_TRUE(loops("texts.all(i, v, v != 'a')"));
  EXPECT_TRUE(loops("texts.all(v, name == 'a')"));
  EXPECT_TRUE(loops("texts.exists_one(v, v == 'a')"));
  EXPECT_TRUE(loops("params.l.exists(v, v.w == 1)"));
  EXPECT_TRUE(loops("members.exists(v, v == 'a')"));
  // Inside a loop, lists are shorter.
  EXPECT_TRUE(loops("params.l.all(v, params.m.all(w, w == 1))"));
}

TEST(Code, ConstantsAndFactsArePartsOfTheInstruction) {
  EXPECT_EQ(CodeOf("qty * 3 + 12 < 1000"), "mul_int add_int require_int");
  EXPECT_EQ(CodeOf("amount * 0.5 <= amount"), "mul_decimal load_fact require_decimal");
  EXPECT_EQ(CodeOf("3 * qty > 1"), "mul_int require_int");
  EXPECT_EQ(CodeOf("qty * qty > 1"), "mul_int require_int");
  EXPECT_EQ(CodeOf("qty - (qty + 1) > 1"), "load_fact add_int sub_int require_int");
  // The left one is read first: if both are missing, it is the one that is reported.
  EXPECT_EQ(CodeOf("qty - days > 1"), "load_fact sub_int require_int");
  EXPECT_EQ(CodeOf("u + u > 5u"), "load_fact load_fact add_uint load_const compare_uint require");
}

TEST(Code, AComparisonThatIsAConditionLeavesItself) {
  EXPECT_EQ(CodeOf("qty < qty + 1 && amount != amount"),
            "load_fact add_int require_int load_fact load_fact require_decimal");
  EXPECT_EQ(CodeOf("a ? qty + 1 > 5 : qty > 5"),
            "load_fact jump_unless add_int compare_int jump load_fact compare_int require");
  EXPECT_EQ(CodeOf("name < name + 'x'"),
            "load_fact load_fact load_const concat compare_string require");
}

TEST(Code, ConversionsAreInstructions) {
  EXPECT_EQ(CodeOf("qty + amount < 5"), "load_fact to_decimal add_decimal require_decimal");
  EXPECT_EQ(CodeOf("params.x"), "load_fact expect require");
  EXPECT_EQ(CodeOf("name.matches('a')"), "load_fact load_const call require");
  EXPECT_EQ(CodeOf("params.x.matches('a')"), "load_fact expect load_const call require");
  EXPECT_EQ(CodeOf("has(name)"), "has_fact require");
}

TEST(Code, WhatNoRequestChangesIsComputedOnce) {
  EXPECT_EQ(CodeOf("amount < 5 * 1000"), "test_decimal");
  EXPECT_EQ(CodeOf("now - timestamp('2026-01-01T00:00:00Z') < days(30)"),
            "load_fact load_const arithmetic_any expect load_const compare_any require");
  EXPECT_EQ(CodeOf("name in ['x'] + ['y']"), "test_in");
  EXPECT_EQ(CodeOf("a && 1 < 2"), "test_true");
  EXPECT_EQ(CodeOf("a || [1, 2].exists(v, v > 1)"), "load_const require");
  EXPECT_EQ(CodeOf("1 > 2 ? a : b"), "test_true");
  EXPECT_EQ(CodeOf("(a || true) && (b || 1 < 2)"), "load_const require");
  EXPECT_EQ(CodeOf("[1, 2].all(v, v > qty + (2 - 2))"),
            "load_const load_const loop add_int compare_any jump_if and jump_unless next require");
}

TEST(Code, WhatConditionsShareIsComputedOnce) {
  // A call, by a prohibition for the permission; a comparison is as fast as recalling it.
  const std::string prohibited = "  prohibited:\n    - action: do\n      conditions: ";
  EXPECT_EQ(CodeOf("name.matches('a')", prohibited + "[name.matches('a') && a]"),
            "recall load_fact load_const call keep require "
            "recall load_fact load_const call keep require test_true");
  EXPECT_EQ(CodeOf("qty + 1 > 5", prohibited + "[qty + 1 > 5]"),
            "add_int require_int add_int require_int");
  // What the variable of a loop is called does not matter; whether it is bound inside does.
  const std::string all = "params.l.all(v, v > 1)";
  const std::string once = "recall test_items_compare load_const jump load_const keep require";
  EXPECT_EQ(CodeOf(all, prohibited + "['params.l.all(w, w > 1)']"), once + " " + once);
  EXPECT_EQ(CodeOf(all, prohibited + "['params.l.all(w, w > 2)']"),
            "test_items_compare test_items_compare");
}

// Each part is undecidable, so it stays, and so does what would absorb it.
TEST(Code, WhatHasNoValueStaysAsItIs) {
  EXPECT_EQ(CodeOf("1 / 0 > qty"), "load_const div_int load_fact require_int");
  EXPECT_EQ(CodeOf("1 / 0 > 1 && 1 > 2"), "load_const require");
}

}  // namespace
}  // namespace bylaw::compiler
