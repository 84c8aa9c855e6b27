// What docs/conditions.md says of CEL's conformance cases is what the vectors and the list of known
// failures hold. That nothing but the listed ones fails is for `bylaw-conformance` to see.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "section.h"

namespace bylaw {
namespace {

constexpr char kVectors[] = "tests/vectors/cel";

struct KnownFailure {
  std::string name;  // "file/section/name"
  std::string reason;
};

std::vector<KnownFailure> KnownFailures() {
  std::istringstream lines(ReadProjectFile("tests/conformance/known_failures.txt"));
  std::vector<KnownFailure> failures;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t gap = line.find("  ");
    EXPECT_NE(gap, std::string::npos) << line << ": no reason is given";
    if (gap != std::string::npos) failures.push_back({line.substr(0, gap), line.substr(gap + 2)});
  }
  return failures;
}

// The expressions of all cases by their names; a name may stand for several.
std::multimap<std::string, std::string> Cases() {
  std::multimap<std::string, std::string> cases;
  const std::string folder = std::string(BYLAW_SOURCE_DIR) + "/" + kVectors;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto file = nlohmann::json::parse(
        ReadProjectFile(std::string(kVectors) + "/" + entry.path().filename().string()));
    for (const auto& test : file["tests"]) {
      cases.emplace(
          file.value("file", "") + "/" + test.value("section", "") + "/" + test.value("name", ""),
          test.value("expr", ""));
    }
  }
  return cases;
}

std::string Grouped(size_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

TEST(Docs, ConformanceCasesThatFail) {
  const std::multimap<std::string, std::string> cases = Cases();
  const std::vector<KnownFailure> failures = KnownFailures();
  std::string section = "Of the " + Grouped(cases.size()) +
                        " public conformance cases of CEL that need no protobuf messages, " +
                        Grouped(cases.size() - failures.size()) + " pass. " +
                        Grouped(failures.size()) + " fail:\n\n" +
                        Row({"case", "expression", "why it fails"}) + "|---|---|---|\n";
  for (const KnownFailure& failure : failures) {
    const auto [first, last] = cases.equal_range(failure.name);
    ASSERT_NE(first, last) << failure.name << " is no case";
    section += Row({failure.name, "`" + first->second + "`", failure.reason});
  }
  ExpectSection("conditions.md", "conformance", section);
}

}  // namespace
}  // namespace bylaw
