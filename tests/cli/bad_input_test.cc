// Bad input: one clear sentence (or diagnostics with a place), the right exit code, nothing
// half-written.

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"

namespace bylaw::test {
namespace {

const std::string kLending = Example("fintech-lending.strict.yaml");

struct Input {
  std::string name;
  std::string bytes;
};

std::string Noise() {
  std::string bytes;
  uint64_t state = 42;
  for (int i = 0; i < 100'000; ++i) {
    state = state * 6364136223846793005 + 1442695040888963407;
    bytes.push_back(static_cast<char>(state >> 56));
  }
  return bytes;
}

std::string Bomb() {
  std::string yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    yaml += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) yaml += (j == 0 ? "" : ", ") + before;
    yaml += "]\n";
  }
  return yaml;
}

std::vector<Input> Documents() {
  const std::string head = "constitution:\n  id: a\n  permitted:\n    - action: b\n";
  return {
      {"empty", ""},
      {"blank", "\n\n  \n"},
      {"noise", Noise()},
      {"bomb", Bomb()},
      {"deep yaml", std::string(10'000, '[') + std::string(10'000, ']')},
      {"deep block",
       [] {
         std::string yaml;
         for (size_t i = 0; i < 3'000; ++i) yaml += std::string(i, ' ') + "a:\n";
         return yaml;
       }()},
      {"deep condition", head + "      conditions: ['" + std::string(10'000, '(') + "true" +
                             std::string(10'000, ')') + "']\n"},
      {"nul", std::string("constitution:\n  id: \0\n", 21)},
      {"not utf-8", "constitution:\n  id: \"\xff\"\n"},
      {"json list", "[1, 2, 3]"},
      {"emptied by a comment", head + "      conditions: # [amount < 10]\n"},
  };
}

TEST(BadDocumentTest, IsRefusedWithAPlaceAndNothingIsWritten) {
  for (const Input& input : Documents()) {
    const TemporaryDirectory directory;
    const std::string yaml = directory.Write("bad.yaml", input.bytes);
    const RunResult result = Bylaw({"compile", yaml});
    SCOPED_TRACE(input.name);
    EXPECT_EQ(result.exit_code, 1) << result.err.substr(0, 1000);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find("error["), std::string::npos) << result.err.substr(0, 1000);
    EXPECT_NE(result.err.find("bad.yaml:"), std::string::npos);
    EXPECT_LT(result.err.size(), 100'000U);
    EXPECT_EQ(directory.Names(), (std::vector<std::string>{"bad.yaml"}));
    EXPECT_EQ(Bylaw({"check", yaml}).exit_code, 1);
    EXPECT_EQ(Bylaw({"eval", yaml}, {.in = kPayment2500}).exit_code, 1);
  }
}

struct FileCase {
  std::vector<std::string> arguments;
  int exit_code;
};

// Each command on a path that is no file it can read.
void ExpectAllRefuse(const std::string& path, bool readable) {
  const TemporaryDirectory directory;
  const std::string key = MakeKey(directory);
  const FileCase cases[] = {
      {{"compile", path, "-o", directory / "out"}, 2},
      {{"check", path}, 2},
      {{"fmt", path}, 2},
      {{"fmt", path, "--check"}, 2},
      {{"verify", path}, readable ? 1 : 2},
      {{"disasm", path}, readable ? 1 : 2},
      {{"asm", path, "-o", directory / "out"}, readable ? 1 : 2},
      {{"eval", path}, 1},
      {{"eval", kLending, "--requests", path}, 1},
      {{"eval", kLending, "--request", path}, 1},
      {{"eval", kLending, "--ledger", directory / "audit", "--key", path}, 1},
      {{"test", path, Example("semantics/core.cases.jsonl")}, 2},
      {{"test", kLending, path}, 2},
      {{"key", "show", path}, 1},
      {{"ledger", "init", directory / "audit", "--key", path}, 1},
      {{"ledger", "verify", directory / "audit", "--pub", path}, 2},
  };
  for (const FileCase& c : cases) {
    const RunResult result = Bylaw(c.arguments, {.in = kPayment2500});
    SCOPED_TRACE(c.arguments[0] + " " + c.arguments[1] + " " + path);
    EXPECT_EQ(result.exit_code, c.exit_code) << result.err;
    EXPECT_EQ(result.out, "");
    ExpectOneSentence(result.err);
    EXPECT_NE(result.err.find(path), std::string::npos) << "names the file: " << result.err;
    EXPECT_EQ(directory.Names(), (std::vector<std::string>{"key", "key.pub"}));
  }
}

TEST(BadFileTest, ADirectory) {
  const TemporaryDirectory directory;
  ExpectAllRefuse(directory.path(), false);
}

TEST(BadFileTest, AFileThatIsNotThere) {
  const TemporaryDirectory directory;
  ExpectAllRefuse(directory / "missing", false);
}

TEST(BadFileTest, OneGibibyteIsNotRead) {
  const TemporaryDirectory directory;
  const std::string big = directory.Write("big", "");
  ASSERT_EQ(::truncate(big.c_str(), off_t{1} << 30), 0);
  const FileCase cases[] = {
      {{"compile", big, "-o", directory / "out"}, 2},
      {{"fmt", big}, 2},
      {{"verify", big}, 2},
      {{"disasm", big}, 2},
      {{"eval", big}, 1},
      {{"key", "show", big}, 1},
  };
  for (const FileCase& c : cases) {
    const RunResult result = Bylaw(c.arguments, {.in = kPayment2500});
    EXPECT_EQ(result.exit_code, c.exit_code) << c.arguments[0];
    ExpectOneSentence(result.err);
  }
  const RunResult request = Bylaw({"eval", kLending, "--request", big, "--json"});
  EXPECT_EQ(request.exit_code, 10);
  EXPECT_EQ(Json::parse(request.out)["code"], "invalid_request");
}

TEST(BadRequestTest, IsADenialWithAReason) {
  const Input requests[] = {
      {"empty", ""},
      {"noise", Noise()},
      {"deep", std::string(10'000, '[')},
      {"deep params", R"({"agent_id":"a","action":"b","params":)" + std::string(10'000, '[')},
      {"10 MB string", R"({"agent_id":"a","action":")" + std::string(10'000'000, 'x') + "\"}"},
      {"list", "[]"},
      {"nul", std::string(10, '\0')},
  };
  for (const Input& request : requests) {
    const RunResult result = Bylaw({"eval", kLending, "--json"}, {.in = request.bytes});
    SCOPED_TRACE(request.name);
    EXPECT_EQ(result.exit_code, 10) << result.err;
    EXPECT_EQ(Json::parse(result.out)["code"], "invalid_request");
    EXPECT_EQ(result.err, "");
  }
}

TEST(BadOutputTest, StandardOutputThatIsFull) {
  const std::vector<std::string> commands[] = {
      {"eval", kLending, "--json"}, {"compile", kLending, "-o", "-"}, {"--help"}};
  for (const auto& command : commands) {
    std::string line = BYLAW_COMMAND;
    for (const std::string& word : command) line += " " + word;
    const RunResult result =
        RunProgram({"/bin/sh", "-c", line + " > /dev/full"}, {.in = kPayment2500});
    EXPECT_TRUE(result.exit_code == 1 || result.exit_code == 2) << line << result.exit_code;
    EXPECT_NE(result.err.find("No space left on device"), std::string::npos) << result.err;
  }
}

void ExpectNothingHalfWritten(const TemporaryDirectory& directory, const RunResult& result) {
  EXPECT_EQ(result.exit_code, 2) << result.err;
  ExpectOneSentence(result.err);
  EXPECT_NE(result.err.find("cannot write"), std::string::npos) << result.err;
  EXPECT_EQ(directory.Names(), (std::vector<std::string>{"m.bylaw"}));
  EXPECT_EQ(ReadAll(directory / "m.bylaw"), "old");
}

TEST(BadOutputTest, AFileThatMayNotGrow) {
  const TemporaryDirectory directory;
  directory.Write("m.bylaw", "old");
  ExpectNothingHalfWritten(directory, Bylaw({"compile", kLending, "-o", directory / "m.bylaw"},
                                            {.file_bytes_max = 1'000}));
}

TEST(BadOutputTest, AReadOnlyDirectory) {
  const TemporaryDirectory directory;
  directory.Write("m.bylaw", "old");
  ASSERT_EQ(::chmod(directory.path().c_str(), 0555), 0);
  const TemporaryDirectory open;  // Where an unprivileged user finds the document.
  ASSERT_EQ(::chmod(open.path().c_str(), 0755), 0);
  const std::string yaml = open.Write("lending.yaml", ReadAll(kLending));
  const RunOptions unprivileged{.no_privileges = true};
  ExpectNothingHalfWritten(directory,
                           Bylaw({"compile", yaml, "-o", directory / "m.bylaw"}, unprivileged));
  const RunResult keygen =
      Bylaw({"keygen", "-o", directory / "key", "--no-passphrase"}, unprivileged);
  EXPECT_EQ(keygen.exit_code, 1);
  ExpectOneSentence(keygen.err);
  ASSERT_EQ(::chmod(directory.path().c_str(), 0755), 0);
}

TEST(BadOutputTest, ADirectoryOrAPlaceThatIsNotThere) {
  const TemporaryDirectory directory;
  for (const std::string& out : {directory.path(), directory / "none/m.bylaw"}) {
    const RunResult result = Bylaw({"compile", kLending, "-o", out});
    EXPECT_EQ(result.exit_code, 2);
    ExpectOneSentence(result.err);
    EXPECT_NE(result.err.find(out), std::string::npos);
  }
  EXPECT_TRUE(directory.Names().empty());
}

TEST(BadOutputTest, ADiskThatIsFull) {
  const TemporaryDirectory directory;
  const std::string disk = directory / "disk";
  ASSERT_EQ(::mkdir(disk.c_str(), 0755), 0);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=16k") != 0) {
    GTEST_SKIP() << "no tmpfs can be mounted here; AFileThatMayNotGrow and "
                    "AFullDiskDeniesFromThereOn stand in";
  }
  WriteAll(disk + "/filler", std::string(16'000, 'x'));
  const std::string key = MakeKey(directory);
  const RunResult compile = Bylaw({"compile", kLending, "-o", disk + "/m.bylaw"});
  const RunResult init =
      Bylaw({"eval", kLending, "--ledger", disk + "/audit", "--key", key}, {.in = kPayment2500});
  struct stat status{};
  const bool left = ::stat((disk + "/m.bylaw").c_str(), &status) == 0;
  ::umount(disk.c_str());
  EXPECT_EQ(compile.exit_code, 2);
  EXPECT_NE(compile.err.find("No space left on device"), std::string::npos) << compile.err;
  EXPECT_FALSE(left);
  EXPECT_EQ(init.exit_code, 1) << init.out;
}

}  // namespace
}  // namespace bylaw::test
