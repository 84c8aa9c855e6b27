// Receipts: what whoever executes an action checks before it does. A receipt is the record of one
// decision, with its proof where the record has no signature of its own. It is good for the request
// that it was made for, from the ledger and key that one knows, and for a short time.
//
// Thread-safety: pure functions. Ownership: everything is borrowed for the call. Limits: a record
// is at most kRecordBytesMax bytes; a request is read whole.
#ifndef BYLAW_LEDGER_RECEIPT_H_
#define BYLAW_LEDGER_RECEIPT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/personal.h"
#include "bylaw/ledger/record.h"

namespace bylaw::ledger {

struct PresentedReceipt {
  std::string_view line;  // the record, as the ledger's line
  std::string_view
      proof;  // a C2SP tlog-proof; needed where the record has no signature, else empty
  const Openings* openings =
      nullptr;  // needed where the record has digests in the place of personal values
};

struct ReceiptExpectation {
  std::string_view request;  // the JSON that was asked, and is about to be executed
  std::string_view origin;   // of the ledger
  Timestamp now;
  std::int64_t age_us_max = 60'000'000;  // the record is no older, and no further ahead
};

struct GoodReceipt {
  std::string decision;  // "PERMIT", "DENY" or "ESCALATE"
  std::string reason;    // empty if none is given
  std::uint64_t seq = 0;
};

// Good does not mean permitted: see `decision`. kBadReceipt says what does not fit: form, signature
// or proof, origin, age, or a member of the request that is not the record's. All members are
// compared, by value, but the request's own `time`, with which no request has a receipt; and a
// request without a request_id has none, as another of the same words would fit. A personal value
// of the request is compared by its digest, with the salt of its opening.
Result<GoodReceipt> CheckReceipt(const PresentedReceipt& receipt, const PublicKey& key,
                                 const ReceiptExpectation& expected);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_RECEIPT_H_
