// What people write, rightly and wrongly.

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "bylaw/assembly/assemble.h"
#include "bylaw/assembly/disassemble.h"
#include "bylaw/assembly/image_of.h"
#include "bylaw/vm/context.h"
#include "bylaw/vm/limits.h"
#include "fixture.h"
#include "sanitized.h"
#include "test_functions.h"

namespace bylaw::assembly {
namespace {

Assembled Assembly(std::string_view text) {
  return Assemble(text, vm::TestFunctions());
}

// The one that docs/assembly.md explains.
std::string Example() {
  const std::string page = compiler::ReadProjectFile("docs/assembly.md");
  const std::string fence = "```asm\n";
  const size_t begin = page.find(fence) + fence.size();
  return page.substr(begin, page.find("```", begin) - begin);
}

const std::string kSmall = Example();

TEST(Assembler, TakesWhatAPersonWrites) {
  const Assembled assembled = Assembly(kSmall);
  ASSERT_TRUE(assembled) << assembled.error.Message();
  const vm::LoadResult module = vm::Module::Load(*assembled.bytes);
  ASSERT_TRUE(module) << module.error().Message();
  EXPECT_GT(module->steps_max(), 0u) << "proved, as nothing is written";
  vm::Context context(*module);
  const auto decide = [&](const char* json) { return context.DecideRequest(json, 0).permitted(); };
  EXPECT_TRUE(decide(R"({"agent_id":"a","action":"pay","params":{"amount":5}})"));
  EXPECT_TRUE(decide(R"({"agent_id":"a","action":"pay","context":{"verified":true}})"));
  EXPECT_FALSE(decide(R"({"agent_id":"a","action":"pay","params":{"amount":100}})"));
}

TEST(Assembler, TakesLinesAsWindowsEndsThem) {
  std::string text = kSmall;
  for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
    text.insert(at, "\r");
  EXPECT_EQ(Assembly(text).bytes, Assembly(kSmall).bytes);
}

TEST(Assembler, WritesWhatIsWrong) {
  const Assembled assembled = Assembly(
      "fact #77 200 path=#5+6 source=99 flags=255 minimum=#9\n"
      "load_fact r200 #9 b=3 y=4\ninstruction op=250 z=0xffffffff\nrequire_int 5 r70 #8 -> #1\n");
  ASSERT_TRUE(assembled) << assembled.error.Message();
  EXPECT_FALSE(vm::Module::Load(*assembled.bytes, vm::TestFunctions()));
  vm::Header header;
  std::memcpy(&header, assembled.bytes->data(), sizeof header);
  const auto code = header.sections[static_cast<uint32_t>(vm::SectionKind::kCode)];
  ASSERT_EQ(code.bytes, 3 * sizeof(vm::Instruction));
  vm::Instruction in[3];
  std::memcpy(in, assembled.bytes->data() + code.offset, sizeof in);
  EXPECT_EQ(in[0].a, 200);
  EXPECT_EQ(in[0].b, 3);
  EXPECT_EQ(in[0].x, 9u);
  EXPECT_EQ(in[0].y, 4u);
  EXPECT_EQ(static_cast<uint8_t>(in[1].op), 250);
  EXPECT_EQ(in[1].z, vm::kNone);
  EXPECT_EQ(in[2].a, 5);
  EXPECT_EQ(in[2].c, vm::kConstantOperand);
  EXPECT_EQ(in[2].y, 8u);
}

TEST(Assembler, ChangesBytesInTheOrderOfTheLines) {
  const std::string small = *Assembly(kSmall).bytes;
  const auto with = [](const std::string& lines) {
    const Assembled assembled = Assembly(kSmall + lines);
    EXPECT_TRUE(assembled) << assembled.error.Message();
    return assembled.bytes.value_or("");
  };
  EXPECT_EQ(with("!append \"x\\xff\"\n"), small + "x\xff");
  EXPECT_EQ(with("!cut 3\n!append \"abc\"\n"), small.substr(0, small.size() - 3) + "abc");
  EXPECT_EQ(with("!resize 2\n"), small.substr(0, 2));
  EXPECT_EQ(with("!resize 67108865\n").size(), vm::kModuleBytesMax + 1);
  EXPECT_EQ(with("!patch file 0 \"b\"\n"), "b" + small.substr(1));
  EXPECT_EQ(with("!patch policy -1 \"\\x01\"\n!seal\n"),
            with("!patch policy 59 \"\\x01\"\n!seal\n"));
  EXPECT_NE(with("!patch policy -1 \"\\x01\"\n"), with("!patch policy -1 \"\\x01\"\n!seal\n"));
  EXPECT_EQ(with("!patch policy 0 \"\"\n!seal\n"), small);
  EXPECT_EQ(with("!resize 0\n!seal\n"), "");
}

struct ErrorCase {
  const char* text;
  const char* message;  // Its begin.
};

const ErrorCase kErrors[] = {
    {"frobnicate r1", "1:1: a line begins with what it is: fact, rule, block, an instruction …"},
    {"\n  ?", "2:3: this character means nothing here: texts stand in quotes, comments behind ;"},
    {"string \"abc", "1:8: this text does not end: close it with \" on its line"},
    {"string \"a\\q\"", "1:10: there is no such escape: write \\\" \\\\ \\n \\r \\t or \\xNN"},
    {"string \"a\\xg0\"", "1:10: there is no such escape"},
    {"string 7", "1:8: a text stands here, in quotes"},
    {"string \"a\" \"b\"", "1:12: nothing more stands here"},
    {"policy", "1:7: a text stands here, in quotes; or none, or #7"},
    {"policy \"p\" colour=3",
     "1:12: `policy` has no such field: NAME=VALUE stands here, of id, version"},
    {"policy \"p\" steps=1 steps=2", "1:20: `steps` stands twice: leave one out"},
    {"policy \"p\" steps 1", "1:18: `=` is missing here"},
    {"policy \"p\" steps=99999999999", "1:18: a whole number of at most 4294967295 stands here"},
    {"policy \"p\" disclose=all",
     "1:21: one of these stands here: reason, full or nothing; or a number"},
    {"policy \"p\" flags=strict+",
     "1:25: flags stand here, joined with +: none, strict, precedence or loose"},
    {"policy \"p\" review=\"today\"", "1:19: a day stands here: \"2026-03-01\", or a number"},
    {"policy \"p\" agents=[\"a\" \"b\"]", "1:24: `,` is missing here"},
    {"rule \"r\" permitted priority=-3000000000",
     "1:29: a whole number of at least -2147483648 stands here"},
    {"rule \"r\" permitted span=3", "1:26: `..` is missing here"},
    {"rule \"r\" permitted overrides=[\"q\"]",
     "1:31: there is no rule `q`: write one, or the number of its row, #7"},
    {"action \"a\" parameters=3", "1:24: `+` is missing here"},
    {"load_const r256 7", "1:12: a register stands here: r0 to r255, or a number"},
    {"load_const r0 7x", "1:15: a whole number of at most 9223372036854775807 stands here"},
    {"load_const r0 1.5", "1:15: a whole number of at most 9223372036854775807 stands here"},
    {"load_const r0 1.5.5d", "1:15: this is no decimal of at most 38 digits"},
    {"load_const r0 1.5.5f", "1:15: this is no number of its kind"},
    {"load_const r0 timestamp \"noon\"", "1:25: this is no timestamp"},
    {"load_const r0 sorted 3", "1:22: `sorted` stands before a list"},
    {"load_const r0 [1, [2]]", "1:19: a constant stands here: 7, 7u, 2.5d (decimal)"},
    {"load_const r0 {\"a\" 1}", "1:20: `:` is missing here"},
    {"load_fact r0 amuont",
     "1:14: there is no fact `amuont`: write one, or the number of its row, #7"},
    {"load_fact r0", "1:13: there is no fact of this name"},
    {"load_fact r0 #1 a=2 b", "1:22: `=` is missing here"},
    {"load_fact r0 #1 a=256", "1:19: a whole number of at most 255 stands here"},
    {"jump 7", "1:6: `->` is missing here"},
    {"jump -> there", "1:9: there is no label `there`: write `there:` before an instruction"},
    {"jump -> end", "1:9: there is no `end` here: write a label or #7"},
    {"run #0\ntest_true #0 -> fails", "2:17: there is no `fails` here: write a label or #7"},
    {"applies this -> #1", "1:14: no `run` stands above: write the rule's number, #0"},
    {"here: end\nhere: end", "2:1: the label `here` stands twice: give one of them another name"},
    {"next: end", "1:1: `next` has a place of its own: use another name"},
    {"recall r0 x1 -> #0", "1:11: a shared part stands here: m0 to m4294967295, or a number"},
    {"\"text\"", "1:1: a text alone stands below `about` or `source`"},
    {"section colour bytes=1", "1:9: the name of a section stands here: code, rules …"},
    {"!burn", "1:2: behind ! stands patch, append, cut, resize or seal"},
    {"!patch colour 1 \"a\"", "1:8: the name of a section stands here, or `file`"},
    {"!patch policy 60 \"a\"", "1:15: the bytes lie outside: there are 60"},
    {"!patch policy 61 \"a\"", "1:15: a whole number of at most 60 stands here"},
    {"!cut 99999999", "1:6: a whole number of at most"},
    {"!resize 67108866", "1:9: a whole number of at most 67108865 stands here"},
    {"!seal 1", "1:7: nothing more stands here"},
};

TEST(Assembler, SaysWhereAndWhatIsWrong) {
  for (const ErrorCase& c : kErrors) {
    const Assembled assembled = Assembly(c.text);
    EXPECT_FALSE(assembled) << c.text;
    const std::string message = assembled.error.Message();
    EXPECT_EQ(message.substr(0, std::string_view(c.message).size()), c.message) << c.text;
  }
}

TEST(Assembler, DoesNotTakeChangesWithoutEnd) {
  std::string lines;
  for (int i = 0; i < 17; ++i) lines += "!seal\n";
  EXPECT_EQ(Assembly(lines).error.Message(), "17:2: there are too many of these: 16 at most");
}

// A text whose rows would be larger than a module may be: no bytes are made of it.
TEST(Assembler, RefusesMoreThanAModuleHolds) {
  std::string text;
  for (size_t i = 0; i < vm::kModuleBytesMax / sizeof(vm::TypeRow) + 1; ++i) text += "type 0\n";
  EXPECT_EQ(Assembly(text).error.Message(), "1:1: this is more than a module may hold: 64 MiB");
}

// Whatever is done to a text, it is assembled or refused with a place in it.
TEST(Assembler, TakesAnyText) {
  const std::string listing = compiler::ReadProjectFile("tests/assembly/golden/listing.s");
  constexpr std::string_view kPieces = "\"#;:=+-[]{}.,!\n\\ 09arx\xff";
  std::mt19937 random(7);
  int refused = 0;
  const int rounds = kSanitized ? 500 : 5'000;
  for (int i = 0; i < rounds; ++i) {
    std::string text = listing;
    for (int change = 0; change < 3; ++change) {
      const size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text.erase(at, random() % 8);
          break;
        case 1:
          text.insert(at, 1, kPieces[random() % kPieces.size()]);
          break;
        case 2:
          text[at] = kPieces[random() % kPieces.size()];
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 40));
      }
    }
    const Assembled assembled = Assembly(text);
    if (assembled) continue;
    ++refused;
    EXPECT_GE(assembled.error.line, 1u);
    EXPECT_GE(assembled.error.column, 1u);
    EXPECT_FALSE(assembled.error.message.empty());
  }
  EXPECT_GT(refused, rounds / 10);
}

}  // namespace
}  // namespace bylaw::assembly
