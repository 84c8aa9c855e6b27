// Files that a document names: found beside it, and nowhere else.

#include <sys/stat.h>

#include <filesystem>

#include "command.h"

namespace bylaw::test {
namespace {

namespace fs = std::filesystem;

std::string Document(const std::string& file, const std::string& more = "") {
  return "constitution:\n  id: bank\n"
         "  facts:\n    beneficiary: {type: string, from: params}\n"
         "  constants:\n    embargo: {file: \"" +
         file + "\"" + more +
         "}\n"
         "  permitted:\n    - {id: pay, action: pay}\n"
         "  prohibited:\n    - {id: embargoed, action: pay, conditions: [beneficiary in embargo]}\n"
         "  precedence: [prohibited, escalate, permitted]\n";
}

std::string Request(const std::string& beneficiary) {
  return R"({"agent_id":"a","action":"pay","params":{"beneficiary":")" + beneficiary + "\"}}";
}

class NamedFilesTest : public testing::Test {
 protected:
  NamedFilesTest() {
    fs::create_directories(folder_ / "policy/lists");
    folder_.Write("policy/lists/embargo.csv", "Smith\n\"Jones, Ltd.\"\n");
    folder_.Write("secret.txt", "Smith\n");
  }

  // What `check` says of a document of the policy folder.
  RunResult Check(const std::string& document) {
    return Bylaw({"check", folder_.Write("policy/bank.yaml", document)});
  }

  TemporaryDirectory folder_;
};

TEST_F(NamedFilesTest, AreBesideTheDocument) {
  const std::string document = folder_.Write("policy/bank.yaml", Document("lists/embargo.csv"));
  const std::string requests = folder_.Write(
      "cases.jsonl", R"({"expect":"DENY","request":)" + Request("Jones, Ltd.") + "}\n" +
                         R"({"expect":"PERMIT","request":)" + Request("Jones") + "}\n");
  EXPECT_EQ(Bylaw({"check", document}).exit_code, 0);
  EXPECT_EQ(Bylaw({"test", document, requests}).exit_code, 0);
  EXPECT_EQ(Bylaw({"eval", document}, {.in = Request("Smith")}).exit_code, 10);
  const RunResult compiled = Bylaw({"compile", document, "-o", folder_ / "bank.bylaw", "--json"});
  ASSERT_EQ(compiled.exit_code, 0) << compiled.err;
  // The module holds what it needs of the file.
  fs::remove_all(folder_ / "policy");
  EXPECT_EQ(Bylaw({"test", folder_ / "bank.bylaw", requests}).exit_code, 0);
}

// The document's name, not the working directory, says where its folder is.
TEST_F(NamedFilesTest, AreThereFromAnyDirectory) {
  const std::string document = folder_.Write("policy/bank.yaml", Document("lists/embargo.csv"));
  fs::create_directories(folder_ / "elsewhere/lists");
  folder_.Write("elsewhere/lists/embargo.csv", "Nobody\n");
  const fs::path before = fs::current_path();
  for (const auto& [directory, name] :
       {std::pair<std::string, std::string>{folder_ / "policy", "bank.yaml"},
        {folder_ / "elsewhere", "../policy/bank.yaml"}}) {
    fs::current_path(directory);
    const RunResult result = Bylaw({"eval", name}, {.in = Request("Smith")});
    fs::current_path(before);
    EXPECT_EQ(result.exit_code, 10) << result.err;
  }
}

TEST_F(NamedFilesTest, OutsideTheFolderAreNotRead) {
  fs::create_symlink(folder_ / "secret.txt", folder_ / "policy/lists/out.txt");
  fs::create_symlink("../../secret.txt", folder_ / "policy/lists/up.txt");
  fs::create_directory_symlink(folder_.path(), folder_ / "policy/above");
  fs::create_symlink("/proc/self/root/etc/passwd", folder_ / "policy/root.txt");
  for (const std::string path : {"lists/out.txt", "lists/up.txt", "above/secret.txt", "root.txt"}) {
    const RunResult result = Check(Document(path));
    EXPECT_EQ(result.exit_code, 1) << path;
    EXPECT_NE(result.err.find("E0230"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("leads out of the document's folder"), std::string::npos)
        << result.err;
  }
  for (const std::string& path : {folder_ / "secret.txt", std::string("../secret.txt"),
                                  std::string("lists/../../secret.txt")}) {
    const RunResult result = Check(Document(path));
    EXPECT_EQ(result.exit_code, 1) << path;
    EXPECT_NE(result.err.find("E0229"), std::string::npos) << result.err;
  }
}

// As a mounted volume has them.
TEST_F(NamedFilesTest, MayBeReachedByLinksInside) {
  fs::create_symlink("lists/embargo.csv", folder_ / "policy/current.csv");
  fs::create_directory_symlink("lists", folder_ / "policy/data");
  for (const std::string path : {"current.csv", "data/embargo.csv"}) {
    EXPECT_EQ(Check(Document(path)).exit_code, 0) << path;
  }
}

TEST_F(NamedFilesTest, AreFiles) {
  ASSERT_EQ(::mkfifo((folder_ / "policy/pipe.txt").c_str(), 0600), 0);
  fs::create_directory(folder_ / "policy/folder.txt");
  for (const std::string path : {"pipe.txt", "folder.txt", "absent.txt", "bank.yaml/x.txt"}) {
    const RunResult result = Check(Document(path));
    EXPECT_EQ(result.exit_code, 1) << path;
    EXPECT_NE(result.err.find("E0230"), std::string::npos) << result.err;
  }
}

TEST_F(NamedFilesTest, AreNotThereForStandardInput) {
  const RunResult result = Bylaw({"check", "-"}, {.in = Document("lists/embargo.csv")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("no folder"), std::string::npos) << result.err;
}

TEST_F(NamedFilesTest, ThatChangeUnderTheirDigestDoNotCompile) {
  const std::string other(64, '0');
  const RunResult wrong =
      Check(Document("lists/embargo.csv", ", digest: \"sha256:" + other + "\""));
  EXPECT_EQ(wrong.exit_code, 1);
  const size_t at = wrong.err.find("is sha256:");
  ASSERT_NE(at, std::string::npos) << wrong.err;
  const std::string digest = wrong.err.substr(at + 3, 71);
  const std::string pinned = Document("lists/embargo.csv", ", digest: \"" + digest + "\"");
  EXPECT_EQ(Check(pinned).exit_code, 0);
  folder_.Write("policy/lists/embargo.csv", "Smith\n");
  EXPECT_EQ(Check(pinned).exit_code, 1);
}

}  // namespace
}  // namespace bylaw::test
