#include "bylaw/ledger/revocation.h"

#include <utility>

#include "bylaw/ledger/note.h"
#include "signed_note.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::string_view kHeading = "bylaw-revocation";

tl::unexpected<Error> Bad(std::string_view what) {
  return Fail(
      ErrorCode::kInvalidArgument,
      std::string("not a revocation: ").append(what).append("; `bylaw ledger revoke` writes it"));
}

}  // namespace

std::string RevocationText(const Revocation& revocation) {
  std::string text(kHeading);
  text.append("\n").append(revocation.origin).append("\n");
  AppendNumber(revocation.seq, text);
  text.append("\n").append(DigestText(revocation.prev_hash));
  text.append("\n").append(revocation.old_key.Line());
  return text.append("\n").append(revocation.new_key.Line()).append("\n");
}

Result<Revocation> ParseRevocation(std::string_view text) {
  std::string_view rest = text;
  const auto line = [&] { return TakeUntil(rest, '\n').value_or(std::string_view()); };
  if (line() != kHeading) return Bad("it does not begin with bylaw-revocation");
  const std::string_view origin = line();
  const auto seq = ParseNumber(line());
  const auto prev_hash = ParseDigest(line());
  if (!IsOrigin(origin) || !seq || *seq == 0 || !prev_hash) {
    return Bad("origin, seq and prev_hash are to follow");
  }
  auto old_key = PublicKey::Parse(line());
  auto new_key = PublicKey::Parse(line());
  if (!old_key || !new_key) return Bad("the old key and the new one are to follow");
  Revocation revocation{std::string(origin), *seq, *prev_hash, *std::move(old_key),
                        *std::move(new_key)};
  if (RevocationText(revocation) != text) return Bad("it has more than six lines");
  return revocation;
}

Result<RevocationStatement> SignRevocation(const Revocation& revocation, const Signer& root) {
  for (const PublicKey* const key : {&revocation.old_key, &revocation.new_key}) {
    if (key->bytes() == root.public_key().bytes()) {
      return Fail(ErrorCode::kInvalidArgument, "key " + key->Label() +
                                                   " cannot be both the root key and one that "
                                                   "signs the ledger");
    }
  }
  auto note = SignNote(RevocationText(revocation), root);
  if (!note) return tl::unexpected<Error>(std::move(note.error()));
  return RevocationStatement{revocation, *std::move(note)};
}

Result<RevocationStatement> ParseStatement(std::string_view note) {
  const auto parsed = ParseNote(note);
  if (note.size() > kStatementBytesMax || !parsed) return Bad("it is not signed");
  auto revocation = ParseRevocation(parsed->text);
  if (!revocation) return tl::unexpected<Error>(std::move(revocation.error()));
  return RevocationStatement{*std::move(revocation), std::string(note)};
}

Result<Signature> RootProof(const RevocationStatement& statement, const PublicKey& root) {
  const auto parsed = ParseNote(statement.note);
  if (!parsed || parsed->text != RevocationText(statement.revocation)) {
    return Fail(ErrorCode::kBadSignature, "the statement's note is of another text");
  }
  auto signature = SignatureOf(*parsed, root);
  if (!signature) signature.error().message = "the statement: " + signature.error().message;
  return signature;
}

}  // namespace bylaw::ledger
