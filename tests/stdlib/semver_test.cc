// Versions: the grammar and precedence of semver.org 2.0.0, with its own examples.
#include <gtest/gtest.h>

#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

using vm::Kind;
using vm::Value;

Value VersionOf(std::string_view text) {
  return Value::Text(Kind::kSemver, text);
}

TEST(Semver, IsWhatItsGrammarSays) {
  for (const std::string_view text :
       {"0.0.0", "1.2.3", "10.20.30", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-0.3.7",
        "1.0.0-x.7.z.92", "1.0.0-x-y-z.--", "1.0.0--", "1.0.0-0a", "1.0.0-alpha+001",
        "1.0.0+20130313144700", "1.0.0-beta+exp.sha.5114f85", "1.0.0+21AF26D3----117B344092BD",
        "1.0.0+0.build-1", "99999999999999999999999.999999999999999999.99999999999999999"}) {
    EXPECT_EQ(ResultOfText("isSemver(string) bool", {text}), "true") << text;
    EXPECT_EQ(ResultOfText("semver(string) semver", {text}),
              "semver(" + std::string(text.substr(0, text.find('+'))) + ")");
  }
}

TEST(Semver, IsNothingElse) {
  for (const std::string_view text :
       {"",           "1",        "1.2",       "1.2.3.4",  "v1.2.3",     "V1.2.3",   " 1.2.3",
        "1.2.3 ",     "1.2.3\n",  "1.2.3-",    "1.2.3+",   "1.2.3-+",    "1.2.3-+b", "1.2.3-01",
        "1.2.3-a.01", "01.2.3",   "1.02.3",    "1.2.03",   "1.2.3-a..b", "1.2.3-.a", "1.2.3-a.",
        "1.2.3+a..b", "1.2.3+a.", "1.2.3+a+b", "-1.2.3",   "1.-2.3",     "+1.2.3",   "1.2.+3",
        "1..3",       ".2.3",     "1.2.",      "1.2.3.",   "1.2.x",      "1.2.*",    "1.2.3-ä",
        "1.2.3-a_b",  "1.2.٣",    "1,2,3",     "1.2.3-a b"}) {
    EXPECT_EQ(ResultOfText("isSemver(string) bool", {text}), "false") << text;
    EXPECT_EQ(ResultOfText("semver(string) semver", {text}), "bad_argument") << text;
  }
  EXPECT_EQ(ResultOfText("isSemver(string) bool", {{"1.2.3\0", 6}}), "false");
}

TEST(Semver, HasItsNumbers) {
  const std::vector<Value> version = {VersionOf("1.20.300-rc.1")};
  EXPECT_EQ(Result("major(semver) int", version), "1");
  EXPECT_EQ(Result("minor(semver) int", version), "20");
  EXPECT_EQ(Result("patch(semver) int", version), "300");
  EXPECT_EQ(Result("major(semver) int", {VersionOf("9223372036854775807.0.0")}),
            "9223372036854775807");
  EXPECT_EQ(Result("major(semver) int", {VersionOf("9223372036854775808.0.0")}), "overflow");
}

TEST(Semver, HasAPrecedence) {
  // Ascending.
  const std::string_view versions[] = {
      "0.0.1-0",
      "0.0.1-1",
      "0.0.1-2",
      "0.0.1-10",
      "0.0.1--",
      "0.0.1-A",
      "0.0.1-a",
      "0.0.1",
      "0.9.0",
      "0.10.0",
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.1.0",
      "1.0.0-alpha.beta",
      "1.0.0-beta",
      "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0-rc.1",
      "1.0.0",
      "2.0.0",
      "2.1.0",
      "2.1.1",
      "18446744073709551615.0.0",
      "18446744073709551616.0.0-99999999999999999999",
      "18446744073709551616.0.0-100000000000000000000",
  };
  for (size_t i = 0; i < std::size(versions); ++i) {
    for (size_t j = 0; j < std::size(versions); ++j) {
      const std::vector<Value> both = {VersionOf(versions[i]), VersionOf(versions[j])};
      EXPECT_EQ(Result("compareTo(semver, semver) int", both), i < j   ? "-1"
                                                               : i > j ? "1"
                                                                       : "0")
          << versions[i] << ", " << versions[j];
      EXPECT_EQ(Result("isLessThan(semver, semver) bool", both), i < j ? "true" : "false");
      EXPECT_EQ(Result("isGreaterThan(semver, semver) bool", both), i > j ? "true" : "false");
    }
  }
}

}  // namespace
}  // namespace bylaw::stdlib
