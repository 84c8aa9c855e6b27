#include "record_writer.h"

#include <algorithm>
#include <span>

#include "record_text.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

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

Result<void> RecordWriter::AppendBody(const Record& record, const LedgerFields& ledger,
                                      std::string& out) {
  out += '{';
#define BYLAW_PUT_FROM(given, name)                                                    \
  if (!Member("\"" #name "\":", (given).name, out)) {                                  \
    return Fail(error_.code, "cannot write " #name " to a record: " + error_.message); \
  }
#define BYLAW_PUT_caller(name) BYLAW_PUT_FROM(record, name)
#define BYLAW_PUT_ledger(name) BYLAW_PUT_FROM(ledger, name)
#define BYLAW_PUT_signer(name) signature_at_ = out.size();
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_PUT_##setter(name)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_PUT_signer
#undef BYLAW_PUT_ledger
#undef BYLAW_PUT_caller
#undef BYLAW_PUT_FROM
  out.back() = '}';
  return {};
}

namespace {

Result<void> CheckGiven(const Record& record) {
  if (!record.timestamp) return Fail(ErrorCode::kInvalidArgument, "a record needs a timestamp");
  FieldSet members = 0;
#define BYLAW_SEEN_caller(name) \
  if (record.name) members |= Bit(Field::name);
#define BYLAW_SEEN_ledger(name)
#define BYLAW_SEEN_signer(name)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_SEEN_##setter(name)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_SEEN_signer
#undef BYLAW_SEEN_ledger
#undef BYLAW_SEEN_caller
  return CheckShape({.members = members,
                     .kind = record.kind.value_or(""),
                     .code = record.code.value_or(""),
                     .decision = record.decision.value_or(""),
                     .admin = record.admin.value_or("")});
}

}  // namespace

void RecordWriter::WriteSignature(const Signature& signature, std::span<char> room) {
  static constexpr std::string_view kStart = "\"signature\":\"ed25519:";
  static constexpr std::string_view kEnd = "\",";
  static_assert(kStart.size() + 2 * sizeof signature + kEnd.size() == kSignatureMemberBytes);
  std::copy(kStart.begin(), kStart.end(), room.begin());
  WriteHex(signature, room.subspan(kStart.size()));
  std::copy(kEnd.begin(), kEnd.end(), room.end() - kEnd.size());
}

Result<RecordWriter::Unsigned> RecordWriter::AppendUnsigned(const Record& record,
                                                            const LedgerFields& ledger,
                                                            SigningMode mode, std::string& out) {
  const std::size_t begin = out.size();
  const auto fail = [&](Error error) {
    out.resize(begin);
    return tl::unexpected<Error>(std::move(error));
  };
  if (auto done = CheckGiven(record); !done) return fail(std::move(done.error()));
  if (auto done = AppendBody(record, ledger, out); !done) return fail(std::move(done.error()));
  const std::size_t room = mode == SigningMode::kRecord ? kSignatureMemberBytes : 0;
  const std::size_t line_bytes = out.size() - begin + room;
  if (line_bytes > kRecordBytesMax) {
    return fail({ErrorCode::kRecordTooLong, "the record would take " + std::to_string(line_bytes) +
                                                " bytes; at most " +
                                                std::to_string(kRecordBytesMax) + " fit"});
  }
  const Hash leaf = LeafHash(std::string_view(out).substr(begin));
  out.insert(signature_at_, room, ' ');
  return Unsigned{leaf, signature_at_};
}

Result<Hash> RecordWriter::AppendSigned(const Record& record, const LedgerFields& ledger,
                                        const SecretKey& key, std::string& out) {
  const std::size_t begin = out.size();
  const auto line = AppendUnsigned(record, ledger, SigningMode::kRecord, out);
  if (!line) return tl::unexpected<Error>(line.error());
  std::string body;
  AppendBodyOf(std::string_view(out).substr(begin), line->signature_at - begin, body);
  WriteSignature(key.Sign(body), std::span(out).subspan(line->signature_at, kSignatureMemberBytes));
  return line->leaf;
}

}  // namespace bylaw::ledger
