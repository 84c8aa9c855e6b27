// The module format, byte for byte: a header, then sections, each an array of the structs below.
// Little-endian; offsets from the start of the file; sections in the order of SectionKind, 16-byte
// aligned, all present, padding zero. The bytes are used in place after verification.
// docs/bytecode.md explains; docs and this file are checked against each other by a test.
//
// Indices are 32 bits wide and typed by name: a StringId counts in `strings`, and so on. kNone
// stands for "none".

#ifndef BYLAW_VM_FORMAT_H_
#define BYLAW_VM_FORMAT_H_

#include <bit>
#include <cstdint>

#include "bylaw/vm/opcode.h"

namespace bylaw::vm {

static_assert(std::endian::native == std::endian::little,
              "modules are read in place: big-endian hosts are not supported");

inline constexpr uint32_t kNone = 0xffffffff;
inline constexpr char kModuleMagic[8] = {'B', 'Y', 'L', 'A', 'W', '\r', '\n', '\x1a'};
inline constexpr uint16_t kFormatVersion = 1;

enum class SectionKind : uint32_t {
  kPolicy,       // One PolicyRow.
  kStrings,      // StringRow.
  kText,         // The bytes of the strings.
  kConstants,    // ConstantRow.
  kWide,         // WideRow: coefficients over 64 bits.
  kIndices,      // uint32_t: lists of indices that rows refer to by Range.
  kTypes,        // TypeRow: of items, fields and parameters; those of facts are in their rows.
  kFields,       // FieldRow: of maps, and the parameters of the action catalogue.
  kFacts,        // FactRow.
  kActions,      // ActionRow, names in ascending byte order.
  kHash,         // HashRow, then displacements, then slots: the perfect hash over action names.
  kPatterns,     // PatternRow.
  kRules,        // RuleRow, ids in ascending byte order.
  kBlocks,       // BlockRow.
  kBlockRules,   // BlockRuleRow.
  kConditions,   // ConditionRow.
  kReasonParts,  // ReasonPartRow.
  kCode,         // Instruction.
  kEdges,        // EdgeRow.
  kImports,      // ImportRow.
  kCalls,        // CallRow.
  kAbout,  // UTF-8 JSON for people and for review: routes, reviews, texts of rules. The VM does not
           // read it.
  kSource,  // UTF-8: the constitution as it was compiled.
  kCount,
};
inline constexpr uint32_t kSectionCount = static_cast<uint32_t>(SectionKind::kCount);

struct SectionRow {
  uint32_t offset;
  uint32_t bytes;
};

struct Header {
  char magic[8];
  uint16_t format_version;
  uint16_t header_bytes;       // sizeof(Header).
  uint32_t required_features;  // A bit that the reader does not know: refused.
  uint32_t optional_features;  // A bit that the reader does not know: ignored.
  uint32_t file_bytes;         // Header and sections; signatures follow.
  uint64_t
      checksum_low;  // XXH3-128 of everything from `steps_max` to file_bytes, against corruption.
  uint64_t checksum_high;
  uint32_t steps_max;  // The most that a decision can take: proved again at load.
  uint32_t arena_max;  // The most memory that instructions can take in a decision, in bytes.
  SectionRow sections[kSectionCount];
};
static_assert(sizeof(Header) == 48 + 8 * kSectionCount);

struct Range {
  uint32_t begin;
  uint32_t count;
};

struct StringRow {
  uint32_t offset;  // In kText.
  uint32_t bytes;
};

struct ConstantRow {
  Kind kind;         // A scalar, kType, kList or kMap.
  uint8_t detail;    // Value::kWide, Value::kLiteral; Value::kSorted of every map.
  int16_t exponent;  // As Value has it.
  uint32_t count;  // Items of a list: constants payload … payload + count - 1, all before this one,
                   // and neither lists nor maps. Of a map: key, value, key, value … twice as many.
                   // Else 0. What is sorted stands directly before this one.
  uint64_t payload;  // The number; a StringId (of bytes: of their hexadecimal form); the first
                     // item; an index of kWide.

  // The payload as an id or index: only once it is known to be one of its section.
  uint32_t index() const noexcept { return static_cast<uint32_t>(payload); }
};

struct WideRow {
  uint64_t low;
  uint64_t high;
};

// Where a fact's value comes from.
enum class Source : uint8_t {
  kContext,            // context.<path>
  kParams,             // params.<path>
  kContextUndeclared,  // context.<name>; ambiguous if params has the name too.
  kEither,             // context.<name>, else params.<name>; ambiguous if both have it.
  kAction,             // Built-ins, with no path.
  kAgent,
  kSession,
  kTarget,
  kTargets,
  kNow,
};
inline constexpr uint32_t kSourceCount = 10;

// How a request writes a value of its kind, where there is more than one way.
enum class Encoding : uint8_t {
  kNatural,  // As JSON has it. Timestamps are RFC 3339, durations as "1h30m", bytes are base64.
  kText,     // A decimal as a string.
  kUnix,     // A timestamp as seconds since 1970-01-01T00:00:00Z, exact to the nanosecond.
  kDay,      // A timestamp as the day that begins with it, in UTC: "2026-03-01".
};
inline constexpr uint32_t kEncodingCount = 4;

// What is declared of a value.
struct TypeRow {
  Kind kind;  // kError stands for dyn: any kind.
  Encoding encoding;
  uint8_t flags;  // TypeFlag.
  uint8_t reserved;
  uint32_t minimum;  // ConstantId of the kind, or kNone.
  uint32_t maximum;
  uint32_t
      length_min;  // Code points of a string, bytes of bytes, items of a list, members of a map.
  uint32_t length_max;  // Never above the constitution's limit for the kind.
  uint32_t values;      // ConstantId of a list of strings, for an enum; or kNone.
  uint32_t pattern;     // CallId of f(string) bool, or of f(string, prepared) bool such as matches,
                        // that must hold of a string; or kNone.
  uint32_t format;      // Another one; or kNone.
  uint32_t items;       // TypeId of every item of a list; or kNone: any. Of a row of kTypes, one
                        // before it.
  Range fields;         // Rows of kFields: the members of a map that are declared, names in
                        // ascending byte order; in rows of kTypes, of types before it.
};

enum TypeFlag : uint8_t {
  kTypeClosed = 1,  // A map has no member but its fields.
};
inline constexpr uint8_t kTypeFlagsKnown = 1;

struct FieldRow {
  uint32_t name;   // StringId.
  uint32_t type;   // TypeId.
  uint32_t flags;  // FieldFlag.
};

enum FieldFlag : uint32_t {
  kFieldRequired = 1,  // Without it the map, or the request, is not as declared.
};
inline constexpr uint32_t kFieldFlagsKnown = 1;

struct FactRow {
  uint32_t name;  // StringId; distinct. For a path its text: "params.payee.country".
  Source source;
  uint8_t flags;  // FactFlag.
  uint16_t reserved;
  Range path;  // StringIds in kIndices: the members below params or context. Empty for built-ins
               // and the whole of either.
  uint32_t fallback;  // ConstantId: the value when params does not give it; or kNone.
  TypeRow type;
};

enum FactFlag : uint8_t {
  kFactDeclared = 1,  // Declared in `facts`; absent parents make it absent, where they make an
                      // undeclared path an error.
  kFactPersonal = 2,  // Marked personal, or it holds, or lies within, something that is.
  kFactMark = 4,      // No fact but a mark: what a request has at this path is personal. No code
                      // reads it, and nothing is bound to it; its type is dyn.
};
inline constexpr uint8_t kFactFlagsKnown = 7;

struct ActionRow {
  uint32_t name;       // StringId.
  uint32_t canonical;  // ActionId: itself, or what it is an alias of.
  uint32_t block;      // BlockId of the rules that name it, or kNone.
  Range patterns;      // PatternIds in kIndices: all that match the name, ascending.
  Range parameters;    // Rows of kFields, names in ascending byte order.
  uint32_t flags;      // ActionFlag.
};

enum ActionFlag : uint32_t {
  kActionClosed = 1,  // Parameters that the catalogue does not name are refused.
  kActionIrreversible = 2,
};
inline constexpr uint32_t kActionFlagsKnown = 3;

// Perfect hash (hash and displace): slot = SlotOf(h, displacements[BucketOf(h)]) of the name's hash
// h, or SlotOf(h, 0) where there are no buckets. See perfect_hash.h and name_key.h.
struct HashRow {
  uint64_t seed;
  uint32_t bucket_count;
  uint32_t slot_count;
};

struct PatternRow {
  uint32_t pattern;  // StringId; `*` is a run of any characters.
  uint32_t block;    // BlockId.
};

enum class Section : uint8_t { kPermitted, kProhibited, kEscalate };
inline constexpr uint32_t kSectionKinds = 3;

enum class OnError : uint8_t { kDeny, kEscalate };
enum class Disclose : uint8_t { kReason, kFull, kNothing };
enum class WhenOverdue : uint8_t { kWarn, kEscalate, kDeny };

inline constexpr int32_t kDayMin = -2'000'000'000;  // "Always has been."
inline constexpr int32_t kDayMax = 2'000'000'000;   // "Always will be."

struct RuleRow {
  uint32_t id;  // StringId.
  Section section;
  OnError on_error;
  Disclose disclose;
  uint8_t reserved;
  int32_t priority;
  int32_t
      valid_from_day;  // Days since 1970-01-01, UTC, both included; kDayMin and kDayMax where open.
  int32_t valid_until_day;
  uint32_t reason;  // StringId: the author's text, or kNone. {Expressions} are in it as written.
  Range routes;     // StringIds in kIndices, ascending; empty but for kEscalate.
  Range overrides;  // RuleIds in kIndices that lose to this rule where both apply.
  uint32_t span_begin;  // Bytes of kSource.
  uint32_t span_end;
  Range reason_parts;  // Rows of kReasonParts: what a reason with {expressions} is made of. Empty:
                       // `reason` as it is.
};

// The code of an exact action name or of a pattern: its rules one after another, then `end`.
struct BlockRow {
  Range rules;  // Rows of kBlockRules.
  Range code;   // Rows of kCode.
  Range edges;  // Rows of kEdges.
};

struct BlockRuleRow {
  uint32_t rule;     // RuleId.
  Range conditions;  // Rows of kConditions.
};

// A condition's code is self-contained: it reads no register that it has not written.
struct ConditionRow {
  Range code;           // Rows of kCode.
  uint32_t text;        // StringId: as written; `unless` as its negation.
  uint32_t span_begin;  // Bytes of kSource.
  uint32_t span_end;
};

// A piece of a rule's reason: text, or the value of an {expression}. The code of all parts stands
// behind that of the blocks, in the order of the rules. It is like a condition's, but is left
// through its end with a value in register 0; no decision runs it.
struct ReasonPartRow {
  uint32_t text;  // StringId: the text; of an expression, as written and in its braces: what stands
                  // in its place where it has no value.
  Range code;     // Rows of kCode; empty for text.
  Range edges;    // Rows of kEdges.
  uint32_t span_begin;  // Bytes of kSource.
  uint32_t span_end;
};

// Where an error goes that an instruction of [begin, end) raises: to `target`, with the error in
// register `reg`; or, with reg = kEdgeUndecidable, to a later place of the condition, mostly its
// end, with the rule marked undecidable. Sorted, disjoint.
struct EdgeRow {
  uint32_t begin;
  uint32_t end;
  uint32_t target;
  uint32_t reg;
};
inline constexpr uint32_t kEdgeUndecidable = 0xff;

struct ImportRow {
  uint32_t signature;  // StringId: a Function's signature.
};

struct CallRow {
  uint32_t import;
  uint32_t prepared;  // ConstantId of the argument that is prepared at load, or kNone.
};

enum PolicyFlag : uint32_t {
  kPolicyStrict = 1,      // Compiled with --strict: no fact has two sources.
  kPolicyPrecedence = 2,  // `precedence` is given.
  kPolicyLoose = 4,       // No constitution, but an expression with CEL's own equality: values of
                          // different kinds are unequal instead of an error.
};
inline constexpr uint32_t kPolicyFlagsKnown = 7;

struct PolicyRow {
  uint32_t id;       // StringId.
  uint32_t version;  // StringId, or kNone.
  uint32_t flags;    // PolicyFlag.
  Section precedence[3];
  WhenOverdue when_overdue;
  int32_t review_day;          // Days since 1970-01-01; kDayMin if not given.
  uint32_t review_every_days;  // 0 if not given.
  Range agents;                // StringIds (patterns) in kIndices; empty: any agent.
  uint32_t default_route;      // StringId of the route `default`, or kNone.
  uint32_t steps_limit;
  uint32_t request_bytes;
  uint32_t string_bytes;
  uint32_t list_items;
  uint32_t map_items;
  Disclose disclose;  // What the agent is told of a decision that no rule made.
  uint8_t reserved[3];
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_FORMAT_H_
