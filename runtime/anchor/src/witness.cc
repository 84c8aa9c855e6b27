#include "bylaw/anchor/witness.h"

#include <optional>
#include <utility>

#include "bylaw/anchor/cosignature.h"
#include "text.h"

namespace bylaw::anchor {
namespace {

using ledger::ErrorCode;
using ledger::Fail;

constexpr int kOk = 200;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kConflict = 409;
constexpr int kUnprocessable = 422;

// The size that a witness states in place of the one it was asked from: `<size>\n`.
std::optional<std::uint64_t> OtherSize(const HttpAnswer& answer) {
  std::string_view body = answer.body;
  if (answer.status != kConflict || !answer.Is("text/x.tlog.size") || !body.ends_with('\n')) {
    return std::nullopt;
  }
  body.remove_suffix(1);
  return ledger::ParseNumber(body);
}

tl::unexpected<ledger::Error> Refused(const std::string& url, const HttpAnswer& answer) {
  const std::string said = url + " does not cosign (" + answer.Summary() + "): ";
  switch (answer.status) {
    case kForbidden:
      return Fail(ErrorCode::kInvalidArgument,
                  said + "it knows the ledger under another key; tell its operator of this one");
    case kNotFound:
      return Fail(ErrorCode::kInvalidArgument,
                  said +
                      "it does not know the ledger; give its operator the ledger's origin and "
                      "public key, and check the URL");
    case kConflict:
      return Fail(ErrorCode::kRolledBack,
                  said +
                      "it has cosigned another checkpoint of this size, or one meanwhile; if it "
                      "says so again, the ledger was forked");
    case kUnprocessable:
      return Fail(ErrorCode::kRolledBack,
                  said +
                      "what it cosigned before is not how this ledger begins: the ledger was "
                      "rewritten; keep it, and ask the witness for its checkpoint");
    default:
      return Fail(ErrorCode::kIo, said + "try again later, or ask its operator");
  }
}

}  // namespace

Result<std::string> Cosign(Http& http, const std::string& url, const WitnessKey& key,
                           std::uint64_t known_size, const Grow& grow) {
  const std::string to = url + (url.ends_with('/') ? "" : "/") + "add-checkpoint";
  const auto post = [&](const ledger::GrowthProof& proof) {
    return http.Post(to, "text/plain; charset=utf-8", ledger::GrowthProofText(proof));
  };
  auto proof = grow(known_size);
  if (!proof) return tl::unexpected<ledger::Error>(std::move(proof.error()));
  auto answer = post(*proof);
  if (!answer) return tl::unexpected<ledger::Error>(std::move(answer.error()));
  if (const auto size = OtherSize(*answer); size && *size != known_size) {
    proof = grow(*size);
    if (!proof) {
      return Fail(proof.error().code, to + " has cosigned " + std::to_string(*size) +
                                          " records: " + proof.error().message);
    }
    answer = post(*proof);
    if (!answer) return tl::unexpected<ledger::Error>(std::move(answer.error()));
  }
  if (answer->status != kOk) return Refused(to, *answer);
  auto note = AttachCosignature(proof->note, answer->body, key);
  if (!note) note.error().message = to + ": " + note.error().message;
  return note;
}

}  // namespace bylaw::anchor
