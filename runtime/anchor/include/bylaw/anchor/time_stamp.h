// Time stamps of checkpoints (RFC 3161): a time-stamping authority (TSA) signs that the SHA-256 of
// a checkpoint's text was there at some time.
//
// What is stamped is the note's text, that is what its signatures are over: up to the blank line,
// with the last newline before it. Lines of signatures that are added later change nothing.
//
// A chain of certificates is verified as of the time in the stamp, so that a stamp outlives the
// certificates that it was made with. Thread-safety: TsaRoots is immutable, all else pure
// functions. Ownership: nothing is kept of what is passed in.
#ifndef BYLAW_ANCHOR_TIME_STAMP_H_
#define BYLAW_ANCHOR_TIME_STAMP_H_

#include <memory>
#include <string>
#include <string_view>

#include "bylaw/anchor/http.h"
#include "bylaw/ledger/error.h"
#include "bylaw/ledger/record.h"

namespace bylaw::anchor {

// The certificates that time stamps must lead to.
class TsaRoots {
 public:
  // A file of one or more certificates in PEM: kNotFound, kIo, or kBadKey if there is none in it.
  static Result<TsaRoots> Load(const std::string& path);

  struct State;
  const State& state() const { return *state_; }

 private:
  explicit TsaRoots(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  std::shared_ptr<const State> state_;
};

struct TimeStamp {
  ledger::Timestamp time;
  std::string authority;  // the subject of the certificate that signed, RFC 2253
};

// A response in DER, as it is kept: granted, over this note's text, and signed by a certificate for
// time-stamping that leads to the roots. kBadSignature says what is wrong.
Result<TimeStamp> VerifyTimeStamp(std::string_view response, std::string_view note,
                                  const TsaRoots& roots);

// Asks the authority at the URL with a random nonce, and for its certificates. Gives the response
// in DER once it has been verified, nonce included. kIo: the network; kBadSignature as above.
Result<std::string> RequestTimeStamp(Http& http, const std::string& url, std::string_view note,
                                     const TsaRoots& roots);

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_TIME_STAMP_H_
