#include "dictionaries.h"

#include <string_view>

#include "bylaw/compiler/constitution.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/value.h"

namespace bylaw::fuzz {
namespace {

using Words = std::vector<std::string>;

Words Join(const Words& a, const Words& b) {
  Words all = a;
  all.insert(all.end(), b.begin(), b.end());
  return all;
}

Words Signatures() {
  Words words;
  for (const vm::Function& function : stdlib::Functions()) words.emplace_back(function.signature);
  return words;
}

Words Conditions() {
  Words words = {
#define BYLAW_OPERATOR(name, text, precedence) text,
#include "bylaw/compiler/operator.def"
#undef BYLAW_OPERATOR
      "true",
      "false",
      "null",
      "has(",
      ".all(",
      ".exists(",
      ".exists_one(",
      ".filter(",
      ".map(",
      ".transformList(",
      ".transformMap(",
      ".transformMapEntry(",
      "cel.bind(",
      ".?",
      "[?",
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      "?",
      ":",
      ",",
      "\"",
      "'",
      "\"\"\"",
      "b\"",
      "r'",
      "0x",
      "u",
      "1e3",
      "//",
      "\\u00e9",
      "\\U0001f600",
      "\\x41",
      "`",
      "9223372036854775807",
      "18446744073709551615u"};
  for (const vm::Function& function : stdlib::Functions()) {
    const std::string name(function.name);
    words.push_back(function.receiver ? "." + name + "(" : name + "(");
  }
  for (uint32_t kind = 1; kind < vm::kKindCount; ++kind)
    words.emplace_back(vm::KindText(static_cast<vm::Kind>(kind)));
  for (const std::string_view name : compiler::kBuiltInNames) words.emplace_back(name);
  return words;
}

Words Constitutions() {
  Words words = {
#define BYLAW_KEY(owner, name, shape, need, doc) name ": ",
#include "bylaw/compiler/document.def"
#undef BYLAW_KEY
      "\n  ",   "\n    ", "\n    - ",   "|-", ">",          "&a ",  "*a",
      "!!str ", "{",      "}",          "[",  "]",          "\"",   "'",
      "# ",     "---\n",  "std/time@1", "4h", "2026-03-01", "3.0.0"};
  const auto add = [&](const auto& names) {
    for (const std::string_view name : names) words.emplace_back(name);
  };
  add(compiler::kSectionNames);
  add(compiler::kOnErrorNames);
  add(compiler::kDiscloseNames);
  add(compiler::kWhenOverdueNames);
  add(compiler::kFactKindNames);
  add(compiler::kEncodingNames);
  return words;
}

Words Json() {
  return {"{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "true",
          "false",
          "null",
          "\\u0000",
          "\\ud83d\\ude00",
          "\\ud800",
          "1e21",
          "-0.0",
          "5e-324",
          "1.7976931348623157e308",
          "123456789012345680000"};
}

Words Requests() {
  return {"\"agent_id\":",
          "\"action\":",
          "\"request_id\":",
          "\"session_id\":",
          "\"params\":",
          "\"context\":",
          "\"target\":",
          "\"targets\":",
          "\"time\":",
          "\"do\"",
          "\"2026-04-14T11:42:09.123456Z\""};
}

Words LedgerLines() {
  return {
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) "\"" #name "\":",
#include "bylaw/ledger/record_fields.def"
      "sha256:", "ed25519:", "evt_", "evaluation", "genesis",
      "opened",  "PERMIT",   "DENY", "ESCALATE"};
}

}  // namespace

std::map<std::string, Words> Dictionaries() {
  return {{"module", Signatures()},
          {"condition", Conditions()},
          {"constitution", Join(Constitutions(), Conditions())},
          {"request", Join(Json(), Requests())},
          {"ledger_line", Join(Json(), LedgerLines())}};
}

std::string DictionaryFile(const Words& words) {
  std::string file;
  for (const std::string& word : words) {
    file += '"';
    for (const char c : word) {
      if (c == '\n') {
        file += "\\x0a";
        continue;
      }
      if (c == '"' || c == '\\') file += '\\';
      file += c;
    }
    file += "\"\n";
  }
  return file;
}

}  // namespace bylaw::fuzz
