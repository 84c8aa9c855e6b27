// fmt: files, exit codes and what is shown. What a document looks like afterwards is tested in
// tests/compiler/format.

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "command.h"

namespace bylaw::test {
namespace {

const std::string kLoose =
    "# A policy.\nconstitution:\n    id:   a   # its name\n\n\n    permitted:\n    - {action: b}\n";
const std::string kNeat =
    "# A policy.\nconstitution:\n  id: a  # its name\n\n  permitted:\n    - {action: b}\n";

// What tells a file that was written from one that was left alone.
struct Identity {
  explicit Identity(const std::string& path) {
    struct stat status{};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    inode = status.st_ino;
    changed = {status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
  }
  bool operator==(const Identity&) const = default;

  ino_t inode;
  std::pair<time_t, long> changed;
};

TEST(FmtTest, RewritesInPlaceOnce) {
  const TemporaryDirectory directory;
  const std::string yaml = directory.Write("a.yaml", kLoose);
  const RunResult first = Bylaw({"fmt", yaml});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(first.out, yaml + ": formatted\n");
  EXPECT_EQ(first.err, "");
  EXPECT_EQ(ReadAll(yaml), kNeat);
  const Identity before(yaml);
  const RunResult second = Bylaw({"fmt", yaml});
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_EQ(second.out, yaml + ": nothing to change\n");
  EXPECT_EQ(Identity(yaml), before) << "a file that needs no change is not touched";
  EXPECT_EQ(directory.Names(), std::vector<std::string>{"a.yaml"});
}

TEST(FmtTest, CheckNamesTheFileAndTheFirstChangeAndWritesNothing) {
  const TemporaryDirectory directory;
  const std::string yaml = directory.Write("a.yaml", kLoose);
  const Identity before(yaml);
  const RunResult loose = Bylaw({"fmt", "--check", yaml});
  EXPECT_EQ(loose.exit_code, 1);
  EXPECT_EQ(loose.err, "");
  EXPECT_EQ(loose.out, yaml +
                           ":3: not in canonical layout; the first change:\n"
                           "-     id:   a   # its name\n"
                           "- \n"
                           "- \n"
                           "-     permitted:\n"
                           "+   id: a  # its name\n"
                           "+ \n"
                           "+   permitted:\n"
                           "`bylaw fmt " +
                           yaml + "` makes it\n");
  EXPECT_EQ(Identity(yaml), before);
  const RunResult neat = Bylaw({"fmt", "--check", directory.Write("b.yaml", kNeat)});
  EXPECT_EQ(neat.exit_code, 0);
  EXPECT_EQ(neat.out, directory / "b.yaml" + ": nothing to change\n");
}

TEST(FmtTest, CheckShowsWhatCannotBeSeen) {
  struct Shown {
    const char* text;
    const char* lines;
  };
  const Shown cases[] = {
      {"a: b  \nc: d\n",
       "<standard input>:1: not in canonical layout; the first change:\n"
       "- a: b··\n+ a: b\n"},
      {"a: b\nc: d",
       "<standard input>:2: not in canonical layout; the first change:\n"
       "- c: d·\n+ c: d\n"},
      {"a: b\r\n",
       "<standard input>:1: not in canonical layout; the first change:\n"
       "- a: b<U+000D>\n+ a: b\n"},
      {"a: b\n\n\n", "<standard input>:2: not in canonical layout; the first change:\n- \n- \n"},
      {"a: {b: 1,\n 2: 2,\n 3: 3,\n 4: 4,\n 5: 5,\n 6: 6,\n 7: 7}\nb: c\n",
       "<standard input>:1: not in canonical layout; the first change:\n"
       "- a: {b: 1,\n-  2: 2,\n-  3: 3,\n-  4: 4,\n-  5: 5,\n- …\n"
       "+ a: {b: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7}\n"},
  };
  for (const Shown& c : cases) {
    const RunResult result = Bylaw({"fmt", "-", "--check"}, {.in = c.text});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.out, c.lines);
  }
}

TEST(FmtTest, StandardInputGoesToStandardOutput) {
  for (const std::string& text : {kLoose, kNeat}) {
    const RunResult result = Bylaw({"fmt", "-"}, {.in = text});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.out, kNeat);
    EXPECT_EQ(result.err, "");
  }
  EXPECT_EQ(Bylaw({"fmt", "-", "--check"}, {.in = kNeat}).exit_code, 0);
}

TEST(FmtTest, WhatIsNotValidYamlIsRefusedAsByCompileAndLeftAlone) {
  for (const std::string& text :
       {std::string("constitution:\n  id:   a\n  id: b\n"), std::string("constitution: [a,\n"),
        std::string("constitution:\n  id: \0\n", 21),
        std::string("constitution:\n  id: &b c\n  permitted:\n    - action: d\n"), std::string()}) {
    const TemporaryDirectory directory;
    const std::string yaml = directory.Write("bad.yaml", text);
    const Identity before(yaml);
    const RunResult result = Bylaw({"fmt", yaml});
    EXPECT_EQ(result.exit_code, 1) << text;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err, Bylaw({"compile", yaml}).err) << "the compiler's own words";
    EXPECT_EQ(ReadAll(yaml), text);
    EXPECT_EQ(Identity(yaml), before);
    EXPECT_EQ(Bylaw({"fmt", yaml, "--check"}).exit_code, 1);
    EXPECT_EQ(Bylaw({"fmt", "-"}, {.in = text}).out, "");
  }
}

TEST(FmtTest, ADocumentThatDoesNotCompileIsFormatted) {
  const TemporaryDirectory directory;
  const std::string yaml = directory.Write("a.yaml", "constitution:\n    permited:  [x]\n");
  EXPECT_EQ(Bylaw({"check", yaml}).exit_code, 1);
  EXPECT_EQ(Bylaw({"fmt", yaml}).exit_code, 0);
  EXPECT_EQ(ReadAll(yaml), "constitution:\n  permited: [x]\n");
}

TEST(FmtTest, KeepsLinksAndModes) {
  const TemporaryDirectory directory;
  const std::string real = directory.Write("real.yaml", kLoose);
  ASSERT_EQ(::chmod(real.c_str(), 0640), 0);
  const std::string link = directory / "link.yaml";
  ASSERT_EQ(::symlink(real.c_str(), link.c_str()), 0);
  EXPECT_EQ(Bylaw({"fmt", link}).exit_code, 0);
  EXPECT_EQ(ReadAll(real), kNeat);
  struct stat status{};
  ASSERT_EQ(::lstat(link.c_str(), &status), 0);
  EXPECT_TRUE(S_ISLNK(status.st_mode));
  ASSERT_EQ(::stat(real.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST(FmtTest, WhatMayNotBeWrittenStays) {
  const TemporaryDirectory directory;
  ASSERT_EQ(::chmod(directory.path().c_str(), 0777), 0);
  const std::string yaml = directory.Write("a.yaml", kLoose);
  const auto expect_left = [&](const RunResult& result) {
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_EQ(result.out, "");
    ExpectOneSentence(result.err);
    EXPECT_NE(result.err.find(yaml), std::string::npos) << result.err;
    EXPECT_EQ(ReadAll(yaml), kLoose);
    EXPECT_EQ(directory.Names(), std::vector<std::string>{"a.yaml"});
  };
  ASSERT_EQ(::chmod(yaml.c_str(), 0444), 0);
  expect_left(Bylaw({"fmt", yaml}, {.no_privileges = true}));
  EXPECT_EQ(Bylaw({"fmt", yaml, "--check"}, {.no_privileges = true}).exit_code, 1);
  ASSERT_EQ(::chmod(yaml.c_str(), 0666), 0);
  expect_left(Bylaw({"fmt", yaml}, {.file_bytes_max = 10}));
  ASSERT_EQ(::chmod(directory.path().c_str(), 0555), 0);
  expect_left(Bylaw({"fmt", yaml}, {.no_privileges = true}));
}

TEST(FmtTest, WhatIsNoDocument) {
  const TemporaryDirectory directory;
  const std::string module = directory.Write(
      "m.bylaw", Bylaw({"compile", Example("fintech-lending.yaml"), "-o", "-"}).out);
  const RunResult result = Bylaw({"fmt", module});
  EXPECT_EQ(result.exit_code, 2);
  ExpectOneSentence(result.err);
  EXPECT_NE(result.err.find("is a module"), std::string::npos) << result.err;
  EXPECT_EQ(Bylaw({"fmt"}).exit_code, 2);
  const RunResult device = Bylaw({"fmt", "/dev/stdin"}, {.in = kLoose});
  EXPECT_EQ(device.exit_code, 2) << "not written into where it came from";
  ExpectOneSentence(device.err);
}

// Another layout of the same document: indented as a whole, in the line ends of Windows.
std::string Loosened(const std::string& text) {
  std::string loose;
  for (const std::string& line : SplitLines(text)) loose += "   " + line + "\r\n";
  return loose;
}

// The formatted examples decide every request as the written ones, for the same reasons.
TEST(FmtTest, FormattedExamplesDecideTheSame) {
  for (const std::string name : {"bank-back-office", "coding-agent", "customer-support",
                                 "database-agent", "insurance-claims", "legal-assistant"}) {
    const TemporaryDirectory directory;
    const std::string yaml = directory.Write("a.yaml", ReadAll(Example(name + ".yaml")));
    std::filesystem::copy(Example("lists"), std::filesystem::path(yaml).parent_path() / "lists",
                          std::filesystem::copy_options::recursive);
    const std::string requests = Example(name + ".requests.jsonl");
    const RunResult before = Bylaw({"test", yaml, requests});
    EXPECT_EQ(before.exit_code, 0) << name << before.err;
    directory.Write("a.yaml", Loosened(ReadAll(yaml)));
    ASSERT_EQ(Bylaw({"fmt", yaml}).exit_code, 0) << name;
    EXPECT_EQ(Bylaw({"fmt", yaml, "--check"}).exit_code, 0) << name << ", a second time";
    const RunResult after = Bylaw({"test", yaml, requests});
    EXPECT_EQ(after.out, before.out) << name;
    EXPECT_EQ(after.exit_code, before.exit_code) << name << after.err;
  }
}

TEST(FmtTest, ExamplesAreInCanonicalLayout) {
  const std::string_view article = "fintech-lending.yaml";  // As it came, to the letter.
  size_t checked = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(BYLAW_EXAMPLES_DIR)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".yaml") || name == article) continue;
    const RunResult result = Bylaw({"fmt", "--check", entry.path().string()});
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    ++checked;
  }
  EXPECT_GE(checked, 10U);
}

}  // namespace
}  // namespace bylaw::test
