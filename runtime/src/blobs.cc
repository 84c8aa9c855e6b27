#include "blobs.h"

#include <algorithm>
#include <array>
#include <optional>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/canonical_json.h"
#include "bylaw/vm/limits.h"

namespace bylaw::runtime {
namespace {

// Canonical, 1e20 has more than four times the digits.
static_assert(ledger::kBlobBytesMax >= 8 * uint64_t{vm::kRequestBytesMax});

// An object of a record, and what stands in its place.
struct Member {
  std::optional<ledger::JsonObject>& object;
  std::optional<uint64_t>& bytes;
  std::optional<ledger::Hash>& sha256;

  size_t size() const { return object ? object->text.size() : 0; }
};

}  // namespace

ledger::Result<ledger::Ticket> SubmitWithBlobs(ledger::Ledger& ledger, ledger::Record& record) {
  const Member params{record.action_params, record.params_bytes, record.params_sha256};
  const Member context{record.context, record.context_bytes, record.context_sha256};
  const bool params_first = params.size() >= context.size();
  auto ticket = ledger.Submit(record);
  for (const Member* member :
       {params_first ? &params : &context, params_first ? &context : &params}) {
    if (ticket || ticket.error().code != ledger::ErrorCode::kRecordTooLong) return ticket;
    if (!member->object) continue;
    const auto text = ledger::Canonicalize(member->object->text);
    if (!text) return tl::unexpected<ledger::Error>(text.error());
    const auto blob = ledger.KeepBlob(*text);
    if (!blob) return tl::unexpected<ledger::Error>(blob.error());
    member->object.reset();
    member->bytes = blob->bytes;
    member->sha256 = blob->sha256;
    ticket = ledger.Submit(record);
  }
  return ticket;
}

}  // namespace bylaw::runtime
