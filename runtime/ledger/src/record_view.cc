// Reads records back. A line of plain canonical JSON is found to be that while its members are
// read; any other is first held against its own canonical form, and its members are skipped then.
#include <algorithm>
#include <cstring>

#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/record.h"
#include "json_text.h"
#include "plain_json.h"
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
  static bool Digest(std::string_view raw) { return IsString(raw) && IsDigest(Unquoted(raw)); }
  static bool Json(std::string_view raw) { return raw.starts_with('{'); }
  static bool Texts(std::string_view raw) { return IsListOf(raw, IsString); }
  static bool Rules(std::string_view raw) { return IsListOf(raw, IsRule); }
  static bool Signature(std::string_view raw) { return SignatureOf(raw).has_value(); }
};

// A name as it begins a member.
constexpr std::array<std::string_view, kFieldCount> kMemberStarts{
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) "\"" #name "\":",
#include "bylaw/ledger/record_fields.def"
};

// The shortest is `"v":`. Most names that stand in the table before the one sought differ in so
// many bytes, which are compared at once.
bool BeginsMember(std::string_view text, std::string_view start) {
  constexpr std::size_t kShortest = 4;
  return text.size() >= start.size() && std::memcmp(text.data(), start.data(), kShortest) == 0 &&
         text.starts_with(start);
}

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
    if (!line.starts_with("{\"")) return Bad("not a JSON object with members");
    auto record = Read(line, [](std::string_view rest) { return PlainValueLength(rest, 1); });
    if (record) return record;
    if (!IsCanonical(line)) return Bad("not canonical JSON");
    return Read(line, ValueLength);
  }

 private:
  // `length_of` gives the length of the value that begins a text.
  template <typename LengthOf>
  static Result<RecordView> Read(std::string_view line, const LengthOf& length_of) {
    RecordView record;
    record.line_ = line;
    FieldSet members = 0;
    std::size_t next =
        0;  // Both the line and the table are sorted, and no name stands there twice.
    std::string_view rest = line;
    do {
      rest.remove_prefix(1);
      while (next < kFieldCount && !BeginsMember(rest, kMemberStarts[next])) ++next;
      if (next == kFieldCount) {
        return Bad("a record has no member " + std::string(rest.substr(0, rest.find(':'))));
      }
      rest.remove_prefix(kMemberStarts[next].size());
      const std::string_view value = rest.substr(0, length_of(rest));
      if (!kTypeChecks[next](value)) return Bad(std::string(kFieldNames[next]) + " is malformed");
      record.values_[next] = {static_cast<std::uint16_t>(value.data() - line.data()),
                              static_cast<std::uint16_t>(value.size())};
      members |= FieldSet{1} << next;
      ++next;
      rest.remove_prefix(value.size());
    } while (rest.starts_with(','));
    if (rest != "}") return Bad("text behind the members");
    if (auto done = CheckMembers(record, members); !done) {
      return tl::unexpected<Error>(std::move(done.error()));
    }
    return record;
  }

  static Result<void> CheckMembers(const RecordView& record, FieldSet members) {
    if ((kAlways & ~members) != 0) {
      const auto missing = std::countr_zero(kAlways & ~members);
      return Bad("no " + std::string(kFieldNames[static_cast<std::size_t>(missing)]));
    }
    static_assert(kRecordVersion == 1);
    if (record.raw(Field::v) != "1") return Bad("of another version than 1");
    const auto text = [&](Field field) {
      return record.has(field) ? Unquoted(record.raw(field)) : std::string_view();
    };
    return CheckShape({.members = members,
                       .kind = text(Field::kind),
                       .code = text(Field::code),
                       .decision = text(Field::decision),
                       .admin = text(Field::admin),
                       .outcome = text(Field::outcome)});
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
