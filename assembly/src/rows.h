// What a row of each section looks like in assembly: its fields in order. The listing is written
// from these tables and the assembler reads by them, so that neither knows what the other does not.

#ifndef BYLAW_ASSEMBLY_ROWS_H_
#define BYLAW_ASSEMBLY_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "bylaw/vm/format.h"
#include "words.h"

namespace bylaw::assembly {

// How a value is written. For each there is a number to be written instead: #7, and #7+2 of ranges.
enum class Form : uint8_t {
  kNumber,
  kSigned,
  kLimit,        // A number; or none.
  kWord,         // One of `words`.
  kFlags,        // Some of `words`, joined with +.
  kKindSet,      // Kinds that a loop carries, with their register: r3:int+error; or `nothing`.
  kRegister,     // r3
  kReturn,       // Where an error goes: a register, or `undecidable`.
  kMemo,         // m0
  kText,         // A string, in quotes; or none.
  kConstant,     // 7, 2.5d, "x", [1, 2] …; or none.
  kCall,         // "f(string, string) bool", with "prepared"; or none.
  kImport,       // "f(string, string) bool"
  kFact,         // By its name.
  kRule,         // By its id.
  kAction,       // By its name.
  kIndex,        // Of what has no name: #7; or none.
  kTexts,        // ["a", "b"]
  kPatterns,     // Of their texts.
  kRules,        // Of their ids.
  kRange,        // Rows: #7+2
  kSpan,         // Bytes of the source: 120..140
  kDay,          // "2026-03-01"; always, if open.
  kPlace,        // An instruction: a label, end, fails, next.
  kRuleOfBlock,  // this
};

struct Field {
  std::string_view name;
  uint16_t offset;  // In the row.
  uint8_t bytes;    // 1, 2, 4 or 8.
  Form form;
  const Words* words = nullptr;
  uint64_t otherwise = 0;   // The value where nothing is written.
  bool positional = false;  // Always written, in order, without its name.
  // What `otherwise` is, where it depends on what stands around the row.
  std::string_view derived{};
};

struct RowTable {
  std::string_view keyword;
  std::vector<Field> fields;  // The positional ones first.
};

// kHeaderTable: what the assembler writes over what vm::Encode made; kSectionTable likewise.
extern const RowTable kHeaderTable, kSectionTable, kPolicyTable, kTypeTable, kFieldTable,
    kFactTable, kActionTable, kPatternTable, kRuleTable, kBlockTable, kRunTable, kConditionTable,
    kPartTable, kEdgeTable, kInstructionTable, kConstantTable, kWideTable, kImportTable, kCallTable;

// All of them, in the order in which a listing has them.
const std::vector<const RowTable*>& AllTables();

// A field's bits, as a number.
template <typename Row>
uint64_t Get(const Row& row, const Field& field) {
  uint64_t value = 0;
  std::memcpy(&value, reinterpret_cast<const char*>(&row) + field.offset, field.bytes);
  return value;
}
template <typename Row>
void Set(Row& row, const Field& field, uint64_t value) {
  std::memcpy(reinterpret_cast<char*>(&row) + field.offset, &value, field.bytes);
}

// A row of which nothing is written.
template <typename Row>
Row Blank(const RowTable& table) {
  Row row{};
  for (const Field& field : table.fields) Set(row, field, field.otherwise);
  return row;
}

// The `length_max` of a type where none is written: the default of a constitution's limits.
uint32_t LengthMaxOf(vm::Kind kind);

// Where an edge ends that does not say it: at the next one or the end of the condition, which is at
// `next`, but not behind the place that it leads to.
constexpr uint32_t EdgeEnd(const vm::EdgeRow& edge, uint32_t next) {
  return edge.target > edge.begin && edge.target < next ? edge.target : next;
}

// Two words, as one value of a range or a span.
constexpr uint64_t Pair(uint32_t low, uint32_t high) {
  return uint64_t{high} << 32 | low;
}
constexpr uint64_t Pair(vm::Range range) {
  return Pair(range.begin, range.count);
}
constexpr uint32_t Low(uint64_t pair) {
  return static_cast<uint32_t>(pair);
}
constexpr uint32_t High(uint64_t pair) {
  return static_cast<uint32_t>(pair >> 32);
}

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_ROWS_H_
