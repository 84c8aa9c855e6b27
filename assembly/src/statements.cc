#include "statements.h"

#include <string>
#include <unordered_map>

namespace bylaw::assembly {
namespace {

const std::unordered_map<std::string_view, Statement> kStatements = {
    {"string", Statement::kString},
    {"wide", Statement::kWide},
    {"constant", Statement::kConstant},
    {"constant_row", Statement::kConstantRow},
    {"indices", Statement::kIndices},
    {"import", Statement::kImport},
    {"call_site", Statement::kCallSite},
    {"module", Statement::kModule},
    {"section", Statement::kSection},
    {"policy", Statement::kPolicy},
    {"type", Statement::kType},
    {"field", Statement::kField},
    {"fact", Statement::kFact},
    {"action", Statement::kAction},
    {"hash", Statement::kHash},
    {"pattern", Statement::kPattern},
    {"rule", Statement::kRule},
    {"block", Statement::kBlock},
    {"run", Statement::kRun},
    {"condition", Statement::kCondition},
    {"reason", Statement::kReason},
    {"part", Statement::kPart},
    {"on_error", Statement::kOnError},
    {"instruction", Statement::kRawInstruction},
    {"about", Statement::kAbout},
    {"source", Statement::kSource},
};

const std::unordered_map<std::string_view, vm::Opcode>& Mnemonics() {
  static const auto* const kMnemonics = [] {
    auto* const map = new std::unordered_map<std::string_view, vm::Opcode>;
    for (uint32_t op = 0; op < vm::kOpcodeCount; ++op)
      map->emplace(vm::kOpcodeTexts[op].mnemonic, static_cast<vm::Opcode>(op));
    return map;
  }();
  return *kMnemonics;
}

}  // namespace

Line::Line(std::string_view text, uint32_t number, AssemblyError& error)
    : cursor(text, number, error), begin(cursor) {
  if (cursor.token() == Token::kWord) {
    Cursor behind = cursor;
    behind.Next();
    if (behind.IsSymbol(":")) {
      label = cursor.text();
      behind.Next();
      cursor = behind;
    }
  }
  if (cursor.token() == Token::kEnd) return;
  statement = Statement::kUnknown;
  if (cursor.token() == Token::kText) {
    statement = Statement::kText;
    return;
  }
  if (cursor.Take("!")) {
    statement = Statement::kBytes;
    return;
  }
  if (cursor.token() != Token::kWord) return;
  if (const auto known = kStatements.find(cursor.text()); known != kStatements.end()) {
    statement = known->second;
  } else if (const auto op = Mnemonics().find(cursor.text()); op != Mnemonics().end()) {
    statement = Statement::kInstruction;
    opcode = op->second;
  } else {
    return;
  }
  cursor.Next();
}

}  // namespace bylaw::assembly
