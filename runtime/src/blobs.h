// Records whose request is too long for them: what is long of it is kept beside the ledger, and the
// record holds its digest. Thread-safety: as Ledger::Submit. Ownership: borrows for the call.

#ifndef BYLAW_RUNTIME_SRC_BLOBS_H_
#define BYLAW_RUNTIME_SRC_BLOBS_H_

#include "bylaw/ledger/ledger.h"

namespace bylaw::runtime {

// Submits the record. If it is too long, its params and its context, the longer first, become blobs
// that are on disk before it is submitted again; `record` is what was submitted last. Whatever
// cannot be kept is the error, and there is no record.
ledger::Result<ledger::Ticket> SubmitWithBlobs(ledger::Ledger& ledger, ledger::Record& record);

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_SRC_BLOBS_H_
