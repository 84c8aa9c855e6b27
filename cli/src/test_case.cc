#include "test_case.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "raw_member.h"

namespace bylaw::cli {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 3> kDecisions{"PERMIT", "DENY", "ESCALATE"};
constexpr std::array<std::string_view, 7> kMembers{"request", "raw",   "hex", "expect",
                                                   "code",    "rules", "why"};

tl::unexpected<std::string> Wrong(std::string message) {
  return tl::unexpected<std::string>(std::move(message));
}

template <typename List>
bool Holds(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// A string, or a list of strings.
Result<std::vector<std::string>> Strings(const Json& value, std::string_view name) {
  std::vector<std::string> strings;
  const Json list = value.is_array() ? value : Json::array({value});
  for (const Json& item : list) {
    if (!item.is_string()) return Wrong(std::string(name) + " must be a string or a list of them");
    strings.push_back(item.get<std::string>());
  }
  return strings;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> FromHex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = HexDigit(hex[i]);
    const int low = HexDigit(hex[i + 1]);
    if (high < 0 || low < 0) return Wrong("hex holds something other than hexadecimal digits");
    bytes.push_back(static_cast<char>(high << 4 | low));
  }
  if (hex.size() % 2 != 0) return Wrong("hex has an odd number of digits");
  return bytes;
}

Result<std::string> RequestOf(const Json& line, std::string_view text) {
  if (line.contains("request") + line.contains("raw") + line.contains("hex") != 1) {
    return Wrong("a case has one of request, raw and hex");
  }
  if (line.contains("request")) {
    const auto request = RawMember(text, "request");
    if (!request) return Wrong("the name `request` must be written without escapes");
    return std::string(*request);
  }
  const Json& value = line.contains("raw") ? line["raw"] : line["hex"];
  if (!value.is_string()) return Wrong("raw and hex are strings");
  return line.contains("raw") ? Result<std::string>(value.get<std::string>())
                              : FromHex(value.get<std::string>());
}

Result<Json> ParseObject(std::string_view text) {
  Json line = Json::parse(text, nullptr, false);
  if (line.is_discarded()) return Wrong("this is not JSON");
  if (!line.is_object()) return Wrong("a case is a JSON object");
  for (const auto& [name, value] : line.items()) {
    if (!Holds(kMembers, name)) return Wrong("a case has no member `" + name + "`");
  }
  if (!line.contains("expect")) return Wrong("a case says what to `expect`");
  return line;
}

std::string Joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text.append(separator);
    text.append(word);
  }
  return text.empty() ? "none" : text;
}

}  // namespace

Result<TestCase> ParseTestCase(std::string_view text) {
  const auto line = ParseObject(text);
  if (!line) return Wrong(line.error());
  TestCase test;
  auto request = RequestOf(*line, text);
  if (!request) return Wrong(std::move(request.error()));
  test.request = std::move(*request);
  auto expect = Strings((*line)["expect"], "expect");
  if (!expect) return Wrong(std::move(expect.error()));
  test.expect = std::move(*expect);
  for (const std::string& decision : test.expect) {
    if (!Holds(kDecisions, decision)) return Wrong("expect is PERMIT, DENY or ESCALATE");
  }
  if (test.expect.empty()) return Wrong("expect names no decision");
  if (line->contains("code")) {
    if (!(*line)["code"].is_string()) return Wrong("code is a string");
    test.code = (*line)["code"].get<std::string>();
  }
  if (line->contains("rules")) {
    auto rules = Strings((*line)["rules"], "rules");
    if (!rules) return Wrong(std::move(rules.error()));
    std::sort(rules->begin(), rules->end());
    test.rules = std::move(*rules);
  }
  if (line->contains("why") && (*line)["why"].is_string()) {
    test.why = (*line)["why"].get<std::string>();
  }
  return test;
}

std::string Difference(const TestCase& expected, const runtime::Decision& decision) {
  const std::string_view decided = vm::DecisionText(decision.decision);
  if (!Holds(expected.expect, decided)) {
    return "expected " + Joined(expected.expect, " or ") + ", got " + std::string(decided);
  }
  const std::string_view code = vm::CodeText(decision.code);
  if (expected.code && *expected.code != code) {
    return "expected code " + *expected.code + ", got " + std::string(code);
  }
  if (!expected.rules) return {};
  std::vector<std::string> applied;
  for (const runtime::RuleOutcome& rule : decision.rules) {
    if (rule.outcome == vm::Outcome::kApplies) applied.emplace_back(rule.id);
  }
  if (applied == *expected.rules) return {};
  return "expected the rules " + Joined(*expected.rules, ", ") + " to apply, got " +
         Joined(applied, ", ");
}

}  // namespace bylaw::cli
