// Which members a record of each kind must and may have, from record_kinds.def.
#include <algorithm>
#include <bit>

#include "bylaw/ledger/blobs.h"
#include "record_text.h"

namespace bylaw::ledger {
namespace {

constexpr FieldSet F(Field field) {
  return Bit(field);
}

struct Kind {
  std::string_view name;
  FieldSet required;
  FieldSet optional;
  bool reserved;
};

// What the request was; of one that is not in the record, its digest.
constexpr FieldSet kRequest = [] {
  using enum Field;
  return F(action_requested) | F(action_alias) | F(agent_id) | F(session_id) | F(request_id) |
         F(action_params) | F(params_bytes) | F(params_sha256) | F(context) | F(context_bytes) |
         F(context_sha256) | F(target) | F(targets);
}();
constexpr FieldSet kDigest = F(Field::request_bytes) | F(Field::request_sha256);
// What came of it, and under what.
constexpr FieldSet kDecision =
    F(Field::reason) | F(Field::route_to) | F(Field::rules) | F(Field::steps);
constexpr FieldSet kConstitution =
    F(Field::constitution_digest) | F(Field::constitution_id) | F(Field::constitution_version);

constexpr auto kKinds = [] {
  using enum Field;
  return std::to_array<Kind>({
#define BYLAW_RECORD_KIND(name, required, optional, meaning) {#name, (required), (optional), false},
#define BYLAW_RECORD_KIND_RESERVED(name, meaning) {#name, 0, 0, true},
#include "bylaw/ledger/record_kinds.def"
  });
}();

// Whatever the kind: `kind`, and what the writer and the signer set.
constexpr FieldSet kOfEveryRecord = [] {
  using enum Field;
#define BYLAW_SET_BY_caller(name) FieldSet{0}
#define BYLAW_SET_BY_either(name) F(name)
#define BYLAW_SET_BY_ledger(name) F(name)
#define BYLAW_SET_BY_signer(name) F(name)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) | BYLAW_SET_BY_##setter(name)
  return F(kind)
#include "bylaw/ledger/record_fields.def"
      ;
#undef BYLAW_SET_BY_caller
#undef BYLAW_SET_BY_either
#undef BYLAW_SET_BY_ledger
#undef BYLAW_SET_BY_signer
}();

// By its code, an evaluation has its request, or in its place a digest: of what could not be read,
// or not be recorded as it was.
void AddByCode(std::string_view code, FieldSet& required, FieldSet& allowed) {
  constexpr FieldSet kNames = F(Field::action_requested) | F(Field::agent_id);
  const bool invalid = code == "invalid_request";
  required |= invalid ? F(Field::error) | kDigest : kNames;
  if (!invalid) allowed &= ~F(Field::error);
  if (!invalid && code != "limit_exceeded" && code != "unavailable") allowed &= ~kDigest;
}

// What an admin record is about decides what it states. False: it is about nothing that is known.
bool AddByAdmin(std::string_view admin, FieldSet& required, FieldSet& allowed) {
  constexpr FieldSet kStated = F(Field::clock_timestamp) | F(Field::minimum_index);
  const FieldSet stated = admin == kAdminClock       ? F(Field::clock_timestamp)
                          : admin == kAdminRetention ? F(Field::minimum_index)
                                                     : 0;
  required |= stated;
  allowed &= ~(kStated & ~stated);
  return stated != 0;
}

// Of an object that stands in a blob the record has digest and length, and not the object.
bool IsWholeOrBlob(FieldSet members, const BlobMember& member) {
  const FieldSet blob = F(member.bytes) | F(member.sha256);
  const FieldSet there = members & (blob | F(member.object));
  return there == 0 || there == blob || there == F(member.object);
}

tl::unexpected<Error> Bad(std::string message) {
  return Fail(ErrorCode::kInvalidArgument, std::move(message));
}

}  // namespace

Result<void> CheckShape(const Shape& shape) {
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                 [&](const Kind& k) { return k.name == shape.kind; });
  if (kind == kKinds.end() || kind->reserved) {
    return Bad("kind \"" + std::string(shape.kind) +
               (kind == kKinds.end() ? "\" is unknown" : "\" is kept for a later version"));
  }
  FieldSet required = kind->required;
  FieldSet allowed = kOfEveryRecord | kind->required | kind->optional;
  if (shape.kind == "evaluation") {
    AddByCode(shape.code, required, allowed);
    if (shape.decision != "PERMIT" && shape.decision != "DENY" && shape.decision != "ESCALATE") {
      return Bad("decision is none of PERMIT, DENY, ESCALATE");
    }
  }
  if (shape.kind == "admin" && !AddByAdmin(shape.admin, required, allowed)) {
    return Bad("an admin record is about \"clock\" or \"retention\"");
  }
  if (shape.kind == "outcome" &&
      std::find(std::begin(kOutcomes), std::end(kOutcomes), shape.outcome) == std::end(kOutcomes)) {
    return Bad("outcome is none of executed, failed, abandoned");
  }
  const auto named = [&](const char* what, FieldSet members) {
    return Bad("a record of kind " + std::string(shape.kind) + what +
               std::string(kFieldNames[static_cast<std::size_t>(std::countr_zero(members))]));
  };
  if (const FieldSet missing = required & ~shape.members; missing != 0)
    return named(" needs ", missing);
  if (const FieldSet strange = shape.members & ~allowed; strange != 0)
    return named(" has no ", strange);
  for (const BlobMember& member : kBlobMembers) {
    if (IsWholeOrBlob(shape.members, member)) continue;
    return named(" has either both members of a blob or, in their place, ", F(member.object));
  }
  return {};
}

}  // namespace bylaw::ledger
