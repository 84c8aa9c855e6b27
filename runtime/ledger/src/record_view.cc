// Reads records back. The line is first held against its own canonical form; after that its members
// can be found by simple skipping.
#include <algorithm>

#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/record.h"
#include "json_text.h"
#include "record_text.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

tl::unexpected<Error> Bad(std::string message) {
  return Fail(ErrorCode::kInvalidArgument, std::move(message));
}

std::string_view Unquoted(std::string_view raw) {
  return raw.substr(1, raw.size() - 2);
}

bool IsString(std::string_view raw) {
  return raw.starts_with('"');
}

// Is `raw` a list of which every item satisfies `item`?
template <typename Item>
bool IsListOf(std::string_view raw, Item item) {
  if (!raw.starts_with('[')) return false;
  for (std::string_view rest = Unquoted(raw); !rest.empty();) {
    const std::size_t length = ValueLength(rest);
    if (!item(rest.substr(0, length))) return false;
    rest.remove_prefix(std::min(length + 1, rest.size()));  // the value and the comma behind it
  }
  return true;
}

// {"id":"…","outcome":"…"}
bool IsRule(std::string_view raw) {
  constexpr std::string_view kId = "{\"id\":";
  constexpr std::string_view kOutcome = ",\"outcome\":";
  if (!raw.starts_with(kId)) return false;
  raw.remove_prefix(kId.size());
  const std::string_view id = raw.substr(0, ValueLength(raw));
  raw.remove_prefix(id.size());
  if (!IsString(id) || !raw.starts_with(kOutcome)) return false;
  raw.remove_prefix(kOutcome.size());
  const std::string_view outcome = raw.substr(0, ValueLength(raw));
  return IsString(outcome) && raw.substr(outcome.size()) == "}";
}

std::optional<Signature> SignatureOf(std::string_view raw) {
  Signature signature;
  if (!IsString(raw) || !Unquoted(raw).starts_with(kSignaturePrefix) ||
      !ParseHex(Unquoted(raw).substr(kSignaturePrefix.size()), signature)) {
    return std::nullopt;
  }
  return signature;
}

struct IsA {
  static bool Text(std::string_view raw) { return IsString(raw); }
  static bool Number(std::string_view raw) {
    const auto number = ParseNumber(raw);
    return number && *number <= kNumberMax;
  }
  static bool Time(std::string_view raw) {
    return IsString(raw) && ParseTimestamp(Unquoted(raw)).has_value();
  }
  static bool Digest(std::string_view raw) {
    return IsString(raw) && ParseDigest(Unquoted(raw)).has_value();
  }
  static bool Json(std::string_view raw) { return raw.starts_with('{'); }
  static bool Texts(std::string_view raw) { return IsListOf(raw, IsString); }
  static bool Rules(std::string_view raw) { return IsListOf(raw, IsRule); }
  static bool Signature(std::string_view raw) { return SignatureOf(raw).has_value(); }
};

using TypeCheck = bool (*)(std::string_view raw);
constexpr std::array<TypeCheck, kFieldCount> kTypeChecks{
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) IsA::type,
#include "bylaw/ledger/record_fields.def"
};

constexpr FieldSet kAlways = Bit(Field::commit) | Bit(Field::event_id) | Bit(Field::kind) |
                             Bit(Field::origin) | Bit(Field::prev_hash) | Bit(Field::seq) |
                             Bit(Field::timestamp) | Bit(Field::v);

constexpr std::string_view kModeRecord = "record";
constexpr std::string_view kModeCheckpoint = "checkpoint";

}  // namespace

std::string_view FieldName(Field field) {
  return kFieldNames[static_cast<std::size_t>(field)];
}

std::string_view SigningModeText(SigningMode mode) {
  return mode == SigningMode::kRecord ? kModeRecord : kModeCheckpoint;
}

std::optional<SigningMode> ParseSigningMode(std::string_view text) {
  if (text == kModeRecord) return SigningMode::kRecord;
  if (text == kModeCheckpoint) return SigningMode::kCheckpoint;
  return std::nullopt;
}

class RecordParser {
 public:
  static Result<RecordView> Parse(std::string_view line) {
    if (line.size() > kRecordBytesMax) return Bad("longer than 65,535 bytes");
    if (!line.starts_with('{')) return Bad("not a JSON object");
    Canonicalizer canonicalizer;
    if (!canonicalizer.IsCanonical(line)) return Bad("not canonical JSON");

    RecordView record;
    record.line_ = line;
    FieldSet members = 0;
    std::size_t next = 0;  // both the line and the table are sorted
    for (std::string_view rest = Unquoted(line); !rest.empty();) {
      const std::string_view name = rest.substr(1, rest.find('"', 1) - 1);
      while (next < kFieldCount && kFieldNames[next] != name) ++next;
      if (next == kFieldCount) {
        return Bad("a record has no member " + std::string(name));
      }
      rest.remove_prefix(name.size() + 3);
      const std::string_view value = rest.substr(0, ValueLength(rest));
      if (!kTypeChecks[next](value)) return Bad(std::string(name) + " is malformed");
      record.values_[next] = value;
      members |= FieldSet{1} << next;
      rest.remove_prefix(std::min(value.size() + 1, rest.size()));
    }
    if (auto done = CheckMembers(record, members); !done) {
      return tl::unexpected<Error>(std::move(done.error()));
    }
    return record;
  }

 private:
  static Result<void> CheckMembers(const RecordView& record, FieldSet members) {
    if ((kAlways & ~members) != 0) {
      const auto missing = std::countr_zero(kAlways & ~members);
      return Bad("no " + std::string(kFieldNames[static_cast<std::size_t>(missing)]));
    }
    if (record.number(Field::v) != kRecordVersion) return Bad("of another version than 1");
    const auto text = [&](Field field) {
      return record.has(field) ? Unquoted(record.raw(field)) : std::string_view();
    };
    return CheckShape({.members = members,
                       .kind = text(Field::kind),
                       .code = text(Field::code),
                       .decision = text(Field::decision)});
  }
};

Result<RecordView> RecordView::Parse(std::string_view line) {
  return RecordParser::Parse(line);
}

bool RecordView::Is(Field field, std::string_view text) const {
  const std::string_view value = raw(field);
  return value.size() == text.size() + 2 && Unquoted(value) == text;
}

std::string RecordView::text(Field field) const {
  return DecodeString(raw(field));
}

std::uint64_t RecordView::number(Field field) const {
  return ParseNumber(raw(field)).value_or(0);
}

Hash RecordView::digest(Field field) const {
  return ParseDigest(Unquoted(raw(field))).value_or(Hash{});
}

Timestamp RecordView::time(Field field) const {
  return ParseTimestamp(Unquoted(raw(field))).value_or(Timestamp{});
}

Signature RecordView::signature(Field field) const {
  return SignatureOf(raw(field)).value_or(Signature{});
}

void RecordView::AppendBody(std::string& out) const {
  if (!is_signed()) {
    out += line_;
    return;
  }
  const auto value_at = static_cast<std::size_t>(raw(Field::signature).data() - line_.data());
  const std::size_t end = value_at + raw(Field::signature).size() + 1;
  AppendBodyOf(line_, end - kSignatureMemberBytes, out);
}

}  // namespace bylaw::ledger
