// Which members a record of each kind must have, from record_kinds.def.
#include <algorithm>
#include <bit>

#include "record_text.h"

namespace bylaw::ledger {
namespace {

constexpr FieldSet F(Field field) {
  return Bit(field);
}

struct Kind {
  std::string_view name;
  FieldSet required;
  bool reserved;
};

constexpr auto kKinds = [] {
  using enum Field;
  return std::to_array<Kind>({
#define BYLAW_RECORD_KIND(name, required, meaning) {#name, (required), false},
#define BYLAW_RECORD_KIND_RESERVED(name, meaning) {#name, 0, true},
#include "bylaw/ledger/record_kinds.def"
  });
}();

constexpr FieldSet kRequest = Bit(Field::action_requested) | Bit(Field::agent_id);
constexpr FieldSet kInvalidRequest =
    Bit(Field::error) | Bit(Field::request_bytes) | Bit(Field::request_sha256);

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
  if (shape.kind == "evaluation") {
    required |= shape.code == "invalid_request" ? kInvalidRequest : kRequest;
    if (shape.decision != "PERMIT" && shape.decision != "DENY" && shape.decision != "ESCALATE") {
      return Bad("decision is none of PERMIT, DENY, ESCALATE");
    }
  }
  const FieldSet missing = required & ~shape.members;
  if (missing == 0) return {};
  return Bad("a record of kind " + std::string(shape.kind) + " needs " +
             std::string(kFieldNames[static_cast<std::size_t>(std::countr_zero(missing))]));
}

}  // namespace bylaw::ledger
