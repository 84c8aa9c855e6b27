#include "bylaw/ledger/receipt.h"

#include <algorithm>
#include <map>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/tlog_proof.h"
#include "json_text.h"

namespace bylaw::ledger {
namespace {

using Members = std::map<std::string, std::string_view>;

tl::unexpected<Error> Bad(std::string what) {
  return Fail(ErrorCode::kBadReceipt, "receipt: " + std::move(what));
}

// The members of a canonical JSON object, as they are spelt.
Members MembersOf(std::string_view object) {
  Members members;
  std::string_view rest = object.substr(1);
  while (rest.starts_with('"')) {
    const std::string_view name = rest.substr(0, ValueLength(rest));
    rest.remove_prefix(name.size() + 1);  // And the colon.
    const std::string_view value = rest.substr(0, ValueLength(rest));
    rest.remove_prefix(value.size() + 1);  // And the comma or brace.
    members.emplace(DecodeString(name), value);
  }
  return members;
}

Result<void> CheckMember(const char* name, std::string_view asked, std::string_view recorded) {
  if (asked == recorded) return {};
  const auto shown = [](std::string_view spelling) {
    return spelling.empty() ? std::string("none") : std::string(spelling);
  };
  return Bad("the record is of another request: its " + std::string(name) + " is " +
             shown(recorded) + ", the request's " + shown(asked));
}

// Of a member that was too long for the record.
Result<void> CheckBlob(const char* name, std::string_view asked, const Blob& recorded) {
  const Blob blob{HashOf(asked), asked.size()};
  if (blob == recorded) return {};
  const auto shown = [](const Blob& of) {
    return std::to_string(of.bytes) + " bytes with " + DigestText(of.sha256);
  };
  return Bad("the record is of another request: its " + std::string(name) + " is " +
             shown(recorded) + ", the request's " + (asked.empty() ? "none" : shown(blob)));
}

// A member of the request as its record has it: a digest in the place of each personal value.
Result<std::string> AsRecorded(Field field, std::string_view asked, const RecordView& record,
                               const Openings& openings) {
  auto sealed = ReplacePersonal(
      record, field, asked,
      [&](const MemberPath& place, std::string_view value) -> Result<std::string> {
        const std::string pointer = JsonPointer(place);
        const auto opening = openings.find(pointer);
        if (opening == openings.end()) {
          return Fail(ErrorCode::kBadReceipt,
                      "what the record has at " + pointer +
                          " is the digest of a personal value: bring its opening");
        }
        return PersonalDigestText(Opening{opening->second.salt, std::string(value)}.digest());
      });
  if (sealed) return sealed;
  const bool other = sealed.error().code == ErrorCode::kInvalidArgument;
  return Bad((other ? "the record is of another request: in the request, " : "") +
             sealed.error().message);
}

Result<void> CheckRequest(std::string_view request, const RecordView& record,
                          const Openings& openings) {
  const auto canonical = Canonicalize(request);
  if (!canonical) return Bad("the request is no JSON: " + canonical.error().message);
  if (!canonical->starts_with('{')) return Bad("the request is no JSON object");
  Members members = MembersOf(*canonical);
  if (!members.contains("request_id")) {
    return Bad("the request has no request_id, so that the receipt of another would fit it");
  }
  // Every member is taken out once it is compared: what is left has no place in a record.
  const auto take = [&](const char* name) {
    const auto at = members.find(name);
    if (at == members.end()) return std::string_view();
    const std::string_view value = at->second;
    members.erase(at);
    return value;
  };
  if (auto done = CheckMember("action", take("action"), record.raw_action()); !done) return done;
  for (const auto& [name, field] : kRequestMembers) {
    const auto asked = AsRecorded(field, take(name), record, openings);
    if (!asked) return tl::unexpected<Error>(asked.error());
    const auto blob = BlobOf(record, field);
    auto done =
        blob ? CheckBlob(name, *asked, *blob) : CheckMember(name, *asked, record.raw(field));
    if (!done) return done;
  }
  if (members.empty()) return {};
  return Bad("the request has " + members.begin()->first + ", which no record holds");
}

// That the proof is of this record, of the ledger that its origin names.
Result<void> CheckProof(std::string_view text, const RecordView& record, std::string_view body,
                        const PublicKey& key) {
  const auto proof = ParseTlogProof(text);
  if (!proof) return Bad("the proof does not hold: " + proof.error().message);
  const auto checkpoint = VerifyTlogProof(*proof, LeafHash(body), key);
  if (!checkpoint) return Bad("the proof does not hold: " + checkpoint.error().message);
  if (checkpoint->origin != record.text(Field::origin) ||
      proof->index != record.number(Field::seq)) {
    return Bad("the proof is of another record");
  }
  return {};
}

// By its own signature, by its proof, by both where it has both.
Result<void> CheckSigned(const PresentedReceipt& receipt, const RecordView& record,
                         const PublicKey& key) {
  std::string body;
  record.AppendBody(body);
  if (record.is_signed() && !key.Verifies(body, record.signature())) {
    return Bad("the signature is not that of key " + key.name());
  }
  if (!receipt.proof.empty()) return CheckProof(receipt.proof, record, body, key);
  if (record.is_signed()) return {};
  return Bad("the record has no signature of its own: it needs its proof");
}

}  // namespace

Result<GoodReceipt> CheckReceipt(const PresentedReceipt& receipt, const PublicKey& key,
                                 const ReceiptExpectation& expected) {
  const auto record = RecordView::Parse(receipt.line);
  if (!record) return Bad("not a record: " + record.error().message);
  if (auto done = CheckSigned(receipt, *record, key); !done) {
    return tl::unexpected<Error>(std::move(done.error()));
  }
  if (record->text(Field::origin) != expected.origin) {
    return Bad("the record is of ledger " + record->text(Field::origin) + ", not " +
               std::string(expected.origin));
  }
  if (record->text(Field::kind) != "evaluation") {
    return Bad("the record is no decision but of kind " + record->text(Field::kind));
  }
  const std::int64_t age_us = expected.now.us - record->time(Field::timestamp).us;
  if (std::max(age_us, -age_us) > expected.age_us_max) {
    return Bad("the record is of " + record->text(Field::timestamp) + ", now it is " +
               TimestampText(expected.now));
  }
  const Openings none;
  const Openings& openings = receipt.openings != nullptr ? *receipt.openings : none;
  if (auto done = CheckRequest(expected.request, *record, openings); !done)
    return tl::unexpected<Error>(done.error());
  return GoodReceipt{record->text(Field::decision),
                     record->has(Field::reason) ? record->text(Field::reason) : "",
                     record->number(Field::seq)};
}

}  // namespace bylaw::ledger
