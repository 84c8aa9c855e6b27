// What the verifier refuses beyond the cases of tests/assembly/verifier: what depends on the host,
// and files that are wrong in every place alike.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "bylaw/assembly/assemble.h"
#include "bylaw/assembly/image_of.h"
#include "module_builder.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

using enum VerifyError;

// Some of everything that a module can hold.
std::string Good() {
  std::ifstream file(BYLAW_SOURCE_DIR "/tests/assembly/verifier/good.s", std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const assembly::Assembled assembled = assembly::Assemble(text, TestFunctions());
  EXPECT_TRUE(assembled) << assembled.error.Message();
  return assembled.bytes.value_or("");
}

Header& HeaderOf(std::string& bytes) {
  return *reinterpret_cast<Header*>(bytes.data());
}

TEST(Verifier, AcceptsTheGoodModule) {
  const LoadResult result = Module::Load(Good(), TestFunctions());
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(result->id(), "test-constitution");
  EXPECT_GT(result->steps_max(), 0u);
}

// Each member of a map was measured again wherever it is referred to: 8^15 times here.
TEST(Verifier, LooksAtATypeOnceHoweverOftenItIsReferredTo) {
  ModuleBuilder m;
  const uint32_t fact = m.Params("map", Kind::kMap);
  uint32_t inner = m.image().AddType(TypeOf(Kind::kString));
  for (uint32_t depth = 1; depth < kTypeDepthMax; ++depth) {
    std::vector<FieldRow> fields;
    for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"})
      fields.push_back({m.image().Intern(name), inner, 0});
    TypeRow& map = m.fact(fact).type;
    map.flags = kTypeClosed;
    map.length_max = static_cast<uint32_t>(fields.size());
    map.fields = m.image().AddFields(fields);
    inner = m.image().AddType(map);
  }
  const uint32_t a = m.image().Intern("a");
  m.Prohibit("r", {"pay"},
             {Code({Op(Opcode::kLoadFact, 0, 0, 0, fact), Op(Opcode::kHasMember, 0, 0, 0, a),
                    Op(Opcode::kRequire, 0, 0, 0, 0, 0, kToFails)},
                   {{0, 3, kToEnd, kEdgeUndecidable}})});
  const LoadResult loaded = Module::Load(m.Bytes(TestFunctions()), TestFunctions());
  EXPECT_TRUE(loaded) << loaded.error().Message();
}

TEST(Verifier, RefusesEveryTruncationAndAppendix) {
  const std::string good = Good();
  for (size_t size = 0; size < good.size(); ++size) {
    std::string cut = good.substr(0, size);
    EXPECT_FALSE(Module::Load(cut, TestFunctions())) << size;
    if (size < sizeof(Header)) continue;
    HeaderOf(cut).file_bytes = static_cast<uint32_t>(size);  // As if it had always been so short.
    Reseal(cut);
    EXPECT_FALSE(Module::Load(cut, TestFunctions())) << size;
  }
  EXPECT_FALSE(Module::Load(good + good, TestFunctions()));
}

TEST(Verifier, TakesABufferThatIsGivenAwayWithoutACopy) {
  std::string bytes = Good();
  const char* const begin = bytes.data();
  const LoadResult result = Module::Adopt(std::move(bytes), TestFunctions());
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(result->bytes().data(), begin);
  EXPECT_EQ(result->bytes(), Good());
}

// A buffer that is too short for a module is inside of its string, wherever that lies.
TEST(Verifier, RefusesOfABufferWhatItRefusesOfACopy) {
  const std::string good = Good();
  std::vector<std::string> bad = {"",
                                  "short",
                                  good.substr(0, sizeof(Header) - 1),
                                  good.substr(0, good.size() - 1),
                                  good + good,
                                  std::string(kModuleBytesMax + 1, '\0')};
  for (size_t at = 0; at < good.size(); at += 61) {
    bad.push_back(good);
    bad.back()[at] ^= 1;
  }
  for (const std::string& bytes : bad) {
    const LoadResult copied = Module::Load(bytes, TestFunctions());
    const LoadResult adopted = Module::Adopt(bytes, TestFunctions());
    ASSERT_FALSE(copied);
    ASSERT_FALSE(adopted);
    EXPECT_EQ(adopted.error().Message(), copied.error().Message());
  }
}

// Their text is checked as a whole: here it is UTF-8, and no string is.
TEST(Verifier, RefusesStringsThatPartACodePoint) {
  ModuleImage image = assembly::ImageOf(Good());
  const auto first = static_cast<uint32_t>(image.strings.size());
  for (const char* half : {"a\xc3", "\xbc"}) image.strings.emplace_back(half);
  const LoadResult result = Module::Load(Encode(image, TestFunctions()), TestFunctions());
  EXPECT_EQ(result.error().code, kText);
  EXPECT_EQ(result.error().section, SectionKind::kStrings);
  EXPECT_EQ(result.error().row, first);
  image.strings[first] = "a\xc3\xbc";
  image.strings[first + 1] = "b";
  EXPECT_TRUE(Module::Load(Encode(image, TestFunctions()), TestFunctions()));
}

TEST(Verifier, RefusesEverySwapOfTwoSections) {
  const std::string good = Good();
  for (uint32_t a = 0; a < kSectionCount; ++a) {
    for (uint32_t b = a + 1; b < kSectionCount; ++b) {
      std::string bytes = good;
      std::swap(HeaderOf(bytes).sections[a], HeaderOf(bytes).sections[b]);
      Reseal(bytes);
      EXPECT_FALSE(Module::Load(bytes, TestFunctions())) << a << " " << b;
    }
  }
}

TEST(Verifier, RefusesEveryHugeSectionSizeAndOffset) {
  const std::string good = Good();
  for (uint32_t kind = 0; kind < kSectionCount; ++kind) {
    for (const uint32_t huge : {0x7fffffffu, 0x80000000u, 0xfffffff0u, 0xffffffffu}) {
      for (const bool offset : {false, true}) {
        std::string bytes = good;
        SectionRow& section = HeaderOf(bytes).sections[kind];
        (offset ? section.offset : section.bytes) = huge;
        Reseal(bytes);
        EXPECT_FALSE(Module::Load(bytes, TestFunctions())) << kind << " " << huge;
      }
    }
  }
}

TEST(Verifier, NamesThePlaceAndTheFunction) {
  ModuleImage bad = assembly::ImageOf(Module::Load(Good(), TestFunctions())->bytes());
  bad.imports[1].signature = bad.Intern("shell.commands(string) list");
  const LoadResult result = Module::Load(Encode(bad, TestFunctions()), TestFunctions());
  EXPECT_EQ(result.error().Message(),
            "V116 imports 1: the module imports a function that this build does not have: "
            "shell.commands(string) list");
  EXPECT_EQ(Module::Load("").error().Message().substr(0, 6), "V001: ");
}

TEST(Verifier, RefusesAModuleWithoutTheBuildsFunctions) {
  const std::string bytes = Good();
  EXPECT_EQ(Module::Load(bytes).error().code, kFunction);
}

TEST(Verifier, HoldsToWhatTheHostAllows) {
  const std::string bytes = Good();
  const LoadResult result = Module::Load(bytes, TestFunctions());
  ASSERT_TRUE(result);
  EXPECT_EQ(Module::Load(bytes, TestFunctions(), {1'000, kArenaBytes}).error().code, kLimitPolicy);
  EXPECT_EQ(Module::Load(bytes, TestFunctions(), {kStepsMax, result->arena_max() - 1}).error().code,
            kArena);
  EXPECT_TRUE(Module::Load(bytes, TestFunctions(), {kStepsMax, result->arena_max()}));
}

// So many expensive instructions that a 32-bit count of their steps would wrap around to few.
TEST(Verifier, CountsStepsWithoutWrappingAround) {
  ModuleBuilder m;
  m.policy().string_bytes = kRequestBytesMax;
  constexpr uint64_t kStepsOfOne = 1 + kRequestBytesMax / kBytesPerStep;
  constexpr uint64_t kWrap = uint64_t{1} << 32;
  const uint32_t text = m.Context("text", Kind::kString);
  Condition condition;
  condition.code.push_back(Op(Opcode::kLoadFact, 0, 0, 0, text));
  condition.code.resize(static_cast<size_t>(kWrap / kStepsOfOne) + 2,
                        Op(Opcode::kCompareString, 1, 0, 0, 2));
  condition.code.push_back(Op(Opcode::kRequire, 0, 1, 0, 0, 0, kToFails));
  m.Permit("p", {"pay"}, {condition});
  EXPECT_EQ(Module::Load(m.Bytes()).error().code, kSteps);
}

// A name that no action has runs every pattern that matches it: their costs add up.
TEST(Verifier, AddsTheCostsOfPatternsThatMatchTogether) {
  const auto steps = [](const std::vector<std::string>& patterns) {
    ModuleBuilder m;
    const uint32_t fact = m.Context("ok", Kind::kBool);
    for (const std::string& pattern : patterns)
      m.Permit("p " + pattern, {pattern}, {TestTrue(fact)});
    const auto module = m.Load();
    Context context(*module);
    EXPECT_LE(context.Decide("payment").steps, module->steps_max());
    return module->steps_max();
  };
  const uint32_t one = steps({"pay*"});
  EXPECT_EQ(steps({"pay*", "*ment"}), 2 * one);
  EXPECT_EQ(steps({"pay*", "*ment", "p*y*t"}), 3 * one);
  EXPECT_EQ(steps({"pay*", "del*"}), one);
  EXPECT_EQ(steps({"*_read", "*_write"}), one);
}

// Threat 51.
TEST(Verifier, ExecutesAPrivateCopy) {
  std::string bytes = Good();
  const LoadResult result = Module::Load(bytes, TestFunctions());
  ASSERT_TRUE(result);
  const std::string before(result->bytes());
  std::fill(bytes.begin(), bytes.end(), '\xff');
  EXPECT_EQ(result->bytes(), before);
  EXPECT_EQ(result->id(), "test-constitution");
}

}  // namespace
}  // namespace bylaw::vm
