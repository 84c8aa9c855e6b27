// Reading the files that a document names: paths that stay below its folder, each file once, and
// what is kept about them.

#include "source/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "bylaw/compiler/source.h"

namespace bylaw::compiler {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A folder in memory that counts how often it was asked.
class Folder {
 public:
  explicit Folder(std::map<std::string, std::string> files) : files_(std::move(files)) {
    read = [this](const std::string& path) -> FileText {
      asked.push_back(path);
      const auto file = files_.find(path);
      if (file == files_.end()) return {{}, "No such file or directory"};
      return {file->second, {}};
    };
  }

  ReadFile read;
  std::vector<std::string> asked;

 private:
  std::map<std::string, std::string> files_;
};

TEST(Files, PathsStayBelowTheFolder) {
  const struct {
    std::string path;
    std::string why;
  } kRefused[] = {
      {"", "has an empty part"},
      {"/etc/passwd", "is an absolute path"},
      {"..", "leads out of a folder"},
      {"../secret.txt", "leads out of a folder"},
      {"lists/../../secret.txt", "leads out of a folder"},
      {"lists/..", "leads out of a folder"},
      {".", "has the part `.`"},
      {"./list.txt", "has the part `.`"},
      {"lists/./list.txt", "has the part `.`"},
      {"lists//list.txt", "has an empty part"},
      {"lists/", "has an empty part"},
      {"lists\\list.txt", "has a backslash"},
      {"..\\list.txt", "has a backslash"},
      {std::string("list.txt\0.csv", 13), "has a character"},
      {"list\n.txt", "has a character"},
      {"list\t.txt", "has a character"},
      {"list\x7f.txt", "has a character"},
      {"list\xe2\x80\xae.txt", "has a character"},  // U+202E turns the order around.
      {"list\xff.txt", "has a character"},
      {std::string(kFilePathBytesMax + 1, 'a'), "is too long"},
  };
  for (const auto& [path, why] : kRefused) {
    Folder folder({{path, "secret"}});
    Files files(folder.read);
    const Files::File& file = files.Read(path);
    EXPECT_FALSE(file.ok) << path;
    EXPECT_EQ(file.code, DiagnosticCode::kBadPath) << path;
    EXPECT_THAT(file.message, HasSubstr(why));
    EXPECT_TRUE(file.bytes.empty()) << path;
    EXPECT_TRUE(folder.asked.empty()) << "the host was asked for " << path;
    EXPECT_TRUE(files.Digests().empty());
  }
}

TEST(Files, OtherPathsReachTheHostAsTheyAre) {
  for (const std::string path :
       {"a", "lists/embargo.csv", "...", "..a/b..", ".hidden", "with space", "L\xc3\xa4nder.csv",
        "C:/list.txt", "-", "~/list.txt"}) {
    Folder folder({{path, "text"}});
    Files files(folder.read);
    EXPECT_EQ(files.Read(path).bytes, "text") << path;
    EXPECT_THAT(folder.asked, ElementsAre(path));
  }
}

TEST(Files, EachIsReadOnce) {
  Folder folder({{"b", "abc"}, {"a", ""}});
  Files files(folder.read);
  const Files::File* const first = &files.Read("b");
  EXPECT_FALSE(files.Read("absent").ok);
  EXPECT_TRUE(files.Read("a").ok);
  EXPECT_EQ(&files.Read("b"), first);
  EXPECT_FALSE(files.Read("absent").ok);
  EXPECT_THAT(folder.asked, ElementsAre("b", "absent", "a"));

  const std::vector<FileDigest> digests = files.Digests();
  ASSERT_EQ(digests.size(), 2U);
  EXPECT_EQ(digests[0].path, "a");
  EXPECT_EQ(digests[0].sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digests[1].path, "b");
  EXPECT_EQ(digests[1].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Files, WhatTheHostSaysIsPassedOn) {
  Folder folder({});
  Files files(folder.read);
  const Files::File& file = files.Read("lists/embargo.csv");
  EXPECT_EQ(file.code, DiagnosticCode::kUnreadableFile);
  EXPECT_EQ(file.message, "`lists/embargo.csv` cannot be read: No such file or directory");
}

TEST(Files, WithoutAHostNothingIsRead) {
  const ReadFile none;
  Files files(none);
  EXPECT_EQ(files.Read("a").code, DiagnosticCode::kUnreadableFile);
  EXPECT_THAT(files.Read("a").message, HasSubstr("without access to files"));
}

TEST(Files, TogetherTheyAreBounded) {
  const ReadFile many = [](const std::string&) -> FileText { return {std::string(), {}}; };
  Files files(many);
  for (size_t i = 0; i < kFilesMax; ++i) EXPECT_TRUE(files.Read(std::to_string(i)).ok);
  EXPECT_THAT(files.Read("one more").message, HasSubstr("more than 1000 files"));

  const ReadFile large = [](const std::string&) -> FileText {
    return {std::string(kSourceBytesMax / 2 + 1, 'x'), {}};
  };
  Files large_files(large);
  EXPECT_TRUE(large_files.Read("a").ok);
  EXPECT_THAT(large_files.Read("b").message, HasSubstr("together"));
}

}  // namespace
}  // namespace bylaw::compiler
