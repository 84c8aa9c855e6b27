#include "record_writer.h"

#include <algorithm>
#include <span>

#include "record_text.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::size_t kUsualBytes = 1'024;  // Few drafts are longer.

tl::unexpected<Error> TooLong(std::size_t bytes) {
  return Fail(ErrorCode::kRecordTooLong, "the record would take " + std::to_string(bytes) +
                                             " bytes; at most " + std::to_string(kRecordBytesMax) +
                                             " fit");
}

bool NotUtf8(Error& error) {
  error = {ErrorCode::kInvalidArgument, "not UTF-8"};
  return false;
}

}  // namespace

bool AppendTexts(std::span<const std::string_view> texts, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    if (!AppendJsonString(texts[i], out)) return false;
  }
  out += ']';
  return true;
}

bool AppendRules(std::span<const RuleOutcome> rules, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < rules.size(); ++i) {
    out += i > 0 ? ",{\"id\":" : "{\"id\":";
    if (!AppendJsonString(rules[i].id, out)) return false;
    out += ",\"outcome\":";
    if (!AppendJsonString(rules[i].outcome, out)) return false;
    out += '}';
  }
  out += ']';
  return true;
}

bool RecordWriter::Put(field_type::Text text, std::string& out) {
  return AppendJsonString(text, out) || NotUtf8(error_);
}

bool RecordWriter::Put(field_type::Number number, std::string& out) {
  if (number > kNumberMax) {
    error_ = {ErrorCode::kInvalidArgument, "above 2^53 - 1"};
    return false;
  }
  AppendNumber(number, out);
  return true;
}

bool RecordWriter::Put(field_type::Time time, std::string& out) {
  if (!IsTimestamp(time)) {
    error_ = {ErrorCode::kInvalidArgument, "outside the years 1970 to 9999"};
    return false;
  }
  out += '"';
  AppendTimestamp(time, out);
  out += '"';
  return true;
}

bool RecordWriter::Put(const field_type::Digest& digest, std::string& out) {
  out += "\"sha256:";
  AppendHex(digest, out);
  out += '"';
  return true;
}

bool RecordWriter::Put(field_type::Json json, std::string& out) {
  const std::size_t begin = out.size();
  if (auto done = canonicalizer_.Append(json.text, out); !done) {
    error_ = std::move(done.error());
    return false;
  }
  if (out[begin] == '{') return true;
  error_ = {ErrorCode::kInvalidJson, "not a JSON object"};
  return false;
}

bool RecordWriter::Put(field_type::Texts texts, std::string& out) {
  return AppendTexts(texts, out) || NotUtf8(error_);
}

bool RecordWriter::Put(field_type::Rules rules, std::string& out) {
  return AppendRules(rules, out) || NotUtf8(error_);
}

bool RecordWriter::Put(const field_type::Signature& signature, std::string& out) {
  out.append("\"").append(kSignaturePrefix);
  AppendHex(signature, out);
  out += '"';
  return true;
}

// `"name":value,`: every member ends with a comma; the last one's becomes the closing brace.
template <typename T>
bool RecordWriter::Member(std::string_view start, const std::optional<T>& value, std::string& out) {
  if (!value) return true;
  out += start;
  if (!Put(*value, out)) return false;
  out += ',';
  return true;
}

namespace {

Result<void> CheckGiven(const Record& record) {
  FieldSet members = 0;
#define BYLAW_SEEN_caller(name) \
  if (record.name) members |= Bit(Field::name);
#define BYLAW_SEEN_either(name)
#define BYLAW_SEEN_ledger(name)
#define BYLAW_SEEN_signer(name)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_SEEN_##setter(name)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_SEEN_signer
#undef BYLAW_SEEN_ledger
#undef BYLAW_SEEN_either
#undef BYLAW_SEEN_caller
  return CheckShape({.members = members,
                     .kind = record.kind.value_or(""),
                     .code = record.code.value_or(""),
                     .decision = record.decision.value_or(""),
                     .admin = record.admin.value_or(""),
                     .outcome = record.outcome.value_or("")});
}

}  // namespace

#define BYLAW_PUT_FROM(given, name, out)                                               \
  if (!Member("\"" #name "\":", (given).name, out)) {                                  \
    return Fail(error_.code, "cannot write " #name " to a record: " + error_.message); \
  }

Result<RecordDraft> RecordWriter::Draft(const Record& record) {
  if (auto done = CheckGiven(record); !done) return tl::unexpected<Error>(std::move(done.error()));
  RecordDraft draft;
  draft.text.reserve(kUsualBytes);
  std::size_t place = 0;
#define BYLAW_PUT_caller(name) BYLAW_PUT_FROM(record, name, draft.text)
#define BYLAW_PUT_either(name) BYLAW_PUT_ledger(name)
#define BYLAW_PUT_ledger(name) \
  draft.places[place++] = static_cast<std::uint32_t>(draft.text.size());
#define BYLAW_PUT_signer(name) BYLAW_PUT_ledger(name)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_PUT_##setter(name)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_PUT_signer
#undef BYLAW_PUT_ledger
#undef BYLAW_PUT_either
#undef BYLAW_PUT_caller
  if (draft.text.size() > kRecordBytesMax) return TooLong(draft.text.size());
  draft.timestamp = record.timestamp;
  return draft;
}

Result<void> RecordWriter::AppendBody(const RecordDraft& draft, const LedgerFields& ledger,
                                      std::string& out) {
  std::size_t place = 0;
  std::size_t done = 0;  // Of the draft's text.
  const auto append_draft = [&](std::size_t until) {
    out.append(draft.text, done, until - done);
    done = until;
  };
  out += '{';
#define BYLAW_PUT_caller(name)
#define BYLAW_PUT_either(name) BYLAW_PUT_ledger(name)
#define BYLAW_PUT_ledger(name)         \
  append_draft(draft.places[place++]); \
  BYLAW_PUT_FROM(ledger, name, out)
#define BYLAW_PUT_signer(name)         \
  append_draft(draft.places[place++]); \
  signature_at_ = out.size();
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_PUT_##setter(name)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_PUT_signer
#undef BYLAW_PUT_ledger
#undef BYLAW_PUT_either
#undef BYLAW_PUT_caller
  append_draft(draft.text.size());
  out.back() = '}';
  return {};
}
#undef BYLAW_PUT_FROM

void RecordWriter::WriteSignature(const Signature& signature, std::span<char> room) {
  static constexpr std::string_view kStart = "\"signature\":\"ed25519:";
  static constexpr std::string_view kEnd = "\",";
  static_assert(kStart.size() + 2 * sizeof signature + kEnd.size() == kSignatureMemberBytes);
  std::copy(kStart.begin(), kStart.end(), room.begin());
  WriteHex(signature, room.subspan(kStart.size()));
  std::copy(kEnd.begin(), kEnd.end(), room.end() - kEnd.size());
}

Result<RecordWriter::Unsigned> RecordWriter::AppendUnsigned(const RecordDraft& draft,
                                                            const LedgerFields& ledger,
                                                            SigningMode mode, std::string& out) {
  const std::size_t begin = out.size();
  const auto fail = [&](Error error) {
    out.resize(begin);
    return tl::unexpected<Error>(std::move(error));
  };
  LedgerFields fields = ledger;
  if (!fields.timestamp) fields.timestamp = draft.timestamp;
  if (!fields.timestamp) return fail({ErrorCode::kInvalidArgument, "a record needs a timestamp"});
  if (auto done = AppendBody(draft, fields, out); !done) return fail(std::move(done.error()));
  const std::size_t room = mode == SigningMode::kRecord ? kSignatureMemberBytes : 0;
  const std::size_t line_bytes = out.size() - begin + room;
  if (line_bytes > kRecordBytesMax) {
    return fail(TooLong(line_bytes).value());
  }
  const Hash leaf = LeafHash(std::string_view(out).substr(begin));
  out.insert(signature_at_, room, ' ');
  return Unsigned{leaf, signature_at_};
}

Result<Hash> RecordWriter::AppendSigned(const Record& record, const LedgerFields& ledger,
                                        const Signer& signer, std::string& out) {
  const auto draft = Draft(record);
  if (!draft) return tl::unexpected<Error>(draft.error());
  const std::size_t begin = out.size();
  const auto line = AppendUnsigned(*draft, ledger, SigningMode::kRecord, out);
  if (!line) return tl::unexpected<Error>(line.error());
  std::string body;
  AppendBodyOf(std::string_view(out).substr(begin), line->signature_at - begin, body);
  const auto signature = signer.TrySign(body);
  if (!signature) {
    out.resize(begin);
    return tl::unexpected<Error>(signature.error());
  }
  WriteSignature(*signature, std::span(out).subspan(line->signature_at, kSignatureMemberBytes));
  return line->leaf;
}

}  // namespace bylaw::ledger
