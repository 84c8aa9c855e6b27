// What a line of assembly is, by its first word.

#ifndef BYLAW_ASSEMBLY_STATEMENTS_H_
#define BYLAW_ASSEMBLY_STATEMENTS_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "bylaw/vm/opcode.h"
#include "lexer.h"

namespace bylaw::assembly {

enum class Statement : uint8_t {
  kNothing,  // An empty line, or a label alone.
  kUnknown,
  // Tables.
  kString,
  kWide,
  kConstant,
  kConstantRow,
  kIndices,
  kImport,
  kCallSite,
  // Rows.
  kModule,
  kSection,
  kPolicy,
  kType,
  kField,
  kFact,
  kAction,
  kHash,
  kPattern,
  kRule,
  kBlock,
  kRun,
  kCondition,
  kReason,
  kPart,
  kOnError,
  kInstruction,  // By its mnemonic.
  kRawInstruction,
  // Texts.
  kAbout,
  kSource,
  kText,  // A line of one of them.
  // Bytes.
  kBytes,
};

// A line with its label taken off, and the cursor behind the word that says what it is.
struct Line {
  Cursor cursor;
  Cursor begin;              // At the label.
  std::string_view label{};  // Empty: none.
  Statement statement = Statement::kNothing;
  vm::Opcode opcode{};  // Of kInstruction.

  Line(std::string_view text, uint32_t number, AssemblyError& error);
};

// Lines that are tables: they are read before all others, which refer to them.
constexpr bool IsTable(Statement statement) {
  return statement >= Statement::kString && statement <= Statement::kCallSite;
}

// Calls `visit` with every line of `text` until an error was found.
template <typename Visit>
void ForEachLine(std::string_view text, AssemblyError& error, Visit visit) {
  uint32_t number = 0;
  while (!text.empty() && error.message.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    Line read(line, ++number, error);
    if (error.message.empty()) visit(read);
  }
}

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_STATEMENTS_H_
