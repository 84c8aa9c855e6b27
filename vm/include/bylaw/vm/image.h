// A module in the making: the rows of every section, and how they become bytes. The compiler, the
// assembler and tests fill one.
//
// Thread-safety: none; a plain value. The same image gives the same bytes on every machine.

#ifndef BYLAW_VM_IMAGE_H_
#define BYLAW_VM_IMAGE_H_

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "bylaw/vm/format.h"
#include "bylaw/vm/function.h"

namespace bylaw::vm {

// Rows are public data. The builder functions intern: equal strings, constants and index lists get
// one place.
class ModuleImage {
 public:
  PolicyRow policy{};
  std::vector<std::string> strings;
  std::vector<ConstantRow> constants;
  std::vector<WideRow> wide;
  std::vector<uint32_t> indices;
  std::vector<TypeRow> types;
  std::vector<FieldRow> fields;
  std::vector<FactRow> facts;
  std::vector<ActionRow> actions;  // Names ascending.
  std::vector<uint32_t> hash;      // Words of kHash; empty: Encode makes the perfect hash.
  std::vector<PatternRow> patterns;
  std::vector<RuleRow> rules;  // Ids ascending.
  std::vector<BlockRow> blocks;
  std::vector<BlockRuleRow> block_rules;
  std::vector<ConditionRow> conditions;
  std::vector<ReasonPartRow> reason_parts;
  std::vector<Instruction> code;
  std::vector<EdgeRow> edges;
  std::vector<ImportRow> imports;
  std::vector<CallRow> calls;
  std::string about;
  std::string source;

  uint32_t Intern(std::string_view text);
  // Any value but an error; items of a list, and keys and values of a map, are constants too. A map
  // is one of Value::kSorted.
  uint32_t AddConstant(const Value& value);
  // A type for items, fields or parameters.
  uint32_t AddType(const TypeRow& type);
  // Rows of kFields, sorted by their names.
  Range AddFields(std::vector<FieldRow> rows);
  // A list of constants, all scalars. `sorted`: strings, each more than the one before.
  uint32_t AddConstantList(std::span<const Value> items, bool sorted = false);
  // A map of scalars; its keys are strings, each more than the one before.
  uint32_t AddConstantMap(std::span<const Member> members);
  Range AddIndices(std::span<const uint32_t> values);
  // The import with this signature.
  uint32_t Import(std::string_view signature);
  uint32_t AddCall(uint32_t import, uint32_t prepared_constant);

 private:
  using ConstantKey = std::tuple<Kind, uint8_t, int16_t, uint32_t, uint64_t>;

  static ConstantKey KeyOf(const ConstantRow& row);
  ConstantRow RowOf(const Value& value);
  uint32_t AddContainer(ConstantRow container, const std::vector<ConstantRow>& parts);

  std::unordered_map<std::string, uint32_t> string_ids_;
  std::map<std::pair<uint64_t, uint64_t>, uint32_t> wide_ids_;
  std::map<ConstantKey, uint32_t> constant_ids_;
  std::map<std::vector<uint32_t>, Range> index_ranges_;
  std::map<std::string, uint32_t> type_ids_;  // By the bytes of the row.
  std::map<std::string, Range> field_ranges_;
  // By the container's row and those of its parts.
  std::map<std::pair<ConstantKey, std::vector<ConstantKey>>, uint32_t> container_ids_;
  std::map<uint32_t, uint32_t> import_ids_;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> call_ids_;
};

// The bytes of the module: header, perfect hash, checksum, and the proved `steps_max` and
// `arena_max` of the image's code, for which the functions' costs are needed. An image that no
// verifier accepts gives bytes that claim nothing: Module::Load says why.

std::string Encode(const ModuleImage& image, FunctionTable functions);

// Recomputes the checksum of a changed module in place: for tests and tools.
void Reseal(std::string& module_bytes);

}  // namespace bylaw::vm

#endif  // BYLAW_VM_IMAGE_H_
