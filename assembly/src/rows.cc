#include "rows.h"

#include "bylaw/vm/limits.h"

namespace bylaw::assembly {
namespace {

using enum Form;

constexpr uint64_t kNoRow = vm::kNone;
constexpr bool kPositional = true;
constexpr std::string_view kOfTheBytes = "that of the bytes";
constexpr std::string_view kBelow = "what stands below it";

// The place and the size of a member.
#define BYLAW_AT(Row, member) offsetof(Row, member), static_cast<uint8_t>(sizeof(Row::member))

// Bits of a number that is negative.
constexpr uint64_t Bits(int32_t number) {
  return static_cast<uint32_t>(number);
}

// A type: its own row, and the last part of a fact's.
std::vector<Field> TypeFields(uint16_t offset) {
  std::vector<Field> fields = {
      {"kind", BYLAW_AT(vm::TypeRow, kind), kWord, &kKindWords, 0, kPositional},
      {"encoding", BYLAW_AT(vm::TypeRow, encoding), kWord, &kEncodingWords},
      {"flags", BYLAW_AT(vm::TypeRow, flags), kFlags, &kTypeFlagWords},
      {"reserved", BYLAW_AT(vm::TypeRow, reserved), kNumber},
      {"minimum", BYLAW_AT(vm::TypeRow, minimum), kConstant, nullptr, kNoRow},
      {"maximum", BYLAW_AT(vm::TypeRow, maximum), kConstant, nullptr, kNoRow},
      {"length_min", BYLAW_AT(vm::TypeRow, length_min), kNumber},
      {"length_max", BYLAW_AT(vm::TypeRow, length_max), kLimit, nullptr, kNoRow, false,
       "the limit of its kind"},
      {"values", BYLAW_AT(vm::TypeRow, values), kConstant, nullptr, kNoRow},
      {"pattern", BYLAW_AT(vm::TypeRow, pattern), kCall, nullptr, kNoRow},
      {"format", BYLAW_AT(vm::TypeRow, format), kCall, nullptr, kNoRow},
      {"items", BYLAW_AT(vm::TypeRow, items), kIndex, nullptr, kNoRow},
      {"fields", BYLAW_AT(vm::TypeRow, fields), kRange},
  };
  for (Field& field : fields) field.offset = static_cast<uint16_t>(field.offset + offset);
  return fields;
}

std::vector<Field> FactFields() {
  std::vector<Field> type = TypeFields(offsetof(vm::FactRow, type));
  std::vector<Field> fields = {
      {"name", BYLAW_AT(vm::FactRow, name), kText, nullptr, kNoRow, kPositional},
      type.front(),
      {"source", BYLAW_AT(vm::FactRow, source), kWord, &kSourceWords},
      {"fact_flags", BYLAW_AT(vm::FactRow, flags), kFlags, &kFactFlagWords, vm::kFactDeclared},
      {"fact_reserved", BYLAW_AT(vm::FactRow, reserved), kNumber},
      {"path", BYLAW_AT(vm::FactRow, path), kTexts},
      {"default", BYLAW_AT(vm::FactRow, fallback), kConstant, nullptr, kNoRow},
  };
  fields.insert(fields.end(), type.begin() + 1, type.end());
  return fields;
}

}  // namespace

const RowTable kHeaderTable = {
    "module",
    {{"steps_max", BYLAW_AT(vm::Header, steps_max), kNumber, nullptr, 0, false, "what is proved"},
     {"arena_max", BYLAW_AT(vm::Header, arena_max), kNumber, nullptr, 0, false, "what is proved"},
     {"optional_features", BYLAW_AT(vm::Header, optional_features), kNumber},
     {"required_features", BYLAW_AT(vm::Header, required_features), kNumber},
     {"format_version", BYLAW_AT(vm::Header, format_version), kNumber, nullptr, vm::kFormatVersion},
     {"header_bytes", BYLAW_AT(vm::Header, header_bytes), kNumber, nullptr, sizeof(vm::Header)},
     {"file_bytes", BYLAW_AT(vm::Header, file_bytes), kNumber, nullptr, 0, false, kOfTheBytes},
     {"checksum_low", BYLAW_AT(vm::Header, checksum_low), kNumber, nullptr, 0, false, kOfTheBytes},
     {"checksum_high", BYLAW_AT(vm::Header, checksum_high), kNumber, nullptr, 0, false,
      kOfTheBytes}}};

const RowTable kSectionTable = {
    "section",
    {{"offset", BYLAW_AT(vm::SectionRow, offset), kNumber, nullptr, 0, false, kOfTheBytes},
     {"bytes", BYLAW_AT(vm::SectionRow, bytes), kNumber, nullptr, 0, false, kOfTheBytes}}};

const RowTable kPolicyTable = {
    "policy",
    {{"id", BYLAW_AT(vm::PolicyRow, id), kText, nullptr, kNoRow, kPositional},
     {"version", BYLAW_AT(vm::PolicyRow, version), kText, nullptr, kNoRow},
     {"flags", BYLAW_AT(vm::PolicyRow, flags), kFlags, &kPolicyFlagWords},
     {"first", BYLAW_AT(vm::PolicyRow, precedence[0]), kWord, &kSectionWords,
      static_cast<uint64_t>(vm::Section::kProhibited)},
     {"second", BYLAW_AT(vm::PolicyRow, precedence[1]), kWord, &kSectionWords,
      static_cast<uint64_t>(vm::Section::kEscalate)},
     {"third", BYLAW_AT(vm::PolicyRow, precedence[2]), kWord, &kSectionWords,
      static_cast<uint64_t>(vm::Section::kPermitted)},
     {"when_overdue", BYLAW_AT(vm::PolicyRow, when_overdue), kWord, &kOverdueWords},
     {"review", BYLAW_AT(vm::PolicyRow, review_day), kDay, nullptr, Bits(vm::kDayMin)},
     {"review_every_days", BYLAW_AT(vm::PolicyRow, review_every_days), kNumber},
     {"agents", BYLAW_AT(vm::PolicyRow, agents), kTexts},
     {"default_route", BYLAW_AT(vm::PolicyRow, default_route), kText, nullptr, kNoRow},
     {"steps", BYLAW_AT(vm::PolicyRow, steps_limit), kNumber, nullptr, vm::kStepsMax},
     {"request_bytes", BYLAW_AT(vm::PolicyRow, request_bytes), kNumber, nullptr,
      vm::kRequestBytesMax},
     {"string_bytes", BYLAW_AT(vm::PolicyRow, string_bytes), kNumber, nullptr,
      vm::kStringBytesDefault},
     {"list_items", BYLAW_AT(vm::PolicyRow, list_items), kNumber, nullptr, vm::kListItemsDefault},
     {"map_items", BYLAW_AT(vm::PolicyRow, map_items), kNumber, nullptr, vm::kMapItemsDefault},
     {"disclose", BYLAW_AT(vm::PolicyRow, disclose), kWord, &kDiscloseWords},
     {"reserved0", BYLAW_AT(vm::PolicyRow, reserved[0]), kNumber},
     {"reserved1", BYLAW_AT(vm::PolicyRow, reserved[1]), kNumber},
     {"reserved2", BYLAW_AT(vm::PolicyRow, reserved[2]), kNumber}}};

const RowTable kTypeTable = {"type", TypeFields(0)};

const RowTable kFieldTable = {
    "field",
    {{"name", BYLAW_AT(vm::FieldRow, name), kText, nullptr, kNoRow, kPositional},
     {"type", BYLAW_AT(vm::FieldRow, type), kIndex, nullptr, 0, kPositional},
     {"flags", BYLAW_AT(vm::FieldRow, flags), kFlags, &kFieldFlagWords}}};

const RowTable kFactTable = {"fact", FactFields()};

const RowTable kActionTable = {
    "action",
    {{"name", BYLAW_AT(vm::ActionRow, name), kText, nullptr, kNoRow, kPositional},
     {"alias_of", BYLAW_AT(vm::ActionRow, canonical), kAction, nullptr, 0, false, "itself"},
     {"block", BYLAW_AT(vm::ActionRow, block), kIndex, nullptr, kNoRow},
     {"patterns", BYLAW_AT(vm::ActionRow, patterns), kPatterns},
     {"parameters", BYLAW_AT(vm::ActionRow, parameters), kRange},
     {"flags", BYLAW_AT(vm::ActionRow, flags), kFlags, &kActionFlagWords}}};

const RowTable kPatternTable = {
    "pattern",
    {{"pattern", BYLAW_AT(vm::PatternRow, pattern), kText, nullptr, kNoRow, kPositional},
     {"block", BYLAW_AT(vm::PatternRow, block), kIndex, nullptr, kNoRow}}};

const RowTable kRuleTable = {
    "rule",
    {{"id", BYLAW_AT(vm::RuleRow, id), kText, nullptr, kNoRow, kPositional},
     {"section", BYLAW_AT(vm::RuleRow, section), kWord, &kSectionWords, 0, kPositional},
     {"on_error", BYLAW_AT(vm::RuleRow, on_error), kWord, &kOnErrorWords},
     {"disclose", BYLAW_AT(vm::RuleRow, disclose), kWord, &kDiscloseWords},
     {"reserved", BYLAW_AT(vm::RuleRow, reserved), kNumber},
     {"priority", BYLAW_AT(vm::RuleRow, priority), kSigned},
     {"valid_from", BYLAW_AT(vm::RuleRow, valid_from_day), kDay, nullptr, Bits(vm::kDayMin)},
     {"valid_until", BYLAW_AT(vm::RuleRow, valid_until_day), kDay, nullptr, Bits(vm::kDayMax)},
     {"reason", BYLAW_AT(vm::RuleRow, reason), kText, nullptr, kNoRow},
     {"routes", BYLAW_AT(vm::RuleRow, routes), kTexts},
     {"overrides", BYLAW_AT(vm::RuleRow, overrides), kRules},
     {"span", offsetof(vm::RuleRow, span_begin), 8, kSpan},
     {"reason_parts", BYLAW_AT(vm::RuleRow, reason_parts), kRange, nullptr, 0, false,
      "what stands below its `reason`"}}};

const RowTable kBlockTable = {
    "block",
    {{"rules", BYLAW_AT(vm::BlockRow, rules), kRange, nullptr, 0, false, kBelow},
     {"code", BYLAW_AT(vm::BlockRow, code), kRange, nullptr, 0, false, kBelow},
     {"edges", BYLAW_AT(vm::BlockRow, edges), kRange, nullptr, 0, false, kBelow}}};

const RowTable kRunTable = {
    "run",
    {{"rule", BYLAW_AT(vm::BlockRuleRow, rule), kRule, nullptr, kNoRow, kPositional},
     {"conditions", BYLAW_AT(vm::BlockRuleRow, conditions), kRange, nullptr, 0, false, kBelow}}};

const RowTable kConditionTable = {
    "condition",
    {{"text", BYLAW_AT(vm::ConditionRow, text), kText, nullptr, kNoRow, kPositional},
     {"span", offsetof(vm::ConditionRow, span_begin), 8, kSpan},
     {"code", BYLAW_AT(vm::ConditionRow, code), kRange, nullptr, 0, false, kBelow}}};

const RowTable kPartTable = {
    "part",
    {{"text", BYLAW_AT(vm::ReasonPartRow, text), kText, nullptr, kNoRow, kPositional},
     {"span", offsetof(vm::ReasonPartRow, span_begin), 8, kSpan},
     {"code", BYLAW_AT(vm::ReasonPartRow, code), kRange, nullptr, 0, false, kBelow},
     {"edges", BYLAW_AT(vm::ReasonPartRow, edges), kRange, nullptr, 0, false, kBelow}}};

const RowTable kEdgeTable = {
    "on_error",
    {{"reg", BYLAW_AT(vm::EdgeRow, reg), kReturn, nullptr, vm::kEdgeUndecidable, kPositional},
     {"target", BYLAW_AT(vm::EdgeRow, target), kPlace, nullptr, 0, kPositional},
     {"begin", BYLAW_AT(vm::EdgeRow, begin), kPlace, nullptr, 0, false, "here"},
     {"end", BYLAW_AT(vm::EdgeRow, end), kPlace, nullptr, 0, false,
      "the target, the next `on_error` or the end of the condition: the first of them"}}};

const RowTable kInstructionTable = {"instruction",
                                    {{"op", BYLAW_AT(vm::Instruction, op), kNumber},
                                     {"a", BYLAW_AT(vm::Instruction, a), kNumber},
                                     {"b", BYLAW_AT(vm::Instruction, b), kNumber},
                                     {"c", BYLAW_AT(vm::Instruction, c), kNumber},
                                     {"x", BYLAW_AT(vm::Instruction, x), kNumber},
                                     {"y", BYLAW_AT(vm::Instruction, y), kNumber},
                                     {"z", BYLAW_AT(vm::Instruction, z), kNumber}}};

const RowTable kConstantTable = {
    "constant_row",
    {{"kind", BYLAW_AT(vm::ConstantRow, kind), kWord, &kKindWords, 0, kPositional},
     {"detail", BYLAW_AT(vm::ConstantRow, detail), kNumber},
     {"exponent", BYLAW_AT(vm::ConstantRow, exponent), kSigned},
     {"count", BYLAW_AT(vm::ConstantRow, count), kNumber},
     {"payload", BYLAW_AT(vm::ConstantRow, payload), kNumber}}};

const RowTable kWideTable = {
    "wide",
    {{"low", BYLAW_AT(vm::WideRow, low), kNumber}, {"high", BYLAW_AT(vm::WideRow, high), kNumber}}};

const RowTable kImportTable = {
    "import",
    {{"signature", BYLAW_AT(vm::ImportRow, signature), kText, nullptr, kNoRow, kPositional}}};

const RowTable kCallTable = {
    "call_site",
    {{"import", BYLAW_AT(vm::CallRow, import), kImport, nullptr, 0, kPositional},
     {"prepared", BYLAW_AT(vm::CallRow, prepared), kConstant, nullptr, kNoRow}}};

#undef BYLAW_AT

const std::vector<const RowTable*>& AllTables() {
  static const std::vector<const RowTable*> kAll = {
      &kHeaderTable,    &kPolicyTable,  &kTypeTable, &kFieldTable,       &kFactTable,
      &kActionTable,    &kPatternTable, &kRuleTable, &kBlockTable,       &kRunTable,
      &kConditionTable, &kEdgeTable,    &kPartTable, &kInstructionTable, &kConstantTable,
      &kWideTable,      &kImportTable,  &kCallTable, &kSectionTable};
  return kAll;
}

uint32_t LengthMaxOf(vm::Kind kind) {
  return kind == vm::Kind::kList  ? vm::kListItemsDefault
         : kind == vm::Kind::kMap ? vm::kMapItemsDefault
                                  : vm::kStringBytesDefault;
}

}  // namespace bylaw::assembly
