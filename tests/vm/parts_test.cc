// The small parts: perfect hash, patterns, UTF-8, timestamps, images.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "bylaw/vm/pattern.h"
#include "bylaw/vm/pattern_index.h"
#include "bylaw/vm/utf8.h"
#include "module_builder.h"
#include "module_data.h"
#include "perfect_hash.h"
#include "plain_text.h"
#include "test_functions.h"
#include "text.h"
#include "timestamp.h"

namespace bylaw::vm {
namespace {

TEST(PerfectHash, FindsEveryNameOnceAndNoOther) {
  for (const uint32_t count : {1u, 2u, 3u, 10u, 64u, 65u, 1'000u, 50'000u}) {
    std::vector<std::string> names;
    for (uint32_t i = 0; i < count; ++i) names.push_back("action_" + std::to_string(i));
    const std::vector<std::string_view> views(names.begin(), names.end());
    const PerfectHash hash = BuildPerfectHash(views);
    const PerfectHashView view{hash.row, hash.displacements.data(), hash.slots.data()};
    ASSERT_GE(hash.row.slot_count, count);
    std::set<uint32_t> found;
    for (uint32_t i = 0; i < count; ++i) {
      ASSERT_EQ(view.Candidate(names[i]), i);
      found.insert(i);
    }
    for (uint32_t i = 0; i < 1'000;
         ++i) {  // Another name gives some candidate or none, always inside the table.
      const uint32_t candidate = view.Candidate("other_" + std::to_string(i));
      ASSERT_TRUE(candidate == kNone || candidate < count);
    }
    EXPECT_EQ(BuildPerfectHash(views).slots, hash.slots);
    EXPECT_EQ(BuildPerfectHash(views).displacements, hash.displacements);
  }
  EXPECT_EQ(BuildPerfectHash({}).row.slot_count, 0u);
  EXPECT_EQ(PerfectHashView{}.Candidate("x"), kNone);
}

TEST(PerfectHash, OfTheSameNameTwiceIsEmpty) {
  const std::string_view twice[] = {"a", "a"};
  EXPECT_EQ(BuildPerfectHash(twice).row.slot_count, 0u);
}

TEST(Text, OfLessThanEightBytesIsAWordWithZerosBehindIt) {
  const std::string bytes =
      "\x01\xff"
      "abc\x80z";
  for (size_t size = 0; size < 8; ++size) {
    uint64_t copied = 0;
    std::memcpy(&copied, bytes.data(), size);
    EXPECT_EQ(LoadShort({bytes.data(), size}), copied) << size;
  }
}

// A key holds 32 bytes of a name: those that differ only between its ends are found and told apart.
TEST(ActionTable, TellsNamesOfAnyLengthApart) {
  std::set<std::string> names;
  for (const size_t length : {1u, 3u, 7u, 8u, 9u, 15u, 16u, 17u, 31u, 32u, 33u, 40u, 100u, 128u}) {
    for (size_t at = 0; at < length; at += 3) {
      std::string name(length, 'a');
      name[at] = 'b';
      names.insert(name);
    }
  }
  ModuleBuilder builder;
  for (const std::string& name : names) builder.Permit("rule " + name, {name});
  const auto module = builder.Load();
  const ActionTable& table = module->data().actions;
  for (const std::string& name : names) {
    const ActionEntry* const entry = table.Find(name);
    ASSERT_NE(entry, nullptr) << name;
    EXPECT_EQ(module->data().NameOf(*entry), name);
    for (size_t at = 0; at < name.size(); ++at) {
      std::string other = name;
      other[at] = 'c';
      EXPECT_EQ(table.Find(other), nullptr) << other;
    }
    EXPECT_EQ(table.Find(name + "c"), nullptr);
  }
  EXPECT_EQ(table.Find(""), nullptr);
}

TEST(PlainText, EndsAtTheFirstByteThatIsNot) {
  std::mt19937 random(1);
  for (int i = 0; i < 200'000; ++i) {
    char bytes[16];
    // Mostly plain, so that every place of the first stop comes up.
    for (char& c : bytes) c = static_cast<char>(random() % 12 == 0 ? random() % 256 : 'a');
    const auto is_plain = [](char c) { return c >= ' ' && c != '"' && c != '\\'; };
    const auto expected = static_cast<uint32_t>(
        std::find_if_not(std::begin(bytes), std::end(bytes), is_plain) - std::begin(bytes));
    ASSERT_EQ(PlainPrefix(bytes), expected);
    ASSERT_EQ(PlainPrefixByWords(bytes), expected);
  }
}

TEST(Names, AreGraphicAsciiOfEveryLength) {
  for (size_t length = 1; length <= kNameBytesMax; ++length) {
    const std::string name(length, 'x');
    EXPECT_TRUE(IsName(name));
    for (size_t at = 0; at < length; at += length > 40 ? 13 : 1) {
      for (const char c : {' ', '\x1f', '\x7f', '\x80', '\xff', '\0'}) {
        std::string bad = name;
        bad[at] = c;
        EXPECT_FALSE(IsName(bad)) << length << " " << at;
      }
      for (const char c : {'!', '~'}) {
        std::string good = name;
        good[at] = c;
        EXPECT_TRUE(IsName(good));
      }
    }
  }
  EXPECT_FALSE(IsName(""));
  EXPECT_FALSE(IsName(std::string(kNameBytesMax + 1, 'x')));
}

TEST(Pattern, MatchesRunsOfAnyCharacters) {
  const struct {
    const char* pattern;
    const char* name;
    bool matches;
  } cases[] = {
      {"", "", true},           {"", "a", false},
      {"a", "a", true},         {"a", "A", false},
      {"a", "ab", false},       {"ab", "a", false},
      {"*", "", true},          {"*", "anything", true},
      {"**", "", true},         {"a*", "a", true},
      {"a*", "abc", true},      {"a*", "ba", false},
      {"*a", "a", true},        {"*a", "ba", true},
      {"*a", "ab", false},      {"a*c", "ac", true},
      {"a*c", "abcbc", true},   {"a*c", "abcb", false},
      {"*b*", "abc", true},     {"*b*", "ac", false},
      {"a*a", "a", false},      {"a**a", "aa", true},
      {"*ab*ab", "abab", true}, {"*ab*ab", "ab", false},
      {"?", "a", false},        {"[a]", "a", false},
      {".*", "a", false},       {"delete_*", "delete_", true},
  };
  for (const auto& c : cases)
    EXPECT_EQ(MatchesPattern(c.pattern, c.name), c.matches) << c.pattern << " " << c.name;
}

// Threat 36: no pattern makes matching slow.
TEST(Pattern, TakesBoundedTime) {
  std::string pattern;
  for (uint32_t i = 0; i < kNameBytesMax / 2; ++i) pattern += "*a";
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 1'000; ++i)
    EXPECT_FALSE(MatchesPattern(pattern + "b", std::string(kNameBytesMax, 'a')));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

// Against a look at each pattern.
TEST(PatternIndex, FindsWhatMatches) {
  std::mt19937 random(4);
  const auto text = [&](const char* letters, size_t kinds, size_t most) {
    std::string made;
    for (size_t left = random() % (most + 1); left > 0; --left) made += letters[random() % kinds];
    return made;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> patterns;
    for (size_t left = random() % 40; left > 0; --left) patterns.push_back(text("ab*", 3, 5));
    const PatternIndex index({patterns.begin(), patterns.end()});
    for (int i = 0; i < 100; ++i) {
      const std::string name = text("abc", 3, 6);
      std::vector<uint32_t> expected;
      for (uint32_t id = 0; id < patterns.size(); ++id)
        if (MatchesPattern(patterns[id], name)) expected.push_back(id);
      std::vector<uint32_t> found;
      index.ForEachMatch(name, [&](uint32_t id) { found.push_back(id); });
      EXPECT_EQ(found, expected) << name;
    }
  }
}

TEST(PatternIndex, HoldsAsManyAsAModule) {
  std::vector<std::string> patterns;
  for (uint32_t i = 0; i < kPatternsMax; ++i) patterns.push_back("p" + std::to_string(i) + "_*");
  const PatternIndex index({patterns.begin(), patterns.end()});
  std::vector<uint32_t> found;
  const std::string last =
      "p" + std::to_string(kPatternsMax - 1) + "_" + std::string(kNameBytesMax, 'x');
  index.ForEachMatch(last, [&](uint32_t id) { found.push_back(id); });
  EXPECT_EQ(found, std::vector<uint32_t>{kPatternsMax - 1});
}

TEST(Pattern, NamesArePrintableAscii) {
  for (int c = 0; c < 256; ++c)
    EXPECT_EQ(IsName(std::string(1, static_cast<char>(c))), c > 0x20 && c < 0x7f) << c;
  EXPECT_FALSE(IsName(""));
  EXPECT_TRUE(IsName(std::string(kNameBytesMax, 'x')));
  EXPECT_FALSE(IsName(std::string(kNameBytesMax + 1, 'x')));
}

TEST(Utf8, TakesEveryCodePointAndRoundTripsIt) {
  for (uint32_t code_point = 0; code_point < 0x110000; ++code_point) {
    if (code_point >= 0xd800 && code_point < 0xe000) continue;
    char text[4];
    const uint32_t length = EncodeUtf8(code_point, text);
    ASSERT_EQ(Utf8SequenceLength({text, length}), length) << code_point;
    ASSERT_EQ(CodePoints({text, length}), 1u);
    ASSERT_EQ(length == 1 ? 0u : Utf8SequenceLength({text, length - 1}), 0u) << code_point;
  }
}

// Of all four-byte texts, as many are one code point as there are code points.
TEST(Utf8, TakesNothingElse) {
  uint32_t accepted[5] = {};
  for (uint32_t lead = 0; lead < 256; ++lead) {
    for (uint32_t second = 0; second < 256; ++second) {
      const char text[4] = {static_cast<char>(lead), static_cast<char>(second), '\x80', '\xbf'};
      ++accepted[Utf8SequenceLength({text, 4})];
    }
  }
  EXPECT_EQ(accepted[1], 128u * 256u);
  EXPECT_EQ(accepted[2], 30u * 64u);              // Leads c2 to df.
  EXPECT_EQ(accepted[3], 16u * 64u - 32u - 32u);  // e0 to ef, less overlong forms and surrogates.
  EXPECT_EQ(accepted[4],
            5u * 64u - 16u - 48u);  // f0 to f4, less overlong forms and what lies above U+10FFFF.
  EXPECT_FALSE(IsUtf8("a\x80"));
  EXPECT_TRUE(IsUtf8(""));
}

// By blocks and words, as one code point after another says.
TEST(Utf8, IsTheSameWhereverInALongTextSomethingStands) {
  const std::string_view pieces[] = {"\u00fc", "\u20ac", "\U0001f600",
                                     "\x80",   "\xc3",   "\xed\xa0\x80"};
  for (size_t size = 0; size < 200; ++size) {
    EXPECT_TRUE(IsUtf8(std::string(size, 'a')));
    for (const std::string_view piece : pieces) {
      for (const size_t at : {size_t{0}, size / 3, size / 2, size}) {
        std::string text(size, 'a');
        text.insert(at, piece);
        std::string_view left = text;
        while (const uint32_t length = Utf8SequenceLength(left)) left.remove_prefix(length);
        ASSERT_EQ(IsUtf8(text), left.empty()) << size << " " << at << " " << piece.size();
      }
    }
  }
}

TEST(Text, IsLessAsItsBytesAre) {
  std::mt19937 random(3);
  const auto byte = [&] { return "a\x7f\x80\xff"[random() % 4]; };
  for (int i = 0; i < 20'000; ++i) {
    std::string a(random() % 20, 'x');
    std::string b = a.substr(0, random() % (a.size() + 1)) + std::string(random() % 4, 'y');
    if (!a.empty() && random() % 2 == 0) a[random() % a.size()] = byte();
    if (!b.empty() && random() % 2 == 0) b[random() % b.size()] = byte();
    ASSERT_EQ(LessText(a, b), std::string_view(a) < std::string_view(b));
    ASSERT_EQ(LessText(b, a), std::string_view(b) < std::string_view(a));
    ASSERT_FALSE(LessText(a, a));
  }
}

TEST(Timestamp, ParsesUtc) {
  const struct {
    const char* text;
    std::optional<int64_t> micros;
  } cases[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01T00:00:00.000001Z", 1},
      {"1970-01-01T00:00:00.5Z", 500'000},
      {"1969-12-31T23:59:59.999999Z", -1},
      {"2000-02-29T00:00:00Z", 951'782'400'000'000},
      {"2026-04-14T11:42:09Z", 1'776'166'929'000'000},
      {"0001-01-01T00:00:00Z", -62'135'596'800'000'000},
      {"9999-12-31T23:59:59Z", 253'402'300'799'000'000},
      {"1900-02-29T00:00:00Z", std::nullopt},
      {"2026-02-29T00:00:00Z", std::nullopt},
      {"2026-04-31T00:00:00Z", std::nullopt},
      {"2026-00-01T00:00:00Z", std::nullopt},
      {"2026-13-01T00:00:00Z", std::nullopt},
      {"2026-01-00T00:00:00Z", std::nullopt},
      {"0000-01-01T00:00:00Z", std::nullopt},
      {"2026-01-01T24:00:00Z", std::nullopt},
      {"2026-01-01T00:60:00Z", std::nullopt},
      {"2026-01-01T00:00:60Z", std::nullopt},
      {"2026-01-01T00:00:00", std::nullopt},
      {"2026-01-01T00:00:00z", std::nullopt},
      {"2026-01-01t00:00:00Z", std::nullopt},
      {"2026-01-01 00:00:00Z", std::nullopt},
      {"2026-01-01T00:00:00+00:00", std::nullopt},
      {"2026-01-01T00:00:00.Z", std::nullopt},
      {"2026-01-01T00:00:00.1234567Z", std::nullopt},
      {"2026-01-01T00:00:00,5Z", std::nullopt},
      {"2026-01-01T00:00:00.-5Z", std::nullopt},
      {"2026-1-01T00:00:000Z", std::nullopt},
      {"+026-01-01T00:00:00Z", std::nullopt},
      {" 2026-01-01T00:00:0Z", std::nullopt},
      {"Z", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& c : cases) EXPECT_EQ(ParseTimestamp(c.text), c.micros) << c.text;
}

TEST(Timestamp, CountsDaysAsTheCalendarDoes) {
  using namespace std::chrono;
  for (sys_days day = year{1} / 1 / 1; day < sys_days{year{2500} / 1 / 1}; day += days{13}) {
    const year_month_day date{day};
    const auto count = static_cast<int32_t>(day.time_since_epoch().count());
    ASSERT_EQ(DayOf(int{date.year()}, unsigned{date.month()}, unsigned{date.day()}), count);
    ASSERT_EQ(DayOfMicros(int64_t{count} * kMicrosPerDay), count);
    ASSERT_EQ(DayOfMicros((int64_t{count} + 1) * kMicrosPerDay - 1), count);
  }
}

// ------------------------------------------------------------------------------------------------
// images

TEST(Image, GivesEqualThingsOnePlace) {
  ModuleImage image;
  EXPECT_EQ(image.Intern("a"), image.Intern("a"));
  EXPECT_NE(image.Intern("a"), image.Intern("b"));
  EXPECT_EQ(image.AddConstant(Value::SmallDecimal(150, -2)),
            image.AddConstant(Value::SmallDecimal(15, -1)));
  EXPECT_NE(image.AddConstant(Value::SmallDecimal(1, 0)), image.AddConstant(Value::Int(1)));
  EXPECT_NE(image.AddConstant(Value::Double(0.0)), image.AddConstant(Value::Double(-0.0)));
  const Decimal wide = Decimal::Parse("123456789012345678901234567890").value();
  const Decimal wider = Decimal::FromParts(wide.coefficient() * 10, wide.exponent() - 1).value();
  EXPECT_EQ(image.AddConstant(Value::WideDecimal(&wide)),
            image.AddConstant(Value::WideDecimal(&wider)));
  EXPECT_EQ(image.wide.size(), 1u);
  const Value list[] = {Value::Int(1), Value::String("x")};
  EXPECT_EQ(image.AddConstantList(list), image.AddConstant(Value::List(list, 2)));
  const std::vector<Member> table = {{Value::String("a"), Value::Int(1)}};
  EXPECT_EQ(image.AddConstantMap(table), image.AddConstant(Value::Map(table.data(), 1)));
  const std::vector<Value> words = {Value::String("a"), Value::String("b")};
  EXPECT_NE(image.AddConstantList(words), image.AddConstantList(words, true));
  const std::vector<uint32_t> indices = {1, 2};
  EXPECT_EQ(image.AddIndices(indices).begin, image.AddIndices(indices).begin);
  EXPECT_EQ(image.AddIndices({}).begin, 0u);
  EXPECT_EQ(image.Import("f() bool"), image.Import("f() bool"));
  EXPECT_EQ(image.AddCall(0, kNone), image.AddCall(0, kNone));
  EXPECT_NE(image.AddCall(0, 1), image.AddCall(0, kNone));
}

ModuleBuilder Listed() {
  ModuleBuilder m;
  const uint32_t amount = m.Params("amount", Kind::kDecimal);
  const uint32_t verified = m.Context("verified", Kind::kBool);
  m.fact(amount).type.minimum = m.Number("0");
  m.image().source = "constitution:\n  id: x\n";
  Condition large = Code(
      {Op(Opcode::kLoadFact, 0, 0, 0, amount), Op(Opcode::kLoadConst, 1, 0, 0, m.Number("9999.5")),
       Op(Opcode::kCompareDecimal, 2, 0, 1, 4), Op(Opcode::kRequire, 0, 2, 0, 0, 0, kToFails)});
  large.edges = {{0, 1, 3, 2}, {3, 4, kToEnd, kEdgeUndecidable}};
  large.text = "amount > 9999.5";
  Condition verified_holds = TestTrue(verified);
  verified_holds.text = "verified";
  m.Permit("small", {"pay"}, {verified_holds});
  m.Escalate("large", {"p*"}, {large});
  return m;
}

TEST(Image, GivesTheSameBytesForTheSameConstitution) {
  EXPECT_EQ(Listed().Bytes(), Listed().Bytes());
  const auto module = Listed().Load();
  EXPECT_EQ(module->bytes(), Listed().Bytes());
  EXPECT_EQ(module->source(), "constitution:\n  id: x\n");
}

TEST(Image, WideConstantsKeepTheirValues) {
  ModuleBuilder m;
  const uint32_t fact = m.Params("d", Kind::kDecimal);
  std::vector<Value> values;
  std::vector<Decimal> wide;
  for (int exponent = -10; exponent < 10; ++exponent) {
    wide.push_back(
        Decimal::FromParts(Decimal::Parse("12345678901234567890123")->coefficient(), exponent)
            .value());
  }
  for (const Decimal& decimal : wide) values.push_back(Value::WideDecimal(&decimal));
  m.Permit("in", {"in"}, {Code({Op(Opcode::kTestIn, 0, 0, 0, fact, m.List(values), kToFails)})});
  EXPECT_EQ(m.image().wide.size(), 1u);  // The same digits, twenty exponents.
  const auto module = m.Load();
  Context context(*module);
  for (const Decimal& decimal : wide) {
    EXPECT_TRUE(context.Bind(FactId{fact}, decimal));
    EXPECT_TRUE(context.Decide("in").permitted());
  }
  context.Bind(FactId{fact}, Decimal::FromInt64(1));
  EXPECT_FALSE(context.Decide("in").permitted());
}

}  // namespace
}  // namespace bylaw::vm
