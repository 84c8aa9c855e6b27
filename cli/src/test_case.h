// The cases of `bylaw test`: one JSON object a line.
//
//   {"request": {…}, "expect": "DENY", "code": "matched", "rules": ["no-credit"], "why": "…"}
//   {"raw": "text of a request", "expect": ["DENY", "ESCALATE"], "why": "…"}
//   {"hex": "7b22…", "expect": "DENY"}
//
// `expect` is one decision, or a list of which any will do. `code` and `rules` (the ids of the
// rules that apply, in any order) are checked where they are given. `raw` and `hex` are for
// requests that are not JSON.

#ifndef BYLAW_CLI_TEST_CASE_H_
#define BYLAW_CLI_TEST_CASE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/runtime/decision.h"
#include "files.h"

namespace bylaw::cli {

struct TestCase {
  std::string request;
  std::vector<std::string> expect;
  std::optional<std::string> code;
  std::optional<std::vector<std::string>> rules;  // In byte order.
  std::string why;
};

// Reads a line; the error says what is wrong with it.
Result<TestCase> ParseTestCase(std::string_view line);

// What differs from what was expected, in words; empty if nothing does.
std::string Difference(const TestCase& expected, const runtime::Decision& decision);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_TEST_CASE_H_
