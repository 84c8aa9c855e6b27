// Errors of the ledger library.
//
// Every public function that can fail returns Result<T>; no exception crosses a public boundary
// (out of memory aside). The code is for programs, the message for people: it names what, where,
// and what to do. Thread-safety: value types. Ownership: an Error owns its message.
#ifndef BYLAW_LEDGER_ERROR_H_
#define BYLAW_LEDGER_ERROR_H_

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace bylaw::ledger {

enum class ErrorCode : std::uint8_t {
  kInvalidArgument,  // a value that no record, key or path may hold
  kInvalidJson,      // text that is not strict I-JSON (RFC 7493)
  kRecordTooLong,    // the line would pass kRecordBytesMax: record a DENY limit_exceeded instead
  kTimeRunsBack,     // a timestamp earlier than that of the record before
  kClockJumped,      // the host's clock jumped forward: AcceptClock, once somebody has looked
  kIo,             // the operating system refused; after a write or a sync the ledger stays closed
  kClosed,         // the ledger was closed by its owner
  kLocked,         // another process writes this ledger
  kNotFound,       // no ledger, key or module at this path
  kExists,         // would overwrite what is there
  kCorrupt,        // damage that no crash explains
  kRolledBack,     // a checkpoint kept elsewhere states more than, or other than, the ledger holds
  kKeyMismatch,    // the ledger was made with another key
  kBadKey,         // malformed key file, low-order key, or permissions open to others
  kBadPassphrase,  // wrong or missing passphrase
  kBadSignature,   // a signature or signed note that does not verify
  kSigner,         // a signer in another process refused, is gone, or answered wrongly
  kErased,         // a personal value whose key was destroyed
  kBadReceipt,     // a record that is not the decision on the request at hand
};

struct Error {
  ErrorCode code;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> Fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_ERROR_H_
