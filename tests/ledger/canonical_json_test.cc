// RFC 8785: the public vectors, what is refused, and properties over generated values.
#include "bylaw/ledger/canonical_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "plain_json.h"

namespace bylaw::ledger {
namespace {

const std::filesystem::path kVectors = BYLAW_LEDGER_TEST_DIR "/vectors/jcs";

std::string ReadFile(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(CanonicalJsonTest, PublicVectors) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kVectors / "testdata/input")) {
    const std::string expected = ReadFile(kVectors / "testdata/output" / entry.path().filename());
    const auto canonical = Canonicalize(ReadFile(entry.path()));
    ASSERT_TRUE(canonical) << entry.path() << ": " << canonical.error().message;
    EXPECT_EQ(*canonical, expected) << entry.path();
    EXPECT_TRUE(IsCanonical(expected)) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 6);
}

TEST(CanonicalJsonTest, PublicNumbers) {
  std::ifstream file(kVectors / "es6numbers-10k.txt");
  int lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    const std::size_t comma = line.find(',');
    std::uint64_t bits = 0;
    std::from_chars(line.data(), line.data() + comma, bits, 16);
    const std::string expected = line.substr(comma + 1);
    std::string printed;
    ASSERT_TRUE(AppendJsonNumber(std::bit_cast<double>(bits), printed));
    ASSERT_EQ(printed, expected);
    ASSERT_TRUE(IsCanonical(expected)) << expected;
  }
  EXPECT_EQ(lines, 10'000);
}

TEST(CanonicalJsonTest, NumbersThatAreNone) {
  std::string out = "kept";
  for (const double number :
       {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_FALSE(AppendJsonNumber(number, out));
  }
  EXPECT_EQ(out, "kept");
}

struct Case {
  std::string text;
  std::string canonical;
};

TEST(CanonicalJsonTest, Accepted) {
  const std::vector<Case> cases{
      {" [ 1 , 2 ] \n", "[1,2]"},
      {"{}", "{}"},
      {"[]", "[]"},
      {"null", "null"},
      {"\"\"", "\"\""},
      {"-0", "0"},
      {"-0.0", "0"},
      {"0e5", "0"},
      {"1.0", "1"},
      {"1E3", "1000"},
      {"123456789012345", "123456789012345"},
      {"-9007199254740993", "-9007199254740992"},
      {"1e21", "1e+21"},
      {"100000000000000000000", "100000000000000000000"},
      {"0.000001", "0.000001"},
      {"0.0000001", "1e-7"},
      {"5e-324", "5e-324"},
      {R"({"b":1,"a":2})", R"({"a":2,"b":1})"},
      {R"({"aa":1,"a":2,"":3})", R"({"":3,"a":2,"aa":1})"},
      {R"({"b":{"d":1,"c":[{"z":1,"y":2}]},"a":0})", R"({"a":0,"b":{"c":[{"y":2,"z":1}],"d":1}})"},
      {R"("\u0041\/\u000a\u001F\"\\\b\t\r\f")", R"("A/\n\u001f\"\\\b\t\r\f")"},
      {R"("\ud83d\ude02")", "\"\xF0\x9F\x98\x82\""},
      {"\"\x7f\"", "\"\x7f\""},
      // By UTF-16 units a surrogate pair (D83D…) stands before U+FB33; by code points it would be
      // behind.
      {"{\"\xEF\xAC\xB3\":1,\"\xF0\x9F\x98\x82\":2}",
       "{\"\xF0\x9F\x98\x82\":2,\"\xEF\xAC\xB3\":1}"},
      // A control character is spelt with `\`, but sorts by its value.
      {R"({"A":1,"\n":2,"\"":3})", R"({"\n":2,"\"":3,"A":1})"},
  };
  for (const Case& c : cases) {
    const auto canonical = Canonicalize(c.text);
    ASSERT_TRUE(canonical) << c.text << ": " << canonical.error().message;
    EXPECT_EQ(*canonical, c.canonical);
    EXPECT_EQ(IsCanonical(c.text), c.text == c.canonical) << c.text;
  }
}

TEST(CanonicalJsonTest, Refused) {
  const std::vector<Case> cases{
      {"", "not a JSON value at byte 0"},
      {" ", "not a JSON value"},
      {"{", "expected a member name"},
      {"[", "not a JSON value"},
      {"[1,]", "not a JSON value"},
      {"[1 2]", "expected , or ]"},
      {R"({"a":1,})", "expected a member name"},
      {R"({"a" 1})", "expected :"},
      {R"({"a":1 "b":2})", "expected , or }"},
      {"{a:1}", "expected a member name"},
      {"{'a':1}", "expected a member name"},
      {"1 2", "text behind the value"},
      {"{}}", "text behind the value"},
      {std::string("1\0", 2), "text behind the value"},
      {"nul", "not a JSON value"},
      {"True", "not a JSON value"},
      {"NaN", "not a JSON value"},
      {"Infinity", "not a JSON value"},
      {"-", "not a JSON value"},
      {"+1", "not a JSON value"},
      {".5", "not a JSON value"},
      {"01", "leading zero"},
      {"-01", "leading zero"},
      {"1.", "expected a digit"},
      {"1e", "expected a digit"},
      {"1e+", "expected a digit"},
      {"0x10", "text behind the value"},
      {"1e400", "outside the range"},
      {"-1e400", "outside the range"},
      {"1e-400", "outside the range"},
      {"\"", "does not end"},
      {"\"a\nb\"", "control character"},
      {std::string("\"\0\"", 3), "control character"},
      {R"("\x41")", "not an escape"},
      {R"("\)", "not an escape"},
      {R"("\u12")", "four hexadecimal"},
      {R"("\u12G4")", "four hexadecimal"},
      {R"("\u-123")", "four hexadecimal"},
      {R"("\ud800")", "lone surrogate"},
      {R"("\udc00")", "lone surrogate"},
      {R"("\ud800\u0041")", "lone surrogate"},
      {R"("\ud800\ud800")", "lone surrogate"},
      {R"("\ud800x")", "lone surrogate"},
      {"\"\x80\"", "not UTF-8"},
      {"\"\xC0\xAF\"", "not UTF-8"},
      {"\"\xE0\x80\xAF\"", "not UTF-8"},
      {"\"\xED\xA0\x80\"", "not UTF-8"},
      {"\"\xF4\x90\x80\x80\"", "not UTF-8"},
      {"\"\xF5\x80\x80\x80\"", "not UTF-8"},
      {"\"\xE2\x82\"", "not UTF-8"},
      {"\xEF\xBB\xBF{}", "not a JSON value"},
      {R"({"a":1,"a":2})", "stands twice"},
      {R"({"a":1,"\u0061":2})", "stands twice"},
      {R"({"b":1,"a":2,"b":3})", "stands twice"},
      {R"([{"x":{"b":1,"c":0,"a":2,"b":3}}])", "stands twice"},
      {std::string(65, '[') + std::string(65, ']'), "64 levels"},
      {std::string(1'000'000, '['), "64 levels"},
  };
  for (const Case& c : cases) {
    const auto canonical = Canonicalize(c.text);
    ASSERT_FALSE(canonical) << c.text << " became " << *canonical;
    EXPECT_EQ(canonical.error().code, ErrorCode::kInvalidJson);
    EXPECT_THAT(canonical.error().message, testing::HasSubstr(c.canonical)) << c.text.substr(0, 80);
    EXPECT_FALSE(IsCanonical(c.text));
  }
  EXPECT_TRUE(Canonicalize(std::string(64, '[') + std::string(64, ']')));
}

TEST(CanonicalJsonTest, AnErrorLeavesTheOutputAlone) {
  Canonicalizer canonicalizer;
  std::string out = "before";
  EXPECT_FALSE(canonicalizer.Append(R"({"b":1,"a":2,)", out));
  EXPECT_EQ(out, "before");
  EXPECT_TRUE(canonicalizer.Append(R"({"b":1,"a":2})", out));
  EXPECT_EQ(out, R"(before{"a":2,"b":1})");
}

TEST(CanonicalJsonTest, StringsAreWrittenOrRefused) {
  std::string out = "x";
  EXPECT_TRUE(AppendJsonString("a\"b\\\x01\n\xE2\x82\xAC", out));
  EXPECT_EQ(out, "x\"a\\\"b\\\\\\u0001\\n\xE2\x82\xAC\"");
  for (const char* bad : {"\xFF", "a\xC3", "\xED\xBF\xBF"})
    EXPECT_FALSE(AppendJsonString(bad, out));
  EXPECT_TRUE(out.ends_with("\xE2\x82\xAC\""));
}

// Makes random values, and spells each in random ways.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  nlohmann::json Value(int depth) {
    switch (random_() % (depth < 5 ? 7 : 5)) {
      case 0:
        return nullptr;
      case 1:
        return random_() % 2 == 0;
      case 2:
        return static_cast<std::int64_t>(random_() % 2'000'000) - 1'000'000;
      case 3:
        return Double();
      case 4:
        return Text();
      case 5: {
        auto list = nlohmann::json::array();
        for (std::uint64_t i = random_() % 4; i > 0; --i) list.push_back(Value(depth + 1));
        return list;
      }
      default: {
        auto object = nlohmann::json::object();
        for (std::uint64_t i = random_() % 6; i > 0; --i) object[Text()] = Value(depth + 1);
        return object;
      }
    }
  }

  // The value with members in random order, random space, and random escapes.
  std::string Spell(const nlohmann::json& value) {
    if (value.is_object()) {
      std::vector<std::string> members;
      for (const auto& [name, member] : value.items()) {
        members.push_back(SpellText(name) + Space() + ":" + Space() + Spell(member));
      }
      std::shuffle(members.begin(), members.end(), random_);
      return Join('{', members, '}');
    }
    if (value.is_array()) {
      std::vector<std::string> items;
      for (const auto& item : value) items.push_back(Spell(item));
      return Join('[', items, ']');
    }
    if (value.is_string()) return SpellText(value.get<std::string>());
    return value.dump();
  }

 private:
  double Double() {
    while (true) {
      const double value = std::bit_cast<double>(random_());
      if (std::isfinite(value)) return value;
    }
  }

  std::string Text() {
    static const std::vector<std::string> kPieces{"a",
                                                  "b",
                                                  "z",
                                                  "A",
                                                  "0",
                                                  "\n",
                                                  "\x01",
                                                  "\"",
                                                  "\\",
                                                  "/",
                                                  "\x7f",
                                                  "\xC3\xB6",
                                                  "\xE2\x82\xAC",
                                                  "\xEE\x80\x80",
                                                  "\xEF\xAC\xB3",
                                                  "\xF0\x9F\x98\x82",
                                                  "\xF4\x8F\xBF\xBF"};
    std::string text;
    for (std::uint64_t i = random_() % 5; i > 0; --i) text += kPieces[random_() % kPieces.size()];
    return text;
  }

  std::string SpellText(const std::string& text) {
    // nlohmann's two spellings: with UTF-8 as it is, and with everything else escaped.
    return nlohmann::json(text).dump(-1, ' ', random_() % 2 == 0);
  }

  std::string Space() { return std::string(random_() % 3, " \t\n\r"[random_() % 4]); }

  std::string Join(char open, const std::vector<std::string>& parts, char close) {
    std::string text(1, open);
    text += Space();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) text.append(1, ',').append(Space());
      text.append(parts[i]).append(Space());
    }
    return text.append(1, close);
  }

  std::mt19937_64 random_;
};

TEST(CanonicalJsonTest, EverySpellingHasOneCanonicalForm) {
  Generator generator(8785);
  Canonicalizer canonicalizer;
  for (int i = 0; i < 5'000; ++i) {
    const nlohmann::json value = generator.Value(0);
    std::string first;
    std::string second;
    ASSERT_TRUE(canonicalizer.Append(generator.Spell(value), first));
    ASSERT_TRUE(canonicalizer.Append(generator.Spell(value), second));
    ASSERT_EQ(first, second);
    ASSERT_TRUE(canonicalizer.IsCanonical(first)) << first;
    ASSERT_EQ(nlohmann::json::parse(first), value) << first;
  }
}

// Whatever bytes come, the answer is an error or a text that is its own canonical form.
TEST(CanonicalJsonTest, NoiseIsRefusedOrCanonicalised) {
  std::mt19937_64 random(64);
  Generator generator(65);
  Canonicalizer canonicalizer;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = generator.Spell(generator.Value(0));
    for (std::uint64_t changes = random() % 3; changes > 0 && !text.empty(); --changes) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    text.resize(random() % 4 == 0 ? random() % (text.size() + 1) : text.size());
    std::string out;
    if (canonicalizer.Append(text, out)) {
      ASSERT_TRUE(canonicalizer.IsCanonical(out)) << text;
      ASSERT_TRUE(nlohmann::json::accept(text)) << text;
    } else {
      ASSERT_TRUE(out.empty());
    }
  }
}

// What is recognised in one pass is what the canonicalizer writes.
TEST(PlainJsonTest, NothingIsRecognisedThatIsNotCanonical) {
  std::mt19937_64 random(5);
  constexpr std::string_view kPieces[] = {
      "0",  "1",   "9",   "00",   "000000",  "123456789", ".",  "-", "e",    "\"a\"",   "\"b\"",
      "\"", "\\n", ":",   ",",    "{",       "}",         "[",  "]", "true", "null",    " ",
      "é",  "{}",  "1.5", "\\\"", "\\u001f", "\\u000a",   "\\", "/", "\xff", "\\u001F", "\\u0041"};
  int recognised = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string text;
    const std::size_t pieces = 1 + random() % 7;
    for (std::size_t j = 0; j < pieces; ++j) text += kPieces[random() % std::size(kPieces)];
    if (!IsPlainCanonical(text)) continue;
    ++recognised;
    const auto canonical = Canonicalize(text);
    ASSERT_TRUE(canonical) << text;
    ASSERT_EQ(*canonical, text);
  }
  EXPECT_GT(recognised, 10'000);
}

TEST(PlainJsonTest, DecimalsOfUpToFifteenDigitsAreSpeltAsTheyStand) {
  std::mt19937_64 random(7);
  int recognised = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string text = random() % 3 == 0 ? "-" : "";
    const std::size_t zeros = random() % 9;
    text += random() % 2 == 0 ? "0." + std::string(zeros, '0') + std::to_string(random() % 10'000)
                              : std::to_string(random() % (std::uint64_t{1} << random() % 60));
    if (random() % 2 == 0) text += "." + std::to_string(random() % 1'000'000);
    const auto canonical = Canonicalize(text);
    if (!IsPlainCanonical(text)) continue;
    ++recognised;
    ASSERT_TRUE(canonical) << text;
    ASSERT_EQ(*canonical, text);
  }
  EXPECT_GT(recognised, 100'000);
}

TEST(PlainJsonTest, RecognisesWhatRecordsAreMadeOf) {
  EXPECT_TRUE(IsPlainCanonical(
      R"({"a":{"b":[1,-2.5,"x y",true,null,{}]},"aa":"sha256:00","b":[],"c":0,"d":0.000001})"));
  EXPECT_TRUE(IsPlainCanonical(R"(["\"\\\b\t\n\f\r\u0000\u001f","é €😀"])"));
  for (const char* const other : {"",
                                  "{",
                                  R"({"b":1,"a":1})",
                                  R"({"a":1,"a":1})",
                                  "1e5",
                                  "0.0000001",
                                  "1.50",
                                  "-0",
                                  "01",
                                  "1234567890123456",
                                  R"({"é":1})",
                                  R"({"\n":1})",
                                  R"("\u0041")",
                                  R"("\u000a")",
                                  R"("\u001F")",
                                  R"("\/")",
                                  "\"\n\"",
                                  "\"\xff\"",
                                  "[1, 2]",
                                  "{}{}"}) {
    EXPECT_FALSE(IsPlainCanonical(other)) << other;
  }
}

}  // namespace
}  // namespace bylaw::ledger
