// Records: what is given to the ledger (Record) and what is read back (RecordView).
//
// A record is one line of canonical JSON without its newline, at most kRecordBytesMax bytes. Its
// members are the table record_fields.def, its kinds record_kinds.def; docs/ledger.md is the
// specification for outsiders. Thread-safety: value types. Ownership: both hold views; what they
// point at must outlive them.
#ifndef BYLAW_LEDGER_RECORD_H_
#define BYLAW_LEDGER_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::ledger {

inline constexpr std::size_t kRecordBytesMax = 65'535;
inline constexpr std::uint64_t kNumberMax =
    (std::uint64_t{1} << 53) - 1;  // exact in every JSON reader
inline constexpr std::uint64_t kRecordVersion = 1;

// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted; years 1970 to 9999.
struct Timestamp {
  std::int64_t us = 0;
  auto operator<=>(const Timestamp&) const = default;
};

// "2026-04-14T11:42:09.123456Z", and back; this one spelling only.
std::string TimestampText(Timestamp time);
std::optional<Timestamp> ParseTimestamp(std::string_view text);

// How records are signed. The genesis record states it, and a `mode` record changes it.
enum class SigningMode : std::uint8_t {
  kRecord,      // each by itself: it stands for itself, and costs a signature
  kCheckpoint,  // by the checkpoint that ends its commit: for rates above what one key can sign
};

// "record", "checkpoint", and back.
std::string_view SigningModeText(SigningMode mode);
std::optional<SigningMode> ParseSigningMode(std::string_view text);

// A JSON object as text; the ledger brings it into canonical form.
struct JsonObject {
  std::string_view text;
};

// Names a record beyond doubt: its place, and what stands there.
struct RecordReference {
  std::uint64_t seq = 0;
  Hash leaf_hash{};

  bool operator==(const RecordReference&) const = default;
};

// A rule that took part in a decision.
struct RuleOutcome {
  std::string_view id;
  std::string_view outcome;  // applies, undecidable
};

// As a record spells them, behind the end of `out`. False: a text is not UTF-8, and `out` ends with
// a part.
bool AppendTexts(std::span<const std::string_view> texts, std::string& out);
bool AppendRules(std::span<const RuleOutcome> rules, std::string& out);

// The types of record_fields.def.
namespace field_type {
using Text = std::string_view;  // UTF-8
using Number = std::uint64_t;   // at most kNumberMax
using Time = Timestamp;
using Digest = Hash;
using Json = JsonObject;
using Texts = std::span<const std::string_view>;
using Rules = std::span<const RuleOutcome>;
using Signature = ledger::Signature;
}  // namespace field_type

// What a caller states. A member that is not set is absent from the record. `kind` is always
// needed, and the members that record_kinds.def requires; `timestamp` is the ledger's where it is
// not set (Ledger::Submit says when that will do). An evaluation with code `invalid_request` needs
// `error`, `request_bytes` and `request_sha256`, any other `action_requested` and `agent_id`.
struct Record {
  // NOLINTBEGIN(bugprone-macro-parentheses): a type and a member's name cannot stand in parentheses
#define BYLAW_CALLER_FIELD_caller(name, type) std::optional<field_type::type> name{};
#define BYLAW_CALLER_FIELD_either(name, type) BYLAW_CALLER_FIELD_caller(name, type)
#define BYLAW_CALLER_FIELD_ledger(name, type)
#define BYLAW_CALLER_FIELD_signer(name, type)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_CALLER_FIELD_##setter(name, type)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_CALLER_FIELD_caller
#undef BYLAW_CALLER_FIELD_either
#undef BYLAW_CALLER_FIELD_ledger
#undef BYLAW_CALLER_FIELD_signer
  // NOLINTEND(bugprone-macro-parentheses)
};

enum class Field : std::uint8_t {
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) name,
#include "bylaw/ledger/record_fields.def"
};

// A member's name, as records spell it.
std::string_view FieldName(Field field);

inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::v) + 1;  // v is the last

// Where a member of a request stands in the record of its decision. Two have no place in this
// table: the action (RecordView::raw_action), and the time, which the record has in any case.
struct RequestMember {
  const char* name;
  Field field;
};
inline constexpr RequestMember kRequestMembers[] = {
    {"agent_id", Field::agent_id},     {"context", Field::context},
    {"params", Field::action_params},  {"request_id", Field::request_id},
    {"session_id", Field::session_id}, {"target", Field::target},
    {"targets", Field::targets}};

// A record as it stands in the ledger. Parse checks everything that can be seen in the line alone:
// canonical form, known members of the right type, the kind's required members, the version. It
// checks no signature and no chain.
class RecordView {
 public:
  static Result<RecordView> Parse(std::string_view line);

  std::string_view line() const { return line_; }
  bool has(Field field) const { return !raw(field).empty(); }

  // The member's value as it is spelt in the line; empty if it is absent.
  std::string_view raw(Field field) const {
    const Extent& value = values_[static_cast<std::size_t>(field)];
    return {line_.data() + value.begin, value.size};
  }

  // Is this a member of type Text with this value, of printable ASCII without `"` and `\`?
  bool Is(Field field, std::string_view text) const;

  // The values of members that are present and of this type (a Text, Number, Digest or Time).
  std::string text(Field field) const;
  std::uint64_t number(Field field) const;
  Hash digest(Field field) const;
  Timestamp time(Field field) const;

  // What the request called the action, as it is spelt; empty if the record has none.
  std::string_view raw_action() const {
    return raw(has(Field::action_alias) ? Field::action_alias : Field::action_requested);
  }

  bool is_signed() const { return has(Field::signature); }

  // Of a record that has it.
  Signature signature(Field field = Field::signature) const;

  // The bytes that are hashed and signed: the line without `"signature":"…",`, if that is there.
  void AppendBody(std::string& out) const;

 private:
  friend class RecordParser;

  struct Extent {  // In the line.
    std::uint16_t begin = 0;
    std::uint16_t size = 0;
  };
  static_assert(kRecordBytesMax <= UINT16_MAX);

  std::string_view line_;
  std::array<Extent, kFieldCount> values_{};
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_RECORD_H_
