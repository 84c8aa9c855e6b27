// The listing of a module gives the bytes of the module back, whatever stands in it.

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "bylaw/assembly/assemble.h"
#include "bylaw/assembly/disassemble.h"
#include "bylaw/assembly/image_of.h"
#include "bylaw/stdlib/functions.h"
#include "fixture.h"
#include "generator.h"
#include "module_builder.h"
#include "sanitized.h"
#include "test_functions.h"

namespace bylaw::assembly {
namespace {

namespace fs = std::filesystem;
using vm::Value;

void ExpectSameBytes(const vm::Module& module, vm::FunctionTable functions) {
  const std::string listing = Disassemble(module, functions);
  const Assembled again = Assemble(listing, functions);
  ASSERT_TRUE(again) << again.error.Message() << "\n" << listing;
  EXPECT_TRUE(*again.bytes == module.bytes()) << "other bytes come of\n" << listing;
}

void ExpectSameBytes(std::string_view bytes, vm::FunctionTable functions) {
  const vm::LoadResult module = vm::Module::Load(bytes, functions);
  ASSERT_TRUE(module) << module.error().Message();
  ExpectSameBytes(*module, functions);
}

TEST(RoundTrip, OfEveryDocumentOfTheProject) {
  int documents = 0;
  for (const char* folder : {"examples", "tests/constitutions"}) {
    const fs::path root = BYLAW_SOURCE_DIR;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".yaml") continue;
      const std::string path = fs::relative(entry.path(), root);
      SCOPED_TRACE(path);
      const compiler::Compiled compiled = compiler::CompileProjectFile(path);
      ASSERT_TRUE(compiled.ok()) << compiled.Said();
      ExpectSameBytes(*compiled.result.module, stdlib::Functions());
      ++documents;
    }
  }
  EXPECT_GT(documents, 15);
}

TEST(RoundTrip, OfGeneratedConstitutions) {
  constexpr int kConstitutions = kSanitized ? 50 : 1'000;
  constexpr char kFacts[] =
      "a: {type: bool, from: context}\nb: {type: bool, from: context}\n"
      "c: {type: bool, from: params}\ni: {type: int, from: params}\n"
      "j: {type: int, from: context}\nx: {type: decimal, from: params}\n"
      "y: {type: decimal, from: context}\ns: {type: string, from: params, max_length: 64}\n"
      "t: {type: string, from: context}\nl: {type: list, from: params, max_items: 4}\n"
      "e: {type: enum, values: [k1, k2, k3, k4, k5, k6, k7, k8, k9], from: context}";
  compiler::Generator random(20'261'127, compiler::Vocabulary::kWhole);
  int modules = 0;
  for (int i = 0; i < kConstitutions && !HasFailure(); ++i) {
    std::vector<std::string> conditions;
    for (int c = 0; c < 4; ++c) conditions.push_back(random.Bool(3));
    const compiler::Compiled compiled =
        compiler::CompileText(compiler::Document(kFacts, conditions));
    if (!compiled.ok()) continue;  // Above the limit of steps.
    ++modules;
    SCOPED_TRACE(i);
    ExpectSameBytes(*compiled.result.module, stdlib::Functions());
  }
  EXPECT_GT(modules, kConstitutions / 2);
}

// A module with one rule that is asked in this list, so that it is sound whatever the constants.
vm::ModuleBuilder WithConstants(const std::vector<Value>& values) {
  vm::ModuleBuilder m;
  const uint32_t fact = m.Params("f", vm::Kind::kError);
  m.Permit("p", {"do"},
           {vm::Code({vm::Op(vm::Opcode::kTestIn, 0, 0, 0, fact, m.List(values), vm::kToFails)})});
  for (const Value& value : values) m.Const(value);
  return m;
}

TEST(RoundTrip, OfConstantsOfEveryKind) {
  const vm::Decimal wide = vm::Decimal::Parse("12345678901234567890123456789.5").value();
  const vm::Decimal small = vm::Decimal::Parse("-1e-6000").value();
  std::vector<Value> values = {
      Value::Null(),
      Value::Bool(true),
      Value::Bool(false),
      Value::Int(std::numeric_limits<int64_t>::min()),
      Value::Int(std::numeric_limits<int64_t>::max()),
      Value::Uint(std::numeric_limits<uint64_t>::max()),
      Value::Double(0.1),
      Value::Double(-0.0),
      Value::Double(5e-324),
      Value::Double(1.7976931348623157e308),
      Value::Double(std::numeric_limits<double>::infinity()),
      Value::Double(std::numeric_limits<double>::quiet_NaN()),
      Value::SmallDecimal(15, -1),
      Value::SmallDecimal(0, 0),
      Value::SmallDecimal(-7, 6'000),
      Value::WideDecimal(&wide),
      Value::SmallDecimal(small.coefficient64(), static_cast<int16_t>(small.exponent())),
      Value::String(""),
      Value::String(
          "a \"quoted\" \\ text\n\r\t\x01\x7f \xc3\xa9 \xc2\x85 \xe2\x80\xae \xf0\x9f\x9c\x81; #"),
      Value::Bytes(std::string_view("\x00\xff", 2)),
      Value::Timestamp(1'776'166'929'123'456, 789),
      Value::Timestamp(std::numeric_limits<int64_t>::min()),
      Value::Timestamp(std::numeric_limits<int64_t>::max(), 999),
      Value::Duration(-1, 999),
      Value::Duration(std::numeric_limits<int64_t>::max()),
      Value::Text(vm::Kind::kType, "int"),
  };
  const size_t count = values.size();
  for (size_t i = 0; i < count; ++i) {
    values.push_back(values[i]);
    values.back().detail |= Value::kLiteral;
  }
  ExpectSameBytes(WithConstants(values).Bytes(), {});
}

// Days without a date overflowed where they were counted in microseconds.
TEST(RoundTrip, OfDaysBeyondAllDates) {
  for (const int32_t day : {vm::kDayMin, vm::kDayMin + 1, -719'163, -719'162, -1, 0, 20'513,
                            2'932'896, 2'932'897, vm::kDayMax - 1, vm::kDayMax}) {
    vm::ModuleBuilder m;
    m.Rule({.id = "from", .actions = {"a"}, .valid_from_day = day});
    m.Rule({.id = "until", .actions = {"a"}, .valid_until_day = day});
    m.policy().review_day = day;
    SCOPED_TRACE(day);
    ExpectSameBytes(m.Bytes(), {});
  }
  vm::ModuleBuilder m;
  m.Rule({.id = "r", .actions = {"a"}, .valid_from_day = -719'162, .valid_until_day = 2'932'896});
  const std::string listing = Disassemble(*m.Load());
  EXPECT_NE(listing.find(R"(valid_from="0001-01-01" valid_until="9999-12-31")"), std::string::npos)
      << listing;
}

TEST(RoundTrip, OfTablesThatNoCompilerWrites) {
  vm::ModuleBuilder m = WithConstants({Value::Int(1), Value::String("a")});
  vm::ModuleImage image = m.Build();
  // The same string, constant, coefficient, list and call twice; lists and maps in each other's
  // way.
  image.strings.push_back(image.strings[0]);
  image.strings.emplace_back();
  const auto again = static_cast<uint32_t>(image.strings.size() - 2);
  image.policy.version = again;
  image.constants.push_back(image.constants[0]);
  image.constants.push_back({vm::Kind::kString, 0, 0, 0, again});
  image.constants.push_back({vm::Kind::kList, 0, 0, 2, 0});  // Of the first list's parts.
  image.constants.push_back({vm::Kind::kList, 0, 0, 0, 1});
  image.constants.push_back({vm::Kind::kMap, Value::kSorted, 0, 0, image.constants.size()});
  image.wide = {{7, 1}, {7, 1}};
  image.constants.push_back({vm::Kind::kDecimal, Value::kWide, 0, 0, 0});
  image.constants.push_back({vm::Kind::kDecimal, Value::kWide, 0, 0, 1});
  image.indices.insert(image.indices.end(), {0, 1, 2, 0, 1});
  image.policy.agents = {1, 3};
  ExpectSameBytes(vm::Encode(image, {}), {});
}

TEST(RoundTrip, OfWhatTheHeaderSays) {
  std::string bytes = WithConstants({Value::Int(1)}).Bytes();
  vm::Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.steps_max += 5;
  header.arena_max += 6;
  header.optional_features = 0x80000001;
  std::memcpy(bytes.data(), &header, sizeof header);
  vm::Reseal(bytes);
  ExpectSameBytes(bytes, {});
}

// A table of names that finds all of them, and is not the one that Encode makes.
TEST(RoundTrip, OfAnotherHash) {
  vm::ModuleBuilder m;
  m.Permit("p", {"one"});
  vm::ModuleImage image = m.Build();
  const vm::LoadResult module = vm::Module::Load(vm::Encode(image, {}));
  ASSERT_TRUE(module);
  image.hash = ImageOf(module->bytes()).hash;
  image.hash[0] += 1;  // The seed: one name is found under each.
  const std::string bytes = vm::Encode(image, {});
  EXPECT_NE(bytes, module->bytes());
  ExpectSameBytes(bytes, {});
}

// A long text that everything refers to stands in the listing a few times only.
TEST(RoundTrip, OfALongTextThatManyRowsReferTo) {
  vm::ModuleBuilder m;
  const uint32_t fact = m.Params("f", vm::Kind::kString);
  const uint32_t text = m.Text(std::string(16'000, 'x'));
  std::vector<vm::Condition> conditions(300);
  for (vm::Condition& condition : conditions) {
    condition = vm::TestString(fact, vm::Relation::kEqual, text);
    condition.text = std::string(8'000, 'y');
  }
  m.Permit("p", {"do"}, conditions);
  const std::string bytes = m.Bytes();
  const vm::LoadResult module = vm::Module::Load(bytes);
  ASSERT_TRUE(module) << module.error().Message();
  EXPECT_LT(Disassemble(*module).size(), 20 * bytes.size());
  ExpectSameBytes(bytes, {});
}

TEST(RoundTrip, OfAModuleWithoutAnything) {
  ExpectSameBytes(vm::ModuleBuilder().Bytes(), {});
}

// Rows in tables that ImageOf copies are those that Encode writes.
TEST(ImageOf, GivesTheModuleBack) {
  const compiler::Compiled compiled =
      compiler::CompileProjectFile("examples/insurance-claims.yaml");
  const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
  ASSERT_TRUE(module);
  EXPECT_TRUE(vm::Encode(ImageOf(module->bytes()), stdlib::Functions()) == module->bytes());
}

}  // namespace
}  // namespace bylaw::assembly
