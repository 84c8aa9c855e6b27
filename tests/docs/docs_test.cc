// The tables that documentation repeats are those of the code. BYLAW_REBASE=1 writes them.

#include <gtest/gtest.h>

#include <string>

#include "bylaw/assembly/reference.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/parts.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/limits.h"
#include "bylaw/vm/module.h"
#include "bylaw/vm/opcode.h"
#include "section.h"

namespace bylaw {
namespace {

std::string_view FlowText(vm::Flow flow) {
  switch (flow) {
    case vm::Flow::kNext:
      return "";
    case vm::Flow::kFallible:
      return "can fail";
    case vm::Flow::kBranch:
      return "branches";
    case vm::Flow::kTest:
      return "branches, can fail";
    case vm::Flow::kJump:
      return "jumps";
    case vm::Flow::kLoop:
      return "loops, can fail";
    case vm::Flow::kEmit:
    case vm::Flow::kEnd:
      return "ends";
  }
  return "";
}

std::string Opcodes() {
  std::string table = Row({"instruction", "does", "flow"}) + "|---|---|---|\n";
  for (uint32_t op = 0; op < vm::kOpcodeCount; ++op) {
    const auto& [mnemonic, meaning] = vm::kOpcodeTexts[op];
    table += Row({"`" + std::string(mnemonic) + "`", meaning, FlowText(vm::kOpcodes[op].flow)});
  }
  return table;
}

std::string VerifyErrors() {
  std::string table = Row({"code", "a module is refused because"}) + "|---|---|\n";
#define BYLAW_VERIFY_ERROR(name, code, message) \
  if (std::string_view(code) != "V000") table += Row({code, message});
#include "bylaw/vm/verify_error.def"
#undef BYLAW_VERIFY_ERROR
  return table;
}

std::string ValueErrors() {
  std::string table = Row({"error", "the value"}) + "|---|---|\n";
#define BYLAW_VALUE_ERROR(name, text, sentence) table += Row({"`" text "`", sentence});
#include "bylaw/vm/error.def"
#undef BYLAW_VALUE_ERROR
  return table;
}

std::string RequestErrors() {
  std::string table = Row({"error", "meaning"}) + "|---|---|\n";
#define BYLAW_REQUEST_ERROR(name, text, sentence) \
  if (std::string_view(text) != "valid") table += Row({"`" text "`", sentence});
#include "bylaw/vm/request_error.def"
#undef BYLAW_REQUEST_ERROR
  return table;
}

std::string Codes() {
  std::string table = Row({"code", "meaning"}) + "|---|---|\n";
#define BYLAW_CODE(name, text, sentence) table += Row({"`" text "`", sentence});
#include "bylaw/vm/code.def"
#undef BYLAW_CODE
  return table;
}

std::string Diagnostics() {
  std::string table = Row({"code", "about"}) + "|---|---|\n";
#define BYLAW_DIAGNOSTIC(name, code, summary) table += Row({code, summary});
#include "bylaw/compiler/diagnostic.def"
#undef BYLAW_DIAGNOSTIC
  return table;
}

std::string Formats() {
  std::string table = Row({"`format`", "the string is"}) + "|---|---|\n";
#define BYLAW_FORMAT(name, function, pattern, doc) table += Row({"`" name "`", doc});
#include "bylaw/compiler/string_format.def"
#undef BYLAW_FORMAT
  return table;
}

std::string Limits() {
  const auto row = [](std::string_view what, uint64_t number) {
    return Row({what, std::to_string(number)});
  };
  return Row({"limit", "default"}) + "|---|---|\n" + row("module, bytes", vm::kModuleBytesMax) +
         row("actions", vm::kActionsMax) +
         row("rules of an action or pattern", vm::kRulesPerBlockMax) +
         row("registers", vm::kRegisters) + row("steps of a decision, proved", vm::kStepsMax) +
         row("arena of a decision, bytes", vm::kArenaBytes) +
         row("steps of one comparison of lists or maps, or one `in`", vm::kStructuralSteps) +
         row("texts and expressions of a reason", vm::kReasonPartsMax) +
         row("what one value adds to a reason, bytes", vm::kReasonValueBytesMax) +
         row("request, bytes", vm::kRequestBytesMax) +
         row("request, levels of nesting", vm::kRequestDepthMax) +
         row("request, members and elements", vm::kRequestValuesMax) +
         row("action or agent name, bytes", vm::kNameBytesMax) + row("targets", vm::kTargetsMax) +
         row("string read by a rule, bytes (`string_bytes`)", vm::kStringBytesDefault) +
         row("list read by a rule, items (`list_items`)", vm::kListItemsDefault) +
         row("map read by a rule, members (`map_items`)", vm::kMapItemsDefault) +
         row("declared fields of a map", vm::kFieldsMax) + row("types in types", vm::kTypeDepthMax);
}

TEST(Docs, Opcodes) {
  ExpectSection("bytecode.md", "opcodes", Opcodes());
}
TEST(Docs, AssemblyRows) {
  ExpectSection("assembly.md", "rows", assembly::RowReference());
}
TEST(Docs, VerifyErrors) {
  ExpectSection("bytecode.md", "verify_errors", VerifyErrors());
}
TEST(Docs, Limits) {
  ExpectSection("bytecode.md", "limits", Limits());
}
TEST(Docs, RequestErrors) {
  ExpectSection("constitution.md", "request_errors", RequestErrors());
}
TEST(Docs, Formats) {
  ExpectSection("constitution.md", "formats", Formats());
}
TEST(Docs, Codes) {
  ExpectSection("constitution.md", "codes", Codes());
}
TEST(Docs, ValueErrors) {
  ExpectSection("conditions.md", "value_errors", ValueErrors());
}
TEST(Docs, Functions) {
  ExpectSection("library.md", "functions", stdlib::FunctionReference());
}
TEST(Docs, Parts) {
  ExpectSection("parts.md", "parts", compiler::PartReference());
}
TEST(Docs, Diagnostics) {
  ExpectSection("conditions.md", "diagnostics", Diagnostics());
}

}  // namespace
}  // namespace bylaw
